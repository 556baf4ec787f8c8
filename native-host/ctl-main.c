/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "native-host/ctl.h"
#include "config.h"

#include <locale.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>

static const struct {
  const char *name, *summary;
  int (*run) (int argc, char **argv);
} commands[] = {
  { "scan", "read a text, or posts as JSON Lines, and say what it holds", ctl_scan },
  { "explain", "tell what a term means, in the trade and innocently", ctl_explain },
  { "verify", "check a vault: log, signatures, artifacts", ctl_verify },
  { "vault", "make a vault, change what opens it: passphrase, recovery words", ctl_vault },
  { "backup", "back a vault up, check a backup, restore it", ctl_backup },
  { "checkpoint", "print a vault's signed head; let a second person sign it", ctl_checkpoint },
  { "timestamp", "have heads stamped by a time stamp authority, by exchanging files", ctl_timestamp },
  { "case", "cases: list, due, open, change, hold, close", ctl_case },
  { "erase", "erase entries for good, with reason and legal basis", ctl_erase },
  { "browsers", "tell browsers of the host, or see what stands in the way", ctl_browsers },
  { "lexicon", "lint: find what a curator would not want in packages and signals", ctl_lexicon },
  { "status", "show packages, data files and vault", ctl_status },
};

static void
print_help (void)
{
  g_print ("Usage: decantctl COMMAND [OPTION…]\n\nFinds the language of drug sales in posts, and checks what was kept of them. Nothing leaves this machine.\n\n");
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    g_print ("  %-10s %s\n", commands[i].name, commands[i].summary);
  g_print ("\ndecantctl COMMAND --help says more of one. --version prints the version.\n");
}

gboolean
ctl_parse (int *argc, char ***argv, const char *usage, const GOptionEntry *entries, const char *text)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *program = g_strdup_printf ("decantctl %s", usage);

  g_set_prgname (program);
  g_option_context_set_description (context, text);
  if (entries != NULL)
    g_option_context_add_main_entries (context, entries, NULL);
  if (g_option_context_parse (context, argc, argv, &error))
    return TRUE;
  g_printerr ("decantctl: %s. See decantctl %s --help.\n", error->message, (*argv)[0]);
  return FALSE;
}

int
ctl_fail (const GError *error)
{
  g_printerr ("decantctl: %s\n", error->message);
  return CTL_NOT_DONE;
}

static int
run (int argc, char **argv)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (strcmp (commands[i].name, argv[0]) == 0)
      return commands[i].run (argc, argv);
  g_printerr ("decantctl: expected a command, saw \"%s\". See decantctl --help.\n", argv[0]);
  return CTL_NOT_DONE;
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  setlocale (LC_NUMERIC, "C"); /* numbers are written for machines as well */
  umask (077);
  if (argc < 2)
    {
      print_help ();
      return CTL_NOT_DONE;
    }
  if (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0 || strcmp (argv[1], "help") == 0)
    print_help ();
  else if (strcmp (argv[1], "--version") == 0)
    g_print ("decantctl " DECANT_VERSION "\n");
  else
    return run (argc - 1, argv + 1);
  return CTL_OK;
}
