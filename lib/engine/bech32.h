/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/*
 * The codes that write five bits a character and end in a checksum over prefix and data:
 * Bech32 (BIP 173), Bech32m (BIP 350), and CashAddr
 * (https://github.com/bitcoincashorg/bitcoincash.org/blob/master/spec/cashaddr.md). Texts are of one case.
 */

G_BEGIN_DECLS

/* Whether @text is @prefix, "1" and a witness program: version 0 in Bech32, of 20 or 32 bytes; versions 1 to 16 in
 * Bech32m, of 2 to 40 bytes. */
gboolean decant_bech32_is_witness (const char *prefix, const char *text, gsize length);

/* Whether @text, without "bitcoincash:", is an address of 20 or 32 bytes of that prefix. */
gboolean decant_cashaddr_is_valid (const char *text, gsize length);

G_END_DECLS
