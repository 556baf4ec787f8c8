/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/tokens.h"
#include "engine/words.h"

/*
 * Readings: other ways to read tokens that look disguised (docs/ENGINE.md has the rules). A respelling says that some
 * tokens, with what lies between them, may stand for a word of the index. Immutable; look-ups are bounded for each
 * byte of any text.
 */

G_BEGIN_DECLS

typedef struct {
  guint32 first, next; /* tokens [first, next) */
  guint32 start, end;  /* bytes of the folded text, disguise included */
  guint32 word;        /* of the index */
  guint8 reading;      /* DecantReading */
} DecantRespelling;

typedef struct _DecantReadings DecantReadings;

/* @words: all words of the index with their traits; outlives the readings. */
DecantReadings *decant_readings_new (const DecantWords *words);
void decant_readings_free (DecantReadings *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantReadings, decant_readings_free)

/* @respellings: (out): array owned by @arena, ordered by first. Returns their number. */
guint decant_readings_find (const DecantReadings *self,
                            DecantArena *arena,
                            const DecantFolded *folded,
                            const DecantToken *tokens,
                            guint n_tokens,
                            const DecantRespelling **respellings);

G_END_DECLS
