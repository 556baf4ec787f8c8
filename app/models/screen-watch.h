/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/*
 * Says when the person has left: signal "left" when the screen was locked, the machine is about to sleep, or the
 * session was locked or switched away from. Hears screen savers on the session bus and logind on the system bus. While
 * it lives it holds a delay lock on sleep, so that "left" is handled before the machine sleeps.
 */

G_BEGIN_DECLS

#define DECANT_TYPE_SCREEN_WATCH (decant_screen_watch_get_type ())
G_DECLARE_FINAL_TYPE (DecantScreenWatch, decant_screen_watch, DECANT, SCREEN_WATCH, GObject)

/* Either bus may be NULL: then nothing is heard from there. References are taken. */
DecantScreenWatch *decant_screen_watch_new (GDBusConnection *session, GDBusConnection *system);

G_END_DECLS
