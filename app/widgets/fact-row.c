/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "app/widgets/fact-row.h"

struct _DecantFactRow
{
  AdwPreferencesRow parent_instance;
  GtkLabel *name;
  GtkLabel *value;
  GtkWidget *copy;
};

G_DEFINE_FINAL_TYPE (DecantFactRow, decant_fact_row, ADW_TYPE_PREFERENCES_ROW)

static void
copy_value (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DecantFactRow *self = DECANT_FACT_ROW (widget);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), gtk_label_get_label (self->value));
  g_autofree char *message = g_strdup_printf (_ ("%s copied"), gtk_label_get_label (self->name));
  gtk_widget_activate_action (widget, "win.toast", "s", message);
}

GtkWidget *
decant_fact_row_new (const char *name, const char *value, gboolean exact)
{
  DecantFactRow *self = g_object_new (DECANT_TYPE_FACT_ROW, "title", name, NULL);
  g_autofree char *copy = g_strdup_printf (_ ("Copy: %s"), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_label_set_label (self->name, name);
  gtk_label_set_label (self->value, value);
  gtk_widget_set_tooltip_text (self->copy, copy);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->copy), GTK_ACCESSIBLE_PROPERTY_LABEL, copy, -1);
  gtk_widget_set_visible (self->copy, exact);
  if (exact)
    gtk_widget_add_css_class (GTK_WIDGET (self->value), "exact");
  return GTK_WIDGET (self);
}

static void
decant_fact_row_class_init (DecantFactRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/decant_app/Decant/widgets/fact-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DecantFactRow, name);
  gtk_widget_class_bind_template_child (widget_class, DecantFactRow, value);
  gtk_widget_class_bind_template_child (widget_class, DecantFactRow, copy);
  gtk_widget_class_install_action (widget_class, "fact.copy", NULL, copy_value);
}

static void
decant_fact_row_init (DecantFactRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
