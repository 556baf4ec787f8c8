/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The syntax half of json-border.h: one pass over the bytes, no allocation but the set of names per object. */
#include "packages/json-border.h"

#include "packages/package.h"

#include <string.h>

typedef struct {
  const char *start;
  const char *at;
  const char *end;
  guint depth;
  GError **error;
} Check;

static gboolean check_value (Check *check);

static gboolean
refuse (Check *check, const char *expected)
{
  guint line = 1;
  const char *line_start = check->start;
  g_autofree char *saw = NULL;

  for (const char *p = check->start; p < check->at; p++)
    if (*p == '\n')
      {
        line++;
        line_start = p + 1;
      }
  if (check->at == check->end)
    saw = g_strdup ("the end of the file");
  else if (g_ascii_isprint (*check->at))
    saw = g_strdup_printf ("“%c”", *check->at);
  else
    saw = g_strdup_printf ("byte 0x%02x", (guchar) *check->at);
  g_set_error (check->error, DECANT_PACKAGE_ERROR, DECANT_PACKAGE_ERROR_SYNTAX,
               "line %u, column %" G_GSIZE_FORMAT ": expected %s, saw %s", line, (gsize) (check->at - line_start) + 1,
               expected, saw);
  return FALSE;
}

static gboolean
peek (Check *check, char c)
{
  return check->at < check->end && *check->at == c;
}

static gboolean
take (Check *check, char c)
{
  if (!peek (check, c))
    return FALSE;
  check->at++;
  return TRUE;
}

static void
skip_blanks (Check *check)
{
  while (check->at < check->end
         && (*check->at == ' ' || *check->at == '\t' || *check->at == '\n' || *check->at == '\r'))
    check->at++;
}

static int
read_hex4 (Check *check)
{
  int value = 0;

  for (int i = 0; i < 4; i++)
    {
      int digit = check->at < check->end ? g_ascii_xdigit_value (*check->at) : -1;
      if (digit < 0)
        return -1;
      value = value * 16 + digit;
      check->at++;
    }
  return value;
}

/* After "\u". A high surrogate must be followed by a low one: json-glib makes broken UTF-8 of a lone one. */
static gboolean
check_unicode_escape (Check *check)
{
  int unit = read_hex4 (check);

  if (unit < 0)
    return refuse (check, "four hexadecimal digits");
  if (unit == 0)
    return refuse (check, "any character but NUL before this");
  if (unit >= 0xdc00 && unit <= 0xdfff)
    return refuse (check, "a high surrogate before the low one that ends here");
  if (unit < 0xd800 || unit > 0xdbff)
    return TRUE;
  if (take (check, '\\') && take (check, 'u'))
    {
      int low = read_hex4 (check);
      if (low >= 0xdc00 && low <= 0xdfff)
        return TRUE;
    }
  return refuse (check, "a low surrogate after the high one");
}

static gboolean
check_escape (Check *check)
{
  if (take (check, 'u'))
    return check_unicode_escape (check);
  if (check->at < check->end && *check->at != '\0' && strchr ("\"\\/bfnrt", *check->at) != NULL)
    {
      check->at++;
      return TRUE;
    }
  return refuse (check, "an escape of RFC 8259");
}

static gboolean
check_string (Check *check)
{
  if (!take (check, '"'))
    return refuse (check, "a string");
  while (check->at < check->end && *check->at != '"')
    {
      if ((guchar) *check->at < 0x20)
        return refuse (check, "control characters to be escaped");
      if (*check->at++ == '\\' && !check_escape (check))
        return FALSE;
    }
  return take (check, '"') || refuse (check, "a closing quotation mark");
}

static gboolean
check_name (Check *check, GHashTable *names)
{
  const char *start = check->at;
  g_autofree char *name = NULL;

  if (!check_string (check))
    return FALSE;
  name = g_strndup (start + 1, check->at - start - 2);
  if (strchr (name, '\\') != NULL)
    {
      check->at = start;
      return refuse (check, "a member name without escapes");
    }
  if (!g_hash_table_add (names, g_steal_pointer (&name)))
    {
      check->at = start;
      return refuse (check, "each member once in an object");
    }
  return TRUE;
}

static gboolean
check_members (Check *check)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  skip_blanks (check);
  if (take (check, '}'))
    return TRUE;
  do
    {
      skip_blanks (check);
      if (!check_name (check, names))
        return FALSE;
      skip_blanks (check);
      if (!take (check, ':'))
        return refuse (check, "a colon");
      if (!check_value (check))
        return FALSE;
    }
  while (take (check, ','));
  return take (check, '}') || refuse (check, "a comma or a closing brace");
}

static gboolean
check_elements (Check *check)
{
  skip_blanks (check);
  if (take (check, ']'))
    return TRUE;
  do
    if (!check_value (check))
      return FALSE;
  while (take (check, ','));
  return take (check, ']') || refuse (check, "a comma or a closing bracket");
}

static guint
skip_digits (Check *check)
{
  const char *start = check->at;

  while (check->at < check->end && g_ascii_isdigit (*check->at))
    check->at++;
  return check->at - start;
}

static gboolean
check_number (Check *check)
{
  const char *first;
  guint n;

  take (check, '-');
  first = check->at;
  n = skip_digits (check);
  if (n == 0 || (n > 1 && *first == '0') || n > 15)
    return refuse (check, "a number of at most 15 digits without leading zeros");
  if (take (check, '.') && skip_digits (check) == 0)
    return refuse (check, "digits after the decimal point");
  if (take (check, 'e') || take (check, 'E'))
    {
      if (!take (check, '+'))
        take (check, '-');
      if (skip_digits (check) == 0)
        return refuse (check, "digits of an exponent");
    }
  return TRUE;
}

static gboolean
check_word (Check *check, const char *word)
{
  gsize length = strlen (word);

  if ((gsize) (check->end - check->at) < length || memcmp (check->at, word, length) != 0)
    return refuse (check, "a JSON value");
  check->at += length;
  return TRUE;
}

static gboolean
check_bare_value (Check *check)
{
  if (peek (check, '"'))
    return check_string (check);
  if (peek (check, 't'))
    return check_word (check, "true");
  if (peek (check, 'f'))
    return check_word (check, "false");
  if (peek (check, 'n'))
    return check_word (check, "null");
  if (check->at < check->end && (*check->at == '-' || g_ascii_isdigit (*check->at)))
    return check_number (check);
  return refuse (check, "a JSON value");
}

static gboolean
check_value (Check *check)
{
  gboolean ok;

  skip_blanks (check);
  if (!peek (check, '{') && !peek (check, '['))
    ok = check_bare_value (check);
  else if (++check->depth > DECANT_JSON_MAX_DEPTH)
    ok = refuse (check, "nesting at most 16 deep");
  else
    {
      ok = take (check, '{') ? check_members (check) : take (check, '[') && check_elements (check);
      check->depth--;
    }
  if (ok)
    skip_blanks (check);
  return ok;
}

gboolean
decant_json_check (const char *text, gsize length, GError **error)
{
  Check check = { .start = text, .at = text, .end = text + length, .error = error };

  if (!check_value (&check))
    return FALSE;
  return check.at == check.end || refuse (&check, "nothing after the value");
}
