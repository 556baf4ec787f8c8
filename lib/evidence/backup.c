/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/backup.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "evidence/artifact-cipher.h"
#include "evidence/artifact-store.h"
#include "evidence/backup-rows.h"
#include "evidence/clock.h"
#include "evidence/drive.h"
#include "evidence/folder.h"
#include "evidence/vault-private.h"

#define SEGMENT_CLOSED (4 * 1024 * 1024) /* bytes of a file: as large, it is not written again to add to it */
#define ATTEMPTS 3                       /* entries may be erased meanwhile */

typedef struct
{
  DecantVault *vault;
  DecantVault *snapshot; /* a second handle, in one read transaction */
  char *path;
  int fd;
  DecantBackup *earlier;    /* NULL: the first one */
  DecantManifest *manifest; /* what is being made */
  gboolean shelves[256];    /* those with new names */
  DecantBackupResult *result;
  DecantBackupProgress progress;
  gpointer user_data;
  guint64 done, total;
  GCancellable *cancellable;
} Backup;

void
decant_backup_result_free (DecantBackupResult *self)
{
  if (self == NULL)
    return;
  g_free (self->folder);
  g_free (self->manifest);
  decant_receipt_free (self->receipt);
  g_free (self);
}

static gboolean
advance (Backup *self, GError **error)
{
  self->done++;
  if (self->progress != NULL)
    self->progress (MIN (self->done, self->total), self->total, self->user_data);
  return !g_cancellable_set_error_if_cancelled (self->cancellable, error);
}

/* --- the place ---------------------------------------------------------------------------------------------- */

static gboolean
open_place (Backup *self, const char *place, GError **error)
{
  g_autofree char *name = g_strconcat ("decant-backup-", decant_vault_get_id (self->vault), NULL);
  g_auto (DecantFd) parent = open (place, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  self->path = g_build_filename (place, name, NULL);
  if (parent < 0)
    {
      g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID,
                   "Expected a folder for the backup in %s, saw: %s. Is the drive there?", place, g_strerror (errno));
      return FALSE;
    }
  if ((self->fd = decant_drive_ensure_inside (parent, name)) < 0)
    return decant_drive_set_error (error, errno, "make the backup's folder");
  /* File systems that know no locks are taken at the user's word. */
  if (flock (self->fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
    {
      g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_BUSY, "Another program is writing the backup in %s.",
                   self->path);
      return FALSE;
    }
  return TRUE;
}

static gboolean
load_earlier (Backup *self, GError **error)
{
  if (faccessat (self->fd, "manifest.json", F_OK, AT_SYMLINK_NOFOLLOW) != 0)
    return TRUE; /* none, or one that never came to its end */
  self->earlier = decant_backup_open (self->path, error);
  if (self->earlier == NULL)
    g_prefix_error_literal (error,
                            "The backup that is there cannot be continued; move its folder away to begin anew. ");
  return self->earlier != NULL;
}

static gboolean
rolled_back (Backup *self, const char *what, GError **error)
{
  g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_ROLLED_BACK,
               "The backup in %s %s. It was not touched. If an older copy of the vault was put in place, restore from "
               "this backup; if the vault is right, make its backup in another place.",
               self->path, what);
  return FALSE;
}

/* Was the vault when that was made the beginning of what it is now? */
static gboolean
check_continues (Backup *self, GError **error)
{
  const DecantManifest *earlier = self->earlier == NULL ? NULL : self->earlier->manifest;
  g_autofree char *then = NULL;

  if (earlier == NULL)
    return TRUE;
  if (earlier->checkpoint->size > self->manifest->checkpoint->size)
    return rolled_back (self, "has more entries than the vault", error);
  then = decant_log_read_checkpoint (self->snapshot->log, earlier->checkpoint->size, error);
  if (then == NULL)
    return FALSE;
  if (!g_str_equal (then, earlier->note))
    return rolled_back (self, "is of another history than the vault", error);
  for (guint i = 0; i < earlier->tombstones->len; i++)
    if (!decant_numbers_contain (self->manifest->tombstones,
                                 g_array_index (earlier->tombstones, DecantTombstone, i).erased))
      return rolled_back (self, "knows erased entries that are in the vault again", error);
  return TRUE;
}

/* --- the vault of one moment -------------------------------------------------------------------------------- */

static gboolean
check_tree (Backup *self, GError **error)
{
  const DecantCheckpoint *checkpoint = self->manifest->checkpoint;
  DecantMerkleEdge edge;
  DecantDigest root;

  if (!decant_merkle_edge_load (&edge, checkpoint->size, decant_log_read_node, self->snapshot->log, error))
    return FALSE;
  root = decant_merkle_edge_root (&edge);
  if (decant_digest_equal (&root, &checkpoint->root))
    return TRUE;
  g_set_error_literal (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_BROKEN,
                       "Expected the tree to have the root of the last checkpoint, saw another: the vault is damaged. "
                       "Nothing was changed in the backup. Verify the vault.");
  return FALSE;
}

static void
describe (Backup *self)
{
  DecantManifest *manifest = self->manifest;
  const DecantManifest *earlier = self->earlier == NULL ? NULL : self->earlier->manifest;
  guint8 place[8];

  randombytes_buf (place, sizeof place);
  manifest->vault = g_strdup (decant_vault_get_id (self->vault));
  manifest->place = earlier != NULL ? g_strdup (earlier->place) : decant_hex_encode (place, sizeof place);
  manifest->created = decant_clock_now ();
  manifest->previous = g_strdup (earlier == NULL ? "" : self->earlier->manifest_sha256);
  manifest->sequence = earlier == NULL ? 1 : earlier->sequence + 1;
}

static gboolean
read_moment (Backup *self, GError **error)
{
  DecantManifest *manifest = self->manifest;
  gint64 size = decant_log_get_size (self->snapshot->log, error);
  g_autofree char *note = size < 0 ? NULL : decant_log_read_checkpoint (self->snapshot->log, size, error);

  if (note == NULL || !decant_manifest_set_note (manifest, note, error) || !check_tree (self, error))
    return FALSE;
  g_clear_pointer (&manifest->tombstones, g_array_unref);
  g_clear_pointer (&manifest->artifacts, g_ptr_array_unref);
  manifest->tombstones = decant_rows_read_tombstones (self->snapshot->log, error);
  if (manifest->tombstones == NULL)
    manifest->tombstones = g_array_new (FALSE, FALSE, sizeof (DecantTombstone));
  else if ((manifest->artifacts = decant_rows_read_artifacts (self->snapshot->log, error)) != NULL)
    return check_continues (self, error);
  manifest->artifacts = g_ptr_array_new ();
  return FALSE;
}

/* --- segments ----------------------------------------------------------------------------------------------- */

static gboolean
is_there (int folder, const char *name, guint64 size)
{
  struct stat state;

  return fstatat (folder, name, &state, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG (state.st_mode)
         && (guint64) state.st_size == size;
}

/* Was something of it erased since it was written? */
static gboolean
is_touched (Backup *self, const DecantSegment *segment)
{
  const GArray *now = self->manifest->tombstones, *then = self->earlier->manifest->tombstones;

  for (guint i = 0; i < now->len; i++)
    {
      guint64 erased = g_array_index (now, DecantTombstone, i).erased;

      if (erased >= segment->first && erased < segment->end && !decant_numbers_contain (then, erased))
        return TRUE;
    }
  return FALSE;
}

/* One that only the last can be added to. */
static gboolean
is_closed (Backup *self, guint i)
{
  const GPtrArray *segments = self->earlier->manifest->segments;
  const DecantSegment *segment = segments->pdata[i];

  return i + 1 < segments->len || segment->end - segment->first == DECANT_SEGMENT_ENTRIES
         || segment->size >= SEGMENT_CLOSED;
}

static gboolean
encipher (Backup *self, int fd, DecantSegment *segment, const GByteArray *plain, GError **error)
{
  const char *vault = decant_vault_get_id (self->vault);
  g_autoptr (DecantArtifactWriter) writer = decant_artifact_writer_new (fd, vault, plain->len, error);

  if (writer == NULL || !decant_artifact_writer_write (writer, plain->data, plain->len, error)
      || !decant_artifact_writer_finish (writer, error))
    return FALSE;
  segment->name = g_strdup (decant_artifact_writer_get_name (writer));
  segment->size = decant_artifact_writer_get_file_size (writer);
  decant_segment_wrap_key (segment, self->vault->keys, vault, decant_artifact_writer_get_key (writer));
  return TRUE;
}

static gboolean
write_segment (Backup *self, int folder, guint64 first, guint64 end, GError **error)
{
  g_autoptr (DecantSegment) segment = decant_segment_new (first, end, NULL, 0);
  g_autoptr (GByteArray) plain = decant_rows_collect (self->snapshot->log, first, end, error);
  g_autofree char *made = NULL;
  g_auto (DecantFd) fd = -1;
  gboolean ok;

  if (plain == NULL)
    return FALSE;
  if ((fd = decant_drive_make (folder, &made)) < 0)
    return decant_drive_set_error (error, errno, "write to the backup's folder");
  ok = encipher (self, fd, segment, plain, error);
  if (ok && !decant_drive_keep (folder, fd, made, segment->name))
    ok = decant_drive_set_error (error, errno, "write to the backup's folder");
  if (!ok)
    {
      unlinkat (folder, made, 0);
      return FALSE;
    }
  g_ptr_array_add (self->manifest->segments, g_steal_pointer (&segment));
  self->result->segments++;
  return TRUE;
}

/* Keeps what can stay as it is, and writes the rest. */
static gboolean
write_segments (Backup *self, GError **error)
{
  guint64 size = self->manifest->checkpoint->size, next = 0, end;
  const GPtrArray *old = self->earlier == NULL ? NULL : self->earlier->manifest->segments;
  g_auto (DecantFd) folder = decant_drive_ensure_inside (self->fd, "segments");

  if (folder < 0)
    return decant_drive_set_error (error, errno, "make the backup's folder");
  for (guint i = 0; next < size; i++, next = end)
    {
      const DecantSegment *segment = old != NULL && i < old->len ? old->pdata[i] : NULL;
      gboolean closed = segment != NULL && (is_closed (self, i) || segment->end == size);

      if (closed && !is_touched (self, segment) && is_there (folder, segment->name, segment->size))
        {
          g_ptr_array_add (self->manifest->segments, decant_segment_copy (segment));
          end = segment->end;
        }
      else if ((end = closed ? segment->end : decant_rows_choose_end (self->snapshot->log, next, size, error)) == 0
               || !write_segment (self, folder, next, end, error))
        return FALSE;
      if (!advance (self, error))
        return FALSE;
    }
  return decant_drive_sync (folder) || decant_drive_set_error (error, errno, "write to the backup's folder");
}

/* --- artifacts ---------------------------------------------------------------------------------------------- */

static gboolean
copy_artifact (Backup *self, const char *name, GError **error)
{
  guint64 size = 0;
  g_auto (DecantFd) from = decant_artifact_store_open (self->vault->fd, name, &size, error);
  g_auto (DecantFd) shelf = -1;

  if (from < 0)
    return FALSE;
  if ((shelf = decant_drive_open_shelf (self->fd, name, TRUE)) < 0)
    return decant_drive_set_error (error, errno, "make the backup's folder");
  if (is_there (shelf, name, size))
    return TRUE;
  if (!decant_drive_copy (from, shelf, name, self->cancellable, error))
    return FALSE;
  self->shelves[g_ascii_xdigit_value (name[0]) * 16 + g_ascii_xdigit_value (name[1])] = TRUE;
  self->result->artifacts++;
  return TRUE;
}

static gboolean
sync_shelves (Backup *self, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->shelves); i++)
    {
      g_autofree char *name = g_strdup_printf ("%02x", i);
      g_auto (DecantFd) shelf = self->shelves[i] ? decant_drive_open_shelf (self->fd, name, FALSE) : -1;

      if (self->shelves[i] && (shelf < 0 || !decant_drive_sync (shelf)))
        return decant_drive_set_error (error, errno, "write to the backup's folder");
    }
  return TRUE;
}

static gboolean
copy_artifacts (Backup *self, GError **error)
{
  const GPtrArray *names = self->manifest->artifacts;

  for (guint i = 0; i < names->len; i++)
    if (!copy_artifact (self, names->pdata[i], error) || !advance (self, error))
      return FALSE;
  return sync_shelves (self, error);
}

/* --- the rest ----------------------------------------------------------------------------------------------- */

static char *
read_own (Backup *self, const char *name, gsize *length, GError **error)
{
  char *bytes = decant_folder_read_file (self->vault->fd, name, DECANT_KEY_FILE_MAX, length);

  if (bytes != NULL)
    return bytes;
  if (errno == ENOENT)
    g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_BROKEN,
                 "Expected %s in the vault's folder, saw none: a backup without it could not be opened.", name);
  else
    decant_vault_set_error_from_errno (error, errno, "read the vault's keys");
  return NULL;
}

static gboolean
write_small_files (Backup *self, GError **error)
{
  gsize length = 0, keys_length = 0;
  g_autofree char *identity = read_own (self, "vault.json", &length, error);
  g_autofree char *keys = identity == NULL ? NULL : read_own (self, DECANT_KEY_FILE_NAME, &keys_length, error);
  g_autofree char *name = NULL;
  g_autoptr (DecantKeyFile) file
      = keys == NULL ? NULL : decant_key_file_parse (keys, keys_length, decant_vault_get_id (self->vault), error);

  if (file == NULL)
    return FALSE;
  self->manifest->keys = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guint8 *) keys, keys_length);
  name = decant_backup_dup_keys_name (self->manifest->keys);
  return decant_drive_write (self->fd, "vault.json", identity, length, error)
         && decant_drive_write (self->fd, name, keys, keys_length, error);
}

static gboolean
write_manifest (Backup *self, GError **error)
{
  g_autofree char *text = decant_manifest_to_text (self->manifest, self->vault->keys, error);

  if (text == NULL || !decant_drive_write (self->fd, "manifest.json", text, strlen (text), error))
    return FALSE;
  self->result->manifest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
  self->result->entries = self->manifest->checkpoint->size;
  return TRUE;
}

/* --- what no longer belongs --------------------------------------------------------------------------------- */

typedef struct
{
  Backup *backup;
  GHashTable *names; /* that stay */
} Sweep;

static gboolean
sweep_file (int folder, const char *name, gpointer user_data)
{
  Sweep *sweep = user_data;

  if (g_hash_table_contains (sweep->names, name))
    return TRUE;
  sweep->backup->result->removed++;
  return unlinkat (folder, name, 0) == 0 || errno == EISDIR || errno == EPERM;
}

static gboolean
sweep_folder (Sweep *sweep, int folder)
{
  return folder >= 0 && decant_folder_visit (folder, sweep_file, sweep) && decant_drive_sync (folder);
}

static gboolean
sweep_shelf (int folder, const char *name, gpointer user_data)
{
  g_auto (DecantFd) shelf = decant_folder_open_inside (folder, name);

  return (shelf < 0 && errno == ENOTDIR) || sweep_folder (user_data, shelf);
}

/* In the backup's own folder only what this program calls so: somebody may keep a note there. */
static gboolean
sweep_top (int folder, const char *name, gpointer user_data)
{
  return (!g_str_has_prefix (name, DECANT_DRIVE_NEW) && !g_str_has_prefix (name, "keys-"))
         || sweep_file (folder, name, user_data);
}

static gboolean
sweep (Backup *self, GError **error)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *keys = decant_backup_dup_keys_name (self->manifest->keys);
  g_auto (DecantFd) segments = decant_folder_open_inside (self->fd, "segments");
  g_auto (DecantFd) artifacts = decant_folder_open_inside (self->fd, "artifacts");
  Sweep job = { self, names };

  g_hash_table_add (names, keys);
  for (guint i = 0; i < self->manifest->segments->len; i++)
    g_hash_table_add (names, ((DecantSegment *) self->manifest->segments->pdata[i])->name);
  for (guint i = 0; i < self->manifest->artifacts->len; i++)
    g_hash_table_add (names, self->manifest->artifacts->pdata[i]);
  if (sweep_folder (&job, segments) && (artifacts < 0 || decant_folder_visit (artifacts, sweep_shelf, &job))
      && decant_folder_visit (self->fd, sweep_top, &job) && decant_drive_sync (self->fd))
    return TRUE;
  return decant_drive_set_error (error, errno, "remove from the backup what was erased or rewritten");
}

/* --- all of it ---------------------------------------------------------------------------------------------- */

static void
end_snapshot (Backup *self)
{
  if (self->snapshot != NULL)
    decant_log_rollback (self->snapshot->log);
  g_clear_pointer (&self->snapshot, decant_vault_close);
}

static gboolean
write_moment (Backup *self, GError **error)
{
  g_clear_pointer (&self->manifest, decant_manifest_free);
  self->manifest = decant_manifest_new ();
  self->done = 0;
  self->snapshot = decant_vault_open (decant_vault_get_folder (self->vault), DECANT_VAULT_READ, error);
  if (self->snapshot == NULL || !decant_log_begin_read (self->snapshot->log, error) || !read_moment (self, error))
    return FALSE;
  describe (self);
  self->total = self->manifest->artifacts->len + self->manifest->checkpoint->size / DECANT_SEGMENT_ENTRIES + 1;
  return write_small_files (self, error) && copy_artifacts (self, error) && write_segments (self, error);
}

/* A file may be gone since the moment that is being written, because its entry was erased: then a later moment is. */
static gboolean
write_files (Backup *self, GError **error)
{
  for (guint attempt = 1;; attempt++)
    {
      g_autoptr (GError) local = NULL;
      gboolean ok = write_moment (self, &local);

      end_snapshot (self);
      if (ok)
        return TRUE;
      if (attempt == ATTEMPTS || !g_error_matches (local, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_NOT_FOUND))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
    }
}

static gboolean
log_it (Backup *self, GError **error)
{
  g_autoptr (JsonObject) fields = json_object_new ();
  g_autofree char *actor = decant_vault_dup_actor (self->vault);

  json_object_set_string_member (fields, "place", self->manifest->place);
  json_object_set_int_member (fields, "size", self->manifest->checkpoint->size);
  json_object_set_string_member (fields, "sha256", self->result->manifest);
  self->result->receipt = decant_vault_append (self->vault, "backup", actor, fields, error);
  return self->result->receipt != NULL;
}

static gboolean
run (Backup *self, const char *place, GError **error)
{
  if (!open_place (self, place, error) || !load_earlier (self, error))
    return FALSE;
  self->result->folder = g_strdup (self->path);
  return write_files (self, error) && write_manifest (self, error) && sweep (self, error) && log_it (self, error);
}

static void
backup_clear (Backup *self)
{
  end_snapshot (self);
  if (self->fd >= 0)
    decant_close (self->fd); /* and with it the lock */
  decant_backup_close (self->earlier);
  decant_manifest_free (self->manifest);
  decant_backup_result_free (self->result);
  g_free (self->path);
}

DecantBackupResult *
decant_backup_create (DecantVault *vault,
                      const char *place,
                      DecantBackupProgress progress,
                      gpointer user_data,
                      GCancellable *cancellable,
                      GError **error)
{
  Backup self = { .vault = vault, .fd = -1, .progress = progress, .user_data = user_data, .cancellable = cancellable };
  DecantBackupResult *result = NULL;

  if (!decant_vault_check_writable (vault, error))
    return NULL;
  if (decant_vault_is_locked (vault))
    {
      g_set_error_literal (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_LOCKED,
                           "Only its owner makes a backup of a vault: unlock it first.");
      return NULL;
    }
  self.result = g_new0 (DecantBackupResult, 1);
  if (run (&self, place, error))
    result = g_steal_pointer (&self.result);
  backup_clear (&self);
  return result;
}
