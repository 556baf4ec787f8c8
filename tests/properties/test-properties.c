/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The property on which the vault rests. Whatever is done to its files by who has no key, one of these holds:
 *   harmless  a reader with the keys sees, to the byte, what was logged;
 *   found     the verifier says so, of an entry or of the vault, and which attack it looks like;
 *   held      it is an older state of the same log, or another vault: docs/VAULT.md section 8 says that these show only
 *             against a checkpoint kept elsewhere, and against it they do.
 *
 *   test-properties [--histories N] [--seed FIRST]     a failure prints its seed; --histories 1 --seed IT repeats it
 */
#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>

#include "change.h"

typedef enum
{
  HARMLESS,
  FOUND,
  HELD,
  N_OUTCOMES
} Outcome;

/* Seeds that once showed a fault, and what it was. */
static const struct
{
  guint32 seed;
  const char *fault;
} regressions[] = {
  { 1031, "a separator behind the last open disclosure was read over" },
};

static guint by_attack[DECANT_N_ATTACKS];

static DecantVerification *
verify (const char *folder, DecantKeys *keys, const char *held)
{
  return decant_verifier_run (folder, keys, held, NULL, NULL, NULL, NULL);
}

static void
explain (const DecantVerification *report)
{
  for (guint i = 0; report != NULL && i < report->findings->len; i++)
    {
      const DecantFinding *finding = report->findings->pdata[i];
      g_printerr ("%d %s %" G_GINT64_FORMAT " %s: %s\n", finding->level, finding->check, finding->entry,
                  decant_attack_get_id (finding->attack), finding->message);
    }
}

/* NULL: not found at all. A folder in which no vault is left is found too. */
static gboolean
is_found (const DecantVerification *report)
{
  const DecantFinding *first = report == NULL ? NULL : decant_verification_get_first_failure (report);

  if (first != NULL && first->attack == DECANT_ATTACK_NONE)
    g_error ("no attack is named: %s", first->message);
  if (first != NULL)
    by_attack[first->attack]++;
  return report == NULL || !report->clean;
}

static gboolean
is_older_state (const DecantVerification *report)
{
  const DecantFinding *first = decant_verification_get_first_failure (report);

  return first != NULL && g_str_equal (first->check, "held")
         && (first->attack == DECANT_ATTACK_ROLLED_BACK || first->attack == DECANT_ATTACK_CUT_TAIL
             || first->attack == DECANT_ATTACK_FOREIGN);
}

static Outcome
judge (const History *history, const char *expected, guint32 seed, const char *what)
{
  g_autoptr (DecantVerification) report = verify (history->folder, history->keys, NULL),
                                 locked = verify (history->folder, NULL, NULL), against = NULL;
  g_autofree char *seen = NULL;
  gboolean found = is_found (report);

  if (!found && locked != NULL && !locked->clean)
    g_error ("seed %u: %s: found locked, not unlocked", seed, what);
  if (found)
    return FOUND;
  seen = history_read (history->folder, history->keys);
  if (g_str_equal (seen, expected))
    return HARMLESS;
  against = verify (history->folder, history->keys, history->held);
  if (against != NULL && is_found (against) && is_older_state (against))
    return HELD;
  explain (against);
  g_error ("seed %u: not found: %s\nexpected\n%s\nsaw\n%s", seed, what, expected, seen);
}

static Outcome
run (const char *base, guint32 seed, gboolean verbose)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autofree char *state = g_build_filename (base, "state", NULL), *expected = NULL, *what = NULL;
  g_autoptr (History) history = NULL;
  g_autoptr (DecantVerification) clean = NULL;
  Outcome outcome;

  g_assert_cmpint (g_mkdir_with_parents (base, 0700), ==, 0);
  g_setenv ("XDG_STATE_HOME", state, TRUE);
  history_seed (seed);
  history = history_new (base, rand);
  expected = history_read (history->folder, history->keys);
  clean = verify (history->folder, history->keys, history->held);
  if (!clean->clean || strstr (expected, "error:") != NULL)
    {
      explain (clean);
      g_error ("seed %u: a history that nobody touched does not verify\n%s", seed, expected);
    }
  what = change_something (history, rand);
  outcome = judge (history, expected, seed, what);
  if (verbose)
    g_print ("# seed %u: %s: %s\n", seed, outcome == HARMLESS ? "harmless" : outcome == FOUND ? "found" : "held", what);
  return outcome;
}

int
main (int argc, char **argv)
{
  gint n = 200, seed = 1;
  gboolean verbose = FALSE;
  const GOptionEntry entries[] = {
    { "histories", 0, 0, G_OPTION_ARG_INT, &n, "How many", "N" },
    { "seed", 0, 0, G_OPTION_ARG_INT, &seed, "The first; each history has the next", "FIRST" },
    { "verbose", 0, 0, G_OPTION_ARG_NONE, &verbose, "Say what was changed", NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *root = NULL, *base = NULL;
  guint outcomes[N_OUTCOMES] = { 0 };

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error)
      || (root = g_dir_make_tmp ("decant-properties-XXXXXX", &error)) == NULL)
    g_error ("%s", error->message);
  base = g_build_filename (root, "history", NULL);
  g_print ("TAP version 13\n1..3\n# seeds %d to %d\n", seed, seed + n - 1);
  for (guint i = 0; i < G_N_ELEMENTS (regressions); i++)
    run (base, regressions[i].seed, verbose);
  g_print ("ok 1 seeds that once failed\n");
  for (gint i = 0; i < n; i++)
    outcomes[run (base, seed + i, verbose)]++;
  g_print ("# %d histories: %u found, %u found against a held checkpoint, %u harmless\n", n, outcomes[FOUND],
           outcomes[HELD], outcomes[HARMLESS]);
  for (guint i = 0; i < DECANT_N_ATTACKS; i++)
    if (by_attack[i] > 0)
      g_print ("# looked like %s: %u\n", decant_attack_get_id (i), by_attack[i]);
  g_print ("ok 2 %d random histories, each with a random change\n", n);
  g_print ("%sok 3 every outcome occurred\n",
           n < 100 || (outcomes[FOUND] > 0 && outcomes[HELD] > 0 && outcomes[HARMLESS] > 0) ? "" : "not ");
  g_assert_cmpint (g_rmdir (root), ==, 0);
  return 0;
}
