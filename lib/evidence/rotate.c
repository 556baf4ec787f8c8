/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/rotate.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "evidence/clock.h"
#include "evidence/epochs.h"
#include "evidence/folder.h"
#include "evidence/vault-private.h"

#define NOW_KEY "host.key"
#define NEXT_KEY "host.key.next"
#define SEED_SIZE 32

/* --- the key in force --------------------------------------------------------------------------------------- */

static DecantVerifierKey *
read_epoch (DecantVault *self, DecantLogEpoch *epoch, GError **error)
{
  return decant_log_read_epoch (self->log, epoch, error) ? decant_verifier_key_parse (epoch->key, error) : NULL;
}

/* The file is gone, or does not matter any more: its bytes are overwritten. What a file system or a drive keeps of them
 * besides is out of our hands. */
static gboolean
wipe (int folder, const char *name)
{
  static const guint8 nothing[SEED_SIZE];
  g_auto (DecantFd) fd = openat (folder, name, O_WRONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
  struct stat state;

  if (fd < 0)
    return errno == ENOENT;
  return fstat (fd, &state) == 0 && S_ISREG (state.st_mode) && decant_write_all (fd, nothing, sizeof nothing)
         && fsync (fd) == 0;
}

gboolean
decant_vault_load_signing_key (DecantVault *self, GError **error)
{
  g_auto (DecantLogEpoch) epoch = { 0 };
  g_autoptr (DecantVerifierKey) key = read_epoch (self, &epoch, error);

  return key != NULL
         && (decant_identity_load_secret (self->identity, self->fd, NEXT_KEY, key, NULL)
             || decant_identity_load_secret (self->identity, self->fd, NOW_KEY, key, error));
}

/* Under the lock: finishes an exchange that was committed. */
static gboolean
adopt (DecantVault *self, GError **error)
{
  if (wipe (self->fd, NOW_KEY) && renameat (self->fd, NEXT_KEY, self->fd, NOW_KEY) == 0 && fsync (self->fd) == 0)
    return TRUE;
  return decant_vault_set_error_from_errno (error, errno, "put the vault's next key in its place");
}

/* Under the lock: the key that this process holds is the one in force, and host.key holds it. */
static gboolean
take_key (DecantVault *self, const DecantVerifierKey *key, GError **error)
{
  DecantIdentity *identity = self->identity;

  if (identity->can_sign && !identity->from_next && memcmp (identity->signing_key->key, key->key, 32) == 0)
    return TRUE;
  if (decant_identity_load_secret (identity, self->fd, NOW_KEY, key, NULL))
    return TRUE;
  if (!decant_identity_load_secret (identity, self->fd, NEXT_KEY, key, NULL))
    return decant_identity_load_secret (identity, self->fd, NOW_KEY, key, error); /* says what is wrong */
  if (!adopt (self, error))
    return FALSE;
  identity->from_next = FALSE;
  return TRUE;
}

/* --- the next key ------------------------------------------------------------------------------------------- */

/* Under the lock. One that an earlier, uncommitted exchange left is nobody's key: @key in force is another one. */
static DecantVerifierKey *
make_next (DecantVault *self, guint8 secret[64], GError **error)
{
  guint8 public[32];

  if (!wipe (self->fd, NEXT_KEY) || (unlinkat (self->fd, NEXT_KEY, 0) != 0 && errno != ENOENT))
    {
      decant_vault_set_error_from_errno (error, errno, "remove what an interrupted exchange of keys left");
      return NULL;
    }
  crypto_sign_keypair (public, secret);
  if (!decant_folder_write_file (self->fd, NEXT_KEY, secret, SEED_SIZE) || fsync (self->fd) != 0)
    {
      decant_vault_set_error_from_errno (error, errno, "write the vault's next key");
      return NULL;
    }
  return decant_verifier_key_new (self->identity->origin, public);
}

/* The entry and its row, in the running transaction. */
static gboolean
write_epoch (DecantVault *self,
             guint64 number,
             const DecantVerifierKey *key,
             const char *owner_signature,
             GError **error)
{
  g_autoptr (JsonObject) open = json_object_new ();
  g_autofree char *actor = decant_vault_dup_actor (self), *text = decant_verifier_key_to_text (key),
                  *now = decant_clock_now ();
  DecantLogEpoch row = { .number = number, .key = text, .started = now };
  g_autoptr (DecantReceipt) receipt = NULL;
  g_autoptr (DecantDraft) draft = NULL;

  json_object_set_member (open, DECANT_EPOCH_FIELD, decant_epoch_describe (number, key, owner_signature));
  draft = decant_vault_draft_act (self, "vault.epoch", DECANT_WRITER_VAULT, actor, NULL, open, error);
  receipt = draft == NULL ? NULL : decant_vault_append_draft (self, draft, error);
  if (receipt == NULL)
    return FALSE;
  row.entry = receipt->entry;
  return decant_log_add_epoch (self->log, &row, error);
}

/* In the running transaction: the key in force signs for the next one. */
static gboolean
rotate (DecantVault *self, guint64 number, GError **error)
{
  guint8 secret[64];
  g_autoptr (DecantVerifierKey) next = make_next (self, secret, error);

  sodium_memzero (secret, sizeof secret);
  return next != NULL && write_epoch (self, number, next, NULL, error);
}

static gboolean
is_over (DecantVault *self, const DecantLogEpoch *epoch)
{
  g_autofree char *now = decant_clock_now ();
  gint64 size = decant_log_get_size (self->log, NULL);

  return decant_epoch_is_over (epoch->started, now, MAX (size - (gint64) epoch->entry - 1, 0));
}

typedef enum
{
  IF_OVER,
  ALWAYS,
  NEVER
} When;

/* One transaction. *@again: the key was exchanged, and committed; else the lock is held. */
static gboolean
begin_once (DecantVault *self, When when, gboolean *again, GError **error)
{
  g_auto (DecantLogEpoch) epoch = { 0 };
  g_autoptr (DecantVerifierKey) key = NULL;

  if (!decant_log_begin (self->log, error))
    return FALSE;
  if ((key = read_epoch (self, &epoch, error)) == NULL || !take_key (self, key, error))
    {
      decant_log_rollback (self->log);
      return FALSE;
    }
  *again = when == ALWAYS || (when == IF_OVER && is_over (self, &epoch));
  if (!*again)
    return TRUE;
  if (rotate (self, epoch.number + 1, error))
    return decant_log_commit (self->log, error);
  decant_log_rollback (self->log);
  return FALSE;
}

static gboolean
begin (DecantVault *self, When when, GError **error)
{
  gboolean again = FALSE;

  return begin_once (self, when, &again, error) && (!again || begin_once (self, NEVER, &again, error));
}

gboolean
decant_vault_begin (DecantVault *self, GError **error)
{
  return begin (self, IF_OVER, error);
}

gboolean
decant_vault_rotate_host_key (DecantVault *self, GError **error)
{
  if (!decant_vault_check_writable (self, error) || !begin (self, ALWAYS, error))
    return FALSE;
  decant_log_rollback (self->log); /* nothing is left to do under the lock */
  return TRUE;
}

/* --- renewal ------------------------------------------------------------------------------------------------ */

static char *
owner_line (DecantVault *self, guint64 number, const DecantVerifierKey *next, GError **error)
{
  g_autofree char *note = decant_vault_read_checkpoint (self, error), *text = NULL;
  g_autoptr (DecantCheckpoint) before = note == NULL ? NULL : decant_checkpoint_parse (note, strlen (note), error);
  guint8 signature[DECANT_OWNER_SIGNATURE_SIZE];

  if (before == NULL)
    return NULL;
  text = decant_epoch_text (before->text, number, next);
  decant_keys_owner_sign (self->keys, text, strlen (text), signature);
  return decant_signature_line (self->identity->owner, signature);
}

/* In the running transaction: the next key signs at once, the owner vouches for it. */
static gboolean
renew (DecantVault *self, GError **error)
{
  g_auto (DecantLogEpoch) epoch = { 0 };
  guint8 secret[64];
  g_autoptr (DecantVerifierKey) next = NULL;
  g_autofree char *line = NULL;

  if (!decant_log_read_epoch (self->log, &epoch, error) || (next = make_next (self, secret, error)) == NULL)
    return FALSE;
  decant_identity_take_secret (self->identity, next, secret);
  sodium_memzero (secret, sizeof secret);
  line = owner_line (self, epoch.number + 1, next, error);
  return line != NULL && write_epoch (self, epoch.number + 1, next, line, error);
}

gboolean
decant_vault_renew_host_key (const char *folder, DecantKeys *keys, GError **error)
{
  g_autoptr (DecantVault) self = decant_vault_open_keyless (folder, error);

  if (self == NULL || !decant_vault_unlock (self, keys, error) || !decant_log_begin (self->log, error))
    return FALSE;
  if (!renew (self, error))
    {
      decant_log_rollback (self->log);
      return FALSE;
    }
  if (!decant_log_commit (self->log, error) || !begin (self, NEVER, error))
    return FALSE;
  decant_log_rollback (self->log);
  return TRUE;
}
