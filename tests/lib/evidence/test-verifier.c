/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "evidence/verifier.h"
#include "fixture.h"

#define ENTRIES 12
#define ARTIFACTS 7

/* A vault of captures and notes, each under the number of its entry; returns its latest checkpoint. */
static char *
fill (Fixture *fixture)
{
  g_autoptr (DecantVault) vault = fixture_create (fixture);

  for (guint i = 1; i < ENTRIES; i++) /* entry 0 is that the vault was made */
    {
      g_autofree char *id = g_strdup_printf ("c-%u", i);
      g_autofree char *text = g_strdup_printf ("Invented post %u, call +44 7700 900%03u", i, i);
      g_autofree char *bytes = g_strdup_printf ("invented picture %u", i);
      g_autoptr (GError) error = NULL;
      g_autoptr (DecantReceipt) receipt
          = i % 3 == 2 ? fixture_append (vault, "note", text) : fixture_capture (vault, id, text, bytes, &error);

      g_assert_no_error (error);
    }
  return decant_vault_read_checkpoint (vault, NULL);
}

static DecantVerification *
verify (Fixture *fixture, const char *held)
{
  g_autoptr (GError) error = NULL;
  DecantVerification *report = fixture_verify (fixture->folder, held);

  g_assert_no_error (error);
  return report;
}

static gboolean
has_finding (const DecantVerification *report, DecantFindingLevel level, const char *check, const char *part)
{
  for (guint i = 0; i < report->findings->len; i++)
    {
      const DecantFinding *finding = report->findings->pdata[i];

      if (finding->level == level && g_str_equal (finding->check, check) && strstr (finding->message, part) != NULL)
        return TRUE;
    }
  return FALSE;
}

static void
assert_finding (const DecantVerification *report, DecantFindingLevel level, const char *check, const char *part)
{
  if (has_finding (report, level, check, part))
    return;
  for (guint i = 0; i < report->findings->len; i++)
    {
      const DecantFinding *finding = report->findings->pdata[i];
      g_test_message ("%d %s %" G_GINT64_FORMAT " %s", finding->level, finding->check, finding->entry,
                      finding->message);
    }
  g_error ("no finding of level %d, check %s, with “%s”", level, check, part);
}

/* --- clean -------------------------------------------------------------------------------------------------- */

static void
count_progress (guint64 done, guint64 total, gpointer user_data)
{
  g_assert_cmpuint (done, <=, total);
  (*(guint *) user_data)++;
}

static void
test_clean (Fixture *fixture, gconstpointer data)
{
  g_autofree char *held = fill (fixture);
  guint steps = 0;
  g_autoptr (DecantKeys) keys = data == NULL ? NULL : test_keys_new ();
  g_autoptr (DecantVerification) report
      = decant_verifier_run (fixture->folder, keys, held, count_progress, &steps, NULL, NULL);

  for (guint i = 0; i < report->findings->len; i++)
    g_test_message ("%s", ((DecantFinding *) report->findings->pdata[i])->message);
  g_assert_true (report->clean);
  g_assert_true (report->locked == (keys == NULL));
  g_assert_cmpuint (report->entries, ==, ENTRIES);
  g_assert_cmpuint (report->checkpoints, ==, ENTRIES);
  g_assert_cmpuint (report->artifacts, ==, ARTIFACTS);
  g_assert_cmpstr (report->checkpoint, ==, held);
  g_assert_cmpuint (steps, ==, ENTRIES + ARTIFACTS);
  assert_finding (report, DECANT_FINDING_OK, "held", "continues");
  assert_finding (report, DECANT_FINDING_OK, "signature", "");
  assert_finding (report, DECANT_FINDING_NOTE, "limits", "host.key");
}

static void
test_other_keys (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *held = fill (fixture);
  g_autoptr (DecantKeys) keys = decant_keys_new_random ();
  g_autoptr (DecantVerification) report = decant_verifier_run (fixture->folder, keys, held, NULL, NULL, NULL, NULL);

  g_assert_false (report->clean);
  g_assert_true (report->locked);
  assert_finding (report, DECANT_FINDING_FAILURE, "vault", "another vault");
}

static void
test_cancel (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *held = fill (fixture);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (decant_verifier_run (fixture->folder, NULL, held, NULL, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_null (decant_verifier_run (fixture->root, NULL, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_ABSENT);
}

/* --- attacks by name ---------------------------------------------------------------------------------------- */

/* Runs SQL as an attacker would: no triggers, no constraints; the schema put back afterwards. */
static void
attack_sql (Fixture *fixture, const char *sql)
{
  g_autofree char *path = g_build_filename (fixture->folder, "vault.db", NULL);
  g_autoptr (GString) script
      = g_string_new ("PRAGMA foreign_keys = OFF; PRAGMA writable_schema = ON; "
                      "CREATE TEMP TABLE kept AS SELECT rowid AS r, * FROM sqlite_schema WHERE type = 'trigger'; "
                      "DELETE FROM sqlite_schema WHERE type = 'trigger'; PRAGMA writable_schema = RESET;");
  sqlite3 *db = NULL;
  char *message = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_string_append (script, sql);
  g_string_append (
      script, "; PRAGMA writable_schema = ON; INSERT INTO sqlite_schema (rowid, type, name, tbl_name, rootpage, sql) "
              "SELECT r, type, name, tbl_name, rootpage, sql FROM kept; PRAGMA writable_schema = RESET;");
  if (sqlite3_exec (db, script->str, NULL, NULL, &message) != SQLITE_OK)
    g_error ("%s", message);
  sqlite3_close (db);
}

typedef struct
{
  const char *name, *sql;
  const char *check, *message; /* of the failure without a held checkpoint; NULL if it cannot be seen */
  const char *held;            /* with one; NULL if no failure of that check is asked for */
} Attack;

static const Attack attacks[] = {
  { "field-edited", "UPDATE entries SET open = replace(open, substr(open, 60, 4), 'AAAA') WHERE number = 4", "leaf",
    "Entry 4", NULL },
  { "field-removed", "UPDATE entries SET open = substr(open, instr(open, '~') + 1) WHERE number = 4", "leaf",
    "was taken away", NULL },
  { "separator-added", "UPDATE entries SET open = open || '~' WHERE number = 4", "leaf", "behind its last field", NULL },
  { "sealed-edited",
    "UPDATE sealed SET ciphertext = CAST(substr(ciphertext, 1, 100) || x'00000000' || substr(ciphertext, 105) AS BLOB) "
    "WHERE number = 4",
    "leaf", "Entry 4", NULL },
  { "sealed-key-edited", "UPDATE sealed SET key = zeroblob(80) WHERE number = 4", "leaf", "Entry 4", NULL },
  { "sealed-moved",
    "UPDATE sealed SET ciphertext = (SELECT ciphertext FROM sealed WHERE number = 3), key = (SELECT key FROM sealed "
    "WHERE number = 3) WHERE number = 4",
    "leaf", "Entry 4", NULL },
  { "sealed-deleted", "DELETE FROM sealed WHERE number = 4", "leaf", "was taken away", NULL },
  { "erased-by-hand", "INSERT INTO tombstones VALUES (4, 5); DELETE FROM sealed WHERE number = 4", "leaf",
    "does not say that it erased it", NULL },
  { "tombstone-added", "INSERT INTO tombstones VALUES (4, 5)", "leaf", "is back", NULL },
  { "epoch-edited", "UPDATE epochs SET key = replace(key, substr(key, -8, 4), 'AAAA') WHERE number = 0", "signature", "",
    NULL },
  { "leaf-edited", "UPDATE entries SET leaf = replace(leaf, 'leaf/1', 'leaf/2') WHERE number = 3", "leaf", "Entry 3",
    NULL },
  { "entries-swapped",
    "UPDATE entries SET number = 100 WHERE number = 1; UPDATE entries SET number = 1 WHERE number = 2; UPDATE entries "
    "SET number = 2 WHERE number = 100",
    "leaf", "Entry 1", NULL },
  { "leaf-hash-edited", "UPDATE leaves SET hash = zeroblob(32) WHERE idx = 5", "tree", "do not give the root",
    "rewritten" },
  { "leaf-deleted", "DELETE FROM leaves WHERE idx = 5", "tree", "Entry 5 was taken out", NULL },
  { "entry-deleted", "DELETE FROM entries WHERE number = 5", "leaf", "Entry 5 was deleted", NULL },
  { "node-edited", "UPDATE nodes SET hash = zeroblob(32) WHERE level = 1 AND idx = 1", "tree", "entries 2 to 3", NULL },
  { "node-added", "INSERT INTO nodes VALUES (9, 9, zeroblob(32))", "tree", "hashes of subtrees", NULL },
  { "checkpoint-deleted", "DELETE FROM checkpoints WHERE size = 7", "checkpoint", "saw none", NULL },
  { "checkpoint-swapped", "UPDATE checkpoints SET note = (SELECT note FROM checkpoints WHERE size = 8) WHERE size = 7",
    "checkpoint", "saw one of 8", NULL },
  { "checkpoint-edited", "UPDATE checkpoints SET note = replace(note, substr(note, -20, 4), 'AAAA') WHERE size = 7",
    "signature", "not signed", NULL },
  { "checkpoint-added", "INSERT INTO checkpoints VALUES (99, 'x')", "checkpoint", "Expected 12 checkpoints", NULL },
  { "capture-deleted", "DELETE FROM captures WHERE capture = 'c-3'", "capture", "logged twice", NULL },
  { "capture-swapped", "UPDATE captures SET entry = 0 WHERE capture = 'c-3'", "capture", "logged twice", NULL },
  { "artifact-row-deleted", "DELETE FROM artifacts WHERE entry = 3", "artifact", "table of artifacts", NULL },
  { "tail-cut",
    "DELETE FROM leaves WHERE idx > 9; DELETE FROM entries WHERE number > 9; DELETE FROM checkpoints WHERE size > 10; "
    "DELETE FROM captures WHERE entry > 9; DELETE FROM artifacts WHERE entry > 9; DELETE FROM sealed WHERE number > 9; "
    "DELETE FROM nodes WHERE (idx + 1) << level > 10",
    NULL, NULL, "cut off the end" },
  { "trigger-dropped", "DELETE FROM kept WHERE name = 'leaves_no_delete'", "database", "schema", NULL },
  { "trigger-weakened", "UPDATE kept SET sql = replace(sql, 'ABORT', 'IGNORE') WHERE name = 'leaves_no_delete'",
    "database", "schema", NULL },
};

static void
test_attack (Fixture *fixture, gconstpointer data)
{
  const Attack *attack = data;
  g_autofree char *held = fill (fixture);
  g_autoptr (DecantVerification) report = NULL;
  g_autoptr (DecantVerification) with_held = NULL;
  g_autoptr (DecantVerification) locked = NULL;

  attack_sql (fixture, attack->sql);
  report = verify (fixture, NULL);
  with_held = verify (fixture, held);
  locked = decant_verifier_run (fixture->folder, NULL, NULL, NULL, NULL, NULL, NULL);
  if (strncmp (attack->name, "capture-", 8) != 0) /* who captured what is sealed */
    g_assert_true (locked->clean == report->clean);
  g_assert_true (report->clean == (attack->check == NULL));
  g_assert_false (with_held->clean);
  if (attack->check != NULL)
    assert_finding (report, DECANT_FINDING_FAILURE, attack->check, attack->message);
  if (attack->held != NULL)
    assert_finding (with_held, DECANT_FINDING_FAILURE, "held", attack->held);
}

/* Who holds host.key can write another history into the same vault: only a held checkpoint shows it. */
static void
test_rewrite (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *database = g_build_filename (fixture->folder, "vault.db", NULL);
  g_autofree char *bytes = NULL;
  g_autofree char *held = NULL;
  gsize length = 0;
  g_autoptr (DecantVault) other = fixture_create (fixture);
  g_autoptr (DecantVerification) report = NULL;
  g_autoptr (DecantVerification) with_held = NULL;

  g_clear_pointer (&other, decant_vault_close);
  g_assert_true (g_file_get_contents (database, &bytes, &length, NULL)); /* the log as it began, … */
  held = fill (fixture);
  g_assert_true (g_file_set_contents_full (database, bytes, length, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  other = fixture_open (fixture, DECANT_VAULT_WRITE); /* … under the same key */
  for (guint i = 0; i < ENTRIES + 2; i++)
    {
      g_autoptr (DecantReceipt) receipt = fixture_append (other, "note", "a history as somebody would have liked it");
    }
  report = verify (fixture, NULL);
  with_held = verify (fixture, held);
  g_assert_true (report->clean);
  assert_finding (with_held, DECANT_FINDING_FAILURE, "held", "rewritten");
}

static void
test_held (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *held = fill (fixture);
  g_autofree char *other_folder = g_build_filename (fixture->root, "other", NULL);
  g_autoptr (DecantVault) other = test_vault_ensure (other_folder, NULL);
  g_autoptr (DecantReceipt) receipt = fixture_append (other, "note", "elsewhere");
  g_autofree char *forged = g_strdup (held);
  g_autoptr (DecantVerification) wrong = verify (fixture, receipt->checkpoint);
  g_autoptr (DecantVerification) garbage = verify (fixture, "a checkpoint?");
  g_autoptr (DecantVerification) unsigned_report = NULL;

  assert_finding (wrong, DECANT_FINDING_FAILURE, "held", "another vault");
  assert_finding (garbage, DECANT_FINDING_FAILURE, "held", "cannot be read");
  forged[strlen (forged) - 10] = forged[strlen (forged) - 10] == 'A' ? 'B' : 'A';
  unsigned_report = verify (fixture, forged);
  assert_finding (unsigned_report, DECANT_FINDING_FAILURE, "held", "not signed by the key");
}

/* The name of the file of an entry's first artifact: it is no secret. */
static char *
file_of (Fixture *fixture, guint64 number)
{
  g_autoptr (DecantVault) vault = decant_vault_open (fixture->folder, DECANT_VAULT_READ, NULL);
  g_autoptr (JsonObject) open = decant_vault_read_open_fields (vault, number, NULL);
  JsonArray *files = json_object_get_array_member (open, "vault_artifacts");

  return g_strdup (json_object_get_string_member (json_array_get_object_element (files, 0), "name"));
}

static void
test_files (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *held = fill (fixture);
  g_autofree char *sha256 = file_of (fixture, 1);
  g_autofree char *path = g_strdup_printf ("%s/artifacts/%.2s/%s", fixture->folder, sha256, sha256);
  g_autofree char *stray = g_strdup_printf ("%s/artifacts/%.2s/stray", fixture->folder, sha256);
  g_autofree char *staging = g_build_filename (fixture->folder, "staging", "1-0", NULL);
  g_autoptr (DecantVerification) notes = NULL;
  g_autoptr (DecantVerification) changed = NULL;
  g_autoptr (DecantVerification) removed = NULL;

  g_assert_true (g_file_set_contents (stray, "x", 1, NULL));
  g_assert_cmpint (g_mkdir (staging, 0700), ==, 0);
  g_assert_cmpint (g_chmod (fixture->folder, 0755), ==, 0);
  notes = verify (fixture, held);
  g_assert_true (notes->clean);
  assert_finding (notes, DECANT_FINDING_NOTE, "artifact", "No entry names the file stray");
  assert_finding (notes, DECANT_FINDING_NOTE, "staging", "1-0");
  assert_finding (notes, DECANT_FINDING_NOTE, "vault", "chmod 700");
  g_assert_true (g_file_set_contents (path, "invented picture 1", -1, NULL));
  changed = verify (fixture, held);
  assert_finding (changed, DECANT_FINDING_FAILURE, "artifact", "was changed");
  g_unlink (path);
  removed = verify (fixture, held);
  assert_finding (removed, DECANT_FINDING_FAILURE, "artifact", "was deleted");
}

#define ADD(name, function) g_test_add ("/verifier/" name, Fixture, NULL, set_up, function, tear_down)

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  fixture_set_up (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  fixture_tear_down (fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("clean-locked", test_clean);
  g_test_add ("/verifier/clean-unlocked", Fixture, "with keys", set_up, test_clean, tear_down);
  ADD ("keys-of-another", test_other_keys);
  ADD ("cancel", test_cancel);
  for (guint i = 0; i < G_N_ELEMENTS (attacks); i++)
    {
      g_autofree char *path = g_strconcat ("/verifier/attack/", attacks[i].name, NULL);
      g_test_add (path, Fixture, &attacks[i], set_up, test_attack, tear_down);
    }
  ADD ("rewrite", test_rewrite);
  ADD ("held", test_held);
  ADD ("files", test_files);
  return g_test_run ();
}
