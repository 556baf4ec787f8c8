/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "native-host/post-line.h"
#include "protocol/members.h"
#include "protocol/strict-json.h"
#include "protocol/wire-error.h"

#include <string.h>

/* The unit of the escape \uXXXX at @at, or -1. */
static int
read_escape (const char *at, const char *end)
{
  int unit = 0;

  if (end - at < 6 || at[0] != '\\' || at[1] != 'u')
    return -1;
  for (int i = 2; i < 6; i++)
    {
      int digit = g_ascii_xdigit_value (at[i]);
      if (digit < 0)
        return -1;
      unit = unit << 4 | digit;
    }
  return unit;
}

/* Returns what was looked at: an escape, or a pair of them. */
static char *
repair_escape (char *at, const char *end)
{
  int unit = read_escape (at, end), low;

  if (unit < 0)
    return MIN (at + 2, (char *) end);
  if (unit >= 0xd800 && unit <= 0xdbff && (low = read_escape (at + 6, end)) >= 0xdc00 && low <= 0xdfff)
    return at + 12;
  if (unit == 0 || (unit >= 0xd800 && unit <= 0xdfff))
    memcpy (at + 2, "fffd", 4);
  return at + 6;
}

void
decant_post_line_repair (char *line, gsize length)
{
  char *end = line + length;

  for (char *at = line; at < end;)
    if (*at == '\\')
      at = repair_escape (at, end);
    else if ((guchar) *at == 0xed && end - at >= 3 && (guchar) at[1] >= 0xa0 && ((guchar) at[1] & 0xc0) == 0x80
             && ((guchar) at[2] & 0xc0) == 0x80)
      {
        memcpy (at, "\xef\xbf\xbd", 3);
        at += 3;
      }
    else
      at++;
}

static JsonObject *
parse_object (const char *line, gsize length, DecantPostLine *out, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();

  if (!decant_strict_json_check (line, length, NULL, error) || !json_parser_load_from_data (parser, line, length, error))
    return NULL;
  out->root = json_parser_steal_root (parser);
  return json_node_get_object (out->root);
}

static gboolean
read_id (JsonObject *object, DecantPostLine *out, GError **error)
{
  JsonNode *node = json_object_get_member (object, "id");

  if (node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    {
      out->id = json_to_string (node, FALSE);
      return TRUE;
    }
  g_set_error_literal (error, DECANT_WIRE_ERROR, DECANT_WIRE_ERROR_BAD_MESSAGE, "\"id\": expected a string or a number.");
  return FALSE;
}

gboolean
decant_post_line_parse (const char *line, gsize length, DecantPostLine *out, GError **error)
{
  JsonObject *object;

  *out = (DecantPostLine){ .language = "" };
  object = parse_object (line, length, out, error);
  if (object == NULL || !read_id (object, out, error) || !decant_member_string (object, "text", 0, DECANT_POST_MAX, &out->text, error))
    return FALSE;
  out->length = strlen (out->text);
  /* A page may state any language tag; one that is none is no reason to leave the post unread. */
  if (!json_object_has_member (object, "lang") || !decant_member_language (object, "lang", &out->language, NULL))
    out->language = "";
  return TRUE;
}

void
decant_post_line_clear (DecantPostLine *self)
{
  g_clear_pointer (&self->root, json_node_unref);
  g_clear_pointer (&self->id, g_free);
}
