/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/pattern-set.h"

#include <json-glib/json-glib.h>
#include <string.h>

/* --- what is refused ------------------------------------------------------------------------------------------------
 */

static void
test_refuses (void)
{
  static const struct
  {
    const char *pattern;
    gsize offset;
    const char *named;
  } rows[] = {
    { "ab+c", 2, "bounded" },
    { "ab*", 2, "bounded" },
    { "*a", 0, "bounded" },
    { "a{2,}", 1, "bounded" },
    { "a{101}", 1, "100" },
    { "a{3,2}", 1, "bounded" },
    { "a{0}", 1, "bounded" },
    { "a?+b", 2, "possessive" },
    { "a??", 2, "lazy" },
    { "(a)", 1, "(?:" },
    { "(?i)a", 1, "(?:" },
    { "(?<name>a)", 1, "(?:" },
    { "(?:a", 4, "\")\"" },
    { "a)", 1, "\"(\"" },
    { "^a", 0, "character" },
    { "a$", 1, "character" },
    { "[a", 2, "\"]\"" },
    { "[[:alpha:]]", 1, "\"]\"" },
    { "[z-a]", 4, "ascends" },
    { "a\\", 2, "more" },
    { "\\Qa\\E", 1, "escape" },
    { "\\p{L}", 1, "escape" },
    { "\\1", 1, "escape" },
    { "\\x{}", 3, "number" },
    { "\\x{1}", 4, "number" },
    { "\\x{d800}", 7, "number" },
    { "(?<=ab)c", 7, "behind" },
    { "(?<=a?)c", 7, "behind" },
    { "(?:(?:(?:a[bc]){100}){100}){100}", 32, "repetitions" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const char *wrong = NULL;
      gsize offset = 0;
      g_autoptr (DecantPattern) pattern = decant_pattern_new (rows[i].pattern, &wrong, &offset);
      if (pattern != NULL || offset != rows[i].offset || strstr (wrong, rows[i].named) == NULL)
        g_error ("%s: expected \"%s\" at %" G_GSIZE_FORMAT ", saw \"%s\" at %" G_GSIZE_FORMAT, rows[i].pattern,
                 rows[i].named, rows[i].offset, pattern != NULL ? "a pattern" : wrong, offset);
    }
}

/* --- what is matched ------------------------------------------------------------------------------------------------
 */

static gboolean
append_match (gpointer data, guint pattern, gsize start, gsize end)
{
  g_string_append_printf (data, "%u:%" G_GSIZE_FORMAT "-%" G_GSIZE_FORMAT " ", pattern, start, end);
  return TRUE;
}

/* All matches of the set, as "pattern:start-end ". The text is taken for folded. */
static char *
search (const DecantPatternSet *set, const char *text, gsize length, guint64 wanted)
{
  GString *out = g_string_new (NULL);
  DecantFolded folded = { .text = text, .length = length };

  decant_pattern_set_search (set, &folded, wanted, append_match, out);
  return g_string_free (out, FALSE);
}

static DecantPatternSet *
set_of (const char *text)
{
  DecantPatternSet *set = decant_pattern_set_new ();
  const char *wrong = NULL;
  gsize offset = 0;
  DecantPattern *pattern = decant_pattern_new (text, &wrong, &offset);

  if (pattern == NULL)
    g_error ("%s: expected %s at %" G_GSIZE_FORMAT, text, wrong, offset);
  g_assert_true (decant_pattern_set_add (set, pattern));
  return set;
}

/* Each row: pattern, text, matches. */
static const char *const rows[][3] = {
  /* characters and sets */
  { "abc", "xabcabc", "0:1-4 0:4-7 " },
  { "a.c", "abc a\nc a€c", "0:0-3 0:8-13 " },
  { "a\\.c", "abc a.c", "0:4-7 " },
  { "\\x{20ac}\\d", "€5", "0:0-4 " },
  { "[€$] ?\\d", "€5 $ 6", "0:0-4 0:5-8 " },
  { "[^a-c\\d]", "ab3x€", "0:3-4 0:4-7 " },
  { "[]x]", "a]x", "0:1-2 0:2-3 " },
  { "[a-]", "-a", "0:0-1 0:1-2 " },
  { "[\\x{e00}-\\x{e7f}]x", "กx ax", "0:0-4 " },
  { "\\w\\W", "д, ก.", "0:0-3 0:4-8 " },
  { "\\s", "a\xc2\xa0z", "0:1-3 " },
  { "\\D\\S", "1ab", "0:1-3 " },
  /* repetition: longest first, and back */
  { "a{2,3}", "aaaaa", "0:0-3 0:3-5 " },
  { "a{0,3}ab", "aaab", "0:0-4 " },
  { "€{1,2}€x", "€€x", "0:0-7 " },
  { "(?:ab){1,2}a", "ababab", "0:0-5 " },
  { "(?:ab?){2}c", "aabc", "0:0-4 " },
  { "(?:){5}a", "a", "0:0-1 " },
  { "\\d{1,2}\\d", "12", "0:0-2 " },
  /* choices: the first that fits */
  { "(?:a|ab)", "ab", "0:0-1 " },
  { "(?:ab|a)", "ab", "0:0-2 " },
  { "(?:a|ab)c", "abc", "0:0-3 " },
  { "(?:g|gr|grams?)(?!\\w)", "g gr gram grams grum", "0:0-1 0:2-4 0:5-9 0:10-15 " },
  { "(?:st\\b|stk)", "st stk stx", "0:0-2 0:3-6 " },
  { "(?:кг|г|克)x", "кгx гx 克x", "0:0-5 0:6-9 0:10-14 " },
  { "(?:x{1,2}|yes|no)!", "xx! yes! no!", "0:0-3 0:4-8 0:9-12 " },
  { "(?:a|)b", "ab b", "0:0-2 0:3-4 " },
  /* places */
  { "\\bab\\b", "ab cab abc ab", "0:0-2 0:11-13 " },
  { "\\bд", "дд", "0:0-2 " },
  { "a\\B", "aa", "0:0-1 " },
  { "\\A.", "ab", "0:0-1 " },
  { "b\\Z", "b ab\n", "0:3-4 " },
  { "(?<!\\w)a", "a ba", "0:0-1 " },
  { "(?<=[a-c])x", "x ax dx", "0:3-4 " },
  { "(?<=€)x", "€x x", "0:3-4 " },
  { "a(?=b|c)", "ab ac ad", "0:0-1 0:3-4 " },
  { "a(?!b)", "ab ac", "0:3-4 " },
  { "a(?! (?:on|of)\\b)", "a on a one a of", "0:5-6 " },
  /* numbers with units: what stands behind tells */
  { "(?<![\\w.,])\\d{1,3}(?:[.,]\\d{1,2})? ?(?:grams?|oz|г)(?!\\w)", "3 oz, 3.5grams 2,5 г 1234 oz 3 ozs 3 gr",
    "0:0-4 0:6-14 0:15-21 " },
  { "\\d{1,5} ?(?:g|half)", "1,000 half 12\n3 g", "0:2-10 0:14-17 " },
  { "(?:\\d{1,3} ?g|half) ?- ?\\d{1,3}€", "3g-20€ half - 5€", "0:0-8 0:9-20 " },
  /* nothing at all ends the search */
  { "a?", "ba", "" },
};

static void
test_matches (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      DecantPatternSet *set = set_of (rows[i][0]);
      g_autofree char *seen = search (set, rows[i][1], strlen (rows[i][1]), 1);
      if (!g_str_equal (seen, rows[i][2]))
        g_error ("%s on \"%s\": expected \"%s\", saw \"%s\"", rows[i][0], rows[i][1], rows[i][2], seen);
      decant_pattern_set_free (set);
    }
}

static void
test_set (void)
{
  DecantPatternSet *set = set_of ("a{1,2}");
  const char *wrong;
  gsize offset;
  g_autofree char *one = NULL, *both = NULL, *none = NULL;

  g_assert_true (decant_pattern_set_add (set, decant_pattern_new ("ab", &wrong, &offset)));
  both = search (set, "aab", 3, 3);
  one = search (set, "aab", 3, 2);
  none = search (set, "aab", 3, 0);
  g_assert_cmpstr (both, ==, "0:0-2 1:1-3 ");
  g_assert_cmpstr (one, ==, "1:1-3 ");
  g_assert_cmpstr (none, ==, "");
  decant_pattern_set_free (set);
}

static void
test_bounds (void)
{
  DecantPatternSet *full = decant_pattern_set_new (), *slow = set_of ("(?:(?:a{1,9}){1,9}){1,9}b");
  g_autofree char *text = g_strnfill (4000, 'a');
  g_autofree char *seen = search (slow, text, 4000, 1);
  const char *wrong;
  gsize offset;

  g_assert_cmpstr (seen, ==, "");
  for (guint i = 0; i <= DECANT_MAX_PATTERNS; i++)
    {
      DecantPattern *pattern = decant_pattern_new ("x", &wrong, &offset);
      gboolean added = decant_pattern_set_add (full, pattern);
      g_assert_cmpint (added, ==, i < DECANT_MAX_PATTERNS);
      if (!added)
        decant_pattern_free (pattern);
    }
  decant_pattern_set_free (full);
  decant_pattern_set_free (slow);
}

/* --- beside a peer --------------------------------------------------------------------------------------------------
 */

/* The matches that GLib's regular expressions (PCRE2) see. */
static char *
search_with_glib (const char *pattern, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GRegex) regex = g_regex_new (pattern, G_REGEX_OPTIMIZE, 0, &error);
  GString *out = g_string_new (NULL);
  g_autoptr (GMatchInfo) match = NULL;
  int start, end;

  g_assert_no_error (error);
  for (g_regex_match (regex, text, 0, &match); g_match_info_matches (match); g_match_info_next (match, NULL))
    {
      g_assert_true (g_match_info_fetch_pos (match, 0, &start, &end) && start < end);
      append_match (out, 0, (gsize) start, (gsize) end);
    }
  return g_string_free (out, FALSE);
}

/* Runs of letters, signs and numbers out of the pattern itself, between numbers and signs of all sorts. */
static char *
make_text (GRand *rand, char **pieces, guint n_pieces)
{
  static const char *const others[] = { "1", "2.5", "10", "1000", "12,50", " ",     " ",    " ",  ".",    ",", "/", "-",
                                        "€", "$",   "g",  "x",    "\n",    "%",     ": ",   "(",  ")",    "@", "=", "–",
                                        "a", "д",   "克", "ก",    "₽",   " for ", "half", "gr", "euro", "20" };
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < 24; i++)
    if (g_rand_int_range (rand, 0, 3) == 0)
      g_string_append (out, pieces[g_rand_int_range (rand, 0, (gint32) n_pieces)]);
    else
      g_string_append (out, others[g_rand_int_range (rand, 0, G_N_ELEMENTS (others))]);
  return g_string_free (out, FALSE);
}

static void
compare_with_glib (GRand *rand, const char *rule, const char *pattern)
{
  DecantPatternSet *set = set_of (pattern);
  g_auto (GStrv) pieces = g_regex_split_simple ("[^\\w€$₽°%./@ -]+|\\\\.|\\d", pattern, 0, 0);

  for (guint i = 0; i < 400; i++)
    {
      g_autofree char *text = make_text (rand, pieces, g_strv_length (pieces));
      g_autofree char *seen = search (set, text, strlen (text), 1);
      g_autofree char *expected = search_with_glib (pattern, text);
      if (!g_str_equal (seen, expected))
        g_error ("%s on \"%s\": GLib sees \"%s\", we \"%s\"", rule, text, expected, seen);
    }
  decant_pattern_set_free (set);
}

static guint
compare_file (GRand *rand, const char *path)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonArray *rules;
  guint n = 0;

  g_assert_true (json_parser_load_from_file (parser, path, NULL));
  rules = json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)), "rules");
  for (guint i = 0; i < json_array_get_length (rules); i++)
    {
      JsonObject *rule = json_array_get_object_element (rules, i);
      if (!json_object_has_member (rule, "pattern"))
        continue;
      compare_with_glib (rand, json_object_get_string_member (rule, "rule"),
                         json_object_get_string_member (rule, "pattern"));
      n++;
    }
  return n;
}

/* Each shipped pattern means what PCRE2 takes it for. */
static void
test_shipped_patterns (void)
{
  g_autofree char *folder = g_build_filename (g_getenv ("DECANT_DATA_DIR"), "signals", NULL);
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261124);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  for (const char *name; (name = g_dir_read_name (dir)) != NULL;)
    if (g_str_has_suffix (name, ".json"))
      {
        g_autofree char *path = g_build_filename (folder, name, NULL);
        n += compare_file (rand, path);
      }
  g_assert_cmpuint (n, >, 20);
}

/* The rows above are true of GLib as well, but for empty matches and texts that are cut after one. */
static void
test_rows_with_glib (void)
{
  for (guint i = 0; i + 1 < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *seen = search_with_glib (rows[i][0], rows[i][1]);
      if (!g_str_equal (seen, rows[i][2]))
        g_error ("%s on \"%s\": expected \"%s\", GLib sees \"%s\"", rows[i][0], rows[i][1], rows[i][2], seen);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/patterns/refuses", test_refuses);
  g_test_add_func ("/patterns/matches", test_matches);
  g_test_add_func ("/patterns/rows-with-glib", test_rows_with_glib);
  g_test_add_func ("/patterns/set", test_set);
  g_test_add_func ("/patterns/bounds", test_bounds);
  g_test_add_func ("/patterns/shipped", test_shipped_patterns);
  return g_test_run ();
}
