/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The vault against what it costs without it, in the same run on the same disk: durable appends against plain SQLite
 * inserts of as many bytes, verifying against sha256sum of the same files, and opening with a first read of everything.
 *
 *   bench-vault [--entries N] [--appends N] [--picture BYTES]
 *
 * The large vault is filled in $TMPDIR, which may be memory; the appends run in the working directory, on a disk.
 */
#include <glib/gstdio.h>
#include <gio/gio.h>
#include <sqlite3.h>
#include <string.h>

#include "evidence/key-file.h"
#include "fixture.h"

static int n_entries = 100000, n_appends = 300, picture = 0;

static double
seconds (void)
{
  return g_get_monotonic_time () / 1e6;
}

/* --- filling ------------------------------------------------------------------------------------------------ */

static void
append (DecantVault *vault, guint i)
{
  g_autofree char *id = g_strdup_printf ("c-%u", i), *bytes = picture == 0 ? NULL : g_strnfill (picture, 'a' + i % 26);
  g_autofree char *text = g_strdup_printf ("Invented post %u: a text of usual length, as somebody would write it to "
                                           "sell a bicycle, call 555-0100 or write to example_handle.",
                                           i);
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantReceipt) receipt = fixture_capture (vault, id, text, bytes, &error);

  g_assert_no_error (error);
}

static void
fill (const char *folder, guint n)
{
  g_autoptr (DecantVault) vault = test_vault_ensure (folder, NULL);

  for (guint i = 0; i < n; i++)
    append (vault, i);
}

/* --- appends ------------------------------------------------------------------------------------------------ */

static double
time_appends (const char *folder)
{
  g_autoptr (DecantVault) vault = test_vault_ensure (folder, NULL);
  double start;

  append (vault, 0);
  start = seconds ();
  for (int i = 1; i <= n_appends; i++)
    append (vault, i);
  return n_appends / (seconds () - start);
}

static guint64
bytes_of (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "vault.db", NULL);
  GStatBuf info;

  g_assert_cmpint (g_stat (path, &info), ==, 0);
  return info.st_size;
}

/* As many bytes, one row and one transaction each, as durable. */
static double
time_inserts (const char *path, guint64 bytes)
{
  g_autofree guint8 *data = g_malloc0 (bytes);
  sqlite3 *db = NULL;
  sqlite3_stmt *statement = NULL;
  double start, took;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (
      sqlite3_exec (
          db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE t (i INTEGER PRIMARY KEY, b BLOB)",
          NULL, NULL, NULL),
      ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, "INSERT INTO t (b) VALUES (?1)", -1, &statement, NULL), ==, SQLITE_OK);
  start = seconds ();
  for (int i = 0; i < n_appends; i++)
    {
      sqlite3_bind_blob (statement, 1, data, bytes, SQLITE_STATIC);
      g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_DONE);
      sqlite3_reset (statement);
    }
  took = seconds () - start;
  sqlite3_finalize (statement);
  sqlite3_close (db);
  return n_appends / took;
}

static void
bench_appends (const char *root)
{
  g_autofree char *folder = g_build_filename (root, "appends", NULL),
                  *plain = g_build_filename (root, "plain.db", NULL);
  double vault = time_appends (folder), sqlite = time_inserts (plain, bytes_of (folder) / (n_appends + 2));

  g_print ("durable appends: %.0f a second; plain SQLite inserts of %" G_GUINT64_FORMAT
           " bytes: %.0f a second; ratio %.2f (bar: at least 0.60)\n",
           vault, bytes_of (folder) / (n_appends + 2), sqlite, vault / sqlite);
}

/* --- verifying and reading ---------------------------------------------------------------------------------- */

static double
time_sha256sum (const char *folder)
{
  g_autofree char *quoted = g_shell_quote (folder),
                  *inner = g_strdup_printf ("find %s -type f -exec sha256sum {} + > /dev/null", quoted),
                  *command = g_strconcat ("sh -c ", "\"", inner, "\"", NULL);
  double start = seconds ();
  int status = 1;

  g_assert_true (g_spawn_command_line_sync (command, NULL, NULL, &status, NULL));
  g_assert_cmpint (status, ==, 0);
  return seconds () - start;
}

static double
time_verify (const char *folder, DecantKeys *keys)
{
  double start = seconds ();
  g_autoptr (DecantVerification) report = decant_verifier_run (folder, keys, NULL, NULL, NULL, NULL, NULL);

  g_assert_true (report->clean);
  return seconds () - start;
}

static double
time_read (const char *folder, DecantKeys *keys)
{
  double start = seconds ();
  g_autoptr (DecantVault) vault = decant_vault_open (folder, DECANT_VAULT_READ, NULL);
  guint64 size, seen = 0;

  g_assert_true (decant_vault_unlock (vault, keys, NULL));
  size = decant_vault_get_size (vault, NULL);
  while (seen < size)
    {
      g_autoptr (GPtrArray) entries = decant_vault_read_entries (vault, seen, 500, NULL);

      g_assert_nonnull (entries);
      seen += entries->len;
    }
  return seconds () - start;
}

static double
time_key (void)
{
  g_autoptr (DecantKeys) keys = test_keys_new (), again = NULL;
  g_autoptr (DecantKeyFile) file = decant_key_file_new ("000102030405060708090a0b0c0d0e0f");
  double start;

  g_assert_true (decant_key_file_set_passphrase (file, keys, "an invented passphrase", NULL, NULL));
  start = seconds ();
  again = decant_key_file_unlock_passphrase (file, "an invented passphrase", NULL);
  g_assert_nonnull (again);
  return seconds () - start;
}

static void
bench_large (const char *root)
{
  g_autofree char *folder = g_build_filename (root, "large", NULL);
  g_autoptr (DecantKeys) keys = test_keys_new ();
  double start = seconds (), sum, locked, unlocked;

  fill (folder, n_entries);
  g_print ("%d entries filled in %.1f s, %.1f MB of database\n", n_entries, seconds () - start,
           bytes_of (folder) / 1e6);
  time_sha256sum (folder); /* once for the page cache */
  sum = time_sha256sum (folder);
  locked = time_verify (folder, NULL);
  unlocked = time_verify (folder, keys);
  g_print ("sha256sum %.2f s; verify locked %.2f s, ratio %.1f; unlocked %.2f s, ratio %.1f (bar: at most 3)\n", sum,
           locked, locked / sum, unlocked, unlocked / sum);
  g_print ("key from the passphrase %.2f s; open, unlock and read all %.2f s (bar: 5 s for 100,000)\n", time_key (),
           time_read (folder, keys));
}

int
main (int argc, char **argv)
{
  const GOptionEntry entries[] = {
    { "entries", 0, 0, G_OPTION_ARG_INT, &n_entries, "Of the large vault", "N" },
    { "appends", 0, 0, G_OPTION_ARG_INT, &n_appends, "That are timed", "N" },
    { "picture", 0, 0, G_OPTION_ARG_INT, &picture, "An artifact of so many bytes with each entry", "BYTES" },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autofree char *large = NULL, *here = g_build_filename (g_get_current_dir (), "bench-vault-XXXXXX", NULL);

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, NULL) || g_mkdtemp (here) == NULL
      || (large = g_dir_make_tmp ("decant-bench-XXXXXX", NULL)) == NULL)
    return 1;
  bench_appends (here);
  bench_large (large);
  fixture_remove (here);
  fixture_remove (large);
  return 0;
}
