/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/models/entry-detail.h"
#include "app/models/entry-item.h"

/*
 * Reads a vault on behalf of worker threads, one at a time: a DecantVault is for one thread, so a lock lies round
 * it. Every function blocks and belongs in a GTask thread. The vault is opened when first needed and opened again
 * when its file was replaced, and unlocked with the keys that it was given. Never writes.
 */

G_BEGIN_DECLS

typedef struct _DecantVaultReader DecantVaultReader;

DecantVaultReader *decant_vault_reader_new (const char *folder);
DecantVaultReader *decant_vault_reader_ref (DecantVaultReader *self);
void decant_vault_reader_unref (DecantVaultReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantVaultReader, decant_vault_reader_unref)

/* Keys for the vault, or NULL to lock it: the next call sees it so. Takes a reference. */
void decant_vault_reader_set_keys (DecantVaultReader *self, DecantKeys *keys);

/* What has been read so far: entries tail … head - 1 of the vault named @vault ("" before the first batch). */
typedef struct {
  char vault[33];
  guint64 head, tail;
} DecantCursor;

typedef struct {
  gboolean restarted; /* another vault than the cursor's: forget what was read before */
  gboolean more;      /* there is more to read at once */
  guint64 size;       /* entries in the vault */
  DecantCursor cursor; /* afterwards */
  GPtrArray *newer;   /* element-type DecantEntryItem, ascending, from the old head on */
  GPtrArray *older;   /* element-type DecantEntryItem, descending, from the old tail down */
} DecantBatch;

void decant_batch_free (DecantBatch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantBatch, decant_batch_free)

/* Reads what came since @cursor, then, if the batch has room, further back. An entry that does not read becomes an
 * unreadable item. NULL with a DECANT_VAULT_ERROR if the vault itself does not open, or is LOCKED. */
DecantBatch *decant_vault_reader_read_batch (DecantVaultReader *self, const DecantCursor *cursor, GError **error);

DecantEntryDetail *decant_vault_reader_read_detail (DecantVaultReader *self, guint64 number, GError **error);
GBytes *decant_vault_reader_read_artifact (DecantVaultReader *self, guint64 number, const char *id, GError **error);

G_END_DECLS
