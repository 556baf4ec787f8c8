/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gunixfdlist.h>
#include <unistd.h>

#include "app/models/screen-watch.h"

#define LOGIND "org.freedesktop.login1"
#define LOGIND_PATH "/org/freedesktop/login1"

struct _DecantScreenWatch
{
  GObject parent_instance;
  GDBusConnection *session, *system;
  GArray *session_ids, *system_ids; /* of subscriptions */
  GCancellable *cancellable;
  char *own;     /* object path of our session, NULL until known */
  int inhibitor; /* −1 if there is none */
};

enum
{
  LEFT,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DecantScreenWatch, decant_screen_watch, G_TYPE_OBJECT)

static void
tell (DecantScreenWatch *self)
{
  g_signal_emit (self, signals[LEFT], 0);
}

static void
subscribe (DecantScreenWatch *self,
           GDBusConnection *bus,
           GArray *ids,
           const char *sender,
           const char *interface,
           const char *member,
           GDBusSignalCallback callback)
{
  guint id = g_dbus_connection_signal_subscribe (bus, sender, interface, member, NULL, NULL, G_DBUS_SIGNAL_FLAGS_NONE,
                                                 callback, self, NULL);

  g_array_append_val (ids, id);
}

/* --- screen savers ------------------------------------------------------------------------------------------ */

static gboolean
get_flag (GVariant *parameters)
{
  gboolean flag = FALSE;

  if (g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(b)")))
    g_variant_get (parameters, "(b)", &flag);
  return flag;
}

static void
on_active_changed (GDBusConnection *bus,
                   const char *sender,
                   const char *path,
                   const char *interface,
                   const char *member,
                   GVariant *parameters,
                   gpointer user_data)
{
  if (get_flag (parameters))
    tell (user_data);
}

/* From any sender: who can reach the bus could lock the screen itself, and gains nothing but a locked vault. */
static void
hear_session (DecantScreenWatch *self)
{
  static const char *const interfaces[]
      = { "org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver", "org.cinnamon.ScreenSaver", "org.mate.ScreenSaver" };

  for (guint i = 0; i < G_N_ELEMENTS (interfaces); i++)
    subscribe (self, self->session, self->session_ids, NULL, interfaces[i], "ActiveChanged", on_active_changed);
}

/* --- logind ------------------------------------------------------------------------------------------------- */

static void
on_inhibited (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GUnixFDList) fds = NULL;
  g_autoptr (GVariant) answer
      = g_dbus_connection_call_with_unix_fd_list_finish (G_DBUS_CONNECTION (source), &fds, result, NULL);
  DecantScreenWatch *self = user_data;
  int handle;

  if (answer == NULL || fds == NULL) /* cancelled: self may be gone */
    return;
  g_variant_get (answer, "(h)", &handle);
  if (self->inhibitor < 0)
    self->inhibitor = g_unix_fd_list_get (fds, handle, NULL);
}

static void
delay_sleep (DecantScreenWatch *self)
{
  g_dbus_connection_call_with_unix_fd_list (self->system, LOGIND, LOGIND_PATH, LOGIND ".Manager", "Inhibit",
                                            g_variant_new ("(ssss)", "sleep", "Decant", "locks the vault", "delay"),
                                            G_VARIANT_TYPE ("(h)"), G_DBUS_CALL_FLAGS_NONE, -1, NULL, self->cancellable,
                                            on_inhibited, self);
}

static void
let_sleep (DecantScreenWatch *self)
{
  if (self->inhibitor >= 0)
    close (self->inhibitor);
  self->inhibitor = -1;
}

static void
on_sleep (GDBusConnection *bus,
          const char *sender,
          const char *path,
          const char *interface,
          const char *member,
          GVariant *parameters,
          gpointer user_data)
{
  if (!get_flag (parameters))
    {
      delay_sleep (user_data);
      return;
    }
  tell (user_data);
  let_sleep (user_data);
}

static gboolean
is_own (DecantScreenWatch *self, const char *path)
{
  return self->own == NULL || g_str_equal (self->own, path);
}

static void
on_lock (GDBusConnection *bus,
         const char *sender,
         const char *path,
         const char *interface,
         const char *member,
         GVariant *parameters,
         gpointer user_data)
{
  if (is_own (user_data, path))
    tell (user_data);
}

/* Another user's session is in front. */
static void
on_properties (GDBusConnection *bus,
               const char *sender,
               const char *path,
               const char *interface,
               const char *member,
               GVariant *parameters,
               gpointer user_data)
{
  DecantScreenWatch *self = user_data;
  g_autoptr (GVariant) changed = NULL;
  const char *of;
  gboolean active;

  if (self->own == NULL || !is_own (self, path) || !g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(sa{sv}as)")))
    return;
  g_variant_get (parameters, "(&s@a{sv}as)", &of, &changed, NULL);
  if (g_str_equal (of, LOGIND ".Session") && g_variant_lookup (changed, "Active", "b", &active) && !active)
    tell (self);
}

static void
on_display (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GVariant) answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);
  g_autoptr (GVariant) value = NULL;
  DecantScreenWatch *self = user_data;

  if (answer == NULL)
    return;
  g_variant_get (answer, "(v)", &value);
  if (!g_variant_is_of_type (value, G_VARIANT_TYPE ("(so)")))
    return;
  g_free (self->own);
  g_variant_get (value, "(so)", NULL, &self->own);
}

static void
on_user (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GVariant) answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);
  DecantScreenWatch *self = user_data;
  const char *path;

  if (answer == NULL)
    return;
  g_variant_get (answer, "(&o)", &path);
  g_dbus_connection_call (self->system, LOGIND, path, "org.freedesktop.DBus.Properties", "Get",
                          g_variant_new ("(ss)", LOGIND ".User", "Display"), G_VARIANT_TYPE ("(v)"),
                          G_DBUS_CALL_FLAGS_NONE, -1, self->cancellable, on_display, self);
}

/* The session with a display: the application itself may run outside of it, under the user's service manager. Until it
 * is known, any session's lock counts. */
static void
find_own (DecantScreenWatch *self)
{
  g_dbus_connection_call (self->system, LOGIND, LOGIND_PATH, LOGIND ".Manager", "GetUser",
                          g_variant_new ("(u)", (guint32) getuid ()), G_VARIANT_TYPE ("(o)"), G_DBUS_CALL_FLAGS_NONE,
                          -1, self->cancellable, on_user, self);
}

static void
hear_system (DecantScreenWatch *self)
{
  subscribe (self, self->system, self->system_ids, LOGIND, LOGIND ".Manager", "PrepareForSleep", on_sleep);
  subscribe (self, self->system, self->system_ids, LOGIND, LOGIND ".Session", "Lock", on_lock);
  subscribe (self, self->system, self->system_ids, LOGIND, "org.freedesktop.DBus.Properties", "PropertiesChanged",
             on_properties);
  find_own (self);
  delay_sleep (self);
}

/* --- the object --------------------------------------------------------------------------------------------- */

DecantScreenWatch *
decant_screen_watch_new (GDBusConnection *session, GDBusConnection *system)
{
  DecantScreenWatch *self = g_object_new (DECANT_TYPE_SCREEN_WATCH, NULL);

  if (g_set_object (&self->session, session) && session != NULL)
    hear_session (self);
  if (g_set_object (&self->system, system) && system != NULL)
    hear_system (self);
  return self;
}

static void
unsubscribe (GDBusConnection *bus, GArray *ids)
{
  for (guint i = 0; i < ids->len; i++)
    g_dbus_connection_signal_unsubscribe (bus, g_array_index (ids, guint, i));
  g_array_set_size (ids, 0);
}

static void
decant_screen_watch_dispose (GObject *object)
{
  DecantScreenWatch *self = DECANT_SCREEN_WATCH (object);

  g_cancellable_cancel (self->cancellable);
  unsubscribe (self->session, self->session_ids);
  unsubscribe (self->system, self->system_ids);
  let_sleep (self);
  g_clear_object (&self->session);
  g_clear_object (&self->system);
  G_OBJECT_CLASS (decant_screen_watch_parent_class)->dispose (object);
}

static void
decant_screen_watch_finalize (GObject *object)
{
  DecantScreenWatch *self = DECANT_SCREEN_WATCH (object);

  g_array_unref (self->session_ids);
  g_array_unref (self->system_ids);
  g_object_unref (self->cancellable);
  g_free (self->own);
  G_OBJECT_CLASS (decant_screen_watch_parent_class)->finalize (object);
}

static void
decant_screen_watch_class_init (DecantScreenWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = decant_screen_watch_dispose;
  G_OBJECT_CLASS (klass)->finalize = decant_screen_watch_finalize;
  signals[LEFT]
      = g_signal_new ("left", DECANT_TYPE_SCREEN_WATCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
decant_screen_watch_init (DecantScreenWatch *self)
{
  self->session_ids = g_array_new (FALSE, FALSE, sizeof (guint));
  self->system_ids = g_array_new (FALSE, FALSE, sizeof (guint));
  self->cancellable = g_cancellable_new ();
  self->inhibitor = -1;
}
