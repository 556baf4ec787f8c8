/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/words.h"

/*
 * Sounds: the clear words of an index that a misspelt word may stand for. A word is one when it sounds like it
 * (sound-key.h), or when one letter is replaced, left out, put in, or has changed places with the next; the first
 * letter stays. Ordinary words that happen to be that near (heroism, morphing) are known (data/neighbours/) and stand
 * for nothing.
 */

G_BEGIN_DECLS

typedef struct _DecantSounds DecantSounds;

/* @words: with their traits; outlives the sounds. */
DecantSounds *decant_sounds_new (const DecantWords *words);
void decant_sounds_free (DecantSounds *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantSounds, decant_sounds_free)

/* The word that the folded @text of @characters characters may be meant for, or 0: also when it is itself a word of
 * the index, or an ordinary one. Costs a few look-ups for each letter, of 24 at most. */
guint32 decant_sounds_find (const DecantSounds *self, const char *text, gsize length, guint characters);
/* The same for words that data/neighbours/ has: for those who make that list. */
guint32 decant_sounds_find_any (const DecantSounds *self, const char *text, gsize length, guint characters);
/* Whether data/neighbours/ has the word. */
gboolean decant_sounds_is_innocent (const DecantSounds *self, const char *text, gsize length);

G_END_DECLS
