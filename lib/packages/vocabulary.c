/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "packages/package.h"

#include "packages/json-border.h"

#include <string.h>

#define MAX_CONCEPTS 1000
#define MAX_ID 60
#define MAX_LABEL 80

typedef struct {
  char *id;
  DecantSenseKind sense;
  GHashTable *labels; /* language → label */
} Concept;

struct _DecantVocabulary {
  GHashTable *concepts; /* id → Concept */
  GPtrArray *ids;       /* in the order of the file, NULL at the end; owned by the concepts */
};

static const char *const vocabulary_members[] = { "format", "concepts", NULL };
static const char *const concept_members[] = { "id", "sense", "labels", NULL };
static const char *const senses[] = { "substance", "activity", NULL };

static void
concept_free (gpointer data)
{
  Concept *concept = data;

  g_free (concept->id);
  g_hash_table_unref (concept->labels);
  g_free (concept);
}

static gboolean
is_concept_id (const char *id)
{
  if (!g_ascii_isalnum (*id))
    return FALSE;
  for (const char *p = id; *p != '\0'; p++)
    if (!g_ascii_islower (*p) && !g_ascii_isdigit (*p) && *p != '-')
      return FALSE;
  return TRUE;
}

static gboolean
read_labels (Concept *concept, JsonObject *object, const char *path, GError **error)
{
  JsonNode *node = json_object_get_member (object, "labels");
  g_autofree char *here = decant_json_path (path, "labels");
  JsonObject *labels;
  JsonObjectIter iter;
  const char *language;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return decant_json_refuse (error, here, "an object of labels by language", "something else");
  labels = json_node_get_object (node);
  json_object_iter_init (&iter, labels);
  while (json_object_iter_next (&iter, &language, NULL))
    {
      char *label;
      if (!decant_json_read_string (labels, here, language, (DecantJsonRange){ 1, MAX_LABEL }, &label, error))
        return FALSE;
      g_hash_table_insert (concept->labels, g_strdup (language), label);
    }
  return g_hash_table_contains (concept->labels, "en") || decant_json_refuse (error, here, "a label in “en”", "none");
}

static gboolean
read_concept (DecantVocabulary *self, JsonNode *node, const char *path, GError **error)
{
  JsonObject *object = decant_json_object (node, path, concept_members, error);
  Concept *concept;
  guint sense;
  g_autofree char *id = NULL;

  if (object == NULL || !decant_json_read_string (object, path, "id", (DecantJsonRange){ 1, MAX_ID }, &id, error)
      || !decant_json_read_choice (object, path, "sense", senses, &sense, error))
    return FALSE;
  if (!is_concept_id (id))
    return decant_json_refuse (error, path, "an id of lower-case letters, digits and hyphens", id);
  if (g_hash_table_contains (self->concepts, id))
    {
      g_set_error (error, DECANT_PACKAGE_ERROR, DECANT_PACKAGE_ERROR_CLASH,
                   "%s: expected each concept once, saw “%s” again", path, id);
      return FALSE;
    }
  concept = g_new0 (Concept, 1);
  concept->id = g_steal_pointer (&id);
  concept->sense = sense;
  concept->labels = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_hash_table_insert (self->concepts, concept->id, concept);
  g_ptr_array_add (self->ids, concept->id);
  return read_labels (concept, object, path, error);
}

DecantVocabulary *
decant_vocabulary_new (GBytes *json, GError **error)
{
  g_autoptr (JsonNode) root = decant_json_parse (json, error);
  g_autoptr (DecantVocabulary) self = g_atomic_rc_box_new0 (DecantVocabulary);
  JsonObject *object;
  JsonArray *concepts;
  gint64 format;

  self->concepts = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, concept_free);
  self->ids = g_ptr_array_new ();
  if (root == NULL || (object = decant_json_object (root, "", vocabulary_members, error)) == NULL
      || !decant_json_read_integer (object, "", "format", 1, 1, &format, error)
      || (concepts = decant_json_read_array (object, "", "concepts", MAX_CONCEPTS, error)) == NULL)
    return NULL;
  for (guint i = 0; i < json_array_get_length (concepts); i++)
    {
      g_autofree char *path = g_strdup_printf ("concepts[%u]", i);
      if (!read_concept (self, json_array_get_element (concepts, i), path, error))
        return NULL;
    }
  g_ptr_array_add (self->ids, NULL);
  return g_steal_pointer (&self);
}

static void
vocabulary_clear (gpointer data)
{
  DecantVocabulary *self = data;

  g_hash_table_unref (self->concepts);
  g_ptr_array_unref (self->ids);
}

DecantVocabulary *
decant_vocabulary_ref (DecantVocabulary *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
decant_vocabulary_unref (DecantVocabulary *self)
{
  g_atomic_rc_box_release_full (self, vocabulary_clear);
}

gboolean
decant_vocabulary_lookup (DecantVocabulary *self, const char *concept, DecantSenseKind *sense)
{
  const Concept *found = g_hash_table_lookup (self->concepts, concept);

  if (found != NULL && sense != NULL)
    *sense = found->sense;
  return found != NULL;
}

gboolean
decant_vocabulary_has_label (DecantVocabulary *self, const char *concept, const char *language)
{
  const Concept *found = g_hash_table_lookup (self->concepts, concept);

  return found != NULL && g_hash_table_contains (found->labels, language);
}

const char *const *
decant_vocabulary_get_concepts (DecantVocabulary *self)
{
  return (const char *const *) self->ids->pdata;
}

/* "pt-BR" falls back to "pt", and everything to "en". */
const char *
decant_vocabulary_get_label (DecantVocabulary *self, const char *concept, const char *language)
{
  const Concept *found = g_hash_table_lookup (self->concepts, concept);
  g_autofree char *primary = NULL;
  const char *label;

  if (found == NULL)
    return NULL;
  if (language == NULL)
    language = "en";
  label = g_hash_table_lookup (found->labels, language);
  if (label != NULL)
    return label;
  primary = g_strndup (language, strcspn (language, "-_"));
  label = g_hash_table_lookup (found->labels, primary);
  return label != NULL ? label : g_hash_table_lookup (found->labels, "en");
}
