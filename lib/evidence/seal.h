/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "evidence/digest.h"
#include "evidence/keys.h"

/*
 * Sealing an entry (docs/VAULT.md, "Sealing and keys"). Who seals needs the vault's public seal key alone and can open
 * nothing that was sealed.
 *
 *   key        = 32 random bytes, for this entry alone, wiped before the function returns
 *   ciphertext = nonce (24) ‖ XChaCha20-Poly1305 box of plain ‖ 0x80 ‖ zeros; AD = "decant entry 1" ‖ id (16) ‖ number
 * (LE64) wrapped    = crypto_box_seal (key, seal key), 80 bytes plain      = {"disclosures":"d~d~…","keys":{"<artifact
 * id>":"<base64 key>", …}}: RFC 8785
 *
 * Vault ids are 32 lower-case hexadecimal digits. Errors: DECANT_VAULT_ERROR, codes as said.
 */

G_BEGIN_DECLS

#define DECANT_ENTRY_KEY_SIZE 32
#define DECANT_WRAPPED_KEY_SIZE (DECANT_ENTRY_KEY_SIZE + DECANT_BOX_SEAL_OVERHEAD)
#define DECANT_SEAL_PLAIN_MAX (17 * 1024 * 1024)      /* bytes of a plain: all disclosures and some keys */
#define DECANT_SEAL_CIPHERTEXT_MAX (18 * 1024 * 1024) /* bytes; more is not read */
#define DECANT_SEAL_PADDED_MIN 1024                   /* bytes: short entries are all alike */
#define DECANT_ARTIFACT_KEYS_MAX 256                  /* artifacts of one entry */

/* Padmé (Nikitin et al., PETS 2019): the least length ≥ @length whose lowest bits are zero, so that a length tells
 * O(log log n) bits; at most 12 % more. Of 0 and 1: the same. G_MAXUINT64 if there is none. */
guint64 decant_padme (guint64 length);

/* --- what is inside ----------------------------------------------------------------------------------------- */

typedef struct
{
  char *id; /* of the artifact in its entry */
  guint8 key[DECANT_ENTRY_KEY_SIZE];
} DecantArtifactKey;

DecantArtifactKey *decant_artifact_key_new (const char *id, const guint8 key[DECANT_ENTRY_KEY_SIZE]);
void decant_artifact_key_free (DecantArtifactKey *self); /* wipes */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantArtifactKey, decant_artifact_key_free)

/* @disclosures: joined by "~" (DECANT_ENTRY_SEPARATOR). @keys: (element-type DecantArtifactKey) (nullable) in any
 * order. INVALID: a character that no disclosure has, a bad or second id, too much. */
GBytes *decant_seal_plain_write (const char *disclosures, gsize length, const GPtrArray *keys, GError **error);
/* Accepts what write() makes and nothing else (BROKEN). @disclosures: (out) shares memory with @plain.
 * @keys: (out) (element-type DecantArtifactKey) ordered by id. */
gboolean decant_seal_plain_read (GBytes *plain, GBytes **disclosures, GPtrArray **keys, GError **error);

/* --- sealing ------------------------------------------------------------------------------------------------ */

typedef struct
{
  guint8 wrapped[DECANT_WRAPPED_KEY_SIZE];
  GBytes *ciphertext;
} DecantSealed;

void decant_sealed_free (DecantSealed *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantSealed, decant_sealed_free)

/* INVALID if @plain is too large or @seal_public is no key. */
DecantSealed *decant_seal (const char *vault,
                           guint64 number,
                           const guint8 seal_public[DECANT_SEAL_PUBLIC_SIZE],
                           GBytes *plain,
                           GError **error);
/* The plain, in wiped memory. BROKEN: changed, cut, of another vault or number, or not sealed to these keys. */
GBytes *decant_unseal (const DecantKeys *keys,
                       const char *vault,
                       guint64 number,
                       const guint8 *wrapped,
                       gsize wrapped_length,
                       const guint8 *ciphertext,
                       gsize length,
                       GError **error);
/* What the open field vault_sealed holds: SHA-256 (wrapped ‖ ciphertext) and the length of both, by which a locked
 * verifier checks what is stored. */
DecantDigest decant_sealed_digest (const guint8 *wrapped, gsize wrapped_length, const guint8 *ciphertext, gsize length);

G_END_DECLS
