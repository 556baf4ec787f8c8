/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "native-host/ctl.h"
#include "native-host/assessment-json.h"
#include "native-host/marked-text.h"
#include "native-host/post-line.h"
#include "packages/library.h"
#include "protocol/frame.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* --- JSON Lines ------------------------------------------------------------------------------------------- */

static void
write_assessment (GString *out, DecantScanner *scanner, const DecantPostLine *post)
{
  g_autoptr (DecantAssessment) assessment = decant_scanner_scan (scanner, post->text, post->length, post->language);
  DecantJsonWriter writer = DECANT_JSON_WRITER (out);

  decant_json_begin_object (&writer, NULL);
  decant_json_raw (&writer, "id", post->id, strlen (post->id));
  decant_assessment_json_members (&writer, assessment, post->text, post->length, G_MAXUINT);
  decant_json_end_object (&writer);
}

static void
write_error (GString *out, const char *id, guint64 line, const GError *error)
{
  DecantJsonWriter writer = DECANT_JSON_WRITER (out);

  decant_json_begin_object (&writer, NULL);
  decant_json_raw (&writer, "id", id != NULL ? id : "null", strlen (id != NULL ? id : "null"));
  decant_json_int (&writer, "line", line);
  decant_json_string (&writer, "error", error->message);
  decant_json_end_object (&writer);
}

/* FALSE if the line is no post; then @out says why. */
static gboolean
scan_line (GString *out, DecantScanner *scanner, char *line, gsize length, guint64 number)
{
  g_auto (DecantPostLine) post = { NULL };
  g_autoptr (GError) error = NULL;

  g_string_truncate (out, 0);
  decant_post_line_repair (line, length);
  if (decant_post_line_parse (line, length, &post, &error))
    write_assessment (out, scanner, &post);
  else
    write_error (out, post.id, number, error);
  g_string_append_c (out, '\n');
  return error == NULL;
}

static gboolean
is_blank (const char *line, gsize length)
{
  return strspn (line, " \t\r") >= length;
}

static int
scan_lines (DecantScanner *scanner, FILE *in)
{
  g_autoptr (GString) out = g_string_new (NULL);
  char *line = NULL;
  size_t capacity = 0;
  guint64 number = 0;
  int status = CTL_OK;
  ssize_t length;

  while ((length = getline (&line, &capacity, in)) >= 0)
    {
      number++;
      if (length > 0 && line[length - 1] == '\n')
        line[--length] = '\0';
      if (is_blank (line, length))
        continue;
      if (!scan_line (out, scanner, line, length, number))
        status = CTL_WRONG;
      fwrite (out->str, 1, out->len, stdout);
    }
  free (line);
  return ferror (in) ? CTL_NOT_DONE : status;
}

/* --- plain text ------------------------------------------------------------------------------------------- */

static char *
read_all (FILE *in, gsize *length, GError **error)
{
  g_autofree char *text = g_malloc (DECANT_POST_MAX + 1);

  *length = fread (text, 1, DECANT_POST_MAX + 1, in);
  if (!ferror (in) && *length <= DECANT_POST_MAX)
    {
      text[*length] = '\0';
      return g_steal_pointer (&text);
    }
  if (ferror (in))
    g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno), "%s", g_strerror (errno));
  else
    g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "expected at most %d bytes for one post, saw more", DECANT_POST_MAX);
  return NULL;
}

static gboolean
scan_text (DecantScanner *scanner, FILE *in, const char *language, gboolean colour, GError **error)
{
  gsize length;
  g_autofree char *bytes = read_all (in, &length, error);
  g_autofree char *text = bytes != NULL ? g_utf8_make_valid (bytes, length) : NULL;
  g_autoptr (DecantAssessment) assessment = NULL;
  g_autofree char *report = NULL;

  if (text == NULL)
    return FALSE;
  length = strlen (text);
  if (length > DECANT_POST_MAX)
    {
      g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "expected text in UTF-8, saw something else");
      return FALSE;
    }
  assessment = decant_scanner_scan (scanner, text, length, language);
  report = decant_marked_text (assessment, text, length, colour);
  fputs (report, stdout);
  return TRUE;
}

/* --- the command ------------------------------------------------------------------------------------------ */

typedef struct {
  gboolean jsonl, colour;
  char *language;
} Options;

static int
scan_stream (DecantScanner *scanner, FILE *in, const char *name, const Options *options)
{
  g_autoptr (GError) error = NULL;

  if (options->jsonl)
    return scan_lines (scanner, in);
  if (scan_text (scanner, in, options->language, options->colour, &error))
    return CTL_OK;
  g_printerr ("decantctl: %s: %s.\n", name, error->message);
  return CTL_WRONG;
}

static int
scan_file (DecantScanner *scanner, const char *path, gboolean titled, const Options *options)
{
  FILE *in = fopen (path, "re");
  int status;

  if (in == NULL)
    {
      g_printerr ("decantctl: %s: %s.\n", path, g_strerror (errno));
      return CTL_WRONG;
    }
  if (titled && !options->jsonl)
    printf ("== %s\n", path);
  status = scan_stream (scanner, in, path, options);
  fclose (in);
  return status;
}

static int
scan_all (DecantScanner *scanner, int n, char **paths, const Options *options)
{
  int status = CTL_OK;

  if (n == 0)
    return scan_stream (scanner, stdin, "standard input", options);
  for (int i = 0; i < n; i++)
    {
      int one = scan_file (scanner, paths[i], n > 1, options);
      status = MAX (status, one);
    }
  return status;
}

int
ctl_scan (int argc, char **argv)
{
  gboolean without_wording = FALSE;
  Options options = { .colour = isatty (STDOUT_FILENO) && g_getenv ("NO_COLOR") == NULL };
  g_autofree char *language = NULL;
  const GOptionEntry entries[] = {
    { "jsonl", 0, 0, G_OPTION_ARG_NONE, &options.jsonl, "Posts as JSON Lines in, assessments as JSON Lines out", NULL },
    { "lang", 0, 0, G_OPTION_ARG_STRING, &language, "Language of a plain text, if known", "TAG" },
    { "without-wording", 0, 0, G_OPTION_ARG_NONE, &without_wording, "Use the model that has no n-grams", NULL },
    { NULL },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantLibrary) library = NULL;
  int status;

  if (!ctl_parse (&argc, &argv, "scan [FILE…]", entries,
                  "Reads standard input, or files, each as one post; prints it with what was found marked, and why it counts.\n\n"
                  "With --jsonl each line is a post, {\"id\": …, \"text\": \"…\", \"lang\": \"…\"}, and each answer a line with id,\n"
                  "score, band, hits, signals, identifiers and reasons (docs/PROTOCOL.md; offsets in UTF-16 units). A lone\n"
                  "surrogate or a NUL counts as U+FFFD. A line that is no post is answered with id, line and error.\n\n"
                  "Exit status: 0 all was read, 1 some line or file was not, 2 the data files cannot be read."))
    return CTL_NOT_DONE;
  options.language = language;
  library = without_wording ? decant_library_load_without_wording (&error) : decant_library_load (&error);
  if (library == NULL)
    return ctl_fail (error);
  setvbuf (stdout, NULL, _IOFBF, 1 << 16);
  status = scan_all (decant_library_get_scanner (library), argc - 1, argv + 1, &options);
  if (fflush (stdout) == 0 && !ferror (stdout))
    return status;
  g_printerr ("decantctl: standard output: %s.\n", g_strerror (errno));
  return CTL_NOT_DONE;
}
