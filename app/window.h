/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/session.h"

/* The window: a sidebar of pages and the page in view. */

G_BEGIN_DECLS

#define DECANT_TYPE_WINDOW (decant_window_get_type ())
G_DECLARE_FINAL_TYPE (DecantWindow, decant_window, DECANT, WINDOW, AdwApplicationWindow)

DecantWindow *decant_window_new (GtkApplication *application, DecantSession *session);

void decant_window_show_entry (DecantWindow *self, guint64 number);
/* Reads the vault again and looks for browsers again. */
/* The vault was locked: all widgets that showed something of it go, and empty ones take their place. */
void decant_window_forget (DecantWindow *self);
void decant_window_refresh (DecantWindow *self);

G_END_DECLS
