/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "app/pages/unlock-page.h"
#include "app/widgets/inner-names.h"
#include "evidence/error.h"

struct _DecantUnlockPage
{
  AdwBin parent_instance;
  DecantGate *gate;
  gboolean by_words;
  guint tick; /* source while a wait goes on, or 0 */
  GtkEditable *passphrase, *words;
  GtkWidget *passphrase_group, *words_group;
  GtkButton *unlock, *other;
  GtkLabel *problem;
};

G_DEFINE_FINAL_TYPE (DecantUnlockPage, decant_unlock_page, ADW_TYPE_BIN)

static GtkEditable *
get_entry (DecantUnlockPage *self)
{
  return self->by_words ? self->words : self->passphrase;
}

static void
say (DecantUnlockPage *self, const char *problem)
{
  gtk_label_set_label (self->problem, problem);
  gtk_widget_set_visible (GTK_WIDGET (self->problem), *problem != '\0');
}

static void
update (DecantUnlockPage *self)
{
  gboolean busy = decant_gate_is_busy (self->gate);
  guint wait = decant_gate_get_wait (self->gate);
  g_autofree char *waiting = g_strdup_printf (_ ("Wait %u s"), wait);

  gtk_button_set_label (self->unlock, busy ? _ ("Unlocking…") : wait > 0 ? waiting : _ ("Unlock"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->unlock),
                            !busy && wait == 0 && *gtk_editable_get_text (get_entry (self)) != '\0');
  gtk_editable_set_editable (get_entry (self), !busy); /* insensitive, it would lose the focus */
  gtk_widget_set_visible (self->passphrase_group, !self->by_words);
  gtk_widget_set_visible (self->words_group, self->by_words);
  gtk_widget_set_visible (GTK_WIDGET (self->other),
                          decant_gate_has (self->gate, self->by_words ? DECANT_WRAP_PASSPHRASE : DECANT_WRAP_RECOVERY));
  gtk_button_set_label (self->other, self->by_words ? _ ("Use the Passphrase") : _ ("Use the Recovery Words"));
}

static gboolean
on_tick (gpointer user_data)
{
  DecantUnlockPage *self = user_data;

  update (self);
  if (decant_gate_get_wait (self->gate) > 0)
    return G_SOURCE_CONTINUE;
  self->tick = 0;
  return G_SOURCE_REMOVE;
}

static void
on_edited (DecantUnlockPage *self)
{
  if (!self->gate)
    return;
  say (self, "");
  update (self);
}

static const char *
words_of (DecantUnlockPage *self, const GError *error)
{
  if (!g_error_matches (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_LOCKED))
    return error->message;
  return self->by_words ? _ ("These words do not open this vault. Are they of another one, or from before a change?")
                        : _ ("That is not the passphrase. Are the capital letters and the keyboard’s language right?");
}

static void
on_unlocked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  DecantUnlockPage *self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean ok = decant_gate_finish (DECANT_GATE (source), result, &error);

  if (!self->gate) /* the page went meanwhile */
    ok = TRUE;
  else
    gtk_editable_set_text (get_entry (self), ok || !self->by_words ? "" : gtk_editable_get_text (self->words));
  if (!ok)
    {
      say (self, words_of (self, error));
      update (self);
      gtk_widget_grab_focus (GTK_WIDGET (get_entry (self)));
      if (self->tick == 0 && decant_gate_get_wait (self->gate) > 0)
        self->tick = g_timeout_add (250, on_tick, self);
    }
  g_object_unref (self);
}

static void
on_unlock (DecantUnlockPage *self)
{
  if (!gtk_widget_get_sensitive (GTK_WIDGET (self->unlock)))
    return;
  decant_gate_unlock_async (self->gate, self->by_words ? DECANT_WRAP_RECOVERY : DECANT_WRAP_PASSPHRASE,
                            gtk_editable_get_text (get_entry (self)), on_unlocked, g_object_ref (self));
}

static void
on_other (DecantUnlockPage *self)
{
  gtk_editable_set_text (get_entry (self), "");
  self->by_words = !self->by_words;
  on_edited (self);
  gtk_widget_grab_focus (GTK_WIDGET (get_entry (self)));
}

static void
on_gate (DecantUnlockPage *self)
{
  if (decant_gate_get_state (self->gate) == DECANT_GATE_BROKEN)
    say (self, decant_gate_get_message (self->gate));
  update (self);
}

static void
on_map (DecantUnlockPage *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (get_entry (self)));
}

void
decant_unlock_page_set_gate (DecantUnlockPage *self, DecantGate *gate)
{
  g_assert (!self->gate);
  self->gate = g_object_ref (gate);
  g_signal_connect_object (gate, "notify", G_CALLBACK (on_gate), self, G_CONNECT_SWAPPED);
  on_gate (self);
}

static void
decant_unlock_page_dispose (GObject *object)
{
  DecantUnlockPage *self = DECANT_UNLOCK_PAGE (object);

  g_clear_handle_id (&self->tick, g_source_remove);
  g_clear_object (&self->gate);
  G_OBJECT_CLASS (decant_unlock_page_parent_class)->dispose (object);
}

static void
decant_unlock_page_class_init (DecantUnlockPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = decant_unlock_page_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/decant_app/Decant/pages/unlock-page.ui");
#define BIND(name) gtk_widget_class_bind_template_child (widget_class, DecantUnlockPage, name)
  BIND (passphrase);
  BIND (words);
  BIND (passphrase_group);
  BIND (words_group);
  BIND (unlock);
  BIND (other);
  BIND (problem);
#undef BIND
  gtk_widget_class_bind_template_callback (widget_class, on_edited);
  gtk_widget_class_bind_template_callback (widget_class, on_unlock);
  gtk_widget_class_bind_template_callback (widget_class, on_other);
}

static void
decant_unlock_page_init (DecantUnlockPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  decant_name_inner (GTK_WIDGET (self), GTK_TYPE_LIST_BOX, _ ("What opens the vault"));
  decant_name_inner (GTK_WIDGET (self->passphrase), GTK_TYPE_BUTTON, _ ("Show the passphrase"));
  decant_name_inner (GTK_WIDGET (self->words), GTK_TYPE_BUTTON, _ ("Edit the recovery words"));
  g_signal_connect_swapped (self, "map", G_CALLBACK (on_map), self);
}
