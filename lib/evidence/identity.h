/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "evidence/checkpoint.h"
#include "evidence/keys.h"

/*
 * Who a vault is: vault.json (public) and host.key (the seed that signs each commit).
 *
 * vault.json is one line of RFC 8785 JSON, so that no byte of it changes unseen:
 *   {"created","format":"decant-vault/2","host_key":<verifier key>,"id","owner_key":<verifier key>,"owner_signature",
 *    "seal_key":<base64>,"signature"}
 * Both signatures, by the host's first key and by the owner's, are over the same object without the two. Format 1, of
 * vaults that are not sealed, has neither owner_key, owner_signature nor seal_key. host.key is the 32 bytes of the
 * Ed25519 seed of the key that signs now: the first one, or one of a later epoch (log.h).
 */

G_BEGIN_DECLS

typedef struct
{
  int format;                           /* 1 or 2 */
  char *id;                             /* 32 hexadecimal digits */
  char *created;                        /* RFC 3339 */
  char *origin;                         /* of its checkpoints, and the name that its keys sign under */
  DecantVerifierKey *key;               /* the host's first */
  DecantVerifierKey *owner;             /* format 2: named origin + "/owner" */
  guint8 seal[DECANT_SEAL_PUBLIC_SIZE]; /* format 2: what entries are sealed to */
  gboolean can_sign;
  DecantVerifierKey *signing_key; /* what `secret` belongs to; NULL unless can_sign */
  gboolean from_next;             /* … and it stands in host.key.next still (rotate.h) */
  guint8 secret[64];              /* locked in memory; zero unless can_sign */
} DecantIdentity;

/* Makes a new one of format 2 and writes both files into @folder. */
DecantIdentity *decant_identity_create (int folder, const DecantKeys *keys, GError **error);
/* The same vault, sealed: id, date and host's key of @old, which must be able to sign; the owner's keys are new. */
DecantIdentity *
decant_identity_create_sealed (int folder, const DecantIdentity *old, const DecantKeys *keys, GError **error);
/* Public part. Error: DECANT_VAULT_ERROR, ABSENT if there is no vault.json, BROKEN. */
DecantIdentity *decant_identity_load (int folder, GError **error);
/* Reads the file @name (host.key, host.key.next), which must be the seed of @key: the one in force. */
gboolean decant_identity_load_secret (DecantIdentity *self, int folder, const char *name, const DecantVerifierKey *key, GError **error);
/* A key that was just made. */
void decant_identity_take_secret (DecantIdentity *self, const DecantVerifierKey *key, const guint8 secret[64]);
/* Are these the owner's keys of this vault? (format 2) */
gboolean decant_identity_is_owned_by (const DecantIdentity *self, const DecantKeys *keys);
void decant_identity_free (DecantIdentity *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantIdentity, decant_identity_free)

G_END_DECLS
