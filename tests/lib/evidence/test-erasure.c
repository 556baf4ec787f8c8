/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lawful deletion: what goes, what stays, who may, and what a crash leaves. */
#include "evidence/erasure.h"
#include "evidence/vault-private.h"

#include <sqlite3.h>
#include <string.h>

#include "fixture.h"
#include "needles.h"

#define TEXT "An invented post, ring 555-0100 or write to example_seller"

static JsonObject *
parse (const char *json)
{
  g_autoptr (JsonNode) node = json_from_string (json, NULL);

  return json_node_dup_object (node);
}

static guint64
append (DecantVault *vault, const char *kind, const char *json)
{
  g_autoptr (JsonObject) fields = parse (json);
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantReceipt) receipt = decant_vault_append (vault, kind, "tester", fields, &error);

  g_assert_no_error (error);
  return receipt->entry;
}

static guint64
capture (DecantVault *vault, const char *id, const char *case_id, const char *text, const char *picture)
{
  g_autoptr (JsonObject) record = fixture_record (text);
  g_autoptr (GPtrArray) artifacts = g_ptr_array_new_with_free_func ((GDestroyNotify) decant_artifact_info_free);
  g_autoptr (DecantStaging) staging = NULL;
  g_autoptr (DecantReceipt) receipt = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (artifacts, fixture_artifact ("picture", picture, strlen (picture)));
  staging = decant_staging_begin (vault, id, record, artifacts, case_id, &error);
  g_assert_no_error (error);
  g_assert_true (
      decant_staging_write (staging, "picture", 0, (const guint8 *) picture, strlen (picture), NULL, &error));
  receipt = decant_staging_commit (staging, "tester", &error);
  g_assert_no_error (error);
  return receipt->entry;
}

static GArray *
numbers_of (const char *text)
{
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_auto (GStrv) words = g_strsplit (text, ",", -1);

  for (char **word = words; *word != NULL; word++)
    {
      guint64 number = g_ascii_strtoull (*word, NULL, 10);
      g_array_append_val (numbers, number);
    }
  return numbers;
}

static JsonObject *
reasons (void)
{
  return parse (
      "{\"reason\":\"an invented reason\",\"legal_basis\":\"an invented law\",\"decided_by\":\"an invented officer\"}");
}

/* What of an entry is on the disk, as needles: its wrapped key, its ciphertext, its files. The vault must be closed. */
static void
remember (Needles *needles, const char *folder, guint64 number)
{
  g_autofree char *path = g_build_filename (folder, "vault.db", NULL);
  sqlite3 *db = NULL;
  sqlite3_stmt *statement = NULL;

  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
  g_assert_cmpint (
      sqlite3_prepare_v2 (db, "SELECT key, ciphertext FROM sealed WHERE number = ?1", -1, &statement, NULL), ==,
      SQLITE_OK);
  sqlite3_bind_int64 (statement, 1, number);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  needles_add_bytes (needles, "wrapped key", sqlite3_column_blob (statement, 0), sqlite3_column_bytes (statement, 0));
  needles_add_bytes (needles, "ciphertext", sqlite3_column_blob (statement, 1), sqlite3_column_bytes (statement, 1));
  sqlite3_finalize (statement);
  g_assert_cmpint (sqlite3_prepare_v2 (db, "SELECT name FROM artifacts WHERE entry = ?1", -1, &statement, NULL), ==,
                   SQLITE_OK);
  sqlite3_bind_int64 (statement, 1, number);
  while (sqlite3_step (statement) == SQLITE_ROW)
    {
      const char *name = (const char *) sqlite3_column_text (statement, 0);
      const char shelf[] = { name[0], name[1], '\0' };
      g_autofree char *file = g_build_filename (folder, "artifacts", shelf, name, NULL);
      g_autofree char *bytes = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (file, &bytes, &length, NULL));
      needles_add_bytes (needles, "artifact", bytes + 64, length - 64); /* its first bytes are those of all */
    }
  sqlite3_finalize (statement);
  sqlite3_close (db);
}

static void
assert_gone (Needles *needles, const char *folder)
{
  g_autofree char *found = needles_search (needles, folder);

  g_assert_cmpstr (found, ==, "");
}

/* --- one deletion ------------------------------------------------------------------------------------------- */

static void
test_erase (Fixture *fixture, gconstpointer unused)
{
  DecantVault *vault = fixture_create (fixture);
  g_autoptr (DecantCases) cases = decant_cases_new ();
  g_autoptr (JsonObject) fields = reasons ();
  g_autoptr (Needles) needles = needles_new ();
  g_autoptr (GError) error = NULL;
  guint64 gone
      = capture (vault, "c-1", "", TEXT, "an invented picture, long enough to be looked for again and again and again");
  guint64 note = append (vault, "note", "{\"text\":\"an invented note\",\"about\":1}");
  guint64 kept = capture (vault, "c-2", "", "Another invented post", "another picture");
  g_autoptr (DecantProof) before = decant_vault_prove_entry (vault, gone, 0, &error);
  g_autoptr (GArray) numbers = NULL;
  g_autoptr (DecantReceipt) receipt = NULL;
  g_autoptr (DecantEntry) entry = NULL, deletion = NULL, other = NULL;
  g_autoptr (DecantProof) after = NULL;
  g_autoptr (GBytes) picture = NULL;
  g_autoptr (DecantVerification) report = NULL;
  gboolean complete = FALSE;

  g_assert_no_error (error);
  decant_vault_close (vault);
  remember (needles, fixture->folder, gone);
  remember (needles, fixture->folder, note);
  {
    g_autofree char *found = needles_search (needles, fixture->folder);
    g_assert_cmpstr (found, !=, ""); /* what is looked for can be found */
  }
  vault = fixture_open (fixture, DECANT_VAULT_WRITE);
  g_assert_true (decant_cases_read (cases, vault, &error));
  numbers = decant_cases_collect_item (cases, gone);
  g_assert_cmpuint (numbers->len, ==, 2);
  receipt = decant_vault_erase (vault, cases, numbers, "tester", fields, &complete, &error);
  g_assert_no_error (error);
  g_assert_true (complete);

  entry = decant_vault_read_entry (vault, gone, &error);
  g_assert_no_error (error);
  g_assert_cmpint (entry->erased_by, ==, receipt->entry);
  g_assert_true (entry->open_only);
  g_assert_false (json_object_has_member (entry->fields, "text"));
  g_assert_null (decant_vault_read_artifact (vault, gone, "picture", NULL));
  after = decant_vault_prove_entry (vault, gone, before->size, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (after->leaf, ==, before->leaf);
  g_assert_cmpstr (after->checkpoint, ==, before->checkpoint);
  deletion = decant_vault_read_entry (vault, receipt->entry, &error);
  g_assert_cmpstr (json_object_get_string_member (deletion->fields, "reason"), ==, "an invented reason");
  other = decant_vault_read_entry (vault, kept, &error);
  picture = decant_vault_read_artifact (vault, kept, "picture", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (json_object_get_string_member (other->fields, "text"), ==, "Another invented post");
  decant_vault_close (vault);
  assert_gone (needles, fixture->root);
  report = fixture_verify (fixture->folder, before->checkpoint);
  g_assert_true (report->clean);
}

/* --- many, in any order ------------------------------------------------------------------------------------- */

static void
test_many (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  g_autoptr (GArray) left = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_autoptr (JsonObject) fields = reasons ();
  g_autoptr (Needles) needles = needles_new ();
  DecantVault *vault = fixture_create (fixture);
  g_autoptr (DecantVerification) report = NULL;

  for (guint i = 0; i < 48; i++)
    {
      g_autofree char *text = g_strnfill (g_rand_int_range (rand, 1, i % 6 == 0 ? 20000 : 600), 'x');
      g_autofree char *json = g_strdup_printf ("{\"text\":\"%s\"}", text);
      guint64 number = append (vault, "note", json);

      g_array_append_val (left, number);
    }
  decant_vault_close (vault);
  while (left->len > 4)
    {
      g_autoptr (DecantCases) cases = decant_cases_new ();
      g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (guint64));
      g_autoptr (DecantReceipt) receipt = NULL;
      g_autoptr (GError) error = NULL;

      for (guint n = g_rand_int_range (rand, 1, 12); n > 0 && left->len > 4; n--)
        {
          guint at = g_rand_int_range (rand, 0, left->len);
          guint64 number = g_array_index (left, guint64, at);

          g_array_append_val (numbers, number);
          g_array_remove_index (left, at);
          remember (needles, fixture->folder, number);
        }
      vault = fixture_open (fixture, DECANT_VAULT_WRITE);
      receipt = decant_vault_erase (vault, cases, numbers, "tester", fields, NULL, &error);
      g_assert_no_error (error);
      decant_vault_close (vault);
      assert_gone (needles, fixture->folder);
    }
  report = fixture_verify (fixture->folder, NULL);
  g_assert_true (report->clean);
}

/* --- who may ------------------------------------------------------------------------------------------------ */

static void
test_refused (Fixture *fixture, gconstpointer unused)
{
  static const struct
  {
    const char *numbers, *wrong;
  } rows[] = {
    { "0", "vault.created" },
    { "99", "no entry 99" },
    { "2", "on hold (an invented order)" },
    { "3", "on hold" },
    { "5,2", "on hold" },
    { "1", "on hold" },
    { "6", "still holds captures" },
    { "5", NULL },
    { "5", "erased it" },
    { "9", "deletion" },
    { "7,7", NULL },
    { "6", NULL },
  };
  g_autoptr (DecantVault) vault = fixture_create (fixture);
  g_autoptr (DecantCases) cases = decant_cases_new ();
  g_autoptr (JsonObject) fields = reasons ();
  g_autoptr (JsonObject) bare = json_object_new ();
  g_autoptr (GArray) five = numbers_of ("5");
  g_autoptr (GError) error = NULL;

#define FACTS                                                                                                          \
  "\"title\":\"T\",\"purpose\":\"P\",\"legal_basis\":\"L\",\"review\":\"2027-01-01\",\"erasure\":\"2028-01-01\""
  g_assert_cmpuint (append (vault, "case.opened", "{\"case\":\"k-1\"," FACTS "}"), ==, 1);
  g_assert_cmpuint (capture (vault, "c-1", "k-1", TEXT, "a picture"), ==, 2);
  g_assert_cmpuint (append (vault, "note", "{\"text\":\"x\",\"about\":2}"), ==, 3);
  g_assert_cmpuint (append (vault, "case.changed", "{\"case\":\"k-1\",\"hold\":true,\"reason\":\"an invented order\"}"),
                    ==, 4);
  g_assert_cmpuint (capture (vault, "c-2", "", TEXT, "a picture"), ==, 5);
  g_assert_cmpuint (append (vault, "case.opened", "{\"case\":\"k-2\"," FACTS "}"), ==, 6);
  g_assert_cmpuint (capture (vault, "c-3", "k-2", TEXT, "a picture"), ==, 7);
  append (vault, "note", "{\"text\":\"x\"}");
  g_assert_null (decant_vault_erase (vault, cases, five, "tester", bare, NULL, &error));
  g_assert_nonnull (strstr (error->message, "“reason”"));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GArray) numbers = numbers_of (rows[i].numbers);
      g_autoptr (GError) local = NULL;
      gint64 size = decant_vault_get_size (vault, NULL);
      g_autoptr (DecantReceipt) receipt = decant_vault_erase (vault, cases, numbers, "tester", fields, NULL, &local);

      g_test_message ("row %u: %s", i, local == NULL ? "erased" : local->message);
      g_assert_cmpint (receipt != NULL, ==, rows[i].wrong == NULL);
      g_assert_true (rows[i].wrong == NULL || strstr (local->message, rows[i].wrong) != NULL);
      g_assert_cmpint (decant_vault_get_size (vault, NULL), ==, size + (receipt != NULL));
    }
  decant_vault_lock (vault);
  g_clear_error (&error);
  g_assert_null (decant_vault_erase (vault, cases, five, "tester", fields, NULL, &error));
  g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_LOCKED);
}

/* --- a crash ------------------------------------------------------------------------------------------------ */

/* The transaction is on the disk, its program gone: pages, journal and file are as they were. */
static void
crash_after_commit (Fixture *fixture, guint64 number)
{
  g_autoptr (DecantVault) vault = fixture_open (fixture, DECANT_VAULT_WRITE);
  g_autofree char *mark = g_build_filename (fixture->folder, "erasing-0123456789abcdef", NULL);
  g_autofree char *open_text = g_strdup_printf ("{\"vault_erased\":[%" G_GUINT64_FORMAT "]}", number);
  g_autoptr (JsonObject) fields = reasons ();
  g_autoptr (JsonObject) open = parse (open_text);
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantDraft) draft
      = decant_vault_draft_act (vault, "deletion", DECANT_WRITER_VAULT, "tester", fields, open, &error);
  g_autoptr (DecantReceipt) receipt = NULL;

  g_assert_true (g_file_set_contents_full (mark, "", 0, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  g_assert_true (decant_log_begin (vault->log, &error));
  receipt = decant_vault_append_draft (vault, draft, &error);
  g_assert_true (decant_log_erase (vault->log, number, receipt->entry, &error)
                 && decant_log_commit (vault->log, &error));
}

static void
test_crash (Fixture *fixture, gconstpointer unused)
{
  DecantVault *vault = fixture_create (fixture);
  guint64 gone
      = capture (vault, "c-1", "", TEXT, "an invented picture, long enough to be looked for again and again and again");
  g_autofree char *mark = g_build_filename (fixture->folder, "erasing-0123456789abcdef", NULL);
  g_autoptr (Needles) needles = needles_new ();
  g_autoptr (DecantVerification) report = NULL;
  g_autofree char *found = NULL;

  decant_vault_close (vault);
  remember (needles, fixture->folder, gone);
  crash_after_commit (fixture, gone);
  found = needles_search (needles, fixture->folder);
  g_assert_nonnull (strstr (found, "artifact"));
  decant_vault_close (fixture_open (fixture, DECANT_VAULT_READ)); /* a reader writes nothing */
  g_assert_true (g_file_test (mark, G_FILE_TEST_EXISTS));
  decant_vault_close (fixture_open (fixture, DECANT_VAULT_WRITE));
  g_assert_false (g_file_test (mark, G_FILE_TEST_EXISTS));
  assert_gone (needles, fixture->folder);
  report = fixture_verify (fixture->folder, NULL);
  g_assert_true (report->clean);
}

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
#define ADD(name, function) g_test_add ("/erasure/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("erase", test_erase);
  ADD ("many", test_many);
  ADD ("refused", test_refused);
  ADD ("crash", test_crash);
#undef ADD
  return g_test_run ();
}
