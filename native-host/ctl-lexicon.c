/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "native-host/ctl.h"
#include "packages/library.h"
#include "packages/lint.h"
#include "protocol/json-writer.h"

#include <string.h>

typedef struct {
  char *folder;
  DecantVocabulary *vocabulary;
  DecantCommonWords *words;
  GPtrArray *packages;  /* of DecantPackage */
  GHashTable *asked;    /* ids of the packages that were named; empty: all of the data folder is asked */
  char **prose;         /* innocent posts */
  GPtrArray *findings;  /* of DecantLintFinding */
} Lint;

static void
clear_lint (Lint *lint)
{
  g_free (lint->folder);
  g_clear_pointer (&lint->vocabulary, decant_vocabulary_unref);
  g_clear_pointer (&lint->words, decant_common_words_free);
  g_ptr_array_unref (lint->packages);
  g_hash_table_unref (lint->asked);
  g_strfreev (lint->prose);
  g_ptr_array_unref (lint->findings);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Lint, clear_lint)

/* --- reading ------------------------------------------------------------------------------------------------------ */

static GBytes *
read_file (const char *path, GError **error)
{
  char *text;
  gsize length;

  return g_file_get_contents (path, &text, &length, error) ? g_bytes_new_take (text, length) : NULL;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* The names in the data folder's @name that end in @suffix, sorted; NULL-terminated. A folder that is not there is empty. */
static GPtrArray *
list_names (const Lint *lint, const char *name, const char *suffix)
{
  g_autofree char *folder = g_build_filename (lint->folder, name, NULL);
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *entry;

  while (dir != NULL && (entry = g_dir_read_name (dir)) != NULL)
    if (*entry != '.' && g_str_has_suffix (entry, suffix))
      g_ptr_array_add (names, g_strdup (entry));
  g_ptr_array_sort (names, compare_names);
  return names;
}

static gboolean
read_lists (Lint *lint, GError **error)
{
  g_autofree char *vocabulary = g_build_filename (lint->folder, "packages", "vocabulary.json", NULL);
  g_autofree char *words = g_build_filename (lint->folder, "packages", "common-words.txt", NULL);
  g_autoptr (GBytes) json = read_file (vocabulary, error);
  g_autoptr (GBytes) text = json != NULL ? read_file (words, error) : NULL;

  if (text == NULL)
    return FALSE;
  lint->vocabulary = decant_vocabulary_new (json, error);
  lint->words = lint->vocabulary != NULL ? decant_common_words_new (text, error) : NULL;
  return lint->words != NULL;
}

/* A package that was named stands in for the shipped one of its id. */
static void
add_package (Lint *lint, DecantPackage *package)
{
  for (guint i = 0; i < lint->packages->len; i++)
    if (g_str_equal (decant_package_get_id (g_ptr_array_index (lint->packages, i)), decant_package_get_id (package)))
      g_ptr_array_remove_index (lint->packages, i--);
  g_ptr_array_add (lint->packages, package);
}

static DecantPackage *
read_package (Lint *lint, const char *path, GError **error)
{
  g_autoptr (GBytes) json = read_file (path, error);
  DecantPackage *package = json != NULL ? decant_package_parse (json, lint->vocabulary, error) : NULL;

  if (package == NULL)
    g_prefix_error (error, "%s: ", path);
  return package;
}

static gboolean
read_shipped (Lint *lint, GError **error)
{
  g_autoptr (GPtrArray) names = list_names (lint, "packages", ".json");

  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path = g_build_filename (lint->folder, "packages", g_ptr_array_index (names, i), NULL);
      DecantPackage *package;

      if (g_str_equal (g_ptr_array_index (names, i), "vocabulary.json"))
        continue;
      if ((package = read_package (lint, path, error)) == NULL)
        return FALSE;
      add_package (lint, package);
    }
  return TRUE;
}

static gboolean
read_named (Lint *lint, char **paths, GError **error)
{
  for (; *paths != NULL; paths++)
    {
      DecantPackage *package = read_package (lint, *paths, error);
      if (package == NULL)
        return FALSE;
      g_hash_table_add (lint->asked, g_strdup (decant_package_get_id (package)));
      add_package (lint, package);
    }
  return TRUE;
}

/* The third columns of a table of tests/cases: language, band, text, spans. */
static void
add_texts (GStrvBuilder *texts, const char *table)
{
  g_auto (GStrv) lines = g_strsplit (table, "\n", -1);

  for (char **line = lines; *line != NULL; line++)
    {
      g_auto (GStrv) cells = g_strsplit (*line, "\t", 4);
      if (**line != '#' && g_strv_length (cells) >= 3)
        g_strv_builder_add (texts, cells[2]);
    }
}

static gboolean
read_prose (Lint *lint, char **paths, GError **error)
{
  g_autoptr (GStrvBuilder) texts = g_strv_builder_new ();

  for (; paths != NULL && *paths != NULL; paths++)
    {
      g_autofree char *table = NULL;
      if (!g_file_get_contents (*paths, &table, NULL, error))
        return FALSE;
      add_texts (texts, table);
    }
  lint->prose = g_strv_builder_end (texts);
  return TRUE;
}

/* --- linting ------------------------------------------------------------------------------------------------------ */

static void
take_findings (Lint *lint, GPtrArray *findings)
{
  g_ptr_array_extend_and_steal (lint->findings, findings);
}

static gboolean
lint_packages (Lint *lint, GError **error)
{
  GPtrArray *findings = decant_lint_packages (lint->packages, lint->words, error);

  if (findings == NULL)
    return FALSE;
  for (guint i = findings->len; i > 0 && g_hash_table_size (lint->asked) > 0; i--)
    if (!g_hash_table_contains (lint->asked, ((DecantLintFinding *) g_ptr_array_index (findings, i - 1))->package))
      g_ptr_array_remove_index (findings, i - 1);
  take_findings (lint, findings);
  return TRUE;
}

static gboolean
lint_signals (Lint *lint, GError **error)
{
  g_autoptr (GPtrArray) names = list_names (lint, "signals", ".json");

  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *name = g_strconcat ("signals/", g_ptr_array_index (names, i), NULL);
      g_autofree char *path = g_build_filename (lint->folder, name, NULL);
      g_autoptr (GBytes) json = read_file (path, error);
      GPtrArray *findings;

      if (json == NULL)
        return FALSE;
      findings = decant_lint_signals (json, name, lint->words, (const char *const *) lint->prose, error);
      if (findings == NULL)
        {
          g_prefix_error (error, "%s: ", path);
          return FALSE;
        }
      take_findings (lint, findings);
    }
  return TRUE;
}

static gboolean
lint_records (Lint *lint, GError **error)
{
  g_autoptr (GPtrArray) names = list_names (lint, "packages" G_DIR_SEPARATOR_S "weighing", ".tsv");

  for (guint i = 0; i < names->len; i++)
    {
      const char *file = g_ptr_array_index (names, i);
      g_autofree char *name = g_strconcat ("weighing/", file, NULL);
      g_autofree char *language = g_strndup (file, strlen (file) - strlen (".tsv"));
      g_autofree char *path = g_build_filename (lint->folder, "packages", name, NULL);
      g_autoptr (GBytes) tsv = read_file (path, error);

      if (tsv == NULL)
        return FALSE;
      take_findings (lint, decant_lint_record (tsv, name, language, lint->packages));
    }
  return TRUE;
}

static gboolean
lint_all (Lint *lint, char **paths, char **tables, GError **error)
{
  if (!read_lists (lint, error) || !read_shipped (lint, error) || !read_named (lint, paths, error)
      || !read_prose (lint, tables, error) || !lint_packages (lint, error))
    return FALSE;
  return *paths != NULL || (lint_signals (lint, error) && lint_records (lint, error));
}

/* --- printing ----------------------------------------------------------------------------------------------------- */

static void
print_json (const DecantLintFinding *finding)
{
  g_autoptr (GString) out = g_string_new (NULL);
  DecantJsonWriter writer = DECANT_JSON_WRITER (out);

  decant_json_begin_object (&writer, NULL);
  decant_json_string (&writer, "rule", decant_lint_rule_to_string (finding->rule));
  decant_json_string (&writer, "package", finding->package);
  decant_json_string (&writer, "term", finding->term);
  decant_json_string (&writer, "form", finding->form);
  decant_json_string (&writer, "message", finding->message);
  decant_json_end_object (&writer);
  g_print ("%s\n", out->str);
}

static void
print_finding (const DecantLintFinding *finding)
{
  g_print ("%s: %s", finding->package, finding->term);
  if (*finding->form != '\0')
    g_print (" “%s”", finding->form);
  g_print (": %s [%s]\n", finding->message, decant_lint_rule_to_string (finding->rule));
}

static void
print_counts (GPtrArray *findings)
{
  guint counts[DECANT_N_LINT_RULES] = { 0 };

  for (guint i = 0; i < findings->len; i++)
    counts[((DecantLintFinding *) g_ptr_array_index (findings, i))->rule]++;
  g_print ("%s%u findings\n", findings->len > 0 ? "\n" : "", findings->len);
  for (guint rule = 0; rule < DECANT_N_LINT_RULES; rule++)
    if (counts[rule] > 0)
      g_print ("  %-18s %u\n", decant_lint_rule_to_string (rule), counts[rule]);
}

static void
print (GPtrArray *findings, gboolean jsonl)
{
  for (guint i = 0; i < findings->len; i++)
    if (jsonl)
      print_json (g_ptr_array_index (findings, i));
    else
      print_finding (g_ptr_array_index (findings, i));
  if (!jsonl)
    print_counts (findings);
}

static int
run_lint (int argc, char **argv)
{
  gboolean jsonl = FALSE;
  g_auto (GStrv) tables = NULL;
  const GOptionEntry entries[] = {
    { "jsonl", 0, 0, G_OPTION_ARG_NONE, &jsonl, "Print one JSON object a finding", NULL },
    { "innocent", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &tables, "A table of innocent posts (language, band, text)", "TABLE" },
    { NULL },
  };
  g_autoptr (GError) error = NULL;
  g_auto (Lint) lint = { 0 };

  lint.folder = decant_library_dup_data_folder ();
  lint.packages = g_ptr_array_new_with_free_func ((GDestroyNotify) decant_package_unref);
  lint.asked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  lint.findings = g_ptr_array_new_with_free_func ((GDestroyNotify) decant_lint_finding_free);
  if (!ctl_parse (&argc, &argv, "lexicon lint [FILE…]", entries,
                  "FILE is a package; it is read beside the shipped ones. Without FILE the shipped packages, signals and\n"
                  "weighing records are read. docs/PACKAGES.md has the rules and their reasons.\n\n"
                  "Exit status: 0 clean, 1 findings, 2 a file cannot be read."))
    return CTL_NOT_DONE;
  if (!lint_all (&lint, argv + 1, tables, &error))
    return ctl_fail (error);
  print (lint.findings, jsonl);
  return lint.findings->len > 0 ? CTL_WRONG : CTL_OK;
}

int
ctl_lexicon (int argc, char **argv)
{
  if (argc > 1 && strcmp (argv[1], "--help") == 0)
    return run_lint (argc, argv);
  if (argc < 2 || strcmp (argv[1], "lint") != 0)
    {
      g_printerr ("decantctl: expected \"lexicon lint\". See decantctl lexicon lint --help.\n");
      return CTL_NOT_DONE;
    }
  return run_lint (argc - 1, argv + 1);
}
