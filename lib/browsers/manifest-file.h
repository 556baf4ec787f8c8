/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/*
 * Writing and removing a small file where a browser will read it. A reader sees the old text or the new, never a part.
 */

G_BEGIN_DECLS

/* Folders that are missing are made 0700. The last folder must not be a symbolic link; a link in the place of the file
 * is replaced, never followed. The file is 0600. Errors: DECANT_BROWSERS_ERROR_IO, naming path and cause. */
gboolean decant_manifest_file_write (const char *path, const char *text, GError **error);

/* TRUE too if there was none. */
gboolean decant_manifest_file_remove (const char *path, GError **error);

G_END_DECLS
