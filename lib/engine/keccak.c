/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/keccak.h"

#include <string.h>

#define RATE 136 /* bytes: 1600 bits less twice 256, over eight */
#define ROUNDS 24

static const guint64 round_constants[ROUNDS] = {
  0x0000000000000001, 0x0000000000008082, 0x800000000000808a, 0x8000000080008000, 0x000000000000808b,
  0x0000000080000001, 0x8000000080008081, 0x8000000000008009, 0x000000000000008a, 0x0000000000000088,
  0x0000000080008009, 0x000000008000000a, 0x000000008000808b, 0x800000000000008b, 0x8000000000008089,
  0x8000000000008003, 0x8000000000008002, 0x8000000000000080, 0x000000000000800a, 0x800000008000000a,
  0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
};

/* Rho offsets and pi targets, walked in one cycle through the 24 lanes other than lane 0. */
static const guint8 rotations[24] = { 1,  3,  6,  10, 15, 21, 28, 36, 45, 55, 2,  14,
                                      27, 41, 56, 8,  25, 43, 62, 18, 39, 61, 20, 44 };
static const guint8 lanes[24] = { 10, 7,  11, 17, 18, 3, 5,  16, 8,  21, 24, 4,
                                  15, 23, 19, 13, 12, 2, 20, 14, 22, 9,  6,  1 };

static guint64
rotate (guint64 lane, guint by)
{
  return lane << by | lane >> (64 - by);
}

static void
theta (guint64 a[25])
{
  guint64 parity[5];

  for (guint x = 0; x < 5; x++)
    parity[x] = a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20];
  for (guint x = 0; x < 5; x++)
    {
      guint64 d = parity[(x + 4) % 5] ^ rotate (parity[(x + 1) % 5], 1);
      for (guint y = 0; y < 25; y += 5)
        a[x + y] ^= d;
    }
}

static void
rho_pi (guint64 a[25])
{
  guint64 carried = a[1];

  for (guint i = 0; i < 24; i++)
    {
      guint64 next = a[lanes[i]];
      a[lanes[i]] = rotate (carried, rotations[i]);
      carried = next;
    }
}

static void
chi (guint64 a[25])
{
  for (guint y = 0; y < 25; y += 5)
    {
      guint64 row[5];
      memcpy (row, a + y, sizeof row);
      for (guint x = 0; x < 5; x++)
        a[y + x] = row[x] ^ (~row[(x + 1) % 5] & row[(x + 2) % 5]);
    }
}

static void
permute (guint64 a[25])
{
  for (guint round = 0; round < ROUNDS; round++)
    {
      theta (a);
      rho_pi (a);
      chi (a);
      a[0] ^= round_constants[round];
    }
}

static void
absorb (guint64 a[25], const guint8 block[RATE])
{
  for (guint i = 0; i < RATE / 8; i++)
    {
      guint64 lane;
      memcpy (&lane, block + 8 * i, 8);
      a[i] ^= GUINT64_FROM_LE (lane);
    }
  permute (a);
}

static void
sponge (const guint8 *data, gsize length, guint8 padding, guint8 digest[DECANT_KECCAK_BYTES])
{
  guint64 a[25] = { 0 };
  guint8 last[RATE] = { 0 };

  for (; length >= RATE; data += RATE, length -= RATE)
    absorb (a, data);
  if (length > 0)
    memcpy (last, data, length);
  last[length] ^= padding;
  last[RATE - 1] ^= 0x80;
  absorb (a, last);
  for (guint i = 0; i < DECANT_KECCAK_BYTES / 8; i++)
    {
      guint64 lane = GUINT64_TO_LE (a[i]);
      memcpy (digest + 8 * i, &lane, 8);
    }
}

void
decant_keccak_256 (const guint8 *data, gsize length, guint8 digest[DECANT_KECCAK_BYTES])
{
  sponge (data, length, 0x01, digest);
}

void
decant_sha3_256 (const guint8 *data, gsize length, guint8 digest[DECANT_KECCAK_BYTES])
{
  sponge (data, length, 0x06, digest);
}
