/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "evidence/checkpoint.h"

/*
 * Epochs of the host's key: which key must sign which checkpoint. Pure; rotate.c does it to a vault.
 *
 * Epoch 0 is the key in vault.json. An entry with the open field
 *   vault_epoch {"key": <verifier key>, "number": n}                      signed by the key before: rotation
 *   vault_epoch {"key": …, "number": n, "owner_signature": "— name base64"} signed by the new key: renewal by the owner
 * begins epoch n, the one after the last. The checkpoint that first holds the entry is signed by the key before, or, if
 * the owner vouches for the new key, by the new key; all later ones by the new key, until the next such entry.
 * All keys of a vault sign under its origin; their ids differ.
 *
 * What the owner signs, under <origin>/owner: "decant-epoch/1", the text of the checkpoint of all entries before, the
 * number and the verifier key, a line each. So it is good for this place in this log alone.
 */

G_BEGIN_DECLS

#define DECANT_EPOCH_FIELD "vault_epoch"
#define DECANT_EPOCH_ENTRIES 4096           /* an epoch with so many entries … */
#define DECANT_EPOCH_SECONDS (24 * 60 * 60) /* … or so old (or begun so far in the future) is over */

/* @started, @now: RFC 3339. What cannot be read is over. */
gboolean decant_epoch_is_over (const char *started, const char *now, guint64 entries);

/* The value of vault_epoch. @owner_signature: a signature line, or NULL. */
JsonNode *decant_epoch_describe (guint64 number, const DecantVerifierKey *key, const char *owner_signature);
/* What the owner signs. @before: text of the checkpoint of all entries before. transfer full */
char *decant_epoch_text (const char *before, guint64 number, const DecantVerifierKey *key);

/* Follows a log from its beginning. */
typedef struct
{
  guint64 number;            /* of the epoch in force */
  DecantVerifierKey *key;    /* that signs next … */
  DecantVerifierKey *before; /* … and the one before, NULL at first */
  DecantVerifierKey *owner;  /* NULL: nobody may renew */
} DecantEpochs;

DecantEpochs *decant_epochs_new (const DecantVerifierKey *first, const DecantVerifierKey *owner);
void decant_epochs_free (DecantEpochs *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantEpochs, decant_epochs_free)

/* The next entry: @value is its field vault_epoch, NULL if it has none; @before: text of the checkpoint of all entries
 * before it, NULL if there are none. Returns (transfer none, until the next call) the key that must sign the checkpoint
 * which first holds it. NULL with BROKEN if the field begins no epoch: the key in force stays, and goes on signing. */
const DecantVerifierKey *decant_epochs_step (DecantEpochs *self, JsonNode *value, const char *before, GError **error);

G_END_DECLS
