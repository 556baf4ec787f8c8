/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "training/calibration.h"
#include "training/regression.h"

/*
 * Writes trained weights as the model file that lib/engine/model.h reads: whole thousandths of log-odds, one signed byte a
 * bucket, the calibration as points of a table, the bands as cuts of the logit.
 *
 * The bands follow from costs: a post is shown at a band when missing a sale costs more than a false alarm there, that is
 * from probability 1 ÷ (1 + cost ratio) on (docs/ENGINE.md has the ratios and their reasons).
 */

G_BEGIN_DECLS

GBytes *decant_model_write (const DecantWeights *weights, const DecantCalibration *calibration, const char *title, const char *notes); /* transfer full */

G_END_DECLS
