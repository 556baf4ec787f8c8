/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A damaged journal, and clocks that jump. */
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fixture.h"
#include "workload.h"

#define ENTRIES 8
#define HEADER 32 /* of the journal and of a frame: https://www.sqlite.org/fileformat2.html#walformat */
#define FRAME (24 + 4096)

static guint injected;

/* --- the journal ---------------------------------------------------------------------------------------------- */

typedef enum
{
  CUT,
  FLIP,
  ZERO,
} Damage;

static const struct
{
  const char *name;
  Damage damage;
  int offset; /* from a frame's beginning */
} damages[] = {
  { "cut at a frame", CUT, 0 },
  { "cut within a frame's header", CUT, 12 },
  { "cut within a page", CUT, 24 + 2048 },
  { "page number flipped", FLIP, 3 },
  { "commit mark flipped", FLIP, 7 },
  { "salt flipped", FLIP, 9 },
  { "checksum flipped", FLIP, 17 },
  { "page flipped", FLIP, 24 + 100 },
  { "first sector zero", ZERO, 0 },
  { "a later sector zero", ZERO, 2560 },
};

typedef struct
{
  Ledger *ledger;
  gint64 ends[ENTRIES]; /* of the journal, when each entry was acknowledged */
} Past;

static char *
journal_of (const char *folder)
{
  return g_build_filename (folder, "vault.db-wal", NULL);
}

/* Some entries, then death: what they wrote is in the journal alone. */
static void G_GNUC_NORETURN
write_and_die (const Fixture *fixture, Past *past)
{
  const int sizes[4] = { 5000, -1 };
  g_autofree char *journal = journal_of (fixture->folder);
  DecantVault *vault = workload_open (fixture->folder, NULL);
  struct stat state;

  for (guint i = 0; i < ENTRIES; i++)
    {
      g_autofree char *what = g_strdup_printf ("e-%u", i);

      if (!(i % 2 ? workload_capture (vault, past->ledger, what, sizes, NULL)
                  : workload_note (vault, past->ledger, what, NULL))
          || stat (journal, &state) != 0)
        _exit (1);
      past->ends[i] = state.st_size;
    }
  raise (SIGKILL);
  _exit (1);
}

static void
damage_file (const char *path, Damage damage, gint64 offset)
{
  const char zeros[512] = "";
  int fd = open (path, O_RDWR | O_CLOEXEC);
  char byte;

  g_assert_cmpint (fd, >=, 0);
  if (damage == CUT)
    g_assert_cmpint (ftruncate (fd, offset), ==, 0);
  else if (damage == ZERO)
    g_assert_cmpint (pwrite (fd, zeros, sizeof zeros, offset), ==, sizeof zeros);
  else
    {
      g_assert_cmpint (pread (fd, &byte, 1, offset), ==, 1);
      byte ^= 0x40;
      g_assert_cmpint (pwrite (fd, &byte, 1, offset), ==, 1);
    }
  close (fd);
}

static gboolean
says_held (const DecantVerification *report)
{
  for (guint i = 0; i < report->findings->len; i++)
    {
      const DecantFinding *finding = report->findings->pdata[i];

      if (finding->level == DECANT_FINDING_FAILURE && g_str_equal (finding->check, "held"))
        return TRUE;
    }
  return FALSE;
}

/* All before the damage is there; if anything is missing, a checkpoint kept elsewhere shows it. */
static void
examine_past (const char *folder, const Past *past, gint64 offset)
{
  Ledger *left = ledger_new ();
  g_autoptr (DecantVerification) report = NULL;
  g_autofree char *wrong = NULL;
  guint whole = 0, n;

  while (whole < ENTRIES && past->ends[whole] <= offset)
    whole++;
  {
    g_autoptr (DecantVault) vault = workload_open (folder, NULL);

    g_assert_nonnull (vault);
    n = decant_vault_get_size (vault, NULL) - past->ledger->all[0].entry;
  }
  g_assert_cmpuint (n, >=, whole);
  g_assert_cmpuint (n, <=, ENTRIES);
  report = fixture_verify (folder, past->ledger->checkpoint);
  g_assert_true (says_held (report) == (n < ENTRIES));
  ledger_copy (left, past->ledger, n);
  wrong = workload_examine (folder, left, 0, TRUE);
  g_assert_cmpstr (wrong, ==, NULL);
  ledger_free (left);
}

static void
damage_copy (const Fixture *fixture, const Past *past, Damage damage, gint64 offset)
{
  g_autofree char *copy = g_build_filename (fixture->root, "copy", NULL);
  g_autofree char *journal = journal_of (copy);

  fixture_copy (fixture->folder, copy);
  damage_file (journal, damage, offset);
  examine_past (copy, past, offset);
  fixture_remove (copy);
  injected++;
}

static void
test_journal (void)
{
  Fixture fixture;
  Past *past = mmap (NULL, sizeof *past, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  pid_t pid;
  int status;
  gint64 end;

  fixture_set_up (&fixture);
  decant_vault_close (workload_open (fixture.folder, NULL));
  past->ledger = ledger_new ();
  pid = fork ();
  if (pid == 0)
    write_and_die (&fixture, past);
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_true (WIFSIGNALED (status));
  end = past->ends[ENTRIES - 1];
  g_assert_cmpint (end, >, HEADER + ENTRIES * FRAME);
  for (gint64 frame = HEADER; frame < end; frame += FRAME)
    for (guint i = 0; i < G_N_ELEMENTS (damages); i++)
      damage_copy (&fixture, past, damages[i].damage, frame + damages[i].offset);
  for (gint64 offset = 0; offset < HEADER; offset += 4)
    damage_copy (&fixture, past, FLIP, offset);
  g_test_message ("faults: %u damaged journals", injected);
  ledger_free (past->ledger);
  munmap (past, sizeof *past);
  fixture_tear_down (&fixture);
}

/* --- the clock ------------------------------------------------------------------------------------------------ */

#define DAY G_GINT64_CONSTANT (86400)
#define YEAR (365 * DAY)

static const struct
{
  const char *name;
  gint64 seconds; /* from now, or … */
  gint64 at;      /* … since 1970 */
  gboolean unsynchronised, refused;
  const char *year;
} clocks[] = {
  { "right" },
  { "an hour back", -3600 },
  { "two days on: the host's key is renewed", 2 * DAY },
  { "a year back", -YEAR },
  { "1970", 0, 1, FALSE, FALSE, "1970-" },
  { "past 2038", 0, G_GINT64_CONSTANT (2147483648) + DAY, FALSE, FALSE, "2038-" },
  { "the year 2100", 0, G_GINT64_CONSTANT (4102444800), FALSE, FALSE, "2100-" },
  { "the year 9999", 0, G_GINT64_CONSTANT (253402300700 - 86400), FALSE, FALSE, "9999-" },
  { "right again, not synchronised", 0, 0, TRUE },
  { "not to be asked", 0, 0, FALSE, TRUE },
};

/* The shift came through to whoever asked for the time. */
static void
check_year (DecantVault *vault, const Ledger *ledger, const char *year)
{
  g_autoptr (DecantEntry) entry = decant_vault_read_entry (vault, ledger->all[ledger->n - 1].entry, NULL);

  g_assert_nonnull (entry);
  g_assert_true (year == NULL || g_str_has_prefix (entry->time, year));
}

static void
test_clock (void)
{
  Fixture fixture;
  Ledger *ledger = ledger_new ();
  g_autofree char *wrong = NULL;

  fixture_set_up (&fixture);
  for (guint i = 0; i < G_N_ELEMENTS (clocks); i++)
    {
      g_autofree char *note = g_strdup_printf ("n-%u", i), *capture = g_strdup_printf ("c-%u", i);
      gint64 now = g_get_real_time () / G_USEC_PER_SEC;
      g_autoptr (DecantVault) vault = NULL;
      g_autoptr (GError) error = NULL;
      const int sizes[4] = { 100, -1 };

      faults_set_clock (clocks[i].at != 0 ? clocks[i].at - now : clocks[i].seconds, clocks[i].unsynchronised,
                        clocks[i].refused);
      vault = workload_open (fixture.folder, &error);
      g_assert_no_error (error);
      workload_note (vault, ledger, note, &error);
      g_assert_no_error (error);
      workload_capture (vault, ledger, capture, sizes, &error);
      g_assert_no_error (error);
      check_year (vault, ledger, clocks[i].year);
      faults_set_clock (0, FALSE, FALSE);
      injected++;
    }
  wrong = workload_examine (fixture.folder, ledger, 0, TRUE);
  g_assert_cmpstr (wrong, ==, NULL);
  ledger_free (ledger);
  fixture_tear_down (&fixture);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/journal/damaged", test_journal);
  g_test_add_func ("/clock/jumps", test_clock);
  result = g_test_run ();
  g_print ("# injected faults: %u\n", injected);
  return result;
}
