/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/assessment.h"

/* An assessment made by hand: every member is known, whatever lexicon and model say today. */

static const char sample_text[] = "😀 snow 20€ @example_shop";

static const DecantTerm sample_term = {
  .id = "en.test.snow", .package = "test", .concept = "test", .gloss = "", .forms = (char *[]){ "snow", NULL },
  .languages = (char *[]){ "en", NULL }, .innocent = (char *[]){ "weather", NULL }, .ambiguity = 3, .sources = (char *[]){ NULL },
  .status = "verified", .since = "",
};
static const DecantHit sample_hits[] = { { { 5, 9 }, &sample_term, 0, DECANT_READING_PLAIN } };
static const DecantSignal sample_signals[] = { { { 10, 15 }, "price", "price.symbol-after" } };
static const DecantIdentifier sample_identifiers[] = { { { 16, 29 }, "telegram", "example_shop" } };
static const DecantReason sample_reasons[] = {
  { "bias", -4000, FALSE, { 0, 0 }, NULL }, { "hit.substance.3", 2500, TRUE, { 5, 9 }, "weather" },
  { "signal.price", 1000, TRUE, { 10, 15 }, NULL }, { "identifier.telegram", 700, TRUE, { 16, 29 }, NULL },
};
static const DecantAssessment sample = { 0.54983, 200, DECANT_BAND_SUSPECT, sample_hits, 1, sample_signals, 1, sample_identifiers, 1, sample_reasons, 4 };
