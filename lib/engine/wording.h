/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/ngrams.h"

#include <json-glib/json-glib.h>

/*
 * Wording: the part of a model that weighs n-grams. One signed byte a bucket; what a text's buckets say together is one
 * reason, bounded by `least` and `most`, so that wording alone never decides.
 *
 * In a model's file: "wording": {"languages": [TAG, …], "bits": B, "scale": S, "least": L, "most": M, "weights": base64
 * of 2^B signed bytes}. It speaks of posts in these languages, in which sales were seen, and of posts whose language is
 * unknown: elsewhere it would take every text for innocent, or guess by chance likeness.
 * The weight of a text is S × Σ bytes ÷ √n over its n buckets, in whole thousandths of log-odds (n-grams of unit
 * length, as in text classification at large), in 64-bit integers throughout.
 */

G_BEGIN_DECLS

#define DECANT_WORDING_SPANS 3

typedef struct
{
  char **languages; /* primary language subtags */
  guint bits;
  gint32 scale;
  gint32 least, most; /* thousandths of log-odds, least <= 0 <= most */
  gint8 *weights;     /* 2^bits */
} DecantWording;

typedef struct
{
  gint32 weight;
  DecantSpan spans[DECANT_WORDING_SPANS]; /* the words that say most in the weight's direction, strongest first */
  guint n_spans;
} DecantWordingSays;

/* Reads the member of a model. FALSE when it is not as above; @member names what is wrong (static). */
gboolean decant_wording_parse (JsonObject *object, DecantWording *out, const char **member);
void decant_wording_clear (DecantWording *self);

/* @language: BCP 47 tag as the page states it; NULL, "", "mul" and "und" are unknown. */
gboolean decant_wording_reads (const DecantWording *self, const char *language);

void decant_wording_weigh (const DecantWording *self, const DecantNgrams *ngrams, DecantWordingSays *out);

G_END_DECLS
