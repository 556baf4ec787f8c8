/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/*
 * The keys of a vault that only its owner has: one random root key of 32 bytes, and what is derived from it by
 * libsodium's crypto_kdf (BLAKE2b) with the context "decantv2":
 *
 *   1  seed of the X25519 pair that entries are sealed to (crypto_box_seed_keypair)
 *   2  seed of the owner's Ed25519 key, which countersigns checkpoints
 *   3  key of the search cache
 *   4  key of backups
 *
 * All secrets are in guarded memory (secret.h), read-only once derived, wiped with the last reference. References may
 * be taken and dropped in any thread, and all functions here may run in several at once.
 */

G_BEGIN_DECLS

#define DECANT_ROOT_KEY_SIZE 32
#define DECANT_SEAL_PUBLIC_SIZE 32
#define DECANT_OWNER_PUBLIC_SIZE 32
#define DECANT_OWNER_SIGNATURE_SIZE 64
#define DECANT_SUBKEY_SIZE 32
#define DECANT_BOX_SEAL_OVERHEAD 48 /* bytes that crypto_box_seal adds */

typedef struct _DecantKeys DecantKeys;

DecantKeys *decant_keys_new_random (void);
DecantKeys *decant_keys_from_root (const guint8 root[DECANT_ROOT_KEY_SIZE]); /* copies it */
DecantKeys *decant_keys_ref (DecantKeys *self);
void decant_keys_unref (DecantKeys *self); /* NULL allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantKeys, decant_keys_unref)

/* For key-file.c alone, which wraps it. Owned by @self. */
const guint8 *decant_keys_get_root (const DecantKeys *self);

void decant_keys_get_seal_public (const DecantKeys *self, guint8 out[DECANT_SEAL_PUBLIC_SIZE]);
/* Opens what crypto_box_seal made for the seal key. @out has room for @length − DECANT_BOX_SEAL_OVERHEAD bytes; it is
 * zeroed on failure (another vault's, or changed). */
gboolean decant_keys_open_sealed (const DecantKeys *self, const guint8 *sealed, gsize length, guint8 *out);

void decant_keys_get_owner_public (const DecantKeys *self, guint8 out[DECANT_OWNER_PUBLIC_SIZE]);
/* Ed25519 (crypto_sign_detached). */
void decant_keys_owner_sign (const DecantKeys *self,
                             const void *text,
                             gsize length,
                             guint8 signature[DECANT_OWNER_SIGNATURE_SIZE]);
/* libsodium's 64 bytes (seed ‖ public key), as decant_checkpoint_sign() takes them. Owned by @self: do not copy. */
const guint8 *decant_keys_get_owner_secret (const DecantKeys *self);

/* 32 bytes each, owned by @self: do not copy. */
const guint8 *decant_keys_get_cache_key (const DecantKeys *self);
const guint8 *decant_keys_get_backup_key (const DecantKeys *self);

G_END_DECLS
