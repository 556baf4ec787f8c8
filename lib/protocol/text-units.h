/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/*
 * Text units: offsets of one text, between bytes of UTF-8 (the engine) and UTF-16 code units (the wire and the DOM).
 *
 * Made once for a text in one pass, then asked in any order: an answer looks at 128 bytes at most. A text of ASCII alone
 * costs the pass and nothing else.
 */

G_BEGIN_DECLS

typedef struct _DecantTextUnits DecantTextUnits;

/* @text: @length bytes of valid UTF-8 (NUL allowed), which must outlive the result. */
DecantTextUnits *decant_text_units_new (const char *text, gsize length);
void decant_text_units_free (DecantTextUnits *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantTextUnits, decant_text_units_free)

/* UTF-16 units of the whole text. */
gsize decant_text_units_get_length (DecantTextUnits *self);

/* Units before byte @byte, which is at most the text's length. Inside a character: the units up to its end. */
gsize decant_text_units_from_byte (DecantTextUnits *self, gsize byte);

/* The byte at which unit @unit starts, which is at most the text's length in units. Inside a surrogate pair: the start
 * of its character. */
gsize decant_text_units_to_byte (DecantTextUnits *self, gsize unit);

/* Units of @length bytes of UTF-8, without making a table. */
gsize decant_text_units_count (const char *text, gsize length);

G_END_DECLS
