/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/scanner.h"
#include "training/posts.h"
#include "training/regression.h"

/*
 * Samples: labelled posts as a model sees them, each with its fold. Near copies share a fold.
 */

G_BEGIN_DECLS

#define DECANT_N_FOLDS 5

typedef struct {
  GPtrArray *posts; /* of DecantPost */
  DecantSample *samples; /* one a post; weight is what decant_samples_weight() gave it */
  guint *clusters;       /* position of the first near copy */
  guint8 *folds;         /* 0 … DECANT_N_FOLDS - 1 */
  guint n;
  DecantArena *arena;
} DecantSamples;

/* @posts: (transfer full). @bits: of the n-grams' buckets. Gives every post that may train its weight. */
DecantSamples *decant_samples_new (GPtrArray *posts, DecantScanner *scanner, guint bits);
/* How much more @post says when the wording is learnt than when features are. */
double decant_samples_wording_say (const DecantPost *post);
void decant_samples_free (DecantSamples *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantSamples, decant_samples_free)

G_END_DECLS
