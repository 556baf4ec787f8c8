/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ngrams.h"
#include "engine/scanner.h"
#include "packages/library.h"

#include <json-glib/json-glib.h>
#include <locale.h>
#include <string.h>

/*
 * No handle, number, wallet or link changes a score when another of its kind takes its place: a post is weighed by what
 * it says, not by whose it is. Each identifier of a post is replaced:
 *
 * - letters of names, codes and addresses by others of their case, digits by others, so that the shape stays;
 * - of a telephone number its last four digits (country and area may say something of a post one day);
 * - wallets, onion addresses and Tox ids, which prove themselves, by another that holds;
 * - a plain link only when no codeword was found in it, since a codeword inside a link is content, and when nothing of
 * it is in code.
 *
 * Then the score is equal to the last digit. The posts are those of tests/cases, and the labelled posts beside the
 * checkout where they are.
 */

static DecantLibrary *library;

/* Valid ones that are not in any post: payload 20 19 … 1, or as made by the projects' own documents. */
static const struct
{
  const char *kind, *value;
} proven[] = {
  { "bitcoin", "12q9MtEDk2FRRZLpwRk7ReLYo5e8SGhTvc" },
  { "bitcoin", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4" },
  { "bitcoin", "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0" },
  { "bitcoin-cash", "qr95sy3j9xwd2ap32xkykttr4cvcu7as4y0qverfuy" },
  { "litecoin", "LKKHMBjCU89fyFNgSRprDoD8Jb25N8uWvd" },
  { "litecoin", "ltc1qqqqsyqcyq5rqwzqfpg9scrgwpugpzysn3s44dy" },
  { "dogecoin", "D5ERdEN1gsouFSs7zsq7VYJxyWP6dP28H1" },
  { "dash", "XanAvE5GMB8CsPH78B9moJq9viEVKvCS4f" },
  { "zcash", "t1Hxw6JqWMnhDK5jRCieg5bFHM2qt7UtQvu" },
  { "tron", "TA4Y62o6YC2Zsck9rZVGTvqW1AQ7X9zTnj" },
  { "xrp", "raLnyR4PTuc5SgXGHqYA894a4eoKqoFwu" },
  { "ethereum", "0x52908400098527886E0F7030069857D2E4169EE7" },
  { "ton", "UQDKbjIcfM6ezt8KjKJJLshZJJSqX7XOA4ff-W72r5gqPuwA" },
  { "monero", "888tNkZrPN6JsEgekjMnABU4TBzc2Dt29EPAvkRxbANsAnjyPbb3iQ1YBRk1UXcdRsiKc9dhwMVgN5S9cQUiyoogDavup3H" },
  { "onion", "pg6mmjiyjmcrsslvykfwnntlaru7p5svn6y2ymmju6nubxndf4pscryd.onion" },
  { "tox", "000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F202122230202" },
};

/* --- replacing -------------------------------------------------------------------------------------------------- */

static const char *
proven_of (const char *kind, gsize length)
{
  const char *found = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (proven); i++)
    if (g_str_equal (proven[i].kind, kind) && (found == NULL || strlen (proven[i].value) == length))
      found = proven[i].value;
  return found;
}

/* Letters that spell nothing. A zero stays: it may be a trunk prefix or a round sum. */
static char
other_letter (char c, guint at)
{
  static const char lower[] = "qzxjvkw";

  return g_ascii_isupper (c) ? g_ascii_toupper (lower[at % 7]) : lower[at % 7];
}

static char
other_digit (char c)
{
  return c == '0' ? '0' : c == '9' ? '1' : c + 1;
}

static gboolean
is_number (const DecantIdentifier *identifier)
{
  return *identifier->value == '+' || g_str_equal (identifier->kind, "phone")
         || strspn (identifier->value, "0123456789") == strlen (identifier->value);
}

static gboolean
is_hex (const DecantIdentifier *identifier)
{
  return g_str_equal (identifier->kind, "session") || g_str_equal (identifier->kind, "pgp");
}

/* Writes over the name in place. */
static void
disguise (const DecantIdentifier *identifier, char *text)
{
  guint digits = 0;

  for (guint32 at = identifier->name.end; at-- > identifier->name.start;)
    if (g_ascii_isdigit (text[at]))
      {
        gboolean first = at < identifier->name.start + 2;
        if (is_number (identifier) ? digits < 4 : !(is_hex (identifier) && first))
          text[at] = other_digit (text[at]);
        digits++;
      }
    else if (g_ascii_isalpha (text[at]) && !is_hex (identifier))
      text[at] = other_letter (text[at], at - identifier->name.start);
}

static gboolean
is_in_code (const char *text, DecantSpan span)
{
  for (guint32 at = span.start; at < span.end; at++)
    if (text[at] == '%' || text[at] == '&' || text[at] == '\\' || (guchar) text[at] >= 0x80
        || strncmp (text + at, "xn--", 4) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_replaceable (const DecantAssessment *assessment, const DecantIdentifier *identifier, const char *text)
{
  if (!g_str_equal (identifier->kind, "link"))
    return TRUE;
  for (guint i = 0; i < assessment->n_hits; i++)
    if (assessment->hits[i].span.start < identifier->span.end && identifier->span.start < assessment->hits[i].span.end)
      return FALSE;
  return !is_in_code (text, identifier->span);
}

/* @text: of the assessment. Returns it with every identifier replaced; NULL when there was none to replace. */
static char *
replace_all (const DecantAssessment *assessment, const char *text)
{
  g_autofree char *disguised = g_strdup (text);
  GString *out = g_string_new (NULL);
  guint32 at = 0;
  guint n = 0;

  for (guint i = 0; i < assessment->n_identifiers; i++)
    {
      const DecantIdentifier *identifier = &assessment->identifiers[i];
      const char *other = proven_of (identifier->kind, identifier->span.end - identifier->span.start);
      if (!is_replaceable (assessment, identifier, text))
        continue;
      n++;
      g_string_append_len (out, text + at, identifier->span.start - at);
      if (other == NULL)
        disguise (identifier, disguised);
      g_string_append_len (out, other != NULL ? other : disguised + identifier->span.start,
                           other != NULL ? (gssize) strlen (other) : identifier->span.end - identifier->span.start);
      at = identifier->span.end;
    }
  g_string_append (out, text + at);
  if (n == 0)
    return g_string_free (out, TRUE), NULL;
  return g_string_free (out, FALSE);
}

/* --- one post --------------------------------------------------------------------------------------------------- */

typedef struct
{
  guint posts, replaced;
  GString *faults;
} Count;

static void
describe (GString *out, const DecantAssessment *assessment)
{
  for (guint i = 0; i < assessment->n_reasons; i++)
    g_string_append_printf (out, " %s %+d", assessment->reasons[i].feature, assessment->reasons[i].weight);
}

static void
check_post (Count *count, const char *name, const char *text, const char *language)
{
  DecantScanner *scanner = decant_library_get_scanner (library);
  g_autoptr (DecantAssessment) before = decant_scanner_scan (scanner, text, strlen (text), language);
  g_autoptr (DecantAssessment) after = NULL;
  g_autofree char *other = replace_all (before, text);

  count->posts++;
  if (other == NULL)
    return;
  count->replaced++;
  after = decant_scanner_scan (scanner, other, strlen (other), language);
  if (after->logit == before->logit && after->score == before->score)
    return;
  g_string_append_printf (count->faults, "\n  %s: %d, then %d\n   ", name, before->logit, after->logit);
  describe (count->faults, before);
  g_string_append (count->faults, "\n   ");
  describe (count->faults, after);
}

static void
report (Count *count)
{
  g_test_message ("%u posts, %u with something to replace", count->posts, count->replaced);
  if (count->faults->len > 0)
    g_test_fail_printf ("another name, another score:%s", count->faults->str);
  g_string_free (count->faults, TRUE);
}

/* --- the posts -------------------------------------------------------------------------------------------------- */

typedef void (*Visit) (Count *count, const char *name, const char *text, const char *language);

static void
visit_table (Count *count, const char *path, Visit visit)
{
  g_autofree char *table = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &table, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (table, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    if (**line != '\0' && **line != '#')
      {
        g_auto (GStrv) columns = g_strsplit (*line, "\t", 4);
        g_autofree char *text = g_strv_length (columns) == 4 ? g_strcompress (columns[2]) : NULL;
        if (text != NULL)
          visit (count, text, text, columns[0]);
      }
}

/* @suffix: of the files in @folder. Returns how many there were. */
static guint
visit_folder (Count *count,
              const char *folder,
              const char *suffix,
              void (*each) (Count *, const char *, Visit),
              Visit visit)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, suffix))
      {
        g_autofree char *path = g_build_filename (folder, name, NULL);
        each (count, path, visit);
        n++;
      }
  return n;
}

static void
visit_labelled (Count *count, const char *path, Visit visit)
{
  g_autofree char *all = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &all, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (all, "\n", -1);
  for (char **line = lines; *line != NULL && **line != '\0'; line++)
    {
      g_autoptr (JsonParser) parser = json_parser_new ();
      JsonObject *post;
      json_parser_load_from_data (parser, *line, -1, &error);
      g_assert_no_error (error);
      post = json_node_get_object (json_parser_get_root (parser));
      visit (count, json_object_get_string_member (post, "id"), json_object_get_string_member (post, "text"),
             json_object_get_string_member_with_default (post, "lang", ""));
    }
}

static void
test_cases (void)
{
  g_autofree char *folder = g_build_filename (g_getenv ("DECANT_TESTS_DIR"), "cases", NULL);
  Count count = { .faults = g_string_new (NULL) };

  g_assert_cmpuint (visit_folder (&count, folder, ".tsv", visit_table, check_post), >, 0);
  g_assert_cmpuint (count.replaced, >, 100);
  report (&count);
}

static void
test_labelled (void)
{
  g_autofree char *folder = g_build_filename (g_getenv ("DECANT_TESTS_DIR"), "..", "..", "shared", "eval", "dev", NULL);
  Count count = { .faults = g_string_new (NULL) };

  if (visit_folder (&count, folder, ".jsonl", visit_labelled, check_post) == 0)
    g_test_skip ("no labelled posts beside the checkout (../shared/eval/dev)");
  report (&count);
}

/* One post of each kind, so that none is left to chance. */
static void
test_kinds (void)
{
  static const char *const posts[] = {
    "Ket 3g 50€ telegram: example_dm_me_24h",
    "Ket 3g 50€ t.me/example_cheap_100g",
    "Ket 3g 50€ t.me/+AbCdEf012345",
    "Ket 3g 50€ https://shop.example/order-now/best-price",
    "Ket 3g 50€ signal +44 7700 900123",
    "Ket 3g 50€ text me 07700 900123",
    "Ket 3g 50€ wickr weed_delivery_uk",
    "Ket 3g 50€ example.menu.420@mail.example",
    "Ket 3g 50€ example_telegram@jabber.test",
    "Ket 3g 50€ @example_offer:host.test",
    "Ket 3g 50€ 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
    "Ket 3g 50€ 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
    "Ket 3g 50€ http://sp3k262uwy4r2k3ycr5awluarykdpag6a7y33jxop4cs2lu5uz5sseqd.onion/menu",
    "Ket 3g 50€ session 05aabbccddeeff00112233445566778899aabbccddeeff00112233445566778899",
    "Ket 3g 50€ pgp 0123 4567 89AB CDEF 0123 4567 89ab cdef 0123 4567",
    "Ket 3g 50€ QQ：123456789 微信：order-420",
    "Ket 3g 50€ icq 420-100-200",
  };
  Count count = { .faults = g_string_new (NULL) };

  for (guint i = 0; i < G_N_ELEMENTS (posts); i++)
    check_post (&count, posts[i], posts[i], "en");
  g_assert_cmpuint (count.replaced, ==, G_N_ELEMENTS (posts));
  report (&count);
}

/* Nor do the digits of any number reach the n-grams. */
static void
check_ngrams (Count *count, const char *name, const char *text, const char *language)
{
  g_autoptr (DecantArena) arena = decant_arena_new ();
  DecantScanner *scanner = decant_library_get_scanner (library);
  g_autoptr (DecantAssessment) assessment = decant_scanner_scan (scanner, text, strlen (text), language);
  g_autofree char *other = g_strdup (text);
  DecantFolded folded;
  DecantNgrams before, after;

  for (char *p = other; *p != '\0'; p++)
    if (g_ascii_isdigit (*p))
      *p = *p == '9' ? '0' : *p + 1;
  decant_fold (arena, text, strlen (text), &folded);
  decant_ngrams_read (arena, &folded, assessment->identifiers, assessment->n_identifiers, 18, &before);
  decant_fold (arena, other, strlen (other), &folded);
  decant_ngrams_read (arena, &folded, assessment->identifiers, assessment->n_identifiers, 18, &after);
  count->posts++;
  count->replaced += strcmp (text, other) != 0;
  if (before.n_buckets != after.n_buckets
      || memcmp (before.buckets, after.buckets, before.n_buckets * sizeof *before.buckets) != 0)
    g_string_append_printf (count->faults, "\n  %s: other n-grams", name);
}

static void
test_ngrams (void)
{
  g_autofree char *folder = g_build_filename (g_getenv ("DECANT_TESTS_DIR"), "cases", NULL);
  Count count = { .faults = g_string_new (NULL) };

  g_assert_cmpuint (visit_folder (&count, folder, ".tsv", visit_table, check_ngrams), >, 0);
  g_assert_cmpuint (count.replaced, >, 100);
  report (&count);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  int status;

  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  library = decant_library_load (&error);
  g_assert_no_error (error);
  g_test_add_func ("/replacement/kinds", test_kinds);
  g_test_add_func ("/replacement/cases", test_cases);
  g_test_add_func ("/replacement/ngrams", test_ngrams);
  g_test_add_func ("/replacement/labelled", test_labelled);
  status = g_test_run ();
  decant_library_free (library);
  return status;
}
