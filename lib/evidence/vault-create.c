/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Making a sealed vault: the only time that its owner's keys are needed to write. */
#include "evidence/vault.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "evidence/folder.h"
#include "evidence/vault-private.h"

static gboolean
remove_item (int folder, const char *name, gpointer unused)
{
  return unlinkat (folder, name, 0) == 0 || unlinkat (folder, name, AT_REMOVEDIR) == 0;
}

JsonObject *
decant_vault_describe_keys (const DecantIdentity *identity)
{
  g_autofree char *owner = decant_verifier_key_to_text (identity->owner);
  g_autofree char *seal = decant_base64_encode (identity->seal, sizeof identity->seal);
  JsonObject *open = json_object_new (), *keys = json_object_new ();

  json_object_set_string_member (keys, "owner", owner);
  json_object_set_string_member (keys, "seal", seal);
  json_object_set_object_member (open, "vault_keys", keys);
  return open;
}

/* The first entry: the keys of the owner, and that the first key of the host signs. */
static gboolean
write_first_entry (DecantVault *self, GError **error)
{
  g_autoptr (JsonObject) open = decant_vault_describe_keys (self->identity);
  g_autofree char *actor = decant_vault_dup_actor (self);
  g_autofree char *key = decant_vault_dup_verifier_key (self);
  const DecantLogEpoch epoch = { .key = key, .started = self->identity->created };
  g_autoptr (DecantDraft) draft
      = decant_vault_draft_act (self, "vault.created", DECANT_WRITER_VAULT, actor, NULL, open, error);
  g_autoptr (DecantReceipt) receipt = NULL;

  if (draft == NULL || !decant_log_begin (self->log, error))
    return FALSE;
  receipt = decant_vault_append_draft (self, draft, error);
  if (receipt == NULL || !decant_log_add_epoch (self->log, &epoch, error))
    {
      decant_log_rollback (self->log);
      return FALSE;
    }
  return decant_log_commit (self->log, error);
}

/* Fills the new folder with a vault of one entry; all of it on the disk. */
static gboolean
fill (DecantVault *self, DecantKeys *keys, DecantVaultFill also, gpointer user_data, GError **error)
{
  g_autofree char *database = g_build_filename (self->folder, DECANT_VAULT_DATABASE, NULL);

  /* SQLite would take the mode from the umask; its journal then takes the mode of this file. */
  if (!decant_folder_write_file (self->fd, DECANT_VAULT_DATABASE, "", 0))
    return decant_vault_set_error_from_errno (error, errno, "make the vault's database");
  if (!decant_log_create (database, error) || (self->identity = decant_identity_create (self->fd, keys, error)) == NULL
      || (self->log = decant_log_open (database, 2, TRUE, error)) == NULL || !write_first_entry (self, error)
      || (also != NULL && !also (self->fd, self->identity->id, user_data, error)))
    return FALSE;
  if (mkdirat (self->fd, "artifacts", 0700) != 0 || mkdirat (self->fd, "staging", 0700) != 0 || fsync (self->fd) != 0)
    return decant_vault_set_error_from_errno (error, errno, "make the vault's folders");
  return TRUE;
}

static gboolean
put_in_place (const char *path, const char *folder, int parent, GError **error)
{
  if (rename (path, folder) != 0)
    {
      if (errno != ENOTEMPTY && errno != EEXIST && errno != ENOTDIR)
        return decant_vault_set_error_from_errno (error, errno, "put the new vault in its place");
      g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_EXISTS,
                   "Expected no vault in %s yet, saw one, or other files. Nothing was changed.", folder);
      return FALSE;
    }
  return fsync (parent) == 0 || decant_vault_set_error_from_errno (error, errno, "make the vault's folder");
}

/* It appears whole or not at all: made beside its place, then renamed. */
static gboolean
make_in (const char *parent,
         const char *folder,
         DecantKeys *keys,
         DecantVaultFill also,
         gpointer user_data,
         GError **error)
{
  g_autofree char *path = g_build_filename (parent, ".decant-vault-XXXXXX", NULL);
  g_auto (DecantFd) parent_fd = open (parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  g_auto (DecantFd) fd = -1;
  g_autoptr (DecantVault) self = NULL;
  gboolean ok;

  if (parent_fd < 0 || g_mkdtemp_full (path, 0700) == NULL
      || (fd = open (path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)) < 0)
    return decant_vault_set_error_from_errno (error, errno, "make the vault's folder");
  if ((self = decant_vault_new (path, TRUE, error)) != NULL)
    self->fd = dup (fd);
  ok = self != NULL && fill (self, keys, also, user_data, error);
  g_clear_pointer (&self, decant_vault_close); /* SQLite must let go of the file before it moves */
  ok = ok && put_in_place (path, folder, parent_fd, error);
  if (!ok && faccessat (AT_FDCWD, path, F_OK, 0) == 0)
    {
      decant_folder_visit (fd, remove_item, NULL);
      rmdir (path);
    }
  return ok;
}

static gboolean
check_free (const char *folder, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (DecantVault) vault = decant_vault_open (folder, DECANT_VAULT_READ, &local);

  if (g_error_matches (local, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_ABSENT))
    return TRUE;
  if (vault == NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  else
    g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_EXISTS,
                 "Expected no vault in %s yet, saw one. Nothing was changed.", folder);
  return FALSE;
}

gboolean
decant_vault_create (const char *folder, DecantKeys *keys, DecantVaultFill also, gpointer user_data, GError **error)
{
  g_autofree char *absolute = g_canonicalize_filename (folder, NULL);
  g_autofree char *parent = g_path_get_dirname (absolute);

  if (!check_free (absolute, error))
    return FALSE;
  if (g_mkdir_with_parents (parent, 0700) != 0)
    return decant_vault_set_error_from_errno (error, errno, "make the folder of the vault");
  return make_in (parent, absolute, keys, also, user_data, error);
}
