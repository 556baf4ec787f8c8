/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/session.h"

/* Evidence: the list of entries with its search, and beside it the opened entry. */

G_BEGIN_DECLS

#define DECANT_TYPE_EVIDENCE_PAGE (decant_evidence_page_get_type ())
G_DECLARE_FINAL_TYPE (DecantEvidencePage, decant_evidence_page, DECANT, EVIDENCE_PAGE, AdwBin)

void decant_evidence_page_set_session (DecantEvidencePage *self, DecantSession *session); /* once */
void decant_evidence_page_focus_search (DecantEvidencePage *self);
/* On a narrow window, from the list to the opened entry. */
void decant_evidence_page_show_detail (DecantEvidencePage *self);

G_END_DECLS
