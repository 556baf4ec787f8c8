/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "training/regression.h"

/*
 * The prior: what each feature is worth before any labelled post was seen, set by hand in round numbers. Training starts
 * here and is pulled back here, so that what no source of sales happens to show (a dead drop, a courier, an app) keeps
 * the say that the literature gives it (Li et al. 2019, doi:10.2196/13803; Hu et al. 2021, arXiv:2108.08301), and a model
 * trained without a source still reads it.
 */

G_BEGIN_DECLS

void decant_prior_set (DecantWeights *weights); /* features only */

G_END_DECLS
