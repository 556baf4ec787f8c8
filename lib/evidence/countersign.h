/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "evidence/checkpoint.h"
#include "evidence/vault.h"

/*
 * What others than the host say of a vault's heads: its owner at each unlock, a second person, a time stamp authority.
 * Each statement becomes an entry whose open field anybody can check:
 *
 *   vault_countersigned {"checkpoint": text, "signature": "— <origin>/owner base64"} and, where the owner took over a
 * vault that did not continue the head kept here, "replaces": that head's text vault_cosigned      {"checkpoint": text,
 * "key": <verifier key>, "signature": "— <name> base64"} vault_timestamp     {"size", "token": base64 of the RFC 3161
 * token over the text of the checkpoint of that size}
 */

G_BEGIN_DECLS

typedef enum
{
  DECANT_SETTLED_FIRST,       /* no head was kept on this machine: nothing to compare with */
  DECANT_SETTLED_CONTINUES,   /* the vault continues the head that was countersigned here last */
  DECANT_SETTLED_ROLLED_BACK, /* the vault is shorter: an older copy, or a cut end */
  DECANT_SETTLED_FORKED,      /* the vault's first entries are others: history was rewritten */
  DECANT_SETTLED_RETURNED,    /* entries that had been erased are there again */
  DECANT_SETTLED_FORGED, /* an entry claims the owner's signature and has none, or over a head that is not the vault's
                          */
  DECANT_SETTLED_UNREADABLE, /* the head kept here is damaged */
} DecantSettledState;

typedef struct
{
  DecantSettledState state;
  char *message;          /* what it means, and what to do; no content of the vault */
  guint64 size, kept;     /* entries that the vault has, and that were countersigned here (0: none) */
  DecantReceipt *receipt; /* of the entry that countersigns; NULL if there was nothing new, or nothing was signed */
} DecantSettlement;

void decant_settlement_free (DecantSettlement *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantSettlement, decant_settlement_free)

/* To be called after each unlock, on a vault opened for writing: compares it with the head kept outside of it
 * (heads.h), and only in the states FIRST and CONTINUES countersigns the present head and keeps that one. With @accept,
 * when the owner has read the message and says that the vault is right (a backup that they put back): in any state.
 * NULL with @error only if that could not be found out or written; LOCKED. */
DecantSettlement *decant_vault_settle (DecantVault *self, gboolean accept, GError **error);

/* @note: a checkpoint of this vault with a line of @person below (cosigner.h). INVALID if the line does not hold, the
 * name is the vault's own, or the checkpoint is not of this log. Works locked. */
DecantReceipt *
decant_vault_add_cosignature (DecantVault *self, const char *note, const DecantVerifierKey *person, GError **error);

/* @reply to @request (timestamp.h) over the checkpoint of @size entries. Works locked. */
DecantReceipt *
decant_vault_add_timestamp (DecantVault *self, guint64 size, GBytes *request, GBytes *reply, GError **error);

/* The last entry below @before that has such an open field (G_MAXUINT64: of all): its number, and the field's value in
 * *@value (out) (transfer full). −1 if there is none, −2 with @error. Works locked. */
gint64
decant_vault_find_statement (DecantVault *self, const char *field, guint64 before, JsonObject **value, GError **error);

G_END_DECLS
