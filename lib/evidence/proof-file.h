/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "evidence/checkpoint.h"
#include "evidence/vault.h"
#include "evidence/verifier.h"

/*
 * A proof on its own: what a stranger needs to check one entry without the vault (docs/VAULT.md section 4), as one line
 * of RFC 8785 JSON and a newline:
 *   {"checkpoint":<signed note>,"disclosures":[…],"format":"decant-proof/1","leaf":<text>,"path":[<base64>, …]}
 * Disclosures may be left out one by one. The key that signed the checkpoint is not inside: who checks must have it
 * from a source that they trust.
 */

G_BEGIN_DECLS

#define DECANT_PROOF_FILE_MAX (32 * 1024 * 1024) /* bytes */

/* transfer full */
char *decant_proof_to_json (const DecantProof *self, GError **error);

/* @key: (nullable): the verifier key that must have signed; without it the signature is not checked, which is a
 * failure. Returns: (transfer full): a report with the checks "proof", "leaf", "tree", "signature"; notes list the
 * fields that are disclosed and withheld. NULL with INVALID if it is no such file. */
DecantVerification *decant_proof_check (const char *text, gsize length, const DecantVerifierKey *key, GError **error);

G_END_DECLS
