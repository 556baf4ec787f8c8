/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "app/models/assessment-view.h"
#include "app/models/entry-detail.h"
#include "app/models/entry-item.h"
#include "app/models/picture-check.h"
#include "app/models/words.h"
#include "engine/feature.h"
#include "engine/signals.h"

static JsonObject *
parse (const char *json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = json_from_string (json, &error);
  g_assert_no_error (error);
  return json_object_ref (json_node_get_object (node));
}

static DecantEntry *
entry_new (guint64 number, const char *kind, const char *json)
{
  DecantEntry *entry = g_new0 (DecantEntry, 1);
  entry->number = number;
  entry->kind = g_strdup (kind);
  entry->time = g_strdup ("2026-11-24T08:00:00.000Z");
  entry->leaf = g_strnfill (64, 'a');
  entry->fields = parse (json);
  entry->artifacts = g_ptr_array_new_with_free_func ((GDestroyNotify) decant_artifact_info_free);
  return entry;
}

/* --- assessment view --------------------------------------------------------------------------------------- */

/* Offsets count UTF-16 units: an emoji is two, an umlaut one. @quotes: the marks in order, joined by "|". */
static const struct {
  const char *name, *text, *assessment, *quotes;
} mark_rows[] = {
  { "ascii", "top coke", "{'hits': [{'start': 4, 'end': 8, 'concept': 'cocaine', 'sense': 'substance'}]}", "coke" },
  { "emoji-before", "🔥 coke", "{'hits': [{'start': 3, 'end': 7, 'concept': 'cocaine'}]}", "coke" },
  { "umlaut", "Grüße Schnee", "{'hits': [{'start': 6, 'end': 12, 'concept': 'cocaine'}]}", "Schnee" },
  { "order", "a b c", "{'signals': [{'start': 4, 'end': 5, 'kind': 'price'}], 'hits': [{'start': 0, 'end': 1}]}", "a|c" },
  { "to-the-end", "ab", "{'hits': [{'start': 0, 'end': 2}]}", "ab" },
  { "past-the-end", "ab", "{'hits': [{'start': 0, 'end': 3}]}", "" },
  { "backwards", "ab", "{'hits': [{'start': 2, 'end': 1}]}", "" },
  { "empty-span", "ab", "{'hits': [{'start': 1, 'end': 1}]}", "" },
  { "negative", "ab", "{'hits': [{'start': -1, 'end': 1}]}", "" },
  { "fraction", "ab", "{'hits': [{'start': 0.5, 'end': 1}]}", "" },
  { "mistyped-span", "ab", "{'hits': [{'start': '0', 'end': 1}]}", "" },
  { "mistyped-element", "ab", "{'hits': [7, null, [], {'start': 0, 'end': 1}]}", "a" },
  { "mistyped-array", "ab", "{'hits': {'start': 0, 'end': 1}, 'reasons': 3, 'identifiers': 'x'}", "" },
  { "no-text", "", "{'hits': [{'start': 0, 'end': 1}]}", "" },
};

static JsonObject *
parse_row (const char *single_quoted)
{
  g_autofree char *json = g_strdelimit (g_strdup (single_quoted), "'", '"');
  return parse (json);
}

static void
test_marks (gconstpointer data)
{
  gsize row = GPOINTER_TO_SIZE (data);
  g_autoptr (JsonObject) object = parse_row (mark_rows[row].assessment);
  g_autoptr (DecantAssessmentView) view = decant_assessment_view_new (object, mark_rows[row].text);
  g_autoptr (GString) quotes = g_string_new (NULL);
  for (guint i = 0; i < view->marks->len; i++)
    {
      const DecantMark *mark = view->marks->pdata[i];
      g_string_append_printf (quotes, "%s%s", i ? "|" : "", mark->quote);
      g_assert_cmpint (strncmp (mark_rows[row].text + mark->span.start, mark->quote, strlen (mark->quote)), ==, 0);
    }
  g_assert_cmpstr (quotes->str, ==, mark_rows[row].quotes);
}

static void
test_reasons (void)
{
  g_autoptr (JsonObject) object = parse_row (
      "{'score': 0.75, 'band': 'suspect', 'reasons': [{'feature': 'bias', 'weight': -3200}, "
      "{'feature': 'hit.substance.2', 'weight': 4300, 'start': 0, 'end': 4, 'innocent': 'soft drink'}, "
      "{'feature': 'unheard.of', 'weight': 1}, {'weight': 5}, {'feature': 'huge', 'weight': 1e300}]}");
  g_autoptr (DecantAssessmentView) view = decant_assessment_view_new (object, "coke");
  g_assert_cmpuint (view->reasons->len, ==, 3);
  g_assert_cmpint (view->logit, ==, 1101);
  g_assert_cmpint (view->band, ==, DECANT_BAND_SUSPECT);
  g_assert_cmpfloat (view->score, ==, 0.75);
  const DecantReasonView *bias = view->reasons->pdata[0], *hit = view->reasons->pdata[1];
  g_assert_null (bias->quote);
  g_assert_cmpstr (hit->quote, ==, "coke");
  g_assert_cmpstr (hit->innocent, ==, "soft drink");
  g_assert_cmpstr (((DecantReasonView *) view->reasons->pdata[2])->title, ==, "unheard.of");
}

static void
test_identifiers_once (void)
{
  g_autoptr (JsonObject) object = parse_row (
      "{'identifiers': [{'start': 0, 'end': 2, 'kind': 'telegram', 'value': 'ab'}, {'kind': 'telegram', 'value': 'ab'}, "
      "{'kind': 'phone', 'value': '+447700900123'}, {'kind': 'phone'}]}");
  g_autoptr (DecantAssessmentView) view = decant_assessment_view_new (object, "@ab");
  g_assert_cmpuint (view->identifiers->len, ==, 2);
  g_assert_cmpuint (view->marks->len, ==, 1);
}

static void
test_no_assessment (void)
{
  g_autoptr (DecantAssessmentView) view = decant_assessment_view_new (NULL, "text");
  g_assert_cmpuint (view->marks->len + view->reasons->len + view->identifiers->len, ==, 0);
  g_assert_cmpint (view->band, ==, DECANT_BAND_NONE);
}

/* --- words ------------------------------------------------------------------------------------------------- */

static void
test_features (void)
{
  static const struct {
    const char *feature, *words;
  } rows[] = {
    { "bias", "Starting point: most posts are not sales" },
    { "signal.price", "Sale signal: Price" },
    { "sale.delivery", "With a substance: Delivery" },
    { "damper.weather", "Innocent context: Weather" },
    { "damper.weather.more", "Innocent context: Weather, several signs" },
    { "identifier.telegram", "Gives a way to be reached: Telegram" },
    { "disguise.leet", "How it is written: digits in place of letters" },
    { "signal.unheard", "signal.unheard" },
    { "", "" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *words = decant_words_dup_feature (rows[i].feature);
      g_assert_cmpstr (words, ==, rows[i].words);
    }
}

/* Nothing that the engine says may reach a reader as the name of a variable. */
static void
test_engine_is_in_words (void)
{
  for (guint i = 0; i < DECANT_N_FEATURES; i++)
    {
      g_autofree char *words = decant_words_dup_feature (decant_feature_to_string (i));
      g_assert_cmpstr (words, !=, decant_feature_to_string (i));
    }
  for (guint i = 0; i < DECANT_N_SIGNAL_KINDS; i++)
    g_assert_cmpstr (decant_words_signal (decant_signal_kind_to_string (i)), !=, decant_signal_kind_to_string (i));
}

/* --- entry item -------------------------------------------------------------------------------------------- */

static DecantEntryItem *
item_new (const char *json)
{
  DecantEntry *entry = entry_new (7, "capture", json);
  DecantEntryItem *item = decant_entry_item_new (entry);
  decant_entry_free (entry);
  return item;
}

static const struct {
  const char *name, *query;
  gboolean matches;
} search_rows[] = {
  { "empty", "", TRUE },
  { "word", "garden", TRUE },
  { "case", "GARDEN", TRUE },
  { "sharp-s", "strasse", TRUE },
  { "two-words", "strasse garden", TRUE },
  { "one-missing", "strasse xyzzy", FALSE },
  { "cyrillic", "СНЕГ", TRUE },
  { "fullwidth", "ＧＡＲＤＥＮ", TRUE },
  { "author", "example shop", TRUE },
  { "address", "market.example.test/feed", TRUE },
  { "identifier", "+447700900123", TRUE },
  { "not-across-fields", "снегexample", FALSE },
};

static void
test_search (gconstpointer data)
{
  gsize row = GPOINTER_TO_SIZE (data);
  g_autoptr (DecantEntryItem) item = item_new (
      "{\"text\": \"Garden in der Straße, снег\", \"author\": \"Example Shop\", \"address\": "
      "\"https://market.example.test/feed\", \"assessment\": {\"identifiers\": [{\"value\": \"+447700900123\"}]}}");
  g_autofree char *folded = decant_entry_item_fold (search_rows[row].query);
  g_auto (GStrv) words = g_strsplit (folded, " ", -1);
  g_assert_cmpint (decant_entry_item_matches (item, (const char *const *) words), ==, search_rows[row].matches);
}

static void
test_item (void)
{
  g_autoptr (DecantEntryItem) item = item_new (
      "{\"text\": \"  two\\n\\tlines  \", \"site\": \"https://a.example.test\", \"assessment\": {\"band\": \"strong\"}}");
  g_assert_cmpstr (decant_entry_item_get_snippet (item), ==, "two lines");
  g_assert_cmpstr (decant_entry_item_get_site (item), ==, "a.example.test");
  g_assert_cmpint (decant_entry_item_get_band (item), ==, DECANT_BAND_STRONG);
  g_assert_true (decant_entry_item_is_capture (item));
  g_assert_null (decant_entry_item_get_problem (item));
}

static void
test_item_mistyped (void)
{
  g_autoptr (DecantEntryItem) item
    = item_new ("{\"text\": 5, \"author\": [], \"site\": {}, \"assessment\": \"x\", \"address\": null}");
  g_assert_cmpstr (decant_entry_item_get_snippet (item), ==, "");
  g_assert_cmpstr (decant_entry_item_get_site (item), ==, "");
}

static void
test_long_snippet (void)
{
  g_autofree char *text = g_strnfill (5000, 'x');
  g_autofree char *json = g_strdup_printf ("{\"text\": \"%s\"}", text);
  g_autoptr (DecantEntryItem) item = item_new (json);
  g_assert_cmpint (g_utf8_strlen (decant_entry_item_get_snippet (item), -1), ==, 201);
}

/* --- entry detail ------------------------------------------------------------------------------------------ */

static const char *
find_fact (GPtrArray *facts, const char *name)
{
  for (guint i = 0; i < facts->len; i++)
    if (g_str_equal (((DecantFact *) facts->pdata[i])->name, name))
      return ((DecantFact *) facts->pdata[i])->value;
  return NULL;
}

static void
test_detail (void)
{
  DecantEntry *entry = entry_new (
      3, "capture",
      "{\"text\": \"t\", \"address\": \"https://a.test/\", \"document\": \"https://a.test/\", \"permalink\": "
      "\"https://a.test/1\", \"case\": \"\", \"clock\": {\"synchronised\": true, \"max_error_us\": 2000}, \"odd\": [1], "
      "\"missing\": [{\"what\": \"picture\", \"why\": \"not-permitted\", \"remedy\": \"Allow it.\"}, {\"why\": 4}]}");
  g_ptr_array_add (entry->artifacts, decant_artifact_info_new ("v", "picture-visible", "image/png", 10, "bb"));
  g_ptr_array_add (entry->artifacts, decant_artifact_info_new ("p", "picture", "image/png", 10, "cc"));
  g_autoptr (DecantEntryDetail) detail = decant_entry_detail_new (entry, "note");
  g_assert_cmpstr (find_fact (detail->origin, "Address"), ==, "https://a.test/");
  g_assert_null (find_fact (detail->origin, "Address of the frame")); /* the same as the tab's */
  g_assert_cmpstr (find_fact (detail->origin, "Address of the post"), ==, "https://a.test/1");
  g_assert_cmpstr (find_fact (detail->custody, "Case"), ==, "Inbox");
  g_assert_cmpstr (find_fact (detail->custody, "Clock"), ==, "Synchronised, at most 2 ms off");
  g_assert_cmpstr (find_fact (detail->custody, "Latest checkpoint of the vault"), ==, "note");
  g_assert_cmpstr (find_fact (detail->others, "odd"), ==, "[1]");
  g_assert_cmpuint (detail->gaps->len, ==, 1);
  g_assert_cmpstr (((DecantGap *) detail->gaps->pdata[0])->remedy, ==, "Allow it.");
  g_assert_cmpstr (detail->picture->sha256, ==, "cc");
}

/* --- pictures ---------------------------------------------------------------------------------------------- */

#define PNG "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR"
#define JPEG "\xff\xd8\xff\xe0\0\x04xx\xff\xff\xc0\0\x11\x08"

static const struct {
  const char *name, *bytes;
  gsize length;
  guint width, height; /* 0: refused */
} picture_rows[] = {
  { "png", PNG "\0\0\0\x20\0\0\0\x10", 24, 32, 16 },
  { "png-short", PNG "\0\0\0\x20\0\0\0", 23, 0, 0 },
  { "png-no-width", PNG "\0\0\0\0\0\0\0\x10", 24, 0, 0 },
  { "png-huge-side", PNG "\xff\xff\xff\xff\0\0\0\x01", 24, 0, 0 },
  { "png-huge-area", PNG "\0\0\x9c\x40\0\0\x9c\x40", 24, 0, 0 },
  { "jpeg", JPEG "\0\x10\0\x20\x03\0\0\0", 22, 32, 16 },
  { "jpeg-cut", JPEG "\0", 15, 0, 0 },
  { "jpeg-no-frame", "\xff\xd8\xff\xe0\0\x02\xff\xd9\0\0\0\0\0\0", 14, 0, 0 },
  { "gif", "GIF89a\x20\0\x10\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 24, 0, 0 },
  { "svg", "<svg xmlns='http://www.w3.org/2000/svg'/>", 41, 0, 0 },
  { "empty", "", 0, 0, 0 },
};

static void
test_picture (gconstpointer data)
{
  gsize row = GPOINTER_TO_SIZE (data);
  g_autoptr (GBytes) bytes = g_bytes_new (picture_rows[row].bytes, picture_rows[row].length);
  g_autoptr (GError) error = NULL;
  guint width = 0, height = 0;
  gboolean may = decant_picture_check (bytes, &width, &height, &error);
  g_assert_cmpint (may, ==, picture_rows[row].width > 0);
  g_assert_cmpuint (width, ==, picture_rows[row].width);
  g_assert_cmpuint (height, ==, picture_rows[row].height);
  g_assert_true (may == (error == NULL));
}

#define ADD_ROWS(prefix, rows, test)                                                                                   \
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)                                                                      \
    {                                                                                                                  \
      g_autofree char *path = g_strconcat (prefix, rows[i].name, NULL);                                                \
      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test);                                                         \
    }

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD_ROWS ("/app/assessment-view/marks/", mark_rows, test_marks)
  ADD_ROWS ("/app/entry-item/search/", search_rows, test_search)
  ADD_ROWS ("/app/picture-check/", picture_rows, test_picture)
  g_test_add_func ("/app/assessment-view/reasons", test_reasons);
  g_test_add_func ("/app/assessment-view/identifiers-once", test_identifiers_once);
  g_test_add_func ("/app/assessment-view/none", test_no_assessment);
  g_test_add_func ("/app/words/features", test_features);
  g_test_add_func ("/app/words/engine", test_engine_is_in_words);
  g_test_add_func ("/app/entry-item/fields", test_item);
  g_test_add_func ("/app/entry-item/mistyped", test_item_mistyped);
  g_test_add_func ("/app/entry-item/long-snippet", test_long_snippet);
  g_test_add_func ("/app/entry-detail/facts", test_detail);
  return g_test_run ();
}
