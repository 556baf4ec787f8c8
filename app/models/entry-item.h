/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "engine/assessment.h"
#include "evidence/vault.h"

/*
 * One entry as a row of the list: what is needed to show, sort and search it, and no more; the rest is read again
 * when the entry is opened (entry-detail.h). Immutable, so a worker may make it and the main thread show it.
 */

G_BEGIN_DECLS

#define DECANT_TYPE_ENTRY_ITEM (decant_entry_item_get_type ())
G_DECLARE_FINAL_TYPE (DecantEntryItem, decant_entry_item, DECANT, ENTRY_ITEM, GObject)

DecantEntryItem *decant_entry_item_new (DecantEntry *entry);
/* An entry that could not be read: @problem says why. */
DecantEntryItem *decant_entry_item_new_unreadable (guint64 number, const char *problem);

guint64 decant_entry_item_get_number (DecantEntryItem *self);
gboolean decant_entry_item_is_capture (DecantEntryItem *self);
const char *decant_entry_item_get_kind (DecantEntryItem *self);    /* "" when unreadable */
const char *decant_entry_item_get_time (DecantEntryItem *self);    /* RFC 3339; "" when unreadable */
const char *decant_entry_item_get_site (DecantEntryItem *self);    /* host name of the site, or "" */
const char *decant_entry_item_get_author (DecantEntryItem *self);  /* as shown on the page, or "" */
const char *decant_entry_item_get_snippet (DecantEntryItem *self); /* one line, at most 200 characters */
const char *decant_entry_item_get_case (DecantEntryItem *self);    /* "" for the Inbox */
const char *decant_entry_item_get_problem (DecantEntryItem *self); /* NULL when readable */
DecantBand decant_entry_item_get_band (DecantEntryItem *self);

/* Whether each of @words (folded by decant_entry_item_fold()) is in the post, its author, address or identifiers. */
gboolean decant_entry_item_matches (DecantEntryItem *self, const char *const *words);

/* Compatibility normalisation and case folding: "Straße" and "STRASSE" are equal. transfer full */
char *decant_entry_item_fold (const char *text);

G_END_DECLS
