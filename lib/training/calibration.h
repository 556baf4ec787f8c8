/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/*
 * Calibration: from a logit to the probability that a post is a sale where one post in a hundred is (the base rate), by a
 * logistic curve (Platt 1999) fitted to weighted, cross-validated logits, then bent at a few knots to what was seen there: innocent
 * posts thin out more slowly than a logistic curve says, and sales of different sources do not lie on one.
 */

G_BEGIN_DECLS

#define DECANT_BASE_RATE 0.01
#define DECANT_CALIBRATION_KNOTS 7

typedef struct {
  double logit;
  gboolean is_sale;
  double weight; /* sales of all weights together make up the base rate */
} DecantOutcome;

typedef struct {
  double slope, offset; /* log-odds of the curve: slope × logit + offset */
  double knots[DECANT_CALIBRATION_KNOTS]; /* log-odds that take the place of −6, −4 … 6; straight lines between, parallel beyond */
} DecantCalibration;

/* @outcomes: scaled here so that sales make up the base rate; at least one of each class. */
DecantCalibration decant_calibration_fit (DecantOutcome *outcomes, guint n);
double decant_calibration_read (const DecantCalibration *self, double logit);
double decant_calibration_logit (const DecantCalibration *self, double probability); /* where it reaches @probability */

G_END_DECLS
