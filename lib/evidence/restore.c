/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/restore.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "evidence/backup-rows.h"
#include "evidence/countersign.h"
#include "evidence/drive.h"
#include "evidence/folder.h"
#include "evidence/restore-outlook.h"
#include "evidence/rotate.h"
#include "evidence/vault-private.h"
#include "evidence/verifier.h"

#define HIDDEN ".decant-restore-"

typedef struct
{
  const DecantBackup *backup;
  DecantKeys *keys;
  const DecantRestoreOptions *options;
  GPtrArray *heads;
  DecantRestoreOutlook *outlook;
  char *parent, *place; /* where the vault shall be */
  char *path;           /* where it is being rebuilt */
  int fd;
  DecantLog *log;
  DecantMerkleEdge edge;
  GArray *tombstones;    /* element-type DecantTombstone */
  GHashTable *artifacts; /* names of files that standing entries name */
  gboolean shelves[256];
  gboolean forked;
  guint64 done, total;
} Restore;

static gboolean
advance (Restore *self, GError **error)
{
  self->done++;
  if (self->options->progress != NULL)
    self->options->progress (MIN (self->done, self->total), self->total, self->options->user_data);
  return !g_cancellable_set_error_if_cancelled (self->options->cancellable, error);
}

static gboolean
broken (GError **error, const char *message)
{
  g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_BROKEN,
               "The backup does not give a sound vault: %s Nothing was restored. Try another backup.", message);
  return FALSE;
}

/* --- the hidden folder -------------------------------------------------------------------------------------- */

static gboolean
remove_all (int folder, const char *name, gpointer unused)
{
  g_auto (DecantFd) inside = -1;

  if (unlinkat (folder, name, 0) == 0 || (inside = decant_folder_open_inside (folder, name)) < 0)
    return TRUE;
  decant_folder_visit (inside, remove_all, NULL);
  unlinkat (folder, name, AT_REMOVEDIR);
  return TRUE;
}

/* What a restoring that was killed left behind: nobody holds its lock. */
static gboolean
remove_left_over (int folder, const char *name, gpointer unused)
{
  g_auto (DecantFd) fd = g_str_has_prefix (name, HIDDEN) ? decant_folder_open_inside (folder, name) : -1;

  if (fd >= 0 && flock (fd, LOCK_EX | LOCK_NB) == 0)
    remove_all (folder, name, NULL);
  return TRUE;
}

static gboolean
is_free (const char *folder, GError **error)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  if (dir == NULL ? !g_file_test (folder, G_FILE_TEST_EXISTS) : g_dir_read_name (dir) == NULL)
    return TRUE;
  g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_EXISTS,
               "Expected nothing in %s yet, saw a vault or other files. Nothing was changed: name a new folder.",
               folder);
  return FALSE;
}

static gboolean
make_folder (Restore *self, GError **error)
{
  g_autofree char *absolute = g_canonicalize_filename (self->options->folder, NULL);
  g_autofree char *given = g_path_get_dirname (absolute), *name = g_path_get_basename (absolute);
  g_auto (DecantFd) parent = -1;

  if (!is_free (absolute, error))
    return FALSE;
  /* SQLite follows no links, and a home folder may well lie behind one. */
  if (g_mkdir_with_parents (given, 0700) != 0 || (self->parent = realpath (given, NULL)) == NULL
      || (parent = open (self->parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) < 0)
    return decant_drive_set_error (error, errno, "make the folder of the vault");
  decant_folder_visit (parent, remove_left_over, NULL);
  self->place = g_build_filename (self->parent, name, NULL);
  self->path = g_build_filename (self->parent, HIDDEN "XXXXXX", NULL);
  if (g_mkdtemp_full (self->path, 0700) == NULL)
    {
      g_clear_pointer (&self->path, g_free);
      return decant_drive_set_error (error, errno, "make the folder of the vault");
    }
  self->fd = open (self->path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (self->fd < 0 || flock (self->fd, LOCK_EX | LOCK_NB) != 0)
    return decant_drive_set_error (error, errno, "make the folder of the vault");
  return TRUE;
}

static gboolean
write_small_files (Restore *self, GError **error)
{
  gsize length = 0;
  g_autofree char *identity = decant_folder_read_file (self->backup->fd, "vault.json", DECANT_KEY_FILE_MAX, &length);
  const char *keys = self->backup->keys_text;

  if (identity == NULL)
    return decant_vault_set_error_from_errno (error, errno, "read vault.json of the backup");
  /* SQLite would take the mode from the umask; its journal then takes the mode of this file. */
  if (decant_folder_write_file (self->fd, "vault.json", identity, length)
      && decant_folder_write_file (self->fd, DECANT_KEY_FILE_NAME, keys, strlen (keys))
      && decant_folder_write_file (self->fd, DECANT_VAULT_DATABASE, "", 0) && mkdirat (self->fd, "artifacts", 0700) == 0
      && mkdirat (self->fd, "staging", 0700) == 0)
    return TRUE;
  return decant_drive_set_error (error, errno, "write the restored vault");
}

/* --- rows --------------------------------------------------------------------------------------------------- */

static gboolean
is_withheld (Restore *self, guint64 entry)
{
  return decant_numbers_contain (self->outlook->erased, entry);
}

static gboolean
take_row (const DecantRow *row, gpointer user_data, GError **error)
{
  Restore *self = user_data;

  if (row->type == DECANT_ROW_ENTRY && row->number != DECANT_ROW_NOT_ERASED)
    {
      DecantTombstone tombstone = { row->entry, row->number };
      g_array_append_val (self->tombstones, tombstone);
    }
  if (row->type == DECANT_ROW_ARTIFACT && !is_withheld (self, row->entry)
      && !decant_numbers_contain (self->tombstones, row->entry))
    g_hash_table_add (self->artifacts, g_strndup ((const char *) row->texts[0].bytes, row->texts[0].length));
  return decant_rows_insert (self->log, &self->edge, row, is_withheld (self, row->entry), error);
}

/* A transaction for each segment: nobody sees the folder yet. */
static gboolean
take_segment (Restore *self, const DecantSegment *segment, GError **error)
{
  if (!decant_log_begin (self->log, error))
    return FALSE;
  if (!decant_backup_read_segment (self->backup, segment, self->keys, take_row, self, error))
    {
      decant_log_rollback (self->log);
      return FALSE;
    }
  return decant_log_commit (self->log, error) && advance (self, error);
}

/* Last, since what they name must be there. */
static gboolean
write_tombstones (Restore *self, GError **error)
{
  gboolean ok = decant_log_begin (self->log, error);

  for (guint i = 0; ok && i < self->tombstones->len; i++)
    ok = decant_rows_insert_tombstone (self->log, &g_array_index (self->tombstones, DecantTombstone, i), error);
  if (!ok)
    decant_log_rollback (self->log);
  return ok && decant_log_commit (self->log, error);
}

static gboolean
check_root (Restore *self, GError **error)
{
  const DecantCheckpoint *checkpoint = self->backup->manifest->checkpoint;
  DecantDigest root = decant_merkle_edge_root (&self->edge);

  if (self->edge.size == checkpoint->size && decant_digest_equal (&root, &checkpoint->root))
    return TRUE;
  return broken (error, "its entries do not have the root of the checkpoint that its owner signed.");
}

static gboolean
rebuild_log (Restore *self, GError **error)
{
  const GPtrArray *segments = self->backup->manifest->segments;
  g_autofree char *database = g_build_filename (self->path, DECANT_VAULT_DATABASE, NULL);

  if (!decant_log_create (database, error) || (self->log = decant_log_open (database, 2, TRUE, error)) == NULL)
    return FALSE;
  decant_merkle_edge_init (&self->edge);
  for (guint i = 0; i < segments->len; i++)
    if (!take_segment (self, segments->pdata[i], error))
      return FALSE;
  return write_tombstones (self, error) && check_root (self, error);
}

/* --- artifacts ---------------------------------------------------------------------------------------------- */

static gboolean
copy_artifact (Restore *self, const char *name, GError **error)
{
  g_auto (DecantFd) from = decant_backup_open_artifact (self->backup, name, error);
  g_auto (DecantFd) shelf = from < 0 ? -1 : decant_drive_open_shelf (self->fd, name, TRUE);

  if (from < 0)
    return FALSE;
  if (shelf < 0)
    return decant_drive_set_error (error, errno, "write the restored vault");
  self->shelves[g_ascii_xdigit_value (name[0]) * 16 + g_ascii_xdigit_value (name[1])] = TRUE;
  return decant_drive_copy (from, shelf, name, self->options->cancellable, error);
}

static gboolean
sync_shelves (Restore *self, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->shelves); i++)
    {
      g_autofree char *name = g_strdup_printf ("%02x", i);
      g_auto (DecantFd) shelf = self->shelves[i] ? decant_drive_open_shelf (self->fd, name, FALSE) : -1;

      if (self->shelves[i] && (shelf < 0 || !decant_drive_sync (shelf)))
        return decant_drive_set_error (error, errno, "write the restored vault");
    }
  return TRUE;
}

static gboolean
copy_artifacts (Restore *self, GError **error)
{
  GHashTableIter iter;
  gpointer name;
  DecantDigest digest;

  g_hash_table_iter_init (&iter, self->artifacts);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    {
      if (!decant_digest_from_hex (name, &digest))
        return broken (error, "an artifact has no name.");
      if (!copy_artifact (self, name, error) || !advance (self, error))
        return FALSE;
    }
  return sync_shelves (self, error);
}

/* --- what is known elsewhere -------------------------------------------------------------------------------- */

/* Does a held head end within the backup, and is another history? */
static void
compare_heads (Restore *self)
{
  for (guint i = 0; i < self->heads->len; i++)
    {
      const DecantCheckpoint *head = ((DecantKnownHead *) self->heads->pdata[i])->checkpoint;
      g_autofree char *note
          = head->size > self->edge.size ? NULL : decant_log_read_checkpoint (self->log, head->size, NULL);
      g_autoptr (DecantCheckpoint) ours = note == NULL ? NULL : decant_checkpoint_parse (note, strlen (note), NULL);

      if (head->size > 0 && head->size <= self->edge.size && (ours == NULL || !g_str_equal (ours->text, head->text)))
        self->forked = TRUE;
    }
}

static gboolean
check_outlook (Restore *self, GError **error)
{
  if (self->options->accept_older || (self->outlook->missing == 0 && !self->forked))
    return TRUE;
  g_set_error (
      error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_ROLLED_BACK, "%s%s Nothing was restored.", self->outlook->message,
      self->forked ? " It is of another history than what is known of this vault: one of the two was rewritten, "
                     "or an older backup was restored in between."
                   : "");
  return FALSE;
}

/* --- what the restored vault says of itself ------------------------------------------------------------------ */

static gboolean
write_again (DecantVault *vault, DecantReceipt *receipt, GArray *erased, GError **error)
{
  for (guint i = 0; i < erased->len; i++)
    {
      DecantTombstone tombstone = { g_array_index (erased, guint64, i), receipt->entry };

      if (!decant_rows_insert_tombstone (vault->log, &tombstone, error))
        return FALSE;
    }
  return TRUE;
}

static DecantDraft *
draft_deletion (DecantVault *vault, GArray *erased, GError **error)
{
  g_autoptr (JsonObject) fields = json_object_new (), open = json_object_new ();
  g_autofree char *actor = decant_vault_dup_actor (vault);
  JsonArray *numbers = json_array_new ();

  for (guint i = 0; i < erased->len; i++)
    json_array_add_int_element (numbers, g_array_index (erased, guint64, i));
  json_object_set_array_member (open, "vault_erased", numbers);
  json_object_set_string_member (fields, "reason", "They had been erased after this backup was made.");
  json_object_set_string_member (fields, "legal_basis", "That of the earlier deletion.");
  json_object_set_string_member (fields, "decided_by", "the earlier deletion");
  return decant_vault_draft_act (vault, "deletion", DECANT_WRITER_VAULT, actor, fields, open, error);
}

/* Their ciphertext was never written here; what is left to do is to say so. */
static gboolean
erase_again (Restore *self, DecantVault *vault, GError **error)
{
  GArray *erased = self->outlook->erased;
  g_autoptr (DecantDraft) draft = NULL;
  g_autoptr (DecantReceipt) receipt = NULL;

  if (erased->len == 0)
    return TRUE;
  if ((draft = draft_deletion (vault, erased, error)) == NULL || !decant_vault_begin (vault, error))
    return FALSE;
  receipt = decant_vault_append_draft (vault, draft, error);
  if (receipt != NULL && write_again (vault, receipt, erased, error))
    return decant_log_commit (vault->log, error);
  decant_log_rollback (vault->log);
  return FALSE;
}

static gboolean
log_it (Restore *self, DecantVault *vault, GError **error)
{
  g_autoptr (JsonObject) fields = json_object_new ();
  g_autoptr (DecantReceipt) receipt = NULL;
  g_autofree char *actor = decant_vault_dup_actor (vault);
  g_autofree char *reason = g_strconcat (
      self->outlook->message, self->forked ? " It is of another history than what is known of this vault." : "", NULL);

  json_object_set_string_member (fields, "place", self->backup->manifest->place);
  json_object_set_int_member (fields, "size", self->backup->manifest->checkpoint->size);
  json_object_set_string_member (fields, "reason", reason);
  receipt = decant_vault_append (vault, "restore", actor, fields, error);
  return receipt != NULL;
}

static gboolean
add_entries (Restore *self, GError **error)
{
  g_autoptr (DecantVault) vault = NULL;

  if (!decant_vault_renew_host_key (self->path, self->keys, error))
    return FALSE;
  vault = decant_vault_open (self->path, DECANT_VAULT_WRITE, error);
  return vault != NULL && erase_again (self, vault, error) && log_it (self, vault, error);
}

/* --- into its place ------------------------------------------------------------------------------------------ */

static gboolean
check_all (Restore *self, GError **error)
{
  g_autoptr (DecantVerification) report = decant_verifier_run (self->path, self->keys, self->backup->manifest->note,
                                                               NULL, NULL, self->options->cancellable, error);

  if (report == NULL)
    return FALSE;
  for (guint i = 0; !report->clean && i < report->findings->len; i++)
    {
      const DecantFinding *finding = report->findings->pdata[i];

      if (finding->level == DECANT_FINDING_FAILURE)
        return broken (error, finding->message);
    }
  return TRUE;
}

static gboolean
put_in_place (Restore *self, GError **error)
{
  g_auto (DecantFd) parent = open (self->parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fsync (self->fd) != 0 || parent < 0)
    return decant_drive_set_error (error, errno, "put the restored vault in its place");
  if (rename (self->path, self->place) != 0)
    {
      if (errno != ENOTEMPTY && errno != EEXIST && errno != ENOTDIR)
        return decant_drive_set_error (error, errno, "put the restored vault in its place");
      return is_free (self->place, error)
             && decant_drive_set_error (error, EEXIST, "put the restored vault in its place");
    }
  g_clear_pointer (&self->path, g_free);
  return fsync (parent) == 0 || decant_drive_set_error (error, errno, "put the restored vault in its place");
}

/* The user has said already that the older log is the right one: that goes on record, and it is what is kept on this
 * machine from now on. If this fails the application asks again when it unlocks the vault. */
static void
settle (Restore *self)
{
  g_autoptr (DecantVault) vault = NULL;
  g_autoptr (DecantSettlement) settlement = NULL;

  if (!self->options->accept_older)
    return;
  vault = decant_vault_open (self->place, DECANT_VAULT_WRITE, NULL);
  if (vault != NULL && decant_vault_unlock (vault, self->keys, NULL))
    settlement = decant_vault_settle (vault, TRUE, NULL);
}

/* --- all of it ----------------------------------------------------------------------------------------------- */

static gboolean
run (Restore *self, GError **error)
{
  gboolean ok = decant_backup_check_keys (self->backup, self->keys, error)
                && (self->heads = decant_known_heads_collect (self->backup, self->options->held, error)) != NULL;

  if (!ok)
    return FALSE;
  self->outlook = decant_restore_outlook_of (self->backup, self->heads);
  self->total = self->backup->manifest->segments->len + self->backup->manifest->artifacts->len;
  if (!check_outlook (self, error) || !make_folder (self, error) || !write_small_files (self, error)
      || !rebuild_log (self, error))
    return FALSE;
  compare_heads (self);
  if (!check_outlook (self, error) || !copy_artifacts (self, error))
    return FALSE;
  g_clear_pointer (&self->log, decant_log_close);
  return add_entries (self, error) && check_all (self, error) && put_in_place (self, error);
}

static void
restore_clear (Restore *self)
{
  g_clear_pointer (&self->log, decant_log_close);
  if (self->path != NULL && self->fd >= 0)
    decant_folder_visit (self->fd, remove_all, NULL);
  if (self->path != NULL)
    rmdir (self->path);
  if (self->fd >= 0)
    decant_close (self->fd);
  g_clear_pointer (&self->heads, g_ptr_array_unref);
  decant_restore_outlook_free (self->outlook);
  g_array_unref (self->tombstones);
  g_hash_table_unref (self->artifacts);
  g_free (self->path);
  free (self->parent);
  g_free (self->place);
}

DecantRestoreOutlook *
decant_restore_run (const DecantBackup *backup, DecantKeys *keys, const DecantRestoreOptions *options, GError **error)
{
  Restore self = { .backup = backup, .keys = keys, .options = options, .fd = -1 };
  DecantRestoreOutlook *outlook = NULL;

  self.tombstones = g_array_new (FALSE, FALSE, sizeof (DecantTombstone));
  self.artifacts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (run (&self, error))
    {
      settle (&self);
      outlook = g_steal_pointer (&self.outlook);
    }
  restore_clear (&self);
  return outlook;
}
