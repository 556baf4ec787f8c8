/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "packages/lint-private.h"

#include "engine/fold.h"
#include "engine/shape.h"
#include "engine/signals.h"
#include "packages/json-border.h"

#include <string.h>

/* A rule that more than one in a hundred of a language's common words sets off says nothing. */
#define MOST_COMMON_WORDS 100
/* Innocent posts of our tables are written to mislead, so a quarter of them may hold an amount or a price. */
#define MOST_INNOCENT_POSTS 4
#define LEAST_INNOCENT_POSTS 40

typedef struct {
  GPtrArray *findings;
  const char *file;
  DecantSignalSet *set;
} Lint;

static void
count_signals (GHashTable *counts, const DecantSignal *signals, guint n)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < n; i++)
    if (g_hash_table_add (seen, (gpointer) signals[i].rule))
      g_hash_table_insert (counts, (gpointer) signals[i].rule,
                           GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (counts, signals[i].rule)) + 1));
}

/* Rule → the number of @texts that set it off; where two rules of a file share a word, the first. */
static GHashTable *
count_texts (DecantSignalSet *set, const char *const *texts)
{
  GHashTable *counts = g_hash_table_new (g_str_hash, g_str_equal);

  for (; *texts != NULL; texts++)
    {
      g_autoptr (DecantArena) arena = decant_arena_new ();
      const DecantSignal *signals;
      DecantFolded folded;
      DecantShape shape;
      guint n;

      decant_fold (arena, *texts, strlen (*texts), &folded);
      decant_shape_read (&folded, &shape);
      n = decant_signal_set_match (set, arena, &folded, &shape, &signals);
      if (n > 0)
        count_signals (counts, signals, n);
    }
  return counts;
}

/* Finds the rules of @rules that more than one in @most of @texts set off. @what: what these are. */
static void
check_texts (const Lint *lint, JsonArray *rules, const char *const *texts, guint most, const char *what)
{
  g_autoptr (GHashTable) counts = count_texts (lint->set, texts);
  guint all = g_strv_length ((char **) texts);

  for (guint i = 0; i < json_array_get_length (rules); i++)
    {
      const char *rule = json_object_get_string_member (json_array_get_object_element (rules, i), "rule");
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, rule));
      if (n > 1 && n * most > all)
        decant_lint_add (lint->findings, DECANT_LINT_VAGUE_SIGNAL, lint->file, rule, "",
                         "expected at most 1 in %u %s, saw %u of %u", most, what, n, all);
    }
}

static void
check_words (const Lint *lint, JsonArray *rules, const DecantCommonWords *words)
{
  for (guint i = 0; i < decant_common_words_get_n_languages (words); i++)
    {
      const char *language = decant_common_words_get_language (words, i);
      g_autofree char *what = g_strdup_printf ("common words (%s)", language);
      check_texts (lint, rules, decant_common_words_get_words (words, i), MOST_COMMON_WORDS, what);
    }
}

/* GRegex will do here: the pattern was compiled with the engine's bounds before, and the text is short. */
static void
check_empty (const Lint *lint, const char *rule, const char *pattern)
{
  g_autoptr (GRegex) regex = g_regex_new (pattern, 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  int start, end;

  if (regex == NULL || !g_regex_match (regex, "a word, 12 words", 0, &match))
    return;
  do
    if (g_match_info_fetch_pos (match, 0, &start, &end) && start == end)
      {
        decant_lint_add (lint->findings, DECANT_LINT_EMPTY_MATCH, lint->file, rule, pattern,
                         "expected a pattern that matches a character at least, saw an empty match");
        return;
      }
  while (g_match_info_next (match, NULL));
}

static void
check_rule (const Lint *lint, JsonObject *row)
{
  const char *rule = json_object_get_string_member (row, "rule");
  JsonArray *sources = json_object_get_array_member (row, "sources");

  for (guint i = 0; i < json_array_get_length (sources); i++)
    decant_lint_source (lint->findings, lint->file, rule, json_array_get_string_element (sources, i), FALSE);
  if (json_object_has_member (row, "pattern"))
    check_empty (lint, rule, json_object_get_string_member (row, "pattern"));
}

/* The rules that read a sale: a damper is there to be set off by innocent posts. */
static JsonArray *
sale_rules (JsonArray *rules)
{
  JsonArray *sale = json_array_new ();

  for (guint i = 0; i < json_array_get_length (rules); i++)
    {
      JsonObject *row = json_array_get_object_element (rules, i);
      if (decant_signal_kind_from_string (json_object_get_string_member (row, "kind")) < DECANT_FIRST_DAMPER)
        json_array_add_object_element (sale, json_object_ref (row));
    }
  return sale;
}

static void
check_rules (const Lint *lint, JsonArray *rules, const DecantCommonWords *words, const char *const *prose)
{
  g_autoptr (JsonArray) sale = sale_rules (rules);

  for (guint i = 0; i < json_array_get_length (rules); i++)
    check_rule (lint, json_array_get_object_element (rules, i));
  check_words (lint, rules, words);
  if (prose != NULL && g_strv_length ((char **) prose) >= LEAST_INNOCENT_POSTS)
    check_texts (lint, sale, prose, MOST_INNOCENT_POSTS, "innocent posts");
}

GPtrArray *
decant_lint_signals (GBytes *json, const char *name, const DecantCommonWords *words, const char *const *prose, GError **error)
{
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func ((GDestroyNotify) decant_lint_finding_free);
  g_autoptr (GPtrArray) files = g_ptr_array_new ();
  g_autoptr (DecantSignalSet) set = NULL;
  g_autoptr (JsonNode) root = NULL;

  g_ptr_array_add (files, json);
  /* The set checks the file, so what follows may trust its members. */
  if ((set = decant_signal_set_new (files, error)) == NULL || (root = decant_json_parse (json, error)) == NULL)
    return NULL;
  check_rules (&(Lint){ findings, name, set }, json_object_get_array_member (json_node_get_object (root), "rules"), words, prose);
  return g_steal_pointer (&findings);
}
