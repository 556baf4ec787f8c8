/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/reading-search.h"

#include <string.h>

struct _DecantReadings {
  const DecantWords *words;
  DecantWords *hashtag_words;
  DecantMasks *masks;
  DecantSounds *sounds;
};

DecantReadings *
decant_readings_new (const DecantWords *words)
{
  DecantReadings *self = g_new0 (DecantReadings, 1);

  self->words = words;
  self->hashtag_words = decant_hashtag_words_new ();
  self->masks = decant_masks_new (words);
  self->sounds = decant_sounds_new (words);
  return self;
}

void
decant_readings_free (DecantReadings *self)
{
  if (self == NULL)
    return;
  decant_words_free (self->hashtag_words);
  decant_masks_free (self->masks);
  decant_sounds_free (self->sounds);
  g_free (self);
}

void
decant_spelling_append (DecantSpelling *self, const char *text, gsize length)
{
  if (length > sizeof self->text - self->length)
    self->too_long = TRUE;
  if (self->too_long)
    return;
  memcpy (self->text + self->length, text, length);
  self->length += length;
}

guint32
decant_search_find (const DecantSearch *self, const DecantSpelling *spelling)
{
  return spelling->too_long || spelling->length == 0
             ? 0
             : decant_words_find (self->words, spelling->text, spelling->length);
}

void
decant_search_add (DecantSearch *self, guint first, guint next, guint start, guint end, guint32 word, guint8 reading)
{
  if (word == 0)
    return;
  if (self->n_found == self->capacity)
    {
      guint capacity = MAX (16, self->capacity * 2);
      DecantRespelling *found = decant_arena_new_array (self->arena, DecantRespelling, capacity);
      if (self->n_found > 0)
        memcpy (found, self->found, self->n_found * sizeof *found);
      self->found = found;
      self->capacity = capacity;
    }
  self->found[self->n_found++] = (DecantRespelling){ first, next, start, end, word, reading };
}

#define ALPHABETS (DECANT_SHAPE_LATIN | DECANT_SHAPE_GREEK | DECANT_SHAPE_CYRILLIC | DECANT_SHAPE_LETTER)

/* Bytes next to a token that may belong to a disguise: symbols for letters, masks, the sign of a hashtag. Those from
 * 0xC2 on begin a character beyond ASCII. */
static inline gboolean
is_suspicious (guint8 byte)
{
  static const guint8 suspicious[256] = {
    ['@'] = 1, ['$'] = 1, ['!'] = 1, ['|'] = 1, ['*'] = 1, ['#'] = 1,  ['%'] = 1,  ['('] = 1,
    ['<'] = 1, ['['] = 1, ['+'] = 1, ['_'] = 1, [0xC2] = 1, [0xC3] = 1, [0xE2] = 1, [0xF0] = 1,
  };
  return suspicious[byte];
}

/* Bytes before a token that may end a symbol for its first letter. */
static inline gboolean
may_open (guint8 byte)
{
  return byte >= 0x80 || byte == '$' || byte == '(' || byte == '<' || byte == '[' || byte == '|' || byte == '@'
         || byte == '!' || byte == '+';
}

static inline gboolean
is_one_script (guint8 shape)
{
  return shape & ALPHABETS && (shape & (shape - 1)) == 0;
}

static void
read_token (DecantSearch *s, guint i)
{
  const DecantToken *t = &s->tokens[i];
  guint8 before = t->start > 0 ? s->folded->text[t->start - 1] : 0, after = s->folded->text[t->end];
  guint8 shape = t->shape;

  if (t->characters <= 3)
    decant_reading_separated (s, i);
  if (before == '#')
    decant_reading_hashtag (s, i);
  else if (before == '/' || before == '=' || before == '.' || after == '.' || after == '/')
    decant_reading_link (s, i);
  if ((shape & DECANT_SHAPE_DIGIT && shape & ALPHABETS) || (before != 0 && may_open (before)) || is_suspicious (after))
    decant_reading_leet (s, i);
  if (is_suspicious (after) || after == '.' || after == '-')
    decant_reading_masked (s, i);
  if (shape & DECANT_SHAPE_STRETCHED && shape & ALPHABETS)
    decant_reading_stretched (s, i);
  if (shape & ALPHABETS & ~DECANT_SHAPE_LATIN)
    decant_reading_mixed_script (s, i);
  if (t->characters >= 6 && is_one_script (shape & ~DECANT_SHAPE_STRETCHED))
    decant_reading_phonetic (s, i);
}

guint
decant_readings_find (const DecantReadings *self,
                      DecantArena *arena,
                      const DecantFolded *folded,
                      const DecantToken *tokens,
                      guint n_tokens,
                      const DecantRespelling **respellings)
{
  DecantSearch s = { self->words, self->hashtag_words, self->masks, self->sounds, arena, folded, tokens, n_tokens };

  for (guint i = 0; i < n_tokens; i++)
    if (tokens[i].kind == DECANT_TOKEN_WORD)
      read_token (&s, i);
    else if (tokens[i].kind == DECANT_TOKEN_EMOJI)
      decant_reading_flags (&s, i);
  *respellings = s.found;
  return s.n_found;
}
