/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* Artifacts as files: artifacts/ab/<64 hexadecimal digits: SHA-256 of the file>, enciphered (artifact-cipher.h). Files
 * come complete, by rename, before the entry that names them; a file that no entry names is left over from a commit
 * that failed, and harmless. */

G_BEGIN_DECLS

/* Moves the synced file @name of the folder @from into the store of the vault @folder, durably. */
gboolean decant_artifact_store_put (int folder, int from, const char *name, const char *sha256, GError **error);
/* Moves it back, if it is there. */
gboolean decant_artifact_store_take_back (int folder, int to, const char *name, const char *sha256);
/* Durably. TRUE too if it is not there. */
gboolean decant_artifact_store_remove (int folder, const char *name);
/* −1 with @error: NOT_FOUND, IO. */
int decant_artifact_store_open (int folder, const char *sha256, guint64 *size, GError **error);
/* Of a vault that is not sealed, whose files are the plain bytes: all of them, if there are at most @max and they have
 * that digest (else DIGEST). */
GBytes *decant_artifact_store_read (int folder, const char *sha256, guint64 max, GError **error);
/* SHA-256 of a file that is read to its end; NULL with @error. */
char *decant_artifact_store_hash (int fd, GCancellable *cancellable, GError **error);

G_END_DECLS
