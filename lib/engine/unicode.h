/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/*
 * Unicode facts as tables, made at build time by unicode-tables.py from data/unicode/. Only fold, tokens, readings,
 * shape and the scanner (for its digest) look here.
 */

G_BEGIN_DECLS

typedef enum {
  DECANT_CLASS_OTHER, /* punctuation, symbols, controls, unassigned */
  DECANT_CLASS_SPACE,
  DECANT_CLASS_DIGIT,
  DECANT_CLASS_LATIN,
  DECANT_CLASS_GREEK,
  DECANT_CLASS_CYRILLIC,
  DECANT_CLASS_LETTER,   /* of another script that separates words */
  DECANT_CLASS_MARK,     /* belongs to the character before */
  DECANT_CLASS_UNSPACED, /* Chinese, Japanese, Thai, …: words follow each other without spaces */
  DECANT_CLASS_EMOJI,
} DecantClass;

/* What a character folds to: values of the fold table from DECANT_FOLD_FIRST_SEQUENCE on are positions in the
 * sequences. */
enum {
  DECANT_FOLD_IDENTITY,
  DECANT_FOLD_IGNORED, /* a default-ignorable */
  DECANT_FOLD_DROPPED, /* an accent, a skin tone, a stretcher */
  DECANT_FOLD_COMBINING, /* itself, but may join or swap places with what is before */
  DECANT_FOLD_FIRST_SEQUENCE,
};

enum {
  DECANT_SEQUENCE_COMPLEX = 1, /* holds combining characters */
  DECANT_SEQUENCE_DECORATED = 2,
};

typedef struct {
  guint32 start;
  guint8 length, flags;
} DecantFoldSequence;

typedef struct {
  guint32 code;
  guint8 combining_class;
} DecantCombiningClass;

typedef struct {
  guint32 first, second, composed;
} DecantComposition;

typedef struct {
  guint32 code;
  guint8 ascii;
} DecantConfusable;

#define DECANT_TABLE_SHIFT 7
extern const guint16 decant_fold_index[], decant_fold_blocks[], decant_class_index[];
extern const guint8 decant_class_blocks[], decant_fold_pool[];
extern const DecantFoldSequence decant_fold_sequences[];
extern const DecantCombiningClass decant_combining_classes[];
extern const DecantComposition decant_compositions[]; /* by first, then second; neither Hangul nor dropped marks */
extern const DecantConfusable decant_confusables[];
extern const gsize decant_n_combining_classes, decant_n_compositions, decant_n_confusables;

static inline guint16
decant_unicode_fold_value (gunichar c)
{
  return decant_fold_blocks[(decant_fold_index[c >> DECANT_TABLE_SHIFT] << DECANT_TABLE_SHIFT) | (c & 127)];
}

static inline DecantClass
decant_unicode_class (gunichar c)
{
  return decant_class_blocks[(decant_class_index[c >> DECANT_TABLE_SHIFT] << DECANT_TABLE_SHIFT) | (c & 127)];
}

/* Reads one character of valid UTF-8 and moves *@text behind it. */
static inline gunichar
decant_utf8_next (const char **text)
{
  const guint8 *s = (const guint8 *) *text;

  if (s[0] < 0x80)
    {
      *text += 1;
      return s[0];
    }
  if (s[0] < 0xE0)
    {
      *text += 2;
      return (s[0] & 0x1F) << 6 | (s[1] & 0x3F);
    }
  if (s[0] < 0xF0)
    {
      *text += 3;
      return (s[0] & 0x0F) << 12 | (s[1] & 0x3F) << 6 | (s[2] & 0x3F);
    }
  *text += 4;
  return (gunichar) (s[0] & 0x07) << 18 | (s[1] & 0x3F) << 12 | (s[2] & 0x3F) << 6 | (s[3] & 0x3F);
}

/* The start of the character before @position, which is not 0. */
static inline gsize
decant_utf8_previous (const char *text, gsize position)
{
  do
    position--;
  while (position > 0 && ((guint8) text[position] & 0xC0) == 0x80);
  return position;
}

/* Korean puts spaces between phrases, not words: particles and verbs join their noun. */
static inline gboolean
decant_unicode_is_hangul (gunichar c)
{
  return (c >= 0xac00 && c <= 0xd7ff) || (c >= 0x1100 && c <= 0x11ff) || (c >= 0x3130 && c <= 0x318f);
}

guint8 decant_unicode_combining_class (gunichar c);
/* 0 where there is no composition. Hangul included. */
gunichar decant_unicode_compose (gunichar first, gunichar second);
gboolean decant_unicode_decompose (gunichar composed, gunichar *first, gunichar *second);
/* The ASCII letter or digit that a letter of another script passes for, or 0. */
char decant_unicode_confusable (gunichar c);

/* Names the tables: the version of Unicode and of our own folds. Part of the scanner's digest. */
#define DECANT_UNICODE_VERSION "15.0.0-decant2"

G_END_DECLS
