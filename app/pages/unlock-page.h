/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/models/gate.h"

/* Asks for what opens a locked vault. It holds nothing of the vault. */

G_BEGIN_DECLS

#define DECANT_TYPE_UNLOCK_PAGE (decant_unlock_page_get_type ())
G_DECLARE_FINAL_TYPE (DecantUnlockPage, decant_unlock_page, DECANT, UNLOCK_PAGE, AdwBin)

void decant_unlock_page_set_gate (DecantUnlockPage *self, DecantGate *gate);

G_END_DECLS
