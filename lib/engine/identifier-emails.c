/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/identifier-finder.h"

#include <string.h>

static const char *
domain_end (const DecantFinder *self, const char *p)
{
  const char *to = decant_finder_name_end (self, p, ".-"), *dot;

  while (to > p && strchr (".-", to[-1]) != NULL)
    to--;
  dot = g_strrstr_len (p, to - p, ".");
  if (dot == NULL || dot == p || to - dot < 3 || !g_ascii_isalpha (dot[1]))
    return NULL;
  return to;
}

void
decant_find_emails (DecantFinder *self)
{
  for (const char *p = self->text; (p = memchr (p, '@', (gsize)(self->end - p))) != NULL; p++)
    {
      const char *from = p, *to;
      while (from > self->text && p - from < 64
             && (decant_is_name_char (from[-1]) || from[-1] == '+' || from[-1] == '%'))
        from--;
      to = from < p ? domain_end (self, p + 1) : NULL;
      if (to != NULL)
        decant_finder_add (self, from, to, "email", decant_finder_copy (self, from, to));
    }
}
