/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/tokens.h"
#include "engine/words.h"

/*
 * Readings: other ways to read tokens that look disguised. A respelling says that some tokens, with what lies between
 * them, may stand for a word of the index. Work is bounded: at most 32 look-ups for each token or joined run.
 */

G_BEGIN_DECLS

typedef struct {
  guint32 first, next; /* tokens [first, next) */
  guint32 start, end;  /* bytes of the folded text, disguise included */
  guint32 word;        /* of the index */
  guint8 reading;      /* DecantReading */
} DecantRespelling;

/* @respellings: (out): array owned by @arena, ordered by first. Returns their number. */
guint decant_readings_find (DecantArena *arena, const DecantFolded *folded, const DecantToken *tokens, guint n_tokens,
                            const DecantWords *words, const DecantRespelling **respellings);

G_END_DECLS
