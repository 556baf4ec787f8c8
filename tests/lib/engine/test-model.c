/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/model.h"

#include <string.h>

#define MODEL(weights, calibration, bands)                                                                            \
  "{\"format\": \"decant-model-1\", \"weights\": " weights ", \"calibration\": " calibration ", \"bands\": " bands "}"
#define WEIGHTS "{\"bias\": -5000, \"sale.price\": 700}"
#define CURVE "[[-1000, 0], [0, 500000], [1000, 900000], [3000, 900001]]"
#define BANDS "{\"notice\": -500, \"suspect\": 0, \"strong\": 1000}"

static DecantModel *
parse (const char *text, GError **error)
{
  g_autoptr (GBytes) json = g_bytes_new (text, strlen (text));

  return decant_model_new (json, error);
}

static void
test_reads_weights (void)
{
  g_autoptr (DecantModel) model = parse (MODEL (WEIGHTS, CURVE, BANDS), NULL);

  g_assert_nonnull (model);
  g_assert_cmpint (decant_model_get_weight (model, DECANT_FEATURE_BIAS), ==, -5000);
  g_assert_cmpint (decant_model_get_weight (model, decant_feature_from_string ("sale.price")), ==, 700);
  g_assert_cmpint (decant_model_get_weight (model, decant_feature_from_string ("sale.offer")), ==, 0);
  g_assert_cmpuint (strlen (decant_model_get_digest (model)), ==, 64);
}

static void
test_reads_the_curve (void)
{
  static const struct {
    gint32 logit;
    double score;
    DecantBand band;
  } rows[] = {
    { -20000, 0, DECANT_BAND_NONE },          { -1000, 0, DECANT_BAND_NONE },    { -501, 0.2495, DECANT_BAND_NONE },
    { -500, 0.25, DECANT_BAND_NOTICE },       { -1, 0.4995, DECANT_BAND_NOTICE }, { 0, 0.5, DECANT_BAND_SUSPECT },
    { 1, 0.5004, DECANT_BAND_SUSPECT },       { 1000, 0.9, DECANT_BAND_STRONG },  { 2999, 0.9, DECANT_BAND_STRONG },
    { 3000, 0.900001, DECANT_BAND_STRONG },   { G_MAXINT32, 0.900001, DECANT_BAND_STRONG },
  };
  g_autoptr (DecantModel) model = parse (MODEL (WEIGHTS, CURVE, BANDS), NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_assert_cmpfloat (decant_model_score (model, rows[i].logit), ==, rows[i].score);
      g_assert_cmpint (decant_model_band (model, rows[i].logit), ==, rows[i].band);
    }
}

static void
test_refuses (void)
{
  static const struct {
    const char *json, *named;
  } rows[] = {
    { "", "expected" },
    { "[]", "object" },
    { "{\"format\": \"other\"}", "format" },
    { "{\"format\": \"decant-model-1\", \"extra\": 1}", "extra" },
    { MODEL ("{}", CURVE, BANDS), "weights" },
    { MODEL ("{\"bias\": 1.5}", CURVE, BANDS), "bias" },
    { MODEL ("{\"bias\": 100001}", CURVE, BANDS), "bias" },
    { MODEL ("{\"bias\": 1, \"no.such\": 1}", CURVE, BANDS), "no.such" },
    { MODEL (WEIGHTS, "[[0, 1]]", BANDS), "calibration" },
    { MODEL (WEIGHTS, "[[0, 1], [0, 2]]", BANDS), "calibration" },
    { MODEL (WEIGHTS, "[[0, 2], [1, 1]]", BANDS), "calibration" },
    { MODEL (WEIGHTS, "[[0, 0], [1, 1000001]]", BANDS), "calibration" },
    { MODEL (WEIGHTS, "[[0, 0], [1]]", BANDS), "calibration" },
    { MODEL (WEIGHTS, CURVE, "{\"notice\": 1, \"suspect\": 0, \"strong\": 2}"), "bands" },
    { MODEL (WEIGHTS, CURVE, "{\"notice\": 1}"), "bands" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (parse (rows[i].json, &error));
      g_assert_error (error, DECANT_MODEL_ERROR, DECANT_MODEL_ERROR_SYNTAX);
      if (strstr (error->message, rows[i].named) == NULL)
        g_error ("%s: expected \"%s\" in \"%s\"", rows[i].json, rows[i].named, error->message);
    }
}

static void
test_names_every_feature_once (void)
{
  for (guint i = 0; i < DECANT_N_FEATURES; i++)
    g_assert_cmpuint (decant_feature_from_string (decant_feature_to_string (i)), ==, i);
  g_assert_cmpuint (decant_feature_from_string ("no.such"), ==, DECANT_N_FEATURES);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/weights", test_reads_weights);
  g_test_add_func ("/model/curve", test_reads_the_curve);
  g_test_add_func ("/model/refuses", test_refuses);
  g_test_add_func ("/model/feature-names", test_names_every_feature_once);
  return g_test_run ();
}
