/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "browsers/manifest.h"
#include "browsers/extension-ids.h"
#include "config.h"

#include <json-glib/json-glib.h>
#include <string.h>

static const struct {
  const char *member, *extension;
} families[] = {
  [DECANT_FAMILY_CHROMIUM] = { "allowed_origins", "chrome-extension://" DECANT_CHROMIUM_EXTENSION_ID "/" },
  [DECANT_FAMILY_GECKO] = { "allowed_extensions", DECANT_GECKO_EXTENSION_ID },
};

static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

char *
decant_manifest_build (DecantFamily family, const char *host)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *json = NULL;

  json_builder_begin_object (builder);
  add_string (builder, "name", DECANT_HOST_NAME);
  add_string (builder, "description", "Decant reads posts for the extension and keeps what you log. Nothing leaves this machine.");
  add_string (builder, "path", host);
  add_string (builder, "type", "stdio");
  json_builder_set_member_name (builder, families[family].member);
  json_builder_begin_array (builder);
  json_builder_add_string_value (builder, families[family].extension);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  json = json_to_string (root, TRUE);
  return g_strconcat (json, "\n", NULL);
}

static const char *
get_string (JsonNode *node)
{
  gboolean holds = node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING;

  return holds ? json_node_get_string (node) : "";
}

static gboolean
lists_extension (JsonObject *object, DecantFamily family)
{
  JsonNode *node = json_object_get_member (object, families[family].member);
  JsonArray *list;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return FALSE;
  list = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (list); i++)
    if (strcmp (get_string (json_array_get_element (list, i)), families[family].extension) == 0)
      return TRUE;
  return FALSE;
}

static char *
find_fault (DecantFamily family, JsonObject *object, const char *host)
{
  if (strcmp (get_string (json_object_get_member (object, "name")), DECANT_HOST_NAME) != 0)
    return g_strdup ("does not bear the name " DECANT_HOST_NAME);
  if (strcmp (get_string (json_object_get_member (object, "type")), "stdio") != 0)
    return g_strdup ("is not of type stdio");
  if (!lists_extension (object, family))
    return g_strdup_printf ("does not admit the extension %s", families[family].extension);
  if (!g_path_is_absolute (host))
    return g_strdup ("names no absolute path");
  if (!g_file_test (host, G_FILE_TEST_IS_REGULAR))
    return g_strdup_printf ("starts %s, which is not there", host);
  if (!g_file_test (host, G_FILE_TEST_IS_EXECUTABLE))
    return g_strdup_printf ("starts %s, which may not be run", host);
  return NULL;
}

char *
decant_manifest_find_fault (DecantFamily family, const char *text, gsize length, char **host)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonNode *root;

  *host = g_strdup ("");
  if (length > 65536 || !g_utf8_validate (text, length, NULL) || !json_parser_load_from_data (parser, text, length, NULL)
      || (root = json_parser_get_root (parser)) == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return g_strdup ("is not a JSON object");
  g_free (*host);
  *host = g_strdup (get_string (json_object_get_member (json_node_get_object (root), "path")));
  return find_fault (family, json_node_get_object (root), *host);
}
