/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/assessment.h"

/*
 * The words that a user reads for the names that the wire uses. Strings are translated, owned by the message
 * catalogue, and never NULL; a name that is not known comes back as it is.
 */

G_BEGIN_DECLS

const char *decant_words_band (DecantBand band);
DecantBand decant_words_parse_band (const char *name); /* NULL or unknown: DECANT_BAND_NONE */
const char *decant_words_signal (const char *kind);    /* "price" → "Price" */
const char *decant_words_identifier (const char *kind);
const char *decant_words_reading (const char *reading);
const char *decant_words_entry_kind (const char *kind);
const char *decant_words_role (const char *role);
const char *decant_words_trigger (const char *trigger);
const char *decant_words_permission (const char *permission);
const char *decant_words_missing_what (const char *what);
const char *decant_words_missing_why (const char *why);
const char *decant_words_field (const char *field);

/* A feature of the model in plain words: "hit.substance.2" → "Names a substance; the word has other meanings". */
char *decant_words_dup_feature (const char *feature);

G_END_DECLS
