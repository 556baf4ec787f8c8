/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/arena.h"
#include "engine/unicode.h"

/*
 * Classes: one byte for each byte of folded text that says what character it is part of. They are read once, so that
 * all who walk the text (tokens, shape, phrases, n-grams) need neither decode nor look anything up.
 */

G_BEGIN_DECLS

enum
{
  DECANT_CLASS_MASK = 15,       /* a DecantClass */
  DECANT_CLASS_HANGUL = 1 << 4, /* also */
  DECANT_CLASS_INSIDE = 1 << 5, /* not the character's first byte */
};

/* @text: valid UTF-8. Returns @length + 1 bytes owned by @arena; the last is DECANT_CLASS_OTHER, so that no walker of
 * words needs to look for the end. */
const guint8 *decant_classes_read (DecantArena *arena, const char *text, gsize length);

/* Whether the character is a letter, digit or mark of a script that separates words, other than Hangul. */
static inline gboolean
decant_class_is_word (guint8 class)
{
  return (guint8) ((class & ~DECANT_CLASS_INSIDE) - DECANT_CLASS_DIGIT) <= DECANT_CLASS_MARK - DECANT_CLASS_DIGIT;
}

static inline gboolean /* a letter of Han, Kana, Hangul, Thai, Lao, Khmer, Myanmar */
decant_class_is_unspaced (guint8 class)
{
  return (class & DECANT_CLASS_MASK) == DECANT_CLASS_UNSPACED || class & DECANT_CLASS_HANGUL;
}

G_END_DECLS
