/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "packages/lint-private.h"

#include <string.h>

#define HEADER "form\tconcept\tdecision\tambiguity\treason"

enum
{
  FORM,
  CONCEPT,
  DECISION,
  AMBIGUITY,
  REASON,
  N_COLUMNS
};

typedef struct {
  GPtrArray *findings;
  const char *name;
  char **languages;
  GHashTable *shapes; /* key of a form → GPtrArray of const DecantTerm */
} Lint;

static char **
languages_of (const char *language)
{
  if (g_str_equal (language, "hbs"))
    return g_strsplit ("bs hr sr", " ", -1);
  return g_strsplit (g_str_equal (language, "no") ? "nb" : language, " ", -1);
}

static void
add_shape (GHashTable *shapes, const char *form, const DecantTerm *term)
{
  g_autofree char *key = decant_lint_key (form);
  GPtrArray *terms = g_hash_table_lookup (shapes, key);

  if (terms == NULL)
    g_hash_table_insert (shapes, g_steal_pointer (&key), terms = g_ptr_array_new ());
  g_ptr_array_add (terms, (gpointer) term);
}

static GHashTable *
shapes_of (GPtrArray *packages)
{
  GHashTable *shapes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);

  for (guint i = 0; i < packages->len; i++)
    {
      DecantPackage *package = g_ptr_array_index (packages, i);
      for (guint j = 0; j < decant_package_get_n_terms (package); j++)
        {
          const DecantTerm *term = decant_package_get_term (package, j);
          for (char **form = term->forms; *form != NULL; form++)
            add_shape (shapes, *form, term);
        }
    }
  return shapes;
}

/* The one among @terms that a row with @concept and @languages is about; a word and its hashtag are weighed apart. */
static const DecantTerm *
find_with_concept (GPtrArray *terms, const char *concept, char **languages, gboolean hashtag)
{
  for (guint i = 0; terms != NULL && i < terms->len; i++)
    {
      const DecantTerm *term = g_ptr_array_index (terms, i);
      for (char **language = languages; *language != NULL; language++)
        if (g_str_equal (term->concept, concept) && hashtag == (term->boundary == DECANT_BOUNDARY_HASHTAG)
            && g_strv_contains ((const char *const *) term->languages, *language))
          return term;
    }
  return NULL;
}

/* Records write a hashtag with its sign, packages without. */
static GPtrArray *
find_terms (const Lint *lint, const char *form)
{
  g_autofree char *key = decant_lint_key (*form == '#' ? form + 1 : form);

  return g_hash_table_lookup (lint->shapes, key);
}

static void
check_dropped (const Lint *lint, const char *where, char **cells)
{
  const DecantTerm *term = find_with_concept (find_terms (lint, cells[FORM]), cells[CONCEPT], lint->languages, *cells[FORM] == '#');

  if (*cells[REASON] == '\0')
    decant_lint_add (lint->findings, DECANT_LINT_RECORD_REASON, lint->name, where, cells[FORM],
                     "expected a reason for what was dropped, saw none");
  if (term != NULL)
    decant_lint_add (lint->findings, DECANT_LINT_RECORD_DROPPED, lint->name, where, cells[FORM],
                     "expected a dropped form in no package as %s, saw it in %s: %s", cells[CONCEPT], term->package,
                     term->id);
}

static void
check_row (const Lint *lint, const char *line, const char *where)
{
  g_auto (GStrv) cells = g_strsplit (line, "\t", -1);

  if (g_strv_length (cells) != N_COLUMNS || *cells[FORM] == '\0')
    decant_lint_add (lint->findings, DECANT_LINT_RECORD, lint->name, where, "",
                     "expected form, concept, decision, ambiguity and reason with tabs between, saw %u columns",
                     g_strv_length (cells));
  else if (g_str_equal (cells[DECISION], "dropped"))
    check_dropped (lint, where, cells);
  else if (!g_str_equal (cells[DECISION], "kept") && !g_str_equal (cells[DECISION], "regraded"))
    decant_lint_add (lint->findings, DECANT_LINT_RECORD, lint->name, where, cells[FORM],
                     "expected kept, regraded or dropped, saw “%s”", cells[DECISION]);
  else if (find_terms (lint, cells[FORM]) == NULL)
    decant_lint_add (lint->findings, DECANT_LINT_RECORD_KEPT, lint->name, where, cells[FORM],
                     "expected a form that was %s in a package, saw it in none", cells[DECISION]);
}

GPtrArray *
decant_lint_record (GBytes *tsv, const char *name, const char *language, GPtrArray *packages)
{
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func ((GDestroyNotify) decant_lint_finding_free);
  g_auto (GStrv) languages = languages_of (language);
  g_autoptr (GHashTable) shapes = shapes_of (packages);
  const Lint lint = { findings, name, languages, shapes };
  gsize length;
  const char *bytes = g_bytes_get_data (tsv, &length);
  g_autofree char *text = g_utf8_make_valid (bytes != NULL ? bytes : "", (gssize) length);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  if (lines[0] == NULL || !g_str_equal (lines[0], HEADER))
    decant_lint_add (findings, DECANT_LINT_RECORD, name, "line 1", "", "expected the names of the columns");
  for (guint i = 1; lines[0] != NULL && lines[i] != NULL; i++)
    {
      g_autofree char *where = g_strdup_printf ("line %u", i + 1);
      if (*lines[i] != '\0')
        check_row (&lint, lines[i], where);
    }
  return g_steal_pointer (&findings);
}
