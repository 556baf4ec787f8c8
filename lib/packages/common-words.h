/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/*
 * The most frequent words of many languages (data/packages/common-words.txt), for those who check a lexicon: the engine
 * does not read them. Immutable.
 *
 * The text: UTF-8, one language a line: tag, TAB, words with one space between, most frequent first. Lines that begin
 * with "#" and empty lines are skipped.
 */

G_BEGIN_DECLS

typedef struct _DecantCommonWords DecantCommonWords;

/* Returns: (transfer full) or NULL with @error (DECANT_PACKAGE_ERROR_SYNTAX), which names the line. */
DecantCommonWords *decant_common_words_new (GBytes *text, GError **error);
void decant_common_words_free (DecantCommonWords *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantCommonWords, decant_common_words_free)

/* The languages in which the folded word @folded is common ("de, nl"), or NULL. transfer none */
const char *decant_common_words_find (const DecantCommonWords *self, const char *folded);
/* Whether the folded word @folded is common in @language. */
gboolean decant_common_words_has (const DecantCommonWords *self, const char *folded, const char *language);
/* The most frequent word of a language without spaces (ja, ko, zh) that has @folded inside it, or NULL. transfer none
 */
const char *decant_common_words_find_around (const DecantCommonWords *self, const char *folded);

guint decant_common_words_get_n_languages (const DecantCommonWords *self);
const char *decant_common_words_get_language (const DecantCommonWords *self, guint position);
/* As written, most frequent first; NULL-terminated, transfer none. */
const char *const *decant_common_words_get_words (const DecantCommonWords *self, guint position);

G_END_DECLS
