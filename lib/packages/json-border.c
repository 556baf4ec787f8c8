/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "packages/json-border.h"

#include "packages/package.h"

#include <string.h>

#define NEAR_MISS_EDITS 2
#define NEAR_MISS_LENGTH 64
#define MAX_NAME_SHOWN 40

gboolean
decant_json_refuse (GError **error, const char *path, const char *expected, const char *saw)
{
  g_set_error (error, DECANT_PACKAGE_ERROR, DECANT_PACKAGE_ERROR_SCHEMA, "%s: expected %s, saw %s",
               *path == '\0' ? "the file" : path, expected, saw);
  return FALSE;
}

JsonNode *
decant_json_parse (GBytes *json, GError **error)
{
  gsize length;
  const char *text = g_bytes_get_data (json, &length);
  const char *bad;
  g_autoptr (JsonParser) parser = NULL;
  g_autoptr (GError) cause = NULL;

  if (length > DECANT_JSON_MAX_BYTES)
    {
      g_set_error (error, DECANT_PACKAGE_ERROR, DECANT_PACKAGE_ERROR_TOO_LARGE,
                   "expected at most %u bytes, saw %" G_GSIZE_FORMAT, DECANT_JSON_MAX_BYTES, length);
      return NULL;
    }
  if (length > 0 && !g_utf8_validate_len (text, length, &bad))
    {
      g_set_error (error, DECANT_PACKAGE_ERROR, DECANT_PACKAGE_ERROR_SYNTAX,
                   "expected UTF-8, saw an invalid sequence at byte %" G_GSIZE_FORMAT, (gsize) (bad - text));
      return NULL;
    }
  if (!decant_json_check (text, length, error))
    return NULL;
  parser = json_parser_new_immutable ();
  if (!json_parser_load_from_data (parser, text, length, &cause))
    {
      g_set_error (error, DECANT_PACKAGE_ERROR, DECANT_PACKAGE_ERROR_SYNTAX, "%s", cause->message);
      return NULL;
    }
  return json_parser_steal_root (parser);
}

/* Levenshtein distance in bytes, two rows. */
static guint
edit_distance (const char *a, const char *b)
{
  gsize na = strlen (a), nb = strlen (b);
  guint row[NEAR_MISS_LENGTH + 1];

  if (na > NEAR_MISS_LENGTH || nb > NEAR_MISS_LENGTH)
    return G_MAXUINT;
  for (gsize j = 0; j <= nb; j++)
    row[j] = j;
  for (gsize i = 1; i <= na; i++)
    {
      guint diagonal = row[0];
      row[0] = i;
      for (gsize j = 1; j <= nb; j++)
        {
          guint substituted = diagonal + (a[i - 1] != b[j - 1]);
          diagonal = row[j];
          row[j] = MIN (substituted, MIN (row[j], row[j - 1]) + 1);
        }
    }
  return row[nb];
}

const char *
decant_json_near_miss (const char *word, const char *const *words)
{
  const char *nearest = NULL;
  guint best = NEAR_MISS_EDITS + 1;

  for (; *words != NULL; words++)
    {
      guint distance = edit_distance (word, *words);
      if (distance < best)
        {
          best = distance;
          nearest = *words;
        }
    }
  return nearest;
}

char *
decant_json_path (const char *path, const char *name)
{
  return *path == '\0' ? g_strdup (name) : g_strconcat (path, ".", name, NULL);
}

static const char *
kind_of (JsonNode *node)
{
  if (node == NULL)
    return "nothing";
  if (JSON_NODE_HOLDS_OBJECT (node))
    return "an object";
  if (JSON_NODE_HOLDS_ARRAY (node))
    return "an array";
  if (JSON_NODE_HOLDS_NULL (node))
    return "null";
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return "a string";
  return json_node_get_value_type (node) == G_TYPE_BOOLEAN ? "a boolean" : "a number";
}

static gboolean
is_string (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING;
}

static gboolean
refuse_unknown (const char *path, const char *name, const char *const *known, GError **error)
{
  g_autofree char *list = g_strjoinv (", ", (char **) known);
  const char *near = decant_json_near_miss (name, known);
  g_autofree char *expected = near != NULL ? g_strdup_printf ("“%s”", near) : g_strconcat ("one of ", list, NULL);
  g_autofree char *start = g_utf8_substring (name, 0, MIN (g_utf8_strlen (name, -1), MAX_NAME_SHOWN));
  g_autofree char *saw = g_strdup_printf ("the unknown member “%s”", start);

  return decant_json_refuse (error, path, expected, saw);
}

JsonObject *
decant_json_object (JsonNode *node, const char *path, const char *const *known, GError **error)
{
  JsonObjectIter iter;
  const char *name;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    {
      decant_json_refuse (error, path, "an object", kind_of (node));
      return NULL;
    }
  json_object_iter_init (&iter, json_node_get_object (node));
  while (json_object_iter_next (&iter, &name, NULL))
    if (!g_strv_contains (known, name))
      {
        refuse_unknown (path, name, known, error);
        return NULL;
      }
  return json_node_get_object (node);
}

static gboolean
is_bidi_control (gunichar c)
{
  return c == 0x200e || c == 0x200f || c == 0x061c || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

static gboolean
is_one_line (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      if (g_unichar_iscntrl (c) || is_bidi_control (c) || c == 0x2028 || c == 0x2029)
        return FALSE;
    }
  return TRUE;
}

static gboolean
has_blank_ends (const char *text)
{
  gunichar first = g_utf8_get_char (text);
  const char *last = g_utf8_find_prev_char (text, text + strlen (text));

  return g_unichar_isspace (first) || (last != NULL && g_unichar_isspace (g_utf8_get_char (last)));
}

static gboolean
check_text (JsonNode *node, const char *path, DecantJsonRange characters, GError **error)
{
  const char *text;
  glong length;
  g_autofree char *expected = NULL;
  g_autofree char *saw = NULL;

  if (!is_string (node))
    return decant_json_refuse (error, path, "a string", kind_of (node));
  text = json_node_get_string (node);
  length = g_utf8_strlen (text, -1);
  if (!is_one_line (text))
    return decant_json_refuse (error, path, "one line of text", "a control character");
  if (has_blank_ends (text))
    return decant_json_refuse (error, path, "no blank at either end", "one");
  if (length >= (glong) characters.min && length <= (glong) characters.max)
    return TRUE;
  expected = g_strdup_printf ("%u to %u characters", characters.min, characters.max);
  saw = g_strdup_printf ("%ld", length);
  return decant_json_refuse (error, path, expected, saw);
}

gboolean
decant_json_read_string (JsonObject *object,
                         const char *path,
                         const char *name,
                         DecantJsonRange characters,
                         char **out,
                         GError **error)
{
  JsonNode *node = json_object_get_member (object, name);
  g_autofree char *here = decant_json_path (path, name);

  if (node == NULL && characters.min == 0)
    {
      *out = g_strdup ("");
      return TRUE;
    }
  if (!check_text (node, here, characters, error))
    return FALSE;
  *out = g_strdup (json_node_get_string (node));
  return TRUE;
}

static JsonArray *
read_bounded_array (JsonObject *object, const char *here, const char *name, DecantJsonRange items, GError **error)
{
  JsonNode *node = json_object_get_member (object, name);
  g_autofree char *expected = g_strdup_printf ("an array of %u to %u items", items.min, items.max);
  g_autofree char *saw = NULL;
  guint n;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    {
      decant_json_refuse (error, here, expected, kind_of (node));
      return NULL;
    }
  n = json_array_get_length (json_node_get_array (node));
  if (n >= items.min && n <= items.max)
    return json_node_get_array (node);
  saw = g_strdup_printf ("%u", n);
  decant_json_refuse (error, here, expected, saw);
  return NULL;
}

JsonArray *
decant_json_read_array (JsonObject *object, const char *path, const char *name, guint max, GError **error)
{
  g_autofree char *here = decant_json_path (path, name);

  return read_bounded_array (object, here, name, (DecantJsonRange){ 1, max }, error);
}

static gboolean
read_items (JsonArray *array, const char *here, guint max_characters, GStrvBuilder *items, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      g_autofree char *item_path = g_strdup_printf ("%s[%u]", here, i);

      if (!check_text (node, item_path, (DecantJsonRange){ 1, max_characters }, error))
        return FALSE;
      if (!g_hash_table_add (seen, (gpointer) json_node_get_string (node)))
        return decant_json_refuse (error, item_path, "each item once", json_node_get_string (node));
      g_strv_builder_add (items, json_node_get_string (node));
    }
  return TRUE;
}

gboolean
decant_json_read_strings (JsonObject *object,
                          const char *path,
                          const char *name,
                          DecantJsonRange items,
                          guint max_characters,
                          char ***out,
                          GError **error)
{
  g_autofree char *here = decant_json_path (path, name);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (json_object_has_member (object, name) || items.min > 0)
    {
      JsonArray *array = read_bounded_array (object, here, name, items, error);
      if (array == NULL || !read_items (array, here, max_characters, builder, error))
        return FALSE;
    }
  *out = g_strv_builder_end (builder);
  return TRUE;
}

gboolean
decant_json_read_integer (JsonObject *object,
                          const char *path,
                          const char *name,
                          gint64 lowest,
                          gint64 highest,
                          gint64 *out,
                          GError **error)
{
  JsonNode *node = json_object_get_member (object, name);
  g_autofree char *here = decant_json_path (path, name);
  g_autofree char *expected = g_strdup_printf ("%" G_GINT64_FORMAT " to %" G_GINT64_FORMAT, lowest, highest);
  g_autofree char *saw = NULL;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64)
    return decant_json_refuse (error, here, expected, kind_of (node));
  *out = json_node_get_int (node);
  if (*out >= lowest && *out <= highest)
    return TRUE;
  saw = g_strdup_printf ("%" G_GINT64_FORMAT, *out);
  return decant_json_refuse (error, here, expected, saw);
}

gboolean
decant_json_read_choice (JsonObject *object,
                         const char *path,
                         const char *name,
                         const char *const *choices,
                         guint *out,
                         GError **error)
{
  g_autofree char *here = decant_json_path (path, name);
  g_autofree char *list = g_strjoinv (", ", (char **) choices);
  g_autofree char *expected = g_strconcat ("one of ", list, NULL);
  g_autofree char *value = NULL;

  if (!is_string (json_object_get_member (object, name)))
    return decant_json_refuse (error, here, expected, kind_of (json_object_get_member (object, name)));
  if (!decant_json_read_string (object, path, name, (DecantJsonRange){ 1, 40 }, &value, error))
    return FALSE;
  for (*out = 0; choices[*out] != NULL; (*out)++)
    if (g_str_equal (choices[*out], value))
      return TRUE;
  return decant_json_refuse (error, here, expected, value);
}
