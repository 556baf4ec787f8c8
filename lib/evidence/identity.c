/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/identity.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>

#include "evidence/canonical-json.h"
#include "evidence/clock.h"
#include "evidence/error.h"
#include "evidence/folder.h"

#define FORMAT "decant-vault/1"
#define ORIGIN_PREFIX "decant-app.github.io/vault/"
#define VAULT_JSON_MAX 16384

static DecantIdentity *
identity_new (const char *id, const char *created, const guint8 key[32])
{
  DecantIdentity *self = g_new0 (DecantIdentity, 1);

  sodium_mlock (self->secret, sizeof self->secret);
  self->id = g_strdup (id);
  self->created = g_strdup (created);
  self->origin = g_strconcat (ORIGIN_PREFIX, id, NULL);
  self->key = decant_verifier_key_new (self->origin, key);
  return self;
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
  g_free (self);
}

/* What is signed: vault.json without its signature. */
static char *
unsigned_text (const DecantIdentity *self)
{
  g_autofree char *key = decant_verifier_key_to_text (self->key);

  return g_strdup_printf ("{\"created\":\"%s\",\"format\":\"" FORMAT "\",\"host_key\":\"%s\",\"id\":\"%s\"}", self->created, key, self->id);
}

static char *
signed_text (const char *text, const char *signature)
{
  return g_strdup_printf ("%.*s,\"signature\":\"%s\"}\n", (int) strlen (text) - 1, text, signature);
}

/* --- creating ----------------------------------------------------------------------------------------------- */

static gboolean
identity_write (const DecantIdentity *self, int folder, const guint8 seed[32], GError **error)
{
  guint8 signature[crypto_sign_BYTES];
  g_autofree char *text = unsigned_text (self);
  g_autofree char *signature64 = NULL;
  g_autofree char *whole = NULL;

  crypto_sign_detached (signature, NULL, (const guint8 *) text, strlen (text), self->secret);
  signature64 = decant_base64_encode (signature, sizeof signature);
  whole = signed_text (text, signature64);
  if (!decant_folder_write_file (folder, "host.key", seed, 32) || !decant_folder_write_file (folder, "vault.json", whole, strlen (whole)))
    return decant_vault_set_error_from_errno (error, errno, "write the vault's key");
  return TRUE;
}

DecantIdentity *
decant_identity_create (int folder, GError **error)
{
  guint8 id[16], seed[32], key[32], secret[64];
  g_autofree char *id_text = NULL;
  g_autofree char *created = decant_clock_now ();
  g_autoptr (DecantIdentity) self = NULL;
  gboolean written;

  randombytes_buf (id, sizeof id);
  randombytes_buf (seed, sizeof seed);
  crypto_sign_seed_keypair (key, secret, seed);
  id_text = decant_hex_encode (id, sizeof id);
  self = identity_new (id_text, created, key);
  memcpy (self->secret, secret, sizeof secret);
  self->can_sign = TRUE;
  written = identity_write (self, folder, seed, error);
  sodium_memzero (seed, sizeof seed);
  sodium_memzero (secret, sizeof secret);
  return written ? g_steal_pointer (&self) : NULL;
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

/* From the members alone; the caller holds the file's bytes against them. */
static DecantIdentity *
from_members (JsonObject *object)
{
  const char *id = member (object, "id"), *created = member (object, "created");
  g_autoptr (DecantVerifierKey) key = decant_verifier_key_parse (member (object, "host_key"), NULL);

  if (key == NULL || !is_plain (id, "0123456789abcdef", 32) || !is_plain (created, "0123456789-:.TZ", 24))
    return NULL;
  return identity_new (id, created, key->key);
}

static gboolean
signature_holds (const DecantIdentity *self, const char *signature64)
{
  g_autofree char *text = unsigned_text (self);
  gsize length = 0;
  g_autofree guint8 *signature = decant_base64_decode (signature64, strlen (signature64), &length);

  return signature != NULL && length == crypto_sign_BYTES
         && crypto_sign_verify_detached (signature, (const guint8 *) text, strlen (text), self->key->key) == 0;
}

static DecantIdentity *
parse (const char *bytes, gsize length, GError **error)
{
  g_autoptr (JsonNode) root = decant_canonical_json_parse (bytes, length, NULL);
  g_autoptr (DecantIdentity) self = NULL;
  g_autofree char *text = NULL;
  g_autofree char *again = NULL;
  JsonObject *object;

  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    {
      damaged (error, "Expected vault.json to be JSON, saw something else.");
      return NULL;
    }
  object = json_node_get_object (root);
  if (g_str_has_prefix (member (object, "format"), "decant-vault/") && !g_str_equal (member (object, "format"), FORMAT))
    {
      g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_BROKEN,
                   "Expected a vault of format " FORMAT ", saw another one. It was made by a newer Decant: update this one.");
      return NULL;
    }
  if ((self = from_members (object)) != NULL)
    {
      text = unsigned_text (self);
      again = signed_text (text, member (object, "signature"));
    }
  if (again == NULL || strlen (again) != length || memcmp (again, bytes, length) != 0 || !signature_holds (self, member (object, "signature")))
    {
      damaged (error, "Expected vault.json as it was written and signed, saw it changed.");
      return NULL;
    }
  return g_steal_pointer (&self);
}

gboolean
decant_identity_load_secret (DecantIdentity *self, int folder, GError **error)
{
  gsize length = 0;
  char *seed = decant_folder_read_file (folder, "host.key", 32, &length);
  guint8 key[32];

  if (seed == NULL && errno == ENOENT)
    return damaged (error, "The file host.key is missing: entries can be read, none can be added.");
  if (seed == NULL && errno != EFBIG)
    return decant_vault_set_error_from_errno (error, errno, "read host.key");
  if (seed != NULL && length == 32)
    {
      crypto_sign_seed_keypair (key, self->secret, (const guint8 *) seed);
      self->can_sign = memcmp (key, self->key->key, 32) == 0;
    }
  if (seed != NULL)
    sodium_memzero (seed, length);
  g_free (seed);
  if (self->can_sign)
    return TRUE;
  sodium_memzero (self->secret, sizeof self->secret);
  return damaged (error, "Expected host.key to be the key that vault.json names, saw another one.");
}

DecantIdentity *
decant_identity_load (int folder, gboolean secret, GError **error)
{
  gsize length = 0;
  g_autofree char *bytes = decant_folder_read_file (folder, "vault.json", VAULT_JSON_MAX, &length);
  g_autoptr (DecantIdentity) self = NULL;

  if (bytes == NULL && errno == ENOENT)
    {
      g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_ABSENT, "There is no vault in that folder: vault.json is missing.");
      return NULL;
    }
  if (bytes == NULL)
    {
      decant_vault_set_error_from_errno (error, errno, "read vault.json");
      return NULL;
    }
  self = parse (bytes, length, error);
  if (self == NULL || (secret && !decant_identity_load_secret (self, folder, error)))
    return NULL;
  return g_steal_pointer (&self);
}
