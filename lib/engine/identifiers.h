/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/assessment.h"
#include "engine/fold.h"

/*
 * Identifiers: handles, numbers, links and wallets, each with a normal form. Two sightings are the same identifier when
 * kind and value are equal.
 *
 * | kind      | value                                                                                               |
 * | telegram  | user name, lower case, without "@" (https://core.telegram.org/method/account.checkUsername)           |
 * | signal    | E.164 with "+", or user name "name.42" in lower case                                                 |
 * | session   | 66 hexadecimal digits from "05", lower case
 * (https://docs.oxen.io/oxen-docs/products-built-on-oxen/session) | | wickr     | user name, lower case | | threema   |
 * 8 characters, upper case (https://threema.ch/en/faq/threema_id)                                      | | whatsapp  |
 * E.164 with "+", or the digits as they stand                                                         | | snapchat,
 * instagram, discord | user name, lower case                                                           | | invite    |
 * host and code, the code's case kept: "t.me/+AbCd", "discord.gg/AbCd", "chat.whatsapp.com/AbCd"        | | onion     |
 * 56 characters, lower case, without ".onion"                                                          | | email     |
 * lower case                                                                                           | | phone     |
 * E.164 with "+"; without a country code the digits as they stand                                       | | wallets   |
 * as written; Bech32 in lower case, Ethereum in lower case (wallets.h)                                  | | link      |
 * host without "www." and path, without query, fragment and last "/"                                    |
 *
 * Handles, numbers and links are read in the folded text, so a full-width or decorated one is found as well; what is
 * sensitive to case is read in the source.
 */

G_BEGIN_DECLS

#define DECANT_MAX_IDENTIFIERS 64 /* of a text */

/* @signals: those of the text; digits without a country code count only after one of kind "contact".
 * @identifiers: (out): owned by @arena, ordered by start, never overlapping. Returns their number. */
guint decant_identifiers_find (DecantArena *arena,
                               const DecantFolded *folded,
                               const char *language,
                               const DecantSignal *signals,
                               guint n_signals,
                               const DecantIdentifier **identifiers);

G_END_DECLS
