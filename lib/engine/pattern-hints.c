/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * PCRE2's just-in-time compiler tries the words of (?:grams?|oz|pills?|…) one after the other at every place, and again
 * for each way in which the number before may be read. Most places are done with after one look at the next character.
 */
#include "engine/pattern-hints.h"

#include <string.h>

#define LEAST_CHOICES 4
#define DEEPEST 32

const char *
decant_pattern_skip_class (const char *p)
{
  p++;
  p += *p == '^';
  p += *p == ']';
  while (*p != '\0' && *p != ']')
    p += *p == '\\' && p[1] != '\0' ? 2 : 1;
  return *p == ']' ? p + 1 : p;
}

/* Adds the first character of the choice at @p to the class; FALSE when it is not one certain character. */
static gboolean
add_first (GString *class, const char *p)
{
  const char *next;

  if (*p == '\\')
    {
      if (g_ascii_isalnum (p[1]) || (guchar) p[1] <= ' ' || (guchar) p[1] >= 0x7f)
        return FALSE;
      g_string_append_len (class, p, 2);
      next = p + 2;
    }
  else
    {
      if (*p == '\0' || strchr (".[(^$?*+{|)", *p) != NULL)
        return FALSE;
      next = g_utf8_next_char (p);
      if (next - p == 1 && !g_ascii_isalnum (*p))
        g_string_append_c (class, '\\');
      g_string_append_len (class, p, next - p);
    }
  return *next != '?' && *next != '*' && *next != '{';
}

/* The first characters of the choices from @p, which is behind "(?:", to the end of the group; NULL without them. */
static char *
first_characters (const char *p)
{
  g_autoptr (GString) class = g_string_new (NULL);
  guint depth = 0, choices = 1;

  if (!add_first (class, p))
    return NULL;
  while (*p != '\0' && (*p != ')' || depth > 0))
    if (*p == '\\' && p[1] != '\0')
      p += 2;
    else if (*p == '[')
      p = decant_pattern_skip_class (p);
    else
      {
        if (*p == '|' && depth == 0 && (choices++, !add_first (class, p + 1)))
          return NULL;
        depth += *p == '(';
        depth -= *p == ')';
        p++;
      }
  return *p == ')' && choices >= LEAST_CHOICES ? g_string_free (g_steal_pointer (&class), FALSE) : NULL;
}

/* Copies what is at @p, and a hint where a group with one begins. */
static const char *
copy_group_start (GString *out, const char *p, gboolean *hinted)
{
  g_autofree char *class = g_str_has_prefix (p, "(?:") ? first_characters (p + 3) : NULL;

  *hinted = class != NULL;
  if (class == NULL)
    {
      g_string_append_c (out, *p);
      return p + 1;
    }
  g_string_append_printf (out, "(?:(?=[%s])(?:", class);
  return p + 3;
}

gboolean
decant_pattern_is_unusual (const char *pattern)
{
  if (strstr (pattern, "\\Q") != NULL || strstr (pattern, "[:") != NULL || strstr (pattern, "(?#") != NULL)
    return TRUE;
  for (const char *p = pattern; (p = strstr (p, "(?")) != NULL; p += 2)
    if (g_ascii_isalpha (p[2]) || p[2] == '^' || p[2] == '-')
      return TRUE;
  return FALSE;
}

char *
decant_pattern_add_hints (const char *pattern)
{
  g_autoptr (GString) out = g_string_new (NULL);
  gboolean hinted[DEEPEST] = { FALSE };
  guint depth = 0;

  if (decant_pattern_is_unusual (pattern))
    return g_strdup (pattern);
  for (const char *p = pattern; *p != '\0';)
    {
      const char *next = p + 1;
      if (*p == '\\' && p[1] != '\0')
        next = p + 2;
      else if (*p == '[')
        next = decant_pattern_skip_class (p);
      else if (*p == '(')
        {
          if (++depth == DEEPEST)
            return g_strdup (pattern);
          p = copy_group_start (out, p, &hinted[depth]);
          continue;
        }
      else if (*p == ')' && depth > 0 && hinted[depth--])
        g_string_append_c (out, ')');
      g_string_append_len (out, p, next - p);
      p = next;
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}
