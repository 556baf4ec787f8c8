/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/*
 * Says when a vault on the disk has changed: signal "changed", at once where the file system tells (inotify), else
 * within a second. Works before the folder is there and after it was replaced. Looks at names, sizes and times of
 * vault.db and vault.db-wal, never inside.
 */

G_BEGIN_DECLS

#define DECANT_TYPE_VAULT_FOLLOWER (decant_vault_follower_get_type ())
G_DECLARE_FINAL_TYPE (DecantVaultFollower, decant_vault_follower, DECANT, VAULT_FOLLOWER, GObject)

DecantVaultFollower *decant_vault_follower_new (const char *folder);

G_END_DECLS
