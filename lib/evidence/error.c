/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/error.h"

#include <errno.h>

G_DEFINE_QUARK (decant-vault-error-quark, decant_vault_error)

gboolean
decant_vault_set_error_from_errno (GError **error, int number, const char *doing)
{
  switch (number)
    {
    case ENOSPC:
    case EDQUOT:
    case EFBIG: /* RLIMIT_FSIZE: a limit like a quota */
      g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_FULL,
                   "Could not %s: %s. Nothing was kept: free some space, then log it again.", doing, g_strerror (number));
      break;
    default:
      g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_IO, "Could not %s: %s.", doing, g_strerror (number));
    }
  return FALSE;
}
