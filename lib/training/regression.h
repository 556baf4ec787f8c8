/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/feature.h"

/*
 * Logistic regression over the engine's features and n-gram buckets, by stochastic gradient descent with step sizes of
 * its own for each weight (AdaGrad: Duchi, Hazan and Singer, JMLR 12, 2011). One thread, a fixed order of samples from a
 * fixed seed: the same samples give the same weights.
 *
 *   logit = Σ weight of features (a feature may stand there several times) + bounded wording
 *   wording = Σ weight of buckets ÷ √buckets, held between `least` and `most`
 *
 * Bounds hold each feature to the side on which it may speak: a sale signal never lowers a score, a damper never raises it.
 */

G_BEGIN_DECLS

typedef struct {
  const guint16 *features; /* DecantFeature */
  guint n_features;
  const guint32 *buckets;
  guint n_buckets;
  gboolean is_menu; /* the wording may not lower it */
  gboolean is_sale;
  double weight; /* 0 to leave the sample out */
} DecantSample;

typedef struct {
  double features[DECANT_N_FEATURES];
  double *buckets;  /* 2^bits; NULL for a model without wording */
  char **languages; /* those of which the wording may speak */
  guint bits;
  double least, most; /* of the wording, log-odds */
} DecantWeights;

typedef struct {
  guint epochs;
  double step;           /* of features */
  double bucket_step;    /* of buckets */
  double bucket_penalty; /* pulls bucket weights to nothing */
  double feature_penalty; /* pulls feature weights to those that came in */
  double least_sales;     /* a bucket has a say only if it was seen in sales of this much weight */
} DecantRegression;

void decant_weights_init (DecantWeights *self, guint bits, double least, double most); /* bits 0: without wording */
void decant_weights_clear (DecantWeights *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DecantWeights, decant_weights_clear)

/* Fits @weights, which come in as a start. Weights of features stay near those that came in, as far as the penalty says. */
void decant_regression_fit (const DecantRegression *options, const DecantSample *samples, guint n, DecantWeights *weights);

double decant_weights_wording (const DecantWeights *self, const DecantSample *sample); /* bounded */
double decant_weights_logit (const DecantWeights *self, const DecantSample *sample);

G_END_DECLS
