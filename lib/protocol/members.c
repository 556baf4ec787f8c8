/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/members.h"
#include "protocol/message.h"

#include <math.h>
#include <string.h>

static const char *
describe (JsonNode *node)
{
  if (node == NULL)
    return "nothing";
  if (JSON_NODE_HOLDS_OBJECT (node))
    return "an object";
  if (JSON_NODE_HOLDS_ARRAY (node))
    return "an array";
  if (JSON_NODE_HOLDS_NULL (node))
    return "null";
  switch (json_node_get_value_type (node))
    {
    case G_TYPE_STRING:
      return "a string";
    case G_TYPE_BOOLEAN:
      return "a boolean";
    default:
      return "a number";
    }
}

static gboolean
refuse (GError **error, const char *name, const char *expected, const char *seen)
{
  g_set_error (error, DECANT_WIRE_ERROR, DECANT_WIRE_ERROR_BAD_MESSAGE, "\"%s\": expected %s, saw %s.", name, expected, seen);
  return FALSE;
}

gboolean
decant_member_object (JsonObject *object, const char *name, JsonObject **value, GError **error)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return refuse (error, name, "an object", describe (node));
  *value = json_node_get_object (node);
  return TRUE;
}

gboolean
decant_member_array (JsonObject *object, const char *name, guint max, JsonArray **value, GError **error)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return refuse (error, name, "an array", describe (node));
  *value = json_node_get_array (node);
  if (json_array_get_length (*value) <= max)
    return TRUE;
  g_set_error (error, DECANT_WIRE_ERROR, DECANT_WIRE_ERROR_TOO_MANY, "\"%s\": expected at most %u, saw %u.", name, max,
               json_array_get_length (*value));
  return FALSE;
}

/* JSON knows one kind of number: 7 and 7.0 are the same. */
static gboolean
get_whole (JsonNode *node, gint64 *value)
{
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return FALSE;
  if (json_node_get_value_type (node) == G_TYPE_DOUBLE)
    {
      double number = json_node_get_double (node);
      *value = (gint64) number; /* the strict check keeps it within 2^53 */
      return fabs (number) <= 0x1p53 && number == trunc (number);
    }
  *value = json_node_get_int (node);
  return json_node_get_value_type (node) == G_TYPE_INT64;
}

gboolean
decant_member_int (JsonObject *object, const char *name, gint64 min, gint64 max, gint64 *value, GError **error)
{
  JsonNode *node = json_object_get_member (object, name);
  g_autofree char *expected = NULL;
  gboolean whole = get_whole (node, value);

  if (whole && *value >= min && *value <= max)
    return TRUE;
  expected = g_strdup_printf ("a whole number from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT, min, max);
  return refuse (error, name, expected, whole ? "another" : describe (node));
}

gboolean
decant_member_string (JsonObject *object, const char *name, guint min, guint max, const char **value, GError **error)
{
  JsonNode *node = json_object_get_member (object, name);
  g_autofree char *expected = NULL, *seen = NULL;
  gsize length;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return refuse (error, name, "a string", describe (node));
  *value = json_node_get_string (node);
  length = strlen (*value);
  if (length >= min && length <= max)
    return TRUE;
  expected = g_strdup_printf ("a string of %u to %u bytes", min, max);
  seen = g_strdup_printf ("%" G_GSIZE_FORMAT, length);
  return refuse (error, name, expected, seen);
}

gboolean
decant_member_id (JsonObject *object, const char *name, const char **value, GError **error)
{
  return decant_member_string (object, name, 1, DECANT_MAX_ID, value, error)
         && (decant_is_wire_id (*value) || refuse (error, name, "only A-Z a-z 0-9 . _ : -", "other characters"));
}

gboolean
decant_member_language (JsonObject *object, const char *name, const char **value, GError **error)
{
  if (!decant_member_string (object, name, 0, DECANT_MAX_LANGUAGE, value, error))
    return FALSE;
  for (const char *at = *value; *at != '\0'; at++)
    if (!g_ascii_isalnum (*at) && *at != '-')
      return refuse (error, name, "a BCP 47 language tag or nothing", "other characters");
  return TRUE;
}

gboolean
decant_member_digest (JsonObject *object, const char *name, const char **value, GError **error)
{
  return decant_member_string (object, name, 64, 64, value, error)
         && (strspn (*value, "0123456789abcdef") == 64
             || refuse (error, name, "lower-case hexadecimal digits", "other characters"));
}

gboolean
decant_member_is_set (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL
         && !(JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING && *json_node_get_string (node) == '\0');
}

gboolean
decant_element_object (JsonArray *array, const char *name, guint position, JsonObject **value, GError **error)
{
  JsonNode *node = json_array_get_element (array, position);

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return refuse (error, name, "an object", describe (node));
  *value = json_node_get_object (node);
  return TRUE;
}
