/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/shape.h"

/*
 * Layout: signals that lie in how a text is set, not in its words. Kind "layout", rules
 *
 *   layout.menu      three or more short lines near each other, each with a word and a number
 *   layout.bullets   three or more lines that begin with an emoji
 *   layout.emoji     four or more emoji, more than one for six words
 *   layout.hashtags  five or more hashtags, two or more of which hold a hit
 */

G_BEGIN_DECLS

#define DECANT_MAX_LAYOUT_SIGNALS 4

/* @out: room for DECANT_MAX_LAYOUT_SIGNALS. Returns how many were found. */
guint decant_layout_find (const DecantFolded *folded, const DecantShape *shape, const DecantHit *hits, guint n_hits,
                          DecantSignal *out);

G_END_DECLS
