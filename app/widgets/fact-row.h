/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

/*
 * One fact in a boxed list: a dim name over a value that can be selected. An exact value (digest, address) is set
 * in a fixed-width face, never a link that opens by accident, and has a button that copies it.
 */

G_BEGIN_DECLS

#define DECANT_TYPE_FACT_ROW (decant_fact_row_get_type ())
G_DECLARE_FINAL_TYPE (DecantFactRow, decant_fact_row, DECANT, FACT_ROW, AdwPreferencesRow)

GtkWidget *decant_fact_row_new (const char *name, const char *value, gboolean exact);

G_END_DECLS
