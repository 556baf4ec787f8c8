/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/identity.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>

#include "evidence/canonical-json.h"
#include "evidence/clock.h"
#include "evidence/error.h"
#include "evidence/folder.h"

#define FORMAT_1 "decant-vault/1"
#define FORMAT_2 "decant-vault/2"
#define ORIGIN_PREFIX "decant-app.github.io/vault/"
#define VAULT_JSON_MAX 16384

static DecantIdentity *
identity_new (int format, const char *id, const char *created, const guint8 key[32])
{
  DecantIdentity *self = g_new0 (DecantIdentity, 1);

  sodium_mlock (self->secret, sizeof self->secret);
  self->format = format;
  self->id = g_strdup (id);
  self->created = g_strdup (created);
  self->origin = g_strconcat (ORIGIN_PREFIX, id, NULL);
  self->key = decant_verifier_key_new (self->origin, key);
  return self;
}

static void
set_owner (DecantIdentity *self,
           const guint8 owner[DECANT_OWNER_PUBLIC_SIZE],
           const guint8 seal[DECANT_SEAL_PUBLIC_SIZE])
{
  g_autofree char *name = g_strconcat (self->origin, "/owner", NULL);

  self->owner = decant_verifier_key_new (name, owner);
  memcpy (self->seal, seal, DECANT_SEAL_PUBLIC_SIZE);
}

void
decant_identity_free (DecantIdentity *self)
{
  if (self == NULL)
    return;
  sodium_munlock (self->secret, sizeof self->secret); /* wipes it */
  g_free (self->id);
  g_free (self->created);
  g_free (self->origin);
  decant_verifier_key_free (self->key);
  decant_verifier_key_free (self->owner);
  decant_verifier_key_free (self->signing_key);
  g_free (self);
}

/* What is signed: vault.json without its signatures. */
static char *
unsigned_text (const DecantIdentity *self)
{
  g_autofree char *key = decant_verifier_key_to_text (self->key);
  g_autofree char *owner = NULL;
  g_autofree char *seal = NULL;

  if (self->format == 1)
    return g_strdup_printf ("{\"created\":\"%s\",\"format\":\"" FORMAT_1 "\",\"host_key\":\"%s\",\"id\":\"%s\"}",
                            self->created, key, self->id);
  owner = decant_verifier_key_to_text (self->owner);
  seal = decant_base64_encode (self->seal, sizeof self->seal);
  return g_strdup_printf ("{\"created\":\"%s\",\"format\":\"" FORMAT_2
                          "\",\"host_key\":\"%s\",\"id\":\"%s\",\"owner_key\":\"%s\",\"seal_key\":\"%s\"}",
                          self->created, key, self->id, owner, seal);
}

/* vault.json; @owner_signature is of format 2 alone. */
static char *
whole_text (const DecantIdentity *self, const char *signature, const char *owner_signature)
{
  g_autofree char *key = decant_verifier_key_to_text (self->key);
  g_autofree char *owner = NULL;
  g_autofree char *seal = NULL;

  if (self->format == 1)
    return g_strdup_printf ("{\"created\":\"%s\",\"format\":\"" FORMAT_1
                            "\",\"host_key\":\"%s\",\"id\":\"%s\",\"signature\":\"%s\"}\n",
                            self->created, key, self->id, signature);
  owner = decant_verifier_key_to_text (self->owner);
  seal = decant_base64_encode (self->seal, sizeof self->seal);
  return g_strdup_printf ("{\"created\":\"%s\",\"format\":\"" FORMAT_2
                          "\",\"host_key\":\"%s\",\"id\":\"%s\",\"owner_key\":\"%s\","
                          "\"owner_signature\":\"%s\",\"seal_key\":\"%s\",\"signature\":\"%s\"}\n",
                          self->created, key, self->id, owner, owner_signature, seal, signature);
}

/* --- creating ----------------------------------------------------------------------------------------------- */

static gboolean
identity_write (const DecantIdentity *self, int folder, const DecantKeys *keys, GError **error)
{
  guint8 signature[crypto_sign_BYTES];
  g_autofree char *text = unsigned_text (self);
  g_autofree char *signature64 = NULL;
  g_autofree char *owner64 = NULL;
  g_autofree char *whole = NULL;

  crypto_sign_detached (signature, NULL, (const guint8 *) text, strlen (text), self->secret);
  signature64 = decant_base64_encode (signature, sizeof signature);
  decant_keys_owner_sign (keys, text, strlen (text), signature);
  owner64 = decant_base64_encode (signature, sizeof signature);
  whole = whole_text (self, signature64, owner64);
  /* The seed is the first half of the secret key. */
  if (!decant_folder_write_file (folder, "host.key", self->secret, 32)
      || !decant_folder_write_file (folder, "vault.json", whole, strlen (whole)))
    return decant_vault_set_error_from_errno (error, errno, "write the vault's key");
  return TRUE;
}

static void
set_keys (DecantIdentity *self, const DecantKeys *keys)
{
  guint8 seal[DECANT_SEAL_PUBLIC_SIZE], owner[DECANT_OWNER_PUBLIC_SIZE];

  decant_keys_get_seal_public (keys, seal);
  decant_keys_get_owner_public (keys, owner);
  set_owner (self, owner, seal);
}

DecantIdentity *
decant_identity_create_sealed (int folder, const DecantIdentity *old, const DecantKeys *keys, GError **error)
{
  g_autoptr (DecantIdentity) self = identity_new (2, old->id, old->created, old->key->key);

  g_return_val_if_fail (old->can_sign, NULL);
  decant_identity_take_secret (self, old->key, old->secret);
  set_keys (self, keys);
  return identity_write (self, folder, keys, error) ? g_steal_pointer (&self) : NULL;
}

DecantIdentity *
decant_identity_create (int folder, const DecantKeys *keys, GError **error)
{
  guint8 id[16], key[32], secret[64];
  g_autofree char *id_text = NULL;
  g_autofree char *created = decant_clock_now ();
  g_autoptr (DecantIdentity) self = NULL;

  randombytes_buf (id, sizeof id);
  crypto_sign_keypair (key, secret);
  id_text = decant_hex_encode (id, sizeof id);
  self = identity_new (2, id_text, created, key);
  memcpy (self->secret, secret, sizeof secret);
  sodium_memzero (secret, sizeof secret);
  self->signing_key = decant_verifier_key_new (self->origin, key);
  self->can_sign = TRUE;
  set_keys (self, keys);
  return identity_write (self, folder, keys, error) ? g_steal_pointer (&self) : NULL;
}

/* --- loading ------------------------------------------------------------------------------------------------ */

static gboolean
damaged (GError **error, const char *what)
{
  g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_BROKEN,
               "%s Keep the folder as it is and put a copy of the file back.", what);
  return FALSE;
}

static const char *
member (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : "";
}

static gboolean
is_plain (const char *text, const char *set, gsize length)
{
  return strlen (text) == length && strspn (text, set) == length;
}

static gboolean
read_owner (DecantIdentity *self, JsonObject *object)
{
  const char *seal64 = member (object, "seal_key");
  g_autoptr (DecantVerifierKey) owner = decant_verifier_key_parse (member (object, "owner_key"), NULL);
  gsize length = 0;
  g_autofree guint8 *seal = decant_base64_decode (seal64, strlen (seal64), &length);

  if (owner == NULL || seal == NULL || length != DECANT_SEAL_PUBLIC_SIZE)
    return FALSE;
  set_owner (self, owner->key, seal);
  return TRUE;
}

/* From the members alone; the caller holds the file's bytes against them. */
static DecantIdentity *
from_members (JsonObject *object)
{
  const char *id = member (object, "id"), *created = member (object, "created");
  int format = g_str_equal (member (object, "format"), FORMAT_1) ? 1 : 2;
  g_autoptr (DecantVerifierKey) key = decant_verifier_key_parse (member (object, "host_key"), NULL);
  g_autoptr (DecantIdentity) self = NULL;

  if (key == NULL || !is_plain (id, "0123456789abcdef", 32) || !is_plain (created, "0123456789-:.TZ", 24))
    return NULL;
  self = identity_new (format, id, created, key->key);
  return format == 1 || read_owner (self, object) ? g_steal_pointer (&self) : NULL;
}

static gboolean
signature_holds (const DecantIdentity *self, const DecantVerifierKey *key, const char *signature64)
{
  g_autofree char *text = unsigned_text (self);
  gsize length = 0;
  g_autofree guint8 *signature = decant_base64_decode (signature64, strlen (signature64), &length);

  return signature != NULL && length == crypto_sign_BYTES
         && crypto_sign_verify_detached (signature, (const guint8 *) text, strlen (text), key->key) == 0;
}

/* Byte for byte what was written, and signed by all who should have. */
static gboolean
is_as_signed (const DecantIdentity *self, JsonObject *object, const char *bytes, gsize length)
{
  const char *signature = member (object, "signature"), *owner_signature = member (object, "owner_signature");
  g_autofree char *again = whole_text (self, signature, owner_signature);

  return strlen (again) == length && memcmp (again, bytes, length) == 0 && signature_holds (self, self->key, signature)
         && (self->format == 1 || signature_holds (self, self->owner, owner_signature));
}

static DecantIdentity *
parse (const char *bytes, gsize length, GError **error)
{
  g_autoptr (JsonNode) root = decant_canonical_json_parse (bytes, length, NULL);
  g_autoptr (DecantIdentity) self = NULL;
  const char *format;
  JsonObject *object;

  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    {
      damaged (error, "Expected vault.json to be JSON, saw something else.");
      return NULL;
    }
  object = json_node_get_object (root);
  format = member (object, "format");
  if (g_str_has_prefix (format, "decant-vault/") && !g_str_equal (format, FORMAT_1) && !g_str_equal (format, FORMAT_2))
    {
      g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_BROKEN,
                   "Expected a vault of format " FORMAT_2
                   ", saw another one. It was made by a newer Decant: update this one.");
      return NULL;
    }
  if ((self = from_members (object)) == NULL || !is_as_signed (self, object, bytes, length))
    {
      damaged (error, "Expected vault.json as it was written and signed, saw it changed.");
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
decant_identity_take_secret (DecantIdentity *self, const DecantVerifierKey *key, const guint8 secret[64])
{
  g_clear_pointer (&self->signing_key, decant_verifier_key_free);
  self->signing_key = decant_verifier_key_new (self->origin, key->key);
  memcpy (self->secret, secret, sizeof self->secret);
  self->can_sign = TRUE;
}

static void
forget_secret (DecantIdentity *self)
{
  g_clear_pointer (&self->signing_key, decant_verifier_key_free);
  sodium_memzero (self->secret, sizeof self->secret);
  self->can_sign = self->from_next = FALSE;
}

#define RENEW " Entries can be read, none can be added. If you restored or moved the vault, run “decantctl vault renew-key”."

gboolean
decant_identity_load_secret (DecantIdentity *self, int folder, const char *name, const DecantVerifierKey *key, GError **error)
{
  gsize length = 0;
  char *seed = decant_folder_read_file (folder, name, 32, &length);
  guint8 public_key[32], secret[64];
  gboolean fits = FALSE;

  forget_secret (self);
  if (seed == NULL && errno == ENOENT)
    return damaged (error, "The file host.key is missing." RENEW);
  if (seed == NULL && errno != EFBIG)
    return decant_vault_set_error_from_errno (error, errno, "read host.key");
  if (seed != NULL && length == 32)
    {
      crypto_sign_seed_keypair (public_key, secret, (const guint8 *) seed);
      fits = memcmp (public_key, key->key, 32) == 0;
      if (fits)
        decant_identity_take_secret (self, key, secret);
      sodium_memzero (secret, sizeof secret);
    }
  if (seed != NULL)
    sodium_memzero (seed, length);
  g_free (seed);
  self->from_next = fits && !g_str_equal (name, "host.key");
  return fits || damaged (error, "Expected host.key to be the key that signs for the vault now, saw another one." RENEW);
}

DecantIdentity *
decant_identity_load (int folder, GError **error)
{
  gsize length = 0;
  g_autofree char *bytes = decant_folder_read_file (folder, "vault.json", VAULT_JSON_MAX, &length);

  if (bytes == NULL && errno == ENOENT)
    {
      g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_ABSENT,
                   "There is no vault in that folder: vault.json is missing.");
      return NULL;
    }
  if (bytes == NULL)
    {
      decant_vault_set_error_from_errno (error, errno, "read vault.json");
      return NULL;
    }
  return parse (bytes, length, error);
}

gboolean
decant_identity_is_owned_by (const DecantIdentity *self, const DecantKeys *keys)
{
  guint8 seal[DECANT_SEAL_PUBLIC_SIZE], owner[DECANT_OWNER_PUBLIC_SIZE];

  decant_keys_get_seal_public (keys, seal);
  decant_keys_get_owner_public (keys, owner);
  return self->format == 2 && memcmp (seal, self->seal, sizeof seal) == 0
         && memcmp (owner, self->owner->key, sizeof owner) == 0;
}
