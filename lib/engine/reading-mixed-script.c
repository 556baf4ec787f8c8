/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Mixed script: letters of one script that pass for those of another (cосаine with Cyrillic о, с, а).
 *
 * Only tokens of two scripts are read so, and tokens wholly in Cyrillic or Greek that stand among Latin words: the
 * skeleton of honest Cyrillic is nonsense, or by chance another word (соке, "in juice"). Elsewhere such a token must
 * look like a clear form of five letters, and be no ordinary word.
 */
#include "engine/reading-search.h"

#include "engine/unicode.h"

#include <string.h>

#define SCRIPTS (DECANT_SHAPE_LATIN | DECANT_SHAPE_GREEK | DECANT_SHAPE_CYRILLIC | DECANT_SHAPE_LETTER)
#define LONGEST 48       /* bytes of a token that are worth a look */
#define SHORTEST_ALONE 5 /* letters of a word among others of its script */

/* The Latin letter that a folded character passes for: as it was written first, for capitals pass for other letters. */
static char
look_alike (const DecantSearch *s, guint at, gunichar folded)
{
  const char *source = s->folded->source + s->folded->map[at];
  char ascii = decant_unicode_confusable (decant_utf8_next (&source));

  return ascii != 0 ? ascii : decant_unicode_confusable (folded);
}

/* The Cyrillic palochka is an upright stroke: it passes for i and for l. */
static gboolean
is_stroke (gunichar c)
{
  return c == 0x4C0 || c == 0x4CF;
}

/* @stroke: what strokes are read as. */
static guint32
find_latin (const DecantSearch *s, const DecantToken *t, char stroke)
{
  DecantSpelling spelling = { .length = 0 };
  const char *text = s->folded->text, *at = text + t->start;

  while (at < text + t->end)
    {
      const char *start = at;
      gunichar c = decant_utf8_next (&at);
      char ascii = is_stroke (c) ? stroke : look_alike (s, start - text, c);

      if (ascii != 0)
        decant_spelling_append (&spelling, &ascii, 1);
      else if (decant_unicode_class (c) == DECANT_CLASS_LATIN || decant_unicode_class (c) == DECANT_CLASS_DIGIT)
        decant_spelling_append (&spelling, start, at - start);
      else
        return 0;
    }
  if (t->shape & DECANT_SHAPE_DIGIT && !spelling.too_long && decant_search_find (s, &spelling) == 0)
    return decant_leet_find (s, spelling.text, spelling.length);
  return decant_search_find (s, &spelling);
}

/* The other way: Latin letters in a Cyrillic or Greek word. */
static guint32
find_in_script (const DecantSearch *s, const DecantToken *t, DecantClass script)
{
  static const char *const greek[26]
      = { ['a' - 'a'] = "α", ['b' - 'a'] = "β", ['e' - 'a'] = "ε", ['h' - 'a'] = "η", ['i' - 'a'] = "ι",
          ['k' - 'a'] = "κ", ['m' - 'a'] = "μ", ['n' - 'a'] = "η", ['o' - 'a'] = "ο", ['p' - 'a'] = "ρ",
          ['t' - 'a'] = "τ", ['u' - 'a'] = "υ", ['v' - 'a'] = "ν", ['w' - 'a'] = "ω", ['x' - 'a'] = "χ",
          ['y' - 'a'] = "γ", ['z' - 'a'] = "ζ" };
  static const char *const cyrillic[26]
      = { ['a' - 'a'] = "а", ['b' - 'a'] = "в", ['c' - 'a'] = "с", ['e' - 'a'] = "е",
          ['h' - 'a'] = "н", ['i' - 'a'] = "і", ['k' - 'a'] = "к", ['m' - 'a'] = "м",
          ['n' - 'a'] = "п", ['o' - 'a'] = "о", ['p' - 'a'] = "р", ['r' - 'a'] = "г",
          ['t' - 'a'] = "т", ['u' - 'a'] = "и", ['x' - 'a'] = "х", ['y' - 'a'] = "у" };
  DecantSpelling spelling = { .length = 0 };
  const char *at = s->folded->text + t->start, *end = s->folded->text + t->end;

  while (at < end)
    {
      const char *start = at;
      gunichar c = decant_utf8_next (&at);
      const char *letter = c < 'a' || c > 'z' ? NULL : (script == DECANT_CLASS_GREEK ? greek : cyrillic)[c - 'a'];

      if (letter != NULL)
        decant_spelling_append (&spelling, letter, strlen (letter));
      else if (decant_unicode_class (c) == script)
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

static gboolean
may_stand_alone (const DecantSearch *s, const DecantToken *t)
{
  const char *text = s->folded->text + t->start;
  gsize length = t->end - t->start;

  return t->characters >= SHORTEST_ALONE && t->word == 0
         && !decant_sounds_is_innocent (s->sounds, text, length);
}

void
decant_reading_mixed_script (DecantSearch *self, guint i)
{
  const DecantToken *t = &self->tokens[i];
  guint8 scripts = t->shape & SCRIPTS;
  gboolean mixed = (scripts & (scripts - 1)) != 0;
  guint32 word;

  if (t->end - t->start > LONGEST)
    return;
  if (!mixed && (scripts == DECANT_SHAPE_LETTER || !stands_among_latin (self, i)) && !may_stand_alone (self, t))
    return;
  word = find_latin (self, t, 'l');
  if (word == 0 && memmem (self->folded->text + t->start, t->end - t->start, "ӏ", strlen ("ӏ")) != NULL)
    word = find_latin (self, t, 'i');
  if (!mixed && !stands_among_latin (self, i) && !(decant_words_get_traits (self->words, word) & DECANT_WORD_CLEAR))
    return;
  if (word == 0 && scripts == (DECANT_SHAPE_LATIN | DECANT_SHAPE_CYRILLIC))
    word = find_in_script (self, t, DECANT_CLASS_CYRILLIC);
  if (word == 0 && scripts == (DECANT_SHAPE_LATIN | DECANT_SHAPE_GREEK))
    word = find_in_script (self, t, DECANT_CLASS_GREEK);
  decant_search_add (self, i, i + 1, t->start, t->end, word, DECANT_READING_MIXED_SCRIPT);
}
