/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "training/regression.h"

#include <math.h>
#include <string.h>

#define SEED 0x5DECA17D5DECA17Du

void
decant_weights_init (DecantWeights *self, guint bits, double least, double most)
{
  *self = (DecantWeights){ .bits = bits, .least = least, .most = most };
  if (bits > 0)
    self->buckets = g_new0 (double, (gsize) 1 << bits);
}

void
decant_weights_clear (DecantWeights *self)
{
  g_clear_pointer (&self->buckets, g_free);
  g_clear_pointer (&self->languages, g_strfreev);
}

static double
raw_wording (const DecantWeights *self, const DecantSample *sample)
{
  double sum = 0;

  if (self->buckets == NULL || sample->n_buckets == 0)
    return 0;
  for (guint i = 0; i < sample->n_buckets; i++)
    sum += self->buckets[sample->buckets[i]];
  return sum / sqrt (sample->n_buckets);
}

static double
bound (const DecantWeights *self, const DecantSample *sample, double raw)
{
  return CLAMP (raw, sample->is_menu ? 0 : self->least, self->most);
}

double
decant_weights_wording (const DecantWeights *self, const DecantSample *sample)
{
  return bound (self, sample, raw_wording (self, sample));
}

static double
sum_features (const DecantWeights *self, const DecantSample *sample)
{
  double sum = 0;

  for (guint i = 0; i < sample->n_features; i++)
    sum += self->features[sample->features[i]];
  return sum;
}

double
decant_weights_logit (const DecantWeights *self, const DecantSample *sample)
{
  return sum_features (self, sample) + decant_weights_wording (self, sample);
}

/* --- fitting ---------------------------------------------------------------------------------------------------- */

typedef struct {
  const DecantRegression *options;
  DecantWeights *weights;
  double start[DECANT_N_FEATURES];
  double squares[DECANT_N_FEATURES];
  double shares[DECANT_N_FEATURES]; /* of the penalty, for a sample of weight 1: an epoch pays each penalty once */
  double *bucket_squares, *bucket_shares; /* a share below 0: the bucket has no say */
} Fit;

static gboolean
has_prefix (DecantFeature feature, const char *const *prefixes)
{
  for (; *prefixes != NULL; prefixes++)
    if (g_str_has_prefix (decant_feature_to_string (feature), *prefixes))
      return TRUE;
  return FALSE;
}

/* The side on which a feature may speak: 1 for a sale, -1 against, 0 both. */
static int
side_of (DecantFeature feature)
{
  static const char *const both[] = { "bias", "hit.foreign", "shape.", "signal.request", "maybe.request", "sale.request", NULL };
  static const char *const against[] = { "damper.", NULL };

  return has_prefix (feature, both) ? 0 : has_prefix (feature, against) ? -1 : 1;
}

static void
step_features (Fit *self, const DecantSample *sample, double gradient)
{
  static int sides[DECANT_N_FEATURES];
  static gsize once;

  if (g_once_init_enter (&once))
    {
      for (guint i = 0; i < DECANT_N_FEATURES; i++)
        sides[i] = side_of (i);
      g_once_init_leave (&once, 1);
    }
  for (guint i = 0; i < sample->n_features; i++)
    {
      guint f = sample->features[i];
      double *weight = &self->weights->features[f];
      double g = gradient + sample->weight * self->shares[f] * (*weight - self->start[f]);
      self->squares[f] += g * g;
      *weight -= self->options->step * g / sqrt (self->squares[f]);
      if (sides[f] * *weight < 0)
        *weight = 0;
    }
}

static void
step_buckets (Fit *self, const DecantSample *sample, double gradient)
{
  double scale = 1 / sqrt (sample->n_buckets);

  for (guint i = 0; i < sample->n_buckets; i++)
    {
      guint b = sample->buckets[i];
      double *weight = &self->weights->buckets[b];
      if (self->bucket_shares[b] < 0)
        continue;
      double g = gradient * scale + sample->weight * self->bucket_shares[b] * *weight;
      self->bucket_squares[b] += g * g;
      *weight -= self->options->bucket_step * g / sqrt (self->bucket_squares[b]);
    }
}

static void
learn (Fit *self, const DecantSample *sample)
{
  const DecantWeights *weights = self->weights;
  double raw = raw_wording (weights, sample);
  double wording = bound (weights, sample, raw);
  double p = 1 / (1 + exp (-(sum_features (weights, sample) + wording)));
  double gradient = sample->weight * (p - (sample->is_sale ? 1 : 0));

  if (fabs (gradient) < 1e-9)
    return;
  step_features (self, sample, gradient);
  /* Beyond its bound the wording can say no more, so it learns only what would bring it back. */
  if (weights->buckets != NULL && sample->n_buckets > 0 && (raw == wording || (raw > wording) == (gradient > 0)))
    step_buckets (self, sample, gradient);
}

static guint64
next_random (guint64 *state)
{
  *state ^= *state << 13; /* xorshift64 (Marsaglia, Journal of Statistical Software 8, 2003) */
  *state ^= *state >> 7;
  return *state ^= *state << 17;
}

static void
shuffle (guint *order, guint n, guint64 *state)
{
  for (guint i = n; i > 1; i--)
    {
      guint j = (guint) (next_random (state) % i), kept = order[i - 1];
      order[i - 1] = order[j];
      order[j] = kept;
    }
}

static void
silence_buckets (Fit *self, const DecantSample *samples, guint n, gsize buckets)
{
  g_autofree float *sales = g_new0 (float, MAX (buckets, 1));

  for (guint i = 0; buckets > 0 && i < n; i++)
    for (guint k = 0; samples[i].is_sale && samples[i].weight > 0 && k < samples[i].n_buckets; k++)
      sales[samples[i].buckets[k]] += 1;
  for (gsize b = 0; b < buckets; b++)
    if (sales[b] < self->options->least_sales)
      self->bucket_shares[b] = -1;
}

static void
share_penalties (Fit *self, const DecantSample *samples, guint n)
{
  gsize buckets = self->weights->buckets != NULL ? (gsize) 1 << self->weights->bits : 0;

  for (guint i = 0; i < n; i++)
    {
      for (guint k = 0; k < samples[i].n_features; k++)
        self->shares[samples[i].features[k]] += samples[i].weight;
      for (guint k = 0; buckets > 0 && k < samples[i].n_buckets; k++)
        self->bucket_shares[samples[i].buckets[k]] += samples[i].weight;
    }
  for (guint f = 0; f < DECANT_N_FEATURES; f++)
    self->shares[f] = self->shares[f] > 0 ? self->options->feature_penalty / self->shares[f] : 0;
  for (gsize b = 0; b < buckets; b++)
    self->bucket_shares[b] = self->bucket_shares[b] > 0 ? self->options->bucket_penalty / self->bucket_shares[b] : 0;
}

/* The mean of the weights after each epoch of the second half: what a single order of samples happens to end on is noise
 * (Polyak and Juditsky, SIAM Journal on Control and Optimization 30, 1992). */
typedef struct {
  double features[DECANT_N_FEATURES];
  double *buckets;
  guint n;
} Mean;

static void
mean_add (Mean *self, const DecantWeights *weights, gsize buckets)
{
  self->n++;
  for (guint f = 0; f < DECANT_N_FEATURES; f++)
    self->features[f] += weights->features[f];
  for (gsize b = 0; b < buckets; b++)
    self->buckets[b] += weights->buckets[b];
}

static void
mean_take (const Mean *self, DecantWeights *weights, gsize buckets)
{
  if (self->n == 0)
    return;
  for (guint f = 0; f < DECANT_N_FEATURES; f++)
    weights->features[f] = self->features[f] / self->n;
  for (gsize b = 0; b < buckets; b++)
    weights->buckets[b] = self->buckets[b] / self->n;
}

void
decant_regression_fit (const DecantRegression *options, const DecantSample *samples, guint n, DecantWeights *weights)
{
  Fit self = { .options = options, .weights = weights };
  g_autofree guint *order = g_new (guint, MAX (n, 1));
  g_autofree double *bucket_squares = NULL, *bucket_shares = NULL;
  gsize buckets = weights->buckets != NULL ? (gsize) 1 << weights->bits : 0;
  g_autofree double *mean_buckets = g_new0 (double, MAX (buckets, 1));
  Mean mean = { .buckets = mean_buckets };
  guint64 state = SEED;
  guint used = 0;

  bucket_squares = self.bucket_squares = g_new (double, MAX (buckets, 1));
  bucket_shares = self.bucket_shares = g_new0 (double, MAX (buckets, 1));
  for (gsize i = 0; i < buckets; i++)
    bucket_squares[i] = 1e-4;
  for (guint i = 0; i < DECANT_N_FEATURES; i++)
    self.squares[i] = 1;
  memcpy (self.start, weights->features, sizeof self.start);
  share_penalties (&self, samples, n);
  silence_buckets (&self, samples, n, buckets);
  for (guint i = 0; i < n; i++)
    if (samples[i].weight > 0)
      order[used++] = i;
  for (guint epoch = 0; epoch < options->epochs; epoch++)
    {
      shuffle (order, used, &state);
      for (guint i = 0; i < used; i++)
        learn (&self, &samples[order[i]]);
      if (epoch >= options->epochs / 2)
        mean_add (&mean, weights, buckets);
    }
  mean_take (&mean, weights, buckets);
}
