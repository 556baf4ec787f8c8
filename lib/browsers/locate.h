/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/*
 * Where programs are: a browser on PATH, and decant-host.
 */

G_BEGIN_DECLS

/* The first of @names (NULL-terminated) on PATH. Returns: (transfer full) or NULL. */
char *decant_locate_program (const char *const *names);

/* Whether @program is (a wrapper of) a Snap: a link to snap, below /snap, or a short script that starts one. */
gboolean decant_locate_is_snap (const char *program);

/* Where an application of that id is installed as a Flatpak, for the user or the system. Returns: (transfer full) or NULL. */
char *decant_locate_flatpak (const char *id);

/* decant-host beside the running program, in the build tree the program runs from, or where it is installed.
 * Returns: (transfer full): an absolute path of a program that can be run, or NULL. */
char *decant_locate_host (void);

G_END_DECLS
