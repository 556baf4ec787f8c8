/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/session.h"

/* Verifies the vault, locked or open, and exchanges checkpoints with those who vouch for it. */

G_BEGIN_DECLS

#define DECANT_TYPE_INTEGRITY_PAGE (decant_integrity_page_get_type ())
G_DECLARE_FINAL_TYPE (DecantIntegrityPage, decant_integrity_page, DECANT, INTEGRITY_PAGE, AdwBin)

void decant_integrity_page_set_session (DecantIntegrityPage *self, DecantSession *session);

G_END_DECLS
