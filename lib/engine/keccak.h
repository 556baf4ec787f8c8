/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/*
 * Keccak[512] sponges with 256 bits of output. The two differ by one padding byte: Keccak-256 is the function of the
 * 2011 submission that Ethereum and Monero use, SHA3-256 the one of FIPS 202 that onion addresses use.
 * https://keccak.team/keccak_specs_summary.html, https://doi.org/10.6028/NIST.FIPS.202
 */

G_BEGIN_DECLS

#define DECANT_KECCAK_BYTES 32

void decant_keccak_256 (const guint8 *data, gsize length, guint8 digest[DECANT_KECCAK_BYTES]);
void decant_sha3_256 (const guint8 *data, gsize length, guint8 digest[DECANT_KECCAK_BYTES]);

G_END_DECLS
