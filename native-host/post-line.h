/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

/*
 * A line of a file of posts: {"id": …, "text": "…", "lang": "…"}. Posts in the wild hold lone surrogates and NULs, which
 * JSON in UTF-8 cannot: these are repaired first, one UTF-16 unit for one unit, so that offsets hold.
 */

G_BEGIN_DECLS

/* In place, without changing the length: each surrogate in three bytes (ED A0…BF xx), each unpaired \ud800…\udfff and each
 * \u0000 becomes U+FFFD. */
void decant_post_line_repair (char *line, gsize length);

typedef struct {
  JsonNode *root;
  char *id;         /* as JSON text: a string or a number */
  const char *text; /* in root, like language */
  gsize length;     /* at most DECANT_POST_MAX */
  const char *language;
} DecantPostLine;

#define DECANT_POST_MAX (1024 * 1024) /* bytes of text */

/* @line: repaired; a NUL stands behind it. On failure FALSE with an error of DECANT_WIRE_ERROR; @out->id is set if it could
 * be read. @out: cleared by decant_post_line_clear() either way. */
gboolean decant_post_line_parse (const char *line, gsize length, DecantPostLine *out, GError **error);
void decant_post_line_clear (DecantPostLine *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DecantPostLine, decant_post_line_clear)

G_END_DECLS
