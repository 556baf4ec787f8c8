/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/words.h"

#include "engine/bytes.h"

#define FILTERED_SLOTS 16 /* for each 64 bits of the filter */

typedef struct {
  guint32 hash, word; /* word 0: free */
} Slot;

typedef struct {
  guint32 start;
  guint8 length, traits;
} Extent;

struct _DecantWords {
  Slot *slots;
  guint32 mask;
  guint64 *filter; /* four bits a slot, one set for each word: small enough to stay near, it answers nearly all */
  GByteArray *bytes;
  GArray *extents; /* of Extent, by word; the first is unused */
};

static inline guint32
hash_bytes (const char *text, gsize length)
{
  guint64 h = length * G_GUINT64_CONSTANT (0x9E3779B97F4A7C15);

  for (; length >= 8; text += 8, length -= 8)
    {
      h = (h ^ decant_bytes_load (text)) * G_GUINT64_CONSTANT (0xBF58476D1CE4E5B9);
      h ^= h >> 29;
    }
  h = (h ^ decant_bytes_load_short (text, length)) * G_GUINT64_CONSTANT (0x94D049BB133111EB);
  return (guint32) (h ^ (h >> 32));
}

DecantWords *
decant_words_new (void)
{
  DecantWords *self = g_new0 (DecantWords, 1);
  Extent unused = { 0, 0, 0 };

  self->mask = 1023;
  self->slots = g_new0 (Slot, self->mask + 1);
  self->filter = g_new0 (guint64, (self->mask + 1) / FILTERED_SLOTS);
  self->bytes = g_byte_array_new ();
  self->extents = g_array_new (FALSE, FALSE, sizeof (Extent));
  g_array_append_val (self->extents, unused);
  return self;
}

void
decant_words_free (DecantWords *self)
{
  if (self == NULL)
    return;
  g_free (self->slots);
  g_free (self->filter);
  g_byte_array_unref (self->bytes);
  g_array_unref (self->extents);
  g_free (self);
}

/* The filter looks at the hash's high bits, slots at its low ones. */
static inline guint64 *
filter_word (const DecantWords *self, guint32 hash)
{
  return &self->filter[((guint64) hash * ((self->mask + 1) / FILTERED_SLOTS)) >> 32];
}

static inline guint64
filter_bit (guint32 hash)
{
  return G_GUINT64_CONSTANT (1) << (hash & 63);
}

static Slot *
find_slot (const DecantWords *self, guint32 hash, const char *text, gsize length)
{
  for (guint32 i = hash & self->mask;; i = (i + 1) & self->mask)
    {
      Slot *slot = &self->slots[i];
      const Extent *extent;
      if (slot->word == 0)
        return slot;
      if (slot->hash != hash)
        continue;
      extent = &g_array_index (self->extents, Extent, slot->word);
      if (extent->length == length && memcmp (self->bytes->data + extent->start, text, length) == 0)
        return slot;
    }
}

static void
double_slots (DecantWords *self)
{
  guint32 old_size = self->mask + 1;
  g_autofree Slot *old = self->slots;

  self->mask = old_size * 2 - 1;
  self->slots = g_new0 (Slot, old_size * 2);
  g_free (self->filter);
  self->filter = g_new0 (guint64, old_size * 2 / FILTERED_SLOTS);
  for (guint32 i = 0; i < old_size; i++)
    if (old[i].word != 0)
      {
        guint32 at = old[i].hash & self->mask;
        while (self->slots[at].word != 0)
          at = (at + 1) & self->mask;
        self->slots[at] = old[i];
        *filter_word (self, old[i].hash) |= filter_bit (old[i].hash);
      }
}

guint32
decant_words_add (DecantWords *self, const char *text, gsize length)
{
  guint32 hash = hash_bytes (text, length);
  Slot *slot = find_slot (self, hash, text, length);
  Extent extent = { self->bytes->len, (guint8) length, 0 };

  g_assert (length > 0 && length < 256);
  if (slot->word != 0)
    return slot->word;
  *slot = (Slot){ hash, self->extents->len };
  *filter_word (self, hash) |= filter_bit (hash);
  g_byte_array_append (self->bytes, (const guint8 *) text, length);
  g_array_append_val (self->extents, extent);
  if (self->extents->len * 2 > self->mask)
    double_slots (self);
  return self->extents->len - 1;
}

guint32
decant_words_find (const DecantWords *self, const char *text, gsize length)
{
  guint32 hash = hash_bytes (text, length);

  if (!(*filter_word (self, hash) & filter_bit (hash)))
    return 0;
  return find_slot (self, hash, text, length)->word;
}

guint32
decant_words_get_n (const DecantWords *self)
{
  return self->extents->len - 1;
}

void
decant_words_mark (DecantWords *self, guint32 word, guint8 traits)
{
  g_array_index (self->extents, Extent, word).traits |= traits;
}

guint8
decant_words_get_traits (const DecantWords *self, guint32 word)
{
  return g_array_index (self->extents, Extent, word).traits;
}

const char *
decant_words_get (const DecantWords *self, guint32 word, gsize *length)
{
  const Extent *extent = &g_array_index (self->extents, Extent, word);

  *length = extent->length;
  return (const char *) self->bytes->data + extent->start;
}
