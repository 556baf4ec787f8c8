/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* Names for screen readers, of what libadwaita 1.2 puts inside its widgets without one. */

G_BEGIN_DECLS

/* Every widget of @type below @root. */
void decant_name_inner (GtkWidget *root, GType type, const char *name);

G_END_DECLS
