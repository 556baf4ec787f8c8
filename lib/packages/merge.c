/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several packages as one lexicon. */
#include "packages/package.h"

#include <string.h>

static DecantTerm *
copy_term (const DecantTerm *term)
{
  DecantTerm *copy = decant_term_new ();

  copy->id = g_strdup (term->id);
  copy->package = g_strdup (term->package);
  copy->concept = g_strdup (term->concept);
  copy->sense = term->sense;
  copy->gloss = g_strdup (term->gloss);
  copy->forms = g_strdupv (term->forms);
  copy->languages = g_strdupv (term->languages);
  copy->innocent = g_strdupv (term->innocent);
  copy->ambiguity = term->ambiguity;
  copy->boundary = term->boundary;
  copy->sources = g_strdupv (term->sources);
  copy->status = g_strdup (term->status);
  copy->since = g_strdup (term->since);
  return copy;
}

static int
compare_packages (gconstpointer a, gconstpointer b)
{
  return strcmp (decant_package_get_id (*(DecantPackage *const *) a),
                 decant_package_get_id (*(DecantPackage *const *) b));
}

static GPtrArray *
sorted_by_id (GPtrArray *packages)
{
  GPtrArray *sorted = g_ptr_array_copy (packages, NULL, NULL); /* borrows: @packages outlives it */

  g_ptr_array_set_free_func (sorted, NULL);
  g_ptr_array_sort (sorted, compare_packages);
  return sorted;
}

/* @owners: term id → the term that has it. */
static gboolean
add_terms (GPtrArray *terms, GHashTable *owners, DecantPackage *package, GError **error)
{
  for (guint i = 0; i < decant_package_get_n_terms (package); i++)
    {
      DecantTerm *copy = copy_term (decant_package_get_term (package, i));
      const DecantTerm *other = g_hash_table_lookup (owners, copy->id);

      g_ptr_array_add (terms, copy);
      if (other != NULL)
        {
          g_set_error (error, DECANT_PACKAGE_ERROR, DECANT_PACKAGE_ERROR_CLASH,
                       "expected each term in one package, saw “%s” in “%s” and in “%s”: rename it in one of them",
                       copy->id, other->package, copy->package);
          return FALSE;
        }
      g_hash_table_insert (owners, copy->id, copy);
    }
  return TRUE;
}

static gboolean
check_ids_differ (DecantPackage *a, DecantPackage *b, GError **error)
{
  if (compare_packages (&a, &b) != 0)
    return TRUE;
  g_set_error (error, DECANT_PACKAGE_ERROR, DECANT_PACKAGE_ERROR_CLASH,
               "expected packages of different ids, saw “%s” twice: rename or remove one of them",
               decant_package_get_id (a));
  return FALSE;
}

DecantLexicon *
decant_packages_merge (GPtrArray *packages, GError **error)
{
  g_autoptr (GPtrArray) sorted = sorted_by_id (packages);
  g_autoptr (GPtrArray) terms = g_ptr_array_new_with_free_func ((GDestroyNotify) decant_term_free);
  g_autoptr (GHashTable) owners = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  for (guint i = 0; i < sorted->len; i++)
    {
      DecantPackage *package = g_ptr_array_index (sorted, i);
      if (i > 0 && !check_ids_differ (g_ptr_array_index (sorted, i - 1), package, error))
        return NULL;
      if (!add_terms (terms, owners, package, error))
        return NULL;
      g_checksum_update (checksum, (const guchar *) decant_package_get_digest (package), -1);
    }
  return decant_lexicon_new (g_steal_pointer (&terms), g_checksum_get_string (checksum));
}
