/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

/*
 * Members of a JSON object, each read with its bounds. On failure FALSE and an error of DECANT_WIRE_ERROR that names the
 * member, what was expected and what kind of thing was seen, never its value. What comes out belongs to the object.
 */

G_BEGIN_DECLS

gboolean decant_member_object (JsonObject *object, const char *name, JsonObject **value, GError **error);
gboolean decant_member_array (JsonObject *object, const char *name, guint max, JsonArray **value, GError **error); /* TOO_MANY over @max */
gboolean decant_member_int (JsonObject *object, const char *name, gint64 min, gint64 max, gint64 *value, GError **error);
gboolean decant_member_string (JsonObject *object, const char *name, guint min, guint max, const char **value, GError **error); /* bytes */
gboolean decant_member_id (JsonObject *object, const char *name, const char **value, GError **error);
gboolean decant_member_language (JsonObject *object, const char *name, const char **value, GError **error);
gboolean decant_member_digest (JsonObject *object, const char *name, const char **value, GError **error); /* 64 lower-case digits */

/* There, and not the empty string. */
gboolean decant_member_is_set (JsonObject *object, const char *name);

/* @name: of the array, for the message. */
gboolean decant_element_object (JsonArray *array, const char *name, guint position, JsonObject **value, GError **error);

G_END_DECLS
