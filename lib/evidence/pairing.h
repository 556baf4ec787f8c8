/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "evidence/vault.h"

/*
 * Pairing: which browsers' keys the owner has approved, and whether a capture was signed by one of them
 * (docs/PROTOCOL.md section 5; docs/VAULT.md section 15).
 *
 * A key is a point of P-256, uncompressed (65 bytes); its id is "p-" and the first 16 hexadecimal digits of SHA-256
 * (key). An approval is an entry "pairing.approved" whose open field vault_paired {"key","name","owner_signature"} is
 * signed by the owner's key: whoever can only write to the vault, as the host does, approves nothing.
 * "pairing.revoked", with the open field vault_unpaired {"pairing"}, needs no signature: who writes to the vault could
 * leave captures out anyway.
 */

G_BEGIN_DECLS

#define DECANT_PAIRING_KEY_SIZE 65
#define DECANT_PAIRING_SIGNATURE_SIZE 64
#define DECANT_PAIRING_NONCE_SIZE 16
#define DECANT_PAIRING_NAME_MAX 100 /* bytes */

typedef struct
{
  char *id;
  guint8 key[DECANT_PAIRING_KEY_SIZE];
  char *name;    /* that the browser gave itself */
  guint64 entry; /* that approved it */
  gboolean revoked;
} DecantPairing;

/* On the curve, and not its point at infinity. */
gboolean decant_pairing_key_is_valid (const guint8 key[DECANT_PAIRING_KEY_SIZE]);
/* (transfer full) */
char *decant_pairing_id (const guint8 key[DECANT_PAIRING_KEY_SIZE]);
/* Six digits that both sides show (transfer full). @vault: 32 hexadecimal digits. */
char *decant_pairing_code (const guint8 key[DECANT_PAIRING_KEY_SIZE],
                           const char *vault,
                           const guint8 nonce[DECANT_PAIRING_NONCE_SIZE]);

/* --- the register ------------------------------------------------------------------------------------------- */

typedef struct _DecantPairings DecantPairings;

DecantPairings *decant_pairings_new (void);
void decant_pairings_free (DecantPairings *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantPairings, decant_pairings_free)

/* Reads what was added to the log since the last time; works locked. An approval that the owner did not sign is passed
 * over. */
gboolean decant_pairings_update (DecantPairings *self, DecantVault *vault, GError **error);
/* The same, of one entry of a log after another, for who reads it anyway: @owner: public key. */
void decant_pairings_take (DecantPairings *self,
                           const char *vault,
                           const guint8 owner[DECANT_OWNER_PUBLIC_SIZE],
                           guint64 entry,
                           JsonObject *fields);
/* In the order of their first approval, revoked ones too. (element-type DecantPairing) (transfer none) */
GPtrArray *decant_pairings_list (DecantPairings *self);
const DecantPairing *decant_pairings_find (DecantPairings *self, const char *id); /* NULL */

/* Appends. @vault: open for writing; @keys: its owner's. INVALID: not a key, or a name that is empty or too long. */
gboolean decant_pairing_approve (DecantVault *vault,
                                 DecantKeys *keys,
                                 const char *actor,
                                 const guint8 key[DECANT_PAIRING_KEY_SIZE],
                                 const char *name,
                                 GError **error);
gboolean decant_pairing_revoke (DecantVault *vault, const char *actor, const char *id, GError **error);

/* --- captures ----------------------------------------------------------------------------------------------- */

/* What a capture's signature is over (transfer full). @artifacts: (element-type DecantArtifactInfo). */
char *decant_pairing_text (const char *vault,
                           const char *capture,
                           const char *case_id,
                           JsonObject *record,
                           const GPtrArray *artifacts,
                           GError **error);
/* ECDSA with SHA-256; @signature: r ‖ s. */
gboolean decant_pairing_verify (const guint8 key[DECANT_PAIRING_KEY_SIZE],
                                const char *text,
                                const guint8 signature[DECANT_PAIRING_SIGNATURE_SIZE]);

/* The field `pairing` of a capture (transfer full): {"state": "paired" | "unpaired" | "bad", "pairing", "signature"}.
 * @id: whose key signed, "" for no signature (then @signature is not read). */
JsonObject *decant_pairings_judge (DecantPairings *self,
                                   const char *text,
                                   const char *id,
                                   const guint8 signature[DECANT_PAIRING_SIGNATURE_SIZE]);

typedef enum
{
  DECANT_SIGNED_PAIRED,   /* the entry says so, and the signature holds */
  DECANT_SIGNED_UNPAIRED, /* so it says; or it says nothing: of an older Decant */
  DECANT_SIGNED_BAD,      /* so it says */
  DECANT_SIGNED_FALSE,    /* it says paired, and that is not so */
} DecantSigned;

/* Checks a capture again, from its fields; for all keys that were ever approved. */
DecantSigned decant_pairings_check (DecantPairings *self, const char *vault, const DecantEntry *entry);

G_END_DECLS
