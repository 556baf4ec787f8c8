/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/identifier-finder.h"

#include <string.h>

#define MAX_NAME_BYTES 256

static gboolean
overlaps (const DecantFinder *self, DecantSpan span)
{
  for (guint i = 0; i < self->n; i++)
    if (span.start < self->found[i].span.end && self->found[i].span.start < span.end)
      return TRUE;
  return FALSE;
}

static void
add (DecantFinder *self, DecantSpan span, DecantSpan name, const char *kind, const char *value)
{
  if (self->n < DECANT_MAX_IDENTIFIERS && !overlaps (self, span))
    self->found[self->n++] = (DecantIdentifier){ span, kind, value, name };
}

static DecantSpan
span_of (const DecantFinder *self, const char *from, const char *to)
{
  return decant_folded_to_source (self->folded, (gsize)(from - self->text), (gsize)(to - self->text));
}

void
decant_finder_add_span (DecantFinder *self, DecantSpan span, const char *kind, const char *value)
{
  add (self, span, span, kind, value);
}

void
decant_finder_add (DecantFinder *self, const char *from, const char *to, const char *kind, const char *value)
{
  DecantSpan span = span_of (self, from, to);

  add (self, span, span, kind, value);
}

void
decant_finder_add_named (DecantFinder *self,
                         const char *from,
                         const char *to,
                         const char *name,
                         const char *name_end,
                         const char *kind,
                         const char *value)
{
  add (self, span_of (self, from, to), span_of (self, name, name_end), kind, value);
}

char *
decant_finder_copy (DecantFinder *self, const char *from, const char *to)
{
  return decant_arena_strndup (self->arena, from, (gsize)(to - from));
}

char
decant_finder_before (const DecantFinder *self, const char *p)
{
  return p > self->text ? p[-1] : ' ';
}

char *
decant_ascii_lower (char *text)
{
  for (char *p = text; *p != '\0'; p++)
    *p = g_ascii_tolower (*p);
  return text;
}

char *
decant_ascii_upper (char *text)
{
  for (char *p = text; *p != '\0'; p++)
    *p = g_ascii_toupper (*p);
  return text;
}

gboolean
decant_is_name_char (char c)
{
  return g_ascii_isalnum (c) || c == '_' || c == '.' || c == '-';
}

const char *
decant_finder_name_end (const DecantFinder *self, const char *p, const char *more)
{
  const char *limit = self->end - p > MAX_NAME_BYTES ? p + MAX_NAME_BYTES : self->end;

  while (p < limit && *p != '\0' && (g_ascii_isalnum (*p) || strchr (more, *p) != NULL))
    p++;
  return p;
}

gboolean
decant_finder_starts (const DecantFinder *self, const char *p, const char *with)
{
  gsize length = strlen (with);

  return (gsize)(self->end - p) >= length && memcmp (p, with, length) == 0;
}
