/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

/* What the machine's clock says, and how far the kernel believes it. */

G_BEGIN_DECLS

/* "2026-11-24T08:00:00.000Z" */
char *decant_clock_now (void);

/* {"boot": id, "boottime_ms": ms since boot, suspend included, "max_error_us": µs, "source": "adjtimex",
 *  "synchronised": boolean}; source "none" and no error figures where adjtimex(2) may not be asked.
 * `boot` is the same for all entries of one boot of one vault, and says nothing else: 16 hexadecimal digits of
 * SHA-256 ("decant boot" ‖ vault id ‖ boot_id of random(4)). Absent if unreadable. */
JsonNode *decant_clock_state (const char *vault);

G_END_DECLS
