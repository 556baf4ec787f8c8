/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "app/application.h"
#include "app/dialogs/preferences-window.h"
#include "app/dialogs/vault-assistant.h"
#include "app/locker.h"
#include "app/notifier.h"
#include "app/window.h"

struct _DecantApplication
{
  AdwApplication parent_instance;
  char *folder; /* from --vault; NULL for the default */
  DecantSession *session;
  DecantLocker *locker;
  DecantNotifier *notifier;
  DecantWindow *window; /* not owned; NULL when closed */
};

G_DEFINE_FINAL_TYPE (DecantApplication, decant_application, ADW_TYPE_APPLICATION)

static DecantWindow *
ensure_window (DecantApplication *self)
{
  if (!self->window)
    {
      self->window = decant_window_new (GTK_APPLICATION (self), self->session);
      g_object_add_weak_pointer (G_OBJECT (self->window), (gpointer *) &self->window);
    }
  gtk_window_present (GTK_WINDOW (self->window));
  return self->window;
}

static void
on_logged (DecantApplication *self, DecantEntryItem *item)
{
  if (decant_entry_item_is_capture (item))
    decant_notifier_post_logged (self->notifier, item);
}

static void
show_entry (DecantApplication *self, guint64 number)
{
  decant_window_show_entry (ensure_window (self), number);
}

/* --- actions ----------------------------------------------------------------------------------------------- */

static void
on_quit (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_application_quit (G_APPLICATION (user_data));
}

static void
on_refresh (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DecantApplication *self = user_data;
  if (self->window)
    decant_window_refresh (self->window);
}

static void
on_show_entry (GSimpleAction *action, GVariant *number, gpointer user_data)
{
  show_entry (user_data, g_variant_get_uint64 (number));
}

static void
on_about (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DecantApplication *self = user_data;
  adw_show_about_window (GTK_WINDOW (self->window), "application-name", _ ("Decant"), "application-icon", DECANT_APP_ID,
                         "version", DECANT_VERSION, "developer-name", _ ("The Decant contributors"), "license-type",
                         GTK_LICENSE_GPL_3_0, "comments",
                         _ ("Shows what a page really says, and keeps what was logged as evidence that can be checked. "
                            "Nothing leaves this machine."),
                         "website", "https://github.com/decant-app/decant", NULL);
}

static void
on_lock (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  decant_session_lock (DECANT_APPLICATION (user_data)->session);
}

static void
on_create_vault (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DecantApplication *self = user_data;
  DecantGate *gate = decant_session_get_gate (self->session);
  DecantAssistantTask task
      = decant_gate_get_state (gate) == DECANT_GATE_OLD ? DECANT_ASSISTANT_SEAL : DECANT_ASSISTANT_CREATE;
  gtk_window_present (GTK_WINDOW (
      decant_vault_assistant_new (GTK_WINDOW (ensure_window (self)), gate, task)));
}

static void
on_preferences (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DecantApplication *self = user_data;
  DecantGate *gate = decant_session_get_gate (self->session);
  gtk_window_present (GTK_WINDOW (decant_preferences_window_new (GTK_WINDOW (ensure_window (self)), gate)));
}

static void
enable (DecantApplication *self, const char *name, gboolean enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), name)), enabled);
}

static void
on_gate (DecantApplication *self)
{
  DecantGateState state = decant_gate_get_state (decant_session_get_gate (self->session));
  enable (self, "lock", state == DECANT_GATE_OPEN);
  enable (self, "create-vault", state == DECANT_GATE_ABSENT || state == DECANT_GATE_OLD);
}

/* What concerns the whole vault is said where it can be looked into. */
static void
on_warning (DecantApplication *self)
{
  if (self->window && *decant_gate_get_warning (decant_session_get_gate (self->session)))
    gtk_widget_activate_action (GTK_WIDGET (self->window), "win.show-page", "s", "integrity");
}

static void
on_locked (DecantApplication *self)
{
  decant_notifier_withdraw_all (self->notifier);
  if (self->window)
    decant_window_forget (self->window);
}

static const GActionEntry actions[] = {
  { "quit", on_quit },
  { "refresh", on_refresh },
  { "about", on_about },
  { "lock", on_lock },
  { "create-vault", on_create_vault },
  { "preferences", on_preferences },
  { "show-entry", on_show_entry, "t" },
};

static const struct {
  const char *action;
  const char *keys[3];
} shortcuts[] = {
  { "app.quit", { "<Control>q" } },
  { "app.refresh", { "F5", "<Control>r" } },
  { "app.lock", { "<Control>l" } },
  { "app.preferences", { "<Control>comma" } },
  { "win.search", { "<Control>f" } },
  { "win.toggle-sidebar", { "F9" } },
  { "win.show-page::evidence", { "<Alt>1" } },
  { "win.show-page::browsers", { "<Alt>2" } },
  { "win.show-page::integrity", { "<Alt>3" } },
  { "window.close", { "<Control>w" } },
};

/* --- life -------------------------------------------------------------------------------------------------- */

static void
decant_application_startup (GApplication *application)
{
  DecantApplication *self = DECANT_APPLICATION (application);
  G_APPLICATION_CLASS (decant_application_parent_class)->startup (application);
  g_autofree char *folder = self->folder ? g_strdup (self->folder) : decant_vault_dup_default_folder ();
  gtk_window_set_default_icon_name (DECANT_APP_ID);
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  for (gsize i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), shortcuts[i].action,
                                           (const char *const *) shortcuts[i].keys);
  self->session = decant_session_new (folder);
  self->locker = decant_locker_new (GTK_APPLICATION (self), self->session);
  g_signal_connect_object (self->locker, "locked", G_CALLBACK (on_locked), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (decant_session_get_gate (self->session), "notify::state", G_CALLBACK (on_gate), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (decant_session_get_gate (self->session), "notify::warning", G_CALLBACK (on_warning), self,
                           G_CONNECT_SWAPPED);
  on_gate (self);
  self->notifier = decant_notifier_new ();
  g_signal_connect_object (self->session, "logged", G_CALLBACK (on_logged), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->notifier, "activated", G_CALLBACK (show_entry), self, G_CONNECT_SWAPPED);
}

static void
decant_application_activate (GApplication *application)
{
  ensure_window (DECANT_APPLICATION (application));
}

static int
decant_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  DecantApplication *self = DECANT_APPLICATION (application);
  const char *folder;
  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("decant %s\n", DECANT_VERSION);
      return 0;
    }
  if (g_variant_dict_lookup (options, "vault", "^&ay", &folder))
    {
      self->folder = g_canonicalize_filename (folder, NULL);
      g_application_set_flags (application, g_application_get_flags (application) | G_APPLICATION_NON_UNIQUE);
    }
  return -1;
}

static void
decant_application_shutdown (GApplication *application)
{
  DecantApplication *self = DECANT_APPLICATION (application);
  g_clear_object (&self->notifier);
  g_clear_object (&self->locker);
  g_clear_object (&self->session);
  G_APPLICATION_CLASS (decant_application_parent_class)->shutdown (application);
}

static void
decant_application_finalize (GObject *object)
{
  DecantApplication *self = DECANT_APPLICATION (object);
  g_clear_weak_pointer (&self->window);
  g_free (self->folder);
  G_OBJECT_CLASS (decant_application_parent_class)->finalize (object);
}

static void
decant_application_class_init (DecantApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);
  G_OBJECT_CLASS (klass)->finalize = decant_application_finalize;
  application_class->startup = decant_application_startup;
  application_class->activate = decant_application_activate;
  application_class->shutdown = decant_application_shutdown;
  application_class->handle_local_options = decant_application_handle_local_options;
}

static void
decant_application_init (DecantApplication *self)
{
  static const GOptionEntry options[] = {
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Print the version and exit"), NULL },
    { "vault", 0, 0, G_OPTION_ARG_FILENAME, NULL, N_ ("Open the vault in DIR, in a process of its own"), N_ ("DIR") },
    { NULL },
  };
  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_summary (G_APPLICATION (self),
                                            _ ("Shows the posts logged by Decant’s browser extension as evidence."));
}

DecantApplication *
decant_application_new (void)
{
  return g_object_new (DECANT_TYPE_APPLICATION, "application-id", DECANT_APP_ID, "flags",
                       G_APPLICATION_DEFAULT_FLAGS, "resource-base-path", "/io/github/decant_app/Decant", NULL);
}
