/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "native-host/assessment-json.h"
#include "native-host/term-json.h"
#include "protocol/text-units.h"

static void
write_span (DecantJsonWriter *writer, DecantSpan span, DecantTextUnits *units)
{
  decant_json_int (writer, "start", decant_text_units_from_byte (units, span.start));
  decant_json_int (writer, "end", decant_text_units_from_byte (units, span.end));
}

static const char *
first_language (const DecantTerm *term)
{
  return term->languages[0] != NULL ? term->languages[0] : "mul";
}

static void
write_hit (DecantJsonWriter *writer, const DecantHit *hit, DecantTextUnits *units)
{
  const DecantTerm *term = hit->term;

  decant_json_begin_object (writer, NULL);
  write_span (writer, hit->span, units);
  decant_json_string (writer, "term", term->id);
  decant_json_string (writer, "form", term->forms[hit->form]);
  decant_json_string (writer, "reading", decant_reading_to_string (hit->reading));
  decant_json_string (writer, "sense", decant_term_get_sense (term));
  decant_json_string (writer, "concept", term->concept);
  decant_json_int (writer, "ambiguity", term->ambiguity);
  decant_json_string (writer, "lang", first_language (term));
  decant_json_end_object (writer);
}

/* A signal and an identifier differ in the name of what they add to span and kind. */
static void
write_mark (DecantJsonWriter *writer, DecantSpan span, const char *kind, const char *name, const char *value, DecantTextUnits *units)
{
  decant_json_begin_object (writer, NULL);
  write_span (writer, span, units);
  decant_json_string (writer, "kind", kind);
  decant_json_string (writer, name, value);
  decant_json_end_object (writer);
}

static void
write_also (DecantJsonWriter *writer, const DecantReason *reason, DecantTextUnits *units)
{
  decant_json_begin_array (writer, "also");
  for (guint i = 0; i < reason->n_also; i++)
    {
      decant_json_begin_object (writer, NULL);
      write_span (writer, reason->also[i], units);
      decant_json_end_object (writer);
    }
  decant_json_end_array (writer);
}

static void
write_reason (DecantJsonWriter *writer, const DecantReason *reason, DecantTextUnits *units)
{
  decant_json_begin_object (writer, NULL);
  decant_json_string (writer, "feature", reason->feature);
  decant_json_int (writer, "weight", reason->weight);
  if (reason->has_span)
    write_span (writer, reason->span, units);
  if (reason->n_also > 0)
    write_also (writer, reason, units);
  if (reason->innocent != NULL)
    decant_json_string (writer, "innocent", reason->innocent);
  decant_json_end_object (writer);
}

static void
write_reasons (DecantJsonWriter *writer, const DecantAssessment *assessment, DecantTextUnits *units, guint limit)
{
  guint shown = assessment->n_reasons <= limit ? assessment->n_reasons : limit - 1;
  DecantReason rest = { .feature = "rest" };

  decant_json_begin_array (writer, "reasons");
  for (guint i = 0; i < shown; i++)
    write_reason (writer, &assessment->reasons[i], units);
  for (guint i = shown; i < assessment->n_reasons; i++)
    rest.weight += assessment->reasons[i].weight;
  if (shown < assessment->n_reasons)
    write_reason (writer, &rest, units);
  decant_json_end_array (writer);
}

void
decant_assessment_json_members (DecantJsonWriter *writer, const DecantAssessment *assessment, const char *text, gsize length, guint limit)
{
  g_autoptr (DecantTextUnits) units = decant_text_units_new (text, length);
  const DecantAssessment *a = assessment;

  decant_json_fraction (writer, "score", a->score);
  decant_json_string (writer, "band", decant_band_to_string (a->band));
  decant_json_begin_array (writer, "hits");
  for (guint i = 0; i < MIN (a->n_hits, limit); i++)
    write_hit (writer, &a->hits[i], units);
  decant_json_end_array (writer);
  decant_json_begin_array (writer, "signals");
  for (guint i = 0; i < MIN (a->n_signals, limit); i++)
    write_mark (writer, a->signals[i].span, a->signals[i].kind, "rule", a->signals[i].rule, units);
  decant_json_end_array (writer);
  decant_json_begin_array (writer, "identifiers");
  for (guint i = 0; i < MIN (a->n_identifiers, limit); i++)
    write_mark (writer, a->identifiers[i].span, a->identifiers[i].kind, "value", a->identifiers[i].value, units);
  decant_json_end_array (writer);
  write_reasons (writer, a, units, limit);
  if (MAX (MAX (a->n_hits, a->n_signals), MAX (a->n_identifiers, a->n_reasons)) > limit)
    decant_json_boolean (writer, "cut", TRUE);
}

void
decant_assessment_json (DecantJsonWriter *writer, const char *segment, const DecantAssessment *assessment, const char *text, gsize length, guint limit)
{
  decant_json_begin_object (writer, NULL);
  decant_json_string (writer, "segment", segment);
  decant_assessment_json_members (writer, assessment, text, length, limit);
  decant_json_end_object (writer);
}
