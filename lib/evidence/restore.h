/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "evidence/backup.h"

/*
 * Restoring a backup into a new vault, on this machine or on another (docs/VAULT.md, "Backups").
 *
 * The vault is rebuilt in a hidden folder beside its place: rows and artifacts to the byte, the tree anew from the
 * leaves. Then what the new vault says of itself is added: entry vault.epoch, since host.key was not in the backup and
 * the owner vouches for a new one; entry deletion, if entries had been erased after this backup was made and that is
 * known; entry restore. The verifier must find nothing, then the folder gets its name: it is there whole or not at all.
 *
 * Known from elsewhere ("held"): the head kept on this machine (heads.h), and files that the user gives, each the head
 * file of another machine, the manifest.json of another backup, or a checkpoint. If one of them is of a longer log, the
 * backup is a roll-back; if one is of another history, it is a fork. Both need the user's word.
 * Errors: DECANT_VAULT_ERROR, and G_IO_ERROR_CANCELLED.
 */

G_BEGIN_DECLS

typedef struct
{
  guint64 entries; /* of the backup */
  guint64 missing; /* entries that a held head has and the backup has not: at least so many are lost */
  GArray *erased;  /* element-type guint64, ascending: entries that stand in the backup and had been erased since */
  char *message;   /* what was found, for a person */
} DecantRestoreOutlook;

void decant_restore_outlook_free (DecantRestoreOutlook *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantRestoreOutlook, decant_restore_outlook_free)

/* What restoring would mean, from the heads alone. @held: (element-type char*) (nullable): contents of files. INVALID
 * if one of them is none of those, of another vault, or not signed by its owner. A checkpoint alone needs no signature
 * of the owner: it can only make the outlook worse. */
DecantRestoreOutlook *decant_restore_foresee (const DecantBackup *backup, const GPtrArray *held, GError **error);

typedef struct
{
  const char *folder;    /* where the vault shall be; must not exist, or be empty */
  const GPtrArray *held; /* element-type char*; nullable */
  gboolean accept_older; /* the user has read the outlook, and restores all the same */
  DecantBackupProgress progress;
  gpointer user_data;
  GCancellable *cancellable;
} DecantRestoreOptions;

/* EXISTS if something is there; LOCKED; ROLLED_BACK, with the outlook's message, unless accepted; BROKEN names what is
 * damaged in the backup. Nothing is left behind on failure. Returns what was found. */
DecantRestoreOutlook *
decant_restore_run (const DecantBackup *backup, DecantKeys *keys, const DecantRestoreOptions *options, GError **error);

G_END_DECLS
