/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/backup-rows.h"

#include <string.h>

#include "evidence/error.h"

#define SEGMENT_BYTES (8 * 1024 * 1024) /* of a plain, unless one entry has more */

#define RANGE(column) " WHERE " column " >= ?1 AND " column " < ?2 ORDER BY " column

/* Columns: entry, number, texts. */
static const char *const select_sql[DECANT_N_ROW_TYPES] = {
  [DECANT_ROW_ENTRY] = "SELECT e.number, coalesce (t.entry, -1), e.leaf, e.open, c.note, s.key, s.ciphertext "
                       "FROM entries e JOIN checkpoints c ON c.size = e.number + 1 "
                       "LEFT JOIN sealed s ON s.number = e.number "
                       "LEFT JOIN tombstones t ON t.erased = e.number" RANGE ("e.number"),
  [DECANT_ROW_CAPTURE] = "SELECT entry, 0, capture FROM captures" RANGE ("entry") ", capture",
  [DECANT_ROW_ARTIFACT] = "SELECT entry, 0, name, id FROM artifacts" RANGE ("entry") ", id, name",
  [DECANT_ROW_EPOCH] = "SELECT entry, number, key, started FROM epochs" RANGE ("entry") ", number",
  [DECANT_ROW_MIGRATED] = "SELECT number, size, sha256 FROM migrated" RANGE ("number"),
  [DECANT_ROW_MIGRATED_ARTIFACT] = "SELECT entry, size, id, name FROM migrated_artifacts" RANGE ("entry") ", id",
};

/* ?1: entry, ?2: number, ?3…: texts. */
static const char *const insert_sql[DECANT_N_ROW_TYPES] = {
  [DECANT_ROW_CAPTURE] = "INSERT INTO captures (capture, entry) VALUES (?3, ?1)",
  [DECANT_ROW_ARTIFACT] = "INSERT INTO artifacts (name, entry, id) VALUES (?3, ?1, ?4)",
  [DECANT_ROW_EPOCH] = "INSERT INTO epochs (number, key, entry, started) VALUES (?2, ?3, ?1, ?4)",
  [DECANT_ROW_MIGRATED] = "INSERT INTO migrated (number, sha256, size) VALUES (?1, ?3, ?2)",
  [DECANT_ROW_MIGRATED_ARTIFACT] = "INSERT INTO migrated_artifacts (entry, id, name, size) VALUES (?1, ?3, ?4, ?2)",
};

static gboolean
refuse (GError **error, guint64 entry, const char *what)
{
  g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_BROKEN,
               "Expected entry %" G_GUINT64_FORMAT " as it was logged, saw %s. Verify the vault.", entry, what);
  return FALSE;
}

/* --- reading ------------------------------------------------------------------------------------------------ */

static sqlite3_stmt *
prepare (DecantLog *log, const char *sql, guint64 first, guint64 end, GError **error)
{
  sqlite3_stmt *statement = NULL;
  int code = sqlite3_prepare_v2 (decant_log_get_database (log), sql, -1, &statement, NULL);

  if (code != SQLITE_OK)
    {
      decant_log_set_error (log, code, "read the vault's database", error);
      return NULL;
    }
  if (sqlite3_bind_parameter_count (statement) == 2)
    {
      sqlite3_bind_int64 (statement, 1, first);
      sqlite3_bind_int64 (statement, 2, end);
    }
  return statement;
}

/* Calls @visit for each row; what it gets is the row. */
typedef gboolean (*VisitRow) (sqlite3_stmt *row, gpointer user_data, GError **error);

static gboolean
for_each (DecantLog *log,
          const char *sql,
          guint64 first,
          guint64 end,
          VisitRow visit,
          gpointer user_data,
          GError **error)
{
  sqlite3_stmt *statement = prepare (log, sql, first, end, error);
  gboolean go_on = statement != NULL;
  int code = SQLITE_DONE;

  while (go_on && (code = sqlite3_step (statement)) == SQLITE_ROW)
    go_on = visit (statement, user_data, error);
  sqlite3_finalize (statement);
  if (go_on && code != SQLITE_DONE)
    return decant_log_set_error (log, code, "read the vault's database", error);
  return go_on;
}

typedef struct
{
  guint64 next, bytes;
} Choice;

static gboolean
weigh_entry (sqlite3_stmt *row, gpointer user_data, GError **error)
{
  Choice *choice = user_data;

  choice->bytes += sqlite3_column_int64 (row, 1);
  if (choice->bytes > SEGMENT_BYTES && choice->next > (guint64) sqlite3_column_int64 (row, 2))
    return FALSE; /* without an error: this one begins the next segment */
  choice->next = sqlite3_column_int64 (row, 0) + 1;
  return TRUE;
}

guint64
decant_rows_choose_end (DecantLog *log, guint64 first, guint64 size, GError **error)
{
  static const char sql[]
      = "SELECT e.number, length (e.leaf) + length (e.open) + coalesce (length (s.ciphertext), 0), ?1 "
        "FROM entries e LEFT JOIN sealed s ON s.number = e.number" RANGE ("e.number");
  Choice choice = { .next = first };
  g_autoptr (GError) local = NULL;

  for_each (log, sql, first, MIN (size, first + DECANT_SEGMENT_ENTRIES), weigh_entry, &choice, &local);
  if (local == NULL && choice.next == first)
    refuse (&local, first, "none");
  if (local == NULL)
    return choice.next;
  g_propagate_error (error, g_steal_pointer (&local));
  return 0;
}

typedef struct
{
  DecantLog *log;
  GByteArray *segment;
  DecantRowType type;
} Collection;

static gboolean
has_its_hash (Collection *self, const DecantRow *row, GError **error)
{
  DecantDigest hash = decant_merkle_leaf (row->texts[0].bytes, row->texts[0].length), stored;

  if (!decant_log_read_node (0, row->entry, &stored, self->log, error))
    return FALSE;
  return decant_digest_equal (&hash, &stored) || refuse (error, row->entry, "another leaf");
}

static gboolean
collect_row (sqlite3_stmt *statement, gpointer user_data, GError **error)
{
  Collection *self = user_data;
  gsize total = self->segment->len;
  DecantRow row = { .type = self->type,
                    .entry = sqlite3_column_int64 (statement, 0),
                    .number = sqlite3_column_int64 (statement, 1) };

  for (guint i = 0; i < decant_row_count_texts (self->type); i++)
    {
      row.texts[i].bytes = sqlite3_column_blob (statement, 2 + i);
      row.texts[i].length = sqlite3_column_bytes (statement, 2 + i);
      total += row.texts[i].length;
    }
  if (self->type == DECANT_ROW_ENTRY && !has_its_hash (self, &row, error))
    return FALSE;
  if (total > DECANT_SEGMENT_MAX - 1024 * 1024)
    return refuse (error, row.entry, "more than one can have");
  decant_segment_add (self->segment, &row);
  return TRUE;
}

static gboolean
accept_row (const DecantRow *row, gpointer unused, GError **error)
{
  return TRUE;
}

GByteArray *
decant_rows_collect (DecantLog *log, guint64 first, guint64 end, GError **error)
{
  g_autoptr (GByteArray) segment = g_byte_array_new ();
  Collection collection = { .log = log, .segment = segment };

  decant_segment_begin (segment);
  for (guint type = 0; type < DECANT_N_ROW_TYPES; type++)
    {
      collection.type = type;
      if (!for_each (log, select_sql[type], first, end, collect_row, &collection, error))
        return NULL;
    }
  /* What could not be read again is not written: a row is missing, or was edited. */
  if (!decant_segment_read (segment->data, segment->len, first, end, accept_row, NULL, NULL))
    {
      refuse (error, first, "that it, or one of those after it, is damaged");
      return NULL;
    }
  return g_steal_pointer (&segment);
}

static gboolean
add_tombstone (sqlite3_stmt *row, gpointer array, GError **error)
{
  DecantTombstone tombstone = { sqlite3_column_int64 (row, 0), sqlite3_column_int64 (row, 1) };

  g_array_append_val ((GArray *) array, tombstone);
  return TRUE;
}

GArray *
decant_rows_read_tombstones (DecantLog *log, GError **error)
{
  g_autoptr (GArray) tombstones = g_array_new (FALSE, FALSE, sizeof (DecantTombstone));

  return for_each (log, "SELECT erased, entry FROM tombstones ORDER BY erased", 0, 0, add_tombstone, tombstones, error)
             ? g_steal_pointer (&tombstones)
             : NULL;
}

static gboolean
add_artifact (sqlite3_stmt *row, gpointer array, GError **error)
{
  const char *name = (const char *) sqlite3_column_text (row, 0);
  DecantDigest digest;

  if (!decant_digest_from_hex (name, &digest))
    return refuse (error, sqlite3_column_int64 (row, 1), "an artifact without a name");
  g_ptr_array_add (array, g_strdup (name));
  return TRUE;
}

GPtrArray *
decant_rows_read_artifacts (DecantLog *log, GError **error)
{
  static const char sql[]
      = "SELECT name, min (entry) FROM artifacts WHERE entry NOT IN (SELECT erased FROM tombstones) "
        "GROUP BY name ORDER BY name";
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  return for_each (log, sql, 0, 0, add_artifact, names, error) ? g_steal_pointer (&names) : NULL;
}

/* --- writing ------------------------------------------------------------------------------------------------ */

static gboolean
finish (DecantLog *log, sqlite3_stmt *statement, GError **error)
{
  int code = sqlite3_step (statement);

  sqlite3_finalize (statement);
  return code == SQLITE_DONE || decant_log_set_error (log, code, "write the restored vault", error);
}

static gboolean
insert_other (DecantLog *log, const DecantRow *row, GError **error)
{
  sqlite3_stmt *statement = prepare (log, insert_sql[row->type], 0, 0, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, row->entry);
  sqlite3_bind_int64 (statement, 2, row->number);
  for (guint i = 0; i < decant_row_count_texts (row->type); i++)
    sqlite3_bind_text (statement, 3 + i, (const char *) row->texts[i].bytes, row->texts[i].length, SQLITE_STATIC);
  return finish (log, statement, error);
}

static gboolean
insert_sealed (DecantLog *log, const DecantRow *row, GError **error)
{
  DecantSealed sealed = { .ciphertext = NULL };
  g_autoptr (GBytes) ciphertext = g_bytes_new_static (row->texts[4].bytes, row->texts[4].length);

  if (row->texts[3].length != sizeof sealed.wrapped)
    return refuse (error, row->entry, "a key of another size");
  memcpy (sealed.wrapped, row->texts[3].bytes, sizeof sealed.wrapped);
  sealed.ciphertext = ciphertext;
  return decant_log_add_sealed (log, row->entry, &sealed, error);
}

/* The checkpoint of the entry is the one that the tree gives. */
static gboolean
insert_checkpoint (DecantLog *log, const DecantMerkleEdge *edge, const char *note, guint64 entry, GError **error)
{
  g_autoptr (DecantCheckpoint) checkpoint = decant_checkpoint_parse (note, strlen (note), NULL);
  DecantDigest root = decant_merkle_edge_root (edge);

  if (checkpoint == NULL || checkpoint->size != edge->size || !decant_digest_equal (&checkpoint->root, &root))
    return refuse (error, entry, "that the tree does not have the root of its checkpoint");
  return decant_log_add_checkpoint (log, edge->size, note, error);
}

static gboolean
insert_entry (DecantLog *log, DecantMerkleEdge *edge, const DecantRow *row, gboolean withheld, GError **error)
{
  g_autofree char *leaf = g_strndup ((const char *) row->texts[0].bytes, row->texts[0].length);
  g_autofree char *open = g_strndup ((const char *) row->texts[1].bytes, row->texts[1].length);
  g_autofree char *note = g_strndup ((const char *) row->texts[2].bytes, row->texts[2].length);
  DecantDigest hash = decant_merkle_leaf (row->texts[0].bytes, row->texts[0].length);

  if (edge->size != row->entry)
    return refuse (error, row->entry, "it in another place");
  return decant_merkle_edge_append (edge, &hash, decant_log_write_node, log, error)
         && decant_log_add_entry (log, row->entry, leaf, open, error)
         && insert_checkpoint (log, edge, note, row->entry, error)
         && (row->number != DECANT_ROW_NOT_ERASED || withheld || insert_sealed (log, row, error));
}

gboolean
decant_rows_insert (DecantLog *log, DecantMerkleEdge *edge, const DecantRow *row, gboolean withheld, GError **error)
{
  return row->type == DECANT_ROW_ENTRY ? insert_entry (log, edge, row, withheld, error)
                                       : insert_other (log, row, error);
}

gboolean
decant_rows_insert_tombstone (DecantLog *log, const DecantTombstone *tombstone, GError **error)
{
  sqlite3_stmt *statement = prepare (log, "INSERT INTO tombstones (erased, entry) VALUES (?1, ?2)", tombstone->erased,
                                     tombstone->entry, error);

  return statement != NULL && finish (log, statement, error);
}
