/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <sodium.h>
#include <string.h>

#include "app/dialogs/recovery-print.h"
#include "app/dialogs/vault-assistant.h"
#include "app/models/setup-words.h"
#include "app/widgets/inner-names.h"
#include "app/widgets/qr-code.h"
#include "app/widgets/stack-pages.h"
#include "evidence/error.h"
#include "evidence/recovery.h"
#include "evidence/secret.h"

struct _DecantVaultAssistant
{
  AdwWindow parent_instance;
  DecantGate *gate;
  DecantAssistantTask task;
  guint step;
  DecantSecret *recovery; /* the new key; NULL until it is shown */
  char *words;            /* the same */
  guint asked[2];
  AdwWindowTitle *title;
  GtkButton *back, *next;
  GtkStack *stack;
  GtkLabel *problem, *hint, *current_text;
  AdwPasswordEntryRow *current, *passphrase, *again;
  AdwEntryRow *word_1, *word_2;
  GtkGrid *grid;
  DecantQrCode *qr;
  GtkSwitch *keyring;
};

G_DEFINE_FINAL_TYPE (DecantVaultAssistant, decant_vault_assistant, ADW_TYPE_WINDOW)

static const struct
{
  const char *title, *last;
  const char *steps[6];
} tasks[] = {
  [DECANT_ASSISTANT_CREATE]
  = { N_ ("New Vault"), N_ ("Create Vault"), { "what", "passphrase", "words", "check", "keyring" } },
  [DECANT_ASSISTANT_SEAL]
  = { N_ ("Seal the Vault"), N_ ("Seal"), { "old", "passphrase", "words", "check", "keyring" } },
  [DECANT_ASSISTANT_PASSPHRASE] = { N_ ("Change Passphrase"), N_ ("Change"), { "current", "passphrase" } },
  [DECANT_ASSISTANT_RECOVERY] = { N_ ("New Recovery Words"), N_ ("Change"), { "current", "words", "check" } },
  [DECANT_ASSISTANT_KEYRING] = { N_ ("Open with the Keyring"), N_ ("Allow"), { "current" } },
};

static const char *
get_text (gpointer row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static const char *
get_step (DecantVaultAssistant *self)
{
  return tasks[self->task].steps[self->step];
}

static gboolean
at (DecantVaultAssistant *self, const char *step)
{
  return g_str_equal (get_step (self), step);
}

static void
say (DecantVaultAssistant *self, const char *problem)
{
  gtk_label_set_label (self->problem, problem != NULL ? problem : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), problem != NULL);
}

/* --- may one go on? ----------------------------------------------------------------------------------------- */

static gboolean
is_ready (DecantVaultAssistant *self)
{
  if (decant_gate_is_busy (self->gate))
    return FALSE;
  if (at (self, "current"))
    return *get_text (self->current) != '\0';
  if (at (self, "passphrase"))
    return decant_passphrase_judge (get_text (self->passphrase)) > DECANT_PASSPHRASE_SHORT
           && *get_text (self->again) != '\0';
  if (at (self, "check"))
    return *get_text (self->word_1) != '\0' && *get_text (self->word_2) != '\0';
  return TRUE;
}

static void
update (DecantVaultAssistant *self)
{
  gboolean last = tasks[self->task].steps[self->step + 1] == NULL;
  gboolean busy = decant_gate_is_busy (self->gate);

  gtk_button_set_label (self->next, busy ? _ ("Working…") : last ? _ (tasks[self->task].last) : _ ("Continue"));
  gtk_button_set_label (self->back, self->step == 0 ? _ ("Cancel") : _ ("Back"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->next), is_ready (self));
  gtk_widget_set_sensitive (GTK_WIDGET (self->back), !busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->stack), !busy);
  gtk_label_set_label (self->hint, decant_passphrase_words (decant_passphrase_judge (get_text (self->passphrase))));
}

static void
on_edited (DecantVaultAssistant *self)
{
  say (self, NULL);
  update (self);
}

/* --- recovery words ----------------------------------------------------------------------------------------- */

static void
fill_grid (DecantVaultAssistant *self)
{
  const char *word = self->words;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->grid))) != NULL)
    gtk_grid_remove (self->grid, child);
  for (guint i = 0; i < DECANT_RECOVERY_WORDS; i++)
    {
      char text[32];
      gsize length = strcspn (word, " ");
      GtkWidget *label = gtk_label_new (NULL);

      g_snprintf (text, sizeof text, "%2u. %.*s", i + 1, (int) length, word);
      gtk_label_set_label (GTK_LABEL (label), text);
      sodium_memzero (text, sizeof text);
      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_widget_set_hexpand (label, TRUE);
      gtk_widget_add_css_class (label, "exact");
      gtk_grid_attach (self->grid, label, i / 8, i % 8, 1, 1);
      word += length + (word[length] == ' ');
    }
}

static void
make_words (DecantVaultAssistant *self)
{
  if (self->words != NULL)
    return;
  self->recovery = decant_secret_alloc (DECANT_RECOVERY_SIZE);
  randombytes_buf (self->recovery, DECANT_RECOVERY_SIZE);
  self->words = decant_recovery_to_words (self->recovery);
  fill_grid (self);
  decant_qr_code_set (self->qr, decant_recovery_to_qr (self->recovery), _ ("The recovery words as a QR code"));
}

static void
make_check (DecantVaultAssistant *self)
{
  guint64 random;
  g_autofree char *first = NULL, *second = NULL;

  randombytes_buf (&random, sizeof random);
  decant_recovery_pick (random, DECANT_RECOVERY_WORDS, self->asked);
  first = g_strdup_printf (_ ("Word %u"), self->asked[0] + 1);
  second = g_strdup_printf (_ ("Word %u"), self->asked[1] + 1);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->word_1), first);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->word_2), second);
  gtk_editable_set_text (GTK_EDITABLE (self->word_1), "");
  gtk_editable_set_text (GTK_EDITABLE (self->word_2), "");
}

static void
on_printed (const GError *error, gpointer user_data)
{
  if (error != NULL)
    say (user_data, error->message);
}

static void
on_print (DecantVaultAssistant *self)
{
  decant_recovery_print (GTK_WINDOW (self), self->recovery, on_printed, self);
}

/* --- doing it ----------------------------------------------------------------------------------------------- */

static void
show_step (DecantVaultAssistant *self)
{
  const char *step = get_step (self);
  GtkWidget *first = at (self, "current")      ? GTK_WIDGET (self->current)
                     : at (self, "passphrase") ? GTK_WIDGET (self->passphrase)
                     : at (self, "check")      ? GTK_WIDGET (self->word_1)
                                               : GTK_WIDGET (self->next);

  say (self, NULL);
  if (g_str_equal (step, "words"))
    make_words (self);
  if (g_str_equal (step, "check"))
    make_check (self);
  decant_stack_show (self->stack, step);
  update (self);
  gtk_widget_grab_focus (first);
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  DecantVaultAssistant *self = user_data;
  g_autoptr (GError) error = NULL;

  if (decant_gate_finish (DECANT_GATE (source), result, &error))
    {
      gtk_window_destroy (GTK_WINDOW (self));
      g_object_unref (self);
      return;
    }
  if (g_error_matches (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_LOCKED) && self->task > DECANT_ASSISTANT_SEAL)
    {
      self->step = 0;
      show_step (self);
    }
  update (self);
  say (self, error->message);
  g_object_unref (self);
}

static void
finish (DecantVaultAssistant *self)
{
  DecantOpeningChange change = { .current = get_text (self->current) };

  if (self->task <= DECANT_ASSISTANT_SEAL)
    decant_gate_create_async (self->gate, get_text (self->passphrase), self->recovery,
                              gtk_switch_get_active (self->keyring), on_done, g_object_ref (self));
  else
    {
      change.kind = self->task == DECANT_ASSISTANT_PASSPHRASE ? DECANT_WRAP_PASSPHRASE
                    : self->task == DECANT_ASSISTANT_RECOVERY ? DECANT_WRAP_RECOVERY
                                                              : DECANT_WRAP_KEYRING;
      change.passphrase = get_text (self->passphrase);
      change.recovery = self->recovery;
      decant_gate_change_async (self->gate, &change, on_done, g_object_ref (self));
    }
  update (self);
}

/* What keeps this step from being left, or NULL. */
static const char *
find_problem (DecantVaultAssistant *self)
{
  if (at (self, "passphrase") && strcmp (get_text (self->passphrase), get_text (self->again)) != 0)
    return _ ("The two passphrases differ.");
  if (at (self, "check")
      && !(decant_recovery_word_is (self->words, self->asked[0], get_text (self->word_1))
           && decant_recovery_word_is (self->words, self->asked[1], get_text (self->word_2))))
    return _ ("These are not the words with those numbers. Go back to read them again.");
  return NULL;
}

static void
on_next (DecantVaultAssistant *self)
{
  const char *problem = is_ready (self) ? find_problem (self) : NULL;

  if (!is_ready (self))
    return;
  if (problem != NULL)
    {
      say (self, problem);
      return;
    }
  if (tasks[self->task].steps[self->step + 1] == NULL)
    {
      finish (self);
      return;
    }
  self->step++;
  show_step (self);
}

static void
on_back (DecantVaultAssistant *self)
{
  if (self->step == 0)
    {
      gtk_window_close (GTK_WINDOW (self));
      return;
    }
  self->step--;
  show_step (self);
}

/* --- the window --------------------------------------------------------------------------------------------- */

DecantVaultAssistant *
decant_vault_assistant_new (GtkWindow *parent, DecantGate *gate, DecantAssistantTask task)
{
  DecantVaultAssistant *self
      = g_object_new (DECANT_TYPE_VAULT_ASSISTANT, "transient-for", parent, "modal", TRUE, "application",
                      gtk_window_get_application (parent), "title", _ (tasks[task].title), NULL);

  self->gate = g_object_ref (gate);
  self->task = task;
  adw_window_title_set_title (self->title, _ (tasks[task].title));
  if (task == DECANT_ASSISTANT_KEYRING)
    gtk_label_set_label (
        self->current_text,
        _ ("The keyring will open the vault by itself when you are logged in. Then whoever sits at your "
           "unlocked desktop, and every program that you run, can read what you logged."));
  g_signal_connect_object (gate, "notify::busy", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  show_step (self);
  return self;
}

static void
decant_vault_assistant_dispose (GObject *object)
{
  DecantVaultAssistant *self = DECANT_VAULT_ASSISTANT (object);

  g_clear_object (&self->gate);
  g_clear_pointer (&self->recovery, decant_secret_free);
  g_clear_pointer (&self->words, decant_secret_free);
  G_OBJECT_CLASS (decant_vault_assistant_parent_class)->dispose (object);
}

static void
decant_vault_assistant_class_init (DecantVaultAssistantClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = decant_vault_assistant_dispose;
  g_type_ensure (DECANT_TYPE_QR_CODE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/decant_app/Decant/dialogs/vault-assistant.ui");
#define BIND(name) gtk_widget_class_bind_template_child (widget_class, DecantVaultAssistant, name)
  BIND (title);
  BIND (back);
  BIND (next);
  BIND (stack);
  BIND (problem);
  BIND (hint);
  BIND (current);
  BIND (current_text);
  BIND (passphrase);
  BIND (again);
  BIND (word_1);
  BIND (word_2);
  BIND (grid);
  BIND (qr);
  BIND (keyring);
#undef BIND
  gtk_widget_class_bind_template_callback (widget_class, on_edited);
  gtk_widget_class_bind_template_callback (widget_class, on_next);
  gtk_widget_class_bind_template_callback (widget_class, on_back);
  gtk_widget_class_bind_template_callback (widget_class, on_print);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
decant_vault_assistant_init (DecantVaultAssistant *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  decant_name_inner (GTK_WIDGET (self->stack), GTK_TYPE_LIST_BOX, _ ("To be filled in"));
  decant_name_inner (GTK_WIDGET (self->current), GTK_TYPE_BUTTON, _ ("Show what was typed"));
  decant_name_inner (GTK_WIDGET (self->passphrase), GTK_TYPE_BUTTON, _ ("Show the passphrase"));
  decant_name_inner (GTK_WIDGET (self->again), GTK_TYPE_BUTTON, _ ("Show the same again"));
}
