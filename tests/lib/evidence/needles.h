/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Looks for bytes in all files below a folder. No vault there may be open in this process: closing a second descriptor
 * of its database would drop SQLite's locks. */

typedef struct _Needles Needles;

Needles *needles_new (void);
void needles_free (Needles *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Needles, needles_free)

/* Pieces of these bytes, from all over them. */
void needles_add_bytes (Needles *self, const char *name, const void *bytes, gsize length);
/* The text as UTF-8, UTF-16 (both orders), hexadecimal, base64 (from each of three offsets) and JSON with escapes. */
void needles_add_text (Needles *self, const char *name, const char *text);
/* Names of needles and files, a line each; "" if nothing is there. transfer full */
char *needles_search (Needles *self, const char *folder);
