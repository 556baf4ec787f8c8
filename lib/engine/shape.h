/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/fold.h"
#include "engine/unicode.h"

/*
 * The shape of a text: what one cheap pass over its folded bytes can tell. Gates read it before any pattern runs, and
 * features count with it.
 */

G_BEGIN_DECLS

typedef enum {
  DECANT_SYMBOL_AT = 1 << 0,
  DECANT_SYMBOL_HASH = 1 << 1,
  DECANT_SYMBOL_DOT = 1 << 2,
  DECANT_SYMBOL_COLON = 1 << 3,
  DECANT_SYMBOL_SLASH = 1 << 4,
  DECANT_SYMBOL_PLUS = 1 << 5,
  DECANT_SYMBOL_PERCENT = 1 << 6,
  DECANT_SYMBOL_STAR = 1 << 7,
  DECANT_SYMBOL_CURRENCY = 1 << 8, /* a currency sign */
} DecantSymbols;

typedef struct {
  guint digits;  /* ASCII digits (folding made them so) */
  guint longest; /* bytes of the longest run without ASCII white space */
  guint words;   /* runs of letters and digits; a run of an unspaced script counts one for two characters */
  guint lines;   /* lines that are not blank */
  guint emoji;   /* pictographs */
  guint hashtags;
  guint unspaced; /* letters of scripts without spaces */
  DecantSymbols symbols;
} DecantShape;

void decant_shape_read (const DecantFolded *folded, DecantShape *out);

/* The symbol that stands for one character of a rule's needs ("@", "#", ".", ":", "/", "+", "%", "*", "¤"), or 0. */
DecantSymbols decant_symbol_from_string (const char *symbol);

/* Character classes shared by those who walk folded text. */
static inline gboolean /* letters of Han, Kana, Hangul, Thai, Lao, Khmer, Myanmar */
decant_char_is_unspaced (gunichar c)
{
  return decant_unicode_class (c) == DECANT_CLASS_UNSPACED || decant_unicode_is_hangul (c);
}

static inline gboolean /* any other letter or digit, or a combining mark */
decant_char_is_word (gunichar c)
{
  DecantClass class = decant_unicode_class (c);

  if (c < 0x80)
    return g_ascii_isalnum ((char) c);
  return class >= DECANT_CLASS_DIGIT && class <= DECANT_CLASS_MARK && !decant_unicode_is_hangul (c);
}

static inline gboolean
decant_char_is_emoji (gunichar c)
{
  return decant_unicode_class (c) == DECANT_CLASS_EMOJI;
}

G_END_DECLS
