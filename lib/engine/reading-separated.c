/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Separated: a word spelled out, letter by letter (c.o.k.e, c o k e) or in short pieces (co-ca-ine). What parts the
 * letters may change from one to the next (c-o_c.a i-n e), and may be emoji. Flags: letters that are flags' halves.
 */
#include "engine/reading-search.h"

#include "engine/unicode.h"

#include <string.h>

#define LONGEST 16    /* pieces of one word */
#define LONGEST_GAP 6 /* bytes between two pieces */
#define BY_SPACES 4   /* letters that a word must have when only spaces part them: "i c e" may be a list */
#define BY_SIGNS 3
#define BY_PIECES 6
#define BY_MIXTURE 5
#define BY_EMOJI 4
#define FIRST_FLAG 0x1F1E6 /* regional indicator A */

/* Signs that part letters: no comma, which parts the items of a list, and no end of a line. */
static const guint8 separators[128] = {
  [' '] = 1, ['.'] = 1, ['-'] = 1, ['_'] = 1, ['*'] = 1, ['|'] = 1, ['/'] = 1, ['~'] = 1, ['\''] = 1, ['+'] = 1,
  [':'] = 1, ['='] = 1, ['<'] = 1, ['>'] = 1, ['('] = 1, [')'] = 1, ['['] = 1, [']'] = 1, ['{'] = 1,  ['}'] = 1,
  ['"'] = 1, ['`'] = 1, ['^'] = 1, [';'] = 1, ['&'] = 1, ['%'] = 1, ['$'] = 1, ['#'] = 1, ['@'] = 1,  ['!'] = 1,
};

static gboolean
is_separator (const char *gap, gsize length)
{
  const char *end = gap + length;

  if (length == 0 || length > LONGEST_GAP)
    return FALSE;
  while (gap < end)
    {
      gunichar c = decant_utf8_next (&gap);
      if (c < 0x80 ? !separators[c] : decant_unicode_class (c) > DECANT_CLASS_SPACE || c == 0x2028 || c == 0x2029)
        return FALSE;
    }
  return TRUE;
}

static gboolean
gap_equals (const DecantSearch *s, guint i, const char *gap, gsize length)
{
  const DecantToken *t = &s->tokens[i];

  return t[1].start - t->end == length && memcmp (s->folded->text + t->end, gap, length) == 0;
}

static gboolean
is_piece (const DecantToken *t, gboolean spaces)
{
  return t->kind == DECANT_TOKEN_WORD && t->characters <= (spaces ? 1 : 3);
}

/* The word of tokens [first, next), or 0. */
static guint32
find_joined (const DecantSearch *s, guint first, guint next, gboolean leet)
{
  DecantSpelling spelling = { .length = 0 };
  guint32 word;

  for (guint i = first; i < next; i++)
    decant_spelling_append (&spelling, s->folded->text + s->tokens[i].start, s->tokens[i].end - s->tokens[i].start);
  word = decant_search_find (s, &spelling);
  if (word == 0 && leet && !spelling.too_long)
    word = decant_leet_find (s, spelling.text, spelling.length);
  return word != 0 && decant_words_get_traits (s->words, word) & DECANT_WORD_FORM ? word : 0;
}

static void
add (DecantSearch *s, guint first, guint next, guint32 word)
{
  decant_search_add (s, first, next, s->tokens[first].start, s->tokens[next - 1].end, word, DECANT_READING_SEPARATED);
}

/* Whether a word is believed that is only a part of a row of letters: no bass in b a s k e t b a l l. */
static gboolean
is_clear (const DecantSearch *s, guint32 word)
{
  return (decant_words_get_traits (s->words, word) & DECANT_WORD_CLEAR) != 0;
}

/* Spaces part words too, so a spelled-out word may begin and end anywhere in a row of letters. */
static void
read_spaced (DecantSearch *s, guint first, guint next)
{
  gboolean whole = first == 0 || !is_piece (&s->tokens[first - 1], TRUE) || !gap_equals (s, first - 1, " ", 1);

  for (guint last = next; next >= first + BY_SPACES; next--)
    {
      guint32 word = find_joined (s, first, next, FALSE);
      if (word != 0 && ((whole && next == last) || is_clear (s, word)))
        {
          add (s, first, next, word);
          return;
        }
    }
}

/* Other signs hold a row together, so all of it must be the word. Pieces longer than a letter are found in honest
 * hyphenation and in addresses: those count for long, clear words alone. */
static void
read_signed (DecantSearch *s, guint first, guint next)
{
  guint letters = 0;
  guint32 word;

  for (guint i = first; i < next; i++)
    letters += s->tokens[i].characters;
  if (letters != next - first
      && memchr (s->folded->text + s->tokens[first].end, ' ', s->tokens[first + 1].start - s->tokens[first].end)
             != NULL)
    return;
  if (letters < (letters == next - first ? BY_SIGNS : BY_PIECES))
    return;
  word = find_joined (s, first, next, letters == next - first);
  if (word != 0 && (letters == next - first || decant_words_get_traits (s->words, word) & DECANT_WORD_CLEAR))
    add (s, first, next, word);
}

/* Mixtures */

/* The letter that a flag's half stands for, or 0. */
static char
flag_letter (const DecantSearch *s, guint i)
{
  const char *at = s->folded->text + s->tokens[i].start;
  gunichar c = s->tokens[i].kind == DECANT_TOKEN_EMOJI ? decant_utf8_next (&at) : 0;

  return c >= FIRST_FLAG && c < FIRST_FLAG + 26 ? (char) ('a' + (c - FIRST_FLAG)) : 0;
}

static gboolean
is_letter (const DecantSearch *s, guint i)
{
  return i < s->n_tokens && s->tokens[i].kind == DECANT_TOKEN_WORD && s->tokens[i].characters == 1;
}

/* The letter that follows token @i behind signs or emoji, or @i. @emoji: (out): whether emoji lie between. */
static guint
next_letter (const DecantSearch *s, guint i, gboolean *emoji)
{
  guint next = i + 1;

  while (next < s->n_tokens && next - i <= 2 && s->tokens[next].kind == DECANT_TOKEN_EMOJI && !flag_letter (s, next))
    next++;
  *emoji = next > i + 1;
  if (!is_letter (s, next) || s->tokens[next].start - s->tokens[i].end > 4 * LONGEST_GAP)
    return i;
  for (guint k = i; k < next; k++)
    {
      const char *gap = s->folded->text + s->tokens[k].end;
      gsize length = s->tokens[k + 1].start - s->tokens[k].end;
      if (length > 0 && !is_separator (gap, length) && !(length == 1 && *gap == ','))
        return i;
    }
  return next;
}

static gboolean
has_space_before (const DecantSearch *s, guint i)
{
  return i == 0 || s->tokens[i].start == 0 || s->folded->text[s->tokens[i].start - 1] == ' '
         || s->folded->text[s->tokens[i].start - 1] == '\n';
}

/* Letters parted by this and that. The word may begin and end where a space is, or at the ends of the row. */
static void
read_mixture (DecantSearch *s, guint first)
{
  DecantSpelling spelling = { .length = 0 };
  guint32 found = 0;
  guint n = 0, emoji = 0, stop = first, before = first;
  gboolean by_emoji, whole;

  while (before > 0 && first - before < 3 && s->tokens[before - 1].kind == DECANT_TOKEN_EMOJI)
    before--;
  whole = before == 0 || !is_letter (s, before - 1) || next_letter (s, before - 1, &by_emoji) != first;
  if (!whole && !has_space_before (s, first))
    return;
  for (guint at = first, next;; at = next)
    {
      decant_spelling_append (&spelling, s->folded->text + s->tokens[at].start,
                              s->tokens[at].end - s->tokens[at].start);
      next = next_letter (s, at, &by_emoji);
      if (++n > LONGEST)
        return;
      if (n >= (emoji == n - 1 ? BY_EMOJI : BY_MIXTURE) && (next == at || has_space_before (s, next)))
        {
          guint32 word = decant_search_find (s, &spelling);
          if (word != 0 && decant_words_get_traits (s->words, word) & DECANT_WORD_FORM
              && ((whole && next == at) || is_clear (s, word)))
            found = word, stop = at;
        }
      if (next == at)
        break;
      emoji += by_emoji;
    }
  if (found != 0)
    add (s, first, stop + 1, found);
}

/* A row of flags' halves that spells a word: 🇨🇴🇰🇪. */
void
decant_reading_flags (DecantSearch *self, guint i)
{
  DecantSpelling spelling = { .length = 0 };
  guint next = i;
  guint32 word;

  if (flag_letter (self, i) == 0 || (i > 0 && flag_letter (self, i - 1) != 0))
    return;
  for (; next < self->n_tokens && flag_letter (self, next) != 0; next++)
    {
      char letter = flag_letter (self, next);
      if (next - i > LONGEST || (next > i && self->tokens[next].start - self->tokens[next - 1].end > LONGEST_GAP))
        return;
      decant_spelling_append (&spelling, &letter, 1);
    }
  word = next - i >= BY_EMOJI ? decant_search_find (self, &spelling) : 0;
  if (word != 0 && decant_words_get_traits (self->words, word) & DECANT_WORD_LIKELY)
    add (self, i, next, word);
}

/* The row of pieces that one and the same gap parts. Returns whether there is one. */
static gboolean
read_uniform (DecantSearch *self, guint i)
{
  const DecantToken *t = &self->tokens[i];
  const char *gap = self->folded->text + t->end;
  gsize length = i + 1 < self->n_tokens ? t[1].start - t->end : 0;
  gboolean spaces;
  guint next = i + 1;

  if (!is_separator (gap, length))
    return FALSE;
  spaces = strspn (gap, " ") >= length;
  if (!is_piece (t, spaces))
    return FALSE;
  if (!spaces && i > 0 && is_piece (t - 1, FALSE) && gap_equals (self, i - 1, gap, length))
    return FALSE;
  while (next < self->n_tokens && next - i <= LONGEST && is_piece (&self->tokens[next], spaces)
         && gap_equals (self, next - 1, gap, length))
    next++;
  if (next < self->n_tokens && !spaces && gap_equals (self, next - 1, gap, length))
    return FALSE;
  if (spaces)
    read_spaced (self, i, next);
  else
    read_signed (self, i, next);
  return TRUE;
}

void
decant_reading_separated (DecantSearch *self, guint i)
{
  guint n = self->n_found;

  if (read_uniform (self, i) && self->n_found > n)
    return;
  if (self->tokens[i].characters == 1)
    read_mixture (self, i);
}
