/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <sodium.h>

#include "app/models/vault-opening.h"
#include "evidence/countersign.h"
#include "evidence/folder.h"
#include "evidence/keyring.h"
#include "evidence/migration.h"
#include "evidence/recovery.h"
#include "evidence/secret.h"
#include "evidence/vault.h"

/* --- looking ------------------------------------------------------------------------------------------------ */

void
decant_vault_look_free (DecantVaultLook *self)
{
  g_free (self->message);
  g_free (self);
}

/* @fd: (out): the folder, open. */
static DecantKeyFile *
load (const char *folder, const char *id, int *fd, GError **error)
{
  if ((*fd = decant_folder_open (folder, FALSE, error)) < 0)
    return NULL;
  return decant_key_file_load (*fd, id, error);
}

static gboolean
look_at (DecantVaultLook *look, const char *folder, GError **error)
{
  g_auto (DecantFd) fd = -1;
  g_autoptr (DecantVault) vault = decant_vault_open (folder, DECANT_VAULT_READ, error);
  g_autoptr (DecantKeyFile) file = NULL;

  if (vault == NULL)
    return FALSE;
  look->state = decant_vault_is_sealed (vault) ? DECANT_GATE_LOCKED : DECANT_GATE_OLD;
  if (look->state == DECANT_GATE_OLD)
    return TRUE;
  if ((file = load (folder, decant_vault_get_id (vault), &fd, error)) == NULL)
    return FALSE;
  for (guint i = 0; i < decant_key_file_get_size (file); i++)
    look->kinds |= 1u << decant_key_file_get (file, i)->kind;
  return TRUE;
}

DecantVaultLook *
decant_vault_look (const char *folder)
{
  DecantVaultLook *look = g_new0 (DecantVaultLook, 1);
  g_autoptr (GError) error = NULL;

  if (look_at (look, folder, &error))
    return look;
  look->state
      = g_error_matches (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_ABSENT) && look->state == DECANT_GATE_LOADING
            ? DECANT_GATE_ABSENT
            : DECANT_GATE_BROKEN;
  look->message = g_strdup (error->message);
  return look;
}

/* --- the keyring -------------------------------------------------------------------------------------------- */

static gboolean
add_keyring (DecantKeyFile *file, const DecantKeys *keys, const char *id, GError **error)
{
  g_autoptr (DecantSecret) secret = decant_secret_alloc (DECANT_WRAP_SECRET_SIZE);

  randombytes_buf (secret, DECANT_WRAP_SECRET_SIZE);
  return decant_key_file_set_secret (file, keys, DECANT_WRAP_KEYRING, secret, error)
         && decant_keyring_store (id, secret, NULL, error);
}

/* --- making ------------------------------------------------------------------------------------------------- */

typedef struct
{
  const char *passphrase;
  const guint8 *recovery;
  gboolean keyring;
  const DecantKeyCost *cost;
  const DecantKeys *keys;
} Making;

static gboolean
fill (int folder, const char *id, gpointer user_data, GError **error)
{
  const Making *making = user_data;
  g_autoptr (DecantKeyFile) file = decant_key_file_new (id);

  return decant_key_file_set_passphrase (file, making->keys, making->passphrase, making->cost, error)
         && decant_key_file_set_secret (file, making->keys, DECANT_WRAP_RECOVERY, making->recovery, error)
         && (!making->keyring || add_keyring (file, making->keys, id, error))
         && decant_key_file_save (file, folder, error);
}

DecantKeys *
decant_opening_create (const char *folder,
                       const char *passphrase,
                       const guint8 recovery[DECANT_WRAP_SECRET_SIZE],
                       gboolean keyring,
                       const DecantKeyCost *cost,
                       GError **error)
{
  g_autoptr (DecantKeys) keys = decant_keys_new_random ();
  Making making = { passphrase, recovery, keyring, cost, keys };

  gboolean ok = decant_migration_is_needed (folder) ? decant_migration_run (folder, keys, fill, &making, error)
                                                    : decant_vault_create (folder, keys, fill, &making, error);

  return ok ? g_steal_pointer (&keys) : NULL;
}

/* --- opening ------------------------------------------------------------------------------------------------ */

static DecantKeys *
unwrap_words (const DecantKeyFile *file, const char *words, GError **error)
{
  g_autoptr (DecantSecret) key = decant_secret_alloc (DECANT_RECOVERY_SIZE);

  return decant_recovery_from_words (words, -1, key, error)
             ? decant_key_file_unlock_secret (file, DECANT_WRAP_RECOVERY, key, error)
             : NULL;
}

static DecantKeys *
unwrap (const DecantKeyFile *file, const char *id, DecantWrapKind kind, const char *text, GError **error)
{
  g_autoptr (DecantSecret) secret = NULL;

  if (kind == DECANT_WRAP_PASSPHRASE)
    return decant_key_file_unlock_passphrase (file, text, error);
  if (kind == DECANT_WRAP_RECOVERY)
    return unwrap_words (file, text, error);
  secret = decant_secret_alloc (DECANT_KEYRING_SECRET_SIZE);
  return decant_keyring_look_up (id, secret, NULL, error)
             ? decant_key_file_unlock_secret (file, DECANT_WRAP_KEYRING, secret, error)
             : NULL;
}

DecantKeys *
decant_opening_unlock (const char *folder, DecantWrapKind kind, const char *text, GError **error)
{
  g_auto (DecantFd) fd = -1;
  g_autoptr (DecantVault) vault = decant_vault_open (folder, DECANT_VAULT_READ, error);
  g_autoptr (DecantKeyFile) file = vault != NULL ? load (folder, decant_vault_get_id (vault), &fd, error) : NULL;
  g_autoptr (DecantKeys) keys = file != NULL ? unwrap (file, decant_vault_get_id (vault), kind, text, error) : NULL;

  /* Keys of another vault, from a key file that was put here, open nothing. */
  return keys != NULL && decant_vault_unlock (vault, keys, error) ? g_steal_pointer (&keys) : NULL;
}

char *
decant_opening_settle (const char *folder, DecantKeys *keys, gboolean accept)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantVault) vault = decant_vault_open (folder, DECANT_VAULT_WRITE, &error);
  g_autoptr (DecantSettlement) settlement = NULL;
  g_autoptr (GError) left = NULL;

  if (vault != NULL && decant_vault_unlock (vault, keys, &error))
    settlement = decant_vault_settle (vault, accept, &error);
  if (settlement == NULL)
    return g_strdup_printf (_ ("The vault could not be countersigned: %s"), error->message);
  if (!decant_migration_sweep (folder, &left)) /* an old vault that has more than the sealed one */
    return g_strdup (left->message);
  return accept || settlement->state == DECANT_SETTLED_FIRST || settlement->state == DECANT_SETTLED_CONTINUES
             ? NULL
             : g_strdup (settlement->message);
}

/* --- changing ----------------------------------------------------------------------------------------------- */

/* Whoever sits at an unlocked vault must not lock its owner out. */
static gboolean
check_current (const DecantKeyFile *file, const char *current, GError **error)
{
  g_autoptr (DecantKeys) keys = unwrap_words (file, current, NULL);

  if (keys == NULL)
    keys = decant_key_file_unlock_passphrase (file, current, NULL);
  if (keys == NULL)
    g_set_error_literal (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_LOCKED,
                         _ ("That is neither the passphrase nor the recovery words of this vault."));
  return keys != NULL;
}

static gboolean
apply (DecantKeyFile *file, DecantKeys *keys, const char *id, const DecantOpeningChange *change, GError **error)
{
  if (change->remove)
    return decant_key_file_remove (file, change->kind, error);
  if (change->kind == DECANT_WRAP_PASSPHRASE)
    return decant_key_file_set_passphrase (file, keys, change->passphrase, change->cost, error);
  if (change->kind == DECANT_WRAP_RECOVERY)
    return decant_key_file_set_secret (file, keys, DECANT_WRAP_RECOVERY, change->recovery, error);
  return add_keyring (file, keys, id, error);
}

static gboolean
write_entry (DecantVault *vault, const DecantOpeningChange *change, gboolean had, GError **error)
{
  g_autofree char *actor = decant_vault_dup_actor (vault);
  g_autoptr (JsonObject) fields = json_object_new ();

  json_object_set_string_member (fields, "what", decant_wrap_kind_to_string (change->kind));
  json_object_set_string_member (fields, "change", change->remove ? "removed" : had ? "changed" : "added");
  g_autoptr (DecantReceipt) receipt = decant_vault_append (vault, "key.changed", actor, fields, error);
  return receipt != NULL;
}

gboolean
decant_opening_change (const char *folder, DecantKeys *keys, const DecantOpeningChange *change, GError **error)
{
  g_auto (DecantFd) fd = -1;
  g_autoptr (DecantVault) vault = decant_vault_open (folder, DECANT_VAULT_WRITE, error);
  const char *id = vault != NULL ? decant_vault_get_id (vault) : NULL;
  g_autoptr (DecantKeyFile) file = vault != NULL ? load (folder, id, &fd, error) : NULL;
  gboolean letting_go = change->remove && change->kind == DECANT_WRAP_KEYRING;
  gboolean had;

  if (file == NULL || !decant_vault_unlock (vault, keys, error)
      || (!letting_go && !check_current (file, change->current, error)))
    return FALSE;
  had = decant_key_file_find (file, change->kind) != NULL;
  if (!apply (file, keys, id, change, error) || !decant_key_file_save (file, fd, error))
    return FALSE;
  if (letting_go) /* what the keyring still has opens nothing any more, so its refusal is no failure */
    decant_keyring_clear (id, NULL, NULL);
  return write_entry (vault, change, had, error);
}
