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
  ASCII_DIGIT = 1 << 9,
  ASCII_WORD = 1 << 10,
  ASCII_SPACE = 1 << 11,
  ASCII_LINE_END = 1 << 12,
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
  ['0' ... '9'] = ASCII_DIGIT | ASCII_WORD,
  ['A' ... 'Z'] = ASCII_WORD,
  ['a' ... 'z'] = ASCII_WORD,
  [' '] = ASCII_SPACE,
  ['\t'] = ASCII_SPACE,
  ['\f'] = ASCII_SPACE,
  ['\n'] = ASCII_SPACE | ASCII_LINE_END,
  ['\r'] = ASCII_SPACE | ASCII_LINE_END,
};

typedef struct
{
  gsize run_start; /* of the run without white space */
  gboolean in_word, line_has_text;
  char before; /* the first byte of the character before */
} Walk;

static void
end_run (Walk *walk, DecantShape *out, gsize at)
{
  out->longest = MAX (out->longest, (guint) (at - walk->run_start));
  walk->run_start = at + 1;
}

static inline void
read_ascii (Walk *walk, DecantShape *out, char c, gsize at)
{
  guint16 traits = ascii_traits[(guchar) c];
  gboolean word = (traits & ASCII_WORD) != 0;

  out->digits += (traits & ASCII_DIGIT) != 0;
  out->words += word & !walk->in_word;
  walk->in_word = word;
  out->symbols |= traits & (ASCII_DIGIT - 1);
  out->hashtags += (walk->before == '#') & word;
  walk->line_has_text |= !(traits & ASCII_SPACE);
  if (traits & ASCII_SPACE)
    end_run (walk, out, at);
  if (traits & ASCII_LINE_END)
    {
      out->lines += walk->line_has_text;
      walk->line_has_text = FALSE;
    }
}

static inline void
read_wide (Walk *walk, DecantShape *out, const char *p, guint8 class)
{
  gboolean unspaced = decant_class_is_unspaced (class), word = !unspaced && decant_class_is_word (class);

  walk->line_has_text = TRUE;
  out->unspaced += unspaced;
  out->words += word && !walk->in_word;
  walk->in_word = word;
  out->hashtags += walk->before == '#' && (word || unspaced);
  if (class == DECANT_CLASS_EMOJI)
    out->emoji++;
  else if (!word && is_currency (decant_utf8_next (&p)))
    out->symbols |= DECANT_SYMBOL_CURRENCY;
}

void
decant_shape_read (const DecantFolded *folded, DecantShape *out)
{
  const char *text = folded->text;
  DecantShape shape = { 0 };
  Walk walk = { 0 };

  for (gsize i = 0; i < folded->length; i++)
    {
      if ((guchar) text[i] < 0x80)
        read_ascii (&walk, &shape, text[i], i);
      else if (!(folded->classes[i] & DECANT_CLASS_INSIDE))
        read_wide (&walk, &shape, text + i, folded->classes[i]);
      else
        continue;
      walk.before = text[i];
    }
  end_run (&walk, &shape, folded->length);
  shape.lines += walk.line_has_text;
  shape.words += shape.unspaced / 2;
  *out = shape;
}
