/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One fault at each call: errors, short writes, a full disk, a killed process. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "crash-state.h"
#include "fixture.h"
#include "workload.h"

/* There under AddressSanitizer: what an error path forgot to free is found at that fault. */
int __attribute__ ((weak)) __lsan_do_recoverable_leak_check (void);

/* Every fourth call, other ones for each fault; all with DECANT_FAULTS_EVERY=1. */
static guint every = 4, injected, wrongs;

static guint
count_descriptors (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

/* The workload in a process of its own. TRUE if it lived. */
static gboolean
run_in_child (const Fixture *fixture, Ledger *ledger, Fault fault, WorkloadMode mode, FaultsLog *log)
{
  static const char *const ends[] = { "", "crashed", "never came to that call", "a file stays open", "memory is lost" };
  pid_t pid = fork ();
  int status;

  if (pid == 0)
    {
      guint before = count_descriptors ();

      faults_watch (fixture->root, log);
      faults_arm (fault);
      workload_run (fixture->folder, ledger, mode);
      if (fault.kind != FAULTS_NONE && !faults_has_fired ())
        _exit (2);
      faults_watch (NULL, NULL);
      if (__lsan_do_recoverable_leak_check != NULL && __lsan_do_recoverable_leak_check () != 0)
        _exit (4);
      _exit (count_descriptors () == before ? 0 : 3);
    }
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  if (WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL)
    return FALSE;
  if (!WIFEXITED (status) || WEXITSTATUS (status) > 4)
    g_strlcpy (ledger->complaint, "crashed", sizeof ledger->complaint);
  else if (WEXITSTATUS (status) != 0)
    g_strlcpy (ledger->complaint, ends[WEXITSTATUS (status)], sizeof ledger->complaint);
  return TRUE;
}

typedef struct
{
  const char *name;
  FaultsKind kind;
  int number;
  gboolean onwards;
  gboolean changes; /* only at calls that change something, others being the same */
} Case;

static const Case cases[] = {
  { "no-space", FAULTS_ERROR, ENOSPC },      { "disk-stays-full", FAULTS_ERROR, ENOSPC, TRUE },
  { "quota", FAULTS_ERROR, EDQUOT },         { "io", FAULTS_ERROR, EIO },
  { "io-onwards", FAULTS_ERROR, EIO, TRUE }, { "interrupted", FAULTS_ERROR, EINTR },
  { "short-write", FAULTS_SHORT },           { "short-writes", FAULTS_SHORT, 0, TRUE },
  { "killed-before", FAULTS_KILL_BEFORE },   { "killed-after", FAULTS_KILL_AFTER },
  { "killed-within", FAULTS_KILL_WITHIN },
};

static void
try_one (const Case *it, guint call, FaultsCall kind)
{
  Fixture fixture;
  Ledger *ledger = ledger_new ();
  Fault fault = { it->kind, it->number, call, it->onwards };
  gboolean killing = it->kind >= FAULTS_KILL_BEFORE;
  gboolean lived;
  g_autofree char *wrong = NULL;

  fixture_set_up (&fixture);
  lived = run_in_child (&fixture, ledger, fault, it->onwards ? WORKLOAD_PERSISTENT_FAULT : WORKLOAD_SINGLE_FAULT, NULL);
  wrong = lived == killing ? g_strdup (lived ? "not killed" : "killed")
                           : workload_examine (fixture.folder, ledger, 1, call % 4 == 0);
  if (wrong != NULL)
    {
      g_test_message ("%s at call %u (%s): %s", it->name, call, faults_call_name (kind), wrong);
      wrongs++;
    }
  injected++;
  fixture_tear_down (&fixture);
  ledger_free (ledger);
}

static void
test_case (gconstpointer data)
{
  const Case *it = data;
  g_autofree FaultsCall *calls = NULL;
  guint n = workload_rehearse (&calls), before = injected, wrongs_before = wrongs;

  for (guint i = 1 + g_str_hash (it->name) % every; i <= n; i += every)
    if (faults_fits (it->kind, it->number, calls[i - 1]))
      try_one (it, i, calls[i - 1]);
  g_assert_cmpuint (injected, >, before);
  g_test_message ("faults: %u of %u calls", injected - before, n);
  if (wrongs > wrongs_before)
    g_test_fail_printf ("%u faults with a wrong end", wrongs - wrongs_before);
}

/* The layer sees every change: its record, played back, is the folder. */
static void
test_sees_all (void)
{
  Fixture fixture;
  Ledger *ledger = ledger_new ();
  FaultsLog *log = faults_log_new (256 * 1024 * 1024);
  g_autofree char *seen = NULL, *there = NULL;

  fixture_set_up (&fixture);
  g_assert_true (run_in_child (&fixture, ledger, (Fault){ FAULTS_NONE }, WORKLOAD_PLAIN, log));
  g_assert_cmpstr (ledger->complaint, ==, "");
  {
    g_autoptr (CrashHistory) history = crash_history_new (log);

    crash_history_cut (history, crash_history_get_length (history));
    seen = crash_history_choose (history, CRASH_ALL, 0, 0);
    there = crash_state_of_folder (fixture.root);
    g_assert_cmpstr (seen, ==, there);
  }
  fixture_tear_down (&fixture);
  faults_log_free (log);
  ledger_free (ledger);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  if (g_getenv ("DECANT_FAULTS_EVERY") != NULL)
    every = MAX (1, atoi (g_getenv ("DECANT_FAULTS_EVERY")));
  g_test_add_func ("/faults/sees-all", test_sees_all);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/faults/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  result = g_test_run ();
  g_print ("# injected faults: %u\n", injected);
  return result;
}
