/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

/*
 * JSON in the one form that RFC 8785 (JCS) gives it: no white space, members ordered by the UTF-16 code units of
 * their names, numbers as ECMAScript prints them. Two equal values have equal bytes, so digests can be compared.
 *
 * Whole numbers beyond ±2^53, not-a-number, infinities, invalid UTF-8 and more than DECANT_CANONICAL_DEPTH levels
 * are refused: DECANT_VAULT_ERROR, code INVALID.
 */

G_BEGIN_DECLS

#define DECANT_CANONICAL_DEPTH 32
#define DECANT_CANONICAL_INTEGER_MAX (G_GINT64_CONSTANT (1) << 53)

gboolean decant_canonical_json_append (GString *out, JsonNode *value, GError **error);
char *decant_canonical_json (JsonNode *value, GError **error);

/* Writes a number as ECMAScript's Number::toString does. @value must be finite. */
void decant_canonical_json_append_number (GString *out, double value);

/* Parses text that should be canonical already: bounded depth, valid UTF-8. The parser is json-glib's, so what it
 * accepts may be a little more than JSON; who must have the one form compares decant_canonical_json() of it. */
JsonNode *decant_canonical_json_parse (const char *text, gssize length, GError **error);

G_END_DECLS
