/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Backups: rehearsed to the byte, continued, damaged file by file, rolled back, erased. */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "evidence/countersign.h"
#include "evidence/erasure.h"
#include "evidence/heads.h"
#include "evidence/restore.h"
#include "evidence/vault-private.h"
#include "fixture.h"

typedef struct
{
  Fixture base;
  DecantKeys *keys;
  char *drive, *backup; /* where backups go, and the folder of this vault's */
  char *restored;       /* where a vault is restored to */
} Place;

static gboolean
fill_keys (int folder, const char *id, gpointer keys, GError **error)
{
  static const guint8 secret[DECANT_WRAP_SECRET_SIZE] = { 7 };
  g_autoptr (DecantKeyFile) file = decant_key_file_new (id);

  return decant_key_file_set_secret (file, keys, DECANT_WRAP_RECOVERY, secret, error)
         && decant_key_file_save (file, folder, error);
}

static void
forget_heads (void)
{
  g_autofree char *heads = decant_head_dup_folder ();

  if (g_file_test (heads, G_FILE_TEST_EXISTS))
    fixture_remove (heads);
}

static void
set_up (Place *place, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantVault) vault = NULL;
  g_autofree char *name = NULL;

  forget_heads ();
  fixture_set_up (&place->base);
  place->keys = test_keys_new ();
  place->drive = g_build_filename (place->base.root, "drive", NULL);
  place->restored = g_build_filename (place->base.root, "other", "vault", NULL);
  g_assert_cmpint (g_mkdir (place->drive, 0755), ==, 0);
  decant_vault_create (place->base.folder, place->keys, fill_keys, place->keys, &error);
  g_assert_no_error (error);
  vault = fixture_open (&place->base, DECANT_VAULT_READ);
  name = g_strconcat ("decant-backup-", decant_vault_get_id (vault), NULL);
  place->backup = g_build_filename (place->drive, name, NULL);
}

static void
tear_down (Place *place, gconstpointer unused)
{
  fixture_tear_down (&place->base);
  decant_keys_unref (place->keys);
  g_free (place->drive);
  g_free (place->backup);
  g_free (place->restored);
}

/* --- acts --------------------------------------------------------------------------------------------------- */

static void
append (Place *place, guint n)
{
  g_autoptr (DecantVault) vault = fixture_open (&place->base, DECANT_VAULT_WRITE);

  for (guint i = 0; i < n; i++)
    decant_receipt_free (fixture_append (vault, "note", "an invented note"));
}

/* Notes that together fill more than one segment. */
static void
append_much (Place *place)
{
  g_autoptr (DecantVault) vault = fixture_open (&place->base, DECANT_VAULT_WRITE);
  g_autofree char *text = g_strnfill (64 * 1024, 'x');

  for (guint i = 0; i < 140; i++)
    decant_receipt_free (fixture_append (vault, "note", text));
}

static void
capture (Place *place, const char *name, const char *text, const char *bytes)
{
  g_autoptr (DecantVault) vault = fixture_open (&place->base, DECANT_VAULT_WRITE);
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantReceipt) receipt = fixture_capture (vault, name, text, bytes, &error);

  g_assert_no_error (error);
}

static DecantBackupResult *
back_up (Place *place, GError **error)
{
  g_autoptr (DecantVault) vault = fixture_open (&place->base, DECANT_VAULT_WRITE);

  return decant_backup_create (vault, place->drive, NULL, NULL, NULL, error);
}

static DecantBackupResult *
back_up_well (Place *place)
{
  g_autoptr (GError) error = NULL;
  DecantBackupResult *result = back_up (place, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (result->folder, ==, place->backup);
  return result;
}

static DecantBackupReport *
check (Place *place, gboolean with_keys)
{
  g_autoptr (GError) error = NULL;
  DecantBackupReport *report
      = decant_backup_verify (place->drive, with_keys ? place->keys : NULL, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < report->problems->len; i++)
    g_test_message ("%s", (char *) report->problems->pdata[i]);
  return report;
}

static DecantRestoreOutlook *
restore (Place *place, const char *held, gboolean accept, GError **error)
{
  g_autoptr (DecantBackup) backup = decant_backup_open (place->drive, error);
  g_autoptr (GPtrArray) files = g_ptr_array_new ();
  DecantRestoreOptions options = { .folder = place->restored, .held = files, .accept_older = accept };

  if (held != NULL)
    g_ptr_array_add (files, (gpointer) held);
  return backup == NULL ? NULL : decant_restore_run (backup, place->keys, &options, error);
}

/* --- comparing ---------------------------------------------------------------------------------------------- */

/* Every row that belongs to the first @size entries. */
static char *
dump_rows (DecantVault *vault, guint64 size)
{
  static const char *const queries[] = {
    "SELECT idx || quote (hash) FROM leaves WHERE idx < ?1 ORDER BY idx",
    "SELECT level || ' ' || idx || quote (hash) FROM nodes WHERE (idx + 1) << level <= ?1 ORDER BY level, idx",
    "SELECT number || leaf || open FROM entries WHERE number < ?1 ORDER BY number",
    "SELECT number || quote (key) || quote (ciphertext) FROM sealed WHERE number < ?1 ORDER BY number",
    "SELECT erased || ' ' || entry FROM tombstones WHERE entry < ?1 ORDER BY erased",
    "SELECT size || note FROM checkpoints WHERE size <= ?1 ORDER BY size",
    "SELECT capture || entry FROM captures WHERE entry < ?1 ORDER BY capture",
    "SELECT name || entry || id FROM artifacts WHERE entry < ?1 ORDER BY name, entry, id",
    "SELECT number || key || entry || started FROM epochs WHERE entry < ?1 ORDER BY number",
  };
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      sqlite3_stmt *statement = NULL;

      g_assert_cmpint (sqlite3_prepare_v2 (decant_log_get_database (vault->log), queries[i], -1, &statement, NULL), ==,
                       SQLITE_OK);
      sqlite3_bind_int64 (statement, 1, size);
      while (sqlite3_step (statement) == SQLITE_ROW)
        g_string_append_printf (out, "%u %s\n", i, sqlite3_column_text (statement, 0));
      sqlite3_finalize (statement);
    }
  return g_string_free (out, FALSE);
}

static char *
dump_proofs (DecantVault *vault, guint64 size)
{
  GString *out = g_string_new (NULL);

  for (guint64 i = 0; i < size; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DecantProof) proof = decant_vault_prove_entry (vault, i, size, &error);
      g_autofree char *text = proof == NULL ? NULL : decant_proof_to_text (proof);
      g_autofree char *disclosures = proof == NULL ? NULL : g_strjoinv ("~", proof->disclosures);

      g_assert_no_error (error);
      g_string_append_printf (out, "%s\n%s\n%s\n", text, proof->leaf, disclosures);
    }
  return g_string_free (out, FALSE);
}

/* All that a reader gets of the first @size entries. */
static char *
dump_entries (const char *folder, guint64 size)
{
  char *text = fixture_read_all (folder);
  g_autofree char *next = g_strdup_printf ("\n%" G_GUINT64_FORMAT " ", size);
  char *end = strstr (text, next);

  g_assert_null (strstr (text, "error: "));
  if (end != NULL)
    *end = '\0';
  return text;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

static void
add_file (GString *out, const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    {
      g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
      g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
      const char *item;

      while ((item = g_dir_read_name (dir)) != NULL)
        g_ptr_array_add (names, g_build_filename (name, item, NULL));
      g_ptr_array_sort (names, compare_names);
      for (guint i = 0; i < names->len; i++)
        add_file (out, folder, names->pdata[i]);
    }
  else
    {
      g_autofree char *bytes = NULL, *sum = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
      sum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guint8 *) bytes, length);
      g_string_append_printf (out, "%s %s\n", name, sum);
    }
}

static char *
dump_files (const char *folder, const char *name)
{
  GString *out = g_string_new (NULL);

  add_file (out, folder, name);
  return g_string_free (out, FALSE);
}

static void
assert_same (char *a, char *b)
{
  g_assert_cmpstr (a, ==, b);
  g_free (a);
  g_free (b);
}

static void
assert_restored (Place *place, guint64 size)
{
  Fixture other = { .folder = place->restored };
  g_autoptr (DecantVault) before = fixture_open (&place->base, DECANT_VAULT_READ);
  g_autoptr (DecantVault) after = fixture_open (&other, DECANT_VAULT_READ);

  assert_same (dump_rows (before, size), dump_rows (after, size));
  assert_same (dump_proofs (before, size), dump_proofs (after, size));
  assert_same (dump_entries (place->base.folder, size), dump_entries (place->restored, size));
  assert_same (dump_files (place->base.folder, "artifacts"), dump_files (place->restored, "artifacts"));
  assert_same (dump_files (place->base.folder, "vault.json"), dump_files (place->restored, "vault.json"));
  assert_same (dump_files (place->base.folder, "keys.json"), dump_files (place->restored, "keys.json"));
}

/* --- tests -------------------------------------------------------------------------------------------------- */

static void
fill (Place *place)
{
  g_autoptr (DecantVault) vault = NULL;
  g_autoptr (GError) error = NULL;

  capture (place, "one", "invented words of the first post", "first picture");
  capture (place, "two", "invented words of the second post", "second picture");
  vault = fixture_open (&place->base, DECANT_VAULT_WRITE);
  decant_vault_rotate_host_key (vault, &error);
  g_assert_no_error (error);
  g_clear_pointer (&vault, decant_vault_close);
  append_much (place);
  capture (place, "three", "invented words of the third post", "first picture");
}

static void
test_rehearse (Place *place, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantBackupResult) result = NULL;
  g_autoptr (DecantRestoreOutlook) outlook = NULL;
  g_autoptr (DecantVerification) verification = NULL;
  g_autoptr (DecantBackupReport) report = NULL, locked = NULL;
  g_autoptr (DecantVault) vault = NULL;
  Fixture other = { .folder = place->restored };

  fill (place);
  result = back_up_well (place);
  g_assert_cmpuint (result->segments, >=, 2);
  g_assert_cmpuint (result->artifacts, ==, 3);
  report = check (place, TRUE);
  g_assert_true (report->clean);
  g_assert_cmpuint (report->entries, ==, result->entries);
  g_assert_cmpuint (report->notes->len, ==, 0);
  locked = check (place, FALSE);
  g_assert_true (locked->clean);

  outlook = restore (place, NULL, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (outlook->entries, ==, result->entries);
  g_assert_cmpuint (outlook->missing, ==, 0);
  assert_restored (place, result->entries);
  verification = fixture_verify (place->restored, result->receipt == NULL ? NULL : report->checkpoint);
  g_assert_true (verification->clean);
  g_assert_cmpuint (verification->entries, ==, result->entries + 2); /* vault.epoch, restore */
  vault = fixture_open (&other, DECANT_VAULT_WRITE);
  decant_receipt_free (fixture_append (vault, "note", "and it goes on"));
}

static void
test_nothing_overwritten (Place *place, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *before = dump_files (place->base.folder, "vault.json");
  g_autofree char *restored = NULL;

  decant_backup_result_free (back_up_well (place));
  restored = g_steal_pointer (&place->restored);
  place->restored = g_strdup (place->base.folder);
  g_assert_null (restore (place, NULL, FALSE, &error));
  g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_EXISTS);
  assert_same (g_steal_pointer (&before), dump_files (place->base.folder, "vault.json"));
}

static void
test_increments (Place *place, gconstpointer unused)
{
  g_autoptr (DecantBackupResult) first = NULL, second = NULL, third = NULL;
  g_autoptr (DecantBackupReport) report = NULL;

  fill (place);
  first = back_up_well (place);
  capture (place, "four", "invented words of the fourth post", "fourth picture");
  second = back_up_well (place);
  g_assert_cmpuint (second->segments, ==, 1);
  g_assert_cmpuint (second->artifacts, ==, 1);
  g_assert_cmpuint (second->entries, ==, first->entries + 2); /* backup, capture */
  g_assert_cmpstr (second->manifest, !=, first->manifest);
  third = back_up_well (place);
  g_assert_cmpuint (third->artifacts, ==, 0);
  report = check (place, TRUE);
  g_assert_true (report->clean);
  g_assert_cmpuint (report->notes->len, ==, 0); /* nothing is left over */
}

static char *
head_of (Place *place)
{
  g_autoptr (DecantVault) vault = fixture_open (&place->base, DECANT_VAULT_READ);

  return decant_vault_read_checkpoint (vault, NULL);
}

/* An older backup against what is known elsewhere: a checkpoint, or the head kept on this machine. */
static void
test_rolled_back (Place *place, gconstpointer machine)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantBackupResult) result = back_up_well (place);
  g_autoptr (DecantRestoreOutlook) outlook = NULL;
  g_autoptr (DecantVault) vault = NULL;
  g_autofree char *head = NULL;

  append (place, 3);
  head = machine == NULL ? head_of (place) : NULL;
  if (machine != NULL)
    {
      vault = fixture_open (&place->base, DECANT_VAULT_WRITE);
      decant_settlement_free (decant_vault_settle (vault, FALSE, &error));
      g_assert_no_error (error);
    }
  g_assert_null (restore (place, head, FALSE, &error));
  g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_ROLLED_BACK);
  g_assert_nonnull (strstr (error->message, machine == NULL ? "missing from it: 4." : "missing from it: 5."));
  g_assert_false (g_file_test (place->restored, G_FILE_TEST_EXISTS));
  g_clear_error (&error);
  outlook = restore (place, head, TRUE, &error);
  g_assert_no_error (error);
  assert_restored (place, result->entries);
}

static void
test_forked (Place *place, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *copy = g_build_filename (place->base.root, "copy", NULL), *other = NULL;

  append (place, 2);
  fixture_copy (place->base.folder, copy);
  append (place, 1);
  other = head_of (place);
  fixture_remove (place->base.folder);
  g_assert_cmpint (g_rename (copy, place->base.folder), ==, 0);
  append (place, 3);
  decant_backup_result_free (back_up_well (place));
  g_assert_null (restore (place, other, FALSE, &error));
  g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_ROLLED_BACK);
  g_assert_nonnull (strstr (error->message, "another history"));
}

/* A vault that was rolled back, or went its own way, does not overwrite the better backup. */
static void
test_backup_is_kept (Place *place, gconstpointer go_on)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *copy = g_build_filename (place->base.root, "copy", NULL), *before = NULL;

  fixture_copy (place->base.folder, copy);
  append (place, 2);
  decant_backup_result_free (back_up_well (place));
  before = dump_files (place->drive, ".");
  fixture_remove (place->base.folder);
  g_assert_cmpint (g_rename (copy, place->base.folder), ==, 0);
  if (go_on != NULL)
    append (place, 5);
  g_assert_null (back_up (place, &error));
  g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_ROLLED_BACK);
  assert_same (g_steal_pointer (&before), dump_files (place->drive, "."));
}

/* --- erasure ------------------------------------------------------------------------------------------------ */

static void
erase (Place *place, guint64 number)
{
  g_autoptr (DecantVault) vault = fixture_open (&place->base, DECANT_VAULT_WRITE);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) fields
      = json_from_string ("{\"reason\":\"x\",\"legal_basis\":\"x\",\"decided_by\":\"x\"}", NULL);
  g_autoptr (DecantCases) cases = decant_cases_new ();
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof number);
  g_autoptr (DecantReceipt) receipt = NULL;

  g_array_append_val (numbers, number);
  g_assert_true (decant_cases_read (cases, vault, &error));
  receipt = decant_vault_erase (vault, cases, numbers, "tester", json_node_get_object (fields), NULL, &error);
  g_assert_no_error (error);
}

static void
assert_erased (Place *place, const char *folder, guint64 number)
{
  Fixture other = { .folder = (char *) folder };
  g_autoptr (DecantVault) vault = fixture_open (&other, DECANT_VAULT_READ);
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantEntry) entry = decant_vault_read_entry (vault, number, &error);
  g_autoptr (DecantVerification) report = fixture_verify (folder, NULL);

  g_assert_no_error (error);
  g_assert_true (entry->open_only);
  g_assert_cmpint (entry->erased_by, >, (gint64) number);
  g_assert_true (report->clean);
}

static guint
count_lines (const char *text)
{
  guint n = 0;

  for (; *text != '\0'; text++)
    n += *text == '\n';
  return n;
}

/* After the next run nothing of it is in the backup: no file that held it stays. */
static void
test_erased (Place *place, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantBackupResult) first = NULL, second = NULL;
  g_autoptr (DecantRestoreOutlook) outlook = NULL;
  g_autoptr (DecantBackupReport) report = NULL;
  g_autofree char *before = NULL, *after = NULL;
  g_auto (GStrv) old = NULL;

  fill (place);
  first = back_up_well (place);
  before = dump_files (place->backup, "segments");
  erase (place, 2);
  second = back_up_well (place);
  after = dump_files (place->backup, "segments");
  old = g_strsplit (before, "\n", -1);
  g_assert_null (strstr (after, old[0]));     /* that of entry 2 … */
  g_assert_cmpuint (second->segments, ==, 2); /* … and the last one, which goes on */
  g_assert_cmpuint (count_lines (after), ==, count_lines (before));
  g_assert_cmpuint (second->removed, ==, 3); /* with the picture */
  report = check (place, TRUE);
  g_assert_true (report->clean);
  outlook = restore (place, NULL, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (outlook->erased->len, ==, 0);
  assert_restored (place, second->entries);
  assert_erased (place, place->restored, 2);
}

/* Which is known: the head of this machine, or a later manifest of another drive. */
static void
test_erased_again (Place *place, gconstpointer machine)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantRestoreOutlook) outlook = NULL;
  g_autofree char *manifest = g_build_filename (place->backup, "manifest.json", NULL);
  g_autofree char *aside = g_build_filename (place->base.root, "aside", NULL), *held = NULL, *files = NULL;

  capture (place, "one", "invented words of the first post", "first picture");
  capture (place, "two", "invented words of the second post", "second picture");
  decant_backup_result_free (back_up_well (place));
  fixture_copy (place->drive, aside);
  erase (place, 1);
  if (machine != NULL)
    {
      g_autoptr (DecantVault) vault = fixture_open (&place->base, DECANT_VAULT_WRITE);
      decant_settlement_free (decant_vault_settle (vault, FALSE, &error));
      g_assert_no_error (error);
    }
  else
    {
      decant_backup_result_free (back_up_well (place));
      g_assert_true (g_file_get_contents (manifest, &held, NULL, NULL));
    }
  fixture_remove (place->drive);
  g_assert_cmpint (g_rename (aside, place->drive), ==, 0);

  g_assert_null (restore (place, held, FALSE, &error));
  g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_ROLLED_BACK);
  g_clear_error (&error);
  outlook = restore (place, held, TRUE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (outlook->erased->len, ==, 1);
  assert_erased (place, place->restored, 1);
  files = dump_files (place->restored, "artifacts");
  g_assert_cmpuint (count_lines (files), ==, 1);
}

/* --- damage ------------------------------------------------------------------------------------------------- */

typedef enum
{
  REMOVED,
  CUT,
  CHANGED,
  REPLACED,
  N_DAMAGES
} Damage;

static void
damage_file (const char *path, Damage damage)
{
  g_autofree char *bytes = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  g_assert_cmpint (g_remove (path), ==, 0);
  if (damage == REMOVED)
    return;
  bytes[length / 2] ^= damage == CHANGED ? 1 : 0;
  if (damage == REPLACED)
    memset (bytes, 'x', length);
  g_assert_true (g_file_set_contents (path, bytes, damage == CUT ? length - 1 : length, NULL));
}

static gboolean
is_named (const DecantBackupReport *report, const char *name)
{
  for (guint i = 0; i < report->problems->len; i++)
    if (strstr (report->problems->pdata[i], name) != NULL)
      return TRUE;
  return FALSE;
}

/* Damages one file, which must be found, with and without keys, and stop a restoring without leaving anything. */
static void
damage_one (Place *place, const char *aside, const char *name)
{
  g_autofree char *path = g_build_filename (place->backup, name, NULL), *base = g_path_get_basename (name);
  g_autofree char *parent = g_path_get_dirname (place->restored);

  for (Damage damage = 0; damage < N_DAMAGES; damage++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DecantBackupReport) report = NULL, locked = NULL;
      g_autoptr (GDir) dir = NULL;

      fixture_remove (place->drive);
      fixture_copy (aside, place->drive);
      damage_file (path, damage);
      g_test_message ("%s: %d", name, damage);
      if (!g_str_equal (name, "vault.json") || damage != REMOVED) /* without it there is no backup to look at */
        {
          report = check (place, TRUE);
          locked = check (place, FALSE);
          g_assert_false (report->clean || locked->clean);
          g_assert_true (is_named (report, base) && is_named (locked, base));
        }
      g_assert_null (restore (place, NULL, FALSE, &error));
      g_assert_nonnull (error);
      g_assert_false (g_file_test (place->restored, G_FILE_TEST_EXISTS));
      dir = g_dir_open (parent, 0, NULL);
      g_assert_true (dir == NULL || g_dir_read_name (dir) == NULL);
    }
}

static void
test_damage (Place *place, gconstpointer unused)
{
  g_autofree char *aside = g_build_filename (place->base.root, "aside", NULL), *files = NULL;
  g_auto (GStrv) lines = NULL;

  capture (place, "one", "invented words of the first post", "first picture");
  capture (place, "two", "invented words of the second post", "second picture");
  append (place, 3);
  decant_backup_result_free (back_up_well (place));
  fixture_copy (place->drive, aside);
  files = dump_files (place->backup, ".");
  lines = g_strsplit (files, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), >=, 3 + 2 + 1);
  for (guint i = 0; *lines[i] != '\0'; i++)
    {
      *strrchr (lines[i], ' ') = '\0';
      damage_one (place, aside, lines[i] + strlen ("./"));
    }
}

/* What verify() found missing, the next backup brings back. */
static void
test_mended (Place *place, gconstpointer unused)
{
  g_autofree char *files = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (DecantBackupReport) report = NULL;

  capture (place, "one", "invented words of the first post", "first picture");
  append (place, 3);
  decant_backup_result_free (back_up_well (place));
  files = dump_files (place->backup, ".");
  lines = g_strsplit (files, "\n", -1);
  for (guint i = 0; *lines[i] != '\0'; i++)
    if (strstr (lines[i], "./segments/") != NULL || strstr (lines[i], "./artifacts/") != NULL)
      {
        g_autofree char *path = NULL;

        *strrchr (lines[i], ' ') = '\0';
        path = g_build_filename (place->backup, lines[i], NULL);
        g_assert_cmpint (g_remove (path), ==, 0);
      }
  decant_backup_result_free (back_up_well (place));
  report = check (place, TRUE);
  g_assert_true (report->clean);
}

/* --- refusals ----------------------------------------------------------------------------------------------- */

static void
test_refused (Place *place, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantKeys) others = decant_keys_new_random ();
  g_autoptr (DecantBackup) backup = NULL;
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autoptr (DecantVault) vault = fixture_open (&place->base, DECANT_VAULT_WRITE);
  DecantRestoreOptions options = { .folder = place->restored };

  g_assert_null (decant_backup_create (vault, place->restored, NULL, NULL, NULL, &error));
  g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID);
  g_clear_error (&error);
  g_cancellable_cancel (cancelled);
  g_assert_null (decant_backup_create (vault, place->drive, NULL, NULL, cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_null (decant_backup_open (place->base.root, &error));
  g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_ABSENT);
  g_clear_error (&error);
  decant_vault_lock (vault);
  g_assert_null (decant_backup_create (vault, place->drive, NULL, NULL, NULL, &error));
  g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_LOCKED);
  g_clear_error (&error);
  decant_vault_unlock (vault, place->keys, NULL);
  decant_backup_result_free (decant_backup_create (vault, place->drive, NULL, NULL, NULL, &error));
  g_assert_no_error (error);

  backup = decant_backup_open (place->drive, &error);
  g_assert_no_error (error);
  g_assert_null (decant_restore_run (backup, others, &options, &error));
  g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_LOCKED);
  g_clear_error (&error);
  options.cancellable = cancelled;
  g_assert_null (decant_restore_run (backup, place->keys, &options, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (g_file_test (place->restored, G_FILE_TEST_EXISTS));
}

/* A host appends at every step: the backup is the vault of one moment. */
static void
append_meanwhile (guint64 done, guint64 total, gpointer place)
{
  append (place, 1);
}

static void
test_meanwhile (Place *place, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantVault) vault = NULL;
  g_autoptr (DecantBackupResult) result = NULL;
  g_autoptr (DecantBackupReport) report = NULL;
  gint64 size;

  fill (place);
  vault = fixture_open (&place->base, DECANT_VAULT_WRITE);
  size = decant_vault_get_size (vault, NULL);
  result = decant_backup_create (vault, place->drive, append_meanwhile, place, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (result->entries, ==, size);
  g_assert_cmpint (decant_vault_get_size (vault, NULL), >, size + 4);
  report = check (place, TRUE);
  g_assert_true (report->clean);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*run) (Place *place, gconstpointer data);
    gconstpointer data;
  } tests[] = {
    { "rehearsed", test_rehearse },
    { "nothing-overwritten", test_nothing_overwritten },
    { "increments", test_increments },
    { "rolled-back/checkpoint", test_rolled_back },
    { "rolled-back/machine", test_rolled_back, "machine" },
    { "forked", test_forked },
    { "backup-kept/shorter", test_backup_is_kept },
    { "backup-kept/other-history", test_backup_is_kept, "go on" },
    { "erased", test_erased },
    { "erased-again/manifest", test_erased_again },
    { "erased-again/machine", test_erased_again, "machine" },
    { "damage", test_damage },
    { "mended", test_mended },
    { "refused", test_refused },
    { "meanwhile", test_meanwhile },
  };

  /* Heads are kept there. (G_TEST_OPTION_ISOLATE_DIRS leaks in GLib 2.74.) */
  g_autofree char *state = g_dir_make_tmp ("decant-state-XXXXXX", NULL);
  int status;

  g_setenv ("XDG_STATE_HOME", state, TRUE);
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/backup/", tests[i].name, NULL);
      g_test_add (path, Place, tests[i].data, set_up, tests[i].run, tear_down);
    }
  status = g_test_run ();
  fixture_remove (state);
  return status;
}
