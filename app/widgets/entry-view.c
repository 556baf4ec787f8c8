/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <inttypes.h>

#include "app/models/words.h"
#include "app/widgets/band-badge.h"
#include "app/widgets/entry-view.h"
#include "app/widgets/fact-row.h"
#include "app/widgets/marked-text.h"
#include "app/widgets/picture.h"
#include "app/widgets/reason-row.h"

struct _DecantEntryView
{
  AdwBin parent_instance;
  GtkScrolledWindow *scroller;
  DecantBandBadge *badge;
  GtkLabel *score, *heading, *subheading, *legend, *picture_problem;
  DecantPicture *picture;
  DecantMarkedText *text;
  AdwPreferencesGroup *reasons_group, *text_group, *picture_group, *custody_group;
  GtkWidget *found_group, *identifiers_group, *origin_group, *others_group, *gaps_group;
  GtkListBox *found, *identifiers, *reasons, *origin, *others, *gaps, *custody;
  GCancellable *loading; /* nullable */
};

G_DEFINE_FINAL_TYPE (DecantEntryView, decant_entry_view, ADW_TYPE_BIN)

static void
clear_list (GtkListBox *list)
{
  GtkWidget *row;
  while ((row = gtk_widget_get_first_child (GTK_WIDGET (list))))
    gtk_list_box_remove (list, row);
}

/* --- rows ------------------------------------------------------------------------------------------------- */

static void
fill_facts (GtkWidget *group, GtkListBox *list, GPtrArray *facts)
{
  clear_list (list);
  for (guint i = 0; i < facts->len; i++)
    {
      const DecantFact *fact = facts->pdata[i];
      gtk_list_box_append (list, decant_fact_row_new (fact->name, fact->value, fact->exact));
    }
  gtk_widget_set_visible (group, facts->len > 0);
}

static GtkWidget *
plain_row_new (const char *title, const char *subtitle)
{
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title", title, "subtitle", subtitle,
                                 "subtitle-lines", 4, "focusable", FALSE, "activatable", FALSE, NULL);
  return row;
}

static void
fill_gaps (DecantEntryView *self, GPtrArray *gaps)
{
  clear_list (self->gaps);
  for (guint i = 0; i < gaps->len; i++)
    {
      const DecantGap *gap = gaps->pdata[i];
      g_autofree char *subtitle = g_strconcat (gap->why, *gap->remedy ? "\n" : "", gap->remedy, NULL);
      gtk_list_box_append (self->gaps, plain_row_new (gap->what, subtitle));
    }
  gtk_widget_set_visible (self->gaps_group, gaps->len > 0);
}

static void
fill_identifiers (DecantEntryView *self, GPtrArray *identifiers)
{
  clear_list (self->identifiers);
  for (guint i = 0; i < identifiers->len; i++)
    {
      const DecantIdentifierView *identifier = identifiers->pdata[i];
      gtk_list_box_append (self->identifiers, decant_fact_row_new (identifier->title, identifier->value, TRUE));
    }
  gtk_widget_set_visible (self->identifiers_group, identifiers->len > 0);
}

/* The marks as rows, so that a tooltip is not the only way to their meaning; the same words once. */
static void
fill_found (DecantEntryView *self, GPtrArray *marks)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  clear_list (self->found);
  for (guint i = 0; i < marks->len; i++)
    {
      const DecantMark *mark = marks->pdata[i];
      g_autofree char *key = g_strconcat (mark->quote, "\n", mark->meaning, NULL);
      if (mark->kind == DECANT_MARK_IDENTIFIER || !g_hash_table_add (seen, g_steal_pointer (&key)))
        continue;
      gtk_list_box_append (self->found, plain_row_new (mark->quote, mark->meaning));
    }
  gtk_widget_set_visible (self->found_group, g_hash_table_size (seen) > 0);
}

static void
fill_reasons (DecantEntryView *self, const DecantAssessmentView *assessment)
{
  gint64 scale = 1;
  clear_list (self->reasons);
  for (guint i = 0; i < assessment->reasons->len; i++)
    scale = MAX (scale, ABS (((DecantReasonView *) assessment->reasons->pdata[i])->weight));
  for (guint i = 0; i < assessment->reasons->len; i++)
    gtk_list_box_append (self->reasons, decant_reason_row_new (assessment->reasons->pdata[i], scale));
  g_autofree char *sum
    = g_strdup_printf (_ ("They add up to %s%.2f log-odds, a score of %.0f %%"), assessment->logit < 0 ? "−" : "+",
                       ABS (assessment->logit) / 1000.0, assessment->score * 100);
  adw_preferences_group_set_description (self->reasons_group, sum);
  gtk_widget_set_visible (GTK_WIDGET (self->reasons_group), assessment->reasons->len > 0);
}

/* --- picture ---------------------------------------------------------------------------------------------- */

static void
show_picture (DecantEntryView *self, GdkTexture *texture, const char *problem)
{
  decant_picture_set_texture (self->picture, texture);
  gtk_label_set_label (self->picture_problem, problem ? problem : "");
  gtk_widget_set_visible (GTK_WIDGET (self->picture), !problem);
  gtk_widget_set_visible (GTK_WIDGET (self->picture_problem), problem != NULL);
}

static void
on_picture_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DecantEntryView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = decant_session_load_picture_finish (DECANT_SESSION (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  show_picture (self, texture, error ? error->message : NULL);
}

static void
load_picture (DecantEntryView *self, DecantSession *session, const DecantEntryDetail *detail)
{
  const DecantArtifactInfo *picture = detail->picture;

  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  show_picture (self, NULL, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->picture_group), picture != NULL);
  if (!picture)
    return;
  adw_preferences_group_set_title (self->picture_group, decant_words_role (picture->role));
  self->loading = g_cancellable_new ();
  decant_session_load_picture_async (session, detail->entry->number, picture->id, self->loading, on_picture_loaded, g_object_ref (self));
}

/* --- the whole -------------------------------------------------------------------------------------------- */

static void
fill_heading (DecantEntryView *self, DecantEntryDetail *detail)
{
  gboolean capture = g_str_equal (detail->entry->kind, "capture");
  const char *kind = decant_words_entry_kind (detail->entry->kind);
  g_autofree char *time = decant_format_time (detail->entry->time);
  g_autofree char *subheading
    = g_strdup_printf (_ ("Entry %" PRIu64 " · %s · %s"), detail->entry->number, kind, time);
  g_autofree char *score = g_strdup_printf (_ ("Score %.0f %%"), detail->assessment->score * 100);
  gtk_widget_set_visible (gtk_widget_get_parent (GTK_WIDGET (self->badge)), capture);
  decant_band_badge_set_band (self->badge, detail->assessment->band);
  gtk_label_set_label (self->score, score);
  gtk_label_set_label (self->heading, *detail->author ? detail->author : kind);
  gtk_label_set_label (self->subheading, subheading);
}

/* Which kinds of mark the text has, in words: colour and underline alone would leave some readers out. */
static void
fill_legend (DecantEntryView *self, GPtrArray *marks)
{
  static const char *const words[DECANT_N_MARK_KINDS] = {
    [DECANT_MARK_SUBSTANCE] = N_ ("Double underline: substance"),
    [DECANT_MARK_ACTIVITY] = N_ ("Brown underline: trade word"),
    [DECANT_MARK_SIGNAL] = N_ ("Blue underline: signal"),
    [DECANT_MARK_IDENTIFIER] = N_ ("Wavy underline: identifier"),
  };
  GString *legend = g_string_new (NULL);
  gboolean has[DECANT_N_MARK_KINDS] = { FALSE };
  for (guint i = 0; i < marks->len; i++)
    has[((DecantMark *) marks->pdata[i])->kind] = TRUE;
  for (guint i = 0; i < DECANT_N_MARK_KINDS; i++)
    if (has[i])
      g_string_append_printf (legend, "%s%s", legend->len ? " · " : "", _ (words[i]));
  gtk_label_set_label (self->legend, legend->str);
  gtk_widget_set_visible (GTK_WIDGET (self->legend), legend->len > 0);
  g_string_free (legend, TRUE);
}

void
decant_entry_view_show (DecantEntryView *self, DecantSession *session, DecantEntryDetail *detail)
{
  gboolean capture = g_str_equal (detail->entry->kind, "capture");
  fill_heading (self, detail);
  load_picture (self, session, detail);
  decant_marked_text_set (self->text, detail->text, detail->assessment->marks);
  gtk_widget_set_visible (GTK_WIDGET (self->text_group), *detail->text != '\0');
  adw_preferences_group_set_title (self->text_group, capture ? _ ("Post") : _ ("Text"));
  adw_preferences_group_set_description (
      self->custody_group, capture ? _ ("Digests of files were taken in the browser, before anything was sent") : NULL);
  fill_legend (self, detail->assessment->marks);
  fill_found (self, detail->assessment->marks);
  fill_identifiers (self, detail->assessment->identifiers);
  fill_reasons (self, detail->assessment);
  fill_facts (self->origin_group, self->origin, detail->origin);
  fill_facts (self->others_group, self->others, detail->others);
  fill_gaps (self, detail->gaps);
  fill_facts (GTK_WIDGET (self->custody_group), self->custody, detail->custody);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
}

static void
decant_entry_view_dispose (GObject *object)
{
  DecantEntryView *self = DECANT_ENTRY_VIEW (object);
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  G_OBJECT_CLASS (decant_entry_view_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
#define BIND(name) gtk_widget_class_bind_template_child (widget_class, DecantEntryView, name)
  BIND (scroller);
  BIND (badge);
  BIND (score);
  BIND (heading);
  BIND (subheading);
  BIND (legend);
  BIND (picture_problem);
  BIND (picture);
  BIND (text);
  BIND (reasons_group);
  BIND (picture_group);
  BIND (text_group);
  BIND (found_group);
  BIND (identifiers_group);
  BIND (origin_group);
  BIND (others_group);
  BIND (gaps_group);
  BIND (custody_group);
  BIND (found);
  BIND (identifiers);
  BIND (reasons);
  BIND (origin);
  BIND (others);
  BIND (gaps);
  BIND (custody);
#undef BIND
}

static void
decant_entry_view_class_init (DecantEntryViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = decant_entry_view_dispose;
  g_type_ensure (DECANT_TYPE_BAND_BADGE);
  g_type_ensure (DECANT_TYPE_MARKED_TEXT);
  g_type_ensure (DECANT_TYPE_PICTURE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/decant_app/Decant/widgets/entry-view.ui");
  bind_children (widget_class);
}

static void
decant_entry_view_init (DecantEntryView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
