/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "evidence/digest.h"

/*
 * A checkpoint: the signed head of the tree, as a C2SP signed note (https://c2sp.org/signed-note) whose text follows
 * https://c2sp.org/tlog-checkpoint:
 *
 *   origin ⏎ size ⏎ base64 root ⏎ [more lines ⏎] ⏎ — name base64 (key id ‖ signature) ⏎ [more signature lines ⏎]
 *
 * Signatures are Ed25519 over the text with its last newline. Several signature lines may stand side by side: an owner
 * or a second reviewer countersigns the same text. Errors: DECANT_VAULT_ERROR, code INVALID.
 */

G_BEGIN_DECLS

#define DECANT_CHECKPOINT_MAX (64 * 1024) /* bytes of a note that the parser accepts */
#define DECANT_CHECKPOINT_SIGNATURES 100  /* lines */

/* A public key with the name that it signs under: "name+key id in hexadecimal+base64 (0x01 ‖ key)". */
typedef struct {
  char *name;
  guint8 id[4]; /* SHA-256 (name ‖ 0x0A ‖ 0x01 ‖ key), first four bytes */
  guint8 key[32];
} DecantVerifierKey;

DecantVerifierKey *decant_verifier_key_new (const char *name, const guint8 key[32]);
DecantVerifierKey *decant_verifier_key_parse (const char *text, GError **error);
char *decant_verifier_key_to_text (const DecantVerifierKey *self);
void decant_verifier_key_free (DecantVerifierKey *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantVerifierKey, decant_verifier_key_free)

typedef struct {
  char *name;
  guint8 id[4];
  guint8 *bytes; /* without the id */
  gsize length;
} DecantSignatureLine;

typedef struct {
  char *text; /* what is signed, with its last newline */
  char *origin;
  guint64 size;
  DecantDigest root;
  GPtrArray *signatures; /* element-type DecantSignatureLine; at least one */
} DecantCheckpoint;

DecantCheckpoint *decant_checkpoint_parse (const char *note, gsize length, GError **error);
void decant_checkpoint_free (DecantCheckpoint *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantCheckpoint, decant_checkpoint_free)

/* Is there a line under this key's name and id, and does every such line hold? */
gboolean decant_checkpoint_is_signed_by (const DecantCheckpoint *self, const DecantVerifierKey *key);

/* A note with one signature. @secret: libsodium's 64 bytes (seed ‖ public key) that belong to @key. */
char *decant_checkpoint_sign (const char *origin, guint64 size, const DecantDigest *root, const DecantVerifierKey *key, const guint8 secret[64]);

G_END_DECLS
