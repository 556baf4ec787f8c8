/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "native-host/ctl-unlock.h"

#include "evidence/folder.h"
#include "evidence/key-file.h"
#include "evidence/secret.h"
#include "native-host/secret-input.h"

static DecantKeys *
read_keys (const char *folder, const char *id, int passphrase_fd, GError **error)
{
  g_auto (DecantFd) fd = decant_folder_open (folder, FALSE, error);
  g_autoptr (DecantKeyFile) file = fd < 0 ? NULL : decant_key_file_load (fd, id, error);
  g_autoptr (DecantSecret) passphrase
      = file == NULL ? NULL : (DecantSecret *) secret_input_read (passphrase_fd, "Passphrase: ", error);

  return passphrase == NULL ? NULL : decant_key_file_unlock_passphrase (file, (const char *) passphrase, error);
}

DecantVault *
ctl_open_unlocked (const char *folder, DecantVaultFlags flags, int passphrase_fd, GError **error)
{
  g_autofree char *path = folder == NULL ? decant_vault_dup_default_folder () : g_strdup (folder);
  g_autoptr (DecantVault) vault = decant_vault_open (path, flags, error);
  g_autoptr (DecantKeys) keys = NULL;

  if (vault == NULL || !decant_vault_is_locked (vault))
    return g_steal_pointer (&vault);
  keys = read_keys (path, decant_vault_get_id (vault), passphrase_fd, error);
  return keys != NULL && decant_vault_unlock (vault, keys, error) ? g_steal_pointer (&vault) : NULL;
}
