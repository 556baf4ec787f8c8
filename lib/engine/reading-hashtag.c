/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Hashtag: words run together behind a # (#buyweedonline, #BuyWeedOnline).
 *
 * Capitals that part the words are believed. Else the tag is cut into forms, words that often stand beside them
 * (hashtag-words.c), numbers and rest, so that as little rest as possible is left. With rest, only long and clear
 * forms at an end of the tag count: #heroines and #hashmap name no drug.
 */
#include "engine/reading-search.h"

#include "engine/unicode.h"

#include <string.h>

#define LONGEST 40      /* bytes of a tag that is cut up */
#define SHORTEST_FORM 4 /* bytes */
#define LONGEST_WORD 24
#define CLEAR_FORM 6 /* bytes of a form that may stand beside unknown letters */
#define CLEAR_REST 3 /* bytes of rest that are a word of their own and not an ending */
#define REST_COST 10

typedef struct {
  guint16 cost;
  guint8 start;  /* of the piece that ends here */
  guint32 word;  /* of the index, 0 for what is not a form */
  gboolean rest; /* the piece is a single unknown character */
} Cut;

static gboolean
is_capital (const DecantSearch *s, guint at)
{
  const char *source = s->folded->source + s->folded->map[at];
  gunichar c = decant_utf8_next (&source);

  return (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7) || (c >= 0x410 && c <= 0x42F);
}

/* Where a word begins: a capital behind a small letter or a digit, or the last capital of several (LSDOnline). */
static gboolean
is_word_start (const DecantSearch *s, guint at, guint start, guint end)
{
  guint before, after = at + 1;

  if (at == start)
    return TRUE;
  while (after < end && ((guint8) s->folded->text[after] & 0xC0) == 0x80)
    after++;
  before = decant_utf8_previous (s->folded->text, at);
  return is_capital (s, at) && (!is_capital (s, before) || (after < end && !is_capital (s, after)));
}

static guint32
find_form (const DecantSearch *s, guint start, guint end)
{
  guint32 word = end - start >= SHORTEST_FORM && end - start <= LONGEST_WORD
                     ? decant_words_find (s->words, s->folded->text + start, end - start)
                     : 0;

  return word != 0 && decant_words_get_traits (s->words, word) & DECANT_WORD_FORM ? word : 0;
}

static gboolean
is_boundary (const DecantSearch *s, guint at, guint start, guint end)
{
  return at == end || is_word_start (s, at, start, end);
}

/* Forms between capitals. Returns whether there was any. */
static gboolean
read_capitals (DecantSearch *s, guint i)
{
  guint start = s->tokens[i].start, end = s->tokens[i].end;
  guint n = s->n_found;

  for (guint at = start; at < end;)
    {
      guint next = at + 1, stop = 0;
      for (guint to = at + 1; to <= end && to - at <= LONGEST_WORD; to++)
        if (is_boundary (s, to, start, end) && find_form (s, at, to) != 0)
          stop = to;
      if (stop != 0 && stop - at < end - start)
        decant_search_add (s, i, i + 1, at, stop, find_form (s, at, stop), DECANT_READING_HASHTAG);
      next = stop != 0 ? stop : next;
      while (next < end && !is_word_start (s, next, start, end))
        next++;
      at = next;
    }
  return s->n_found > n;
}

static gboolean
has_capitals (const DecantSearch *s, guint start, guint end)
{
  for (guint at = start + 1; at < end; at++)
    if (((guint8) s->folded->text[at] & 0xC0) != 0x80 && is_word_start (s, at, start, end))
      return TRUE;
  return FALSE;
}

static gboolean
is_number (const char *text, guint length)
{
  for (guint i = 0; i < length; i++)
    if (!g_ascii_isdigit (text[i]))
      return FALSE;
  return TRUE;
}

static void
improve (Cut *cut, const Cut *from, guint start, guint cost, guint32 word, gboolean rest)
{
  if (from->cost + cost < cut->cost)
    *cut = (Cut){ from->cost + cost, start, word, rest };
}

/* The cheapest way to cut the first @to bytes, from the ways to cut fewer. */
static void
cut_at (const DecantSearch *s, guint start, guint to, Cut *cuts)
{
  const char *text = s->folded->text + start;
  guint last = decant_utf8_previous (text, to);

  cuts[to] = (Cut){ .cost = G_MAXUINT16 };
  improve (&cuts[to], &cuts[last], last, REST_COST, 0, TRUE);
  for (guint from = to > LONGEST_WORD ? to - LONGEST_WORD : 0; from < last; from++)
    {
      guint32 word;
      if (((guint8) text[from] & 0xC0) == 0x80 || cuts[from].cost == G_MAXUINT16)
        continue;
      word = find_form (s, start + from, start + to);
      if (word != 0 || decant_words_find (s->hashtag_words, text + from, to - from) != 0
          || is_number (text + from, to - from))
        improve (&cuts[to], &cuts[from], from, 1, word, FALSE);
    }
  if (g_ascii_isdigit (text[last]))
    improve (&cuts[to], &cuts[last], last, 1, 0, FALSE);
}

/* Bytes of rest before (-1) or behind (1) a piece. */
static guint
rest_beside (const Cut *cuts, const guint8 *starts, guint n, int piece, int direction)
{
  guint bytes = 0;

  for (piece += direction; piece >= 0 && piece < (int) n; piece += direction)
    {
      guint end = piece + 1 < (int) n ? starts[piece + 1] : starts[n];
      if (!cuts[end].rest)
        break;
      bytes += end - starts[piece];
    }
  return bytes;
}

static gboolean
stands_clear (const DecantSearch *s, const Cut *cuts, const guint8 *starts, guint n, int piece)
{
  guint start = starts[piece], end = starts[piece + 1];
  guint before = rest_beside (cuts, starts, n, piece, -1), after = rest_beside (cuts, starts, n, piece, 1);

  return end - start >= CLEAR_FORM && decant_words_get_traits (s->words, cuts[end].word) & DECANT_WORD_CLEAR
         && (before == 0 || after == 0) && (before == 0 || before >= CLEAR_REST) && (after == 0 || after >= CLEAR_REST);
}

static void
read_joined (DecantSearch *s, guint i)
{
  guint start = s->tokens[i].start, length = s->tokens[i].end - start, n = 0;
  Cut cuts[LONGEST + 1] = { 0 };
  guint8 starts[LONGEST + 2], reversed[LONGEST + 1];
  gboolean rest;

  for (guint to = 1; to <= length; to++)
    if (to == length || ((guint8) s->folded->text[start + to] & 0xC0) != 0x80)
      cut_at (s, start, to, cuts);
    else
      cuts[to].cost = G_MAXUINT16;
  rest = cuts[length].cost >= REST_COST;
  for (guint to = length; to > 0; to = cuts[to].start)
    reversed[n++] = cuts[to].start;
  for (guint piece = 0; piece < n; piece++)
    starts[piece] = reversed[n - 1 - piece];
  starts[n] = length;
  for (guint piece = 0; n > 1 && piece < n; piece++)
    {
      guint32 word = cuts[starts[piece + 1]].word;
      if (word != 0 && (!rest || stands_clear (s, cuts, starts, n, piece)))
        decant_search_add (s, i, i + 1, start + starts[piece], start + starts[piece + 1], word, DECANT_READING_HASHTAG);
    }
}

void
decant_reading_hashtag (DecantSearch *self, guint i)
{
  guint start = self->tokens[i].start, end = self->tokens[i].end;

  if (end - start <= SHORTEST_FORM || end - start > 2 * LONGEST)
    return;
  if (has_capitals (self, start, end) && read_capitals (self, i))
    return;
  if (end - start <= LONGEST)
    read_joined (self, i);
}
