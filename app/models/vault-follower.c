/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>

#include "app/models/vault-follower.h"

/* What tells one state of a file from the next. */
typedef struct {
  guint64 inode, size;
  gint64 seconds;
  long nanoseconds;
} Trace;

struct _DecantVaultFollower
{
  GObject parent_instance;
  char *folder;
  char *database;
  char *wal;
  Trace database_trace, wal_trace;
  GFileMonitor *monitor; /* NULL while the folder is absent */
  guint tick;
  gboolean settling; /* changed in the last second: the clock of the file system is too coarse to see every write */
};

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DecantVaultFollower, decant_vault_follower, G_TYPE_OBJECT)

static Trace
trace_file (const char *path)
{
  GStatBuf status;
  if (g_stat (path, &status) != 0)
    return (Trace){ 0 };
  return (Trace){ status.st_ino, status.st_size, status.st_mtim.tv_sec, status.st_mtim.tv_nsec };
}

static gboolean
trace_equal (Trace a, Trace b)
{
  return a.inode == b.inode && a.size == b.size && a.seconds == b.seconds && a.nanoseconds == b.nanoseconds;
}

/* TRUE when something is different from the last look. Reading a WAL database touches vault.db-shm alone, so what
 * our own reading does is never taken for a change. */
static gboolean
look (DecantVaultFollower *self)
{
  Trace database = trace_file (self->database), wal = trace_file (self->wal);
  gboolean same = trace_equal (database, self->database_trace) && trace_equal (wal, self->wal_trace);
  self->database_trace = database;
  self->wal_trace = wal;
  return !same;
}

static void
on_event (DecantVaultFollower *self)
{
  if (!look (self))
    return;
  self->settling = TRUE;
  g_signal_emit (self, signals[CHANGED], 0);
}

/* inotify watches an inode, so a monitor is only made once the folder is there and made again when it came back. */
static void
ensure_monitor (DecantVaultFollower *self)
{
  gboolean there = g_file_test (self->folder, G_FILE_TEST_IS_DIR);
  if (there == (self->monitor != NULL))
    return;
  g_clear_object (&self->monitor);
  if (!there)
    return;
  g_autoptr (GFile) folder = g_file_new_for_path (self->folder);
  self->monitor = g_file_monitor_directory (folder, G_FILE_MONITOR_NONE, NULL, NULL);
  if (!self->monitor)
    return;
  g_file_monitor_set_rate_limit (self->monitor, 50);
  g_signal_connect_object (self->monitor, "changed", G_CALLBACK (on_event), self, G_CONNECT_SWAPPED);
}

static gboolean
on_tick (gpointer user_data)
{
  DecantVaultFollower *self = user_data;
  ensure_monitor (self);
  gboolean settled = self->settling;
  self->settling = FALSE;
  if (look (self) || settled)
    g_signal_emit (self, signals[CHANGED], 0);
  return G_SOURCE_CONTINUE;
}

DecantVaultFollower *
decant_vault_follower_new (const char *folder)
{
  DecantVaultFollower *self = g_object_new (DECANT_TYPE_VAULT_FOLLOWER, NULL);
  self->folder = g_strdup (folder);
  self->database = g_build_filename (folder, "vault.db", NULL);
  self->wal = g_build_filename (folder, "vault.db-wal", NULL);
  look (self);
  ensure_monitor (self);
  self->tick = g_timeout_add (900, on_tick, self);
  return self;
}

static void
decant_vault_follower_finalize (GObject *object)
{
  DecantVaultFollower *self = DECANT_VAULT_FOLLOWER (object);
  g_source_remove (self->tick);
  g_clear_object (&self->monitor);
  g_free (self->folder);
  g_free (self->database);
  g_free (self->wal);
  G_OBJECT_CLASS (decant_vault_follower_parent_class)->finalize (object);
}

static void
decant_vault_follower_class_init (DecantVaultFollowerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = decant_vault_follower_finalize;
  signals[CHANGED] = g_signal_new ("changed", DECANT_TYPE_VAULT_FOLLOWER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
decant_vault_follower_init (DecantVaultFollower *self)
{
}
