/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/scanner.h"

#include <string.h>

/* One small lexicon with the shipped signals and model. */
static const struct {
  const char *id, *concept, *form, *innocent;
  DecantSenseKind sense;
  guint8 ambiguity;
  const char *more_languages; /* nullable; with spaces between */
} terms[] = {
  { "en.cocaine.cocaine", "cocaine", "cocaine", NULL, DECANT_SENSE_SUBSTANCE, 0 },
  { "en.cocaine.coke", "cocaine", "coke", "soft drink", DECANT_SENSE_SUBSTANCE, 2 },
  { "en.ketamine.ketamine", "ketamine", "ketamine", NULL, DECANT_SENSE_SUBSTANCE, 0 },
  { "en.cannabis.weed", "cannabis", "weed", "garden plant", DECANT_SENSE_SUBSTANCE, 1 },
  { "en.dealer.plug", "dealer", "plug", "socket", DECANT_SENSE_ACTIVITY, 3 },
  { "mul.cannabis.zimbel", "cannabis", "zimbel", NULL, DECANT_SENSE_SUBSTANCE, 0, "de pl" },
};

static char **
strings (const char *one)
{
  return g_strdupv ((char *[]){ (char *) one, NULL });
}

static char **
languages (const char *more)
{
  g_autofree char *all = g_strconcat ("en", more != NULL ? " " : NULL, more, NULL);

  return g_strsplit (all, " ", -1);
}

static DecantLexicon *
make_lexicon (void)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) decant_term_free);

  for (guint i = 0; i < G_N_ELEMENTS (terms); i++)
    {
      DecantTerm *term = decant_term_new ();
      term->id = g_strdup (terms[i].id);
      term->package = g_strdup ("test");
      term->concept = g_strdup (terms[i].concept);
      term->sense = terms[i].sense;
      term->gloss = g_strdup ("");
      term->forms = strings (terms[i].form);
      term->languages = languages (terms[i].more_languages);
      term->innocent = strings (terms[i].innocent);
      term->ambiguity = terms[i].ambiguity;
      term->sources = strings ("test");
      term->status = g_strdup ("verified");
      term->since = g_strdup ("");
      g_ptr_array_add (all, term);
    }
  return decant_lexicon_new (all, "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff");
}

static GBytes *
read_file (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (g_getenv ("DECANT_DATA_DIR"), folder, name, NULL);
  g_autoptr (GError) error = NULL;
  char *text;
  gsize length;

  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (text, length);
}

static DecantSignalSet *
make_signals (void)
{
  static const char *const files[] = { "availability", "contact", "dampers", "delivery", "goods",   "ladder", "offer",
                                       "payment",      "price",   "quality", "quantity", "recruitment", "request", "talk" };
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GError) error = NULL;
  DecantSignalSet *set;

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *name = g_strconcat (files[i], ".json", NULL);
      g_ptr_array_add (all, read_file ("signals", name));
    }
  set = decant_signal_set_new (all, &error);
  g_assert_no_error (error);
  return set;
}

static DecantScanner *
make_scanner (void)
{
  g_autoptr (DecantLexicon) lexicon = make_lexicon ();
  g_autoptr (DecantSignalSet) signals = make_signals ();
  g_autoptr (GBytes) json = read_file ("models", "sales.json");
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantModel) model = decant_model_new (json, &error);

  g_assert_no_error (error);
  return decant_scanner_new (lexicon, signals, model);
}

static void
assert_adds_up (const DecantAssessment *assessment)
{
  gint32 sum = 0;

  g_assert_cmpstr (assessment->reasons[0].feature, ==, "bias");
  for (guint i = 0; i < assessment->n_reasons; i++)
    sum += assessment->reasons[i].weight;
  for (guint i = 2; i < assessment->n_reasons; i++)
    g_assert_cmpint (ABS (assessment->reasons[i - 1].weight), >=, ABS (assessment->reasons[i].weight));
  g_assert_cmpint (sum, ==, assessment->logit);
}

static DecantAssessment *
scan (DecantScanner *scanner, const char *text)
{
  DecantAssessment *assessment = decant_scanner_scan (scanner, text, strlen (text), "en");

  assert_adds_up (assessment);
  return assessment;
}

static void
test_orders_texts (void)
{
  static const char *const rising[] = {
    "they talked about cocaine at lunch",
    "cocaine for sale",
    "cocaine 5g for sale, best quality",
    "cocaine 1g 60€, 3g 150€, free delivery, telegram @example_handle",
  };
  g_autoptr (DecantScanner) scanner = make_scanner ();
  double below = -1;

  for (guint i = 0; i < G_N_ELEMENTS (rising); i++)
    {
      g_autoptr (DecantAssessment) assessment = scan (scanner, rising[i]);
      g_assert_cmpfloat (assessment->score, >, below);
      below = assessment->score;
      if (i == 0)
        g_assert_cmpint (assessment->band, ==, DECANT_BAND_NONE);
      if (i == G_N_ELEMENTS (rising) - 1)
        g_assert_cmpint (assessment->band, ==, DECANT_BAND_STRONG);
    }
}

static void
test_keeps_menu_with_contact_through_dampers (void)
{
  g_autoptr (DecantScanner) scanner = make_scanner ();
  g_autoptr (DecantAssessment) plain
      = scan (scanner, "cocaine 1g 60€, 3g 150€ telegram @example_handle");
  g_autoptr (DecantAssessment) damped
      = scan (scanner, "police court arrested cocaine 1g 60€, 3g 150€ telegram @example_handle");

  g_assert_cmpint (plain->band, ==, DECANT_BAND_STRONG);
  g_assert_cmpint (damped->band, ==, DECANT_BAND_STRONG);
  for (guint i = 1; i < damped->n_reasons; i++)
    g_assert_false (g_str_has_prefix (damped->reasons[i].feature, "damper.")
                    || (g_str_equal (damped->reasons[i].feature, DECANT_REASON_WORDING) && damped->reasons[i].weight < 0));
}

static void
test_names_the_innocent_reading (void)
{
  g_autoptr (DecantScanner) scanner = make_scanner ();
  g_autoptr (DecantAssessment) assessment = scan (scanner, "a cold coke please");
  gboolean named = FALSE;

  for (guint i = 0; i < assessment->n_reasons; i++)
    if (g_str_equal (assessment->reasons[i].feature, "hit.substance.2"))
      {
        g_assert_cmpstr (assessment->reasons[i].innocent, ==, "soft drink");
        g_assert_cmpuint (assessment->reasons[i].span.start, ==, 7);
        g_assert_cmpuint (assessment->reasons[i].span.end, ==, 11);
        named = TRUE;
      }
  g_assert_true (named);
}

/* An ending counts in the language that has it, not in all of the term's. */
static void
test_keeps_endings_to_their_languages (void)
{
  static const struct {
    const char *text, *language;
    gboolean counts;
  } rows[] = {
    { "zimbel", "en", TRUE },    { "zimbel", "fr", TRUE },    { "zimbels", "en", TRUE }, { "zimbels", "de", TRUE },
    { "zimbeln", "de", TRUE },   { "zimbeln", "en", FALSE },  { "zimbeln", "", TRUE },   { "zimbelow", "pl", TRUE },
    { "zimbelow", "de", FALSE }, { "zimbelow", "en-GB", FALSE }, { "zimbels", "en-GB", TRUE },
  };
  g_autoptr (DecantScanner) scanner = make_scanner ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (DecantAssessment) assessment
          = decant_scanner_scan (scanner, rows[i].text, strlen (rows[i].text), rows[i].language);
      gboolean counts = FALSE;
      g_assert_cmpuint (assessment->n_hits, ==, 1);
      for (guint r = 0; r < assessment->n_reasons; r++)
        counts |= g_str_has_prefix (assessment->reasons[r].feature, "hit.substance.");
      if (counts != rows[i].counts)
        g_error ("“%s” in “%s”: expected %s reason", rows[i].text, rows[i].language, rows[i].counts ? "a" : "no");
    }
}

static void
test_digest_names_all_parts (void)
{
  g_autoptr (DecantScanner) one = make_scanner ();
  g_autoptr (DecantScanner) other = make_scanner ();

  g_assert_cmpuint (strlen (decant_scanner_get_digest (one)), ==, 64);
  g_assert_cmpstr (decant_scanner_get_digest (one), ==, decant_scanner_get_digest (other));
}

/* A mebibyte of what makes careless patterns slow. A scan that were not linear would not end within the test's time. */
static void
test_bounds_hostile_texts (void)
{
  static const char *const units[] = { "a", "1 ", "@", ".", "€", "1", "+1 ", "t.me/", "http://", "telegram: ", "1g 10€ ",
                                       "\n1g\n", "#weed", "c*", "05", "é", "中", "😀", "1a", "a.", "half ", "x1" };
  g_autoptr (DecantScanner) scanner = make_scanner ();

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    {
      g_autoptr (GString) text = g_string_sized_new (1 << 20);
      while (text->len + strlen (units[i]) <= 1 << 20)
        g_string_append (text, units[i]);
      g_autoptr (DecantAssessment) assessment = scan (scanner, text->str);
      g_assert_cmpuint (assessment->n_identifiers, <=, 64);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scanner/orders-texts", test_orders_texts);
  g_test_add_func ("/scanner/dampers-and-menus", test_keeps_menu_with_contact_through_dampers);
  g_test_add_func ("/scanner/innocent-reading", test_names_the_innocent_reading);
  g_test_add_func ("/scanner/endings", test_keeps_endings_to_their_languages);
  g_test_add_func ("/scanner/digest", test_digest_names_all_parts);
  g_test_add_func ("/scanner/hostile", test_bounds_hostile_texts);
  return g_test_run ();
}
