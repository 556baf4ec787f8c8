/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/*
 * Policies by which an administrator forbids native messaging in Chromium and Chrome
 * (https://chromeenterprise.google/policies/#NativeMessagingBlocklist, #NativeMessagingUserLevelHosts).
 */

G_BEGIN_DECLS

/* @folder: e.g. /etc/chromium/policies/managed; every *.json in it is read, in the order of names.
 * Returns: (transfer full): which file forbids our host and by which policy, as a sentence; NULL if none does. */
char *decant_policy_find_block (const char *folder);

G_END_DECLS
