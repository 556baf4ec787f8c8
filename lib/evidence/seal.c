/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/seal.h"

#include <sodium.h>
#include <string.h>

#include "evidence/error.h"
#include "evidence/secret.h"

#define AD_PREFIX "decant entry 1"
#define ID_SIZE 16
#define AD_SIZE (sizeof AD_PREFIX - 1 + ID_SIZE + 8)
#define NONCE_SIZE crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG_SIZE crypto_aead_xchacha20poly1305_ietf_ABYTES

G_STATIC_ASSERT (DECANT_ENTRY_KEY_SIZE == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);

guint64
decant_padme (guint64 length)
{
  guint exponent, bits;
  guint64 mask;

  if (length < 2)
    return length;
  exponent = 63 - __builtin_clzll (length);
  bits = exponent == 0 ? 0 : 32 - __builtin_clz (exponent); /* that the exponent itself has */
  mask = (G_GUINT64_CONSTANT (1) << (exponent - bits)) - 1;
  return length > G_MAXUINT64 - mask ? G_MAXUINT64 : (length + mask) & ~mask;
}

static guint64
padded_length (gsize length)
{
  return MAX (decant_padme ((guint64) length + 1), DECANT_SEAL_PADDED_MIN);
}

static gboolean
make_ad (const char *vault, guint64 number, guint8 ad[AD_SIZE], GError **error)
{
  gsize written = 0, prefix = sizeof AD_PREFIX - 1;
  guint64 little = GUINT64_TO_LE (number);

  memcpy (ad, AD_PREFIX, prefix);
  if (strlen (vault) != 2 * ID_SIZE
      || sodium_hex2bin (ad + prefix, ID_SIZE, vault, 2 * ID_SIZE, NULL, &written, NULL) != 0 || written != ID_SIZE)
    {
      g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID,
                   "Expected a vault id of 32 hexadecimal digits, saw something else.");
      return FALSE;
    }
  memcpy (ad + prefix + ID_SIZE, &little, sizeof little);
  return TRUE;
}

void
decant_sealed_free (DecantSealed *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->ciphertext, g_bytes_unref);
  g_free (self);
}

/* Nonce ‖ box of the padded plain. The box is made in place: libsodium allows it, and one copy less has to be wiped. */
static GBytes *
encrypt (GBytes *plain, const guint8 key[DECANT_ENTRY_KEY_SIZE], const guint8 ad[AD_SIZE])
{
  gsize length, padded;
  const guint8 *data = g_bytes_get_data (plain, &length);
  guint8 *out;

  padded = padded_length (length);
  out = g_malloc0 (NONCE_SIZE + padded + TAG_SIZE);
  g_assert (out != NULL && padded > length); /* the size is never 0, which the compiler cannot see when it instruments */
  randombytes_buf (out, NONCE_SIZE);
  if (length > 0)
    memcpy (out + NONCE_SIZE, data, length);
  out[NONCE_SIZE + length] = 0x80;
  crypto_aead_xchacha20poly1305_ietf_encrypt (out + NONCE_SIZE, NULL, out + NONCE_SIZE, padded, ad, AD_SIZE, NULL, out,
                                              key);
  return g_bytes_new_take (out, NONCE_SIZE + padded + TAG_SIZE);
}

DecantSealed *
decant_seal (const char *vault,
             guint64 number,
             const guint8 seal_public[DECANT_SEAL_PUBLIC_SIZE],
             GBytes *plain,
             GError **error)
{
  g_autoptr (DecantSealed) self = NULL;
  guint8 ad[AD_SIZE], key[DECANT_ENTRY_KEY_SIZE];
  gboolean wrapped;

  decant_sodium_init ();
  if (!make_ad (vault, number, ad, error))
    return NULL;
  if (g_bytes_get_size (plain) > DECANT_SEAL_PLAIN_MAX)
    {
      g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID,
                   "Expected at most %d bytes to seal in one entry, saw %" G_GSIZE_FORMAT ".", DECANT_SEAL_PLAIN_MAX,
                   g_bytes_get_size (plain));
      return NULL;
    }
  self = g_new0 (DecantSealed, 1);
  randombytes_buf (key, sizeof key);
  wrapped = crypto_box_seal (self->wrapped, key, sizeof key, seal_public) == 0;
  if (wrapped)
    self->ciphertext = encrypt (plain, key, ad);
  sodium_memzero (key, sizeof key);
  if (wrapped)
    return g_steal_pointer (&self);
  g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID,
               "Expected a public key to seal to, saw a point that is none.");
  return NULL;
}

/* Where the padding begins; −1 unless it is the one padding of that length. */
static gssize
unpad (const guint8 *padded, gsize length)
{
  gsize end = length;

  while (end > 0 && padded[end - 1] == 0)
    end--;
  return end > 0 && padded[end - 1] == 0x80 && padded_length (end - 1) == length ? (gssize) end - 1 : -1;
}

static GBytes *
decrypt (const guint8 key[DECANT_ENTRY_KEY_SIZE], const guint8 ad[AD_SIZE], const guint8 *ciphertext, gsize length)
{
  gsize padded = length - NONCE_SIZE - TAG_SIZE;
  guint8 *data;
  g_autoptr (GBytes) all = decant_wiped_bytes_new (padded, &data);
  gssize end = -1;

  if (crypto_aead_xchacha20poly1305_ietf_decrypt (data, NULL, NULL, ciphertext + NONCE_SIZE, length - NONCE_SIZE, ad,
                                                  AD_SIZE, ciphertext, key)
      == 0)
    end = unpad (data, padded);
  return end < 0 ? NULL : g_bytes_new_from_bytes (all, 0, end);
}

GBytes *
decant_unseal (const DecantKeys *keys,
               const char *vault,
               guint64 number,
               const guint8 *wrapped,
               gsize wrapped_length,
               const guint8 *ciphertext,
               gsize length,
               GError **error)
{
  guint8 ad[AD_SIZE], key[DECANT_ENTRY_KEY_SIZE];
  GBytes *plain = NULL;

  if (!make_ad (vault, number, ad, error))
    return NULL;
  if (wrapped_length == DECANT_WRAPPED_KEY_SIZE && length >= NONCE_SIZE + TAG_SIZE
      && length <= DECANT_SEAL_CIPHERTEXT_MAX && decant_keys_open_sealed (keys, wrapped, wrapped_length, key))
    plain = decrypt (key, ad, ciphertext, length);
  sodium_memzero (key, sizeof key);
  if (plain == NULL)
    g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_BROKEN,
                 "Entry %" G_GUINT64_FORMAT " cannot be unsealed: it was changed, or belongs to another place or "
                                            "vault. Keep the folder as it is and verify the vault.",
                 number);
  return plain;
}

DecantDigest
decant_sealed_digest (const guint8 *wrapped, gsize wrapped_length, const guint8 *ciphertext, gsize length)
{
  crypto_hash_sha256_state state;
  DecantDigest digest;

  crypto_hash_sha256_init (&state);
  crypto_hash_sha256_update (&state, wrapped, wrapped_length);
  crypto_hash_sha256_update (&state, ciphertext, length);
  crypto_hash_sha256_final (&state, digest.bytes);
  return digest;
}
