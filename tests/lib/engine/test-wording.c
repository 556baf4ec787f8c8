/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/wording.h"

#include <string.h>

#define BITS 8
#define N (1 << BITS)

/* A model's member whose buckets 0, 1, 2, … weigh @weights; the rest weigh nothing. */
static JsonNode *
make_json (const gint8 *weights, guint n, const char *head)
{
  g_autofree char *base64 = NULL, *json = NULL;
  guchar bytes[N] = { 0 };

  memcpy (bytes, weights, n);
  base64 = g_base64_encode (bytes, N);
  json = g_strdup_printf ("{%s, \"weights\": \"%s\"}", head, base64);
  return json_from_string (json, NULL);
}

#define LANGUAGES "\"languages\": [\"en\", \"zh\"], "
#define HEAD LANGUAGES "\"bits\": 8, \"scale\": 100, \"least\": -2000, \"most\": 3000"

static void
test_weighs (void)
{
  static const gint8 weights[] = { 10, 20, -30, 127, -128 };
  static const struct {
    guint32 buckets[4];
    guint n;
    gint32 weight;
    guint32 first; /* start of the strongest word */
  } rows[] = {
    { { 0 }, 1, 1000, 0 },
    { { 0, 1 }, 2, 2121, 1 },           /* 100 × 30 ÷ √2 */
    { { 2 }, 1, -2000, 0 },             /* held at the least */
    { { 3 }, 1, 3000, 0 },              /* held at the most */
    { { 9 }, 1, 0, 0 },                 /* never seen */
    { { 0, 1, 9, 9 }, 4, 1500, 1 },
    { { 1, 2 }, 2, -707, 1 },
  };
  g_autoptr (JsonNode) json = make_json (weights, G_N_ELEMENTS (weights), HEAD);
  DecantWording wording;
  const char *member;

  g_assert_true (decant_wording_parse (json_node_get_object (json), &wording, &member));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      DecantNgramWord words[4];
      DecantWordingSays says;
      for (guint w = 0; w < rows[i].n; w++)
        words[w] = (DecantNgramWord){ w, w + 1, w, w + 1 };
      decant_wording_weigh (&wording, &(DecantNgrams){ rows[i].buckets, rows[i].n, words, rows[i].n }, &says);
      g_assert_cmpint (says.weight, ==, rows[i].weight);
      if (rows[i].weight != 0)
        g_assert_cmpuint (says.spans[0].start, ==, rows[i].first);
      else
        g_assert_cmpuint (says.n_spans, ==, 0);
    }
  decant_wording_clear (&wording);
}

static void
test_refuses (void)
{
  static const struct {
    const char *head, *member;
  } rows[] = {
    { LANGUAGES "\"bits\": 7, \"scale\": 100, \"least\": -2000, \"most\": 3000", "bits" },
    { LANGUAGES "\"bits\": 9, \"scale\": 100, \"least\": -2000, \"most\": 3000", "weights" },
    { LANGUAGES "\"bits\": 8, \"scale\": 0, \"least\": -2000, \"most\": 3000", "scale" },
    { LANGUAGES "\"bits\": 8, \"scale\": 1.5, \"least\": -2000, \"most\": 3000", "scale" },
    { LANGUAGES "\"bits\": 8, \"scale\": 100, \"least\": 1, \"most\": 3000", "least" },
    { LANGUAGES "\"bits\": 8, \"scale\": 100, \"least\": 0, \"most\": -1", "most" },
    { LANGUAGES "\"bits\": 8, \"scale\": 100, \"least\": 0, \"most\": 1, \"extra\": 0", "weights" },
    { "\"languages\": [], \"bits\": 8, \"scale\": 100, \"least\": 0, \"most\": 1", "languages" },
    { "\"languages\": [1], \"bits\": 8, \"scale\": 100, \"least\": 0, \"most\": 1", "languages" },
  };
  static const gint8 none[1] = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (JsonNode) json = make_json (none, 1, rows[i].head);
      DecantWording wording;
      const char *member;
      g_assert_false (decant_wording_parse (json_node_get_object (json), &wording, &member));
      g_assert_cmpstr (member, ==, rows[i].member);
      decant_wording_clear (&wording);
    }
}

static void
test_reads_languages (void)
{
  static const struct {
    const char *language;
    gboolean reads;
  } rows[] = {
    { NULL, TRUE }, { "", TRUE }, { "mul", TRUE }, { "und", TRUE }, { "en", TRUE }, { "en-GB", TRUE }, { "EN", TRUE },
    { "zh_TW", TRUE }, { "fr", FALSE }, { "e", FALSE }, { "eng", FALSE }, { "z", FALSE },
  };
  static const gint8 none[1] = { 0 };
  g_autoptr (JsonNode) json = make_json (none, 1, HEAD);
  DecantWording wording;
  const char *member;

  g_assert_true (decant_wording_parse (json_node_get_object (json), &wording, &member));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (decant_wording_reads (&wording, rows[i].language) != rows[i].reads)
      g_error ("\"%s\": expected %d", rows[i].language, rows[i].reads);
  decant_wording_clear (&wording);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wording/weighs", test_weighs);
  g_test_add_func ("/wording/refuses", test_refuses);
  g_test_add_func ("/wording/reads-languages", test_reads_languages);
  return g_test_run ();
}
