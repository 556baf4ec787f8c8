/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/entry.h"

#include <sodium.h>
#include <string.h>

#include "evidence/canonical-json.h"
#include "evidence/merkle.h"

#define ID_CHARACTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:-"

static gboolean G_GNUC_PRINTF (2, 3) refuse (GError **error, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_propagate_error (error, g_error_new_valist (DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID, format, arguments));
  va_end (arguments);
  return FALSE;
}

/* --- names and bounds --------------------------------------------------------------------------------------- */

gboolean
decant_id_is_valid (const char *text)
{
  gsize length = strnlen (text, 65);

  return length > 0 && length <= 64 && strspn (text, ID_CHARACTERS) == length;
}

gboolean
decant_kind_is_valid (const char *text)
{
  gsize length = strnlen (text, 65);

  return length > 0 && length <= 64 && g_ascii_islower (text[0])
         && strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789_.-") == length;
}

static gboolean
is_reserved (const char *name)
{
  static const char *const names[] = { "kind", "time", "clock", "actor", "capture", "case", "artifacts", NULL };

  return g_strv_contains (names, name) || decant_field_is_open (name);
}

gboolean
decant_field_is_open (const char *name)
{
  return g_str_has_prefix (name, "vault_");
}

static gboolean
is_safe_number (JsonNode *value)
{
  const double limit = (double) DECANT_CANONICAL_INTEGER_MAX;

  /* A whole double beyond 2^53 would be written with digits that its reader takes for an integer. */
  return json_node_get_value_type (value) != G_TYPE_DOUBLE
         || (json_node_get_double (value) <= limit && json_node_get_double (value) >= -limit);
}

gboolean
decant_numbers_are_safe (JsonNode *value)
{
  g_autoptr (GList) children = NULL;

  if (JSON_NODE_HOLDS_VALUE (value))
    return is_safe_number (value);
  if (JSON_NODE_HOLDS_OBJECT (value))
    children = json_object_get_values (json_node_get_object (value));
  else if (JSON_NODE_HOLDS_ARRAY (value))
    children = json_array_get_elements (json_node_get_array (value));
  for (GList *l = children; l != NULL; l = l->next)
    if (!decant_numbers_are_safe (l->data))
      return FALSE;
  return TRUE;
}

/* --- drafts ------------------------------------------------------------------------------------------------- */

DecantDraft *
decant_draft_new (const char *vault)
{
  DecantDraft *self = g_new0 (DecantDraft, 1);

  self->leaf = decant_leaf_new (vault, 0);
  self->sealed = g_string_new (NULL);
  self->open = g_string_new (NULL);
  self->keys = g_ptr_array_new_with_free_func ((GDestroyNotify) decant_artifact_key_free);
  return self;
}

void
decant_draft_free (DecantDraft *self)
{
  if (self == NULL)
    return;
  decant_leaf_free (self->leaf);
  sodium_memzero (self->sealed->str, self->sealed->len);
  g_string_free (self->sealed, TRUE);
  g_string_free (self->open, TRUE);
  g_ptr_array_unref (self->keys);
  g_free (self);
}

gboolean
decant_draft_add (DecantDraft *self, const char *name, JsonNode *value, GError **error)
{
  g_autofree char *disclosure = NULL;
  GString *disclosures;

  if (!decant_field_name_is_valid (name))
    return refuse (error, "Expected names of fields like “document_digest” (a–z, 0–9, _; at most %d), saw another one.",
                   DECANT_LEAF_NAME_MAX);
  if (g_hash_table_contains (self->leaf->fields, name)
      || g_hash_table_size (self->leaf->fields) == DECANT_LEAF_FIELDS_MAX)
    return refuse (error, "Expected each field once and at most %d, saw “%s” beyond that.", DECANT_LEAF_FIELDS_MAX,
                   name);
  disclosure = decant_disclosure_new (name, value, error); /* bounds the depth, too */
  if (disclosure == NULL || !decant_numbers_are_safe (value))
    {
      g_clear_error (error);
      return refuse (error,
                     "The field “%s” does not fit: expected UTF-8 text, numbers within ±2^53 and at most %d levels.",
                     name, DECANT_CANONICAL_DEPTH);
    }
  if (self->sealed->len + self->open->len + strlen (disclosure) > DECANT_ENTRY_SIZE_MAX)
    return refuse (error, "The field “%s” does not fit: expected at most 16 MiB in one entry.", name);
  disclosures = decant_field_is_open (name) ? self->open : self->sealed;
  if (disclosures->len > 0)
    g_string_append_c (disclosures, DECANT_ENTRY_SEPARATOR);
  g_string_append (disclosures, disclosure);
  decant_leaf_set (self->leaf, name, decant_disclosure_digest (disclosure, strlen (disclosure)));
  return TRUE;
}

gboolean
decant_draft_add_string (DecantDraft *self, const char *name, const char *value, GError **error)
{
  g_autoptr (JsonNode) node = json_node_init_string (json_node_alloc (), value);

  return decant_draft_add (self, name, node, error);
}

gboolean
decant_draft_add_members (DecantDraft *self, JsonObject *members, GError **error)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  json_object_iter_init_ordered (&iter, members);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    {
      if (is_reserved (name))
        return refuse (error, "The member “%s” is written by the vault itself: give it another name.", name);
      if (!decant_draft_add (self, name, value, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
decant_draft_add_fields (DecantDraft *self, JsonObject *fields, GError **error)
{
  g_autoptr (GList) names = fields == NULL ? NULL : json_object_get_members (fields);

  for (GList *l = names; l != NULL; l = l->next)
    if (!decant_draft_add (self, l->data, json_object_get_member (fields, l->data), error))
      return FALSE;
  return TRUE;
}

static JsonNode *
describe_sealed (const DecantSealed *sealed)
{
  gsize length;
  const guint8 *ciphertext = g_bytes_get_data (sealed->ciphertext, &length);
  DecantDigest digest = decant_sealed_digest (sealed->wrapped, sizeof sealed->wrapped, ciphertext, length);
  g_autofree char *sha256 = decant_digest_to_hex (&digest);
  g_autoptr (JsonObject) object = json_object_new ();

  json_object_set_string_member (object, "sha256", sha256);
  json_object_set_int_member (object, "size", sizeof sealed->wrapped + length);
  return json_node_init_object (json_node_alloc (), object);
}

DecantSealed *
decant_draft_seal (DecantDraft *self, guint64 number, const guint8 seal_public[DECANT_SEAL_PUBLIC_SIZE], GError **error)
{
  g_autoptr (GBytes) plain = decant_seal_plain_write (self->sealed->str, self->sealed->len, self->keys, error);
  g_autoptr (DecantSealed) sealed = NULL;
  g_autoptr (JsonNode) described = NULL;

  self->leaf->number = number;
  if (plain == NULL || (sealed = decant_seal (self->leaf->vault, number, seal_public, plain, error)) == NULL)
    return NULL;
  described = describe_sealed (sealed);
  return decant_draft_add (self, "vault_sealed", described, error) ? g_steal_pointer (&sealed) : NULL;
}

/* --- reading back ------------------------------------------------------------------------------------------- */

void
decant_entry_free (DecantEntry *self)
{
  if (self == NULL)
    return;
  g_free (self->kind);
  g_free (self->time);
  g_free (self->leaf);
  g_clear_pointer (&self->fields, json_object_unref);
  g_clear_pointer (&self->artifacts, g_ptr_array_unref);
  g_free (self);
}

static gboolean G_GNUC_PRINTF (3, 4) damaged (GError **error, guint64 number, const char *format, ...)
{
  g_autofree char *what = NULL;
  va_list arguments;

  va_start (arguments, format);
  what = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_clear_error (error);
  g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_BROKEN,
               "Entry %" G_GUINT64_FORMAT
               " is not as it was logged: %s. Keep the folder as it is and verify the vault.",
               number, what);
  return FALSE;
}

/* The field whose digest this is; NULL if the leaf states no such digest. */
static const char *
find_field (const DecantLeaf *leaf, const char *digest)
{
  GHashTableIter iter;
  gpointer name, stated;

  g_hash_table_iter_init (&iter, leaf->fields);
  while (g_hash_table_iter_next (&iter, &name, &stated))
    if (g_str_equal (stated, digest))
      return name;
  return NULL;
}

/* The digest comes first: nothing is parsed that the leaf does not vouch for. */
static gboolean
read_field (DecantEntry *self,
            const DecantLeaf *leaf,
            gboolean open,
            const char *disclosure,
            gsize length,
            GError **error)
{
  g_autofree char *digest = decant_disclosure_digest (disclosure, length);
  const char *stated = find_field (leaf, digest);
  g_autofree char *name = NULL;
  JsonNode *value = NULL;

  if (stated == NULL)
    return damaged (error, self->number, "a field does not have any digest that its leaf states");
  if (!decant_disclosure_parse (disclosure, length, &name, &value, error))
    return damaged (error, self->number, "the field “%s” cannot be read", stated);
  if (!g_str_equal (name, stated) || json_object_has_member (self->fields, name) || decant_field_is_open (name) != open)
    {
      json_node_unref (value);
      return damaged (error, self->number, "the field “%s” stands in the place of another", name);
    }
  json_object_set_member (self->fields, name, value);
  return TRUE;
}

static gboolean
read_fields (DecantEntry *self, const DecantLeaf *leaf, gboolean open, const char *p, gsize length, GError **error)
{
  const char *end = p + length;

  while (p < end)
    {
      const char *separator = memchr (p, DECANT_ENTRY_SEPARATOR, end - p);
      const char *stop = separator == NULL ? end : separator;

      if (!read_field (self, leaf, open, p, stop - p, error))
        return FALSE;
      p = stop + 1;
    }
  /* There is one writing of them only: what is behind the last one is a change, though an empty one. */
  return p != end || length == 0 || damaged (error, self->number, "something stands behind its last field");
}

/* Every field of the leaf must be there, or all but the open ones are withheld. */
static gboolean
has_all_fields (DecantEntry *self, const DecantLeaf *leaf, gboolean with_sealed, GError **error)
{
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, leaf->fields);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    if ((with_sealed || decant_field_is_open (name)) && !json_object_has_member (self->fields, name))
      return damaged (error, self->number, "the field “%s” was taken away", (const char *) name);
  return TRUE;
}

static const char *
member_string (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : "";
}

static GPtrArray *
read_artifacts (JsonObject *fields)
{
  GPtrArray *artifacts = g_ptr_array_new_with_free_func ((GDestroyNotify) decant_artifact_info_free);
  JsonNode *node = json_object_get_member (fields, "artifacts");
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *item = json_array_get_element (array, i);
      JsonObject *object = JSON_NODE_HOLDS_OBJECT (item) ? json_node_get_object (item) : NULL;

      if (object != NULL)
        g_ptr_array_add (artifacts,
                         decant_artifact_info_new (member_string (object, "id"), member_string (object, "role"),
                                                   member_string (object, "media_type"),
                                                   json_object_get_int_member_with_default (object, "size", 0),
                                                   member_string (object, "sha256")));
    }
  return artifacts;
}

DecantEntry *
decant_entry_parse (const char *vault,
                    guint64 number,
                    const DecantDigest *hash,
                    const char *leaf_text,
                    gsize leaf_length,
                    const char *open,
                    gsize open_length,
                    const char *sealed,
                    gsize sealed_length,
                    GError **error)
{
  g_autoptr (DecantEntry) self = g_new0 (DecantEntry, 1);
  DecantDigest leaf_hash = decant_merkle_leaf (leaf_text, leaf_length);
  g_autoptr (DecantLeaf) leaf = NULL;

  self->number = number;
  self->erased_by = -1;
  self->open_only = sealed == NULL;
  self->leaf = decant_digest_to_hex (&leaf_hash);
  self->fields = json_object_new ();
  if (!decant_digest_equal (&leaf_hash, hash) || (leaf = decant_leaf_parse (leaf_text, leaf_length, error)) == NULL)
    {
      damaged (error, number, "its leaf does not have its hash");
      return NULL;
    }
  if (leaf->number != number || (vault != NULL && !g_str_equal (leaf->vault, vault)))
    {
      damaged (error, number, "its leaf belongs to another vault or place");
      return NULL;
    }
  if (!read_fields (self, leaf, TRUE, open, open_length, error)
      || (sealed != NULL && !read_fields (self, leaf, FALSE, sealed, sealed_length, error))
      || !has_all_fields (self, leaf, sealed != NULL, error))
    return NULL;
  self->kind = g_strdup (member_string (self->fields, "kind"));
  self->time = g_strdup (member_string (self->fields, "time"));
  self->artifacts = read_artifacts (self->fields);
  return g_steal_pointer (&self);
}

/* --- reading from the log ----------------------------------------------------------------------------------- */

/* What the leaf says of its sealed part. An entry that was logged before its vault was sealed says nothing. */
static gboolean
check_sealed (const DecantEntry *self, const DecantLogEntry *row, GError **error)
{
  JsonNode *node = json_object_get_member (self->fields, "vault_sealed");
  JsonObject *stated = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  DecantDigest seen = decant_sealed_digest (row->key, row->key_length, row->ciphertext, row->ciphertext_length);
  g_autofree char *sha256 = decant_digest_to_hex (&seen);

  if (node == NULL)
    return TRUE;
  if (stated == NULL || !g_str_equal (member_string (stated, "sha256"), sha256)
      || json_object_get_int_member_with_default (stated, "size", -1)
             != (gint64) (row->key_length + row->ciphertext_length))
    return damaged (error, self->number, "its sealed part is another than its leaf states");
  return TRUE;
}

static gboolean
check_presence (const DecantLogEntry *row, GError **error)
{
  if (row->erased_by >= 0 && row->has_sealed)
    return damaged (error, row->number, "it was erased, and its sealed part is back");
  if (row->erased_by < 0 && !row->has_sealed)
    return damaged (error, row->number, "its sealed part was taken away");
  return TRUE;
}

/* The disclosures that were sealed; NULL with @error. */
static GBytes *
unseal (const DecantLogEntry *row, const char *vault, const DecantKeys *keys, GPtrArray **artifact_keys, GError **error)
{
  g_autoptr (GBytes) plain = decant_unseal (keys, vault, row->number, row->key, row->key_length, row->ciphertext,
                                            row->ciphertext_length, error);
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GBytes) disclosures = NULL;

  if (plain == NULL || !decant_seal_plain_read (plain, &disclosures, &found, error))
    return NULL;
  if (artifact_keys != NULL)
    *artifact_keys = g_steal_pointer (&found);
  return g_steal_pointer (&disclosures);
}

static DecantEntry *
parse_row (const DecantLogEntry *row, const char *vault, GBytes *sealed, GError **error)
{
  gsize length = 0;
  const char *disclosures = row->disclosures;

  if (sealed != NULL && (disclosures = g_bytes_get_data (sealed, &length)) == NULL)
    disclosures = ""; /* nothing in it: not the same as locked */
  else if (sealed == NULL && disclosures != NULL)
    length = row->disclosures_length;
  return decant_entry_parse (vault, row->number, &row->hash, row->leaf, row->leaf_length, row->open, row->open_length,
                             disclosures, length, error);
}

DecantEntry *
decant_entry_read (const DecantLogEntry *row,
                   const char *vault,
                   const DecantKeys *keys,
                   GPtrArray **artifact_keys,
                   GError **error)
{
  g_autoptr (GBytes) sealed = NULL;
  g_autoptr (DecantEntry) self = NULL;

  if (row->disclosures != NULL) /* of a vault that is not sealed */
    return parse_row (row, vault, NULL, error);
  if (!check_presence (row, error))
    return NULL;
  if (keys != NULL && row->has_sealed && (sealed = unseal (row, vault, keys, artifact_keys, error)) == NULL)
    return NULL;
  self = parse_row (row, vault, sealed, error);
  if (self == NULL || (row->has_sealed && !check_sealed (self, row, error)))
    return NULL;
  self->erased_by = row->erased_by;
  return g_steal_pointer (&self);
}

GBytes *
decant_entry_read_disclosures (const DecantLogEntry *row, const char *vault, const DecantKeys *keys, GError **error)
{
  g_autoptr (GByteArray) all = g_byte_array_new ();
  g_autoptr (GBytes) sealed = NULL;
  gsize length;
  const guint8 *bytes;

  if (row->disclosures != NULL)
    return g_bytes_new (row->disclosures, row->disclosures_length);
  g_byte_array_append (all, (const guint8 *) row->open, row->open_length);
  if (keys != NULL && row->has_sealed)
    {
      if ((sealed = unseal (row, vault, keys, NULL, error)) == NULL)
        return NULL;
      bytes = g_bytes_get_data (sealed, &length);
      if (all->len > 0)
        g_byte_array_append (all, (const guint8 *) &(const char){ DECANT_ENTRY_SEPARATOR }, 1);
      g_byte_array_append (all, bytes, length);
    }
  return g_byte_array_free_to_bytes (g_steal_pointer (&all));
}
