/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/vault.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "evidence/acts.h"
#include "evidence/artifact-store.h"
#include "evidence/clock.h"
#include "evidence/folder.h"
#include "evidence/merkle.h"
#include "evidence/vault-private.h"

#define DATABASE "vault.db"
#define ARTIFACT_MAX (256 * 1024 * 1024)

/* --- making ------------------------------------------------------------------------------------------------- */

static gboolean
remove_item (int folder, const char *name, gpointer unused)
{
  return unlinkat (folder, name, 0) == 0 || unlinkat (folder, name, AT_REMOVEDIR) == 0;
}

/* Fills a new folder with a vault of no entries; all of it on the disk. */
static gboolean
fill (const char *path, int folder, GError **error)
{
  g_autofree char *database = g_build_filename (path, DATABASE, NULL);
  g_autoptr (DecantIdentity) identity = NULL;

  /* SQLite would take the mode from the umask; its journal then takes the mode of this file. */
  if (!decant_folder_write_file (folder, DATABASE, "", 0))
    return decant_vault_set_error_from_errno (error, errno, "make the vault's database");
  if (!decant_log_create (database, error) || (identity = decant_identity_create (folder, error)) == NULL)
    return FALSE;
  if (mkdirat (folder, "artifacts", 0700) != 0 || mkdirat (folder, "staging", 0700) != 0 || fsync (folder) != 0)
    return decant_vault_set_error_from_errno (error, errno, "make the vault's folders");
  return TRUE;
}

/* It appears whole or not at all: made beside its place, then renamed. Another process may win; then its vault it is. */
static gboolean
make_in (const char *parent, const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (parent, ".decant-vault-XXXXXX", NULL);
  g_auto (DecantFd) parent_fd = open (parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  g_auto (DecantFd) fd = -1;
  gboolean ok = FALSE;

  if (parent_fd < 0 || g_mkdtemp_full (path, 0700) == NULL || (fd = open (path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)) < 0)
    return decant_vault_set_error_from_errno (error, errno, "make the vault's folder");
  if (fill (path, fd, error))
    {
      ok = rename (path, folder) == 0;
      if (ok && fsync (parent_fd) != 0)
        return decant_vault_set_error_from_errno (error, errno, "make the vault's folder");
      if (!ok && errno != ENOTEMPTY && errno != EEXIST)
        decant_vault_set_error_from_errno (error, errno, "put the new vault in its place");
      else
        ok = TRUE;
    }
  if (faccessat (AT_FDCWD, path, F_OK, 0) == 0)
    {
      decant_folder_visit (fd, remove_item, NULL);
      rmdir (path);
    }
  return ok;
}

static gboolean
make (const char *folder, GError **error)
{
  g_autofree char *absolute = g_canonicalize_filename (folder, NULL);
  g_autofree char *parent = g_path_get_dirname (absolute);

  if (g_mkdir_with_parents (parent, 0700) != 0)
    return decant_vault_set_error_from_errno (error, errno, "make the folder of the vault");
  return make_in (parent, absolute, error);
}

/* --- opening ------------------------------------------------------------------------------------------------ */

char *
decant_vault_dup_default_folder (void)
{
  const char *folder = g_getenv ("DECANT_VAULT_DIR");

  if (folder != NULL && *folder != '\0')
    return g_strdup (folder);
  return g_build_filename (g_get_user_data_dir (), "decant", "vault", NULL);
}

static gboolean
is_absent (int folder)
{
  return faccessat (folder, "vault.json", F_OK, AT_SYMLINK_NOFOLLOW) != 0 && faccessat (folder, DATABASE, F_OK, AT_SYMLINK_NOFOLLOW) != 0;
}

static int
open_folder (const char *folder, DecantVaultFlags flags, GError **error)
{
  g_auto (DecantFd) fd = decant_folder_open (folder, FALSE, error);

  if (fd >= 0 && is_absent (fd))
    {
      g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_ABSENT, "There is no vault in %s. The first capture makes one.", folder);
      return -1;
    }
  return g_steal_fd (&fd);
}

static gboolean
open_parts (DecantVault *self, GError **error)
{
  static const char *const files[] = { "vault.json", "host.key", DATABASE };
  char resolved[PATH_MAX];
  g_autofree char *database = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    if (!decant_folder_check_file (self->fd, self->folder, files[i], error))
      return FALSE;
  self->identity = decant_identity_load (self->fd, self->writable, error);
  if (self->identity == NULL)
    return FALSE;
  /* Only below the vault's folder are links refused: a home folder may well lie behind one. */
  if (realpath (self->folder, resolved) == NULL)
    return decant_vault_set_error_from_errno (error, errno, "find the vault's folder");
  database = g_build_filename (resolved, DATABASE, NULL);
  self->log = decant_log_open (database, self->writable, error);
  return self->log != NULL;
}

DecantVault *
decant_vault_open (const char *folder, DecantVaultFlags flags, GError **error)
{
  g_autoptr (DecantVault) self = g_new0 (DecantVault, 1);
  g_autoptr (GError) local = NULL;

  g_return_val_if_fail (!(flags & DECANT_VAULT_CREATE) || (flags & DECANT_VAULT_WRITE), NULL);
  self->fd = self->staging_fd = -1;
  if (sodium_init () < 0)
    {
      g_set_error_literal (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_IO, "The cryptographic library libsodium does not start.");
      return NULL;
    }
  self->folder = g_strdup (folder);
  self->writable = (flags & DECANT_VAULT_WRITE) != 0;
  self->fd = open_folder (folder, flags, &local);
  if (self->fd < 0 && (flags & DECANT_VAULT_CREATE) && g_error_matches (local, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_ABSENT))
    {
      g_clear_error (&local);
      if (make (folder, &local))
        self->fd = open_folder (folder, flags, &local);
    }
  if (self->fd < 0 || !open_parts (self, &local))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  if (self->writable)
    decant_staging_folder_sweep (self);
  return g_steal_pointer (&self);
}

void
decant_vault_close (DecantVault *self)
{
  if (self == NULL)
    return;
  decant_staging_folder_close (self);
  decant_log_close (self->log);
  decant_identity_free (self->identity);
  g_clear_pointer (&self->software, json_node_unref);
  if (self->fd >= 0)
    decant_close (self->fd);
  g_free (self->folder);
  g_free (self);
}

const char *
decant_vault_get_folder (DecantVault *self)
{
  return self->folder;
}

const char *
decant_vault_get_id (DecantVault *self)
{
  return self->identity->id;
}

const char *
decant_vault_get_origin (DecantVault *self)
{
  return self->identity->origin;
}

char *
decant_vault_dup_verifier_key (DecantVault *self)
{
  return decant_verifier_key_to_text (self->identity->key);
}

gint64
decant_vault_get_size (DecantVault *self, GError **error)
{
  return decant_log_get_size (self->log, error);
}

/* --- appending ---------------------------------------------------------------------------------------------- */

void
decant_receipt_free (DecantReceipt *self)
{
  if (self == NULL)
    return;
  g_free (self->leaf);
  g_free (self->checkpoint);
  g_free (self);
}

gboolean
decant_vault_check_writable (DecantVault *self, GError **error)
{
  if (!self->writable)
    g_set_error_literal (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID, "The vault was opened for reading: open it with DECANT_VAULT_WRITE.");
  return self->writable;
}

/* The right edge, if it still has the root that was signed last: nothing is ever signed on top of a damaged tree. */
static gboolean
load_edge (DecantVault *self, DecantMerkleEdge *edge, GError **error)
{
  gint64 size = decant_log_get_size (self->log, error);
  g_autofree char *note = NULL;
  g_autoptr (DecantCheckpoint) last = NULL;
  DecantDigest root;

  if (size < 0 || !decant_merkle_edge_load (edge, size, decant_log_read_node, self->log, error))
    return FALSE;
  if (size == 0)
    return TRUE;
  root = decant_merkle_edge_root (edge);
  note = decant_log_read_checkpoint (self->log, size, NULL);
  last = note == NULL ? NULL : decant_checkpoint_parse (note, strlen (note), NULL);
  if (last != NULL && last->size == size && decant_digest_equal (&last->root, &root))
    return TRUE;
  g_set_error_literal (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_BROKEN,
                       "Expected the tree to have the root of the last checkpoint, saw another: the log was changed. "
                       "Nothing is added to it. Keep the folder as it is, verify it, and go on from a copy.");
  return FALSE;
}

static gboolean
add_time (DecantVault *self, DecantDraft *draft, GError **error)
{
  g_autofree char *now = decant_clock_now ();
  g_autoptr (JsonNode) clock = decant_clock_state (self->identity->id);

  return decant_draft_add_string (draft, "time", now, error) && decant_draft_add (draft, "clock", clock, error);
}

/* Adds leaf, nodes, entry and checkpoint; fills the receipt. */
static gboolean
write_leaf (DecantVault *self, DecantDraft *draft, DecantMerkleEdge *edge, DecantReceipt *receipt, GError **error)
{
  g_autofree char *leaf = NULL;
  DecantDigest hash, root;

  receipt->entry = draft->leaf->number = edge->size;
  leaf = decant_leaf_to_text (draft->leaf);
  hash = decant_merkle_leaf (leaf, strlen (leaf));
  receipt->leaf = decant_digest_to_hex (&hash);
  if (!decant_merkle_edge_append (edge, &hash, decant_log_write_node, self->log, error)
      || !decant_log_add_entry (self->log, receipt->entry, leaf, draft->disclosures->str, error))
    return FALSE;
  root = decant_merkle_edge_root (edge);
  receipt->checkpoint = decant_checkpoint_sign (self->identity->origin, edge->size, &root, self->identity->key, self->identity->secret);
  return decant_log_add_checkpoint (self->log, edge->size, receipt->checkpoint, error);
}

DecantReceipt *
decant_vault_append_draft (DecantVault *self, DecantDraft *draft, GError **error)
{
  g_autoptr (DecantReceipt) receipt = g_new0 (DecantReceipt, 1);
  DecantMerkleEdge edge;

  if (!load_edge (self, &edge, error) || !add_time (self, draft, error) || !write_leaf (self, draft, &edge, receipt, error))
    return NULL;
  return g_steal_pointer (&receipt);
}

static gboolean
check_event (const char *kind, const char *actor, GError **error)
{
  if (kind != NULL && decant_kind_is_valid (kind) && actor != NULL && decant_id_is_valid (actor))
    return TRUE;
  g_set_error_literal (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID,
                       "Expected “kind” like “verdict” and “actor” of 1–64 of A–Z a–z 0–9 . _ : -, saw something else.");
  return FALSE;
}

void
decant_vault_set_software (DecantVault *self, JsonNode *software)
{
  g_clear_pointer (&self->software, json_node_unref);
  self->software = software == NULL ? NULL : json_node_copy (software);
}

static gboolean
add_software (DecantVault *self, DecantDraft *draft, GError **error)
{
  return self->software == NULL || g_hash_table_contains (draft->leaf->fields, "software")
         || decant_draft_add (draft, "software", self->software, error);
}

DecantReceipt *
decant_vault_append (DecantVault *self, const char *kind, const char *actor, JsonObject *fields, GError **error)
{
  g_autoptr (DecantDraft) draft = decant_draft_new (self->identity->id);
  g_autoptr (DecantReceipt) receipt = NULL;

  if (!decant_vault_check_writable (self, error) || !check_event (kind, actor, error)
      || !decant_act_check (kind, DECANT_WRITER_HOST | DECANT_WRITER_APP, fields, NULL, error)
      || !decant_draft_add_string (draft, "kind", kind, error) || !decant_draft_add_string (draft, "actor", actor, error)
      || !decant_draft_add_fields (draft, fields, error) || !add_software (self, draft, error) || !decant_log_begin (self->log, error))
    return NULL;
  receipt = decant_vault_append_draft (self, draft, error);
  if (receipt == NULL)
    {
      decant_log_rollback (self->log);
      return NULL;
    }
  return decant_log_commit (self->log, error) ? g_steal_pointer (&receipt) : NULL;
}

/* --- reading ------------------------------------------------------------------------------------------------ */

typedef struct {
  const char *vault;
  GPtrArray *entries;
} Reading;

static gboolean
take_entry (const DecantLogEntry *row, gpointer user_data, GError **error)
{
  Reading *reading = user_data;
  DecantEntry *entry = decant_entry_parse (reading->vault, row->number, &row->hash, row->leaf, row->leaf_length,
                                           row->disclosures, row->disclosures_length, error);

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
  Reading reading = { self->identity->id, entries };

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
  g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_NOT_FOUND, "There is no entry %" G_GUINT64_FORMAT " in this vault.", number);
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

GBytes *
decant_vault_read_artifact (DecantVault *self, const char *sha256, GError **error)
{
  DecantDigest digest;
  g_autofree char *name = NULL;

  if (!decant_digest_from_hex (sha256, &digest))
    {
      g_set_error_literal (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID, "Expected the artifact's SHA-256 as 64 hexadecimal digits, saw something else.");
      return NULL;
    }
  name = decant_digest_to_hex (&digest);
  return decant_artifact_store_read (self->fd, name, ARTIFACT_MAX, error);
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

static gboolean
take_proof (const DecantLogEntry *row, gpointer user_data, GError **error)
{
  DecantProof *proof = user_data;
  const char separator[] = { DECANT_ENTRY_SEPARATOR, '\0' };
  guint n;

  proof->leaf = g_strndup (row->leaf, row->leaf_length);
  proof->disclosures = g_strsplit (row->disclosures, separator, -1);
  n = g_strv_length (proof->disclosures);
  proof->names = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (JsonNode) value = NULL;

      if (!decant_disclosure_parse (proof->disclosures[i], strlen (proof->disclosures[i]), &proof->names[i], &value, error))
        return FALSE;
    }
  return TRUE;
}

/* A proof of something damaged would mislead: the entry is read the strict way first. */
static DecantProof *
prove_entry (DecantVault *self, guint64 number, guint64 size, GError **error)
{
  g_autoptr (DecantEntry) entry = decant_vault_read_entry (self, number, error);
  g_autoptr (DecantProof) proof = g_new0 (DecantProof, 1);

  proof->number = number;
  proof->size = size;
  if (entry == NULL || !decant_log_read_entries (self->log, number, 1, take_proof, proof, error))
    return NULL;
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
      g_autofree char *hash = decant_base64_encode (g_array_index (self->path, DecantDigest, i).bytes, DECANT_DIGEST_SIZE);

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
                   "Expected 0 < from ≤ to ≤ %" G_GINT64_FORMAT ", saw %" G_GUINT64_FORMAT " and %" G_GUINT64_FORMAT ".", now, from, to);
      return NULL;
    }
  return decant_merkle_prove_consistency (from, to, decant_log_read_node, self->log, error);
}
