/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <json-glib/json-glib.h>

#include "evidence/key-file.h"
#include "test-keys.h"

#define PASSPHRASE "an invented phrase for tests" /* workplace.js knows it */

/*
 * Commits one entry to a vault, as the host does, and prints {"entry", "leaf", "committed_us"}: the time (microseconds
 * of the real-time clock) just before the commit returned. A vault that is not there yet is made, with the keys of
 * tests.
 *
 *   make-vault FOLDER          with a passphrase, as a person has it
 *   make-vault FOLDER capture RECORD.json [ROLE=FILE.png …]
 *   make-vault FOLDER KIND FIELDS.json
 */

static GPtrArray *
read_artifacts (char **arguments, GPtrArray *contents)
{
  GPtrArray *artifacts = g_ptr_array_new_with_free_func ((GDestroyNotify) decant_artifact_info_free);
  for (int i = 0; arguments[i]; i++)
    {
      g_auto (GStrv) parts = g_strsplit (arguments[i], "=", 2);
      g_autoptr (GError) error = NULL;
      char *data;
      gsize length;
      if (!parts[0] || !parts[1] || !g_file_get_contents (parts[1], &data, &length, &error))
        g_error ("Expected ROLE=FILE, saw %s: %s", arguments[i], error ? error->message : "no “=”");
      g_autofree char *sha256 = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (guint8 *) data, length);
      const char *type = g_str_has_suffix (parts[1], ".png") ? "image/png" : "text/html";
      g_ptr_array_add (artifacts, decant_artifact_info_new (parts[0], parts[0], type, length, sha256));
      g_ptr_array_add (contents, g_bytes_new_take (data, length));
    }
  return artifacts;
}

static DecantReceipt *
commit_capture (DecantVault *vault, JsonObject *record, char **files, GError **error)
{
  g_autoptr (GPtrArray) contents = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GPtrArray) artifacts = read_artifacts (files, contents);
  g_autofree char *id = g_uuid_string_random ();
  g_autoptr (DecantStaging) staging = decant_staging_begin (vault, id, record, artifacts, "", error);
  for (guint i = 0; staging && i < artifacts->len; i++)
    {
      gsize length;
      const guint8 *data = g_bytes_get_data (contents->pdata[i], &length);
      const DecantArtifactInfo *artifact = artifacts->pdata[i];
      guint64 received;
      if (!decant_staging_write (staging, artifact->id, 0, data, length, &received, error))
        return NULL;
    }
  return staging ? decant_staging_commit (staging, "local", error) : NULL;
}

/* keys.json, at a cost that only a test may choose. */
static gboolean
add_passphrase (int folder, const char *id, gpointer keys, GError **error)
{
  static const DecantKeyCost cheap = { 1, 8192 };
  g_autoptr (DecantKeyFile) file = decant_key_file_new (id);
  return decant_key_file_set_passphrase (file, keys, PASSPHRASE, &cheap, error)
         && decant_key_file_save (file, folder, error);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonParser) parser = json_parser_new ();
  if (argc == 2)
    {
      g_autoptr (DecantKeys) keys = test_keys_new ();
      if (!decant_vault_create (argv[1], keys, add_passphrase, keys, &error))
        g_error ("%s", error->message);
      return 0;
    }
  if (argc < 4)
    g_error ("Expected FOLDER [KIND FILE [ROLE=FILE …]]");
  if (!json_parser_load_from_file (parser, argv[3], &error))
    g_error ("%s: %s", argv[3], error->message);
  JsonObject *object = json_node_get_object (json_parser_get_root (parser));
  g_autofree char *database = g_build_filename (argv[1], "vault.db", NULL);
  /* Whoever made it: adding takes no keys. */
  g_autoptr (DecantVault) vault = g_file_test (database, G_FILE_TEST_EXISTS)
                                      ? decant_vault_open (argv[1], DECANT_VAULT_WRITE, &error)
                                      : test_vault_ensure (argv[1], &error);
  g_autoptr (DecantReceipt) receipt = NULL;
  if (vault && g_str_equal (argv[2], "capture"))
    receipt = commit_capture (vault, object, argv + 4, &error);
  else if (vault)
    receipt = decant_vault_append (vault, argv[2], "local", object, &error);
  if (!receipt)
    g_error ("%s", error->message);
  g_print ("{\"entry\": %" G_GUINT64_FORMAT ", \"leaf\": \"%s\", \"committed_us\": %" G_GINT64_FORMAT "}\n",
           receipt->entry, receipt->leaf, g_get_real_time ());
  return 0;
}
