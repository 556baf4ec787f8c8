/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/fold.h"

/*
 * The term index: all forms of a lexicon in one structure over folded text (design: docs/ENGINE.md). Immutable.
 */

G_BEGIN_DECLS

typedef struct _DecantTermIndex DecantTermIndex;

DecantTermIndex *decant_term_index_new (DecantLexicon *lexicon); /* references @lexicon */
void decant_term_index_free (DecantTermIndex *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantTermIndex, decant_term_index_free)

/* Finds all hits of @folded in every reading, leftmost-longest, spans in source bytes, ordered by start then end. When
 * one form belongs to several terms each is a hit; @language only orders them (terms of that language first).
 * @hits: (out): array owned by @arena. Returns their number. */
guint decant_term_index_match (DecantTermIndex *self,
                               DecantArena *arena,
                               const DecantFolded *folded,
                               const char *language,
                               const DecantHit **hits);

G_END_DECLS
