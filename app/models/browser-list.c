/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/models/browser-list.h"

struct _DecantBrowserList
{
  GObject parent_instance;
  GPtrArray *items; /* element-type DecantBrowserItem */
};

static void decant_browser_list_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DecantBrowserList,
                               decant_browser_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, decant_browser_list_iface_init))

static GType
get_item_type (GListModel *model)
{
  return DECANT_TYPE_BROWSER_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return DECANT_BROWSER_LIST (model)->items->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  GPtrArray *items = DECANT_BROWSER_LIST (model)->items;
  return position < items->len ? g_object_ref (items->pdata[position]) : NULL;
}

static void
decant_browser_list_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

typedef struct {
  DecantBrowserAction action;
  char *id;
  GPtrArray *found; /* element-type DecantBrowser, set by the worker whether or not the action succeeded */
} Run;

static void
run_free (Run *run)
{
  g_free (run->id);
  g_clear_pointer (&run->found, g_ptr_array_unref);
  g_free (run);
}

static void
run_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  static GMutex one_at_a_time;
  Run *run = data;
  GError *error = NULL;
  gboolean done = TRUE;
  g_mutex_lock (&one_at_a_time);
  if (run->action == DECANT_BROWSER_ACTION_INSTALL)
    done = decant_browsers_install (run->id, NULL, &error);
  else if (run->action == DECANT_BROWSER_ACTION_REMOVE)
    done = decant_browsers_remove (run->id, &error);
  run->found = decant_browsers_inspect ();
  g_mutex_unlock (&one_at_a_time);
  if (done)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
decant_browser_list_run_async (DecantBrowserList *self,
                               DecantBrowserAction action,
                               const char *id,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  Run *run = g_new0 (Run, 1);
  run->action = action;
  run->id = g_strdup (id);
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  g_task_set_task_data (task, run, (GDestroyNotify) run_free);
  g_task_run_in_thread (task, run_in_thread);
}

gboolean
decant_browser_list_run_finish (DecantBrowserList *self, GAsyncResult *result, GError **error)
{
  Run *run = g_task_get_task_data (G_TASK (result));
  guint before = self->items->len;
  g_ptr_array_set_size (self->items, 0);
  for (guint i = 0; run->found && i < run->found->len; i++)
    g_ptr_array_add (self->items, decant_browser_item_new (run->found->pdata[i]));
  g_list_model_items_changed (G_LIST_MODEL (self), 0, before, self->items->len);
  return g_task_propagate_boolean (G_TASK (result), error);
}

DecantBrowserList *
decant_browser_list_new (void)
{
  return g_object_new (DECANT_TYPE_BROWSER_LIST, NULL);
}

static void
decant_browser_list_finalize (GObject *object)
{
  g_ptr_array_unref (DECANT_BROWSER_LIST (object)->items);
  G_OBJECT_CLASS (decant_browser_list_parent_class)->finalize (object);
}

static void
decant_browser_list_class_init (DecantBrowserListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = decant_browser_list_finalize;
}

static void
decant_browser_list_init (DecantBrowserList *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
}
