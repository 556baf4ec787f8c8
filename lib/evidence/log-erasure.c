/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a lawful deletion asks of the database. Rare, so nothing here is prepared ahead. */
#include "evidence/log.h"

#include "evidence/error.h"

static gboolean
run_with (DecantLog *self, const char *sql, guint64 first, guint64 second, GError **error)
{
  sqlite3 *db = decant_log_get_database (self);
  sqlite3_stmt *statement = NULL;
  int code = sqlite3_prepare_v2 (db, sql, -1, &statement, NULL);

  if (code == SQLITE_OK)
    {
      sqlite3_bind_int64 (statement, 1, first);
      if (sqlite3_bind_parameter_count (statement) > 1)
        sqlite3_bind_int64 (statement, 2, second);
      code = sqlite3_step (statement);
    }
  if (code != SQLITE_DONE)
    decant_log_set_error (self, code, "erase the entry", error);
  sqlite3_finalize (statement);
  return code == SQLITE_DONE;
}

gboolean
decant_log_erase (DecantLog *self, guint64 erased, guint64 entry, GError **error)
{
  return run_with (self, "INSERT INTO tombstones (erased, entry) VALUES (?1, ?2)", erased, entry, error)
         && run_with (self, "DELETE FROM sealed WHERE number = ?1", erased, 0, error);
}

/* secure_delete clears what a deletion frees, but not what moved when rows before were deleted: only a database that is
 * written anew has no old page (https://sqlite.org/pragma.html#pragma_secure_delete,
 * https://sqlite.org/lang_vacuum.html). */
gboolean
decant_log_scrub (DecantLog *self, GError **error)
{
  sqlite3 *db = decant_log_get_database (self);
  int code = sqlite3_exec (db, "VACUUM", NULL, NULL, NULL);

  if (code == SQLITE_OK)
    code = sqlite3_wal_checkpoint_v2 (db, "main", SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
  return code == SQLITE_OK || decant_log_set_error (self, code, "clear the vault's database", error);
}

gboolean
decant_log_visit_erased_files (DecantLog *self, DecantLogVisitFile visit, gpointer user_data, GError **error)
{
  static const char sql[]
      = "SELECT DISTINCT a.name FROM artifacts a JOIN tombstones t ON t.erased = a.entry WHERE NOT EXISTS "
        "(SELECT 1 FROM artifacts b WHERE b.name = a.name AND b.entry NOT IN (SELECT erased FROM tombstones))";
  sqlite3 *db = decant_log_get_database (self);
  sqlite3_stmt *statement = NULL;
  int code = sqlite3_prepare_v2 (db, sql, -1, &statement, NULL);
  gboolean all = TRUE;

  while (code == SQLITE_OK && (code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      all = visit ((const char *) sqlite3_column_text (statement, 0), user_data) && all;
      code = SQLITE_OK;
    }
  sqlite3_finalize (statement);
  return code == SQLITE_DONE ? all : decant_log_set_error (self, code, "find the files of erased entries", error);
}
