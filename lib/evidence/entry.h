/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "evidence/leaf.h"
#include "evidence/log.h"
#include "evidence/vault.h"

/*
 * An entry on its way in and out: a draft gathers fields, one disclosure each; a stored entry is read back only if
 * every digest fits. The vault itself writes these fields, and callers may not:
 *
 *   kind       "capture", "verdict", …: [a-z][a-z0-9_.-]*
 *   time       RFC 3339, UTC, milliseconds; taken under the write lock, so that order and time agree
 *   clock      what the clock said of itself (clock.h)
 *   actor      pseudonymous id of who acted
 *   capture    (captures) idempotency id        case       (captures) id of the case, "" for the Inbox
 *   artifacts  (captures) [{id, media_type, role, sha256, size}], in the order of collection
 *   vault_…    what a reader without keys must see; these alone are stored in the clear, all others sealed:
 *   vault_sealed     {"sha256", "size"} of wrapped key ‖ ciphertext, in each entry that was sealed when it was logged
 *   vault_artifacts  [{"id", "name", "size"}] of the files, if there are any
 */

G_BEGIN_DECLS

#define DECANT_ENTRY_SIZE_MAX (16 * 1024 * 1024) /* bytes of all disclosures */
#define DECANT_ENTRY_SEPARATOR '~'               /* between stored disclosures, as in SD-JWT */

typedef struct
{
  DecantLeaf *leaf; /* its fields; vault and number are set at the last moment */
  GString *sealed;  /* disclosures that will be sealed … */
  GString *open;    /* … and those that stay in the clear */
  GPtrArray *keys;  /* element-type DecantArtifactKey */
} DecantDraft;

DecantDraft *decant_draft_new (const char *vault);
void decant_draft_free (DecantDraft *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantDraft, decant_draft_free)

/* Does this field stay in the clear? Those named vault_… do. */
gboolean decant_field_is_open (const char *name);

/* Adds one field. INVALID for a bad or second name, a value that canonical JSON refuses, or too much. */
gboolean decant_draft_add (DecantDraft *self, const char *name, JsonNode *value, GError **error);
gboolean decant_draft_add_string (DecantDraft *self, const char *name, const char *value, GError **error);
/* Each member one field; the vault's own names are refused. */
gboolean decant_draft_add_members (DecantDraft *self, JsonObject *members, GError **error);
/* Seals what is to be sealed, as entry @number, and adds vault_sealed. */
DecantSealed *decant_draft_seal (DecantDraft *self,
                                 guint64 number,
                                 const guint8 seal_public[DECANT_SEAL_PUBLIC_SIZE],
                                 GError **error);

/* Each member one field, whatever its name: for acts, whose names are checked already (acts.h). @fields: nullable. */
gboolean decant_draft_add_fields (DecantDraft *self, JsonObject *fields, GError **error);

/* 1–64 of A–Z a–z 0–9 . _ : - */
gboolean decant_id_is_valid (const char *text);
gboolean decant_kind_is_valid (const char *text);
gboolean decant_numbers_are_safe (JsonNode *value); /* all within ±2^53, as on the wire */

/* An entry from its leaf and disclosures. BROKEN if a digest does not fit, or the leaf is of another vault or number.
 * @vault: NULL if nobody knows which vault this is (then it is not compared). @open: disclosures of the fields named
 * vault_…, and of no other; @sealed: of all others, or NULL if they are locked or erased. */
DecantEntry *decant_entry_parse (const char *vault,
                                 guint64 number,
                                 const DecantDigest *hash,
                                 const char *leaf,
                                 gsize leaf_length,
                                 const char *open,
                                 gsize open_length,
                                 const char *sealed,
                                 gsize sealed_length,
                                 GError **error);

/* An entry as the log has it, checked against its leaf and vault_sealed. Without @keys, and for an erased entry, it
 * comes with its open fields alone. @artifact_keys: (out) (optional) (element-type DecantArtifactKey). BROKEN as above,
 * and if the sealed part is missing, changed or not for these keys. */
DecantEntry *decant_entry_read (const DecantLogEntry *row,
                                const char *vault,
                                const DecantKeys *keys,
                                GPtrArray **artifact_keys,
                                GError **error);
/* The disclosures of the fields that can be read, joined by "~"; NULL with @error. */
GBytes *
decant_entry_read_disclosures (const DecantLogEntry *row, const char *vault, const DecantKeys *keys, GError **error);

G_END_DECLS
