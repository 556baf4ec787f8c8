/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/models/browser-list.h"
#include "app/models/desk.h"
#include "app/models/entry-list.h"
#include "app/models/gate.h"

/*
 * What is open, searched for and selected: the application without its widgets. One a window.
 *
 * Property "detail" is notified when another entry was opened; "detail-problem" is then the reason if it could not
 * be read. Signal "logged" (DecantEntryItem) passes on the entry list's.
 */

G_BEGIN_DECLS

#define DECANT_TYPE_SESSION (decant_session_get_type ())
G_DECLARE_FINAL_TYPE (DecantSession, decant_session, DECANT, SESSION, GObject)

/* @folder: the vault's; it need not exist. Starts reading and following at once. */
DecantSession *decant_session_new (const char *folder);

DecantGate *decant_session_get_gate (DecantSession *self); /* transfer none */
/* Through the gate: what was read, searched for and opened is forgotten before this returns. */
void decant_session_lock (DecantSession *self);

/* The owner's keys, or NULL to lock the vault again: what was read is forgotten, and read anew. Takes a reference. */
void decant_session_set_keys (DecantSession *self, DecantKeys *keys);

const char *decant_session_get_folder (DecantSession *self);
DecantEntryList *decant_session_get_entries (DecantSession *self);      /* all, transfer none */
GtkSingleSelection *decant_session_get_selection (DecantSession *self); /* those that match the search, transfer none */
DecantBrowserList *decant_session_get_browsers (DecantSession *self);   /* transfer none */
DecantDesk *decant_session_get_desk (DecantSession *self); /* open while there are keys; transfer none */

/* Words that must all be in an entry; "" shows everything. */
void decant_session_set_search (DecantSession *self, const char *search);
const char *decant_session_get_search (DecantSession *self);

/* Opens the entry with @number as soon as it is read; a search that would hide it is dropped. */
void decant_session_show_entry (DecantSession *self, guint64 number);
void decant_session_refresh (DecantSession *self);

DecantEntryDetail *decant_session_get_detail (DecantSession *self); /* nullable, transfer none */
const char *decant_session_get_detail_problem (DecantSession *self); /* nullable */

/* A picture of an entry, by the number of the entry and the id of the artifact, decoded in a worker. Only PNG and JPEG of at most 100 megapixels are decoded. */
void decant_session_load_picture_async (DecantSession *self, guint64 number, const char *id, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GdkTexture *decant_session_load_picture_finish (DecantSession *self, GAsyncResult *result, GError **error);

G_END_DECLS
