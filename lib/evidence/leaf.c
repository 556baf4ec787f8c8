/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/leaf.h"

#include <sodium.h>
#include <string.h>

#include "evidence/canonical-json.h"
#include "evidence/error.h"

#define FORMAT "leaf/1"
#define SALT_MAX 64

static gboolean
refuse (GError **error, const char *message)
{
  g_set_error_literal (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID, message);
  return FALSE;
}

gboolean
decant_field_name_is_valid (const char *name)
{
  gsize length = strnlen (name, DECANT_LEAF_NAME_MAX + 1);

  return length > 0 && length <= DECANT_LEAF_NAME_MAX && g_ascii_islower (name[0])
         && strspn (name, "abcdefghijklmnopqrstuvwxyz0123456789_") == length;
}

/* --- disclosures -------------------------------------------------------------------------------------------- */

static gboolean
is_salt (const char *text)
{
  gsize length = 0;
  g_autofree guint8 *salt = decant_base64url_decode (text, strlen (text), &length);

  return salt != NULL && length >= DECANT_LEAF_SALT_SIZE && length <= SALT_MAX;
}

char *
decant_disclosure_new_with_salt (const char *salt, const char *name, JsonNode *value, GError **error)
{
  g_autoptr (GString) json = g_string_new (NULL);

  g_return_val_if_fail (is_salt (salt) && decant_field_name_is_valid (name), NULL);
  g_string_append_printf (json, "[\"%s\",\"%s\",", salt, name);
  if (!decant_canonical_json_append (json, value, error))
    return NULL;
  g_string_append_c (json, ']');
  return decant_base64url_encode ((const guint8 *) json->str, json->len);
}

char *
decant_disclosure_new (const char *name, JsonNode *value, GError **error)
{
  guint8 salt[DECANT_LEAF_SALT_SIZE];
  g_autofree char *text = NULL;

  randombytes_buf (salt, sizeof salt);
  text = decant_base64url_encode (salt, sizeof salt);
  return decant_disclosure_new_with_salt (text, name, value, error);
}

static gboolean
is_string (JsonArray *array, guint index)
{
  return json_node_get_value_type (json_array_get_element (array, index)) == G_TYPE_STRING;
}

/* A text between quotes that RFC 8785 writes as it is: nothing in it to be escaped. Its end, or NULL. */
static const char *
plain_string (const char *p, const char *end)
{
  const char *start = p;

  for (; p < end && *p != '"'; p++)
    if (*p == '\\' || (guchar) *p < 0x20)
      return NULL;
  return p < end && g_utf8_validate_len (start, p - start, NULL) ? p : NULL;
}

/* Most disclosures are ["salt","name","text"] without an escape, which needs no parser: it is canonical as it stands.
 * FALSE: it is another one, or wrong. */
static gboolean
read_plain (const char *json, gsize length, char **name, JsonNode **value)
{
  const char *at[3], *stop[3], *p = json, *end = json + length;
  g_autofree char *salt = NULL, *field = NULL, *text = NULL;

  for (guint i = 0; i < 3; i++)
    {
      if (end - p < 2 || p[0] != (i == 0 ? '[' : ',') || p[1] != '"')
        return FALSE;
      at[i] = p + 2;
      if ((stop[i] = plain_string (at[i], end)) == NULL)
        return FALSE;
      p = stop[i] + 1;
    }
  if (end - p != 1 || *p != ']')
    return FALSE;
  salt = g_strndup (at[0], stop[0] - at[0]);
  field = g_strndup (at[1], stop[1] - at[1]);
  if (!is_salt (salt) || !decant_field_name_is_valid (field))
    return FALSE;
  text = g_strndup (at[2], stop[2] - at[2]);
  *name = g_steal_pointer (&field);
  *value = json_node_init_string (json_node_alloc (), text);
  return TRUE;
}

gboolean
decant_disclosure_parse (const char *disclosure, gsize length, char **name, JsonNode **value, GError **error)
{
  gsize json_length = 0;
  g_autofree guint8 *json = decant_base64url_decode (disclosure, length, &json_length);
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *again = NULL;
  JsonArray *array;

  if (json == NULL)
    return refuse (error, "Expected a disclosure in base64url, saw something else.");
  if (read_plain ((const char *) json, json_length, name, value))
    return TRUE;
  if ((root = decant_canonical_json_parse ((const char *) json, json_length, error)) == NULL
      || (again = decant_canonical_json (root, error)) == NULL)
    return FALSE;
  if (strlen (again) != json_length || memcmp (again, json, json_length) != 0)
    return refuse (error, "Expected a disclosure in canonical JSON, saw another writing of it.");
  array = JSON_NODE_HOLDS_ARRAY (root) ? json_node_get_array (root) : NULL;
  if (array == NULL || json_array_get_length (array) != 3 || !is_string (array, 0) || !is_string (array, 1)
      || !is_salt (json_array_get_string_element (array, 0))
      || !decant_field_name_is_valid (json_array_get_string_element (array, 1)))
    return refuse (error, "Expected a disclosure [salt, name, value], saw something else.");
  *name = g_strdup (json_array_get_string_element (array, 1));
  *value = json_array_dup_element (array, 2);
  return TRUE;
}

char *
decant_disclosure_digest (const char *disclosure, gsize length)
{
  DecantDigest digest = decant_digest_of (disclosure, length);

  return decant_base64url_encode (digest.bytes, DECANT_DIGEST_SIZE);
}

/* --- leaves ------------------------------------------------------------------------------------------------- */

DecantLeaf *
decant_leaf_new (const char *vault, guint64 number)
{
  DecantLeaf *self = g_new0 (DecantLeaf, 1);

  self->vault = g_strdup (vault);
  self->number = number;
  self->fields = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

void
decant_leaf_free (DecantLeaf *self)
{
  if (self == NULL)
    return;
  g_free (self->vault);
  g_hash_table_unref (self->fields);
  g_free (self);
}

void
decant_leaf_set (DecantLeaf *self, const char *name, char *digest)
{
  g_hash_table_insert (self->fields, g_strdup (name), digest);
}

/* Names and digests are ASCII, and so are vault ids: byte order is the order of RFC 8785. */
char *
decant_leaf_to_text (const DecantLeaf *self)
{
  GString *text = g_string_new ("{\"decant\":\"" FORMAT "\",\"fields\":{");
  g_autoptr (GList) names = g_list_sort (g_hash_table_get_keys (self->fields), (GCompareFunc) strcmp);

  for (GList *l = names; l != NULL; l = l->next)
    g_string_append_printf (text, "%s\"%s\":\"%s\"", l == names ? "" : ",", (const char *) l->data,
                            (const char *) g_hash_table_lookup (self->fields, l->data));
  g_string_append_printf (text, "},\"number\":%" G_GUINT64_FORMAT ",\"vault\":\"%s\"}", self->number, self->vault);
  return g_string_free (text, FALSE);
}

static gboolean
read_fields (DecantLeaf *self, JsonObject *fields)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *digest;

  json_object_iter_init (&iter, fields);
  while (json_object_iter_next (&iter, &name, &digest))
    {
      DecantDigest bytes;
      g_autofree guint8 *decoded = NULL;
      gsize length = 0;

      if (!decant_field_name_is_valid (name) || json_node_get_value_type (digest) != G_TYPE_STRING)
        return FALSE;
      decoded
          = decant_base64url_decode (json_node_get_string (digest), strlen (json_node_get_string (digest)), &length);
      if (decoded == NULL || length != sizeof bytes)
        return FALSE;
      decant_leaf_set (self, name, g_strdup (json_node_get_string (digest)));
    }
  return g_hash_table_size (self->fields) <= DECANT_LEAF_FIELDS_MAX;
}

static DecantLeaf *
read_leaf (JsonObject *object)
{
  g_autoptr (DecantLeaf) self = NULL;
  JsonNode *number = json_object_get_member (object, "number"), *vault = json_object_get_member (object, "vault");
  JsonNode *fields = json_object_get_member (object, "fields");
  gsize length;

  if (number == NULL || json_node_get_value_type (number) != G_TYPE_INT64 || json_node_get_int (number) < 0
      || vault == NULL || json_node_get_value_type (vault) != G_TYPE_STRING || fields == NULL
      || !JSON_NODE_HOLDS_OBJECT (fields))
    return NULL;
  length = strlen (json_node_get_string (vault));
  if (length != 32 || strspn (json_node_get_string (vault), "0123456789abcdef") != length)
    return NULL;
  self = decant_leaf_new (json_node_get_string (vault), json_node_get_int (number));
  return read_fields (self, json_node_get_object (fields)) ? g_steal_pointer (&self) : NULL;
}

DecantLeaf *
decant_leaf_parse (const char *text, gsize length, GError **error)
{
  g_autoptr (JsonNode) root = decant_canonical_json_parse (text, length, error);
  g_autoptr (DecantLeaf) self = NULL;
  g_autofree char *again = NULL;

  if (root == NULL)
    return NULL;
  if (JSON_NODE_HOLDS_OBJECT (root))
    self = read_leaf (json_node_get_object (root));
  if (self != NULL)
    again = decant_leaf_to_text (self);
  if (again == NULL || strlen (again) != length || memcmp (again, text, length) != 0)
    {
      refuse (error, "Expected a leaf of format leaf/1 in its one writing, saw something else.");
      return NULL;
    }
  return g_steal_pointer (&self);
}
