/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Neighbours by deletion: two words are one edit apart when they are equal after at most one letter is taken out of
 * each. So each form is entered whole and with each letter left out, a word is looked up in the same way, and what is
 * found is compared letter by letter. Hashes of a word without one letter follow from those of its beginning and its
 * end.
 *
 * Most words of a text are near nothing, so two cheap gates stand before that. One edit leaves the first half or the
 * second half of a word as it was; and words that sound alike have the same row of consonants. A bit for each half and
 * each row that a form has lets few other words through.
 */
#include "engine/sounds.h"

#include "engine/bytes.h"
#include "engine/neighbours.h"
#include "engine/sound-key.h"
#include "engine/unicode.h"

#include <string.h>

#define LONGEST DECANT_SOUND_LONGEST
#define SHORTEST_EDITED 6 /* characters, of the form and of the word */
#define SHORTEST_KEYED 5  /* of the form */
#define BITS_FOR_EACH 8
#define BUCKET_BITS 16 /* of a hash: items are found by them */
#define MULTIPLIER G_GUINT64_CONSTANT (0x9E3779B97F4A7C15)
#define KEY_SEED G_GUINT64_CONSTANT (0xD6E8FEB86659FD93)

#define N_CONSONANTS 0x460

typedef struct
{
  guint32 hash, word;
} Item;

/* A set of hashes, of which only the highest bits are kept. */
typedef struct
{
  guint shift;
  guint64 words[];
} Bits;

struct _DecantSounds
{
  const DecantWords *words;
  DecantWords *innocent;
  GArray *items; /* of Item, by hash */
  guint32 *buckets; /* the first item of each value of a hash's first bits, and the number of items behind */
  Bits *known;   /* hashes of items */
  Bits *gate;    /* halves and rows of consonants */
  guint64 powers[LONGEST + 1];
  guint16 consonants[N_CONSONANTS]; /* the class of each character, 0 for what a row leaves out */
};

typedef struct
{
  gunichar codes[LONGEST];
  guint n;
} Letters;

static gboolean
read_letters (const char *text, gsize length, Letters *out)
{
  const char *end = text + length;

  for (out->n = 0; text < end; out->n++)
    {
      if (out->n == LONGEST)
        return FALSE;
      out->codes[out->n] = decant_utf8_next (&text);
    }
  return TRUE;
}

/* Polynomials have weak low bits. */
static inline guint64
finish (guint64 hash)
{
  hash ^= hash >> 31;
  hash *= G_GUINT64_CONSTANT (0xBF58476D1CE4E5B9);
  return hash ^ hash >> 29;
}

static guint64
hash_key (const Letters *letters)
{
  gunichar key[2 * LONGEST];
  guint n = decant_sound_key (letters->codes, letters->n, key);
  guint64 hash = KEY_SEED;

  for (guint i = 0; i < n; i++)
    hash = (hash + key[i]) * MULTIPLIER;
  return finish (hash);
}

/* @hashes: (out): of the word, then of the word without each letter but the first. Returns their number. */
static guint
hash_deletions (const DecantSounds *self, const Letters *l, guint64 *hashes)
{
  guint64 before = l->codes[0], ends[LONGEST + 1];

  ends[l->n] = 0;
  for (guint i = l->n; i-- > 1;)
    ends[i] = l->codes[i] * self->powers[l->n - 1 - i] + ends[i + 1];
  hashes[0] = finish (before * self->powers[l->n - 1] + ends[1]);
  for (guint i = 1; i < l->n; i++)
    {
      hashes[i] = finish (before * self->powers[l->n - 1 - i] + ends[i + 1]);
      before = before * MULTIPLIER + l->codes[i];
    }
  return l->n;
}

static Bits *
bits_new (guint n)
{
  guint log = 10;
  Bits *self;

  while (log < 31 && 1u << log < n * BITS_FOR_EACH)
    log++;
  self = g_malloc0 (sizeof *self + (1u << log) / 8);
  self->shift = 64 - log;
  return self;
}

static void
bits_add (Bits *self, guint64 hash)
{
  guint64 bit = hash >> self->shift;

  self->words[bit / 64] |= G_GUINT64_CONSTANT (1) << bit % 64;
}

static inline gboolean
bits_have (const Bits *self, guint64 hash)
{
  guint64 bit = hash >> self->shift;

  return self->words[bit / 64] >> bit % 64 & 1;
}

/* Gates */

/* Letters that sound-key.c may read alike are one class; vowels, and what it may leave out, are none. */
static void
make_consonants (DecantSounds *self)
{
  static const char *const classes[] = { "ckqszx", "pf", "vw", "aeiouyhj", "зс", "аоуиеыэюяіїєёйъь", "αεηιουω", "σς" };

  for (guint i = 0; i < N_CONSONANTS; i++)
    self->consonants[i] = (guint16)i;
  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    for (const char *at = classes[i]; *at != '\0';)
      self->consonants[decant_utf8_next (&at)] = i == 3 || i == 5 || i == 6 ? 0 : (guint16)(i + 1);
}

static guint64
hash_consonants (const DecantSounds *self, const char *text, gsize length)
{
  const char *end = text + length;
  guint64 hash = KEY_SEED;
  gunichar last = 0;

  while (text < end)
    {
      gunichar c = decant_utf8_next (&text);
      c = c < N_CONSONANTS ? self->consonants[c] : c >= 0x600 && c < 0x700 ? 0 : c;
      if (c == 0 || c == last)
        continue;
      hash = (hash ^ c) * MULTIPLIER;
      last = c;
    }
  return finish (hash);
}

static inline guint64
hash_part (const char *text, gsize length, guint64 seed)
{
  guint64 hash = seed * MULTIPLIER;

  for (; length >= 8; text += 8, length -= 8)
    {
      hash = (hash ^ decant_bytes_load (text)) * MULTIPLIER;
      hash ^= hash >> 32;
    }
  hash = (hash ^ decant_bytes_load_short (text, length)) * MULTIPLIER;
  hash ^= hash >> 32;
  return hash * MULTIPLIER;
}

/* How many letters of a word of @n are its first half; the letter behind, and all letters before the second half, may
 * be edited. */
static inline guint
first_half (guint n)
{
  return n / 2;
}

/* The halves of words that are as long as a form, or a letter longer or shorter. */
static void
add_halves (DecantSounds *self, const char *text, gsize length, guint characters)
{
  for (guint n = characters - 1; n <= characters + 1; n++)
    {
      guint first = first_half (n), second = n - first - 1;
      const char *middle = g_utf8_offset_to_pointer (text, first);
      const char *last = g_utf8_offset_to_pointer (text, characters - second);
      bits_add (self->gate, hash_part (text, middle - text, n));
      bits_add (self->gate, hash_part (last, text + length - last, n + 64 + (guint8)*text * 256));
    }
}

/* Whether one of the word's halves is a form's. Only words whose characters are all equally long are looked at closely.
 */
static gboolean
has_known_half (const DecantSounds *self, const char *text, gsize length, guint n)
{
  guint bytes = (guint)length / n, first = first_half (n), second = n - first - 1;

  if (bytes * n != length)
    return TRUE;
  return bits_have (self->gate, hash_part (text, first * bytes, n))
         || bits_have (self->gate,
                       hash_part (text + length - second * bytes, second * bytes, n + 64 + (guint8)*text * 256));
}

static void
add_item (DecantSounds *self, guint64 hash, guint32 word)
{
  Item item = { (guint32)(hash >> 32), word };

  g_array_append_val (self->items, item);
}

static void
add_word (DecantSounds *self, guint32 word)
{
  guint8 traits = decant_words_get_traits (self->words, word), wanted = DECANT_WORD_FORM | DECANT_WORD_CLEAR | DECANT_WORD_SPELT;
  guint64 hashes[LONGEST];
  Letters letters;
  gsize length;
  const char *text = decant_words_get (self->words, word, &length);

  if ((traits & wanted) != wanted || !read_letters (text, length, &letters) || letters.n < SHORTEST_KEYED)
    return;
  for (guint i = 0; i < letters.n; i++)
    if (decant_unicode_class (letters.codes[i]) < DECANT_CLASS_LATIN
        || decant_unicode_class (letters.codes[i]) > DECANT_CLASS_LETTER)
      return;
  add_item (self, hash_key (&letters), word);
  bits_add (self->gate, hash_consonants (self, text, length));
  if (letters.n < SHORTEST_EDITED || !(traits & DECANT_WORD_BASE))
    return;
  add_halves (self, text, length, letters.n);
  for (guint i = 0, n = hash_deletions (self, &letters, hashes); i < n; i++)
    add_item (self, hashes[i], word);
}

static int
compare_items (gconstpointer a, gconstpointer b)
{
  const Item *x = a, *y = b;

  return x->hash != y->hash ? (x->hash < y->hash ? -1 : 1) : (x->word < y->word ? -1 : x->word > y->word);
}

static void
make_known (DecantSounds *self)
{
  guint bucket = 0;

  self->buckets = g_new (guint32, (1 << BUCKET_BITS) + 1);
  for (guint i = 0; i < self->items->len; i++)
    while (bucket <= g_array_index (self->items, Item, i).hash >> (32 - BUCKET_BITS))
      self->buckets[bucket++] = i;
  while (bucket <= 1 << BUCKET_BITS)
    self->buckets[bucket++] = self->items->len;
  self->known = bits_new (self->items->len);
  for (guint i = 0; i < self->items->len; i++)
    bits_add (self->known, (guint64)g_array_index (self->items, Item, i).hash << 32);
}

static DecantWords *
read_neighbours (void)
{
  DecantWords *words = decant_words_new ();

  for (const char *at = decant_neighbours; *at != '\0';)
    {
      gsize length = strcspn (at, "\n");
      decant_words_add (words, at, length);
      at += length + 1;
    }
  return words;
}

DecantSounds *
decant_sounds_new (const DecantWords *words)
{
  DecantSounds *self = g_new0 (DecantSounds, 1);

  self->words = words;
  self->innocent = read_neighbours ();
  self->items = g_array_new (FALSE, FALSE, sizeof (Item));
  self->powers[0] = 1;
  for (guint i = 1; i <= LONGEST; i++)
    self->powers[i] = self->powers[i - 1] * MULTIPLIER;
  make_consonants (self);
  self->gate = bits_new (decant_words_get_n (words));
  for (guint32 word = 1; word <= decant_words_get_n (words); word++)
    add_word (self, word);
  g_array_sort (self->items, compare_items);
  make_known (self);
  return self;
}

void
decant_sounds_free (DecantSounds *self)
{
  if (self == NULL)
    return;
  decant_words_free (self->innocent);
  g_array_unref (self->items);
  g_free (self->buckets);
  g_free (self->known);
  g_free (self->gate);
  g_free (self);
}

/* The first item with the hash; items->len if there is none. */
static guint
find_items (const DecantSounds *self, guint64 hash)
{
  guint32 wanted = (guint32)(hash >> 32);
  guint at, end;

  if (G_LIKELY (!bits_have (self->known, hash)))
    return self->items->len;
  at = self->buckets[wanted >> (32 - BUCKET_BITS)];
  end = self->buckets[(wanted >> (32 - BUCKET_BITS)) + 1];
  while (at < end && g_array_index (self->items, Item, at).hash < wanted)
    at++;
  return at < end && g_array_index (self->items, Item, at).hash == wanted ? at : self->items->len;
}

/* Whether one edit behind the first letter turns one into the other. */
static gboolean
is_one_edit (const Letters *a, const Letters *b)
{
  guint same = 0, more = a->n > b->n, less = b->n > a->n;

  if (a->codes[0] != b->codes[0] || a->n > b->n + 1 || b->n > a->n + 1)
    return FALSE;
  while (same < a->n && same < b->n && a->codes[same] == b->codes[same])
    same++;
  if (more || less)
    return memcmp (a->codes + same + more, b->codes + same + less, (a->n - same - more) * sizeof *a->codes) == 0;
  if (same + 1 < a->n && a->codes[same] == b->codes[same + 1] && a->codes[same + 1] == b->codes[same]
      && memcmp (a->codes + same + 2, b->codes + same + 2, (a->n - same - 2) * sizeof *a->codes) == 0)
    return TRUE;
  return same < a->n && memcmp (a->codes + same + 1, b->codes + same + 1, (a->n - same - 1) * sizeof *a->codes) == 0;
}

static gboolean
sounds_alike (const Letters *a, const Letters *b)
{
  gunichar first[2 * LONGEST], second[2 * LONGEST];
  guint n = decant_sound_key (a->codes, a->n, first);

  return n == decant_sound_key (b->codes, b->n, second) && memcmp (first, second, n * sizeof *first) == 0;
}

static guint32
compare_with_items (const DecantSounds *self, const Letters *letters, guint64 hash, gboolean keys)
{
  for (guint i = find_items (self, hash);
       i < self->items->len && g_array_index (self->items, Item, i).hash == (guint32)(hash >> 32); i++)
    {
      guint32 word = g_array_index (self->items, Item, i).word;
      gsize length;
      const char *text = decant_words_get (self->words, word, &length);
      Letters form;

      read_letters (text, length, &form);
      if (keys ? sounds_alike (letters, &form) : form.n >= SHORTEST_EDITED && is_one_edit (letters, &form))
        return word;
    }
  return 0;
}

static guint32
find_edited (const DecantSounds *self, const Letters *letters)
{
  guint64 hashes[LONGEST];
  guint n = hash_deletions (self, letters, hashes);
  guint32 word = 0;

  for (guint i = 0; word == 0 && i < n; i++)
    word = compare_with_items (self, letters, hashes[i], FALSE);
  return word;
}

guint32
decant_sounds_find_any (const DecantSounds *self, const char *text, gsize length, guint characters)
{
  gboolean edited, sounded;
  guint32 word = 0;
  Letters letters;

  if (characters < SHORTEST_EDITED || characters > LONGEST)
    return 0;
  edited = has_known_half (self, text, length, characters);
  sounded = bits_have (self->gate, hash_consonants (self, text, length));
  if (!edited && !sounded)
    return 0;
  read_letters (text, length, &letters);
  if (edited)
    word = find_edited (self, &letters);
  return word != 0 || !sounded ? word : compare_with_items (self, &letters, hash_key (&letters), TRUE);
}

guint32
decant_sounds_find (const DecantSounds *self, const char *text, gsize length, guint characters)
{
  guint32 word = decant_sounds_find_any (self, text, length, characters);

  if (word == 0 || decant_words_find (self->words, text, length) != 0 || decant_sounds_is_innocent (self, text, length))
    return 0;
  return word;
}

gboolean
decant_sounds_is_innocent (const DecantSounds *self, const char *text, gsize length)
{
  return length < 256 && decant_words_find (self->innocent, text, length) != 0;
}
