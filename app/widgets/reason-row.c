/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "app/widgets/reason-row.h"

struct _DecantReasonRow
{
  AdwActionRow parent_instance;
  double share; /* −1 … 1 of a full bar */
};

G_DEFINE_FINAL_TYPE (DecantReasonRow, decant_reason_row, ADW_TYPE_ACTION_ROW)

static void
draw_bar (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user_data)
{
  DecantReasonRow *self = user_data;
  double middle = width / 2.0, reach = self->share * middle;
  GdkRGBA color;
  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (area)), &color);
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_rectangle (cr, MIN (middle, middle + reach), height / 2.0 - 3, ABS (reach), 6);
  cairo_fill (cr);
  color.alpha *= 0.4;
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_rectangle (cr, middle - 0.5, 0, 1, height);
  cairo_fill (cr);
}

static GtkWidget *
bar_new (DecantReasonRow *self)
{
  GtkWidget *bar = gtk_drawing_area_new ();
  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (bar), 72);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (bar), 16);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (bar), draw_bar, self, NULL);
  gtk_widget_set_valign (bar, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (bar, self->share < 0 ? "weight-minus" : "weight-plus");
  return bar;
}

static GtkWidget *
number_new (gint64 weight)
{
  g_autofree char *text = g_strdup_printf ("%s%.2f", weight < 0 ? "−" : "+", ABS (weight) / 1000.0);
  GtkWidget *label = gtk_label_new (text);
  gtk_label_set_width_chars (GTK_LABEL (label), 6);
  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_widget_add_css_class (label, "numeric");
  gtk_widget_set_tooltip_text (label, weight < 0 ? _ ("Speaks against a sale, in log-odds")
                                                 : _ ("Speaks for a sale, in log-odds"));
  return label;
}

static char *
dup_subtitle (const DecantReasonView *reason)
{
  g_autofree char *quote = reason->quote ? g_strdup_printf ("“%s”", reason->quote) : g_strdup ("");
  if (!reason->innocent || !*reason->innocent)
    return g_steal_pointer (&quote);
  return g_strdup_printf (_ ("%s%sinnocent reading: %s"), quote, *quote ? " · " : "", reason->innocent);
}

GtkWidget *
decant_reason_row_new (const DecantReasonView *reason, gint64 scale)
{
  /* use-markup first: the words of a post are no markup, whatever they look like. */
  DecantReasonRow *self = g_object_new (DECANT_TYPE_REASON_ROW, "use-markup", FALSE, "title", reason->title, NULL);
  g_autofree char *subtitle = dup_subtitle (reason);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 3);
  self->share = CLAMP (reason->weight / (double) scale, -1, 1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), bar_new (self));
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), number_new (reason->weight));
  return GTK_WIDGET (self);
}

static void
decant_reason_row_class_init (DecantReasonRowClass *klass)
{
}

static void
decant_reason_row_init (DecantReasonRow *self)
{
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
}
