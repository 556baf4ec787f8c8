/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "native-host/marked-text.h"
#include "sample.h"

#include <string.h>

static void
test_page (void)
{
  g_autofree char *page = decant_marked_text (&sample, sample_text, strlen (sample_text), FALSE);

  g_assert_cmpstr (page, ==,
    "suspect, score 0.5498\n\n"
    "  😀 [snow] [20€] [@example_shop]\n"
    "\nTerms\n  snow: test (en.test.snow), read plain, ambiguity 3 of 3; or innocently: weather\n"
    "\nSignals\n  20€: price (price.symbol-after)\n"
    "\nIdentifiers\n  telegram: example_shop\n"
    "\nReasons, in log-odds; their sum gives the score\n"
    "    -4.000  bias\n    +2.500  hit.substance.3: snow (or innocently: weather)\n    +1.000  signal.price: 20€\n    +0.700  identifier.telegram: @example_shop\n");
}

/* A post must not steer the terminal on which it is shown. */
static void
test_control_characters (void)
{
  const char *text = "a\x1b[31mb\r\xe2\x80\xae" "c\x07\xc2\x9b" "d\ttab\nline\n";
  const DecantReason bias = { "bias", 0, FALSE, { 0, 0 }, NULL };
  const DecantAssessment none = { 0.5, 0, DECANT_BAND_NONE, NULL, 0, NULL, 0, NULL, 0, &bias, 1 };
  g_autofree char *page = decant_marked_text (&none, text, strlen (text), TRUE);

  g_assert_nonnull (strstr (page, "  a\xef\xbf\xbd[31mb\xef\xbf\xbd\xef\xbf\xbd" "c\xef\xbf\xbd\xef\xbf\xbd" "d\ttab\n  line\n"));
  g_assert_null (strchr (page, '\x1b'));
}

static void
test_colour (void)
{
  g_autofree char *page = decant_marked_text (&sample, sample_text, strlen (sample_text), TRUE);

  g_assert_nonnull (strstr (page, "\033[1;4msnow\033[0m"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/marked-text/page", test_page);
  g_test_add_func ("/marked-text/control-characters", test_control_characters);
  g_test_add_func ("/marked-text/colour", test_colour);
  return g_test_run ();
}
