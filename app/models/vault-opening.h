/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "evidence/key-file.h"

/*
 * Making a vault, opening it, and changing what opens it, step by step on the disk. All of it blocks (a passphrase
 * takes about a second, the keyring may ask its user), so it belongs into a worker. Texts that hold secrets are the
 * caller's, who wipes them. Errors: DECANT_VAULT_ERROR.
 */

G_BEGIN_DECLS

typedef enum
{
  DECANT_GATE_LOADING, /* not looked yet */
  DECANT_GATE_ABSENT,  /* there is no vault */
  DECANT_GATE_OLD,     /* of an older Decant: not sealed, read without keys, nothing is added */
  DECANT_GATE_LOCKED,
  DECANT_GATE_OPEN,
  DECANT_GATE_BROKEN, /* the message says what is wrong */
} DecantGateState;

typedef struct
{
  DecantGateState state; /* never LOADING or OPEN */
  guint kinds;           /* of 1 << DecantWrapKind: what opens it */
  char *message;         /* (nullable): of BROKEN */
} DecantVaultLook;

DecantVaultLook *decant_vault_look (const char *folder);
void decant_vault_look_free (DecantVaultLook *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantVaultLook, decant_vault_look_free)

/* Makes a vault, or seals the one of an older Decant that is there, that @passphrase and @recovery open, and the
 * desktop's keyring if @keyring. @cost: NULL for this machine's. Whole or not at all; a keyring that refuses is an
 * error. */
DecantKeys *decant_opening_create (const char *folder,
                                   const char *passphrase,
                                   const guint8 recovery[DECANT_WRAP_SECRET_SIZE],
                                   gboolean keyring,
                                   const DecantKeyCost *cost,
                                   GError **error);

/* @text: passphrase or recovery words; unused for the keyring. LOCKED if it is not the one; INVALID for words that are
 * no recovery words (the message says which). */
DecantKeys *decant_opening_unlock (const char *folder, DecantWrapKind kind, const char *text, GError **error);

/* Compares the vault with its head that was countersigned on this machine last, and countersigns the present one
 * (evidence/countersign.h). (transfer full): what the user must know, or NULL; never an error, because it is no reason
 * to keep the vault shut. @accept: the user has read it and says that the vault is right. */
char *decant_opening_settle (const char *folder, DecantKeys *keys, gboolean accept);

/* One change of what opens the vault, logged as key.changed. @current: the passphrase or the recovery words as they
 * are, asked for once more; only the keyring is let go without. */
typedef struct
{
  DecantWrapKind kind;
  gboolean remove; /* else it is set anew */
  const char *current;
  const char *passphrase;    /* the new one */
  const guint8 *recovery;    /* the new key */
  const DecantKeyCost *cost; /* (nullable) */
} DecantOpeningChange;

gboolean
decant_opening_change (const char *folder, DecantKeys *keys, const DecantOpeningChange *change, GError **error);

G_END_DECLS
