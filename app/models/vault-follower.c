/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>

#include "app/models/vault-follower.h"

#define TICK_MS 500 /* where the file system tells nothing, and while there is no folder to watch */

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
  guint again;   /* source of the next look after a change, or 0 */
  guint looks;   /* how many of them there were */
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

/* Bytes are seen before a commit ends: the disk's sync lies between them and the word in shared memory that makes them
 * count, which no file's time shows. So a change is told again after growing pauses. */
static const guint pauses_ms[] = { 50, 100, 200, 400, 800, 1600, 3200 };

static gboolean
tell_again (gpointer user_data)
{
  DecantVaultFollower *self = user_data;
  self->again = 0;
  if (++self->looks < G_N_ELEMENTS (pauses_ms))
    self->again = g_timeout_add (pauses_ms[self->looks], tell_again, self);
  g_signal_emit (self, signals[CHANGED], 0);
  return G_SOURCE_REMOVE;
}

static void
tell_changes (DecantVaultFollower *self)
{
  if (!look (self))
    return;
  g_clear_handle_id (&self->again, g_source_remove);
  self->looks = 0;
  self->again = g_timeout_add (pauses_ms[0], tell_again, self);
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
  g_signal_connect_object (self->monitor, "changed", G_CALLBACK (tell_changes), self, G_CONNECT_SWAPPED);
}

static gboolean
on_tick (gpointer user_data)
{
  DecantVaultFollower *self = user_data;
  ensure_monitor (self);
  tell_changes (self);
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
  self->tick = g_timeout_add (TICK_MS, on_tick, self);
  return self;
}

static void
decant_vault_follower_finalize (GObject *object)
{
  DecantVaultFollower *self = DECANT_VAULT_FOLLOWER (object);
  g_source_remove (self->tick);
  g_clear_handle_id (&self->again, g_source_remove);
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
