/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/strict-json.h"
#include "protocol/wire-error.h"

#include <math.h>
#include <string.h>

/* A key of an object that is still open: a slice of `keys`. */
typedef struct {
  gsize start, length;
  guint32 hash;
} Key;

typedef struct {
  const char *start, *at, *end;
  const char *problem; /* static text of the first failure; `at` is where */
  GString *keys;       /* decoded keys of all open objects, end to end */
  GArray *open;        /* of Key, in the order of `keys` */
} Check;

static gboolean check_value (Check *self, guint depth);

static gboolean
fail (Check *self, const char *at, const char *problem)
{
  if (self->problem == NULL)
    {
      self->problem = problem;
      self->at = at;
    }
  return FALSE;
}

static void
skip_space (Check *self)
{
  while (self->at < self->end && (*self->at == ' ' || *self->at == '\t' || *self->at == '\n' || *self->at == '\r'))
    self->at++;
}

static gboolean
take (Check *self, char c)
{
  if (self->at >= self->end || *self->at != c)
    return FALSE;
  self->at++;
  return TRUE;
}

static gboolean
check_literal (Check *self, const char *word)
{
  gsize length = strlen (word);

  if ((gsize) (self->end - self->at) < length || memcmp (self->at, word, length) != 0)
    return fail (self, self->at, "expected a value");
  self->at += length;
  return TRUE;
}

static gboolean
take_digits (Check *self)
{
  const char *first = self->at;

  while (self->at < self->end && g_ascii_isdigit (*self->at))
    self->at++;
  return self->at > first;
}

static gboolean
check_magnitude (Check *self, const char *first)
{
  char number[DECANT_JSON_MAX_NUMBER_LENGTH + 1];
  gsize length = self->at - first;

  if (length > DECANT_JSON_MAX_NUMBER_LENGTH)
    return fail (self, first, "a number of more than 40 characters");
  memcpy (number, first, length);
  number[length] = '\0';
  if (!(fabs (g_ascii_strtod (number, NULL)) <= DECANT_JSON_MAX_NUMBER))
    return fail (self, first, "a number outside -2^53 to 2^53");
  return TRUE;
}

static gboolean
check_number (Check *self)
{
  const char *first = self->at;

  take (self, '-');
  if (!take (self, '0') && !take_digits (self))
    return fail (self, self->at, "expected a digit");
  if (take (self, '.') && !take_digits (self))
    return fail (self, self->at, "expected a digit after the point");
  if (take (self, 'e') || take (self, 'E'))
    {
      if (!take (self, '+'))
        take (self, '-');
      if (!take_digits (self))
        return fail (self, self->at, "expected a digit in the exponent");
    }
  return check_magnitude (self, first);
}

/* Four hexadecimal digits at `at`; -1 if they are not there. */
static int
take_hex4 (Check *self)
{
  int value = 0;

  if (self->end - self->at < 4)
    return -1;
  for (int i = 0; i < 4; i++)
    {
      int digit = g_ascii_xdigit_value (self->at[i]);
      if (digit < 0)
        return -1;
      value = value << 4 | digit;
    }
  self->at += 4;
  return value;
}

static gboolean
check_unicode_escape (Check *self, const char *first, GString *decoded)
{
  gunichar c;
  int unit = take_hex4 (self);

  if (unit < 0)
    return fail (self, first, "expected four hexadecimal digits after \\u");
  if (unit == 0)
    return fail (self, first, "\\u0000 in a string");
  c = unit;
  if (unit >= 0xd800 && unit <= 0xdfff)
    {
      int low = unit <= 0xdbff && take (self, '\\') && take (self, 'u') ? take_hex4 (self) : -1;
      if (low < 0xdc00 || low > 0xdfff)
        return fail (self, first, "an unpaired surrogate escape");
      c = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
    }
  if (decoded != NULL)
    g_string_append_unichar (decoded, c);
  return TRUE;
}

static gboolean
check_escape (Check *self, GString *decoded)
{
  static const char plain[] = "\"\\/bfnrt", meaning[] = "\"\\/\b\f\n\r\t";
  const char *first = self->at++;
  const char *found;

  if (take (self, 'u'))
    return check_unicode_escape (self, first, decoded);
  if (self->at >= self->end || *self->at == '\0' || (found = strchr (plain, *self->at)) == NULL)
    return fail (self, first, "an unknown escape in a string");
  if (decoded != NULL)
    g_string_append_c (decoded, meaning[found - plain]);
  self->at++;
  return TRUE;
}

/* @decoded: (nullable): where the string's characters are appended. */
static gboolean
check_string (Check *self, GString *decoded)
{
  const char *first = self->at;

  if (!take (self, '"'))
    return fail (self, self->at, "expected a string");
  while (self->at < self->end)
    {
      const char *run = self->at;
      while (self->at < self->end && (guchar) *self->at >= 0x20 && *self->at != '"' && *self->at != '\\')
        self->at++;
      if (decoded != NULL)
        g_string_append_len (decoded, run, self->at - run);
      if (take (self, '"'))
        return TRUE;
      if (self->at < self->end && *self->at != '\\')
        return fail (self, self->at, "a control character in a string");
      if (self->at < self->end && !check_escape (self, decoded))
        return FALSE;
    }
  return fail (self, first, "a string without end");
}

static guint32
hash_bytes (const char *bytes, gsize length)
{
  guint32 hash = 2166136261u; /* FNV-1a */

  for (gsize i = 0; i < length; i++)
    hash = (hash ^ (guchar) bytes[i]) * 16777619u;
  return hash;
}

/* @mark: number of keys that were open before this object began. */
static gboolean
check_key (Check *self, guint mark)
{
  const char *first = self->at;
  Key key = { self->keys->len };

  if (!check_string (self, self->keys))
    return FALSE;
  if (self->open->len - mark >= DECANT_JSON_MAX_MEMBERS)
    return fail (self, first, "more than 256 members in one object");
  key.length = self->keys->len - key.start;
  key.hash = hash_bytes (self->keys->str + key.start, key.length);
  for (guint i = mark; i < self->open->len; i++)
    {
      const Key *other = &g_array_index (self->open, Key, i);
      if (other->hash == key.hash && other->length == key.length
          && memcmp (self->keys->str + other->start, self->keys->str + key.start, key.length) == 0)
        return fail (self, first, "the same key twice in one object");
    }
  g_array_append_val (self->open, key);
  return TRUE;
}

static gboolean
check_member (Check *self, guint depth, guint mark)
{
  skip_space (self);
  if (!check_key (self, mark))
    return FALSE;
  skip_space (self);
  if (!take (self, ':'))
    return fail (self, self->at, "expected a colon");
  return check_value (self, depth);
}

static gboolean
check_object (Check *self, guint depth)
{
  guint mark = self->open->len;
  gsize keys = self->keys->len;

  self->at++;
  skip_space (self);
  if (!take (self, '}'))
    {
      do
        if (!check_member (self, depth, mark))
          return FALSE;
      while (take (self, ','));
      if (!take (self, '}'))
        return fail (self, self->at, "expected a comma or the end of the object");
    }
  g_array_set_size (self->open, mark);
  g_string_truncate (self->keys, keys);
  return TRUE;
}

static gboolean
check_array (Check *self, guint depth)
{
  self->at++;
  skip_space (self);
  if (take (self, ']'))
    return TRUE;
  do
    if (!check_value (self, depth))
      return FALSE;
  while (take (self, ','));
  return take (self, ']') || fail (self, self->at, "expected a comma or the end of the array");
}

static gboolean
check_bare_value (Check *self, guint depth)
{
  switch (self->at < self->end ? *self->at : '\0')
    {
    case '{':
    case '[':
      if (depth == DECANT_JSON_MAX_DEPTH)
        return fail (self, self->at, "objects and arrays nested deeper than 16");
      return *self->at == '{' ? check_object (self, depth + 1) : check_array (self, depth + 1);
    case '"':
      return check_string (self, NULL);
    case 't':
      return check_literal (self, "true");
    case 'f':
      return check_literal (self, "false");
    case 'n':
      return check_literal (self, "null");
    case '-': case '0': case '1': case '2': case '3': case '4': case '5': case '6': case '7': case '8': case '9':
      return check_number (self);
    default:
      return fail (self, self->at, "expected a value");
    }
}

static gboolean
check_value (Check *self, guint depth)
{
  skip_space (self);
  if (!check_bare_value (self, depth))
    return FALSE;
  skip_space (self);
  return TRUE;
}

static gboolean
check_text (Check *self)
{
  const char *wrong;

  if (!g_utf8_validate_len (self->start, self->end - self->start, &wrong))
    return fail (self, wrong, wrong < self->end && *wrong == '\0' ? "a NUL byte" : "invalid UTF-8");
  skip_space (self);
  if (self->at == self->end || *self->at != '{')
    return fail (self, self->at, "expected an object");
  if (!check_value (self, 0))
    return FALSE;
  return self->at == self->end || fail (self, self->at, "something after the object");
}

gboolean
decant_strict_json_check (const char *text, gsize length, gsize *offset, GError **error)
{
  g_autoptr (GString) keys = g_string_new (NULL);
  g_autoptr (GArray) open = g_array_new (FALSE, FALSE, sizeof (Key));
  Check self = { text, text, text + length, NULL, keys, open };

  if (check_text (&self))
    return TRUE;
  if (offset != NULL)
    *offset = self.at - text;
  g_set_error (error, DECANT_WIRE_ERROR, DECANT_WIRE_ERROR_BAD_JSON, "Not strict JSON at byte %" G_GSIZE_FORMAT ": %s.",
               (gsize) (self.at - text), self.problem);
  return FALSE;
}
