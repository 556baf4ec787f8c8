/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/assessment.h"
#include "engine/arena.h"
#include "engine/model.h"
#include "engine/signals.h"

/*
 * The scanner: the one door of the engine. Text in, assessment out.
 *
 * Immutable after decant_scanner_new(), so any number of threads may scan at once. It reads no clock, file or
 * global, and the work is bounded per byte for any input.
 */

G_BEGIN_DECLS

typedef struct _DecantScanner DecantScanner;

/* Holds references to all three. Never fails: whatever could be wrong was refused when they were made. */
DecantScanner *decant_scanner_new (DecantLexicon *lexicon, DecantSignalSet *signals, DecantModel *model);
DecantScanner *decant_scanner_ref (DecantScanner *self);
void decant_scanner_unref (DecantScanner *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantScanner, decant_scanner_unref)

DecantLexicon *decant_scanner_get_lexicon (DecantScanner *self); /* transfer none */

/* 64 hexadecimal digits over lexicon, signal patterns, model and Unicode tables: the same digest, the same result. */
const char *decant_scanner_get_digest (DecantScanner *self);

/* @text: @length bytes of valid UTF-8, at most 1 MiB (the caller checks both); NUL bytes are text like any other.
 * @language: BCP 47 tag the page states, or NULL or ""; a hint, never a gate.
 * Returns: (transfer full): valid as long as the scanner lives. */
DecantAssessment *decant_scanner_scan (DecantScanner *self, const char *text, gsize length, const char *language);

/* What a text is weighed by, without a model's weights: what a training program reads. */
typedef struct
{
  DecantFinding findings[DECANT_MAX_FINDINGS];
  guint n_findings;
  gboolean is_menu;    /* a price ladder with a contact: nothing may lower it, neither a damper nor the wording */
  DecantNgrams ngrams; /* empty when nothing was found in the text: wording alone is no finding */
} DecantExamination;

/* @bits: of the n-grams' buckets. @out: its arrays and spans are owned by @arena. */
void decant_scanner_examine (DecantScanner *self,
                             DecantArena *arena,
                             const char *text,
                             gsize length,
                             const char *language,
                             guint bits,
                             DecantExamination *out);

G_END_DECLS
