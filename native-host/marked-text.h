/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/assessment.h"

G_BEGIN_DECLS

/* An assessment for a person to read: score and band, the text with each found span marked (in brackets, or underlined if
 * @colour), then terms, signals, identifiers and reasons. Control characters of the text are shown as U+FFFD, so that a
 * post cannot steer the terminal. Returns: (transfer full), ending with a newline. */
char *decant_marked_text (const DecantAssessment *assessment, const char *text, gsize length, gboolean colour);

G_END_DECLS
