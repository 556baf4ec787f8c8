/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "native-host/term-json.h"

const char *
decant_term_get_label (const DecantTerm *term, DecantVocabulary *vocabulary, const char *language)
{
  const char *label = decant_vocabulary_get_label (vocabulary, term->concept, language);

  return label != NULL ? label : term->concept;
}

const char *
decant_term_get_sense (const DecantTerm *term)
{
  return term->sense == DECANT_SENSE_SUBSTANCE ? "substance" : "activity";
}

void
decant_term_json (DecantJsonWriter *writer, const char *name, const DecantTerm *term, DecantVocabulary *vocabulary, const char *language)
{
  decant_json_begin_object (writer, name);
  decant_json_string (writer, "id", term->id);
  decant_json_string (writer, "concept", term->concept);
  decant_json_string (writer, "label", decant_term_get_label (term, vocabulary, language));
  decant_json_string (writer, "sense", decant_term_get_sense (term));
  decant_json_string (writer, "gloss", term->gloss);
  decant_json_strings (writer, "forms", (const char *const *) term->forms);
  decant_json_strings (writer, "languages", (const char *const *) term->languages);
  decant_json_int (writer, "ambiguity", term->ambiguity);
  decant_json_strings (writer, "innocent", (const char *const *) term->innocent);
  decant_json_strings (writer, "sources", (const char *const *) term->sources);
  decant_json_string (writer, "status", term->status);
  decant_json_string (writer, "since", term->since);
  decant_json_string (writer, "package", term->package);
  decant_json_end_object (writer);
}
