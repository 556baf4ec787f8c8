/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Masked: signs that hide letters (c*ke, c**aine, h#roin).
 *
 * The first and the last letter must show, each sign hides one letter, and one form alone may fit. Oaths are masked
 * far more often than drugs: whatever fits one of them is left alone. A question mark is no mask: it stands where a
 * letter was lost in conversion.
 */
#include "engine/reading-search.h"

#include "engine/unicode.h"

#include <string.h>

#define SHORTEST 4 /* characters */
#define LONGEST 24
#define MASKS 4
#define TRIES 128 /* words compared with one mask */

static const char *oaths[]
    = { "arse",   "arsch", "bastard", "bitch",   "bitches",  "bollocks", "bullshit", "cock",   "crap",    "cunt",
        "damn",   "dick",  "faggot",  "fick",    "ficken",   "fuck",     "fucked",   "fucker", "fucking", "fucks",
        "hell",   "hure",  "kurwa",   "merde",   "mierda",   "nigga",    "nigger",   "piss",   "prick",   "pussy",
        "putain", "puta",  "rape",    "raped",   "scheisse", "sex",      "shit",     "shits",  "shitty",  "slut",
        "suck",   "sucks", "suicide", "stronzo", "twat",     "wank",     "wanker",   "whore" };

/* Words that can be unmasked, sorted by what a mask always shows. */
typedef struct {
  guint32 key, word;
} Item;

struct _DecantMasks {
  const DecantWords *words;
  GArray *items; /* of Item, by key */
};

typedef struct {
  gunichar codes[LONGEST]; /* 0: a mask */
  guint n, n_masks;
} Pattern;

static guint32
make_key (gunichar first, gunichar last, guint n)
{
  return (first * 31 + last) << 8 | n;
}

static gboolean
parse (const char *text, gsize length, Pattern *pattern)
{
  const char *at = text, *end = text + length;

  *pattern = (Pattern){ .n = 0 };
  while (at < end)
    {
      gunichar c = decant_utf8_next (&at);
      gboolean mask = c != 0 && (c == 0x2022 || (c < 0x80 && strchr ("*#%", (int) c) != NULL));
      DecantClass class = decant_unicode_class (c);
      if (pattern->n == LONGEST || (!mask && (class < DECANT_CLASS_LATIN || class > DECANT_CLASS_LETTER)))
        return FALSE;
      pattern->codes[pattern->n++] = mask ? 0 : c;
      pattern->n_masks += mask;
    }
  return pattern->n >= SHORTEST && pattern->codes[0] != 0 && pattern->codes[pattern->n - 1] != 0;
}

static gboolean
fits (const Pattern *pattern, const char *text, gsize length)
{
  const char *at = text, *end = text + length;

  for (guint i = 0; i < pattern->n; i++)
    {
      gunichar c;
      if (at == end)
        return FALSE;
      c = decant_utf8_next (&at);
      if (pattern->codes[i] != 0 && pattern->codes[i] != c)
        return FALSE;
    }
  return at == end;
}

static int
compare_items (gconstpointer a, gconstpointer b)
{
  const Item *x = a, *y = b;

  return x->key != y->key ? (x->key < y->key ? -1 : 1) : (x->word < y->word ? -1 : x->word > y->word);
}

DecantMasks *
decant_masks_new (const DecantWords *words)
{
  DecantMasks *self = g_new0 (DecantMasks, 1);

  self->words = words;
  self->items = g_array_new (FALSE, FALSE, sizeof (Item));
  for (guint32 word = 1; word <= decant_words_get_n (words); word++)
    {
      gsize length;
      const char *text = decant_words_get (words, word, &length);
      Pattern pattern;
      Item item;
      if (!(decant_words_get_traits (words, word) & DECANT_WORD_FORM) || !parse (text, length, &pattern))
        continue;
      item = (Item){ make_key (pattern.codes[0], pattern.codes[pattern.n - 1], pattern.n), word };
      g_array_append_val (self->items, item);
    }
  g_array_sort (self->items, compare_items);
  return self;
}

void
decant_masks_free (DecantMasks *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->items);
  g_free (self);
}

static guint
first_item (const DecantMasks *self, guint32 key)
{
  guint low = 0, high = self->items->len;

  while (low < high)
    {
      guint middle = (low + high) / 2;
      if (g_array_index (self->items, Item, middle).key < key)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* The one form that fits, or 0. */
static guint32
unmask (const DecantMasks *self, const Pattern *pattern)
{
  guint32 key = make_key (pattern->codes[0], pattern->codes[pattern->n - 1], pattern->n), found = 0;
  guint i = first_item (self, key);

  for (guint tries = 0; i < self->items->len && g_array_index (self->items, Item, i).key == key; i++, tries++)
    {
      guint32 word = g_array_index (self->items, Item, i).word;
      gsize length;
      const char *text = decant_words_get (self->words, word, &length);
      if (tries == TRIES)
        return 0;
      if (!fits (pattern, text, length))
        continue;
      if (found != 0)
        return 0;
      found = word;
    }
  return found;
}

static gboolean
is_oath (const Pattern *pattern)
{
  for (guint i = 0; i < G_N_ELEMENTS (oaths); i++)
    if (fits (pattern, oaths[i], strlen (oaths[i])))
      return TRUE;
  return FALSE;
}

static gboolean
is_masked_gap (const DecantSearch *s, guint i)
{
  const char *at = s->folded->text + s->tokens[i].end, *end;

  if (i + 1 >= s->n_tokens || s->tokens[i + 1].kind != DECANT_TOKEN_WORD)
    return FALSE;
  end = s->folded->text + s->tokens[i + 1].start;
  if (at == end || end - at > 3 * MASKS)
    return FALSE;
  while (at < end)
    {
      gunichar c = decant_utf8_next (&at);
      if (c != 0x2022 && c != '*' && c != '#' && c != '%')
        return FALSE;
    }
  return TRUE;
}

void
decant_reading_masked (DecantSearch *self, guint i)
{
  const char *text = self->folded->text;
  guint last = i, start = self->tokens[i].start;
  Pattern pattern;

  if (!is_masked_gap (self, i) || (i > 0 && is_masked_gap (self, i - 1)))
    return;
  while (last - i < MASKS && is_masked_gap (self, last))
    last++;
  if (!parse (text + start, self->tokens[last].end - start, &pattern))
    return;
  if (pattern.n_masks > MASKS || pattern.n_masks * 2 > pattern.n || is_oath (&pattern))
    return;
  decant_search_add (self, i, last + 1, start, self->tokens[last].end, unmask (self->masks, &pattern),
                     DECANT_READING_MASKED);
}
