/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/term-index.h"

#include <string.h>

/* Finds the hits of a text and writes them as "id/reading=span id/reading=span", for tables of rows. */
static inline char *
match_text (DecantTermIndex *index, const char *text, const char *language)
{
  static const char *const readings[] = { "plain",        "inflected", "leet",  "separated",     "stretched", "hashtag",
                                          "mixed-script", "masked",    "emoji", "compatibility", "hidden",
                                          "phonetic",     "link" };
  g_autoptr (DecantArena) arena = decant_arena_new ();
  GString *result = g_string_new (NULL);
  const DecantHit *hits;
  DecantFolded folded;
  guint n;

  decant_fold (arena, text, strlen (text), &folded);
  n = decant_term_index_match (index, arena, &folded, language, &hits);
  for (guint i = 0; i < n; i++)
    {
      g_string_append_printf (result, "%s%s/%s=", i > 0 ? " " : "", hits[i].term->id, readings[hits[i].reading]);
      g_string_append_len (result, text + hits[i].span.start, hits[i].span.end - hits[i].span.start);
    }
  return g_string_free (result, FALSE);
}
