/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/shape.h"

#include "engine/unicode.h"

#include <string.h>

/* General category Sc in https://www.unicode.org/Public/15.0.0/ucd/UnicodeData.txt, without the historic ones. */
static gboolean
is_currency (gunichar c)
{
  return (c >= 0xa2 && c <= 0xa5) || (c >= 0x20a0 && c <= 0x20c0) || c == 0x58f || c == 0x60b || c == 0x9f2 || c == 0x9f3
         || c == 0xe3f || c == 0x17db || c == 0xfdfc;
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

static DecantSymbols
ascii_symbol (char c)
{
  switch (c)
    {
    case '@': return DECANT_SYMBOL_AT;
    case '#': return DECANT_SYMBOL_HASH;
    case '.': return DECANT_SYMBOL_DOT;
    case ':': return DECANT_SYMBOL_COLON;
    case '/': return DECANT_SYMBOL_SLASH;
    case '+': return DECANT_SYMBOL_PLUS;
    case '%': return DECANT_SYMBOL_PERCENT;
    case '*': return DECANT_SYMBOL_STAR;
    case '$': return DECANT_SYMBOL_CURRENCY;
    default: return 0;
    }
}

typedef struct {
  gsize run_start;       /* of the run without white space */
  gboolean in_word, line_has_text;
  char before;           /* the byte before */
} Walk;

static void
end_run (Walk *walk, DecantShape *out, gsize at)
{
  out->longest = MAX (out->longest, (guint) (at - walk->run_start));
  walk->run_start = at + 1;
}

static void
read_ascii (Walk *walk, DecantShape *out, char c, gsize at)
{
  gboolean word = g_ascii_isalnum (c);

  out->digits += g_ascii_isdigit (c);
  out->words += word && !walk->in_word;
  walk->in_word = word;
  out->symbols |= ascii_symbol (c);
  out->hashtags += walk->before == '#' && word;
  if (g_ascii_isspace (c))
    {
      end_run (walk, out, at);
      out->lines += (c == '\n' || c == '\r') && walk->line_has_text;
      if (c == '\n' || c == '\r')
        walk->line_has_text = FALSE;
    }
  else
    walk->line_has_text = TRUE;
}

static void
read_wide (Walk *walk, DecantShape *out, gunichar c)
{
  gboolean unspaced = decant_char_is_unspaced (c);
  gboolean word = !unspaced && decant_char_is_word (c);

  walk->line_has_text = TRUE;
  out->unspaced += unspaced;
  out->words += word && !walk->in_word;
  walk->in_word = word;
  out->hashtags += walk->before == '#' && (word || unspaced);
  if (decant_char_is_emoji (c))
    out->emoji++;
  else if (is_currency (c))
    out->symbols |= DECANT_SYMBOL_CURRENCY;
}

void
decant_shape_read (const DecantFolded *folded, DecantShape *out)
{
  const char *text = folded->text, *end = text + folded->length;
  Walk walk = { 0 };

  *out = (DecantShape){ 0 };
  for (const char *p = text; p < end; p = g_utf8_next_char (p))
    {
      if ((guchar) *p < 0x80)
        read_ascii (&walk, out, *p, (gsize) (p - text));
      else
        read_wide (&walk, out, g_utf8_get_char (p));
      walk.before = *p;
    }
  end_run (&walk, out, folded->length);
  out->lines += walk.line_has_text;
  out->words += out->unspaced / 2;
}
