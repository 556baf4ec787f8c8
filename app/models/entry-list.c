/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/models/entry-list.h"

/* Entries are read from where the list started both ways, so two arrays that only grow at their ends hold them. */
struct _DecantEntryList
{
  GObject parent_instance;
  DecantVaultReader *reader;
  GPtrArray *newer; /* ascending: what came after the start */
  GPtrArray *older; /* descending: what was there */
  DecantCursor cursor;
  DecantVaultState state;
  char *message;
  GCancellable *cancellable;
  gboolean reading, again;
};

enum { PROP_0, PROP_STATE, N_PROPERTIES };
static GParamSpec *properties[N_PROPERTIES];
enum { LOGGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void decant_entry_list_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DecantEntryList,
                               decant_entry_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, decant_entry_list_iface_init))

static GType
get_item_type (GListModel *model)
{
  return DECANT_TYPE_ENTRY_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  DecantEntryList *self = DECANT_ENTRY_LIST (model);
  return self->newer->len + self->older->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  DecantEntryList *self = DECANT_ENTRY_LIST (model);
  if (position < self->newer->len)
    return g_object_ref (self->newer->pdata[self->newer->len - 1 - position]);
  position -= self->newer->len;
  return position < self->older->len ? g_object_ref (self->older->pdata[position]) : NULL;
}

static void
decant_entry_list_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
set_state (DecantEntryList *self, DecantVaultState state, const char *message)
{
  if (self->state == state && g_strcmp0 (self->message, message) == 0)
    return;
  self->state = state;
  g_free (self->message);
  self->message = g_strdup (message);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

/* Forgets everything; the next vault to be seen starts anew. */
static void
clear (DecantEntryList *self)
{
  guint n = get_n_items (G_LIST_MODEL (self));
  g_ptr_array_set_size (self->newer, 0);
  g_ptr_array_set_size (self->older, 0);
  self->cursor = (DecantCursor){ 0 };
  if (n > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, n, 0);
}

static void
append_all (GPtrArray *array, GPtrArray *items)
{
  for (guint i = 0; i < items->len; i++)
    g_ptr_array_add (array, g_object_ref (items->pdata[i]));
}

static void
take_batch (DecantEntryList *self, DecantBatch *batch)
{
  /* Where there was no vault before, all that is in the new one was logged while we followed. */
  gboolean first_vault = batch->restarted && self->state == DECANT_VAULT_STATE_ABSENT;
  if (batch->restarted)
    clear (self);
  guint n = get_n_items (G_LIST_MODEL (self));
  append_all (self->newer, batch->newer);
  append_all (self->older, batch->older);
  self->cursor = batch->cursor;
  if (batch->newer->len > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, batch->newer->len);
  if (batch->older->len > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), n + batch->newer->len, 0, batch->older->len);
  set_state (self, DECANT_VAULT_STATE_READY, "");
  for (guint i = first_vault ? batch->older->len : 0; i-- > 0;)
    g_signal_emit (self, signals[LOGGED], 0, batch->older->pdata[i]);
  for (guint i = 0; i < batch->newer->len; i++)
    g_signal_emit (self, signals[LOGGED], 0, batch->newer->pdata[i]);
}

static void
take_error (DecantEntryList *self, GError *error)
{
  if (g_error_matches (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_BUSY))
    return; /* the follower's next word tries again */
  clear (self);
  if (g_error_matches (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_ABSENT))
    set_state (self, DECANT_VAULT_STATE_ABSENT, "");
  else if (g_error_matches (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_LOCKED))
    set_state (self, DECANT_VAULT_STATE_LOCKED, error->message);
  else
    set_state (self, DECANT_VAULT_STATE_BROKEN, error->message);
}

typedef struct {
  DecantVaultReader *reader;
  DecantCursor cursor;
} Reading;

static void
reading_free (Reading *reading)
{
  decant_vault_reader_unref (reading->reader);
  g_free (reading);
}

static void
read_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Reading *reading = data;
  GError *error = NULL;
  DecantBatch *batch = decant_vault_reader_read_batch (reading->reader, &reading->cursor, &error);
  if (batch)
    g_task_return_pointer (task, batch, (GDestroyNotify) decant_batch_free);
  else
    g_task_return_error (task, error);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  DecantEntryList *self = DECANT_ENTRY_LIST (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantBatch) batch = g_task_propagate_pointer (G_TASK (result), &error);
  self->reading = FALSE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      if (self->again)
        decant_entry_list_poll (self);
      return;
    }
  if (batch)
    take_batch (self, batch);
  else
    take_error (self, error);
  if (self->again || (batch && batch->more))
    decant_entry_list_poll (self);
}

void
decant_entry_list_poll (DecantEntryList *self)
{
  self->again = self->reading;
  if (self->reading)
    return;
  self->reading = TRUE;
  Reading *reading = g_new0 (Reading, 1);
  reading->reader = decant_vault_reader_ref (self->reader);
  reading->cursor = self->cursor;
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, on_read, NULL);
  g_task_set_task_data (task, reading, (GDestroyNotify) reading_free);
  g_task_run_in_thread (task, read_in_thread);
}

void
decant_entry_list_lock (DecantEntryList *self)
{
  g_cancellable_cancel (self->cancellable); /* a batch that was read with the keys is dropped where it arrives */
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  clear (self);
  set_state (self, DECANT_VAULT_STATE_LOCKED, "");
  decant_entry_list_poll (self);
}

guint
decant_entry_list_find (DecantEntryList *self, guint64 number)
{
  if (number >= self->cursor.head || number < self->cursor.tail)
    return G_MAXUINT;
  return self->cursor.head - 1 - number;
}

DecantVaultState
decant_entry_list_get_state (DecantEntryList *self)
{
  return self->state;
}

const char *
decant_entry_list_get_message (DecantEntryList *self)
{
  return self->message;
}

DecantEntryList *
decant_entry_list_new (DecantVaultReader *reader)
{
  DecantEntryList *self = g_object_new (DECANT_TYPE_ENTRY_LIST, NULL);
  self->reader = decant_vault_reader_ref (reader);
  return self;
}

static void
decant_entry_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_assert (id == PROP_STATE);
  g_value_set_int (value, DECANT_ENTRY_LIST (object)->state);
}

static void
decant_entry_list_finalize (GObject *object)
{
  DecantEntryList *self = DECANT_ENTRY_LIST (object);
  decant_vault_reader_unref (self->reader);
  g_ptr_array_unref (self->newer);
  g_ptr_array_unref (self->older);
  g_object_unref (self->cancellable);
  g_free (self->message);
  G_OBJECT_CLASS (decant_entry_list_parent_class)->finalize (object);
}

static void
decant_entry_list_class_init (DecantEntryListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  object_class->get_property = decant_entry_list_get_property;
  object_class->finalize = decant_entry_list_finalize;
  properties[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, DECANT_VAULT_STATE_LOADING, DECANT_VAULT_STATE_BROKEN,
                                             DECANT_VAULT_STATE_LOADING, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  signals[LOGGED] = g_signal_new ("logged", DECANT_TYPE_ENTRY_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                  1, DECANT_TYPE_ENTRY_ITEM);
}

static void
decant_entry_list_init (DecantEntryList *self)
{
  self->newer = g_ptr_array_new_with_free_func (g_object_unref);
  self->older = g_ptr_array_new_with_free_func (g_object_unref);
  self->cancellable = g_cancellable_new ();
  self->message = g_strdup ("");
}
