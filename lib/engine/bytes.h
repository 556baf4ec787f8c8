/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <string.h>

/* Bytes as numbers, for hashes. The order of bytes is the machine's own: nothing that is kept or compared between
 * machines is made of them. */

G_BEGIN_DECLS

static inline guint64
decant_bytes_load (const char *text) /* of 8 bytes or more */
{
  guint64 word;

  memcpy (&word, text, sizeof word);
  return word;
}

/* Any two texts of the same @length, 7 at most, differ here when they differ. No copy of a length that is not known
 * beforehand: what is stored byte by byte is slow to load as a whole. */
static inline guint64
decant_bytes_load_short (const char *text, gsize length)
{
  guint32 first, last;

  if (length < 4)
    return length == 0 ? 0
                       : (guint64) (guint8) text[0] << 16 | (guint64) (guint8) text[length / 2] << 8
                             | (guint8) text[length - 1];
  memcpy (&first, text, sizeof first);
  memcpy (&last, text + length - 4, sizeof last);
  return (guint64) first << 32 | last;
}

G_END_DECLS
