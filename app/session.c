/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/models/picture-check.h"
#include "app/models/vault-follower.h"
#include "app/session.h"

struct _DecantSession
{
  GObject parent_instance;
  char *folder;
  DecantGate *gate;
  gboolean opened; /* by the gate */
  DecantVaultReader *reader;
  DecantVaultFollower *follower;
  DecantEntryList *entries;
  DecantBrowserList *browsers;
  DecantDesk *desk;
  GtkCustomFilter *filter;
  GtkSingleSelection *selection;
  char *search;
  char **words; /* folded */
  DecantEntryDetail *detail;
  char *detail_problem;
  GCancellable *opening;
  gboolean awaiting;
  guint64 awaited; /* valid while awaiting: the entry to open once it is read */
};

enum { PROP_0, PROP_DETAIL, PROP_SEARCH, N_PROPERTIES };
static GParamSpec *properties[N_PROPERTIES];
enum { LOGGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DecantSession, decant_session, G_TYPE_OBJECT)

static gboolean
matches (gpointer item, gpointer user_data)
{
  DecantSession *self = user_data;
  return decant_entry_item_matches (item, (const char *const *) self->words);
}

/* --- the opened entry ------------------------------------------------------------------------------------- */

static void
set_detail (DecantSession *self, DecantEntryDetail *detail, const char *problem)
{
  g_clear_pointer (&self->detail, decant_entry_detail_unref);
  self->detail = detail;
  g_free (self->detail_problem);
  self->detail_problem = g_strdup (problem);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DETAIL]);
}

typedef struct {
  DecantVaultReader *reader;
  guint64 number;
  char *artifact;
} Request;

static void
request_free (Request *request)
{
  decant_vault_reader_unref (request->reader);
  g_free (request->artifact);
  g_free (request);
}

static GTask *
request_new (DecantSession *self,
             guint64 number,
             const char *artifact,
             GCancellable *cancellable,
             GAsyncReadyCallback callback,
             gpointer user_data)
{
  Request *request = g_new0 (Request, 1);
  request->reader = decant_vault_reader_ref (self->reader);
  request->number = number;
  request->artifact = g_strdup (artifact);
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_task_data (task, request, (GDestroyNotify) request_free);
  return task;
}

static void
open_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Request *request = data;
  GError *error = NULL;
  DecantEntryDetail *detail = decant_vault_reader_read_detail (request->reader, request->number, &error);
  if (detail)
    g_task_return_pointer (task, detail, (GDestroyNotify) decant_entry_detail_unref);
  else
    g_task_return_error (task, error);
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  DecantSession *self = DECANT_SESSION (source);
  g_autoptr (GError) error = NULL;
  DecantEntryDetail *detail = g_task_propagate_pointer (G_TASK (result), &error);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    set_detail (self, detail, error ? error->message : NULL);
}

static void
on_selected (DecantSession *self)
{
  DecantEntryItem *item = gtk_single_selection_get_selected_item (self->selection);
  g_cancellable_cancel (self->opening);
  g_set_object (&self->opening, NULL);
  if (!item)
    {
      set_detail (self, NULL, NULL);
      return;
    }
  self->opening = g_cancellable_new ();
  g_autoptr (GTask) task
    = request_new (self, decant_entry_item_get_number (item), NULL, self->opening, on_opened, NULL);
  g_task_run_in_thread (task, open_in_thread);
}

DecantEntryDetail *
decant_session_get_detail (DecantSession *self)
{
  return self->detail;
}

const char *
decant_session_get_detail_problem (DecantSession *self)
{
  return self->detail_problem;
}

/* --- pictures --------------------------------------------------------------------------------------------- */

static void
load_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Request *request = data;
  GError *error = NULL;
  g_autoptr (GBytes) bytes = decant_vault_reader_read_artifact (request->reader, request->number, request->artifact, &error);
  GdkTexture *texture = NULL;
  if (bytes && decant_picture_check (bytes, NULL, NULL, &error))
    texture = gdk_texture_new_from_bytes (bytes, &error);
  if (texture)
    g_task_return_pointer (task, texture, g_object_unref);
  else
    g_task_return_error (task, error);
}

void
decant_session_load_picture_async (DecantSession *self,
                                   guint64 number,
                                   const char *id,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_autoptr (GTask) task = request_new (self, number, id, cancellable, callback, user_data);
  g_task_run_in_thread (task, load_in_thread);
}

GdkTexture *
decant_session_load_picture_finish (DecantSession *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- searching and finding -------------------------------------------------------------------------------- */

void
decant_session_set_search (DecantSession *self, const char *search)
{
  if (g_strcmp0 (self->search, search) == 0)
    return;
  g_autofree char *folded = decant_entry_item_fold (search);
  g_free (self->search);
  self->search = g_strdup (search);
  g_strfreev (self->words);
  self->words = g_strsplit_set (folded, " \t\n", -1);
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SEARCH]);
}

const char *
decant_session_get_search (DecantSession *self)
{
  return self->search;
}

static void
open_awaited (DecantSession *self)
{
  guint position = self->awaiting ? decant_entry_list_find (self->entries, self->awaited) : G_MAXUINT;
  if (position == G_MAXUINT)
    return;
  self->awaiting = FALSE;
  gtk_single_selection_set_selected (self->selection, position);
}

void
decant_session_show_entry (DecantSession *self, guint64 number)
{
  decant_session_set_search (self, "");
  /* Also when it was empty already: words that the search entry still waits with would hide the entry a moment later. */
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SEARCH]);
  self->awaiting = TRUE;
  self->awaited = number;
  open_awaited (self);
  if (self->awaiting)
    decant_entry_list_poll (self->entries);
}

void
decant_session_refresh (DecantSession *self)
{
  decant_gate_look (self->gate);
  decant_entry_list_poll (self->entries);
}

static void
on_logged (DecantSession *self, DecantEntryItem *item)
{
  g_signal_emit (self, signals[LOGGED], 0, item);
}

/* --- locking ---------------------------------------------------------------------------------------------- */

static void
forget (DecantSession *self)
{
  g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
  self->awaiting = FALSE;
  decant_entry_list_lock (self->entries);
  set_detail (self, NULL, NULL);
  decant_session_set_search (self, "");
}

void
decant_session_set_keys (DecantSession *self, DecantKeys *keys)
{
  decant_vault_reader_set_keys (self->reader, keys);
  decant_desk_set_keys (self->desk, keys);
  if (keys)
    decant_entry_list_poll (self->entries);
  else
    forget (self);
}

static void
on_gate (DecantSession *self)
{
  switch (decant_gate_get_state (self->gate))
    {
    case DECANT_GATE_OPEN:
      self->opened = TRUE;
      decant_session_set_keys (self, decant_gate_get_keys (self->gate));
      break;
    case DECANT_GATE_LOCKED:
      if (self->opened)
        decant_session_set_keys (self, NULL);
      self->opened = FALSE;
      break;
    default:
      decant_entry_list_poll (self->entries);
    }
}

void
decant_session_lock (DecantSession *self)
{
  decant_gate_lock (self->gate);
}

DecantGate *
decant_session_get_gate (DecantSession *self)
{
  return self->gate;
}

/* --- the object ------------------------------------------------------------------------------------------- */

DecantSession *
decant_session_new (const char *folder)
{
  DecantSession *self = g_object_new (DECANT_TYPE_SESSION, NULL);
  self->folder = g_strdup (folder);
  self->reader = decant_vault_reader_new (folder);
  self->entries = decant_entry_list_new (self->reader);
  self->browsers = decant_browser_list_new ();
  self->desk = decant_desk_new (folder);
  self->follower = decant_vault_follower_new (folder);
  self->filter = gtk_custom_filter_new (matches, self, NULL);
  GtkFilterListModel *filtered = gtk_filter_list_model_new (G_LIST_MODEL (g_object_ref (self->entries)),
                                                            GTK_FILTER (g_object_ref (self->filter)));
  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (filtered));
  g_object_unref (filtered);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (on_selected), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->entries, "items-changed", G_CALLBACK (open_awaited), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (self->entries, "logged", G_CALLBACK (on_logged), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->follower, "changed", G_CALLBACK (decant_entry_list_poll), self->entries,
                           G_CONNECT_SWAPPED);
  self->gate = decant_gate_new (folder);
  g_signal_connect_object (self->gate, "notify::state", G_CALLBACK (on_gate), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->entries, "notify::state", G_CALLBACK (decant_gate_look), self->gate,
                           G_CONNECT_SWAPPED);
  decant_gate_look (self->gate);
  g_signal_connect_object (self->follower, "changed", G_CALLBACK (decant_desk_poll), self->desk, G_CONNECT_SWAPPED);
  decant_entry_list_poll (self->entries);
  return self;
}

const char *
decant_session_get_folder (DecantSession *self)
{
  return self->folder;
}

DecantEntryList *
decant_session_get_entries (DecantSession *self)
{
  return self->entries;
}

GtkSingleSelection *
decant_session_get_selection (DecantSession *self)
{
  return self->selection;
}

DecantBrowserList *
decant_session_get_browsers (DecantSession *self)
{
  return self->browsers;
}

DecantDesk *
decant_session_get_desk (DecantSession *self)
{
  return self->desk;
}

static void
decant_session_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DecantSession *self = DECANT_SESSION (object);
  if (id == PROP_DETAIL)
    g_value_set_pointer (value, self->detail);
  else
    g_value_set_string (value, self->search);
}

static void
decant_session_dispose (GObject *object)
{
  DecantSession *self = DECANT_SESSION (object);
  g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
  g_clear_object (&self->follower);
  g_clear_object (&self->gate);
  /* The filter's function reads this object, and the selection may outlive it. */
  if (self->filter)
    gtk_custom_filter_set_filter_func (self->filter, NULL, NULL, NULL);
  g_clear_object (&self->selection);
  g_clear_object (&self->filter);
  g_clear_object (&self->entries);
  g_clear_object (&self->browsers);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (decant_session_parent_class)->dispose (object);
}

static void
decant_session_finalize (GObject *object)
{
  DecantSession *self = DECANT_SESSION (object);
  g_clear_pointer (&self->detail, decant_entry_detail_unref);
  g_clear_pointer (&self->reader, decant_vault_reader_unref);
  g_strfreev (self->words);
  g_free (self->search);
  g_free (self->detail_problem);
  g_free (self->folder);
  G_OBJECT_CLASS (decant_session_parent_class)->finalize (object);
}

static void
decant_session_class_init (DecantSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  object_class->get_property = decant_session_get_property;
  object_class->dispose = decant_session_dispose;
  object_class->finalize = decant_session_finalize;
  properties[PROP_DETAIL]
    = g_param_spec_pointer ("detail", NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SEARCH]
    = g_param_spec_string ("search", NULL, NULL, "", G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  signals[LOGGED] = g_signal_new ("logged", DECANT_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                  DECANT_TYPE_ENTRY_ITEM);
}

static void
decant_session_init (DecantSession *self)
{
  self->search = g_strdup ("");
}
