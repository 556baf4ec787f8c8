/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/form-trie.h"

/*
 * Forms on their way into an index: folded and cut like text, whole, written as one word, and with the endings of
 * their languages.
 */

G_BEGIN_DECLS

/* Adds the form at @position of @term, which outlives both. One that is too long is left out. */
void decant_form_add (DecantWords *words, DecantFormTrie *trie, const DecantTerm *term, guint position);

G_END_DECLS
