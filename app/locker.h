/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/session.h"

/*
 * Locks a session's vault when its user has left: after a time without input in any window of the application, and when
 * models/screen-watch.h says so. When it locked, by this or by hand, it also closes the windows that were open beside
 * the main one and empties the clipboards of what was copied here. Signal "locked": after that.
 */

G_BEGIN_DECLS

#define DECANT_TYPE_LOCKER (decant_locker_get_type ())
G_DECLARE_FINAL_TYPE (DecantLocker, decant_locker, DECANT, LOCKER, GObject)

/* @application: not owned. */
DecantLocker *decant_locker_new (GtkApplication *application, DecantSession *session);

G_END_DECLS
