/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/pairing.h"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <sodium.h>
#include <string.h>

#include "evidence/canonical-json.h"
#include "evidence/field-values.h"
#include "evidence/vault-private.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_PKEY, EVP_PKEY_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_PKEY_CTX, EVP_PKEY_CTX_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_MD_CTX, EVP_MD_CTX_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ECDSA_SIG, ECDSA_SIG_free)

/* --- keys and codes ----------------------------------------------------------------------------------------- */

/* libcrypto checks that the point is on the curve when it reads it. */
static EVP_PKEY *
read_key (const guint8 key[DECANT_PAIRING_KEY_SIZE])
{
  g_autoptr (EVP_PKEY_CTX) context = EVP_PKEY_CTX_new_from_name (NULL, "EC", NULL);
  OSSL_PARAM parameters[] = {
    OSSL_PARAM_construct_utf8_string (OSSL_PKEY_PARAM_GROUP_NAME, (char *) "P-256", 0),
    OSSL_PARAM_construct_octet_string (OSSL_PKEY_PARAM_PUB_KEY, (void *) key, DECANT_PAIRING_KEY_SIZE),
    OSSL_PARAM_construct_end (),
  };
  EVP_PKEY *result = NULL;

  if (key[0] != 4 || context == NULL || EVP_PKEY_fromdata_init (context) != 1
      || EVP_PKEY_fromdata (context, &result, EVP_PKEY_PUBLIC_KEY, parameters) != 1)
    return NULL;
  return result;
}

gboolean
decant_pairing_key_is_valid (const guint8 key[DECANT_PAIRING_KEY_SIZE])
{
  g_autoptr (EVP_PKEY) read = read_key (key);

  return read != NULL;
}

char *
decant_pairing_id (const guint8 key[DECANT_PAIRING_KEY_SIZE])
{
  g_autofree char *digest = g_compute_checksum_for_data (G_CHECKSUM_SHA256, key, DECANT_PAIRING_KEY_SIZE);

  return g_strdup_printf ("p-%.16s", digest);
}

char *
decant_pairing_code (const guint8 key[DECANT_PAIRING_KEY_SIZE],
                     const char *vault,
                     const guint8 nonce[DECANT_PAIRING_NONCE_SIZE])
{
  static const char label[] = "decant pairing 1";
  guint8 id[16] = { 0 }, digest[32];
  crypto_hash_sha256_state state;
  guint64 number = 0;

  sodium_hex2bin (id, sizeof id, vault, strlen (vault), NULL, NULL, NULL);
  crypto_hash_sha256_init (&state);
  crypto_hash_sha256_update (&state, (const guint8 *) label, sizeof label - 1);
  crypto_hash_sha256_update (&state, key, DECANT_PAIRING_KEY_SIZE);
  crypto_hash_sha256_update (&state, id, sizeof id);
  crypto_hash_sha256_update (&state, nonce, DECANT_PAIRING_NONCE_SIZE);
  crypto_hash_sha256_final (&state, digest);
  for (guint i = 0; i < 8; i++)
    number = number << 8 | digest[i];
  return g_strdup_printf ("%06u", (guint) (number % 1000000));
}

/* --- the register ------------------------------------------------------------------------------------------- */

struct _DecantPairings
{
  GPtrArray *list; /* of DecantPairing */
  guint64 next;    /* entry */
};

static void
pairing_free (gpointer data)
{
  DecantPairing *self = data;

  g_free (self->id);
  g_free (self->name);
  g_free (self);
}

DecantPairings *
decant_pairings_new (void)
{
  DecantPairings *self = g_new0 (DecantPairings, 1);

  self->list = g_ptr_array_new_with_free_func (pairing_free);
  return self;
}

void
decant_pairings_free (DecantPairings *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->list);
  g_free (self);
}

GPtrArray *
decant_pairings_list (DecantPairings *self)
{
  return self->list;
}

static DecantPairing *
find (DecantPairings *self, const char *id)
{
  for (guint i = 0; i < self->list->len; i++)
    if (g_str_equal (((DecantPairing *) self->list->pdata[i])->id, id))
      return self->list->pdata[i];
  return NULL;
}

const DecantPairing *
decant_pairings_find (DecantPairings *self, const char *id)
{
  return find (self, id);
}

/* What the owner signs. */
static char *
approval_text (const char *vault, const char *key, const char *name)
{
  return g_strdup_printf ("decant pairing approval 1\n%s\n%s\n%s\n", vault, key, name);
}

static gboolean
read_base64 (const char *text, guint8 *out, gsize size)
{
  gsize length;

  return text != NULL
         && sodium_base642bin (out, size, text, strlen (text), NULL, &length, NULL, sodium_base64_VARIANT_ORIGINAL) == 0
         && length == size;
}

static gboolean
is_signed_by_owner (const char *vault, const guint8 owner[DECANT_OWNER_PUBLIC_SIZE], JsonObject *paired)
{
  guint8 signature[DECANT_OWNER_SIGNATURE_SIZE];
  g_autofree char *text
      = approval_text (vault, decant_field_string (paired, "key"), decant_field_string (paired, "name"));

  return read_base64 (decant_field_string (paired, "owner_signature"), signature, sizeof signature)
         && crypto_sign_verify_detached (signature, (const guint8 *) text, strlen (text), owner) == 0;
}

static void
take_approval (DecantPairings *self,
               const char *vault,
               const guint8 owner[DECANT_OWNER_PUBLIC_SIZE],
               guint64 entry,
               JsonObject *paired)
{
  guint8 key[DECANT_PAIRING_KEY_SIZE];
  const char *name = decant_field_string (paired, "name");
  g_autofree char *id = NULL;
  DecantPairing *pairing;

  if (name == NULL || !read_base64 (decant_field_string (paired, "key"), key, sizeof key)
      || !is_signed_by_owner (vault, owner, paired))
    return;
  id = decant_pairing_id (key);
  pairing = find (self, id);
  if (pairing == NULL)
    {
      pairing = g_new0 (DecantPairing, 1);
      pairing->id = g_strdup (id);
      memcpy (pairing->key, key, sizeof key);
      g_ptr_array_add (self->list, pairing);
    }
  g_free (pairing->name);
  pairing->name = g_strdup (name);
  pairing->entry = entry;
  pairing->revoked = FALSE;
}

void
decant_pairings_take (DecantPairings *self,
                      const char *vault,
                      const guint8 owner[DECANT_OWNER_PUBLIC_SIZE],
                      guint64 entry,
                      JsonObject *fields)
{
  JsonObject *paired = decant_field_object (fields, "vault_paired");
  JsonObject *unpaired = decant_field_object (fields, "vault_unpaired");
  const char *id = unpaired != NULL ? decant_field_string (unpaired, "pairing") : NULL;
  DecantPairing *revoked = id != NULL ? find (self, id) : NULL;

  if (paired != NULL)
    take_approval (self, vault, owner, entry, paired);
  if (revoked != NULL)
    revoked->revoked = TRUE;
}

/* The numbers of the entries whose leaf names one of the two fields: names are in the clear, and entries without them
 * need not be read. (element-type guint64) */
static GArray *
find_entries (DecantVault *vault, guint64 from, GError **error)
{
  static const char sql[]
      = "SELECT number FROM entries WHERE number >= ?1"
        " AND (instr(leaf, '\"vault_paired\":') > 0 OR instr(leaf, '\"vault_unpaired\":') > 0) ORDER BY number";
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (guint64));
  sqlite3_stmt *statement = NULL;
  int code = sqlite3_prepare_v2 (decant_log_get_database (vault->log), sql, -1, &statement, NULL);

  if (code == SQLITE_OK)
    code = sqlite3_bind_int64 (statement, 1, from);
  while (code == SQLITE_OK || code == SQLITE_ROW)
    {
      guint64 number;

      code = sqlite3_step (statement);
      number = code == SQLITE_ROW ? sqlite3_column_int64 (statement, 0) : 0;
      if (code == SQLITE_ROW)
        g_array_append_val (numbers, number);
    }
  sqlite3_finalize (statement);
  if (code == SQLITE_DONE)
    return g_steal_pointer (&numbers);
  decant_log_set_error (vault->log, code, "look for paired browsers", error);
  return NULL;
}

gboolean
decant_pairings_update (DecantPairings *self, DecantVault *vault, GError **error)
{
  gint64 size = decant_vault_get_size (vault, error);
  g_autoptr (GArray) numbers = NULL;

  if (size < 0)
    return FALSE;
  if ((guint64) size <= self->next)
    return TRUE;
  if (decant_vault_is_sealed (vault))
    {
      numbers = find_entries (vault, self->next, error);
      if (numbers == NULL)
        return FALSE;
      for (guint i = 0; i < numbers->len; i++)
        {
          guint64 number = g_array_index (numbers, guint64, i);
          g_autoptr (JsonObject) open = decant_vault_read_open_fields (vault, number, error);

          if (open == NULL)
            return FALSE;
          decant_pairings_take (self, decant_vault_get_id (vault), vault->identity->owner->key, number, open);
          self->next = number + 1;
        }
    }
  self->next = MAX (self->next, (guint64) size);
  return TRUE;
}

/* --- approving ---------------------------------------------------------------------------------------------- */

static gboolean
append (DecantVault *vault, const char *kind, const char *actor, const char *field, JsonObject *value, GError **error)
{
  g_autoptr (JsonObject) fields = json_object_new (), open = json_object_new ();
  g_autoptr (DecantReceipt) receipt = NULL;

  json_object_set_object_member (open, field, value);
  receipt = decant_vault_append_open (vault, kind, actor, fields, open, error);
  return receipt != NULL;
}

/* One line, of bounded length: it stands in what the owner signs. */
static gboolean
is_name (const char *name)
{
  gsize length = strlen (name);

  for (const char *at = name; *at != '\0'; at++)
    if ((guchar) *at < ' ' || *at == 127)
      return FALSE;
  return length > 0 && length <= DECANT_PAIRING_NAME_MAX && g_utf8_validate (name, length, NULL);
}

gboolean
decant_pairing_approve (DecantVault *vault,
                        DecantKeys *keys,
                        const char *actor,
                        const guint8 key[DECANT_PAIRING_KEY_SIZE],
                        const char *name,
                        GError **error)
{
  g_autofree char *encoded = g_base64_encode (key, DECANT_PAIRING_KEY_SIZE), *text = NULL, *signature = NULL;
  guint8 bytes[DECANT_OWNER_SIGNATURE_SIZE];
  JsonObject *paired;

  if (!decant_pairing_key_is_valid (key) || !is_name (name))
    {
      g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID,
                   "Expected a key on P-256 and a name of 1 to %d bytes in one line, saw something else.",
                   DECANT_PAIRING_NAME_MAX);
      return FALSE;
    }
  text = approval_text (decant_vault_get_id (vault), encoded, name);
  decant_keys_owner_sign (keys, text, strlen (text), bytes);
  signature = g_base64_encode (bytes, sizeof bytes);
  paired = json_object_new ();
  json_object_set_string_member (paired, "key", encoded);
  json_object_set_string_member (paired, "name", name);
  json_object_set_string_member (paired, "owner_signature", signature);
  return append (vault, "pairing.approved", actor, "vault_paired", paired, error);
}

gboolean
decant_pairing_revoke (DecantVault *vault, const char *actor, const char *id, GError **error)
{
  JsonObject *unpaired = json_object_new ();

  json_object_set_string_member (unpaired, "pairing", id);
  return append (vault, "pairing.revoked", actor, "vault_unpaired", unpaired, error);
}

/* --- captures ----------------------------------------------------------------------------------------------- */

/* SHA-256 of the canonical form; (transfer full), NULL with @error. Takes @value. */
static char *
digest_json (JsonNode *value, GError **error)
{
  g_autoptr (JsonNode) owned = value;
  g_autofree char *text = decant_canonical_json (owned, error);

  return text == NULL ? NULL : g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
}

static JsonNode *
artifacts_to_json (const GPtrArray *artifacts)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < artifacts->len; i++)
    {
      const DecantArtifactInfo *info = artifacts->pdata[i];
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "id", info->id);
      json_object_set_string_member (object, "media_type", info->media_type);
      json_object_set_string_member (object, "role", info->role);
      json_object_set_string_member (object, "sha256", info->sha256);
      json_object_set_int_member (object, "size", info->size);
      json_array_add_object_element (array, object);
    }
  return json_node_init_array (json_node_alloc (), array);
}

char *
decant_pairing_text (const char *vault,
                     const char *capture,
                     const char *case_id,
                     JsonObject *record,
                     const GPtrArray *artifacts,
                     GError **error)
{
  g_autofree char *first = digest_json (json_node_init_object (json_node_alloc (), record), error), *second = NULL;

  if (first == NULL || (second = digest_json (artifacts_to_json (artifacts), error)) == NULL)
    return NULL;
  return g_strdup_printf ("decant capture 1\n%s\n%s\n%s\n%s\n%s\n", vault, capture, case_id, first, second);
}

/* WebCrypto gives r ‖ s (IEEE P1363), libcrypto wants DER. */
static guint8 *
to_der (const guint8 signature[DECANT_PAIRING_SIGNATURE_SIZE], int *length)
{
  g_autoptr (ECDSA_SIG) pair = ECDSA_SIG_new ();
  BIGNUM *r = BN_bin2bn (signature, 32, NULL), *s = BN_bin2bn (signature + 32, 32, NULL);
  guint8 *der = NULL;

  ECDSA_SIG_set0 (pair, r, s);
  *length = i2d_ECDSA_SIG (pair, &der);
  return der;
}

gboolean
decant_pairing_verify (const guint8 key[DECANT_PAIRING_KEY_SIZE],
                       const char *text,
                       const guint8 signature[DECANT_PAIRING_SIGNATURE_SIZE])
{
  g_autoptr (EVP_PKEY) read = read_key (key);
  g_autoptr (EVP_MD_CTX) context = EVP_MD_CTX_new ();
  int length;
  guint8 *der = to_der (signature, &length);
  gboolean good = read != NULL && length > 0 && EVP_DigestVerifyInit (context, NULL, EVP_sha256 (), NULL, read) == 1
                  && EVP_DigestVerify (context, der, length, (const guint8 *) text, strlen (text)) == 1;

  OPENSSL_free (der);
  return good;
}

JsonObject *
decant_pairings_judge (DecantPairings *self,
                       const char *text,
                       const char *id,
                       const guint8 signature[DECANT_PAIRING_SIGNATURE_SIZE])
{
  const DecantPairing *pairing = find (self, id);
  gboolean known = pairing != NULL && !pairing->revoked;
  JsonObject *field = json_object_new ();
  g_autofree char *encoded = *id != '\0' ? g_base64_encode (signature, DECANT_PAIRING_SIGNATURE_SIZE) : NULL;

  json_object_set_string_member (field, "state",
                                 !known                                                  ? "unpaired"
                                 : decant_pairing_verify (pairing->key, text, signature) ? "paired"
                                                                                         : "bad");
  if (encoded != NULL)
    {
      json_object_set_string_member (field, "pairing", id);
      json_object_set_string_member (field, "signature", encoded);
    }
  return field;
}

/* --- checking again ----------------------------------------------------------------------------------------- */

/* The record of a capture: its fields but those that vault and host write. */
static JsonObject *
record_of (const DecantEntry *entry)
{
  static const char *const written[]
      = { "kind", "time", "clock", "actor", "capture", "case", "artifacts", "pairing", NULL };
  JsonObject *record = json_object_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  json_object_iter_init (&iter, entry->fields);
  while (json_object_iter_next (&iter, &name, &value))
    if (!g_strv_contains (written, name) && !g_str_has_prefix (name, "vault_"))
      json_object_set_member (record, name, json_node_copy (value));
  return record;
}

DecantSigned
decant_pairings_check (DecantPairings *self, const char *vault, const DecantEntry *entry)
{
  JsonObject *field = decant_field_object (entry->fields, "pairing");
  const char *state = field != NULL ? decant_field_string (field, "state") : NULL;
  const char *id = field != NULL ? decant_field_string (field, "pairing") : NULL;
  const char *capture = decant_field_string (entry->fields, "capture"),
             *case_id = decant_field_string (entry->fields, "case");
  const DecantPairing *pairing = id != NULL ? find (self, id) : NULL;
  guint8 signature[DECANT_PAIRING_SIGNATURE_SIZE];
  g_autoptr (JsonObject) record = NULL;
  g_autofree char *text = NULL;

  if (g_strcmp0 (state, "paired") != 0)
    return g_strcmp0 (state, "bad") == 0 ? DECANT_SIGNED_BAD : DECANT_SIGNED_UNPAIRED;
  record = record_of (entry);
  if (pairing == NULL || capture == NULL || case_id == NULL
      || !read_base64 (decant_field_string (field, "signature"), signature, sizeof signature)
      || (text = decant_pairing_text (vault, capture, case_id, record, entry->artifacts, NULL)) == NULL)
    return DECANT_SIGNED_FALSE;
  return decant_pairing_verify (pairing->key, text, signature) ? DECANT_SIGNED_PAIRED : DECANT_SIGNED_FALSE;
}
