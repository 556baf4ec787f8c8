/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "change.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

/* --- files -------------------------------------------------------------------------------------------------- */

static int
compare_paths (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Paths inside @folder, in order: the same seed, the same file. */
static void
collect (const char *folder, const char *inside, GPtrArray *files)
{
  g_autofree char *here = g_build_filename (folder, inside, NULL);
  g_autoptr (GDir) dir = g_dir_open (here, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      char *path = g_build_filename (inside, name, NULL);
      g_autofree char *full = g_build_filename (folder, path, NULL);

      if (!g_file_test (full, G_FILE_TEST_IS_DIR))
        g_ptr_array_add (files, path);
      else
        {
          collect (folder, path, files);
          g_free (path);
        }
    }
}

static GPtrArray *
list_files (const char *folder)
{
  GPtrArray *files = g_ptr_array_new_with_free_func (g_free);

  collect (folder, "", files);
  g_ptr_array_sort (files, compare_paths);
  return files;
}

static char *
pick_file (const char *folder, GRand *rand)
{
  g_autoptr (GPtrArray) files = list_files (folder);

  return g_strdup (files->pdata[g_rand_int_range (rand, 0, files->len)]);
}

static void
put (const char *folder, const char *name, const char *bytes, gsize length)
{
  g_autofree char *path = g_build_filename (folder, name, NULL), *parent = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_unlink (path);
  g_assert_true (g_file_set_contents_full (path, bytes, length, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
}

static char *
get (const char *folder, const char *name, gsize *length)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  char *bytes = NULL;

  return g_file_get_contents (path, &bytes, length, NULL) ? bytes : NULL;
}

static char *
damage_file (const History *history, GRand *rand)
{
  g_autofree char *name = pick_file (history->folder, rand);
  gsize length = 0, more = g_rand_int_range (rand, 1, 600);
  g_autofree char *bytes = get (history->folder, name, &length);
  guint kind = g_rand_int_range (rand, 0, 6), at = length == 0 ? 0 : g_rand_int_range (rand, 0, length);

  if (kind <= 2 && length > 0)
    bytes[at] ^= 1 << g_rand_int_range (rand, 0, 8);
  else if (kind == 3)
    length = at;
  else if (kind == 4)
    memset (bytes + at, g_rand_int_range (rand, 0, 256), MIN (length - at, more));
  else
    {
      bytes = g_realloc (bytes, length + more);
      memset (bytes + length, g_rand_int_range (rand, 0, 256), more);
      length += more;
    }
  put (history->folder, name, bytes, length);
  return g_strdup_printf ("%s damaged, way %u, at %u", name, kind, at);
}

static char *
remove_file (const History *history, GRand *rand)
{
  g_autofree char *name = pick_file (history->folder, rand), *path = g_build_filename (history->folder, name, NULL);

  g_assert_cmpint (g_unlink (path), ==, 0);
  return g_strdup_printf ("%s removed", name);
}

static char *
swap_files (const History *history, GRand *rand)
{
  g_autofree char *a = pick_file (history->folder, rand), *b = pick_file (history->folder, rand);
  gsize n_a = 0, n_b = 0;
  g_autofree char *bytes_a = get (history->folder, a, &n_a), *bytes_b = get (history->folder, b, &n_b);

  put (history->folder, a, bytes_b, n_b);
  put (history->folder, b, bytes_a, n_a);
  return g_strdup_printf ("%s and %s swapped", a, b);
}

/* From the vault as it was before, or from another vault. */
static char *
put_back_file (const History *history, GRand *rand)
{
  gboolean other = g_file_test (history->elsewhere, G_FILE_TEST_IS_DIR) && g_rand_boolean (rand);
  const char *from = other ? history->elsewhere : history->older;
  g_autofree char *name = pick_file (from, rand);
  gsize length = 0;
  g_autofree char *bytes = get (from, name, &length);

  put (history->folder, name, bytes, length);
  return g_strdup_printf ("%s put there as it was %s", name, other ? "in another vault" : "before");
}

static char *
put_back_all (const History *history, GRand *rand)
{
  gboolean other = g_file_test (history->elsewhere, G_FILE_TEST_IS_DIR) && g_rand_boolean (rand);

  fixture_remove (history->folder);
  fixture_copy (other ? history->elsewhere : history->older, history->folder);
  return g_strdup_printf ("all put back as it was %s", other ? "in another vault" : "before");
}

/* --- rows --------------------------------------------------------------------------------------------------- */

gboolean
change_by_sql (const char *folder, const char *sql)
{
  g_autofree char *path = g_build_filename (folder, "vault.db", NULL);
  g_autofree char *script = g_strconcat (
      "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON; PRAGMA writable_schema = ON;"
      "CREATE TEMP TABLE kept AS SELECT rowid AS r, * FROM sqlite_schema WHERE type = 'trigger';"
      "DELETE FROM sqlite_schema WHERE type = 'trigger'; PRAGMA writable_schema = RESET; BEGIN;",
      sql,
      "; COMMIT; PRAGMA writable_schema = ON; INSERT INTO sqlite_schema (rowid, type, name, tbl_name, rootpage, sql) "
      "SELECT r, type, name, tbl_name, rootpage, sql FROM kept; PRAGMA writable_schema = RESET;",
      NULL);
  sqlite3 *db = NULL;
  int code = sqlite3_open (path, &db);

  if (code == SQLITE_OK)
    code = sqlite3_exec (db, script, NULL, NULL, NULL);
  sqlite3_close (db);
  return code == SQLITE_OK;
}

typedef struct
{
  const char *name, *columns[4]; /* the first is the key, or part of it */
} Table;

static const Table tables[] = {
  { "leaves", { "idx", "hash" } },
  { "nodes", { "idx", "level", "hash" } },
  { "entries", { "number", "leaf", "open" } },
  { "sealed", { "number", "key", "ciphertext" } },
  { "tombstones", { "erased", "entry" } },
  { "checkpoints", { "size", "note" } },
  { "captures", { "capture", "entry" } },
  { "artifacts", { "name", "entry", "id" } },
  { "epochs", { "number", "key", "entry", "started" } },
};

/* A row by chance, as an SQL condition: some tables have no rowid. */
static char *
pick_row (const Table *table, GRand *rand)
{
  guint at = g_rand_int_range (rand, 0, 64);
  const char *key = table->columns[0], *second = g_str_equal (table->name, "nodes")       ? "level"
                                                 : g_str_equal (table->name, "artifacts") ? "entry"
                                                                                          : key;

  return g_strdup_printf (
      "(%s, %s) = (SELECT %s, %s FROM %s ORDER BY 1, 2 LIMIT 1 OFFSET %u %% max(1, (SELECT count(*) FROM %s)))", key,
      second, key, second, table->name, at, table->name);
}

static char *
change_value (const Table *table, const char *row, GRand *rand)
{
  guint n = 0, at = g_rand_int_range (rand, 1, 400);
  const char *column;

  while (n < G_N_ELEMENTS (table->columns) && table->columns[n] != NULL)
    n++;
  column = table->columns[g_rand_int_range (rand, 0, n)];
  switch (g_rand_int_range (rand, 0, 4))
    {
    case 0: /* another row's value */
      return g_strdup_printf ("UPDATE OR IGNORE %s SET %s = (SELECT %s FROM %s ORDER BY 1 LIMIT 1 OFFSET %u %% (SELECT "
                              "count(*) FROM %s)) WHERE %s",
                              table->name, column, column, table->name, at, table->name, row);
    case 1: /* one more, or one character another */
      return g_strdup_printf (
          "UPDATE OR IGNORE %s SET %s = CASE typeof(%s) WHEN 'integer' THEN %s + 1 WHEN 'text' THEN "
          "substr(%s, 1, %u %% length(%s)) || 'Z' || substr(%s, 2 + %u %% length(%s)) ELSE "
          "CAST(substr(%s, 1, %u %% length(%s)) || x'5a' || substr(%s, 2 + %u %% length(%s)) AS BLOB) END WHERE %s",
          table->name, column, column, column, column, at, column, column, at, column, column, at, column, column, at,
          column, row);
    case 2: /* cut short */
      return g_strdup_printf ("UPDATE OR IGNORE %s SET %s = CASE typeof(%s) WHEN 'integer' THEN %s - 1 WHEN 'text' "
                              "THEN substr(%s, 1, %u %% length(%s)) ELSE "
                              "CAST(substr(%s, 1, %u %% length(%s)) AS BLOB) END WHERE %s",
                              table->name, column, column, column, column, at, column, column, at, column, row);
    default: /* longer */
      return g_strdup_printf ("UPDATE OR IGNORE %s SET %s = CASE typeof(%s) WHEN 'integer' THEN %s + %u WHEN 'text' "
                              "THEN %s || '~' ELSE CAST(%s || x'00' AS BLOB) END WHERE %s",
                              table->name, column, column, column, at, column, column, row);
    }
}

/* Two rows exchange all but their keys, so that they have changed places. */
static char *
swap_rows (const Table *table, guint a, guint b)
{
  GString *sql = g_string_new (NULL);

  for (guint i = 1; i < G_N_ELEMENTS (table->columns) && table->columns[i] != NULL; i++)
    g_string_append_printf (sql,
                            "CREATE TEMP TABLE s%u AS SELECT %s AS k, %s AS v FROM %s ORDER BY 1; UPDATE OR IGNORE %s "
                            "SET %s = (SELECT v FROM s%u WHERE rowid = CASE "
                            "(SELECT rowid FROM s%u WHERE k = %s) WHEN %u THEN %u WHEN %u THEN %u ELSE (SELECT rowid "
                            "FROM s%u WHERE k = %s) END);",
                            i, table->columns[0], table->columns[i], table->name, table->name, table->columns[i], i, i,
                            table->columns[0], a, b, b, a, i, table->columns[0]);
  return g_string_free (sql, FALSE);
}

static char *
cut_tail (gint64 size, GRand *rand)
{
  gint64 n = size > 1 ? g_rand_int_range (rand, 1, size) : 1; /* of one entry nothing */

  return g_strdup_printf (
      "DELETE FROM tombstones WHERE entry >= %" G_GINT64_FORMAT "; DELETE FROM leaves WHERE idx >= %" G_GINT64_FORMAT
      "; DELETE FROM entries WHERE number >= %" G_GINT64_FORMAT
      "; DELETE FROM checkpoints WHERE size > %" G_GINT64_FORMAT
      "; DELETE FROM captures WHERE entry >= %" G_GINT64_FORMAT
      "; DELETE FROM artifacts WHERE entry >= %" G_GINT64_FORMAT
      "; DELETE FROM sealed WHERE number >= %" G_GINT64_FORMAT "; DELETE FROM epochs WHERE entry >= %" G_GINT64_FORMAT
      " AND number > 0; DELETE FROM nodes WHERE (idx + 1) << level > %" G_GINT64_FORMAT,
      n, n, n, n, n, n, n, n, n);
}

static char *
change_rows (const History *history, GRand *rand)
{
  const Table *table = &tables[g_rand_int_range (rand, 0, G_N_ELEMENTS (tables))];
  g_autofree char *row = pick_row (table, rand), *sql = NULL;
  guint kind = g_rand_int_range (rand, 0, 12);

  if (kind < 5)
    sql = change_value (table, row, rand);
  else if (kind < 7)
    sql = g_strdup_printf ("DELETE FROM %s WHERE %s", table->name, row);
  else if (kind < 9)
    sql = swap_rows (table, g_rand_int_range (rand, 1, 6), g_rand_int_range (rand, 1, 6));
  else if (kind < 10) /* the last rows of one table */
    sql = g_strdup_printf ("DELETE FROM %s WHERE %s >= (SELECT %s FROM %s ORDER BY 1 DESC LIMIT 1 OFFSET %d)",
                           table->name, table->columns[0], table->columns[0], table->name,
                           g_rand_int_range (rand, 0, 3));
  else if (kind < 11)
    sql = g_strdup (
        "INSERT INTO leaves SELECT max(idx) + 1, hash FROM leaves; INSERT INTO entries SELECT max(number) + 1, leaf, "
        "open FROM entries; INSERT INTO sealed SELECT max(number) + 1, key, ciphertext FROM sealed");
  else
    sql = cut_tail (history->size, rand);
  return g_strdup_printf ("%s%s", change_by_sql (history->folder, sql) ? "" : "(failed) ", sql);
}

char *
change_something (const History *history, GRand *rand)
{
  guint kind = g_rand_int_range (rand, 0, 100);

  if (kind < 25)
    return damage_file (history, rand);
  if (kind < 32)
    return remove_file (history, rand);
  if (kind < 40)
    return swap_files (history, rand);
  if (kind < 50)
    return put_back_file (history, rand);
  if (kind < 55)
    return put_back_all (history, rand);
  return change_rows (history, rand);
}
