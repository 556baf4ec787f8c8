/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/models/gate.h"

/*
 * Leads through making a vault, or through changing what opens it, a step a page. Nothing is written before the last
 * step, so closing it undoes all. Secrets are in guarded memory here, and in GTK's password entries meanwhile; the
 * recovery words are in labels while they are shown.
 */

G_BEGIN_DECLS

typedef enum
{
  DECANT_ASSISTANT_CREATE,
  DECANT_ASSISTANT_SEAL, /* the vault of an older Decant */
  DECANT_ASSISTANT_PASSPHRASE,
  DECANT_ASSISTANT_RECOVERY,
  DECANT_ASSISTANT_KEYRING, /* lets the keyring open it */
} DecantAssistantTask;

#define DECANT_TYPE_VAULT_ASSISTANT (decant_vault_assistant_get_type ())
G_DECLARE_FINAL_TYPE (DecantVaultAssistant, decant_vault_assistant, DECANT, VAULT_ASSISTANT, AdwWindow)

DecantVaultAssistant *decant_vault_assistant_new (GtkWindow *parent, DecantGate *gate, DecantAssistantTask task);

G_END_DECLS
