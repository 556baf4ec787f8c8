/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/keyring.h"

#include <libsecret/secret.h>
#include <sodium.h>
#include <string.h>

#include "evidence/error.h"
#include "evidence/secret.h"

#define HEX_LENGTH (2 * DECANT_KEYRING_SECRET_SIZE)

static const SecretSchema schema = {
  "io.github.decant_app.Decant.Vault",
  SECRET_SCHEMA_NONE,
  { { "vault", SECRET_SCHEMA_ATTRIBUTE_STRING }, { NULL, 0 } },
};

/* What libsecret says, in words that tell what to do. Always FALSE. */
static gboolean
translate (const GError *problem, GError **error)
{
  if (g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, problem->message);
  else if (g_error_matches (problem, SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
    g_set_error_literal (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_LOCKED,
                         "The keyring stayed locked. Unlock it, or use the passphrase.");
  else if (problem->domain == G_DBUS_ERROR || problem->domain == G_IO_ERROR)
    g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_IO,
                 "No keyring answers here (%s). Use the passphrase; a keyring comes with the desktop, e.g. GNOME "
                 "Keyring or KWallet.",
                 problem->message);
  else
    g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_IO, "The keyring refused: %s. Use the passphrase.",
                 problem->message);
  return FALSE;
}

gboolean
decant_keyring_store (const char *vault,
                      const guint8 secret[DECANT_KEYRING_SECRET_SIZE],
                      GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (DecantSecret) hex = decant_secret_alloc (HEX_LENGTH + 1);
  g_autoptr (GError) problem = NULL;

  sodium_bin2hex ((char *) hex, HEX_LENGTH + 1, secret, DECANT_KEYRING_SECRET_SIZE);
  if (secret_password_store_sync (&schema, SECRET_COLLECTION_DEFAULT, "Decant vault", (const char *) hex, cancellable,
                                  &problem, "vault", vault, NULL))
    return TRUE;
  return translate (problem, error);
}

gboolean
decant_keyring_look_up (const char *vault,
                        guint8 secret[DECANT_KEYRING_SECRET_SIZE],
                        GCancellable *cancellable,
                        GError **error)
{
  g_autoptr (GError) problem = NULL;
  char *hex = secret_password_lookup_nonpageable_sync (&schema, cancellable, &problem, "vault", vault, NULL);
  gsize written = 0;
  gboolean ok = hex != NULL && strlen (hex) == HEX_LENGTH
                && sodium_hex2bin (secret, DECANT_KEYRING_SECRET_SIZE, hex, HEX_LENGTH, NULL, &written, NULL) == 0
                && written == DECANT_KEYRING_SECRET_SIZE;

  if (hex != NULL)
    secret_password_free (hex); /* wipes */
  if (ok)
    return TRUE;
  sodium_memzero (secret, DECANT_KEYRING_SECRET_SIZE);
  if (problem != NULL)
    return translate (problem, error);
  g_set_error_literal (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_NOT_FOUND,
                       "The keyring keeps nothing for this vault. Use the passphrase.");
  return FALSE;
}

gboolean
decant_keyring_clear (const char *vault, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) problem = NULL;

  secret_password_clear_sync (&schema, cancellable, &problem, "vault", vault,
                              NULL); /* FALSE without an error: there was none */
  return problem == NULL || translate (problem, error);
}
