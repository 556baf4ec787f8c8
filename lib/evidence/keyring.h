/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/*
 * The desktop's keyring (Secret Service, or the portal's file inside a sandbox). It keeps 32 random bytes that wrap the
 * root key of one vault (key-file.h), under the vault's id: never the root key itself, so that what it kept is worth
 * nothing once the wrap is gone. Whoever is logged in to the desktop can then read the vault: the app says so before.
 *
 * All wait for the service, which may ask its user to unlock it: not for the main thread. Errors: DECANT_VAULT_ERROR;
 * IO if there is no service or it refuses, NOT_FOUND, LOCKED if its user did not unlock it.
 */

G_BEGIN_DECLS

#define DECANT_KEYRING_SECRET_SIZE 32

gboolean decant_keyring_store (const char *vault,
                               const guint8 secret[DECANT_KEYRING_SECRET_SIZE],
                               GCancellable *cancellable,
                               GError **error);
/* @secret: in guarded memory. */
gboolean decant_keyring_look_up (const char *vault,
                                 guint8 secret[DECANT_KEYRING_SECRET_SIZE],
                                 GCancellable *cancellable,
                                 GError **error);
/* TRUE too if there was none. */
gboolean decant_keyring_clear (const char *vault, GCancellable *cancellable, GError **error);

G_END_DECLS
