/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/session.h"

/* Browsers: which of them know the host, what stands in the way, and buttons that put it right. */

G_BEGIN_DECLS

#define DECANT_TYPE_BROWSERS_PAGE (decant_browsers_page_get_type ())
G_DECLARE_FINAL_TYPE (DecantBrowsersPage, decant_browsers_page, DECANT, BROWSERS_PAGE, AdwBin)

void decant_browsers_page_set_session (DecantBrowsersPage *self, DecantSession *session); /* once */
void decant_browsers_page_refresh (DecantBrowsersPage *self);

G_END_DECLS
