/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/*
 * The words of all forms: a set of strings, each with a number from 1 on. Looking up what is not there is the
 * engine's most frequent act, so the table is flat and at most half full.
 */

G_BEGIN_DECLS

typedef enum {
  DECANT_WORD_FORM = 1 << 0,  /* a form by itself, not only a part of one */
  DECANT_WORD_CLEAR = 1 << 1, /* of a term with ambiguity 0 or 1 */
  DECANT_WORD_LIKELY = 1 << 3, /* of a term with ambiguity 0 to 2 */
  DECANT_WORD_BASE = 1 << 2,  /* as a term has it, not inflected */
  DECANT_WORD_SPELT = 1 << 4, /* long enough, for several words written as one, that a misspelling of it is no chance */
} DecantWordTraits;

typedef struct _DecantWords DecantWords;

DecantWords *decant_words_new (void);
void decant_words_free (DecantWords *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantWords, decant_words_free)

guint32 decant_words_add (DecantWords *self, const char *text, gsize length);        /* at most 255 bytes */
guint32 decant_words_find (const DecantWords *self, const char *text, gsize length); /* 0: not there */
guint32 decant_words_get_n (const DecantWords *self);
/* Traits of @word, DecantWordTraits. */
void decant_words_mark (DecantWords *self, guint32 word, guint8 traits);
guint8 decant_words_get_traits (const DecantWords *self, guint32 word);
/* The bytes of @word; not NUL-terminated. */
const char *decant_words_get (const DecantWords *self, guint32 word, gsize *length);

G_END_DECLS
