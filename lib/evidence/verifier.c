/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/verifier.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "evidence/artifact-cipher.h"
#include "evidence/artifact-store.h"
#include "evidence/canonical-json.h"
#include "evidence/entry.h"
#include "evidence/epochs.h"
#include "evidence/folder.h"
#include "evidence/identity.h"
#include "evidence/log.h"
#include "evidence/merkle.h"

#define FAILURES_MAX 100 /* of one check */

typedef struct
{
  DecantVerification *report;
  DecantVerifierProgress progress;
  gpointer user_data;
  GCancellable *cancellable;
  const char *path;
  int folder;
  DecantIdentity *identity; /* NULL if vault.json is damaged */
  DecantKeys *keys;         /* NULL: locked */
  DecantLog *log;
  DecantCheckpoint *held; /* NULL if there is none, or none that can be read */
  gboolean held_signed;   /* by the key in force at its size */
  gboolean held_met;      /* the tree had its root at its size */
  DecantEpochs *epochs; /* NULL if vault.json is damaged */
  const DecantVerifierKey *signer; /* must have signed the checkpoint of `edge` */
  DecantMerkleEdge edge;
  GHashTable *failures;  /* check → number of failures */
  GHashTable *artifacts; /* name of a file → itself: seen in an entry */
  GHashTable *erased;    /* number → entry that its tombstone names, until that entry was seen to say so */
  guint64 nodes, captures, artifact_rows, unsynchronised, steps_back, n_erased;
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

static void G_GNUC_PRINTF (4, 5) fail (Verifier *self, const char *check, gint64 entry, const char *format, ...)
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

static void G_GNUC_PRINTF (3, 4) note (Verifier *self, const char *check, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  add_finding (self, DECANT_FINDING_NOTE, check, -1, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

/* The closing word on a check: that it holds, or how many failures were not told. */
static void G_GNUC_PRINTF (3, 4) conclude (Verifier *self, const char *check, const char *format, ...)
{
  guint n = count_failures (self, check);
  va_list arguments;

  if (n > FAILURES_MAX)
    add_finding (self, DECANT_FINDING_FAILURE, check, -1,
                 g_strdup_printf ("… and %u more of this kind.", n - FAILURES_MAX));
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

static void
check_identity (Verifier *self, DecantKeys *keys)
{
  g_autoptr (GError) error = NULL;

  self->identity = decant_identity_load (self->folder, &error);
  if (self->identity == NULL)
    fail (self, "vault", -1, "%s Signatures, and whether entries are of this vault, could not be checked.",
          error->message);
  else if (keys != NULL && self->identity->format == 2 && !decant_identity_is_owned_by (self->identity, keys))
    fail (self, "vault", -1, "The keys are those of another vault: what is sealed could not be checked.");
  else if (self->identity->format == 2)
    self->keys = keys;
  if (self->identity != NULL)
    self->epochs = decant_epochs_new (self->identity->key, self->identity->owner);
}

/* The table of epochs says what the log says: writers go by it. */
static void
check_epochs (Verifier *self)
{
  g_auto (DecantLogEpoch) epoch = { 0 };
  g_autofree char *key = decant_verifier_key_to_text (self->epochs->key);
  g_autoptr (GError) error = NULL;

  if (decant_log_get_version (self->log) == 1)
    return;
  if (!decant_log_read_epoch (self->log, &epoch, &error))
    fail (self, "signature", -1, "%s", error->message);
  else if (epoch.number != self->epochs->number || !g_str_equal (epoch.key, key))
    fail (self, "signature", -1, "Expected the table of epochs to end with the key that the log gives to the host, saw another.");
}

/* The signing key is looked at too, if it is there: it must be the one in force. */
static void
check_signing_key (Verifier *self)
{
  g_autoptr (GError) error = NULL;

  if (self->epochs == NULL)
    return;
  check_epochs (self);
  if (faccessat (self->folder, "host.key", F_OK, AT_SYMLINK_NOFOLLOW) != 0 && faccessat (self->folder, "host.key.next", F_OK, AT_SYMLINK_NOFOLLOW) != 0)
    note (self, "vault", "There is no host.key: entries can be read and proven, none can be added.");
  else if (!decant_identity_load_secret (self->identity, self->folder, "host.key.next", self->epochs->key, NULL)
           && !decant_identity_load_secret (self->identity, self->folder, "host.key", self->epochs->key, &error))
    fail (self, "vault", -1, "%s", error->message);
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

  if (sqlite3_prepare_v2 (decant_log_get_database (self->log), sql, -1, &statement, NULL) == SQLITE_OK
      && sqlite3_step (statement) == SQLITE_ROW)
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
    self->log = decant_log_open (database, self->identity == NULL ? 0 : self->identity->format, FALSE, &error);
  if (self->log == NULL || !decant_log_begin_read (self->log, &error))
    {
      fail (self, "database", -1, "vault.db cannot be read: %s",
            error == NULL ? "its folder is gone." : error->message);
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
    fail (self, "tree", index << level,
          "Expected the stored hash of entries %" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT
          " to be that of their leaves, saw another or none.",
          index << level, ((index + 1) << level) - 1);
  return TRUE;
}

/* An artifact as its entry names it: the file, and what is inside for who has the key. */
typedef struct
{
  const char *id, *name;           /* of the file: its SHA-256 */
  guint64 size;                    /* of the file */
  const DecantArtifactInfo *plain; /* NULL: locked, or the file is the plain bytes itself */
  const guint8 *key;
} NamedFile;

/* What the file deciphers to has the size and digest of the plain bytes. */
static void
check_plain (Verifier *self, guint64 entry, const NamedFile *file, int fd)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantArtifactReader) reader = decant_artifact_reader_new (fd, self->identity->id, file->key, &error);
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 block[4096];
  gssize n = -1;

  while (reader != NULL && !g_cancellable_is_cancelled (self->cancellable)
         && (n = decant_artifact_reader_read (reader, block, sizeof block, &error)) > 0)
    g_checksum_update (sum, block, n);
  sodium_memzero (block, sizeof block);
  if (n < 0)
    fail (self, "artifact", entry, "The artifact %s cannot be deciphered: %s", file->id, error->message);
  else if (n == 0
           && (decant_artifact_reader_get_size (reader) != file->plain->size
               || !g_str_equal (g_checksum_get_string (sum), file->plain->sha256)))
    fail (self, "artifact", entry,
          "The artifact %s (%s) was changed: expected %" G_GUINT64_FORMAT
          " bytes with SHA-256 %s, saw %" G_GUINT64_FORMAT " with %s.",
          file->id, file->plain->role, file->plain->size, file->plain->sha256, decant_artifact_reader_get_size (reader),
          g_checksum_get_string (sum));
}

static void
check_file (Verifier *self, guint64 entry, const NamedFile *file)
{
  guint64 size = 0;
  g_autoptr (GError) error = NULL;
  g_auto (DecantFd) fd = decant_artifact_store_open (self->folder, file->name, &size, &error);
  g_autofree char *seen = fd < 0 ? NULL : decant_artifact_store_hash (fd, self->cancellable, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (fd < 0 && g_error_matches (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_NOT_FOUND))
    fail (self, "artifact", entry, "The artifact %s was deleted: expected the file artifacts/%.2s/%s.", file->id,
          file->name, file->name);
  else if (seen == NULL)
    fail (self, "artifact", entry, "The artifact %s cannot be read: %s", file->id, error->message);
  else if (size != file->size || !g_str_equal (seen, file->name))
    fail (self, "artifact", entry,
          "The artifact %s was changed: expected a file of %" G_GUINT64_FORMAT
          " bytes with SHA-256 %s, saw %" G_GUINT64_FORMAT " with %s.",
          file->id, file->size, file->name, size, seen);
  else if (file->key != NULL && file->plain != NULL)
    check_plain (self, entry, file, fd);
}

static void
check_artifact (Verifier *self, const DecantEntry *entry, const NamedFile *file)
{
  DecantDigest digest;

  self->artifact_rows++;
  if (!decant_digest_from_hex (file->name, &digest))
    {
      fail (self, "artifact", entry->number, "Expected a SHA-256 for artifact %s, saw something else.", file->id);
      return;
    }
  if (decant_log_has_artifact (self->log, file->name, NULL) != 1)
    fail (self, "artifact", entry->number, "The artifact %s is missing from the table of artifacts.", file->id);
  if (g_hash_table_add (self->artifacts, g_strdup (file->name)) && entry->erased_by < 0)
    check_file (self, entry->number, file);
  advance (self);
}

static const DecantArtifactInfo *
find_info (const DecantEntry *entry, const char *id)
{
  for (guint i = 0; i < entry->artifacts->len; i++)
    if (g_str_equal (((DecantArtifactInfo *) entry->artifacts->pdata[i])->id, id))
      return entry->artifacts->pdata[i];
  return NULL;
}

static const guint8 *
find_key (const GPtrArray *keys, const char *id)
{
  for (guint i = 0; keys != NULL && i < keys->len; i++)
    if (g_str_equal (((DecantArtifactKey *) keys->pdata[i])->id, id))
      return ((DecantArtifactKey *) keys->pdata[i])->key;
  return NULL;
}

static const char *
text_member (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : "";
}

/* The files of a sealed entry, as vault_artifacts names them; with keys each must have its plain artifact. */
static void
check_sealed_artifacts (Verifier *self, const DecantEntry *entry, const GPtrArray *keys)
{
  JsonNode *node = json_object_get_member (entry->fields, "vault_artifacts");
  JsonArray *files = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  guint n = files == NULL ? 0 : json_array_get_length (files);

  for (guint i = 0; i < n && !g_cancellable_is_cancelled (self->cancellable); i++)
    {
      JsonNode *item = json_array_get_element (files, i);
      JsonObject *object = JSON_NODE_HOLDS_OBJECT (item) ? json_node_get_object (item) : NULL;
      NamedFile file = { .id = object == NULL ? "" : text_member (object, "id"),
                         .name = object == NULL ? "" : text_member (object, "name") };

      file.size = object == NULL ? 0 : json_object_get_int_member_with_default (object, "size", 0);
      file.plain = find_info (entry, file.id);
      file.key = find_key (keys, file.id);
      if (!entry->open_only && (file.plain == NULL || file.key == NULL))
        fail (self, "artifact", entry->number,
              "Expected the sealed part to know the artifact %s and its key, saw none.", file.id);
      check_artifact (self, entry, &file);
    }
  if (!entry->open_only && entry->artifacts->len != n)
    fail (self, "artifact", entry->number, "Expected %u files for its artifacts, saw %u.", entry->artifacts->len, n);
}

static void
check_artifacts (Verifier *self, const DecantEntry *entry, const GPtrArray *keys)
{
  if (decant_log_get_version (self->log) != 1)
    {
      check_sealed_artifacts (self, entry, keys);
      return;
    }
  for (guint i = 0; i < entry->artifacts->len && !g_cancellable_is_cancelled (self->cancellable); i++)
    {
      const DecantArtifactInfo *info = entry->artifacts->pdata[i];
      const NamedFile file = { .id = info->id, .name = info->sha256, .size = info->size };

      check_artifact (self, entry, &file);
    }
}

static void
check_capture (Verifier *self, const DecantEntry *entry)
{
  JsonNode *capture = json_object_get_member (entry->fields, "capture");

  if (capture == NULL || json_node_get_value_type (capture) != G_TYPE_STRING)
    return;
  self->captures++;
  if (decant_log_find_capture (self->log, json_node_get_string (capture), NULL) != (gint64) entry->number)
    fail (self, "capture", entry->number,
          "Expected the table of captures to name this entry for its capture, saw another or none: a capture sent "
          "again would be logged twice.");
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
    note (self, "clock", "The clock went back before entry %" G_GUINT64_FORMAT ": %s after %s.", entry->number,
          entry->time, self->last_time);
  g_free (self->last_time);
  self->last_time = g_strdup (entry->time);
}

/* An entry that names the owner's keys must name those of vault.json: else whoever could use host.key has put in
 * others, to which new entries would be sealed. */
static void
check_owner (Verifier *self, const DecantEntry *entry)
{
  JsonNode *node = json_object_get_member (entry->fields, "vault_keys");
  g_autofree char *owner = NULL;
  g_autofree char *seal = NULL;
  JsonObject *named;

  if (node == NULL || self->identity == NULL || self->identity->format != 2)
    return;
  named = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  owner = decant_verifier_key_to_text (self->identity->owner);
  seal = decant_base64_encode (self->identity->seal, sizeof self->identity->seal);
  if (named == NULL || !g_str_equal (text_member (named, "owner"), owner)
      || !g_str_equal (text_member (named, "seal"), seal))
    fail (self, "vault", entry->number,
          "Expected vault.json to name the owner's keys that entry %" G_GUINT64_FORMAT
          " names, saw others: they were exchanged.",
          entry->number);
}

static void
note_erased (Verifier *self, const DecantEntry *entry)
{
  gint64 *number = g_new (gint64, 1), *by = g_new (gint64, 1);

  *number = entry->number;
  *by = entry->erased_by;
  self->n_erased++;
  g_hash_table_insert (self->erased, number, by);
}

/* What an entry says that it erased must be gone, by a tombstone that names this entry. */
static void
check_erasure (Verifier *self, const DecantEntry *entry)
{
  JsonNode *node = json_object_get_member (entry->fields, "vault_erased");
  JsonArray *numbers = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; numbers != NULL && i < json_array_get_length (numbers); i++)
    {
      gint64 number = json_array_get_int_element (numbers, i);
      const gint64 *by = g_hash_table_lookup (self->erased, &number);

      if (by == NULL || *by != (gint64) entry->number)
        fail (self, "leaf", entry->number,
              "Entry %" G_GUINT64_FORMAT " says that it erased entry %" G_GINT64_FORMAT ", which is not so.",
              entry->number, number);
      else
        g_hash_table_remove (self->erased, &number);
    }
}

/* A tombstone that no entry vouches for was put there by hand. */
static void
check_tombstones (Verifier *self)
{
  GHashTableIter iter;
  gpointer number, by;

  g_hash_table_iter_init (&iter, self->erased);
  while (g_hash_table_iter_next (&iter, &number, &by))
    fail (self, "leaf", *(gint64 *) number,
          "Entry %" G_GINT64_FORMAT " was taken away: its tombstone names entry %" G_GINT64_FORMAT
          ", which does not say that it erased it.",
          *(gint64 *) number, *(gint64 *) by);
}

/* Columns: 2 leaf, 3 open or all disclosures, 5 key, 6 ciphertext, 7 the entry that erased it. */
static DecantLogEntry
make_row (Verifier *self, guint64 number, const DecantDigest *hash, sqlite3_stmt *row)
{
  DecantLogEntry entry = { .number = number, .hash = *hash, .open = "", .erased_by = -1 };
  const char *text = (const char *) sqlite3_column_text (row, 3);

  entry.leaf = (const char *) sqlite3_column_text (row, 2);
  entry.leaf_length = sqlite3_column_bytes (row, 2);
  if (decant_log_get_version (self->log) == 1)
    {
      entry.disclosures = text == NULL ? "" : text;
      entry.disclosures_length = sqlite3_column_bytes (row, 3);
      return entry;
    }
  entry.open = text == NULL ? "" : text;
  entry.open_length = sqlite3_column_bytes (row, 3);
  entry.key = sqlite3_column_blob (row, 5);
  entry.key_length = sqlite3_column_bytes (row, 5);
  entry.ciphertext = sqlite3_column_blob (row, 6);
  entry.ciphertext_length = sqlite3_column_bytes (row, 6);
  entry.has_sealed = sqlite3_column_type (row, 6) != SQLITE_NULL;
  if (sqlite3_column_type (row, 7) != SQLITE_NULL)
    entry.erased_by = sqlite3_column_int64 (row, 7);
  return entry;
}

/* An entry may begin a new epoch of the host's key; who has to sign its checkpoint then follows from it. */
static void
follow_epoch (Verifier *self, const DecantEntry *entry)
{
  JsonNode *value = json_object_get_member (entry->fields, DECANT_EPOCH_FIELD);
  DecantDigest root = decant_merkle_edge_root (&self->edge);
  g_autofree char *before = NULL;
  g_autoptr (GError) error = NULL;
  const DecantVerifierKey *signer;

  if (value == NULL || self->epochs == NULL)
    return;
  before = decant_checkpoint_text (self->identity->origin, self->edge.size, &root);
  signer = decant_epochs_step (self->epochs, value, before, &error);
  if (signer == NULL)
    fail (self, "signature", entry->number, "%s", error->message);
  else
    self->signer = signer;
}

static const char *
text_of (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : "";
}

/* A signature that an entry states is over a checkpoint of this log, from before the entry, and holds. */
static gboolean
statement_holds (Verifier *self, guint64 number, JsonObject *value, const DecantVerifierKey *key)
{
  g_autofree char *text = g_strdup_printf ("%s\n%s\n", text_of (value, "checkpoint"), text_of (value, "signature")), *note = NULL;
  g_autoptr (DecantCheckpoint) stated = decant_checkpoint_parse (text, strlen (text), NULL);
  g_autoptr (DecantCheckpoint) ours = NULL;

  if (key == NULL || stated == NULL || stated->size > number || !decant_checkpoint_is_signed_by (stated, key))
    return FALSE;
  note = decant_log_read_checkpoint (self->log, stated->size, NULL);
  ours = note == NULL ? NULL : decant_checkpoint_parse (note, strlen (note), NULL);
  return ours != NULL && g_str_equal (ours->text, stated->text);
}

/* What owner and second persons are said to have signed. Whose key a second person's is, the reader must know. */
static void
check_statements (Verifier *self, const DecantEntry *entry)
{
  static const char *const fields[] = { "vault_countersigned", "vault_cosigned" };

  for (guint i = 0; i < G_N_ELEMENTS (fields) && self->identity != NULL; i++)
    {
      JsonNode *node = json_object_get_member (entry->fields, fields[i]);
      JsonObject *value = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      g_autoptr (DecantVerifierKey) person = i == 0 || value == NULL ? NULL : decant_verifier_key_parse (text_of (value, "key"), NULL);

      if (node != NULL && (value == NULL || !statement_holds (self, entry->number, value, i == 0 ? self->identity->owner : person)))
        fail (self, "signature", entry->number, "Entry %" G_GUINT64_FORMAT " says that %s signed a checkpoint, which is not so: somebody who could use the host's key wrote it.",
              entry->number, i == 0 ? "the owner" : "a second person");
    }
}

static void
check_entry (Verifier *self, guint64 number, const DecantDigest *hash, sqlite3_stmt *row)
{
  DecantLogEntry stored = make_row (self, number, hash, row);
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantEntry) entry = NULL;
  g_autoptr (GPtrArray) keys = NULL;

  if (stored.leaf == NULL)
    {
      fail (self, "leaf", number, "Entry %" G_GUINT64_FORMAT " was deleted: its leaf is in the tree, its text is gone.",
            number);
      return;
    }
  entry = decant_entry_read (&stored, self->identity == NULL ? NULL : self->identity->id, self->keys, &keys, &error);
  if (entry == NULL)
    {
      fail (self, "leaf", number, "%s", error->message);
      return;
    }
  if (entry->erased_by >= 0)
    note_erased (self, entry);
  if (!entry->open_only)
    {
      check_time (self, entry);
      check_capture (self, entry);
    }
  check_owner (self, entry);
  follow_epoch (self, entry);
  check_statements (self, entry);
  check_erasure (self, entry);
  check_artifacts (self, entry, keys);
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
      fail (self, "checkpoint", size - 1, "Expected a checkpoint of %" G_GUINT64_FORMAT " entries, saw %s.", size,
            text == NULL ? "none" : "text that is no checkpoint");
      return;
    }
  self->report->checkpoints++;
  if (checkpoint->size != size)
    fail (self, "checkpoint", size - 1,
          "Expected a checkpoint of %" G_GUINT64_FORMAT " entries, saw one of %" G_GUINT64_FORMAT ".", size,
          checkpoint->size);
  else if (!decant_digest_equal (&checkpoint->root, &root))
    fail (self, "tree", size - 1,
          "The first %" G_GUINT64_FORMAT
          " entries do not give the root that their checkpoint states: entries were changed after it was signed.",
          size);
  if (self->identity == NULL)
    return;
  if (!g_str_equal (checkpoint->origin, self->identity->origin))
    fail (self, "checkpoint", size - 1, "Expected a checkpoint of this vault, saw one of another (%s).", checkpoint->origin);
  if (!decant_checkpoint_is_signed_by (checkpoint, self->signer))
    fail (self, "signature", size - 1, "The checkpoint of %" G_GUINT64_FORMAT " entries is not signed by the key in force: it was changed, or made by somebody else.", size);
}

/* --- the log ------------------------------------------------------------------------------------------------ */

static void
meet_held (Verifier *self)
{
  DecantDigest root = decant_merkle_edge_root (&self->edge);

  if (self->held != NULL && self->held->size == self->edge.size)
    {
      self->held_met = decant_digest_equal (&self->held->root, &root);
      self->held_signed = self->signer != NULL && decant_checkpoint_is_signed_by (self->held, self->signer);
    }
}

/* Row: idx, hash, leaf, open, note, key, ciphertext, tombstone. FALSE where going on makes no sense. */
static gboolean
check_row (Verifier *self, sqlite3_stmt *row)
{
  guint64 number = self->edge.size;
  DecantDigest hash;

  if ((guint64) sqlite3_column_int64 (row, 0) != number)
    {
      fail (self, "tree", number,
            "Entry %" G_GUINT64_FORMAT " was taken out of the log: the next leaf is %" G_GINT64_FORMAT ".", number,
            (gint64) sqlite3_column_int64 (row, 0));
      return FALSE;
    }
  if (sqlite3_column_bytes (row, 1) != DECANT_DIGEST_SIZE)
    {
      fail (self, "tree", number, "Expected 32 bytes for leaf %" G_GUINT64_FORMAT ", saw something else.", number);
      return FALSE;
    }
  memcpy (hash.bytes, sqlite3_column_blob (row, 1), DECANT_DIGEST_SIZE);
  self->signer = self->epochs == NULL ? NULL : self->epochs->key;
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
  static const char *const sql[] = {
    "SELECT l.idx, l.hash, e.leaf, e.disclosures, c.note FROM leaves l LEFT JOIN entries e ON e.number = l.idx "
    "LEFT JOIN checkpoints c ON c.size = l.idx + 1 ORDER BY l.idx",
    "SELECT l.idx, l.hash, e.leaf, e.open, c.note, s.key, s.ciphertext, t.entry FROM leaves l LEFT JOIN entries e ON "
    "e.number = l.idx "
    "LEFT JOIN checkpoints c ON c.size = l.idx + 1 LEFT JOIN sealed s ON s.number = l.idx LEFT JOIN tombstones t ON "
    "t.erased = l.idx ORDER BY l.idx",
  };
  sqlite3 *db = decant_log_get_database (self->log);
  sqlite3_stmt *statement = NULL;
  int code = sqlite3_prepare_v2 (db, sql[decant_log_get_version (self->log) - 1], -1, &statement, NULL);

  decant_merkle_edge_init (&self->edge);
  meet_held (self);
  while (code == SQLITE_OK && !g_cancellable_is_cancelled (self->cancellable)
         && (code = sqlite3_step (statement)) == SQLITE_ROW)
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
  const struct
  {
    const char *sql, *check, *what;
    guint64 expected;
    gboolean of_fields, of_sealed, new;
  } counts[] = {
    { "SELECT count(*) FROM leaves", "tree", "leaves", self->edge.size },
    { "SELECT count(*) FROM nodes", "tree", "hashes of subtrees", self->nodes },
    { "SELECT count(*) FROM entries", "leaf", "entries", self->edge.size },
    { "SELECT count(*) FROM checkpoints", "checkpoint", "checkpoints", self->edge.size },
    { "SELECT count(*) FROM captures", "capture", "captures", self->captures, TRUE, TRUE },
    { "SELECT count(*) FROM artifacts", "artifact", "rows of artifacts", self->artifact_rows, TRUE },
    { "SELECT count(*) FROM sealed", "leaf", "sealed entries", self->edge.size - self->n_erased, TRUE, FALSE, TRUE },
    { "SELECT count(*) FROM epochs", "signature", "keys of the host", self->epochs == NULL ? 0 : self->epochs->number + 1, TRUE, FALSE, TRUE },
    { "SELECT count(*) FROM tombstones", "leaf", "tombstones", self->n_erased, TRUE, FALSE, TRUE },
  };
  gboolean old = decant_log_get_version (self->log) == 1;

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      gint64 seen;

      /* What an entry that cannot be read would have named is not known. */
      if ((counts[i].of_fields && count_failures (self, "leaf") > 0)
          || (counts[i].of_sealed && (self->report->locked || self->n_erased > 0)) || (counts[i].new &&old))
        continue;
      seen = query_count (self, counts[i].sql);
      if (seen != (gint64) counts[i].expected)
        fail (self, counts[i].check, -1,
              "Expected %" G_GUINT64_FORMAT " %s as the log has them, saw %" G_GINT64_FORMAT ".", counts[i].expected,
              counts[i].what, seen);
    }
}

/* --- files that nothing names ------------------------------------------------------------------------------- */

static gboolean
visit_artifact (int shelf, const char *name, gpointer user_data)
{
  Verifier *self = user_data;

  if (!g_hash_table_contains (self->artifacts, name))
    note (self, "artifact",
          "No entry names the file %s in artifacts/: left over from a commit that failed, being committed now, or put "
          "there by somebody.",
          name);
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
  note (user_data, "staging",
        "staging/%s holds what is being received, or was when a program died. It is no evidence yet; the next program "
        "that writes removes it if nobody uses it.",
        name);
  return TRUE;
}

static gboolean
visit_top (int folder, const char *name, gpointer user_data)
{
  static const char *const known[] = { "vault.json",   "keys.json",    "host.key",  "host.key.next", "vault.db",
                                       "vault.db-wal", "vault.db-shm", "artifacts", "staging",       NULL };

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
      fail (self, "held", -1,
            "The held checkpoint is of another vault (%s): it is the wrong one, or the vault was replaced as a whole.",
            held->origin);
      return;
    }
  if (held->size <= self->edge.size && self->identity != NULL && !self->held_signed)
    fail (self, "held", -1, "The held checkpoint is not signed by the key that this vault had then: it was changed, or the vault was made anew under another key.");
  if (held->size > self->edge.size)
    fail (self, "held", -1,
          "Entries were cut off the end: the held checkpoint knows %" G_GUINT64_FORMAT
          " entries, the vault has %" G_GUINT64_FORMAT ".",
          held->size, self->edge.size);
  else if (!self->held_met)
    fail (self, "held", -1,
          "History was rewritten: the first %" G_GUINT64_FORMAT
          " entries are not those that the held checkpoint signed. Whoever did it could sign for this vault, or its "
          "signatures fail too.",
          held->size);
  conclude (self, "held",
            "The vault continues the held checkpoint: its %" G_GUINT64_FORMAT
            " entries are the first of %" G_GUINT64_FORMAT ".",
            held->size, self->edge.size);
}

/* --- conclusions -------------------------------------------------------------------------------------------- */

static void
conclude_log (Verifier *self)
{
  guint64 n = self->edge.size;

  conclude (self, "database", "The database is whole: tables, triggers and links are those of a vault.");
  if (self->report->locked)
    conclude (self, "leaf",
              "Every leaf of %" G_GUINT64_FORMAT
              " entries has its hash, and what was sealed has the digest that its leaf states.",
              n);
  else
    conclude (self, "leaf", "Every field of %" G_GUINT64_FORMAT " entries has the digest that its leaf states.", n);
  conclude (self, "tree", "%" G_GUINT64_FORMAT " leaves give the root of each checkpoint.", n);
  conclude (self, "checkpoint", "There is one checkpoint for each of %" G_GUINT64_FORMAT " commits.", n);
  if (self->identity != NULL)
    conclude (self, "signature", "Every checkpoint is signed by the key in force, the last of %" G_GUINT64_FORMAT " that the host had.", self->epochs->number + 1);
  if (!self->report->locked)
    conclude (self, "capture", "%" G_GUINT64_FORMAT " captures, each logged once.", self->captures);
  if (self->n_erased > 0)
    note (self, "leaf",
          "%" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT
          " entries were erased: their leaves stand, what they said is gone.",
          self->n_erased, n);
  conclude (self, "artifact", "%u artifacts have the size and SHA-256 of their entries.",
            g_hash_table_size (self->artifacts));
  if (self->unsynchronised > 0)
    note (self, "clock",
          "%" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT
          " entries were logged while the system did not vouch for its clock.",
          self->unsynchronised, n);
}

static void
state_limits (Verifier *self)
{
  if (self->report->locked)
    note (self, "limits",
          "The vault was verified locked: that the sealed fields are those of their leaves, and what artifacts "
          "decipher to, shows only with its keys.");
  if (self->held == NULL)
    note (self, "limits",
          "Entries cut off the end, or a history rewritten by who can use host.key, show only against a checkpoint "
          "that somebody else holds: none was given.");
  else
    note (self, "limits",
          "For entries after the held checkpoint: a cut end, or a rewrite by who can use host.key, shows only against "
          "a later checkpoint held elsewhere.");
  note (self, "limits",
        "That a page was really served by its address cannot be proven on this machine; the entries show what the "
        "browser reported, unchanged since it was logged.");
  note (self, "limits",
        "Times are what this machine's clock said. Order is proven; that an entry is no older than it says is not.");
}

/* --- the whole ---------------------------------------------------------------------------------------------- */

static void
run (Verifier *self, DecantKeys *keys, const char *held)
{
  check_folder (self);
  check_identity (self, keys);
  parse_held (self, held);
  if (open_database (self))
    {
      self->report->locked = decant_log_get_version (self->log) != 1 && self->keys == NULL;
      check_log (self);
      check_signing_key (self);
      check_tombstones (self);
      check_counts (self);
      check_files (self);
      conclude_log (self);
      conclude_held (self);
    }
  if (self->identity != NULL)
    conclude (self, "vault", "vault.json is as it was signed: vault %s, made %s.", self->identity->id,
              self->identity->created);
  state_limits (self);
}

static gboolean
is_absent (int folder)
{
  return faccessat (folder, "vault.json", F_OK, AT_SYMLINK_NOFOLLOW) != 0
         && faccessat (folder, "vault.db", F_OK, AT_SYMLINK_NOFOLLOW) != 0;
}

static void
verifier_clear (Verifier *self)
{
  decant_log_close (self->log);
  decant_identity_free (self->identity);
  decant_epochs_free (self->epochs);
  decant_checkpoint_free (self->held);
  g_hash_table_unref (self->failures);
  g_hash_table_unref (self->artifacts);
  g_hash_table_unref (self->erased);
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
decant_verifier_run (const char *folder,
                     DecantKeys *keys,
                     const char *held,
                     DecantVerifierProgress progress,
                     gpointer user_data,
                     GCancellable *cancellable,
                     GError **error)
{
  g_auto (DecantFd) fd = decant_folder_open (folder, TRUE, error);
  g_autoptr (DecantVerification) report = NULL;
  Verifier self
      = { .progress = progress, .user_data = user_data, .cancellable = cancellable, .path = folder, .folder = fd };

  if (fd < 0)
    return NULL;
  if (is_absent (fd) || sodium_init () < 0)
    {
      g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_ABSENT, "There is no vault in %s.", folder);
      return NULL;
    }
  self.report = report = verification_new ();
  self.failures = g_hash_table_new (g_str_hash, g_str_equal);
  self.erased = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self.artifacts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  run (&self, keys, held);
  verifier_clear (&self);
  return g_cancellable_set_error_if_cancelled (cancellable, error) ? NULL : g_steal_pointer (&report);
}
