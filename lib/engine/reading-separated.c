/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Separated: a word spelled out, letter by letter (c.o.k.e, c o k e) or in short pieces (co-ca-ine). */
#include "engine/reading-search.h"

#include <string.h>

#define LONGEST 16    /* pieces of one word */
#define LONGEST_GAP 6 /* bytes between two pieces */
#define BY_SPACES 4   /* letters that a word must have when only spaces part them: "i c e" may be a list */
#define BY_SIGNS 3
#define BY_PIECES 6

static gboolean
is_separator (const char *gap, gsize length)
{
  if (length == 0 || length > LONGEST_GAP)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if (strchr (" .-_*|/~'+:=", gap[i]) == NULL || gap[i] == '\0')
      return length == 2 && memcmp (gap, "·", 2) == 0;
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

/* Spaces part words too, so a spelled-out word may begin and end anywhere in a row of letters. */
static void
read_spaced (DecantSearch *s, guint first, guint next)
{
  for (; next >= first + BY_SPACES; next--)
    {
      guint32 word = find_joined (s, first, next, FALSE);
      if (word != 0)
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
  if (letters < (letters == next - first ? BY_SIGNS : BY_PIECES))
    return;
  word = find_joined (s, first, next, TRUE);
  if (word != 0 && (letters == next - first || decant_words_get_traits (s->words, word) & DECANT_WORD_CLEAR))
    add (s, first, next, word);
}

void
decant_reading_separated (DecantSearch *self, guint i)
{
  const DecantToken *t = &self->tokens[i];
  const char *gap = self->folded->text + t->end;
  gsize length = i + 1 < self->n_tokens ? t[1].start - t->end : 0;
  gboolean spaces;
  guint next = i + 1;

  if (!is_separator (gap, length))
    return;
  spaces = strspn (gap, " ") >= length;
  if (!is_piece (t, spaces))
    return;
  if (!spaces && i > 0 && is_piece (t - 1, FALSE) && gap_equals (self, i - 1, gap, length))
    return;
  while (next < self->n_tokens && next - i <= LONGEST && is_piece (&self->tokens[next], spaces)
         && gap_equals (self, next - 1, gap, length))
    next++;
  if (next < self->n_tokens && !spaces && gap_equals (self, next - 1, gap, length))
    return;
  if (spaces)
    read_spaced (self, i, next);
  else
    read_signed (self, i, next);
}
