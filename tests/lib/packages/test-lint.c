/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each row is a pair of packages, a file of signals or a weighing record, and how often one rule finds something. Invented terms only. */
#include "packages/lint.h"

#include <string.h>

static const char vocabulary_json[] =
    "{\"format\": 1, \"concepts\": ["
    "{\"id\": \"cannabis\", \"sense\": \"substance\", \"labels\": {\"en\": \"cannabis\"}},"
    "{\"id\": \"cocaine\", \"sense\": \"substance\", \"labels\": {\"en\": \"cocaine\"}}]}";

static const char common_words[] = "# everyday\nde\tund schnee zapp zimblen\nsv\tsnö zapp\nzh\t我们 绿叶子 朋友\n";

#define HEAD(id) \
  "{\"format\": 1, \"id\": \"" id "\", \"version\": \"1\", \"title\": \"Example\", \"publisher\": \"Example team\"," \
  " \"languages\": [\"de\", \"sv\", \"zh\", \"mul\"], \"licence\": \"CC0-1.0\", \"issued\": \"2026-11-24\", \"sources\": []," \
  " \"terms\": ["

/* A term; @more: further members. */
#define TERM(id, form, language, concept, ambiguity, boundary, more) \
  "{\"id\": \"" id "\", \"forms\": [\"" form "\"], \"languages\": [\"" language "\"], \"sense\": {\"substance\": \"" concept \
  "\"}, \"ambiguity\": " #ambiguity ", \"boundary\": \"" boundary "\", " more "}"
#define SOURCE "\"sources\": [\"Example Gazette, 1 May 2026\"], \"status\": \"reported\""
#define SENSE "\"innocent\": [\"a leaf\"], " SOURCE
#define FROM(source, status) "\"sources\": [\"" source "\"], \"status\": \"" status "\""
#define OTHER TERM ("x.cocaine.xyzzyx", "xyzzyx", "de", "cocaine", 0, "word", SOURCE)
#define TENFOLD(text) text text text text text text text text text text

static const struct {
  const char *name;
  DecantLintRule rule;
  const char *first, *second; /* the terms of two packages */
  guint findings;
} term_rows[] = {
  { "same-form-and-concept", DECANT_LINT_DUPLICATE_FORM, TERM ("a.1.a", "zimbleaf", "de", "cannabis", 0, "word", SOURCE),
    TERM ("b.1.a", "Zimbleaf", "de", "cannabis", 1, "word", SOURCE), 1 },
  { "any-language-overlaps", DECANT_LINT_DUPLICATE_FORM, TERM ("a.1.a", "zimbleaf", "mul", "cannabis", 0, "word", SOURCE),
    TERM ("b.1.a", "zimbleaf", "sv", "cannabis", 0, "word", SOURCE), 1 },
  { "one-package-could-have-one-term", DECANT_LINT_DUPLICATE_FORM,
    TERM ("a.1.a", "zimbleaf", "de", "cannabis", 0, "word", SOURCE) "," TERM ("a.1.b", "zimbleaf", "sv", "cannabis", 0, "word", SOURCE),
    OTHER, 1 },
  { "a-hyphen-for-a-space", DECANT_LINT_DUPLICATE_FORM, TERM ("a.1.a", "zimble leaf", "de", "cannabis", 0, "word", SOURCE),
    TERM ("b.1.a", "zimble-leaf", "de", "cannabis", 0, "word", SOURCE), 1 },
  { "another-concept", DECANT_LINT_DUPLICATE_FORM, TERM ("a.1.a", "zimbleaf", "de", "cannabis", 0, "word", SOURCE),
    TERM ("b.1.a", "zimbleaf", "de", "cocaine", 0, "word", SOURCE), 0 },
  { "a-hashtag-beside-a-word", DECANT_LINT_DUPLICATE_FORM, TERM ("a.1.a", "zimbleaf", "de", "cannabis", 2, "word", SENSE),
    TERM ("b.1.a", "zimbleaf", "de", "cannabis", 0, "hashtag", SOURCE), 0 },
  { "two-regions", DECANT_LINT_SHARED_FORM, TERM ("a.1.a", "zimbleaf", "de", "cannabis", 0, "word", SOURCE),
    TERM ("b.1.a", "zimbleaf", "sv", "cannabis", 0, "word", SOURCE), 1 },
  { "two-regions-two-forms", DECANT_LINT_SHARED_FORM, TERM ("a.1.a", "zimbleaf", "de", "cannabis", 0, "word", SOURCE),
    TERM ("b.1.a", "zimblelöv", "sv", "cannabis", 0, "word", SOURCE), 0 },
  { "two-meanings-alike", DECANT_LINT_TWO_MEANINGS,
    TERM ("a.1.a", "zimbleaf", "de", "cannabis", 2, "word", SENSE) "," TERM ("a.2.a", "zimbleaf", "de", "cocaine", 2, "word", SENSE),
    OTHER, 1 },
  { "two-meanings-without-a-sense", DECANT_LINT_TWO_MEANINGS,
    TERM ("a.1.a", "zimbleaf", "de", "cannabis", 1, "word", SOURCE) "," TERM ("a.2.a", "zimbleaf", "de", "cocaine", 2, "word", SENSE),
    OTHER, 1 },
  { "two-meanings-told-apart", DECANT_LINT_TWO_MEANINGS,
    TERM ("a.1.a", "zimbleaf", "de", "cannabis", 2, "word", SENSE) "," TERM ("a.2.a", "zimbleaf", "de", "cocaine", 3, "word", SENSE),
    OTHER, 0 },
  { "two-meanings-in-two-languages", DECANT_LINT_TWO_MEANINGS,
    TERM ("a.1.a", "zimbleaf", "de", "cannabis", 2, "word", SENSE) "," TERM ("a.2.a", "zimbleaf", "sv", "cocaine", 2, "word", SENSE),
    OTHER, 0 },
  { "common-word", DECANT_LINT_COMMON_WORD, TERM ("a.1.a", "Schnee", "de", "cocaine", 1, "word", SENSE), OTHER, 1 },
  { "common-word-of-a-neighbour", DECANT_LINT_COMMON_WORD, TERM ("a.1.a", "sno", "de", "cocaine", 0, "word", SOURCE), OTHER, 1 },
  { "part-of-a-common-word", DECANT_LINT_COMMON_WORD, TERM ("a.1.a", "叶子", "zh", "cannabis", 1, "unspaced", SENSE), OTHER, 1 },
  { "common-word-when-joined", DECANT_LINT_COMMON_WORD, TERM ("a.1.a", "za-pp", "de", "cocaine", 0, "exact", SOURCE), OTHER, 1 },
  { "common-word-by-an-ending", DECANT_LINT_COMMON_WORD, TERM ("a.1.a", "zimble", "de", "cocaine", 1, "word", SENSE), OTHER, 1 },
  { "another-language's-ending", DECANT_LINT_COMMON_WORD, TERM ("a.1.a", "zimble", "sv", "cocaine", 1, "word", SENSE), OTHER, 0 },
  { "no-ending-when-exact", DECANT_LINT_COMMON_WORD, TERM ("a.1.a", "zimble", "de", "cocaine", 1, "exact", SENSE), OTHER, 0 },
  { "common-word-at-2", DECANT_LINT_COMMON_WORD, TERM ("a.1.a", "Schnee", "de", "cocaine", 2, "word", SENSE), OTHER, 0 },
  { "longer-than-a-common-word", DECANT_LINT_COMMON_WORD, TERM ("a.1.a", "Schneeweiß", "de", "cocaine", 1, "word", SENSE), OTHER, 0 },
  { "unlike-a-common-word", DECANT_LINT_COMMON_WORD, TERM ("a.1.a", "大叶", "zh", "cannabis", 1, "unspaced", SENSE), OTHER, 0 },
  { "no-sense", DECANT_LINT_INNOCENT_SENSE, TERM ("a.1.a", "zimbleaf", "de", "cannabis", 2, "word", SOURCE), OTHER, 1 },
  { "a-filler", DECANT_LINT_INNOCENT_SENSE,
    TERM ("a.1.a", "zimbleaf", "de", "cannabis", 3, "word", "\"innocent\": [\"another meaning\"], " SOURCE), OTHER, 1 },
  { "a-sense", DECANT_LINT_INNOCENT_SENSE, TERM ("a.1.a", "zimbleaf", "de", "cannabis", 3, "word", SENSE), OTHER, 0 },
  { "no-sense-needed", DECANT_LINT_INNOCENT_SENSE, TERM ("a.1.a", "zimbleaf", "de", "cannabis", 1, "word", SOURCE), OTHER, 0 },
  { "too-many-words", DECANT_LINT_UNREACHABLE,
    TERM ("a.1.a", TENFOLD ("a b c d e f g ") "h", "de", "cannabis", 0, "word", SOURCE), OTHER, 1 },
  { "reachable", DECANT_LINT_UNREACHABLE, TERM ("a.1.a", "zimble leaf", "de", "cannabis", 0, "word", SOURCE), OTHER, 0 },
  { "reachable-beside-a-longer", DECANT_LINT_UNREACHABLE, TERM ("a.1.a", "zimble", "de", "cannabis", 0, "word", SOURCE),
    TERM ("b.1.a", "zimble leaf", "de", "cannabis", 0, "word", SOURCE), 0 },
  { "reachable-hashtag", DECANT_LINT_UNREACHABLE, TERM ("a.1.a", "zimbleaf", "de", "cannabis", 0, "hashtag", SOURCE), OTHER, 0 },
  { "no-source", DECANT_LINT_SOURCE, TERM ("a.1.a", "zimbleaf", "de", "cannabis", 0, "word", FROM ("web", "reported")), OTHER, 1 },
  { "verified-by-nobody", DECANT_LINT_SOURCE,
    TERM ("a.1.a", "zimbleaf", "de", "cannabis", 0, "word", FROM ("general knowledge", "verified")), OTHER, 1 },
  { "reported-knowledge", DECANT_LINT_SOURCE,
    TERM ("a.1.a", "zimbleaf", "de", "cannabis", 0, "word", FROM ("general knowledge", "reported")), OTHER, 0 },
  { "evaluation-posts", DECANT_LINT_EVALUATION_SOURCE,
    TERM ("a.1.a", "zimbleaf", "de", "cannabis", 0, "word", FROM ("seen in TweetEval", "verified")), OTHER, 1 },
  { "a-dictionary", DECANT_LINT_EVALUATION_SOURCE,
    TERM ("a.1.a", "zimbleaf", "de", "cannabis", 0, "word", FROM ("Example dictionary", "verified")), OTHER, 0 },
};

#define RULE(kind, body, source) \
  "{\"format\": \"decant-signals-1\", \"rules\": [{\"rule\": \"example\", \"kind\": \"" kind "\", \"languages\": [\"de\"], " body \
  ", \"sources\": [\"" source "\"]}]}"
#define PATTERN(pattern) "\"needs\": {\"digits\": 1}, \"pattern\": \"" pattern "\""
#define WORDS(words) "\"words\": [" words "]"
#define GAZETTE "Example Gazette, 1 May 2026"

static const struct {
  const char *name;
  DecantLintRule rule;
  const char *json;
  guint findings;
} signal_rows[] = {
  { "empty-match", DECANT_LINT_EMPTY_MATCH, RULE ("price", PATTERN ("[0-9]{0,4}"), GAZETTE), 1 },
  { "a-digit-at-least", DECANT_LINT_EMPTY_MATCH, RULE ("price", PATTERN ("[0-9]{1,4}"), GAZETTE), 0 },
  { "common-words", DECANT_LINT_VAGUE_SIGNAL, RULE ("price", WORDS ("\"und\", \"zapp\""), GAZETTE), 1 },
  { "an-uncommon-word", DECANT_LINT_VAGUE_SIGNAL, RULE ("price", WORDS ("\"zimblepreis\""), GAZETTE), 0 },
  { "innocent-posts", DECANT_LINT_VAGUE_SIGNAL, RULE ("price", WORDS ("\"spaziergang\""), GAZETTE), 1 },
  { "a-damper-is-for-innocent-posts", DECANT_LINT_VAGUE_SIGNAL, RULE ("weather", WORDS ("\"spaziergang\""), GAZETTE), 0 },
  { "evaluation-posts", DECANT_LINT_EVALUATION_SOURCE, RULE ("price", WORDS ("\"zimblepreis\""), "https://arxiv.org/abs/2404.07797"), 1 },
  { "a-damper's-evaluation-posts", DECANT_LINT_EVALUATION_SOURCE, RULE ("weather", WORDS ("\"zimblewetter\""), "XLM-T tweets"), 1 },
  { "a-newspaper", DECANT_LINT_EVALUATION_SOURCE, RULE ("price", WORDS ("\"zimblepreis\""), GAZETTE), 0 },
  { "no-source", DECANT_LINT_SOURCE, RULE ("price", WORDS ("\"zimblepreis\""), "own"), 1 },
  { "a-source", DECANT_LINT_SOURCE, RULE ("price", WORDS ("\"zimblepreis\""), GAZETTE), 0 },
};

#define COLUMNS "form\tconcept\tdecision\tambiguity\treason\n"

static const struct {
  const char *name;
  DecantLintRule rule;
  const char *language, *tsv;
  guint findings;
} record_rows[] = {
  { "no-columns", DECANT_LINT_RECORD, "de", "zimbleaf\tcannabis\tkept\t0\t\n", 1 },
  { "too-few-columns", DECANT_LINT_RECORD, "de", COLUMNS "zimbleaf\tcannabis\tkept\n", 1 },
  { "unknown-decision", DECANT_LINT_RECORD, "de", COLUMNS "zimbleaf\tcannabis\tmaybe\t0\t\n", 1 },
  { "a-record", DECANT_LINT_RECORD, "de", COLUMNS "zimbleaf\tcannabis\tkept\t0\t\n", 0 },
  { "no-reason", DECANT_LINT_RECORD_REASON, "de", COLUMNS "zapp\tcannabis\tdropped\t\t\n", 1 },
  { "a-reason", DECANT_LINT_RECORD_REASON, "de", COLUMNS "zapp\tcannabis\tdropped\t\teveryday\nzimbleaf\tcannabis\tkept\t0\t\n", 0 },
  { "dropped-and-there", DECANT_LINT_RECORD_DROPPED, "de", COLUMNS "Zimbleaf\tcannabis\tdropped\t\tinvented\n", 1 },
  { "dropped-in-another-language", DECANT_LINT_RECORD_DROPPED, "sv", COLUMNS "zimbleaf\tcannabis\tdropped\t\tinvented\n", 0 },
  { "dropped-in-one-meaning", DECANT_LINT_RECORD_DROPPED, "de", COLUMNS "zimbleaf\tcocaine\tdropped\t\tinvented\n", 0 },
  { "dropped-as-a-hashtag", DECANT_LINT_RECORD_DROPPED, "de", COLUMNS "#zimbleaf\tcannabis\tdropped\t\tas the word\n", 0 },
  { "kept-and-gone", DECANT_LINT_RECORD_KEPT, "de", COLUMNS "zapp\tcannabis\tregraded\t2\t0 to 2\n", 1 },
  { "kept", DECANT_LINT_RECORD_KEPT, "de", COLUMNS "#ZimbLeaf\tcannabis\tkept\t0\t\n", 0 },
};

static GBytes *
bytes_of (const char *text)
{
  return g_bytes_new (text, strlen (text));
}

static DecantCommonWords *
new_words (void)
{
  g_autoptr (GBytes) text = bytes_of (common_words);
  g_autoptr (GError) error = NULL;
  DecantCommonWords *words = decant_common_words_new (text, &error);

  g_assert_no_error (error);
  return words;
}

static void
add_package (GPtrArray *packages, const char *head, const char *terms)
{
  g_autoptr (GBytes) vocabulary_bytes = bytes_of (vocabulary_json);
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantVocabulary) vocabulary = decant_vocabulary_new (vocabulary_bytes, &error);
  g_autofree char *json = g_strconcat (head, terms, "]}", NULL);
  g_autoptr (GBytes) bytes = bytes_of (json);
  DecantPackage *package = decant_package_parse (bytes, vocabulary, &error);

  g_assert_no_error (error);
  g_ptr_array_add (packages, package);
}

static GPtrArray *
packages_of (const char *first, const char *second)
{
  GPtrArray *packages = g_ptr_array_new_with_free_func ((GDestroyNotify) decant_package_unref);

  add_package (packages, HEAD ("example-a"), first);
  add_package (packages, HEAD ("example-b"), second);
  return packages;
}

static void
assert_findings (GPtrArray *findings, DecantLintRule rule, guint expected, const char *name)
{
  guint n = 0;

  for (guint i = 0; i < findings->len; i++)
    {
      const DecantLintFinding *finding = g_ptr_array_index (findings, i);
      g_assert_cmpstr (finding->message, !=, "");
      n += finding->rule == rule;
    }
  if (n != expected)
    g_error ("%s: expected %u findings of %s, saw %u", name, expected, decant_lint_rule_to_string (rule), n);
}

static void
test_terms (void)
{
  g_autoptr (DecantCommonWords) words = new_words ();

  for (guint i = 0; i < G_N_ELEMENTS (term_rows); i++)
    {
      g_autoptr (GPtrArray) packages = packages_of (term_rows[i].first, term_rows[i].second);
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) findings = decant_lint_packages (packages, words, &error);

      g_assert_no_error (error);
      assert_findings (findings, term_rows[i].rule, term_rows[i].findings, term_rows[i].name);
    }
}

/* Forty posts about a walk. */
static char **
new_prose (void)
{
  g_autoptr (GStrvBuilder) prose = g_strv_builder_new ();

  for (guint i = 0; i < 40; i++)
    g_strv_builder_add (prose, "Heute ein Spaziergang am Fluss");
  return g_strv_builder_end (prose);
}

static void
test_signals (void)
{
  g_autoptr (DecantCommonWords) words = new_words ();
  g_auto (GStrv) prose = new_prose ();

  for (guint i = 0; i < G_N_ELEMENTS (signal_rows); i++)
    {
      g_autoptr (GBytes) json = bytes_of (signal_rows[i].json);
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) findings = decant_lint_signals (json, "signals/example.json", words, (const char *const *) prose, &error);

      g_assert_no_error (error);
      assert_findings (findings, signal_rows[i].rule, signal_rows[i].findings, signal_rows[i].name);
    }
}

static void
test_records (void)
{
  g_autoptr (GPtrArray) packages = packages_of (TERM ("a.1.a", "zimbleaf", "de", "cannabis", 0, "word", SOURCE), OTHER);

  for (guint i = 0; i < G_N_ELEMENTS (record_rows); i++)
    {
      g_autoptr (GBytes) tsv = bytes_of (record_rows[i].tsv);
      g_autoptr (GPtrArray) findings = decant_lint_record (tsv, "weighing/example.tsv", record_rows[i].language, packages);

      assert_findings (findings, record_rows[i].rule, record_rows[i].findings, record_rows[i].name);
    }
}

/* A wrong file is an error and no finding. */
static void
test_errors (void)
{
  g_autoptr (DecantCommonWords) words = new_words ();
  g_autoptr (GBytes) no_signals = bytes_of ("{\"format\": \"decant-signals-1\"}");
  g_autoptr (GBytes) no_words = bytes_of ("de und schnee\n");
  g_autoptr (GPtrArray) clash = packages_of (OTHER, OTHER);
  GError *errors[3] = { NULL };

  g_assert_null (decant_lint_signals (no_signals, "signals/example.json", words, NULL, &errors[0]));
  g_assert_null (decant_common_words_new (no_words, &errors[1]));
  g_assert_null (decant_lint_packages (clash, words, &errors[2]));
  g_assert_error (errors[1], DECANT_PACKAGE_ERROR, DECANT_PACKAGE_ERROR_SYNTAX);
  g_assert_error (errors[2], DECANT_PACKAGE_ERROR, DECANT_PACKAGE_ERROR_CLASH);
  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    {
      g_assert_nonnull (errors[i]);
      g_clear_error (&errors[i]);
    }
}

/* Each rule finds something in one row and nothing in another. */
static void
test_every_rule_has_rows (void)
{
  gboolean finds[DECANT_N_LINT_RULES] = { FALSE }, passes[DECANT_N_LINT_RULES] = { FALSE };

  for (guint i = 0; i < G_N_ELEMENTS (term_rows); i++)
    *(term_rows[i].findings > 0 ? &finds[term_rows[i].rule] : &passes[term_rows[i].rule]) = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (signal_rows); i++)
    *(signal_rows[i].findings > 0 ? &finds[signal_rows[i].rule] : &passes[signal_rows[i].rule]) = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (record_rows); i++)
    *(record_rows[i].findings > 0 ? &finds[record_rows[i].rule] : &passes[record_rows[i].rule]) = TRUE;
  for (guint rule = 0; rule < DECANT_N_LINT_RULES; rule++)
    if (!finds[rule] || !passes[rule])
      g_error ("%s: expected a row that it finds and one that it passes", decant_lint_rule_to_string (rule));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lint/terms", test_terms);
  g_test_add_func ("/lint/signals", test_signals);
  g_test_add_func ("/lint/records", test_records);
  g_test_add_func ("/lint/errors", test_errors);
  g_test_add_func ("/lint/every-rule-has-rows", test_every_rule_has_rows);
  return g_test_run ();
}
