/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/text-units.h"

#define BLOCK 128

struct _DecantTextUnits {
  const char *text;
  gsize length;
  gsize units;
  guint32 *before; /* units before byte i × BLOCK; NULL for ASCII, where both counts are the same */
};

/* One unit for every byte that starts a character, one more for those of four bytes. */
gsize
decant_text_units_count (const char *text, gsize length)
{
  gsize units = 0;

  for (gsize i = 0; i < length; i++)
    {
      guchar byte = text[i];
      units += ((byte & 0xc0) != 0x80) + (byte >= 0xf0);
    }
  return units;
}

DecantTextUnits *
decant_text_units_new (const char *text, gsize length)
{
  DecantTextUnits *self = g_new0 (DecantTextUnits, 1);
  gsize blocks = length / BLOCK + 1;

  self->text = text;
  self->length = length;
  self->units = decant_text_units_count (text, length);
  if (self->units == length)
    return self;

  self->before = g_new (guint32, blocks);
  self->before[0] = 0;
  for (gsize i = 1; i < blocks; i++)
    self->before[i] = self->before[i - 1] + decant_text_units_count (text + (i - 1) * BLOCK, BLOCK);
  return self;
}

void
decant_text_units_free (DecantTextUnits *self)
{
  if (self == NULL)
    return;
  g_free (self->before);
  g_free (self);
}

gsize
decant_text_units_get_length (DecantTextUnits *self)
{
  return self->units;
}

gsize
decant_text_units_from_byte (DecantTextUnits *self, gsize byte)
{
  gsize block = byte / BLOCK;

  g_assert (byte <= self->length);
  if (self->before == NULL)
    return byte;
  return self->before[block] + decant_text_units_count (self->text + block * BLOCK, byte - block * BLOCK);
}

/* The last block with at most @unit units before it. */
static gsize
find_block (DecantTextUnits *self, gsize unit)
{
  gsize low = 0, high = self->length / BLOCK + 1;

  while (high - low > 1)
    {
      gsize middle = low + (high - low) / 2;
      if (self->before[middle] <= unit)
        low = middle;
      else
        high = middle;
    }
  return low;
}

static gboolean
is_inside (DecantTextUnits *self, gsize byte)
{
  return byte < self->length && ((guchar) self->text[byte] & 0xc0) == 0x80;
}

gsize
decant_text_units_to_byte (DecantTextUnits *self, gsize unit)
{
  gsize byte, seen;

  g_assert (unit <= self->units);
  if (self->before == NULL)
    return unit;
  byte = find_block (self, unit) * BLOCK;
  seen = self->before[byte / BLOCK];
  while (is_inside (self, byte)) /* the tail of a character that the block before counted */
    byte++;
  while (byte < self->length)
    {
      gsize wide = (guchar) self->text[byte] >= 0xf0 ? 2 : 1;
      if (seen + wide > unit)
        break;
      seen += wide;
      for (byte++; is_inside (self, byte);)
        byte++;
    }
  return byte;
}
