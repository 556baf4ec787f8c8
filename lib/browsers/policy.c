/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "browsers/policy.h"
#include "config.h"

#include <json-glib/json-glib.h>
#include <string.h>

static gboolean
holds (JsonNode *node, GType type)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

static gboolean
lists (JsonObject *policies, const char *policy, const char *name)
{
  JsonNode *node = json_object_get_member (policies, policy);
  JsonArray *list;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return FALSE;
  list = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonNode *element = json_array_get_element (list, i);
      if (holds (element, G_TYPE_STRING) && strcmp (json_node_get_string (element), name) == 0)
        return TRUE;
    }
  return FALSE;
}

/* The allow list wins over the block list, as in the browser. */
static const char *
find_blocking_policy (JsonObject *policies)
{
  JsonNode *user_level = json_object_get_member (policies, "NativeMessagingUserLevelHosts");

  if (holds (user_level, G_TYPE_BOOLEAN) && !json_node_get_boolean (user_level))
    return "NativeMessagingUserLevelHosts";
  if (lists (policies, "NativeMessagingAllowlist", DECANT_HOST_NAME))
    return NULL;
  if (lists (policies, "NativeMessagingBlocklist", "*") || lists (policies, "NativeMessagingBlocklist", DECANT_HOST_NAME))
    return "NativeMessagingBlocklist";
  return NULL;
}

static char *
find_block_in_file (const char *path)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  const char *policy;
  JsonNode *root;

  if (!json_parser_load_from_file (parser, path, NULL) || (root = json_parser_get_root (parser)) == NULL
      || !JSON_NODE_HOLDS_OBJECT (root) || (policy = find_blocking_policy (json_node_get_object (root))) == NULL)
    return NULL;
  return g_strdup_printf ("The policy %s in %s forbids it. Ask whoever administers this machine to allow %s.", policy, path, DECANT_HOST_NAME);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

char *
decant_policy_find_block (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".json"))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path = g_build_filename (folder, g_ptr_array_index (names, i), NULL);
      char *block = find_block_in_file (path);
      if (block != NULL)
        return block;
    }
  return NULL;
}
