/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <inttypes.h>
#include <string.h>

#include "app/models/exchange.h"
#include "evidence/checkpoint.h"
#include "evidence/countersign.h"
#include "evidence/timestamp.h"
#include "evidence/vault.h"

/* A file that a user chose may be anything. */
static GBytes *
read_file (const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);
  g_autoptr (GBytes) bytes
      = stream != NULL ? g_input_stream_read_bytes (G_INPUT_STREAM (stream), DECANT_EXCHANGE_MAX, NULL, error) : NULL;

  if (bytes == NULL || g_bytes_get_size (bytes) < DECANT_EXCHANGE_MAX)
    return g_steal_pointer (&bytes);
  g_set_error_literal (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID,
                       _ ("Expected a small file, saw one of 64 KiB or more."));
  return NULL;
}

static char *
read_note (const char *path, GError **error)
{
  g_autoptr (GBytes) bytes = read_file (path, error);
  gsize length = 0;
  const char *data = bytes != NULL ? g_bytes_get_data (bytes, &length) : NULL;
  g_autoptr (DecantCheckpoint) checkpoint = NULL;

  if (bytes == NULL)
    return NULL;
  checkpoint = decant_checkpoint_parse (data != NULL ? data : "", length, error);
  return checkpoint != NULL ? g_strndup (data, length) : NULL;
}

/* --- checkpoints -------------------------------------------------------------------------------------------- */

char *
decant_exchange_read_checkpoint (const char *folder, GError **error)
{
  g_autoptr (DecantVault) vault = decant_vault_open (folder, DECANT_VAULT_READ, error);

  return vault != NULL ? decant_vault_read_checkpoint (vault, error) : NULL;
}

gboolean
decant_exchange_save_checkpoint (const char *folder, const char *path, GError **error)
{
  g_autofree char *note = decant_exchange_read_checkpoint (folder, error);

  return note != NULL && g_file_set_contents (path, note, -1, error);
}

char *
decant_exchange_read_held (const char *path, GError **error)
{
  return read_note (path, error);
}

/* --- time stamps -------------------------------------------------------------------------------------------- */

static char *
dup_stamps_folder (void)
{
  return g_build_filename (g_get_user_state_dir (), "decant", "stamps", NULL);
}

static gboolean
keep_request (const char *vault, guint64 size, GBytes *request, GError **error)
{
  g_autofree char *folder = dup_stamps_folder ();
  g_autofree char *name = g_strdup_printf ("%s-%" PRIu64 ".tsq", vault, size);
  g_autofree char *path = g_build_filename (folder, name, NULL);

  if (g_mkdir_with_parents (folder, 0700) != 0)
    return decant_vault_set_error_from_errno (error, errno, "make the folder of requests");
  return g_file_set_contents (path, g_bytes_get_data (request, NULL), g_bytes_get_size (request), error);
}

gboolean
decant_exchange_request_stamp (const char *folder, const char *path, GError **error)
{
  g_autoptr (DecantVault) vault = decant_vault_open (folder, DECANT_VAULT_READ, error);
  g_autofree char *note = vault != NULL ? decant_vault_read_checkpoint (vault, error) : NULL;
  g_autoptr (DecantCheckpoint) head = note != NULL ? decant_checkpoint_parse (note, strlen (note), error) : NULL;
  g_autoptr (GBytes) request = head != NULL ? decant_timestamp_request (head->text, error) : NULL;

  return request != NULL && keep_request (decant_vault_get_id (vault), head->size, request, error)
         && g_file_set_contents (path, g_bytes_get_data (request, NULL), g_bytes_get_size (request), error);
}

/* Of a kept request's name: the size of its checkpoint, 0 if it is not this vault's. */
static guint64
size_of (const char *name, const char *vault)
{
  const char *rest = g_str_has_prefix (name, vault) ? name + strlen (vault) : "";
  g_autofree char *digits
      = *rest == '-' && g_str_has_suffix (rest, ".tsq") ? g_strndup (rest + 1, strlen (rest) - 5) : NULL;
  guint64 size = 0;

  return digits != NULL && g_ascii_string_to_unsigned (digits, 10, 1, G_MAXINT64, &size, NULL) ? size : 0;
}

/* NULL without @error: it is no reply to this request. */
static DecantReceipt *
try_request (DecantVault *vault, const char *path, guint64 size, GBytes *reply, GError **error)
{
  g_autoptr (GBytes) request = read_file (path, NULL);
  g_autoptr (GError) local = NULL;
  DecantReceipt *receipt = request != NULL ? decant_vault_add_timestamp (vault, size, request, reply, &local) : NULL;

  if (receipt != NULL)
    g_unlink (path);
  else if (local != NULL && !g_error_matches (local, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_DIGEST)
           && !g_error_matches (local, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID))
    g_propagate_error (error, g_steal_pointer (&local));
  return receipt;
}

static gint64
try_requests (DecantVault *vault, GBytes *reply, GError **error)
{
  g_autofree char *folder = dup_stamps_folder ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      guint64 size = size_of (name, decant_vault_get_id (vault));
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autoptr (GError) local = NULL;
      g_autoptr (DecantReceipt) receipt = size > 0 ? try_request (vault, path, size, reply, &local) : NULL;

      if (receipt != NULL)
        return receipt->entry;
      if (local != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return -1;
        }
    }
  g_set_error_literal (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID,
                       _ ("This file grants none of the stamps that were asked for from this vault on this machine."));
  return -1;
}

gint64
decant_exchange_import_stamp (const char *folder, const char *path, GError **error)
{
  g_autoptr (GBytes) reply = read_file (path, error);
  g_autoptr (DecantVault) vault = reply != NULL ? decant_vault_open (folder, DECANT_VAULT_WRITE, error) : NULL;

  return vault != NULL ? try_requests (vault, reply, error) : -1;
}

/* --- cosignatures ------------------------------------------------------------------------------------------- */

gint64
decant_exchange_import_cosignature (const char *folder, const char *path, const char *person, GError **error)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (person));
  g_autoptr (DecantVerifierKey) key = decant_verifier_key_parse (trimmed, error);
  g_autofree char *note = key != NULL ? read_note (path, error) : NULL;
  g_autoptr (DecantVault) vault = note != NULL ? decant_vault_open (folder, DECANT_VAULT_WRITE, error) : NULL;
  g_autoptr (DecantReceipt) receipt = vault != NULL ? decant_vault_add_cosignature (vault, note, key, error) : NULL;

  return receipt != NULL ? (gint64) receipt->entry : -1;
}
