/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/*
 * Inflected endings by language, and Arabic prefixes, so that a lexicon need not list them. Rules over-generate: a form that nobody writes
 * costs a few bytes and is never met.
 */

G_BEGIN_DECLS

typedef void (*DecantInflected) (const char *text, gsize length, gpointer data);

/* Calls @inflected for each inflected shape of @word, folded, in @language (BCP 47; others than listed have none). */
void decant_inflect (const char *word, gsize length, const char *language, DecantInflected inflected, gpointer data);

G_END_DECLS
