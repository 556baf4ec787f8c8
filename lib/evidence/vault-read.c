/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading entries, artifacts and proofs: with keys all of them, without keys what is open. */
#include "evidence/vault.h"

#include <string.h>

#include "evidence/artifact-cipher.h"
#include "evidence/artifact-store.h"
#include "evidence/folder.h"
#include "evidence/merkle.h"
#include "evidence/vault-private.h"

#define ARTIFACT_MAX (256 * 1024 * 1024)

/* --- reading ------------------------------------------------------------------------------------------------ */

typedef struct
{
  DecantVault *vault;
  GPtrArray *entries;
} Reading;

static gboolean
check_unlocked (DecantVault *self, GError **error)
{
  if (!decant_vault_is_locked (self))
    return TRUE;
  g_set_error_literal (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_LOCKED,
                       "The vault is locked: unlock it with its passphrase to read it.");
  return FALSE;
}

static gboolean
take_entry (const DecantLogEntry *row, gpointer user_data, GError **error)
{
  Reading *reading = user_data;
  DecantEntry *entry = decant_entry_read (row, reading->vault->identity->id, reading->vault->keys, NULL, error);

  if (entry == NULL)
    return FALSE;
  g_ptr_array_add (reading->entries, entry);
  return TRUE;
}

GPtrArray *
decant_vault_read_entries (DecantVault *self, guint64 from, guint64 limit, GError **error)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) decant_entry_free);
  g_autoptr (GError) local = NULL;
  Reading reading = { self, entries };

  if (!check_unlocked (self, error))
    return NULL;
  if (!decant_log_read_entries (self->log, from, limit, take_entry, &reading, &local) && entries->len == 0)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  return g_steal_pointer (&entries);
}

static gboolean
no_such_entry (guint64 number, GError **error)
{
  g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_NOT_FOUND,
               "There is no entry %" G_GUINT64_FORMAT " in this vault.", number);
  return FALSE;
}

DecantEntry *
decant_vault_read_entry (DecantVault *self, guint64 number, GError **error)
{
  g_autoptr (GPtrArray) entries = decant_vault_read_entries (self, number, 1, error);

  if (entries == NULL)
    return NULL;
  if (entries->len == 0 || ((DecantEntry *) entries->pdata[0])->number != number)
    {
      no_such_entry (number, error);
      return NULL;
    }
  return g_ptr_array_steal_index (entries, 0);
}

char *
decant_vault_read_checkpoint_at (DecantVault *self, guint64 size, GError **error)
{
  return decant_log_read_checkpoint (self->log, size, error);
}

char *
decant_vault_read_checkpoint (DecantVault *self, GError **error)
{
  gint64 size = decant_log_get_size (self->log, error);

  return size < 0 ? NULL : decant_log_read_checkpoint (self->log, size, error);
}

/* --- open fields -------------------------------------------------------------------------------------------- */

static gboolean
take_open_fields (const DecantLogEntry *row, gpointer user_data, GError **error)
{
  DecantVault *self = ((gpointer *) user_data)[0];
  JsonObject **fields = ((gpointer *) user_data)[1];
  g_autoptr (DecantEntry) entry = decant_entry_read (row, self->identity->id, NULL, NULL, error);

  if (entry == NULL)
    return FALSE;
  if (row->number == *(guint64 *) ((gpointer *) user_data)[2])
    *fields = json_object_ref (entry->fields);
  return TRUE;
}

JsonObject *
decant_vault_read_open_fields (DecantVault *self, guint64 number, GError **error)
{
  JsonObject *fields = NULL;
  gpointer data[] = { self, &fields, &number };

  if (!decant_log_read_entries (self->log, number, 1, take_open_fields, data, error))
    return NULL;
  if (fields == NULL)
    no_such_entry (number, error);
  return fields;
}

/* --- artifacts ---------------------------------------------------------------------------------------------- */

typedef struct
{
  DecantVault *vault;
  DecantEntry *entry;
  GPtrArray *keys; /* NULL in a vault that is not sealed */
} Found;

static gboolean
take_found (const DecantLogEntry *row, gpointer user_data, GError **error)
{
  Found *found = user_data;

  found->entry = decant_entry_read (row, found->vault->identity->id, found->vault->keys, &found->keys, error);
  return found->entry != NULL;
}

static const DecantArtifactInfo *
find_info (const DecantEntry *entry, const char *id)
{
  for (guint i = 0; i < entry->artifacts->len; i++)
    if (g_str_equal (((DecantArtifactInfo *) entry->artifacts->pdata[i])->id, id))
      return entry->artifacts->pdata[i];
  return NULL;
}

static const guint8 *
find_key (const GPtrArray *keys, const char *id)
{
  for (guint i = 0; keys != NULL && i < keys->len; i++)
    if (g_str_equal (((DecantArtifactKey *) keys->pdata[i])->id, id))
      return ((DecantArtifactKey *) keys->pdata[i])->key;
  return NULL;
}

static GBytes *
read_file (DecantVault *self, const char *name, const guint8 *key, const DecantArtifactInfo *info, GError **error)
{
  g_auto (DecantFd) fd = decant_artifact_store_open (self->fd, name, NULL, error);
  g_autoptr (DecantArtifactReader) reader
      = fd < 0 ? NULL : decant_artifact_reader_new (fd, self->identity->id, key, error);
  g_autoptr (GBytes) bytes = reader == NULL ? NULL : decant_artifact_reader_read_all (reader, ARTIFACT_MAX, error);
  g_autofree char *seen = bytes == NULL ? NULL : g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);

  if (seen == NULL || (g_str_equal (seen, info->sha256) && g_bytes_get_size (bytes) == info->size))
    return g_steal_pointer (&bytes);
  g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_DIGEST,
               "The artifact %s does not have the bytes it had when it was logged. Keep the folder as it is and verify "
               "the vault.",
               info->id);
  return NULL;
}

static GBytes *
read_found (Found *found, const char *id, GError **error)
{
  DecantVault *self = found->vault;
  const DecantArtifactInfo *info = find_info (found->entry, id);
  const guint8 *key = find_key (found->keys, id);
  g_autofree char *name = NULL;

  if (info == NULL)
    {
      g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_NOT_FOUND,
                   "There is no artifact %s of entry %" G_GUINT64_FORMAT " in this vault.", id, found->entry->number);
      return NULL;
    }
  if (self->identity->format == 1)
    return decant_artifact_store_read (self->fd, info->sha256, ARTIFACT_MAX, error);
  if (key == NULL)
    {
      g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_BROKEN,
                   "Expected entry %" G_GUINT64_FORMAT
                   " to hold the key of its artifact %s, saw none. Verify the vault.",
                   found->entry->number, id);
      return NULL;
    }
  name = decant_log_find_artifact (self->log, found->entry->number, id, error);
  return name == NULL ? NULL : read_file (self, name, key, info, error);
}

GBytes *
decant_vault_read_artifact (DecantVault *self, guint64 number, const char *id, GError **error)
{
  Found found = { .vault = self };
  GBytes *bytes = NULL;

  if (!check_unlocked (self, error) || !decant_log_read_entries (self->log, number, 1, take_found, &found, error))
    return NULL;
  if (found.entry == NULL || found.entry->number != number)
    no_such_entry (number, error);
  else
    bytes = read_found (&found, id, error);
  decant_entry_free (found.entry);
  g_clear_pointer (&found.keys, g_ptr_array_unref);
  return bytes;
}

/* --- proofs ------------------------------------------------------------------------------------------------- */

void
decant_proof_free (DecantProof *self)
{
  if (self == NULL)
    return;
  g_free (self->leaf);
  g_strfreev (self->names);
  g_strfreev (self->disclosures);
  g_clear_pointer (&self->path, g_array_unref);
  g_free (self->checkpoint);
  g_free (self);
}

typedef struct
{
  DecantVault *vault;
  DecantProof *proof;
} Proving;

static gboolean
split_disclosures (DecantProof *proof, GBytes *bytes, GError **error)
{
  const char separator[] = { DECANT_ENTRY_SEPARATOR, '\0' };
  gsize length = 0;
  const char *data = g_bytes_get_data (bytes, &length);
  g_autofree char *text = g_strndup (data == NULL ? "" : data, length);
  guint n;

  proof->disclosures = g_strsplit (text, separator, -1); /* none for an empty text */
  n = g_strv_length (proof->disclosures);
  proof->names = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (JsonNode) value = NULL;

      if (!decant_disclosure_parse (proof->disclosures[i], strlen (proof->disclosures[i]), &proof->names[i], &value,
                                    error))
        return FALSE;
    }
  return TRUE;
}

/* A proof of something damaged would mislead: the entry is read the strict way first. */
static gboolean
take_proof (const DecantLogEntry *row, gpointer user_data, GError **error)
{
  Proving *proving = user_data;
  DecantVault *self = proving->vault;
  g_autoptr (DecantEntry) entry = decant_entry_read (row, self->identity->id, self->keys, NULL, error);
  g_autoptr (GBytes) disclosures
      = entry == NULL ? NULL : decant_entry_read_disclosures (row, self->identity->id, self->keys, error);

  if (disclosures == NULL)
    return FALSE;
  proving->proof->leaf = g_strndup (row->leaf, row->leaf_length);
  return split_disclosures (proving->proof, disclosures, error);
}

static DecantProof *
prove_entry (DecantVault *self, guint64 number, guint64 size, GError **error)
{
  g_autoptr (DecantProof) proof = g_new0 (DecantProof, 1);
  Proving proving = { self, proof };

  proof->number = number;
  proof->size = size;
  if (!decant_log_read_entries (self->log, number, 1, take_proof, &proving, error))
    return NULL;
  if (proof->leaf == NULL)
    {
      no_such_entry (number, error);
      return NULL;
    }
  proof->checkpoint = decant_log_read_checkpoint (self->log, size, error);
  if (proof->checkpoint == NULL)
    return NULL;
  proof->path = decant_merkle_prove_inclusion (number, size, decant_log_read_node, self->log, error);
  return proof->path == NULL ? NULL : g_steal_pointer (&proof);
}

DecantProof *
decant_vault_prove_entry (DecantVault *self, guint64 number, guint64 size, GError **error)
{
  gint64 now = decant_log_get_size (self->log, error);

  if (now < 0)
    return NULL;
  if (size == 0)
    size = now;
  if (number >= size || size > now)
    {
      no_such_entry (number, error);
      return NULL;
    }
  return prove_entry (self, number, size, error);
}

char *
decant_proof_to_text (const DecantProof *self)
{
  GString *text = g_string_new ("c2sp.org/tlog-proof@v1\n");

  g_string_append_printf (text, "index %" G_GUINT64_FORMAT "\n", self->number);
  for (guint i = 0; i < self->path->len; i++)
    {
      g_autofree char *hash
          = decant_base64_encode (g_array_index (self->path, DecantDigest, i).bytes, DECANT_DIGEST_SIZE);

      g_string_append_printf (text, "%s\n", hash);
    }
  g_string_append_printf (text, "\n%s", self->checkpoint);
  return g_string_free (text, FALSE);
}

GArray *
decant_vault_prove_consistency (DecantVault *self, guint64 from, guint64 to, GError **error)
{
  gint64 now = decant_log_get_size (self->log, error);

  if (now < 0)
    return NULL;
  if (from == 0 || from > to || to > (guint64) now)
    {
      g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID,
                   "Expected 0 < from ≤ to ≤ %" G_GINT64_FORMAT ", saw %" G_GUINT64_FORMAT " and %" G_GUINT64_FORMAT
                   ".",
                   now, from, to);
      return NULL;
    }
  return decant_merkle_prove_consistency (from, to, decant_log_read_node, self->log, error);
}
