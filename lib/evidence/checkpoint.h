/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "evidence/digest.h"

/*
 * A checkpoint: the signed head of the tree, as a C2SP signed note (https://c2sp.org/signed-note) whose text follows
 * https://c2sp.org/tlog-checkpoint:
 *
 *   origin ⏎ size ⏎ base64 root ⏎ [more lines ⏎] ⏎ — name base64 (key id ‖ signature) ⏎ [more signature lines ⏎]
 *
 * Signatures are Ed25519 over the text with its last newline. Several signature lines may stand side by side: the owner
 * and a second person sign the same text, each under a name of their own. Errors: DECANT_VAULT_ERROR, code INVALID.
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

/* The text of a checkpoint: what is signed. transfer full */
char *decant_checkpoint_text (const char *origin, guint64 size, const DecantDigest *root);

/* A note with one signature. @secret: libsodium's 64 bytes (seed ‖ public key) that belong to @key. */
char *decant_checkpoint_sign (const char *origin, guint64 size, const DecantDigest *root, const DecantVerifierKey *key, const guint8 secret[64]);

/* --- more signatures -------------------------------------------------------------------------------------------- */

/* What the owner of a log signs under: "<origin>/owner". */
char *decant_owner_key_name (const char *origin);
/* What a person signs under is a pseudonym: 1–64 of A–Z a–z 0–9 . _ : - /. Names of verifier keys are public. */
gboolean decant_person_name_is_valid (const char *name);

/* "— name base64 (key id ‖ signature)", without a newline. @signature: Ed25519 over the note's text with its last
 * newline. */
char *decant_signature_line (const DecantVerifierKey *key, const guint8 signature[64]);
/* Is @line, as decant_signature_line() writes it, a signature of @text by @key? */
gboolean decant_signature_line_holds (const char *line, const char *text, const DecantVerifierKey *key);
/* The line of @key under a checkpoint; (transfer full) or NULL if there is none that holds. */
char *decant_checkpoint_dup_line (const DecantCheckpoint *self, const DecantVerifierKey *key);
/* The note with one more line below; the same note if it has that line. Neither is verified. (transfer full) or NULL.
 */
char *decant_checkpoint_add_line (const char *note, const char *line, GError **error);

G_END_DECLS
