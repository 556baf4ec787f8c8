/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stretched: a letter three times or more stands for one or two (cooooke, weeeed). */
#include "engine/reading-search.h"

#include "engine/unicode.h"

#include <string.h>

#define RUNS 3 /* stretched letters in one word; more are read once each */

/* @twice: a bit for each stretched letter: read it twice. */
static guint32
try_spelling (const DecantSearch *s, const DecantToken *t, guint twice, guint *n_runs)
{
  DecantSpelling spelling = { .length = 0 };
  const char *at = s->folded->text + t->start, *end = s->folded->text + t->end;

  *n_runs = 0;
  while (at < end && !spelling.too_long)
    {
      const char *start = at;
      gunichar c = decant_utf8_next (&at);
      gsize length = at - start;
      guint run = 1;

      for (; at < end && (gsize)(end - at) >= length && memcmp (at, start, length) == 0; run++)
        at += length;
      if (run >= 3 && decant_unicode_class (c) != DECANT_CLASS_DIGIT)
        {
          run = *n_runs < RUNS && twice & 1u << *n_runs ? 2 : 1;
          ++*n_runs;
        }
      for (; run > 0 && !spelling.too_long; run--)
        decant_spelling_append (&spelling, start, length);
    }
  return decant_search_find (s, &spelling);
}

void
decant_reading_stretched (DecantSearch *self, guint i)
{
  const DecantToken *t = &self->tokens[i];
  guint n_runs = 0;
  guint32 word = 0;

  for (int twice = (1 << RUNS) - 1; word == 0 && twice >= 0; twice--)
    word = try_spelling (self, t, twice, &n_runs);
  if (n_runs > 0)
    decant_search_add (self, i, i + 1, t->start, t->end, word, DECANT_READING_STRETCHED);
}
