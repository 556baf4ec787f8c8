/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/message.h"

#include <string.h>

#define DIGEST "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define BEGIN "{\"v\":1,\"id\":3,\"type\":\"capture.begin\",\"capture\":\"c-1\",\"record\":{\"text\":\"x\"},\"artifacts\":"
#define PICTURE "{\"id\":\"picture\",\"role\":\"picture\",\"media_type\":\"image/png\",\"size\":10,\"sha256\":\"" DIGEST "\"}"
#define CHUNK "{\"v\":1,\"id\":4,\"type\":\"capture.chunk\",\"capture\":\"c-1\",\"artifact\":\"picture\",\"offset\":0,\"data\":"
#define SCAN "{\"v\":1,\"id\":2,\"type\":\"scan\",\"segments\":"
#define HELLO "{\"v\":1,\"id\":1,\"type\":\"hello\",\"client\":{\"name\":\"extension\",\"version\":\"0.1.0\",\"browser\":\"Firefox 153.0\"},\"protocol\":"

static DecantRequest *
parse (const char *body, gint64 *id, GError **error)
{
  return decant_request_parse (body, strlen (body), id, error);
}

static DecantRequest *
parse_good (const char *body)
{
  g_autoptr (GError) error = NULL;
  gint64 id;
  DecantRequest *request = parse (body, &id, &error);

  g_assert_no_error (error);
  g_assert_nonnull (request);
  g_assert_cmpint (request->id, ==, id);
  return request;
}

static void
test_hello (void)
{
  g_autoptr (DecantRequest) request = parse_good (HELLO "{\"min\":1,\"max\":2}}");

  g_assert_cmpint (request->type, ==, DECANT_REQUEST_HELLO);
  g_assert_cmpint (request->id, ==, 1);
  g_assert_cmpstr (request->hello.client, ==, "extension");
  g_assert_cmpstr (request->hello.client_version, ==, "0.1.0");
  g_assert_cmpstr (request->hello.browser, ==, "Firefox 153.0");
  g_assert_cmpint (request->hello.min, ==, 1);
  g_assert_cmpint (request->hello.max, ==, 2);
}

static void
test_scan (void)
{
  g_autoptr (DecantRequest) request
    = parse_good (SCAN "[{\"id\":\"p1\",\"text\":\"snow 😀\",\"lang\":\"de-AT\"},{\"text\":\"\",\"id\":\"p2\",\"extra\":[]}],\"more\":1}");

  g_assert_cmpint (request->type, ==, DECANT_REQUEST_SCAN);
  g_assert_cmpuint (request->scan.n_segments, ==, 2);
  g_assert_cmpstr (request->scan.segments[0].id, ==, "p1");
  g_assert_cmpstr (request->scan.segments[0].text, ==, "snow 😀");
  g_assert_cmpuint (request->scan.segments[0].length, ==, 9);
  g_assert_cmpstr (request->scan.segments[0].language, ==, "de-AT");
  g_assert_cmpstr (request->scan.segments[1].language, ==, "");
}

static void
test_capture (void)
{
  g_autoptr (DecantRequest) begin = parse_good (BEGIN "[" PICTURE "],\"case\":\"\"}");
  g_autoptr (DecantRequest) chunk = parse_good (CHUNK "\"aGVsbG8=\"}");
  g_autoptr (DecantRequest) commit = parse_good ("{\"v\":1,\"id\":9007199254740992,\"type\":\"capture.commit\",\"capture\":\"c-1\"}");
  g_autoptr (DecantRequest) abort = parse_good ("{\"v\":1.0,\"id\":5.0,\"type\":\"capture.abort\",\"capture\":\"c-1\"}");

  g_assert_cmpstr (begin->begin.capture, ==, "c-1");
  g_assert_cmpstr (begin->begin.case_id, ==, "");
  g_assert_cmpstr (json_object_get_string_member (begin->begin.record, "text"), ==, "x");
  g_assert_cmpuint (begin->begin.n_offers, ==, 1);
  g_assert_cmpstr (begin->begin.offers[0].role, ==, "picture");
  g_assert_cmpuint (begin->begin.offers[0].size, ==, 10);
  g_assert_cmpmem (chunk->chunk.data, chunk->chunk.length, "hello", 5);
  g_assert_cmpint (commit->id, ==, G_GINT64_CONSTANT (1) << 53);
  g_assert_cmpstr (abort->abort.capture, ==, "c-1");
}

static void
test_explain_and_status (void)
{
  g_autoptr (DecantRequest) explain = parse_good ("{\"v\":1,\"id\":1,\"type\":\"explain\",\"term\":\"en.cannabis.weed\"}");
  g_autoptr (DecantRequest) status = parse_good ("{\"v\":1,\"id\":1,\"type\":\"status\"}");

  g_assert_cmpstr (explain->explain.term, ==, "en.cannabis.weed");
  g_assert_cmpstr (explain->explain.language, ==, "");
  g_assert_cmpint (status->type, ==, DECANT_REQUEST_STATUS);
}

static void
test_signature (void)
{
  g_autofree char *value = g_base64_encode ((const guchar *) "0123456789012345678901234567890123456789012345678901234567890123", 64);
  g_autofree char *body = g_strconcat (BEGIN "[],\"signature\":{\"pairing\":\"p-0123456789abcdef\",\"value\":\"", value, "\"}}", NULL);
  g_autoptr (DecantRequest) with = parse_good (body), without = parse_good (BEGIN "[]}");

  g_assert_cmpstr (with->begin.pairing, ==, "p-0123456789abcdef");
  g_assert_cmpmem (with->begin.signature, 4, "0123", 4);
  g_assert_cmpstr (without->begin.pairing, ==, "");
}

static const struct {
  const char *body;
  gint64 id;
  DecantWireError code;
  const char *names;
} refused[] = {
  { "", 0, DECANT_WIRE_ERROR_BAD_JSON, "byte 0" },
  { "{\"v\":1,\"id\":1,\"id\":2,\"type\":\"status\"}", 0, DECANT_WIRE_ERROR_BAD_JSON, "twice" },
  { "{}", 0, DECANT_WIRE_ERROR_BAD_MESSAGE, "\"id\"" },
  { "{\"id\":0,\"v\":1,\"type\":\"status\"}", 0, DECANT_WIRE_ERROR_BAD_MESSAGE, "\"id\"" },
  { "{\"id\":1.5,\"v\":1,\"type\":\"status\"}", 0, DECANT_WIRE_ERROR_BAD_MESSAGE, "\"id\"" },
  { "{\"id\":\"7\",\"v\":1,\"type\":\"status\"}", 0, DECANT_WIRE_ERROR_BAD_MESSAGE, "a string" },
  { "{\"id\":true,\"v\":1,\"type\":\"status\"}", 0, DECANT_WIRE_ERROR_BAD_MESSAGE, "a boolean" },
  { "{\"id\":null,\"v\":1,\"type\":\"status\"}", 0, DECANT_WIRE_ERROR_BAD_MESSAGE, "null" },
  { "{\"id\":7}", 7, DECANT_WIRE_ERROR_BAD_MESSAGE, "\"v\"" },
  { "{\"id\":7,\"v\":2,\"type\":\"status\"}", 7, DECANT_WIRE_ERROR_BAD_VERSION, "saw 2" },
  { "{\"id\":7,\"v\":0,\"type\":\"status\"}", 7, DECANT_WIRE_ERROR_BAD_VERSION, "saw 0" },
  { "{\"id\":7,\"v\":1}", 7, DECANT_WIRE_ERROR_BAD_MESSAGE, "\"type\"" },
  { "{\"id\":7,\"v\":1,\"type\":\"\"}", 7, DECANT_WIRE_ERROR_BAD_MESSAGE, "\"type\"" },
  { "{\"id\":7,\"v\":1,\"type\":\"scam\"}", 7, DECANT_WIRE_ERROR_UNKNOWN_TYPE, "Update" },
  { "{\"id\":7,\"v\":1,\"type\":\"hello\"}", 7, DECANT_WIRE_ERROR_BAD_MESSAGE, "\"client\"" },
  { HELLO "{\"min\":2,\"max\":1}}", 1, DECANT_WIRE_ERROR_BAD_MESSAGE, "\"max\"" },
  { HELLO "[]}", 1, DECANT_WIRE_ERROR_BAD_MESSAGE, "an array" },
  { SCAN "{}}", 2, DECANT_WIRE_ERROR_BAD_MESSAGE, "\"segments\"" },
  { SCAN "[[]]}", 2, DECANT_WIRE_ERROR_BAD_MESSAGE, "segment 0" },
  { SCAN "[{\"id\":\"a\",\"text\":\"\"},{\"id\":\"a b\",\"text\":\"\"}]}", 2, DECANT_WIRE_ERROR_BAD_MESSAGE, "segment 1: \"id\"" },
  { SCAN "[{\"id\":\"a\",\"text\":7}]}", 2, DECANT_WIRE_ERROR_BAD_MESSAGE, "\"text\": expected a string, saw a number" },
  { SCAN "[{\"id\":\"\",\"text\":\"\"}]}", 2, DECANT_WIRE_ERROR_BAD_MESSAGE, "\"id\"" },
  { SCAN "[{\"id\":\"a\",\"text\":\"\",\"lang\":null}]}", 2, DECANT_WIRE_ERROR_BAD_MESSAGE, "\"lang\"" },
  { SCAN "[{\"id\":\"a\",\"text\":\"\",\"lang\":\"de_DE\"}]}", 2, DECANT_WIRE_ERROR_BAD_MESSAGE, "\"lang\"" },
  { SCAN "[{\"id\":\"a\",\"text\":\"\",\"lang\":\"123456789012345678901234567890123456\"}]}", 2, DECANT_WIRE_ERROR_BAD_MESSAGE, "\"lang\"" },
  { BEGIN "{}}", 3, DECANT_WIRE_ERROR_BAD_MESSAGE, "\"artifacts\"" },
  { BEGIN "[" PICTURE "," PICTURE "]}", 3, DECANT_WIRE_ERROR_BAD_MESSAGE, "artifact 1: \"id\"" },
  { BEGIN "[{\"id\":\"p\",\"role\":\"picture\",\"media_type\":\"image/png\",\"size\":268435457,\"sha256\":\"" DIGEST "\"}]}", 3, DECANT_WIRE_ERROR_BAD_MESSAGE, "\"size\"" },
  { BEGIN "[{\"id\":\"p\",\"role\":\"picture\",\"media_type\":\"image/png\",\"size\":-1,\"sha256\":\"" DIGEST "\"}]}", 3, DECANT_WIRE_ERROR_BAD_MESSAGE, "\"size\"" },
  { BEGIN "[{\"id\":\"p\",\"role\":\"picture\",\"media_type\":\"image/png\",\"size\":1,\"sha256\":\"abc\"}]}", 3, DECANT_WIRE_ERROR_BAD_MESSAGE, "\"sha256\"" },
  { BEGIN "[],\"case\":\"../x\"}", 3, DECANT_WIRE_ERROR_BAD_MESSAGE, "\"case\"" },
  { "{\"v\":1,\"id\":3,\"type\":\"capture.begin\",\"capture\":\"c-1\",\"record\":{\"a\":[[[[[[[[[[[[]]]]]]]]]]]]},\"artifacts\":[]}", 3, DECANT_WIRE_ERROR_BAD_MESSAGE, "at most 12 levels, saw 13" },
  { "{\"v\":1,\"id\":3,\"type\":\"capture.begin\",\"capture\":\"..\",\"record\":[],\"artifacts\":[]}", 3, DECANT_WIRE_ERROR_BAD_MESSAGE, "\"record\"" },
  { BEGIN "[],\"signature\":7}", 3, DECANT_WIRE_ERROR_BAD_MESSAGE, "\"signature\"" },
  { BEGIN "[],\"signature\":{\"pairing\":\"p\",\"value\":\"AAAA\"}}", 3, DECANT_WIRE_ERROR_BAD_MESSAGE, "\"value\"" },
  { BEGIN "[],\"signature\":{\"value\":\"AAAA\"}}", 3, DECANT_WIRE_ERROR_BAD_MESSAGE, "\"pairing\"" },
  { "{\"v\":1,\"id\":3,\"type\":\"capture.begin\",\"capture\":\"c-1\",\"record\":{\"pairing\":{}},\"artifacts\":[]}", 3, DECANT_WIRE_ERROR_BAD_MESSAGE, "the host's" },
  { CHUNK "\"aGVs bG8=\"}", 4, DECANT_WIRE_ERROR_BAD_MESSAGE, "base64" },
  { CHUNK "\"aGVsbG8\"}", 4, DECANT_WIRE_ERROR_BAD_MESSAGE, "base64" },
  { CHUNK "\"aGVs===\"}", 4, DECANT_WIRE_ERROR_BAD_MESSAGE, "base64" },
  { "{\"v\":1,\"id\":4,\"type\":\"capture.chunk\",\"capture\":\"c\",\"artifact\":\"p\",\"offset\":-1,\"data\":\"\"}", 4, DECANT_WIRE_ERROR_BAD_MESSAGE, "\"offset\"" },
  { "{\"v\":1,\"id\":4,\"type\":\"capture.commit\",\"capture\":\"a/b\"}", 4, DECANT_WIRE_ERROR_BAD_MESSAGE, "\"capture\"" },
};

static void
test_refused (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;
      gint64 id = -1;
      g_test_message ("row %u: %s", i, refused[i].body);
      g_assert_null (parse (refused[i].body, &id, &error));
      g_assert_error (error, DECANT_WIRE_ERROR, (int) refused[i].code);
      g_assert_cmpint (id, ==, refused[i].id);
      g_assert_nonnull (strstr (error->message, refused[i].names));
    }
}

/* The bounds themselves: as many as allowed pass, one more does not. */
static DecantRequest *
parse_segments (guint n, guint units, const char *character, GError **error)
{
  g_autoptr (GString) body = g_string_new (SCAN "[");
  gint64 id;

  for (guint i = 0; i < n; i++)
    {
      g_string_append_printf (body, "%s{\"id\":\"s%u\",\"text\":\"", i == 0 ? "" : ",", i);
      for (guint j = 0; j < units; j++)
        g_string_append (body, character);
      g_string_append (body, "\"}");
    }
  g_string_append (body, "]}");
  return decant_request_parse (body->str, body->len, &id, error);
}

static void
test_scan_bounds (void)
{
  static const struct {
    guint segments, characters;
    const char *character;
    int code; /* -1: accepted */
  } rows[] = {
    { 0, 0, "", -1 },
    { DECANT_MAX_SEGMENTS, 1, "a", -1 },
    { DECANT_MAX_SEGMENTS + 1, 1, "a", DECANT_WIRE_ERROR_TOO_MANY },
    { 1, DECANT_MAX_UNITS, "a", -1 },
    { 1, DECANT_MAX_UNITS + 1, "a", DECANT_WIRE_ERROR_BAD_MESSAGE },
    { 1, DECANT_MAX_UNITS, "価", -1 },
    { 1, DECANT_MAX_UNITS / 2, "😀", -1 },
    { 1, DECANT_MAX_UNITS / 2 + 1, "😀", DECANT_WIRE_ERROR_BAD_MESSAGE },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DecantRequest) request = parse_segments (rows[i].segments, rows[i].characters, rows[i].character, &error);
      if (rows[i].code < 0)
        g_assert_no_error (error);
      else
        g_assert_error (error, DECANT_WIRE_ERROR, rows[i].code);
    }
}

static void
test_chunk_bounds (void)
{
  for (guint extra = 0; extra <= 3; extra++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree guint8 *bytes = g_malloc0 (DECANT_MAX_CHUNK + extra);
      g_autofree char *data = g_base64_encode (bytes, DECANT_MAX_CHUNK + extra);
      g_autofree char *body = g_strdup_printf (CHUNK "\"%s\"}", data);
      gint64 id;
      g_autoptr (DecantRequest) request = parse (body, &id, &error);
      if (extra == 0)
        g_assert_cmpuint (request->chunk.length, ==, DECANT_MAX_CHUNK);
      else
        g_assert_error (error, DECANT_WIRE_ERROR, DECANT_WIRE_ERROR_TOO_MANY);
    }
}

static void
test_ids (void)
{
  g_assert_true (decant_is_wire_id ("a"));
  g_assert_true (decant_is_wire_id ("A-Z_a.z:0123456789-0123456789-0123456789-0123456789-0123456789-0"));
  g_assert_false (decant_is_wire_id ("A-Z_a.z:0123456789-0123456789-0123456789-0123456789-0123456789-01"));
  g_assert_false (decant_is_wire_id (""));
  g_assert_false (decant_is_wire_id ("a/b"));
  g_assert_false (decant_is_wire_id ("é"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/message/hello", test_hello);
  g_test_add_func ("/message/scan", test_scan);
  g_test_add_func ("/message/capture", test_capture);
  g_test_add_func ("/message/signature", test_signature);
  g_test_add_func ("/message/explain-and-status", test_explain_and_status);
  g_test_add_func ("/message/refused", test_refused);
  g_test_add_func ("/message/scan-bounds", test_scan_bounds);
  g_test_add_func ("/message/chunk-bounds", test_chunk_bounds);
  g_test_add_func ("/message/ids", test_ids);
  return g_test_run ();
}
