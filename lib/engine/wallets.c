/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/wallets.h"

#include "engine/base58.h"
#include "engine/bech32.h"
#include "engine/keccak.h"

#include <string.h>

#define CASH_PREFIX "bitcoincash:"

/* --- Base58Check ------------------------------------------------------------------------------------------------- */

static const char *
base58check_kind (const char *text, gsize length)
{
  guint8 raw[26];

  if (length < 25 || length > 35 || strchr ("13LMTD9AX7t", text[0]) == NULL)
    return NULL;
  if (text[0] == 't')
    return decant_base58check_decode (DECANT_BASE58_BITCOIN, text, length, raw, 26) && raw[0] == 0x1c
                   && (raw[1] == 0xb8 || raw[1] == 0xbd)
               ? "zcash"
               : NULL;
  if (!decant_base58check_decode (DECANT_BASE58_BITCOIN, text, length, raw, 25))
    return NULL;
  switch (raw[0])
    {
    case 0:
    case 5:
      return "bitcoin";
    case 48:
    case 50:
      return "litecoin";
    case 22:
    case 30:
      return "dogecoin";
    case 16:
    case 76:
      return "dash";
    case 65:
      return "tron";
    default:
      return NULL;
    }
}

static gboolean
is_xrp (const char *text, gsize length)
{
  guint8 raw[25];

  return text[0] == 'r' && length >= 25 && length <= 35
         && decant_base58check_decode (DECANT_BASE58_RIPPLE, text, length, raw, 25) && raw[0] == 0;
}

/* --- Ethereum, Monero -------------------------------------------------------------------------------------------- */

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
  decant_keccak_256 ((const guint8 *)lower, sizeof lower, digest);
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
    if (!decant_base58_decode (DECANT_BASE58_BITCOIN, text + 11 * i, 11, raw + 8 * i, 8))
      return FALSE;
  if (!decant_base58_decode (DECANT_BASE58_BITCOIN, text + 11 * full, length - 11 * full, raw + 8 * full,
                             bytes - 8 * full))
    return FALSE;
  if (bytes == 77 ? raw[0] != 19 : raw[0] != 18 && raw[0] != 42)
    return FALSE;
  decant_keccak_256 (raw, bytes - 4, digest);
  return memcmp (raw + bytes - 4, digest, 4) == 0;
}

/* --- TON --------------------------------------------------------------------------------------------------------- */

/* CRC-16/XMODEM. */
static guint16
crc16 (const guint8 *data, gsize length)
{
  guint crc = 0;

  for (gsize i = 0; i < length; i++)
    {
      crc ^= (guint)data[i] << 8;
      for (guint bit = 0; bit < 8; bit++)
        crc = (crc & 0x8000) != 0 ? crc << 1 ^ 0x1021 : crc << 1;
    }
  return (guint16)crc;
}

/* Decodes the two alphabets of Base64, also mixed. */
static gboolean
ton_decode (const char *text, guint8 raw[36])
{
  guint32 bits = 0;

  for (guint i = 0; i < 48; i++)
    {
      char c = text[i];
      int value = g_ascii_isupper (c)    ? c - 'A'
                  : g_ascii_islower (c)  ? c - 'a' + 26
                  : g_ascii_isdigit (c)  ? c - '0' + 52
                  : c == '-' || c == '+' ? 62
                  : c == '_' || c == '/' ? 63
                                         : -1;
      if (value < 0)
        return FALSE;
      bits = bits << 6 | (guint32)value;
      if (i % 4 == 3)
        for (guint k = 0; k < 3; k++)
          raw[i / 4 * 3 + k] = (guint8)(bits >> (16 - 8 * k));
    }
  return TRUE;
}

/* Flags (bounceable or not; test networks have another bit), work chain, hash, checksum. */
static gboolean
is_ton (const char *text, gsize length, guint8 raw[36])
{
  return length == 48 && (text[0] == 'E' || text[0] == 'U') && ton_decode (text, raw)
         && (raw[0] == 0x11 || raw[0] == 0x51) && (raw[1] == 0 || raw[1] == 0xff)
         && crc16 (raw, 34) == (guint16)(raw[34] << 8 | raw[35]);
}

/* --- all --------------------------------------------------------------------------------------------------------- */

static const char *
without_prefix (const char *text, gsize *length)
{
  gsize prefix = strlen (CASH_PREFIX);

  if (*length <= prefix || g_ascii_strncasecmp (text, CASH_PREFIX, prefix) != 0)
    return text;
  *length -= prefix;
  return text + prefix;
}

const char *
decant_wallet_kind (const char *text, gsize length)
{
  const char *kind, *cash = text;
  gsize cash_length = length;
  guint8 raw[36];

  if (length < DECANT_WALLET_MIN || length > DECANT_WALLET_MAX)
    return NULL;
  if (decant_bech32_is_witness ("bc", text, length))
    return "bitcoin";
  if (decant_bech32_is_witness ("ltc", text, length))
    return "litecoin";
  if ((kind = base58check_kind (text, length)) != NULL)
    return kind;
  if (is_ethereum (text, length))
    return "ethereum";
  if (is_xrp (text, length))
    return "xrp";
  if (is_ton (text, length, raw))
    return "ton";
  cash = without_prefix (text, &cash_length);
  if (decant_cashaddr_is_valid (cash, cash_length))
    return "bitcoin-cash";
  return is_monero (text, length) ? "monero" : NULL;
}

static char *
ton_account (const char *text, gsize length)
{
  guint8 raw[36];
  GString *out;

  if (!is_ton (text, length, raw))
    return g_strndup (text, length);
  out = g_string_new (raw[1] == 0 ? "0:" : "-1:");
  for (guint i = 2; i < 34; i++)
    g_string_append_printf (out, "%02x", raw[i]);
  return g_string_free (out, FALSE);
}

char *
decant_wallet_normalize (const char *kind, const char *text, gsize length)
{
  if (strcmp (kind, "ton") == 0)
    return ton_account (text, length);
  if (strcmp (kind, "bitcoin-cash") == 0)
    text = without_prefix (text, &length);
  if (strcmp (kind, "bitcoin-cash") == 0 || strcmp (kind, "ethereum") == 0 || g_ascii_strncasecmp (text, "bc1", 3) == 0
      || g_ascii_strncasecmp (text, "ltc1", 4) == 0)
    return g_ascii_strdown (text, (gssize)length);
  return g_strndup (text, length);
}
