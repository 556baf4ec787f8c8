/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <inttypes.h>

#include "app/pages/evidence-page.h"
#include "app/pages/unlock-page.h"
#include "app/widgets/entry-row.h"
#include "app/widgets/entry-view.h"
#include "app/widgets/stack-pages.h"

struct _DecantEvidencePage
{
  AdwBin parent_instance;
  DecantSession *session;
  GtkStack *stack, *list_stack, *detail_stack;
  AdwStatusPage *status, *detail_problem;
  GtkButton *status_button;
  AdwLeaflet *leaflet;
  AdwWindowTitle *list_title, *detail_title;
  GtkEditable *search;
  GtkListView *list;
  GtkWidget *back;
  DecantEntryView *view;
  DecantUnlockPage *unlock;
  GtkWidget *old;
};

G_DEFINE_FINAL_TYPE (DecantEvidencePage, decant_evidence_page, ADW_TYPE_BIN)

/* --- states of the page ------------------------------------------------------------------------------------ */

static void
show_status (DecantEvidencePage *self, const char *icon, const char *title, const char *description)
{
  adw_status_page_set_icon_name (self->status, icon);
  adw_status_page_set_title (self->status, title);
  adw_status_page_set_description (self->status, description);
  decant_stack_show (self->stack, "status");
}

static void
set_status_button (DecantEvidencePage *self, const char *label, const char *action, const char *target)
{
  GtkActionable *button = GTK_ACTIONABLE (self->status_button);
  gtk_widget_set_visible (GTK_WIDGET (self->status_button), label != NULL);
  if (!label)
    return;
  gtk_button_set_label (self->status_button, label);
  gtk_actionable_set_action_name (button, NULL); /* name and target must fit at every moment */
  gtk_actionable_set_action_target_value (button, target ? g_variant_new_string (target) : NULL);
  gtk_actionable_set_action_name (button, action);
}

static void
show_empty (DecantEvidencePage *self)
{
  set_status_button (self, _ ("Connect a Browser"), "win.show-page", "browsers");
  show_status (self, "folder-documents-symbolic", _ ("No Posts Logged Yet"),
               _ ("Connect a browser, then log a post from Decant’s panel, the context menu or the shortcut. "
                  "It appears here at once, and never leaves this machine."));
}

static void
show_broken (DecantEvidencePage *self, const char *message)
{
  g_autofree char *problem = g_markup_escape_text (message, -1);
  g_autofree char *folder = g_markup_escape_text (decant_session_get_folder (self->session), -1);
  g_autofree char *description
    = g_strdup_printf (_ ("%s\n\nThe vault is in %s. Nothing in it was changed. “decantctl verify” says what still "
                          "holds; a copy from a backup can be put in its place."),
                       problem, folder);
  set_status_button (self, _ ("Try Again"), "app.refresh", NULL);
  show_status (self, "dialog-warning-symbolic", _ ("The Vault Cannot Be Read"), description);
}

static void
show_absent (DecantEvidencePage *self)
{
  set_status_button (self, _ ("Create a Vault…"), "app.create-vault", NULL);
  show_status (self, "folder-documents-symbolic", _ ("No Vault Yet"),
               _ ("Posts that you log are kept in a vault: sealed, so that you alone can read them, and signed, so that "
                  "others can check them. Make one first. Nothing leaves this machine."));
}

static void
update_state (DecantEvidencePage *self)
{
  DecantEntryList *entries = decant_session_get_entries (self->session);
  DecantGate *gate = decant_session_get_gate (self->session);
  guint all = g_list_model_get_n_items (G_LIST_MODEL (entries));
  gtk_widget_set_visible (self->old, decant_gate_get_state (gate) == DECANT_GATE_OLD);
  switch (decant_entry_list_get_state (entries))
    {
    case DECANT_VAULT_STATE_LOADING:
      set_status_button (self, NULL, NULL, NULL);
      show_status (self, NULL, _ ("Opening the Vault…"), NULL);
      break;
    case DECANT_VAULT_STATE_LOCKED:
      decant_stack_show (self->stack, "unlock");
      break;
    case DECANT_VAULT_STATE_BROKEN:
      show_broken (self, decant_entry_list_get_message (entries));
      break;
    case DECANT_VAULT_STATE_READY:
      if (all > 0)
        decant_stack_show (self->stack, "entries");
      else
        show_empty (self);
      break;
    case DECANT_VAULT_STATE_ABSENT:
      show_absent (self);
    }
}

static void
update_count (DecantEvidencePage *self)
{
  guint all = g_list_model_get_n_items (G_LIST_MODEL (decant_session_get_entries (self->session)));
  guint seen = g_list_model_get_n_items (G_LIST_MODEL (decant_session_get_selection (self->session)));
  g_autofree char *count = seen == all ? g_strdup_printf (ngettext ("%u entry", "%u entries", all), all)
                                       : g_strdup_printf (_ ("%u of %u entries"), seen, all);
  adw_window_title_set_subtitle (self->list_title, count);
  decant_stack_show (self->list_stack, seen > 0 ? "list" : "nothing");
  update_state (self);
}

/* --- the opened entry -------------------------------------------------------------------------------------- */

static void
show_opened (DecantEvidencePage *self, DecantEntryDetail *detail)
{
  g_autofree char *title = g_strdup_printf (_ ("Entry %" PRIu64), detail->entry->number);
  adw_window_title_set_title (self->detail_title, title);
  decant_entry_view_show (self->view, self->session, detail);
  decant_stack_show (self->detail_stack, "entry");
}

static void
on_detail (DecantEvidencePage *self)
{
  DecantEntryDetail *detail = decant_session_get_detail (self->session);
  const char *problem = decant_session_get_detail_problem (self->session);
  if (detail)
    {
      show_opened (self, detail);
      return;
    }
  adw_window_title_set_title (self->detail_title, "");
  decant_stack_show (self->detail_stack, problem ? "problem" : "none");
  g_autofree char *escaped = g_markup_escape_text (problem ? problem : "", -1);
  adw_status_page_set_description (self->detail_problem, escaped);
}

void
decant_evidence_page_show_detail (DecantEvidencePage *self)
{
  adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_FORWARD);
}

static void
on_back (DecantEvidencePage *self)
{
  adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_BACK);
}

static void
on_activated (DecantEvidencePage *self, guint position)
{
  gtk_single_selection_set_selected (decant_session_get_selection (self->session), position);
  decant_evidence_page_show_detail (self);
}

/* --- search and rows --------------------------------------------------------------------------------------- */

static void
on_search_typed (DecantEvidencePage *self)
{
  decant_session_set_search (self->session, gtk_editable_get_text (self->search));
}

static void
on_search_set (DecantEvidencePage *self)
{
  const char *search = decant_session_get_search (self->session);
  if (g_strcmp0 (gtk_editable_get_text (self->search), search) != 0)
    gtk_editable_set_text (self->search, search);
}

void
decant_evidence_page_focus_search (DecantEvidencePage *self)
{
  adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_BACK);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
on_row_setup (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer user_data)
{
  gtk_list_item_set_child (list_item, decant_entry_row_new ());
}

static void
on_row_bind (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer user_data)
{
  GtkWidget *row = gtk_list_item_get_child (list_item);
  DecantEntryItem *item = gtk_list_item_get_item (list_item);
  g_autofree char *label = decant_entry_row_dup_label (item);
  decant_entry_row_set_item (DECANT_ENTRY_ROW (row), item);
  /* GTK 4.8 has no gtk_list_item_set_accessible_label() (4.12): the parent is the list item that screen readers see. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (row)), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
}

void
decant_evidence_page_set_session (DecantEvidencePage *self, DecantSession *session)
{
  g_assert (!self->session);
  self->session = g_object_ref (session);
  DecantEntryList *entries = decant_session_get_entries (session);
  decant_unlock_page_set_gate (self->unlock, decant_session_get_gate (session));
  GtkSingleSelection *selection = decant_session_get_selection (session);
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_signal_connect (factory, "setup", G_CALLBACK (on_row_setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_row_bind), NULL);
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));
  g_signal_connect_object (entries, "notify::state", G_CALLBACK (update_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (decant_session_get_gate (session), "notify::state", G_CALLBACK (update_state), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (selection, "items-changed", G_CALLBACK (update_count), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::detail", G_CALLBACK (on_detail), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::search", G_CALLBACK (on_search_set), self, G_CONNECT_SWAPPED);
  update_count (self);
}

static void
decant_evidence_page_dispose (GObject *object)
{
  g_clear_object (&DECANT_EVIDENCE_PAGE (object)->session);
  G_OBJECT_CLASS (decant_evidence_page_parent_class)->dispose (object);
}

static void
decant_evidence_page_class_init (DecantEvidencePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = decant_evidence_page_dispose;
  g_type_ensure (DECANT_TYPE_ENTRY_VIEW);
  g_type_ensure (DECANT_TYPE_UNLOCK_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/decant_app/Decant/pages/evidence-page.ui");
#define BIND(name) gtk_widget_class_bind_template_child (widget_class, DecantEvidencePage, name)
  BIND (stack);
  BIND (list_stack);
  BIND (detail_stack);
  BIND (status);
  BIND (detail_problem);
  BIND (status_button);
  BIND (leaflet);
  BIND (list_title);
  BIND (detail_title);
  BIND (search);
  BIND (list);
  BIND (back);
  BIND (view);
  BIND (unlock);
  BIND (old);
#undef BIND
}

static void
decant_evidence_page_init (DecantEvidencePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  decant_stack_show (self->stack, "status");
  decant_stack_show (self->list_stack, "list");
  decant_stack_show (self->detail_stack, "none");
  g_signal_connect_swapped (self->search, "search-changed", G_CALLBACK (on_search_typed), self);
  g_signal_connect_swapped (self->list, "activate", G_CALLBACK (on_activated), self);
  g_signal_connect_swapped (self->back, "clicked", G_CALLBACK (on_back), self);
}
