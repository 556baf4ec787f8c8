/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/log.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "evidence/error.h"
#include "evidence/log-format.h"

#define APPLICATION_ID 0x44636e74 /* "Dcnt" */
#define BUSY_MS 5000
#define TEXT(x) TEXT_ (x)
#define TEXT_(x) #x

struct _DecantLog
{
  char *path;                    /* NULL when it is read only */
  sqlite3 *db;                   /* NULL after a reopening that failed */
  const DecantLogFormat *format; /* NULL until the file was asked */
  sqlite3_stmt *prepared[DECANT_LOG_N_STATEMENTS];
};

/* --- errors ------------------------------------------------------------------------------------------------- */

/* What the operating system said. sqlite3_system_errno() reads errno late, when closing and locking have reset it; each
 * file remembers better. Commits write to the journal, so that one is asked first. */
static int
system_errno (sqlite3 *db)
{
  sqlite3_file *journal = NULL;
  int number = 0;

  if (db == NULL)
    return 0;
  if (sqlite3_file_control (db, "main", SQLITE_FCNTL_JOURNAL_POINTER, &journal) == SQLITE_OK && journal != NULL
      && journal->pMethods != NULL)
    journal->pMethods->xFileControl (journal, SQLITE_FCNTL_LAST_ERRNO, &number);
  return number != 0 ? number : sqlite3_system_errno (db);
}

static gboolean
set_sqlite_error (sqlite3 *db, int code, const char *doing, GError **error)
{
  int number = system_errno (db);

  switch (code & 0xff)
    {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
      g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_BUSY,
                   "Could not %s: another program kept the vault busy for over 5 s. Try again.", doing);
      break;
    case SQLITE_FULL:
      return decant_vault_set_error_from_errno (error, ENOSPC, doing);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_SCHEMA:
    case SQLITE_MISMATCH:
    case SQLITE_CONSTRAINT:
    case SQLITE_ERROR:
      g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_BROKEN,
                   "Could not %s: the vault's database is damaged (%s). Keep the folder as it is, verify it, and go on "
                   "from a copy.",
                   doing, db == NULL ? sqlite3_errstr (code) : sqlite3_errmsg (db));
      break;
    default:
      if (number == ENOSPC || number == EDQUOT || number == EFBIG)
        return decant_vault_set_error_from_errno (error, number, doing);
      g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_IO, "Could not %s: %s%s%s.", doing,
                   sqlite3_errstr (code), number == 0 ? "" : ", ", number == 0 ? "" : g_strerror (number));
    }
  return FALSE;
}

gboolean
decant_log_set_error (DecantLog *self, int code, const char *doing, GError **error)
{
  return set_sqlite_error (self->db, code, doing, error);
}

static gboolean
run (sqlite3 *db, const char *sql, const char *doing, GError **error)
{
  int code = sqlite3_exec (db, sql, NULL, NULL, NULL);

  return code == SQLITE_OK || set_sqlite_error (db, code, doing, error);
}

/* --- opening ------------------------------------------------------------------------------------------------ */

/* A file that somebody else could have touched: nothing in its schema may run code, write pages or lie about types. */
static int
harden (sqlite3 *db)
{
  int code = SQLITE_OK;
  static const int on[] = { SQLITE_DBCONFIG_DEFENSIVE, SQLITE_DBCONFIG_ENABLE_FKEY, SQLITE_DBCONFIG_ENABLE_TRIGGER };
  static const int off[] = { SQLITE_DBCONFIG_TRUSTED_SCHEMA, SQLITE_DBCONFIG_WRITABLE_SCHEMA, SQLITE_DBCONFIG_DQS_DML,
                             SQLITE_DBCONFIG_DQS_DDL };

  for (guint i = 0; code == SQLITE_OK && i < G_N_ELEMENTS (on); i++)
    code = sqlite3_db_config (db, on[i], 1, NULL);
  for (guint i = 0; code == SQLITE_OK && i < G_N_ELEMENTS (off); i++)
    code = sqlite3_db_config (db, off[i], 0, NULL);
  sqlite3_busy_timeout (db, BUSY_MS);
  sqlite3_extended_result_codes (db, 1);
  sqlite3_limit (db, SQLITE_LIMIT_LENGTH, 64 * 1024 * 1024);
  return code;
}

static sqlite3 *
open_database (const char *name, int flags, const char *pragmas, GError **error)
{
  sqlite3 *db = NULL;
  int code = sqlite3_open_v2 (name, &db, flags | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_NOMUTEX, NULL);

  if (code == SQLITE_OK)
    code = harden (db);
  if (code == SQLITE_OK)
    code = sqlite3_exec (db, pragmas, NULL, NULL, NULL);
  if (code == SQLITE_OK)
    return db;
  set_sqlite_error (db, code, "open the vault's database", error);
  sqlite3_close (db);
  return NULL;
}

gboolean
decant_log_create (const char *path, GError **error)
{
  sqlite3 *db
      = open_database (path, SQLITE_OPEN_READWRITE,
                       "PRAGMA application_id = " TEXT (
                           APPLICATION_ID) "; PRAGMA user_version = 2"
                                           "; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; BEGIN IMMEDIATE",
                       error);
  gboolean ok = db != NULL;

  for (const char *const *sql = decant_log_format_2.schema; ok && *sql != NULL; sql++)
    ok = run (db, *sql, "make the vault's database", error);
  ok = ok && run (db, "COMMIT", "make the vault's database", error);
  sqlite3_close (db);
  return ok;
}

/* Nobody can write here and nothing waits in the journal: SQLite may then read without shared memory. */
static gboolean
is_immutable (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *journal = g_strconcat (path, "-wal", NULL);
  struct stat state;

  return access (folder, W_OK) != 0 && (stat (journal, &state) != 0 || state.st_size == 0);
}

#define READ_PRAGMAS "PRAGMA query_only = ON; PRAGMA cell_size_check = ON; SELECT count(*) FROM sqlite_schema"

static sqlite3 *
open_for_reading (const char *path, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *uri = NULL;
  sqlite3 *db = open_database (path, SQLITE_OPEN_READONLY, READ_PRAGMAS, &local);

  if (db == NULL && g_error_matches (local, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_IO) && is_immutable (path))
    {
      g_autofree char *escaped = g_uri_escape_string (path, "/", FALSE);

      uri = g_strconcat ("file:", escaped, "?immutable=1", NULL);
      g_clear_error (&local);
      db = open_database (uri, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, READ_PRAGMAS, &local);
    }
  if (db == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  sqlite3_db_config (db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  return db;
}

static sqlite3 *
open_for_writing (const char *path, GError **error)
{
  int persist = 1;
  sqlite3 *db = open_database (
      path, SQLITE_OPEN_READWRITE,
      "PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA cell_size_check = ON; "
      "PRAGMA recursive_triggers = ON; PRAGMA journal_size_limit = 4194304; SELECT count(*) FROM sqlite_schema",
      error);

  /* The journal and its index stay (emptied) when the last program leaves: a reader then never has to make them. */
  if (db != NULL)
    sqlite3_file_control (db, "main", SQLITE_FCNTL_PERSIST_WAL, &persist);
  return db;
}

static int
read_pragma (sqlite3 *db, const char *sql)
{
  sqlite3_stmt *statement = NULL;
  int value = -1;

  if (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL) == SQLITE_OK && sqlite3_step (statement) == SQLITE_ROW)
    value = sqlite3_column_int (statement, 0);
  sqlite3_finalize (statement);
  return value;
}

static gboolean
check_format (sqlite3 *db, int expected, GError **error)
{
  int version = read_pragma (db, "PRAGMA user_version");

  if (read_pragma (db, "PRAGMA application_id") != APPLICATION_ID || version < 1)
    {
      g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_BROKEN,
                   "Expected vault.db to be a vault's database, saw another kind of file. Put a copy of it back.");
      return FALSE;
    }
  if (version > decant_log_format_2.version)
    {
      g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_BROKEN,
                   "Expected a vault's database of version %d, saw %d. It was made by a newer Decant: update this one.",
                   decant_log_format_2.version, version);
      return FALSE;
    }
  if (expected != 0 && version != expected)
    {
      g_set_error (
          error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_BROKEN,
          "Expected a vault's database of version %d, as vault.json says, saw %d. Put a copy of the folder back.",
          expected, version);
      return FALSE;
    }
  return TRUE;
}

gboolean
decant_log_check_schema (DecantLog *self, GError **error)
{
  const char *const *expected = self->format->schema;
  sqlite3_stmt *statement = NULL;
  int code = sqlite3_prepare_v2 (self->db, "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid", -1,
                                 &statement, NULL);
  gboolean same = TRUE;

  while (code == SQLITE_OK && (code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      same = same && *expected != NULL && g_strcmp0 ((const char *) sqlite3_column_text (statement, 0), *expected) == 0;
      expected += same;
      code = SQLITE_OK;
    }
  sqlite3_finalize (statement);
  if (code != SQLITE_DONE)
    return set_sqlite_error (self->db, code, "read the vault's schema", error);
  if (same && *expected == NULL)
    return TRUE;
  g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_BROKEN,
               "Expected the tables and triggers of a vault, saw others: somebody changed the database's schema. "
               "Keep the folder as it is, verify it, and go on from a copy.");
  return FALSE;
}

static gboolean
prepare_all (DecantLog *self, GError **error)
{
  for (guint i = 0; i < DECANT_LOG_N_STATEMENTS; i++)
    {
      const char *sql = self->format->statements[i];
      int code = sql == NULL
                     ? SQLITE_OK
                     : sqlite3_prepare_v3 (self->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &self->prepared[i], NULL);

      if (code != SQLITE_OK)
        return set_sqlite_error (self->db, code, "open the vault's database", error);
    }
  return TRUE;
}

static gboolean
open_all (DecantLog *self, const char *path, int version, GError **error)
{
  self->db = self->path != NULL ? open_for_writing (path, error) : open_for_reading (path, error);
  if (self->db == NULL || !check_format (self->db, version, error))
    return FALSE;
  self->format = read_pragma (self->db, "PRAGMA user_version") == 1 ? &decant_log_format_1 : &decant_log_format_2;
  return decant_log_check_schema (self, error) && prepare_all (self, error);
}

static void
close_all (DecantLog *self)
{
  for (guint i = 0; i < DECANT_LOG_N_STATEMENTS; i++)
    g_clear_pointer (&self->prepared[i], sqlite3_finalize);
  g_clear_pointer (&self->db, sqlite3_close);
}

DecantLog *
decant_log_open (const char *path, int version, gboolean write, GError **error)
{
  g_autoptr (DecantLog) self = g_new0 (DecantLog, 1);

  g_return_val_if_fail (version == 2 || (version >= 0 && version < 2 && !write), NULL);
  self->path = write ? g_strdup (path) : NULL;
  return open_all (self, path, version, error) ? g_steal_pointer (&self) : NULL;
}

void
decant_log_close (DecantLog *self)
{
  if (self == NULL)
    return;
  close_all (self);
  g_free (self->path);
  g_free (self);
}

int
decant_log_get_version (DecantLog *self)
{
  return self->format->version;
}

sqlite3 *
decant_log_get_database (DecantLog *self)
{
  return self->db;
}

/* --- transactions ------------------------------------------------------------------------------------------- */

/* When the system will not have a file opened for writing, for whatever passing reason, SQLite opens it for reading and
 * stays with that. All is closed before it is opened anew, since connections of one process share the journal's index.
 */
static gboolean
reopen (DecantLog *self, GError **error)
{
  close_all (self);
  if (open_all (self, self->path, decant_log_format_2.version, error))
    return TRUE;
  close_all (self);
  return FALSE;
}

gboolean
decant_log_begin (DecantLog *self, GError **error)
{
  int code = self->db == NULL ? SQLITE_READONLY : sqlite3_exec (self->db, "BEGIN IMMEDIATE", NULL, NULL, NULL);

  if (self->path != NULL
      && ((code & 0xff) == SQLITE_READONLY || (code == SQLITE_OK && sqlite3_db_readonly (self->db, "main") == 1)))
    code = reopen (self, error) ? sqlite3_exec (self->db, "BEGIN IMMEDIATE", NULL, NULL, NULL) : SQLITE_ABORT;
  if (self->db == NULL)
    return FALSE;
  return code == SQLITE_OK || set_sqlite_error (self->db, code, "take the vault's lock", error);
}

gboolean
decant_log_begin_read (DecantLog *self, GError **error)
{
  return run (self->db, "BEGIN; SELECT count(*) FROM sqlite_schema", "read the vault's database", error);
}

gboolean
decant_log_commit (DecantLog *self, GError **error)
{
  if (run (self->db, "COMMIT", "write the entry", error))
    return TRUE;
  decant_log_rollback (self);
  return FALSE;
}

void
decant_log_rollback (DecantLog *self)
{
  /* Some failures have rolled back already. */
  if (self->db != NULL && !sqlite3_get_autocommit (self->db))
    sqlite3_exec (self->db, "ROLLBACK", NULL, NULL, NULL);
}

gboolean
decant_log_sync (DecantLog *self, GError **error)
{
  sqlite3_file *journal = NULL;
  int code = sqlite3_file_control (self->db, "main", SQLITE_FCNTL_JOURNAL_POINTER, &journal);

  if (code == SQLITE_OK && journal != NULL && journal->pMethods != NULL)
    code = journal->pMethods->xSync (journal, SQLITE_SYNC_NORMAL);
  return code == SQLITE_OK || set_sqlite_error (self->db, code, "put the journal on the disk", error);
}

/* --- writing ------------------------------------------------------------------------------------------------ */

static void
clear_bindings (sqlite3_stmt *statement)
{
  if (statement != NULL)
    sqlite3_clear_bindings (statement);
}

static gboolean
finish (DecantLog *self, sqlite3_stmt *statement, const char *doing, GError **error)
{
  int code = sqlite3_step (statement);

  if (code != SQLITE_DONE)
    set_sqlite_error (self->db, code, doing, error);
  sqlite3_reset (statement);
  clear_bindings (statement);
  return code == SQLITE_DONE;
}

static void
bind_text (sqlite3_stmt *statement, int index, const char *text)
{
  sqlite3_bind_text (statement, index, text, -1, SQLITE_STATIC);
}

gboolean
decant_log_write_node (guint level, guint64 index, const DecantDigest *hash, gpointer log, GError **error)
{
  DecantLog *self = log;
  sqlite3_stmt *statement = self->prepared[level == 0 ? DECANT_LOG_ADD_LEAF : DECANT_LOG_ADD_NODE];
  int n = 1;

  if (level > 0)
    sqlite3_bind_int (statement, n++, level);
  sqlite3_bind_int64 (statement, n++, index);
  sqlite3_bind_blob (statement, n, hash->bytes, DECANT_DIGEST_SIZE, SQLITE_STATIC);
  return finish (self, statement, "add to the tree", error);
}

gboolean
decant_log_add_entry (DecantLog *self, guint64 number, const char *leaf, const char *open, GError **error)
{
  sqlite3_stmt *statement = self->prepared[DECANT_LOG_ADD_ENTRY];

  sqlite3_bind_int64 (statement, 1, number);
  bind_text (statement, 2, leaf);
  bind_text (statement, 3, open);
  return finish (self, statement, "write the entry", error);
}

gboolean
decant_log_add_sealed (DecantLog *self, guint64 number, const DecantSealed *sealed, GError **error)
{
  sqlite3_stmt *statement = self->prepared[DECANT_LOG_ADD_SEALED];
  gsize length;
  const void *ciphertext = g_bytes_get_data (sealed->ciphertext, &length);

  sqlite3_bind_int64 (statement, 1, number);
  sqlite3_bind_blob (statement, 2, sealed->wrapped, sizeof sealed->wrapped, SQLITE_STATIC);
  sqlite3_bind_blob (statement, 3, ciphertext, length, SQLITE_STATIC);
  return finish (self, statement, "write the sealed entry", error);
}

gboolean
decant_log_add_checkpoint (DecantLog *self, guint64 size, const char *note, GError **error)
{
  sqlite3_stmt *statement = self->prepared[DECANT_LOG_ADD_CHECKPOINT];

  sqlite3_bind_int64 (statement, 1, size);
  bind_text (statement, 2, note);
  return finish (self, statement, "write the checkpoint", error);
}

gboolean
decant_log_add_capture (DecantLog *self, const char *capture, guint64 entry, GError **error)
{
  sqlite3_stmt *statement = self->prepared[DECANT_LOG_ADD_CAPTURE];

  bind_text (statement, 1, capture);
  sqlite3_bind_int64 (statement, 2, entry);
  return finish (self, statement, "write the capture's id", error);
}

gboolean
decant_log_add_artifact (DecantLog *self, const char *name, guint64 entry, const char *id, GError **error)
{
  sqlite3_stmt *statement = self->prepared[DECANT_LOG_ADD_ARTIFACT];

  bind_text (statement, 1, name);
  sqlite3_bind_int64 (statement, 2, entry);
  bind_text (statement, 3, id);
  return finish (self, statement, "write the artifact's row", error);
}

gboolean
decant_log_add_epoch (DecantLog *self, const DecantLogEpoch *epoch, GError **error)
{
  sqlite3_stmt *statement = self->prepared[DECANT_LOG_ADD_EPOCH];

  sqlite3_bind_int64 (statement, 1, epoch->number);
  bind_text (statement, 2, epoch->key);
  sqlite3_bind_int64 (statement, 3, epoch->entry);
  bind_text (statement, 4, epoch->started);
  return finish (self, statement, "write the epoch of the vault's key", error);
}

/* --- reading ------------------------------------------------------------------------------------------------ */

gint64
decant_log_get_size (DecantLog *self, GError **error)
{
  sqlite3_stmt *statement = self->prepared[DECANT_LOG_SIZE];
  int code = sqlite3_step (statement);
  gint64 size = code == SQLITE_ROW ? sqlite3_column_int64 (statement, 0) : -1;

  if (code != SQLITE_ROW)
    set_sqlite_error (self->db, code, "read the vault's size", error);
  sqlite3_reset (statement);
  return size;
}

static gboolean
column_digest (sqlite3_stmt *statement, int column, DecantDigest *hash)
{
  const void *bytes = sqlite3_column_blob (statement, column);

  if (bytes == NULL || sqlite3_column_bytes (statement, column) != DECANT_DIGEST_SIZE)
    return FALSE;
  memcpy (hash->bytes, bytes, DECANT_DIGEST_SIZE);
  return TRUE;
}

gboolean
decant_log_read_node (guint level, guint64 index, DecantDigest *hash, gpointer log, GError **error)
{
  DecantLog *self = log;
  sqlite3_stmt *statement = self->prepared[level == 0 ? DECANT_LOG_READ_LEAF : DECANT_LOG_READ_NODE];
  int n = 1, code;
  gboolean ok;

  if (level > 0)
    sqlite3_bind_int (statement, n++, level);
  sqlite3_bind_int64 (statement, n, index);
  code = sqlite3_step (statement);
  ok = code == SQLITE_ROW && column_digest (statement, 0, hash);
  if (!ok)
    set_sqlite_error (self->db, code == SQLITE_ROW || code == SQLITE_DONE ? SQLITE_CORRUPT : code, "read the tree",
                      error);
  sqlite3_reset (statement);
  return ok;
}

static gboolean
visit_row (DecantLog *self, sqlite3_stmt *statement, DecantLogVisit visit, gpointer user_data, GError **error)
{
  DecantLogEntry entry = { .number = sqlite3_column_int64 (statement, 0), .open = "" };
  const char *disclosures;

  if (!column_digest (statement, 1, &entry.hash))
    {
      g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_BROKEN,
                   "Expected 32 bytes for leaf %" G_GUINT64_FORMAT ", saw something else. Verify the vault.",
                   entry.number);
      return FALSE;
    }
  entry.leaf = (const char *) sqlite3_column_text (statement, 2);
  entry.leaf_length = sqlite3_column_bytes (statement, 2);
  disclosures = (const char *) sqlite3_column_text (statement, 3);
  *(self->format->version == 1 ? &entry.disclosures : &entry.open) = disclosures;
  *(self->format->version == 1 ? &entry.disclosures_length : &entry.open_length) = sqlite3_column_bytes (statement, 3);
  entry.key = sqlite3_column_blob (statement, 4);
  entry.key_length = sqlite3_column_bytes (statement, 4);
  entry.ciphertext = sqlite3_column_blob (statement, 5);
  entry.ciphertext_length = sqlite3_column_bytes (statement, 5);
  entry.has_sealed = sqlite3_column_type (statement, 5) != SQLITE_NULL;
  entry.erased_by = sqlite3_column_type (statement, 6) == SQLITE_NULL ? -1 : sqlite3_column_int64 (statement, 6);
  return visit (&entry, user_data, error);
}

gboolean
decant_log_read_entries (DecantLog *self,
                         guint64 from,
                         guint64 limit,
                         DecantLogVisit visit,
                         gpointer user_data,
                         GError **error)
{
  sqlite3_stmt *statement = self->prepared[DECANT_LOG_READ_ENTRIES];
  gboolean go_on = TRUE;
  int code;

  sqlite3_bind_int64 (statement, 1, MIN (from, G_MAXINT64));
  sqlite3_bind_int64 (statement, 2, MIN (limit, G_MAXINT64));
  while (go_on && (code = sqlite3_step (statement)) == SQLITE_ROW)
    go_on = visit_row (self, statement, visit, user_data, error);
  if (go_on && code != SQLITE_DONE)
    go_on = set_sqlite_error (self->db, code, "read the entries", error);
  sqlite3_reset (statement);
  return go_on;
}

char *
decant_log_read_checkpoint (DecantLog *self, guint64 size, GError **error)
{
  sqlite3_stmt *statement = self->prepared[DECANT_LOG_READ_CHECKPOINT];
  char *note = NULL;
  int code;

  sqlite3_bind_int64 (statement, 1, size);
  code = sqlite3_step (statement);
  if (code == SQLITE_ROW)
    note = g_strdup ((const char *) sqlite3_column_text (statement, 0));
  else if (code == SQLITE_DONE)
    g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_NOT_FOUND,
                 "There is no checkpoint of %" G_GUINT64_FORMAT " entries in this vault.", size);
  else
    set_sqlite_error (self->db, code, "read the checkpoint", error);
  sqlite3_reset (statement);
  return note;
}

gint64
decant_log_find_capture (DecantLog *self, const char *capture, GError **error)
{
  sqlite3_stmt *statement = self->prepared[DECANT_LOG_FIND_CAPTURE];
  gint64 entry = -1;
  int code;

  bind_text (statement, 1, capture);
  code = sqlite3_step (statement);
  if (code == SQLITE_ROW)
    entry = sqlite3_column_int64 (statement, 0);
  else if (code != SQLITE_DONE)
    {
      set_sqlite_error (self->db, code, "look for the capture", error);
      entry = -2;
    }
  sqlite3_reset (statement);
  clear_bindings (statement);
  return entry;
}

char *
decant_log_find_artifact (DecantLog *self, guint64 entry, const char *id, GError **error)
{
  sqlite3_stmt *statement = self->prepared[DECANT_LOG_FIND_ARTIFACT];
  char *name = NULL;
  int code;

  sqlite3_bind_int64 (statement, 1, entry);
  bind_text (statement, 2, id);
  code = sqlite3_step (statement);
  if (code == SQLITE_ROW)
    name = g_strdup ((const char *) sqlite3_column_text (statement, 0));
  else if (code == SQLITE_DONE)
    g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_NOT_FOUND,
                 "There is no artifact %s of entry %" G_GUINT64_FORMAT " in this vault.", id, entry);
  else
    set_sqlite_error (self->db, code, "look for the artifact", error);
  sqlite3_reset (statement);
  clear_bindings (statement);
  return name;
}

void
decant_log_epoch_clear (DecantLogEpoch *self)
{
  g_clear_pointer (&self->key, g_free);
  g_clear_pointer (&self->started, g_free);
}

gboolean
decant_log_read_epoch (DecantLog *self, DecantLogEpoch *epoch, GError **error)
{
  sqlite3_stmt *statement = self->prepared[DECANT_LOG_READ_EPOCH];
  int code = sqlite3_step (statement);

  if (code == SQLITE_ROW)
    *epoch = (DecantLogEpoch){ .number = sqlite3_column_int64 (statement, 0),
                               .key = g_strdup ((const char *) sqlite3_column_text (statement, 1)),
                               .entry = sqlite3_column_int64 (statement, 2),
                               .started = g_strdup ((const char *) sqlite3_column_text (statement, 3)) };
  else if (code == SQLITE_DONE)
    g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_BROKEN,
                 "Expected the vault to say which key signs, saw no epoch of its key. Keep the folder as it is and go "
                 "on from a copy.");
  else
    set_sqlite_error (self->db, code, "read the epoch of the vault's key", error);
  sqlite3_reset (statement);
  return code == SQLITE_ROW;
}

int
decant_log_has_artifact (DecantLog *self, const char *name, GError **error)
{
  sqlite3_stmt *statement = self->prepared[DECANT_LOG_HAS_ARTIFACT];
  int code, has = -1;

  bind_text (statement, 1, name);
  code = sqlite3_step (statement);
  if (code == SQLITE_ROW)
    has = sqlite3_column_int (statement, 0);
  else
    set_sqlite_error (self->db, code, "look for the artifact", error);
  sqlite3_reset (statement);
  clear_bindings (statement);
  return has;
}
