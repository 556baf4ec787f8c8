/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rare questions to the log, each with a statement of its own. */
#include "evidence/log.h"

gint64
decant_log_find_before (DecantLog *self, const char *field, guint64 before, GError **error)
{
  /* A name in a leaf stands between quotes and before a colon, and values are base64url: nothing else looks like it. */
  static const char sql[]
      = "SELECT number FROM entries WHERE number < ?1 AND instr(leaf, ?2) > 0 ORDER BY number DESC LIMIT 1";
  g_autofree char *quoted = g_strdup_printf ("\"%s\":", field);
  sqlite3_stmt *statement = NULL;
  int code = sqlite3_prepare_v2 (decant_log_get_database (self), sql, -1, &statement, NULL);
  gint64 number = -1;

  if (code == SQLITE_OK)
    {
      sqlite3_bind_int64 (statement, 1, MIN (before, G_MAXINT64));
      sqlite3_bind_text (statement, 2, quoted, -1, SQLITE_STATIC);
      code = sqlite3_step (statement);
    }
  if (code == SQLITE_ROW)
    number = sqlite3_column_int64 (statement, 0);
  else if (code != SQLITE_DONE)
    {
      decant_log_set_error (self, code, "look through the log", error);
      number = -2;
    }
  sqlite3_finalize (statement);
  return number;
}

GArray *
decant_log_read_erased (DecantLog *self, GError **error)
{
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (guint64));
  sqlite3_stmt *statement = NULL;
  int code = sqlite3_prepare_v2 (decant_log_get_database (self), "SELECT erased FROM tombstones ORDER BY erased", -1,
                                 &statement, NULL);

  while (code == SQLITE_OK && (code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      guint64 number = sqlite3_column_int64 (statement, 0);

      g_array_append_val (numbers, number);
      code = SQLITE_OK;
    }
  if (code != SQLITE_DONE)
    decant_log_set_error (self, code, "read what was erased", error);
  sqlite3_finalize (statement);
  return code == SQLITE_DONE ? g_steal_pointer (&numbers) : NULL;
}
