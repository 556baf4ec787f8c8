/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/field-values.h"

static JsonNode *
member (JsonObject *object, const char *name, GType type)
{
  JsonNode *node = object == NULL ? NULL : json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type ? node : NULL;
}

const char *
decant_field_string (JsonObject *object, const char *name)
{
  JsonNode *node = member (object, name, G_TYPE_STRING);

  return node == NULL ? NULL : json_node_get_string (node);
}

gint64
decant_field_int (JsonObject *object, const char *name)
{
  JsonNode *node = member (object, name, G_TYPE_INT64);

  return node == NULL ? -1 : json_node_get_int (node);
}

gboolean
decant_field_boolean (JsonObject *object, const char *name)
{
  JsonNode *node = member (object, name, G_TYPE_BOOLEAN);

  return node != NULL && json_node_get_boolean (node);
}

JsonArray *
decant_field_array (JsonObject *object, const char *name)
{
  JsonNode *node = object == NULL ? NULL : json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

JsonObject *
decant_field_object (JsonObject *object, const char *name)
{
  JsonNode *node = object == NULL ? NULL : json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

GArray *
decant_field_numbers (JsonObject *object, const char *name)
{
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (guint64));
  JsonArray *array = decant_field_array (object, name);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *item = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_VALUE (item) && json_node_get_value_type (item) == G_TYPE_INT64
          && json_node_get_int (item) >= 0)
        {
          guint64 number = json_node_get_int (item);
          g_array_append_val (numbers, number);
        }
    }
  return numbers;
}
