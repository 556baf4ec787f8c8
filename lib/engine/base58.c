/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/base58.h"

#include <string.h>

static int
digit_of (const char *alphabet, char c)
{
  const char *found = c != '\0' ? strchr (alphabet, c) : NULL;

  return found != NULL ? (int)(found - alphabet) : -1;
}

gboolean
decant_base58_decode (const char *alphabet, const char *text, gsize length, guint8 *out, gsize size)
{
  memset (out, 0, size);
  for (gsize i = 0; i < length; i++)
    {
      int digit = digit_of (alphabet, text[i]);
      guint carry = (guint)digit;

      if (digit < 0)
        return FALSE;
      for (gsize k = size; k-- > 0;)
        {
          carry += (guint)out[k] * 58;
          out[k] = (guint8)carry;
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

  g_checksum_update (checksum, data, (gssize)length);
  g_checksum_get_digest (checksum, digest, &size);
}

gboolean
decant_base58check_decode (const char *alphabet, const char *text, gsize length, guint8 *out, gsize size)
{
  guint8 once[32], twice[32];
  gsize zero_digits = 0, zeros = 0;

  if (!decant_base58_decode (alphabet, text, length, out, size))
    return FALSE;
  while (zero_digits < length && text[zero_digits] == alphabet[0])
    zero_digits++;
  while (zeros < size && out[zeros] == 0)
    zeros++;
  if (zeros != zero_digits)
    return FALSE;
  sha256 (out, size - 4, once);
  sha256 (once, 32, twice);
  return memcmp (out + size - 4, twice, 4) == 0;
}
