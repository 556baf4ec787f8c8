/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

/* Members of an object that may lack them or have them in another type: what was logged is a fact, not a promise. */

G_BEGIN_DECLS

const char *decant_field_string (JsonObject *object, const char *name); /* NULL if absent or no text */
gint64 decant_field_int (JsonObject *object, const char *name);         /* −1 */
gboolean decant_field_boolean (JsonObject *object, const char *name);   /* FALSE */
JsonArray *decant_field_array (JsonObject *object, const char *name);   /* NULL; transfer none */
JsonObject *decant_field_object (JsonObject *object, const char *name); /* NULL; transfer none */
/* The whole numbers of an array; empty if there is none. (transfer full) (element-type guint64) */
GArray *decant_field_numbers (JsonObject *object, const char *name);

G_END_DECLS
