/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/scanner.h"

#include "engine/identifiers.h"
#include "engine/layout.h"
#include "engine/term-index.h"
#include "engine/unicode.h"

#include <stdlib.h>
#include <string.h>

/* Names what the digests of the data do not cover: the engine's own rules and tables. Raised with each change of them. */
#define ENGINE_REVISION "16"

struct _DecantScanner
{
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
  g_autofree char *all
      = g_strjoin ("\n", "decant-engine " ENGINE_REVISION, DECANT_UNICODE_VERSION, decant_lexicon_get_digest (lexicon),
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
      while (at > 0
             && (all[at - 1].span.start > layout[i].span.start
                 || (all[at - 1].span.start == layout[i].span.start && all[at - 1].span.end > layout[i].span.end)))
        at--;
      memmove (all + at + 1, all + at, sizeof *all * (length - 1 - at));
      all[at] = layout[i];
    }
  out->signals = all;
  out->n_signals = length;
}

static gboolean
overlap (DecantSpan a, DecantSpan b)
{
  return a.start < b.end && b.start < a.end;
}

static gboolean
is_link (const DecantIdentifier *identifier)
{
  return g_str_equal (identifier->kind, "link");
}

static gboolean
is_part_of_name (const DecantIdentifier *identifier, DecantSpan span)
{
  gboolean inside = identifier->span.start <= span.start && span.end <= identifier->span.end;

  return !is_link (identifier) && (inside || overlap (identifier->name, span));
}

G_STATIC_ASSERT (DECANT_MAX_IDENTIFIERS <= 64);

/* Returns a bit for each identifier in which a hit stays: a link. */
static guint64
leave_out_hits (DecantAssessment *out)
{
  DecantHit *hits = (DecantHit *)out->hits; /* of our arena */
  guint64 speaking = 0;
  guint kept = 0, at = 0;

  for (guint i = 0; i < out->n_hits; i++)
    {
      guint64 touched = 0;
      gboolean part = FALSE;
      while (at < out->n_identifiers && out->identifiers[at].span.end <= hits[i].span.start)
        at++;
      for (guint k = at; k < out->n_identifiers && out->identifiers[k].span.start < hits[i].span.end; k++)
        {
          part |= is_part_of_name (&out->identifiers[k], hits[i].span);
          touched |= G_GUINT64_CONSTANT (1) << k;
        }
      if (part)
        continue;
      speaking |= touched;
      hits[kept++] = hits[i];
    }
  out->n_hits = kept;
  return speaking;
}

/* A sign of contact may begin before the name ("q: 123456"), or be the host of a link. A plain link speaks only when a
 * codeword was found in it. */
static gboolean
is_sign_of_name (const DecantIdentifier *identifier, gboolean speaks, const DecantSignal *signal)
{
  if (!overlap (identifier->name, signal->span))
    return FALSE;
  if (is_link (identifier))
    return !speaks;
  return signal->span.start >= identifier->name.start || signal->kind != decant_signal_kind_to_string (DECANT_SIGNAL_CONTACT);
}

static void
leave_out_signals (DecantAssessment *out, guint64 speaking)
{
  DecantSignal *signals = (DecantSignal *)out->signals; /* of our arena */
  guint kept = 0, at = 0;

  for (guint i = 0; i < out->n_signals; i++)
    {
      gboolean part = FALSE;
      while (at < out->n_identifiers && out->identifiers[at].span.end <= signals[i].span.start)
        at++;
      for (guint k = at; k < out->n_identifiers && out->identifiers[k].span.start < signals[i].span.end; k++)
        part |= is_sign_of_name (&out->identifiers[k], speaking >> k & 1, &signals[i]);
      if (!part)
        signals[kept++] = signals[i];
    }
  out->n_signals = kept;
}

/* A codeword, an amount or a date inside a handle, a number or a wallet is part of a name: a post weighs the same with
 * another name in its place. Codewords of a plain link stay: sellers hide them there. */
static void
leave_out_names (DecantAssessment *out)
{
  leave_out_signals (out, leave_out_hits (out));
}

/* --- examining ---------------------------------------------------------------------------------------------------- */

static void
find (DecantScanner *self,
      DecantArena *arena,
      const DecantFolded *folded,
      const DecantShape *shape,
      const char *language,
      DecantAssessment *out)
{
  out->n_hits = decant_term_index_match (self->index, arena, folded, language, &out->hits);
  out->n_signals = decant_signal_set_match (self->signals, arena, folded, shape, &out->signals);
  out->n_identifiers = decant_identifiers_find (arena, folded, shape, language, out->signals, out->n_signals, &out->identifiers);
  leave_out_names (out);
  merge_layout (out, arena, folded, shape);
}

static gboolean
has_signal (const DecantAssessment *found, DecantSignalKind kind)
{
  for (guint i = 0; i < found->n_signals; i++)
    if (found->signals[i].kind == decant_signal_kind_to_string (kind))
      return TRUE;
  return FALSE;
}

static gboolean
is_menu (const DecantAssessment *found)
{
  gboolean contact = has_signal (found, DECANT_SIGNAL_CONTACT);

  for (guint i = 0; i < found->n_identifiers; i++)
    contact |= !g_str_equal (found->identifiers[i].kind, "link");
  return contact && has_signal (found, DECANT_SIGNAL_LADDER);
}

/* Hits, identifiers or a sale signal. Where innocent contexts alone were found, there is nothing for them to lower. */
static gboolean
says_something (const DecantAssessment *found)
{
  if (found->n_hits + found->n_identifiers > 0)
    return TRUE;
  for (guint i = 0; i < found->n_signals; i++)
    if (decant_signal_kind_from_string (found->signals[i].kind) < DECANT_FIRST_DAMPER)
      return TRUE;
  return FALSE;
}

/* The cheap parts first: a text in which nothing was found stops at the bias. */
static gboolean
examine (DecantScanner *self,
         DecantArena *arena,
         DecantFolded *folded,
         const char *text,
         gsize length,
         const char *language,
         DecantAssessment *found,
         DecantExamination *out)
{
  DecantShape shape;

  decant_fold (arena, text, length, folded);
  decant_shape_read (folded, &shape);
  find (self, arena, folded, &shape, language, found);
  out->n_findings = 1;
  out->findings[0] = (DecantFinding){ .feature = DECANT_FEATURE_BIAS };
  out->ngrams = (DecantNgrams){ 0 };
  out->is_menu = is_menu (found);
  if (!says_something (found))
    return FALSE;
  out->n_findings = decant_features_collect (
      &(DecantFindings){ &shape, found->hits, found->n_hits, found->signals, found->n_signals, found->identifiers,
                         found->n_identifiers, text, length, language != NULL ? language : "" },
      out->findings);
  return TRUE;
}

void
decant_scanner_examine (DecantScanner *self,
                        DecantArena *arena,
                        const char *text,
                        gsize length,
                        const char *language,
                        guint bits,
                        DecantExamination *out)
{
  DecantAssessment found = { 0 };
  DecantFolded folded;

  if (examine (self, arena, &folded, text, length, language, &found, out))
    decant_ngrams_read (arena, &folded, found.identifiers, found.n_identifiers, bits, &out->ngrams);
}

/* --- weighing ----------------------------------------------------------------------------------------------------- */

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

static gboolean
weigh_wording (DecantScanner *self, DecantArena *arena, const DecantExamination *examination, DecantReason *reason)
{
  const DecantNgrams *ngrams = &examination->ngrams;
  const DecantWording *wording = decant_model_get_wording (self->model);
  DecantWordingSays says = { 0 };
  DecantSpan *also;

  if (wording != NULL && ngrams->n_buckets > 0)
    decant_wording_weigh (wording, ngrams, &says);
  if (says.weight == 0 || (says.weight < 0 && examination->is_menu))
    return FALSE;
  also = decant_arena_new_array (arena, DecantSpan, DECANT_WORDING_SPANS);
  memcpy (also, says.spans, sizeof says.spans);
  *reason = (DecantReason){ DECANT_REASON_WORDING,
                            says.weight,
                            says.n_spans > 0,
                            also[0],
                            NULL,
                            also + 1,
                            says.n_spans > 0 ? says.n_spans - 1 : 0 };
  return TRUE;
}

/* Findings become reasons; those without a weight say nothing. The first, the bias, stays first. */
static void
weigh (DecantScanner *self, DecantAssessment *out, DecantArena *arena, const DecantExamination *examination)
{
  DecantReason *reasons = decant_arena_new_array (arena, DecantReason, examination->n_findings + 1);
  guint kept = 0;

  for (guint i = 0; i < examination->n_findings; i++)
    {
      const DecantFinding *f = &examination->findings[i];
      gint32 weight = decant_model_get_weight (self->model, f->feature);
      if (i == 0 || weight != 0)
        reasons[kept++] = (DecantReason){
          decant_feature_to_string (f->feature), weight, f->has_span, f->span, f->innocent, NULL, 0
        };
    }
  kept += weigh_wording (self, arena, examination, &reasons[kept]);
  for (guint i = 0; i < kept; i++)
    out->logit += reasons[i].weight;
  qsort (reasons + 1, kept - 1, sizeof *reasons, compare_reasons);
  out->reasons = reasons;
  out->n_reasons = kept;
  out->score = decant_model_score (self->model, out->logit);
  out->band = decant_model_band (self->model, out->logit);
}

DecantAssessment *
decant_scanner_scan (DecantScanner *self, const char *text, gsize length, const char *language)
{
  const DecantWording *wording = decant_model_get_wording (self->model);
  DecantArena *arena = decant_arena_new ();
  DecantAssessment *out = decant_assessment_new (arena);
  DecantExamination examination;
  DecantFolded folded;

  if (examine (self, arena, &folded, text, length, language, out, &examination) && wording != NULL
      && decant_wording_reads (wording, language))
    decant_ngrams_read (arena, &folded, out->identifiers, out->n_identifiers, wording->bits, &examination.ngrams);
  weigh (self, out, arena, &examination);
  return out;
}
