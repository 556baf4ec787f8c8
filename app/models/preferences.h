/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* What the user chose for the application: $XDG_CONFIG_HOME/decant/app.ini. What cannot be read is as if it had not
 * been chosen. */

G_BEGIN_DECLS

char *decant_preferences_dup_path (void);
guint decant_preferences_get_idle_minutes (const char *path); /* 0: never; at most a day */
gboolean decant_preferences_set_idle_minutes (const char *path, guint minutes, GError **error);

G_END_DECLS
