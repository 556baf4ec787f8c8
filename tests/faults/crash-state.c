/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "crash-state.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SECTOR 512
#define SHM_SIZE 32768

typedef enum
{
  LOSE,
  KEEP,
  TEAR
} Decision;

/* A file or folder as it would be found. */
typedef struct
{
  GByteArray *bytes;
  GTree *names; /* name → inode; NULL for files */
} Node;

typedef struct
{
  const FaultsRecord *record;
  gboolean certain, certain_old; /* the change; for a rename that the old name is gone */
  gboolean doomed;               /* an fsync failed on it */
  Decision decision, decision_old;
} Change;

struct _CrashHistory
{
  GArray *changes; /* element-type Change */
  guint64 root;
  guint point;
  guint32 seed;
  GHashTable *nodes; /* inode → Node */
};

static void
node_free (Node *self)
{
  g_byte_array_unref (self->bytes);
  g_clear_pointer (&self->names, g_tree_unref);
  g_free (self);
}

static int
compare_names (gconstpointer a, gconstpointer b, gpointer unused)
{
  return strcmp (a, b);
}

static Node *
node_new (CrashHistory *self, guint64 inode, gboolean folder)
{
  Node *node = g_new0 (Node, 1);

  node->bytes = g_byte_array_new ();
  if (folder)
    node->names = g_tree_new_full (compare_names, NULL, g_free, NULL);
  g_hash_table_insert (self->nodes, GSIZE_TO_POINTER (inode), node);
  return node;
}

static Node *
find (CrashHistory *self, guint64 inode)
{
  Node *node = g_hash_table_lookup (self->nodes, GSIZE_TO_POINTER (inode));

  if (node == NULL)
    g_error ("the record names inode %" G_GUINT64_FORMAT ", which it never saw made", inode);
  return node;
}

CrashHistory *
crash_history_new (const FaultsLog *log)
{
  CrashHistory *self = g_new0 (CrashHistory, 1);

  self->changes = g_array_new (FALSE, TRUE, sizeof (Change));
  self->root = log->root;
  self->nodes = g_hash_table_new_full (g_direct_hash, g_direct_equal, NULL, (GDestroyNotify) node_free);
  for (const FaultsRecord *record = faults_log_next (log, NULL); record != NULL; record = faults_log_next (log, record))
    {
      Change change = { .record = record };

      g_array_append_val (self->changes, change);
    }
  return self;
}

void
crash_history_free (CrashHistory *self)
{
  g_array_unref (self->changes);
  g_hash_table_unref (self->nodes);
  g_free (self);
}

static Change *
change_at (CrashHistory *self, guint index)
{
  return &g_array_index (self->changes, Change, index);
}

guint
crash_history_get_length (CrashHistory *self)
{
  return self->changes->len;
}

const FaultsRecord *
crash_history_get_record (CrashHistory *self, guint index)
{
  return change_at (self, index)->record;
}

/* --- what is certain ---------------------------------------------------------------------------------------- */

static gboolean
is_data (const FaultsRecord *record)
{
  return record->did == FAULTS_DID_WRITE || record->did == FAULTS_DID_TRUNCATE;
}

static gboolean
is_rename (const FaultsRecord *record)
{
  return record->did == FAULTS_DID_RENAME || record->did == FAULTS_DID_EXCHANGE;
}

static gboolean
is_change (const FaultsRecord *record)
{
  return record->did != FAULTS_DID_SYNC && record->did != FAULTS_DID_NOT_SYNC && record->did != FAULTS_DID_NOTE;
}

static void
apply_sync (CrashHistory *self, guint at)
{
  const FaultsRecord *sync = change_at (self, at)->record;

  for (guint i = 0; i < at; i++)
    {
      Change *change = change_at (self, i);
      const FaultsRecord *record = change->record;

      if (is_data (record) && record->file == sync->file && !change->doomed)
        change->certain = TRUE;
      else if (is_rename (record))
        {
          change->certain = change->certain || record->folder2 == sync->file;
          change->certain_old = change->certain_old || (record->folder == sync->file && change->certain);
        }
      else if (is_change (record) && !is_data (record) && record->folder == sync->file)
        change->certain = TRUE;
    }
}

static void
apply_failed_sync (CrashHistory *self, guint at)
{
  const FaultsRecord *sync = change_at (self, at)->record;

  for (guint i = 0; i < at; i++)
    {
      Change *change = change_at (self, i);

      if (is_data (change->record) && change->record->file == sync->file && !change->certain)
        change->doomed = TRUE;
    }
}

guint
crash_history_cut (CrashHistory *self, guint point)
{
  guint uncertain = 0;

  /* What is certain stays so: going on costs only what is new. */
  if (point < self->point)
    for (guint i = 0; i < self->changes->len; i++)
      change_at (self, i)->certain = change_at (self, i)->certain_old = change_at (self, i)->doomed = FALSE;
  for (guint i = point < self->point ? 0 : self->point; i < point; i++)
    if (change_at (self, i)->record->did == FAULTS_DID_SYNC)
      apply_sync (self, i);
    else if (change_at (self, i)->record->did == FAULTS_DID_NOT_SYNC)
      apply_failed_sync (self, i);
  self->point = point;
  for (guint i = 0; i < point; i++)
    if (is_change (change_at (self, i)->record) && !change_at (self, i)->certain)
      uncertain++;
  return uncertain;
}

/* --- one state ---------------------------------------------------------------------------------------------- */

static guint32
chance (guint32 *state)
{
  *state = *state * 1664525u + 1013904223u;
  return *state >> 8;
}

static void
put_bytes (Node *node, guint64 offset, const char *data, gsize length)
{
  guint before = node->bytes->len;

  if (offset + length > before)
    {
      g_byte_array_set_size (node->bytes, offset + length);
      memset (node->bytes->data + before, 0, offset + length - before);
    }
  if (data != NULL)
    memcpy (node->bytes->data + offset, data, length);
  else
    memset (node->bytes->data + offset, 0, length);
}

/* A part of a write: its beginning, some of its sectors, or its length alone. */
static void
tear (Node *node, const FaultsRecord *record, guint32 *dice)
{
  const char *data = faults_record_data (record);
  guint how = chance (dice) % 3;

  if (how == 0)
    put_bytes (node, record->offset, data, chance (dice) % (record->length + 1));
  else if (how == 1)
    for (guint64 i = 0; i < record->length;)
      {
        gsize n = MIN (SECTOR - (record->offset + i) % SECTOR, record->length - i);

        if (chance (dice) % 2)
          put_bytes (node, record->offset + i, data + i, n);
        i += n;
      }
  else
    put_bytes (node, record->offset, NULL, record->length);
}

static void
apply_data (CrashHistory *self, const Change *change, guint32 *dice)
{
  const FaultsRecord *record = change->record;
  Node *node = find (self, record->file);
  guint before = node->bytes->len;

  if (change->decision == LOSE)
    return;
  if (record->did == FAULTS_DID_TRUNCATE)
    {
      g_byte_array_set_size (node->bytes, record->offset);
      if (record->offset > before)
        memset (node->bytes->data + before, 0, record->offset - before);
    }
  else if (change->decision == TEAR)
    tear (node, record, dice);
  else
    put_bytes (node, record->offset, faults_record_data (record), record->length);
}

static void
put_name (CrashHistory *self, guint64 folder, const char *name, guint64 file)
{
  g_tree_replace (find (self, folder)->names, g_strdup (name), GSIZE_TO_POINTER (file));
}

/* Only if it still is that file's. */
static void
take_name (CrashHistory *self, guint64 folder, const char *name, guint64 file)
{
  GTree *names = find (self, folder)->names;

  if (g_tree_lookup (names, name) == GSIZE_TO_POINTER (file))
    g_tree_remove (names, name);
}

static void
apply_name (CrashHistory *self, const Change *change)
{
  const FaultsRecord *record = change->record;

  if (change->decision == LOSE)
    return;
  switch (record->did)
    {
    case FAULTS_DID_UNLINK:
      take_name (self, record->folder, record->name, record->file);
      break;
    case FAULTS_DID_EXCHANGE:
      put_name (self, record->folder, record->name, record->file2);
      put_name (self, record->folder2, record->name2, record->file);
      break;
    case FAULTS_DID_RENAME:
      if (change->decision_old == KEEP)
        take_name (self, record->folder, record->name, record->file);
      put_name (self, record->folder2, record->name2, record->file);
      break;
    default:
      put_name (self, record->folder, record->name, record->file);
    }
}

static Decision
decide (const Change *change, CrashChoice choice, guint n, guint which, guint32 *dice)
{
  guint roll;

  switch (choice)
    {
    case CRASH_ALL:
      return KEEP;
    case CRASH_WITHOUT:
      return n == which ? LOSE : KEEP;
    case CRASH_ONLY:
      return n == which ? KEEP : LOSE;
    case CRASH_FIRST:
      return n < which ? KEEP : LOSE;
    case CRASH_TORN:
      return n < which ? KEEP : n > which ? LOSE : change->record->did == FAULTS_DID_WRITE ? TEAR : LOSE;
    case CRASH_RANDOM:
      roll = chance (dice) % 8;
      return roll < 2 && change->record->did == FAULTS_DID_WRITE ? TEAR : roll < 5 ? KEEP : LOSE;
    default:
      return LOSE;
    }
}

static void
decide_all (CrashHistory *self, CrashChoice choice, guint which, guint32 *dice)
{
  guint n = 0;

  for (guint i = 0; i < self->point; i++)
    {
      Change *change = change_at (self, i);

      if (!is_change (change->record))
        continue;
      change->decision = change->certain ? KEEP : decide (change, choice, n++, which, dice);
      change->decision_old = change->certain_old || (choice == CRASH_ALL) || chance (dice) % 2 ? KEEP : LOSE;
      if (change->decision == LOSE)
        change->decision_old = LOSE;
    }
}

static gboolean hash_name (gpointer name, gpointer inode, gpointer user_data);

typedef struct
{
  CrashHistory *history;
  GChecksum *sum;
} Hashing;

static void
hash_node (Hashing *hashing, guint64 inode)
{
  Node *node = find (hashing->history, inode);
  guint64 length = node->bytes->len;

  g_checksum_update (hashing->sum, (guint8 *) (node->names ? "(" : "="), 1);
  g_checksum_update (hashing->sum, (guint8 *) &length, sizeof length);
  g_checksum_update (hashing->sum, node->bytes->data, node->bytes->len);
  if (node->names != NULL)
    g_tree_foreach (node->names, hash_name, hashing);
  g_checksum_update (hashing->sum, (guint8 *) ")", 1);
}

static gboolean
hash_name (gpointer name, gpointer inode, gpointer user_data)
{
  Hashing *hashing = user_data;

  if (g_str_has_suffix (name, "-shm"))
    return FALSE;
  g_checksum_update (hashing->sum, name, strlen (name) + 1);
  hash_node (hashing, GPOINTER_TO_SIZE (inode));
  return FALSE;
}

static char *
hash_all (CrashHistory *self)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  Hashing hashing = { self, sum };

  hash_node (&hashing, self->root);
  return g_strdup (g_checksum_get_string (sum));
}

char *
crash_history_choose (CrashHistory *self, CrashChoice choice, guint which, guint32 seed)
{
  guint32 dice = seed * 2654435761u + 1;

  self->seed = seed;
  g_hash_table_remove_all (self->nodes);
  node_new (self, self->root, TRUE);
  decide_all (self, choice, which, &dice);
  for (guint i = 0; i < self->point; i++)
    {
      const Change *change = change_at (self, i);
      const FaultsRecord *record = change->record;

      if (record->did == FAULTS_DID_CREATE || record->did == FAULTS_DID_MKDIR)
        node_new (self, record->file, record->did == FAULTS_DID_MKDIR);
      if (is_data (record))
        apply_data (self, change, &dice);
      else if (is_change (record))
        apply_name (self, change);
    }
  return hash_all (self);
}

/* --- on the disk -------------------------------------------------------------------------------------------- */

static void
write_file (const char *path, const guint8 *bytes, gsize length)
{
  int fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (write (fd, bytes, length), ==, length);
  close (fd);
}

static void
write_shm (const char *path, guint32 seed)
{
  g_autofree guint8 *noise = g_malloc0 (SHM_SIZE);
  guint32 dice = seed;

  if (seed % 3 == 0)
    return;
  for (guint i = 0; seed % 3 == 1 && i < SHM_SIZE; i++)
    noise[i] = chance (&dice);
  write_file (path, noise, SHM_SIZE);
}

typedef struct
{
  CrashHistory *history;
  const char *folder;
} Writing;

static gboolean
write_name (gpointer name, gpointer inode, gpointer user_data)
{
  Writing *writing = user_data;
  g_autofree char *path = g_strconcat (writing->folder, "/", name, NULL);
  Node *node = find (writing->history, GPOINTER_TO_SIZE (inode));
  Writing inside = { writing->history, path };

  if (g_str_has_suffix (name, "-shm"))
    write_shm (path, writing->history->seed);
  else if (node->names == NULL)
    write_file (path, node->bytes->data, node->bytes->len);
  else
    {
      g_assert_cmpint (mkdir (path, 0700), ==, 0);
      g_tree_foreach (node->names, write_name, &inside);
    }
  return FALSE;
}

void
crash_history_write (CrashHistory *self, const char *folder)
{
  Writing writing = { self, folder };

  g_tree_foreach (find (self, self->root)->names, write_name, &writing);
}

/* Reads a folder into nodes, numbered as they come. */
static guint64
load (CrashHistory *self, const char *path)
{
  guint64 inode = g_hash_table_size (self->nodes) + 1;
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  Node *node = node_new (self, inode, dir != NULL);
  const char *name;
  g_autofree char *bytes = NULL;
  gsize length = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *inside = g_build_filename (path, name, NULL);

      put_name (self, inode, name, load (self, inside));
    }
  if (dir == NULL && g_file_get_contents (path, &bytes, &length, NULL))
    g_byte_array_append (node->bytes, (guint8 *) bytes, length);
  return inode;
}

char *
crash_state_of_folder (const char *folder)
{
  const FaultsLog nothing = { 0 };
  g_autoptr (CrashHistory) self = crash_history_new (&nothing);

  self->root = load (self, folder);
  return hash_all (self);
}
