/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "training/samples.h"

#include "training/near-copies.h"

#include <string.h>

/* --- what a post says in training ------------------------------------------------------------------------------- */

typedef struct {
  const char *source, *kind;
  double weight;
} Say;

/* Sources of sales are of very different size, so that the largest would drown the others: a source's say grows slower than
 * its size. Posts that are easily taken for sales say more than other posts that are none. A source that may not be used
 * commercially measures and never trains. */
static const Say says[] = {
  { "ru-topics", NULL, 0 },
  { "alphabay", "sale", 1 },
  { "cryptomarket", "sale", 4 },
  { "pip", "sale", 4 },
  { "web-comments", "sale", 8 },
  { DECANT_INVENTED, "sale", 4 },
  { DECANT_INVENTED, NULL, 2 },
  { NULL, "other_illicit", 5 },
  { NULL, "drug_talk", 12 },
  { NULL, "commerce", 12 },
  { NULL, "promo_spam", 6 },
  { "pip", "background", 2 },
  { NULL, NULL, 1 },
};

/* To the wording they say more still. Features that learnt from them as much would take plain sales in languages without labelled
 * sales for talk; the wording does not read those languages. */
static const Say wording_says[] = {
  { DECANT_INVENTED, NULL, 1 },
  { NULL, "other_illicit", 1.5 },
  { NULL, "drug_talk", 4 },
  { NULL, "commerce", 2 },
  { NULL, NULL, 1 },
};

static double
look_up (const Say *say, const DecantPost *post)
{
  while ((say->source != NULL && !g_str_equal (say->source, post->source))
         || (say->kind != NULL && !g_str_equal (say->kind, post->kind)))
    say++;
  return say->weight;
}

double
decant_samples_wording_say (const DecantPost *post)
{
  return look_up (wording_says, post);
}

/* --- samples ---------------------------------------------------------------------------------------------------- */

/* Near copies together say no more than a few posts do. */
static void
share_among_copies (DecantSamples *self)
{
  g_autofree guint *sizes = g_new0 (guint, self->n);

  for (guint i = 0; i < self->n; i++)
    sizes[self->clusters[i]]++;
  for (guint i = 0; i < self->n; i++)
    if (sizes[self->clusters[i]] > 4)
      self->samples[i].weight *= 4.0 / sizes[self->clusters[i]];
}

static void
examine (DecantSamples *self, DecantScanner *scanner, guint i, guint bits)
{
  const DecantPost *post = self->posts->pdata[i];
  g_autoptr (DecantArena) arena = decant_arena_new ();
  DecantSample *sample = &self->samples[i];
  DecantExamination examination;
  guint16 *features;
  guint32 *buckets;

  decant_scanner_examine (scanner, arena, post->text, strlen (post->text), post->language, bits, &examination);
  features = decant_arena_new_array (self->arena, guint16, examination.n_findings);
  for (guint k = 0; k < examination.n_findings; k++)
    features[k] = (guint16) examination.findings[k].feature;
  buckets = decant_arena_new_array (self->arena, guint32, examination.ngrams.n_buckets + 1);
  if (examination.ngrams.n_buckets > 0)
    memcpy (buckets, examination.ngrams.buckets, examination.ngrams.n_buckets * sizeof *buckets);
  *sample = (DecantSample){ features, examination.n_findings, buckets, examination.ngrams.n_buckets, examination.is_menu, post->label == 1,
                            post->label < 0 ? 0 : look_up (says, post) };
}

static void
cluster (DecantSamples *self)
{
  g_autofree DecantBag *bags = g_new (DecantBag, self->n);

  for (guint i = 0; i < self->n; i++)
    bags[i] = (DecantBag){ self->samples[i].buckets, self->samples[i].n_buckets };
  self->clusters = decant_near_copies_cluster (bags, self->n);
  self->folds = g_new (guint8, self->n);
  for (guint i = 0; i < self->n; i++)
    {
      const DecantPost *first = self->posts->pdata[self->clusters[i]];
      self->folds[i] = (guint8) (g_str_hash (first->id) % DECANT_N_FOLDS);
    }
}

DecantSamples *
decant_samples_new (GPtrArray *posts, DecantScanner *scanner, guint bits)
{
  DecantSamples *self = g_new0 (DecantSamples, 1);

  self->posts = posts;
  self->n = posts->len;
  self->arena = decant_arena_new ();
  self->samples = g_new0 (DecantSample, self->n);
  for (guint i = 0; i < self->n; i++)
    examine (self, scanner, i, bits);
  cluster (self);
  share_among_copies (self);
  return self;
}

void
decant_samples_free (DecantSamples *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->posts);
  decant_arena_free (self->arena);
  g_free (self->samples);
  g_free (self->clusters);
  g_free (self->folds);
  g_free (self);
}
