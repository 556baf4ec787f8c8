/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/fold.h"

/*
 * N-grams: a text as a bag of hashed pieces, for the part of a model that knows how sellers write beyond any list of
 * words. A piece is a run of two to four characters within a word (its borders included), a word, or two words that
 * follow each other; it becomes a bucket, a number below 2^bits.
 *
 * Nothing that names a person can be remembered: before pieces are taken, an identifier becomes its kind, a handle or a
 * link becomes one sign, and a number becomes "0" whatever its length (test-ngrams.c).
 *
 * Works on folded text, reads the first DECANT_NGRAM_CHARACTERS characters at most, and is the same for training and
 * scan.
 */

G_BEGIN_DECLS

#define DECANT_NGRAM_CHARACTERS 8192
#define DECANT_NGRAM_MAX_BITS 20

/* A word of the text and the buckets that were first seen in it: buckets [first, next). */
typedef struct
{
  guint32 start, end; /* bytes of the source */
  guint32 first, next;
} DecantNgramWord;

typedef struct
{
  const guint32 *buckets; /* each once; owned by the arena */
  guint n_buckets;
  const DecantNgramWord *words; /* in the order of the text; owned by the arena */
  guint n_words;
} DecantNgrams;

/* @identifiers: those of the text, ordered by start. @bits: 8 to DECANT_NGRAM_MAX_BITS. */
void decant_ngrams_read (DecantArena *arena,
                         const DecantFolded *folded,
                         const DecantIdentifier *identifiers,
                         guint n_identifiers,
                         guint bits,
                         DecantNgrams *out);

G_END_DECLS
