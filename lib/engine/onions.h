/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Onion addresses of version 3, proven by their own checksum
 * (https://spec.torproject.org/rend-spec/encoding-onion-addresses.html). */

G_BEGIN_DECLS

/* Whether @text is the 56 base-32 characters before ".onion". Either case. */
gboolean decant_onion_is_valid (const char *text, gsize length);

G_END_DECLS
