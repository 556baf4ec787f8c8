/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/session.h"

/* The opened entry: picture, marked text, identifiers, reasons, where and when, what is missing, custody. */

G_BEGIN_DECLS

#define DECANT_TYPE_ENTRY_VIEW (decant_entry_view_get_type ())
G_DECLARE_FINAL_TYPE (DecantEntryView, decant_entry_view, DECANT, ENTRY_VIEW, AdwBin)

/* @detail: referenced. @session: loads the picture. */
void decant_entry_view_show (DecantEntryView *self, DecantSession *session, DecantEntryDetail *detail);

G_END_DECLS
