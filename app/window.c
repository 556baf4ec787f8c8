/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pages/browsers-page.h"
#include "app/pages/evidence-page.h"
#include "app/pages/integrity-page.h"
#include "app/widgets/stack-pages.h"
#include "app/window.h"

struct _DecantWindow
{
  AdwApplicationWindow parent_instance;
  DecantSession *session;
  AdwToastOverlay *toasts;
  AdwFlap *flap;
  GtkListBox *pages;
  GtkStack *stack;
  AdwBin *evidence_place, *integrity_place;
  DecantEvidencePage *evidence;
  DecantBrowsersPage *browsers;
};

G_DEFINE_FINAL_TYPE (DecantWindow, decant_window, ADW_TYPE_APPLICATION_WINDOW)

static GtkListBoxRow *
find_row (DecantWindow *self, const char *name)
{
  GtkListBoxRow *row;
  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->pages, i)); i++)
    if (g_strcmp0 (gtk_widget_get_name (GTK_WIDGET (row)), name) == 0)
      return row;
  return NULL;
}

static void
show_page (GtkWidget *widget, const char *action, GVariant *name)
{
  DecantWindow *self = DECANT_WINDOW (widget);
  GtkListBoxRow *row = find_row (self, g_variant_get_string (name, NULL));
  if (row)
    gtk_list_box_select_row (self->pages, row);
}

static void
on_page_selected (DecantWindow *self, GtkListBoxRow *row)
{
  if (row)
    decant_stack_show (self->stack, gtk_widget_get_name (GTK_WIDGET (row)));
}

/* A click on a page's name also closes the sidebar where it lies over the page. */
static void
on_page_activated (DecantWindow *self)
{
  if (adw_flap_get_folded (self->flap))
    adw_flap_set_reveal_flap (self->flap, FALSE);
}

static void
toggle_sidebar (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DecantWindow *self = DECANT_WINDOW (widget);
  adw_flap_set_reveal_flap (self->flap, !adw_flap_get_reveal_flap (self->flap));
}

static void
search (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DecantWindow *self = DECANT_WINDOW (widget);
  gtk_list_box_select_row (self->pages, find_row (self, "evidence"));
  decant_evidence_page_focus_search (self->evidence);
}

/* Toast titles are markup in libadwaita 1.2; what we say may hold names of files. */
static void
toast (GtkWidget *widget, const char *action, GVariant *message)
{
  g_autofree char *escaped = g_markup_escape_text (g_variant_get_string (message, NULL), -1);
  adw_toast_overlay_add_toast (DECANT_WINDOW (widget)->toasts, adw_toast_new (escaped));
}

void
decant_window_show_entry (DecantWindow *self, guint64 number)
{
  gtk_list_box_select_row (self->pages, find_row (self, "evidence"));
  decant_session_show_entry (self->session, number);
  decant_evidence_page_show_detail (self->evidence);
}

void
decant_window_refresh (DecantWindow *self)
{
  decant_session_refresh (self->session);
  decant_browsers_page_refresh (self->browsers);
}

static void
fill_places (DecantWindow *self)
{
  DecantIntegrityPage *integrity = g_object_new (DECANT_TYPE_INTEGRITY_PAGE, NULL);
  self->evidence = g_object_new (DECANT_TYPE_EVIDENCE_PAGE, NULL);
  decant_evidence_page_set_session (self->evidence, self->session);
  decant_integrity_page_set_session (integrity, self->session);
  adw_bin_set_child (self->evidence_place, GTK_WIDGET (self->evidence));
  adw_bin_set_child (self->integrity_place, GTK_WIDGET (integrity));
}

void
decant_window_forget (DecantWindow *self)
{
  fill_places (self);
}

DecantWindow *
decant_window_new (GtkApplication *application, DecantSession *session)
{
  DecantWindow *self = g_object_new (DECANT_TYPE_WINDOW, "application", application, NULL);
  self->session = g_object_ref (session);
  fill_places (self);
  decant_browsers_page_set_session (self->browsers, session);
  gtk_list_box_select_row (self->pages, find_row (self, "evidence"));
  return self;
}

static void
decant_window_dispose (GObject *object)
{
  g_clear_object (&DECANT_WINDOW (object)->session);
  G_OBJECT_CLASS (decant_window_parent_class)->dispose (object);
}

static void
decant_window_class_init (DecantWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = decant_window_dispose;
  g_type_ensure (DECANT_TYPE_BROWSERS_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/decant_app/Decant/window.ui");
#define BIND(name) gtk_widget_class_bind_template_child (widget_class, DecantWindow, name)
  BIND (toasts);
  BIND (flap);
  BIND (pages);
  BIND (stack);
  BIND (evidence_place);
  BIND (integrity_place);
  BIND (browsers);
#undef BIND
  gtk_widget_class_install_action (widget_class, "win.show-page", "s", show_page);
  gtk_widget_class_install_action (widget_class, "win.toggle-sidebar", NULL, toggle_sidebar);
  gtk_widget_class_install_action (widget_class, "win.search", NULL, search);
  gtk_widget_class_install_action (widget_class, "win.toast", "s", toast);
}

static void
decant_window_init (DecantWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (self->pages, "row-selected", G_CALLBACK (on_page_selected), self);
  g_signal_connect_swapped (self->pages, "row-activated", G_CALLBACK (on_page_activated), self);
}
