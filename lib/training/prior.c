/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "training/prior.h"

/* Log-odds by prefix of a feature's name; the first that fits counts. */
static const struct {
  const char *prefix;
  double weight;
} priors[] = {
  { "bias", -7 },
  /* A name alone is talk. Everyday words say little of themselves. */
  { "hit.substance.0", 4 },
  { "hit.substance.1", 3.2 },
  { "hit.substance.2", 2 },
  { "hit.substance.3", 0.5 },
  { "hit.substance.more", 0.4 },
  { "hit.activity.0", 1.5 },
  { "hit.activity.1", 1 },
  { "hit.activity.2", 0.3 },
  { "hit.activity.3", 0 },
  { "hit.activity.more", 0.2 },
  { "hit.foreign", -0.2 },
  { "near-maybe.", 1 },
  { "near.", 1.5 },
  /* A request is somebody else's post. */
  { "signal.request", 0 },
  { "maybe.request", 0.2 },
  { "sale.request", 0.2 },
  { "maybe.more", 0.3 },
  { "sale.more", 0.3 },
  { "signal.", 0.8 },
  { "maybe.", 1 },
  { "sale.", 1.2 },
  { "identifier.beside", 0.8 },
  { "identifier.maybe", 0.5 },
  { "identifier.link", 0.3 },
  { "identifier.email", 0.3 },
  { "identifier.facebook", 0.2 },
  { "identifier.tiktok", 0.2 },
  { "identifier.xmpp", 0.7 },
  { "identifier.xrp", 0.7 },
  { "identifier.x", 0.2 },
  { "identifier.", 0.7 },
  { "disguise.phonetic", 0 }, /* a guessed spelling is less sure than a written one */
  { "disguise.", 0.5 },
  { "shape.short-listing", 1.2 },
  { "shape.terse", 0.5 },
  { "shape.many-substances", 0.6 },
  /* Names without any sign of a sale are talk, and so is a question. */
  { "shape.bare", -2 },
  { "shape.question", -0.5 },
  { "shape.opens-with-amount", 0.5 },
  { "shape.dosed", 0.5 },
  { "shape.title", 0.5 },
  { "shape.headed", 1.5 },
  { "shape.", 0 },
  /* A report, a recipe or a diary is no offer whatever it names. Anybody says "I was"; a seller too. */
  { "damper.news", -3 },
  { "damper.recovery", -2.5 },
  { "damper.medical", -1.5 },
  { "damper.talk", -0.8 },
  { "damper.", -2 },
};

#define DAMPER_MORE (-1.2)

static double
prior_of (const char *feature)
{
  if (g_str_has_prefix (feature, "damper.") && g_str_has_suffix (feature, ".more"))
    return DAMPER_MORE;
  for (guint i = 0; i < G_N_ELEMENTS (priors); i++)
    if (g_str_has_prefix (feature, priors[i].prefix))
      return priors[i].weight;
  return 0;
}

void
decant_prior_set (DecantWeights *weights)
{
  for (guint f = 0; f < DECANT_N_FEATURES; f++)
    weights->features[f] = prior_of (decant_feature_to_string (f));
}
