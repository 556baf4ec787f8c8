/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/*
 * Wallet addresses, proven by their own checksums, of main networks only. Nothing is a wallet here whose checksum does
 * not hold; a chain whose addresses have none (Solana: bare Ed25519 keys) is left out.
 *
 * | kind         | forms                                                   | source | | bitcoin      | Base58Check
 * versions 0 and 5; Bech32, Bech32m           | BIP 13, BIP 173, BIP 350,
 * https://en.bitcoin.it/wiki/List_of_address_prefixes | | bitcoin-cash | CashAddr, with or without its prefix |
 * https://github.com/bitcoincashorg/bitcoincash.org/blob/master/spec/cashaddr.md | | litecoin     | Base58Check
 * versions 48 and 50; "ltc1"                  | https://github.com/litecoin-project/litecoin (chainparams) | | dogecoin
 * | Base58Check versions 30 and 22                          | https://github.com/dogecoin/dogecoin (chainparams) | |
 * dash         | Base58Check versions 76 and 16                          | https://github.com/dashpay/dash
 * (chainparams) | | zcash        | Base58Check versions 0x1cb8 and 0x1cbd (transparent)    |
 * https://zips.z.cash/protocol/protocol.pdf, section 5.6 | | tron         | Base58Check version 65 |
 * https://developers.tron.network/docs/account | | xrp          | Base58Check version 0 in an alphabet of its own |
 * https://xrpl.org/base58-encodings.html     | | ethereum     | 0x + 40 hexadecimal digits, EIP-55 or one case |
 * https://eips.ethereum.org/EIPS/eip-55      | | monero       | standard, sub-address, integrated; Keccak |
 * https://docs.getmonero.org/public-address/standard-address/ | | ton          | user-friendly, 36 bytes in Base64,
 * CRC-16               | https://docs.ton.org/learn/overviews/addresses |
 *
 * Litecoin's former script addresses are Bitcoin's to the letter and count as those; so do Bitcoin Cash's former ones.
 */

G_BEGIN_DECLS

#define DECANT_WALLET_MIN 14
#define DECANT_WALLET_MAX 106

/* What @text (ASCII, @length bytes, one whole token) is, a kind above; NULL when it is none of them. Static. */
const char *decant_wallet_kind (const char *text, gsize length);

/* The form in which two writings of one wallet of @kind are equal: (transfer full). Case is kept where it counts; a TON
 * account is its work chain and hash, "0:ca6e…", whatever the flags for a sender. */
char *decant_wallet_normalize (const char *kind, const char *text, gsize length);

G_END_DECLS
