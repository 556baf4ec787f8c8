/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "training/calibration.h"

#include <math.h>

#define ITERATIONS 100
#define FIRST_KNOT (-6.0)
#define KNOT_STEP 2.0
#define FIRST_BENT 2 /* below one in ten the few sales are posts that name nothing: bent to them, innocent posts would be shown */
#define LAST (DECANT_CALIBRATION_KNOTS - 1)
#define CURVE_OUTCOMES 5   /* at each knot the curve counts as much as so many innocent posts */
#define LEAST_RISE 0.05    /* from knot to knot, so that every score has a logit */
#define MOST_LOGIT 1000.0  /* beyond any */

static double
to_probability (double log_odds)
{
  return 1 / (1 + exp (-log_odds));
}

static double
to_log_odds (double probability)
{
  return log (probability / (1 - probability));
}

static void
scale_to_base_rate (DecantOutcome *outcomes, guint n)
{
  double total[2] = { 0, 0 };

  for (guint i = 0; i < n; i++)
    total[outcomes[i].is_sale] += outcomes[i].weight;
  for (guint i = 0; i < n; i++)
    outcomes[i].weight *= (outcomes[i].is_sale ? DECANT_BASE_RATE : 1 - DECANT_BASE_RATE) / total[outcomes[i].is_sale];
}

/* One Newton step of weighted logistic regression in one variable; TRUE when it no longer moves. */
static gboolean
step (DecantCalibration *self, const DecantOutcome *outcomes, guint n)
{
  double g0 = 0, g1 = 0, h00 = 1e-12, h01 = 0, h11 = 1e-12, determinant, d0, d1;

  for (guint i = 0; i < n; i++)
    {
      double z = outcomes[i].logit, p = to_probability (self->slope * z + self->offset);
      double error = outcomes[i].weight * (p - (outcomes[i].is_sale ? 1 : 0)), curve = outcomes[i].weight * p * (1 - p);
      g0 += error;
      g1 += error * z;
      h00 += curve;
      h01 += curve * z;
      h11 += curve * z * z;
    }
  determinant = h00 * h11 - h01 * h01;
  d0 = (h11 * g0 - h01 * g1) / determinant;
  d1 = (h00 * g1 - h01 * g0) / determinant;
  self->offset -= CLAMP (d0, -1, 1);
  self->slope = MAX (self->slope - CLAMP (d1, -0.25, 0.25), 0.05);
  return fabs (d0) + fabs (d1) < 1e-9;
}

/* --- bending ---------------------------------------------------------------------------------------------------- */

typedef struct {
  double sales, all, curve; /* weights: of sales, of all outcomes, and of the sales that the curve expects */
} Bin;

static guint
nearest_knot (double log_odds)
{
  return (guint) CLAMP (lround ((log_odds - FIRST_KNOT) / KNOT_STEP), 0, LAST);
}

static double
mean_innocent_weight (const DecantOutcome *outcomes, guint n)
{
  double total = 0;
  guint count = 0;

  for (guint i = 0; i < n; i++)
    if (!outcomes[i].is_sale)
      {
        total += outcomes[i].weight;
        count++;
      }
  return total / count;
}

static void
fill_bins (const DecantCalibration *self, const DecantOutcome *outcomes, guint n, Bin bins[DECANT_CALIBRATION_KNOTS])
{
  for (guint i = 0; i < n; i++)
    {
      double log_odds = self->slope * outcomes[i].logit + self->offset;
      Bin *bin = &bins[nearest_knot (log_odds)];
      bin->sales += outcomes[i].is_sale ? outcomes[i].weight : 0;
      bin->all += outcomes[i].weight;
      bin->curve += outcomes[i].weight * to_probability (log_odds);
    }
}

static void
bend (DecantCalibration *self, const DecantOutcome *outcomes, guint n)
{
  Bin bins[DECANT_CALIBRATION_KNOTS] = { 0 };
  double own = CURVE_OUTCOMES * mean_innocent_weight (outcomes, n);

  fill_bins (self, outcomes, n, bins);
  for (guint k = FIRST_BENT; k <= LAST; k++)
    {
      double curve = bins[k].all > 0 ? bins[k].curve / bins[k].all : to_probability (self->knots[k]);
      double seen = (bins[k].sales + own * curve) / (bins[k].all + own);
      self->knots[k] += to_log_odds (seen) - to_log_odds (curve);
      self->knots[k] = MAX (self->knots[k], self->knots[k - 1] + LEAST_RISE);
    }
}

/* --- fitting and reading ---------------------------------------------------------------------------------------- */

DecantCalibration
decant_calibration_fit (DecantOutcome *outcomes, guint n)
{
  DecantCalibration self = { .slope = 1 };

  scale_to_base_rate (outcomes, n);
  for (guint i = 0; i < ITERATIONS && !step (&self, outcomes, n); i++)
    ;
  for (guint k = 0; k <= LAST; k++)
    self.knots[k] = FIRST_KNOT + k * KNOT_STEP;
  bend (&self, outcomes, n);
  return self;
}

static double
bent (const DecantCalibration *self, double log_odds)
{
  double at = (log_odds - FIRST_KNOT) / KNOT_STEP;
  guint low = (guint) CLAMP (floor (at), 0, LAST - 1);

  if (at <= 0)
    return self->knots[0] + at * KNOT_STEP;
  if (at >= LAST)
    return self->knots[LAST] + (at - LAST) * KNOT_STEP;
  return self->knots[low] + (at - low) * (self->knots[low + 1] - self->knots[low]);
}

double
decant_calibration_read (const DecantCalibration *self, double logit)
{
  return to_probability (bent (self, self->slope * logit + self->offset));
}

/* By halving: it rises everywhere. */
double
decant_calibration_logit (const DecantCalibration *self, double probability)
{
  double low = -MOST_LOGIT, high = MOST_LOGIT, wanted = to_log_odds (probability);

  for (guint i = 0; i < ITERATIONS; i++)
    {
      double middle = (low + high) / 2;
      if (bent (self, self->slope * middle + self->offset) < wanted)
        low = middle;
      else
        high = middle;
    }
  return high;
}
