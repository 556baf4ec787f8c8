/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "training/model-writer.h"

#include <math.h>

#define THOUSAND 1000.0
#define LEAST_POINT (-15)
#define MOST_POINT 15

/* How many false alarms a missed sale is worth: in a list that one skims, among what one opens, and before one acts. */
static const struct {
  const char *band;
  double ratio;
} bands[] = { { "notice", 30 }, { "suspect", 6 }, { "strong", 0.5 } };

static gint32
thousandths (double logit)
{
  return (gint32) lround (logit * THOUSAND);
}

static void
write_features (GString *out, const DecantWeights *weights)
{
  guint n = 0;

  g_string_append (out, " \"weights\": {");
  for (guint f = 0; f < DECANT_N_FEATURES; f++)
    if (f == DECANT_FEATURE_BIAS || thousandths (weights->features[f]) != 0)
      {
        g_string_append_printf (out, "%s%s\"%s\": %d", n == 0 ? "" : ",", n % 5 == 0 ? "\n  " : " ",
                                decant_feature_to_string (f), thousandths (weights->features[f]));
        n++;
      }
  g_string_append (out, "},\n");
}

static double
largest_bucket (const DecantWeights *weights)
{
  double largest = 0;

  for (gsize b = 0; b < (gsize) 1 << weights->bits; b++)
    largest = MAX (largest, fabs (weights->buckets[b]));
  return largest;
}

static void
write_wording (GString *out, const DecantWeights *weights)
{
  gsize n = (gsize) 1 << weights->bits;
  g_autofree gint8 *bytes = g_new (gint8, n);
  g_autofree char *base64 = NULL, *languages = NULL;
  int scale;

  scale = MAX (1, (int) ceil (largest_bucket (weights) * THOUSAND / G_MAXINT8));
  for (gsize b = 0; b < n; b++)
    bytes[b] = (gint8) lround (weights->buckets[b] * THOUSAND / scale);
  base64 = g_base64_encode ((const guchar *) bytes, n);
  languages = g_strjoinv ("\", \"", weights->languages);
  g_string_append_printf (out, " \"wording\": {\"languages\": [\"%s\"],\n  \"bits\": %u, \"scale\": %d, \"least\": %d, \"most\": %d,\n  \"weights\": \"%s\"},\n",
                          languages, weights->bits, scale, thousandths (weights->least), thousandths (weights->most), base64);
}

static void
write_calibration (GString *out, const DecantCalibration *calibration)
{
  g_string_append (out, " \"calibration\": [");
  for (int half = 2 * LEAST_POINT; half <= 2 * MOST_POINT; half++)
    {
      double score = 1 / (1 + exp (-half / 2.0)), logit = decant_calibration_logit (calibration, score);
      g_string_append_printf (out, "%s%s[%d, %ld]", half == 2 * LEAST_POINT ? "" : ",", (half - 2 * LEAST_POINT) % 8 == 0 ? "\n  " : " ",
                              thousandths (logit), lround (1e6 * score));
    }
  g_string_append (out, "],\n");
}

static void
write_bands (GString *out, const DecantCalibration *calibration)
{
  g_string_append (out, " \"bands\": {");
  for (guint i = 0; i < G_N_ELEMENTS (bands); i++)
    g_string_append_printf (out, "%s\"%s\": %d", i == 0 ? "" : ", ", bands[i].band,
                            thousandths (decant_calibration_logit (calibration, 1 / (1 + bands[i].ratio))));
  g_string_append (out, "}}\n");
}

GBytes *
decant_model_write (const DecantWeights *weights, const DecantCalibration *calibration, const char *title, const char *notes)
{
  GString *out = g_string_new (NULL);

  g_string_append_printf (out, "{\"format\": \"decant-model-1\",\n \"title\": \"%s\",\n \"notes\": \"%s\",\n", title, notes);
  write_features (out, weights);
  if (weights->buckets != NULL)
    write_wording (out, weights);
  write_calibration (out, calibration);
  write_bands (out, calibration);
  return g_string_free_to_bytes (out);
}
