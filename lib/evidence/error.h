/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The one error domain of evidence. A message says what was expected, what was seen and what to do; it never
 * holds page content. */

G_BEGIN_DECLS

#define DECANT_VAULT_ERROR (decant_vault_error_quark ())
GQuark decant_vault_error_quark (void);
typedef enum
{
  DECANT_VAULT_ERROR_ABSENT,    /* there is no vault in that folder */
  DECANT_VAULT_ERROR_BUSY,      /* another program held the lock for over 5 s */
  DECANT_VAULT_ERROR_FULL,      /* no space, or a quota: nothing was kept */
  DECANT_VAULT_ERROR_BROKEN,    /* damaged, of a newer format, or not ours to read: the message says which */
  DECANT_VAULT_ERROR_INVALID,   /* the caller's data is out of bounds: the message names the member */
  DECANT_VAULT_ERROR_NOT_FOUND, /* no such entry, capture or artifact */
  DECANT_VAULT_ERROR_ORDER,     /* a chunk out of order, or a commit before all bytes came */
  DECANT_VAULT_ERROR_DIGEST,    /* bytes do not have the digest stated for them */
  DECANT_VAULT_ERROR_IO,
  DECANT_VAULT_ERROR_LOCKED, /* needs the vault's keys, or was given others: a wrong passphrase, recovery key, vault */
  DECANT_VAULT_ERROR_OLD,    /* of an older format, which can be read and not written */
  DECANT_VAULT_ERROR_ROLLED_BACK, /* older than, or another history than, what is known of it elsewhere */
  DECANT_VAULT_ERROR_EXISTS, /* there is a vault, or something else, in that place already */
} DecantVaultError;

/* Sets @error from an errno of the operating system: no space and quotas are FULL, the rest IO.
 * @doing: "write the artifact". Always FALSE, so that a caller may return it. */
gboolean decant_vault_set_error_from_errno (GError **error, int number, const char *doing);

G_END_DECLS
