/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "native-host/ctl.h"

#include <string.h>
#include <unistd.h>

#include "evidence/restore.h"
#include "native-host/ctl-unlock.h"

typedef struct
{
  char *vault;
  CtlSecrets secrets;
  char **held;
  gboolean accept_older, no_keys;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->vault);
  g_strfreev (options->held);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static void
show_progress (guint64 done, guint64 total, gpointer unused)
{
  static gint64 last;
  gint64 now = g_get_monotonic_time ();

  if (now - last < G_USEC_PER_SEC / 4 || !isatty (STDERR_FILENO))
    return;
  last = now;
  g_printerr ("\r%3.0f %%\r", 100.0 * done / total);
}

/* --- create ------------------------------------------------------------------------------------------------- */

static int
create (const Options *options, const char *place)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantVault) vault = ctl_open_with (options->vault, DECANT_VAULT_WRITE, &options->secrets, &error);
  g_autoptr (DecantBackupResult) result
      = vault == NULL ? NULL : decant_backup_create (vault, place, show_progress, NULL, NULL, &error);

  if (result == NULL)
    return ctl_fail (error);
  g_print ("%s: %" G_GUINT64_FORMAT " entries. Written now: %" G_GUINT64_FORMAT
           " segments of the log, %" G_GUINT64_FORMAT " artifacts; removed: %" G_GUINT64_FORMAT " files.\n",
           result->folder, result->entries, result->segments, result->artifacts, result->removed);
  return CTL_OK;
}

/* --- verify ------------------------------------------------------------------------------------------------- */

static DecantKeys *
unlock (const Options *options, const DecantBackup *backup, GError **error)
{
  return ctl_unlock (backup->key_file, &options->secrets, error);
}

static int
print_report (const char *place, const DecantBackupReport *report)
{
  for (guint i = 0; i < report->problems->len; i++)
    g_print ("FAILURE  %s\n", (char *) report->problems->pdata[i]);
  for (guint i = 0; i < report->notes->len; i++)
    g_print ("note     %s\n", (char *) report->notes->pdata[i]);
  g_print ("%s: %" G_GUINT64_FORMAT " entries in %" G_GUINT64_FORMAT " segments, %" G_GUINT64_FORMAT
           " artifacts, of %s: %s\n",
           place, report->entries, report->segments, report->artifacts,
           report->created == NULL ? "an unknown time" : report->created, report->clean ? "clean" : "NOT CLEAN");
  return report->clean ? CTL_OK : CTL_WRONG;
}

static int
verify (const Options *options, const char *place)
{
  g_autoptr (GError) error = NULL;
  /* What is too damaged to be opened is said by the report. */
  g_autoptr (DecantBackup) backup = options->no_keys ? NULL : decant_backup_open (place, NULL);
  g_autoptr (DecantKeys) keys = backup == NULL ? NULL : unlock (options, backup, &error);
  g_autoptr (DecantBackupReport) report = NULL;

  if (error != NULL)
    return ctl_fail (error);
  report = decant_backup_verify (place, keys, show_progress, NULL, NULL, &error);
  return report == NULL ? ctl_fail (error) : print_report (place, report);
}

/* --- restore ------------------------------------------------------------------------------------------------ */

static GPtrArray *
read_held (const Options *options, GError **error)
{
  g_autoptr (GPtrArray) held = g_ptr_array_new_with_free_func (g_free);

  for (char **path = options->held; path != NULL && *path != NULL; path++)
    {
      char *text = NULL;

      if (!g_file_get_contents (*path, &text, NULL, error))
        return NULL;
      g_ptr_array_add (held, text);
    }
  return g_steal_pointer (&held);
}

static int
restore (const Options *options, const char *place)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantBackup) backup = decant_backup_open (place, &error);
  g_autoptr (GPtrArray) held = backup == NULL ? NULL : read_held (options, &error);
  g_autoptr (DecantKeys) keys = held == NULL ? NULL : unlock (options, backup, &error);
  g_autofree char *folder = options->vault == NULL ? decant_vault_dup_default_folder () : g_strdup (options->vault);
  DecantRestoreOptions job
      = { .folder = folder, .held = held, .accept_older = options->accept_older, .progress = show_progress };
  g_autoptr (DecantRestoreOutlook) outlook = keys == NULL ? NULL : decant_restore_run (backup, keys, &job, &error);

  if (outlook != NULL)
    {
      g_print ("%s\nThe vault is in %s.\n", outlook->message, folder);
      return CTL_OK;
    }
  ctl_fail (error);
  if (!g_error_matches (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_ROLLED_BACK))
    return CTL_NOT_DONE;
  g_printerr ("If there is no better backup: --accept-older restores it, and puts that on record.\n");
  return CTL_WRONG;
}

/* --- arguments ---------------------------------------------------------------------------------------------- */

static const struct
{
  const char *name;
  int (*run) (const Options *options, const char *place);
} commands[] = {
  { "create", create },
  { "verify", verify },
  { "restore", restore },
};

static const char help[]
    = "create PLACE    makes or continues the backup of the vault in a folder there: encrypted, only what is new\n"
      "verify PLACE    reads all of a backup, restores nothing\n"
      "restore PLACE   rebuilds the vault in a new folder (--vault), checked, with a new key for this machine's "
      "host\n\n"
      "A backup opens with the passphrase that the vault had when it was made, or with the recovery words. To move to "
      "another\n"
      "machine: create here, restore there (docs/BACKUP.md).\n\n"
      "Exit status: 0 done, 1 not clean, or older than what is known of the vault, 2 not done.";

int
ctl_backup (int argc, char **argv)
{
  g_auto (Options) options = { .secrets = CTL_SECRETS_NONE };
  const GOptionEntry entries[] = {
    { "vault", 0, 0, G_OPTION_ARG_FILENAME, &options.vault, "Folder of the vault (default: the user's own)", "DIR" },
    { "passphrase-fd", 0, 0, G_OPTION_ARG_INT, &options.secrets.passphrase_fd, "Read the passphrase there", "N" },
    { "recovery", 0, 0, G_OPTION_ARG_NONE, &options.secrets.by_recovery, "Open with recovery words", NULL },
    { "recovery-fd", 0, 0, G_OPTION_ARG_INT, &options.secrets.recovery_fd, "Read the recovery words there, on one line",
      "N" },
    { "no-keys", 0, 0, G_OPTION_ARG_NONE, &options.no_keys, "With \"verify\": signature and digests alone", NULL },
    { "held", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.held,
      "With \"restore\": a checkpoint, head or manifest.json kept elsewhere (may be given again)", "FILE" },
    { "accept-older", 0, 0, G_OPTION_ARG_NONE, &options.accept_older,
      "With \"restore\": also if the vault is known to have been longer, or another", NULL },
    { NULL },
  };

  if (!ctl_parse (&argc, &argv, "backup COMMAND PLACE", entries, help))
    return CTL_NOT_DONE;
  for (guint i = 0; argc == 3 && i < G_N_ELEMENTS (commands); i++)
    if (strcmp (commands[i].name, argv[1]) == 0)
      return commands[i].run (&options, argv[2]);
  g_printerr ("decantctl: expected a command and a place, saw %d arguments. See decantctl backup --help.\n", argc - 1);
  return CTL_NOT_DONE;
}
