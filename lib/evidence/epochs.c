/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/epochs.h"

#include <string.h>

#include "evidence/error.h"

gboolean
decant_epoch_is_over (const char *started, const char *now, guint64 entries)
{
  g_autoptr (GDateTime) begin = g_date_time_new_from_iso8601 (started, NULL);
  g_autoptr (GDateTime) end = g_date_time_new_from_iso8601 (now, NULL);
  gint64 seconds;

  if (begin == NULL || end == NULL || entries >= DECANT_EPOCH_ENTRIES)
    return TRUE;
  seconds = g_date_time_to_unix (end) - g_date_time_to_unix (begin);
  return ABS (seconds) >= DECANT_EPOCH_SECONDS;
}

JsonNode *
decant_epoch_describe (guint64 number, const DecantVerifierKey *key, const char *owner_signature)
{
  g_autofree char *text = decant_verifier_key_to_text (key);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "key", text);
  json_object_set_int_member (object, "number", number);
  if (owner_signature != NULL)
    json_object_set_string_member (object, "owner_signature", owner_signature);
  return json_node_init_object (json_node_alloc (), object);
}

char *
decant_epoch_text (const char *before, guint64 number, const DecantVerifierKey *key)
{
  g_autofree char *text = decant_verifier_key_to_text (key);

  return g_strdup_printf ("decant-epoch/1\n%s%" G_GUINT64_FORMAT "\n%s\n", before, number, text);
}

/* --- following a log ---------------------------------------------------------------------------------------- */

static DecantVerifierKey *
copy_key (const DecantVerifierKey *key)
{
  return key == NULL ? NULL : decant_verifier_key_new (key->name, key->key);
}

DecantEpochs *
decant_epochs_new (const DecantVerifierKey *first, const DecantVerifierKey *owner)
{
  DecantEpochs *self = g_new0 (DecantEpochs, 1);

  self->key = copy_key (first);
  self->owner = copy_key (owner);
  return self;
}

void
decant_epochs_free (DecantEpochs *self)
{
  if (self == NULL)
    return;
  decant_verifier_key_free (self->key);
  decant_verifier_key_free (self->before);
  decant_verifier_key_free (self->owner);
  g_free (self);
}

static const DecantVerifierKey *
refuse (GError **error, const char *message)
{
  g_set_error (
      error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_BROKEN,
      "Expected the next key of the host, %s: somebody else wrote the entry, and the key before it stays in force.",
      message);
  return NULL;
}

static const char *
text_member (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
}

static gboolean
is_number (JsonObject *object, guint64 number)
{
  JsonNode *node = json_object_get_member (object, "number");

  return node != NULL && json_node_get_value_type (node) == G_TYPE_INT64 && json_node_get_int (node) == (gint64) number;
}

static gboolean
owner_vouches (const DecantEpochs *self, const char *line, const char *before, const DecantVerifierKey *key)
{
  g_autofree char *text = before == NULL ? NULL : decant_epoch_text (before, self->number + 1, key);

  return text != NULL && self->owner != NULL && decant_signature_line_holds (line, text, self->owner);
}

static void
begin (DecantEpochs *self, DecantVerifierKey *key)
{
  decant_verifier_key_free (self->before);
  self->before = self->key;
  self->key = key;
  self->number++;
}

const DecantVerifierKey *
decant_epochs_step (DecantEpochs *self, JsonNode *value, const char *before, GError **error)
{
  JsonObject *object = value != NULL && JSON_NODE_HOLDS_OBJECT (value) ? json_node_get_object (value) : NULL;
  const char *text = object == NULL ? NULL : text_member (object, "key");
  const char *line = object == NULL ? NULL : text_member (object, "owner_signature");
  g_autoptr (DecantVerifierKey) key = text == NULL ? NULL : decant_verifier_key_parse (text, NULL);

  if (value == NULL)
    return self->key;
  if (key == NULL || json_object_get_size (object) != (line == NULL ? 2 : 3))
    return refuse (error, "saw no key");
  if (!g_str_equal (key->name, self->key->name) || memcmp (key->key, self->key->key, 32) == 0)
    return refuse (error, "saw a key of another name, or the same one");
  if (!is_number (object, self->number + 1))
    return refuse (error, "saw one of another number");
  if (line != NULL && !owner_vouches (self, line, before, key))
    return refuse (error, "saw one with a signature that is not the owner's");
  begin (self, g_steal_pointer (&key));
  return line != NULL ? self->key : self->before;
}
