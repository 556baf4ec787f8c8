/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/models/assessment-view.h"
#include "app/models/json-read.h"
#include "app/models/words.h"
#include "protocol/text-units.h"

#define MAX_ELEMENTS 2000u
#define MAX_WEIGHT 1000000 /* a thousand nats: far beyond what any model says */

typedef struct {
  const char *text;
  DecantTextUnits *units;
} Ruler;

static gboolean
ruler_read_span (Ruler *self, JsonObject *element, DecantSpan *span)
{
  gint64 start, end, last = decant_text_units_get_length (self->units);
  if (!decant_json_unsigned (element, "start", last, &start) || !decant_json_unsigned (element, "end", last, &end))
    return FALSE;
  span->start = decant_text_units_to_byte (self->units, start);
  span->end = decant_text_units_to_byte (self->units, end);
  return span->start < span->end;
}

static char *
ruler_dup_quote (Ruler *self, DecantSpan span)
{
  return g_strndup (self->text + span.start, span.end - span.start);
}

static void
mark_free (DecantMark *mark)
{
  g_free (mark->quote);
  g_free (mark->title);
  g_free (mark->meaning);
  g_free (mark);
}

static void
reason_free (DecantReasonView *reason)
{
  g_free (reason->title);
  g_free (reason->quote);
  g_free (reason->innocent);
  g_free (reason);
}

static void
identifier_free (DecantIdentifierView *identifier)
{
  g_free (identifier->kind);
  g_free (identifier->title);
  g_free (identifier->value);
  g_free (identifier);
}

/* "synthetic-cannabinoids" → "Synthetic cannabinoids". */
static char *
dup_concept_title (const char *concept)
{
  g_autofree char *spaced = g_strdelimit (g_strdup (concept ? concept : ""), "-_", ' ');
  if (!*spaced)
    return g_strdup (_ ("Codeword"));
  g_autofree char *first = g_utf8_strup (spaced, g_utf8_next_char (spaced) - spaced);
  return g_strconcat (first, g_utf8_next_char (spaced), NULL);
}

static char *
dup_hit_meaning (JsonObject *hit, const char *title, DecantMarkKind kind)
{
  const char *reading = decant_json_text (hit, "reading");
  const char *what = kind == DECANT_MARK_SUBSTANCE ? _ ("substance") : _ ("trade word");
  gint64 ambiguity = 0;
  decant_json_unsigned (hit, "ambiguity", 3, &ambiguity);
  const char *doubt = ambiguity >= 3   ? _ ("an everyday word")
                      : ambiguity == 2 ? _ ("has other meanings")
                      : ambiguity == 1 ? _ ("seldom means anything else")
                                       : _ ("unmistakable");
  return g_strdup_printf ("%s · %s · %s · %s", title, what, decant_words_reading (reading), doubt);
}

static void
fill_hit (DecantMark *mark, JsonObject *hit)
{
  gboolean activity = g_strcmp0 (decant_json_text (hit, "sense"), "activity") == 0;
  mark->kind = activity ? DECANT_MARK_ACTIVITY : DECANT_MARK_SUBSTANCE;
  mark->title = dup_concept_title (decant_json_text (hit, "concept"));
  mark->meaning = dup_hit_meaning (hit, mark->title, mark->kind);
}

static void
fill_signal (DecantMark *mark, JsonObject *signal)
{
  mark->kind = DECANT_MARK_SIGNAL;
  mark->title = g_strdup (decant_words_signal (decant_json_text (signal, "kind")));
  mark->meaning = g_strdup_printf (_ ("%s · signal"), mark->title);
}

static void
fill_identifier (DecantMark *mark, JsonObject *identifier)
{
  const char *value = decant_json_text (identifier, "value");
  mark->kind = DECANT_MARK_IDENTIFIER;
  mark->title = g_strdup (decant_words_identifier (decant_json_text (identifier, "kind")));
  mark->meaning = g_strdup_printf (_ ("%s · identifier · %s"), mark->title, value ? value : "");
}

typedef void (*FillMark) (DecantMark *mark, JsonObject *element);

static void
read_marks (DecantAssessmentView *self, JsonObject *assessment, const char *member, Ruler *ruler, FillMark fill)
{
  JsonArray *array = decant_json_array (assessment, member);
  guint n = array ? MIN (json_array_get_length (array), MAX_ELEMENTS) : 0;
  for (guint i = 0; i < n; i++)
    {
      JsonObject *element = decant_json_element (array, i);
      DecantSpan span;
      if (!element || !ruler_read_span (ruler, element, &span))
        continue;
      DecantMark *mark = g_new0 (DecantMark, 1);
      mark->span = span;
      mark->quote = ruler_dup_quote (ruler, span);
      fill (mark, element);
      g_ptr_array_add (self->marks, mark);
    }
}

static void
read_reasons (DecantAssessmentView *self, JsonObject *assessment, Ruler *ruler)
{
  JsonArray *array = decant_json_array (assessment, "reasons");
  guint n = array ? MIN (json_array_get_length (array), MAX_ELEMENTS) : 0;
  for (guint i = 0; i < n; i++)
    {
      JsonObject *element = decant_json_element (array, i);
      const char *feature = decant_json_text (element, "feature");
      double weight;
      DecantSpan span;
      if (!feature || !decant_json_number (element, "weight", &weight) || !(ABS (weight) <= MAX_WEIGHT))
        continue;
      DecantReasonView *reason = g_new0 (DecantReasonView, 1);
      reason->title = decant_words_dup_feature (feature);
      reason->weight = weight;
      reason->quote = ruler_read_span (ruler, element, &span) ? ruler_dup_quote (ruler, span) : NULL;
      reason->innocent = g_strdup (decant_json_text (element, "innocent"));
      self->logit += reason->weight;
      g_ptr_array_add (self->reasons, reason);
    }
}

static gboolean
has_identifier (DecantAssessmentView *self, const char *kind, const char *value)
{
  for (guint i = 0; i < self->identifiers->len; i++)
    {
      DecantIdentifierView *known = self->identifiers->pdata[i];
      if (g_str_equal (known->kind, kind) && g_str_equal (known->value, value))
        return TRUE;
    }
  return FALSE;
}

static void
read_identifiers (DecantAssessmentView *self, JsonObject *assessment)
{
  JsonArray *array = decant_json_array (assessment, "identifiers");
  guint n = array ? MIN (json_array_get_length (array), MAX_ELEMENTS) : 0;
  for (guint i = 0; i < n; i++)
    {
      JsonObject *element = decant_json_element (array, i);
      const char *kind = decant_json_text (element, "kind"), *value = decant_json_text (element, "value");
      if (!kind || !value || has_identifier (self, kind, value))
        continue;
      DecantIdentifierView *identifier = g_new0 (DecantIdentifierView, 1);
      identifier->kind = g_strdup (kind);
      identifier->title = g_strdup (decant_words_identifier (kind));
      identifier->value = g_strdup (value);
      g_ptr_array_add (self->identifiers, identifier);
    }
}

static int
compare_marks (gconstpointer a, gconstpointer b)
{
  const DecantMark *left = *(const DecantMark *const *) a, *right = *(const DecantMark *const *) b;
  if (left->span.start != right->span.start)
    return left->span.start < right->span.start ? -1 : 1;
  return left->span.end < right->span.end ? -1 : left->span.end > right->span.end;
}

DecantAssessmentView *
decant_assessment_view_new (JsonObject *assessment, const char *text)
{
  DecantAssessmentView *self = g_new0 (DecantAssessmentView, 1);
  self->marks = g_ptr_array_new_with_free_func ((GDestroyNotify) mark_free);
  self->reasons = g_ptr_array_new_with_free_func ((GDestroyNotify) reason_free);
  self->identifiers = g_ptr_array_new_with_free_func ((GDestroyNotify) identifier_free);
  self->band = decant_words_parse_band (decant_json_text (assessment, "band"));
  if (!decant_json_number (assessment, "score", &self->score) || !(self->score >= 0 && self->score <= 1))
    self->score = 0;

  g_autoptr (DecantTextUnits) units = decant_text_units_new (text, strlen (text));
  Ruler ruler = { text, units };
  read_marks (self, assessment, "hits", &ruler, fill_hit);
  read_marks (self, assessment, "signals", &ruler, fill_signal);
  read_marks (self, assessment, "identifiers", &ruler, fill_identifier);
  read_reasons (self, assessment, &ruler);
  read_identifiers (self, assessment);
  g_ptr_array_sort (self->marks, compare_marks);
  return self;
}

void
decant_assessment_view_free (DecantAssessmentView *self)
{
  if (!self)
    return;
  g_ptr_array_unref (self->marks);
  g_ptr_array_unref (self->reasons);
  g_ptr_array_unref (self->identifiers);
  g_free (self);
}
