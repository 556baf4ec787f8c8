/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/backup.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#include "evidence/artifact-cipher.h"
#include "evidence/drive.h"
#include "evidence/error.h"
#include "evidence/folder.h"

#define PREFIX "decant-backup-"

char *
decant_backup_dup_keys_name (const char *sha256)
{
  return g_strdup_printf ("keys-%.16s.json", sha256);
}

void
decant_backup_close (DecantBackup *self)
{
  if (self == NULL)
    return;
  if (self->fd >= 0)
    decant_close (self->fd);
  g_free (self->path);
  decant_identity_free (self->identity);
  decant_manifest_free (self->manifest);
  g_free (self->manifest_sha256);
  decant_key_file_free (self->key_file);
  g_free (self->keys_text);
  g_free (self);
}

/* --- finding it --------------------------------------------------------------------------------------------- */

typedef struct
{
  char *name;
  guint n;
} Found;

static gboolean
find_backup (int folder, const char *name, gpointer user_data)
{
  Found *found = user_data;

  if (g_str_has_prefix (name, PREFIX))
    {
      g_free (found->name);
      found->name = g_strdup (name);
      found->n++;
    }
  return TRUE;
}

/* The folder itself, or the one backup in it. */
static int
find_folder (const char *path, char **where, GError **error)
{
  g_auto (DecantFd) fd = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  Found found = { NULL };
  g_autofree char *name = NULL;

  if (fd >= 0 && faccessat (fd, "vault.json", F_OK, AT_SYMLINK_NOFOLLOW) == 0)
    {
      *where = g_strdup (path);
      return g_steal_fd (&fd);
    }
  if (fd >= 0)
    decant_folder_visit (fd, find_backup, &found);
  name = found.name;
  if (found.n == 1)
    {
      *where = g_build_filename (path, name, NULL);
      return decant_folder_open_inside (fd, name);
    }
  g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_ABSENT,
               found.n > 1 ? "There are several backups in %s: name the folder of one."
                           : "There is no backup in %s: name the folder " PREFIX "….",
               path);
  return -1;
}

/* --- opening ------------------------------------------------------------------------------------------------ */

/* NULL with @error that names the file. */
static char *
read_file (DecantBackup *self, const char *name, gsize max, gsize *length, GError **error)
{
  char *bytes = decant_folder_read_file (self->fd, name, max, length);

  if (bytes != NULL)
    return bytes;
  if (errno == ENOENT || errno == EFBIG || errno == ELOOP || errno == EINVAL)
    g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_BROKEN, "The backup in %s is damaged: %s %s.",
                 self->path, name, errno == ENOENT ? "is missing" : "is no file that a backup would have");
  else
    g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_IO, "Could not read %s of the backup: %s.", name,
                 g_strerror (errno));
  return NULL;
}

static gboolean
load_manifest (DecantBackup *self, GError **error)
{
  gsize length = 0;
  g_autofree char *text = read_file (self, "manifest.json", DECANT_BACKUP_MANIFEST_MAX, &length, error);

  if (text == NULL)
    return FALSE;
  self->manifest = decant_manifest_parse (text, length, self->identity->owner, error);
  if (self->manifest == NULL)
    {
      g_prefix_error (error, "manifest.json in %s: ", self->path);
      return FALSE;
    }
  self->manifest_sha256 = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guint8 *) text, length);
  if (g_str_equal (self->manifest->vault, self->identity->id)
      && g_str_equal (self->manifest->checkpoint->origin, self->identity->origin))
    return TRUE;
  g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_BROKEN,
               "Expected manifest.json and vault.json in %s of one vault, saw two.", self->path);
  return FALSE;
}

static gboolean
load_keys (DecantBackup *self, GError **error)
{
  g_autofree char *name = decant_backup_dup_keys_name (self->manifest->keys), *seen = NULL;
  gsize length = 0;

  self->keys_text = read_file (self, name, DECANT_KEY_FILE_MAX, &length, error);
  if (self->keys_text == NULL)
    return FALSE;
  seen = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guint8 *) self->keys_text, length);
  if (!g_str_equal (seen, self->manifest->keys))
    {
      g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_BROKEN, "The backup in %s is damaged: %s was changed.",
                   self->path, name);
      return FALSE;
    }
  self->key_file = decant_key_file_parse (self->keys_text, length, self->identity->id, error);
  return self->key_file != NULL;
}

static gboolean
load_identity (DecantBackup *self, GError **error)
{
  self->identity = decant_identity_load (self->fd, error);
  if (self->identity == NULL)
    g_prefix_error (error, "vault.json in %s: ", self->path);
  else if (self->identity->format != 2)
    g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_BROKEN,
                 "Expected a sealed vault in the backup %s, saw one of an older format.", self->path);
  return self->identity != NULL && self->identity->format == 2;
}

DecantBackup *
decant_backup_open (const char *path, GError **error)
{
  g_autoptr (DecantBackup) self = g_new0 (DecantBackup, 1);

  if (sodium_init () < 0)
    {
      g_set_error_literal (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_IO,
                           "The cryptographic library libsodium does not start.");
      return NULL;
    }
  self->fd = find_folder (path, &self->path, error);
  if (self->fd < 0 || !load_identity (self, error) || !load_manifest (self, error) || !load_keys (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

gboolean
decant_backup_check_keys (const DecantBackup *self, DecantKeys *keys, GError **error)
{
  if (decant_identity_is_owned_by (self->identity, keys))
    return TRUE;
  g_set_error_literal (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_LOCKED,
                       "These are the keys of another vault: use the passphrase or recovery words of this one.");
  return FALSE;
}

/* --- its files ---------------------------------------------------------------------------------------------- */

static int
open_inside (const DecantBackup *self, int folder, const char *kind, const char *name, GError **error)
{
  int fd = folder < 0 ? -1 : decant_folder_open_file (folder, name, NULL);

  if (fd < 0 && errno == ENOENT)
    g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_BROKEN,
                 "The backup in %s is damaged: the %s %s is missing.", self->path, kind, name);
  else if (fd < 0)
    g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_IO, "Could not read the %s %s of the backup: %s.", kind,
                 name, g_strerror (errno));
  return fd;
}

int
decant_backup_open_artifact (const DecantBackup *self, const char *name, GError **error)
{
  g_auto (DecantFd) shelf = decant_drive_open_shelf (self->fd, name, FALSE);

  return open_inside (self, shelf, "artifact", name, error);
}

static GBytes *
decipher (const DecantBackup *self, const DecantSegment *segment, DecantKeys *keys, int fd, GError **error)
{
  guint8 key[DECANT_SEGMENT_KEY_SIZE];
  g_autoptr (DecantArtifactReader) reader = NULL;

  if (!decant_segment_unwrap_key (segment, keys, self->identity->id, key, error))
    return NULL;
  reader = decant_artifact_reader_new (fd, self->identity->id, key, error);
  sodium_memzero (key, sizeof key);
  return reader == NULL ? NULL : decant_artifact_reader_read_all (reader, DECANT_SEGMENT_MAX, error);
}

gboolean
decant_backup_read_segment (const DecantBackup *self,
                            const DecantSegment *segment,
                            DecantKeys *keys,
                            DecantRowVisit visit,
                            gpointer user_data,
                            GError **error)
{
  g_auto (DecantFd) folder = decant_folder_open_inside (self->fd, "segments");
  g_auto (DecantFd) fd = open_inside (self, folder, "segment", segment->name, error);
  g_autoptr (GError) local = NULL;
  g_autoptr (GBytes) plain = fd < 0 ? NULL : decipher (self, segment, keys, fd, &local);

  if (fd < 0)
    return FALSE;
  if (plain != NULL
      && decant_segment_read (g_bytes_get_data (plain, NULL), g_bytes_get_size (plain), segment->first, segment->end,
                              visit, user_data, &local))
    return TRUE;
  g_propagate_prefixed_error (error, g_steal_pointer (&local), "Segment %s of the backup: ", segment->name);
  return FALSE;
}
