/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "packages/library.h"
#include "training/model-writer.h"
#include "training/prior.h"
#include "training/samples.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * decant-train: learns the models of data/models/ from labelled posts, and from invented ones that the build makes
 * (docs/ENGINE.md, "How a model is made").
 *
 *   decant-train train POSTS FOLDER               writes FOLDER/sales.json and FOLDER/sales-without-wording.json
 *   decant-train cross-validate POSTS [SOURCE]    prints a line a post, {"id", "score", "without_wording", "cluster"}: scores by models
 *                                                 that saw neither the post nor a near copy of it (the same cluster), nor
 *                                                 any post of SOURCE
 */

#define BITS 19
#define NO_FOLD DECANT_N_FOLDS

/* How many of a language's posts must be sales before the wording may speak of it. */
#define LEAST_SHARE 0.03
#define LEAST_SALES 25

/* Chosen on development posts by cross-validation; recall moves by a hundredth within a factor of three of each. */
static const DecantRegression feature_regression = { .epochs = 8, .step = 0.3, .feature_penalty = 400 };
static const DecantRegression wording_regression = {
  .epochs = 8, .step = 0.05, .bucket_step = 0.5, .bucket_penalty = 0.02, .feature_penalty = 200, .least_sales = 3,
};
#define LEAST_WORDING (-2.0) /* what was found may be talked down less than up: other shops sound alike */
#define MOST_WORDING 4.0

enum { WITHOUT, WITH, N_MODELS };

static const char *const files[N_MODELS] = { "sales-without-wording.json", "sales.json" };
static const char *const titles[N_MODELS] = { "Sale posts, without wording", "Sale posts" };

/* --- languages of the wording ----------------------------------------------------------------------------------- */

typedef struct {
  guint sales, all;
} Seen;

static gboolean
is_unknown (const char *language)
{
  return *language == '\0' || g_str_equal (language, "mul") || g_str_equal (language, "und");
}

static GHashTable *
count_languages (const DecantSamples *samples, const DecantSample *chosen)
{
  GHashTable *languages = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);

  for (guint i = 0; i < samples->n; i++)
    {
      const DecantPost *post = samples->posts->pdata[i];
      Seen *seen = g_hash_table_lookup (languages, post->language);
      if (chosen[i].weight <= 0 || is_unknown (post->language) || g_str_equal (post->source, DECANT_INVENTED))
        continue;
      if (seen == NULL)
        g_hash_table_insert (languages, post->language, seen = g_new0 (Seen, 1));
      seen->sales += post->label == 1;
      seen->all++;
    }
  return languages;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* A language in which hardly any sale was seen would teach the wording only that the language is innocent. */
static char **
list_languages (const DecantSamples *samples, const DecantSample *chosen)
{
  g_autoptr (GHashTable) languages = count_languages (samples, chosen);
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer name, value;

  g_hash_table_iter_init (&iter, languages);
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      const Seen *seen = value;
      if (seen->sales >= LEAST_SALES && seen->sales >= LEAST_SHARE * seen->all)
        g_ptr_array_add (kept, g_strdup (name));
    }
  g_ptr_array_sort (kept, compare_names);
  g_ptr_array_add (kept, NULL);
  return (char **) g_ptr_array_steal (kept, NULL);
}

static gboolean
has_wording (const DecantSamples *samples, guint i, char **languages)
{
  const DecantPost *post = samples->posts->pdata[i];

  return is_unknown (post->language) || g_strv_contains ((const char *const *) languages, post->language);
}

/* --- learning --------------------------------------------------------------------------------------------------- */

static DecantSample *
choose (const DecantSamples *samples, guint fold, const char *source)
{
  DecantSample *chosen = g_memdup2 (samples->samples, samples->n * sizeof *chosen);

  for (guint i = 0; i < samples->n; i++)
    {
      const DecantPost *post = samples->posts->pdata[i];
      if (samples->folds[i] == fold || g_strcmp0 (post->source, source) == 0)
        chosen[i].weight = 0;
    }
  return chosen;
}

/* Features first, from the prior; then the wording learns what they leave open, while they may move a little. */
static void
learn (const DecantSamples *samples, guint fold, const char *source, DecantWeights weights[N_MODELS])
{
  g_autofree DecantSample *chosen = choose (samples, fold, source);

  decant_weights_init (&weights[WITHOUT], 0, 0, 0);
  decant_prior_set (&weights[WITHOUT]);
  decant_regression_fit (&feature_regression, chosen, samples->n, &weights[WITHOUT]);
  decant_weights_init (&weights[WITH], BITS, LEAST_WORDING, MOST_WORDING);
  memcpy (weights[WITH].features, weights[WITHOUT].features, sizeof weights[WITH].features);
  weights[WITH].languages = list_languages (samples, chosen);
  for (guint i = 0; i < samples->n; i++)
    chosen[i].weight *= decant_samples_wording_say (samples->posts->pdata[i]);
  for (guint i = 0; i < samples->n; i++)
    if (!has_wording (samples, i, weights[WITH].languages))
      chosen[i].n_buckets = 0;
  decant_regression_fit (&wording_regression, chosen, samples->n, &weights[WITH]);
}

/* --- calibrating ------------------------------------------------------------------------------------------------ */

/* Sources of sales that lie apart: Twitter's in Latin letters name less than its others do. */
static const char *
group_of (const DecantPost *post)
{
  guint latin = 0, other = 0;

  if (!g_str_equal (post->source, "pip"))
    return post->source;
  for (const char *p = post->text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      latin += g_unichar_isalpha (c) && c < 0x250;
      other += g_unichar_isalpha (c) && c >= 0x250;
    }
  return latin >= other ? "pip, Latin" : post->source;
}

static gboolean
is_measured (const DecantPost *post)
{
  return !g_str_equal (post->source, DECANT_INVENTED) && (post->label == 1 || (post->label == 0 && g_str_equal (post->kind, "background")));
}

/* Every group of sales has the same share of the base rate; the rest is background, as on an ordinary page. */
static double *
share_all (const DecantSamples *samples)
{
  double *shares = g_new0 (double, samples->n);
  g_autoptr (GHashTable) sales = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < samples->n; i++)
    {
      const DecantPost *post = samples->posts->pdata[i];
      gpointer group = (gpointer) group_of (post);
      if (is_measured (post) && post->label == 1)
        g_hash_table_insert (sales, group, GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (sales, group)) + 1));
    }
  for (guint i = 0; i < samples->n; i++)
    {
      const DecantPost *post = samples->posts->pdata[i];
      if (is_measured (post))
        shares[i] = post->label == 1 ? 1.0 / GPOINTER_TO_UINT (g_hash_table_lookup (sales, group_of (post))) : 1;
    }
  return shares;
}

/* By logits of posts outside @fold (NO_FOLD: all), which models gave that had not seen them. */
static DecantCalibration
calibrate (const DecantSamples *samples, const double *shares, const double *logits, guint fold)
{
  g_autofree DecantOutcome *outcomes = g_new (DecantOutcome, samples->n);
  guint n = 0;

  for (guint i = 0; i < samples->n; i++)
    if (samples->folds[i] != fold && shares[i] > 0)
      outcomes[n++] = (DecantOutcome){ logits[i], samples->samples[i].is_sale, shares[i] };
  return decant_calibration_fit (outcomes, n);
}

/* --- cross-validation ------------------------------------------------------------------------------------------- */

typedef struct {
  const DecantSamples *samples;
  double *shares;
  DecantWeights weights[DECANT_N_FOLDS][N_MODELS];
  double *logits[N_MODELS]; /* of each post, by the models of its fold */
} Validation;

static void
read_logits (Validation *self, guint fold, guint i)
{
  DecantSample sample = self->samples->samples[i];

  if (!has_wording (self->samples, i, self->weights[fold][WITH].languages))
    sample.n_buckets = 0;
  for (guint m = 0; m < N_MODELS; m++)
    self->logits[m][i] = decant_weights_logit (&self->weights[fold][m], &sample);
}

static void
validation_run (Validation *self, const DecantSamples *samples, const char *source)
{
  self->samples = samples;
  self->shares = share_all (samples);
  for (guint m = 0; m < N_MODELS; m++)
    self->logits[m] = g_new (double, samples->n);
  for (guint fold = 0; fold < DECANT_N_FOLDS; fold++)
    {
      learn (samples, fold, source, self->weights[fold]);
      for (guint i = 0; i < samples->n; i++)
        if (samples->folds[i] == fold)
          read_logits (self, fold, i);
    }
}

static void
validation_clear (Validation *self)
{
  g_free (self->shares);
  for (guint m = 0; m < N_MODELS; m++)
    g_free (self->logits[m]);
  for (guint fold = 0; fold < DECANT_N_FOLDS; fold++)
    for (guint m = 0; m < N_MODELS; m++)
      decant_weights_clear (&self->weights[fold][m]);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Validation, validation_clear)

/* The score as a scan gives it, in whole numbers. */
static double
score (DecantModel *model, const DecantSample *sample, const char *language)
{
  const DecantWording *wording = decant_model_get_wording (model);
  DecantNgramWord all = { 0, 0, 0, sample->n_buckets };
  DecantNgrams ngrams = { sample->buckets, sample->n_buckets, &all, 1 };
  DecantWordingSays says = { 0 };
  gint32 logit = 0;

  for (guint i = 0; i < sample->n_features; i++)
    logit += decant_model_get_weight (model, sample->features[i]);
  if (wording != NULL && sample->n_buckets > 0 && decant_wording_reads (wording, language))
    decant_wording_weigh (wording, &ngrams, &says);
  if (says.weight < 0 && sample->is_menu)
    says.weight = 0;
  return decant_model_score (model, logit + says.weight);
}

static DecantModel *
make_model (const Validation *self, guint fold, guint m, GError **error)
{
  DecantCalibration calibration = calibrate (self->samples, self->shares, self->logits[m], fold);
  g_autoptr (GBytes) json = decant_model_write (&self->weights[fold][m], &calibration, titles[m], "");

  return decant_model_new (json, error);
}

static gboolean
print_fold (const Validation *self, guint fold, GError **error)
{
  g_autoptr (DecantModel) without = make_model (self, fold, WITHOUT, error);
  g_autoptr (DecantModel) with = without != NULL ? make_model (self, fold, WITH, error) : NULL;

  if (with == NULL)
    return FALSE;
  for (guint i = 0; i < self->samples->n; i++)
    {
      const DecantPost *post = self->samples->posts->pdata[i];
      if (self->samples->folds[i] == fold && !g_str_equal (post->source, DECANT_INVENTED))
        printf ("{\"id\": \"%s\", \"score\": %.6f, \"without_wording\": %.6f, \"cluster\": %u}\n", post->id,
                score (with, &self->samples->samples[i], post->language),
                score (without, &self->samples->samples[i], post->language), self->samples->clusters[i]);
    }
  return TRUE;
}

static gboolean
cross_validate (const DecantSamples *samples, const char *source, GError **error)
{
  g_auto (Validation) validation = { 0 };

  validation_run (&validation, samples, source);
  for (guint fold = 0; fold < DECANT_N_FOLDS; fold++)
    if (!print_fold (&validation, fold, error))
      return FALSE;
  return TRUE;
}

/* --- training --------------------------------------------------------------------------------------------------- */

static gboolean
write_model (const char *folder, guint m, const DecantWeights *weights, const DecantCalibration *calibration, GError **error)
{
  g_autofree char *path = g_build_filename (folder, files[m], NULL);
  g_autoptr (GBytes) json = decant_model_write (weights, calibration, titles[m],
                                                "Made by decant-train; docs/MODEL-CARD.md says from what and how well.");

  return g_file_set_contents (path, g_bytes_get_data (json, NULL), (gssize) g_bytes_get_size (json), error);
}

static gboolean
train (const DecantSamples *samples, const char *folder, GError **error)
{
  g_auto (Validation) validation = { 0 };
  DecantWeights weights[N_MODELS];
  gboolean written = TRUE;

  validation_run (&validation, samples, NULL);
  learn (samples, NO_FOLD, NULL, weights);
  for (guint m = 0; m < N_MODELS; m++)
    {
      DecantCalibration calibration = calibrate (samples, validation.shares, validation.logits[m], NO_FOLD);
      written = written && write_model (folder, m, &weights[m], &calibration, error);
      decant_weights_clear (&weights[m]);
    }
  return written;
}

static GPtrArray *
read_all_posts (const char *folder, GError **error)
{
  g_autoptr (GPtrArray) posts = decant_posts_read (folder, error);
  GPtrArray *invented = posts != NULL ? decant_posts_read (INVENTED_FOLDER, error) : NULL;

  if (invented == NULL)
    return NULL;
  g_ptr_array_extend_and_steal (posts, invented);
  return g_steal_pointer (&posts);
}

static gboolean
run (const char *command, const char *posts_folder, const char *argument, GError **error)
{
  g_autoptr (DecantLibrary) library = decant_library_load (error);
  g_autoptr (DecantSamples) samples = NULL;
  GPtrArray *posts;

  if (library == NULL || (posts = read_all_posts (posts_folder, error)) == NULL)
    return FALSE;
  if (g_getenv("Q_INV")){ GPtrArray*more=decant_posts_read(g_getenv("Q_INV"),error); if(!more) return FALSE; for(guint i=0;i<more->len;i++) g_ptr_array_add(posts,more->pdata[i]); }
  samples = decant_samples_new (posts, decant_library_get_scanner (library), BITS);
  return g_str_equal (command, "train") ? train (samples, argument, error) : cross_validate (samples, argument, error);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  if (!(argc == 4 && g_str_equal (argv[1], "train")) && !((argc == 3 || argc == 4) && g_str_equal (argv[1], "cross-validate")))
    {
      g_printerr ("Usage: decant-train train POSTS FOLDER\n       decant-train cross-validate POSTS [SOURCE]\n");
      return 2;
    }
  if (run (argv[1], argv[2], argc == 4 ? argv[3] : NULL, &error))
    return 0;
  g_printerr ("decant-train: %s.\n", error->message);
  return 1;
}
