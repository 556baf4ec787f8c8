/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/*
 * Near copies: sellers post one text again and again with another number or price. A measure that trains on one copy and
 * tests on the other flatters itself, so folds keep near copies together.
 *
 * MinHash with bands (Broder 1997; Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, section 3.4) over the sets of
 * n-gram buckets: two texts whose sets share 7 of 10 pieces or more nearly always meet; those that meet are one cluster.
 */

G_BEGIN_DECLS

typedef struct {
  const guint32 *buckets;
  guint n_buckets;
} DecantBag;

/* Returns: (transfer full): for each bag the position of the first bag of its cluster. An empty bag is a cluster of its own. */
guint *decant_near_copies_cluster (const DecantBag *bags, guint n);

G_END_DECLS
