/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "training/calibration.h"

#include <math.h>

#define ITERATIONS 100

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
      double z = outcomes[i].logit, p = decant_calibration_read (self, z);
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

DecantCalibration
decant_calibration_fit (DecantOutcome *outcomes, guint n)
{
  DecantCalibration self = { 1, 0 };

  scale_to_base_rate (outcomes, n);
  for (guint i = 0; i < ITERATIONS && !step (&self, outcomes, n); i++)
    ;
  return self;
}

double
decant_calibration_read (const DecantCalibration *self, double logit)
{
  return 1 / (1 + exp (-(self->slope * logit + self->offset)));
}

double
decant_calibration_logit (const DecantCalibration *self, double probability)
{
  return (log (probability / (1 - probability)) - self->offset) / self->slope;
}
