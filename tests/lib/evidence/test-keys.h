/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "evidence/vault.h"

/* The keys of every vault that a test makes, and making it: a root key that everybody knows, without a passphrase. */

static inline DecantKeys *
test_keys_new (void)
{
  guint8 root[DECANT_ROOT_KEY_SIZE];

  for (guint i = 0; i < sizeof root; i++)
    root[i] = i;
  return decant_keys_from_root (root);
}

/* Opens the vault for writing and unlocks it; makes it if there is none, whoever else does the same meanwhile. */
static inline DecantVault *
test_vault_ensure (const char *folder, GError **error)
{
  g_autoptr (DecantKeys) keys = test_keys_new ();
  g_autoptr (DecantVault) vault = NULL;
  g_autoptr (GError) local = NULL;

  if (!decant_vault_create (folder, keys, NULL, NULL, &local) && !g_error_matches (local, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_EXISTS))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  vault = decant_vault_open (folder, DECANT_VAULT_WRITE, error);
  return vault != NULL && decant_vault_unlock (vault, keys, error) ? g_steal_pointer (&vault) : NULL;
}
