/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "packages/library.h"

#include <locale.h>
#include <string.h>

/*
 * Runs the tables of invented posts over the shipped data. A row is four columns with tabs between:
 *
 *   language   what the page states
 *   band       none, notice, suspect or strong, or a bound: <=notice, >=suspect; "any" when the row is about spans alone
 *   text       the post; "\n" is a line end
 *   spans      what must be found, with " | " between: QUOTE=CONCEPT (a hit), QUOTE=#KIND (a signal), QUOTE=@KIND (an
 *              identifier); the quote is a piece of the text that the found span holds or is held by. With "!" before
 *              the quote it must not be found.
 *
 * Each *.tsv of this folder is a table. Rows are facts about one post at a time, never a measure of quality. A corrected
 * fault becomes a row.
 */

static DecantLibrary *library;

static char *
folder (void)
{
  return g_build_filename (g_getenv ("DECANT_TESTS_DIR"), "cases", NULL);
}

static DecantBand
band_from_string (const char *name)
{
  DecantBand band = DECANT_BAND_NONE;

  while (!g_str_equal (decant_band_to_string (band), name))
    band++;
  return band;
}

static gboolean
band_fits (DecantBand seen, const char *expected)
{
  if (g_str_equal (expected, "any"))
    return TRUE;
  if (g_str_has_prefix (expected, "<="))
    return seen <= band_from_string (expected + 2);
  if (g_str_has_prefix (expected, ">="))
    return seen >= band_from_string (expected + 2);
  return seen == band_from_string (expected);
}

/* Whether the span is in one of the places where the quote stands. */
static gboolean
is_at_quote (const char *text, const char *quote, DecantSpan span)
{
  for (const char *p = text; (p = strstr (p, quote)) != NULL; p++)
    {
      gsize start = (gsize) (p - text), end = start + strlen (quote);
      if ((span.start <= start && span.end >= end) || (span.start >= start && span.end <= end))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_found (const DecantAssessment *assessment, const char *text, const char *quote, const char *what)
{
  for (guint i = 0; i < assessment->n_hits; i++)
    if (g_str_equal (assessment->hits[i].term->concept, what) && is_at_quote (text, quote, assessment->hits[i].span))
      return TRUE;
  for (guint i = 0; *what == '#' && i < assessment->n_signals; i++)
    if (g_str_equal (assessment->signals[i].kind, what + 1) && is_at_quote (text, quote, assessment->signals[i].span))
      return TRUE;
  for (guint i = 0; *what == '@' && i < assessment->n_identifiers; i++)
    if (g_str_equal (assessment->identifiers[i].kind, what + 1)
        && is_at_quote (text, quote, assessment->identifiers[i].span))
      return TRUE;
  return FALSE;
}

static void
describe (GString *out, const DecantAssessment *assessment, const char *text)
{
  for (guint i = 0; i < assessment->n_reasons; i++)
    {
      const DecantReason *reason = &assessment->reasons[i];
      g_string_append_printf (out, "\n    %+6d %s \"%.*s\"", reason->weight, reason->feature,
                              reason->has_span ? (int) (reason->span.end - reason->span.start) : 0,
                              text + reason->span.start);
    }
}

static guint
check_spans (const DecantAssessment *assessment, const char *text, const char *spans, GString *report)
{
  g_auto (GStrv) items = g_strsplit (spans, " | ", -1);
  guint faults = 0;

  for (char **item = items; *item != NULL; item++)
    {
      char *equals = strrchr (*item, '=');
      gboolean wanted = **item != '!';
      const char *quote = wanted ? *item : *item + 1;
      if (**item == '\0')
        continue;
      g_assert_nonnull (equals);
      *equals = '\0';
      if (strstr (text, quote) == NULL)
        g_error ("\"%s\" is not in \"%s\"", quote, text);
      if (is_found (assessment, text, quote, equals + 1) != wanted)
        {
          faults++;
          g_string_append_printf (report, "\n  %s: %s=%s in \"%s\"", wanted ? "not found" : "found", quote, equals + 1, text);
        }
    }
  return faults;
}

static guint
check_row (const char *line, GString *report)
{
  g_auto (GStrv) columns = g_strsplit (line, "\t", 4);
  DecantScanner *scanner = decant_library_get_scanner (library);
  g_autoptr (DecantAssessment) assessment = NULL;
  g_autofree char *text = NULL;
  guint faults;

  g_assert_cmpuint (g_strv_length (columns), ==, 4);
  text = g_strcompress (columns[2]);
  assessment = decant_scanner_scan (scanner, text, strlen (text), columns[0]);
  faults = check_spans (assessment, text, columns[3], report);
  if (!band_fits (assessment->band, columns[1]))
    {
      faults++;
      g_string_append_printf (report, "\n  expected %s, saw %s (%.4f): \"%s\"", columns[1],
                              decant_band_to_string (assessment->band), assessment->score, text);
      describe (report, assessment, text);
    }
  return faults;
}

static void
test_table (gconstpointer data)
{
  g_autofree char *cases = folder ();
  g_autofree char *path = g_build_filename (cases, data, NULL);
  g_autoptr (GString) report = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *table = NULL;
  g_auto (GStrv) lines = NULL;
  guint rows = 0, faults = 0;

  g_file_get_contents (path, &table, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (table, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    if (**line != '\0' && **line != '#')
      {
        rows++;
        faults += check_row (*line, report);
      }
  g_assert_cmpuint (rows, >, 0);
  g_test_message ("%u rows", rows);
  if (faults > 0)
    g_error ("%u faults%s", faults, report->str);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
add_tables (GPtrArray *names)
{
  g_autofree char *path = folder ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (path, 0, &error);
  const char *name;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".tsv"))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *test = g_strdup_printf ("/cases/%s", (const char *) names->pdata[i]);
      g_test_add_data_func (test, names->pdata[i], test_table);
    }
}

int
main (int argc, char **argv)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  int status;

  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  library = decant_library_load (&error);
  if (library == NULL)
    g_error ("%s", error->message);
  add_tables (names);
  status = g_test_run ();
  decant_library_free (library);
  return status;
}
