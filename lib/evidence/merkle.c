/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/merkle.h"

#include <sodium.h>
#include <string.h>

typedef struct {
  DecantMerkleRead read;
  gpointer user_data;
} Source;

static DecantDigest
prefixed (guint8 prefix, gconstpointer a, gsize a_length, gconstpointer b, gsize b_length)
{
  crypto_hash_sha256_state state;
  DecantDigest hash;

  crypto_hash_sha256_init (&state);
  crypto_hash_sha256_update (&state, &prefix, 1);
  crypto_hash_sha256_update (&state, a, a_length);
  crypto_hash_sha256_update (&state, b, b_length);
  crypto_hash_sha256_final (&state, hash.bytes);
  return hash;
}

DecantDigest
decant_merkle_leaf (gconstpointer data, gsize length)
{
  return prefixed (0, data, length, "", 0);
}

DecantDigest
decant_merkle_node (const DecantDigest *left, const DecantDigest *right)
{
  return prefixed (1, left->bytes, DECANT_DIGEST_SIZE, right->bytes, DECANT_DIGEST_SIZE);
}

/* --- right edge --------------------------------------------------------------------------------------------- */

void
decant_merkle_edge_init (DecantMerkleEdge *self)
{
  memset (self, 0, sizeof *self);
}

gboolean
decant_merkle_edge_load (DecantMerkleEdge *self, guint64 size, DecantMerkleRead read, gpointer user_data, GError **error)
{
  decant_merkle_edge_init (self);
  self->size = size;
  for (guint level = 0; level < DECANT_MERKLE_LEVELS; level++)
    if ((size >> level & 1) && !read (level, (size >> level) - 1, &self->nodes[level], user_data, error))
      return FALSE;
  return TRUE;
}

gboolean
decant_merkle_edge_append (DecantMerkleEdge *self, const DecantDigest *leaf, DecantMerkleWrite write, gpointer user_data, GError **error)
{
  DecantDigest hash = *leaf;
  guint level = 0;

  if (write != NULL && !write (0, self->size, &hash, user_data, error))
    return FALSE;
  for (; self->size >> level & 1; level++)
    {
      hash = decant_merkle_node (&self->nodes[level], &hash);
      if (write != NULL && !write (level + 1, self->size >> (level + 1), &hash, user_data, error))
        return FALSE;
    }
  self->nodes[level] = hash;
  self->size++;
  return TRUE;
}

DecantDigest
decant_merkle_edge_root (const DecantMerkleEdge *self)
{
  DecantDigest root;
  gboolean begun = FALSE;

  if (self->size == 0)
    return decant_digest_of ("", 0);
  for (guint level = 0; level < DECANT_MERKLE_LEVELS; level++)
    if (self->size >> level & 1)
      {
        root = begun ? decant_merkle_node (&self->nodes[level], &root) : self->nodes[level];
        begun = TRUE;
      }
  return root;
}

/* --- proofs ------------------------------------------------------------------------------------------------- */

/* The largest power of two below @n (n > 1): where RFC 6962 splits. */
static guint64
split (guint64 n)
{
  return G_GUINT64_CONSTANT (1) << (63 - __builtin_clzll (n - 1));
}

/* Hash of leaves [begin, end), a range that RFC 6962 splits to: begin is a multiple of a power of two >= its length. */
static gboolean
subtree (const Source *source, guint64 begin, guint64 end, DecantDigest *hash, GError **error)
{
  guint64 n = end - begin, k;
  DecantDigest left, right;

  if ((n & (n - 1)) == 0)
    {
      guint level = __builtin_ctzll (n);
      return source->read (level, begin >> level, hash, source->user_data, error);
    }
  k = split (n);
  if (!subtree (source, begin, begin + k, &left, error) || !subtree (source, begin + k, end, &right, error))
    return FALSE;
  *hash = decant_merkle_node (&left, &right);
  return TRUE;
}

static gboolean
append_subtree (GArray *path, const Source *source, guint64 begin, guint64 end, GError **error)
{
  DecantDigest hash;

  if (!subtree (source, begin, end, &hash, error))
    return FALSE;
  g_array_append_val (path, hash);
  return TRUE;
}

/* PATH (m, D[begin:end]) of RFC 6962 section 2.1.1, @index absolute. */
static gboolean
inclusion_path (GArray *path, const Source *source, guint64 index, guint64 begin, guint64 end, GError **error)
{
  guint64 middle;

  if (end - begin == 1)
    return TRUE;
  middle = begin + split (end - begin);
  if (index < middle)
    return inclusion_path (path, source, index, begin, middle, error) && append_subtree (path, source, middle, end, error);
  return inclusion_path (path, source, index, middle, end, error) && append_subtree (path, source, begin, middle, error);
}

GArray *
decant_merkle_prove_inclusion (guint64 index, guint64 size, DecantMerkleRead read, gpointer user_data, GError **error)
{
  g_autoptr (GArray) path = g_array_new (FALSE, FALSE, sizeof (DecantDigest));
  Source source = { read, user_data };

  g_return_val_if_fail (index < size, NULL);
  return inclusion_path (path, &source, index, 0, size, error) ? g_steal_pointer (&path) : NULL;
}

/* SUBPROOF (m, D[begin:end], whole) of RFC 6962 section 2.1.2, @from absolute. */
static gboolean
consistency_path (GArray *path, const Source *source, guint64 from, guint64 begin, guint64 end, gboolean whole, GError **error)
{
  guint64 middle;

  if (from == end)
    return whole || append_subtree (path, source, begin, end, error);
  middle = begin + split (end - begin);
  if (from <= middle)
    return consistency_path (path, source, from, begin, middle, whole, error)
           && append_subtree (path, source, middle, end, error);
  return consistency_path (path, source, from, middle, end, FALSE, error)
         && append_subtree (path, source, begin, middle, error);
}

GArray *
decant_merkle_prove_consistency (guint64 from, guint64 to, DecantMerkleRead read, gpointer user_data, GError **error)
{
  g_autoptr (GArray) path = g_array_new (FALSE, FALSE, sizeof (DecantDigest));
  Source source = { read, user_data };

  g_return_val_if_fail (from > 0 && from <= to, NULL);
  return consistency_path (path, &source, from, 0, to, TRUE, error) ? g_steal_pointer (&path) : NULL;
}

/* --- verification ------------------------------------------------------------------------------------------- */

gboolean
decant_merkle_verify_inclusion (guint64 index, guint64 size, const DecantDigest *leaf, const DecantDigest *path, gsize n_path, const DecantDigest *root)
{
  guint64 fn = index, sn = size - 1;
  DecantDigest hash = *leaf;

  if (index >= size)
    return FALSE;
  for (gsize i = 0; i < n_path; i++)
    {
      if (sn == 0)
        return FALSE;
      if ((fn & 1) || fn == sn)
        {
          hash = decant_merkle_node (&path[i], &hash);
          for (; !(fn & 1) && fn != 0; fn >>= 1)
            sn >>= 1;
        }
      else
        hash = decant_merkle_node (&hash, &path[i]);
      fn >>= 1;
      sn >>= 1;
    }
  return sn == 0 && decant_digest_equal (&hash, root);
}

/* RFC 9162 section 2.1.4.2, steps 3 to 8. @path begins with the root of the largest perfect subtree of @from. */
static gboolean
walk_consistency (guint64 fn, guint64 sn, const DecantDigest *from_root, const DecantDigest *to_root, const DecantDigest *path, gsize n_path)
{
  DecantDigest from = path[0], to = path[0];

  for (; fn & 1; fn >>= 1)
    sn >>= 1;
  for (gsize i = 1; i < n_path; i++)
    {
      if (sn == 0)
        return FALSE;
      if ((fn & 1) || fn == sn)
        {
          from = decant_merkle_node (&path[i], &from);
          to = decant_merkle_node (&path[i], &to);
          for (; !(fn & 1) && fn != 0; fn >>= 1)
            sn >>= 1;
        }
      else
        to = decant_merkle_node (&to, &path[i]);
      fn >>= 1;
      sn >>= 1;
    }
  return sn == 0 && decant_digest_equal (&from, from_root) && decant_digest_equal (&to, to_root);
}

gboolean
decant_merkle_verify_consistency (guint64 from, guint64 to, const DecantDigest *from_root, const DecantDigest *to_root, const DecantDigest *path, gsize n_path)
{
  g_autofree DecantDigest *whole = NULL;

  if (from == 0 || from > to)
    return FALSE;
  if (from == to)
    return n_path == 0 && decant_digest_equal (from_root, to_root);
  if (n_path == 0)
    return FALSE;
  if ((from & (from - 1)) != 0)
    return walk_consistency (from - 1, to - 1, from_root, to_root, path, n_path);
  /* A power of two is itself the first subtree, and is left out of the proof. */
  whole = g_new (DecantDigest, n_path + 1);
  whole[0] = *from_root;
  memcpy (whole + 1, path, n_path * sizeof *path);
  return walk_consistency (from - 1, to - 1, from_root, to_root, whole, n_path + 1);
}
