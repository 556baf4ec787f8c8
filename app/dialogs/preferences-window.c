/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "app/dialogs/preferences-window.h"
#include "app/dialogs/vault-assistant.h"
#include "app/models/preferences.h"

struct _DecantPreferencesWindow
{
  AdwPreferencesWindow parent_instance;
  DecantGate *gate;
  AdwComboRow *idle;
  GtkWidget *opening;
  AdwActionRow *recovery, *keyring;
  GtkButton *change_keyring;
};

G_DEFINE_FINAL_TYPE (DecantPreferencesWindow, decant_preferences_window, ADW_TYPE_PREFERENCES_WINDOW)

static const guint minutes[] = { 1, 2, 5, 10, 15, 30, 60, 0 };

static void
on_idle (DecantPreferencesWindow *self)
{
  g_autofree char *path = decant_preferences_dup_path ();
  g_autoptr (GError) error = NULL;
  guint chosen = adw_combo_row_get_selected (self->idle);

  if (chosen >= G_N_ELEMENTS (minutes) || decant_preferences_set_idle_minutes (path, minutes[chosen], &error))
    return;
  g_autofree char *escaped = g_markup_escape_text (error->message, -1);
  adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (self), adw_toast_new (escaped));
}

static void
fill_idle (DecantPreferencesWindow *self)
{
  g_autofree char *path = decant_preferences_dup_path ();
  g_autoptr (GtkStringList) words = gtk_string_list_new (NULL);
  guint chosen = decant_preferences_get_idle_minutes (path), at = 3;

  for (guint i = 0; i < G_N_ELEMENTS (minutes); i++)
    {
      g_autofree char *word = minutes[i] == 0
                                  ? g_strdup (_ ("Never"))
                                  : g_strdup_printf (ngettext ("%u minute", "%u minutes", minutes[i]), minutes[i]);

      gtk_string_list_append (words, word);
      at = minutes[i] == chosen ? i : at;
    }
  adw_combo_row_set_model (self->idle, G_LIST_MODEL (words));
  adw_combo_row_set_selected (self->idle, at);
  g_signal_connect_swapped (self->idle, "notify::selected", G_CALLBACK (on_idle), self);
}

/* --- what opens the vault ----------------------------------------------------------------------------------- */

static void
update (DecantPreferencesWindow *self)
{
  gboolean keyring = decant_gate_has (self->gate, DECANT_WRAP_KEYRING);

  gtk_widget_set_sensitive (self->opening, decant_gate_get_state (self->gate) == DECANT_GATE_OPEN
                                               && !decant_gate_is_busy (self->gate));
  adw_action_row_set_subtitle (self->recovery, decant_gate_has (self->gate, DECANT_WRAP_RECOVERY)
                                                   ? _ ("New ones make the old ones worthless.")
                                                   : _ ("There are none: a forgotten passphrase is the end."));
  adw_action_row_set_subtitle (self->keyring, keyring
                                                  ? _ ("It opens the vault by itself for whoever is logged in as you.")
                                                  : _ ("It does not open the vault: Decant asks for the passphrase."));
  gtk_button_set_label (self->change_keyring, keyring ? _ ("Stop") : _ ("Allow…"));
}

static void
assist (DecantPreferencesWindow *self, DecantAssistantTask task)
{
  gtk_window_present (GTK_WINDOW (decant_vault_assistant_new (GTK_WINDOW (self), self->gate, task)));
}

static void
on_passphrase (DecantPreferencesWindow *self)
{
  assist (self, DECANT_ASSISTANT_PASSPHRASE);
}

static void
on_recovery (DecantPreferencesWindow *self)
{
  assist (self, DECANT_ASSISTANT_RECOVERY);
}

static void
on_stopped (GObject *source, GAsyncResult *result, gpointer user_data)
{
  DecantPreferencesWindow *self = user_data;
  g_autoptr (GError) error = NULL;

  if (!decant_gate_finish (DECANT_GATE (source), result, &error))
    {
      g_autofree char *escaped = g_markup_escape_text (error->message, -1);

      adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (self), adw_toast_new (escaped));
    }
  g_object_unref (self);
}

static void
on_keyring (DecantPreferencesWindow *self)
{
  DecantOpeningChange stop = { .kind = DECANT_WRAP_KEYRING, .remove = TRUE };

  if (decant_gate_has (self->gate, DECANT_WRAP_KEYRING))
    decant_gate_change_async (self->gate, &stop, on_stopped, g_object_ref (self));
  else
    assist (self, DECANT_ASSISTANT_KEYRING);
}

/* --- the window --------------------------------------------------------------------------------------------- */

DecantPreferencesWindow *
decant_preferences_window_new (GtkWindow *parent, DecantGate *gate)
{
  DecantPreferencesWindow *self = g_object_new (DECANT_TYPE_PREFERENCES_WINDOW, "transient-for", parent, "application",
                                                gtk_window_get_application (parent), NULL);

  self->gate = g_object_ref (gate);
  g_signal_connect_object (gate, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return self;
}

static void
decant_preferences_window_dispose (GObject *object)
{
  g_clear_object (&DECANT_PREFERENCES_WINDOW (object)->gate);
  G_OBJECT_CLASS (decant_preferences_window_parent_class)->dispose (object);
}

static void
decant_preferences_window_class_init (DecantPreferencesWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = decant_preferences_window_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/decant_app/Decant/dialogs/preferences-window.ui");
#define BIND(name) gtk_widget_class_bind_template_child (widget_class, DecantPreferencesWindow, name)
  BIND (idle);
  BIND (opening);
  BIND (recovery);
  BIND (keyring);
  BIND (change_keyring);
#undef BIND
  gtk_widget_class_bind_template_callback (widget_class, on_passphrase);
  gtk_widget_class_bind_template_callback (widget_class, on_recovery);
  gtk_widget_class_bind_template_callback (widget_class, on_keyring);
}

static void
decant_preferences_window_init (DecantPreferencesWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_idle (self);
}
