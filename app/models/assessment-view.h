/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "engine/assessment.h"

/*
 * An assessment as an entry holds it (docs/PROTOCOL.md, ASSESSMENT), made ready to be shown: offsets become
 * bytes of the text, names become words, every mark and reason carries the words of the post that it speaks of.
 *
 * The JSON came from a browser long ago, so nothing in it is trusted: an element that is mistyped or whose span
 * does not fit the text is left out, at most 2,000 of each kind are kept. Immutable once made.
 */

G_BEGIN_DECLS

typedef enum {
  DECANT_MARK_SUBSTANCE,
  DECANT_MARK_ACTIVITY,
  DECANT_MARK_SIGNAL,
  DECANT_MARK_IDENTIFIER,
} DecantMarkKind;
#define DECANT_N_MARK_KINDS 4

typedef struct {
  DecantSpan span;
  DecantMarkKind kind;
  char *quote;   /* the words of the post */
  char *title;   /* "Cocaine", "Price", "Telegram" */
  char *meaning; /* one line for a tooltip: what it stands for, how it was read */
} DecantMark;

typedef struct {
  char *title;    /* the feature in plain words */
  char *quote;    /* nullable */
  char *innocent; /* nullable */
  gint64 weight;  /* thousandths of log-odds */
} DecantReasonView;

typedef struct {
  char *kind;  /* wire name */
  char *title; /* "Telegram" */
  char *value; /* normal form */
} DecantIdentifierView;

typedef struct {
  DecantBand band;
  double score;
  gint64 logit;           /* sum of the reasons' weights */
  GPtrArray *marks;       /* element-type DecantMark, by start */
  GPtrArray *reasons;     /* element-type DecantReasonView, as given */
  GPtrArray *identifiers; /* element-type DecantIdentifierView, each kind and value once */
} DecantAssessmentView;

/* @assessment: (nullable): then the view is empty. @text: valid UTF-8. Returns: (transfer full), never NULL. */
DecantAssessmentView *decant_assessment_view_new (JsonObject *assessment, const char *text);
void decant_assessment_view_free (DecantAssessmentView *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantAssessmentView, decant_assessment_view_free)

G_END_DECLS
