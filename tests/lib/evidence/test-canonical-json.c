/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "evidence/canonical-json.h"
#include "evidence/error.h"

/* --- numbers: RFC 8785 appendix B and the known hard ones --------------------------------------------------- */

static const struct {
  guint64 bits;
  const char *text;
} numbers[] = {
  { G_GUINT64_CONSTANT (0x0000000000000000), "0" },
  { G_GUINT64_CONSTANT (0x8000000000000000), "0" },
  { G_GUINT64_CONSTANT (0x0000000000000001), "5e-324" },
  { G_GUINT64_CONSTANT (0x8000000000000001), "-5e-324" },
  { G_GUINT64_CONSTANT (0x7fefffffffffffff), "1.7976931348623157e+308" },
  { G_GUINT64_CONSTANT (0xffefffffffffffff), "-1.7976931348623157e+308" },
  { G_GUINT64_CONSTANT (0x4340000000000000), "9007199254740992" },
  { G_GUINT64_CONSTANT (0xc340000000000000), "-9007199254740992" },
  { G_GUINT64_CONSTANT (0x4430000000000000), "295147905179352830000" },
  { G_GUINT64_CONSTANT (0x44b52d02c7e14af5), "9.999999999999997e+22" },
  { G_GUINT64_CONSTANT (0x44b52d02c7e14af6), "1e+23" },
  { G_GUINT64_CONSTANT (0x44b52d02c7e14af7), "1.0000000000000001e+23" },
  { G_GUINT64_CONSTANT (0x444b1ae4d6e2ef4e), "999999999999999700000" },
  { G_GUINT64_CONSTANT (0x444b1ae4d6e2ef4f), "999999999999999900000" },
  { G_GUINT64_CONSTANT (0x444b1ae4d6e2ef50), "1e+21" },
  { G_GUINT64_CONSTANT (0x3eb0c6f7a0b5ed8c), "9.999999999999997e-7" },
  { G_GUINT64_CONSTANT (0x3eb0c6f7a0b5ed8d), "0.000001" },
  { G_GUINT64_CONSTANT (0x41b3de4355555553), "333333333.3333332" },
  { G_GUINT64_CONSTANT (0x41b3de4355555554), "333333333.33333325" },
  { G_GUINT64_CONSTANT (0x41b3de4355555555), "333333333.3333333" },
  { G_GUINT64_CONSTANT (0x41b3de4355555556), "333333333.3333334" },
  { G_GUINT64_CONSTANT (0x41b3de4355555557), "333333333.33333343" },
  { G_GUINT64_CONSTANT (0xbecbf647612f3696), "-0.0000033333333333333333" },
  { G_GUINT64_CONSTANT (0x43143ff3c1cb0959), "1424953923781206.2" },
  { G_GUINT64_CONSTANT (0x3d30000000000000), "5.684341886080802e-14" }, /* 2^-44: rounding to 16 digits misses it */
  { G_GUINT64_CONSTANT (0x0010000000000000), "2.2250738585072014e-308" },
  { G_GUINT64_CONSTANT (0x4341c37937e08000), "10000000000000000" },
  { G_GUINT64_CONSTANT (0x3e7ad7f29abcaf48), "1e-7" },
};

static void
test_numbers (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autoptr (GString) out = g_string_new (NULL);
      double value;

      memcpy (&value, &numbers[i].bits, sizeof value);
      decant_canonical_json_append_number (out, value);
      g_assert_cmpstr (out->str, ==, numbers[i].text);
    }
}

/* What is written reads back as the same bits, and no shorter writing does. */
static void
test_round_trip (void)
{
  for (guint i = 0; i < 5000; i++)
    {
      guint64 bits = (guint64) g_test_rand_int () << 32 | (guint32) g_test_rand_int ();
      g_autoptr (GString) out = g_string_new (NULL);
      char shorter[40];
      double value;
      int digits = 0;

      memcpy (&value, &bits, sizeof value);
      if (!isfinite (value))
        continue;
      decant_canonical_json_append_number (out, value);
      g_assert_true (g_ascii_strtod (out->str, NULL) == value);
      for (const char *p = out->str; *p != '\0' && *p != 'e'; p++)
        digits += g_ascii_isdigit (*p);
      if (strchr (out->str, 'e') == NULL || digits < 2)
        continue;
      g_snprintf (shorter, sizeof shorter, "%%.%de", digits - 2);
      g_ascii_formatd (shorter + 8, sizeof shorter - 8, shorter, value);
      g_assert_true (g_ascii_strtod (shorter + 8, NULL) != value);
    }
}

/* --- whole values ------------------------------------------------------------------------------------------- */

static const struct {
  const char *in, *out; /* NULL: refused */
} values[] = {
  /* RFC 8785 section 3.2.2 */
  { "{\"numbers\":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"
    "\"string\":\"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\",\"literals\":[null,true,false]}",
    "{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
    "\"string\":\"\xe2\x82\xac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}" },
  /* section 3.2.3: names in the order of UTF-16 code units, U+1F600 before U+FB33 */
  { "{\"\\u20ac\":\"Euro Sign\",\"\\r\":\"Carriage Return\",\"\\ufb33\":\"Hebrew Letter Dalet With Dagesh\",\"1\":\"One\","
    "\"\\ud83d\\ude00\":\"Emoji: Grinning Face\",\"\\u0080\":\"Control\",\"\\u00f6\":\"Latin Small Letter O With Diaeresis\"}",
    "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\xc2\x80\":\"Control\",\"\xc3\xb6\":\"Latin Small Letter O With Diaeresis\","
    "\"\xe2\x82\xac\":\"Euro Sign\",\"\xf0\x9f\x98\x80\":\"Emoji: Grinning Face\",\"\xef\xac\xb3\":\"Hebrew Letter Dalet With Dagesh\"}" },
  { "[]", "[]" },
  { "{}", "{}" },
  { " [ 1 , -0.0, \"\", {\"b\":1,\"a\":[]} ] ", "[1,0,\"\",{\"a\":[],\"b\":1}]" },
  { "[9007199254740992,-9007199254740992]", "[9007199254740992,-9007199254740992]" },
  { "[9007199254740993]", NULL },
  { "{\"a\":1,\"ab\":2,\"\":3}", "{\"\":3,\"a\":1,\"ab\":2}" },
};

static void
test_values (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autoptr (JsonNode) node = json_from_string (values[i].in, NULL);
      g_autoptr (GError) error = NULL;
      g_autofree char *out = decant_canonical_json (node, &error);

      g_assert_cmpstr (out, ==, values[i].out);
      if (values[i].out == NULL)
        g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID);
    }
}

/* @levels of [ … ] around nothing. */
static char *
nested (guint levels)
{
  g_autofree char *open = g_strnfill (levels, '['), *close = g_strnfill (levels, ']');

  return g_strconcat (open, close, NULL);
}

static void
test_parse (void)
{
  g_autofree char *deep = nested (DECANT_CANONICAL_DEPTH + 2), *deepest = nested (200000), *fits = nested (DECANT_CANONICAL_DEPTH + 1);
  const char *const bad[] = { "", "{", "[1,]x", "\xff", deep, deepest };
  g_autoptr (JsonNode) node = decant_canonical_json_parse (fits, -1, NULL);
  g_autoptr (JsonNode) quoted = decant_canonical_json_parse ("[\"[[[\\\"[[[\"]", -1, NULL);
  g_autofree char *again = decant_canonical_json (node, NULL);

  g_assert_cmpstr (again, ==, fits);
  g_assert_nonnull (quoted);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (decant_canonical_json_parse (bad[i], -1, &error));
      g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID);
    }
  g_assert_null (decant_canonical_json_parse ("[\"a\0b\"]", 7, NULL));
}

static void
test_refused (void)
{
  g_autoptr (JsonNode) infinite = json_node_init_double (json_node_alloc (), INFINITY);
  g_autoptr (JsonNode) nan = json_node_init_double (json_node_alloc (), NAN);
  g_autoptr (JsonNode) bytes = json_node_init_string (json_node_alloc (), "\xc3");

  g_assert_null (decant_canonical_json (infinite, NULL));
  g_assert_null (decant_canonical_json (nan, NULL));
  g_assert_null (decant_canonical_json (bytes, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/canonical-json/numbers", test_numbers);
  g_test_add_func ("/canonical-json/round-trip", test_round_trip);
  g_test_add_func ("/canonical-json/values", test_values);
  g_test_add_func ("/canonical-json/parse", test_parse);
  g_test_add_func ("/canonical-json/refused", test_refused);
  return g_test_run ();
}
