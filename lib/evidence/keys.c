/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/keys.h"

#include <sodium.h>
#include <string.h>

#include "evidence/secret.h"

#define CONTEXT "decantv2"

enum
{
  SUBKEY_SEAL = 1,
  SUBKEY_OWNER = 2,
  SUBKEY_CACHE = 3,
  SUBKEY_BACKUP = 4
};

typedef struct
{
  guint8 root[DECANT_ROOT_KEY_SIZE];
  guint8 seal_public[crypto_box_PUBLICKEYBYTES], seal_secret[crypto_box_SECRETKEYBYTES];
  guint8 owner_public[crypto_sign_PUBLICKEYBYTES], owner_secret[crypto_sign_SECRETKEYBYTES];
  guint8 cache[DECANT_SUBKEY_SIZE], backup[DECANT_SUBKEY_SIZE];
} Secrets;

struct _DecantKeys
{
  gatomicrefcount references;
  Secrets *secrets; /* guarded, read-only */
};

G_STATIC_ASSERT (DECANT_ROOT_KEY_SIZE == crypto_kdf_KEYBYTES);
G_STATIC_ASSERT (sizeof CONTEXT - 1 == crypto_kdf_CONTEXTBYTES);
G_STATIC_ASSERT (DECANT_SEAL_PUBLIC_SIZE == crypto_box_PUBLICKEYBYTES
                 && DECANT_OWNER_PUBLIC_SIZE == crypto_sign_PUBLICKEYBYTES);
G_STATIC_ASSERT (DECANT_OWNER_SIGNATURE_SIZE == crypto_sign_BYTES && DECANT_BOX_SEAL_OVERHEAD == crypto_box_SEALBYTES);
G_STATIC_ASSERT (crypto_box_SEEDBYTES == 32 && crypto_sign_SEEDBYTES == 32);

static void
derive (const Secrets *secrets, guint64 number, guint8 out[32])
{
  crypto_kdf_derive_from_key (out, 32, number, CONTEXT, secrets->root);
}

/* The root is there; all else comes from it. */
static DecantKeys *
keys_take (Secrets *secrets)
{
  DecantKeys *self = g_new0 (DecantKeys, 1);
  guint8 seed[32];

  derive (secrets, SUBKEY_SEAL, seed);
  crypto_box_seed_keypair (secrets->seal_public, secrets->seal_secret, seed);
  derive (secrets, SUBKEY_OWNER, seed);
  crypto_sign_seed_keypair (secrets->owner_public, secrets->owner_secret, seed);
  derive (secrets, SUBKEY_CACHE, secrets->cache);
  derive (secrets, SUBKEY_BACKUP, secrets->backup);
  sodium_memzero (seed, sizeof seed);
  sodium_mprotect_readonly (secrets);
  g_atomic_ref_count_init (&self->references);
  self->secrets = secrets;
  return self;
}

DecantKeys *
decant_keys_new_random (void)
{
  Secrets *secrets = (Secrets *) decant_secret_alloc (sizeof *secrets);

  randombytes_buf (secrets->root, sizeof secrets->root);
  return keys_take (secrets);
}

DecantKeys *
decant_keys_from_root (const guint8 root[DECANT_ROOT_KEY_SIZE])
{
  Secrets *secrets = (Secrets *) decant_secret_alloc (sizeof *secrets);

  memcpy (secrets->root, root, sizeof secrets->root);
  return keys_take (secrets);
}

DecantKeys *
decant_keys_ref (DecantKeys *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
decant_keys_unref (DecantKeys *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->references))
    return;
  decant_secret_free (self->secrets);
  g_free (self);
}

const guint8 *
decant_keys_get_root (const DecantKeys *self)
{
  return self->secrets->root;
}

void
decant_keys_get_seal_public (const DecantKeys *self, guint8 out[DECANT_SEAL_PUBLIC_SIZE])
{
  memcpy (out, self->secrets->seal_public, DECANT_SEAL_PUBLIC_SIZE);
}

gboolean
decant_keys_open_sealed (const DecantKeys *self, const guint8 *sealed, gsize length, guint8 *out)
{
  if (length < DECANT_BOX_SEAL_OVERHEAD)
    return FALSE;
  if (crypto_box_seal_open (out, sealed, length, self->secrets->seal_public, self->secrets->seal_secret) == 0)
    return TRUE;
  sodium_memzero (out, length - DECANT_BOX_SEAL_OVERHEAD);
  return FALSE;
}

void
decant_keys_get_owner_public (const DecantKeys *self, guint8 out[DECANT_OWNER_PUBLIC_SIZE])
{
  memcpy (out, self->secrets->owner_public, DECANT_OWNER_PUBLIC_SIZE);
}

void
decant_keys_owner_sign (const DecantKeys *self,
                        const void *text,
                        gsize length,
                        guint8 signature[DECANT_OWNER_SIGNATURE_SIZE])
{
  crypto_sign_detached (signature, NULL, text, length, self->secrets->owner_secret);
}

const guint8 *
decant_keys_get_owner_secret (const DecantKeys *self)
{
  return self->secrets->owner_secret;
}

const guint8 *
decant_keys_get_cache_key (const DecantKeys *self)
{
  return self->secrets->cache;
}

const guint8 *
decant_keys_get_backup_key (const DecantKeys *self)
{
  return self->secrets->backup;
}
