/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/scanner.h"

#include "engine/feature.h"
#include "engine/identifiers.h"
#include "engine/layout.h"
#include "engine/term-index.h"
#include "engine/unicode.h"

#include <stdlib.h>
#include <string.h>

/* Names what the digests of the data do not cover: the engine's own rules and tables. Raised with each change of them. */
#define ENGINE_REVISION "2"

struct _DecantScanner {
  gatomicrefcount ref_count;
  DecantLexicon *lexicon;
  DecantTermIndex *index;
  DecantSignalSet *signals;
  DecantModel *model;
  char *digest;
};

static char *
make_digest (DecantLexicon *lexicon, DecantSignalSet *signals, DecantModel *model)
{
  g_autofree char *all = g_strjoin ("\n", "decant-engine " ENGINE_REVISION, DECANT_UNICODE_VERSION, decant_lexicon_get_digest (lexicon),
                                    decant_signal_set_get_digest (signals), decant_model_get_digest (model), NULL);

  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, all, -1);
}

DecantScanner *
decant_scanner_new (DecantLexicon *lexicon, DecantSignalSet *signals, DecantModel *model)
{
  DecantScanner *self = g_new0 (DecantScanner, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->lexicon = decant_lexicon_ref (lexicon);
  self->index = decant_term_index_new (lexicon);
  self->signals = decant_signal_set_ref (signals);
  self->model = decant_model_ref (model);
  self->digest = make_digest (lexicon, signals, model);
  return self;
}

DecantScanner *
decant_scanner_ref (DecantScanner *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
decant_scanner_unref (DecantScanner *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  decant_term_index_free (self->index);
  decant_lexicon_unref (self->lexicon);
  decant_signal_set_unref (self->signals);
  decant_model_unref (self->model);
  g_free (self->digest);
  g_free (self);
}

DecantLexicon *
decant_scanner_get_lexicon (DecantScanner *self)
{
  return self->lexicon;
}

const char *
decant_scanner_get_digest (DecantScanner *self)
{
  return self->digest;
}

/* Adds the layout's signals in their place. */
static void
merge_layout (DecantAssessment *out, DecantArena *arena, const DecantFolded *folded, const DecantShape *shape)
{
  DecantSignal layout[DECANT_MAX_LAYOUT_SIGNALS], *all;
  guint n = decant_layout_find (folded, shape, out->hits, out->n_hits, layout), length = out->n_signals;

  if (n == 0)
    return;
  all = decant_arena_new_array (arena, DecantSignal, length + n);
  memcpy (all, out->signals, sizeof *all * length);
  for (guint i = 0; i < n; i++)
    {
      guint at = length++;
      while (at > 0 && (all[at - 1].span.start > layout[i].span.start
                        || (all[at - 1].span.start == layout[i].span.start && all[at - 1].span.end > layout[i].span.end)))
        at--;
      memmove (all + at + 1, all + at, sizeof *all * (length - 1 - at));
      all[at] = layout[i];
    }
  out->signals = all;
  out->n_signals = length;
}

/* A codeword inside a handle, a number or a wallet is part of a name. Words of a plain link stay: sellers hide them there. */
static void
leave_out_names (DecantAssessment *out)
{
  DecantHit *hits = (DecantHit *) out->hits; /* of our arena */
  guint kept = 0, at = 0;

  for (guint i = 0; i < out->n_hits; i++)
    {
      while (at < out->n_identifiers && out->identifiers[at].span.end <= hits[i].span.start)
        at++;
      if (at < out->n_identifiers && out->identifiers[at].span.start <= hits[i].span.start
          && hits[i].span.end <= out->identifiers[at].span.end && strcmp (out->identifiers[at].kind, "link") != 0)
        continue;
      hits[kept++] = hits[i];
    }
  out->n_hits = kept;
}

static int
compare_reasons (gconstpointer a, gconstpointer b)
{
  const DecantReason *x = a, *y = b;

  if (abs (x->weight) != abs (y->weight))
    return abs (x->weight) > abs (y->weight) ? -1 : 1;
  if (x->span.start != y->span.start)
    return x->span.start < y->span.start ? -1 : 1;
  return strcmp (x->feature, y->feature);
}

/* Findings become reasons; those without a weight say nothing. The first, the bias, stays first. */
static void
weigh (DecantScanner *self, DecantAssessment *out, DecantArena *arena, const DecantFinding *findings, guint n)
{
  DecantReason *reasons = decant_arena_new_array (arena, DecantReason, n);
  guint kept = 0;

  for (guint i = 0; i < n; i++)
    {
      const DecantFinding *f = &findings[i];
      gint32 weight = decant_model_get_weight (self->model, f->feature);
      if (i > 0 && weight == 0)
        continue;
      reasons[kept++] = (DecantReason){ decant_feature_to_string (f->feature), weight, f->has_span, f->span, f->innocent };
      out->logit += weight;
    }
  qsort (reasons + 1, kept - 1, sizeof *reasons, compare_reasons);
  out->reasons = reasons;
  out->n_reasons = kept;
  out->score = decant_model_score (self->model, out->logit);
  out->band = decant_model_band (self->model, out->logit);
}

DecantAssessment *
decant_scanner_scan (DecantScanner *self, const char *text, gsize length, const char *language)
{
  DecantArena *arena = decant_arena_new ();
  DecantAssessment *out = decant_assessment_new (arena);
  DecantFinding findings[DECANT_MAX_FINDINGS] = { { .feature = DECANT_FEATURE_BIAS } };
  guint n = 1;
  DecantFolded folded;
  DecantShape shape;

  decant_fold (arena, text, length, &folded);
  decant_shape_read (&folded, &shape);
  out->n_hits = decant_term_index_match (self->index, arena, &folded, language, &out->hits);
  out->n_signals = decant_signal_set_match (self->signals, arena, &folded, &shape, &out->signals);
  out->n_identifiers = decant_identifiers_find (arena, &folded, out->signals, out->n_signals, &out->identifiers);
  leave_out_names (out);
  merge_layout (out, arena, &folded, &shape);
  if (out->n_hits + out->n_signals + out->n_identifiers > 0)
    n = decant_features_collect (&(DecantFindings){ &shape, out->hits, out->n_hits, out->signals, out->n_signals,
                                                    out->identifiers, out->n_identifiers, text,
                                                    language != NULL ? language : "" },
                                 findings);
  weigh (self, out, arena, findings, n);
  return out;
}
