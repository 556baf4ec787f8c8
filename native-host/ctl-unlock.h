/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "evidence/vault.h"

G_BEGIN_DECLS

/* Opens a vault (@folder: NULL for the user's own) and unlocks it with the passphrase, from @passphrase_fd or, if −1,
 * the terminal. */
DecantVault *ctl_open_unlocked (const char *folder, DecantVaultFlags flags, int passphrase_fd, GError **error);

G_END_DECLS
