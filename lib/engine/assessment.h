/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/arena.h"
#include "engine/lexicon.h"

/*
 * An assessment: what a scan found in one segment, and what follows from it.
 *
 * Spans are bytes of the segment's UTF-8, start included, end not; both stand on character boundaries of the
 * source. (On the wire they become UTF-16 units: protocol/text-units.h.) Arrays are ordered by start, then by
 * end; reasons by falling absolute weight after the first, which is always the bias. The sum of all reasons'
 * weights is `logit`, and `score` is the model's calibrated table at `logit`.
 */

G_BEGIN_DECLS

typedef struct {
  guint32 start, end;
} DecantSpan;

#define DECANT_NO_SPAN ((DecantSpan){ 0, 0 })

typedef enum {
  DECANT_BAND_NONE,
  DECANT_BAND_NOTICE,
  DECANT_BAND_SUSPECT,
  DECANT_BAND_STRONG,
} DecantBand;

const char *decant_band_to_string (DecantBand band);

/* How the text had to be read to see the term. All but PLAIN and INFLECTED and EMOJI are disguises. */
typedef enum {
  DECANT_READING_PLAIN,
  DECANT_READING_INFLECTED,
  DECANT_READING_LEET,
  DECANT_READING_SEPARATED,
  DECANT_READING_STRETCHED,
  DECANT_READING_HASHTAG,
  DECANT_READING_MIXED_SCRIPT,
  DECANT_READING_MASKED,
  DECANT_READING_EMOJI,
  DECANT_READING_COMPATIBILITY,
  DECANT_READING_HIDDEN,
  DECANT_READING_PHONETIC,
  DECANT_READING_LINK,
} DecantReading;

const char *decant_reading_to_string (DecantReading reading);

typedef struct {
  DecantSpan span;
  const DecantTerm *term; /* owned by the lexicon */
  guint form;             /* position in term->forms */
  DecantReading reading;
  guint64 endings; /* DECANT_READING_INFLECTED: bit i is set where term->languages[i] has the ending */
} DecantHit;

typedef struct {
  DecantSpan span;
  const char *kind; /* "price", …; docs/PROTOCOL.md lists them; owned by the signal set */
  const char *rule; /* "price.symbol-before" */
} DecantSignal;

typedef struct {
  DecantSpan span;
  const char *kind; /* "telegram", …; static */
  const char *value; /* normal form; owned by the assessment */
  DecantSpan name;   /* within span: what tells it from others of its kind, without a link's host or a mail's domain */
} DecantIdentifier;

typedef struct {
  const char *feature;  /* "hit.substance.2", "signal.price", "damper.news", "bias" */
  gint32 weight;        /* thousandths of log-odds */
  gboolean has_span;
  DecantSpan span;
  const char *innocent; /* nullable: the innocent reading of the same span */
  const DecantSpan *also; /* further spans of the same reason, weaker ones later */
  guint n_also;
} DecantReason;

typedef struct {
  double score; /* 0 … 1 */
  gint32 logit; /* thousandths of log-odds; equals the sum of the reasons' weights */
  DecantBand band;
  const DecantHit *hits;
  guint n_hits;
  const DecantSignal *signals;
  guint n_signals;
  const DecantIdentifier *identifiers;
  guint n_identifiers;
  const DecantReason *reasons;
  guint n_reasons;
} DecantAssessment;

/* An empty assessment that lives in @arena and owns it. (transfer full) of both. */
DecantAssessment *decant_assessment_new (DecantArena *arena);

/* Frees everything that the assessment owns (one arena). NULL is allowed. */
void decant_assessment_free (DecantAssessment *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantAssessment, decant_assessment_free)

G_END_DECLS
