/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "evidence/checkpoint.h"

/*
 * Who a vault is: vault.json (public) and host.key (the seed that signs each commit).
 *
 * vault.json is one line of RFC 8785 JSON, signed by the key that it names, so that no byte of it changes unseen:
 *   {"created","format":"decant-vault/1","host_key":<verifier key>,"id","signature"}
 * host.key is the 32 bytes of an Ed25519 seed.
 */

G_BEGIN_DECLS

typedef struct {
  char *id;      /* 32 hexadecimal digits */
  char *created; /* RFC 3339 */
  char *origin;  /* of its checkpoints, and the name that its key signs under */
  DecantVerifierKey *key;
  gboolean can_sign;
  guint8 secret[64]; /* locked in memory; zero unless can_sign */
} DecantIdentity;

/* Makes a new one and writes both files into @folder. */
DecantIdentity *decant_identity_create (int folder, GError **error);
/* @secret: read host.key too. Error: DECANT_VAULT_ERROR, ABSENT if there is no vault.json, BROKEN. */
DecantIdentity *decant_identity_load (int folder, gboolean secret, GError **error);
/* Reads host.key and holds it against vault.json. */
gboolean decant_identity_load_secret (DecantIdentity *self, int folder, GError **error);
void decant_identity_free (DecantIdentity *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantIdentity, decant_identity_free)

G_END_DECLS
