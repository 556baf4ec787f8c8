/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/models/gate.h"

/* When the vault locks itself, and what opens it. */

G_BEGIN_DECLS

#define DECANT_TYPE_PREFERENCES_WINDOW (decant_preferences_window_get_type ())
G_DECLARE_FINAL_TYPE (DecantPreferencesWindow,
                      decant_preferences_window,
                      DECANT,
                      PREFERENCES_WINDOW,
                      AdwPreferencesWindow)

DecantPreferencesWindow *decant_preferences_window_new (GtkWindow *parent, DecantGate *gate);

G_END_DECLS
