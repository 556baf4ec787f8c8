/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "packages/lint-private.h"

#include "engine/fold.h"
#include "engine/term-index.h"

#include <string.h>

/* --- clashes ---------------------------------------------------------------------------------------------------- */

static gboolean
have_common_language (const DecantTerm *a, const DecantTerm *b)
{
  const char *const *others = (const char *const *) b->languages;

  if (g_strv_contains ((const char *const *) a->languages, "mul") || g_strv_contains (others, "mul"))
    return TRUE;
  for (char **language = a->languages; *language != NULL; language++)
    if (g_strv_contains (others, *language))
      return TRUE;
  return FALSE;
}

/* A hashtag term is found where a word of the same form would mislead, so the two may stand side by side. */
static gboolean
stand_apart (const DecantTerm *a, const DecantTerm *b)
{
  return (a->boundary == DECANT_BOUNDARY_HASHTAG) != (b->boundary == DECANT_BOUNDARY_HASHTAG);
}

static void
check_same_concept (GPtrArray *findings, const DecantTerm *term, const char *form, const DecantTerm *other)
{
  if (g_str_equal (term->package, other->package) || have_common_language (term, other))
    decant_lint_add (findings, DECANT_LINT_DUPLICATE_FORM, term->package, term->id, form,
                     "expected one term for this form and concept, saw another in %s: %s", other->package, other->id);
  else
    decant_lint_add (findings, DECANT_LINT_SHARED_FORM, term->package, term->id, form,
                     "expected one term in decant-international with the languages of both, saw another in %s: %s",
                     other->package, other->id);
}

/* At 3 neither meaning is claimed, and below it the likelier one is to be told from the other. */
static void
check_two_concepts (GPtrArray *findings, const DecantTerm *term, const char *form, const DecantTerm *other)
{
  gboolean alike = term->ambiguity == other->ambiguity && term->ambiguity < 3;

  if (!g_str_equal (term->package, other->package) || !have_common_language (term, other))
    return;
  if (alike || term->innocent[0] == NULL || other->innocent[0] == NULL)
    decant_lint_add (findings, DECANT_LINT_TWO_MEANINGS, term->package, term->id, form,
                     "expected two ambiguities and innocent senses beside %s, saw %u and %u%s", other->id,
                     term->ambiguity, other->ambiguity, alike ? "" : ", one without a sense");
}

static void
check_pair (GPtrArray *findings, const DecantTerm *term, const char *form, const DecantTerm *other)
{
  if (term == other || stand_apart (term, other))
    return;
  if (g_str_equal (term->concept, other->concept))
    check_same_concept (findings, term, form, other);
  else
    check_two_concepts (findings, term, form, other);
}

/* @shapes: key of a form → the terms before that have it. */
static void
check_form (GPtrArray *findings, GHashTable *shapes, const DecantTerm *term, const char *form)
{
  g_autofree char *key = decant_lint_key (form);
  GPtrArray *terms = g_hash_table_lookup (shapes, key);

  if (terms == NULL)
    g_hash_table_insert (shapes, g_steal_pointer (&key), terms = g_ptr_array_new ());
  for (guint i = 0; i < terms->len; i++)
    check_pair (findings, term, form, g_ptr_array_index (terms, i));
  if (terms->len == 0 || g_ptr_array_index (terms, terms->len - 1) != term)
    g_ptr_array_add (terms, (gpointer) term);
}

void
decant_lint_clashes (GPtrArray *findings, GPtrArray *packages)
{
  g_autoptr (GHashTable) shapes
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);

  for (guint i = 0; i < packages->len; i++)
    {
      DecantPackage *package = g_ptr_array_index (packages, i);
      for (guint j = 0; j < decant_package_get_n_terms (package); j++)
        {
          const DecantTerm *term = decant_package_get_term (package, j);
          for (char **form = term->forms; *form != NULL; form++)
            check_form (findings, shapes, term, *form);
        }
    }
}

/* --- reach ------------------------------------------------------------------------------------------------------ */

/* The form alone on a line: if it is not found there, it is found nowhere. */
static gboolean
is_found (DecantTermIndex *index, const DecantTerm *term, const char *form)
{
  const char *before = term->boundary == DECANT_BOUNDARY_HASHTAG ? "\n#" : "\n";
  g_autofree char *text = g_strconcat (before, form, "\n", NULL);
  gsize end = strlen (before) + strlen (form);
  g_autoptr (DecantArena) arena = decant_arena_new ();
  DecantFolded folded;
  const DecantHit *hits;
  guint n;

  decant_fold (arena, text, strlen (text), &folded);
  n = decant_term_index_match (index, arena, &folded, term->languages[0], &hits);
  for (guint i = 0; i < n; i++)
    if (g_str_equal (hits[i].term->id, term->id) && hits[i].span.start <= strlen (before) && hits[i].span.end == end)
      return TRUE;
  return FALSE;
}

/* Among all packages, since a longer or an earlier form of another may take the place. */
void
decant_lint_reach (GPtrArray *findings, DecantLexicon *lexicon)
{
  g_autoptr (DecantTermIndex) index = decant_term_index_new (lexicon);

  for (guint i = 0; i < decant_lexicon_get_n_terms (lexicon); i++)
    {
      const DecantTerm *term = decant_lexicon_get_term (lexicon, i);
      for (char **form = term->forms; *form != NULL; form++)
        if (!is_found (index, term, *form))
          decant_lint_add (findings, DECANT_LINT_UNREACHABLE, term->package, term->id, *form,
                           "expected the index to find the form, saw no hit on a line of its own");
    }
}
