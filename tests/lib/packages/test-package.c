/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each row changes one thing in a small valid package or vocabulary and states the answer. Invented terms only. */
#include "packages/package.h"

#include <json-glib/json-glib.h>

#include <string.h>

static const char vocabulary_json[] =
    "{\"format\": 1, \"concepts\": ["
    "{\"id\": \"cannabis\", \"sense\": \"substance\", \"labels\": {\"en\": \"cannabis\", \"de\": \"Cannabis\","
    " \"pt-BR\": \"maconha\"}},"
    "{\"id\": \"delivery\", \"sense\": \"activity\", \"labels\": {\"en\": \"delivery\"}}]}";

static const char package_json[] =
    "{\"format\": 1, \"id\": \"example-team\", \"version\": \"1.0.0\", \"title\": \"Example\","
    " \"publisher\": \"Example team\", \"languages\": [\"en\", \"de\"], \"licence\": \"CC0-1.0\","
    " \"issued\": \"2026-11-24\", \"sources\": [\"https://example.test/list\"], \"terms\": ["
    "{\"id\": \"en.cannabis.zimbleaf\", \"forms\": [\"zimbleaf\", \"zimble leaf\"], \"languages\": [\"en\"],"
    " \"sense\": {\"substance\": \"cannabis\", \"gloss\": \"flowers\"}, \"innocent\": [\"a leaf\"], \"ambiguity\": 2,"
    " \"boundary\": \"word\", \"sources\": [\"https://example.test/list\"], \"status\": \"verified\","
    " \"since\": \"2026-11\"},"
    "{\"id\": \"de.delivery.zapp\", \"forms\": [\"zappbote\"], \"languages\": [\"de\"],"
    " \"sense\": {\"activity\": \"delivery\"}, \"ambiguity\": 0, \"boundary\": \"exact\","
    " \"sources\": [\"Example Gazette, 1 May 2026\"], \"status\": \"reported\"}]}";

static DecantVocabulary *
new_vocabulary (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (vocabulary_json, strlen (vocabulary_json));
  g_autoptr (GError) error = NULL;
  DecantVocabulary *vocabulary = decant_vocabulary_new (bytes, &error);

  g_assert_no_error (error);
  return vocabulary;
}

/* @json with its first @old replaced by @new; @old must be there. */
static GBytes *
edited (const char *json, const char *old, const char *new)
{
  const char *at = strstr (json, old);
  GString *text = g_string_new (NULL);

  g_assert_nonnull (at);
  g_string_append_len (text, json, at - json);
  g_string_append (text, new);
  g_string_append (text, at + strlen (old));
  return g_string_free_to_bytes (text);
}

static DecantPackage *
parse (GBytes *bytes, GError **error)
{
  g_autoptr (DecantVocabulary) vocabulary = new_vocabulary ();

  return decant_package_parse (bytes, vocabulary, error);
}

static DecantPackage *
parse_edited (const char *old, const char *new)
{
  g_autoptr (GBytes) bytes = edited (package_json, old, new);
  g_autoptr (GError) error = NULL;
  DecantPackage *package = parse (bytes, &error);

  g_assert_no_error (error);
  return package;
}

typedef struct {
  const char *name, *old, *new;
  DecantPackageError code;
  const char *message; /* part of it */
} BadRow;

static const BadRow bad_packages[] = {
  { "not-json", "{\"format\"", "<\"format\"", DECANT_PACKAGE_ERROR_SYNTAX, "line 1, column 1: expected a JSON value, saw “<”" },
  { "comment", "\"terms\":", "/* no */ \"terms\":", DECANT_PACKAGE_ERROR_SYNTAX, "expected a string, saw “/”" },
  { "trailing-comma", "\"reported\"}]", "\"reported\"},]", DECANT_PACKAGE_ERROR_SYNTAX, "expected a JSON value, saw “]”" },
  { "twice", "\"version\"", "\"id\": \"x\", \"version\"", DECANT_PACKAGE_ERROR_SYNTAX, "each member once" },
  { "escaped-name", "\"version\"", "\"\\u0069d\": \"x\", \"version\"", DECANT_PACKAGE_ERROR_SYNTAX, "without escapes" },
  { "nul", "Example team", "Example\\u0000team", DECANT_PACKAGE_ERROR_SYNTAX, "NUL" },
  { "lone-high", "Example team", "\\ud83d", DECANT_PACKAGE_ERROR_SYNTAX, "a low surrogate" },
  { "lone-low", "Example team", "\\udc00", DECANT_PACKAGE_ERROR_SYNTAX, "a high surrogate" },
  { "raw-control", "Example team", "Example\nteam", DECANT_PACKAGE_ERROR_SYNTAX, "escaped" },
  { "bad-escape", "Example team", "\\x41", DECANT_PACKAGE_ERROR_SYNTAX, "an escape of RFC 8259" },
  { "utf-8", "Example team", "Example\xff", DECANT_PACKAGE_ERROR_SYNTAX, "expected UTF-8" },
  { "deep", "\"flowers\"", "[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]", DECANT_PACKAGE_ERROR_SYNTAX, "nesting at most 16" },
  { "leading-zero", "\"ambiguity\": 2", "\"ambiguity\": 02", DECANT_PACKAGE_ERROR_SYNTAX, "leading zeros" },
  { "more-after", "\"reported\"}]}", "\"reported\"}]} {}", DECANT_PACKAGE_ERROR_SYNTAX, "nothing after the value" },
  { "format", "\"format\": 1", "\"format\": 2", DECANT_PACKAGE_ERROR_SCHEMA, "format: expected 1 to 1, saw 2" },
  { "unknown-near", "\"licence\"", "\"license\"", DECANT_PACKAGE_ERROR_SCHEMA, "the file: expected “licence”, saw the unknown member “license”" },
  { "unknown-far", "\"licence\"", "\"colour\"", DECANT_PACKAGE_ERROR_SCHEMA, "expected one of format, id" },
  { "unknown-in-term", "\"since\"", "\"sinc\"", DECANT_PACKAGE_ERROR_SCHEMA, "terms[0]: expected “since”" },
  { "missing", "\"title\": \"Example\",", "", DECANT_PACKAGE_ERROR_SCHEMA, "title: expected a string, saw nothing" },
  { "mistyped", "\"title\": \"Example\"", "\"title\": 7", DECANT_PACKAGE_ERROR_SCHEMA, "title: expected a string, saw a number" },
  { "package-id", "\"example-team\"", "\"Example Team\"", DECANT_PACKAGE_ERROR_SCHEMA, "id: expected lower-case letters" },
  { "version", "\"1.0.0\"", "\"first\"", DECANT_PACKAGE_ERROR_SCHEMA, "version: expected a version such as" },
  { "issued", "2026-11-24", "2026-02-30", DECANT_PACKAGE_ERROR_SCHEMA, "issued: expected a date" },
  { "language-shape", "[\"en\", \"de\"]", "[\"English\"]", DECANT_PACKAGE_ERROR_SCHEMA, "languages[0]: expected a BCP 47 tag" },
  { "language-outside", "[\"en\", \"de\"]", "[\"en\"]", DECANT_PACKAGE_ERROR_SCHEMA, "terms[1].languages[0]: expected one of the package's languages, saw de" },
  { "no-terms", "\"terms\": [", "\"terms\": [], \"sources\": [", DECANT_PACKAGE_ERROR_SYNTAX, "each member once" },
  { "ambiguity", "\"ambiguity\": 2", "\"ambiguity\": 7", DECANT_PACKAGE_ERROR_SCHEMA, "terms[0].ambiguity: expected 0 to 3, saw 7" },
  { "ambiguity-type", "\"ambiguity\": 2", "\"ambiguity\": \"2\"", DECANT_PACKAGE_ERROR_SCHEMA, "terms[0].ambiguity: expected 0 to 3, saw a string" },
  { "ambiguity-fraction", "\"ambiguity\": 2", "\"ambiguity\": 1.5", DECANT_PACKAGE_ERROR_SCHEMA, "saw a number" },
  { "boundary", "\"exact\"", "\"exactly\"", DECANT_PACKAGE_ERROR_SCHEMA, "terms[1].boundary: expected one of word, exact" },
  { "status", "\"reported\"", "\"rumour\"", DECANT_PACKAGE_ERROR_SCHEMA, "terms[1].status: expected one of verified, reported, saw rumour" },
  { "since", "\"2026-11\"}", "\"2026-13\"}", DECANT_PACKAGE_ERROR_SCHEMA, "terms[0].since: expected a month" },
  { "no-forms", "[\"zappbote\"]", "[]", DECANT_PACKAGE_ERROR_SCHEMA, "terms[1].forms: expected an array of 1 to 64 items, saw 0" },
  { "form-twice", "\"zimble leaf\"", "\"zimbleaf\"", DECANT_PACKAGE_ERROR_SCHEMA, "terms[0].forms[1]: expected each item once" },
  { "form-empty", "\"zimble leaf\"", "\"\"", DECANT_PACKAGE_ERROR_SCHEMA, "terms[0].forms[1]: expected 1 to 200 characters, saw 0" },
  { "form-blank", "\"zimble leaf\"", "\" zimble\"", DECANT_PACKAGE_ERROR_SCHEMA, "terms[0].forms[1]: expected no blank" },
  { "form-newline", "\"zimble leaf\"", "\"zimble\\nleaf\"", DECANT_PACKAGE_ERROR_SCHEMA, "one line of text" },
  { "form-bidi", "\"zimble leaf\"", "\"zim\\u202ebleaf\"", DECANT_PACKAGE_ERROR_SCHEMA, "one line of text" },
  { "form-folds-away", "\"zimble leaf\"", "\"\\u200b\\u200b\"", DECANT_PACKAGE_ERROR_SCHEMA, "terms[0].forms[1]: expected a character that can be seen" },
  { "form-type", "\"zimble leaf\"", "7", DECANT_PACKAGE_ERROR_SCHEMA, "terms[0].forms[1]: expected a string, saw a number" },
  { "no-source", "[\"Example Gazette, 1 May 2026\"]", "[]", DECANT_PACKAGE_ERROR_SCHEMA, "terms[1].sources: expected an array of 1" },
  { "term-id", "\"de.delivery.zapp\"", "\"de..zapp\"", DECANT_PACKAGE_ERROR_SCHEMA, "terms[1].id: expected lower-case letters" },
  { "term-id-twice", "\"de.delivery.zapp\"", "\"en.cannabis.zimbleaf\"", DECANT_PACKAGE_ERROR_CLASH, "terms[1].id: expected each id once" },
  { "sense-both", "\"activity\": \"delivery\"", "\"activity\": \"delivery\", \"substance\": \"cannabis\"", DECANT_PACKAGE_ERROR_SCHEMA, "saw both" },
  { "sense-neither", "\"activity\": \"delivery\"", "\"gloss\": \"by bike\"", DECANT_PACKAGE_ERROR_SCHEMA, "terms[1].sense: expected either a substance or an activity, saw neither" },
  { "concept-near", "\"delivery\"}", "\"delivry\"}", DECANT_PACKAGE_ERROR_CONCEPT, "terms[1].sense: expected “delivery”, saw “delivry”" },
  { "concept-far", "\"delivery\"}", "\"teleport\"}", DECANT_PACKAGE_ERROR_CONCEPT, "expected a concept of the vocabulary, saw “teleport”" },
  { "concept-kind", "\"activity\": \"delivery\"", "\"activity\": \"cannabis\"", DECANT_PACKAGE_ERROR_CONCEPT, "to be given as a substance" },
};

static void
test_bad_package (gconstpointer data)
{
  const BadRow *row = data;
  g_autoptr (GBytes) bytes = edited (package_json, row->old, row->new);
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantPackage) package = parse (bytes, &error);

  g_assert_null (package);
  g_assert_error (error, DECANT_PACKAGE_ERROR, row->code);
  if (strstr (error->message, row->message) == NULL)
    g_error ("expected “%s”, saw “%s”", row->message, error->message);
}

static const BadRow bad_vocabularies[] = {
  { "no-english", "\"en\": \"delivery\"", "\"de\": \"Lieferung\"", DECANT_PACKAGE_ERROR_SCHEMA, "concepts[1].labels: expected a label in “en”" },
  { "sense", "\"activity\"", "\"act\"", DECANT_PACKAGE_ERROR_SCHEMA, "concepts[1].sense: expected one of substance, activity" },
  { "id", "\"delivery\",", "\"Delivery\",", DECANT_PACKAGE_ERROR_SCHEMA, "an id of lower-case letters" },
  { "twice", "\"delivery\",", "\"cannabis\",", DECANT_PACKAGE_ERROR_CLASH, "each concept once" },
  { "labels", "{\"en\": \"delivery\"}", "[]", DECANT_PACKAGE_ERROR_SCHEMA, "concepts[1].labels: expected an object" },
  { "format", "\"format\": 1", "\"format\": \"1\"", DECANT_PACKAGE_ERROR_SCHEMA, "format: expected 1 to 1, saw a string" },
};

static void
test_bad_vocabulary (gconstpointer data)
{
  const BadRow *row = data;
  g_autoptr (GBytes) bytes = edited (vocabulary_json, row->old, row->new);
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantVocabulary) vocabulary = decant_vocabulary_new (bytes, &error);

  g_assert_null (vocabulary);
  g_assert_error (error, DECANT_PACKAGE_ERROR, row->code);
  if (strstr (error->message, row->message) == NULL)
    g_error ("expected “%s”, saw “%s”", row->message, error->message);
}

static void
test_good_package (void)
{
  g_autoptr (DecantPackage) package = parse_edited ("\"Example\"", "\"Beispiel \\ud83d\\udc8a\"");
  const DecantTerm *first = decant_package_get_term (package, 0);
  const DecantTerm *second = decant_package_get_term (package, 1);

  g_assert_cmpstr (decant_package_get_id (package), ==, "example-team");
  g_assert_cmpstr (decant_package_get_version (package), ==, "1.0.0");
  g_assert_cmpstr (decant_package_get_title (package), ==, "Beispiel 💊");
  g_assert_cmpstr (decant_package_get_publisher (package), ==, "Example team");
  g_assert_cmpstr (decant_package_get_licence (package), ==, "CC0-1.0");
  g_assert_cmpstr (decant_package_get_issued (package), ==, "2026-11-24");
  g_assert_cmpstr (decant_package_get_languages (package)[1], ==, "de");
  g_assert_cmpstr (decant_package_get_sources (package)[0], ==, "https://example.test/list");
  g_assert_cmpuint (decant_package_get_n_terms (package), ==, 2);
  g_assert_cmpuint (decant_package_get_n_forms (package), ==, 3);
  g_assert_cmpstr (first->package, ==, "example-team");
  g_assert_cmpstr (first->concept, ==, "cannabis");
  g_assert_cmpstr (first->forms[1], ==, "zimble leaf");
  g_assert_cmpstr (first->innocent[0], ==, "a leaf");
  g_assert_cmpuint (first->ambiguity, ==, 2);
  g_assert_cmpuint (second->sense, ==, DECANT_SENSE_ACTIVITY);
  g_assert_cmpuint (second->boundary, ==, DECANT_BOUNDARY_EXACT);
  g_assert_cmpstr (second->gloss, ==, "");
  g_assert_cmpstr (second->since, ==, "");
  g_assert_null (second->innocent[0]);
}

/* What people copy must work, with the vocabulary that is shipped. */
static void
test_documented_example (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("DECANT_TESTS_DIR"), "..", "docs", "PACKAGES.md", NULL);
  g_autofree char *vocabulary_path = g_build_filename (g_getenv ("DECANT_DATA_DIR"), "packages", "vocabulary.json", NULL);
  g_autofree char *text = NULL;
  g_autofree char *words = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) words_bytes = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (DecantVocabulary) vocabulary = NULL;
  g_autoptr (DecantPackage) package = NULL;
  g_auto (GStrv) fences = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, &error));
  g_assert_true (g_file_get_contents (vocabulary_path, &words, NULL, &error));
  fences = g_strsplit (text, "```", -1);
  g_assert_cmpuint (g_strv_length (fences), ==, 3);
  words_bytes = g_bytes_new (words, strlen (words));
  vocabulary = decant_vocabulary_new (words_bytes, &error);
  g_assert_no_error (error);
  bytes = g_bytes_new (fences[1] + strlen ("json"), strlen (fences[1]) - strlen ("json"));
  package = decant_package_parse (bytes, vocabulary, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (decant_package_get_n_terms (package), ==, 2);
}

typedef struct {
  const char *name, *old, *new; /* an edit that adds an unknown member to a package */
  const char *path;             /* of the properties in the schema */
} SchemaRow;

static const SchemaRow schema_rows[] = {
  { "package", "\"licence\"", "\"colour\"", "$.properties" },
  { "term", "\"since\"", "\"colour\"", "$['$defs'].term.properties" },
  { "sense", "\"gloss\"", "\"colour\"", "$['$defs'].term.properties.sense.properties" },
};

/* The reader's members and the schema's are the same, in the same order. */
static void
test_schema_agrees (gconstpointer data)
{
  const SchemaRow *row = data;
  g_autofree char *file =
      g_build_filename (g_getenv ("DECANT_DATA_DIR"), "schemas", "package.schema.json", NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GBytes) bytes = edited (package_json, row->old, row->new);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) found = NULL;
  g_autoptr (GList) names = NULL;
  g_autoptr (GString) expected = g_string_new ("expected one of ");

  g_assert_true (json_parser_load_from_file (parser, file, &error));
  found = json_path_query (row->path, json_parser_get_root (parser), &error);
  g_assert_no_error (error);
  names = json_object_get_members (json_array_get_object_element (json_node_get_array (found), 0));
  for (GList *l = names; l != NULL; l = l->next)
    g_string_append_printf (expected, "%s%s", (const char *) l->data, l->next != NULL ? ", " : ", saw the unknown");
  g_assert_null (parse (bytes, &error));
  if (strstr (error->message, expected->str) == NULL)
    g_error ("expected “%s”, saw “%s”", expected->str, error->message);
}

static void
test_digest_is_of_the_bytes (void)
{
  g_autoptr (DecantPackage) package = parse_edited ("1.0.0", "1.0.0");
  g_autofree char *expected = g_compute_checksum_for_string (G_CHECKSUM_SHA256, package_json, -1);

  g_assert_cmpstr (decant_package_get_digest (package), ==, expected);
}

static void
test_too_large (void)
{
  gsize length = 16 * 1024 * 1024 + 1;
  g_autofree char *blanks = g_malloc (length);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  memset (blanks, ' ', length);
  bytes = g_bytes_new (blanks, length);
  g_assert_null (parse (bytes, &error));
  g_assert_error (error, DECANT_PACKAGE_ERROR, DECANT_PACKAGE_ERROR_TOO_LARGE);
}

static void
test_labels (void)
{
  g_autoptr (DecantVocabulary) vocabulary = new_vocabulary ();
  DecantSenseKind sense;

  g_assert_cmpstr (decant_vocabulary_get_label (vocabulary, "cannabis", "de"), ==, "Cannabis");
  g_assert_cmpstr (decant_vocabulary_get_label (vocabulary, "cannabis", "de-AT"), ==, "Cannabis");
  g_assert_cmpstr (decant_vocabulary_get_label (vocabulary, "cannabis", "pt-BR"), ==, "maconha");
  g_assert_cmpstr (decant_vocabulary_get_label (vocabulary, "cannabis", "pt"), ==, "cannabis");
  g_assert_cmpstr (decant_vocabulary_get_label (vocabulary, "delivery", NULL), ==, "delivery");
  g_assert_null (decant_vocabulary_get_label (vocabulary, "teleport", "en"));
  g_assert_true (decant_vocabulary_lookup (vocabulary, "delivery", &sense));
  g_assert_cmpuint (sense, ==, DECANT_SENSE_ACTIVITY);
  g_assert_cmpstr (decant_vocabulary_get_concepts (vocabulary)[1], ==, "delivery");
  g_assert_null (decant_vocabulary_get_concepts (vocabulary)[2]);
}

static DecantPackage *
second_package (const char *term_id)
{
  g_autofree char *quoted = g_strdup_printf ("\"%s\"", term_id);
  g_autoptr (GBytes) renamed = edited (package_json, "example-team", "another-team");
  g_autofree char *text = g_strndup (g_bytes_get_data (renamed, NULL), g_bytes_get_size (renamed));
  g_autoptr (GBytes) first = edited (text, "\"en.cannabis.zimbleaf\"", quoted);
  g_autofree char *first_text = g_strndup (g_bytes_get_data (first, NULL), g_bytes_get_size (first));
  g_autoptr (GBytes) bytes = edited (first_text, "\"de.delivery.zapp\"", "\"de.delivery.another\"");
  g_autoptr (GError) error = NULL;
  DecantPackage *package = parse (bytes, &error);

  g_assert_no_error (error);
  return package;
}

static DecantLexicon *
merge (DecantPackage *a, DecantPackage *b, GError **error)
{
  g_autoptr (GPtrArray) packages = g_ptr_array_new ();

  g_ptr_array_add (packages, a);
  g_ptr_array_add (packages, b);
  return decant_packages_merge (packages, error);
}

static void
test_merge (void)
{
  g_autoptr (DecantPackage) a = parse_edited ("1.0.0", "1.0.0");
  g_autoptr (DecantPackage) b = second_package ("en.cannabis.another");
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantLexicon) ab = merge (a, b, &error);
  g_autoptr (DecantLexicon) ba = merge (b, a, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (decant_lexicon_get_n_terms (ab), ==, 4);
  g_assert_cmpstr (decant_lexicon_find (ab, "de.delivery.another")->package, ==, "another-team");
  g_assert_cmpstr (decant_lexicon_get_digest (ab), ==, decant_lexicon_get_digest (ba));
  g_assert_cmpuint (strlen (decant_lexicon_get_digest (ab)), ==, 64);
}

static void
test_merge_outlives_packages (void)
{
  DecantPackage *a = parse_edited ("1.0.0", "1.0.0");
  DecantPackage *b = second_package ("en.cannabis.another");
  g_autoptr (DecantLexicon) lexicon = merge (a, b, NULL);

  decant_package_unref (a);
  decant_package_unref (b);
  g_assert_cmpstr (decant_lexicon_find (lexicon, "en.cannabis.zimbleaf")->forms[0], ==, "zimbleaf");
}

static void
test_merge_clash (void)
{
  g_autoptr (DecantPackage) a = parse_edited ("1.0.0", "1.0.0");
  g_autoptr (DecantPackage) b = second_package ("en.cannabis.zimbleaf");
  g_autoptr (GError) error = NULL;

  g_assert_null (merge (a, b, &error));
  g_assert_error (error, DECANT_PACKAGE_ERROR, DECANT_PACKAGE_ERROR_CLASH);
  g_assert_nonnull (strstr (error->message, "“en.cannabis.zimbleaf” in “another-team” and in “example-team”"));
}

static void
add_rows (const char *area, const BadRow *rows, gsize n, GTestDataFunc function)
{
  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *path = g_strdup_printf ("/packages/%s/%s", area, rows[i].name);
      g_test_add_data_func (path, &rows[i], function);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_rows ("package/refuses", bad_packages, G_N_ELEMENTS (bad_packages), test_bad_package);
  add_rows ("vocabulary/refuses", bad_vocabularies, G_N_ELEMENTS (bad_vocabularies), test_bad_vocabulary);
  for (gsize i = 0; i < G_N_ELEMENTS (schema_rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/packages/package/schema-agrees/%s", schema_rows[i].name);
      g_test_add_data_func (path, &schema_rows[i], test_schema_agrees);
    }
  g_test_add_func ("/packages/package/reads-every-member", test_good_package);
  g_test_add_func ("/packages/package/documented-example", test_documented_example);
  g_test_add_func ("/packages/package/digest-is-of-the-bytes", test_digest_is_of_the_bytes);
  g_test_add_func ("/packages/package/too-large", test_too_large);
  g_test_add_func ("/packages/vocabulary/labels", test_labels);
  g_test_add_func ("/packages/merge/order-does-not-matter", test_merge);
  g_test_add_func ("/packages/merge/outlives-packages", test_merge_outlives_packages);
  g_test_add_func ("/packages/merge/clash", test_merge_clash);
  return g_test_run ();
}
