/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "evidence/checkpoint.h"
#include "evidence/leaf.h"
#include "evidence/merkle.h"
#include "fixture.h"

static void
test_absent (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (decant_vault_open (fixture->folder, DECANT_VAULT_WRITE, &error));
  g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_ABSENT);
  g_clear_error (&error);
  g_mkdir (fixture->folder, 0700);
  g_assert_null (decant_vault_open (fixture->folder, DECANT_VAULT_READ, &error));
  g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_ABSENT);
}

static void
test_create (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (DecantVault) vault = fixture_create (fixture);
  g_autoptr (DecantVault) again = fixture_create (fixture);
  static const char *const names[] = { "", "vault.json", "host.key", "vault.db", "artifacts", "staging" };
  g_autoptr (DecantKeys) keys = test_keys_new ();
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (decant_vault_get_size (vault, NULL), ==, 1);
  g_assert_cmpstr (decant_vault_get_id (vault), ==, decant_vault_get_id (again));
  g_assert_cmpuint (strlen (decant_vault_get_id (vault)), ==, 32);
  g_assert_false (decant_vault_create (fixture->folder, keys, NULL, NULL, &error));
  g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_EXISTS);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, names[i], NULL);
      struct stat state;

      g_assert_cmpint (stat (path, &state), ==, 0);
      g_assert_cmpint (state.st_mode & 07777, ==, S_ISDIR (state.st_mode) ? 0700 : 0600);
    }
}

static void
test_append (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (DecantVault) vault = fixture_create (fixture);
  g_autofree char *vkey = decant_vault_dup_verifier_key (vault);
  g_autoptr (DecantVerifierKey) key = decant_verifier_key_parse (vkey, NULL);

  for (guint i = 1; i <= 20; i++)
    {
      g_autofree char *note = g_strdup_printf ("note %u", i);
      g_autoptr (DecantReceipt) receipt = fixture_append (vault, "note", note);
      g_autoptr (DecantCheckpoint) checkpoint
          = decant_checkpoint_parse (receipt->checkpoint, strlen (receipt->checkpoint), NULL);
      g_autoptr (DecantEntry) entry = decant_vault_read_entry (vault, i, NULL);
      g_autofree char *latest = decant_vault_read_checkpoint (vault, NULL);

      g_assert_cmpuint (receipt->entry, ==, i);
      g_assert_false (receipt->repeated);
      g_assert_cmpuint (checkpoint->size, ==, i + 1);
      g_assert_true (decant_checkpoint_is_signed_by (checkpoint, key));
      g_assert_cmpstr (checkpoint->origin, ==, decant_vault_get_origin (vault));
      g_assert_cmpstr (latest, ==, receipt->checkpoint);
      g_assert_cmpstr (entry->leaf, ==, receipt->leaf);
      g_assert_cmpstr (entry->kind, ==, "note");
      g_assert_cmpstr (json_object_get_string_member (entry->fields, "text"), ==, note);
      g_assert_cmpstr (json_object_get_string_member (entry->fields, "actor"), ==, "tester");
      g_assert_nonnull (json_object_get_object_member (entry->fields, "clock"));
    }
  g_assert_cmpint (decant_vault_get_size (vault, NULL), ==, 21);
}

static void
test_capture (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (DecantVault) vault = fixture_create (fixture);
  g_autoptr (DecantVault) other = fixture_open (fixture, DECANT_VAULT_WRITE);
  g_autoptr (DecantVault) reader = fixture_open (fixture, DECANT_VAULT_READ);
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantReceipt) first
      = fixture_capture (vault, "c-1", "An invented post, call 555-0100", "not really a picture", &error);
  g_autoptr (DecantReceipt) second
      = fixture_capture (other, "c-1", "An invented post, call 555-0100", "not really a picture", &error);
  g_autoptr (DecantReceipt) found = decant_vault_find_capture (reader, "c-1", &error);
  g_autoptr (DecantEntry) entry = decant_vault_read_entry (reader, 1, &error);
  const DecantArtifactInfo *info = entry->artifacts->pdata[0];
  g_autoptr (GBytes) bytes = decant_vault_read_artifact (reader, 1, info->id, &error);

  g_assert_no_error (error);
  g_assert_false (first->repeated);
  g_assert_true (second->repeated && found->repeated);
  g_assert_cmpuint (second->entry, ==, first->entry);
  g_assert_cmpstr (second->leaf, ==, first->leaf);
  g_assert_cmpstr (second->checkpoint, ==, first->checkpoint);
  g_assert_cmpstr (found->checkpoint, ==, first->checkpoint);
  g_assert_cmpint (decant_vault_get_size (reader, NULL), ==, 2);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "not really a picture", 20);
  g_assert_cmpstr (json_object_get_string_member (entry->fields, "text"), ==, "An invented post, call 555-0100");
  g_assert_cmpstr (json_object_get_string_member (entry->fields, "case"), ==, "");
  g_assert_null (decant_vault_find_capture (reader, "c-2", &error));
  g_assert_no_error (error);
  g_assert_null (decant_vault_append (reader, "note", "tester", NULL, &error));
  g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID);
}

/* --- reading and proving ------------------------------------------------------------------------------------- */

static void
test_ranges (Fixture *fixture, gconstpointer unused)
{
  static const struct
  {
    guint64 from, limit;
    guint expected;
  } rows[] = { { 0, 100, 7 }, { 0, 3, 3 }, { 5, 100, 2 }, { 7, 1, 0 }, { 0, 0, 0 }, { G_MAXUINT64, G_MAXUINT64, 0 } };
  g_autoptr (DecantVault) vault = fixture_create (fixture);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 6; i++)
    {
      g_autoptr (DecantReceipt) receipt = fixture_append (vault, "note", "an invented note");
    }
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GPtrArray) entries = decant_vault_read_entries (vault, rows[i].from, rows[i].limit, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (entries->len, ==, rows[i].expected);
      for (guint j = 0; j < entries->len; j++)
        g_assert_cmpuint (((DecantEntry *) entries->pdata[j])->number, ==, rows[i].from + j);
    }
  g_assert_null (decant_vault_read_entry (vault, 7, &error));
  g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_NOT_FOUND);
}

/* As a stranger: from the proof alone, by docs/VAULT.md section 4. */
static void
check_proof (const DecantProof *proof, const DecantVerifierKey *key)
{
  g_autoptr (DecantCheckpoint) checkpoint
      = decant_checkpoint_parse (proof->checkpoint, strlen (proof->checkpoint), NULL);
  g_autoptr (DecantLeaf) leaf = decant_leaf_parse (proof->leaf, strlen (proof->leaf), NULL);
  DecantDigest hash = decant_merkle_leaf (proof->leaf, strlen (proof->leaf));

  g_assert_true (decant_checkpoint_is_signed_by (checkpoint, key));
  g_assert_cmpuint (leaf->number, ==, proof->number);
  g_assert_true (g_str_has_suffix (checkpoint->origin, leaf->vault));
  g_assert_true (decant_merkle_verify_inclusion (
      leaf->number, checkpoint->size, &hash, (DecantDigest *) proof->path->data, proof->path->len, &checkpoint->root));
  g_assert_cmpuint (g_strv_length (proof->disclosures), ==, g_hash_table_size (leaf->fields));
  for (guint i = 0; proof->disclosures[i] != NULL; i++)
    {
      g_autofree char *digest = decant_disclosure_digest (proof->disclosures[i], strlen (proof->disclosures[i]));
      g_assert_cmpstr (digest, ==, g_hash_table_lookup (leaf->fields, proof->names[i]));
    }
}

static void
test_proofs (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (DecantVault) vault = fixture_create (fixture);
  g_autofree char *vkey = decant_vault_dup_verifier_key (vault);
  g_autoptr (DecantVerifierKey) key = decant_verifier_key_parse (vkey, NULL);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 8; i++)
    {
      g_autoptr (DecantReceipt) receipt = fixture_append (vault, "note", "an invented note");
    }
  for (guint64 size = 1; size <= 9; size++)
    for (guint64 number = 0; number < size; number++)
      {
        g_autoptr (DecantProof) proof = decant_vault_prove_entry (vault, number, size, &error);
        g_autofree char *text = decant_proof_to_text (proof);
        g_autoptr (GArray) path = decant_vault_prove_consistency (vault, number + 1, size, &error);

        g_assert_no_error (error);
        check_proof (proof, key);
        g_assert_true (g_str_has_prefix (text, "c2sp.org/tlog-proof@v1\nindex ")
                       && g_str_has_suffix (text, proof->checkpoint));
        g_assert_nonnull (path);
      }
  g_assert_null (decant_vault_prove_entry (vault, 9, 0, &error));
  g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (decant_vault_prove_consistency (vault, 0, 3, &error));
  g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID);
}

/* --- locked -------------------------------------------------------------------------------------------------- */

static void
assert_locked (gconstpointer result, GError **error)
{
  g_assert_null (result);
  g_assert_error (*error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_LOCKED);
  g_clear_error (error);
}

/* What is sealed needs the keys; size, receipts, checkpoints, open fields and proofs do not, and nor does appending. */
static void
test_locked (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (DecantVault) vault = fixture_create (fixture);
  g_autoptr (DecantKeys) other = decant_keys_new_random ();
  g_autoptr (GError) error = NULL;
  g_autofree char *vkey = decant_vault_dup_verifier_key (vault), *owner = decant_vault_dup_owner_key (vault);
  g_autoptr (DecantVerifierKey) key = decant_verifier_key_parse (vkey, NULL);
  g_autoptr (DecantReceipt) receipt = NULL, found = NULL;
  g_autoptr (DecantProof) proof = NULL;
  g_autoptr (JsonObject) created = NULL, open = NULL;
  g_autofree char *note = NULL;

  decant_vault_lock (vault);
  g_assert_true (decant_vault_is_locked (vault));
  g_assert_false (decant_vault_unlock (vault, other, &error));
  assert_locked (NULL, &error);
  receipt = fixture_capture (vault, "c-1", "An invented post", "not really a picture", &error);
  g_assert_no_error (error);
  assert_locked (decant_vault_read_entry (vault, 1, &error), &error);
  assert_locked (decant_vault_read_entries (vault, 0, 2, &error), &error);
  assert_locked (decant_vault_read_artifact (vault, 1, "picture", &error), &error);
  found = decant_vault_find_capture (vault, "c-1", &error);
  proof = decant_vault_prove_entry (vault, 1, 0, &error);
  created = decant_vault_read_open_fields (vault, 0, &error);
  open = decant_vault_read_open_fields (vault, 1, &error);
  note = decant_vault_read_checkpoint (vault, &error);
  g_assert_no_error (error);
  g_assert_cmpint (decant_vault_get_size (vault, NULL), ==, 2);
  g_assert_cmpstr (found->leaf, ==, receipt->leaf);
  g_assert_cmpstr (note, ==, receipt->checkpoint);
  g_assert_cmpuint (g_strv_length (proof->names), ==, 2); /* vault_artifacts, vault_sealed */
  g_assert_cmpstr (json_object_get_string_member (json_object_get_object_member (created, "vault_keys"), "owner"), ==,
                   owner);
  g_assert_true (json_object_has_member (open, "vault_sealed") && !json_object_has_member (open, "text"));
}

/* No byte of what was logged is on the disk in the clear: not in the database, its journal, or the artifacts. */
static void
assert_nowhere (const char *folder, const char *word)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *bytes = NULL;
      gsize length = 0;

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        assert_nowhere (path, word);
      else if (g_file_get_contents (path, &bytes, &length, NULL) && memmem (bytes, length, word, strlen (word)) != NULL)
        g_error ("saw “%s” in %s", word, path);
    }
}

static void
test_sealed (Fixture *fixture, gconstpointer unused)
{
  static const char picture[] = "not really a picture, but 40 bytes of one";
  g_autoptr (DecantVault) vault = fixture_create (fixture);
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantReceipt) receipt = fixture_capture (vault, "c-1", "An invented post", picture, &error);
  g_autoptr (JsonObject) record = fixture_record ("Another invented post");
  g_autoptr (GPtrArray) artifacts = g_ptr_array_new_with_free_func ((GDestroyNotify) decant_artifact_info_free);
  g_autoptr (DecantStaging) staging = NULL;
  g_autofree char *large = g_strnfill (200000, 'z'), *z = g_strnfill (40, 'z');
  g_autofree char *text
      = g_base64_encode ((const guchar *) "An invented post", 15); /* in a disclosure, if at the right place */

  g_assert_no_error (error);
  g_ptr_array_add (artifacts, fixture_artifact ("picture", large, 200000));
  staging = decant_staging_begin (vault, "c-2", record, artifacts, "", &error);
  g_assert_true (decant_staging_write (staging, "picture", 0, (guint8 *) large, 150000, NULL, &error));
  g_assert_no_error (error);
  assert_nowhere (fixture->folder, picture);
  assert_nowhere (fixture->folder, "invented post");
  assert_nowhere (fixture->folder, text);
  assert_nowhere (fixture->folder, z);
}

/* --- guards against mistakes --------------------------------------------------------------------------------- */

/* What the tables refuse, by the word in the reason; a row without one is allowed. Together, in this order. */
static const struct
{
  const char *sql, *refused;
} guarded[] = {
  { "UPDATE sealed SET key = zeroblob(80) WHERE number = 1", "never change" },
  { "DELETE FROM sealed WHERE number = 1", "tombstone" },
  { "DELETE FROM entries WHERE number = 1", "never removed" },
  { "DELETE FROM epochs", "never removed" },
  { "UPDATE epochs SET entry = 1", "never change" },
  { "INSERT INTO epochs VALUES (2, 'x', 1, 'x')", "next number" },
  { "INSERT INTO leaves VALUES (7, zeroblob(32))", "next number" },
  { "INSERT INTO tombstones VALUES (1, 1)", "CHECK" }, /* an entry does not erase itself */
  { "INSERT INTO tombstones VALUES (1, 2)", NULL },
  { "DELETE FROM tombstones", "never removed" },
  { "DELETE FROM sealed WHERE number = 2", "tombstone" }, /* another one's does not count */
  { "DELETE FROM sealed WHERE number = 1", NULL },
  { "INSERT INTO sealed VALUES (1, zeroblob(80), zeroblob(80))", "does not come back" },
  { "INSERT INTO sealed VALUES (9, zeroblob(80), zeroblob(80))", "FOREIGN KEY" },
  { "UPDATE migrated SET size = 1", NULL }, /* no row, no trigger */
};

static void
test_guards (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (DecantVault) vault = fixture_create (fixture);
  g_autoptr (DecantReceipt) first = fixture_append (vault, "note", "one"),
                            second = fixture_append (vault, "note", "two");
  g_autofree char *path = g_build_filename (fixture->folder, "vault.db", NULL);
  sqlite3 *db = NULL;

  g_clear_pointer (&vault, decant_vault_close);
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  sqlite3_exec (db, "PRAGMA foreign_keys = ON", NULL, NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (guarded); i++)
    {
      g_autofree char *message = NULL;
      char *reason = NULL;

      sqlite3_exec (db, guarded[i].sql, NULL, NULL, &reason);
      message = g_strdup (reason);
      sqlite3_free (reason);
      if (guarded[i].refused == NULL ? message != NULL
                                     : message == NULL || strstr (message, guarded[i].refused) == NULL)
        g_error ("%s: expected “%s”, saw “%s”", guarded[i].sql, guarded[i].refused, message);
    }
  sqlite3_close (db);
}

/* --- what is refused ----------------------------------------------------------------------------------------- */

static void
assert_refused (Fixture *fixture, const char *part)
{
  for (DecantVaultFlags flags = DECANT_VAULT_READ; flags <= DECANT_VAULT_WRITE; flags++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (decant_vault_open (fixture->folder, flags, &error));
      g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_BROKEN);
      if (strstr (error->message, part) == NULL)
        g_error ("expected “%s” in “%s”", part, error->message);
    }
}

static void
test_modes (Fixture *fixture, gconstpointer unused)
{
  static const char *const names[] = { "", "vault.json", "host.key", "vault.db" };
  g_autoptr (DecantVault) vault = fixture_create (fixture);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, names[i], NULL);

      g_assert_cmpint (g_chmod (path, i == 0 ? 0750 : 0644), ==, 0);
      assert_refused (fixture, i == 0 ? "chmod 700" : "chmod 600");
      g_assert_cmpint (g_chmod (path, i == 0 ? 0700 : 0600), ==, 0);
    }
  if (geteuid () != 0)
    return; /* only root can give a folder away */
  g_assert_cmpint (chown (fixture->folder, 65534, -1), ==, 0);
  assert_refused (fixture, "chown");
}

/* A link in the place of a file is refused; one in the place of the whole folder is the user's own choice. */
static void
test_links (Fixture *fixture, gconstpointer unused)
{
  static const char *const names[] = { "vault.json", "host.key", "vault.db" };
  g_autofree char *link = g_build_filename (fixture->root, "link", NULL);
  g_autoptr (DecantVault) vault = fixture_create (fixture);
  g_autoptr (DecantVault) through = NULL;

  g_assert_cmpint (symlink (fixture->folder, link), ==, 0);
  through = decant_vault_open (link, DECANT_VAULT_WRITE, NULL);
  g_assert_nonnull (through);
  g_unlink (link);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, names[i], NULL);
      g_autofree char *aside = g_build_filename (fixture->root, "aside", NULL);

      g_assert_cmpint (g_rename (path, aside), ==, 0);
      g_assert_cmpint (symlink (aside, path), ==, 0);
      assert_refused (fixture, "saw a link");
      g_assert_cmpint (g_rename (aside, path), ==, 0);
    }
}

#define ADD(name, function) g_test_add ("/vault/" name, Fixture, NULL, set_up, function, tear_down)

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
  ADD ("absent", test_absent);
  ADD ("create", test_create);
  ADD ("append", test_append);
  ADD ("capture", test_capture);
  ADD ("ranges", test_ranges);
  ADD ("proofs", test_proofs);
  ADD ("locked", test_locked);
  ADD ("sealed", test_sealed);
  ADD ("guards", test_guards);
  ADD ("modes", test_modes);
  ADD ("links", test_links);
  return g_test_run ();
}
