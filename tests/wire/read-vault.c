/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <json-glib/json-glib.h>

#include "test-keys.h"

/*
 * Unseals a vault that make-vault made, for tests in other languages: prints one JSON line for each entry, {"number",
 * "kind", "fields"}, and writes the plain bytes of its artifacts to OUT/NUMBER-ID.
 *
 *   read-vault FOLDER OUT
 */

static void
write_artifacts (DecantVault *vault, const DecantEntry *entry, const char *out)
{
  for (guint i = 0; i < entry->artifacts->len; i++)
    {
      const DecantArtifactInfo *info = entry->artifacts->pdata[i];
      g_autofree char *name = g_strdup_printf ("%" G_GUINT64_FORMAT "-%s", entry->number, info->id);
      g_autofree char *path = g_build_filename (out, name, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = decant_vault_read_artifact (vault, entry->number, info->id, &error);

      if (bytes == NULL
          || !g_file_set_contents (path, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &error))
        g_error ("%s", error->message);
    }
}

static void
print_entry (const DecantEntry *entry)
{
  g_autoptr (JsonNode) fields = json_node_init_object (json_node_alloc (), entry->fields);
  g_autofree char *json = json_to_string (fields, FALSE);

  g_print ("{\"number\":%" G_GUINT64_FORMAT ",\"kind\":\"%s\",\"fields\":%s}\n", entry->number, entry->kind, json);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantKeys) keys = test_keys_new ();
  g_autoptr (DecantVault) vault = argc != 3 ? NULL : decant_vault_open (argv[1], DECANT_VAULT_READ, &error);
  g_autoptr (GPtrArray) entries = NULL;

  if (argc != 3)
    g_error ("Expected FOLDER OUT");
  if (vault == NULL || !decant_vault_unlock (vault, keys, &error)
      || (entries = decant_vault_read_entries (vault, 0, G_MAXUINT64, &error)) == NULL)
    g_error ("%s", error->message);
  for (guint i = 0; i < entries->len; i++)
    {
      print_entry (entries->pdata[i]);
      write_artifacts (vault, entries->pdata[i], argv[2]);
    }
  return 0;
}
