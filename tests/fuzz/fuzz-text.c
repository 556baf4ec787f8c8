/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "packages/library.h"

#include <string.h>

/* The whole scanner on arbitrary text with the shipped data. The first byte chooses a language; what is not UTF-8 is cut
 * off, as the border does (scanner.h). Whatever the text, the promises of assessment.h hold. */

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static DecantScanner *
get_scanner (void)
{
  static DecantLibrary *library; /* loaded once: a target has no other place to keep it */
  g_autoptr (GError) error = NULL;

  if (library == NULL && (library = decant_library_load (&error)) == NULL)
    g_error ("%s", error->message);
  return decant_library_get_scanner (library);
}

static void
check_span (const char *text, gsize length, DecantSpan span)
{
  g_assert_cmpuint (span.start, <, span.end);
  g_assert_cmpuint (span.end, <=, length);
  g_assert_true (((guint8) text[span.start] & 0xc0) != 0x80);
  g_assert_true (span.end == length || ((guint8) text[span.end] & 0xc0) != 0x80);
}

static void
check_reasons (const DecantAssessment *assessment, const char *text, gsize length)
{
  gint32 sum = 0;

  g_assert_cmpstr (assessment->reasons[0].feature, ==, "bias");
  for (guint i = 0; i < assessment->n_reasons; i++)
    {
      sum += assessment->reasons[i].weight;
      if (assessment->reasons[i].has_span)
        check_span (text, length, assessment->reasons[i].span);
    }
  g_assert_cmpint (sum, ==, assessment->logit);
  g_assert_true (assessment->score >= 0 && assessment->score <= 1);
}

/* The length of what is UTF-8 from the start on. GLib stops at NULs, which are text like any other here. */
static gsize
valid_length (const char *text, gsize length)
{
  const char *end = text, *limit = text + length;

  while (end < limit && !g_utf8_validate (end, limit - end, &end) && *end == '\0')
    end++;
  return (gsize) (end - text);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const char *const languages[] = { "", "en", "de", "ru", "zh", "th", "ko", "ar" };
  g_autoptr (DecantAssessment) assessment = NULL;
  g_autofree char *text = NULL;
  gsize length;

  if (size == 0 || size > 1 << 20)
    return 0;
  text = g_strndup ((const char *) data + 1, size - 1);
  memcpy (text, data + 1, size - 1); /* NULs and all */
  length = valid_length (text, size - 1);
  assessment = decant_scanner_scan (get_scanner (), text, length, languages[data[0] % G_N_ELEMENTS (languages)]);
  for (guint i = 0; i < assessment->n_hits; i++)
    check_span (text, length, assessment->hits[i].span);
  for (guint i = 0; i < assessment->n_signals; i++)
    check_span (text, length, assessment->signals[i].span);
  for (guint i = 0; i < assessment->n_identifiers; i++)
    check_span (text, length, assessment->identifiers[i].span);
  check_reasons (assessment, text, length);
  return 0;
}
