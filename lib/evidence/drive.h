/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/*
 * File work on the drive that holds a backup, and on a vault that is being restored from it. Files appear whole, by
 * rename, synced; until then their names begin with DECANT_DRIVE_NEW and whoever sweeps the folder removes them.
 * A drive may have a file system without modes or without syncing of folders (FAT, exFAT, network): that is no error.
 * Errors: DECANT_VAULT_ERROR.
 */

G_BEGIN_DECLS

#define DECANT_DRIVE_NEW ".new-"

/* FULL says that the earlier backup stands. @doing: "write the backup". Always FALSE. */
gboolean decant_drive_set_error (GError **error, int number, const char *doing);

/* Makes a folder inside if it is absent. -1 with errno. */
int decant_drive_ensure_inside (int folder, const char *name);
/* The folder of an artifact: artifacts/ab. -1 with errno. */
int decant_drive_open_shelf (int folder, const char *sha256, gboolean make);
/* Makes names in @folder durable. FALSE with errno. */
gboolean decant_drive_sync (int folder);

/* A new file for writing; -1 with errno. @name: (out) (transfer full): to be given to keep() or unlinked. */
int decant_drive_make (int folder, char **name);
/* Syncs the file and gives it its name, in place of one that is there. FALSE with errno. */
gboolean decant_drive_keep (int folder, int fd, const char *made, const char *name);

/* Bytes as a file, durably. */
gboolean decant_drive_write (int folder, const char *name, const void *data, gsize length, GError **error);
/* What is read from @from as the file @sha256; DIGEST if it has another digest, then nothing is kept. The name is not
 * yet durable: decant_drive_sync(). */
gboolean decant_drive_copy (int from, int folder, const char *sha256, GCancellable *cancellable, GError **error);

G_END_DECLS
