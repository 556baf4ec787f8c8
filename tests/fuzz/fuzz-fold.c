/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any text is folded and matched: the fold's promises hold, and hits stand on characters in order. */
#include "../lib/engine/small-lexicon.h"
#include "engine/term-index.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static const SmallTerm terms[] = {
  { "coke", "en|it", "coke|coca|cocaine|c&k", 1, DECANT_BOUNDARY_WORD },
  { "weed", "de|pl", "weed|white widow|zioło", 2, DECANT_BOUNDARY_WORD },
  { "aa", "en", "aaaa|aa aa|aa aa aa aa", 0, DECANT_BOUNDARY_WORD },
  { "kokain", "ru|ko", "кокаин|대마초", 0, DECANT_BOUNDARY_WORD },
  { "exact", "mul", "2c-b|420", 0, DECANT_BOUNDARY_EXACT },
  { "tag", "mul", "k", 0, DECANT_BOUNDARY_HASHTAG },
  { "emoji", "mul", "❄️|❄❄|❄👃", 0, DECANT_BOUNDARY_EMOJI },
  { "unspaced", "zh|th", "大麻|K粉|กัญชา", 0, DECANT_BOUNDARY_UNSPACED },
};

static gboolean
is_character_boundary (const char *text, gsize length, gsize offset)
{
  return offset == length || (offset < length && ((guint8) text[offset] & 0xC0) != 0x80);
}

static void
check_fold (DecantArena *arena, const DecantFolded *folded)
{
  DecantFolded twice;

  g_assert (folded->length <= 4 * folded->source_length);
  g_assert (folded->map[folded->length] == folded->source_length);
  for (gsize i = 0; i < folded->length; i++)
    {
      g_assert (folded->map[i] <= folded->map[i + 1]);
      g_assert (is_character_boundary (folded->source, folded->source_length, folded->map[i]));
    }
  decant_fold (arena, folded->text, folded->length, &twice);
  g_assert (twice.length == folded->length && memcmp (twice.text, folded->text, twice.length) == 0);
}

static void
check_hits (const DecantFolded *folded, const DecantHit *hits, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_assert (hits[i].span.start < hits[i].span.end);
      g_assert (is_character_boundary (folded->source, folded->source_length, hits[i].span.start));
      g_assert (is_character_boundary (folded->source, folded->source_length, hits[i].span.end));
      g_assert (i == 0 || hits[i - 1].span.end <= hits[i].span.start || hits[i - 1].span.start == hits[i].span.start);
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static DecantTermIndex *index;
  g_autofree char *text = g_utf8_make_valid ((const char *) data, size);
  g_autoptr (DecantArena) arena = decant_arena_new ();
  const DecantHit *hits = NULL;
  DecantFolded folded;
  guint n;

  if (index == NULL)
    {
      g_autoptr (DecantLexicon) lexicon = small_lexicon_make (terms, G_N_ELEMENTS (terms));
      index = decant_term_index_new (lexicon);
    }
  decant_fold (arena, text, strlen (text), &folded);
  check_fold (arena, &folded);
  n = decant_term_index_match (index, arena, &folded, "en", &hits);
  check_hits (&folded, hits, n);
  return 0;
}
