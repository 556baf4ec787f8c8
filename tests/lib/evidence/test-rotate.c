/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The host's key is exchanged and renewed: killed before each call that changes a file, by several at once, a day
 * later. */
#undef _FILE_OFFSET_BITS /* pwrite and pwrite64 are two names here, as they are to SQLite */
#include <dlfcn.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sodium.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "evidence/folder.h"
#include "evidence/log.h"
#include "evidence/vault-private.h"
#include "fixture.h"

/* --- the operating system, with a trap ---------------------------------------------------------------------- */

static int die_before = -1; /* number of the call; −1: never */
static int calls;
static int later; /* seconds by which the clock is ahead */

/* SQLite's calls come here as well: this program is asked before the C library. */
#define TRAP(type, name, parameters, arguments)                                                                        \
  type name parameters;                                                                                                \
  type name parameters                                                                                                 \
  {                                                                                                                    \
    static type (*real) parameters;                                                                                    \
                                                                                                                       \
    if (real == NULL)                                                                                                  \
      real = (type (*) parameters) dlsym (RTLD_NEXT, #name);                                                           \
    if (die_before >= 0 && calls++ == die_before)                                                                      \
      raise (SIGKILL);                                                                                                 \
    return real arguments;                                                                                             \
  }

TRAP (int, fsync, (int fd), (fd))
TRAP (int, fdatasync, (int fd), (fd))
TRAP (int, ftruncate64, (int fd, off64_t size), (fd, size))
TRAP (int, renameat, (int from, const char *a, int to, const char *b), (from, a, to, b))
TRAP (int, unlinkat, (int fd, const char *name, int flags), (fd, name, flags))
TRAP (ssize_t, write, (int fd, const void *data, size_t length), (fd, data, length))
TRAP (ssize_t, pwrite, (int fd, const void *data, size_t length, off_t at), (fd, data, length, at))
TRAP (ssize_t, pwrite64, (int fd, const void *data, size_t length, off64_t at), (fd, data, length, at))

/* GLib asks for the time in one of two ways, by its version. */
int
gettimeofday (struct timeval *restrict now, void *restrict zone)
{
  static int (*real) (struct timeval *, void *);
  int status;

  if (real == NULL)
    real = (int (*) (struct timeval *, void *)) dlsym (RTLD_NEXT, "gettimeofday");
  status = real (now, zone);
  now->tv_sec += later;
  return status;
}

int
clock_gettime (clockid_t id, struct timespec *now)
{
  static int (*real) (clockid_t, struct timespec *);
  int status;

  if (real == NULL)
    real = (int (*) (clockid_t, struct timespec *)) dlsym (RTLD_NEXT, "clock_gettime");
  status = real (id, now);
  if (id == CLOCK_REALTIME)
    now->tv_sec += later;
  return status;
}

/* --- helpers ------------------------------------------------------------------------------------------------ */

static void
assert_clean (Fixture *fixture)
{
  g_autoptr (DecantVerification) report = fixture_verify (fixture->folder, NULL);

  for (guint i = 0; i < report->findings->len; i++)
    {
      const DecantFinding *finding = report->findings->pdata[i];

      if (finding->level == DECANT_FINDING_FAILURE)
        g_error ("%s: %s", finding->check, finding->message);
    }
}

static gint64
count_epochs (Fixture *fixture)
{
  g_autoptr (DecantVault) vault = fixture_open (fixture, DECANT_VAULT_READ);
  g_auto (DecantLogEpoch) epoch = { 0 };

  g_assert_true (decant_log_read_epoch (vault->log, &epoch, NULL));
  return epoch.number + 1;
}

static char *
read_seed (Fixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->folder, "host.key", NULL);
  char *seed;
  gsize length;

  g_assert_true (g_file_get_contents (path, &seed, &length, NULL));
  g_assert_cmpuint (length, ==, 32);
  return seed;
}

static void
rotate (DecantVault *vault)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (decant_vault_rotate_host_key (vault, &error));
  g_assert_no_error (error);
}

static void
append (DecantVault *vault)
{
  decant_receipt_free (fixture_append (vault, "note", "an invented note"));
}

/* --- killed ------------------------------------------------------------------------------------------------- */

/* Exchanges the key, and appends, in a process that dies before its call @at. FALSE if it came to its end. */
static gboolean
die (Fixture *fixture, int at, gboolean exchange)
{
  pid_t pid = fork ();
  int status;

  if (pid == 0)
    {
      g_autoptr (DecantVault) vault = fixture_open (fixture, DECANT_VAULT_WRITE);

      die_before = at;
      if (exchange)
        rotate (vault);
      append (vault);
      die_before = -1;
      _exit (0);
    }
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  if (WIFEXITED (status))
    g_assert_cmpint (WEXITSTATUS (status), ==, 0);
  return WIFSIGNALED (status);
}

static void
test_killed (Fixture *fixture, gconstpointer unused)
{
  gboolean died = TRUE;
  guint exchanged = 0, kept = 0;

  decant_vault_close (fixture_create (fixture));
  for (int at = 0; died; at++)
    {
      g_autoptr (DecantVault) vault = NULL;
      gint64 before = count_epochs (fixture), after;

      died = die (fixture, at, TRUE);
      die (fixture, at % 7, FALSE); /* and the one that mends it dies, too */
      vault = fixture_open (fixture, DECANT_VAULT_WRITE);
      append (vault);
      after = count_epochs (fixture);
      g_assert_true (after == before || after == before + 1);
      exchanged += after > before;
      kept += after == before;
      {
        g_autofree char *next = g_build_filename (fixture->folder, "host.key.next", NULL);

        g_assert_true (after == before || !g_file_test (next, G_FILE_TEST_EXISTS));
      }
      if (at % 8 == 0 || !died)
        assert_clean (fixture);
    }
  g_assert_cmpuint (kept, >, 4); /* both happened: the calls of SQLite are among those that were counted */
  g_assert_cmpuint (exchanged, >, 4);
}

/* --- several at once ---------------------------------------------------------------------------------------- */

static void
test_reload (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (DecantVault) one = fixture_create (fixture);
  g_autoptr (DecantVault) two = fixture_open (fixture, DECANT_VAULT_WRITE);

  append (one);
  rotate (two);
  append (one); /* it holds the key before */
  rotate (one);
  append (two);
  g_assert_cmpint (count_epochs (fixture), ==, 3);
  assert_clean (fixture);
}

static void
test_at_once (Fixture *fixture, gconstpointer unused)
{
  pid_t children[3];

  decant_vault_close (fixture_create (fixture));
  for (guint i = 0; i < G_N_ELEMENTS (children); i++)
    if ((children[i] = fork ()) == 0)
      {
        g_autoptr (DecantVault) vault = fixture_open (fixture, DECANT_VAULT_WRITE);

        for (guint n = 0; n < 12; n++)
          {
            append (vault);
            if (n % 4 == 3)
              rotate (vault);
          }
        _exit (0);
      }
  for (guint i = 0; i < G_N_ELEMENTS (children); i++)
    {
      int status;

      g_assert_cmpint (waitpid (children[i], &status, 0), ==, children[i]);
      g_assert_true (WIFEXITED (status) && WEXITSTATUS (status) == 0);
    }
  g_assert_cmpint (count_epochs (fixture), ==, 10);
  assert_clean (fixture);
}

/* --- when, and what is left --------------------------------------------------------------------------------- */

static void
test_day (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (DecantVault) vault = fixture_create (fixture);

  append (vault);
  later = 23 * 60 * 60;
  append (vault);
  g_assert_cmpint (count_epochs (fixture), ==, 1);
  later = 25 * 60 * 60;
  append (vault);
  append (vault);
  g_assert_cmpint (count_epochs (fixture), ==, 2);
  later = 0; /* set back by a day: again, once */
  append (vault);
  append (vault);
  g_assert_cmpint (count_epochs (fixture), ==, 3);
  assert_clean (fixture);
}

static gboolean
find_bytes (int folder, const char *name, gpointer seed)
{
  gsize length = 0;
  g_autofree char *bytes = decant_folder_read_file (folder, name, 64 * 1024 * 1024, &length);

  g_assert_true (bytes == NULL || memmem (bytes, length, seed, 32) == NULL);
  return TRUE;
}

static void
test_forgotten (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (DecantVault) vault = fixture_create (fixture);
  g_autofree char *old = read_seed (fixture), *new = NULL;

  rotate (vault);
  new = read_seed (fixture);
  g_assert_true (memcmp (old, new, 32) != 0);
  g_assert_true (decant_folder_visit (vault->fd, find_bytes, old));
}

static void
test_left_over (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (DecantVault) vault = fixture_create (fixture);
  g_autofree char *next = g_build_filename (fixture->folder, "host.key.next", NULL), *old = read_seed (fixture),
                  *same = NULL;

  g_assert_true (
      g_file_set_contents_full (next, "a seed that no entry names, yes!", 32, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  append (vault);
  same = read_seed (fixture);
  g_assert_cmpmem (same, 32, old, 32);
  rotate (vault);
  g_assert_false (g_file_test (next, G_FILE_TEST_EXISTS));
  assert_clean (fixture);
}

/* --- a stolen key ------------------------------------------------------------------------------------------- */

/* The last checkpoint, signed again by a key that was in force before it. */
static void
test_stolen (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (DecantVault) vault = fixture_create (fixture);
  g_autofree char *seed = read_seed (fixture), *note = NULL, *again = NULL, *path = NULL, *sql = NULL;
  g_autoptr (DecantCheckpoint) last = NULL;
  g_autoptr (DecantVerification) report = NULL;
  guint8 public[32], secret[64];
  gboolean found = FALSE;
  sqlite3 *db;

  rotate (vault);
  append (vault);
  note = decant_vault_read_checkpoint (vault, NULL);
  last = decant_checkpoint_parse (note, strlen (note), NULL);
  crypto_sign_seed_keypair (public, secret, (guint8 *) seed);
  again = decant_checkpoint_sign (last->origin, last->size, &last->root, vault->identity->key, secret);
  g_clear_pointer (&vault, decant_vault_close);
  path = g_build_filename (fixture->folder, "vault.db", NULL);
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  sql = sqlite3_mprintf ("PRAGMA writable_schema = ON; "
                         "UPDATE sqlite_schema SET sql = replace (sql, 'BEGIN', 'WHEN 0 BEGIN') WHERE name = "
                         "'checkpoints_no_update'; PRAGMA writable_schema = RESET;"
                         "UPDATE checkpoints SET note = %Q WHERE size = %d; PRAGMA writable_schema = ON; "
                         "UPDATE sqlite_schema SET sql = replace (sql, 'WHEN 0 BEGIN', 'BEGIN') WHERE name = "
                         "'checkpoints_no_update'; PRAGMA writable_schema = RESET",
                         again, (int) last->size);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_free (g_steal_pointer (&sql));
  sqlite3_close (db);
  report = fixture_verify (fixture->folder, NULL);
  for (guint i = 0; i < report->findings->len; i++)
    {
      const DecantFinding *finding = report->findings->pdata[i];

      if (finding->level == DECANT_FINDING_FAILURE)
        g_assert_cmpstr (finding->check, ==, "signature");
      found = found || finding->level == DECANT_FINDING_FAILURE;
    }
  g_assert_true (found);
}

/* --- renewal ------------------------------------------------------------------------------------------------ */

static void
test_renewed (Fixture *fixture, gconstpointer unused)
{
  static const char *const damages[]
      = { "rm -f host.key", "head -c 32 /dev/zero >host.key", "printf short >host.key", "true" };
  g_autoptr (DecantKeys) keys = test_keys_new ();
  g_autoptr (DecantKeys) others = decant_keys_new_random ();

  decant_vault_close (fixture_create (fixture));
  for (guint i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_autofree char *command = g_strdup_printf ("cd '%s' && %s", fixture->folder, damages[i]);
      char *arguments[] = { "sh", "-c", command, NULL };
      g_autoptr (GError) error = NULL;
      g_autoptr (DecantVault) vault = NULL;
      int status;

      g_test_message ("%s", damages[i]);
      g_assert_true (g_spawn_sync (NULL, arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, &status, NULL));
      vault = decant_vault_open (fixture->folder, DECANT_VAULT_WRITE, &error);
      g_assert_true ((vault != NULL) == g_str_equal (damages[i], "true"));
      if (vault == NULL)
        g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_BROKEN);
      g_clear_pointer (&vault, decant_vault_close);
      g_clear_error (&error);
      g_assert_false (decant_vault_renew_host_key (fixture->folder, others, &error));
      g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_LOCKED);
      g_clear_error (&error);
      g_assert_true (decant_vault_renew_host_key (fixture->folder, keys, &error));
      g_assert_no_error (error);
      vault = fixture_open (fixture, DECANT_VAULT_WRITE);
      append (vault);
      rotate (vault);
      append (vault);
      assert_clean (fixture);
    }
  g_assert_cmpint (count_epochs (fixture), ==, 9);
}

#define ADD(name, function) g_test_add ("/rotate/" name, Fixture, NULL, set_up, function, tear_down)

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  fixture_set_up (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  fixture_tear_down (fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (sodium_init () < 0)
    return 1;
  ADD ("killed", test_killed);
  ADD ("reload", test_reload);
  ADD ("at-once", test_at_once);
  ADD ("day", test_day);
  ADD ("forgotten", test_forgotten);
  ADD ("left-over", test_left_over);
  ADD ("stolen", test_stolen);
  ADD ("renewed", test_renewed);
  return g_test_run ();
}
