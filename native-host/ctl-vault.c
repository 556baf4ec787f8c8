/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "native-host/ctl.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "evidence/folder.h"
#include "evidence/key-file.h"
#include "evidence/migration.h"
#include "evidence/recovery.h"
#include "evidence/secret.h"
#include "evidence/vault.h"
#include "native-host/ctl-unlock.h"
#include "native-host/secret-input.h"

typedef struct
{
  char *folder;
  int passphrase_fd, new_passphrase_fd, recovery_fd;
  gboolean by_recovery, remove, invert;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->folder);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* --- recovery words on paper -------------------------------------------------------------------------------- */

/* Past stdio and GLib, whose buffers nobody wipes. */
static void
show (const char *text)
{
  fflush (stdout);
  decant_write_all (STDOUT_FILENO, text, strlen (text));
}

static void
show_words (const char *words)
{
  const char *word = words;

  for (guint n = 1; n <= DECANT_RECOVERY_WORDS; n++)
    {
      char line[32];
      gsize length = strcspn (word, " ");

      g_snprintf (line, sizeof line, "%2u. %-9.*s%s", n, (int) length, word, n % 4 == 0 ? "\n" : " ");
      show (line);
      sodium_memzero (line, sizeof line);
      word += length + (word[length] == ' ');
    }
}

static void
show_recovery (const guint8 *key, gboolean invert)
{
  g_autoptr (DecantSecret) words = (DecantSecret *) decant_recovery_to_words (key);
  g_autoptr (DecantQr) qr = decant_recovery_to_qr (key);
  g_autoptr (DecantSecret) blocks = qr != NULL ? (DecantSecret *) decant_qr_to_blocks (qr, invert) : NULL;

  show ("Recovery words. They open the vault without the passphrase, and are shown this once. Write them down on "
        "paper, keep\n"
        "the paper away from the machine, then clear the terminal.\n\n");
  show_words ((const char *) words);
  if (blocks != NULL)
    {
      show ("\nThe same for a camera that is not on a network:\n\n");
      show ((const char *) blocks);
    }
}

/* A new recovery key, in guarded memory, wrapped in @file. */
static DecantSecret *
add_recovery (DecantKeyFile *file, const DecantKeys *keys, GError **error)
{
  g_autoptr (DecantSecret) key = decant_secret_alloc (DECANT_RECOVERY_SIZE);

  randombytes_buf (key, DECANT_RECOVERY_SIZE);
  return decant_key_file_set_secret (file, keys, DECANT_WRAP_RECOVERY, key, error) ? g_steal_pointer (&key) : NULL;
}

/* --- opening ------------------------------------------------------------------------------------------------ */

static DecantKeyFile *
load (const Options *options, int *folder, GError **error)
{
  g_autoptr (DecantVault) vault = decant_vault_open (options->folder, DECANT_VAULT_READ, error);

  if (vault == NULL || (*folder = decant_folder_open (options->folder, FALSE, error)) < 0)
    return NULL;
  return decant_key_file_load (*folder, decant_vault_get_id (vault), error);
}

static DecantKeys *
unlock (const Options *options, const DecantKeyFile *file, GError **error)
{
  const CtlSecrets secrets = { options->passphrase_fd, options->recovery_fd, options->by_recovery };

  return ctl_unlock (file, &secrets, error);
}

/* --- making ------------------------------------------------------------------------------------------------- */

typedef struct
{
  DecantKeys *keys;
  const char *passphrase;
  DecantSecret *recovery; /* (out) */
} Making;

/* keys.json goes into the folder before it is a vault, so that no vault is ever without one. */
static gboolean
write_keys (int folder, const char *id, gpointer user_data, GError **error)
{
  Making *making = user_data;
  g_autoptr (DecantKeyFile) file = decant_key_file_new (id);

  return decant_key_file_set_passphrase (file, making->keys, making->passphrase, NULL, error)
         && (making->recovery = add_recovery (file, making->keys, error)) != NULL
         && decant_key_file_save (file, folder, error);
}

static int
create (const Options *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantSecret) passphrase = (DecantSecret *) secret_input_read_new (options->passphrase_fd, &error);
  g_autoptr (DecantKeys) keys = decant_keys_new_random ();
  Making making = { keys, (const char *) passphrase, NULL };
  gboolean made = passphrase != NULL && decant_vault_create (options->folder, keys, write_keys, &making, &error);

  if (made)
    {
      g_print ("The vault is made, in %s.\n\n", options->folder);
      show_recovery (making.recovery, options->invert);
    }
  decant_secret_free (making.recovery);
  return made ? CTL_OK : ctl_fail (error);
}

/* A vault of an older Decant, kept in the clear, becomes a sealed one; what it proves stays as it is. */
static int
seal (const Options *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantSecret) passphrase = NULL;
  g_autoptr (DecantKeys) keys = decant_keys_new_random ();
  Making making = { keys, NULL, NULL };
  gboolean made = FALSE;

  if (!decant_migration_is_needed (options->folder))
    {
      g_printerr ("Expected a vault of an older Decant in %s, saw none. There is nothing to seal.\n", options->folder);
      return CTL_NOT_DONE;
    }
  passphrase = (DecantSecret *) secret_input_read_new (options->passphrase_fd, &error);
  making.passphrase = (const char *) passphrase;
  made = passphrase != NULL && decant_migration_run (options->folder, keys, write_keys, &making, &error)
         && decant_migration_sweep (options->folder, &error);
  if (making.recovery != NULL && !decant_migration_is_needed (options->folder))
    {
      g_print ("The vault in %s is sealed. Every entry, artifact and proof is as it was.\n"
               "What lay in the clear was removed, but a disk gives deleted blocks back until it writes over them.\n\n",
               options->folder);
      show_recovery (making.recovery, options->invert);
    }
  decant_secret_free (making.recovery);
  return made ? CTL_OK : ctl_fail (error);
}

/* --- commands ----------------------------------------------------------------------------------------------- */

static int
set_passphrase (const Options *options)
{
  g_auto (DecantFd) folder = -1;
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantKeyFile) file = load (options, &folder, &error);
  g_autoptr (DecantKeys) keys = file != NULL ? unlock (options, file, &error) : NULL;
  g_autoptr (DecantSecret) passphrase
      = keys != NULL ? (DecantSecret *) secret_input_read_new (options->new_passphrase_fd, &error) : NULL;

  if (passphrase == NULL || !decant_key_file_set_passphrase (file, keys, (const char *) passphrase, NULL, &error)
      || !decant_key_file_save (file, folder, &error))
    return ctl_fail (error);
  g_print (
      "The vault has the new passphrase. Copies of keys.json that were made before still open with the old one.\n");
  return CTL_OK;
}

static int
set_recovery (const Options *options)
{
  g_auto (DecantFd) folder = -1;
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantKeyFile) file = load (options, &folder, &error);
  g_autoptr (DecantKeys) keys = file != NULL ? unlock (options, file, &error) : NULL;
  g_autoptr (DecantSecret) key = NULL;

  if (keys == NULL)
    return ctl_fail (error);
  if (options->remove ? !decant_key_file_remove (file, DECANT_WRAP_RECOVERY, &error)
                      : (key = add_recovery (file, keys, &error)) == NULL)
    return ctl_fail (error);
  if (!decant_key_file_save (file, folder, &error))
    return ctl_fail (error);
  if (key != NULL)
    show_recovery (key, options->invert);
  else
    g_print ("Recovery words no longer open the vault.\n");
  return CTL_OK;
}

static int
print_status (const Options *options)
{
  g_auto (DecantFd) folder = -1;
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantKeyFile) file = load (options, &folder, &error);

  if (file == NULL)
    return ctl_fail (error);
  for (guint i = 0; i < decant_key_file_get_size (file); i++)
    {
      const DecantWrap *wrap = decant_key_file_get (file, i);

      g_print ("%-10s since %s", decant_wrap_kind_to_string (wrap->kind), wrap->created);
      if (wrap->kind == DECANT_WRAP_PASSPHRASE)
        g_print (" (Argon2id, %" G_GUINT64_FORMAT " passes over %" G_GUINT64_FORMAT " MiB)", wrap->cost.ops,
                 wrap->cost.memory >> 20);
      g_print ("\n");
    }
  return CTL_OK;
}

static int
renew_key (const Options *options)
{
  g_auto (DecantFd) folder = -1;
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantKeyFile) file = load (options, &folder, &error);
  g_autoptr (DecantKeys) keys = file != NULL ? unlock (options, file, &error) : NULL;

  if (keys == NULL || !decant_vault_renew_host_key (options->folder, keys, &error))
    return ctl_fail (error);
  g_print ("The host has a new key, and you vouch for it in the log. Entries can be added.\n");
  return CTL_OK;
}

static const struct
{
  const char *name;
  int (*run) (const Options *options);
} commands[] = {
  { "create", create },
  { "seal", seal },
  { "passphrase", set_passphrase },
  { "recovery", set_recovery },
  { "renew-key", renew_key },
  { "status", print_status },
};

static const char help[]
    = "create       makes a vault and shows its recovery words once\n"
      "seal         seals a vault that an older Decant kept in the clear\n"
      "passphrase   sets another passphrase\n"
      "recovery     makes new recovery words and shows them once; earlier ones open nothing any more\n"
      "renew-key    makes a new key for the host, where host.key was lost, left behind or may be known to somebody\n"
      "status       tells what opens the vault\n\n"
      "A passphrase is asked for on the terminal, or read as a line from a file descriptor, e.g. --passphrase-fd 3 "
      "3<FILE.\n"
      "It is never taken from arguments or the environment.\n\n"
      "Exit status: 0 done, 2 not done.";

int
ctl_vault (int argc, char **argv)
{
  g_auto (Options) options = { .passphrase_fd = -1, .new_passphrase_fd = -1, .recovery_fd = -1 };
  const GOptionEntry entries[] = {
    { "vault", 0, 0, G_OPTION_ARG_FILENAME, &options.folder, "Folder of the vault (default: the user's own)", "DIR" },
    { "passphrase-fd", 0, 0, G_OPTION_ARG_INT, &options.passphrase_fd, "Read the passphrase there", "N" },
    { "new-passphrase-fd", 0, 0, G_OPTION_ARG_INT, &options.new_passphrase_fd, "Read the new passphrase there", "N" },
    { "recovery", 0, 0, G_OPTION_ARG_NONE, &options.by_recovery, "Open the vault with recovery words", NULL },
    { "recovery-fd", 0, 0, G_OPTION_ARG_INT, &options.recovery_fd, "Read the recovery words there, on one line", "N" },
    { "remove", 0, 0, G_OPTION_ARG_NONE, &options.remove, "With \"recovery\": let no recovery words open the vault",
      NULL },
    { "invert", 0, 0, G_OPTION_ARG_NONE, &options.invert, "Draw the QR code for a light terminal", NULL },
    { NULL },
  };

  if (!ctl_parse (&argc, &argv, "vault COMMAND", entries, help))
    return CTL_NOT_DONE;
  if (options.folder == NULL)
    options.folder = decant_vault_dup_default_folder ();
  for (guint i = 0; argc == 2 && i < G_N_ELEMENTS (commands); i++)
    if (strcmp (commands[i].name, argv[1]) == 0)
      return commands[i].run (&options);
  g_printerr ("decantctl: expected one command of the vault, saw \"%s\". See decantctl vault --help.\n",
              argc > 1 ? argv[argc - 1] : "");
  return CTL_NOT_DONE;
}
