/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every shipped package keeps, read from data/packages as the library reads it. */
#include "engine/fold.h"
#include "engine/term-index.h"
#include "packages/package.h"

#include <string.h>

#define LEAST_FORMS 500
#define LEAST_LANGUAGES 8

static DecantVocabulary *vocabulary;
static GPtrArray *packages; /* of DecantPackage */

static GBytes *
read_data (const char *name)
{
  g_autofree char *path = g_build_filename (g_getenv ("DECANT_DATA_DIR"), "packages", name, NULL);
  char *text;
  gsize length;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (text, length);
}

static void
load (void)
{
  g_autofree char *folder = g_build_filename (g_getenv ("DECANT_DATA_DIR"), "packages", NULL);
  g_autoptr (GBytes) words = read_data ("vocabulary.json");
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  const char *name;

  g_assert_no_error (error);
  vocabulary = decant_vocabulary_new (words, &error);
  g_assert_no_error (error);
  packages = g_ptr_array_new_with_free_func ((GDestroyNotify)decant_package_unref);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".json") && !g_str_equal (name, "vocabulary.json"))
      {
        g_autoptr (GBytes) json = read_data (name);
        DecantPackage *package = decant_package_parse (json, vocabulary, &error);
        if (package == NULL)
          g_error ("%s: %s", name, error->message);
        g_ptr_array_add (packages, package);
      }
}

typedef void (*TermFunc) (const DecantTerm *term, gpointer data);

static void
for_each_term (TermFunc function, gpointer data)
{
  for (guint i = 0; i < packages->len; i++)
    {
      DecantPackage *package = g_ptr_array_index (packages, i);
      for (guint j = 0; j < decant_package_get_n_terms (package); j++)
        function (decant_package_get_term (package, j), data);
    }
}

static void
collect_languages (const DecantTerm *term, gpointer data)
{
  for (guint i = 0; term->languages[i] != NULL; i++)
    if (!g_str_equal (term->languages[i], "mul"))
      g_hash_table_add (data, term->languages[i]);
}

static void
test_counts (void)
{
  g_autoptr (GHashTable) languages = g_hash_table_new (g_str_hash, g_str_equal);
  guint n_forms = 0;

  for (guint i = 0; i < packages->len; i++)
    n_forms += decant_package_get_n_forms (g_ptr_array_index (packages, i));
  for_each_term (collect_languages, languages);
  g_test_message ("%u forms, %u languages", n_forms, g_hash_table_size (languages));
  g_assert_cmpuint (n_forms, >=, LEAST_FORMS);
  g_assert_cmpuint (g_hash_table_size (languages), >=, LEAST_LANGUAGES);
}

static void
check_sources (const DecantTerm *term, gpointer data)
{
  for (guint i = 0; term->sources[i] != NULL; i++)
    if (strlen (term->sources[i]) < 8
        || (g_str_equal (term->status, "verified") && strstr (term->sources[i], "general knowledge") != NULL))
      g_error ("%s: expected a source that can be looked up, saw “%s”", term->id, term->sources[i]);
}

static void
check_innocent (const DecantTerm *term, gpointer data)
{
  if (term->ambiguity >= 2 && term->innocent[0] == NULL)
    g_error ("%s: expected an innocent sense for ambiguity %u, saw none", term->id, term->ambiguity);
}

static char *
fold (const char *text)
{
  g_autoptr (DecantArena) arena = decant_arena_new ();
  DecantFolded folded;

  decant_fold (arena, text, strlen (text), &folded);
  return g_strndup (folded.text, folded.length);
}

/* One meaning of one written shape is one term, whatever its accents: else one span makes two hits that say the same.
 */
static void
check_forms (const DecantTerm *term, gpointer data)
{
  for (guint i = 0; term->forms[i] != NULL; i++)
    {
      g_autofree char *folded = fold (term->forms[i]);
      g_autofree char *key = g_strconcat (term->package, " ", term->concept, " ", folded, NULL);
      const char *other = g_hash_table_lookup (data, key);

      if (*folded == '\0')
        g_error ("%s: expected a form with letters, saw “%s”", term->id, term->forms[i]);
      if (other != NULL && !g_str_equal (other, term->id))
        g_error ("%s: expected each form once per concept, saw “%s” also in %s", term->id, term->forms[i], other);
      g_hash_table_insert (data, g_steal_pointer (&key), term->id);
    }
}

static void
check_boundary (const DecantTerm *term, gpointer data)
{
  if (term->boundary == DECANT_BOUNDARY_EMOJI && term->ambiguity < 3)
    g_error ("%s: expected ambiguity 3 for an emoji, saw %u", term->id, term->ambiguity);
}

static void
test_every_term (void)
{
  g_autoptr (GHashTable) forms = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for_each_term (check_sources, NULL);
  for_each_term (check_innocent, NULL);
  for_each_term (check_boundary, NULL);
  for_each_term (check_forms, forms);
}

static void
test_ids_are_sorted (void)
{
  for (guint i = 0; i < packages->len; i++)
    {
      DecantPackage *package = g_ptr_array_index (packages, i);
      for (guint j = 1; j < decant_package_get_n_terms (package); j++)
        g_assert_cmpstr (decant_package_get_term (package, j - 1)->id, <, decant_package_get_term (package, j)->id);
    }
}

static void
test_labels (void)
{
  const char *const *concepts = decant_vocabulary_get_concepts (vocabulary);
  static const char *const languages[] = { "en", "de", "fr", "es", "it", "nl", "pl", "pt", "ru" };

  for (guint i = 0; concepts[i] != NULL; i++)
    for (guint j = 0; j < G_N_ELEMENTS (languages); j++)
      if (!decant_vocabulary_has_label (vocabulary, concepts[i], languages[j]))
        g_error ("%s: expected a label in “%s”, saw none", concepts[i], languages[j]);
}

static DecantLexicon *
merge_all (void)
{
  g_autoptr (GError) error = NULL;
  DecantLexicon *lexicon = decant_packages_merge (packages, &error);

  g_assert_no_error (error);
  return lexicon;
}

static gboolean
is_found (DecantTermIndex *index, const DecantTerm *term, const char *form)
{
  gboolean is_hashtag = term->boundary == DECANT_BOUNDARY_HASHTAG;
  g_autofree char *text = g_strconcat (is_hashtag ? "#" : "", form, NULL);
  g_autoptr (DecantArena) arena = decant_arena_new ();
  DecantFolded folded;
  const DecantHit *hits;
  guint n;

  decant_fold (arena, text, strlen (text), &folded);
  n = decant_term_index_match (index, arena, &folded, term->languages[0], &hits);
  for (guint i = 0; i < n; i++)
    if (g_str_equal (hits[i].term->id, term->id) && hits[i].span.start <= (gsize)is_hashtag
        && hits[i].span.end == strlen (text))
      return TRUE;
  return FALSE;
}

/* A form that the index cannot find, alone in a text, is dead data. */
static void
test_every_form_is_found (void)
{
  g_autoptr (DecantLexicon) lexicon = merge_all ();
  g_autoptr (DecantTermIndex) index = decant_term_index_new (lexicon);

  for (guint i = 0; i < decant_lexicon_get_n_terms (lexicon); i++)
    {
      const DecantTerm *term = decant_lexicon_get_term (lexicon, i);
      for (guint j = 0; term->forms[j] != NULL; j++)
        if (!is_found (index, term, term->forms[j]))
          g_error ("%s: expected the index to find “%s”, saw no hit", term->id, term->forms[j]);
    }
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  load ();
  g_test_add_func ("/packages/shipped/counts", test_counts);
  g_test_add_func ("/packages/shipped/every-term", test_every_term);
  g_test_add_func ("/packages/shipped/ids-are-sorted", test_ids_are_sorted);
  g_test_add_func ("/packages/shipped/labels", test_labels);
  g_test_add_func ("/packages/shipped/every-form-is-found", test_every_form_is_found);
  result = g_test_run ();
  g_ptr_array_unref (packages);
  decant_vocabulary_unref (vocabulary);
  return result;
}
