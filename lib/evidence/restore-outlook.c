/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is known of a vault besides a backup of it, and what restoring would lose. */
#include "evidence/restore-outlook.h"

#include <string.h>

#include "evidence/error.h"
#include "evidence/heads.h"

void
decant_known_head_free (DecantKnownHead *self)
{
  decant_checkpoint_free (self->checkpoint);
  g_array_unref (self->erased);
  g_free (self);
}

void
decant_restore_outlook_free (DecantRestoreOutlook *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->erased);
  g_free (self->message);
  g_free (self);
}

/* --- heads held elsewhere ----------------------------------------------------------------------------------- */

/* Takes the checkpoint. */
static DecantKnownHead *
known_new (DecantCheckpoint *checkpoint, GArray *erased)
{
  DecantKnownHead *self = g_new0 (DecantKnownHead, 1);

  self->checkpoint = checkpoint;
  self->erased = erased != NULL ? g_array_ref (erased) : g_array_new (FALSE, FALSE, sizeof (guint64));
  return self;
}

static DecantKnownHead *
known_from_head (const DecantHead *head)
{
  return known_new (decant_checkpoint_parse (head->note, strlen (head->note), NULL), head->erased);
}

static DecantKnownHead *
known_from_manifest (const DecantManifest *manifest)
{
  g_autoptr (GArray) erased = g_array_new (FALSE, FALSE, sizeof (guint64));

  for (guint i = 0; i < manifest->tombstones->len; i++)
    g_array_append_val (erased, g_array_index (manifest->tombstones, DecantTombstone, i).erased);
  return known_new (decant_checkpoint_parse (manifest->note, strlen (manifest->note), NULL), erased);
}

/* A file's contents: whichever of the three it is. */
static DecantKnownHead *
read_held (const DecantBackup *backup, const char *text, GError **error)
{
  const DecantVerifierKey *owner = backup->identity->owner;
  gsize length = strlen (text);
  g_autoptr (DecantHead) head = decant_head_parse (text, length, owner, NULL);
  g_autoptr (DecantManifest) manifest = head != NULL ? NULL : decant_manifest_parse (text, length, owner, NULL);
  DecantKnownHead *known = NULL;

  if (head != NULL)
    known = known_from_head (head);
  else if (manifest != NULL)
    known = known_from_manifest (manifest);
  else
    {
      DecantCheckpoint *checkpoint = decant_checkpoint_parse (text, length, NULL);
      known = checkpoint == NULL ? NULL : known_new (checkpoint, NULL);
    }
  if (known != NULL && g_str_equal (known->checkpoint->origin, backup->identity->origin))
    return known;
  g_clear_pointer (&known, decant_known_head_free);
  g_set_error_literal (
      error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID,
      "Expected a head, a backup's manifest.json or a checkpoint of this vault, saw something else, or "
      "one that its owner did not sign.");
  return NULL;
}

GPtrArray *
decant_known_heads_collect (const DecantBackup *backup, const GPtrArray *held, GError **error)
{
  g_autoptr (GPtrArray) heads = g_ptr_array_new_with_free_func ((GDestroyNotify) decant_known_head_free);
  g_autoptr (GError) local = NULL;
  g_autoptr (DecantHead) own = decant_head_load (backup->identity->id, backup->identity->owner, &local);

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  if (own != NULL)
    g_ptr_array_add (heads, known_from_head (own));
  for (guint i = 0; held != NULL && i < held->len; i++)
    {
      DecantKnownHead *known = read_held (backup, held->pdata[i], error);

      if (known == NULL)
        return NULL;
      g_ptr_array_add (heads, known);
    }
  return g_steal_pointer (&heads);
}

/* --- outlook ------------------------------------------------------------------------------------------------ */

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  return *(const guint64 *) a < *(const guint64 *) b ? -1 : *(const guint64 *) a > *(const guint64 *) b;
}

static void
add_erased (DecantRestoreOutlook *self, const DecantManifest *manifest, const DecantKnownHead *known)
{
  for (guint i = 0; i < known->erased->len; i++)
    {
      guint64 number = g_array_index (known->erased, guint64, i);
      gboolean again = FALSE;

      for (guint j = 0; j < self->erased->len && !again; j++)
        again = g_array_index (self->erased, guint64, j) == number;
      if (number < manifest->checkpoint->size && !again && !decant_numbers_contain (manifest->tombstones, number))
        g_array_append_val (self->erased, number);
    }
}

static char *
describe (const DecantRestoreOutlook *self, guint n_heads)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "The backup holds %" G_GUINT64_FORMAT " entries.", self->entries);
  if (self->missing > 0)
    g_string_append_printf (text,
                            " It is older than what is known of this vault; later entries that are missing from it: "
                            "%" G_GUINT64_FORMAT ". Look for a newer backup first.",
                            self->missing);
  else if (n_heads == 0)
    g_string_append (text, " Nothing is known of this vault on this machine: whether there is a newer backup cannot "
                           "be told without a checkpoint, a head or a manifest held elsewhere.");
  else
    g_string_append (text, " Nothing newer is known of this vault.");
  if (self->erased->len > 0)
    g_string_append_printf (text, " %u of its entries had been erased since: they are erased again.",
                            self->erased->len);
  return g_string_free (text, FALSE);
}

DecantRestoreOutlook *
decant_restore_outlook_of (const DecantBackup *backup, const GPtrArray *heads)
{
  DecantRestoreOutlook *self = g_new0 (DecantRestoreOutlook, 1);

  self->entries = backup->manifest->checkpoint->size;
  self->erased = g_array_new (FALSE, FALSE, sizeof (guint64));
  for (guint i = 0; i < heads->len; i++)
    {
      const DecantKnownHead *known = heads->pdata[i];

      if (known->checkpoint->size > self->entries)
        self->missing = MAX (self->missing, known->checkpoint->size - self->entries);
      add_erased (self, backup->manifest, known);
    }
  g_array_sort (self->erased, compare_numbers);
  self->message = describe (self, heads->len);
  return self;
}

DecantRestoreOutlook *
decant_restore_foresee (const DecantBackup *backup, const GPtrArray *held, GError **error)
{
  g_autoptr (GPtrArray) heads = decant_known_heads_collect (backup, held, error);

  return heads == NULL ? NULL : decant_restore_outlook_of (backup, heads);
}
