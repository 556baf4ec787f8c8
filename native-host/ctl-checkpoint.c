/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "native-host/ctl.h"

#include "evidence/cosigner.h"
#include "evidence/countersign.h"
#include "evidence/secret.h"
#include "native-host/secret-input.h"

#include <stdio.h>
#include <string.h>

typedef struct
{
  char *folder, *key_file, *person;
  gint64 size;
  int passphrase_fd;
} Options;

static void
clear_options (Options *options)
{
  g_free (options->folder);
  g_free (options->key_file);
  g_free (options->person);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, clear_options)

/* --- the vault's side --------------------------------------------------------------------------------------- */

static int
print (const Options *options, const char *unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantVault) vault = decant_vault_open (options->folder, DECANT_VAULT_READ, &error);
  g_autofree char *note = NULL;

  if (vault != NULL)
    note = options->size > 0 ? decant_vault_read_checkpoint_at (vault, options->size, &error)
                             : decant_vault_read_checkpoint (vault, &error);
  if (note == NULL)
    return ctl_fail (error);
  g_print ("%s", note);
  return CTL_OK;
}

/* "-" is standard input. */
static char *
read_note (const char *path, GError **error)
{
  char *note = NULL;
  gsize length = 0;

  if (path == NULL || g_str_equal (path, "-"))
    path = "/dev/stdin";
  if (!g_file_get_contents (path, &note, &length, error))
    return NULL;
  if (strlen (note) != length)
    note[0] = '\0'; /* no checkpoint, which is said where it is parsed */
  return note;
}

static int
import (const Options *options, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantVerifierKey) person
      = options->person == NULL ? NULL : decant_verifier_key_parse (options->person, &error);
  g_autofree char *note = NULL;
  g_autoptr (DecantVault) vault = NULL;
  g_autoptr (DecantReceipt) receipt = NULL;

  if (options->person == NULL)
    {
      g_printerr (
          "decantctl: expected --person KEY, the verifier key that the second person gave you by another way.\n");
      return CTL_NOT_DONE;
    }
  if (person == NULL || (note = read_note (path, &error)) == NULL
      || (vault = decant_vault_open (options->folder, DECANT_VAULT_WRITE, &error)) == NULL
      || (receipt = decant_vault_add_cosignature (vault, note, person, &error)) == NULL)
    return ctl_fail (error);
  g_print ("entry %" G_GUINT64_FORMAT ": %s cosigned\n", receipt->entry, person->name);
  return CTL_OK;
}

/* --- the second person's side ------------------------------------------------------------------------------- */

static int
print_key (const char *file, gsize length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantVerifierKey) key = decant_cosigner_parse_key (file, length, &error);
  g_autofree char *text = key == NULL ? NULL : decant_verifier_key_to_text (key);

  if (text == NULL)
    return ctl_fail (error);
  g_print ("%s\n", text);
  return CTL_OK;
}

static int
make_key (const Options *options, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *file = NULL;
  char *passphrase;

  if (name == NULL)
    {
      g_printerr ("decantctl: expected a pseudonym for the key. See decantctl checkpoint --help.\n");
      return CTL_NOT_DONE;
    }
  passphrase = secret_input_read_new (options->passphrase_fd, &error);
  if (passphrase != NULL)
    file = decant_cosigner_create (name, passphrase, NULL, &error);
  decant_secret_free (passphrase);
  if (file == NULL || !decant_cosigner_save (options->key_file, file, &error))
    return ctl_fail (error);
  return print_key (file, strlen (file));
}

static int
show_key (const Options *options, const char *unused)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *file = NULL;
  gsize length;

  return g_file_get_contents (options->key_file, &file, &length, &error) ? print_key (file, length) : ctl_fail (error);
}

static DecantCosigner *
open_key (const Options *options, GError **error)
{
  g_autofree char *file = NULL;
  gsize length;
  DecantCosigner *cosigner;
  char *passphrase;

  if (!g_file_get_contents (options->key_file, &file, &length, error)
      || (passphrase = secret_input_read (options->passphrase_fd, "Passphrase: ", error)) == NULL)
    return NULL;
  cosigner = decant_cosigner_open (file, length, passphrase, error);
  decant_secret_free (passphrase);
  return cosigner;
}

static int
cosign (const Options *options, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *note = read_note (path, &error);
  g_autoptr (DecantCheckpoint) checkpoint = note == NULL ? NULL : decant_checkpoint_parse (note, strlen (note), &error);
  g_autoptr (DecantCosigner) cosigner = checkpoint == NULL ? NULL : open_key (options, &error);
  g_autofree char *both = cosigner == NULL ? NULL : decant_cosigner_sign (cosigner, note, strlen (note), &error);

  if (both == NULL)
    return ctl_fail (error);
  g_print ("%s", both);
  return CTL_OK;
}

static const char help[] = "A checkpoint is the signed head of a vault. Whoever keeps a copy elsewhere can prove later "
                           "that nothing before it was changed.\n\n"
                           "print          the latest one, or that of --size entries\n"
                           "make-key NAME  a second person makes a key of their own, sealed by a passphrase; prints "
                           "the verifier key, to be given to\n"
                           "               the vault's owner by another way (NAME is a pseudonym: it is public)\n"
                           "show-key       prints the verifier key again\n"
                           "cosign [FILE]  the second person signs a checkpoint (default: standard input) and prints "
                           "it with their line below\n"
                           "import [FILE]  the vault keeps that line as an entry; --person says whose it must be\n\n"
                           "Exit status: 0 done, 2 not done.";

int
ctl_checkpoint (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    int (*run) (const Options *options, const char *argument);
    int arguments;
  } commands[] = { { "print", print, 0 },
                   { "make-key", make_key, 1 },
                   { "show-key", show_key, 0 },
                   { "cosign", cosign, 1 },
                   { "import", import, 1 } };
  g_auto (Options) options = { .passphrase_fd = -1 };
  const GOptionEntry entries[] = {
    { "vault", 0, 0, G_OPTION_ARG_FILENAME, &options.folder, "Folder of the vault (default: the user's own)", "DIR" },
    { "size", 0, 0, G_OPTION_ARG_INT64, &options.size, "With \"print\": the checkpoint of so many entries", "N" },
    { "person", 0, 0, G_OPTION_ARG_STRING, &options.person, "With \"import\": the second person's verifier key",
      "KEY" },
    { "key", 0, 0, G_OPTION_ARG_FILENAME, &options.key_file, "The second person's key file (default: their own)",
      "FILE" },
    { "passphrase-fd", 0, 0, G_OPTION_ARG_INT, &options.passphrase_fd, "Read the passphrase there", "N" },
    { NULL },
  };

  if (!ctl_parse (&argc, &argv, "checkpoint print|make-key|show-key|cosign|import", entries, help))
    return CTL_NOT_DONE;
  if (options.folder == NULL)
    options.folder = decant_vault_dup_default_folder ();
  if (options.key_file == NULL)
    options.key_file = decant_cosigner_dup_default_file ();
  for (guint i = 0; argc >= 2 && i < G_N_ELEMENTS (commands); i++)
    if (strcmp (commands[i].name, argv[1]) == 0 && argc <= 2 + commands[i].arguments)
      return commands[i].run (&options, argc > 2 ? argv[2] : NULL);
  g_printerr (
      "decantctl: expected print, make-key, show-key, cosign or import, saw \"%s\". See decantctl checkpoint --help.\n",
      argc > 1 ? argv[argc - 1] : "");
  return CTL_NOT_DONE;
}
