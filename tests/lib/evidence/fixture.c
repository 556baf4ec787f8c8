/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fixture.h"

#include <glib/gstdio.h>
#include <string.h>

#include "evidence/canonical-json.h"

void
fixture_remove (const char *path)
{
  if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
    {
      g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
      const char *name;

      while ((name = g_dir_read_name (dir)) != NULL)
        {
          g_autofree char *child = g_build_filename (path, name, NULL);
          fixture_remove (child);
        }
    }
  g_assert_cmpint (g_remove (path), ==, 0);
}

void
fixture_copy (const char *from, const char *to)
{
  g_autoptr (GDir) dir = g_dir_open (from, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  g_assert_cmpint (g_mkdir (to, 0700), ==, 0);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *source = g_build_filename (from, name, NULL);
      g_autofree char *target = g_build_filename (to, name, NULL);
      g_autofree char *bytes = NULL;
      gsize length;

      if (g_file_test (source, G_FILE_TEST_IS_DIR))
        fixture_copy (source, target);
      else
        {
          g_assert_true (g_file_get_contents (source, &bytes, &length, NULL));
          g_assert_true (g_file_set_contents_full (target, bytes, length, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
        }
    }
}

void
fixture_set_up (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  self->root = g_dir_make_tmp ("decant-test-XXXXXX", &error);
  g_assert_no_error (error);
  self->folder = g_build_filename (self->root, "vault", NULL);
}

void
fixture_tear_down (Fixture *self)
{
  fixture_remove (self->root);
  g_free (self->root);
  g_free (self->folder);
}

DecantVault *
fixture_open (Fixture *self, DecantVaultFlags flags)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantKeys) keys = test_keys_new ();
  DecantVault *vault = decant_vault_open (self->folder, flags, &error);

  g_assert_no_error (error);
  decant_vault_unlock (vault, keys, &error);
  g_assert_no_error (error);
  return vault;
}

DecantVault *
fixture_create (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  DecantVault *vault = test_vault_ensure (self->folder, &error);

  g_assert_no_error (error);
  return vault;
}

DecantVerification *
fixture_verify (const char *folder, const char *held)
{
  g_autoptr (DecantKeys) keys = test_keys_new ();
  g_autoptr (GError) error = NULL;
  DecantVerification *report = decant_verifier_run (folder, keys, held, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  return report;
}

JsonObject *
fixture_record (const char *text)
{
  g_autoptr (JsonNode) node = json_from_string (
      "{\"address\":\"https://feed.example/all\",\"document\":\"https://feed.example/all\",\"trigger\":\"panel\","
      "\"collected\":{\"start\":\"2026-11-24T08:00:00.000Z\",\"end\":\"2026-11-24T08:00:00.120Z\",\"offset_minutes\":"
      "60},"
      "\"browser\":{\"name\":\"Firefox\",\"version\":\"153.0\",\"extension\":\"0.1.0\"},"
      "\"author\":\"example_handle\",\"box\":{\"x\":8,\"y\":120.5,\"width\":600,\"height\":94.25}}",
      NULL);
  JsonObject *record = json_node_dup_object (node);

  json_object_set_string_member (record, "text", text);
  return record;
}

DecantArtifactInfo *
fixture_artifact (const char *id, const char *bytes, gsize length)
{
  g_autofree char *sha256 = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guint8 *) bytes, length);

  return decant_artifact_info_new (id, "picture", "image/png", length, sha256);
}

DecantReceipt *
fixture_capture (DecantVault *vault, const char *capture, const char *text, const char *bytes, GError **error)
{
  g_autoptr (JsonObject) record = fixture_record (text);
  g_autoptr (GPtrArray) artifacts = g_ptr_array_new_with_free_func ((GDestroyNotify) decant_artifact_info_free);
  g_autoptr (DecantStaging) staging = NULL;

  if (bytes != NULL)
    g_ptr_array_add (artifacts, fixture_artifact ("picture", bytes, strlen (bytes)));
  staging = decant_staging_begin (vault, capture, record, artifacts, "", error);
  if (staging == NULL
      || (bytes != NULL
          && !decant_staging_write (staging, "picture", 0, (const guint8 *) bytes, strlen (bytes), NULL, error)))
    return NULL;
  return decant_staging_commit (staging, "tester", error);
}

DecantReceipt *
fixture_append (DecantVault *vault, const char *kind, const char *note)
{
  g_autoptr (JsonObject) fields = json_object_new ();
  g_autoptr (GError) error = NULL;
  DecantReceipt *receipt;

  json_object_set_string_member (fields, g_str_equal (kind, "note") ? "text" : "note", note);
  if (g_str_equal (kind, "verdict"))
    {
      json_object_set_int_member (fields, "about", 0);
      json_object_set_string_member (fields, "decision", "confirmed");
    }
  receipt = decant_vault_append (vault, kind, "tester", fields, &error);
  g_assert_no_error (error);
  return receipt;
}

/* --- reading all -------------------------------------------------------------------------------------------- */

static void
print_artifacts (GString *out, DecantVault *vault, const DecantEntry *entry)
{
  for (guint i = 0; i < entry->artifacts->len; i++)
    {
      const DecantArtifactInfo *info = entry->artifacts->pdata[i];
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = decant_vault_read_artifact (vault, entry->number, info->id, &error);
      g_autofree char *seen = bytes == NULL ? NULL : g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);

      g_string_append_printf (out, "  %s %s %s %s %" G_GUINT64_FORMAT " %s\n", info->id, info->role, info->media_type,
                              info->sha256, info->size, bytes == NULL ? error->message : seen);
    }
}

static void
print_entry (GString *out, DecantVault *vault, const DecantEntry *entry)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), entry->fields);
  g_autofree char *json = decant_canonical_json (node, NULL);
  g_autofree char *note = decant_vault_read_checkpoint_at (vault, entry->number + 1, NULL);
  JsonNode *capture = json_object_get_member (entry->fields, "capture");
  g_autoptr (DecantReceipt) receipt
      = capture == NULL ? NULL : decant_vault_find_capture (vault, json_node_get_string (capture), NULL);

  g_string_append_printf (out, "%" G_GUINT64_FORMAT " %s %s %s\n%s\n%s\n", entry->number, entry->kind, entry->time,
                          entry->leaf, json, note);
  g_string_append_printf (out, "%s\n", receipt == NULL ? "-" : receipt->leaf);
  print_artifacts (out, vault, entry);
}

char *
fixture_read_all (const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantVault) vault = decant_vault_open (folder, DECANT_VAULT_READ, &error);
  g_autoptr (DecantKeys) keys = test_keys_new ();
  GString *out = g_string_new (NULL);
  gint64 size
      = vault == NULL || !decant_vault_unlock (vault, keys, &error) ? -1 : decant_vault_get_size (vault, &error);

  for (gint64 i = 0; i < size && error == NULL; i++)
    {
      g_autoptr (DecantEntry) entry = decant_vault_read_entry (vault, i, &error);

      if (entry != NULL)
        print_entry (out, vault, entry);
    }
  if (vault != NULL)
    {
      g_autofree char *note = decant_vault_read_checkpoint (vault, NULL);
      g_string_append_printf (out, "%s %s\n", decant_vault_get_id (vault), note);
    }
  if (error != NULL)
    g_string_append_printf (out, "error: %s\n", error->message);
  return g_string_free (out, FALSE);
}
