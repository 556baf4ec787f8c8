/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "native-host/ctl-unlock.h"

#include "evidence/folder.h"
#include "evidence/key-file.h"
#include "evidence/recovery.h"
#include "evidence/secret.h"
#include "native-host/secret-input.h"

DecantKeys *
ctl_unlock (const DecantKeyFile *file, const CtlSecrets *secrets, GError **error)
{
  g_autoptr (DecantSecret) text = NULL;
  g_autoptr (DecantSecret) key = decant_secret_alloc (DECANT_RECOVERY_SIZE);
  gboolean words = secrets->by_recovery || secrets->recovery_fd >= 0;

  text = (DecantSecret *) secret_input_read (words ? secrets->recovery_fd : secrets->passphrase_fd,
                                             words ? "Recovery words: " : "Passphrase: ", error);
  if (text == NULL)
    return NULL;
  if (!words)
    return decant_key_file_unlock_passphrase (file, (const char *) text, error);
  return decant_recovery_from_words ((const char *) text, -1, key, error)
             ? decant_key_file_unlock_secret (file, DECANT_WRAP_RECOVERY, key, error)
             : NULL;
}

static DecantKeys *
read_keys (const char *folder, const char *id, const CtlSecrets *secrets, GError **error)
{
  g_auto (DecantFd) fd = decant_folder_open (folder, FALSE, error);
  g_autoptr (DecantKeyFile) file = fd < 0 ? NULL : decant_key_file_load (fd, id, error);

  return file == NULL ? NULL : ctl_unlock (file, secrets, error);
}

DecantVault *
ctl_open_with (const char *folder, DecantVaultFlags flags, const CtlSecrets *secrets, GError **error)
{
  g_autofree char *path = folder == NULL ? decant_vault_dup_default_folder () : g_strdup (folder);
  g_autoptr (DecantVault) vault = decant_vault_open (path, flags, error);
  g_autoptr (DecantKeys) keys = NULL;

  if (vault == NULL || !decant_vault_is_locked (vault))
    return g_steal_pointer (&vault);
  keys = read_keys (path, decant_vault_get_id (vault), secrets, error);
  return keys != NULL && decant_vault_unlock (vault, keys, error) ? g_steal_pointer (&vault) : NULL;
}

DecantVault *
ctl_open_unlocked (const char *folder, DecantVaultFlags flags, int passphrase_fd, GError **error)
{
  const CtlSecrets secrets = { passphrase_fd, -1, FALSE };

  return ctl_open_with (folder, flags, &secrets, error);
}
