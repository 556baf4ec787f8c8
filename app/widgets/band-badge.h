/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "engine/assessment.h"

/* A band as shape, word and colour, so that none of them alone carries the meaning. */

G_BEGIN_DECLS

#define DECANT_TYPE_BAND_BADGE (decant_band_badge_get_type ())
G_DECLARE_FINAL_TYPE (DecantBandBadge, decant_band_badge, DECANT, BAND_BADGE, GtkBox)

void decant_band_badge_set_band (DecantBandBadge *self, DecantBand band);

G_END_DECLS
