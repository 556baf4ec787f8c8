/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/*
 * Wallet and onion addresses, proven by their own checksums. Nothing is a wallet here whose checksum does not hold.
 *
 * | kind     | forms                                       | source                                                   |
 * | bitcoin  | Base58Check versions 0 and 5; Bech32, Bech32m | https://en.bitcoin.it/wiki/List_of_address_prefixes, BIP 173, BIP 350 |
 * | litecoin | Base58Check versions 48 and 50; "ltc1"      | https://github.com/litecoin-project/litecoin (chainparams) |
 * | tron     | Base58Check version 65                      | https://developers.tron.network/docs/account             |
 * | ethereum | 0x + 40 hexadecimal digits, EIP-55 or one case | https://eips.ethereum.org/EIPS/eip-55                 |
 * | monero   | standard, sub-address, integrated; Keccak   | https://docs.getmonero.org/public-address/standard-address/ |
 * | onion    | v3                                          | https://spec.torproject.org/rend-spec/encoding-onion-addresses.html |
 */

G_BEGIN_DECLS

/* What @text (ASCII, @length bytes, one whole token) is: "bitcoin", "litecoin", "tron", "ethereum", "monero"; NULL when it
 * is none of them. Static. */
const char *decant_wallet_kind (const char *text, gsize length);

/* Whether @text is the 56 base-32 characters before ".onion" of a version 3 address. Either case. */
gboolean decant_onion_is_valid (const char *text, gsize length);

G_END_DECLS
