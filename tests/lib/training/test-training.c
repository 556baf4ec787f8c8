/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/model.h"
#include "training/calibration.h"
#include "training/model-writer.h"
#include "training/near-copies.h"
#include "training/posts.h"
#include "training/prior.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

/* --- posts ------------------------------------------------------------------------------------------------------ */

#define GOOD "{\"id\": \"a\", \"source\": \"s\", \"kind\": \"sale\", \"label\": 1, \"lang\": \"en\", \"text\": \"t\"}\n"

static void
test_posts (void)
{
  static const struct {
    const char *file, *message; /* message "": it reads, and holds one post */
  } rows[] = {
    { GOOD, "" },
    { "\n" GOOD "\n", "" },
    { "", "saw none" },
    { "{\"id\": \"a\"}\n", "line 1: expected the strings" },
    { GOOD "[]\n", "line 2: expected a JSON object" },
    { GOOD "{\n", "line 2: expected a JSON object" },
  };
  g_autofree char *folder = g_dir_make_tmp ("decant-posts-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "posts.jsonl", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) posts = NULL;
      g_assert_true (g_file_set_contents (path, rows[i].file, -1, NULL));
      posts = decant_posts_read (folder, &error);
      if (*rows[i].message == '\0')
        g_assert_cmpuint (posts->len, ==, 1);
      else
        g_assert_nonnull (strstr (error->message, rows[i].message));
    }
  g_unlink (path);
  g_rmdir (folder);
}

/* --- near copies ------------------------------------------------------------------------------------------------ */

/* Bags of 100 pieces from @first on, the last @changed of them replaced. */
static void
fill (guint32 *buckets, guint32 first, guint changed)
{
  for (guint32 i = 0; i < 100; i++)
    buckets[i] = i < 100 - changed ? first + i : first + 5000 + i;
}

static void
test_near_copies (void)
{
  guint32 buckets[5][100];
  DecantBag bags[6];
  g_autofree guint *clusters = NULL;

  fill (buckets[0], 0, 0);
  fill (buckets[1], 0, 5);    /* a near copy of the first */
  fill (buckets[2], 1000, 0); /* another text */
  fill (buckets[3], 0, 0);    /* the same again */
  fill (buckets[4], 0, 80);   /* a few words in common */
  for (guint i = 0; i < 5; i++)
    bags[i] = (DecantBag){ buckets[i], 100 };
  bags[5] = (DecantBag){ NULL, 0 };
  clusters = decant_near_copies_cluster (bags, 6);
  g_assert_cmpuint (clusters[0], ==, 0);
  g_assert_cmpuint (clusters[1], ==, 0);
  g_assert_cmpuint (clusters[2], ==, 2);
  g_assert_cmpuint (clusters[3], ==, 0);
  g_assert_cmpuint (clusters[4], ==, 4);
  g_assert_cmpuint (clusters[5], ==, 5);
}

/* --- regression ------------------------------------------------------------------------------------------------- */

enum { OFFER, NEWS, N_KINDS };

#define N_SAMPLES 400

typedef struct {
  guint16 features[N_SAMPLES][2];
  guint32 buckets[N_SAMPLES][1];
  DecantSample samples[N_SAMPLES];
} World;

/* Three in four with an offer are sales, one in four without; a report of news is none. Bucket 7 stands in sales alone. */
static void
make_world (World *world)
{
  for (guint i = 0; i < N_SAMPLES; i++)
    {
      gboolean offer = i % 2 == 0, sale = offer ? i % 8 != 0 : i % 8 == 1;
      world->features[i][0] = DECANT_FEATURE_BIAS;
      world->features[i][1] = offer ? decant_feature_from_string ("sale.offer") : decant_feature_from_string ("damper.news");
      world->buckets[i][0] = sale ? 7 : 8;
      world->samples[i] = (DecantSample){ world->features[i], 2, world->buckets[i], 1, FALSE, sale, 1 };
    }
}

static void
fit (const World *world, double penalty, guint bits, DecantWeights *weights)
{
  DecantRegression options = { .epochs = 20, .step = 0.3, .bucket_step = 0.3, .bucket_penalty = 0.1, .feature_penalty = penalty, .least_sales = 1 };

  decant_weights_init (weights, bits, -1, 2);
  decant_regression_fit (&options, world->samples, N_SAMPLES, weights);
}

static void
test_regression_learns (void)
{
  g_autofree World *world = g_new (World, 1);
  g_auto (DecantWeights) weights = { 0 };
  double offer, other;

  make_world (world);
  fit (world, 0, 0, &weights);
  offer = 1 / (1 + exp (-decant_weights_logit (&weights, &world->samples[0])));
  other = 1 / (1 + exp (-decant_weights_logit (&weights, &world->samples[1])));
  g_assert_cmpfloat_with_epsilon (offer, 0.75, 0.08);
  g_assert_cmpfloat_with_epsilon (other, 0.25, 0.08);
  g_assert_cmpfloat (weights.features[decant_feature_from_string ("sale.offer")], >=, 0);
  g_assert_cmpfloat (weights.features[decant_feature_from_string ("damper.news")], <=, 0);
}

static void
test_regression_repeats (void)
{
  g_autofree World *world = g_new (World, 1);
  g_auto (DecantWeights) a = { 0 }, b = { 0 };

  make_world (world);
  fit (world, 1, 8, &a);
  fit (world, 1, 8, &b);
  g_assert_cmpmem (a.features, sizeof a.features, b.features, sizeof b.features);
  g_assert_cmpmem (a.buckets, sizeof (double) << 8, b.buckets, sizeof (double) << 8);
}

/* A strong prior hardly moves; the wording stays within its bounds; a bucket without sales says nothing. */
static void
test_regression_is_held (void)
{
  g_autofree World *world = g_new (World, 1);
  g_auto (DecantWeights) weights = { 0 };

  make_world (world);
  fit (world, 1e6, 8, &weights);
  g_assert_cmpfloat_with_epsilon (weights.features[decant_feature_from_string ("sale.offer")], 0, 0.05);
  g_assert_cmpfloat (decant_weights_wording (&weights, &world->samples[2]), <=, 2);
  g_assert_cmpfloat (weights.buckets[7], >, 0.5);
  g_assert_cmpfloat (weights.buckets[8], ==, 0);
}

static void
test_prior_keeps_sides (void)
{
  g_auto (DecantWeights) weights = { 0 };

  decant_weights_init (&weights, 0, 0, 0);
  decant_prior_set (&weights);
  for (guint f = 0; f < DECANT_N_FEATURES; f++)
    {
      const char *name = decant_feature_to_string (f);
      if (g_str_has_prefix (name, "damper."))
        g_assert_cmpfloat (weights.features[f], <, 0);
      else if (g_str_has_prefix (name, "sale.") || g_str_has_prefix (name, "identifier."))
        g_assert_cmpfloat (weights.features[f], >, 0);
    }
}

/* --- calibration and the written model -------------------------------------------------------------------------- */

/* Outcomes of a logit that is true at a base rate of one half. */
static DecantCalibration
calibrate (void)
{
  g_autofree DecantOutcome *outcomes = g_new (DecantOutcome, 82);

  for (int i = 0; i <= 40; i++)
    {
      double logit = (i - 20) / 4.0, p = 1 / (1 + exp (-logit));
      outcomes[2 * i] = (DecantOutcome){ logit, TRUE, p };
      outcomes[2 * i + 1] = (DecantOutcome){ logit, FALSE, 1 - p };
    }
  return decant_calibration_fit (outcomes, 82);
}

static void
test_calibration (void)
{
  DecantCalibration calibration = calibrate ();

  g_assert_cmpfloat_with_epsilon (calibration.slope, 1, 0.01);
  g_assert_cmpfloat_with_epsilon (calibration.offset, log (0.01 / 0.99), 0.01);
  g_assert_cmpfloat_with_epsilon (decant_calibration_read (&calibration, decant_calibration_logit (&calibration, 0.3)), 0.3, 1e-9);
}

/* Innocent posts at high logits, more than any logistic curve of the rest expects: there the curve is bent down, and it still rises. */
static void
test_bent_calibration (void)
{
  DecantOutcome outcomes[240];
  DecantCalibration calibration;
  double before = 0;

  for (guint i = 0; i < 240; i++)
    outcomes[i] = (DecantOutcome){ i < 20 ? 8 : i < 120 ? -6 : 8, i >= 120, 1 };
  calibration = decant_calibration_fit (outcomes, 240);
  g_assert_cmpfloat_with_epsilon (decant_calibration_read (&calibration, 8), 0.01 / (0.01 + 0.99 / 6), 0.03);
  for (int logit = -20; logit <= 20; logit++)
    {
      g_assert_cmpfloat (decant_calibration_read (&calibration, logit), >, before);
      before = decant_calibration_read (&calibration, logit);
    }
}

static void
test_written_model (void)
{
  g_auto (DecantWeights) weights = { 0 };
  DecantCalibration calibration = calibrate ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) json = NULL;
  g_autoptr (DecantModel) model = NULL;
  gint32 strong;

  decant_weights_init (&weights, 8, -1, 2);
  decant_prior_set (&weights);
  weights.languages = g_strsplit ("en,zh", ",", -1);
  weights.buckets[3] = 0.254;
  weights.buckets[4] = -0.1;
  json = decant_model_write (&weights, &calibration, "title", "notes");
  model = decant_model_new (json, &error);
  g_assert_no_error (error);
  g_assert_cmpint (decant_model_get_weight (model, DECANT_FEATURE_BIAS), ==, -7000);
  g_assert_cmpint (decant_model_get_wording (model)->scale, ==, 2);
  g_assert_cmpstr (decant_model_get_wording (model)->languages[1], ==, "zh");
  g_assert_cmpint (decant_model_get_wording (model)->weights[3], ==, 127);
  g_assert_cmpint (decant_model_get_wording (model)->weights[4], ==, -50);
  strong = (gint32) lround (1000 * decant_calibration_logit (&calibration, 2.0 / 3));
  g_assert_cmpint (decant_model_band (model, strong), ==, DECANT_BAND_STRONG);
  g_assert_cmpint (decant_model_band (model, strong - 1), ==, DECANT_BAND_SUSPECT);
  g_assert_cmpfloat_with_epsilon (decant_model_score (model, strong), 2.0 / 3, 0.01);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/training/posts", test_posts);
  g_test_add_func ("/training/near-copies", test_near_copies);
  g_test_add_func ("/training/regression/learns", test_regression_learns);
  g_test_add_func ("/training/regression/repeats", test_regression_repeats);
  g_test_add_func ("/training/regression/is-held", test_regression_is_held);
  g_test_add_func ("/training/prior", test_prior_keeps_sides);
  g_test_add_func ("/training/calibration", test_calibration);
  g_test_add_func ("/training/calibration/bent", test_bent_calibration);
  g_test_add_func ("/training/written-model", test_written_model);
  return g_test_run ();
}
