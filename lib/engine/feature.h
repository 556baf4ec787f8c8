/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/assessment.h"
#include "engine/shape.h"
#include "engine/signals.h"

/*
 * Features: what an assessment is weighed by, each with its span. A fixed list; a model gives each a weight by its
 * name.
 *
 *   bias
 *   hit.substance.0 … .3, .more     the clearest hit of a substance by ambiguity; each further substance, at most 3
 *   hit.activity.0 … .3, .more      the same for words of the trade
 *   hit.foreign                     the clearest hit's term is of another language than the text states
 *   disguise.READING                a substance read through that reading
 *   signal.KIND                     a sale signal in a text without a substance that counts
 *   maybe.KIND, maybe.more          a sale signal beside a substance that counts, of ambiguity 2 or 3; each kind beyond
 *                                   the second
 *   sale.KIND, sale.more            the same beside a substance of ambiguity 0 or 1
 *   damper.KIND, damper.KIND.more   an innocent context; two signs of it or more
 *   damper.more                     each kind of innocent context beyond the first
 *   identifier.KIND                 an identifier; any but a link, beside a substance that counts:
 *                                   identifier.beside (ambiguity 0 or 1), identifier.maybe (2 or 3)
 *   near.quantity, .price, .offer   such a signal within a few words of a substance of ambiguity 0 or 1, on its line
 *   near-maybe.*                    the same of a substance of ambiguity 2 or 3
 *   shape.*                         see the list below; the only features with a say on either side, beside requests
 *
 * A substance counts when its ambiguity is 0 or 1, or when there are sale signals of two kinds or more. Dampers are
 * left out when a text has both a ladder and a contact: they never hide a menu with a handle.
 */

G_BEGIN_DECLS

#define DECANT_N_READINGS (DECANT_READING_LINK + 1)
#define DECANT_N_SALE_KINDS DECANT_FIRST_DAMPER
#define DECANT_N_DAMPERS (DECANT_N_SIGNAL_KINDS - DECANT_FIRST_DAMPER)
#define DECANT_N_IDENTIFIER_KINDS 43

typedef enum {
  DECANT_FEATURE_BIAS,
  DECANT_FEATURE_SUBSTANCE, /* + ambiguity */
  DECANT_FEATURE_SUBSTANCE_MORE = DECANT_FEATURE_SUBSTANCE + 4,
  DECANT_FEATURE_ACTIVITY, /* + ambiguity */
  DECANT_FEATURE_ACTIVITY_MORE = DECANT_FEATURE_ACTIVITY + 4,
  DECANT_FEATURE_FOREIGN,
  DECANT_FEATURE_NEAR, /* + 0 quantity, 1 price, 2 offer */
  DECANT_FEATURE_NEAR_MAYBE = DECANT_FEATURE_NEAR + 3,
  DECANT_FEATURE_MAYBE_MORE = DECANT_FEATURE_NEAR_MAYBE + 3,
  DECANT_FEATURE_SALE_MORE,
  DECANT_FEATURE_DAMPERS_MORE,
  DECANT_FEATURE_IDENTIFIER_BESIDE,
  DECANT_FEATURE_IDENTIFIER_MAYBE,
  DECANT_FEATURE_SHORT_LISTING, /* a substance that counts and a quantity in at most 16 words, no damper */
  DECANT_FEATURE_TERSE,         /* a substance in at most 5 words */
  DECANT_FEATURE_LONG,          /* over 60 words beside a substance */
  DECANT_FEATURE_MANY,          /* three substances or more */
  DECANT_FEATURE_REPEATED,      /* five hits of substances or more */
  DECANT_FEATURE_TAGS_ONLY,     /* every hit of a substance stands in a hashtag */
  DECANT_FEATURE_BARE,          /* a substance in 4 words or more, no title, without any sale signal or identifier */
  DECANT_FEATURE_QUESTION,      /* ends in a question mark: a substance, and no identifier */
  DECANT_FEATURE_OPENS,         /* an amount is the first that the text says */
  DECANT_FEATURE_DOSED,         /* a count and a strength ("10 x … 200 mg") in at most 16 words */
  DECANT_FEATURE_TITLE,         /* nearly every word begins with a capital or a digit; an amount, price or substance */
  DECANT_FEATURE_HEADED,        /* a heading with an amount, a price or availability, over a text with a substance that counts */
  DECANT_FEATURE_DISGUISE,                                                     /* + reading */
  DECANT_FEATURE_SIGNAL = DECANT_FEATURE_DISGUISE + DECANT_N_READINGS,         /* + sale kind */
  DECANT_FEATURE_MAYBE = DECANT_FEATURE_SIGNAL + DECANT_N_SALE_KINDS,          /* + sale kind */
  DECANT_FEATURE_SALE = DECANT_FEATURE_MAYBE + DECANT_N_SALE_KINDS,            /* + sale kind */
  DECANT_FEATURE_DAMPER = DECANT_FEATURE_SALE + DECANT_N_SALE_KINDS,           /* + kind - first damper */
  DECANT_FEATURE_DAMPER_MORE = DECANT_FEATURE_DAMPER + DECANT_N_DAMPERS,       /* + kind - first damper */
  DECANT_FEATURE_IDENTIFIER = DECANT_FEATURE_DAMPER_MORE + DECANT_N_DAMPERS,   /* + kind */
  DECANT_N_FEATURES = DECANT_FEATURE_IDENTIFIER + DECANT_N_IDENTIFIER_KINDS,
} DecantFeature;

const char *decant_feature_to_string (DecantFeature feature);   /* static */
DecantFeature decant_feature_from_string (const char *feature); /* DECANT_N_FEATURES when unknown */

/* What has been found in a text. */
typedef struct {
  const DecantShape *shape;
  const DecantHit *hits;
  guint n_hits;
  const DecantSignal *signals;
  guint n_signals;
  const DecantIdentifier *identifiers;
  guint n_identifiers;
  const char *source;   /* the text itself, in bytes that spans count */
  gsize length;         /* of the source */
  const char *language; /* "" when unknown */
} DecantFindings;

typedef struct {
  DecantFeature feature;
  gboolean has_span;
  DecantSpan span;
  const char *innocent; /* nullable, of the term */
} DecantFinding;

#define DECANT_MAX_FINDINGS 128

/* The name of the one reason that is no feature of this list: what the n-grams say together (wording.h). */
#define DECANT_REASON_WORDING "wording"

/* @out: room for DECANT_MAX_FINDINGS; the first is always the bias. Returns how many. */
guint decant_features_collect (const DecantFindings *findings, DecantFinding *out);

G_END_DECLS
