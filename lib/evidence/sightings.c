/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/sightings.h"

#include <string.h>

#include "evidence/field-values.h"

struct _DecantSightings
{
  GHashTable *by_name;  /* DecantSighting → itself */
  GHashTable *by_entry; /* entry → GPtrArray of DecantSighting, not owned */
};

static guint
sighting_hash (gconstpointer data)
{
  const DecantSighting *self = data;

  return g_str_hash (self->kind) * 31 + g_str_hash (self->value);
}

static gboolean
sighting_equal (gconstpointer a, gconstpointer b)
{
  const DecantSighting *x = a, *y = b;

  return g_str_equal (x->kind, y->kind) && g_str_equal (x->value, y->value);
}

static void
sighting_free (gpointer data)
{
  DecantSighting *self = data;

  g_free (self->kind);
  g_free (self->value);
  g_array_unref (self->entries);
  g_free (self);
}

DecantSightings *
decant_sightings_new (void)
{
  DecantSightings *self = g_new0 (DecantSightings, 1);

  self->by_name = g_hash_table_new_full (sighting_hash, sighting_equal, NULL, sighting_free);
  self->by_entry = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  return self;
}

void
decant_sightings_free (DecantSightings *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->by_entry);
  g_hash_table_unref (self->by_name);
  g_free (self);
}

/* --- asking ------------------------------------------------------------------------------------------------- */

const DecantSighting *
decant_sightings_find (DecantSightings *self, const char *kind, const char *value)
{
  const DecantSighting key = { (char *) kind, (char *) value, NULL };

  return g_hash_table_lookup (self->by_name, &key);
}

GPtrArray *
decant_sightings_of_entry (DecantSightings *self, guint64 entry)
{
  GPtrArray *found = g_hash_table_lookup (self->by_entry, &entry);

  return found == NULL ? g_ptr_array_new () : g_ptr_array_copy (found, NULL, NULL);
}

static int
compare_sightings (gconstpointer a, gconstpointer b)
{
  const DecantSighting *x = *(const DecantSighting *const *) a, *y = *(const DecantSighting *const *) b;
  int order = strcmp (x->kind, y->kind);

  return order != 0 ? order : strcmp (x->value, y->value);
}

GPtrArray *
decant_sightings_list (DecantSightings *self, guint least)
{
  GPtrArray *list = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->by_name);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (((const DecantSighting *) value)->entries->len >= least)
      g_ptr_array_add (list, value);
  g_ptr_array_sort (list, compare_sightings);
  return list;
}

/* --- taking ------------------------------------------------------------------------------------------------- */

static void
add (DecantSightings *self, guint64 entry, const char *kind, const char *value)
{
  DecantSighting *found = (DecantSighting *) decant_sightings_find (self, kind, value);
  GPtrArray *of_entry = g_hash_table_lookup (self->by_entry, &entry);

  if (found == NULL)
    {
      found = g_new0 (DecantSighting, 1);
      found->kind = g_strdup (kind);
      found->value = g_strdup (value);
      found->entries = g_array_new (FALSE, FALSE, sizeof (guint64));
      g_hash_table_add (self->by_name, found);
    }
  if (found->entries->len > 0 && g_array_index (found->entries, guint64, found->entries->len - 1) == entry)
    return; /* twice in one post */
  g_array_append_val (found->entries, entry);
  if (of_entry == NULL)
    {
      of_entry = g_ptr_array_new ();
      g_hash_table_insert (self->by_entry, g_memdup2 (&entry, sizeof entry), of_entry);
    }
  g_ptr_array_add (of_entry, found);
}

static void
take_capture (DecantSightings *self, const DecantEntry *entry)
{
  JsonArray *identifiers = decant_field_array (decant_field_object (entry->fields, "assessment"), "identifiers");
  const char *site = decant_field_string (entry->fields, "site"),
             *author = decant_field_string (entry->fields, "author");

  for (guint i = 0; identifiers != NULL && i < json_array_get_length (identifiers); i++)
    {
      JsonNode *node = json_array_get_element (identifiers, i);
      JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      const char *kind = decant_field_string (object, "kind"), *value = decant_field_string (object, "value");

      if (kind != NULL && value != NULL)
        add (self, entry->number, kind, value);
    }
  if (site != NULL && author != NULL && *author != '\0')
    {
      g_autofree char *value = g_strconcat (site, " ", author, NULL);
      add (self, entry->number, "author", value);
    }
}

/* Nothing of an erased capture stays in memory but what others show too. */
static void
forget (DecantSightings *self, guint64 entry)
{
  GPtrArray *of_entry = g_hash_table_lookup (self->by_entry, &entry);

  for (guint i = 0; of_entry != NULL && i < of_entry->len; i++)
    {
      DecantSighting *sighting = of_entry->pdata[i];

      for (guint j = 0; j < sighting->entries->len; j++)
        if (g_array_index (sighting->entries, guint64, j) == entry)
          g_array_remove_index (sighting->entries, j--);
      if (sighting->entries->len == 0)
        g_hash_table_remove (self->by_name, sighting);
    }
  g_hash_table_remove (self->by_entry, &entry);
}

void
decant_sightings_take (DecantSightings *self, const DecantEntry *entry)
{
  if (g_str_equal (entry->kind, "capture"))
    take_capture (self, entry);
  else if (g_str_equal (entry->kind, "deletion"))
    {
      g_autoptr (GArray) erased = decant_field_numbers (entry->fields, "vault_erased");

      for (guint i = 0; i < erased->len; i++)
        forget (self, g_array_index (erased, guint64, i));
    }
}
