/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/bech32.h"

#include <string.h>

#define BECH32 1u
#define BECH32M 0x2bc830a3u
#define MAX_LENGTH 90

static int
value_of (char c)
{
  static const char alphabet[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
  const char *found = c != '\0' ? strchr (alphabet, g_ascii_tolower (c)) : NULL;

  return found != NULL ? (int)(found - alphabet) : -1;
}

static gboolean
is_one_case (const char *text, gsize length)
{
  gboolean lower = FALSE, upper = FALSE;

  for (gsize i = 0; i < length; i++)
    {
      lower |= g_ascii_islower (text[i]);
      upper |= g_ascii_isupper (text[i]);
    }
  return !(lower && upper);
}

/* --- Bech32 and Bech32m ------------------------------------------------------------------------------------------ */

static guint32
polymod_step (guint32 sum, guint value)
{
  static const guint32 generator[] = { 0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3 };
  guint32 top = sum >> 25;

  sum = (sum & 0x1ffffff) << 5 ^ value;
  for (guint i = 0; i < 5; i++)
    if (top >> i & 1)
      sum ^= generator[i];
  return sum;
}

/* Reads the data part into 5-bit @values. Returns the checksum's remainder, or 0 (never a right one). */
static guint32
bech32_remainder (const char *text, gsize length, gsize prefix, guint8 *values)
{
  guint32 sum = 1;

  for (gsize i = 0; i < prefix; i++)
    sum = polymod_step (sum, (guint)g_ascii_tolower (text[i]) >> 5);
  sum = polymod_step (sum, 0);
  for (gsize i = 0; i < prefix; i++)
    sum = polymod_step (sum, (guint)g_ascii_tolower (text[i]) & 31);
  for (gsize i = prefix + 1; i < length; i++)
    {
      int value = value_of (text[i]);
      if (value < 0)
        return 0;
      values[i - prefix - 1] = (guint8)value;
      sum = polymod_step (sum, values[i - prefix - 1]);
    }
  return sum;
}

/* A witness program of 2 to 40 bytes in 5-bit values: version 0 has 20 or 32 bytes, fewer than 5 bits of zero padding.
 */
static gboolean
is_witness_program (const guint8 *values, gsize n, guint32 remainder)
{
  gsize bits = (n - 1) * 5, bytes = bits / 8;

  if (values[0] > 16 || remainder != (values[0] == 0 ? BECH32 : BECH32M))
    return FALSE;
  if (bytes < 2 || bytes > 40 || (values[0] == 0 && bytes != 20 && bytes != 32))
    return FALSE;
  return bits % 8 < 5 && (values[n - 1] & ((1u << (bits % 8)) - 1)) == 0;
}

gboolean
decant_bech32_is_witness (const char *prefix, const char *text, gsize length)
{
  gsize n = strlen (prefix);
  guint8 values[MAX_LENGTH];
  guint32 remainder;

  if (length < n + 8 || length > MAX_LENGTH || g_ascii_strncasecmp (text, prefix, n) != 0 || text[n] != '1'
      || !is_one_case (text, length))
    return FALSE;
  remainder = bech32_remainder (text, length, n, values);
  return remainder != 0 && is_witness_program (values, length - n - 1 - 6, remainder);
}

/* --- CashAddr ---------------------------------------------------------------------------------------------------- */

static guint64
cash_step (guint64 sum, guint value)
{
  static const guint64 generator[] = { 0x98f2bc8e61, 0x79b76d99e2, 0xf33e5fb3c4, 0xae2eabe2a8, 0x1e4f43e470 };
  guint top = (guint)(sum >> 35);

  sum = (sum & 0x07ffffffff) << 5 ^ value;
  for (guint i = 0; i < 5; i++)
    if (top >> i & 1)
      sum ^= generator[i];
  return sum;
}

gboolean
decant_cashaddr_is_valid (const char *text, gsize length)
{
  static const char prefix[] = "bitcoincash";
  gsize bits, hash = length == 42 ? 20 : length == 61 ? 32 : 0;
  guint64 sum = 1;
  int last = 0;

  if (hash == 0 || !is_one_case (text, length))
    return FALSE;
  for (const char *p = prefix; *p != '\0'; p++)
    sum = cash_step (sum, (guint)*p & 31);
  sum = cash_step (sum, 0);
  for (gsize i = 0; i < length; i++)
    {
      int value = value_of (text[i]);
      if (value < 0)
        return FALSE;
      sum = cash_step (sum, (guint)value);
      last = i == length - 9 ? value : last;
    }
  /* The version byte: a zero bit, four bits of type (0 … 3: key, script, and both with tokens), three of size (0: 20
   * bytes, 3: 32). Then the hash, and zeros to fill the last five bits. */
  bits = (length - 8) * 5 - 8 * (1 + hash);
  return sum == 1 && value_of (text[0]) <= 3 && value_of (text[1]) >> 2 == (hash == 32 ? 3 : 0)
         && (last & ((1 << bits) - 1)) == 0;
}
