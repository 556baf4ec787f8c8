/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "packages/package.h"
#include "protocol/json-writer.h"

G_BEGIN_DECLS

/* A term as `explain` answers it (docs/PROTOCOL.md): at most 64 forms of 200 characters, so it fits a frame. */
void decant_term_json (DecantJsonWriter *writer, const char *name, const DecantTerm *term, DecantVocabulary *vocabulary, const char *language);

/* The concept's label in @language, else in English, else its id. */
const char *decant_term_get_label (const DecantTerm *term, DecantVocabulary *vocabulary, const char *language);
const char *decant_term_get_sense (const DecantTerm *term); /* "substance" or "activity" */

G_END_DECLS
