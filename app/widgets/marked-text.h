/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/models/assessment-view.h"

/* The text of a post, read-only, with its marks: each kind has a colour and an underline of its own; the pointer
 * over a mark shows its meaning. */

G_BEGIN_DECLS

#define DECANT_TYPE_MARKED_TEXT (decant_marked_text_get_type ())
G_DECLARE_FINAL_TYPE (DecantMarkedText, decant_marked_text, DECANT, MARKED_TEXT, GtkTextView)

/* @marks: (element-type DecantMark): spans are bytes of @text. Referenced until the next call. */
void decant_marked_text_set (DecantMarkedText *self, const char *text, GPtrArray *marks);

G_END_DECLS
