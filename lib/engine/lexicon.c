/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/lexicon.h"

struct _DecantLexicon {
  gatomicrefcount references;
  GPtrArray *terms;  /* of DecantTerm, owned */
  GHashTable *by_id; /* id -> DecantTerm, both owned by terms */
  char *digest;
};

DecantTerm *
decant_term_new (void)
{
  return g_new0 (DecantTerm, 1);
}

void
decant_term_free (DecantTerm *term)
{
  if (term == NULL)
    return;
  g_free (term->id);
  g_free (term->package);
  g_free (term->concept);
  g_free (term->gloss);
  g_strfreev (term->forms);
  g_strfreev (term->languages);
  g_strfreev (term->innocent);
  g_strfreev (term->sources);
  g_free (term->status);
  g_free (term->since);
  g_free (term);
}

static void
assert_complete (const DecantTerm *term)
{
  g_assert (term->id != NULL && term->package != NULL && term->concept != NULL && term->gloss != NULL);
  g_assert (term->forms != NULL && term->languages != NULL && term->innocent != NULL && term->sources != NULL);
  g_assert (term->status != NULL && term->since != NULL && term->ambiguity <= 3);
}

DecantLexicon *
decant_lexicon_new (GPtrArray *terms, const char *digest)
{
  DecantLexicon *self = g_new0 (DecantLexicon, 1);

  g_atomic_ref_count_init (&self->references);
  self->terms = terms;
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->digest = g_strdup (digest);
  for (guint i = 0; i < terms->len; i++)
    {
      DecantTerm *term = g_ptr_array_index (terms, i);
      assert_complete (term);
      g_hash_table_insert (self->by_id, term->id, term);
    }
  return self;
}

DecantLexicon *
decant_lexicon_ref (DecantLexicon *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
decant_lexicon_unref (DecantLexicon *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->references))
    return;
  g_hash_table_unref (self->by_id);
  g_ptr_array_unref (self->terms);
  g_free (self->digest);
  g_free (self);
}

guint
decant_lexicon_get_n_terms (DecantLexicon *self)
{
  return self->terms->len;
}

const DecantTerm *
decant_lexicon_get_term (DecantLexicon *self, guint position)
{
  g_assert (position < self->terms->len);
  return g_ptr_array_index (self->terms, position);
}

const DecantTerm *
decant_lexicon_find (DecantLexicon *self, const char *id)
{
  return g_hash_table_lookup (self->by_id, id);
}

const char *
decant_lexicon_get_digest (DecantLexicon *self)
{
  return self->digest;
}
