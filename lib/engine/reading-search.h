/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/readings.h"
#include "engine/sounds.h"

/* What the readings share: one search over one text. Private to readings.c and reading-*.c. */

G_BEGIN_DECLS

typedef struct _DecantMasks DecantMasks;

typedef struct {
  const DecantWords *words;
  const DecantWords *hashtag_words;
  const DecantMasks *masks;
  const DecantSounds *sounds;
  DecantArena *arena;
  const DecantFolded *folded;
  const DecantToken *tokens;
  guint n_tokens;
  DecantRespelling *found;
  guint n_found, capacity;
} DecantSearch;

/* A candidate spelling being put together: 64 bytes are more than any word that is worth a look. */
typedef struct {
  char text[64];
  gsize length;
  gboolean too_long;
} DecantSpelling;

void decant_spelling_append (DecantSpelling *self, const char *text, gsize length);

/* Adds @word (0: nothing) as read in tokens [first, next), bytes [start, end). */
void decant_search_add (DecantSearch *self,
                        guint first,
                        guint next,
                        guint start,
                        guint end,
                        guint32 word,
                        guint8 reading);
guint32 decant_search_find (const DecantSearch *self, const DecantSpelling *spelling); /* 0: no such word */

/* The readings. Each looks at token @i, and adds what it finds there. */
void decant_reading_leet (DecantSearch *self, guint i);
void decant_reading_separated (DecantSearch *self, guint i);
void decant_reading_flags (DecantSearch *self, guint i);
void decant_reading_stretched (DecantSearch *self, guint i);
void decant_reading_hashtag (DecantSearch *self, guint i);
void decant_reading_link (DecantSearch *self, guint i);
void decant_reading_mixed_script (DecantSearch *self, guint i);
void decant_reading_masked (DecantSearch *self, guint i);
void decant_reading_phonetic (DecantSearch *self, guint i);

/* The word that a text of letters, digits and symbols spells when digits and symbols stand for letters; or 0. */
guint32 decant_leet_find (const DecantSearch *self, const char *text, gsize length);

DecantMasks *decant_masks_new (const DecantWords *words);
void decant_masks_free (DecantMasks *self);
DecantWords *decant_hashtag_words_new (void);

G_END_DECLS
