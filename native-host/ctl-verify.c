/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "native-host/ctl.h"

#include "evidence/vault.h"
#include "evidence/verifier.h"

static const char *const level_words[] = {
  [DECANT_FINDING_OK] = "ok",
  [DECANT_FINDING_NOTE] = "note",
  [DECANT_FINDING_FAILURE] = "FAILURE",
};

static void
print_finding (const DecantFinding *finding)
{
  g_print ("%-8s %-11s", level_words[finding->level], finding->check);
  if (finding->entry >= 0)
    g_print (" entry %" G_GINT64_FORMAT ":", finding->entry);
  g_print (" %s\n", finding->message);
}

static void
print_report (const char *folder, const DecantVerification *report)
{
  for (guint i = 0; i < report->findings->len; i++)
    print_finding (g_ptr_array_index (report->findings, i));
  g_print ("%s%s: %" G_GINT64_FORMAT " entries, %" G_GINT64_FORMAT " artifacts, %" G_GINT64_FORMAT " checkpoints: %s\n",
           report->findings->len > 0 ? "\n" : "", folder, report->entries, report->artifacts, report->checkpoints,
           !report->clean ? "NOT CLEAN" : report->locked ? "clean, as far as can be seen without keys" : "clean");
  if (report->checkpoint != NULL)
    g_print ("\nThe latest checkpoint. Whoever keeps a copy elsewhere can prove later that nothing before it was changed:\n\n%s", report->checkpoint);
}

int
ctl_verify (int argc, char **argv)
{
  g_autofree char *folder = NULL, *held_file = NULL, *held = NULL;
  const GOptionEntry entries[] = {
    { "vault", 0, 0, G_OPTION_ARG_FILENAME, &folder, "Folder of the vault (default: the user's own)", "DIR" },
    { "checkpoint", 0, 0, G_OPTION_ARG_FILENAME, &held_file, "A checkpoint kept elsewhere, which the vault must continue", "FILE" },
    { NULL },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantVerification) report = NULL;

  if (!ctl_parse (&argc, &argv, "verify", entries,
                  "Reads a vault as a stranger would and says what holds, what does not, and what cannot be known.\n\n"
                  "Exit status: 0 clean, 1 something does not hold, 2 the vault or the checkpoint cannot be read."))
    return CTL_NOT_DONE;
  if (argc > 1)
    {
      g_printerr ("decantctl: expected options alone, saw \"%s\". The vault is named by --vault.\n", argv[1]);
      return CTL_NOT_DONE;
    }
  if (folder == NULL)
    folder = decant_vault_dup_default_folder ();
  if (held_file != NULL && !g_file_get_contents (held_file, &held, NULL, &error))
    return ctl_fail (error);
  report = decant_verifier_run (folder, NULL, held, NULL, NULL, NULL, &error);
  if (report == NULL)
    return ctl_fail (error);
  print_report (folder, report);
  return report->clean ? CTL_OK : CTL_WRONG;
}
