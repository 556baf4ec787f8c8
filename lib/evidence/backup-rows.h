/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "evidence/backup-format.h"
#include "evidence/log.h"
#include "evidence/merkle.h"

/* Between vault.db and the segments of a backup. Errors: DECANT_VAULT_ERROR. */

G_BEGIN_DECLS

/* Where a segment that begins with entry @first should end: at most @size. 0 with @error. */
guint64 decant_rows_choose_end (DecantLog *log, guint64 first, guint64 size, GError **error);
/* The plain of the segment [first, end). BROKEN if the database lacks something, or a leaf has not its hash. */
GByteArray *decant_rows_collect (DecantLog *log, guint64 first, guint64 end, GError **error);
/* (element-type DecantTombstone), ascending. */
GArray *decant_rows_read_tombstones (DecantLog *log, GError **error);
/* (element-type char*): files that entries name which stand, ascending. */
GPtrArray *decant_rows_read_artifacts (DecantLog *log, GError **error);

/* Adds a row to a log that is being rebuilt, in a transaction; tombstones are left to the caller, since the entry that
 * they name may not be there yet. @withheld: without the ciphertext, as after an erasure. */
gboolean
decant_rows_insert (DecantLog *log, DecantMerkleEdge *edge, const DecantRow *row, gboolean withheld, GError **error);
gboolean decant_rows_insert_tombstone (DecantLog *log, const DecantTombstone *tombstone, GError **error);

G_END_DECLS
