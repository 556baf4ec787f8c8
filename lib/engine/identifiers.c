/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/identifiers.h"

#include "engine/identifier-finder.h"

#include <stdlib.h>

static int
compare_identifiers (gconstpointer a, gconstpointer b)
{
  const DecantIdentifier *x = a, *y = b;

  return x->span.start < y->span.start ? -1 : x->span.start > y->span.start;
}

guint
decant_identifiers_find (DecantArena *arena,
                         const DecantFolded *folded,
                         const char *language,
                         const DecantSignal *signals,
                         guint n_signals,
                         const DecantIdentifier **identifiers)
{
  DecantFinder finder = {
    .arena = arena, .folded = folded, .language = language, .text = folded->text, .end = folded->text + folded->length
  };

  finder.found = decant_arena_new_array (arena, DecantIdentifier, DECANT_MAX_IDENTIFIERS);
  decant_find_tokens (&finder);
  decant_find_onions (&finder);
  decant_find_links (&finder);
  decant_find_addresses (&finder);
  decant_find_handles (&finder);
  decant_find_phones (&finder, signals, n_signals);
  qsort (finder.found, finder.n, sizeof *finder.found, compare_identifiers);
  *identifiers = finder.found;
  return finder.n;
}
