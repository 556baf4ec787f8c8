/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/models/pairing-item.h"

/* A paired browser, or one that asks for it, as a row with what may be done: actions "pairing.approve",
 * "pairing.refuse", "pairing.revoke" with its id. */

G_BEGIN_DECLS

GtkWidget *decant_pairing_row_new (DecantPairingItem *item);

G_END_DECLS
