/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/proof-file.h"

#include <string.h>

#include "evidence/canonical-json.h"
#include "evidence/verifier-private.h"

#define FORMAT "decant-proof/1"
#define PATH_MAX_NODES 64

/* --- writing ------------------------------------------------------------------------------------------------ */

static JsonArray *
strings (char **items)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; items[i] != NULL; i++)
    json_array_add_string_element (array, items[i]);
  return array;
}

static JsonArray *
hashes (const GArray *path)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < path->len; i++)
    {
      g_autofree char *hash = decant_base64_encode (g_array_index (path, DecantDigest, i).bytes, DECANT_DIGEST_SIZE);
      json_array_add_string_element (array, hash);
    }
  return array;
}

char *
decant_proof_to_json (const DecantProof *self, GError **error)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);
  g_autofree char *text = NULL;

  json_object_set_string_member (object, "format", FORMAT);
  json_object_set_string_member (object, "leaf", self->leaf);
  json_object_set_string_member (object, "checkpoint", self->checkpoint);
  json_object_set_array_member (object, "disclosures", strings (self->disclosures));
  json_object_set_array_member (object, "path", hashes (self->path));
  text = decant_canonical_json (node, error);
  return text == NULL ? NULL : g_strconcat (text, "\n", NULL);
}

/* --- reading ------------------------------------------------------------------------------------------------ */

typedef struct
{
  DecantVerifier verifier; /* for its report alone */
  JsonObject *object;
  DecantLeaf *leaf;
  DecantCheckpoint *checkpoint;
} Check;

static JsonArray *
list (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    if (json_node_get_value_type (json_array_get_element (array, i)) != G_TYPE_STRING)
      return NULL;
  return array;
}

static JsonObject *
parse (const char *text, gsize length, GError **error)
{
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object;

  if (length > 0 && text[length - 1] == '\n')
    length--;
  node = length > DECANT_PROOF_FILE_MAX ? NULL : decant_canonical_json_parse (text, length, NULL);
  object = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  if (object != NULL && g_str_equal (decant_verifier_text (object, "format"), FORMAT)
      && list (object, "disclosures") != NULL && list (object, "path") != NULL)
    return json_object_ref (object);
  g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID,
               "Expected a proof (“%s”: leaf, disclosures, path and checkpoint), saw something else.", FORMAT);
  return NULL;
}

/* Each disclosure has the digest that the leaf states under its name, and none comes twice. */
static void
check_disclosures (Check *self)
{
  JsonArray *disclosures = list (self->object, "disclosures");
  g_autoptr (GHashTable) shown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n = json_array_get_length (disclosures);

  for (guint i = 0; i < n; i++)
    {
      const char *disclosure = json_array_get_string_element (disclosures, i);
      g_autofree char *digest = decant_disclosure_digest (disclosure, strlen (disclosure)), *name = NULL;
      g_autoptr (JsonNode) value = NULL;

      if (!decant_disclosure_parse (disclosure, strlen (disclosure), &name, &value, NULL)
          || g_strcmp0 (g_hash_table_lookup (self->leaf->fields, name), digest) != 0)
        decant_verifier_fail (&self->verifier, "leaf", DECANT_ATTACK_EDITED, self->leaf->number,
                              "Disclosure %u does not have the digest that the leaf states for “%s”.", i,
                              name == NULL ? "" : name);
      else if (!g_hash_table_add (shown, g_strdup (name)))
        decant_verifier_fail (&self->verifier, "leaf", DECANT_ATTACK_EDITED, self->leaf->number,
                              "“%s” is disclosed twice.", name);
    }
  decant_verifier_note (&self->verifier, "leaf", self->leaf->number,
                        "%u of %u fields are disclosed, the others withheld.", g_hash_table_size (shown),
                        g_hash_table_size (self->leaf->fields));
  decant_verifier_conclude (&self->verifier, "leaf",
                            "What is disclosed is what was logged as entry %" G_GUINT64_FORMAT " of vault %s.",
                            self->leaf->number, self->leaf->vault);
}

static gboolean
read_hash (const char *text, DecantDigest *hash)
{
  gsize length = 0;
  g_autofree guint8 *bytes = decant_base64_decode (text, strlen (text), &length);

  if (bytes == NULL || length != DECANT_DIGEST_SIZE)
    return FALSE;
  memcpy (hash->bytes, bytes, DECANT_DIGEST_SIZE);
  return TRUE;
}

static gboolean
leads_to_root (Check *self)
{
  const char *text = decant_verifier_text (self->object, "leaf");
  DecantDigest hash = decant_merkle_leaf (text, strlen (text)), path[PATH_MAX_NODES];
  JsonArray *items = list (self->object, "path");
  guint n = json_array_get_length (items);

  if (n > PATH_MAX_NODES || self->leaf->number >= self->checkpoint->size)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!read_hash (json_array_get_string_element (items, i), &path[i]))
      return FALSE;
  return decant_merkle_verify_inclusion (self->leaf->number, self->checkpoint->size, &hash, path, n,
                                         &self->checkpoint->root);
}

static void
check_tree (Check *self)
{
  const char *origin = self->checkpoint->origin;

  if (!leads_to_root (self))
    decant_verifier_fail (&self->verifier, "tree", DECANT_ATTACK_EDITED, self->leaf->number,
                          "The path does not lead from the leaf to the root of the checkpoint.");
  if (!g_str_has_suffix (origin, self->leaf->vault) || strlen (origin) <= 32 || origin[strlen (origin) - 33] != '/')
    decant_verifier_fail (&self->verifier, "tree", DECANT_ATTACK_FOREIGN, self->leaf->number,
                          "The leaf is of vault %s, the checkpoint of %s.", self->leaf->vault, origin);
  decant_verifier_conclude (&self->verifier, "tree",
                            "The entry stands in the tree of %" G_GUINT64_FORMAT " entries that the checkpoint states.",
                            self->checkpoint->size);
}

static void
check_key (Check *self, const DecantVerifierKey *key)
{
  if (key == NULL)
    decant_verifier_fail (&self->verifier, "signature", DECANT_ATTACK_FORGED, -1,
                          "Nobody's key was given: anybody could have made this proof. Give the verifier key, from a "
                          "source that you trust.");
  else if (!decant_checkpoint_is_signed_by (self->checkpoint, key))
    decant_verifier_fail (&self->verifier, "signature", DECANT_ATTACK_FORGED, -1,
                          "The checkpoint is not signed by the given key: it is of another time of this vault, or "
                          "somebody else made it.");
  decant_verifier_conclude (&self->verifier, "signature", "The checkpoint is signed by the given key.");
}

static void
check (Check *self, const DecantVerifierKey *key)
{
  const char *leaf = decant_verifier_text (self->object, "leaf"),
             *note = decant_verifier_text (self->object, "checkpoint");

  self->leaf = decant_leaf_parse (leaf, strlen (leaf), NULL);
  self->checkpoint = decant_checkpoint_parse (note, strlen (note), NULL);
  if (self->leaf == NULL || self->checkpoint == NULL)
    {
      decant_verifier_fail (&self->verifier, "proof", DECANT_ATTACK_DAMAGE, -1,
                            "Expected a leaf and a checkpoint, saw something else.");
      return;
    }
  self->verifier.report->entries = 1;
  self->verifier.report->checkpoints = 1;
  self->verifier.report->checkpoint = g_strdup (note);
  check_disclosures (self);
  check_tree (self);
  check_key (self, key);
}

DecantVerification *
decant_proof_check (const char *text, gsize length, const DecantVerifierKey *key, GError **error)
{
  g_autoptr (JsonObject) object = parse (text, length, error);
  Check self = { .object = object };

  if (object == NULL)
    return NULL;
  self.verifier.report = decant_verification_new ();
  self.verifier.failures = g_hash_table_new (g_str_hash, g_str_equal);
  check (&self, key);
  g_hash_table_unref (self.verifier.failures);
  decant_leaf_free (self.leaf);
  decant_checkpoint_free (self.checkpoint);
  return self.verifier.report;
}
