/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Mixed script: letters of one script that pass for those of another (cосаine with Cyrillic о, с, а).
 *
 * Only tokens of two scripts are read so, and tokens wholly in Cyrillic or Greek that stand among Latin words: the
 * skeleton of honest Cyrillic is nonsense, or by chance another word (соке, "in juice").
 */
#include "engine/reading-search.h"

#include "engine/unicode.h"

#include <string.h>

#define SCRIPTS (DECANT_SHAPE_LATIN | DECANT_SHAPE_GREEK | DECANT_SHAPE_CYRILLIC | DECANT_SHAPE_LETTER)
#define LONGEST 48 /* bytes of a token that are worth a look */

/* The Latin letter that a folded character passes for: as it was written first, for capitals pass for other letters. */
static char
look_alike (const DecantSearch *s, guint at, gunichar folded)
{
  const char *source = s->folded->source + s->folded->map[at];
  char ascii = decant_unicode_confusable (decant_utf8_next (&source));

  return ascii != 0 ? ascii : decant_unicode_confusable (folded);
}

static guint32
find_latin (const DecantSearch *s, const DecantToken *t)
{
  DecantSpelling spelling = { .length = 0 };
  const char *text = s->folded->text, *at = text + t->start;

  while (at < text + t->end)
    {
      const char *start = at;
      gunichar c = decant_utf8_next (&at);
      char ascii = look_alike (s, start - text, c);

      if (ascii != 0)
        decant_spelling_append (&spelling, &ascii, 1);
      else if (decant_unicode_class (c) == DECANT_CLASS_LATIN || decant_unicode_class (c) == DECANT_CLASS_DIGIT)
        decant_spelling_append (&spelling, start, at - start);
      else
        return 0;
    }
  return decant_search_find (s, &spelling);
}

/* The other way: Latin letters in a Cyrillic word. */
static guint32
find_cyrillic (const DecantSearch *s, const DecantToken *t)
{
  static const char *cyrillic[26] = { ['a' - 'a'] = "а", ['b' - 'a'] = "в", ['c' - 'a'] = "с", ['e' - 'a'] = "е",
                                      ['h' - 'a'] = "н", ['i' - 'a'] = "і", ['k' - 'a'] = "к", ['m' - 'a'] = "м",
                                      ['n' - 'a'] = "п", ['o' - 'a'] = "о", ['p' - 'a'] = "р", ['r' - 'a'] = "г",
                                      ['t' - 'a'] = "т", ['u' - 'a'] = "и", ['x' - 'a'] = "х", ['y' - 'a'] = "у" };
  DecantSpelling spelling = { .length = 0 };
  const char *at = s->folded->text + t->start, *end = s->folded->text + t->end;

  while (at < end)
    {
      const char *start = at;
      gunichar c = decant_utf8_next (&at);
      const char *letter = c >= 'a' && c <= 'z' ? cyrillic[c - 'a'] : NULL;

      if (letter != NULL)
        decant_spelling_append (&spelling, letter, strlen (letter));
      else if (decant_unicode_class (c) == DECANT_CLASS_CYRILLIC)
        decant_spelling_append (&spelling, start, at - start);
      else
        return 0;
    }
  return decant_search_find (s, &spelling);
}

static guint8
scripts_of (const DecantSearch *s, guint i)
{
  return i < s->n_tokens ? s->tokens[i].shape & SCRIPTS : 0;
}

static gboolean
stands_among_latin (const DecantSearch *s, guint i)
{
  guint8 neighbours = (i > 0 ? scripts_of (s, i - 1) : 0) | scripts_of (s, i + 1);

  return neighbours == DECANT_SHAPE_LATIN;
}

void
decant_reading_mixed_script (DecantSearch *self, guint i)
{
  const DecantToken *t = &self->tokens[i];
  guint8 scripts = t->shape & SCRIPTS;
  gboolean mixed = (scripts & (scripts - 1)) != 0;
  guint32 word;

  if (t->end - t->start > LONGEST || (!mixed && (scripts == DECANT_SHAPE_LETTER || !stands_among_latin (self, i))))
    return;
  word = find_latin (self, t);
  if (word == 0 && scripts == (DECANT_SHAPE_LATIN | DECANT_SHAPE_CYRILLIC))
    word = find_cyrillic (self, t);
  decant_search_add (self, i, i + 1, t->start, t->end, word, DECANT_READING_MIXED_SCRIPT);
}
