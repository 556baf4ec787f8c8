/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "app/widgets/picture.h"

#define BLUR_RADIUS 32
#define VEILED_HEIGHT 180
#define MAX_HEIGHT 640
#define SPACING 12

struct _DecantPicture
{
  GtkWidget parent_instance;
  GtkWidget *button;
  GdkTexture *texture;
  gboolean revealed;
};

G_DEFINE_FINAL_TYPE (DecantPicture, decant_picture, GTK_TYPE_WIDGET)

static void
update (DecantPicture *self)
{
  gtk_button_set_label (GTK_BUTTON (self->button), self->revealed ? _ ("Hide Picture") : _ ("Show Picture"));
  if (self->revealed)
    gtk_widget_remove_css_class (self->button, "osd");
  else
    gtk_widget_add_css_class (self->button, "osd");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  self->revealed ? _ ("Picture of the post") : _ ("Picture of the post, hidden"), -1);
  gtk_widget_set_visible (self->button, self->texture != NULL);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
toggle (DecantPicture *self)
{
  self->revealed = !self->revealed;
  update (self);
}

void
decant_picture_set_texture (DecantPicture *self, GdkTexture *texture)
{
  g_set_object (&self->texture, texture);
  self->revealed = FALSE;
  update (self);
}

static GtkSizeRequestMode
decant_picture_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
decant_picture_measure (GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  DecantPicture *self = DECANT_PICTURE (widget);
  int button = 0;
  gtk_widget_measure (self->button, orientation, -1, &button, NULL, NULL, NULL);
  *minimum = *natural = button;
  *minimum_baseline = *natural_baseline = -1;
  if (orientation == GTK_ORIENTATION_HORIZONTAL || !self->texture)
    return;
  int width = for_size > 0 ? for_size : gdk_texture_get_width (self->texture);
  double ratio = gdk_texture_get_height (self->texture) / (double) gdk_texture_get_width (self->texture);
  int height = MIN (MIN (width, gdk_texture_get_width (self->texture)) * ratio, MAX_HEIGHT);
  int around = button + 2 * SPACING;
  *minimum = *natural = self->revealed ? height + around : MAX (around, MIN (height, VEILED_HEIGHT));
}

static void
decant_picture_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  DecantPicture *self = DECANT_PICTURE (widget);
  int w, h;
  gtk_widget_measure (self->button, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &w, NULL, NULL);
  gtk_widget_measure (self->button, GTK_ORIENTATION_VERTICAL, w, NULL, &h, NULL, NULL);
  GtkAllocation place = { (width - w) / 2, self->revealed ? height - h - SPACING : (height - h) / 2, w, h };
  gtk_widget_size_allocate (self->button, &place, -1);
}

/* The whole picture, above the button. */
static void
draw_revealed (DecantPicture *self, GtkSnapshot *snapshot, double width, double height)
{
  double w = gdk_texture_get_width (self->texture), h = gdk_texture_get_height (self->texture);
  double room = height - gtk_widget_get_height (self->button) - 2 * SPACING;
  double scale = MIN (MIN (width / w, room / h), 1);
  gtk_snapshot_append_texture (snapshot, self->texture,
                               &GRAPHENE_RECT_INIT ((width - w * scale) / 2, 0, w * scale, h * scale));
}

/* Blurred beyond reading, and reaching past the edges, where a blur fades out. */
static void
draw_veiled (DecantPicture *self, GtkSnapshot *snapshot, double width, double height)
{
  double w = gdk_texture_get_width (self->texture), h = gdk_texture_get_height (self->texture);
  double scale = MAX ((width + 2 * BLUR_RADIUS) / w, (height + 2 * BLUR_RADIUS) / h);
  gtk_snapshot_push_blur (snapshot, BLUR_RADIUS);
  gtk_snapshot_append_texture (
      snapshot, self->texture,
      &GRAPHENE_RECT_INIT ((width - w * scale) / 2, (height - h * scale) / 2, w * scale, h * scale));
  gtk_snapshot_pop (snapshot);
}

static void
decant_picture_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  DecantPicture *self = DECANT_PICTURE (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  if (self->texture && self->revealed)
    draw_revealed (self, snapshot, width, height);
  else if (self->texture)
    draw_veiled (self, snapshot, width, height);
  gtk_snapshot_pop (snapshot);
  gtk_widget_snapshot_child (widget, self->button, snapshot);
}

static void
decant_picture_dispose (GObject *object)
{
  DecantPicture *self = DECANT_PICTURE (object);
  g_clear_object (&self->texture);
  g_clear_pointer (&self->button, gtk_widget_unparent);
  G_OBJECT_CLASS (decant_picture_parent_class)->dispose (object);
}

static void
decant_picture_class_init (DecantPictureClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = decant_picture_dispose;
  widget_class->get_request_mode = decant_picture_get_request_mode;
  widget_class->measure = decant_picture_measure;
  widget_class->size_allocate = decant_picture_size_allocate;
  widget_class->snapshot = decant_picture_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_css_name (widget_class, "postpicture");
}

static void
decant_picture_init (DecantPicture *self)
{
  self->button = gtk_button_new ();
  gtk_widget_add_css_class (self->button, "pill");
  gtk_widget_add_css_class (self->button, "osd");
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  g_signal_connect_object (self->button, "clicked", G_CALLBACK (toggle), self, G_CONNECT_SWAPPED);
  update (self);
}
