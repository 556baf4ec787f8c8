/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

/*
 * Reads members of an entry's JSON without trusting their types: json-glib's own getters print a critical warning
 * when a member is of another type, and what an entry holds came from a browser.
 * A NULL object, a missing member and a mistyped one all give the empty answer.
 */

G_BEGIN_DECLS

const char *decant_json_text (JsonObject *object, const char *member); /* nullable, transfer none */
JsonObject *decant_json_object (JsonObject *object, const char *member); /* nullable, transfer none */
JsonArray *decant_json_array (JsonObject *object, const char *member);   /* nullable, transfer none */
/* A whole number in 0 … @max; anything else is FALSE and leaves @value alone. */
gboolean decant_json_unsigned (JsonObject *object, const char *member, gint64 max, gint64 *value);
gboolean decant_json_number (JsonObject *object, const char *member, double *value);
JsonObject *decant_json_element (JsonArray *array, guint position); /* nullable, transfer none */

/* One value as a person reads it: a string as it is, else compact JSON. transfer full */
char *decant_json_dup_plain (JsonNode *node);

G_END_DECLS
