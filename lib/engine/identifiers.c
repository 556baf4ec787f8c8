/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/identifiers.h"

#include "engine/identifier-finder.h"

#include "engine/wallets.h"

#include <stdlib.h>
#include <string.h>

#define LEAST_ONION 62 /* bytes of an address with its domain */
#define LEAST_PHONE 4  /* digits; none is shorter (phones.c) */

static int
compare_identifiers (gconstpointer a, gconstpointer b)
{
  const DecantIdentifier *x = a, *y = b;

  return x->span.start < y->span.start ? -1 : x->span.start > y->span.start;
}

static gboolean
has_telegram_host (const DecantFolded *folded)
{
  return memmem (folded->text, folded->length, ".t.me", 5) != NULL;
}

static gboolean
has_bracket (const DecantFolded *folded)
{
  return memchr (folded->text, '(', folded->length) != NULL || memchr (folded->text, '[', folded->length) != NULL
         || memchr (folded->text, '{', folded->length) != NULL;
}

guint
decant_identifiers_find (DecantArena *arena,
                         const DecantFolded *folded,
                         const DecantShape *shape,
                         const char *language,
                         const DecantSignal *signals,
                         guint n_signals,
                         const DecantIdentifier **identifiers)
{
  DecantFinder finder = {
    .arena = arena, .folded = folded, .language = language, .text = folded->text, .end = folded->text + folded->length
  };

  finder.found = decant_arena_new_array (arena, DecantIdentifier, DECANT_MAX_IDENTIFIERS);
  /* Each finder is spared a text that has nothing for it: most texts cost no more than the search for handles. */
  if (shape->longest >= DECANT_WALLET_MIN)
    decant_find_tokens (&finder);
  if (shape->longest >= LEAST_ONION)
    decant_find_onions (&finder);
  if (shape->symbols & (DECANT_SYMBOL_SLASH | DECANT_SYMBOL_COLON) || has_telegram_host (folded))
    decant_find_links (&finder);
  if (shape->symbols & DECANT_SYMBOL_AT || has_bracket (folded))
    decant_find_addresses (&finder);
  decant_find_handles (&finder);
  if (shape->digits >= LEAST_PHONE)
    decant_find_phones (&finder, signals, n_signals);
  qsort (finder.found, finder.n, sizeof *finder.found, compare_identifiers);
  *identifiers = finder.found;
  return finder.n;
}
