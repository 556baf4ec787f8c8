/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a model; what parses must score every logit with a number from 0 to 1 that never falls. */
#include "engine/model.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
check_scores (DecantModel *model)
{
  static const gint32 logits[] = { G_MININT32, -1000001, -6500, -1, 0, 1, 2500, 1000000, G_MAXINT32 };
  double below = 0;

  for (guint i = 0; i < G_N_ELEMENTS (logits); i++)
    {
      double score = decant_model_score (model, logits[i]);
      g_assert_true (score >= below && score <= 1);
      g_assert_cmpuint (decant_model_band (model, logits[i]), <=, DECANT_BAND_STRONG);
      below = score;
    }
}

/* N-grams of a text, weighed with whatever weights the model has. */
static void
check_wording (DecantModel *model)
{
  static const char text[] = "Anna and Otto like apples, 12 of them, or 13; sometimes pears.";
  const DecantWording *wording = decant_model_get_wording (model);
  g_autoptr (DecantArena) arena = decant_arena_new ();
  DecantFolded folded;
  DecantNgrams ngrams;
  DecantWordingSays says;

  if (wording == NULL)
    return;
  decant_fold (arena, text, sizeof text - 1, &folded);
  decant_ngrams_read (arena, &folded, NULL, 0, wording->bits, &ngrams);
  decant_wording_weigh (wording, &ngrams, &says);
  g_assert_true (says.weight >= wording->least && says.weight <= wording->most);
  g_assert_cmpuint (says.n_spans, <=, DECANT_WORDING_SPANS);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantModel) model = decant_model_new (bytes, &error);

  g_assert_true ((model == NULL) == (error != NULL));
  if (model == NULL)
    return 0;
  check_scores (model);
  check_wording (model);
  return 0;
}
