/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/lexicon.h"

#define DIGEST "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

static DecantTerm *
make_term (const char *id)
{
  DecantTerm *term = decant_term_new ();
  static const char *none[] = { NULL };

  term->id = g_strdup (id);
  term->package = g_strdup ("test");
  term->concept = g_strdup ("cannabis");
  term->gloss = g_strdup ("");
  term->forms = g_strdupv ((char **) none);
  term->languages = g_strdupv ((char **) none);
  term->innocent = g_strdupv ((char **) none);
  term->sources = g_strdupv ((char **) none);
  term->status = g_strdup ("verified");
  term->since = g_strdup ("");
  return term;
}

static DecantLexicon *
make_lexicon (void)
{
  GPtrArray *terms = g_ptr_array_new_with_free_func ((GDestroyNotify) decant_term_free);

  g_ptr_array_add (terms, make_term ("en.one"));
  g_ptr_array_add (terms, make_term ("en.two"));
  return decant_lexicon_new (terms, DIGEST);
}

static void
test_keeps_terms_in_order (void)
{
  g_autoptr (DecantLexicon) lexicon = make_lexicon ();

  g_assert_cmpuint (decant_lexicon_get_n_terms (lexicon), ==, 2);
  g_assert_cmpstr (decant_lexicon_get_term (lexicon, 0)->id, ==, "en.one");
  g_assert_cmpstr (decant_lexicon_get_term (lexicon, 1)->id, ==, "en.two");
  g_assert_cmpstr (decant_lexicon_get_digest (lexicon), ==, DIGEST);
}

static void
test_finds_by_id (void)
{
  g_autoptr (DecantLexicon) lexicon = make_lexicon ();

  g_assert_true (decant_lexicon_find (lexicon, "en.two") == decant_lexicon_get_term (lexicon, 1));
  g_assert_null (decant_lexicon_find (lexicon, "en.three"));
}

static void
test_lives_until_the_last_reference (void)
{
  DecantLexicon *lexicon = make_lexicon ();
  DecantLexicon *other = decant_lexicon_ref (lexicon);

  decant_lexicon_unref (lexicon);
  g_assert_cmpstr (decant_lexicon_get_term (other, 0)->id, ==, "en.one");
  decant_lexicon_unref (other);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lexicon/order", test_keeps_terms_in_order);
  g_test_add_func ("/lexicon/find", test_finds_by_id);
  g_test_add_func ("/lexicon/references", test_lives_until_the_last_reference);
  return g_test_run ();
}
