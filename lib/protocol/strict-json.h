/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/*
 * The strict pre-check of a JSON text (RFC 8259, I-JSON's limits of RFC 7493), before json-glib reads it.
 *
 * json-glib 1.6 takes comments and trailing commas, breaks lone surrogates, cuts strings at \u0000 and lets the last of
 * two equal keys win. After this check none of these can come, so two readers of the same bytes see the same value.
 * Time is linear in @length but for keys, which are compared with at most DECANT_JSON_MAX_MEMBERS others.
 */

G_BEGIN_DECLS

#define DECANT_JSON_MAX_DEPTH 16
#define DECANT_JSON_MAX_MEMBERS 256
#define DECANT_JSON_MAX_NUMBER 9007199254740992.0 /* 2^53 */
#define DECANT_JSON_MAX_NUMBER_LENGTH 40

/* @text: @length bytes. TRUE if it is one JSON object within the bounds. Else FALSE, @offset: (out) (optional): the byte at
 * which it is wrong, and @error of DECANT_WIRE_ERROR_BAD_JSON, whose message names offset and reason and quotes nothing. */
gboolean decant_strict_json_check (const char *text, gsize length, gsize *offset, GError **error);

G_END_DECLS
