/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/dialogs/recovery-print.h"
#include "evidence/secret.h"

typedef struct
{
  char *words;
  DecantQr *qr;
  DecantPrintDone done;
  gpointer user_data;
} Page;

static void
page_free (Page *page)
{
  decant_secret_free (page->words);
  decant_qr_free (page->qr);
  g_free (page);
}

static void
show_text (cairo_t *cr, GtkPrintContext *context, const char *face, const char *text, double width)
{
  g_autoptr (PangoLayout) layout = gtk_print_context_create_pango_layout (context);
  g_autoptr (PangoFontDescription) font = pango_font_description_from_string (face);
  int height;
  double x, y;

  pango_layout_set_font_description (layout, font);
  pango_layout_set_width (layout, width * PANGO_SCALE);
  pango_layout_set_text (layout, text, -1);
  pango_cairo_show_layout (cr, layout);
  pango_layout_get_pixel_size (layout, NULL, &height);
  cairo_get_current_point (cr, &x, &y);
  cairo_move_to (cr, x, y + height * 1.4);
}

static void
show_words (cairo_t *cr, GtkPrintContext *context, const char *words, double width)
{
  double left, top, line = 0, bottom = 0;
  const char *word = words;

  cairo_get_current_point (cr, &left, &top);
  for (guint i = 0; i < DECANT_RECOVERY_WORDS; i++)
    {
      g_autoptr (DecantSecret) text = decant_secret_alloc (32);
      gsize length = strcspn (word, " ");

      g_snprintf ((char *) text, 32, "%2u. %.*s", i + 1, (int) length, word);
      cairo_move_to (cr, left + (i / 8) * width / 3, i % 8 == 0 ? top : line);
      show_text (cr, context, "Monospace 13", (char *) text, width / 3);
      cairo_get_current_point (cr, NULL, &line);
      bottom = MAX (bottom, line);
      word += length + (word[length] == ' ');
    }
  cairo_move_to (cr, left, bottom + 12);
}

static void
show_qr (cairo_t *cr, const DecantQr *qr, double size)
{
  double left, top, module = size / qr->width;

  cairo_get_current_point (cr, &left, &top);
  for (int y = 0; y < qr->width; y++)
    for (int x = 0; x < qr->width; x++)
      if (qr->modules[y * qr->width + x] & 1)
        cairo_rectangle (cr, left + x * module, top + y * module, module, module);
  cairo_fill (cr);
  cairo_move_to (cr, left, top + size + 18);
}

static void
draw (GtkPrintOperation *operation, GtkPrintContext *context, int number, gpointer user_data)
{
  Page *page = user_data;
  cairo_t *cr = gtk_print_context_get_cairo_context (context);
  double width = gtk_print_context_get_width (context);

  cairo_set_source_rgb (cr, 0, 0, 0);
  cairo_move_to (cr, 0, 0);
  show_text (cr, context, "Sans Bold 18", _ ("Decant: recovery words"), width);
  show_text (
      cr, context, "Sans 11",
      _ ("These 24 words open the vault without its passphrase. Keep this sheet where the machine is not, and let "
         "nobody take a picture of it. Clear the printer’s queue if others use it."),
      width);
  show_words (cr, context, page->words, width);
  if (page->qr != NULL)
    show_qr (cr, page->qr, MIN (width / 3, 180));
}

static void
on_done (GtkPrintOperation *operation, GtkPrintOperationResult result, gpointer user_data)
{
  Page *page = user_data;
  g_autoptr (GError) error = NULL;

  if (result == GTK_PRINT_OPERATION_RESULT_ERROR)
    gtk_print_operation_get_error (operation, &error);
  if (result != GTK_PRINT_OPERATION_RESULT_CANCEL)
    page->done (error, page->user_data);
}

void
decant_recovery_print (GtkWindow *parent,
                       const guint8 key[DECANT_RECOVERY_SIZE],
                       DecantPrintDone done,
                       gpointer user_data)
{
  g_autoptr (GtkPrintOperation) operation = gtk_print_operation_new ();
  Page *page = g_new0 (Page, 1);

  page->words = decant_recovery_to_words (key);
  page->qr = decant_recovery_to_qr (key);
  page->done = done;
  page->user_data = user_data;
  g_object_set_data_full (G_OBJECT (operation), "page", page, (GDestroyNotify) page_free);
  gtk_print_operation_set_n_pages (operation, 1);
  gtk_print_operation_set_job_name (operation, _ ("Decant: one sheet")); /* queues show it to others */
  g_signal_connect (operation, "draw-page", G_CALLBACK (draw), page);
  g_signal_connect (operation, "done", G_CALLBACK (on_done), page);
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, parent, NULL);
}
