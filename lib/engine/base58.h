/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/*
 * Base58: a big number in 58 digits, of which the first digit is zero. Base58Check ends in four bytes of the SHA-256 of
 * the SHA-256 of what is before them, and each leading zero byte is one leading zero digit
 * (https://en.bitcoin.it/wiki/Base58Check_encoding).
 */

G_BEGIN_DECLS

#define DECANT_BASE58_BITCOIN "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
#define DECANT_BASE58_RIPPLE                                                                                           \
  "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz" /* https://xrpl.org/base58-encodings.html */
#define DECANT_BASE58_MAX 64                                   /* bytes */

/* Decodes into exactly @size bytes. FALSE when a digit is foreign or the number too large. */
gboolean decant_base58_decode (const char *alphabet, const char *text, gsize length, guint8 *out, gsize size);

/* The same with the checksum; @size counts it. FALSE when it is wrong. */
gboolean decant_base58check_decode (const char *alphabet, const char *text, gsize length, guint8 *out, gsize size);

G_END_DECLS
