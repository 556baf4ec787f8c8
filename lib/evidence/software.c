/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/software.h"

#include <string.h>

#include "evidence/canonical-json.h"

/* Transfer full; NULL if it cannot be read. */
static char *
digest_file (const char *path)
{
  g_autofree char *bytes = NULL;
  gsize length;

  return g_file_get_contents (path, &bytes, &length, NULL)
             ? g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) bytes, length)
             : NULL;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

char *
decant_software_digest_folder (const char *folder, const char *suffix)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) list = g_string_new (NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, suffix))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path = g_build_filename (folder, names->pdata[i], NULL);
      g_autofree char *digest = digest_file (path);

      if (digest != NULL)
        g_string_append_printf (list, "%s  %s\n", digest, (const char *) names->pdata[i]);
    }
  return list->len == 0 ? g_strdup ("") : g_compute_checksum_for_string (G_CHECKSUM_SHA256, list->str, list->len);
}

static char *
digest_program (void)
{
  char *digest = digest_file ("/proc/self/exe");

  return digest == NULL ? g_strdup ("") : digest;
}

static char *
digest_settings (JsonNode *settings)
{
  g_autofree char *text = settings == NULL ? NULL : decant_canonical_json (settings, NULL);

  return text == NULL ? g_strdup ("") : g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
}

static void
take (JsonObject *object, const char *name, char *digest)
{
  json_object_set_string_member (object, name, digest);
  g_free (digest);
}

JsonNode *
decant_software_describe (const char *version, const char *data, const char *lexicon, JsonNode *settings)
{
  static const struct
  {
    const char *member, *folder, *suffix;
  } rows[] = { { "model", "models", ".json" }, { "packages", "packages", ".json" }, { "unicode", "unicode", ".txt" } };
  g_autoptr (JsonObject) object = json_object_new ();

  json_object_set_string_member (object, "version", version);
  json_object_set_string_member (object, "lexicon", lexicon == NULL ? "" : lexicon);
  take (object, "program", digest_program ());
  take (object, "settings", digest_settings (settings));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *folder = g_build_filename (data, rows[i].folder, NULL);
      take (object, rows[i].member, decant_software_digest_folder (folder, rows[i].suffix));
    }
  return json_node_init_object (json_node_alloc (), object);
}
