/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Careful file work inside one folder: names relative to an open folder, symbolic links never followed, files 0600,
 * folders 0700, everything closed on exec. Errors: DECANT_VAULT_ERROR. */

G_BEGIN_DECLS

/* Opens a vault's folder. Unless @foreign it must be ours and closed to group and world. -1 with @error
 * (ABSENT, BROKEN with the command that mends it, IO). */
int decant_folder_open (const char *path, gboolean foreign, GError **error);
/* Opens a folder inside; -1 with errno. */
int decant_folder_open_inside (int folder, const char *name);
/* Makes it if absent, durably. -1 with errno. */
int decant_folder_ensure_inside (int folder, const char *name);
/* Is the file ours and closed to group and world? TRUE too if it is absent. */
gboolean decant_folder_check_file (int folder, const char *path, const char *name, GError **error);

/* A regular file for reading; -1 with errno (ELOOP for links, EINVAL for what is no file). @size: (out) (optional). */
int decant_folder_open_file (int folder, const char *name, guint64 *size);
/* The bytes of a small file, at most @max. NULL with errno (EFBIG if larger). */
char *decant_folder_read_file (int folder, const char *name, gsize max, gsize *length);
/* A new file, synced; FALSE with errno. */
gboolean decant_folder_write_file (int folder, const char *name, const void *data, gsize length);

gboolean decant_write_all (int fd, const void *data, gsize length); /* FALSE with errno */
int decant_close (int fd);                                           /* keeps errno; always -1 */

/* Runs over the names in a folder but "." and "..". FALSE with errno, or if @visit returned FALSE. */
typedef gboolean (*DecantFolderVisit) (int folder, const char *name, gpointer user_data);
gboolean decant_folder_visit (int folder, DecantFolderVisit visit, gpointer user_data);

typedef int DecantFd;
static inline void
decant_fd_clear (DecantFd *fd)
{
  if (*fd >= 0)
    *fd = decant_close (*fd);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DecantFd, decant_fd_clear)

G_END_DECLS
