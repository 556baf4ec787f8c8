/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "app/models/browser-item.h"

/*
 * The browsers of this machine as a GListModel of DecantBrowserItem. Looking, installing and removing happen in a
 * worker, one after another; the model changes on the main thread. Empty until the first look is done.
 */

G_BEGIN_DECLS

#define DECANT_TYPE_BROWSER_LIST (decant_browser_list_get_type ())
G_DECLARE_FINAL_TYPE (DecantBrowserList, decant_browser_list, DECANT, BROWSER_LIST, GObject)

typedef enum {
  DECANT_BROWSER_ACTION_LOOK,
  DECANT_BROWSER_ACTION_INSTALL,
  DECANT_BROWSER_ACTION_REMOVE,
} DecantBrowserAction;

DecantBrowserList *decant_browser_list_new (void);

/* Does @action to the browser @id (NULL for LOOK), then looks again and updates the model. */
void decant_browser_list_run_async (DecantBrowserList *self, DecantBrowserAction action, const char *id, GAsyncReadyCallback callback, gpointer user_data);
gboolean decant_browser_list_run_finish (DecantBrowserList *self, GAsyncResult *result, GError **error);

G_END_DECLS
