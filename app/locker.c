/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <time.h>

#include "app/locker.h"
#include "app/models/idle.h"
#include "app/models/preferences.h"
#include "app/models/screen-watch.h"
#include "app/window.h"

#define TICK 5 /* seconds */

struct _DecantLocker
{
  GObject parent_instance;
  GtkApplication *application;
  DecantSession *session;
  DecantScreenWatch *watch;
  gboolean open;
  gint64 last_input; /* seconds of CLOCK_BOOTTIME */
  guint tick;
  GCancellable *cancellable;
};

enum
{
  LOCKED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DecantLocker, decant_locker, G_TYPE_OBJECT)

/* --- idle --------------------------------------------------------------------------------------------------- */

static gint64
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_BOOTTIME, &time);
  return time.tv_sec;
}

static gboolean
on_event (DecantLocker *self, GdkEvent *event)
{
  switch (gdk_event_get_event_type (event))
    {
    case GDK_MOTION_NOTIFY:
    case GDK_BUTTON_PRESS:
    case GDK_KEY_PRESS:
    case GDK_SCROLL:
    case GDK_TOUCH_BEGIN:
    case GDK_TOUCH_UPDATE:
    case GDK_PAD_BUTTON_PRESS:
      self->last_input = now ();
      break;
    default:
      break;
    }
  return GDK_EVENT_PROPAGATE;
}

static void
on_window_added (DecantLocker *self, GtkWindow *window)
{
  GtkEventController *controller = gtk_event_controller_legacy_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect_object (controller, "event", G_CALLBACK (on_event), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (window), controller);
}

static gboolean
on_tick (gpointer user_data)
{
  DecantLocker *self = user_data;
  g_autofree char *path = decant_preferences_dup_path ();

  if (decant_idle_left (self->last_input, now (), decant_preferences_get_idle_minutes (path)) != 0)
    return G_SOURCE_CONTINUE;
  self->tick = 0;
  decant_session_lock (self->session);
  return G_SOURCE_REMOVE;
}

/* --- after it locked ---------------------------------------------------------------------------------------- */

static void
close_windows (DecantLocker *self)
{
  g_autoptr (GList) windows = g_list_copy (gtk_application_get_windows (self->application));

  for (GList *l = windows; l != NULL; l = l->next)
    if (!DECANT_IS_WINDOW (l->data) && !GTK_IS_SHORTCUTS_WINDOW (l->data)
        && g_list_find (gtk_application_get_windows (self->application), l->data) != NULL)
      gtk_window_destroy (l->data);
}

/* What other programs took already is beyond us. */
static void
empty_clipboards (void)
{
  GdkDisplay *display = gdk_display_get_default ();
  GdkClipboard *clipboards[] = { gdk_display_get_clipboard (display), gdk_display_get_primary_clipboard (display) };

  for (guint i = 0; i < G_N_ELEMENTS (clipboards); i++)
    if (gdk_clipboard_is_local (clipboards[i]))
      gdk_clipboard_set_content (clipboards[i], NULL);
}

static void
on_state (DecantLocker *self)
{
  gboolean was_open = self->open;

  self->open = decant_gate_get_state (decant_session_get_gate (self->session)) == DECANT_GATE_OPEN;
  g_clear_handle_id (&self->tick, g_source_remove);
  if (self->open)
    {
      self->last_input = now ();
      self->tick = g_timeout_add_seconds (TICK, on_tick, self);
    }
  else if (was_open)
    {
      close_windows (self);
      g_signal_emit (self, signals[LOCKED], 0);
      empty_clipboards ();
    }
}

/* --- buses -------------------------------------------------------------------------------------------------- */

static void
on_system_bus (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) system = g_bus_get_finish (result, &error);
  DecantLocker *self = user_data;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->watch = decant_screen_watch_new (g_application_get_dbus_connection (G_APPLICATION (self->application)), system);
  g_signal_connect_object (self->watch, "left", G_CALLBACK (decant_session_lock), self->session, G_CONNECT_SWAPPED);
}

DecantLocker *
decant_locker_new (GtkApplication *application, DecantSession *session)
{
  DecantLocker *self = g_object_new (DECANT_TYPE_LOCKER, NULL);

  self->application = application;
  self->session = g_object_ref (session);
  g_signal_connect_object (application, "window-added", G_CALLBACK (on_window_added), self, G_CONNECT_SWAPPED);
  /* After the session, which forgets first. */
  g_signal_connect_object (decant_session_get_gate (session), "notify::state", G_CALLBACK (on_state), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_bus_get (G_BUS_TYPE_SYSTEM, self->cancellable, on_system_bus, self);
  return self;
}

static void
decant_locker_dispose (GObject *object)
{
  DecantLocker *self = DECANT_LOCKER (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->tick, g_source_remove);
  g_clear_object (&self->watch);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (decant_locker_parent_class)->dispose (object);
}

static void
decant_locker_finalize (GObject *object)
{
  g_object_unref (DECANT_LOCKER (object)->cancellable);
  G_OBJECT_CLASS (decant_locker_parent_class)->finalize (object);
}

static void
decant_locker_class_init (DecantLockerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = decant_locker_dispose;
  G_OBJECT_CLASS (klass)->finalize = decant_locker_finalize;
  signals[LOCKED] = g_signal_new ("locked", DECANT_TYPE_LOCKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
decant_locker_init (DecantLocker *self)
{
  self->cancellable = g_cancellable_new ();
}
