/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The database, its leaves in order, the tree over them, and rows that belong to nothing. */
#include "evidence/verifier-private.h"

#include <stdlib.h>
#include <string.h>

/* --- database ----------------------------------------------------------------------------------------------- */

static int
is_cancelled (gpointer cancellable)
{
  return g_cancellable_is_cancelled (cancellable);
}

/* SQLite's own checks: each row but "ok" is a finding. */
static void
run_check (DecantVerifier *self, const char *sql, int column, const char *what)
{
  sqlite3 *db = decant_log_get_database (self->log);
  sqlite3_stmt *statement = NULL;
  int code = sqlite3_prepare_v2 (db, sql, -1, &statement, NULL);

  while (code == SQLITE_OK && (code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      const char *text = (const char *) sqlite3_column_text (statement, column);

      if (g_strcmp0 (text, "ok") != 0)
        decant_verifier_fail (self, "database", DECANT_ATTACK_DAMAGE, -1, "%s: %s. The file was damaged or edited.",
                              what, text);
      code = SQLITE_OK;
    }
  if (code != SQLITE_DONE && code != SQLITE_INTERRUPT)
    decant_verifier_fail (self, "database", DECANT_ATTACK_DAMAGE, -1, "%s could not be finished: %s.", what,
                          sqlite3_errmsg (db));
  sqlite3_finalize (statement);
}

gboolean
decant_verifier_open_database (DecantVerifier *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *resolved = realpath (self->path, NULL);
  g_autofree char *database = resolved == NULL ? NULL : g_build_filename (resolved, "vault.db", NULL);

  if (database != NULL)
    self->log = decant_log_open (database, self->identity == NULL ? 0 : self->identity->format, FALSE, &error);
  if (self->log == NULL || !decant_log_begin_read (self->log, &error))
    {
      decant_verifier_fail (self, "database", DECANT_ATTACK_DAMAGE, -1, "vault.db cannot be read: %s",
                            error == NULL ? "its folder is gone." : error->message);
      return FALSE;
    }
  sqlite3_progress_handler (decant_log_get_database (self->log), 10000, is_cancelled, self->cancellable);
  if (self->only < 0)
    run_check (self, "PRAGMA integrity_check", 0, "Database check");
  if (self->only < 0)
    run_check (self, "PRAGMA foreign_key_check", 0, "Check of links between tables, in table");
  self->total = MAX (
      decant_verifier_query (self, "SELECT (SELECT count(*) FROM leaves) + (SELECT count(*) FROM artifacts)"), 1);
  return TRUE;
}

/* --- rows --------------------------------------------------------------------------------------------------- */

/* A subtree has become complete: the stored hash must be the same. */
static gboolean
check_node (guint level, guint64 index, const DecantDigest *hash, gpointer user_data, GError **error)
{
  DecantVerifier *self = user_data;
  DecantDigest stored;

  if (level == 0)
    return TRUE;
  self->nodes++;
  if (!decant_log_read_node (level, index, &stored, self->log, NULL) || !decant_digest_equal (&stored, hash))
    decant_verifier_fail (self, "tree", DECANT_ATTACK_EDITED, index << level,
                          "Expected the stored hash of entries %" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT
                          " to be that of their leaves, saw another or none.",
                          index << level, ((index + 1) << level) - 1);
  return TRUE;
}

/* Columns: 2 leaf, 3 open or all disclosures, 5 key, 6 ciphertext, 7 the entry that erased it. */
static DecantLogEntry
make_row (DecantVerifier *self, guint64 number, const DecantDigest *hash, sqlite3_stmt *row)
{
  DecantLogEntry entry = { .number = number, .hash = *hash, .open = "", .erased_by = -1 };
  const char *text = (const char *) sqlite3_column_text (row, 3);

  entry.leaf = (const char *) sqlite3_column_text (row, 2);
  entry.leaf_length = sqlite3_column_bytes (row, 2);
  if (decant_log_get_version (self->log) == 1)
    {
      entry.disclosures = text == NULL ? "" : text;
      entry.disclosures_length = sqlite3_column_bytes (row, 3);
      return entry;
    }
  entry.open = text == NULL ? "" : text;
  entry.open_length = sqlite3_column_bytes (row, 3);
  entry.key = sqlite3_column_blob (row, 5);
  entry.key_length = sqlite3_column_bytes (row, 5);
  entry.ciphertext = sqlite3_column_blob (row, 6);
  entry.ciphertext_length = sqlite3_column_bytes (row, 6);
  entry.has_sealed = sqlite3_column_type (row, 6) != SQLITE_NULL;
  if (sqlite3_column_type (row, 7) != SQLITE_NULL)
    entry.erased_by = sqlite3_column_int64 (row, 7);
  return entry;
}

/* Is it the one that is asked for, or does it say who signs? */
static gboolean
is_wanted (DecantVerifier *self, guint64 number, const char *leaf)
{
  return self->only < 0 || (guint64) self->only == number
         || (leaf != NULL
             && (strstr (leaf, "\"vault_c") != NULL || strstr (leaf, "\"vault_e") != NULL
                 || strstr (leaf, "\"vault_t") != NULL));
}

/* FALSE where going on makes no sense. */
static gboolean
check_place (DecantVerifier *self, sqlite3_stmt *row)
{
  guint64 number = self->edge.size;
  gint64 seen = sqlite3_column_int64 (row, 0);

  if ((guint64) seen != number)
    decant_verifier_fail (
        self, "tree", DECANT_ATTACK_DELETED, number,
        "Entry %" G_GUINT64_FORMAT " was taken out of the log: the next leaf is %" G_GINT64_FORMAT ".", number, seen);
  else if (sqlite3_column_bytes (row, 1) != DECANT_DIGEST_SIZE)
    decant_verifier_fail (self, "tree", DECANT_ATTACK_DAMAGE, number,
                          "Expected 32 bytes for leaf %" G_GUINT64_FORMAT ", saw something else.", number);
  else
    return TRUE;
  return FALSE;
}

/* Row: idx, hash, leaf, open, note, key, ciphertext, tombstone. */
static gboolean
check_row (DecantVerifier *self, sqlite3_stmt *row)
{
  guint64 number = self->edge.size;
  DecantLogEntry entry;
  DecantDigest hash;

  if (!check_place (self, row))
    return FALSE;
  memcpy (hash.bytes, sqlite3_column_blob (row, 1), DECANT_DIGEST_SIZE);
  self->signer = self->epochs == NULL ? NULL : self->epochs->key;
  entry = make_row (self, number, &hash, row);
  if (is_wanted (self, number, entry.leaf))
    decant_verifier_check_entry (self, &entry);
  decant_merkle_edge_append (&self->edge, &hash, check_node, self, NULL);
  decant_verifier_check_checkpoint (self, (const char *) sqlite3_column_text (row, 4), sqlite3_column_bytes (row, 4));
  decant_verifier_meet_held (self);
  decant_verifier_advance (self);
  return TRUE;
}

static void
keep_latest (DecantVerifier *self)
{
  self->report->entries = self->edge.size;
  self->report->artifacts = g_hash_table_size (self->artifacts);
  if (self->edge.size > 0)
    self->report->checkpoint = decant_log_read_checkpoint (self->log, self->edge.size, NULL);
}

void
decant_verifier_check_log (DecantVerifier *self)
{
  static const char *const sql[] = {
    "SELECT l.idx, l.hash, e.leaf, e.disclosures, c.note FROM leaves l LEFT JOIN entries e ON e.number = l.idx "
    "LEFT JOIN checkpoints c ON c.size = l.idx + 1 ORDER BY l.idx",
    "SELECT l.idx, l.hash, e.leaf, e.open, c.note, s.key, s.ciphertext, t.entry FROM leaves l "
    "LEFT JOIN entries e ON e.number = l.idx LEFT JOIN checkpoints c ON c.size = l.idx + 1 "
    "LEFT JOIN sealed s ON s.number = l.idx LEFT JOIN tombstones t ON t.erased = l.idx ORDER BY l.idx",
  };
  sqlite3 *db = decant_log_get_database (self->log);
  sqlite3_stmt *statement = NULL;
  int code = sqlite3_prepare_v2 (db, sql[decant_log_get_version (self->log) - 1], -1, &statement, NULL);

  decant_merkle_edge_init (&self->edge);
  decant_verifier_meet_held (self);
  while (code == SQLITE_OK && !decant_verifier_is_cancelled (self) && (code = sqlite3_step (statement)) == SQLITE_ROW)
    code = check_row (self, statement) ? SQLITE_OK : SQLITE_DONE;
  if (code != SQLITE_DONE && code != SQLITE_OK && code != SQLITE_INTERRUPT)
    decant_verifier_fail (self, "database", DECANT_ATTACK_DAMAGE, -1, "The log cannot be read to its end: %s.",
                          sqlite3_errmsg (db));
  sqlite3_finalize (statement);
  keep_latest (self);
}

/* --- rows that belong to nothing ---------------------------------------------------------------------------- */

typedef struct
{
  const char *sql, *check, *what;
  guint64 expected;
  DecantAttack more;          /* what it looks like if there are too many */
  gboolean of_fields;         /* known only if every entry could be read, … */
  gboolean of_sealed, sealed; /* … and unlocked; only a sealed vault has them */
} Count;

static void
check_count (DecantVerifier *self, const Count *count)
{
  gint64 seen;

  /* What an entry that cannot be read would have named is not known. */
  if ((count->of_fields && decant_verifier_count_failures (self, "leaf") > 0)
      || (count->of_sealed && (self->report->locked || self->n_erased > 0))
      || (count->sealed && decant_log_get_version (self->log) == 1))
    return;
  seen = decant_verifier_query (self, count->sql);
  if (seen != (gint64) count->expected)
    decant_verifier_fail (self, count->check,
                          seen > (gint64) count->expected ? count->more : DECANT_ATTACK_EDITED_INDEX, -1,
                          "Expected %" G_GUINT64_FORMAT " %s as the log has them, saw %" G_GINT64_FORMAT ".",
                          count->expected, count->what, seen);
}

void
decant_verifier_check_counts (DecantVerifier *self)
{
  const guint64 n = self->edge.size;
  const Count counts[] = {
    { "SELECT count(*) FROM leaves", "tree", "leaves", n, DECANT_ATTACK_DELETED },
    { "SELECT count(*) FROM nodes", "tree", "hashes of subtrees", self->nodes, DECANT_ATTACK_CUT_TAIL },
    { "SELECT count(*) FROM entries", "leaf", "entries", n, DECANT_ATTACK_CUT_TAIL },
    { "SELECT count(*) FROM checkpoints", "checkpoint", "checkpoints", n, DECANT_ATTACK_CUT_TAIL },
    { "SELECT count(*) FROM captures", "capture", "captures", self->captures, DECANT_ATTACK_EDITED_INDEX, TRUE, TRUE },
    { "SELECT count(*) FROM artifacts", "artifact", "rows of artifacts", self->artifact_rows,
      DECANT_ATTACK_EDITED_INDEX, TRUE },
    { "SELECT count(*) FROM sealed", "leaf", "sealed entries", n - self->n_erased, DECANT_ATTACK_CUT_TAIL, TRUE, FALSE,
      TRUE },
    { "SELECT count(*) FROM tombstones", "leaf", "tombstones", self->n_erased, DECANT_ATTACK_HIDDEN_ERASURE, TRUE,
      FALSE, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    check_count (self, &counts[i]);
}
