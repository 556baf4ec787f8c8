/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/fold.h"

/*
 * Phrases: a table of words and word sequences, each with a value, found in folded text in one pass.
 *
 * A phrase is tokens separated by single spaces. A token that ends in "*" also matches longer words that begin with
 * it ("dostaw*": dostawa, dostawy). Between tokens the text may have one to three characters that are neither letters
 * nor line ends. A phrase that begins with an emoji or sign, or has a character of an unspaced script,
 * matches anywhere, byte by byte. Frozen by the first match; then immutable, any number of threads may match.
 */

G_BEGIN_DECLS

typedef struct _DecantPhrases DecantPhrases;

typedef struct {
  guint32 start, end; /* bytes of the folded text */
  guint value;
} DecantPhraseMatch;

DecantPhrases *decant_phrases_new (void);
void decant_phrases_free (DecantPhrases *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantPhrases, decant_phrases_free)

/* @phrase is folded here. Returns FALSE when nothing is left of it, or it has over 8 tokens or 200 bytes. */
gboolean decant_phrases_add (DecantPhrases *self, const char *phrase, guint value);

/* @matches: (out): owned by @arena, ordered by start, at most one per value at each start, the longest; at most
 * @limit in all. Returns their number. */
guint decant_phrases_match (const DecantPhrases *self, DecantArena *arena, const DecantFolded *folded, guint limit,
                            const DecantPhraseMatch **matches);

G_END_DECLS
