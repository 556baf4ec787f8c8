/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/canonical-json.h"

#include <math.h>
#include <string.h>

#include "evidence/error.h"

static gboolean append_value (GString *out, JsonNode *value, guint depth, GError **error);

static gboolean
refuse (GError **error, const char *message)
{
  g_set_error_literal (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID, message);
  return FALSE;
}

/* --- numbers ------------------------------------------------------------------------------------------------ */

/* One past the last digit of "d.ddd…e±x" upwards; FALSE if it carries out of the first digit. */
static gboolean
next_decimal (char *text)
{
  char *p = strchr (text, 'e') - 1;

  for (;; p--)
    {
      if (*p == '.')
        continue;
      if (*p != '9')
        {
          (*p)++;
          return TRUE;
        }
      *p = '0';
      if (p == text)
        return FALSE;
    }
}

/* The shortest decimal that reads back as @value, as "d.ddde±x". Rounding alone misses it below a power of two,
 * where the interval of doubles is wider above than below (2^-44 is the known case): hence the next one up. */
static void
shortest_decimal (double value, char *text, gsize size)
{
  for (int precision = 0; precision <= 17; precision++)
    {
      char format[8];

      g_snprintf (format, sizeof format, "%%.%de", precision);
      g_ascii_formatd (text, size, format, value);
      if (g_ascii_strtod (text, NULL) == value)
        return;
      if (next_decimal (text) && g_ascii_strtod (text, NULL) == value)
        return;
    }
  g_assert_not_reached ();
}

/* ECMA-262, Number::toString: digits s of length k, value s × 10^(n−k). */
static void
append_decimal (GString *out, const char *digits, int k, int n)
{
  if (k <= n && n <= 21)
    {
      g_string_append (out, digits);
      for (int i = k; i < n; i++)
        g_string_append_c (out, '0');
    }
  else if (0 < n && n <= 21)
    g_string_append_printf (out, "%.*s.%s", n, digits, digits + n);
  else if (-6 < n && n <= 0)
    {
      g_string_append (out, "0.");
      for (int i = n; i < 0; i++)
        g_string_append_c (out, '0');
      g_string_append (out, digits);
    }
  else
    {
      g_string_append_c (out, digits[0]);
      if (k > 1)
        g_string_append_printf (out, ".%s", digits + 1);
      g_string_append_printf (out, "e%c%d", n > 0 ? '+' : '-', ABS (n - 1));
    }
}

void
decant_canonical_json_append_number (GString *out, double value)
{
  char text[40], digits[24];
  int k = 0;

  g_assert (isfinite (value));
  if (value == 0)
    {
      g_string_append_c (out, '0'); /* −0 too */
      return;
    }
  if (value < 0)
    g_string_append_c (out, '-');
  shortest_decimal (fabs (value), text, sizeof text);
  for (const char *p = text; *p != 'e'; p++)
    if (*p != '.')
      digits[k++] = *p;
  digits[k] = '\0';
  append_decimal (out, digits, k, atoi (strchr (text, 'e') + 1) + 1);
}

static gboolean
append_scalar (GString *out, JsonNode *value, GError **error)
{
  GType type = json_node_get_value_type (value);

  if (type == G_TYPE_BOOLEAN)
    g_string_append (out, json_node_get_boolean (value) ? "true" : "false");
  else if (type == G_TYPE_INT64)
    {
      gint64 number = json_node_get_int (value);

      if (number > DECANT_CANONICAL_INTEGER_MAX || number < -DECANT_CANONICAL_INTEGER_MAX)
        return refuse (error, "Expected whole numbers between -2^53 and 2^53, saw one beyond.");
      g_string_append_printf (out, "%" G_GINT64_FORMAT, number);
    }
  else if (type == G_TYPE_DOUBLE)
    {
      if (!isfinite (json_node_get_double (value)))
        return refuse (error, "Expected finite numbers, saw an infinite one or none at all.");
      decant_canonical_json_append_number (out, json_node_get_double (value));
    }
  else
    return refuse (error, "Expected a boolean, number or string, saw another type of value.");
  return TRUE;
}

/* --- strings ------------------------------------------------------------------------------------------------ */

static gboolean
append_string (GString *out, const char *text, GError **error)
{
  if (!g_utf8_validate (text, -1, NULL))
    return refuse (error, "Expected UTF-8 text, saw invalid bytes.");
  g_string_append_c (out, '"');
  for (const guchar *p = (const guchar *) text; *p != '\0'; p++)
    {
      static const char *const escapes[0x20]
          = { [0x08] = "\\b", [0x09] = "\\t", [0x0a] = "\\n", [0x0c] = "\\f", [0x0d] = "\\r" };

      if (*p == '"' || *p == '\\')
        g_string_append_printf (out, "\\%c", *p);
      else if (*p >= 0x20)
        g_string_append_c (out, *p);
      else if (escapes[*p] != NULL)
        g_string_append (out, escapes[*p]);
      else
        g_string_append_printf (out, "\\u%04x", *p);
    }
  g_string_append_c (out, '"');
  return TRUE;
}

/* --- objects ------------------------------------------------------------------------------------------------ */

/* UTF-8 orders as code points do; UTF-16 does too but for surrogates (U+10000 and up), which come before U+E000. */
static int
compare_names (gconstpointer a, gconstpointer b)
{
  const guchar *p = *(const guchar *const *) a, *q = *(const guchar *const *) b;

  while (*p != '\0' && *p == *q)
    p++, q++;
  if ((*p >= 0xf0) != (*q >= 0xf0) && *p >= 0xee && *q >= 0xee)
    return *p >= 0xf0 ? -1 : 1;
  return (int) *p - (int) *q;
}

static gboolean
append_object (GString *out, JsonObject *object, guint depth, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  JsonObjectIter iter;
  const char *name;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, NULL))
    g_ptr_array_add (names, (gpointer) name);
  g_ptr_array_sort (names, compare_names);
  g_string_append_c (out, '{');
  for (guint i = 0; i < names->len; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      if (!append_string (out, names->pdata[i], error))
        return FALSE;
      g_string_append_c (out, ':');
      if (!append_value (out, json_object_get_member (object, names->pdata[i]), depth + 1, error))
        return FALSE;
    }
  g_string_append_c (out, '}');
  return TRUE;
}

static gboolean
append_array (GString *out, JsonArray *array, guint depth, GError **error)
{
  g_string_append_c (out, '[');
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      if (!append_value (out, json_array_get_element (array, i), depth + 1, error))
        return FALSE;
    }
  g_string_append_c (out, ']');
  return TRUE;
}

static gboolean
append_value (GString *out, JsonNode *value, guint depth, GError **error)
{
  if (depth > DECANT_CANONICAL_DEPTH)
    return refuse (error, "Expected at most 32 levels of JSON, saw more.");
  if (JSON_NODE_HOLDS_OBJECT (value))
    return append_object (out, json_node_get_object (value), depth, error);
  if (JSON_NODE_HOLDS_ARRAY (value))
    return append_array (out, json_node_get_array (value), depth, error);
  if (JSON_NODE_HOLDS_NULL (value))
    {
      g_string_append (out, "null");
      return TRUE;
    }
  if (json_node_get_value_type (value) == G_TYPE_STRING)
    return append_string (out, json_node_get_string (value), error);
  return append_scalar (out, value, error);
}

gboolean
decant_canonical_json_append (GString *out, JsonNode *value, GError **error)
{
  return append_value (out, value, 0, error);
}

char *
decant_canonical_json (JsonNode *value, GError **error)
{
  GString *out = g_string_new (NULL);

  return g_string_free (out, !decant_canonical_json_append (out, value, error));
}

/* --- reading ------------------------------------------------------------------------------------------------ */

/* json-glib recurses without a bound: depth is counted before it is let in. */
static gboolean
is_shallow (const char *text, gsize length)
{
  guint depth = 0;
  gboolean quoted = FALSE;

  for (gsize i = 0; i < length; i++)
    {
      if (quoted && text[i] == '\\')
        i++;
      else if (text[i] == '"')
        quoted = !quoted;
      else if (!quoted && (text[i] == '[' || text[i] == '{') && ++depth > DECANT_CANONICAL_DEPTH + 1)
        return FALSE;
      else if (!quoted && (text[i] == ']' || text[i] == '}') && depth > 0)
        depth--;
    }
  return TRUE;
}

JsonNode *
decant_canonical_json_parse (const char *text, gssize length, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  gsize size = length < 0 ? strlen (text) : (gsize) length;
  JsonNode *root;

  if (!g_utf8_validate_len (text, size, NULL) || !is_shallow (text, size))
    {
      refuse (error, "Expected JSON in UTF-8 of at most 32 levels, saw something else.");
      return NULL;
    }
  if (!json_parser_load_from_data (parser, text, size, NULL) || (root = json_parser_steal_root (parser)) == NULL)
    {
      refuse (error, "Expected JSON, saw text that does not parse.");
      return NULL;
    }
  return root;
}
