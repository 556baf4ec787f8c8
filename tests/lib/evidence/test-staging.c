/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fixture.h"

#define BYTES "0123456789"

/* --- what a capture may be ---------------------------------------------------------------------------------- */

static const struct
{
  const char *name, *change; /* members set over a good record; null removes */
  const char *message;       /* part of the refusal; NULL if it is good */
} records[] = {
  { "good", "{}", NULL },
  { "unknown member", "{\"mood\": {\"deep\": [1, 2.5, null]}}", NULL },
  { "no address", "{\"address\": null}", "record.address" },
  { "text is a number", "{\"text\": 5}", "record.text" },
  { "no collected", "{\"collected\": null}", "collected" },
  { "time without zone",
    "{\"collected\": {\"start\": \"2026-11-24T08:00:00\", \"end\": \"2026-11-24T08:00:00Z\", \"offset_minutes\": 0}}",
    "UTC" },
  { "no such day",
    "{\"collected\": {\"start\": \"2026-02-30T08:00:00Z\", \"end\": \"2026-11-24T08:00:00Z\", \"offset_minutes\": 0}}",
    "UTC" },
  { "offset of days",
    "{\"collected\": {\"start\": \"2026-11-24T08:00:00Z\", \"end\": \"2026-11-24T08:00:00Z\", \"offset_minutes\": "
    "3000}}",
    "offset_minutes" },
  { "unknown trigger", "{\"trigger\": \"page\"}", "trigger" },
  { "browser without version", "{\"browser\": {\"name\": \"x\", \"extension\": \"y\"}}", "browser.version" },
  { "the vault's own name", "{\"kind\": \"note\"}", "kind" },
  { "kept name", "{\"vault_x\": 1}", "vault_x" },
  { "bad name", "{\"documentDigest\": 1}", "names of fields" },
  { "number beyond 2^53", "{\"box\": 9007199254740993}", "box" },
  { "too deep", "{\"deep\": [[[[[[[[[[[[[[1]]]]]]]]]]]]]]}", "12 levels" },
};

static JsonObject *
changed_record (const char *change)
{
  JsonObject *record = fixture_record ("An invented post");
  g_autoptr (JsonNode) node = json_from_string (change, NULL);
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  json_object_iter_init (&iter, json_node_get_object (node));
  while (json_object_iter_next (&iter, &name, &value))
    if (JSON_NODE_HOLDS_NULL (value))
      json_object_remove_member (record, name);
    else
      json_object_set_member (record, name, json_node_copy (value));
  return record;
}

static void
test_records (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (records); i++)
    {
      g_autoptr (JsonObject) record = changed_record (records[i].change);
      g_autoptr (GError) error = NULL;
      gboolean good = decant_capture_check (record, NULL, &error);

      g_test_message ("%s: %s", records[i].name, good ? "good" : error->message);
      g_assert_true (good == (records[i].message == NULL));
      if (!good)
        {
          g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID);
          g_assert_nonnull (strstr (error->message, records[i].message));
        }
    }
}

static void
test_large_record (void)
{
  g_autofree char *text = g_strnfill (1024 * 1024, 'x'), *fits = g_strnfill (1000 * 1000, 'x');
  g_autoptr (JsonObject) large = fixture_record (text), small = fixture_record (fits);

  g_assert_false (decant_capture_check (large, NULL, NULL));
  g_assert_true (decant_capture_check (small, NULL, NULL));
}

#define SHA "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

static const struct
{
  const char *id, *role, *media_type, *sha256;
  guint64 size;
  gboolean good;
} infos[] = {
  { "picture", "picture-visible", "image/png", SHA, 0, TRUE },
  { "p", "mhtml", "multipart/related", "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855", 268435456,
    TRUE },
  { "", "picture", "image/png", SHA, 0, FALSE },
  { "a/b", "picture", "image/png", SHA, 0, FALSE },
  { "a", "Picture", "image/png", SHA, 0, FALSE },
  { "a", "picture", "png", SHA, 0, FALSE },
  { "a", "picture", "image/png; x=1", SHA, 0, FALSE },
  { "a", "picture", "image/png", "e3b0", 0, FALSE },
  { "a", "picture", "image/png", "../../../../../../../../../../../../../../../../../../etc/passwd00", 0, FALSE },
  { "a", "picture", "image/png", SHA, 268435457, FALSE },
  { NULL, NULL, NULL, NULL, 0, FALSE },
};

static void
test_infos (void)
{
  g_autoptr (JsonObject) record = fixture_record ("An invented post");

  for (guint i = 0; i < G_N_ELEMENTS (infos); i++)
    {
      g_autoptr (GPtrArray) artifacts = g_ptr_array_new_with_free_func ((GDestroyNotify) decant_artifact_info_free);

      g_ptr_array_add (artifacts, decant_artifact_info_new (infos[i].id, infos[i].role, infos[i].media_type,
                                                            infos[i].size, infos[i].sha256));
      g_assert_true (decant_capture_check (record, artifacts, NULL) == infos[i].good);
      g_ptr_array_add (artifacts, decant_artifact_info_copy (artifacts->pdata[0]));
      g_assert_false (decant_capture_check (record, artifacts, NULL)); /* the same id twice */
    }
}

/* --- receiving ---------------------------------------------------------------------------------------------- */

static DecantStaging *
begin (DecantVault *vault, const char *capture, const char *bytes, guint n)
{
  g_autoptr (JsonObject) record = fixture_record ("An invented post");
  g_autoptr (GPtrArray) artifacts = g_ptr_array_new_with_free_func ((GDestroyNotify) decant_artifact_info_free);
  g_autoptr (GError) error = NULL;
  DecantStaging *staging;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id = g_strdup_printf ("a%u", i);
      g_ptr_array_add (artifacts, fixture_artifact (id, bytes, strlen (bytes)));
    }
  staging = decant_staging_begin (vault, capture, record, artifacts, "case-1", &error);
  g_assert_no_error (error);
  return staging;
}

static void
assert_write (DecantStaging *staging, const char *id, guint64 offset, const char *bytes, int code, guint64 expected)
{
  g_autoptr (GError) error = NULL;
  guint64 received = 99;
  gboolean ok = decant_staging_write (staging, id, offset, (const guint8 *) bytes, strlen (bytes), &received, &error);

  if (code < 0)
    g_assert_no_error (error);
  else
    g_assert_error (error, DECANT_VAULT_ERROR, code);
  g_assert_true (ok == (code < 0));
  g_assert_cmpuint (received, ==, expected);
}

static void
test_chunks (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (DecantVault) vault = fixture_create (fixture);
  g_autoptr (DecantStaging) staging = begin (vault, "c-1", BYTES, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantReceipt) receipt = NULL;

  assert_write (staging, "a0", 0, "0123", -1, 4);
  assert_write (staging, "a0", 0, "0123", DECANT_VAULT_ERROR_ORDER, 4);
  assert_write (staging, "a0", 5, "5", DECANT_VAULT_ERROR_ORDER, 4);
  assert_write (staging, "a9", 0, "0", DECANT_VAULT_ERROR_NOT_FOUND, 0);
  assert_write (staging, "a0", 4, "4567890", DECANT_VAULT_ERROR_INVALID, 4);
  g_assert_null (decant_staging_commit (staging, "tester", &error));
  g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_ORDER);
  g_clear_error (&error);
  assert_write (staging, "a0", 4, "45678X", DECANT_VAULT_ERROR_DIGEST, 0); /* wrong bytes: once more from the start */
  g_assert_cmpuint (decant_staging_get_received (staging, "a0"), ==, 0);
  assert_write (staging, "a0", 0, "01234", -1, 5);
  assert_write (staging, "a0", 5, "56789", -1, 10);
  g_assert_null (decant_staging_commit (staging, "not a name", &error));
  g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID);
  g_clear_error (&error);
  receipt = decant_staging_commit (staging, "tester", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (receipt->entry, ==, 1);
  assert_write (staging, "a0", 10, "", -1, 10);
}

static guint
count_files (Fixture *fixture, const char *sub)
{
  g_autofree char *path = g_build_filename (fixture->folder, sub, NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (sub, name, NULL);
      g_autofree char *full = g_build_filename (path, name, NULL);

      n += g_file_test (full, G_FILE_TEST_IS_DIR) ? count_files (fixture, child) : 1;
    }
  return n;
}

static void
test_abort (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (DecantVault) vault = fixture_create (fixture);
  DecantStaging *staging = begin (vault, "c-1", BYTES, 3);

  assert_write (staging, "a1", 0, "0123", -1, 4);
  g_assert_cmpuint (count_files (fixture, "staging"), ==, 3);
  decant_staging_free (staging);
  g_assert_cmpuint (count_files (fixture, "staging"), ==, 0);
  g_assert_cmpuint (count_files (fixture, "artifacts"), ==, 0);
  g_assert_cmpint (decant_vault_get_size (vault, NULL), ==, 1);
}

/* Same bytes under two ids, and none at all: each has a file of its own, under its own key. */
static void
test_same_bytes (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (DecantVault) vault = fixture_create (fixture);
  g_autoptr (DecantStaging) twice = begin (vault, "c-1", BYTES, 2), empty = begin (vault, "c-2", "", 1);
  g_autoptr (DecantReceipt) first = NULL, second = NULL;
  g_autoptr (DecantEntry) entry = NULL;

  assert_write (twice, "a0", 0, BYTES, -1, 10);
  assert_write (twice, "a1", 0, BYTES, -1, 10);
  first = decant_staging_commit (twice, "tester", NULL);
  second = decant_staging_commit (empty, "tester", NULL);
  g_assert_nonnull (first);
  g_assert_nonnull (second);
  entry = decant_vault_read_entry (vault, 1, NULL);
  g_assert_cmpuint (entry->artifacts->len, ==, 2);
  g_assert_cmpstr (json_object_get_string_member (entry->fields, "case"), ==, "case-1");
  g_assert_cmpuint (count_files (fixture, "artifacts"), ==, 3);
}

/* A folder whose process is gone is swept at the next opening for writing; one in use is not. */
static void
test_sweep (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (DecantVault) vault = fixture_create (fixture);
  g_autoptr (DecantStaging) staging = begin (vault, "c-1", BYTES, 1);
  g_autofree char *dead = g_build_filename (fixture->folder, "staging", "1-00000000", NULL);
  g_autofree char *file = g_build_filename (dead, "0", NULL);
  g_autoptr (DecantVault) reader = NULL, writer = NULL;

  assert_write (staging, "a0", 0, "0123", -1, 4);
  g_assert_cmpint (g_mkdir (dead, 0700), ==, 0);
  g_assert_true (g_file_set_contents (file, "x", 1, NULL));
  reader = fixture_open (fixture, DECANT_VAULT_READ);
  g_assert_true (g_file_test (dead, G_FILE_TEST_EXISTS));
  writer = fixture_open (fixture, DECANT_VAULT_WRITE);
  g_assert_false (g_file_test (dead, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (count_files (fixture, "staging"), ==, 1);
  assert_write (staging, "a0", 4, "456789", -1, 10);
}

#define ADD(name, function) g_test_add ("/staging/" name, Fixture, NULL, set_up, function, tear_down)

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
  g_test_add_func ("/staging/records", test_records);
  g_test_add_func ("/staging/large-record", test_large_record);
  g_test_add_func ("/staging/infos", test_infos);
  ADD ("chunks", test_chunks);
  ADD ("abort", test_abort);
  ADD ("same-bytes", test_same_bytes);
  ADD ("sweep", test_sweep);
  return g_test_run ();
}
