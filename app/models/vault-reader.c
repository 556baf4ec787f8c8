/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

#include "app/models/vault-reader.h"

#define BATCH 256u

struct _DecantVaultReader
{
  char *folder;
  char *database;
  GMutex lock; /* guards what follows */
  DecantVault *vault;
  DecantKeys *keys; /* NULL: locked */
  guint64 inode;
};

DecantVaultReader *
decant_vault_reader_new (const char *folder)
{
  DecantVaultReader *self = g_atomic_rc_box_new0 (DecantVaultReader);
  self->folder = g_strdup (folder);
  self->database = g_build_filename (folder, "vault.db", NULL);
  g_mutex_init (&self->lock);
  return self;
}

DecantVaultReader *
decant_vault_reader_ref (DecantVaultReader *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (DecantVaultReader *self)
{
  decant_vault_close (self->vault);
  decant_keys_unref (self->keys);
  g_mutex_clear (&self->lock);
  g_free (self->folder);
  g_free (self->database);
}

void
decant_vault_reader_unref (DecantVaultReader *self)
{
  if (self)
    g_atomic_rc_box_release_full (self, (GDestroyNotify) clear);
}

void
decant_vault_reader_set_keys (DecantVaultReader *self, DecantKeys *keys)
{
  g_mutex_lock (&self->lock);
  g_clear_pointer (&self->keys, decant_keys_unref);
  g_clear_pointer (&self->vault, decant_vault_close);
  self->keys = keys ? decant_keys_ref (keys) : NULL;
  g_mutex_unlock (&self->lock);
}

static gboolean
unlock (DecantVaultReader *self, GError **error)
{
  if (self->keys && !decant_vault_unlock (self->vault, self->keys, error))
    return FALSE;
  if (!decant_vault_is_locked (self->vault))
    return TRUE;
  g_set_error_literal (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_LOCKED, _ ("The vault is locked: unlock it to read it."));
  return FALSE;
}

/* An open database outlives its name, so a replaced or removed one is noticed by its inode. */
static gboolean
ensure_open (DecantVaultReader *self, GError **error)
{
  GStatBuf status;
  guint64 inode = g_stat (self->database, &status) == 0 ? status.st_ino : 0;
  if (self->vault && inode == self->inode)
    return unlock (self, error);
  g_clear_pointer (&self->vault, decant_vault_close);
  self->vault = decant_vault_open (self->folder, DECANT_VAULT_READ, error);
  self->inode = inode;
  return self->vault && unlock (self, error);
}

void
decant_batch_free (DecantBatch *self)
{
  if (!self)
    return;
  g_ptr_array_unref (self->newer);
  g_ptr_array_unref (self->older);
  g_free (self);
}

static DecantEntryItem *
read_item (DecantVaultReader *self, guint64 number)
{
  g_autoptr (GError) error = NULL;
  DecantEntry *entry = decant_vault_read_entry (self->vault, number, &error);
  if (!entry)
    return decant_entry_item_new_unreadable (number, error->message);
  DecantEntryItem *item = decant_entry_item_new (entry);
  decant_entry_free (entry);
  return item;
}

static void
fill_batch (DecantVaultReader *self, DecantBatch *batch)
{
  DecantCursor *cursor = &batch->cursor;
  while (cursor->head < batch->size && batch->newer->len < BATCH)
    g_ptr_array_add (batch->newer, read_item (self, cursor->head++));
  while (cursor->tail > 0 && batch->newer->len + batch->older->len < BATCH)
    g_ptr_array_add (batch->older, read_item (self, --cursor->tail));
  batch->more = cursor->head < batch->size || cursor->tail > 0;
}

static DecantBatch *
read_batch_locked (DecantVaultReader *self, const DecantCursor *cursor, GError **error)
{
  gint64 size = ensure_open (self, error) ? decant_vault_get_size (self->vault, error) : -1;
  if (size < 0)
    return NULL;
  DecantBatch *batch = g_new0 (DecantBatch, 1);
  const char *id = decant_vault_get_id (self->vault);
  batch->newer = g_ptr_array_new_with_free_func (g_object_unref);
  batch->older = g_ptr_array_new_with_free_func (g_object_unref);
  batch->size = size;
  batch->cursor = *cursor;
  batch->restarted = !g_str_equal (cursor->vault, id) || cursor->head > batch->size;
  if (batch->restarted)
    batch->cursor.head = batch->cursor.tail = size;
  g_strlcpy (batch->cursor.vault, id, sizeof batch->cursor.vault);
  fill_batch (self, batch);
  return batch;
}

DecantBatch *
decant_vault_reader_read_batch (DecantVaultReader *self, const DecantCursor *cursor, GError **error)
{
  g_mutex_lock (&self->lock);
  DecantBatch *batch = read_batch_locked (self, cursor, error);
  g_mutex_unlock (&self->lock);
  return batch;
}

static DecantEntryDetail *
read_detail_locked (DecantVaultReader *self, guint64 number, GError **error)
{
  DecantEntry *entry = ensure_open (self, error) ? decant_vault_read_entry (self->vault, number, error) : NULL;
  if (!entry)
    return NULL;
  g_autofree char *checkpoint = decant_vault_read_checkpoint (self->vault, NULL);
  return decant_entry_detail_new (entry, checkpoint);
}

DecantEntryDetail *
decant_vault_reader_read_detail (DecantVaultReader *self, guint64 number, GError **error)
{
  g_mutex_lock (&self->lock);
  DecantEntryDetail *detail = read_detail_locked (self, number, error);
  g_mutex_unlock (&self->lock);
  return detail;
}

GBytes *
decant_vault_reader_read_artifact (DecantVaultReader *self, guint64 number, const char *id, GError **error)
{
  g_mutex_lock (&self->lock);
  GBytes *bytes = ensure_open (self, error) ? decant_vault_read_artifact (self->vault, number, id, error) : NULL;
  g_mutex_unlock (&self->lock);
  return bytes;
}
