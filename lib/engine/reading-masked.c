/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Masked: signs that hide letters (c*ke, c**aine, h#roin).
 *
 * The first and the last letter must show, each sign hides one letter, and one form alone may fit, or
 * clear ones alone. Oaths are masked
 * far more often than drugs: whatever fits one of them is left alone. A question mark is no mask: it stands where a
 * letter was lost in conversion. Dots, hyphens, low lines and emoji part words far more often than they mask letters:
 * they are believed once in a word, where a clear form of six letters is the one that fits.
 */
#include "engine/reading-search.h"

#include "engine/unicode.h"

#include <string.h>

#define SHORTEST 4 /* characters */
#define LONGEST 24
#define MASKS 4
#define TRIES 128   /* words compared with one mask */
#define WEAK_FORM 6 /* letters of a form behind a weak mask */

static const char *oaths[]
    = { "arse",   "arsch", "bastard", "bitch",   "bitches",  "bollocks", "bullshit", "cock",   "crap",    "cunt",
        "damn",   "dick",  "faggot",  "fick",    "ficken",   "fuck",     "fucked",   "fucker", "fucking", "fucks",
        "hell",   "hure",  "kurwa",   "merde",   "mierda",   "nigga",    "nigger",   "piss",   "prick",   "pussy",
        "putain", "puta",  "rape",    "raped",   "scheisse", "sex",      "shit",     "shits",  "shitty",  "slut",
        "suck",   "sucks", "suicide", "stronzo", "twat",     "wank",     "wanker",   "whore" };

/* Words that can be unmasked, sorted by what a mask always shows. */
typedef struct
{
  guint32 key, word;
} Item;

struct _DecantMasks
{
  const DecantWords *words;
  GArray *items; /* of Item, by key */
};

typedef struct
{
  gunichar codes[LONGEST]; /* 0: a mask */
  guint n, n_masks;
  gboolean weak;
} Pattern;

typedef enum
{
  NO_MASK,
  STRONG_MASK,
  WEAK_MASK,
} MaskKind;

static MaskKind
mask_kind (gunichar c)
{
  if (c < 0x80)
    return c == '*' || c == '#' || c == '%' ? STRONG_MASK : c == '_' || c == '.' || c == '-' ? WEAK_MASK : NO_MASK;
  if (c == 0x2022 || (c >= 0x2580 && c <= 0x25FF) || c == 0xD7 || c == 0xB7 || c == 0x2217 || c == 0x22C6)
    return STRONG_MASK; /* bullets, blocks, shapes, stars */
  return decant_unicode_class (c) == DECANT_CLASS_EMOJI ? WEAK_MASK : NO_MASK;
}

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
      MaskKind mask = mask_kind (c);
      DecantClass class = decant_unicode_class (c);
      if (pattern->n == LONGEST || (mask == NO_MASK && (class < DECANT_CLASS_LATIN || class > DECANT_CLASS_LETTER)))
        return FALSE;
      pattern->codes[pattern->n++] = mask != NO_MASK ? 0 : c;
      pattern->n_masks += mask != NO_MASK;
      pattern->weak |= mask == WEAK_MASK;
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

/* The one form that fits, or the first of several clear ones, or 0. */
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
      if (found != 0
          && !(decant_words_get_traits (self->words, word) & decant_words_get_traits (self->words, found)
               & DECANT_WORD_CLEAR))
        return 0;
      found = found != 0 ? found : word;
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

/* The word behind token @i when nothing but masks, some of them emoji, lies between; else @i. */
static guint
masked_to (const DecantSearch *s, guint i)
{
  const char *at = s->folded->text + s->tokens[i].end, *end;
  guint next = i + 1;

  while (next < s->n_tokens && next - i <= 2 && s->tokens[next].kind == DECANT_TOKEN_EMOJI)
    next++;
  if (next >= s->n_tokens || s->tokens[next].kind != DECANT_TOKEN_WORD)
    return i;
  end = s->folded->text + s->tokens[next].start;
  if (at == end || end - at > 4 * MASKS)
    return i;
  while (at < end)
    if (mask_kind (decant_utf8_next (&at)) == NO_MASK)
      return i;
  return next;
}

static gboolean
is_masked_from_before (const DecantSearch *s, guint i)
{
  guint before = i;

  while (before > 0 && i - before < 3)
    if (s->tokens[--before].kind == DECANT_TOKEN_WORD)
      return masked_to (s, before) == i;
  return FALSE;
}

void
decant_reading_masked (DecantSearch *self, guint i)
{
  const char *text = self->folded->text;
  guint last = i, start = self->tokens[i].start;
  Pattern pattern;
  guint32 word;

  if (masked_to (self, i) == i || is_masked_from_before (self, i))
    return;
  while (last - i < 2 * MASKS && masked_to (self, last) != last)
    last = masked_to (self, last);
  if (!parse (text + start, self->tokens[last].end - start, &pattern))
    return;
  if (pattern.n_masks > MASKS || pattern.n_masks * 2 > pattern.n || is_oath (&pattern))
    return;
  if (pattern.weak && (pattern.n_masks > 1 || pattern.n < WEAK_FORM))
    return;
  word = unmask (self->masks, &pattern);
  if (pattern.weak && !(decant_words_get_traits (self->words, word) & DECANT_WORD_CLEAR))
    return;
  decant_search_add (self, i, last + 1, start, self->tokens[last].end, word, DECANT_READING_MASKED);
}
