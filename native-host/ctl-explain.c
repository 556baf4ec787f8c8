/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "native-host/ctl.h"
#include "native-host/term-json.h"
#include "packages/library.h"

#include <string.h>

static void
print_list (const char *title, char **values, const char *separator)
{
  g_autofree char *joined = g_strjoinv (separator, values);

  if (*joined != '\0')
    g_print ("  %-10s %s\n", title, joined);
}

static void
print_term (const DecantTerm *term, DecantVocabulary *vocabulary, const char *language)
{
  static const char *const ambiguity[] = { "formal or unmistakable", "mostly the trade's", "as often innocent", "an everyday word" };

  g_print ("%s\n", term->id);
  g_print ("  %-10s %s (%s)\n", "means", decant_term_get_label (term, vocabulary, language), decant_term_get_sense (term));
  if (*term->gloss != '\0')
    g_print ("  %-10s %s\n", "", term->gloss);
  print_list ("innocent", term->innocent, "; ");
  print_list ("forms", term->forms, ", ");
  print_list ("languages", term->languages, ", ");
  g_print ("  %-10s %u of 3: %s\n", "ambiguity", term->ambiguity, ambiguity[MIN (term->ambiguity, 3)]);
  g_print ("  %-10s %s%s%s, package %s\n", "status", term->status, *term->since != '\0' ? " since " : "", term->since, term->package);
  print_list ("sources", term->sources, "\n             ");
}

/* By id, or by one of its forms without regard to case. */
static gboolean
is_asked (const DecantTerm *term, const char *asked, const char *folded)
{
  if (strcmp (term->id, asked) == 0)
    return TRUE;
  for (char **form = term->forms; *form != NULL; form++)
    {
      g_autofree char *other = g_utf8_casefold (*form, -1);
      if (strcmp (other, folded) == 0)
        return TRUE;
    }
  return FALSE;
}

static guint
explain (DecantLibrary *library, const char *asked, const char *language)
{
  DecantLexicon *lexicon = decant_scanner_get_lexicon (decant_library_get_scanner (library));
  g_autofree char *folded = g_utf8_casefold (asked, -1);
  guint found = 0;

  for (guint i = 0; i < decant_lexicon_get_n_terms (lexicon); i++)
    {
      const DecantTerm *term = decant_lexicon_get_term (lexicon, i);
      if (!is_asked (term, asked, folded))
        continue;
      g_print ("%s", found++ > 0 ? "\n" : "");
      print_term (term, decant_library_get_vocabulary (library), language);
    }
  if (found == 0)
    g_print ("\"%s\" is neither the id nor a form of any term in the active lexicon.\n", asked);
  return found;
}

int
ctl_explain (int argc, char **argv)
{
  g_autofree char *language = NULL;
  const GOptionEntry entries[] = {
    { "lang", 0, 0, G_OPTION_ARG_STRING, &language, "Language of the labels (default: en)", "TAG" },
    { NULL },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantLibrary) library = NULL;
  int status = CTL_OK;

  if (!ctl_parse (&argc, &argv, "explain TERM…", entries,
                  "TERM is the id of a term (en.cannabis.weed) or one of its written forms (weed).\n\n"
                  "Exit status: 0 found, 1 not in the lexicon, 2 the data files cannot be read."))
    return CTL_NOT_DONE;
  if (argc < 2)
    {
      g_printerr ("decantctl: expected a term. See decantctl explain --help.\n");
      return CTL_NOT_DONE;
    }
  library = decant_library_load (&error);
  if (library == NULL)
    return ctl_fail (error);
  for (int i = 1; i < argc; i++)
    if (!g_utf8_validate (argv[i], -1, NULL) || explain (library, argv[i], language != NULL ? language : "en") == 0)
      status = CTL_WRONG;
  return status;
}
