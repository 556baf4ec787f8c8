/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checks all of a backup without restoring it. */
#include "evidence/backup.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "evidence/artifact-store.h"
#include "evidence/drive.h"
#include "evidence/entry.h"
#include "evidence/folder.h"
#include "evidence/merkle.h"

#define PROBLEMS_MAX 100

typedef struct
{
  DecantBackup *backup;
  DecantKeys *keys; /* NULL: names and digests alone */
  DecantBackupReport *report;
  guint64 problems;
  DecantMerkleEdge edge;
  GHashTable *erased;   /* of entries, from the manifest: number */
  GHashTable *named;    /* artifacts that standing entries name */
  GHashTable *expected; /* names of files, from the manifest */
  guint64 n_erased;
  DecantBackupProgress progress;
  gpointer user_data;
  guint64 done, total;
  GCancellable *cancellable;
} Verify;

void
decant_backup_report_free (DecantBackupReport *self)
{
  if (self == NULL)
    return;
  g_free (self->created);
  g_free (self->checkpoint);
  g_ptr_array_unref (self->problems);
  g_ptr_array_unref (self->notes);
  g_free (self);
}

static void G_GNUC_PRINTF (2, 3) fail (Verify *self, const char *format, ...)
{
  va_list arguments;

  self->report->clean = FALSE;
  if (self->problems++ >= PROBLEMS_MAX)
    return;
  va_start (arguments, format);
  g_ptr_array_add (self->report->problems, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

static void G_GNUC_PRINTF (2, 3) note (Verify *self, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_ptr_array_add (self->report->notes, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

static gboolean
advance (Verify *self)
{
  self->done++;
  if (self->progress != NULL)
    self->progress (MIN (self->done, self->total), self->total, self->user_data);
  return !g_cancellable_is_cancelled (self->cancellable);
}

/* --- files -------------------------------------------------------------------------------------------------- */

/* The file has the digest that it is named by. @kind: "segment", "artifact". */
static gboolean
check_digest (Verify *self, int folder, const char *kind, const char *name, guint64 size)
{
  g_autoptr (GError) error = NULL;
  guint64 seen_size = 0;
  g_auto (DecantFd) fd = folder < 0 ? -1 : decant_folder_open_file (folder, name, &seen_size);
  g_autofree char *seen = NULL;

  if (fd < 0 && errno == ENOENT)
    fail (self, "The %s %s is missing.", kind, name);
  else if (fd < 0)
    fail (self, "The %s %s cannot be read: %s.", kind, name, g_strerror (errno));
  else if ((seen = decant_artifact_store_hash (fd, self->cancellable, &error)) == NULL)
    fail (self, "The %s %s cannot be read: %s", kind, name, error->message);
  else if (!g_str_equal (seen, name) || (size > 0 && size != seen_size))
    fail (self, "The %s %s was changed or damaged: it has another SHA-256 (%s).", kind, name, seen);
  else
    return TRUE;
  return FALSE;
}

static gboolean
check_artifacts (Verify *self)
{
  const GPtrArray *names = self->backup->manifest->artifacts;

  for (guint i = 0; i < names->len; i++)
    {
      g_auto (DecantFd) shelf = decant_drive_open_shelf (self->backup->fd, names->pdata[i], FALSE);

      self->report->artifacts++;
      check_digest (self, shelf, "artifact", names->pdata[i], 0);
      if (!advance (self))
        return FALSE;
    }
  return TRUE;
}

static gboolean
look_for_strangers (int folder, const char *name, gpointer user_data)
{
  Verify *self = user_data;

  if (!g_hash_table_contains (self->expected, name))
    note (self, "The file %s does not belong to the backup: it is left over, or somebody put it there.", name);
  return TRUE;
}

static gboolean
look_into_shelf (int folder, const char *name, gpointer user_data)
{
  g_auto (DecantFd) shelf = decant_folder_open_inside (folder, name);

  if (shelf >= 0)
    decant_folder_visit (shelf, look_for_strangers, user_data);
  return TRUE;
}

static void
check_strangers (Verify *self)
{
  g_auto (DecantFd) segments = decant_folder_open_inside (self->backup->fd, "segments");
  g_auto (DecantFd) artifacts = decant_folder_open_inside (self->backup->fd, "artifacts");

  if (segments >= 0)
    decant_folder_visit (segments, look_for_strangers, self);
  if (artifacts >= 0)
    decant_folder_visit (artifacts, look_into_shelf, self);
}

/* --- rows --------------------------------------------------------------------------------------------------- */

static gboolean
is_erased (Verify *self, guint64 entry)
{
  gint64 number = entry;

  return g_hash_table_contains (self->erased, &number);
}

static void
check_entry (Verify *self, const DecantRow *row)
{
  DecantDigest hash = decant_merkle_leaf (row->texts[0].bytes, row->texts[0].length), root;
  g_autoptr (DecantCheckpoint) checkpoint
      = decant_checkpoint_parse ((const char *) row->texts[2].bytes, row->texts[2].length, NULL);

  decant_merkle_edge_append (&self->edge, &hash, NULL, NULL, NULL);
  root = decant_merkle_edge_root (&self->edge);
  if (checkpoint == NULL || checkpoint->size != self->edge.size || !decant_digest_equal (&checkpoint->root, &root))
    fail (self, "Entry %" G_GUINT64_FORMAT ": its checkpoint is not that of the tree.", row->entry);
  if ((row->number != DECANT_ROW_NOT_ERASED) != is_erased (self, row->entry))
    fail (self, "Entry %" G_GUINT64_FORMAT ": segment and manifest do not agree whether it was erased.", row->entry);
  self->n_erased += row->number != DECANT_ROW_NOT_ERASED;
}

static gboolean
check_row (const DecantRow *row, gpointer user_data, GError **error)
{
  Verify *self = user_data;

  if (row->type == DECANT_ROW_ENTRY)
    check_entry (self, row);
  else if (row->type == DECANT_ROW_ARTIFACT && !is_erased (self, row->entry))
    g_hash_table_add (self->named, g_strndup ((const char *) row->texts[0].bytes, row->texts[0].length));
  return TRUE;
}

static gboolean
check_segments (Verify *self)
{
  const GPtrArray *segments = self->backup->manifest->segments;
  g_auto (DecantFd) folder = decant_folder_open_inside (self->backup->fd, "segments");
  gboolean whole = TRUE;

  for (guint i = 0; i < segments->len; i++)
    {
      const DecantSegment *segment = segments->pdata[i];
      g_autoptr (GError) error = NULL;
      gboolean ok = check_digest (self, folder, "segment", segment->name, segment->size);

      self->report->segments++;
      if (ok && self->keys != NULL && whole
          && !(ok = decant_backup_read_segment (self->backup, segment, self->keys, check_row, self, &error)))
        fail (self, "%s", error->message);
      whole = whole && ok;
      if (!advance (self))
        return FALSE;
    }
  if (!whole && self->keys != NULL)
    note (self, "Since a segment is damaged, the entries after it were not looked at.");
  return TRUE;
}

/* After all segments: the tree is that of the manifest, and files are those that entries name. */
static void
check_whole (Verify *self)
{
  const DecantManifest *manifest = self->backup->manifest;
  DecantDigest root = decant_merkle_edge_root (&self->edge);
  GHashTableIter iter;
  gpointer name;

  if (self->keys == NULL || self->edge.size != manifest->checkpoint->size)
    return;
  if (!decant_digest_equal (&root, &manifest->checkpoint->root))
    fail (self, "The entries do not have the root of the checkpoint that the manifest holds.");
  if (self->n_erased != manifest->tombstones->len)
    fail (self, "Segments and manifest do not agree on what was erased.");
  g_hash_table_iter_init (&iter, self->named);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    if (!g_hash_table_contains (self->expected, name))
      fail (self, "The artifact %s, which an entry names, is not in the manifest.", (const char *) name);
  if (g_hash_table_size (self->named) < manifest->artifacts->len)
    fail (self, "The manifest has artifacts that no entry names.");
}

/* --- all of it ---------------------------------------------------------------------------------------------- */

static void
begin (Verify *self)
{
  const DecantManifest *manifest = self->backup->manifest;

  decant_merkle_edge_init (&self->edge);
  self->total = manifest->segments->len + manifest->artifacts->len;
  self->report->entries = manifest->checkpoint->size;
  self->report->created = g_strdup (manifest->created);
  self->report->checkpoint = g_strdup (manifest->note);
  for (guint i = 0; i < manifest->tombstones->len; i++)
    {
      gint64 *number = g_new (gint64, 1);

      *number = g_array_index (manifest->tombstones, DecantTombstone, i).erased;
      g_hash_table_add (self->erased, number);
    }
  for (guint i = 0; i < manifest->segments->len; i++)
    g_hash_table_add (self->expected, ((DecantSegment *) manifest->segments->pdata[i])->name);
  for (guint i = 0; i < manifest->artifacts->len; i++)
    g_hash_table_add (self->expected, manifest->artifacts->pdata[i]);
}

static void
run (Verify *self)
{
  begin (self);
  if (!check_segments (self) || !check_artifacts (self))
    return;
  check_whole (self);
  check_strangers (self);
  if (self->keys == NULL)
    note (self, "Without the vault's keys only signature and digests were checked, not what the segments hold.");
  if (self->problems > PROBLEMS_MAX)
    g_ptr_array_add (self->report->problems,
                     g_strdup_printf ("… and %" G_GUINT64_FORMAT " more.", self->problems - PROBLEMS_MAX));
}

static void
verify_clear (Verify *self)
{
  g_hash_table_unref (self->erased);
  g_hash_table_unref (self->named);
  g_hash_table_unref (self->expected);
  decant_backup_close (self->backup);
  decant_backup_report_free (self->report);
}

static gboolean
open_backup (Verify *self, const char *path, GError **error)
{
  g_autoptr (GError) local = NULL;

  self->backup = decant_backup_open (path, &local);
  if (self->backup != NULL)
    return self->keys == NULL || decant_backup_check_keys (self->backup, self->keys, error);
  if (g_error_matches (local, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_BROKEN))
    {
      fail (self, "%s Nothing else could be checked.", local->message);
      return TRUE;
    }
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

DecantBackupReport *
decant_backup_verify (const char *path,
                      DecantKeys *keys,
                      DecantBackupProgress progress,
                      gpointer user_data,
                      GCancellable *cancellable,
                      GError **error)
{
  Verify self = { .keys = keys, .progress = progress, .user_data = user_data, .cancellable = cancellable };
  DecantBackupReport *report = NULL;

  self.report = g_new0 (DecantBackupReport, 1);
  self.report->clean = TRUE;
  self.report->problems = g_ptr_array_new_with_free_func (g_free);
  self.report->notes = g_ptr_array_new_with_free_func (g_free);
  self.erased = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self.named = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self.expected = g_hash_table_new (g_str_hash, g_str_equal);
  if (open_backup (&self, path, error))
    {
      if (self.backup != NULL)
        run (&self);
      if (!g_cancellable_set_error_if_cancelled (cancellable, error))
        report = g_steal_pointer (&self.report);
    }
  verify_clear (&self);
  return report;
}
