/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "training/near-copies.h"

#define BANDS 5
#define ROWS 4

static inline guint64
scramble (guint64 value)
{
  value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9u; /* SplitMix64's finaliser (public domain, Sebastiano Vigna) */
  value = (value ^ (value >> 27)) * 0x94D049BB133111EBu;
  return value ^ (value >> 31);
}

static guint64
least_hash (const DecantBag *bag, guint64 seed)
{
  guint64 least = G_MAXUINT64;

  for (guint i = 0; i < bag->n_buckets; i++)
    least = MIN (least, scramble (bag->buckets[i] + seed * 0x9E3779B97F4A7C15u));
  return least;
}

static guint64
band_key (const DecantBag *bag, guint band)
{
  guint64 key = band + 1;

  for (guint row = 0; row < ROWS; row++)
    key = scramble (key ^ least_hash (bag, band * ROWS + row + 1));
  return key;
}

static guint
find_root (guint *parents, guint i)
{
  while (parents[i] != i)
    i = parents[i] = parents[parents[i]];
  return i;
}

/* The smaller position leads, so that a root is the first of its cluster. */
static void
join (guint *parents, guint a, guint b)
{
  guint x = find_root (parents, a), y = find_root (parents, b);

  parents[MAX (x, y)] = MIN (x, y);
}

guint *
decant_near_copies_cluster (const DecantBag *bags, guint n)
{
  guint *parents = g_new (guint, MAX (n, 1));

  for (guint i = 0; i < n; i++)
    parents[i] = i;
  for (guint band = 0; band < BANDS; band++)
    {
      g_autoptr (GHashTable) first = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
      for (guint i = 0; i < n; i++)
        {
          guint64 key = band_key (&bags[i], band);
          gpointer met;
          if (bags[i].n_buckets == 0)
            continue;
          if (g_hash_table_lookup_extended (first, &key, NULL, &met))
            join (parents, GPOINTER_TO_UINT (met), i);
          else
            g_hash_table_insert (first, g_memdup2 (&key, sizeof key), GUINT_TO_POINTER (i));
        }
    }
  for (guint i = 0; i < n; i++)
    parents[i] = find_root (parents, i);
  return parents;
}
