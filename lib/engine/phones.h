/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/*
 * Telephone numbers by country code: ITU-T E.164 (https://www.itu.int/rec/T-REC-E.164) and the list of assigned codes
 * (https://www.itu.int/pub/T-SP-E.164D). Lengths are of the number after the country code, as wide as national
 * plans allow.
 */

G_BEGIN_DECLS

#define DECANT_PHONE_MAX 15 /* digits, country code included */

/* Whether @digits (with the country code, without "+") can be a number of its country. */
gboolean decant_phone_is_plausible (const char *digits, gsize n);

G_END_DECLS
