/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/strict-json.h"
#include "protocol/wire-error.h"

#include <string.h>

static const char *const accepted[] = {
  "{}",
  " {\t\r\n} ",
  "{\"v\":1,\"id\":7,\"type\":\"scan\",\"segments\":[]}",
  "{\"a\":[1,-0,0.5,1e3,-2.5E-7,9007199254740992,-9007199254740992,true,false,null,\"\"]}",
  "{\"a\":\"\\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u00e9 \\ud83d\\ude00\"}",
  "{\"a\":\"é 😀 \xef\xbf\xbd \x7f\"}",
  "{\"a\":{\"a\":{\"a\":1}},\"b\":{\"a\":1}}",
  "{\"a\":[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]}", /* 16 levels */
  "{\"a\":1,\"A\":2,\"\":3,\"aa\":4}",
};

static const struct {
  const char *text;
  gsize offset;
  const char *reason;
} refused[] = {
  { "", 0, "expected an object" },
  { "  ", 2, "expected an object" },
  { "[]", 0, "expected an object" },
  { "\"a\"", 0, "expected an object" },
  { "7", 0, "expected an object" },
  { "{", 1, "expected a string" },
  { "{a:1}", 1, "expected a string" },
  { "{\"a\"}", 4, "expected a colon" },
  { "{\"a\":}", 5, "expected a value" },
  { "{\"a\":1,}", 7, "expected a string" },
  { "{\"a\":1 \"b\":2}", 7, "comma or the end of the object" },
  { "{\"a\":[1,]}", 8, "expected a value" },
  { "{\"a\":[1 2]}", 8, "comma or the end of the array" },
  { "{\"a\":1}x", 7, "something after" },
  { "{\"a\":1}{}", 7, "something after" },
  { "{\"a\":1/*c*/}", 6, "comma or the end" },
  { "{\"a\":1,\"a\":2}", 7, "same key twice" },
  { "{\"a\":1,\"\\u0061\":2}", 7, "same key twice" },
  { "{\"b\":{\"x\":1},\"c\":[{\"y\":1,\"z\":2,\"y\":3}]}", 31, "same key twice" },
  { "{\"\\ud83d\\ude00\":1,\"😀\":2}", 18, "same key twice" },
  { "{\"a\":\"x", 5, "without end" },
  { "{\"a\":\"\\", 6, "unknown escape" },
  { "{\"a\":\"\\x\"}", 6, "unknown escape" },
  { "{\"a\":\"\\u12\"}", 6, "four hexadecimal digits" },
  { "{\"a\":\"\\u0000\"}", 6, "\\u0000" },
  { "{\"a\":\"\\ud800\"}", 6, "unpaired surrogate" },
  { "{\"a\":\"\\udc00\"}", 6, "unpaired surrogate" },
  { "{\"a\":\"\\ud800\\ud800\"}", 6, "unpaired surrogate" },
  { "{\"a\":\"\\ud800x\"}", 6, "unpaired surrogate" },
  { "{\"\\udfff\":1}", 2, "unpaired surrogate" },
  { "{\"a\":\"line\nbreak\"}", 10, "control character" },
  { "{\"a\":\"\x1f\"}", 6, "control character" },
  { "{\"a\":\"\xff\"}", 6, "invalid UTF-8" },
  { "{\"a\":\"\xc3\"}", 6, "invalid UTF-8" },
  { "{\"a\":\"\xed\xa0\x80\"}", 6, "invalid UTF-8" }, /* a surrogate in UTF-8 */
  { "{\"a\":\"\xc0\x80\"}", 6, "invalid UTF-8" },     /* overlong NUL */
  { "\xef\xbb\xbf{}", 0, "expected an object" },      /* byte order mark */
  { "{\"a\":01}", 6, "comma or the end" },
  { "{\"a\":+1}", 5, "expected a value" },
  { "{\"a\":-}", 6, "expected a digit" },
  { "{\"a\":.5}", 5, "expected a value" },
  { "{\"a\":1.}", 7, "after the point" },
  { "{\"a\":1e}", 7, "in the exponent" },
  { "{\"a\":1e+}", 8, "in the exponent" },
  { "{\"a\":9007199254740993.5}", 5, "outside" },
  { "{\"a\":9007199254740994}", 5, "outside" },
  { "{\"a\":-9007199254740994}", 5, "outside" },
  { "{\"a\":1e300}", 5, "outside" },
  { "{\"a\":1e99999}", 5, "outside" },
  { "{\"a\":0.00000000000000000000000000000000000000001}", 5, "40 characters" },
  { "{\"a\":NaN}", 5, "expected a value" },
  { "{\"a\":tru}", 5, "expected a value" },
  { "{\"a\":True}", 5, "expected a value" },
  { "{\"a\":'x'}", 5, "expected a value" },
  { "{\"a\":[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]}", 20, "deeper than 16" },
};

static void
test_accepted (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (accepted); i++)
    {
      g_autoptr (GError) error = NULL;
      g_test_message ("%s", accepted[i]);
      g_assert_true (decant_strict_json_check (accepted[i], strlen (accepted[i]), NULL, &error));
      g_assert_no_error (error);
    }
}

static void
test_refused (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;
      gsize offset = 12345;
      g_test_message ("row %u: %s", i, refused[i].reason);
      g_assert_false (decant_strict_json_check (refused[i].text, strlen (refused[i].text), &offset, &error));
      g_assert_error (error, DECANT_WIRE_ERROR, DECANT_WIRE_ERROR_BAD_JSON);
      g_assert_cmpuint (offset, ==, refused[i].offset);
      g_assert_nonnull (strstr (error->message, refused[i].reason));
    }
}

static void
test_raw_nul (void)
{
  g_autoptr (GError) error = NULL;
  gsize offset;

  g_assert_false (decant_strict_json_check ("{\"a\":\"x\0y\"}", 11, &offset, &error));
  g_assert_cmpuint (offset, ==, 7);
  g_assert_nonnull (strstr (error->message, "NUL"));
}

static void
test_every_prefix_is_refused (void)
{
  const char *text = "{\"a\":[1.5e2,\"\\ud83d\\ude00é\",{\"b\":null}],\"c\":true}";
  gsize length = strlen (text);

  g_assert_true (decant_strict_json_check (text, length, NULL, NULL));
  for (gsize i = 0; i < length; i++)
    {
      g_autofree char *prefix = g_memdup2 (text, i); /* its own block, so that a sanitizer sees a byte too far */
      gsize offset;
      g_assert_false (decant_strict_json_check (prefix, i, &offset, NULL));
      g_assert_cmpuint (offset, <=, i);
    }
}

static void
test_members_are_counted (void)
{
  for (guint n = DECANT_JSON_MAX_MEMBERS - 1; n <= DECANT_JSON_MAX_MEMBERS + 1; n++)
    {
      g_autoptr (GString) text = g_string_new ("{");
      for (guint i = 0; i < n; i++)
        g_string_append_printf (text, "%s\"k%u\":%u", i == 0 ? "" : ",", i, i);
      g_string_append_c (text, '}');
      g_assert_cmpint (decant_strict_json_check (text->str, text->len, NULL, NULL), ==, n <= DECANT_JSON_MAX_MEMBERS);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/strict-json/accepted", test_accepted);
  g_test_add_func ("/strict-json/refused", test_refused);
  g_test_add_func ("/strict-json/raw-nul", test_raw_nul);
  g_test_add_func ("/strict-json/prefixes", test_every_prefix_is_refused);
  g_test_add_func ("/strict-json/members", test_members_are_counted);
  return g_test_run ();
}
