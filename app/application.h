/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

/*
 * The application: one process a user, one window on one vault. With --vault DIR it is a process of its own, so that
 * the folder asked for is never silently that of a window that was open before.
 */

G_BEGIN_DECLS

#define DECANT_TYPE_APPLICATION (decant_application_get_type ())
G_DECLARE_FINAL_TYPE (DecantApplication, decant_application, DECANT, APPLICATION, AdwApplication)

DecantApplication *decant_application_new (void);

G_END_DECLS
