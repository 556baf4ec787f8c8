/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several processes, killed processes, full disks, media that cannot be written. */
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sched.h>
#include <signal.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "evidence/verifier.h"
#include "fixture.h"

#define WRITERS 4
#define EACH 20
#define SHARED 8
#define KILLS 30
#define SKIP 77

static void
assert_clean (Fixture *fixture, const char *held)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantVerification) report = fixture_verify (fixture->folder, held);

  g_assert_no_error (error);
  for (guint i = 0; i < report->findings->len; i++)
    {
      const DecantFinding *finding = report->findings->pdata[i];

      if (finding->level == DECANT_FINDING_FAILURE)
        g_error ("%s: %s", finding->check, finding->message);
    }
}

/* Runs @body in a process of its own; its status. */
static int
in_child (int (*body) (Fixture *), Fixture *fixture)
{
  pid_t pid = fork ();
  int status = -1;

  if (pid == 0)
    _exit (body (fixture));
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_true (WIFEXITED (status));
  return WEXITSTATUS (status);
}

static void
expect_child (int (*body) (Fixture *), Fixture *fixture, const char *why_skipped)
{
  int status = in_child (body, fixture);

  if (status == SKIP)
    g_test_skip (why_skipped);
  else
    g_assert_cmpint (status, ==, 0);
}

/* --- many at once ------------------------------------------------------------------------------------------- */

static int
write_many (Fixture *fixture)
{
  g_autoptr (DecantVault) vault = fixture_create (fixture); /* all four may try to make it */

  for (guint i = 0; i < EACH; i++)
    {
      g_autoptr (DecantReceipt) receipt = fixture_append (vault, "note", "side by side");
      gint64 before = receipt->entry;

      if (i < SHARED)
        {
          g_autofree char *id = g_strdup_printf ("shared-%u", i);
          g_autoptr (GError) error = NULL;
          g_autoptr (DecantReceipt) shared
              = fixture_capture (vault, id, "An invented post", "one picture for all", &error);

          g_assert_no_error (error);
          if (shared->repeated && (gint64) shared->entry > before + (gint64) (1 + WRITERS * (EACH + SHARED)))
            return 1;
        }
    }
  return 0;
}

static void
read_meanwhile (Fixture *fixture, guint running)
{
  g_autoptr (DecantVault) reader = NULL;
  g_autoptr (DecantKeys) keys = test_keys_new ();
  gint64 last = 0;

  while (running > 0)
    {
      int status;
      g_autoptr (GError) error = NULL;

      if (reader == NULL && (reader = decant_vault_open (fixture->folder, DECANT_VAULT_READ, NULL)) != NULL)
        g_assert_true (decant_vault_unlock (reader, keys, NULL));
      if (reader != NULL)
        {
          gint64 size = decant_vault_get_size (reader, &error);
          g_autoptr (GPtrArray) entries = decant_vault_read_entries (reader, last, 1000, &error);

          g_assert_no_error (error);
          g_assert_cmpint (size, >=, last);
          g_assert_cmpint (last + entries->len, >=, size);
          last = size;
        }
      if (waitpid (-1, &status, reader == NULL ? 0 : WNOHANG) > 0)
        {
          g_assert_true (WIFEXITED (status) && WEXITSTATUS (status) == 0);
          running--;
        }
    }
}

static void
test_many (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (DecantVault) vault = NULL;

  for (guint i = 0; i < WRITERS; i++)
    if (fork () == 0)
      _exit (write_many (fixture));
  read_meanwhile (fixture, WRITERS);
  vault = fixture_open (fixture, DECANT_VAULT_READ);
  g_assert_cmpint (decant_vault_get_size (vault, NULL), ==, 1 + WRITERS * EACH + SHARED);
  assert_clean (fixture, NULL);
}

/* --- killed ------------------------------------------------------------------------------------------------- */

/* Commits without end; each receipt goes into the pipe once it is there. */
static void G_GNUC_NORETURN
commit_for_ever (Fixture *fixture, int out, guint round)
{
  g_autoptr (DecantVault) vault = fixture_create (fixture);

  for (guint i = 0;; i++)
    {
      g_autofree char *id = g_strdup_printf ("c-%u-%u", round, i);
      g_autoptr (DecantReceipt) receipt = fixture_capture (vault, id, "An invented post", id, NULL);
      char line[128];

      g_snprintf (line, sizeof line, "%06" G_GUINT64_FORMAT " %s\n", receipt->entry, receipt->leaf);
      if (write (out, line, 72) != 72)
        _exit (1);
    }
}

/* Kills a writer after some receipts, somewhere in its next commit; collects what was acknowledged. */
static void
kill_one (Fixture *fixture, guint round, GPtrArray *acknowledged)
{
  int ends[2];
  pid_t pid;
  guint wanted = g_test_rand_int_range (0, 4);
  char line[73] = "";

  g_assert_cmpint (pipe (ends), ==, 0);
  pid = fork ();
  if (pid == 0)
    {
      close (ends[0]);
      commit_for_ever (fixture, ends[1], round);
    }
  close (ends[1]);
  for (guint i = 0; i < wanted && read (ends[0], line, 72) == 72; i++)
    g_ptr_array_add (acknowledged, g_strdup (line));
  g_usleep (g_test_rand_int_range (0, 4000)); /* not to wait for anything: to die at different places */
  kill (pid, SIGKILL);
  while (read (ends[0], line, 72) == 72)
    g_ptr_array_add (acknowledged, g_strdup (line));
  close (ends[0]);
  waitpid (pid, NULL, 0);
}

static void
test_killed (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GPtrArray) acknowledged = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *staging = g_build_filename (fixture->folder, "staging", NULL);
  g_autoptr (DecantVault) vault = NULL;
  g_autoptr (GDir) dir = NULL;

  for (guint round = 0; round < KILLS; round++)
    {
      kill_one (fixture, round, acknowledged);
      if (round % 5 == 4 && acknowledged->len > 0)
        assert_clean (fixture, NULL);
    }
  vault = fixture_create (fixture);
  g_assert_cmpuint (acknowledged->len, >, 0);
  for (guint i = 0; i < acknowledged->len; i++)
    {
      const char *line = acknowledged->pdata[i];
      g_autoptr (DecantEntry) entry = decant_vault_read_entry (vault, g_ascii_strtoull (line, NULL, 10), NULL);

      g_assert_nonnull (entry);
      g_assert_true (strncmp (entry->leaf, line + 7, 64) == 0);
    }
  assert_clean (fixture, NULL);
  dir = g_dir_open (staging, 0, NULL);
  g_assert_null (g_dir_read_name (dir)); /* what the dead left was swept */
}

/* --- full --------------------------------------------------------------------------------------------------- */

/* Fills the vault until it says FULL; then nothing may have changed but what was acknowledged. */
static int
fill_up (Fixture *fixture, DecantVault *vault, guint step)
{
  g_autofree char *text = g_strnfill (step, 'x');
  g_autoptr (GError) error = NULL;
  gint64 size = 1;

  for (guint i = 0; error == NULL && i < 1000; i++)
    {
      g_autofree char *id = g_strdup_printf ("c-%u", i);
      g_autofree char *bytes = g_strdup_printf ("%u%s", i, text);
      g_autoptr (DecantReceipt) receipt = fixture_capture (vault, id, text, bytes, &error);

      if (receipt != NULL)
        size = receipt->entry + 1;
    }
  g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_FULL);
  g_assert_nonnull (strstr (error->message, "free some space"));
  g_assert_cmpint (decant_vault_get_size (vault, NULL), ==, size);
  assert_clean (fixture, NULL);
  return 0;
}

static void
set_file_limit (rlim_t limit)
{
  struct rlimit now;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &now), ==, 0);
  now.rlim_cur = limit;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &now), ==, 0);
}

static int
full_by_limit (Fixture *fixture)
{
  g_autoptr (DecantVault) vault = fixture_create (fixture);
  g_autoptr (DecantReceipt) after = NULL;

  signal (SIGXFSZ, SIG_IGN);
  set_file_limit (256 * 1024);
  fill_up (fixture, vault, 20000);
  set_file_limit (RLIM_INFINITY);
  after = fixture_append (vault, "note", "room again");
  assert_clean (fixture, after->checkpoint);
  return 0;
}

/* The artifact does not fit: what had arrived stays, and goes on once there is room. */
static int
artifact_by_limit (Fixture *fixture)
{
  g_autoptr (DecantVault) vault = fixture_create (fixture);
  g_autofree char *bytes = g_strnfill (400 * 1024, 'y');
  g_autoptr (JsonObject) record = fixture_record ("An invented post");
  g_autoptr (GPtrArray) artifacts = g_ptr_array_new_with_free_func ((GDestroyNotify) decant_artifact_info_free);
  g_autoptr (DecantStaging) staging = NULL;
  g_autoptr (DecantReceipt) receipt = NULL;
  g_autoptr (GError) error = NULL;
  guint64 received = 0;

  signal (SIGXFSZ, SIG_IGN);
  g_ptr_array_add (artifacts, fixture_artifact ("picture", bytes, 400 * 1024));
  staging = decant_staging_begin (vault, "c-1", record, artifacts, "", NULL);
  set_file_limit (256 * 1024);
  g_assert_true (decant_staging_write (staging, "picture", 0, (guint8 *) bytes, 200 * 1024, &received, NULL));
  g_assert_false (
      decant_staging_write (staging, "picture", 200 * 1024, (guint8 *) bytes, 200 * 1024, &received, &error));
  g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_FULL);
  g_assert_cmpuint (received, >=, 200 * 1024); /* what came into the last chunk that fits, … */
  g_assert_cmpuint (received, <, 256 * 1024);
  g_clear_error (&error);
  set_file_limit (RLIM_INFINITY);
  g_assert_true (decant_staging_write (staging, "picture", received, (guint8 *) bytes, 400 * 1024 - received, &received,
                                       &error)); /* … goes on from there */
  receipt = decant_staging_commit (staging, "tester", &error);
  g_assert_no_error (error);
  assert_clean (fixture, receipt->checkpoint);
  return 0;
}

/* A small file system of our own, seen by this process alone. FALSE where that is not allowed. */
static gboolean
mount_small (Fixture *fixture)
{
  return unshare (CLONE_NEWNS) == 0 && mount ("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0
         && mount ("none", fixture->root, "tmpfs", 0, "size=1m,mode=0700") == 0;
}

static int
full_by_disk (Fixture *fixture)
{
  g_autoptr (DecantVault) vault = NULL;

  if (!mount_small (fixture))
    return SKIP;
  vault = fixture_create (fixture);
  return fill_up (fixture, vault, 20000);
}

static int
no_room_to_begin (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *filler = g_build_filename (fixture->root, "filler", NULL);
  g_autofree char *block = g_strnfill (4096, 'x');
  int fd;

  if (!mount_small (fixture))
    return SKIP;
  fd = open (filler, O_WRONLY | O_CREAT, 0600);
  while (write (fd, block, 4096) == 4096)
    ;
  close (fd);
  g_assert_null (test_vault_ensure (fixture->folder, &error));
  g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_FULL);
  g_assert_false (g_file_test (fixture->folder, G_FILE_TEST_EXISTS));
  return 0;
}

/* --- media that cannot be written ---------------------------------------------------------------------------- */

static int
read_only (Fixture *fixture)
{
  g_autofree char *before = NULL, *after = NULL;

  if (!mount_small (fixture))
    return SKIP;
  {
    g_autoptr (DecantVault) vault = fixture_create (fixture);
    g_autoptr (DecantReceipt) receipt = fixture_capture (vault, "c-1", "An invented post", "picture", NULL);
  }
  before = fixture_read_all (fixture->folder);
  g_assert_cmpint (mount ("none", fixture->root, NULL, MS_REMOUNT | MS_RDONLY, NULL), ==, 0);
  after = fixture_read_all (fixture->folder);
  g_assert_cmpstr (after, ==, before);
  assert_clean (fixture, NULL);
  return 0;
}

/* The same without the emptied journal, as a copy of the essential files would be. */
static int
read_only_bare (Fixture *fixture)
{
  g_autofree char *wal = g_build_filename (fixture->folder, "vault.db-wal", NULL);
  g_autofree char *shm = g_build_filename (fixture->folder, "vault.db-shm", NULL);
  g_autofree char *seen = NULL;

  if (!mount_small (fixture))
    return SKIP;
  {
    g_autoptr (DecantVault) vault = fixture_create (fixture);
    g_autoptr (DecantReceipt) receipt = fixture_capture (vault, "c-1", "An invented post", "picture", NULL);
  }
  g_unlink (wal);
  g_unlink (shm);
  g_assert_cmpint (mount ("none", fixture->root, NULL, MS_REMOUNT | MS_RDONLY, NULL), ==, 0);
  seen = fixture_read_all (fixture->folder);
  g_assert_null (strstr (seen, "error:"));
  assert_clean (fixture, NULL);
  return 0;
}

/* --- locked ------------------------------------------------------------------------------------------------- */

static void
test_busy (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (DecantVault) vault = fixture_create (fixture);
  g_autofree char *path = g_build_filename (fixture->folder, "vault.db", NULL);
  g_autoptr (JsonObject) fields = json_object_new ();
  g_autoptr (DecantReceipt) receipt = NULL;
  g_autoptr (GError) error = NULL;
  sqlite3 *db = NULL;

  json_object_set_string_member (fields, "text", "an invented note");
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "BEGIN IMMEDIATE", NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_null (decant_vault_append (vault, "note", "tester", fields, &error));
  g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_BUSY);
  g_assert_cmpint (decant_vault_get_size (vault, NULL), ==, 1);
  sqlite3_exec (db, "ROLLBACK", NULL, NULL, NULL);
  sqlite3_close (db);
  receipt = fixture_append (vault, "note", "free again");
  g_assert_cmpuint (receipt->entry, ==, 1);
}

#define CHILD(name, body)                                                                                              \
  static void test_##name (Fixture *fixture, gconstpointer unused)                                                     \
  {                                                                                                                    \
    expect_child (body, fixture, "needs the right to mount a small file system");                                      \
  }
CHILD (full_by_limit, full_by_limit)
CHILD (artifact_by_limit, artifact_by_limit)
CHILD (full_by_disk, full_by_disk)
CHILD (no_room_to_begin, no_room_to_begin)
CHILD (read_only, read_only)
CHILD (read_only_bare, read_only_bare)

#define ADD(name, function) g_test_add ("/durability/" name, Fixture, NULL, set_up, function, tear_down)

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
  ADD ("many", test_many);
  ADD ("killed", test_killed);
  ADD ("full-by-limit", test_full_by_limit);
  ADD ("artifact-by-limit", test_artifact_by_limit);
  ADD ("full-by-disk", test_full_by_disk);
  ADD ("no-room-to-begin", test_no_room_to_begin);
  ADD ("read-only", test_read_only);
  ADD ("read-only-bare", test_read_only_bare);
  ADD ("busy", test_busy);
  return g_test_run ();
}
