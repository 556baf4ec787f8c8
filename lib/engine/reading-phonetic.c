/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Phonetic: a clear word spelt as it sounds or with one slip (cokaine, ketamin, xanaks, марихуанна). */
#include "engine/reading-search.h"

void
decant_reading_phonetic (DecantSearch *self, guint i)
{
  const DecantToken *t = &self->tokens[i];

  if (t->word != 0)
    return;
  decant_search_add (self, i, i + 1, t->start, t->end,
                     decant_sounds_find (self->sounds, self->folded->text + t->start, t->end - t->start, t->characters),
                     DECANT_READING_PHONETIC);
}
