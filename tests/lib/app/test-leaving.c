/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>

#include "app/models/idle.h"
#include "app/models/preferences.h"
#include "app/models/screen-watch.h"

/* When a person has left: by the clock, and by what desktops say on a bus of the test's own. */

static void
test_idle (void)
{
  static const struct
  {
    gint64 last, now;
    guint minutes;
    gint64 left;
  } cases[] = {
    { 100, 100, 10, 600 }, { 100, 699, 10, 1 }, { 100, 700, 10, 0 },   { 100, 90000, 10, 0 },
    { 100, 99, 10, 0 },    { 100, 160, 1, 0 },  { 0, 1000000, 0, -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (decant_idle_left (cases[i].last, cases[i].now, cases[i].minutes), ==, cases[i].left);
}

static void
test_preferences (void)
{
  g_autofree char *root = g_dir_make_tmp ("decant-preferences-XXXXXX", NULL);
  g_autofree char *folder = g_build_filename (root, "decant", NULL), *path = g_build_filename (folder, "app.ini", NULL);
  static const struct
  {
    const char *text;
    guint minutes;
  } cases[] = { { "[Lock]\nIdleMinutes=0\n", 0 },
                { "[Lock]\nIdleMinutes=30\n", 30 },
                { "[Lock]\nIdleMinutes=-1\n", DECANT_IDLE_MINUTES },
                { "[Lock]\nIdleMinutes=99999\n", DECANT_IDLE_MINUTES },
                { "[Lock]\nIdleMinutes=soon\n", DECANT_IDLE_MINUTES },
                { "no key file", DECANT_IDLE_MINUTES } };

  g_assert_cmpuint (decant_preferences_get_idle_minutes (path), ==, DECANT_IDLE_MINUTES);
  g_assert_true (decant_preferences_set_idle_minutes (path, 5, NULL));
  g_assert_cmpuint (decant_preferences_get_idle_minutes (path), ==, 5);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_true (g_file_set_contents (path, cases[i].text, -1, NULL));
      g_assert_cmpuint (decant_preferences_get_idle_minutes (path), ==, cases[i].minutes);
    }
  g_unlink (path);
  g_rmdir (folder);
  g_rmdir (root);
}

/* --- the bus ------------------------------------------------------------------------------------------------ */

static void
on_left (guint *left)
{
  (*left)++;
}

static void
on_end (gboolean *end)
{
  *end = TRUE;
}

static GDBusConnection *
connect_to (GTestDBus *bus)
{
  g_autoptr (GError) error = NULL;
  GDBusConnection *connection = g_dbus_connection_new_for_address_sync (
      g_test_dbus_get_bus_address (bus),
      G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION, NULL, NULL,
      &error);

  g_assert_no_error (error);
  return connection;
}

/* Waits long enough for the signal to be heard, or not to be. */
static void
emit (GDBusConnection *from, const char *interface, const char *member, GVariant *parameters)
{
  gboolean end = FALSE;

  g_dbus_connection_emit_signal (from, NULL, "/test", interface, member, parameters, NULL);
  g_dbus_connection_flush_sync (from, NULL, NULL);
  g_timeout_add_once (200, (GSourceOnceFunc) on_end, &end);
  while (!end)
    g_main_context_iteration (NULL, TRUE);
}

static void
own_logind (GDBusConnection *connection)
{
  g_autoptr (GVariant) answer = g_dbus_connection_call_sync (
      connection, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "RequestName",
      g_variant_new ("(su)", "org.freedesktop.login1", 0), NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);

  g_assert_nonnull (answer);
}

static void
test_watch (void)
{
  static const struct
  {
    const char *interface, *member, *parameters;
    gboolean left;
  } cases[] = {
    { "org.freedesktop.ScreenSaver", "ActiveChanged", "(true,)", TRUE },
    { "org.gnome.ScreenSaver", "ActiveChanged", "(true,)", TRUE },
    { "org.gnome.ScreenSaver", "ActiveChanged", "(false,)", FALSE },
    { "org.gnome.ScreenSaver", "ActiveChanged", "('true',)", FALSE },
    { "org.gnome.ScreenSaver", "WakeUpScreen", "()", FALSE },
    { "org.freedesktop.login1.Manager", "PrepareForSleep", "(true,)", TRUE },
    { "org.freedesktop.login1.Manager", "PrepareForSleep", "(false,)", FALSE },
    { "org.freedesktop.login1.Session", "Lock", "()", TRUE },
    { "org.freedesktop.login1.Session", "Unlock", "()", FALSE },
  };
  g_autoptr (GTestDBus) bus = g_test_dbus_new (G_TEST_DBUS_NONE);

  g_test_dbus_up (bus);
  {
    g_autoptr (GDBusConnection) desktop = connect_to (bus), heard = connect_to (bus);
    g_autoptr (DecantScreenWatch) watch = NULL;
    guint left = 0, expected = 0;

    own_logind (desktop);
    watch = decant_screen_watch_new (heard, heard);
    g_signal_connect_swapped (watch, "left", G_CALLBACK (on_left), &left);
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
      {
        emit (desktop, cases[i].interface, cases[i].member,
              g_variant_parse (NULL, cases[i].parameters, NULL, NULL, NULL));
        g_assert_cmpuint (left, ==, expected += cases[i].left);
      }
    g_dbus_connection_set_exit_on_close (desktop, FALSE);
    g_dbus_connection_set_exit_on_close (heard, FALSE);
  }
  g_test_dbus_down (bus);
}

/* A desktop without either bus. */
static void
test_no_bus (void)
{
  g_autoptr (DecantScreenWatch) watch = decant_screen_watch_new (NULL, NULL);

  g_assert_nonnull (watch);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/leaving/idle", test_idle);
  g_test_add_func ("/app/leaving/preferences", test_preferences);
  g_test_add_func ("/app/leaving/watch", test_watch);
  g_test_add_func ("/app/leaving/no-bus", test_no_bus);
  return g_test_run ();
}
