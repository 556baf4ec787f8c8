/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/fold.h"

/*
 * Tokens: folded text cut into what a term can be made of. A word is a run of letters, digits and their marks, or of
 * Hangul (so that a Latin name or a number parts from the Korean that is written on to it); a character of an unspaced
 * script and an emoji are tokens of their own. What lies between tokens is a gap.
 */

G_BEGIN_DECLS

typedef enum {
  DECANT_TOKEN_WORD,
  DECANT_TOKEN_UNSPACED,
  DECANT_TOKEN_EMOJI,
} DecantTokenKind;

typedef enum {
  DECANT_SHAPE_DIGIT = 1 << 0,
  DECANT_SHAPE_LATIN = 1 << 1,
  DECANT_SHAPE_GREEK = 1 << 2,
  DECANT_SHAPE_CYRILLIC = 1 << 3,
  DECANT_SHAPE_LETTER = 1 << 4,    /* of another script */
  DECANT_SHAPE_STRETCHED = 1 << 5, /* one character three times or more in a row */
  DECANT_SHAPE_HANGUL = 1 << 6,    /* with LETTER: Hangul alone */
} DecantTokenShape;

typedef struct {
  guint32 start, end; /* bytes of the folded text */
  guint8 kind;        /* DecantTokenKind */
  guint8 shape;       /* DecantTokenShape */
  guint8 characters;  /* of a word, 255 for more */
  guint32 word;       /* 0; the term index puts its own word here, once for all who ask */
} DecantToken;

/* @tokens: (out): array owned by @arena. Returns their number. */
guint decant_tokens_split (DecantArena *arena, const DecantFolded *folded, DecantToken **tokens);

G_END_DECLS
