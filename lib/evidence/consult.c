/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/consult.h"

#include <string.h>

#define PER_ENTRY 1024    /* consultations in one entry, as acts.c has it */
#define PENDING_MAX 65536 /* noted and not written; beyond that they are counted as lost */
#define QUERY_MAX 1024    /* bytes of a query that are kept */

/* One queue for each kind of entry. */
typedef struct
{
  const char *kind, *member;
  GQueue items;      /* of JsonObject */
  GHashTable *known; /* what waits here, as text: noted once */
} Queue;

enum
{
  VIEW,
  SEARCH,
  SIGHTINGS,
  N_QUEUES
};

struct _DecantConsult
{
  char *folder, *actor;
  JsonNode *software;
  GThread *thread;
  GMutex mutex;
  GCond changed;
  Queue queues[N_QUEUES];
  gboolean stopping, urgent;
  guint64 noted, settled; /* consultations; those that were written, or tried */
  guint lost;
};

/* --- writing: the thread ------------------------------------------------------------------------------------ */

/* Takes up to PER_ENTRY items out. Under the mutex. */
static GPtrArray *
take_batch (Queue *queue)
{
  GPtrArray *batch = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);

  while (batch->len < PER_ENTRY && queue->items.length > 0)
    g_ptr_array_add (batch, g_queue_pop_head (&queue->items));
  if (queue->items.length == 0)
    g_hash_table_remove_all (queue->known);
  return batch;
}

static gboolean
write_batch (DecantVault *vault, DecantConsult *self, const Queue *queue, const GPtrArray *batch)
{
  g_autoptr (JsonObject) fields = json_object_new ();
  g_autoptr (DecantReceipt) receipt = NULL;
  JsonArray *array = json_array_sized_new (batch->len);

  for (guint i = 0; i < batch->len; i++)
    json_array_add_object_element (array, json_object_ref (batch->pdata[i]));
  json_object_set_array_member (fields, queue->member, array);
  if (self->software != NULL)
    json_object_set_member (fields, "software", json_node_copy (self->software));
  receipt = decant_vault_append (vault, queue->kind, self->actor, fields, NULL);
  return receipt != NULL;
}

/* Puts a batch that could not be written back to the front. Under the mutex. */
static void
put_back (Queue *queue, GPtrArray *batch)
{
  for (guint i = batch->len; i > 0; i--)
    g_queue_push_head (&queue->items, json_object_ref (batch->pdata[i - 1]));
}

/* Under the mutex, which is free while the disk is at work. FALSE if the vault could not be written. */
static gboolean
write_queue (DecantConsult *self, DecantVault *vault, Queue *queue)
{
  gboolean ok = TRUE;

  while (ok && queue->items.length > 0)
    {
      g_autoptr (GPtrArray) batch = take_batch (queue);

      g_mutex_unlock (&self->mutex);
      ok = vault != NULL && write_batch (vault, self, queue, batch);
      g_mutex_lock (&self->mutex);
      if (!ok)
        put_back (queue, batch);
    }
  return ok;
}

static void
write_all (DecantConsult *self)
{
  guint64 noted = self->noted;
  g_autoptr (DecantVault) vault = NULL;

  g_mutex_unlock (&self->mutex);
  vault = decant_vault_open (self->folder, DECANT_VAULT_WRITE, NULL);
  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < N_QUEUES; i++)
    write_queue (self, vault, &self->queues[i]);
  self->settled = MAX (self->settled, noted);
  g_cond_broadcast (&self->changed);
}

static guint
count_waiting (const DecantConsult *self)
{
  guint n = 0;

  for (guint i = 0; i < N_QUEUES; i++)
    n += self->queues[i].items.length;
  return n;
}

static gpointer
work (gpointer data)
{
  DecantConsult *self = data;

  g_mutex_lock (&self->mutex);
  while (!self->stopping)
    {
      gint64 end = g_get_monotonic_time () + DECANT_CONSULT_MS * G_TIME_SPAN_MILLISECOND;

      if (self->settled == self->noted && count_waiting (self) == 0)
        {
          g_cond_wait (&self->changed, &self->mutex);
          continue;
        }
      /* A second's worth becomes one entry. */
      while (!self->stopping && !self->urgent && g_cond_wait_until (&self->changed, &self->mutex, end))
        continue;
      self->urgent = FALSE;
      write_all (self);
    }
  if (count_waiting (self) > 0)
    write_all (self);
  self->lost += count_waiting (self);
  g_mutex_unlock (&self->mutex);
  return NULL;
}

/* --- noting ------------------------------------------------------------------------------------------------- */

DecantConsult *
decant_consult_new (const char *folder, const char *actor, JsonNode *software)
{
  static const char *const names[N_QUEUES][2]
      = { { "view", "seen" }, { "search", "searches" }, { "sightings", "answers" } };
  DecantConsult *self = g_new0 (DecantConsult, 1);

  self->folder = g_strdup (folder);
  self->actor = g_strdup (actor);
  self->software = software == NULL ? NULL : json_node_copy (software);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  for (guint i = 0; i < N_QUEUES; i++)
    {
      self->queues[i].kind = names[i][0];
      self->queues[i].member = names[i][1];
      g_queue_init (&self->queues[i].items);
      self->queues[i].known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    }
  self->thread = g_thread_new ("consultations", work, self);
  return self;
}

guint
decant_consult_stop (DecantConsult *self)
{
  guint lost;

  g_mutex_lock (&self->mutex);
  self->stopping = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
  g_thread_join (self->thread);
  lost = self->lost;
  for (guint i = 0; i < N_QUEUES; i++)
    {
      g_queue_clear_full (&self->queues[i].items, (GDestroyNotify) json_object_unref);
      g_hash_table_unref (self->queues[i].known);
    }
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->changed);
  g_clear_pointer (&self->software, json_node_unref);
  g_free (self->folder);
  g_free (self->actor);
  g_free (self);
  return lost;
}

/* Takes @item and @name. */
static void
note (DecantConsult *self, guint queue, JsonObject *item, char *name)
{
  g_mutex_lock (&self->mutex);
  if (g_hash_table_contains (self->queues[queue].known, name))
    {
      json_object_unref (item);
      g_free (name);
    }
  else if (count_waiting (self) >= PENDING_MAX)
    {
      self->lost++;
      json_object_unref (item);
      g_free (name);
    }
  else
    {
      g_hash_table_add (self->queues[queue].known, name);
      g_queue_push_tail (&self->queues[queue].items, item);
      self->noted++;
      g_cond_broadcast (&self->changed);
    }
  g_mutex_unlock (&self->mutex);
}

void
decant_consult_note_view (DecantConsult *self, guint64 entry, const char *artifact)
{
  JsonObject *item = json_object_new ();

  json_object_set_int_member (item, "entry", entry);
  if (artifact != NULL)
    json_object_set_string_member (item, "artifact", artifact);
  note (self, VIEW, item, g_strdup_printf ("%" G_GUINT64_FORMAT " %s", entry, artifact == NULL ? "" : artifact));
}

/* At most QUERY_MAX bytes, whole characters. transfer full */
static char *
shorten (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  if (strlen (valid) > QUERY_MAX)
    *g_utf8_find_prev_char (valid, valid + QUERY_MAX + 1) = '\0';
  return g_steal_pointer (&valid);
}

void
decant_consult_note_search (DecantConsult *self, const char *query, guint found)
{
  JsonObject *item = json_object_new ();
  g_autofree char *text = shorten (query);

  json_object_set_string_member (item, "query", text);
  json_object_set_int_member (item, "found", found);
  note (self, SEARCH, item, g_steal_pointer (&text));
}

void
decant_consult_note_sightings (DecantConsult *self, const char *asker, const char *kind, const char *value, guint found)
{
  JsonObject *item = json_object_new ();
  g_autofree char *text = shorten (value);

  json_object_set_string_member (item, "asker", asker);
  json_object_set_string_member (item, "kind", kind);
  json_object_set_string_member (item, "value", text);
  json_object_set_int_member (item, "found", found);
  note (self, SIGHTINGS, item, g_strdup_printf ("%s %s %s", asker, kind, text));
}

void
decant_consult_flush (DecantConsult *self)
{
  guint64 noted;

  g_mutex_lock (&self->mutex);
  noted = self->noted;
  while (self->settled < noted)
    {
      self->urgent = TRUE;
      g_cond_broadcast (&self->changed);
      g_cond_wait (&self->changed, &self->mutex);
    }
  g_mutex_unlock (&self->mutex);
}
