/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Fold and match, beside what GLib and PCRE2 make of the same text with the same forms. The text has no hits, as
 * ordinary posts have none. Only the ratio means something: both run in turns on the same machine.
 */
#include "../lib/engine/small-lexicon.h"
#include "engine/term-index.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <string.h>
#include <time.h>

#define N_FORMS 10000
#define PER_PATTERN 2500 /* PCRE2 refuses longer alternations */
#define N_PATTERNS (N_FORMS / PER_PATTERN)
#define N_POSTS 40000
#define PEER_SHARE 100 /* the peer reads every 100th post */
#define ROUNDS 5

/* Made words: the text's end otherwise than the lexicon's, so that nothing is found. */
static void
append_word (GString *to, GRand *rand, const char *ending)
{
  static const char *const syllables[] = { "ka", "lo", "mi", "ne", "ru", "ta", "vo", "si", "der", "pan", "gel", "wer" };

  for (int i = g_rand_int_range (rand, 1, 4); i > 0; i--)
    g_string_append (to, syllables[g_rand_int_range (rand, 0, G_N_ELEMENTS (syllables))]);
  g_string_append (to, ending);
}

static char *
make_form (GRand *rand, guint i)
{
  g_autoptr (GString) form = g_string_new (NULL);

  append_word (form, rand, "x");
  g_string_append_printf (form, "%c%c%c", 'a' + i % 26, 'a' + i / 26 % 26, 'a' + i / 676 % 26);
  if (i % 4 == 0)
    {
      g_string_append_c (form, ' ');
      append_word (form, rand, "n");
    }
  return g_string_free (g_steal_pointer (&form), FALSE);
}

static char *
make_post (GRand *rand)
{
  g_autoptr (GString) post = g_string_new (NULL);

  for (int words = g_rand_int_range (rand, 10, 80); words > 0; words--)
    {
      append_word (post, rand, words % 29 == 0 ? "é" : "n");
      g_string_append (post, words % 17 == 0 ? ". " : words % 53 == 0 ? " 👍 " : " ");
    }
  *post->str = g_ascii_toupper (*post->str);
  return g_string_free (g_steal_pointer (&post), FALSE);
}

static DecantTermIndex *
make_index (char **forms)
{
  GPtrArray *terms = g_ptr_array_new_with_free_func ((GDestroyNotify) decant_term_free);
  g_autoptr (DecantLexicon) lexicon = NULL;

  for (guint i = 0; i < N_FORMS; i++)
    g_ptr_array_add (terms, small_term_make (&(SmallTerm){ forms[i], "en", forms[i], 1, DECANT_BOUNDARY_WORD }));
  lexicon = decant_lexicon_new (terms, "0000000000000000000000000000000000000000000000000000000000000000");
  return decant_term_index_new (lexicon);
}

static pcre2_code *
make_pattern (char **forms, guint first)
{
  g_autoptr (GString) pattern = g_string_new ("\\b(?:");
  pcre2_code *code;
  int number;
  PCRE2_SIZE offset;

  for (guint i = first; i < first + PER_PATTERN; i++)
    g_string_append_printf (pattern, "%s%s", i > first ? "|" : "", forms[i]);
  g_string_append (pattern, ")\\b");
  code = pcre2_compile ((PCRE2_SPTR) pattern->str, pattern->len, PCRE2_UTF | PCRE2_UCP, &number, &offset, NULL);
  g_assert (code != NULL);
  pcre2_jit_compile (code, PCRE2_JIT_COMPLETE);
  return code;
}

/* Processor time: other programs on the machine do not count. */
static double
now (void)
{
  return (double) clock () * 1e6 / CLOCKS_PER_SEC;
}

static guint
match_ours (DecantTermIndex *index, const char *post)
{
  g_autoptr (DecantArena) arena = decant_arena_new ();
  const DecantHit *hits;
  DecantFolded folded;

  decant_fold (arena, post, strlen (post), &folded);
  return decant_term_index_match (index, arena, &folded, "en", &hits);
}

static guint
match_peer (pcre2_code **patterns, pcre2_match_data *data, const char *post)
{
  g_autofree char *normal = g_utf8_normalize (post, -1, G_NORMALIZE_ALL_COMPOSE);
  g_autofree char *folded = g_utf8_casefold (normal, -1);
  guint n = 0;

  for (guint i = 0; i < N_PATTERNS; i++)
    n += pcre2_match (patterns[i], (PCRE2_SPTR) folded, strlen (folded), 0, 0, data, NULL) > 0;
  return n;
}

int
main (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  char *forms[N_FORMS];
  g_autoptr (GPtrArray) posts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (DecantTermIndex) index = NULL;
  pcre2_code *patterns[N_PATTERNS];
  pcre2_match_data *data = pcre2_match_data_create (1, NULL);
  gsize ours_bytes = 0, peer_bytes = 0;
  double ours = G_MAXDOUBLE, peer = G_MAXDOUBLE;
  double start;
  guint hits = 0;

  for (guint i = 0; i < N_FORMS; i++)
    forms[i] = make_form (rand, i);
  start = now ();
  index = make_index (forms);
  g_print ("build: %.1f ms for %d forms\n", (now () - start) / 1000, N_FORMS);
  for (guint i = 0; i < N_PATTERNS; i++)
    patterns[i] = make_pattern (forms, i * PER_PATTERN);
  for (guint i = 0; i < N_POSTS; i++)
    {
      g_ptr_array_add (posts, make_post (rand));
      ours_bytes += strlen (posts->pdata[i]);
      peer_bytes += i % PEER_SHARE == 0 ? strlen (posts->pdata[i]) : 0;
    }
  for (guint round = 0; round < ROUNDS; round++)
    {
      start = now ();
      for (guint i = 0; i < N_POSTS; i++)
        hits += match_ours (index, posts->pdata[i]);
      ours = MIN (ours, now () - start);
      start = now ();
      for (guint i = 0; i < N_POSTS; i += PEER_SHARE)
        hits += match_peer (patterns, data, posts->pdata[i]);
      peer = MIN (peer, now () - start);
    }
  g_print ("ours: %.0f MB/s; GLib + PCRE2: %.2f MB/s; ratio %.0f; %u hits\n", ours_bytes / ours, peer_bytes / peer,
           (ours_bytes / ours) / (peer_bytes / peer), hits);
  for (guint i = 0; i < N_PATTERNS; i++)
    pcre2_code_free (patterns[i]);
  for (guint i = 0; i < N_FORMS; i++)
    g_free (forms[i]);
  pcre2_match_data_free (data);
  return 0;
}
