/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "evidence/vault.h"

/*
 * Sealing a vault of format 1, which was kept in the clear (docs/VAULT.md, "Migration"). Leaves, tree, checkpoints and
 * the host's key stay as they are, so that every proof that was ever given out still holds; the disclosures and
 * artifacts are sealed. A new folder is made beside the old one and changes places with it in one step; then the old
 * one is emptied and removed. Killed at any moment, one of the two is in place, whole; what is left of the other is
 * removed by the next decant_migration_sweep().
 *
 * What was deleted can be read from the disk until its blocks are used again: that is said to the user.
 */

G_BEGIN_DECLS

/* Is there a vault of format 1 in @folder? */
gboolean decant_migration_is_needed (const char *folder);

/* Seals it to @keys. @fill (nullable) puts keys.json into the new folder. No host may be in the middle of a commit for
 * over 5 s (BUSY); one that still runs cannot add to the old vault afterwards. BROKEN if the old vault does not verify:
 * nothing is changed then. */
gboolean
decant_migration_run (const char *folder, DecantKeys *keys, DecantVaultFill fill, gpointer user_data, GError **error);

/* Removes what a migration that died has left beside @folder. BROKEN if there is an old vault with entries that the
 * sealed one does not have: it is kept. */
gboolean decant_migration_sweep (const char *folder, GError **error);

/* The digest in the entry "vault.migrated", over the tables of @database (sqlite3 *): what the sealed parts and files
 * of the migrated entries were. SHA-256, in hexadecimal digits, of a line "number sha256 size" for each row of
 * `migrated` and "entry id name size" for each of `migrated_artifacts`, in order. NULL if they cannot be read. */
char *decant_migration_digest (gpointer database);

G_END_DECLS
