/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Hostile texts against the shipped data: what a scan counts and takes stays bounded whatever is repeated. Memory
 * stands for work here, since both come from what the readings, the index and the signals put down for each byte, and
 * it is the same on every machine; time is measured by tests/bench/bench-hostile.c.
 */
#include "hostile-texts.h"
#include "packages/library.h"

#include <locale.h>

#define LENGTH ((gsize) 1 << 16)
#define LONG_LENGTH ((gsize) 1 << 20) /* the longest text that a scanner takes */
/* Bytes of memory for each byte of text, with what the arena keeps free in its last blocks; docs/ENGINE.md, "Cost". */
#define MOST_FOR_EACH 128
#define MOST_AT_ALL ((gsize) 4 << 20) /* for short texts: a block, the n-grams */

static DecantLibrary *library;

/* Bytes that the scan of @text took. */
static gsize
examine (const char *text, gsize length)
{
  DecantScanner *scanner = decant_library_get_scanner (library);
  g_autoptr (DecantAssessment) assessment = decant_scanner_scan (scanner, text, length, "en");
  g_autoptr (DecantArena) arena = decant_arena_new ();
  DecantExamination examination;

  g_assert_cmpuint (assessment->n_identifiers, <=, 64);
  g_assert_cmpuint (assessment->n_reasons, <=, DECANT_MAX_FINDINGS + 1);
  g_assert_cmpuint (assessment->n_hits, <=, length);
  decant_scanner_examine (scanner, arena, text, length, "en", 18, &examination);
  return decant_arena_get_bytes (arena);
}

static void
check (gconstpointer data)
{
  gsize length;
  g_autofree char *text = hostile_text_make (data, LENGTH, &length);
  gsize bytes = examine (text, length);

  g_test_message ("%.1f bytes for each", (double) bytes / (double) length);
  g_assert_cmpuint (bytes, <=, MOST_AT_ALL + MOST_FOR_EACH * length);
}

/* At the full length the bound holds without the allowance for short texts. */
static void
check_long (void)
{
  static const char *const units[]
      = { "a ", "c o k e ", "#weed", "1g 10€ ", "%63", "The house by the lake has a garden. " };

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    {
      HostileText repeated = { "", units[i] };
      gsize length;
      g_autofree char *text = hostile_text_make (&repeated, LONG_LENGTH, &length);
      gsize bytes = examine (text, length);
      g_test_message ("%s: %.1f bytes for each", units[i], (double) bytes / (double) length);
      g_assert_cmpuint (bytes, <=, MOST_FOR_EACH * length);
    }
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  int result;

  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  library = decant_library_load (&error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (hostile_texts); i++)
    {
      g_autofree char *path = g_strdup_printf ("/hostile/%s", hostile_texts[i].name);
      g_test_add_data_func (path, &hostile_texts[i], check);
    }
  g_test_add_func ("/hostile/at full length", check_long);
  result = g_test_run ();
  decant_library_free (library);
  return result;
}
