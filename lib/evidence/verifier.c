/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/verifier.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "evidence/artifact-store.h"
#include "evidence/canonical-json.h"
#include "evidence/entry.h"
#include "evidence/folder.h"
#include "evidence/identity.h"
#include "evidence/log.h"
#include "evidence/merkle.h"

#define FAILURES_MAX 100 /* of one check */

typedef struct {
  DecantVerification *report;
  DecantVerifierProgress progress;
  gpointer user_data;
  GCancellable *cancellable;
  const char *path;
  int folder;
  DecantIdentity *identity; /* NULL if vault.json is damaged */
  DecantLog *log;
  DecantCheckpoint *held; /* NULL if there is none, or none that can be read */
  gboolean held_met;      /* the tree had its root at its size */
  DecantMerkleEdge edge;
  GHashTable *failures;  /* check → number of failures */
  GHashTable *artifacts; /* SHA-256 → itself: seen in an entry */
  guint64 nodes, captures, artifact_rows, unsynchronised, steps_back;
  char *last_time;
  guint64 done, total;
} Verifier;

/* --- findings ----------------------------------------------------------------------------------------------- */

static void
finding_free (DecantFinding *self)
{
  g_free (self->check);
  g_free (self->message);
  g_free (self);
}

void
decant_verification_free (DecantVerification *self)
{
  if (self == NULL)
    return;
  g_free (self->checkpoint);
  g_ptr_array_unref (self->findings);
  g_free (self);
}

static void
add_finding (Verifier *self, DecantFindingLevel level, const char *check, gint64 entry, char *message)
{
  DecantFinding *finding = g_new0 (DecantFinding, 1);

  finding->level = level;
  finding->check = g_strdup (check);
  finding->entry = entry;
  finding->message = message;
  g_ptr_array_add (self->report->findings, finding);
}

static guint
count_failures (Verifier *self, const char *check)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->failures, check));
}

static void G_GNUC_PRINTF (4, 5)
fail (Verifier *self, const char *check, gint64 entry, const char *format, ...)
{
  guint n = count_failures (self, check) + 1;
  va_list arguments;

  g_hash_table_insert (self->failures, (gpointer) check, GUINT_TO_POINTER (n));
  self->report->clean = FALSE;
  if (n > FAILURES_MAX)
    return;
  va_start (arguments, format);
  add_finding (self, DECANT_FINDING_FAILURE, check, entry, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

static void G_GNUC_PRINTF (3, 4)
note (Verifier *self, const char *check, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  add_finding (self, DECANT_FINDING_NOTE, check, -1, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

/* The closing word on a check: that it holds, or how many failures were not told. */
static void G_GNUC_PRINTF (3, 4)
conclude (Verifier *self, const char *check, const char *format, ...)
{
  guint n = count_failures (self, check);
  va_list arguments;

  if (n > FAILURES_MAX)
    add_finding (self, DECANT_FINDING_FAILURE, check, -1, g_strdup_printf ("… and %u more of this kind.", n - FAILURES_MAX));
  if (n > 0)
    return;
  va_start (arguments, format);
  add_finding (self, DECANT_FINDING_OK, check, -1, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

static void
advance (Verifier *self)
{
  self->done++;
  if (self->progress != NULL)
    self->progress (MIN (self->done, self->total), self->total, self->user_data);
}

/* --- folder and identity ------------------------------------------------------------------------------------ */

static void
check_folder (Verifier *self)
{
  g_autoptr (GError) error = NULL;
  int fd = decant_folder_open (self->path, FALSE, &error);

  if (fd < 0)
    note (self, "vault", "%s", error->message);
  else
    decant_close (fd);
}

/* The signing key is looked at too, if it is there. */
static void
check_identity (Verifier *self)
{
  g_autoptr (GError) error = NULL;

  self->identity = decant_identity_load (self->folder, FALSE, &error);
  if (self->identity == NULL)
    {
      fail (self, "vault", -1, "%s Signatures, and whether entries are of this vault, could not be checked.", error->message);
      return;
    }
  if (faccessat (self->folder, "host.key", F_OK, AT_SYMLINK_NOFOLLOW) != 0)
    note (self, "vault", "There is no host.key: entries can be read and proven, none can be added.");
  else if (!decant_identity_load_secret (self->identity, self->folder, &error))
    fail (self, "vault", -1, "%s", error->message);
  conclude (self, "vault", "vault.json is as it was signed: vault %s, made %s.", self->identity->id, self->identity->created);
}

/* --- database ----------------------------------------------------------------------------------------------- */

static int
is_cancelled (gpointer cancellable)
{
  return g_cancellable_is_cancelled (cancellable);
}

static gint64
query_count (Verifier *self, const char *sql)
{
  sqlite3_stmt *statement = NULL;
  gint64 count = -1;

  if (sqlite3_prepare_v2 (decant_log_get_database (self->log), sql, -1, &statement, NULL) == SQLITE_OK && sqlite3_step (statement) == SQLITE_ROW)
    count = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  return count;
}

/* SQLite's own checks: each row but "ok" is a finding. */
static void
run_check (Verifier *self, const char *sql, int column, const char *what)
{
  sqlite3 *db = decant_log_get_database (self->log);
  sqlite3_stmt *statement = NULL;
  int code = sqlite3_prepare_v2 (db, sql, -1, &statement, NULL);

  while (code == SQLITE_OK && (code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      const char *text = (const char *) sqlite3_column_text (statement, column);

      if (g_strcmp0 (text, "ok") != 0)
        fail (self, "database", -1, "%s: %s. The file was damaged or edited.", what, text);
      code = SQLITE_OK;
    }
  if (code != SQLITE_DONE && code != SQLITE_INTERRUPT)
    fail (self, "database", -1, "%s could not be finished: %s.", what, sqlite3_errmsg (db));
  sqlite3_finalize (statement);
}

static gboolean
open_database (Verifier *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *resolved = realpath (self->path, NULL);
  g_autofree char *database = resolved == NULL ? NULL : g_build_filename (resolved, "vault.db", NULL);

  if (database != NULL)
    self->log = decant_log_open (database, FALSE, &error);
  if (self->log == NULL || !decant_log_begin_read (self->log, &error))
    {
      fail (self, "database", -1, "vault.db cannot be read: %s", error == NULL ? "its folder is gone." : error->message);
      return FALSE;
    }
  sqlite3_progress_handler (decant_log_get_database (self->log), 10000, is_cancelled, self->cancellable);
  run_check (self, "PRAGMA integrity_check", 0, "Database check");
  run_check (self, "PRAGMA foreign_key_check", 0, "Check of links between tables, in table");
  self->total = MAX (query_count (self, "SELECT (SELECT count(*) FROM leaves) + (SELECT count(*) FROM artifacts)"), 1);
  return TRUE;
}

/* --- one entry ---------------------------------------------------------------------------------------------- */

/* A subtree has become complete: the stored hash must be the same. */
static gboolean
check_node (guint level, guint64 index, const DecantDigest *hash, gpointer user_data, GError **error)
{
  Verifier *self = user_data;
  DecantDigest stored;

  if (level == 0)
    return TRUE;
  self->nodes++;
  if (!decant_log_read_node (level, index, &stored, self->log, NULL) || !decant_digest_equal (&stored, hash))
    fail (self, "tree", index << level, "Expected the stored hash of entries %" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT " to be that of their leaves, saw another or none.",
          index << level, ((index + 1) << level) - 1);
  return TRUE;
}

static void
check_artifact_file (Verifier *self, const DecantEntry *entry, const DecantArtifactInfo *info)
{
  guint64 size = 0;
  g_autoptr (GError) error = NULL;
  g_auto (DecantFd) fd = decant_artifact_store_open (self->folder, info->sha256, &size, &error);
  g_autofree char *seen = fd < 0 ? NULL : decant_artifact_store_hash (fd, self->cancellable, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (fd < 0 && g_error_matches (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_NOT_FOUND))
    fail (self, "artifact", entry->number, "The artifact %s (%s) was deleted: expected the file artifacts/%.2s/%s.", info->id, info->role, info->sha256, info->sha256);
  else if (seen == NULL)
    fail (self, "artifact", entry->number, "The artifact %s (%s) cannot be read: %s", info->id, info->role, error->message);
  else if (size != info->size || !g_str_equal (seen, info->sha256))
    fail (self, "artifact", entry->number, "The artifact %s (%s) was changed: expected %" G_GUINT64_FORMAT " bytes with SHA-256 %s, saw %" G_GUINT64_FORMAT " with %s.",
          info->id, info->role, info->size, info->sha256, size, seen);
}

static void
check_artifact (Verifier *self, const DecantEntry *entry, const DecantArtifactInfo *info)
{
  DecantDigest digest;

  self->artifact_rows++;
  if (!decant_digest_from_hex (info->sha256, &digest))
    {
      fail (self, "artifact", entry->number, "Expected a SHA-256 for artifact %s, saw something else.", info->id);
      return;
    }
  if (decant_log_has_artifact (self->log, info->sha256, NULL) != 1)
    fail (self, "artifact", entry->number, "The artifact %s is missing from the table of artifacts.", info->id);
  if (g_hash_table_add (self->artifacts, g_strdup (info->sha256)))
    check_artifact_file (self, entry, info);
  advance (self);
}

static void
check_capture (Verifier *self, const DecantEntry *entry)
{
  JsonNode *capture = json_object_get_member (entry->fields, "capture");

  if (capture == NULL || json_node_get_value_type (capture) != G_TYPE_STRING)
    return;
  self->captures++;
  if (decant_log_find_capture (self->log, json_node_get_string (capture), NULL) != (gint64) entry->number)
    fail (self, "capture", entry->number, "Expected the table of captures to name this entry for its capture, saw another or none: a capture sent again would be logged twice.");
}

/* What the entry says of time: statements of the machine, but they should agree with the order. */
static void
check_time (Verifier *self, const DecantEntry *entry)
{
  JsonNode *node = json_object_get_member (entry->fields, "clock");
  JsonObject *clock = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

  if (clock == NULL || !json_object_get_boolean_member_with_default (clock, "synchronised", FALSE))
    self->unsynchronised++;
  if (self->last_time != NULL && strcmp (entry->time, self->last_time) < 0 && self->steps_back++ < FAILURES_MAX)
    note (self, "clock", "The clock went back before entry %" G_GUINT64_FORMAT ": %s after %s.", entry->number, entry->time, self->last_time);
  g_free (self->last_time);
  self->last_time = g_strdup (entry->time);
}

static void
check_entry (Verifier *self, guint64 number, const DecantDigest *hash, sqlite3_stmt *row)
{
  const char *leaf = (const char *) sqlite3_column_text (row, 2), *disclosures = (const char *) sqlite3_column_text (row, 3);
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantEntry) entry = NULL;

  if (leaf == NULL || disclosures == NULL)
    {
      fail (self, "leaf", number, "Entry %" G_GUINT64_FORMAT " was deleted: its leaf is in the tree, its text is gone.", number);
      return;
    }
  entry = decant_entry_parse (self->identity == NULL ? NULL : self->identity->id, number, hash, leaf, sqlite3_column_bytes (row, 2), disclosures, sqlite3_column_bytes (row, 3), &error);
  if (entry == NULL)
    {
      fail (self, "leaf", number, "%s", error->message);
      return;
    }
  check_time (self, entry);
  check_capture (self, entry);
  for (guint i = 0; i < entry->artifacts->len && !g_cancellable_is_cancelled (self->cancellable); i++)
    check_artifact (self, entry, entry->artifacts->pdata[i]);
}

/* --- one checkpoint ----------------------------------------------------------------------------------------- */

static void
check_checkpoint (Verifier *self, const char *text, gsize length)
{
  g_autoptr (DecantCheckpoint) checkpoint = text == NULL ? NULL : decant_checkpoint_parse (text, length, NULL);
  DecantDigest root = decant_merkle_edge_root (&self->edge);
  guint64 size = self->edge.size;

  if (checkpoint == NULL)
    {
      fail (self, "checkpoint", size - 1, "Expected a checkpoint of %" G_GUINT64_FORMAT " entries, saw %s.", size, text == NULL ? "none" : "text that is no checkpoint");
      return;
    }
  self->report->checkpoints++;
  if (checkpoint->size != size)
    fail (self, "checkpoint", size - 1, "Expected a checkpoint of %" G_GUINT64_FORMAT " entries, saw one of %" G_GUINT64_FORMAT ".", size, checkpoint->size);
  else if (!decant_digest_equal (&checkpoint->root, &root))
    fail (self, "tree", size - 1, "The first %" G_GUINT64_FORMAT " entries do not give the root that their checkpoint states: entries were changed after it was signed.", size);
  if (self->identity == NULL)
    return;
  if (!g_str_equal (checkpoint->origin, self->identity->origin))
    fail (self, "checkpoint", size - 1, "Expected a checkpoint of this vault, saw one of another (%s).", checkpoint->origin);
  if (!decant_checkpoint_is_signed_by (checkpoint, self->identity->key))
    fail (self, "signature", size - 1, "The checkpoint of %" G_GUINT64_FORMAT " entries is not signed by the vault's key: it was changed, or made by somebody else.", size);
}

/* --- the log ------------------------------------------------------------------------------------------------ */

static void
meet_held (Verifier *self)
{
  DecantDigest root = decant_merkle_edge_root (&self->edge);

  if (self->held != NULL && self->held->size == self->edge.size)
    self->held_met = decant_digest_equal (&self->held->root, &root);
}

/* Row: idx, hash, leaf, disclosures, note. FALSE where going on makes no sense. */
static gboolean
check_row (Verifier *self, sqlite3_stmt *row)
{
  guint64 number = self->edge.size;
  DecantDigest hash;

  if ((guint64) sqlite3_column_int64 (row, 0) != number)
    {
      fail (self, "tree", number, "Entry %" G_GUINT64_FORMAT " was taken out of the log: the next leaf is %" G_GINT64_FORMAT ".", number, (gint64) sqlite3_column_int64 (row, 0));
      return FALSE;
    }
  if (sqlite3_column_bytes (row, 1) != DECANT_DIGEST_SIZE)
    {
      fail (self, "tree", number, "Expected 32 bytes for leaf %" G_GUINT64_FORMAT ", saw something else.", number);
      return FALSE;
    }
  memcpy (hash.bytes, sqlite3_column_blob (row, 1), DECANT_DIGEST_SIZE);
  check_entry (self, number, &hash, row);
  decant_merkle_edge_append (&self->edge, &hash, check_node, self, NULL);
  check_checkpoint (self, (const char *) sqlite3_column_text (row, 4), sqlite3_column_bytes (row, 4));
  meet_held (self);
  advance (self);
  return TRUE;
}

static void
keep_latest (Verifier *self)
{
  self->report->entries = self->edge.size;
  self->report->artifacts = g_hash_table_size (self->artifacts);
  if (self->edge.size > 0)
    self->report->checkpoint = decant_log_read_checkpoint (self->log, self->edge.size, NULL);
}

static void
check_log (Verifier *self)
{
  static const char sql[] = "SELECT l.idx, l.hash, e.leaf, e.disclosures, c.note FROM leaves l LEFT JOIN entries e ON e.number = l.idx "
                            "LEFT JOIN checkpoints c ON c.size = l.idx + 1 ORDER BY l.idx";
  sqlite3 *db = decant_log_get_database (self->log);
  sqlite3_stmt *statement = NULL;
  int code = sqlite3_prepare_v2 (db, sql, -1, &statement, NULL);

  decant_merkle_edge_init (&self->edge);
  meet_held (self);
  while (code == SQLITE_OK && !g_cancellable_is_cancelled (self->cancellable) && (code = sqlite3_step (statement)) == SQLITE_ROW)
    code = check_row (self, statement) ? SQLITE_OK : SQLITE_DONE;
  if (code != SQLITE_DONE && code != SQLITE_OK && code != SQLITE_INTERRUPT)
    fail (self, "database", -1, "The log cannot be read to its end: %s.", sqlite3_errmsg (db));
  sqlite3_finalize (statement);
  keep_latest (self);
}

/* Rows that belong to nothing. */
static void
check_counts (Verifier *self)
{
  const struct {
    const char *sql, *check, *what;
    guint64 expected;
    gboolean of_fields;
  } counts[] = {
    { "SELECT count(*) FROM leaves", "tree", "leaves", self->edge.size },
    { "SELECT count(*) FROM nodes", "tree", "hashes of subtrees", self->nodes },
    { "SELECT count(*) FROM entries", "leaf", "entries", self->edge.size },
    { "SELECT count(*) FROM checkpoints", "checkpoint", "checkpoints", self->edge.size },
    { "SELECT count(*) FROM captures", "capture", "captures", self->captures, TRUE },
    { "SELECT count(*) FROM artifacts", "artifact", "rows of artifacts", self->artifact_rows, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      gint64 seen = query_count (self, counts[i].sql);

      /* What an entry that cannot be read would have named is not known. */
      if (counts[i].of_fields && count_failures (self, "leaf") > 0)
        continue;
      if (seen != (gint64) counts[i].expected)
        fail (self, counts[i].check, -1, "Expected %" G_GUINT64_FORMAT " %s as the log has them, saw %" G_GINT64_FORMAT ".", counts[i].expected, counts[i].what, seen);
    }
}

/* --- files that nothing names ------------------------------------------------------------------------------- */

static gboolean
visit_artifact (int shelf, const char *name, gpointer user_data)
{
  Verifier *self = user_data;

  if (!g_hash_table_contains (self->artifacts, name))
    note (self, "artifact", "No entry names the file %s in artifacts/: left over from a commit that failed, being committed now, or put there by somebody.", name);
  return TRUE;
}

static gboolean
visit_shelf (int store, const char *name, gpointer user_data)
{
  g_auto (DecantFd) shelf = decant_folder_open_inside (store, name);

  if (shelf < 0)
    note (user_data, "artifact", "Expected folders alone in artifacts/, saw %s.", name);
  else
    decant_folder_visit (shelf, visit_artifact, user_data);
  return TRUE;
}

static gboolean
visit_staging (int staging, const char *name, gpointer user_data)
{
  note (user_data, "staging", "staging/%s holds what is being received, or was when a program died. It is no evidence yet; the next program that writes removes it if nobody uses it.", name);
  return TRUE;
}

static gboolean
visit_top (int folder, const char *name, gpointer user_data)
{
  static const char *const known[] = { "vault.json", "host.key", "vault.db", "vault.db-wal", "vault.db-shm", "artifacts", "staging", NULL };

  if (!g_strv_contains (known, name))
    note (user_data, "vault", "The file %s does not belong to a vault.", name);
  return TRUE;
}

static void
visit_folder (Verifier *self, const char *name, DecantFolderVisit visit)
{
  g_auto (DecantFd) fd = decant_folder_open_inside (self->folder, name);

  if (fd >= 0)
    decant_folder_visit (fd, visit, self);
}

static void
check_files (Verifier *self)
{
  decant_folder_visit (self->folder, visit_top, self);
  visit_folder (self, "artifacts", visit_shelf);
  visit_folder (self, "staging", visit_staging);
}

/* --- the checkpoint that somebody else kept ------------------------------------------------------------------- */

static void
parse_held (Verifier *self, const char *text)
{
  g_autoptr (GError) error = NULL;

  if (text == NULL)
    return;
  self->held = decant_checkpoint_parse (text, strlen (text), &error);
  if (self->held == NULL)
    fail (self, "held", -1, "The checkpoint that was held cannot be read. %s", error->message);
}

static void
conclude_held (Verifier *self)
{
  const DecantCheckpoint *held = self->held;

  if (held == NULL)
    return;
  if (self->identity != NULL && !g_str_equal (held->origin, self->identity->origin))
    {
      fail (self, "held", -1, "The held checkpoint is of another vault (%s): it is the wrong one, or the vault was replaced as a whole.", held->origin);
      return;
    }
  if (self->identity != NULL && !decant_checkpoint_is_signed_by (held, self->identity->key))
    fail (self, "held", -1, "The held checkpoint is not signed by the key of this vault: it was changed, or the vault was made anew under another key.");
  if (held->size > self->edge.size)
    fail (self, "held", -1, "Entries were cut off the end: the held checkpoint knows %" G_GUINT64_FORMAT " entries, the vault has %" G_GUINT64_FORMAT ".", held->size, self->edge.size);
  else if (!self->held_met)
    fail (self, "held", -1, "History was rewritten: the first %" G_GUINT64_FORMAT " entries are not those that the held checkpoint signed. Whoever did it could sign for this vault, or its signatures fail too.", held->size);
  conclude (self, "held", "The vault continues the held checkpoint: its %" G_GUINT64_FORMAT " entries are the first of %" G_GUINT64_FORMAT ".", held->size, self->edge.size);
}

/* --- conclusions -------------------------------------------------------------------------------------------- */

static void
conclude_log (Verifier *self)
{
  guint64 n = self->edge.size;

  conclude (self, "database", "The database is whole: tables, triggers and links are those of a vault.");
  conclude (self, "leaf", "Every field of %" G_GUINT64_FORMAT " entries has the digest that its leaf states.", n);
  conclude (self, "tree", "%" G_GUINT64_FORMAT " leaves give the root of each checkpoint.", n);
  conclude (self, "checkpoint", "There is one checkpoint for each of %" G_GUINT64_FORMAT " commits.", n);
  if (self->identity != NULL)
    conclude (self, "signature", "Every checkpoint is signed by the vault's key.");
  conclude (self, "capture", "%" G_GUINT64_FORMAT " captures, each logged once.", self->captures);
  conclude (self, "artifact", "%u artifacts have the size and SHA-256 of their entries.", g_hash_table_size (self->artifacts));
  if (self->unsynchronised > 0)
    note (self, "clock", "%" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " entries were logged while the system did not vouch for its clock.", self->unsynchronised, n);
}

static void
state_limits (Verifier *self)
{
  if (self->held == NULL)
    note (self, "limits", "Entries cut off the end, or a history rewritten by who can use host.key, show only against a checkpoint that somebody else holds: none was given.");
  else
    note (self, "limits", "For entries after the held checkpoint: a cut end, or a rewrite by who can use host.key, shows only against a later checkpoint held elsewhere.");
  note (self, "limits", "That a page was really served by its address cannot be proven on this machine; the entries show what the browser reported, unchanged since it was logged.");
  note (self, "limits", "Times are what this machine's clock said. Order is proven; that an entry is no older than it says is not.");
}

/* --- the whole ---------------------------------------------------------------------------------------------- */

static void
run (Verifier *self, const char *held)
{
  check_folder (self);
  check_identity (self);
  parse_held (self, held);
  if (open_database (self))
    {
      check_log (self);
      check_counts (self);
      check_files (self);
      conclude_log (self);
      conclude_held (self);
    }
  state_limits (self);
}

static gboolean
is_absent (int folder)
{
  return faccessat (folder, "vault.json", F_OK, AT_SYMLINK_NOFOLLOW) != 0 && faccessat (folder, "vault.db", F_OK, AT_SYMLINK_NOFOLLOW) != 0;
}

static void
verifier_clear (Verifier *self)
{
  decant_log_close (self->log);
  decant_identity_free (self->identity);
  decant_checkpoint_free (self->held);
  g_hash_table_unref (self->failures);
  g_hash_table_unref (self->artifacts);
  g_free (self->last_time);
}

static DecantVerification *
verification_new (void)
{
  DecantVerification *self = g_new0 (DecantVerification, 1);

  self->findings = g_ptr_array_new_with_free_func ((GDestroyNotify) finding_free);
  self->clean = TRUE;
  return self;
}

DecantVerification *
decant_verifier_run (const char *folder, const char *held, DecantVerifierProgress progress, gpointer user_data, GCancellable *cancellable, GError **error)
{
  g_auto (DecantFd) fd = decant_folder_open (folder, TRUE, error);
  g_autoptr (DecantVerification) report = NULL;
  Verifier self = { .progress = progress, .user_data = user_data, .cancellable = cancellable, .path = folder, .folder = fd };

  if (fd < 0)
    return NULL;
  if (is_absent (fd) || sodium_init () < 0)
    {
      g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_ABSENT, "There is no vault in %s.", folder);
      return NULL;
    }
  self.report = report = verification_new ();
  self.failures = g_hash_table_new (g_str_hash, g_str_equal);
  self.artifacts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  run (&self, held);
  verifier_clear (&self);
  return g_cancellable_set_error_if_cancelled (cancellable, error) ? NULL : g_steal_pointer (&report);
}
