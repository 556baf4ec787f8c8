/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/vault.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "evidence/acts.h"
#include "evidence/clock.h"
#include "evidence/erasure.h"
#include "evidence/folder.h"
#include "evidence/merkle.h"
#include "evidence/rotate.h"
#include "evidence/vault-private.h"

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
  return faccessat (folder, "vault.json", F_OK, AT_SYMLINK_NOFOLLOW) != 0
         && faccessat (folder, DECANT_VAULT_DATABASE, F_OK, AT_SYMLINK_NOFOLLOW) != 0;
}

static int
open_folder (const char *folder, GError **error)
{
  g_auto (DecantFd) fd = decant_folder_open (folder, FALSE, error);

  if (fd >= 0 && is_absent (fd))
    {
      g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_ABSENT,
                   "There is no vault in %s. Open Decant and make one, or run “decantctl vault create”.", folder);
      return -1;
    }
  return g_steal_fd (&fd);
}

static gboolean
check_files (DecantVault *self, GError **error)
{
  static const char *const files[] = { "vault.json", "keys.json", "host.key", "host.key.next", DECANT_VAULT_DATABASE };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    if (!decant_folder_check_file (self->fd, self->folder, files[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
check_format (DecantVault *self, GError **error)
{
  if (self->identity->format == 2 || !self->writable)
    return TRUE;
  g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_OLD,
               "The vault in %s was made by an older Decant and is not sealed: it can be read, nothing is added to it. "
               "Open Decant once: it seals the vault.",
               self->folder);
  return FALSE;
}

gboolean
decant_vault_open_parts (DecantVault *self, GError **error)
{
  char resolved[PATH_MAX];
  g_autofree char *database = NULL;

  if (!check_files (self, error) || (self->identity = decant_identity_load (self->fd, error)) == NULL
      || !check_format (self, error))
    return FALSE;
  /* Only below the vault's folder are links refused: a home folder may well lie behind one. */
  if (realpath (self->folder, resolved) == NULL)
    return decant_vault_set_error_from_errno (error, errno, "find the vault's folder");
  database = g_build_filename (resolved, DECANT_VAULT_DATABASE, NULL);
  self->log = decant_log_open (database, self->identity->format, self->writable, error);
  return self->log != NULL && (!self->writable || self->keyless || decant_vault_load_signing_key (self, error));
}

DecantVault *
decant_vault_new (const char *folder, gboolean writable, GError **error)
{
  DecantVault *self;

  if (sodium_init () < 0)
    {
      g_set_error_literal (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_IO,
                           "The cryptographic library libsodium does not start.");
      return NULL;
    }
  self = g_new0 (DecantVault, 1);
  self->fd = self->staging_fd = -1;
  self->folder = g_strdup (folder);
  self->writable = writable;
  return self;
}

/* Who made the vault may have died before its name was on the disk; nothing may be promised before it is. The folder
 * above, which may be as new, belongs to others as well: it is asked, and need not answer. */
static gboolean
sync_name (DecantVault *self, GError **error)
{
  g_auto (DecantFd) above = openat (self->fd, "../..", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  g_auto (DecantFd) parent = openat (self->fd, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (parent < 0 && errno == EACCES)
    return TRUE;
  if (above >= 0)
    fsync (above);
  return (parent >= 0 && fsync (parent) == 0)
         || decant_vault_set_error_from_errno (error, errno, "put the vault's name on the disk");
}

static DecantVault *
open_vault (const char *folder, gboolean writable, gboolean keyless, GError **error)
{
  g_autoptr (DecantVault) self = decant_vault_new (folder, writable, error);

  if (self == NULL)
    return NULL;
  self->keyless = keyless;
  if ((self->fd = open_folder (folder, error)) < 0 || !decant_vault_open_parts (self, error)
      || (self->writable && !sync_name (self, error)))
    return NULL;
  if (self->writable)
    {
      decant_staging_folder_sweep (self);
      decant_vault_finish_erasures (self);
    }
  return g_steal_pointer (&self);
}

DecantVault *
decant_vault_open (const char *folder, DecantVaultFlags flags, GError **error)
{
  return open_vault (folder, (flags & DECANT_VAULT_WRITE) != 0, FALSE, error);
}

DecantVault *
decant_vault_open_keyless (const char *folder, GError **error)
{
  return open_vault (folder, TRUE, TRUE, error);
}

/* --- locking ------------------------------------------------------------------------------------------------ */

gboolean
decant_vault_unlock (DecantVault *self, DecantKeys *keys, GError **error)
{
  if (self->identity->format == 1)
    return TRUE;
  if (!decant_identity_is_owned_by (self->identity, keys))
    {
      g_set_error_literal (
          error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_LOCKED,
          "These are the keys of another vault: unlock this one with its own passphrase or recovery key.");
      return FALSE;
    }
  decant_keys_ref (keys);
  decant_vault_lock (self);
  self->keys = keys;
  return TRUE;
}

void
decant_vault_lock (DecantVault *self)
{
  g_clear_pointer (&self->keys, decant_keys_unref);
}

gboolean
decant_vault_is_locked (DecantVault *self)
{
  return decant_vault_is_sealed (self) && self->keys == NULL;
}

void
decant_vault_close (DecantVault *self)
{
  if (self == NULL)
    return;
  decant_staging_folder_close (self);
  decant_vault_lock (self);
  decant_log_close (self->log);
  decant_identity_free (self->identity);
  g_clear_pointer (&self->software, json_node_unref);
  if (self->fd >= 0)
    decant_close (self->fd);
  g_free (self->folder);
  g_free (self);
}

gboolean
decant_vault_is_sealed (DecantVault *self)
{
  return self->identity->format != 1;
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

char *
decant_vault_dup_owner_key (DecantVault *self)
{
  return self->identity->owner == NULL ? NULL : decant_verifier_key_to_text (self->identity->owner);
}

char *
decant_vault_dup_actor (DecantVault *self)
{
  g_autofree char *who = g_strdup_printf ("decant actor %s %lu", self->identity->id, (gulong) getuid ());
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, who, -1);

  return g_strdup_printf ("u-%.16s", digest);
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
    g_set_error_literal (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID,
                         "The vault was opened for reading: open it with DECANT_VAULT_WRITE.");
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

/* Adds leaf, nodes, entry, what is sealed of it, and checkpoint; fills the receipt. */
static gboolean
write_leaf (DecantVault *self, DecantDraft *draft, DecantMerkleEdge *edge, DecantReceipt *receipt, GError **error)
{
  g_autoptr (DecantSealed) sealed = NULL;
  g_autofree char *leaf = NULL;
  DecantDigest hash, root;

  receipt->entry = edge->size;
  if ((sealed = decant_draft_seal (draft, edge->size, self->identity->seal, error)) == NULL)
    return FALSE;
  leaf = decant_leaf_to_text (draft->leaf);
  hash = decant_merkle_leaf (leaf, strlen (leaf));
  receipt->leaf = decant_digest_to_hex (&hash);
  if (!decant_merkle_edge_append (edge, &hash, decant_log_write_node, self->log, error)
      || !decant_log_add_entry (self->log, receipt->entry, leaf, draft->open->str, error)
      || !decant_log_add_sealed (self->log, receipt->entry, sealed, error))
    return FALSE;
  root = decant_merkle_edge_root (edge);
  receipt->checkpoint = decant_checkpoint_sign (self->identity->origin, edge->size, &root, self->identity->signing_key,
                                                self->identity->secret);
  return decant_log_add_checkpoint (self->log, edge->size, receipt->checkpoint, error);
}

DecantReceipt *
decant_vault_append_draft (DecantVault *self, DecantDraft *draft, GError **error)
{
  g_autoptr (DecantReceipt) receipt = g_new0 (DecantReceipt, 1);
  DecantMerkleEdge edge;

  if (!load_edge (self, &edge, error) || !add_time (self, draft, error)
      || !write_leaf (self, draft, &edge, receipt, error))
    return NULL;
  return g_steal_pointer (&receipt);
}

static gboolean
check_event (const char *kind, const char *actor, GError **error)
{
  if (kind != NULL && decant_kind_is_valid (kind) && actor != NULL && decant_id_is_valid (actor))
    return TRUE;
  g_set_error_literal (
      error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID,
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

DecantDraft *
decant_vault_draft_act (DecantVault *self,
                        const char *kind,
                        DecantWriter writer,
                        const char *actor,
                        JsonObject *fields,
                        JsonObject *open,
                        GError **error)
{
  g_autoptr (DecantDraft) draft = decant_draft_new (self->identity->id);

  if (!decant_vault_check_writable (self, error) || !check_event (kind, actor, error)
      || !decant_act_check (kind, writer, fields, open, error) || !decant_draft_add_string (draft, "kind", kind, error)
      || !decant_draft_add_string (draft, "actor", actor, error) || !decant_draft_add_fields (draft, fields, error)
      || !decant_draft_add_fields (draft, open, error)
      || (writer != DECANT_WRITER_VAULT && !add_software (self, draft, error)))
    return NULL;
  return g_steal_pointer (&draft);
}

static DecantReceipt *
append_act (DecantVault *self, DecantDraft *draft, GError **error)
{
  g_autoptr (DecantReceipt) receipt = NULL;

  if (!decant_vault_begin (self, error))
    return NULL;
  receipt = decant_vault_append_draft (self, draft, error);
  if (receipt == NULL)
    {
      decant_log_rollback (self->log);
      return NULL;
    }
  return decant_log_commit (self->log, error) ? g_steal_pointer (&receipt) : NULL;
}

DecantReceipt *
decant_vault_append_open (DecantVault *self,
                          const char *kind,
                          const char *actor,
                          JsonObject *fields,
                          JsonObject *open,
                          GError **error)
{
  g_autoptr (DecantDraft) draft = decant_vault_draft_act (self, kind, DECANT_WRITER_VAULT, actor, fields, open, error);

  return draft == NULL ? NULL : append_act (self, draft, error);
}

DecantReceipt *
decant_vault_append (DecantVault *self, const char *kind, const char *actor, JsonObject *fields, GError **error)
{
  g_autoptr (DecantDraft) draft
      = decant_vault_draft_act (self, kind, DECANT_WRITER_HOST | DECANT_WRITER_APP, actor, fields, NULL, error);

  return draft == NULL ? NULL : append_act (self, draft, error);
}
