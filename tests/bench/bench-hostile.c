/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a mebibyte of hostile text costs, as a multiple of what a mebibyte of prose costs in the same run: each text of
 * hostile-texts.h, words of the greatest length, and the words of each rule of signals. More than 50 times fails.
 */
#include "../cases/hostile-texts.h"
#include "packages/library.h"
#include "posts.h"

#include <json-glib/json-glib.h>
#include <locale.h>
#include <string.h>
#include <time.h>

#define LENGTH ((gsize) 1 << 20)
#define RULE_LENGTH ((gsize) 1 << 16) /* there are hundreds of rules */
#define MOST 50.0
#define TRIES 3 /* the fastest counts */

typedef struct
{
  DecantScanner *scanner;
  double prose; /* microseconds a byte */
  guint too_slow;
} Bench;

static double
now (void)
{
  struct timespec at;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &at);
  return (double) at.tv_sec * 1e6 + (double) at.tv_nsec / 1e3;
}

/* Microseconds a byte. */
static double
measure (const Bench *self, const char *text, gsize length)
{
  double best = G_MAXDOUBLE;

  for (guint i = 0; i < TRIES; i++)
    {
      double start = now ();
      decant_assessment_free (decant_scanner_scan (self->scanner, text, length, "en"));
      best = MIN (best, now () - start);
    }
  return best / (double) length;
}

static double
report (Bench *self, const char *name, const char *text, gsize length, gboolean always)
{
  double ratio = measure (self, text, length) / self->prose;

  if (always || ratio > MOST)
    g_print ("  %-24s %6.2f%s\n", name, ratio, ratio > MOST ? "  TOO SLOW" : "");
  self->too_slow += ratio > MOST;
  return ratio;
}

static void
measure_prose (Bench *self)
{
  g_autoptr (GPtrArray) posts = bench_posts_of_prose (self->scanner);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; text->len < LENGTH - 2000; i++)
    g_string_append_printf (text, "%s\n", ((BenchPost *) posts->pdata[i % posts->len])->text);
  self->prose = measure (self, text->str, text->len);
  g_print ("prose: %.1f MB/s; times as long as prose:\n", 1 / self->prose);
}

/* Words of 8,192 letters, each another. */
static void
measure_long_words (Bench *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; text->len < LENGTH; i++)
    g_string_append_c (text, i % 8193 == 8192 ? ' ' : (char) ('a' + (i * 7 + i / 26) % 26));
  report (self, "words of 8,192 letters", text->str, LENGTH, TRUE);
}

/* All words of a rule, or the atoms of its pattern with numbers between, again and again. */
static void
append_rule (GString *text, JsonObject *rule)
{
  gboolean words = json_object_has_member (rule, "words");
  JsonObject *needs = words ? NULL : json_object_get_object_member (rule, "needs");
  JsonArray *all = words                                     ? json_object_get_array_member (rule, "words")
                   : json_object_has_member (needs, "atoms") ? json_object_get_array_member (needs, "atoms")
                                                             : NULL;
  guint n = all != NULL ? json_array_get_length (all) : 0;

  for (guint i = 0; text->len < RULE_LENGTH; i++)
    g_string_append_printf (text, "%s%s ", words ? "" : "12 ",
                            n > 0 ? json_array_get_string_element (all, i % n) : "g 3€ half");
}

static void
measure_rules (Bench *self, const char *path)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonArray *rules;
  double worst = 0;
  g_autofree char *slowest = NULL, *file = g_path_get_basename (path);

  g_assert_true (json_parser_load_from_file (parser, path, NULL));
  rules = json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)), "rules");
  for (guint i = 0; i < json_array_get_length (rules); i++)
    {
      JsonObject *rule = json_array_get_object_element (rules, i);
      const char *name = json_object_get_string_member (rule, "rule");
      g_autoptr (GString) text = g_string_new (NULL);
      double ratio;

      append_rule (text, rule);
      ratio = report (self, name, text->str, text->len, FALSE);
      if (ratio > worst)
        {
          g_free (slowest);
          slowest = g_strdup (name);
          worst = ratio;
        }
    }
  g_print ("  %-24s %6.2f  slowest of %u rules: %s\n", file, worst, json_array_get_length (rules), slowest);
}

static void
measure_signals (Bench *self)
{
  g_autofree char *data = decant_library_dup_data_folder (), *folder = g_build_filename (data, "signals", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".json"))
      {
        g_autofree char *path = g_build_filename (folder, name, NULL);
        measure_rules (self, path);
      }
}

int
main (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantLibrary) library = NULL;
  Bench bench = { 0 };

  setlocale (LC_ALL, "");
  library = decant_library_load (&error);
  g_assert_no_error (error);
  bench.scanner = decant_library_get_scanner (library);
  measure_prose (&bench);
  for (guint i = 0; i < G_N_ELEMENTS (hostile_texts); i++)
    {
      gsize length;
      g_autofree char *text = hostile_text_make (&hostile_texts[i], LENGTH, &length);
      report (&bench, hostile_texts[i].name, text, length, TRUE);
    }
  measure_long_words (&bench);
  measure_signals (&bench);
  g_print ("%u texts take more than %.0f times as long as prose\n", bench.too_slow, MOST);
  return bench.too_slow > 0;
}
