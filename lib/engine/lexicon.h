/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/*
 * A lexicon: the terms of all active packages, immutable once made, shared by reference count.
 *
 * A term is one meaning of a word or phrase in one or more languages; a form is one written shape of it. All
 * strings are valid UTF-8 and none is NULL; all string arrays end with NULL and may be empty. A term lives as
 * long as the lexicon that holds it.
 */

G_BEGIN_DECLS

typedef enum {
  DECANT_SENSE_SUBSTANCE, /* names something that is sold */
  DECANT_SENSE_ACTIVITY,  /* names a part of the trade: menu, dead drop, plug */
} DecantSenseKind;

typedef enum {
  DECANT_BOUNDARY_WORD,     /* stands between word boundaries; inflected endings by language */
  DECANT_BOUNDARY_EXACT,    /* as WORD, but never inflected, stretched or respelled (short codes: "3mmc") */
  DECANT_BOUNDARY_HASHTAG,  /* counts only in a hashtag, whole or as one of its parts */
  DECANT_BOUNDARY_EMOJI,    /* an emoji or a sequence of emoji */
  DECANT_BOUNDARY_UNSPACED, /* a script written without spaces: anywhere */
} DecantBoundary;

typedef struct {
  char *id;      /* unique in the lexicon: "en.cannabis.weed" */
  char *package; /* id of its package */
  char *concept; /* id in the controlled vocabulary: "cannabis", "delivery" */
  DecantSenseKind sense;
  char *gloss; /* what it means in the trade, one line, English */
  char **forms;
  char **languages; /* BCP 47; "mul" for any */
  char **innocent;  /* innocent senses, English: "soft drink" */
  guint8 ambiguity; /* 0 formal or unmistakable … 3 an everyday word */
  DecantBoundary boundary;
  char **sources; /* where the fact is public */
  char *status;   /* "verified" or "reported" */
  char *since;    /* "2026-11", or "" */
} DecantTerm;

DecantTerm *decant_term_new (void); /* transfer full; fill every field, then hand it to a lexicon */
void decant_term_free (DecantTerm *term);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantTerm, decant_term_free)

typedef struct _DecantLexicon DecantLexicon;

/* @terms: (element-type DecantTerm) (transfer full): array whose free function is decant_term_free.
 * @digest: 64 hexadecimal digits that name the packages' contents. */
DecantLexicon *decant_lexicon_new (GPtrArray *terms, const char *digest);
DecantLexicon *decant_lexicon_ref (DecantLexicon *self);
void decant_lexicon_unref (DecantLexicon *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantLexicon, decant_lexicon_unref)

guint decant_lexicon_get_n_terms (DecantLexicon *self);
const DecantTerm *decant_lexicon_get_term (DecantLexicon *self, guint position);
const DecantTerm *decant_lexicon_find (DecantLexicon *self, const char *id); /* nullable */
const char *decant_lexicon_get_digest (DecantLexicon *self);

G_END_DECLS
