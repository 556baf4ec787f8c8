/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* When a vault that nobody touches is to be locked. Pure; times in seconds of a clock that goes on while the machine
 * sleeps. */

G_BEGIN_DECLS

#define DECANT_IDLE_MINUTES 10 /* where nothing was chosen */

/* Seconds until the lock, 0 when it is due now, −1 for never (@minutes 0). A clock that went back is due. */
static inline gint64
decant_idle_left (gint64 last_input, gint64 now, guint minutes)
{
  gint64 passed = now - last_input;

  if (minutes == 0)
    return -1;
  return passed < 0 || passed >= (gint64) minutes * 60 ? 0 : (gint64) minutes * 60 - passed;
}

G_END_DECLS
