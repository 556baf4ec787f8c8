/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/json-writer.h"
#include "protocol/reply.h"
#include "protocol/strict-json.h"
#include "protocol/wire-error.h"

#include <json-glib/json-glib.h>
#include <locale.h>
#include <string.h>

static const struct {
  const char *value, *json;
} strings[] = {
  { "", "\"\"" },
  { "plain", "\"plain\"" },
  { "a \"quote\" and a \\", "\"a \\\"quote\\\" and a \\\\\"" },
  { "line\nbreak\ttab", "\"line\\nbreak\\u0009tab\"" },
  { "\x01\x1f\x7f", "\"\\u0001\\u001f\\u007f\"" },
  { "é 価 😀 </script>", "\"é 価 😀 </script>\"" },
  { "\xe2\x80\xa8", "\"\xe2\x80\xa8\"" },
};

static void
test_strings (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (JsonNode) node = NULL;
      DecantJsonWriter writer = DECANT_JSON_WRITER (text);
      decant_json_string (&writer, NULL, strings[i].value);
      g_assert_cmpstr (text->str, ==, strings[i].json);
      node = json_from_string (text->str, NULL);
      g_assert_cmpstr (json_node_get_string (node), ==, strings[i].value);
    }
}

static void
test_every_ascii_byte_comes_back (void)
{
  char value[128];
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (JsonNode) node = NULL;
  DecantJsonWriter writer = DECANT_JSON_WRITER (text);

  for (int i = 0; i < 127; i++)
    value[i] = i + 1;
  value[127] = '\0';
  decant_json_begin_object (&writer, NULL);
  decant_json_string (&writer, "all", value);
  decant_json_end_object (&writer);
  g_assert_true (decant_strict_json_check (text->str, text->len, NULL, NULL));
  node = json_from_string (text->str, NULL);
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (node), "all"), ==, value);
}

static const struct {
  double value;
  const char *json;
} fractions[] = {
  { 0, "0" }, { 1, "1" }, { 0.5, "0.5" }, { 0.9312, "0.9312" }, { 0.9312344, "0.931234" }, { 0.9312346, "0.931235" },
  { 0.0000004, "0" }, { 0.0000006, "0.000001" }, { 0.9999999, "1" }, { 0.1, "0.1" }, { 0.01, "0.01" }, { -1, "0" }, { 2, "1" },
};

static void
test_fractions (void)
{
  setlocale (LC_ALL, "de_DE.UTF-8"); /* a decimal comma, where the machine has it */
  for (guint i = 0; i < G_N_ELEMENTS (fractions); i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      DecantJsonWriter writer = DECANT_JSON_WRITER (text);
      decant_json_fraction (&writer, NULL, fractions[i].value);
      g_assert_cmpstr (text->str, ==, fractions[i].json);
    }
  setlocale (LC_ALL, "C");
}

static void
test_commas (void)
{
  const char *const list[] = { "x", "y", NULL };
  g_autoptr (GString) text = g_string_new (NULL);
  DecantJsonWriter writer = DECANT_JSON_WRITER (text);

  decant_json_begin_object (&writer, NULL);
  decant_json_begin_array (&writer, "a");
  decant_json_begin_object (&writer, NULL);
  decant_json_end_object (&writer);
  decant_json_begin_object (&writer, NULL);
  decant_json_int (&writer, "n", G_MININT64);
  decant_json_boolean (&writer, "t", TRUE);
  decant_json_end_object (&writer);
  decant_json_end_array (&writer);
  decant_json_strings (&writer, "s", list);
  decant_json_strings (&writer, "none", NULL);
  decant_json_raw (&writer, "raw", "{\"k\":1}", 7);
  decant_json_boolean (&writer, "f", FALSE);
  decant_json_end_object (&writer);
  g_assert_cmpstr (text->str, ==, "{\"a\":[{},{\"n\":-9223372036854775808,\"t\":true}],\"s\":[\"x\",\"y\"],\"none\":[],\"raw\":{\"k\":1},\"f\":false}");
}

static void
test_error_reply (void)
{
  g_autoptr (GError) ours = g_error_new (DECANT_WIRE_ERROR, DECANT_WIRE_ERROR_OUT_OF_ORDER, "expected 5, saw 7");
  g_autoptr (GString) text = g_string_new (NULL);
  DecantJsonWriter writer = DECANT_JSON_WRITER (text);

  decant_reply_begin (&writer, 7, "error", &(DecantReplyStamp){ "0.1.0", "" });
  decant_reply_error (&writer, ours);
  decant_json_end_object (&writer);
  g_assert_cmpstr (text->str, ==, "{\"v\":1,\"id\":7,\"type\":\"error\",\"host\":\"0.1.0\",\"lexicon\":\"\",\"code\":\"out-of-order\",\"message\":\"expected 5, saw 7\"}");
}

static void
test_every_code_has_its_name (void)
{
  for (int code = 0; code <= DECANT_WIRE_ERROR_INTERNAL; code++)
    for (int other = 0; other < code; other++)
      g_assert_cmpstr (decant_wire_error_to_string (code), !=, decant_wire_error_to_string (other));
  g_assert_cmpstr (decant_wire_error_to_string (999), ==, "internal");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json-writer/strings", test_strings);
  g_test_add_func ("/json-writer/ascii", test_every_ascii_byte_comes_back);
  g_test_add_func ("/json-writer/fractions", test_fractions);
  g_test_add_func ("/json-writer/commas", test_commas);
  g_test_add_func ("/reply/error", test_error_reply);
  g_test_add_func ("/wire-error/names", test_every_code_has_its_name);
  return g_test_run ();
}
