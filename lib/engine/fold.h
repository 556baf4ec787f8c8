/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/arena.h"
#include "engine/assessment.h"

/*
 * Folding: text as a matcher reads it, with the way back.
 *
 * NFKC_Casefold (UAX #44) after stripping the combining marks of Latin, Greek, Cyrillic, Arabic and Hebrew;
 * default-ignorables and bidi controls dropped; enclosed and small-capital letters, letters with a stroke, digits,
 * quotes, dashes, emoji variation selectors and skin tones folded (docs/ENGINE.md). Canonically equivalent texts fold
 * alike, and folding is idempotent. The result is never longer than 4 × the source.
 */

G_BEGIN_DECLS

typedef enum {
  DECANT_FOLD_COMPATIBILITY = 1 << 0, /* full-width, enclosed, mathematical or small-capital letters were folded */
  DECANT_FOLD_IGNORABLE = 1 << 1,     /* a zero-width or other ignorable character was dropped between letters */
  DECANT_FOLD_DECODED = 1 << 2,       /* was in code: never set by decant_fold(), see encoded.h */
} DecantFoldFlags;

typedef struct {
  const char *text;     /* UTF-8, NUL-terminated; owned by the arena */
  gsize length;         /* bytes */
  const guint32 *map;   /* length + 1 offsets, ascending: byte i of text comes from source byte map[i], and map[length]
                         * is the source length. The source end of a folded span [a, b) is the start of the source
                         * character after the one that made byte b - 1: use decant_folded_to_source(). */
  const guint8 *flags;  /* NULL, or length DecantFoldFlags: how each byte came about */
  const guint8 *classes; /* length + 1: what each byte is part of, see classes.h */
  const char *source;
  gsize source_length;
} DecantFolded;

/* @source: @length bytes of valid UTF-8, must outlive @out. */
void decant_fold (DecantArena *arena, const char *source, gsize length, DecantFolded *out);

/* The source span of folded bytes [start, end), start < end: whole source characters, trailing combining marks and
 * ignorables of the last character included. */
DecantSpan decant_folded_to_source (const DecantFolded *self, gsize start, gsize end);

G_END_DECLS
