/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a full assessment costs with the shipped data, for posts of some 300 characters: with hits, and without any
 * finding. Beside it, in the same run and in turns, what others need for matching the same forms alone, on text that is
 * folded already: PCRE2's JIT over an alternation, and Vectorscan over literals where it was there at build time.
 * Processor time, so that other programs on the machine count little; the median of all rounds.
 */
#include "engine/fold.h"
#include "packages/library.h"
#include "posts.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <locale.h>
#include <pcre2.h>
#include <string.h>
#include <time.h>
#ifdef HAVE_VECTORSCAN
#include <hs/hs.h>
#endif

#define ROUNDS 15
#define LEAST_MICROSECONDS 20000 /* of one turn: a clock's step must not show */
#define PER_PATTERN 2000         /* PCRE2 refuses longer alternations */
#define PEER_SHARE 20            /* PCRE2 reads every 20th post */

/* A way to read one post. Returns how much it found, so that no compiler leaves it out. */
typedef guint (*Reader) (gpointer data, const BenchPost *post);

typedef struct
{
  DecantLibrary *library;
  GPtrArray *patterns; /* of pcre2_code */
  pcre2_match_data *match;
#ifdef HAVE_VECTORSCAN
  hs_database_t *database;
  hs_scratch_t *scratch;
#endif
} Readers;

/* --- forms ------------------------------------------------------------------------------------------------------ */

static int
compare_strings (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/* All forms of the lexicon, folded, each once. */
static GPtrArray *
fold_forms (DecantLexicon *lexicon)
{
  GPtrArray *forms = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < decant_lexicon_get_n_terms (lexicon); i++)
    for (char **form = decant_lexicon_get_term (lexicon, i)->forms; *form != NULL; form++)
      {
        g_autoptr (DecantArena) arena = decant_arena_new ();
        DecantFolded folded;
        decant_fold (arena, *form, strlen (*form), &folded);
        if (folded.length > 0)
          g_ptr_array_add (forms, g_strndup (folded.text, folded.length));
      }
  g_ptr_array_sort (forms, compare_strings);
  for (guint i = forms->len; i-- > 1;)
    if (g_str_equal (forms->pdata[i], forms->pdata[i - 1]))
      g_ptr_array_remove_index (forms, i);
  return forms;
}

/* --- the three readers ------------------------------------------------------------------------------------------ */

static guint
read_ours (gpointer data, const BenchPost *post)
{
  Readers *self = data;
  g_autoptr (DecantAssessment) assessment
      = decant_scanner_scan (decant_library_get_scanner (self->library), post->text, post->length, post->language);

  return assessment->n_hits;
}

static void
add_pattern (Readers *self, const GPtrArray *forms, guint first)
{
  g_autoptr (GString) pattern = g_string_new ("\\b(?:");
  pcre2_code *code;
  int number;
  PCRE2_SIZE offset;

  for (guint i = first; i < MIN (forms->len, first + PER_PATTERN); i++)
    g_string_append_printf (pattern, "%s\\Q%s\\E", i > first ? "|" : "", (const char *)forms->pdata[i]);
  g_string_append (pattern, ")\\b");
  code = pcre2_compile ((PCRE2_SPTR)pattern->str, pattern->len, PCRE2_UTF | PCRE2_UCP, &number, &offset, NULL);
  g_assert_nonnull (code);
  if (pcre2_jit_compile (code, PCRE2_JIT_COMPLETE) != 0)
    g_printerr ("PCRE2: no JIT on this machine\n");
  g_ptr_array_add (self->patterns, code);
}

static guint
read_pcre2 (gpointer data, const BenchPost *post)
{
  Readers *self = data;
  const PCRE2_SIZE *span = pcre2_get_ovector_pointer (self->match);
  guint n = 0;

  for (guint i = 0; i < self->patterns->len; i++)
    for (PCRE2_SIZE from = 0; pcre2_match (self->patterns->pdata[i], (PCRE2_SPTR)post->folded, post->folded_length,
                                           from, PCRE2_NO_UTF_CHECK, self->match, NULL)
                              > 0;
         n++)
      from = span[1];
  return n;
}

#ifdef HAVE_VECTORSCAN
static int
count_match (unsigned id, unsigned long long from, unsigned long long to, unsigned flags, void *data)
{
  ++*(guint *)data;
  return 0;
}

static guint
read_vectorscan (gpointer data, const BenchPost *post)
{
  Readers *self = data;
  guint n = 0;

  hs_scan (self->database, post->folded, (unsigned)post->folded_length, 0, self->scratch, count_match, &n);
  return n;
}

static void
open_vectorscan (Readers *self, const GPtrArray *forms)
{
  g_autofree unsigned *ids = g_new0 (unsigned, forms->len), *flags = g_new0 (unsigned, forms->len);
  g_autofree size_t *lengths = g_new0 (size_t, forms->len);
  hs_compile_error_t *error = NULL;

  for (guint i = 0; i < forms->len; i++)
    {
      ids[i] = i;
      lengths[i] = strlen (forms->pdata[i]);
    }
  if (hs_compile_lit_multi ((const char *const *)forms->pdata, flags, ids, lengths, forms->len, HS_MODE_BLOCK, NULL,
                            &self->database, &error)
      != HS_SUCCESS)
    g_error ("Vectorscan: %s", error->message);
  g_assert_cmpint (hs_alloc_scratch (self->database, &self->scratch), ==, HS_SUCCESS);
}
#endif

/* --- measuring -------------------------------------------------------------------------------------------------- */

/* Microseconds of this thread. */
static double
now (void)
{
  struct timespec at;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &at);
  return (double)at.tv_sec * 1e6 + (double)at.tv_nsec / 1e3;
}

/* Microseconds for one post; reads every @share-th. */
static double
take_turn (Reader reader, gpointer data, const GPtrArray *posts, guint share, guint *found)
{
  double start = now (), taken;
  guint n = 0;

  do
    for (guint i = 0; i < posts->len; i += share, n++)
      *found += reader (data, posts->pdata[i]);
  while ((taken = now () - start) < LEAST_MICROSECONDS);
  return taken / n;
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *)a, y = *(const double *)b;

  return x < y ? -1 : x > y;
}

static double
median (double *values)
{
  qsort (values, ROUNDS, sizeof *values, compare_doubles);
  return values[ROUNDS / 2];
}

typedef struct
{
  const char *name;
  Reader reader;
  guint share;
  double taken[ROUNDS];
} Contender;

static void
compare (Readers *readers, const char *title, const GPtrArray *posts)
{
  Contender all[] = {
    { "assessment", read_ours, 1 },
    { "PCRE2 JIT", read_pcre2, PEER_SHARE },
#ifdef HAVE_VECTORSCAN
    { "Vectorscan", read_vectorscan, 1 },
#endif
  };
  double ours;
  guint found = 0;

  for (guint round = 0; round < ROUNDS; round++)
    for (guint i = 0; i < G_N_ELEMENTS (all); i++)
      all[i].taken[round] = take_turn (all[i].reader, readers, posts, all[i].share, &found);
  g_print ("%s: %u posts of %.0f characters\n", title, posts->len, bench_posts_mean (posts));
  ours = median (all[0].taken);
  g_print ("  %-12s %9.2f µs\n", all[0].name, ours);
  for (guint i = 1; i < G_N_ELEMENTS (all); i++)
    {
      double peer = median (all[i].taken);
      g_print ("  %-12s %9.2f µs for matching alone; %.2f times ours\n", all[i].name, peer, peer / ours);
    }
  if (found == 0)
    g_print ("  nothing was found\n");
}

static void
open_readers (Readers *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) forms = NULL;

  self->library = decant_library_load (&error);
  g_assert_no_error (error);
  forms = fold_forms (decant_scanner_get_lexicon (decant_library_get_scanner (self->library)));
  g_print ("%u forms\n", forms->len);
  self->patterns = g_ptr_array_new_with_free_func ((GDestroyNotify)pcre2_code_free);
  for (guint first = 0; first < forms->len; first += PER_PATTERN)
    add_pattern (self, forms, first);
  self->match = pcre2_match_data_create (1, NULL);
#ifdef HAVE_VECTORSCAN
  open_vectorscan (self, forms);
#else
  g_print ("Vectorscan was not there at build time: left out\n");
#endif
}

static void
close_readers (Readers *self)
{
#ifdef HAVE_VECTORSCAN
  hs_free_scratch (self->scratch);
  hs_free_database (self->database);
#endif
  pcre2_match_data_free (self->match);
  g_ptr_array_unref (self->patterns);
  decant_library_free (self->library);
}

int
main (int argc, char **argv)
{
  g_autoptr (GPtrArray) hits = NULL;
  g_autoptr (GPtrArray) prose = NULL;
  Readers readers = { 0 };

  setlocale (LC_ALL, "");
  open_readers (&readers);
  hits = bench_posts_with_hits (decant_library_get_scanner (readers.library));
  prose = bench_posts_of_prose (decant_library_get_scanner (readers.library));
  if (argc > 1) /* for a profiler: ours alone */
    for (guint i = 0, found = 0; i < 40; i++)
      take_turn (read_ours, &readers, g_str_equal (argv[1], "hits") ? hits : prose, 1, &found);
  else
    {
      compare (&readers, "with hits", hits);
      compare (&readers, "without findings", prose);
    }
  close_readers (&readers);
  return 0;
}
