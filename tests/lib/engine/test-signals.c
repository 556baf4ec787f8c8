/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/signals.h"

#include <string.h>

static DecantSignalSet *
parse (const char *rules, GError **error)
{
  g_autofree char *text = g_strdup_printf ("{\"format\": \"decant-signals-1\", \"rules\": [%s]}", rules);
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  g_ptr_array_add (files, g_bytes_new (text, strlen (text)));
  return decant_signal_set_new (files, error);
}

#define RULE(name, kind, body)                                                                                        \
  "{\"rule\": \"" name "\", \"kind\": \"" kind "\", \"languages\": [\"mul\"], \"sources\": [\"test\"], " body "}"

static void
test_refuses (void)
{
  static const struct {
    const char *rules;
    DecantSignalsError code;
    const char *named;
  } rows[] = {
    { "1", DECANT_SIGNALS_ERROR_SYNTAX, "object" },
    { "{}", DECANT_SIGNALS_ERROR_SYNTAX, "\"rule\"" },
    { RULE ("a.b", "prize", "\"words\": [\"x\"]"), DECANT_SIGNALS_ERROR_SYNTAX, "kind" },
    { RULE ("a.b", "price", "\"words\": []"), DECANT_SIGNALS_ERROR_SYNTAX, "words" },
    { RULE ("a.b", "price", "\"words\": [\"x\"], \"pattern\": \"x\""), DECANT_SIGNALS_ERROR_SYNTAX, "either" },
    { RULE ("a.b", "price", "\"words\": [\"x\"], \"needs\": {\"digits\": 1}"), DECANT_SIGNALS_ERROR_SYNTAX, "needs" },
    { RULE ("a.b", "price", "\"words\": [\"a b c d e f g h i\"]"), DECANT_SIGNALS_ERROR_PATTERN, "a.b" },
    { RULE ("a.b", "price", "\"pattern\": \"x\""), DECANT_SIGNALS_ERROR_SYNTAX, "needs" },
    { RULE ("a.b", "price", "\"pattern\": \"x\", \"needs\": {}"), DECANT_SIGNALS_ERROR_SYNTAX, "needs" },
    { RULE ("a.b", "price", "\"pattern\": \"x\", \"needs\": {\"digits\": 0}"), DECANT_SIGNALS_ERROR_SYNTAX, "digits" },
    { RULE ("a.b", "price", "\"pattern\": \"x\", \"needs\": {\"symbols\": [\"!\"]}"), DECANT_SIGNALS_ERROR_SYNTAX, "symbols" },
    { RULE ("a.b", "price", "\"pattern\": \"x\", \"needs\": {\"speed\": 1}"), DECANT_SIGNALS_ERROR_SYNTAX, "speed" },
    { RULE ("a.b", "price", "\"pattern\": \"ab(?:c\", \"needs\": {\"digits\": 1}"), DECANT_SIGNALS_ERROR_PATTERN, "offset 6" },
    { RULE ("a.b", "price", "\"pattern\": \"ab\\\\d+c\", \"needs\": {\"digits\": 1}"), DECANT_SIGNALS_ERROR_PATTERN, "offset 4" },
    { RULE ("a.b", "price", "\"pattern\": \"a*\", \"needs\": {\"digits\": 1}"), DECANT_SIGNALS_ERROR_PATTERN, "offset 1" },
    { RULE ("a.b", "price", "\"pattern\": \"a{2,}\", \"needs\": {\"digits\": 1}"), DECANT_SIGNALS_ERROR_PATTERN, "offset 1" },
    { RULE ("a.b", "price", "\"pattern\": \"(*UCP)a\", \"needs\": {\"digits\": 1}"), DECANT_SIGNALS_ERROR_PATTERN, "offset 1" },
    { RULE ("a.b", "price", "\"pattern\": \"(ab)\", \"needs\": {\"digits\": 1}"), DECANT_SIGNALS_ERROR_PATTERN, "offset 1" },
    { RULE ("a.b", "price", "\"extra\": 1, \"words\": [\"x\"]"), DECANT_SIGNALS_ERROR_SYNTAX, "extra" },
    { RULE ("a.b", "price", "\"words\": [\"x\"]") "," RULE ("a.b", "price", "\"words\": [\"y\"]"),
      DECANT_SIGNALS_ERROR_SYNTAX, "no other rule" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (parse (rows[i].rules, &error));
      g_assert_error (error, DECANT_SIGNALS_ERROR, (int) rows[i].code);
      if (strstr (error->message, rows[i].named) == NULL)
        g_error ("%s: expected \"%s\" in \"%s\"", rows[i].rules, rows[i].named, error->message);
    }
}

static void
test_quantifiers_that_are_bounded (void)
{
  static const char *const patterns[] = { "a[*+]b", "a\\\\+b", "a{1,3}b", "a?b", "[]*]x" };

  for (guint i = 0; i < G_N_ELEMENTS (patterns); i++)
    {
      g_autofree char *rule = g_strdup_printf (RULE ("a.b", "price", "\"pattern\": \"%s\", \"needs\": {\"digits\": 1}"),
                                               patterns[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (DecantSignalSet) set = parse (rule, &error);
      g_assert_no_error (error);
    }
}

/* The signals of @text as "rule:text" joined by "; ". */
static char *
match (DecantSignalSet *set, const char *text)
{
  g_autoptr (DecantArena) arena = decant_arena_new ();
  g_autoptr (GString) out = g_string_new (NULL);
  const DecantSignal *signals;
  DecantFolded folded;
  DecantShape shape;
  guint n;

  decant_fold (arena, text, strlen (text), &folded);
  decant_shape_read (&folded, &shape);
  n = decant_signal_set_match (set, arena, &folded, &shape, &signals);
  for (guint i = 0; i < n; i++)
    g_string_append_printf (out, "%s%s:%.*s", i > 0 ? "; " : "", signals[i].rule,
                            (int) (signals[i].span.end - signals[i].span.start), text + signals[i].span.start);
  return g_strdup (out->str);
}

static void
assert_matches (DecantSignalSet *set, const char *text, const char *expected)
{
  g_autofree char *seen = match (set, text);

  if (!g_str_equal (seen, expected))
    g_error ("\"%s\": expected \"%s\", saw \"%s\"", text, expected, seen);
}

static void
test_words (void)
{
  static const char *const rows[][2] = {
    { "we do delivery", "w:delivery" },
    { "DELIVERY!", "w:DELIVERY" },
    { "ｄｅｌｉｖｅｒｙ", "w:ｄｅｌｉｖｅｒｙ" },
    { "deliverys", "" },
    { "szybka dostawę dziś", "w:dostawę" },
    { "dostaw", "w:dostaw" },
    { "write  to me", "w:write  to me" },
    { "write to\nme", "" },
    { "write to mean", "" },
    { "全国快递选款", "w:快递" },
    { "편하게 문의주세요", "w:문의" },
    { "📦📦", "w:📦; w:📦" },
    { "home delivery delivery", "w:home delivery; w:delivery" },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantSignalSet) set
      = parse (RULE ("w", "delivery", "\"words\": [\"delivery\", \"home delivery\", \"dostaw*\", \"write to me\", \"快递\", \"문의\", \"📦\"]"), &error);

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    assert_matches (set, rows[i][0], rows[i][1]);
}

static void
test_patterns_and_needs (void)
{
  static const char *const rows[][2] = {
    { "for 20€ today", "p:20€" },
    { "for ２０€ today", "p:２０€" },
    { "for 20 euro", "" },
    { "tg example", "" },
    { "20€ 30€", "p:20€; p:30€" },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantSignalSet) set
      = parse (RULE ("p", "price", "\"needs\": {\"digits\": 1, \"symbols\": [\"¤\"]}, \"pattern\": \"\\\\d{1,4}€\"") ","
               RULE ("q", "contact", "\"needs\": {\"atoms\": [\"telegram\"]}, \"pattern\": \"tg\""), &error);

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    assert_matches (set, rows[i][0], rows[i][1]);
  assert_matches (set, "telegram tg", "q:tg");
}

/* Exponential at every start but for the limit of steps: the rule ends without a match, the scan goes on. */
static void
test_limits_hold (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantSignalSet) set = parse (
      RULE ("p", "price", "\"needs\": {\"digits\": 1}, \"pattern\": \"(?:(?:a{1,9}){1,9}){1,9}b\"") ","
      RULE ("w", "price", "\"words\": [\"end\"]"), &error);
  g_autoptr (GString) text = g_string_new ("1 ");

  g_assert_no_error (error);
  for (guint i = 0; i < 4000; i++)
    g_string_append_c (text, 'a');
  g_string_append (text, " end");
  assert_matches (set, text->str, "w:end");
}

/* The sale kinds stand first, the dampers last: features count on it. */
static void
test_kinds (void)
{
  static const struct {
    const char *name;
    gboolean is_damper;
  } rows[] = {
    { "price", FALSE },  { "offer", FALSE }, { "request", FALSE }, { "recruitment", FALSE }, { "layout", FALSE },
    { "news", TRUE },    { "sport", TRUE },  { "use", TRUE },      { "talk", TRUE },         { "retail", TRUE },
    { "illicit", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      DecantSignalKind kind = decant_signal_kind_from_string (rows[i].name);
      g_assert_cmpuint (kind, <, DECANT_N_SIGNAL_KINDS);
      g_assert_cmpstr (decant_signal_kind_to_string (kind), ==, rows[i].name);
      g_assert_cmpint (kind >= DECANT_FIRST_DAMPER, ==, rows[i].is_damper);
    }
  g_assert_cmpuint (decant_signal_kind_from_string ("gossip"), ==, DECANT_N_SIGNAL_KINDS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/signals/refuses", test_refuses);
  g_test_add_func ("/signals/bounded", test_quantifiers_that_are_bounded);
  g_test_add_func ("/signals/words", test_words);
  g_test_add_func ("/signals/patterns", test_patterns_and_needs);
  g_test_add_func ("/signals/kinds", test_kinds);
  g_test_add_func ("/signals/limits", test_limits_hold);
  return g_test_run ();
}
