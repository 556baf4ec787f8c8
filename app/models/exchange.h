/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/*
 * Checkpoints, time stamps and cosignatures that leave and enter a vault as files. All block. What was asked of a time
 * stamp authority is kept in $XDG_STATE_HOME/decant/stamps until the reply is read, so that the user carries one file a
 * way. Nothing here needs the vault's keys. Errors: DECANT_VAULT_ERROR, G_FILE_ERROR.
 */

G_BEGIN_DECLS

#define DECANT_EXCHANGE_MAX (64 * 1024) /* bytes of a file that is read */

char *decant_exchange_read_checkpoint (const char *folder, GError **error);
gboolean decant_exchange_save_checkpoint (const char *folder, const char *path, GError **error);
/* A checkpoint that was kept elsewhere, as text; INVALID if the file is none. */
char *decant_exchange_read_held (const char *path, GError **error);

gboolean decant_exchange_request_stamp (const char *folder, const char *path, GError **error);
/* Number of the entry, −1 with @error. */
gint64 decant_exchange_import_stamp (const char *folder, const char *path, GError **error);
/* @person: the verifier key that the second person gave by another way. */
gint64 decant_exchange_import_cosignature (const char *folder, const char *path, const char *person, GError **error);

G_END_DECLS
