/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "evidence/vault.h"

/*
 * The host's key of a vault: taken, exchanged, renewed (epochs.h has the rule). All of it under the vault's write lock.
 *
 * A rotation: the seed of the next key is written to host.key.next, synced; one transaction adds the entry vault.epoch,
 * whose checkpoint the old key signs, and the row of `epochs`. From its commit on the new key is in force. Whoever
 * takes the lock next, usually the same program at once, finds that host.key is not the key in force and host.key.next
 * is: it overwrites the old seed, renames host.key.next over host.key and syncs the folder. Killed anywhere, the vault
 * has the old key in force and host.key holding it, or the new one and one of both files holding it.
 */

G_BEGIN_DECLS

/* Takes the write lock and the key in force; exchanges the key first if its epoch is over. What decant_log_begin() is
 * for a vault: to be ended by decant_log_commit() or decant_log_rollback(). */
gboolean decant_vault_begin (DecantVault *self, GError **error);

/* Under the lock or not: is host.key, or host.key.next after an interrupted exchange, the seed of the key in force?
 * Does not repair. BROKEN if neither is. */
gboolean decant_vault_load_signing_key (DecantVault *self, GError **error);

G_END_DECLS
