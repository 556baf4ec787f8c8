/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "evidence/key-file.h"
#include "evidence/vault.h"

G_BEGIN_DECLS

/* Opens a vault (@folder: NULL for the user's own) and unlocks it with the passphrase, from @passphrase_fd or, if −1,
 * the terminal. */
DecantVault *ctl_open_unlocked (const char *folder, DecantVaultFlags flags, int passphrase_fd, GError **error);

/* How a person opens something: with the passphrase, or with recovery words. */
typedef struct
{
  int passphrase_fd, recovery_fd; /* −1: the terminal */
  gboolean by_recovery;           /* or recovery_fd is given */
} CtlSecrets;
#define CTL_SECRETS_NONE                                                                                               \
  {                                                                                                                    \
    -1, -1, FALSE                                                                                                      \
  }

/* Asks, and unwraps the root key. */
DecantKeys *ctl_unlock (const DecantKeyFile *file, const CtlSecrets *secrets, GError **error);
/* ctl_open_unlocked() with either. */
DecantVault *ctl_open_with (const char *folder, DecantVaultFlags flags, const CtlSecrets *secrets, GError **error);

G_END_DECLS
