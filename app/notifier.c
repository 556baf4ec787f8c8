/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <libnotify/notify.h>

#include "app/notifier.h"

struct _DecantNotifier
{
  GObject parent_instance;
  gboolean has_actions;
  GPtrArray *shown; /* element-type NotifyNotification: an action is heard only while its notification lives */
};

enum { ACTIVATED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DecantNotifier, decant_notifier, G_TYPE_OBJECT)

static void
on_action (NotifyNotification *notification, char *action, gpointer user_data)
{
  guint64 *entry = g_object_get_data (G_OBJECT (notification), "entry");
  g_signal_emit (user_data, signals[ACTIVATED], 0, *entry);
}

static void
on_closed (NotifyNotification *notification, DecantNotifier *self)
{
  g_ptr_array_remove (self->shown, notification);
}

static char *
dup_body (DecantEntryItem *item)
{
  const char *case_id = decant_entry_item_get_case (item);
  return *case_id ? g_strdup_printf (_ ("Case: %s"), case_id) : g_strdup (_ ("Case: Inbox"));
}

void
decant_notifier_post_logged (DecantNotifier *self, DecantEntryItem *item)
{
  g_autoptr (GError) error = NULL;
  guint64 number = decant_entry_item_get_number (item);
  g_autofree char *summary = g_strdup_printf (_ ("Post logged — entry %" PRIu64), number);
  g_autofree char *body = dup_body (item);
  NotifyNotification *notification = notify_notification_new (summary, body, DECANT_APP_ID);
  g_object_set_data_full (G_OBJECT (notification), "entry", g_memdup2 (&number, sizeof number), g_free);
  notify_notification_set_hint (notification, "desktop-entry", g_variant_new_string (DECANT_APP_ID));
  if (self->has_actions)
    notify_notification_add_action (notification, "default", _ ("Show"), on_action, self, NULL);
  g_signal_connect_object (notification, "closed", G_CALLBACK (on_closed), self, 0);
  g_ptr_array_add (self->shown, notification);
  if (notify_notification_show (notification, &error))
    return;
  g_info ("No notification: %s", error->message);
  g_ptr_array_remove (self->shown, notification);
}

void
decant_notifier_withdraw_all (DecantNotifier *self)
{
  g_autoptr (GPtrArray) shown = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < self->shown->len; i++) /* closing one takes it out of the array */
    g_ptr_array_add (shown, g_object_ref (self->shown->pdata[i]));
  for (guint i = 0; i < shown->len; i++)
    notify_notification_close (shown->pdata[i], NULL);
}

/* A desktop without a server answers with no capability. */
static gboolean
server_has_actions (void)
{
  GList *capabilities = notify_get_server_caps ();
  gboolean has = g_list_find_custom (capabilities, "actions", (GCompareFunc) g_strcmp0) != NULL;
  g_list_free_full (capabilities, g_free);
  return has;
}

DecantNotifier *
decant_notifier_new (void)
{
  return g_object_new (DECANT_TYPE_NOTIFIER, NULL);
}

static void
decant_notifier_finalize (GObject *object)
{
  g_ptr_array_unref (DECANT_NOTIFIER (object)->shown);
  notify_uninit ();
  G_OBJECT_CLASS (decant_notifier_parent_class)->finalize (object);
}

static void
decant_notifier_class_init (DecantNotifierClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = decant_notifier_finalize;
  signals[ACTIVATED] = g_signal_new ("activated", DECANT_TYPE_NOTIFIER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 1, G_TYPE_UINT64);
}

static void
decant_notifier_init (DecantNotifier *self)
{
  notify_init (_ ("Decant"));
  self->shown = g_ptr_array_new_with_free_func (g_object_unref);
  self->has_actions = server_has_actions ();
}
