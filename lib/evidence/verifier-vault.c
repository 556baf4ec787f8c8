/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The folder, who the vault is, and files that nothing names. */
#include "evidence/verifier-private.h"

#include <fcntl.h>
#include <unistd.h>

#include "evidence/folder.h"

void
decant_verifier_check_folder (DecantVerifier *self)
{
  g_autoptr (GError) error = NULL;
  int fd = decant_folder_open (self->path, FALSE, &error);

  if (fd < 0)
    decant_verifier_note (self, "vault", -1, "%s", error->message);
  else
    decant_close (fd);
}

void
decant_verifier_check_identity (DecantVerifier *self, DecantKeys *keys)
{
  g_autoptr (GError) error = NULL;

  self->identity = decant_identity_load (self->folder, &error);
  if (self->identity == NULL)
    decant_verifier_fail (self, "vault", DECANT_ATTACK_DAMAGE, -1,
                          "%s Signatures, and whether entries are of this vault, could not be checked.",
                          error->message);
  else if (keys != NULL && self->identity->format == 2 && !decant_identity_is_owned_by (self->identity, keys))
    decant_verifier_fail (self, "vault", DECANT_ATTACK_FOREIGN, -1,
                          "The keys are those of another vault: what is sealed could not be checked.");
  else if (self->identity->format == 2)
    self->keys = keys;
  if (self->identity != NULL)
    self->epochs = decant_epochs_new (self->identity->key, self->identity->owner);
}

static gboolean
exists (DecantVerifier *self, const char *name)
{
  return faccessat (self->folder, name, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

/* The signing key is looked at too, if it is there: it must be the one in force. */
void
decant_verifier_check_signing_key (DecantVerifier *self)
{
  g_autoptr (GError) error = NULL;

  if (self->epochs == NULL)
    return;
  if (!exists (self, "host.key") && !exists (self, "host.key.next"))
    decant_verifier_note (self, "vault", -1,
                          "There is no host.key: entries can be read and proven, none can be added.");
  else if (!decant_identity_load_secret (self->identity, self->folder, "host.key.next", self->epochs->key, NULL)
           && !decant_identity_load_secret (self->identity, self->folder, "host.key", self->epochs->key, &error))
    decant_verifier_fail (self, "vault", DECANT_ATTACK_ROLLED_BACK, -1, "%s", error->message);
}

/* --- files that nothing names ------------------------------------------------------------------------------- */

static gboolean
visit_artifact (int shelf, const char *name, gpointer user_data)
{
  DecantVerifier *self = user_data;

  if (g_hash_table_contains (self->artifacts, name))
    return TRUE;
  self->n_strays++;
  decant_verifier_note (self, "artifact", -1,
                        "No entry names the file %s in artifacts/: left over from a commit that failed, being "
                        "committed now, or put there by somebody.",
                        name);
  return TRUE;
}

static gboolean
visit_shelf (int store, const char *name, gpointer user_data)
{
  g_auto (DecantFd) shelf = decant_folder_open_inside (store, name);

  if (shelf < 0)
    decant_verifier_note (user_data, "artifact", -1, "Expected folders alone in artifacts/, saw %s.", name);
  else
    decant_folder_visit (shelf, visit_artifact, user_data);
  return TRUE;
}

static gboolean
visit_staging (int staging, const char *name, gpointer user_data)
{
  decant_verifier_note (user_data, "staging", -1,
                        "staging/%s holds what is being received, or was when a program died. It is no evidence yet; "
                        "the next program that writes removes it if nobody uses it.",
                        name);
  return TRUE;
}

static gboolean
visit_top (int folder, const char *name, gpointer user_data)
{
  static const char *const known[] = { "vault.json",   "keys.json",    "host.key",  "host.key.next", "vault.db",
                                       "vault.db-wal", "vault.db-shm", "artifacts", "staging",       NULL };

  if (g_str_has_prefix (name, "erasing-"))
    decant_verifier_note (user_data, "vault", -1,
                          "A deletion was not finished (%s): what was erased may still be on the disk. The next "
                          "program that writes finishes it.",
                          name);
  else if (!g_strv_contains (known, name))
    decant_verifier_note (user_data, "vault", -1, "The file %s does not belong to a vault.", name);
  return TRUE;
}

static void
visit_folder (DecantVerifier *self, const char *name, DecantFolderVisit visit)
{
  g_auto (DecantFd) fd = decant_folder_open_inside (self->folder, name);

  if (fd >= 0)
    decant_folder_visit (fd, visit, self);
}

void
decant_verifier_check_files (DecantVerifier *self)
{
  decant_folder_visit (self->folder, visit_top, self);
  visit_folder (self, "artifacts", visit_shelf);
  visit_folder (self, "staging", visit_staging);
}
