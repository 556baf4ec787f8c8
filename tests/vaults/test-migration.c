/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A kept vault of format 1, with its key, is sealed: no entry, artifact, checkpoint or proof is another afterwards. */
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

#include "evidence/migration.h"
#include "evidence/verifier.h"
#include "fixture.h"
#include "needles.h"

#define ENTRIES 9

typedef struct
{
  Fixture fixture;
  DecantKeys *keys;
  char *parent;
} Case;

static void
set_up (Case *self, gconstpointer unused)
{
  g_autofree char *path
      = g_build_filename (g_getenv ("DECANT_TESTS_DIR"), "vaults", "format-1-with-key", "vault", NULL);

  fixture_set_up (&self->fixture);
  fixture_copy (path, self->fixture.folder); /* with the modes that git does not keep */
  self->keys = test_keys_new ();
  self->parent = g_path_get_dirname (self->fixture.folder);
}

static void
tear_down (Case *self, gconstpointer unused)
{
  decant_keys_unref (self->keys);
  g_free (self->parent);
  fixture_tear_down (&self->fixture);
}

static void
migrate (Case *self)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (decant_migration_is_needed (self->fixture.folder));
  decant_migration_run (self->fixture.folder, self->keys, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (decant_migration_is_needed (self->fixture.folder));
}

static DecantVault *
open_unlocked (Case *self, DecantVaultFlags flags)
{
  g_autoptr (GError) error = NULL;
  DecantVault *vault = decant_vault_open (self->fixture.folder, flags, &error);

  g_assert_no_error (error);
  g_assert_true (decant_vault_unlock (vault, self->keys, &error));
  return vault;
}

/* All that readers and strangers get to see of the first entries, at the size that the log had. */
static char *
describe (Case *self)
{
  g_autoptr (DecantVault) vault = open_unlocked (self, DECANT_VAULT_READ);
  GString *out = g_string_new (decant_vault_get_id (vault));
  g_autofree char *key = decant_vault_dup_verifier_key (vault);

  g_string_append (out, key);
  for (guint64 i = 0; i < ENTRIES; i++)
    {
      g_autoptr (DecantEntry) entry = decant_vault_read_entry (vault, i, NULL);
      g_autoptr (DecantProof) proof = decant_vault_prove_entry (vault, i, ENTRIES, NULL);
      g_autofree char *note = decant_vault_read_checkpoint_at (vault, i + 1, NULL);
      g_autofree char *path = decant_proof_to_text (proof);
      g_autoptr (JsonNode) fields = json_node_init_object (json_node_alloc (), entry->fields);
      g_autofree char *json = json_to_string (fields, FALSE);
      g_autofree char *disclosures = g_strjoinv ("~", proof->disclosures);

      g_string_append_printf (out, "%s\n%s\n%s\n%s\n%s\n%s\n%s\n", entry->leaf, entry->time, json, note, path,
                              proof->leaf, disclosures);
      for (guint j = 0; j < entry->artifacts->len; j++)
        {
          g_autoptr (GBytes) bytes
              = decant_vault_read_artifact (vault, i, ((DecantArtifactInfo *) entry->artifacts->pdata[j])->id, NULL);
          g_autofree char *sum = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);

          g_string_append_printf (out, "%s %" G_GSIZE_FORMAT "\n", sum, g_bytes_get_size (bytes));
        }
    }
  return g_string_free (out, FALSE);
}

static gboolean
is_clean (Case *self, DecantKeys *keys, const char *held)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantVerification) report
      = decant_verifier_run (self->fixture.folder, keys, held, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < report->findings->len; i++)
    if (((DecantFinding *) report->findings->pdata[i])->level == DECANT_FINDING_FAILURE)
      g_test_message ("%s", ((DecantFinding *) report->findings->pdata[i])->message);
  return report->clean;
}

static char *
read_checkpoint (Case *self)
{
  g_autoptr (DecantVault) vault = decant_vault_open (self->fixture.folder, DECANT_VAULT_READ, NULL);

  return decant_vault_read_checkpoint (vault, NULL);
}

static void
test_nothing_is_lost (Case *self, gconstpointer unused)
{
  g_autofree char *before = describe (self);
  g_autofree char *held = read_checkpoint (self);
  g_autofree char *after = NULL;
  g_autoptr (DecantVault) vault = NULL;
  g_autoptr (DecantReceipt) receipt = NULL;
  g_autoptr (DecantReceipt) again = NULL;
  g_autoptr (GError) error = NULL;

  migrate (self);
  after = describe (self);
  g_assert_cmpstr (after, ==, before);
  g_assert_true (is_clean (self, NULL, held));
  g_assert_true (is_clean (self, self->keys, held));
  vault = open_unlocked (self, DECANT_VAULT_WRITE);
  again = fixture_capture (vault, "invented-0", "Invented post number 0, for a test of sealing", "invented picture 0",
                           &error);
  g_assert_no_error (error);
  g_assert_true (again->repeated);
  g_assert_cmpuint (again->entry, ==, 0);
  receipt = fixture_capture (vault, "new-one", "Invented, and logged later", "another invented picture", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (receipt->entry, ==, ENTRIES + 1);
  g_assert_true (is_clean (self, self->keys, held));
}

static void
test_nothing_stays_in_the_clear (Case *self, gconstpointer unused)
{
  g_autoptr (Needles) needles = needles_new ();
  g_autofree char *found = NULL;

  needles_add_text (needles, "text", "Invented post number 2, for a test of sealing");
  needles_add_text (needles, "picture", "invented picture 1");
  found = needles_search (needles, self->parent);
  g_assert_cmpstr (found, !=, ""); /* the search works */
  g_clear_pointer (&found, g_free);
  migrate (self);
  found = needles_search (needles, self->parent);
  g_assert_cmpstr (found, ==, "");
}

/* A host of before that still has the old database open cannot add to it. */
static void
test_old_writer (Case *self, gconstpointer unused)
{
  g_autofree char *path = g_build_filename (self->fixture.folder, "vault.db", NULL);
  sqlite3 *db = NULL;
  sqlite3_stmt *insert = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (
      sqlite3_prepare_v2 (db, "INSERT INTO leaves (idx, hash) VALUES (9, zeroblob (32))", -1, &insert, NULL), ==,
      SQLITE_OK);
  migrate (self);
  g_assert_cmpint (sqlite3_step (insert), !=, SQLITE_DONE);
  sqlite3_finalize (insert);
  sqlite3_close (db);
}

static void
test_busy (Case *self, gconstpointer unused)
{
  g_autofree char *before = describe (self);
  g_autofree char *after = NULL;
  g_autofree char *path = g_build_filename (self->fixture.folder, "vault.db", NULL);
  g_autoptr (GError) error = NULL;
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "BEGIN IMMEDIATE", NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_false (decant_migration_run (self->fixture.folder, self->keys, NULL, NULL, &error));
  g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_BUSY);
  sqlite3_close (db);
  after = describe (self);
  g_assert_cmpstr (after, ==, before);
}

/* A vault that does not verify stays as it is. */
static void
test_damaged (Case *self, gconstpointer unused)
{
  g_autofree char *folder = g_build_filename (self->fixture.folder, "artifacts", NULL);
  g_autoptr (GError) error = NULL;

  fixture_remove (folder);
  g_assert_false (decant_migration_run (self->fixture.folder, self->keys, NULL, NULL, &error));
  g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_BROKEN);
  g_assert_true (decant_migration_is_needed (self->fixture.folder));
}

static gboolean
refuse_to_fill (int folder, const char *id, gpointer unused, GError **error)
{
  g_set_error_literal (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_FULL, "the disk is full");
  return FALSE;
}

/* What dies half-way leaves the old vault in place; what dies late leaves a copy, which the sweep removes. */
static void
test_sweep (Case *self, gconstpointer unused)
{
  g_autofree char *copy = g_build_filename (self->parent, ".decant-vault-abcdef", NULL);
  g_autofree char *before = describe (self);
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (decant_migration_run (self->fixture.folder, self->keys, refuse_to_fill, NULL, &error));
  g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_FULL);
  g_clear_error (&error);
  fixture_copy (self->fixture.folder, copy);
  migrate (self);
  g_assert_true (g_file_test (copy, G_FILE_TEST_IS_DIR));
  g_assert_true (decant_migration_sweep (self->fixture.folder, &error));
  g_assert_false (g_file_test (copy, G_FILE_TEST_EXISTS));
  after = describe (self);
  g_assert_cmpstr (after, ==, before);
}

/* Each change to what was sealed is found, without keys. */
static const struct
{
  const char *name, *sql, *check;
} changes[] = {
  { "swapped", "UPDATE sealed SET ciphertext = (SELECT ciphertext FROM sealed WHERE number = 2) WHERE number = 1",
    "leaf" },
  { "deleted", "DELETE FROM sealed WHERE number = 3", "leaf" },
  { "table", "UPDATE migrated SET sha256 = (SELECT sha256 FROM migrated WHERE number = 2) WHERE number = 1", "leaf" },
  { "both",
    ""
    "UPDATE sealed SET key = s.key, ciphertext = s.ciphertext FROM sealed s WHERE s.number = 2 AND sealed.number = 1; "
    "UPDATE migrated SET sha256 = m.sha256, size = m.size FROM migrated m WHERE m.number = 2 AND migrated.number = 1",
    "leaf" },
  { "artifact", "DELETE FROM migrated_artifacts WHERE entry = 0", "leaf" },
};

/* Who changes rows takes the triggers away first, and puts them back where they were, else the schema gives it away. */
static void
change (sqlite3 *db, const char *sql)
{
  static const char *const hide
      = "CREATE TEMP TABLE kept AS SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY rowid";
  sqlite3_stmt *rows = NULL;
  g_autoptr (GPtrArray) again = g_ptr_array_new_with_free_func (g_free);

  g_assert_cmpint (sqlite3_exec (db, hide, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, "SELECT name, sql FROM kept", -1, &rows, NULL), ==, SQLITE_OK);
  while (sqlite3_step (rows) == SQLITE_ROW)
    {
      g_ptr_array_add (again, g_strdup_printf ("DROP TRIGGER %s", sqlite3_column_text (rows, 0)));
      g_ptr_array_add (again, g_strdup ((const char *) sqlite3_column_text (rows, 1)));
    }
  sqlite3_finalize (rows);
  for (guint i = 0; i < again->len; i += 2)
    g_assert_cmpint (sqlite3_exec (db, again->pdata[i], NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  for (guint i = 1; i < again->len; i += 2)
    g_assert_cmpint (sqlite3_exec (db, again->pdata[i], NULL, NULL, NULL), ==, SQLITE_OK);
}

/* The check that found it; "" if none did. */
static char *
find_failure (Case *self)
{
  g_autoptr (DecantVerification) report
      = decant_verifier_run (self->fixture.folder, NULL, NULL, NULL, NULL, NULL, NULL);

  for (guint i = 0; i < report->findings->len; i++)
    if (((DecantFinding *) report->findings->pdata[i])->level == DECANT_FINDING_FAILURE)
      return g_strdup (((DecantFinding *) report->findings->pdata[i])->check);
  return g_strdup ("");
}

static void
test_changed (Case *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->fixture.folder, "vault.db", NULL);
  g_autofree char *found = NULL;
  sqlite3 *db = NULL;

  migrate (self);
  g_assert_true (is_clean (self, NULL, NULL));
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  change (db, changes[GPOINTER_TO_UINT (data)].sql);
  sqlite3_close (db);
  found = find_failure (self);
  g_assert_cmpstr (found, ==, changes[GPOINTER_TO_UINT (data)].check);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/migration/nothing-is-lost", Case, NULL, set_up, test_nothing_is_lost, tear_down);
  g_test_add ("/migration/nothing-stays-in-the-clear", Case, NULL, set_up, test_nothing_stays_in_the_clear, tear_down);
  g_test_add ("/migration/old-writer", Case, NULL, set_up, test_old_writer, tear_down);
  g_test_add ("/migration/busy", Case, NULL, set_up, test_busy, tear_down);
  g_test_add ("/migration/damaged", Case, NULL, set_up, test_damaged, tear_down);
  g_test_add ("/migration/sweep", Case, NULL, set_up, test_sweep, tear_down);
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autofree char *name = g_strdup_printf ("/migration/changed/%s", changes[i].name);
      g_test_add (name, Case, GUINT_TO_POINTER (i), set_up, test_changed, tear_down);
    }
  return g_test_run ();
}
