/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Hashtag: words run together behind a # (#buyweedonline, #BuyWeedOnline); link: in an address (buyweedonline.test).
 *
 * Capitals that part the words are believed. Else the tag is cut into forms, words that often stand beside them
 * (hashtag-words.c), numbers and rest, so that as little rest as possible is left. With rest, only long and clear
 * forms at an end of the tag count: #heroines and #hashmap name no drug. Forms of three letters must be clear, and
 * parted by capitals or by companions. In a link everyday words do not count: addresses of shops are made of them.
 */
#include "engine/reading-search.h"

#include "engine/unicode.h"

#include <string.h>

#define LONGEST 96      /* bytes of a tag that is cut up */
#define SHORTEST_TAG 5  /* bytes */
#define SHORTEST_FORM 3 /* characters; fewer than four: clear ones */
#define LONGEST_WORD 32 /* bytes */
#define LONGEST_ADDRESS 160
#define CLEAR_FORM 6 /* bytes of a form that may stand beside unknown letters */
#define CLEAR_REST 3 /* bytes of rest that are a word of their own and not an ending */
#define REST_COST 10

typedef struct
{
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
  while (after < end && ((guint8)s->folded->text[after] & 0xC0) == 0x80)
    after++;
  before = decant_utf8_previous (s->folded->text, at);
  return is_capital (s, at) && (!is_capital (s, before) || (after < end && !is_capital (s, after)));
}

/* A tag, or a part of an address, being cut up. */
typedef struct
{
  const DecantSearch *search;
  const char *text; /* its letters, or as many in which digits have become letters */
  guint start, end;
  guint8 reading;
} Tag;

static guint
count_characters (const char *text, gsize length)
{
  guint n = 0;

  for (gsize i = 0; i < length; i++)
    n += ((guint8)text[i] & 0xC0) != 0x80;
  return n;
}

/* Three bytes a letter are a syllable of Hangul, and as good as two letters. */
static gboolean
is_short (const char *text, gsize length)
{
  return count_characters (text, length) < ((guint8)*text >= 0xE0 ? 2 : 4);
}

static guint32
find_form (const Tag *tag, guint start, guint end)
{
  const DecantWords *words = tag->search->words;
  guint32 word = end - start >= SHORTEST_FORM && end - start <= LONGEST_WORD
                     ? decant_words_find (words, tag->text + start, end - start)
                     : 0;
  guint8 traits = word != 0 ? decant_words_get_traits (words, word) : 0;

  if (!(traits & DECANT_WORD_FORM) || (tag->reading == DECANT_READING_LINK && !(traits & DECANT_WORD_LIKELY)))
    return 0;
  if (is_short (tag->text + start, end - start)
      && (count_characters (tag->text + start, end - start) < SHORTEST_FORM || !(traits & DECANT_WORD_CLEAR)))
    return 0;
  return word;
}

static gboolean
is_boundary (const DecantSearch *s, guint at, guint start, guint end)
{
  return at == end || is_word_start (s, at, start, end);
}

static void
add_piece (DecantSearch *s, const Tag *tag, guint i, guint start, guint end, guint32 word)
{
  decant_search_add (s, i, i + 1, start, end, word, tag->reading);
}

/* The piece between two capitals with digits for letters (#BuyC0caineNow), or 0. */
static guint32
find_leet (const Tag *tag, guint start, guint end)
{
  const DecantWords *words = tag->search->words;
  guint32 word = decant_leet_find (tag->search, tag->text + start, end - start);

  return word != 0 && decant_words_get_traits (words, word) & DECANT_WORD_FORM ? word : 0;
}

/* Forms between capitals. Returns whether there was any. */
static gboolean
read_capitals (DecantSearch *s, const Tag *tag, guint i)
{
  guint start = tag->start, end = tag->end;
  guint n = s->n_found;

  for (guint at = start; at < end;)
    {
      guint next = at + 1, stop = 0;
      guint32 word;
      for (guint to = at + 1; to <= end && to - at <= LONGEST_WORD; to++)
        if (is_boundary (s, to, start, end) && find_form (tag, at - start, to - start) != 0)
          stop = to;
      if (stop != 0 && stop - at < end - start)
        add_piece (s, tag, i, at, stop, find_form (tag, at - start, stop - start));
      next = stop != 0 ? stop : next;
      while (next < end && !is_word_start (s, next, start, end))
        next++;
      word = stop == 0 && next - at < end - start ? find_leet (tag, at - start, next - start) : 0;
      if (word != 0)
        add_piece (s, tag, i, at, next, word);
      at = next;
    }
  return s->n_found > n;
}

static gboolean
has_capitals (const DecantSearch *s, guint start, guint end)
{
  for (guint at = start + 1; at < end; at++)
    if (((guint8)s->folded->text[at] & 0xC0) != 0x80 && is_word_start (s, at, start, end))
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
cut_at (const Tag *tag, guint to, Cut *cuts)
{
  const char *text = tag->text;
  guint last = decant_utf8_previous (text, to);

  cuts[to] = (Cut){ .cost = G_MAXUINT16 };
  improve (&cuts[to], &cuts[last], last, REST_COST, 0, TRUE);
  for (guint from = to > LONGEST_WORD ? to - LONGEST_WORD : 0; from < last; from++)
    {
      guint32 word;
      if (((guint8)text[from] & 0xC0) == 0x80 || cuts[from].cost == G_MAXUINT16)
        continue;
      word = find_form (tag, from, to);
      if (word != 0 || decant_words_find (tag->search->hashtag_words, text + from, to - from) != 0
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

  for (piece += direction; piece >= 0 && piece < (int)n; piece += direction)
    {
      guint end = piece + 1 < (int)n ? starts[piece + 1] : starts[n];
      if (!cuts[end].rest)
        break;
      bytes += end - starts[piece];
    }
  return bytes;
}

static gboolean
stands_clear (const Tag *tag, const Cut *cuts, const guint8 *starts, guint n, int piece)
{
  guint start = starts[piece], end = starts[piece + 1];
  guint before = rest_beside (cuts, starts, n, piece, -1), after = rest_beside (cuts, starts, n, piece, 1);

  return end - start >= CLEAR_FORM && decant_words_get_traits (tag->search->words, cuts[end].word) & DECANT_WORD_CLEAR
         && (before == 0 || after == 0) && (before == 0 || before >= CLEAR_REST) && (after == 0 || after >= CLEAR_REST);
}

/* Whether the pieces beside one of three letters are words, and no chips of one. */
static gboolean
stands_apart (const Tag *tag, const guint8 *starts, guint n, guint piece)
{
  const char *text = tag->text;

  if (!is_short (text + starts[piece], starts[piece + 1] - starts[piece]))
    return TRUE;
  for (guint other = piece > 0 ? piece - 1 : 1; other < n && other <= piece + 1; other += 2)
    if (starts[other + 1] - starts[other] < 3 && !g_ascii_isdigit (text[starts[other]]))
      return FALSE;
  return TRUE;
}

static void
read_joined (DecantSearch *s, const Tag *tag, guint i)
{
  guint length = tag->end - tag->start, n = 0;
  Cut cuts[LONGEST + 1] = { 0 };
  guint8 starts[LONGEST + 2], reversed[LONGEST + 1];
  gboolean rest;

  for (guint to = 1; to <= length; to++)
    if (to == length || ((guint8)tag->text[to] & 0xC0) != 0x80)
      cut_at (tag, to, cuts);
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
      if (word != 0 && (rest ? stands_clear (tag, cuts, starts, n, piece) : stands_apart (tag, starts, n, piece)))
        add_piece (s, tag, i, tag->start + starts[piece], tag->start + starts[piece + 1], word);
    }
}

/* The same with digits read as the letters they look like: one spelling alone, of the same length. */
static void
read_joined_leet (DecantSearch *s, const Tag *tag, guint i)
{
  static const char letters[] = "oizeasgtbg"; /* 0 to 9 */
  guint length = tag->end - tag->start;
  char text[LONGEST + 1];
  Tag other = *tag;
  gboolean changed = FALSE;

  for (guint at = 0; at < length; at++)
    {
      char c = tag->text[at];
      gboolean inside
          = at > 0 && at + 1 < length && g_ascii_isalpha (tag->text[at - 1]) && g_ascii_isalnum (tag->text[at + 1]);
      text[at] = g_ascii_isdigit (c) && inside ? letters[c - '0'] : c;
      changed |= text[at] != c;
    }
  text[length] = '\0';
  other.text = text;
  if (changed)
    read_joined (s, &other, i);
}

static void
read_tag (DecantSearch *s, const Tag *tag, guint i)
{
  guint n = s->n_found;

  if (tag->end - tag->start > LONGEST)
    return;
  if (has_capitals (s, tag->start, tag->end) && read_capitals (s, tag, i))
    return;
  read_joined (s, tag, i);
  if (s->n_found == n)
    read_joined_leet (s, tag, i);
}

void
decant_reading_hashtag (DecantSearch *self, guint i)
{
  const DecantToken *t = &self->tokens[i];

  if (t->end - t->start >= SHORTEST_TAG)
    read_tag (self, &(Tag){ self, self->folded->text + t->start, t->start, t->end, DECANT_READING_HASHTAG }, i);
}

/* Whether an address begins before byte @at, and not far: a scheme, or www. */
static gboolean
is_behind_scheme (const char *text, guint at)
{
  guint stop = at > LONGEST_ADDRESS ? at - LONGEST_ADDRESS : 0;

  for (guint p = at; p >= stop + 3 && !g_ascii_isspace (text[p - 1]); p--)
    if (memcmp (text + p - 3, "://", 3) == 0 || memcmp (text + p - 3, "www", 3) == 0)
      return TRUE;
  return FALSE;
}

/* Whether token @i is a host's name with a domain behind: buyweed.test, but not the end of a sentence without a space.
 */
static gboolean
is_host (const DecantSearch *s, guint i)
{
  const DecantToken *t = &s->tokens[i];
  const char *text = s->folded->text;

  if (text[t->end] != '.' || i + 1 >= s->n_tokens || t[1].start != t->end + 1 || t[1].shape != DECANT_SHAPE_LATIN
      || t[1].characters < 2 || t[1].characters > 6)
    return FALSE;
  return (t->start == 0 || strchr (" \n/@(", text[t->start - 1]) != NULL)
         && !g_ascii_isupper (s->folded->source[s->folded->map[t[1].start]]);
}

void
decant_reading_link (DecantSearch *self, guint i)
{
  const DecantToken *t = &self->tokens[i];
  const char *text = self->folded->text;

  if (t->end - t->start < SHORTEST_TAG)
    return;
  if (is_host (self, i) || (t->start > 0 && is_behind_scheme (text, t->start)))
    read_tag (self, &(Tag){ self, text + t->start, t->start, t->end, DECANT_READING_LINK }, i);
}
