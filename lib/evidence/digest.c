/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/digest.h"

#include <openssl/evp.h>
#include <sodium.h>
#include <string.h>

G_STATIC_ASSERT (DECANT_DIGEST_SIZE == crypto_hash_sha256_BYTES);

DecantDigest
decant_digest_of (gconstpointer data, gsize length)
{
  DecantDigest digest;

  crypto_hash_sha256 (digest.bytes, data, length);
  return digest;
}

gboolean
decant_digest_equal (const DecantDigest *a, const DecantDigest *b)
{
  return memcmp (a->bytes, b->bytes, DECANT_DIGEST_SIZE) == 0;
}

char *
decant_hex_encode (const guint8 *bytes, gsize length)
{
  char *text = g_malloc (length * 2 + 1);

  return sodium_bin2hex (text, length * 2 + 1, bytes, length);
}

char *
decant_digest_to_hex (const DecantDigest *self)
{
  return decant_hex_encode (self->bytes, DECANT_DIGEST_SIZE);
}

gboolean
decant_digest_from_hex (const char *text, DecantDigest *digest)
{
  gsize length = strnlen (text, DECANT_DIGEST_SIZE * 2 + 1), written = 0;
  const char *end = NULL;

  return length == DECANT_DIGEST_SIZE * 2
         && sodium_hex2bin (digest->bytes, DECANT_DIGEST_SIZE, text, length, NULL, &written, &end) == 0
         && written == DECANT_DIGEST_SIZE && end == text + length;
}

static char *
encode (const guint8 *bytes, gsize length, int variant)
{
  gsize size = sodium_base64_encoded_len (length, variant);
  char *text = g_malloc (size);

  return sodium_bin2base64 (text, size, bytes, length, variant);
}

static guint8 *
decode (const char *text, gsize text_length, gsize *length, int variant)
{
  g_autofree guint8 *bytes = g_malloc (text_length / 4 * 3 + 4);
  const char *end = NULL;

  if (sodium_base642bin (bytes, text_length / 4 * 3 + 4, text, text_length, NULL, length, &end, variant) != 0
      || end != text + text_length)
    return NULL;
  return g_steal_pointer (&bytes);
}

char *
decant_base64url_encode (const guint8 *bytes, gsize length)
{
  return encode (bytes, length, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

char *
decant_base64_encode (const guint8 *bytes, gsize length)
{
  return encode (bytes, length, sodium_base64_VARIANT_ORIGINAL);
}

guint8 *
decant_base64url_decode (const char *text, gsize text_length, gsize *length)
{
  return decode (text, text_length, length, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

guint8 *
decant_base64_decode (const char *text, gsize text_length, gsize *length)
{
  return decode (text, text_length, length, sodium_base64_VARIANT_ORIGINAL);
}

/* --- streams ------------------------------------------------------------------------------------------------ */

struct _DecantHasher
{
  EVP_MD_CTX *context;
};

DecantHasher *
decant_hasher_new (void)
{
  DecantHasher *self = g_new0 (DecantHasher, 1);

  self->context = EVP_MD_CTX_new ();
  if (self->context == NULL || EVP_DigestInit_ex (self->context, EVP_sha256 (), NULL) != 1)
    g_error ("libcrypto has no SHA-256"); /* nothing here can go on without it */
  return self;
}

void
decant_hasher_update (DecantHasher *self, const void *data, gsize length)
{
  EVP_DigestUpdate (self->context, data, length);
}

char *
decant_hasher_finish (DecantHasher *self)
{
  DecantDigest digest = { 0 };

  EVP_DigestFinal_ex (self->context, digest.bytes, NULL);
  return decant_digest_to_hex (&digest);
}

void
decant_hasher_free (DecantHasher *self)
{
  EVP_MD_CTX_free (self->context);
  g_free (self);
}
