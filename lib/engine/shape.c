/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/shape.h"

#include "engine/classes.h"

#include <string.h>

/* General category Sc in https://www.unicode.org/Public/15.0.0/ucd/UnicodeData.txt, without the historic ones. */
static gboolean
is_currency (gunichar c)
{
  return (c >= 0xa2 && c <= 0xa5) || (c >= 0x20a0 && c <= 0x20c0) || c == 0x58f || c == 0x60b || c == 0x9f2
         || c == 0x9f3 || c == 0xe3f || c == 0x17db || c == 0xfdfc;
}

DecantSymbols
decant_symbol_from_string (const char *symbol)
{
  static const char marks[] = "@#.:/+%*";
  const char *found;

  if (g_str_equal (symbol, "¤"))
    return DECANT_SYMBOL_CURRENCY;
  if (symbol[0] == '\0' || symbol[1] != '\0' || (found = strchr (marks, symbol[0])) == NULL)
    return 0;
  return (DecantSymbols) (1u << (found - marks));
}

/* What an ASCII character adds: its symbol, and more. */
enum
{
  SYMBOLS = (1 << 9) - 1,
  DIGIT = 1 << 9,
  SPACE = 1 << 10,
  LINE_END = 1 << 11,
};

static const guint16 ascii_traits[128] = {
  ['@'] = DECANT_SYMBOL_AT,
  ['#'] = DECANT_SYMBOL_HASH,
  ['.'] = DECANT_SYMBOL_DOT,
  [':'] = DECANT_SYMBOL_COLON,
  ['/'] = DECANT_SYMBOL_SLASH,
  ['+'] = DECANT_SYMBOL_PLUS,
  ['%'] = DECANT_SYMBOL_PERCENT,
  ['*'] = DECANT_SYMBOL_STAR,
  ['$'] = DECANT_SYMBOL_CURRENCY,
  ['0' ... '9'] = DIGIT,
  [' '] = SPACE,
  ['\t'] = SPACE,
  ['\f'] = SPACE,
  ['\n'] = SPACE | LINE_END,
  ['\r'] = SPACE | LINE_END,
};

typedef struct
{
  guint run; /* bytes since white space */
  gboolean in_word, line_has_text;
} Walk;

/* Digits, symbols and ends of lines are rare: letters and spaces, which come most, shall cost little. */
static void
read_rare (Walk *walk, DecantShape *out, guint16 traits, guint8 next_class)
{
  out->digits += (traits & DIGIT) != 0;
  out->symbols |= traits & SYMBOLS;
  if (traits & DECANT_SYMBOL_HASH)
    out->hashtags += decant_class_is_word (next_class) || decant_class_is_unspaced (next_class);
  if (traits & LINE_END)
    {
      out->lines += walk->line_has_text != 0;
      walk->line_has_text = FALSE;
    }
}

/* What is beyond ASCII and no letter of a word. */
static void
read_wide (DecantShape *out, const char *p, guint8 class)
{
  out->unspaced += decant_class_is_unspaced (class);
  if (class == DECANT_CLASS_EMOJI)
    out->emoji++;
  else if (is_currency (decant_utf8_next (&p)))
    out->symbols |= DECANT_SYMBOL_CURRENCY;
}

void
decant_shape_read (const DecantFolded *folded, DecantShape *out)
{
  const char *text = folded->text;
  const guint8 *classes = folded->classes;
  gsize length = folded->length;
  DecantShape shape = { 0 };
  Walk walk = { 0 };

  for (gsize i = 0; i < length; i++)
    {
      guint8 c = (guint8) text[i];
      guint16 traits = c < 0x80 ? ascii_traits[c] : 0;
      gboolean word = decant_class_is_word (classes[i]);

      walk.run = traits & SPACE ? 0 : walk.run + 1;
      walk.line_has_text |= walk.run;
      shape.longest = MAX (shape.longest, walk.run);
      shape.words += word & !walk.in_word;
      walk.in_word = word;
      if (traits & (SYMBOLS | DIGIT | LINE_END))
        read_rare (&walk, &shape, traits, classes[i + 1]);
      else if ((c >= 0xC0) & !word)
        read_wide (&shape, text + i, classes[i]);
    }
  shape.lines += walk.line_has_text != 0;
  shape.words += shape.unspaced / 2;
  *out = shape;
}
