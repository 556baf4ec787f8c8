/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

/*
 * The border of this folder: a stranger's JSON becomes bounded, typed values here or is refused.
 *
 * Syntax is RFC 8259 and stricter: no duplicate or escaped member names, no lone surrogates, no NUL, nesting at most
 * 16 deep. json-glib alone would take comments, keep the last duplicate and cut strings at NUL. Errors are
 * DECANT_PACKAGE_ERROR, and their messages read "PATH: expected WHAT, saw WHAT".
 *
 * Strings are one line each: valid UTF-8, no control characters, no bidi controls, no blank at either end.
 * All lengths are in characters. An optional string is "" when absent, an optional array empty.
 */

G_BEGIN_DECLS

#define DECANT_JSON_MAX_BYTES (16u * 1024 * 1024)
#define DECANT_JSON_MAX_DEPTH 16

typedef struct {
  guint min; /* 0: the member may be absent */
  guint max;
} DecantJsonRange;

/* Checks the syntax only. FALSE with DECANT_PACKAGE_ERROR_SYNTAX, naming line and column. */
gboolean decant_json_check (const char *text, gsize length, GError **error);

/* Checks size, encoding and syntax, then parses. transfer full, or NULL with @error. */
JsonNode *decant_json_parse (GBytes *json, GError **error);

/* The object that @node is. Each of its members is in @known (NULL-terminated), or it is refused with a hint at the
 * nearest known name. transfer none, or NULL with @error. */
JsonObject *decant_json_object (JsonNode *node, const char *path, const char *const *known, GError **error);

/* The readers below name a member as @path.@name; an empty @path is the root. Each returns FALSE with @error. */
char *decant_json_path (const char *path, const char *name);
gboolean decant_json_read_string (JsonObject *object,
                                  const char *path,
                                  const char *name,
                                  DecantJsonRange characters,
                                  char **out,
                                  GError **error);
gboolean decant_json_read_strings (JsonObject *object,
                                   const char *path,
                                   const char *name,
                                   DecantJsonRange items,
                                   guint max_characters,
                                   char ***out,
                                   GError **error);
gboolean decant_json_read_integer (JsonObject *object,
                                   const char *path,
                                   const char *name,
                                   gint64 lowest,
                                   gint64 highest,
                                   gint64 *out,
                                   GError **error);
/* @out: the position of the member's value in @choices (NULL-terminated). */
gboolean decant_json_read_choice (JsonObject *object,
                                  const char *path,
                                  const char *name,
                                  const char *const *choices,
                                  guint *out,
                                  GError **error);
/* A required array of 1 to @max items. transfer none. */
JsonArray *decant_json_read_array (JsonObject *object, const char *path, const char *name, guint max, GError **error);

/* The element of @words (NULL-terminated) nearest to @word, or NULL if none is within two edits. transfer none */
const char *decant_json_near_miss (const char *word, const char *const *words);

/* Sets DECANT_PACKAGE_ERROR_SCHEMA: "PATH: expected EXPECTED, saw SAW". Always FALSE. */
gboolean decant_json_refuse (GError **error, const char *path, const char *expected, const char *saw);

G_END_DECLS
