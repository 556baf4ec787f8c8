/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "evidence/digest.h"

/*
 * The Merkle tree of RFC 6962 section 2.1 over SHA-256, without storage.
 *
 * Node (level, index) is the hash of the perfect subtree over leaves [index·2^level, (index+1)·2^level). Such a node
 * never changes once its last leaf is there, so the caller keeps them all (2n − 1 at most) and gives them back through
 * DecantMerkleRead; every other hash is computed on the way. Level 0 are the leaf hashes.
 */

G_BEGIN_DECLS

#define DECANT_MERKLE_LEVELS 64

/* Gives the hash of a perfect subtree. FALSE ends the call at once with @error set. */
typedef gboolean (*DecantMerkleRead) (guint level, guint64 index, DecantDigest *hash, gpointer user_data, GError **error);
/* Keeps the hash of a perfect subtree that has just become complete. */
typedef gboolean (*DecantMerkleWrite) (guint level, guint64 index, const DecantDigest *hash, gpointer user_data, GError **error);

DecantDigest decant_merkle_leaf (gconstpointer data, gsize length);                    /* SHA-256 (0x00 ‖ data) */
DecantDigest decant_merkle_node (const DecantDigest *left, const DecantDigest *right); /* SHA-256 (0x01 ‖ left ‖ right) */

/* The right edge of a growing tree: at most one perfect subtree for each bit of the size. */
typedef struct {
  guint64 size;
  DecantDigest nodes[DECANT_MERKLE_LEVELS]; /* nodes[l] is meaningful if bit l of size is set */
} DecantMerkleEdge;

void decant_merkle_edge_init (DecantMerkleEdge *self);
gboolean decant_merkle_edge_load (DecantMerkleEdge *self, guint64 size, DecantMerkleRead read, gpointer user_data, GError **error);
/* Adds a leaf hash; @write (nullable) gets it and each subtree that it completes, lowest level first. */
gboolean decant_merkle_edge_append (DecantMerkleEdge *self, const DecantDigest *leaf, DecantMerkleWrite write, gpointer user_data, GError **error);
DecantDigest decant_merkle_edge_root (const DecantMerkleEdge *self); /* of the empty tree: SHA-256 of nothing */

/* (element-type DecantDigest) audit path of leaf @index in the tree of @size leaves, lowest first. @index < @size. */
GArray *decant_merkle_prove_inclusion (guint64 index, guint64 size, DecantMerkleRead read, gpointer user_data, GError **error);
/* (element-type DecantDigest) proof that the tree of @from leaves is the beginning of that of @to. 0 < @from <= @to. */
GArray *decant_merkle_prove_consistency (guint64 from, guint64 to, DecantMerkleRead read, gpointer user_data, GError **error);

/* RFC 9162 sections 2.1.3.2 and 2.1.4.2. Accept nothing but the one proof. */
gboolean decant_merkle_verify_inclusion (guint64 index, guint64 size, const DecantDigest *leaf, const DecantDigest *path, gsize n_path, const DecantDigest *root);
gboolean decant_merkle_verify_consistency (guint64 from, guint64 to, const DecantDigest *from_root, const DecantDigest *to_root, const DecantDigest *path, gsize n_path);

G_END_DECLS
