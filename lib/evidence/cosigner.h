/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "evidence/checkpoint.h"

/*
 * A second person's key, on a machine of their own: it cosigns checkpoints that come as text and go back as text, so
 * that four eyes work without a network and without the vault.
 *
 * The key is kept in one small file, of mode 0600, one line of RFC 8785 JSON and a newline:
 *   {"box","created","format":"decant-cosigner/1","key":<verifier key>,"memlimit","nonce","opslimit","salt"}
 * box = XChaCha20-Poly1305 over the 32-byte seed of an Ed25519 key; its key is Argon2id of the passphrase, its
 * associated data the file with an empty box, so that no byte of it changes unseen. Binary values are base64. Errors:
 * DECANT_VAULT_ERROR, INVALID (the file, the name, the passphrase), IO.
 */

G_BEGIN_DECLS

#define DECANT_COSIGNER_FILE_MAX 4096
#define DECANT_COSIGNER_PASSPHRASE_MIN 8 /* bytes; Argon2id makes guesses slow, not few */

/* Work of one guess: what libsodium calls moderate (256 MiB, three passes). Tests take less. */
typedef struct
{
  guint64 opslimit;
  gsize memlimit; /* bytes */
} DecantCosignerCost;
extern const DecantCosignerCost decant_cosigner_cost;

/* $XDG_DATA_HOME/decant/cosigner.json. transfer full */
char *decant_cosigner_dup_default_file (void);

/* The text of a new key file for the pseudonym @name. @cost: NULL for the usual one. transfer full */
char *decant_cosigner_create (const char *name, const char *passphrase, const DecantCosignerCost *cost, GError **error);
/* Writes it where there is no file yet, synced. */
gboolean decant_cosigner_save (const char *path, const char *text, GError **error);

/* The public half: what the other side needs to know, from hand to hand. */
DecantVerifierKey *decant_cosigner_parse_key (const char *text, gsize length, GError **error);

typedef struct _DecantCosigner DecantCosigner; /* opened: the seed in guarded memory, wiped when freed */

DecantCosigner *decant_cosigner_open (const char *text, gsize length, const char *passphrase, GError **error);
void decant_cosigner_free (DecantCosigner *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantCosigner, decant_cosigner_free)

const DecantVerifierKey *decant_cosigner_get_key (const DecantCosigner *self);
/* The note with this person's line below (transfer full). The note must be a checkpoint; who signed it before is for
 * the person to check: they should hold the vault's verifier key, and an earlier checkpoint if there was one. */
char *decant_cosigner_sign (const DecantCosigner *self, const char *note, gsize length, GError **error);

G_END_DECLS
