/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "browsers/browsers.h"

/* One browser of this machine as a row: what the doctor found. Immutable; a new look makes new items. */

G_BEGIN_DECLS

#define DECANT_TYPE_BROWSER_ITEM (decant_browser_item_get_type ())
G_DECLARE_FINAL_TYPE (DecantBrowserItem, decant_browser_item, DECANT, BROWSER_ITEM, GObject)

DecantBrowserItem *decant_browser_item_new (const DecantBrowser *browser);

const char *decant_browser_item_get_id (DecantBrowserItem *self);
const char *decant_browser_item_get_title (DecantBrowserItem *self);
const char *decant_browser_item_get_message (DecantBrowserItem *self); /* what was found, and the remedy */
const char *decant_browser_item_get_manifest (DecantBrowserItem *self); /* path, or "" */
const char *decant_browser_item_get_state_words (DecantBrowserItem *self);
DecantBrowserState decant_browser_item_get_state (DecantBrowserItem *self);
gboolean decant_browser_item_can_install (DecantBrowserItem *self);
gboolean decant_browser_item_can_remove (DecantBrowserItem *self);

G_END_DECLS
