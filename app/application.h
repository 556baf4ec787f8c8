/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "evidence/keys.h"

/*
 * The application: one process a user, one window on one vault. With --vault DIR it is a process of its own, so that
 * the folder asked for is never silently that of a window that was open before.
 */

G_BEGIN_DECLS

#define DECANT_TYPE_APPLICATION (decant_application_get_type ())
G_DECLARE_FINAL_TYPE (DecantApplication, decant_application, DECANT, APPLICATION, AdwApplication)

DecantApplication *decant_application_new (void);
/* Unlocks the vault with these keys as soon as it is there. Takes a reference. */
void decant_application_set_keys (DecantApplication *self, DecantKeys *keys);

G_END_DECLS
