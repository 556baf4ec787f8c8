/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Power cuts: the record of a workload is cut at each point, and what may be on the disk then is opened. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "crash-state.h"
#include "fixture.h"
#include "workload.h"

#define RANDOM_STATES 6
#define LOG_SIZE (512 * 1024 * 1024)

static guint every = 1, injected;

/* What goes on before the light goes out. The first fault may hit a first process; a second one, without fault, goes
 * on. */
typedef struct
{
  const char *name;
  Fault fault;
  gboolean goes_on;
  FaultsCall at; /* the fault comes at each call of this kind, */
  guint stride;  /* and every n-th state is tried, so that all together keep within their time */
} Source;

static const Source sources[] = {
  { "plain", { FAULTS_NONE }, FALSE, FAULTS_N_CALLS, 29 },
  { "a-folder-made-by-the-dead", { FAULTS_KILL_AFTER }, TRUE, FAULTS_CALL_MKDIR, 1511 },
  { "a-name-given-by-the-dead", { FAULTS_KILL_AFTER }, TRUE, FAULTS_CALL_RENAME, 1511 },
  { "a-sync-that-the-dead-missed", { FAULTS_KILL_BEFORE }, TRUE, FAULTS_CALL_SYNC, 15013 },
  { "a-failed-sync", { FAULTS_ERROR, EIO }, FALSE, FAULTS_CALL_SYNC, 15013 },
};

typedef struct
{
  const Source *source;
  CrashHistory *history;
  const Ledger *ledger;
  GHashTable *tried; /* states, with what was acknowledged */
  guint from;        /* first point that is cut at */
  guint n, seen, wrongs;
} Cutting;

static void
run_in_child (const Fixture *fixture, Ledger *ledger, Fault fault, FaultsLog *log)
{
  pid_t pid = fork ();

  if (pid == 0)
    {
      faults_watch (fixture->root, log);
      faults_arm (fault);
      workload_run (fixture->folder, ledger, fault.kind == FAULTS_NONE ? WORKLOAD_PLAIN : WORKLOAD_SINGLE_FAULT);
      _exit (0);
    }
  g_assert_cmpint (waitpid (pid, NULL, 0), ==, pid);
}

/* What was acknowledged by the @point-th record. */
static guint
acknowledged_at (CrashHistory *history, guint point)
{
  guint n = 0;

  for (guint i = 0; i < point; i++)
    if (crash_history_get_record (history, i)->did == FAULTS_DID_NOTE)
      n = crash_history_get_record (history, i)->offset;
  return n;
}

static void
examine_state (Cutting *self, guint point, CrashChoice choice, guint which)
{
  static const char *const choices[CRASH_N_CHOICES]
      = { "certain alone", "everything", "all without", "alone", "up to", "torn", "random" };
  Ledger *ledger = ledger_new ();
  Fixture fixture;
  g_autofree char *folder = NULL, *wrong = NULL;

  fixture_set_up (&fixture);
  ledger_copy (ledger, self->ledger, acknowledged_at (self->history, point));
  crash_history_write (self->history, fixture.root);
  wrong = workload_examine (fixture.folder, ledger, self->source->goes_on ? 2 : 1, injected % 4 == 0);
  if (wrong != NULL && self->wrongs++ < 20)
    g_test_message ("%s cut at %u of %u, %s %u: %s", self->source->name, point,
                    crash_history_get_length (self->history), choices[choice], which, wrong);
  self->n++;
  injected++;
  fixture_tear_down (&fixture);
  ledger_free (ledger);
}

/* Each state once, as long as nothing more was acknowledged. */
static void
try_state (Cutting *self, guint point, CrashChoice choice, guint which)
{
  g_autofree char *state = NULL;
  char *key;

  if (self->seen++ % (every * self->source->stride) != 0)
    return;
  state = crash_history_choose (self->history, choice, which, point * 31 + which);
  key = g_strdup_printf ("%u %s", acknowledged_at (self->history, point), state);
  if (g_hash_table_add (self->tried, key))
    examine_state (self, point, choice, which);
}

static void
cut_at (Cutting *self, guint point)
{
  guint uncertain = crash_history_cut (self->history, point);

  try_state (self, point, CRASH_NONE, 0);
  try_state (self, point, CRASH_ALL, 0);
  for (guint i = 0; i < uncertain; i++)
    for (CrashChoice choice = CRASH_WITHOUT; choice <= CRASH_TORN; choice++)
      try_state (self, point, choice, i);
  for (guint i = 0; uncertain > 1 && i < RANDOM_STATES; i++)
    try_state (self, point, CRASH_RANDOM, i);
}

/* One workload, recorded, and cut everywhere. */
static void
cut_everywhere (Cutting *self, Fault fault)
{
  Fixture fixture;
  Ledger *ledger = ledger_new ();
  FaultsLog *log = faults_log_new (LOG_SIZE);

  fixture_set_up (&fixture);
  run_in_child (&fixture, ledger, fault, log);
  if (self->source->goes_on)
    {
      g_autoptr (CrashHistory) first = crash_history_new (log);

      self->from = crash_history_get_length (first);
      run_in_child (&fixture, ledger, (Fault){ FAULTS_NONE }, log);
    }
  g_assert_cmpstr (ledger->complaint, ==, "");
  self->ledger = ledger;
  self->history = crash_history_new (log);
  for (guint point = self->from; point <= crash_history_get_length (self->history); point++)
    cut_at (self, point);
  crash_history_free (self->history);
  fixture_tear_down (&fixture);
  faults_log_free (log);
  ledger_free (ledger);
}

static void
test_source (gconstpointer data)
{
  const Source *source = data;
  g_autofree FaultsCall *calls = NULL;
  guint n = workload_rehearse (&calls);
  g_autoptr (GHashTable) tried = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Cutting cutting = { .source = source, .tried = tried };

  for (guint i = 1; i <= n; i++)
    if (source->at == FAULTS_N_CALLS ? i == 1 : calls[i - 1] == source->at)
      {
        Fault fault = source->fault;

        fault.call = i;
        cut_everywhere (&cutting, fault);
        g_hash_table_remove_all (tried); /* another run has other salts and keys */
      }
  g_assert_cmpuint (cutting.n, >, 0);
  g_test_message ("faults: %u of %u states, some of them the same", cutting.n, cutting.seen);
  if (cutting.wrongs > 0)
    g_test_fail_printf ("%u states with a wrong end", cutting.wrongs);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  if (g_getenv ("DECANT_FAULTS_EVERY") != NULL)
    every = MAX (1, atoi (g_getenv ("DECANT_FAULTS_EVERY")));
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    {
      g_autofree char *path = g_strconcat ("/power/", sources[i].name, NULL);

      g_test_add_data_func (path, &sources[i], test_source);
    }
  result = g_test_run ();
  g_print ("# injected faults: %u\n", injected);
  return result;
}
