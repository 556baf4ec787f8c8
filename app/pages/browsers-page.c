/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "app/pages/browsers-page.h"
#include "app/widgets/pairing-row.h"

struct _DecantBrowsersPage
{
  AdwBin parent_instance;
  DecantSession *session;
  GtkListBox *list, *pairings;
};

G_DEFINE_FINAL_TYPE (DecantBrowsersPage, decant_browsers_page, ADW_TYPE_BIN)

/* --- doing ------------------------------------------------------------------------------------------------- */

typedef struct {
  DecantBrowsersPage *page;
  char *done; /* nullable: what to say when it worked */
} Doing;

static void
on_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Doing *doing = user_data;
  g_autoptr (GError) error = NULL;
  gboolean worked = decant_browser_list_run_finish (DECANT_BROWSER_LIST (source), result, &error);
  const char *message = worked ? doing->done : error->message;
  if (message)
    gtk_widget_activate_action (GTK_WIDGET (doing->page), "win.toast", "s", message);
  g_object_unref (doing->page);
  g_free (doing->done);
  g_free (doing);
}

/* @done is taken. */
static void
run (DecantBrowsersPage *self, DecantBrowserAction action, const char *id, char *done)
{
  Doing *doing = g_new0 (Doing, 1);
  doing->page = g_object_ref (self);
  doing->done = done;
  decant_browser_list_run_async (decant_session_get_browsers (self->session), action, id, on_done, doing);
}

void
decant_browsers_page_refresh (DecantBrowsersPage *self)
{
  run (self, DECANT_BROWSER_ACTION_LOOK, NULL, NULL);
}

static void
on_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  const char *id, *title;
  g_variant_get (parameter, "(&s&s)", &id, &title);
  if (g_str_equal (name, "browser.install"))
    run (DECANT_BROWSERS_PAGE (widget), DECANT_BROWSER_ACTION_INSTALL, id,
         g_strdup_printf (_ ("%s is connected"), title));
  else
    run (DECANT_BROWSERS_PAGE (widget), DECANT_BROWSER_ACTION_REMOVE, id,
         g_strdup_printf (_ ("%s is disconnected"), title));
}

/* --- pairing ----------------------------------------------------------------------------------------------- */

static void
on_decided (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DecantBrowsersPage) self = user_data;
  g_autoptr (GError) error = NULL;
  if (!decant_desk_decide_finish (DECANT_DESK (source), result, &error))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", error->message);
}

static void
on_pairing (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DecantBrowsersPage *self = DECANT_BROWSERS_PAGE (widget);
  DecantDeskAct act = g_str_equal (name, "pairing.approve")  ? DECANT_DESK_APPROVE
                      : g_str_equal (name, "pairing.refuse") ? DECANT_DESK_REFUSE
                                                             : DECANT_DESK_REVOKE;
  decant_desk_decide_async (decant_session_get_desk (self->session), act, g_variant_get_string (parameter, NULL), on_decided,
                            g_object_ref (self));
}

static GtkWidget *
pairing_row_new (gpointer item, gpointer user_data)
{
  return decant_pairing_row_new (item);
}

/* --- rows -------------------------------------------------------------------------------------------------- */

static GtkWidget *
button_new (DecantBrowserItem *item, const char *label, const char *action, const char *style)
{
  const char *title = decant_browser_item_get_title (item);
  GtkWidget *button = gtk_button_new_with_label (label);
  g_autofree char *name = g_strdup_printf ("%s: %s", label, title);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(ss)", decant_browser_item_get_id (item), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, style);
  return button;
}

static GtkWidget *
state_new (DecantBrowserItem *item)
{
  static const char *const icons[] = {
    [DECANT_BROWSER_ABSENT] = NULL,
    [DECANT_BROWSER_UNREGISTERED] = NULL,
    [DECANT_BROWSER_REGISTERED] = "emblem-ok-symbolic",
    [DECANT_BROWSER_STALE] = "dialog-warning-symbolic",
    [DECANT_BROWSER_BLOCKED] = "dialog-warning-symbolic",
  };
  const char *icon = icons[decant_browser_item_get_state (item)];
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  if (icon)
    gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (icon));
  gtk_box_append (GTK_BOX (box), gtk_label_new (decant_browser_item_get_state_words (item)));
  gtk_widget_add_css_class (
      box, decant_browser_item_get_state (item) == DECANT_BROWSER_REGISTERED ? "success" : "dim-label");
  return box;
}

static GtkWidget *
row_new (gpointer object, gpointer user_data)
{
  DecantBrowserItem *item = object;
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title",
                                 decant_browser_item_get_title (item), "subtitle",
                                 decant_browser_item_get_message (item), "focusable", FALSE, "activatable", FALSE,
                                 "subtitle-lines", 6, NULL);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), state_new (item));
  if (decant_browser_item_can_install (item))
    adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                               button_new (item, _ ("Install"), "browser.install", "suggested-action"));
  if (decant_browser_item_can_remove (item))
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), button_new (item, _ ("Remove"), "browser.remove", "flat"));
  gtk_widget_set_sensitive (row, decant_browser_item_get_state (item) != DECANT_BROWSER_ABSENT);
  gtk_widget_set_tooltip_text (row, decant_browser_item_get_manifest (item));
  return row;
}

void
decant_browsers_page_set_session (DecantBrowsersPage *self, DecantSession *session)
{
  g_assert (!self->session);
  self->session = g_object_ref (session);
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (decant_session_get_browsers (session)), row_new, NULL, NULL);
  gtk_list_box_bind_model (self->pairings, decant_desk_get_pairings (decant_session_get_desk (session)), pairing_row_new, NULL, NULL);
  decant_browsers_page_refresh (self);
}

static void
decant_browsers_page_dispose (GObject *object)
{
  g_clear_object (&DECANT_BROWSERS_PAGE (object)->session);
  G_OBJECT_CLASS (decant_browsers_page_parent_class)->dispose (object);
}

static void
decant_browsers_page_class_init (DecantBrowsersPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = decant_browsers_page_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/decant_app/Decant/pages/browsers-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DecantBrowsersPage, list);
  gtk_widget_class_bind_template_child (widget_class, DecantBrowsersPage, pairings);
  gtk_widget_class_install_action (widget_class, "browser.install", "(ss)", on_action);
  gtk_widget_class_install_action (widget_class, "browser.remove", "(ss)", on_action);
  gtk_widget_class_install_action (widget_class, "pairing.approve", "s", on_pairing);
  gtk_widget_class_install_action (widget_class, "pairing.refuse", "s", on_pairing);
  gtk_widget_class_install_action (widget_class, "pairing.revoke", "s", on_pairing);
}

static void
decant_browsers_page_init (DecantBrowsersPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
