/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Eight processes at one vault, each killed at a call drawn by lot, and another put in its place. */
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fixture.h"
#include "workload.h"

#define CROWD 8
#define LIVES 400
#define WRITERS 5 /* the others open and close, to write or to read */
#define CALLS 700 /* the longest life, in calls to the disk; a few entries take as many */

static guint every = 1;

typedef struct
{
  Fixture *fixture;
  Ledger *ledgers[CROWD]; /* each its own: who writes there is alone */
  pid_t pids[CROWD];
  guint killed, failed;
} Crowd;

/* Notes and captures until the lot falls. BUSY is an answer too: nothing was acknowledged. */
static void
write_on (Crowd *crowd, guint who, guint life)
{
  const int sizes[4] = { 900 * (int) who, 17, -1 };
  g_autoptr (DecantVault) vault = workload_open (crowd->fixture->folder, NULL);

  for (guint i = 0; vault != NULL; i++)
    {
      g_autofree char *note = g_strdup_printf ("n-%u-%u-%u", who, life, i);
      g_autofree char *capture = g_strdup_printf ("c-%u-%u-%u", who, life, i);

      workload_note (vault, crowd->ledgers[who], note, NULL);
      workload_capture (vault, crowd->ledgers[who], capture, sizes, NULL);
    }
}

static void
open_on (Crowd *crowd, guint who)
{
  for (;;)
    {
      DecantVault *vault = who % 2 ? workload_open (crowd->fixture->folder, NULL)
                                   : workload_open_for_reading (crowd->fixture->folder, NULL);

      g_autoptr (GPtrArray) entries = vault == NULL ? NULL : decant_vault_read_entries (vault, 0, 10, NULL);

      decant_vault_close (vault);
    }
}

static void
start (Crowd *crowd, guint who, guint life)
{
  guint call = g_test_rand_int_range (1, CALLS);
  FaultsKind kind = g_test_rand_int_range (FAULTS_KILL_BEFORE, FAULTS_KILL_WITHIN + 1);

  crowd->pids[who] = fork ();
  g_assert_cmpint (crowd->pids[who], >=, 0);
  if (crowd->pids[who] != 0)
    return;
  faults_watch (crowd->fixture->root, NULL);
  /* From there on: the very call may be one that the kind does not fit. */
  faults_arm ((Fault){ kind, 0, call, TRUE });
  if (who < WRITERS)
    write_on (crowd, who, life);
  else
    open_on (crowd, who);
  _exit (1);
}

static guint
who_ended (Crowd *crowd)
{
  int status;
  pid_t pid = waitpid (-1, &status, 0);
  guint who = 0;

  while (who < CROWD && crowd->pids[who] != pid)
    who++;
  g_assert_cmpuint (who, <, CROWD);
  if (WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL)
    crowd->killed++;
  else
    crowd->failed++;
  return who;
}

/* One ledger of all. */
static Ledger *
gather (Crowd *crowd)
{
  Ledger *all = ledger_new ();

  for (guint who = 0; who < CROWD; who++)
    {
      g_assert_cmpstr (crowd->ledgers[who]->complaint, ==, "");
      for (guint i = 0; i < crowd->ledgers[who]->n; i++)
        all->all[all->n++] = crowd->ledgers[who]->all[i];
    }
  return all;
}

static void
test_crowd (void)
{
  Fixture fixture;
  Crowd crowd = { .fixture = &fixture };
  guint wanted = MAX (LIVES / every, CROWD);
  Ledger *all;
  g_autofree char *wrong = NULL;

  fixture_set_up (&fixture);
  decant_vault_close (workload_open (fixture.folder, NULL));
  for (guint who = 0; who < CROWD; who++)
    crowd.ledgers[who] = ledger_new ();
  for (guint life = 0; life < wanted; life++)
    start (&crowd, life < CROWD ? life : who_ended (&crowd), life);
  for (guint i = 0; i < CROWD; i++)
    crowd.pids[who_ended (&crowd)] = 0;
  all = gather (&crowd);
  wrong = workload_examine (fixture.folder, all, crowd.killed, TRUE);
  g_test_message ("faults: %u processes killed, %u entries acknowledged", crowd.killed, all->n);
  g_assert_cmpuint (crowd.failed, ==, 0);
  g_assert_cmpuint (all->n, >, wanted / 8);
  g_assert_cmpstr (wrong, ==, NULL);
  g_print ("# injected faults: %u\n", crowd.killed);
  for (guint who = 0; who < CROWD; who++)
    ledger_free (crowd.ledgers[who]);
  ledger_free (all);
  fixture_tear_down (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (g_getenv ("DECANT_FAULTS_EVERY") != NULL)
    every = MAX (1, atoi (g_getenv ("DECANT_FAULTS_EVERY")));
  g_test_add_func ("/crowd/killed", test_crowd);
  return g_test_run ();
}
