/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/models/assessment-view.h"

/* One reason of an assessment: what it is in plain words, the words of the post, the innocent reading, and how much
 * it weighs in log-odds, as a number and as a bar to the left (innocent) or to the right (sale) of a middle line. */

G_BEGIN_DECLS

#define DECANT_TYPE_REASON_ROW (decant_reason_row_get_type ())
G_DECLARE_FINAL_TYPE (DecantReasonRow, decant_reason_row, DECANT, REASON_ROW, AdwActionRow)

/* @scale: the weight of a full bar, thousandths of log-odds, above 0. */
GtkWidget *decant_reason_row_new (const DecantReasonView *reason, gint64 scale);

G_END_DECLS
