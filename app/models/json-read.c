/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/models/json-read.h"

static JsonNode *
member_of (JsonObject *object, const char *member)
{
  return object ? json_object_get_member (object, member) : NULL;
}

const char *
decant_json_text (JsonObject *object, const char *member)
{
  JsonNode *node = member_of (object, member);
  if (!node || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  return json_node_get_string (node);
}

JsonObject *
decant_json_object (JsonObject *object, const char *member)
{
  JsonNode *node = member_of (object, member);
  return node && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

JsonArray *
decant_json_array (JsonObject *object, const char *member)
{
  JsonNode *node = member_of (object, member);
  return node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

gboolean
decant_json_number (JsonObject *object, const char *member, double *value)
{
  JsonNode *node = member_of (object, member);
  if (!node || !JSON_NODE_HOLDS_VALUE (node))
    return FALSE;
  GType type = json_node_get_value_type (node);
  if (type != G_TYPE_INT64 && type != G_TYPE_DOUBLE)
    return FALSE;
  *value = json_node_get_double (node);
  return TRUE;
}

gboolean
decant_json_unsigned (JsonObject *object, const char *member, gint64 max, gint64 *value)
{
  double number;
  if (!decant_json_number (object, member, &number) || !(number >= 0 && number <= max))
    return FALSE;
  *value = number;
  return *value == number;
}

JsonObject *
decant_json_element (JsonArray *array, guint position)
{
  JsonNode *node = json_array_get_element (array, position);
  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

char *
decant_json_dup_plain (JsonNode *node)
{
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    return json_node_dup_string (node);
  return json_to_string (node, FALSE);
}
