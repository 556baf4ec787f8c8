/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ngrams.h"

#include "engine/shape.h"

#include <string.h>

/* Private-use characters stand for what must not be remembered. */
#define SIGN_IDENTIFIER 0xE000 /* + the first letter of its kind */
#define SIGN_HANDLE 0xE100
#define SIGN_LINK 0xE101
#define BORDER 0x20

#define LONGEST 4
#define MAX_WORD 64 /* characters, its borders included */
#define WORD_SEED 0x9E3779B97F4A7C15u
#define PAIR_SEED 0xC2B2AE3D27D4EB4Fu
#define PIECE_SEED 0x165667B19E3779F9u

typedef struct
{
  const DecantFolded *folded;
  const DecantIdentifier *identifiers;
  guint n_identifiers, identifier; /* the next one */
  guint bits;
  guint64 *seen; /* a bit a bucket */
  guint32 *buckets;
  guint n, capacity;
  DecantArena *arena;
  DecantNgramWord *words;
  guint n_words, words_capacity;
  guint64 last_word; /* its hash, 0 before the first */
} Reader;

/* --- buckets ---------------------------------------------------------------------------------------------------- */

/* Multiply and fold, after the finaliser of MurmurHash3 (public domain, Austin Appleby). */
static inline guint64
mix (guint64 h, guint64 value)
{
  h = (h ^ value) * 0xFF51AFD7ED558CCDu;
  return h ^ (h >> 32);
}

static gpointer
grow (DecantArena *arena, gpointer old, guint n, guint *capacity, gsize size)
{
  gpointer larger;

  *capacity = MAX (1024, *capacity * 2);
  larger = decant_arena_alloc (arena, *capacity * size);
  if (n > 0)
    memcpy (larger, old, n * size);
  return larger;
}

/* There is room for one more. No branch: whether a piece was seen before is hard to foretell. */
static inline void
add_bucket (Reader *self, guint64 hash)
{
  guint32 bucket = (guint32)((hash * WORD_SEED) >> (64 - self->bits));
  guint64 *seen = &self->seen[bucket >> 6], bit = G_GUINT64_CONSTANT (1) << (bucket & 63);

  self->buckets[self->n] = bucket;
  self->n += (*seen & bit) == 0;
  *seen |= bit;
}

/* All pieces of a word that stands between borders. */
static void
add_word (Reader *self, const gunichar *word, guint length, guint32 start, guint32 end)
{
  guint first = self->n;
  guint64 whole = WORD_SEED;

  if (self->capacity - self->n < MAX_WORD * LONGEST) /* more than a word has pieces */
    self->buckets = grow (self->arena, self->buckets, self->n, &self->capacity, sizeof *self->buckets);
  for (guint i = 0; i < length; i++)
    {
      guint64 piece = mix (PIECE_SEED, word[i]);
      whole = mix (whole, word[i]);
      for (guint k = 1; k < LONGEST && i + k < length; k++)
        add_bucket (self, piece = mix (piece, word[i + k]));
    }
  add_bucket (self, whole);
  if (self->last_word != 0)
    add_bucket (self, mix (mix (PAIR_SEED, self->last_word), whole));
  self->last_word = whole;
  if (self->n_words == self->words_capacity)
    self->words = grow (self->arena, self->words, self->n_words, &self->words_capacity, sizeof *self->words);
  self->words[self->n_words++] = (DecantNgramWord){ start, end, first, self->n };
}

/* --- words ------------------------------------------------------------------------------------------------------ */

typedef struct
{
  gunichar text[MAX_WORD];
  guint length;
  guint32 start, end; /* bytes of the folded text */
} Word;

static void
finish_word (Reader *self, Word *word)
{
  DecantSpan span;

  if (word->length <= 1)
    return;
  word->text[word->length++] = BORDER;
  span = decant_folded_to_source (self->folded, word->start, word->end);
  add_word (self, word->text, word->length, span.start, span.end);
  word->length = 0;
}

/* One character more; a word that grows too long is cut. */
static void
put (Reader *self, Word *word, gunichar c, guint32 start, guint32 end)
{
  if (word->length >= MAX_WORD - 1)
    finish_word (self, word);
  if (word->length == 0)
    {
      word->text[word->length++] = BORDER;
      word->start = start;
    }
  word->text[word->length++] = c;
  word->end = end;
}

static void
put_alone (Reader *self, Word *word, gunichar c, guint32 start, guint32 end)
{
  finish_word (self, word);
  put (self, word, c, start, end);
  finish_word (self, word);
}

/* The identifier that folded byte @at belongs to, or NULL. */
static const DecantIdentifier *
identifier_at (Reader *self, gsize at)
{
  guint32 source = self->folded->map[at];

  while (self->identifier < self->n_identifiers && self->identifiers[self->identifier].span.end <= source)
    self->identifier++;
  return self->identifier < self->n_identifiers && self->identifiers[self->identifier].span.start <= source
             ? &self->identifiers[self->identifier]
             : NULL;
}

static gsize
skip_identifier (Reader *self, Word *word, const DecantIdentifier *identifier, gsize at)
{
  gsize end = at;

  while (end < self->folded->length && self->folded->map[end] < identifier->span.end)
    end++;
  put_alone (self, word, SIGN_IDENTIFIER + (guint8) identifier->kind[0] % 64u, (guint32) at, (guint32) end);
  return end;
}

static gboolean
is_name_byte (guint8 c)
{
  return g_ascii_isalnum (c) || c == '_' || c == '.' || c == '-' || c >= 0x80;
}

/* An @name without an app beside it is a handle all the same. */
static gsize
skip_handle (Reader *self, Word *word, gsize at)
{
  const char *text = self->folded->text;
  gsize end = at + 1;

  while (is_name_byte ((guint8) text[end]))
    end++;
  put_alone (self, word, end > at + 1 ? SIGN_HANDLE : '@', (guint32) at, (guint32) end);
  return end;
}

/* "https://…" beyond the 64 identifiers of a text. */
static gsize
skip_link (Reader *self, Word *word, gsize at)
{
  const char *text = self->folded->text;
  gsize end = at;

  while (text[end] != '\0' && !g_ascii_isspace (text[end]))
    end++;
  put_alone (self, word, SIGN_LINK, (guint32) at, (guint32) end);
  return end;
}

static gboolean
joins_digits (const char *at)
{
  return (*at == ' ' || *at == '.' || *at == ',' || *at == ':' || *at == '/' || *at == '-') && g_ascii_isdigit (at[1]);
}

/* A number, "1.500,00", "24/7", "30-40" alike: one "0". */
static gsize
skip_number (Reader *self, Word *word, gsize at)
{
  const char *text = self->folded->text;
  gsize end = at;

  while (g_ascii_isdigit (text[end]) || joins_digits (text + end))
    end++;
  put (self, word, '0', (guint32) at, (guint32) end);
  return end;
}

static gsize
skip_character (Reader *self, Word *word, gsize at)
{
  const char *text = self->folded->text + at;
  gunichar c = g_utf8_get_char (text);
  gsize end = at + (gsize) (g_utf8_next_char (text) - text);

  if (decant_char_is_word (c) || decant_char_is_unspaced (c))
    put (self, word, c, (guint32) at, (guint32) end);
  else if (c <= 0x20)
    finish_word (self, word);
  else
    put_alone (self, word, c, (guint32) at, (guint32) end);
  return end;
}

static gsize
step (Reader *self, Word *word, gsize at)
{
  const char *text = self->folded->text + at;
  const DecantIdentifier *identifier = identifier_at (self, at);

  if (identifier != NULL)
    return skip_identifier (self, word, identifier, at);
  if (*text == '@')
    return skip_handle (self, word, at);
  if (g_ascii_isdigit (*text))
    return skip_number (self, word, at);
  if (*text == 'h' && (strncmp (text, "http://", 7) == 0 || strncmp (text, "https://", 8) == 0))
    return skip_link (self, word, at);
  return skip_character (self, word, at);
}

void
decant_ngrams_read (DecantArena *arena,
                    const DecantFolded *folded,
                    const DecantIdentifier *identifiers,
                    guint n_identifiers,
                    guint bits,
                    DecantNgrams *out)
{
  Reader self
      = { .folded = folded, .identifiers = identifiers, .n_identifiers = n_identifiers, .bits = bits, .arena = arena };
  gsize bitmap = (gsize) 1 << (bits - 3);
  Word word = { .length = 0 };
  gsize at = 0;

  self.seen = decant_arena_alloc (arena, bitmap);
  memset (self.seen, 0, bitmap);
  for (guint n = 0; at < folded->length && n < DECANT_NGRAM_CHARACTERS; n++)
    at = step (&self, &word, at);
  finish_word (&self, &word);
  *out = (DecantNgrams){ self.buckets, self.n, self.words, self.n_words };
}
