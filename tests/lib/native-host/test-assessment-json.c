/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "native-host/assessment-json.h"
#include "sample.h"

#include <string.h>

static char *
write_sample (const DecantAssessment *assessment, guint limit)
{
  g_autoptr (GString) out = g_string_new (NULL);
  DecantJsonWriter writer = DECANT_JSON_WRITER (out);

  decant_assessment_json (&writer, "p1", assessment, sample_text, strlen (sample_text), limit);
  return g_strdup (out->str);
}

/* 😀 is four bytes and two units, € three bytes and one. */
static void
test_offsets_are_units (void)
{
  g_autofree char *json = write_sample (&sample, DECANT_ASSESSMENT_LIMIT);

  g_assert_cmpstr (json, ==,
    "{\"segment\":\"p1\",\"score\":0.54983,\"band\":\"suspect\","
    "\"hits\":[{\"start\":3,\"end\":7,\"term\":\"en.test.snow\",\"form\":\"snow\",\"reading\":\"plain\",\"sense\":\"substance\",\"concept\":\"test\",\"ambiguity\":3,\"lang\":\"en\"}],"
    "\"signals\":[{\"start\":8,\"end\":11,\"kind\":\"price\",\"rule\":\"price.symbol-after\"}],"
    "\"identifiers\":[{\"start\":12,\"end\":25,\"kind\":\"telegram\",\"value\":\"example_shop\"}],"
    "\"reasons\":[{\"feature\":\"bias\",\"weight\":-4000},{\"feature\":\"hit.substance.3\",\"weight\":2500,\"start\":3,\"end\":7,\"innocent\":\"weather\"},"
    "{\"feature\":\"signal.price\",\"weight\":1000,\"start\":8,\"end\":11},{\"feature\":\"identifier.telegram\",\"weight\":700,\"start\":12,\"end\":25}]}");
}

static void
test_what_is_cut_still_adds_up (void)
{
  g_autofree char *two = write_sample (&sample, 2), *one = write_sample (&sample, 1), *all = write_sample (&sample, 4);

  g_assert_true (g_str_has_suffix (two, "\"reasons\":[{\"feature\":\"bias\",\"weight\":-4000},{\"feature\":\"rest\",\"weight\":4200}],\"cut\":true}"));
  g_assert_true (g_str_has_suffix (one, "\"reasons\":[{\"feature\":\"rest\",\"weight\":200}],\"cut\":true}"));
  g_assert_null (strstr (all, "cut"));
}

static void
test_nothing_found (void)
{
  const DecantReason bias = { "bias", -4000, FALSE, { 0, 0 }, NULL };
  const DecantAssessment none = { 0.018, -4000, DECANT_BAND_NONE, NULL, 0, NULL, 0, NULL, 0, &bias, 1 };
  g_autofree char *json = write_sample (&none, DECANT_ASSESSMENT_LIMIT);

  g_assert_cmpstr (json, ==, "{\"segment\":\"p1\",\"score\":0.018,\"band\":\"none\",\"hits\":[],\"signals\":[],\"identifiers\":[],\"reasons\":[{\"feature\":\"bias\",\"weight\":-4000}]}");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/assessment-json/offsets", test_offsets_are_units);
  g_test_add_func ("/assessment-json/cut", test_what_is_cut_still_adds_up);
  g_test_add_func ("/assessment-json/nothing", test_nothing_found);
  return g_test_run ();
}
