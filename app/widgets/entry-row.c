/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <inttypes.h>

#include "app/models/words.h"
#include "app/widgets/band-badge.h"
#include "app/widgets/entry-row.h"

struct _DecantEntryRow
{
  GtkBox parent_instance;
  DecantBandBadge *badge;
  GtkLabel *kind;
  GtkLabel *time;
  GtkLabel *snippet;
  GtkLabel *source;
};

G_DEFINE_FINAL_TYPE (DecantEntryRow, decant_entry_row, GTK_TYPE_BOX)

/* The clock time today, the date before. */
static char *
dup_short_time (const char *rfc3339)
{
  g_autoptr (GDateTime) moment = g_date_time_new_from_iso8601 (rfc3339, NULL);
  if (!moment)
    return g_strdup (rfc3339);
  g_autoptr (GDateTime) local = g_date_time_to_local (moment);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  if (g_date_time_get_year (local) != g_date_time_get_year (now))
    return g_date_time_format (local, _ ("%-e %b %Y"));
  if (g_date_time_get_day_of_year (local) != g_date_time_get_day_of_year (now))
    return g_date_time_format (local, _ ("%-e %b, %H:%M"));
  return g_date_time_format (local, "%H:%M");
}

static char *
dup_source (DecantEntryItem *item)
{
  const char *site = decant_entry_item_get_site (item), *author = decant_entry_item_get_author (item);
  const char *between = *site && *author ? " · " : "";
  return g_strconcat (author, between, site, NULL);
}

static const char *
get_kind_words (DecantEntryItem *item)
{
  return decant_entry_item_get_problem (item) ? _ ("Unreadable")
                                              : decant_words_entry_kind (decant_entry_item_get_kind (item));
}

char *
decant_entry_row_dup_label (DecantEntryItem *item)
{
  g_autofree char *number = g_strdup_printf (_ ("Entry %" PRIu64), decant_entry_item_get_number (item));
  g_autofree char *time = dup_short_time (decant_entry_item_get_time (item));
  g_autofree char *source = dup_source (item);
  const char *kind = decant_entry_item_is_capture (item) ? decant_words_band (decant_entry_item_get_band (item))
                                                         : get_kind_words (item);
  const char *const parts[] = { number, kind, time, source, decant_entry_item_get_snippet (item) };
  GString *label = g_string_new (NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    if (*parts[i])
      g_string_append_printf (label, "%s%s", label->len ? ", " : "", parts[i]);
  return g_string_free (label, FALSE);
}

void
decant_entry_row_set_item (DecantEntryRow *self, DecantEntryItem *item)
{
  gboolean capture = decant_entry_item_is_capture (item);
  g_autofree char *time = dup_short_time (decant_entry_item_get_time (item));
  g_autofree char *source = dup_source (item);
  g_autofree char *number = g_strdup_printf (_ ("Entry %" PRIu64), decant_entry_item_get_number (item));
  const char *snippet = decant_entry_item_get_snippet (item);
  gtk_widget_set_visible (GTK_WIDGET (self->badge), capture);
  gtk_widget_set_visible (GTK_WIDGET (self->kind), !capture);
  decant_band_badge_set_band (self->badge, decant_entry_item_get_band (item));
  gtk_label_set_label (self->kind, get_kind_words (item));
  gtk_label_set_label (self->time, time);
  gtk_label_set_label (self->snippet, *snippet ? snippet : number);
  gtk_label_set_label (self->source, source);
  gtk_widget_set_visible (GTK_WIDGET (self->source), *source != '\0');
}

GtkWidget *
decant_entry_row_new (void)
{
  return g_object_new (DECANT_TYPE_ENTRY_ROW, NULL);
}

static void
decant_entry_row_class_init (DecantEntryRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  g_type_ensure (DECANT_TYPE_BAND_BADGE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/decant_app/Decant/widgets/entry-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DecantEntryRow, badge);
  gtk_widget_class_bind_template_child (widget_class, DecantEntryRow, kind);
  gtk_widget_class_bind_template_child (widget_class, DecantEntryRow, time);
  gtk_widget_class_bind_template_child (widget_class, DecantEntryRow, snippet);
  gtk_widget_class_bind_template_child (widget_class, DecantEntryRow, source);
}

static void
decant_entry_row_init (DecantEntryRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
