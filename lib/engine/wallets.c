/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/wallets.h"

#include "engine/keccak.h"

#include <string.h>

/* --- Base58 -------------------------------------------------------------------------------------------------- */

static int
base58_digit (char c)
{
  static const char alphabet[] = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  const char *found = c != '\0' ? strchr (alphabet, c) : NULL;

  return found != NULL ? (int) (found - alphabet) : -1;
}

/* Decodes a big number into exactly @size bytes. FALSE when a digit is foreign or the number too large. */
static gboolean
base58_decode (const char *text, gsize length, guint8 *out, gsize size)
{
  memset (out, 0, size);
  for (gsize i = 0; i < length; i++)
    {
      int digit = base58_digit (text[i]);
      guint carry = (guint) digit;

      if (digit < 0)
        return FALSE;
      for (gsize k = size; k-- > 0;)
        {
          carry += (guint) out[k] * 58;
          out[k] = (guint8) carry;
          carry >>= 8;
        }
      if (carry != 0)
        return FALSE;
    }
  return TRUE;
}

static void
sha256 (const guint8 *data, gsize length, guint8 digest[32])
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize size = 32;

  g_checksum_update (checksum, data, (gssize) length);
  g_checksum_get_digest (checksum, digest, &size);
}

/* The version byte of a Base58Check address of 20 payload bytes, or -1. Each leading zero byte is one leading "1". */
static int
base58check_version (const char *text, gsize length)
{
  guint8 raw[25], once[32], twice[32];
  gsize ones = strspn (text, "1"), zeros = 0;

  if (length < 25 || length > 35 || !base58_decode (text, length, raw, sizeof raw))
    return -1;
  while (zeros < sizeof raw && raw[zeros] == 0)
    zeros++;
  if (zeros != MIN (ones, length))
    return -1;
  sha256 (raw, 21, once);
  sha256 (once, 32, twice);
  return memcmp (raw + 21, twice, 4) == 0 ? raw[0] : -1;
}

static const char *
base58check_kind (const char *text, gsize length)
{
  if (strchr ("13LMT", text[0]) == NULL)
    return NULL;
  switch (base58check_version (text, length))
    {
    case 0:
    case 5: return "bitcoin";
    case 48:
    case 50: return "litecoin";
    case 65: return "tron";
    default: return NULL;
    }
}

/* --- Bech32 -------------------------------------------------------------------------------------------------- */

#define BECH32 1u
#define BECH32M 0x2bc830a3u

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
  static const char alphabet[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
  guint32 sum = 1;

  for (gsize i = 0; i < prefix; i++)
    sum = polymod_step (sum, (guint) g_ascii_tolower (text[i]) >> 5);
  sum = polymod_step (sum, 0);
  for (gsize i = 0; i < prefix; i++)
    sum = polymod_step (sum, (guint) g_ascii_tolower (text[i]) & 31);
  for (gsize i = prefix + 1; i < length; i++)
    {
      const char *found = strchr (alphabet, g_ascii_tolower (text[i]));
      if (found == NULL || *found == '\0')
        return 0;
      values[i - prefix - 1] = (guint8) (found - alphabet);
      sum = polymod_step (sum, values[i - prefix - 1]);
    }
  return sum;
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

/* A witness program of 2 to 40 bytes in 5-bit values: version 0 has 20 or 32 bytes, fewer than 5 bits of zero padding. */
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

static const char *
bech32_kind (const char *text, gsize length)
{
  gsize prefix = g_ascii_strncasecmp (text, "bc1", 3) == 0 ? 2 : g_ascii_strncasecmp (text, "ltc1", 4) == 0 ? 3 : 0;
  guint8 values[90];
  guint32 remainder;

  if (prefix == 0 || length < prefix + 8 || length > 90 || !is_one_case (text, length))
    return NULL;
  remainder = bech32_remainder (text, length, prefix, values);
  if (!is_witness_program (values, length - prefix - 1 - 6, remainder))
    return NULL;
  return prefix == 2 ? "bitcoin" : "litecoin";
}

/* --- Ethereum, Monero, onion --------------------------------------------------------------------------------- */

static gboolean
is_ethereum (const char *text, gsize length)
{
  char lower[40];
  guint8 digest[DECANT_KECCAK_BYTES];

  if (length != 42 || text[0] != '0' || text[1] != 'x')
    return FALSE;
  for (guint i = 0; i < 40; i++)
    {
      if (!g_ascii_isxdigit (text[2 + i]))
        return FALSE;
      lower[i] = g_ascii_tolower (text[2 + i]);
    }
  if (is_one_case (text + 2, 40))
    return TRUE;
  decant_keccak_256 ((const guint8 *) lower, sizeof lower, digest);
  for (guint i = 0; i < 40; i++)
    {
      guint nibble = digest[i / 2] >> (i % 2 ? 0 : 4) & 15;
      if (g_ascii_isalpha (lower[i]) && (nibble >= 8) != (g_ascii_isupper (text[2 + i]) != 0))
        return FALSE;
    }
  return TRUE;
}

/* Monero's Base58 works on blocks: 8 bytes are 11 characters, the last block 5 → 7 (69 bytes) or 5 → 7 (77 bytes). */
static gboolean
is_monero (const char *text, gsize length)
{
  gsize bytes = length == 95 ? 69 : length == 106 ? 77 : 0, full = bytes / 8;
  guint8 raw[77], digest[DECANT_KECCAK_BYTES];

  if (bytes == 0 || (text[0] != '4' && text[0] != '8'))
    return FALSE;
  for (gsize i = 0; i < full; i++)
    if (!base58_decode (text + 11 * i, 11, raw + 8 * i, 8))
      return FALSE;
  if (!base58_decode (text + 11 * full, length - 11 * full, raw + 8 * full, bytes - 8 * full))
    return FALSE;
  if (bytes == 77 ? raw[0] != 19 : raw[0] != 18 && raw[0] != 42)
    return FALSE;
  decant_keccak_256 (raw, bytes - 4, digest);
  return memcmp (raw + bytes - 4, digest, 4) == 0;
}

const char *
decant_wallet_kind (const char *text, gsize length)
{
  const char *kind;

  if (length < 14 || length > 106)
    return NULL;
  if ((kind = bech32_kind (text, length)) != NULL || (kind = base58check_kind (text, length)) != NULL)
    return kind;
  if (is_ethereum (text, length))
    return "ethereum";
  return is_monero (text, length) ? "monero" : NULL;
}

static gboolean
base32_decode (const char *text, guint8 out[35])
{
  guint bits = 0, value = 0;

  for (guint i = 0; i < 56; i++)
    {
      char c = g_ascii_tolower (text[i]);
      int digit = c >= 'a' && c <= 'z' ? c - 'a' : c >= '2' && c <= '7' ? c - '2' + 26 : -1;

      if (digit < 0)
        return FALSE;
      value = value << 5 | (guint) digit;
      bits += 5;
      if (bits >= 8)
        {
          bits -= 8;
          *out++ = (guint8) (value >> bits);
        }
    }
  return TRUE;
}

gboolean
decant_onion_is_valid (const char *text, gsize length)
{
  static const char prefix[] = ".onion checksum";
  guint8 raw[35], message[sizeof prefix - 1 + 33], digest[DECANT_KECCAK_BYTES];

  if (length != 56 || !base32_decode (text, raw) || raw[34] != 3)
    return FALSE;
  memcpy (message, prefix, sizeof prefix - 1);
  memcpy (message + sizeof prefix - 1, raw, 32);
  message[sizeof message - 1] = raw[34];
  decant_sha3_256 (message, sizeof message, digest);
  return memcmp (raw + 32, digest, 2) == 0;
}
