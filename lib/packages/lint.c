/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "packages/lint-private.h"

#include "engine/fold.h"
#include "engine/inflections.h"

#include <string.h>

/* A source shorter than this names nothing that can be looked up. */
#define LEAST_SOURCE 8
/* The index inflects no shorter word (characters). */
#define SHORTEST_INFLECTED 4

static const char *const rule_names[DECANT_N_LINT_RULES] = {
  "duplicate-form", "shared-form", "two-meanings",  "common-word",       "innocent-sense",
  "unreachable",    "source",        "evaluation-source", "empty-match",
  "vague-signal",   "record",      "record-reason", "record-dropped",    "record-kept",
};

/* The sets of posts that docs/ENGINE.md names (and the names by which they go): a word learned there would be measured
 * by itself. */
static const char *const evaluation_sets[] = {
  "davidldenton",  "clim072",          "2404.07797",     "eduardoboucas", "tweeteval", "xlm-t",
  "xlm-twitter",   "alphabay listing", "alphabay title", "fortunes",      "sms spam",  "sms-spam",
  "telegram spam", "tg-spam",          "reddit-opiates", "ru-topics",
};

/* What a tool writes where a curator should have said more. */
static const char *const fillers[] = { "another meaning", "other meaning", "ordinary meaning", "innocent", "-", "?" };

const char *
decant_lint_rule_to_string (DecantLintRule rule)
{
  g_return_val_if_fail (rule < DECANT_N_LINT_RULES, NULL);
  return rule_names[rule];
}

void
decant_lint_finding_free (DecantLintFinding *finding)
{
  if (finding == NULL)
    return;
  g_free (finding->package);
  g_free (finding->term);
  g_free (finding->form);
  g_free (finding->message);
  g_free (finding);
}

void
decant_lint_add (GPtrArray *findings,
                 DecantLintRule rule,
                 const char *package,
                 const char *term,
                 const char *form,
                 const char *format,
                 ...)
{
  DecantLintFinding *finding = g_new0 (DecantLintFinding, 1);
  va_list arguments;

  finding->rule = rule;
  finding->package = g_strdup (package);
  finding->term = g_strdup (term);
  finding->form = g_strdup (form);
  va_start (arguments, format);
  finding->message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_ptr_array_add (findings, finding);
}

char *
decant_lint_fold (const char *text)
{
  g_autoptr (DecantArena) arena = decant_arena_new ();
  DecantFolded folded;

  decant_fold (arena, text, strlen (text), &folded);
  return g_strdup (folded.text);
}

char *
decant_lint_key (const char *form)
{
  return g_strdelimit (decant_lint_fold (form), "-_", ' ');
}

/* --- sources and senses ----------------------------------------------------------------------------------------- */

static gboolean
is_evaluation_set (const char *source)
{
  g_autofree char *lower = g_utf8_casefold (source, -1);

  for (guint i = 0; i < G_N_ELEMENTS (evaluation_sets); i++)
    if (strstr (lower, evaluation_sets[i]) != NULL)
      return TRUE;
  return FALSE;
}

void
decant_lint_source (GPtrArray *findings, const char *package, const char *term, const char *source, gboolean verified)
{
  if (strlen (source) < LEAST_SOURCE)
    decant_lint_add (findings, DECANT_LINT_SOURCE, package, term, "",
                     "expected a source that can be looked up, saw “%s”", source);
  if (verified && strstr (source, "general knowledge") != NULL)
    decant_lint_add (findings, DECANT_LINT_SOURCE, package, term, "",
                     "expected status “reported” where the source is general knowledge, saw “verified”");
  if (is_evaluation_set (source))
    decant_lint_add (findings, DECANT_LINT_EVALUATION_SOURCE, package, term, "",
                     "expected a source that the engine is not measured on, saw “%s”", source);
}

static gboolean
is_filler (const char *sense)
{
  for (guint i = 0; i < G_N_ELEMENTS (fillers); i++)
    if (g_ascii_strcasecmp (sense, fillers[i]) == 0)
      return TRUE;
  return FALSE;
}

static void
check_senses (GPtrArray *findings, const DecantTerm *term)
{
  if (term->ambiguity >= 2 && term->innocent[0] == NULL)
    decant_lint_add (findings, DECANT_LINT_INNOCENT_SENSE, term->package, term->id, "",
                     "expected an innocent sense at ambiguity %u, saw none", term->ambiguity);
  for (char **sense = term->innocent; *sense != NULL; sense++)
    if (is_filler (*sense))
      decant_lint_add (findings, DECANT_LINT_INNOCENT_SENSE, term->package, term->id, "",
                       "expected what else the form means, saw “%s”", *sense);
}

/* The index also finds the words of a form written as one. */
static char *
joined (const char *folded)
{
  GString *text = g_string_new (folded);

  g_string_replace (text, " ", "", 0);
  g_string_replace (text, "-", "", 0);
  return g_string_free (text, FALSE);
}

static void
check_common (GPtrArray *findings, const DecantTerm *term, const char *form, const DecantCommonWords *words)
{
  g_autofree char *folded = decant_lint_fold (form), *together = joined (folded);
  const char *languages = decant_common_words_find (words, together);
  const char *around = languages == NULL && term->boundary == DECANT_BOUNDARY_UNSPACED
                           ? decant_common_words_find_around (words, folded)
                           : NULL;

  if (languages != NULL)
    decant_lint_add (findings, DECANT_LINT_COMMON_WORD, term->package, term->id, form,
                     "expected ambiguity 2 or 3 for a common word (%s), saw %u", languages, term->ambiguity);
  if (around != NULL)
    decant_lint_add (findings, DECANT_LINT_COMMON_WORD, term->package, term->id, form,
                     "expected ambiguity 2 or 3 for a part of a common word (%s), saw %u", around, term->ambiguity);
}

typedef struct {
  GPtrArray *findings;
  const DecantTerm *term;
  const char *form, *language;
  const DecantCommonWords *words;
} Inflection;

static void
check_inflected (const char *text, gsize length, gpointer data)
{
  const Inflection *i = data;
  g_autofree char *word = g_strndup (text, length);

  if (decant_common_words_has (i->words, word, i->language))
    decant_lint_add (i->findings, DECANT_LINT_COMMON_WORD, i->term->package, i->term->id, i->form,
                     "expected ambiguity 2 or 3 where an ending makes a common word (“%s” in “%s”), saw %u", word,
                     i->language, i->term->ambiguity);
}

/* An inflected form counts in its own language alone, so that only its own common words matter. */
static void
check_endings (GPtrArray *findings, const DecantTerm *term, const char *form, const DecantCommonWords *words)
{
  g_autofree char *folded = decant_lint_fold (form);

  if (term->boundary != DECANT_BOUNDARY_WORD || g_utf8_strlen (folded, -1) < SHORTEST_INFLECTED || strpbrk (folded, " -_") != NULL)
    return;
  for (char **language = term->languages; *language != NULL; language++)
    {
      Inflection inflection = { findings, term, form, *language, words };
      decant_inflect (folded, strlen (folded), *language, check_inflected, &inflection);
    }
}

static void
check_term (GPtrArray *findings, const DecantTerm *term, const DecantCommonWords *words)
{
  check_senses (findings, term);
  for (char **source = term->sources; *source != NULL; source++)
    decant_lint_source (findings, term->package, term->id, *source, g_str_equal (term->status, "verified"));
  for (char **form = term->forms; *form != NULL && term->ambiguity < 2; form++)
    {
      check_common (findings, term, *form, words);
      check_endings (findings, term, *form, words);
    }
}

GPtrArray *
decant_lint_packages (GPtrArray *packages, const DecantCommonWords *words, GError **error)
{
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func ((GDestroyNotify) decant_lint_finding_free);
  g_autoptr (DecantLexicon) lexicon = decant_packages_merge (packages, error);

  if (lexicon == NULL)
    return NULL;
  for (guint i = 0; i < packages->len; i++)
    {
      DecantPackage *package = g_ptr_array_index (packages, i);
      for (guint j = 0; j < decant_package_get_n_terms (package); j++)
        check_term (findings, decant_package_get_term (package, j), words);
    }
  decant_lint_clashes (findings, packages);
  decant_lint_reach (findings, lexicon);
  return g_steal_pointer (&findings);
}
