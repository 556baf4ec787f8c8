/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/assessment.h"
#include "engine/fold.h"
#include "engine/shape.h"

/*
 * Identifiers: handles, numbers, links and wallets, each with a normal form. Two sightings are the same identifier when
 * kind and value are equal, however they were written: "https://t.me/Example?start=1" and "Telegram: @example" are.
 * A handle's value is in lower case and without "@"; a number's is E.164 with "+" (phones.h), or the digits as they
 * stand where the text leaves more than one country.
 *
 * | kind      | value                                                                                               |
 * | --- | --- |
 * | telegram  | user name (https://core.telegram.org/api/links), or a number                                         |
 * | signal    | number, or user name "name.42"                                                                       |
 * | session   | 66 hexadecimal digits from "05", lower case (https://docs.getsession.org)                            |
 * | wickr, snapchat, instagram, kik, kakaotalk, wire, tiktok, x | user name                                          |
 * | threema   | 8 characters, upper case (https://threema.ch/en/faq/threema_id)                                      |
 * | whatsapp, viber, zalo | number; Zalo's national ones are of Viet Nam                                             |
 * | discord   | user name, older ones with "#1234"                                                                   |
 * | wechat    | WeChat ID, or number; national ones are of China                                                     |
 * | qq, icq   | digits                                                                                               |
 * | line      | LINE ID; an official account's "@" is dropped as well                                                |
 * | matrix    | "@user:host" (https://spec.matrix.org/latest/appendices/#user-identifiers)                           |
 * | xmpp      | "user@host", without resource (RFC 7622)                                                             |
 * | briar     | 53 characters of Base32                                                                              |
 * | simplex   | address of the queue, as escaped in the link                                                         |
 * | tox       | 76 hexadecimal digits, upper case, checksum proven (https://toktok.ltd/spec.html)                    |
 * | facebook  | user name, or number of a profile                                                                    |
 * | invite    | host and code, the code's case kept: "t.me/+AbCd", "discord.gg/AbCd", "line.me/ti/p/AbCd"            |
 * | onion     | 56 characters, lower case, without ".onion", checksum proven (onions.h)                              |
 * | email     | address, "(at)" and "[dot]" read as signs; providers' other domains are other addresses              |
 * | phone     | number                                                                                               |
 * | pgp       | fingerprint, 40 hexadecimal digits, upper case (RFC 4880, section 12.2); only after a word for it     |
 * | bitcoin, bitcoin-cash, ethereum, monero, litecoin, dogecoin, dash, zcash, tron, xrp, ton | wallets.h           |
 * | link      | host without "www.", in punycode (RFC 5891), and path, without query, fragment and last "/"          |
 *
 * Handles, numbers and links are read in the folded text, so a full-width or decorated one is found as well; what is
 * sensitive to case is read in the source. Each finder is a file: identifier-tokens.c, -links.c, -addresses.c,
 * -handles.c, -phones.c.
 */

G_BEGIN_DECLS

#define DECANT_MAX_IDENTIFIERS 64 /* of a text */

/* @shape: of @folded. @language: BCP 47, nullable. @signals: those of the text; digits without a country code count only
 * after one of kind "contact".
 * @identifiers: (out): owned by @arena, ordered by start, never overlapping. Returns their number. */
guint decant_identifiers_find (DecantArena *arena,
                               const DecantFolded *folded,
                               const DecantShape *shape,
                               const char *language,
                               const DecantSignal *signals,
                               guint n_signals,
                               const DecantIdentifier **identifiers);

G_END_DECLS
