/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/number-units.h"

#include "engine/pattern-hints.h"

#include <string.h>

#define LEAST_UNITS 4
#define LONGEST_GAP 24 /* bytes behind a number that are passed over */

enum
{
  START_NONE,
  START_ANY,   /* of a unit, whatever the second byte is */
  START_SECOND /* the second byte says */
};

/* Signs that may stand between number and unit: all of ASCII but letters, and, of the rest, what begins like a dash, a
 * multiplication sign or a fraction. Patterns and texts are measured with the same list. */
static gboolean
is_between (guint8 c)
{
  return (c < 0x80 && !g_ascii_isalpha (c)) || c == 'x' || (c & 0xC0) == 0x80 || c == 0xC2 || c == 0xC3 || c == 0xE2;
}

static guint
hash_pair (guint8 first, guint8 second)
{
  return (first * 0x9E3Bu ^ second * 0x35Du) & 1023;
}

/* --- patterns --------------------------------------------------------------------------------------------------- */

/* Whether one certain character stands at @p, which nothing makes optional. */
static gboolean
is_certain (const char *p)
{
  const char *next = g_utf8_next_char (p);

  return *p != '\0' && strchr (".[(^$?*+{|)\\]}", *p) == NULL && *next != '?' && *next != '*' && *next != '{';
}

static gboolean
add_unit (DecantUnits *out, const char *p)
{
  guint8 first = (guint8) *p;
  const char *next = g_utf8_next_char (p);

  if (!is_certain (p) || g_ascii_isdigit (first))
    return FALSE;
  if (first < 0x80 && !is_certain (next))
    {
      out->first[first] = START_ANY;
      return TRUE;
    }
  if (out->first[first] == START_NONE)
    out->first[first] = START_SECOND;
  out->second[hash_pair (first, (guint8) p[1]) / 64] |= G_GUINT64_CONSTANT (1) << hash_pair (first, (guint8) p[1]) % 64;
  return TRUE;
}

/* The choices of the group whose first is at @p. Returns the ")" at its end, NULL where it is no plain choice. */
static const char *
read_choices (const char *p, DecantUnits *out)
{
  guint depth = 0, choices = 1;

  memset (out, 0, sizeof *out);
  if (!add_unit (out, p))
    return NULL;
  while (*p != '\0' && (*p != ')' || depth > 0))
    if (*p == '\\' && p[1] != '\0')
      p += 2;
    else if (*p == '[')
      p = decant_pattern_skip_class (p);
    else
      {
        if (*p == '|' && depth == 0 && (choices++, !add_unit (out, p + 1)))
          return NULL;
        depth += *p == '(';
        depth -= *p == ')';
        p++;
      }
  return *p == ')' && choices >= LEAST_UNITS ? p : NULL;
}

static gboolean
is_optional (const char *p)
{
  return *p == '?' || *p == '*' || (*p == '{' && p[1] == '0');
}

/* Whether "|" stands outside of all groups. */
static gboolean
has_alternatives (const char *pattern)
{
  guint depth = 0;

  for (const char *p = pattern; *p != '\0';)
    if (*p == '\\' && p[1] != '\0')
      p += 2;
    else if (*p == '[')
      p = decant_pattern_skip_class (p);
    else
      {
        if (*p == '|' && depth == 0)
          return TRUE;
        depth += *p == '(';
        depth -= *p == ')' && depth > 0;
        p++;
      }
  return FALSE;
}

/* Behind a look behind and a dot that may lead the pattern. */
static const char *
skip_lead (const char *p)
{
  if (g_str_has_prefix (p, "(?<!") || g_str_has_prefix (p, "(?<="))
    {
      while (*p != '\0' && *p != ')')
        if (*p == '[')
          p = decant_pattern_skip_class (p);
        else
          p += *p == '\\' && p[1] != '\0' ? 2 : 1;
      p += *p == ')';
    }
  return g_str_has_prefix (p, "\\.?") ? p + 3 : p;
}

/* Behind a class that holds nothing but digits and signs that may stand between; NULL for any other. */
static const char *
skip_class_between (const char *p)
{
  const char *end = decant_pattern_skip_class (p);

  if (p[1] == '^')
    return NULL;
  for (p++; p < end; p++)
    {
      if (*p == '\\' && g_ascii_isalnum (p[1]) && p[1] != 'd')
        return NULL;
      p += *p == '\\' && p[1] != '\0';
      if (*p != 'd' && !is_between ((guint8) *p))
        return NULL;
    }
  return end;
}

/* One piece of what may stand between number and units; NULL for anything else. */
static const char *
skip_between (const char *p)
{
  if (*p == '[')
    return skip_class_between (p);
  if (*p == '\\')
    return p[1] == 'd' || g_ascii_ispunct (p[1]) ? p + 2 : NULL;
  if (g_str_has_prefix (p, "(?:"))
    return p + 3;
  if (*p == '(' || *p == '^' || *p == '$' || *p == '.')
    return NULL;
  return is_between ((guint8) *p) ? p + 1 : NULL;
}

gboolean
decant_units_read (const char *pattern, DecantUnits *out)
{
  const char *p = skip_lead (pattern), *end;
  guint depth = 0;

  if (decant_pattern_is_unusual (pattern) || has_alternatives (pattern) || !g_str_has_prefix (p, "\\d")
      || is_optional (p + 2))
    return FALSE;
  while (p != NULL && *p != '\0')
    {
      end = g_str_has_prefix (p, "(?:") ? read_choices (p + 3, out) : NULL;
      if (end != NULL)
        return depth == 0 && !is_optional (end + 1);
      depth += *p == '(';
      depth -= *p == ')' && depth > 0;
      p = skip_between (p);
    }
  return FALSE;
}

/* --- texts ------------------------------------------------------------------------------------------------------ */

void
decant_followers_read (const DecantFolded *folded, DecantFollowers *out)
{
  const guint8 *text = (const guint8 *) folded->text;

  out->n = 0;
  out->too_many = FALSE;
  for (gsize i = 1; i < folded->length && !out->too_many; i++)
    {
      gsize stop = MIN (folded->length, i + LONGEST_GAP), at = i;
      if (!g_ascii_isdigit (text[i - 1]) || g_ascii_isdigit (text[i]))
        continue;
      for (gboolean between = TRUE; at < stop && between && !g_ascii_isdigit (text[at]); at++)
        {
          between = is_between (text[at]);
          if (out->n == DECANT_MAX_FOLLOWERS)
            break;
          out->bytes[out->n][0] = text[at];
          out->bytes[out->n++][1] = text[at + 1];
        }
      out->too_many = out->n == DECANT_MAX_FOLLOWERS || at == i + LONGEST_GAP;
    }
}

gboolean
decant_units_may_follow (const DecantUnits *self, const DecantFollowers *followers)
{
  if (followers->too_many)
    return TRUE;
  for (guint i = 0; i < followers->n; i++)
    {
      guint8 first = followers->bytes[i][0];
      guint bit = hash_pair (first, followers->bytes[i][1]);
      if (self->first[first] == START_ANY
          || (self->first[first] == START_SECOND && self->second[bit / 64] >> bit % 64 & 1))
        return TRUE;
    }
  return FALSE;
}
