/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ngrams.h"

#include <string.h>

#define BITS 16

/* A text, with an identifier where it says so ("" for none). */
typedef struct {
  const char *text, *identifier, *kind;
} Text;

static DecantNgrams
read_text (DecantArena *arena, const Text *text)
{
  const char *at = *text->identifier != '\0' ? strstr (text->text, text->identifier) : NULL;
  guint32 start = at != NULL ? (guint32) (at - text->text) : 0;
  DecantIdentifier identifier = { { start, start + (guint32) strlen (text->identifier) }, text->kind, "" };
  DecantFolded folded;
  DecantNgrams ngrams;

  decant_fold (arena, text->text, strlen (text->text), &folded);
  decant_ngrams_read (arena, &folded, &identifier, at != NULL, BITS, &ngrams);
  return ngrams;
}

static gboolean
is_same (const DecantNgrams *a, const DecantNgrams *b)
{
  return a->n_buckets == b->n_buckets && memcmp (a->buckets, b->buckets, a->n_buckets * sizeof *a->buckets) == 0;
}

/* --- what must not be remembered -------------------------------------------------------------------------------- */

static void
test_forgets (void)
{
  static const struct {
    Text a, b;
    gboolean same;
  } rows[] = {
    { { "telegram @example_one now", "@example_one", "telegram" }, { "telegram @beispiel_2 now", "@beispiel_2", "telegram" }, TRUE },
    { { "telegram @example_one now", "@example_one", "telegram" }, { "telegram example now", "", "" }, FALSE },
    { { "call +447700900123", "+447700900123", "phone" }, { "call +15550123456", "+15550123456", "phone" }, TRUE },
    { { "ask @example_one", "", "" }, { "ask @someone.else-2", "", "" }, TRUE },
    { { "see https://example.test/a", "", "" }, { "see http://other.example/b?c=d", "", "" }, TRUE },
    { { "1g 70", "", "" }, { "100g 7000", "", "" }, TRUE },
    { { "1.500,00 euro", "", "" }, { "20 euro", "", "" }, TRUE },
    { { "3g", "", "" }, { "3kg", "", "" }, FALSE },
    { { "07700 900 123", "", "" }, { "5550123", "", "" }, TRUE },
    { { "WEED", "", "" }, { "weed", "", "" }, TRUE },
    { { "weed", "", "" }, { "reed", "", "" }, FALSE },
    { { "a a a b", "", "" }, { "a a b", "", "" }, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (DecantArena) arena = decant_arena_new ();
      DecantNgrams a = read_text (arena, &rows[i].a), b = read_text (arena, &rows[i].b);
      if (is_same (&a, &b) != rows[i].same)
        g_error ("\"%s\" and \"%s\": expected %s", rows[i].a.text, rows[i].b.text, rows[i].same ? "the same" : "a difference");
    }
}

/* --- shape ------------------------------------------------------------------------------------------------------ */

static void
test_words (void)
{
  static const struct {
    const char *text, *words;
  } rows[] = {
    { "", "" },
    { " \n\t", "" },
    { "two words", "two|words" },
    { "caf\303\251 \360\237\215\200!", "caf\303\251|\360\237\215\200|!" },
    { "\345\244\247\351\272\273 ok", "\345\244\247\351\272\273|ok" },
    { "a\342\200\213b", "a\342\200\213b" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (DecantArena) arena = decant_arena_new ();
      g_autoptr (GString) words = g_string_new (NULL);
      DecantNgrams ngrams = read_text (arena, &(Text){ rows[i].text, "", "" });
      for (guint w = 0; w < ngrams.n_words; w++)
        g_string_append_printf (words, "%s%.*s", w > 0 ? "|" : "", (int) (ngrams.words[w].end - ngrams.words[w].start),
                                rows[i].text + ngrams.words[w].start);
      g_assert_cmpstr (words->str, ==, rows[i].words);
    }
}

static void
test_each_bucket_once (void)
{
  g_autoptr (DecantArena) arena = decant_arena_new ();
  DecantNgrams ngrams = read_text (arena, &(Text){ "one two one two three one", "", "" });
  g_autofree gboolean *seen = g_new0 (gboolean, 1 << BITS);
  guint32 next = 0;

  for (guint w = 0; w < ngrams.n_words; w++)
    {
      g_assert_cmpuint (ngrams.words[w].first, ==, next);
      next = ngrams.words[w].next;
    }
  g_assert_cmpuint (next, ==, ngrams.n_buckets);
  for (guint i = 0; i < ngrams.n_buckets; i++)
    {
      g_assert_cmpuint (ngrams.buckets[i], <, 1 << BITS);
      g_assert_false (seen[ngrams.buckets[i]]);
      seen[ngrams.buckets[i]] = TRUE;
    }
}

/* The longest text costs no more than its first characters. */
static void
test_bounded (void)
{
  g_autoptr (DecantArena) arena = decant_arena_new ();
  g_autoptr (GString) text = g_string_new (NULL);
  DecantNgrams ngrams;

  for (guint i = 0; i < 200000; i++)
    g_string_append_printf (text, "%c%c ", 'a' + i % 26, 'a' + i / 26 % 26);
  ngrams = read_text (arena, &(Text){ text->str, "", "" });
  g_assert_cmpuint (ngrams.n_buckets, <=, 4 * DECANT_NGRAM_CHARACTERS);
  g_assert_cmpuint (ngrams.words[ngrams.n_words - 1].end, <=, DECANT_NGRAM_CHARACTERS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ngrams/forgets", test_forgets);
  g_test_add_func ("/ngrams/words", test_words);
  g_test_add_func ("/ngrams/each-bucket-once", test_each_bucket_once);
  g_test_add_func ("/ngrams/bounded", test_bounded);
  return g_test_run ();
}
