/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/onions.h"

#include "engine/keccak.h"

#include <string.h>

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
      value = value << 5 | (guint)digit;
      bits += 5;
      if (bits >= 8)
        {
          bits -= 8;
          *out++ = (guint8)(value >> bits);
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
