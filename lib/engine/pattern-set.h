/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/pattern.h"

/*
 * Patterns that read a text together. The text is walked once: the next two bytes tell which patterns may begin here;
 * where a number begins, what stands behind it (digits and signs passed over) tells which of them may go on: of
 * \d{1,5} ?(?:grams?|oz|…) and its like only those that know the unit. Only these are tried, and only here.
 */

G_BEGIN_DECLS

#define DECANT_MAX_PATTERNS 64

typedef struct _DecantPatternSet DecantPatternSet;

DecantPatternSet *decant_pattern_set_new (void);
void decant_pattern_set_free (DecantPatternSet *self);

/* Takes @pattern, if it is not full. Patterns count from 0. */
gboolean decant_pattern_set_add (DecantPatternSet *self, DecantPattern *pattern);

/* A match of pattern number @pattern, not empty. Returns whether more of this pattern are wanted. */
typedef gboolean (*DecantPatternFound) (gpointer data, guint pattern, gsize start, gsize end);

/* Finds the matches of the patterns whose bits are set in @wanted: of each pattern from left to right, the next from
 * the end of the last on, up to an empty one. */
void decant_pattern_set_search (const DecantPatternSet *self,
                                const DecantFolded *folded,
                                guint64 wanted,
                                DecantPatternFound found,
                                gpointer data);

G_END_DECLS
