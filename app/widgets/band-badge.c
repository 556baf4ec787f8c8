/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "app/models/words.h"
#include "app/widgets/band-badge.h"

struct _DecantBandBadge
{
  GtkBox parent_instance;
  GtkWidget *shape;
  GtkWidget *label;
  DecantBand band;
};

G_DEFINE_FINAL_TYPE (DecantBandBadge, decant_band_badge, GTK_TYPE_BOX)

static const char *const styles[] = { "band-none", "band-notice", "band-suspect", "band-strong" };
/* Corners of each band's shape: a ring, a triangle, a diamond, a square. */
static const guint corners[] = { 0, 3, 4, 4 };

static void
draw_shape (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user_data)
{
  DecantBandBadge *self = user_data;
  double radius = MIN (width, height) / 2.0 - 1, x = width / 2.0, y = height / 2.0;
  double turn = self->band == DECANT_BAND_STRONG ? G_PI / 4 : -G_PI / 2;
  guint n = corners[self->band];
  GdkRGBA color;
  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (area)), &color);
  gdk_cairo_set_source_rgba (cr, &color);
  if (n == 0)
    {
      cairo_arc (cr, x, y, radius - 0.75, 0, 2 * G_PI);
      cairo_set_line_width (cr, 1.5);
      cairo_stroke (cr);
      return;
    }
  for (guint i = 0; i < n; i++)
    cairo_line_to (cr, x + radius * cos (turn + 2 * G_PI * i / n), y + radius * sin (turn + 2 * G_PI * i / n));
  cairo_close_path (cr);
  cairo_fill (cr);
}

void
decant_band_badge_set_band (DecantBandBadge *self, DecantBand band)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self), styles[self->band]);
  self->band = MIN (band, DECANT_BAND_STRONG);
  gtk_widget_add_css_class (GTK_WIDGET (self), styles[self->band]);
  gtk_label_set_label (GTK_LABEL (self->label), decant_words_band (self->band));
  gtk_widget_queue_draw (self->shape);
}

static void
decant_band_badge_class_init (DecantBandBadgeClass *klass)
{
}

static void
decant_band_badge_init (DecantBandBadge *self)
{
  self->shape = gtk_drawing_area_new ();
  self->label = gtk_label_new (NULL);
  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (self->shape), 12);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (self->shape), 12);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->shape), draw_shape, self, NULL);
  gtk_widget_set_valign (self->shape, GTK_ALIGN_CENTER);
  gtk_box_set_spacing (GTK_BOX (self), 6);
  gtk_widget_add_css_class (GTK_WIDGET (self), "band");
  gtk_box_append (GTK_BOX (self), self->shape);
  gtk_box_append (GTK_BOX (self), self->label);
  decant_band_badge_set_band (self, DECANT_BAND_NONE);
}
