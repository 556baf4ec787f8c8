/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "native-host/ctl.h"

#include "evidence/folder.h"
#include "evidence/key-file.h"
#include "evidence/proof-file.h"
#include "evidence/secret.h"
#include "evidence/vault.h"
#include "evidence/verifier.h"
#include "native-host/secret-input.h"

static const char *const level_words[] = {
  [DECANT_FINDING_OK] = "ok",
  [DECANT_FINDING_NOTE] = "note",
  [DECANT_FINDING_FAILURE] = "FAILURE",
};

typedef struct
{
  char *folder, *held_file, *proof, *write_proof, *key;
  gint64 entry;
  gboolean unlock;
  int passphrase_fd;
} Options;

static void
clear_options (Options *self)
{
  g_free (self->folder);
  g_free (self->held_file);
  g_free (self->proof);
  g_free (self->write_proof);
  g_free (self->key);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, clear_options)

/* --- the report --------------------------------------------------------------------------------------------- */

static void
print_finding (const DecantFinding *finding)
{
  g_print ("%-8s %-11s", level_words[finding->level], finding->check);
  if (finding->entry >= 0)
    g_print (" entry %" G_GINT64_FORMAT ":", finding->entry);
  g_print (" %s", finding->message);
  if (finding->attack != DECANT_ATTACK_NONE)
    g_print (" [%s]", decant_attack_get_id (finding->attack));
  g_print ("\n");
}

static void
print_findings (const DecantVerification *report)
{
  const DecantFinding *first = decant_verification_get_first_failure (report);

  for (guint i = 0; i < report->findings->len; i++)
    print_finding (g_ptr_array_index (report->findings, i));
  if (first != NULL && first->entry >= 0)
    g_print ("\nThe first entry that does not hold is %" G_GINT64_FORMAT ". %s\n", first->entry,
             decant_attack_describe (first->attack));
  else if (first != NULL)
    g_print ("\n%s\n", decant_attack_describe (first->attack));
}

static void
print_report (const char *what, const DecantVerification *report)
{
  print_findings (report);
  g_print ("%s%s: %" G_GINT64_FORMAT " entries, %" G_GINT64_FORMAT " artifacts, %" G_GINT64_FORMAT " checkpoints: %s\n",
           report->findings->len > 0 ? "\n" : "", what, report->entries, report->artifacts, report->checkpoints,
           !report->clean   ? "NOT CLEAN"
           : report->locked ? "clean, as far as can be seen without keys"
                            : "clean");
  if (report->checkpoint != NULL)
    g_print ("\nThe latest checkpoint. Whoever keeps a copy elsewhere can prove later that nothing before it was "
             "changed:\n\n%s",
             report->checkpoint);
}

/* --- a vault ------------------------------------------------------------------------------------------------ */

static DecantKeys *
read_keys (const Options *options, GError **error)
{
  g_autoptr (DecantVault) vault = decant_vault_open (options->folder, DECANT_VAULT_READ, error);
  g_auto (DecantFd) folder = vault == NULL ? -1 : decant_folder_open (options->folder, TRUE, error);
  g_autoptr (DecantKeyFile) file
      = folder < 0 ? NULL : decant_key_file_load (folder, decant_vault_get_id (vault), error);
  g_autoptr (DecantSecret) text
      = file == NULL ? NULL : (DecantSecret *) secret_input_read (options->passphrase_fd, "Passphrase: ", error);

  return text == NULL ? NULL : decant_key_file_unlock_passphrase (file, (const char *) text, error);
}

/* What a stranger needs to check this one entry elsewhere: its open fields, and with the keys all fields. */
static gboolean
write_proof (const Options *options, DecantKeys *keys, GError **error)
{
  g_autoptr (DecantVault) vault = decant_vault_open (options->folder, DECANT_VAULT_READ, error);
  g_autoptr (DecantProof) proof = NULL;
  g_autofree char *text = NULL;

  if (vault == NULL || (keys != NULL && !decant_vault_unlock (vault, keys, error))
      || (proof = decant_vault_prove_entry (vault, options->entry, 0, error)) == NULL
      || (text = decant_proof_to_json (proof, error)) == NULL)
    return FALSE;
  return g_file_set_contents_full (options->write_proof, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
}

static int
verify_vault (const Options *options)
{
  g_autofree char *held = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantKeys) keys = NULL;
  g_autoptr (DecantVerification) report = NULL;

  if (options->held_file != NULL && !g_file_get_contents (options->held_file, &held, NULL, &error))
    return ctl_fail (error);
  if (options->unlock && (keys = read_keys (options, &error)) == NULL)
    return ctl_fail (error);
  report = options->entry < 0 ? decant_verifier_run (options->folder, keys, held, NULL, NULL, NULL, &error)
                              : decant_verifier_run_one (options->folder, keys, options->entry, held, NULL, &error);
  if (report == NULL)
    return ctl_fail (error);
  print_report (options->folder, report);
  if (options->write_proof != NULL && report->clean && !write_proof (options, keys, &error))
    return ctl_fail (error);
  return report->clean ? CTL_OK : CTL_WRONG;
}

/* --- a proof ------------------------------------------------------------------------------------------------ */

static int
verify_proof (const Options *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantVerifierKey) key = options->key == NULL ? NULL : decant_verifier_key_parse (options->key, &error);
  g_autoptr (DecantVerification) report = NULL;
  g_autofree char *text = NULL;
  gsize length = 0;

  if (error != NULL || !g_file_get_contents (options->proof, &text, &length, &error)
      || (report = decant_proof_check (text, length, key, &error)) == NULL)
    return ctl_fail (error);
  print_findings (report);
  g_print ("\n%s: %s\n", options->proof, report->clean ? "holds" : "DOES NOT HOLD");
  return report->clean ? CTL_OK : CTL_WRONG;
}

/* --- the command -------------------------------------------------------------------------------------------- */

static gboolean
fits_together (const Options *options)
{
  gboolean of_vault = options->held_file != NULL || options->entry >= 0 || options->unlock;

  if (options->proof != NULL ? !of_vault && options->write_proof == NULL
                             : options->key == NULL && (options->write_proof == NULL || options->entry >= 0))
    return TRUE;
  g_printerr ("decantctl: expected --key with --proof alone, --write-proof with --entry; a proof stands by itself.\n");
  return FALSE;
}

int
ctl_verify (int argc, char **argv)
{
  g_auto (Options) options = { .entry = -1, .passphrase_fd = -1 };
  const GOptionEntry entries[] = {
    { "vault", 0, 0, G_OPTION_ARG_FILENAME, &options.folder, "Folder of the vault (default: the user's own)", "DIR" },
    { "held", 0, 0, G_OPTION_ARG_FILENAME, &options.held_file,
      "A checkpoint kept elsewhere, which the vault must continue", "FILE" },
    { "checkpoint", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_FILENAME, &options.held_file, "The same", "FILE" },
    { "entry", 0, 0, G_OPTION_ARG_INT64, &options.entry,
      "This entry alone, with its artifacts and its place in the tree", "N" },
    { "unlock", 0, 0, G_OPTION_ARG_NONE, &options.unlock, "Ask for the passphrase and check what was sealed as well",
      NULL },
    { "passphrase-fd", 0, 0, G_OPTION_ARG_INT, &options.passphrase_fd,
      "With --unlock: read the passphrase from a file descriptor", "FD" },
    { "write-proof", 0, 0, G_OPTION_ARG_FILENAME, &options.write_proof,
      "With --entry: write what a stranger needs to check it elsewhere; with --unlock all fields are in it", "FILE" },
    { "proof", 0, 0, G_OPTION_ARG_FILENAME, &options.proof, "A proof that was handed over, instead of a vault",
      "FILE" },
    { "key", 0, 0, G_OPTION_ARG_STRING, &options.key, "With --proof: the verifier key that must have signed", "KEY" },
    { NULL },
  };

  if (!ctl_parse (&argc, &argv, "verify", entries,
                  "Reads a vault as a stranger would and says what holds, what does not, and what cannot be known.\n\n"
                  "Exit status: 0 clean, 1 something does not hold, 2 the vault, the checkpoint or the proof cannot be "
                  "read."))
    return CTL_NOT_DONE;
  if (argc > 1)
    {
      g_printerr ("decantctl: expected options alone, saw \"%s\". The vault is named by --vault.\n", argv[1]);
      return CTL_NOT_DONE;
    }
  if (!fits_together (&options))
    return CTL_NOT_DONE;
  if (options.folder == NULL)
    options.folder = decant_vault_dup_default_folder ();
  return options.proof != NULL ? verify_proof (&options) : verify_vault (&options);
}
