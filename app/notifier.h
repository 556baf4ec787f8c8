/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/models/entry-item.h"

/*
 * Notifications of the desktop, by libnotify. None carries any content of a post: others may see the screen, and
 * some servers keep what they showed.
 */

G_BEGIN_DECLS

#define DECANT_TYPE_NOTIFIER (decant_notifier_get_type ())
G_DECLARE_FINAL_TYPE (DecantNotifier, decant_notifier, DECANT, NOTIFIER, GObject)

DecantNotifier *decant_notifier_new (void);

/* Says that a post was logged: entry number and case, nothing else. Signal "activated" (guint64 entry) when the user
 * clicks it, where the server supports actions. Where no server runs, nothing happens. */
/* Takes back what is still shown. */
void decant_notifier_withdraw_all (DecantNotifier *self);
void decant_notifier_post_logged (DecantNotifier *self, DecantEntryItem *item);

G_END_DECLS
