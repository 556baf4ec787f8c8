/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "evidence/keys.h"

/*
 * keys.json: the root key of a vault, wrapped in several ways, each of which opens it alone (docs/VAULT.md, "Sealing
 * and keys"). One line of RFC 8785 JSON; nothing in it is secret as long as passphrase and recovery words are.
 *
 *   passphrase   key = Argon2id (passphrase in NFC, salt, opslimit, memlimit)
 *   recovery     key = 32 random bytes, which the owner has as 24 words (recovery.h); never stored
 *   keyring      key = 32 random bytes, kept by the desktop's keyring (keyring.h)
 *   box          XChaCha20-Poly1305 (root key), AD = "decant-keys/1" ‖ vault id (16) ‖ kind
 *
 * A passphrase or a recovery key always stays: the keyring of a desktop goes with the desktop.
 * Errors: DECANT_VAULT_ERROR; LOCKED for a wrong passphrase or key, BROKEN for a file that is not in the one form.
 */

G_BEGIN_DECLS

#define DECANT_KEY_FILE_NAME "keys.json"
#define DECANT_KEY_FILE_MAX (32 * 1024) /* bytes */
#define DECANT_KEY_FILE_WRAPS 16
#define DECANT_WRAP_SECRET_SIZE 32

/* What a file may ask of the machine: else one could be made that hangs it. About 5 s on a slow one. */
#define DECANT_KEY_COST_OPS_MAX 16
#define DECANT_KEY_COST_MEMORY_MAX (G_GUINT64_CONSTANT (1) << 30)
#define DECANT_KEY_COST_PRODUCT_MAX (G_GUINT64_CONSTANT (1) << 32)
#define DECANT_KEY_FILE_PASSPHRASES 2 /* each is tried in turn */

typedef enum
{
  DECANT_WRAP_PASSPHRASE,
  DECANT_WRAP_RECOVERY,
  DECANT_WRAP_KEYRING
} DecantWrapKind;
const char *decant_wrap_kind_to_string (DecantWrapKind kind);

typedef struct
{
  guint64 ops, memory; /* passes; bytes */
} DecantKeyCost;

/* At least libsodium's MODERATE (3 passes over 256 MiB), more passes if this machine does them within about a second.
 * Takes as long. */
DecantKeyCost decant_key_cost_calibrate (void);

typedef struct
{
  DecantWrapKind kind;
  char *id;           /* random, 16 hexadecimal digits */
  char *created;      /* RFC 3339 */
  DecantKeyCost cost; /* of a passphrase */
  guint8 salt[16];    /* of a passphrase */
  guint8 nonce[24];
  guint8 box[48];
} DecantWrap;

typedef struct _DecantKeyFile DecantKeyFile;

DecantKeyFile *decant_key_file_new (const char *vault); /* without a wrap yet */
/* @vault: the id that it must have. */
DecantKeyFile *decant_key_file_parse (const char *text, gsize length, const char *vault, GError **error);
char *decant_key_file_to_text (const DecantKeyFile *self);
void decant_key_file_free (DecantKeyFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantKeyFile, decant_key_file_free)

guint decant_key_file_get_size (const DecantKeyFile *self);
const DecantWrap *decant_key_file_get (const DecantKeyFile *self, guint i);
/* The first of its kind, or NULL. */
const DecantWrap *decant_key_file_find (const DecantKeyFile *self, DecantWrapKind kind);

/* Sets the passphrase: wraps with earlier ones go. @cost: NULL for calibrated. INVALID: empty or no UTF-8. */
gboolean decant_key_file_set_passphrase (DecantKeyFile *self,
                                         const DecantKeys *keys,
                                         const char *passphrase,
                                         const DecantKeyCost *cost,
                                         GError **error);
/* Sets the recovery key or the keyring's: an earlier wrap of that kind goes. @secret must be random. */
gboolean decant_key_file_set_secret (DecantKeyFile *self,
                                     const DecantKeys *keys,
                                     DecantWrapKind kind,
                                     const guint8 secret[DECANT_WRAP_SECRET_SIZE],
                                     GError **error);
/* Removes all wraps of a kind. INVALID if neither passphrase nor recovery key would be left. */
gboolean decant_key_file_remove (DecantKeyFile *self, DecantWrapKind kind, GError **error);

/* (transfer full) or NULL: LOCKED. Takes about a second. */
DecantKeys *decant_key_file_unlock_passphrase (const DecantKeyFile *self, const char *passphrase, GError **error);
DecantKeys *decant_key_file_unlock_secret (const DecantKeyFile *self,
                                           DecantWrapKind kind,
                                           const guint8 secret[DECANT_WRAP_SECRET_SIZE],
                                           GError **error);

/* --- on the disk -------------------------------------------------------------------------------------------- */

/* @folder: the vault's, open. */
DecantKeyFile *decant_key_file_load (int folder, const char *vault, GError **error);
/* Replaces the file at once and durably: killed at any moment, either the old or the new one is there. BUSY if it was
 * changed by somebody else since it was loaded; INVALID without passphrase and recovery key. The bytes of the old file
 * are overwritten as far as the file system lets us, unless another name (a backup's) leads to them. */
gboolean decant_key_file_save (DecantKeyFile *self, int folder, GError **error);

G_END_DECLS
