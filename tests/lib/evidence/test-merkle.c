/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "evidence/merkle.h"

#define TREE_MAX 70 /* leaves in the exhaustive tests: past a power of two */

/* Every perfect subtree by (level, index), as the log keeps them. */
typedef struct {
  DecantDigest nodes[8][TREE_MAX];
} Store;

static gboolean
keep (guint level, guint64 index, const DecantDigest *hash, gpointer store, GError **error)
{
  ((Store *) store)->nodes[level][index] = *hash;
  return TRUE;
}

static gboolean
give (guint level, guint64 index, DecantDigest *hash, gpointer store, GError **error)
{
  *hash = ((Store *) store)->nodes[level][index];
  return TRUE;
}

/* The definition in RFC 6962 section 2.1, word for word and slow. */
static DecantDigest
naive_root (const DecantDigest *leaves, guint n)
{
  DecantDigest left, right;
  guint k = 1;

  if (n == 0)
    return decant_digest_of ("", 0);
  if (n == 1)
    return leaves[0];
  while (k * 2 < n)
    k *= 2;
  left = naive_root (leaves, k);
  right = naive_root (leaves + k, n - k);
  return decant_merkle_node (&left, &right);
}

static void
fill (Store *store, DecantDigest *roots)
{
  DecantMerkleEdge edge;

  decant_merkle_edge_init (&edge);
  roots[0] = decant_merkle_edge_root (&edge);
  for (guint i = 0; i < TREE_MAX; i++)
    {
      DecantDigest leaf = decant_merkle_leaf (&i, sizeof i);

      decant_merkle_edge_append (&edge, &leaf, keep, store, NULL);
      roots[i + 1] = decant_merkle_edge_root (&edge);
    }
}

/* The inputs that Certificate Transparency's implementations share; roots computed by an independent program. */
static void
test_vectors (void)
{
  static const struct {
    const char *leaf, *root;
  } rows[] = {
    { "", "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d" },
    { "00", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125" },
    { "10", "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77" },
    { "2021", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7" },
    { "3031", "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4" },
    { "40414243", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef" },
    { "5051525354555657", "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c" },
    { "606162636465666768696a6b6c6d6e6f", "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328" },
  };
  DecantMerkleEdge edge;

  decant_merkle_edge_init (&edge);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      guint8 bytes[16];
      gsize n = strlen (rows[i].leaf) / 2;
      DecantDigest leaf, root;
      g_autofree char *hex = NULL;

      for (gsize j = 0; j < n; j++)
        bytes[j] = g_ascii_xdigit_value (rows[i].leaf[2 * j]) << 4 | g_ascii_xdigit_value (rows[i].leaf[2 * j + 1]);
      leaf = decant_merkle_leaf (bytes, n);
      decant_merkle_edge_append (&edge, &leaf, NULL, NULL, NULL);
      root = decant_merkle_edge_root (&edge);
      hex = decant_digest_to_hex (&root);
      g_assert_cmpstr (hex, ==, rows[i].root);
    }
}

static void
test_edge (void)
{
  g_autofree Store *store = g_new0 (Store, 1);
  DecantDigest roots[TREE_MAX + 1];

  fill (store, roots);
  for (guint n = 0; n <= TREE_MAX; n++)
    {
      DecantDigest expected = naive_root (store->nodes[0], n), loaded;
      DecantMerkleEdge edge;

      g_assert_true (decant_digest_equal (&roots[n], &expected));
      g_assert_true (decant_merkle_edge_load (&edge, n, give, store, NULL));
      loaded = decant_merkle_edge_root (&edge);
      g_assert_true (decant_digest_equal (&loaded, &expected));
    }
}

static void
test_inclusion (void)
{
  g_autofree Store *store = g_new0 (Store, 1);
  DecantDigest roots[TREE_MAX + 1];

  fill (store, roots);
  for (guint n = 1; n <= TREE_MAX; n++)
    for (guint i = 0; i < n; i++)
      {
        g_autoptr (GArray) path = decant_merkle_prove_inclusion (i, n, give, store, NULL);
        const DecantDigest *hashes = (const DecantDigest *) path->data, *leaf = &store->nodes[0][i];
        DecantDigest *bent = (DecantDigest *) path->data;

        g_assert_true (decant_merkle_verify_inclusion (i, n, leaf, hashes, path->len, &roots[n]));
        g_assert_false (decant_merkle_verify_inclusion (i, n, leaf, hashes, path->len, &roots[n - 1]));
        g_assert_false (decant_merkle_verify_inclusion (n, n, leaf, hashes, path->len, &roots[n]));
        if (n > 1)
          g_assert_false (decant_merkle_verify_inclusion (i ^ 1, n, leaf, hashes, path->len, &roots[n]));
        if (path->len == 0)
          continue;
        g_assert_false (decant_merkle_verify_inclusion (i, n, leaf, hashes, path->len - 1, &roots[n]));
        bent[i % path->len].bytes[i % 32] ^= 1;
        g_assert_false (decant_merkle_verify_inclusion (i, n, leaf, hashes, path->len, &roots[n]));
      }
}

static void
test_consistency (void)
{
  g_autofree Store *store = g_new0 (Store, 1);
  DecantDigest roots[TREE_MAX + 1];

  fill (store, roots);
  for (guint n = 1; n <= TREE_MAX; n++)
    for (guint m = 1; m <= n; m++)
      {
        g_autoptr (GArray) path = decant_merkle_prove_consistency (m, n, give, store, NULL);
        DecantDigest *hashes = (DecantDigest *) path->data;

        g_assert_true (decant_merkle_verify_consistency (m, n, &roots[m], &roots[n], hashes, path->len));
        g_assert_false (decant_merkle_verify_consistency (m, n, &roots[m - 1], &roots[n], hashes, path->len));
        g_assert_false (decant_merkle_verify_consistency (m, n, &roots[m], &roots[n - 1], hashes, path->len));
        if (path->len == 0)
          continue;
        g_assert_false (decant_merkle_verify_consistency (m, n, &roots[m], &roots[n], hashes, path->len - 1));
        hashes[m % path->len].bytes[m % 32] ^= 1;
        g_assert_false (decant_merkle_verify_consistency (m, n, &roots[m], &roots[n], hashes, path->len));
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/merkle/vectors", test_vectors);
  g_test_add_func ("/merkle/edge", test_edge);
  g_test_add_func ("/merkle/inclusion", test_inclusion);
  g_test_add_func ("/merkle/consistency", test_consistency);
  return g_test_run ();
}
