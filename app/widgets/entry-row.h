/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/models/entry-item.h"

/* One entry in the list: band or kind, when, the first words, where and who. */

G_BEGIN_DECLS

#define DECANT_TYPE_ENTRY_ROW (decant_entry_row_get_type ())
G_DECLARE_FINAL_TYPE (DecantEntryRow, decant_entry_row, DECANT, ENTRY_ROW, GtkBox)

GtkWidget *decant_entry_row_new (void);
void decant_entry_row_set_item (DecantEntryRow *self, DecantEntryItem *item);
/* The row as one sentence, for assistive technology. transfer full */
char *decant_entry_row_dup_label (DecantEntryItem *item);

G_END_DECLS
