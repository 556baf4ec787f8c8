/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/lexicon.h"

/* A lexicon of rows, for tests: all strings static, several forms or languages joined by |. */

typedef struct {
  const char *id, *languages, *forms;
  guint8 ambiguity;
  DecantBoundary boundary;
} SmallTerm;

static inline DecantTerm *
small_term_make (const SmallTerm *row)
{
  DecantTerm *term = decant_term_new ();

  term->id = g_strdup (row->id);
  term->package = g_strdup ("test");
  term->concept = g_strdup ("test");
  term->gloss = g_strdup ("");
  term->forms = g_strsplit (row->forms, "|", -1);
  term->languages = g_strsplit (row->languages, "|", -1);
  term->innocent = g_new0 (char *, 1);
  term->sources = g_new0 (char *, 1);
  term->status = g_strdup ("verified");
  term->since = g_strdup ("");
  term->ambiguity = row->ambiguity;
  term->boundary = row->boundary;
  return term;
}

static inline DecantLexicon *
small_lexicon_make (const SmallTerm *rows, guint n)
{
  GPtrArray *terms = g_ptr_array_new_with_free_func ((GDestroyNotify) decant_term_free);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (terms, small_term_make (&rows[i]));
  return decant_lexicon_new (terms, "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff");
}
