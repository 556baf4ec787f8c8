/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "native-host/ctl.h"

#include "evidence/countersign.h"
#include "evidence/timestamp.h"

#include <string.h>

typedef struct
{
  char *folder, *certificates;
  gint64 size;
} Options;

static void
clear_options (Options *options)
{
  g_free (options->folder);
  g_free (options->certificates);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, clear_options)

static char *
file_name (const char *stem, const char *ending)
{
  return g_strconcat (stem, ending, NULL);
}

static GBytes *
read_file (const char *stem, const char *ending, GError **error)
{
  g_autofree char *path = file_name (stem, ending);
  char *bytes;
  gsize length;

  return g_file_get_contents (path, &bytes, &length, error) ? g_bytes_new_take (bytes, length) : NULL;
}

static gboolean
write_file (const char *stem, const char *ending, const void *bytes, gsize length, GError **error)
{
  g_autofree char *path = file_name (stem, ending);

  return g_file_set_contents_full (path, bytes, length, G_FILE_SET_CONTENTS_DURABLE, 0644, error);
}

static DecantCheckpoint *
read_head (DecantVault *vault, guint64 size, GError **error)
{
  g_autofree char *note
      = size > 0 ? decant_vault_read_checkpoint_at (vault, size, error) : decant_vault_read_checkpoint (vault, error);

  return note == NULL ? NULL : decant_checkpoint_parse (note, strlen (note), error);
}

/* --- request ------------------------------------------------------------------------------------------------ */

static int
request (const Options *options, const char *stem)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantVault) vault = decant_vault_open (options->folder, DECANT_VAULT_READ, &error);
  g_autoptr (DecantCheckpoint) head = vault == NULL ? NULL : read_head (vault, options->size, &error);
  g_autoptr (GBytes) bytes = head == NULL ? NULL : decant_timestamp_request (head->text, &error);
  g_autofree char *query = file_name (stem, ".tsq"), *text = file_name (stem, ".text"), *commands = NULL;

  if (bytes == NULL || !write_file (stem, ".tsq", g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &error)
      || !write_file (stem, ".text", head->text, strlen (head->text), &error))
    return ctl_fail (error);
  commands = decant_timestamp_request_commands (query, text);
  g_print (
      "%s asks for a stamp over %s, the checkpoint of %" G_GUINT64_FORMAT
      " entries. Send it to an authority that you trust\n"
      "(application/timestamp-query); it holds a digest and a number, nothing of the vault. Save the reply as %s.tsr,\n"
      "then: decantctl timestamp import %s\n\nTo look at the request, or make one yourself:\n%s",
      query, text, head->size, stem, stem, commands);
  return CTL_OK;
}

/* --- import ------------------------------------------------------------------------------------------------- */

static void
print_stamp (const DecantTimestamp *stamp)
{
  g_print ("  time       %s%s%s\n", stamp->time, stamp->accuracy == NULL ? "" : ", give or take ",
           stamp->accuracy == NULL ? "" : stamp->accuracy);
  g_print ("  authority  %s (as the stamp says)\n", stamp->authority == NULL ? "not named" : stamp->authority);
  g_print ("  serial     %s\n  policy     %s\n", stamp->serial, stamp->policy);
}

/* The text says which checkpoint it is: its second line. Whether it is the vault's own is checked with the stamp. */
static guint64
read_size (GBytes *text)
{
  gsize length;
  const char *bytes = g_bytes_get_data (text, &length);
  g_autofree char *copy = g_strndup (bytes == NULL ? "" : bytes, MIN (length, 4096));
  g_auto (GStrv) lines = g_strsplit (copy, "\n", 3);
  guint64 size = 0;

  return g_strv_length (lines) > 1 && g_ascii_string_to_unsigned (lines[1], 10, 1, G_MAXINT64, &size, NULL) ? size : 0;
}

static int
import (const Options *options, const char *stem)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) query = read_file (stem, ".tsq", &error);
  g_autoptr (GBytes) text = query == NULL ? NULL : read_file (stem, ".text", &error);
  g_autoptr (GBytes) reply = text == NULL ? NULL : read_file (stem, ".tsr", &error);
  g_autoptr (DecantVault) vault
      = reply == NULL ? NULL : decant_vault_open (options->folder, DECANT_VAULT_WRITE, &error);
  g_autoptr (DecantReceipt) receipt
      = vault == NULL ? NULL : decant_vault_add_timestamp (vault, read_size (text), query, reply, &error);

  if (receipt == NULL)
    return ctl_fail (error);
  g_print ("entry %" G_GUINT64_FORMAT ": the checkpoint of %" G_GUINT64_FORMAT " entries is stamped\n", receipt->entry,
           read_size (text));
  return CTL_OK;
}

/* --- show --------------------------------------------------------------------------------------------------- */

static int
print_chain (const Options *options, const DecantTimestamp *stamp, const char *text)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr (GError) error = NULL;

  if (!decant_timestamp_verify (stamp, text, options->certificates, stamp->seconds, &error))
    {
      g_print ("  chain      DOES NOT HOLD: %s\n", error->message);
      return CTL_WRONG;
    }
  g_print ("  chain      holds at the time of the stamp%s\n",
           decant_timestamp_verify (stamp, text, options->certificates, now, NULL)
               ? " and today"
               : "; a certificate has expired since: -attime, below, judges it at that time");
  return CTL_OK;
}

/* The files for openssl are written beside where the user says, one pair for each stamp. */
static gboolean
write_files (const Options *options,
             const DecantTimestamp *stamp,
             const DecantCheckpoint *head,
             const char *stem,
             GError **error)
{
  g_autofree char *numbered = g_strdup_printf ("%s-%" G_GUINT64_FORMAT, stem, head->size);
  g_autofree char *token = file_name (numbered, ".token"), *text = file_name (numbered, ".text"), *commands = NULL;

  if (!write_file (numbered, ".token", g_bytes_get_data (stamp->token, NULL), g_bytes_get_size (stamp->token), error)
      || !write_file (numbered, ".text", head->text, strlen (head->text), error))
    return FALSE;
  commands = decant_timestamp_verify_commands (stamp, token, text,
                                               options->certificates == NULL ? "authority.pem" : options->certificates);
  g_print ("%s", commands);
  return TRUE;
}

static int
show_one (const Options *options, DecantVault *vault, JsonObject *value, const char *stem)
{
  const char *base64 = json_object_get_string_member_with_default (value, "token", "");
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantCheckpoint) head
      = read_head (vault, json_object_get_int_member_with_default (value, "size", G_MAXINT64), &error);
  gsize length = 0;
  guint8 *bytes = decant_base64_decode (base64, strlen (base64), &length);
  g_autoptr (GBytes) token = g_bytes_new_take (bytes, bytes == NULL ? 0 : length);
  g_autoptr (DecantTimestamp) stamp = head == NULL ? NULL : decant_timestamp_read_token (token, head->text, &error);
  int status = CTL_OK;

  if (stamp == NULL)
    {
      g_print ("  DOES NOT HOLD: %s\n", error->message);
      return CTL_WRONG;
    }
  g_print ("  over       the checkpoint of %" G_GUINT64_FORMAT " entries\n", head->size);
  print_stamp (stamp);
  if (options->certificates != NULL)
    status = print_chain (options, stamp, head->text);
  if (stem != NULL && !write_files (options, stamp, head, stem, &error))
    return ctl_fail (error);
  return status;
}

static int
show (const Options *options, const char *stem)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantVault) vault = decant_vault_open (options->folder, DECANT_VAULT_READ, &error);
  JsonObject *value = NULL;
  guint64 before = G_MAXUINT64;
  gint64 number = -2;
  int status = CTL_OK;

  while (vault != NULL
         && (number = decant_vault_find_statement (vault, "vault_timestamp", before, &value, &error)) >= 0)
    {
      g_autoptr (JsonObject) owned = value;

      g_print ("%sentry %" G_GINT64_FORMAT "\n", before == G_MAXUINT64 ? "" : "\n", number);
      status = MAX (status, show_one (options, vault, owned, stem));
      before = number;
    }
  if (number < -1)
    return ctl_fail (error);
  if (before == G_MAXUINT64)
    g_print ("No checkpoint of this vault is stamped.\n");
  return status;
}

static const char help[]
    = "A time stamp of RFC 3161 says that a checkpoint existed by then, by somebody else's clock. Files are exchanged; "
      "Decant uses no network.\n\n"
      "request NAME   writes NAME.tsq, to be sent to an authority, and NAME.text, what it is over (--size: an earlier "
      "checkpoint)\n"
      "import NAME    reads the reply, NAME.tsr, and keeps the stamp as an entry\n"
      "show [NAME]    lists the stamps; with --certificates, judges their chain by the roots that you trust; with "
      "NAME, writes\n"
      "               NAME-SIZE.token and NAME-SIZE.text and prints the openssl commands that check them\n\n"
      "Exit status: 0 done, 1 a stamp does not hold, 2 not done.";

int
ctl_timestamp (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    int (*run) (const Options *options, const char *stem);
    gboolean needs_stem;
  } commands[] = { { "request", request, TRUE }, { "import", import, TRUE }, { "show", show, FALSE } };
  g_auto (Options) options = { 0 };
  const GOptionEntry entries[] = {
    { "vault", 0, 0, G_OPTION_ARG_FILENAME, &options.folder, "Folder of the vault (default: the user's own)", "DIR" },
    { "size", 0, 0, G_OPTION_ARG_INT64, &options.size, "With \"request\": the checkpoint of so many entries", "N" },
    { "certificates", 0, 0, G_OPTION_ARG_FILENAME, &options.certificates,
      "With \"show\": root certificates that you trust for this, PEM", "FILE" },
    { NULL },
  };

  if (!ctl_parse (&argc, &argv, "timestamp request|import|show [NAME]", entries, help))
    return CTL_NOT_DONE;
  if (options.folder == NULL)
    options.folder = decant_vault_dup_default_folder ();
  for (guint i = 0; argc >= 2 && argc <= 3 && i < G_N_ELEMENTS (commands); i++)
    if (strcmp (commands[i].name, argv[1]) == 0 && (argc == 3 || !commands[i].needs_stem))
      return commands[i].run (&options, argc == 3 ? argv[2] : NULL);
  g_printerr ("decantctl: expected request NAME, import NAME or show, saw \"%s\". See decantctl timestamp --help.\n",
              argc > 1 ? argv[argc - 1] : "");
  return CTL_NOT_DONE;
}
