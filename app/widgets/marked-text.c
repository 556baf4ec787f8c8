/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>

#include "app/widgets/marked-text.h"

struct _DecantMarkedText
{
  GtkTextView parent_instance;
  GtkTextTag *tags[DECANT_N_MARK_KINDS];
  char *text;
  GPtrArray *marks; /* nullable */
};

G_DEFINE_FINAL_TYPE (DecantMarkedText, decant_marked_text, GTK_TYPE_TEXT_VIEW)

/* Colours of GNOME's palette, one for light and one for dark: https://developer.gnome.org/hig/reference/palette.html */
static const struct {
  const char *name;
  PangoUnderline underline;
  const char *light, *dark;
} looks[DECANT_N_MARK_KINDS] = {
  [DECANT_MARK_SUBSTANCE] = { "substance", PANGO_UNDERLINE_DOUBLE, "#c01c28", "#ff7b63" },
  [DECANT_MARK_ACTIVITY] = { "activity", PANGO_UNDERLINE_SINGLE, "#986a44", "#f8c99a" },
  [DECANT_MARK_SIGNAL] = { "signal", PANGO_UNDERLINE_SINGLE, "#1a5fb4", "#78aeed" },
  [DECANT_MARK_IDENTIFIER] = { "identifier", PANGO_UNDERLINE_ERROR, "#613583", "#dc8add" },
};

static void
update_colors (DecantMarkedText *self)
{
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  for (guint i = 0; i < DECANT_N_MARK_KINDS; i++)
    {
      GdkRGBA color, tint;
      gdk_rgba_parse (&color, dark ? looks[i].dark : looks[i].light);
      tint = color;
      tint.alpha = dark ? 0.22 : 0.13;
      g_object_set (self->tags[i], "underline-rgba", &color, "background-rgba", &tint, NULL);
    }
}

static void
bytes_to_iter (GtkTextBuffer *buffer, const char *text, guint32 byte, GtkTextIter *iter)
{
  gtk_text_buffer_get_iter_at_offset (buffer, iter, g_utf8_pointer_to_offset (text, text + byte));
}

void
decant_marked_text_set (DecantMarkedText *self, const char *text, GPtrArray *marks)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self));
  g_free (self->text);
  self->text = g_strdup (text);
  g_clear_pointer (&self->marks, g_ptr_array_unref);
  self->marks = marks ? g_ptr_array_ref (marks) : NULL;
  gtk_text_buffer_set_text (buffer, text, -1);
  for (guint i = 0; marks && i < marks->len; i++)
    {
      const DecantMark *mark = marks->pdata[i];
      GtkTextIter start, end;
      bytes_to_iter (buffer, text, mark->span.start, &start);
      bytes_to_iter (buffer, text, mark->span.end, &end);
      gtk_text_buffer_apply_tag (buffer, self->tags[mark->kind], &start, &end);
    }
}

/* Every meaning of the character under the pointer, one a line. */
static char *
dup_meanings (DecantMarkedText *self, guint32 byte)
{
  GString *meanings = g_string_new (NULL);
  for (guint i = 0; self->marks && i < self->marks->len; i++)
    {
      const DecantMark *mark = self->marks->pdata[i];
      if (mark->span.start <= byte && byte < mark->span.end)
        g_string_append_printf (meanings, "%s%s", meanings->len ? "\n" : "", mark->meaning);
    }
  return g_string_free (meanings, FALSE);
}

static gboolean
decant_marked_text_query_tooltip (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  DecantMarkedText *self = DECANT_MARKED_TEXT (widget);
  GtkTextView *view = GTK_TEXT_VIEW (widget);
  GtkTextIter iter;
  if (keyboard)
    gtk_text_buffer_get_iter_at_mark (gtk_text_view_get_buffer (view), &iter,
                                      gtk_text_buffer_get_insert (gtk_text_view_get_buffer (view)));
  else
    {
      gtk_text_view_window_to_buffer_coords (view, GTK_TEXT_WINDOW_WIDGET, x, y, &x, &y);
      if (!gtk_text_view_get_iter_at_location (view, &iter, x, y))
        return FALSE;
    }
  guint32 byte = g_utf8_offset_to_pointer (self->text, gtk_text_iter_get_offset (&iter)) - self->text;
  g_autofree char *meanings = dup_meanings (self, byte);
  gtk_tooltip_set_text (tooltip, meanings);
  return *meanings != '\0';
}

static void
decant_marked_text_finalize (GObject *object)
{
  DecantMarkedText *self = DECANT_MARKED_TEXT (object);
  g_clear_pointer (&self->marks, g_ptr_array_unref);
  g_free (self->text);
  G_OBJECT_CLASS (decant_marked_text_parent_class)->finalize (object);
}

static void
decant_marked_text_class_init (DecantMarkedTextClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = decant_marked_text_finalize;
  GTK_WIDGET_CLASS (klass)->query_tooltip = decant_marked_text_query_tooltip;
}

static void
decant_marked_text_init (DecantMarkedText *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self));
  self->text = g_strdup ("");
  for (guint i = 0; i < DECANT_N_MARK_KINDS; i++)
    self->tags[i] = gtk_text_buffer_create_tag (buffer, looks[i].name, "underline", looks[i].underline, NULL);
  update_colors (self);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark", G_CALLBACK (update_colors), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
}
