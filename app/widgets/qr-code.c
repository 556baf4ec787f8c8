/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/widgets/qr-code.h"

#define QUIET 4  /* modules around, which readers need */
#define MODULE 3 /* pixels at least */

struct _DecantQrCode
{
  GtkWidget parent_instance;
  DecantQr *qr;
};

G_DEFINE_FINAL_TYPE (DecantQrCode, decant_qr_code, GTK_TYPE_WIDGET)

void
decant_qr_code_set (DecantQrCode *self, DecantQr *qr, const char *label)
{
  g_clear_pointer (&self->qr, decant_qr_free);
  self->qr = qr;
  gtk_widget_set_visible (GTK_WIDGET (self), qr != NULL);
  if (label != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
measure (GtkWidget *widget, GtkOrientation orientation, int size, int *minimum, int *natural, int *a, int *b)
{
  DecantQrCode *self = DECANT_QR_CODE (widget);

  *minimum = *natural = self->qr != NULL ? (self->qr->width + 2 * QUIET) * MODULE : 0;
  *a = *b = -1;
}

/* Whole pixels: a module between two of them would be grey. */
static void
snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  DecantQrCode *self = DECANT_QR_CODE (widget);
  const GdkRGBA white = { 1, 1, 1, 1 }, black = { 0, 0, 0, 1 };
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  int modules = self->qr != NULL ? self->qr->width + 2 * QUIET : 1;
  int scale = MIN (width, height) / modules, left = (width - scale * modules) / 2, top = (height - scale * modules) / 2;

  if (self->qr == NULL)
    return;
  gtk_snapshot_append_color (snapshot, &white, &GRAPHENE_RECT_INIT (left, top, scale * modules, scale * modules));
  for (int y = 0; y < self->qr->width; y++)
    for (int x = 0; x < self->qr->width; x++)
      if (self->qr->modules[y * self->qr->width + x] & 1)
        gtk_snapshot_append_color (
            snapshot, &black,
            &GRAPHENE_RECT_INIT (left + (x + QUIET) * scale, top + (y + QUIET) * scale, scale, scale));
}

static void
decant_qr_code_finalize (GObject *object)
{
  g_clear_pointer (&DECANT_QR_CODE (object)->qr, decant_qr_free);
  G_OBJECT_CLASS (decant_qr_code_parent_class)->finalize (object);
}

static void
decant_qr_code_class_init (DecantQrCodeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = decant_qr_code_finalize;
  widget_class->measure = measure;
  widget_class->snapshot = snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
decant_qr_code_init (DecantQrCode *self)
{
}
