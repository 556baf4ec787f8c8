/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/migration.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "evidence/artifact-cipher.h"
#include "evidence/artifact-store.h"
#include "evidence/folder.h"
#include "evidence/merkle.h"
#include "evidence/vault-private.h"
#include "evidence/verifier.h"

#define BESIDE ".decant-vault-"

typedef struct
{
  const char *folder;  /* absolute */
  char *parent, *path; /* path: the new folder, beside */
  DecantVault *old;    /* opened to read */
  DecantVault *sealed; /* being made */
  sqlite3 *lock;       /* holds the old log's write lock */
  DecantMerkleEdge edge;
} Migration;

static gboolean
broken (GError **error, const char *what)
{
  g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_BROKEN, "%s", what);
  return FALSE;
}

/* --- one statement ------------------------------------------------------------------------------------------ */

static gboolean
execute (sqlite3 *db, const char *sql, const char *doing, GError **error)
{
  int code = sqlite3_exec (db, sql, NULL, NULL, NULL);

  if (code == SQLITE_OK)
    return TRUE;
  g_set_error (error, DECANT_VAULT_ERROR,
               (code & 0xff) == SQLITE_BUSY   ? DECANT_VAULT_ERROR_BUSY
               : (code & 0xff) == SQLITE_FULL ? DECANT_VAULT_ERROR_FULL
                                              : DECANT_VAULT_ERROR_IO,
               "Could not %s: %s. The vault is as it was; try again.", doing, sqlite3_errmsg (db));
  return FALSE;
}

/* @a, @b: text or NULL; in the order of the statement's ?1 ?2 ?3 ?4. */
static gboolean
insert (Migration *self, const char *sql, gint64 first, const char *a, const char *b, gint64 size, GError **error)
{
  sqlite3 *db = decant_log_get_database (self->sealed->log);
  sqlite3_stmt *statement = NULL;
  int code = sqlite3_prepare_v2 (db, sql, -1, &statement, NULL);

  if (code == SQLITE_OK)
    {
      sqlite3_bind_int64 (statement, 1, first);
      sqlite3_bind_text (statement, 2, a, -1, SQLITE_STATIC);
      sqlite3_bind_text (statement, 3, b, -1, SQLITE_STATIC);
      sqlite3_bind_int64 (statement, 4, size);
      code = sqlite3_step (statement);
    }
  sqlite3_finalize (statement);
  return code == SQLITE_DONE || decant_log_set_error (self->sealed->log, code, "note what was sealed", error);
}

/* --- one artifact ------------------------------------------------------------------------------------------- */

static gboolean
pour (int from, DecantArtifactWriter *writer, GError **error)
{
  guint8 block[65536];
  gssize n;
  gboolean ok = TRUE;

  while (ok && (n = read (from, block, sizeof block)) != 0)
    ok = n < 0 ? (errno == EINTR || decant_vault_set_error_from_errno (error, errno, "read an artifact"))
               : decant_artifact_writer_write (writer, block, n, error);
  sodium_memzero (block, sizeof block);
  return ok && decant_artifact_writer_finish (writer, error);
}

/* A file that was made; its row comes after that of its entry. */
typedef struct
{
  char *id, *name;
  guint64 size;
} SealedFile;

static void
sealed_file_free (gpointer data)
{
  SealedFile *self = data;

  g_free (self->id);
  g_free (self->name);
  g_free (self);
}

static SealedFile *
place (Migration *self, const char *id, DecantArtifactWriter *writer, int fd, GError **error)
{
  const char *name = decant_artifact_writer_get_name (writer);
  SealedFile *file;

  if (fsync (fd) != 0)
    {
      decant_vault_set_error_from_errno (error, errno, "put an artifact on the disk");
      return NULL;
    }
  if (!decant_artifact_store_put (self->sealed->fd, self->sealed->fd, "incoming", name, error))
    return NULL;
  file = g_new0 (SealedFile, 1);
  file->id = g_strdup (id);
  file->name = g_strdup (name);
  file->size = decant_artifact_writer_get_file_size (writer);
  return file;
}

/* Each entry gets its own copy under its own key, so that erasing one leaves the others as they are. */
static SealedFile *
seal_file (Migration *self, const DecantArtifactInfo *info, GPtrArray *keys, GError **error)
{
  guint64 size = 0;
  g_auto (DecantFd) from = decant_artifact_store_open (self->old->fd, info->sha256, &size, error);
  g_auto (DecantFd) to = -1;
  g_autoptr (DecantArtifactWriter) writer = NULL;
  SealedFile *file;

  if (from < 0)
    return NULL;
  to = openat (self->sealed->fd, "incoming", O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (to < 0)
    {
      decant_vault_set_error_from_errno (error, errno, "seal an artifact");
      return NULL;
    }
  writer = decant_artifact_writer_new (to, self->old->identity->id, size, error);
  if (writer == NULL || !pour (from, writer, error) || (file = place (self, info->id, writer, to, error)) == NULL)
    return NULL;
  g_ptr_array_add (keys, decant_artifact_key_new (info->id, decant_artifact_writer_get_key (writer)));
  return file;
}

static gboolean
add_file (Migration *self, guint64 entry, const SealedFile *file, GError **error)
{
  return decant_log_add_artifact (self->sealed->log, file->name, entry, file->id, error)
         && insert (self, "INSERT INTO migrated_artifacts (entry, id, name, size) VALUES (?1, ?2, ?3, ?4)", entry,
                    file->id, file->name, file->size, error);
}

/* --- one entry ---------------------------------------------------------------------------------------------- */

static gboolean
add_capture (Migration *self, const DecantEntry *entry, GError **error)
{
  JsonNode *capture = json_object_get_member (entry->fields, "capture");

  return capture == NULL || json_node_get_value_type (capture) != G_TYPE_STRING
         || decant_log_add_capture (self->sealed->log, json_node_get_string (capture), entry->number, error);
}

static gboolean
add_checkpoint (Migration *self, GError **error)
{
  g_autofree char *note = decant_log_read_checkpoint (self->old->log, self->edge.size, error);

  return note != NULL && decant_log_add_checkpoint (self->sealed->log, self->edge.size, note, error);
}

/* The leaf as it was; the disclosures sealed. */
static gboolean
add_sealed (Migration *self, const DecantLogEntry *row, GPtrArray *keys, GError **error)
{
  g_autoptr (GBytes) plain = decant_seal_plain_write (row->disclosures, row->disclosures_length, keys, error);
  g_autoptr (DecantSealed) sealed = NULL;
  g_autofree char *leaf = g_strndup (row->leaf, row->leaf_length);
  g_autofree char *sha256 = NULL;
  DecantDigest digest;
  gsize length;
  const guint8 *ciphertext;

  if (plain == NULL
      || (sealed = decant_seal (self->old->identity->id, row->number, self->sealed->identity->seal, plain, error))
             == NULL)
    return FALSE;
  ciphertext = g_bytes_get_data (sealed->ciphertext, &length);
  digest = decant_sealed_digest (sealed->wrapped, sizeof sealed->wrapped, ciphertext, length);
  sha256 = decant_digest_to_hex (&digest);
  return decant_merkle_edge_append (&self->edge, &row->hash, decant_log_write_node, self->sealed->log, error)
         && decant_log_add_entry (self->sealed->log, row->number, leaf, "", error)
         && decant_log_add_sealed (self->sealed->log, row->number, sealed, error)
         && insert (self, "INSERT INTO migrated (number, sha256, size) VALUES (?1, ?2, ?4)", row->number, sha256, NULL,
                    sizeof sealed->wrapped + length, error);
}

static GPtrArray *
seal_files (Migration *self, const DecantEntry *entry, GPtrArray *keys, GError **error)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (sealed_file_free);

  for (guint i = 0; i < entry->artifacts->len; i++)
    {
      SealedFile *file = seal_file (self, entry->artifacts->pdata[i], keys, error);

      if (file == NULL)
        return NULL;
      g_ptr_array_add (files, file);
    }
  return g_steal_pointer (&files);
}

static gboolean
migrate_row (const DecantLogEntry *row, gpointer user_data, GError **error)
{
  Migration *self = user_data;
  g_autoptr (DecantEntry) entry = decant_entry_read (row, self->old->identity->id, NULL, NULL, error);
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func ((GDestroyNotify) decant_artifact_key_free);
  g_autoptr (GPtrArray) files = entry == NULL ? NULL : seal_files (self, entry, keys, error);

  if (files == NULL || !add_sealed (self, row, keys, error) || !add_capture (self, entry, error)
      || !add_checkpoint (self, error))
    return FALSE;
  for (guint i = 0; i < files->len; i++)
    if (!add_file (self, row->number, files->pdata[i], error))
      return FALSE;
  return TRUE;
}

/* --- the digest of it all ----------------------------------------------------------------------------------- */

static gboolean
digest_rows (sqlite3 *db, const char *sql, GChecksum *sum)
{
  sqlite3_stmt *statement = NULL;
  int code = sqlite3_prepare_v2 (db, sql, -1, &statement, NULL);

  while (code == SQLITE_OK && (code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      g_checksum_update (sum, sqlite3_column_text (statement, 0), sqlite3_column_bytes (statement, 0));
      g_checksum_update (sum, (const guint8 *) "\n", 1);
      code = SQLITE_OK;
    }
  sqlite3_finalize (statement);
  return code == SQLITE_DONE;
}

char *
decant_migration_digest (gpointer database)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);

  if (!digest_rows (database, "SELECT number || ' ' || sha256 || ' ' || size FROM migrated ORDER BY number", sum)
      || !digest_rows (
          database,
          "SELECT entry || ' ' || id || ' ' || name || ' ' || size FROM migrated_artifacts ORDER BY entry, id", sum))
    return NULL;
  return g_strdup (g_checksum_get_string (sum));
}

/* The entry that says it, signed by the same key as all before. */
static gboolean
add_last_entry (Migration *self, GError **error)
{
  DecantVault *vault = self->sealed;
  g_autofree char *digest = decant_migration_digest (decant_log_get_database (vault->log));
  g_autofree char *actor = decant_vault_dup_actor (vault);
  g_autoptr (JsonObject) open = decant_vault_describe_keys (vault->identity);
  g_autoptr (DecantDraft) draft = NULL;
  g_autoptr (DecantReceipt) receipt = NULL;
  JsonObject *migrated = json_object_new ();

  json_object_set_int_member (migrated, "entries", self->edge.size);
  json_object_set_string_member (migrated, "digest", digest == NULL ? "" : digest);
  json_object_set_object_member (open, "vault_migrated", migrated);
  if (digest == NULL)
    return broken (error, "What was sealed could not be read back. The vault is as it was; try again.");
  draft = decant_vault_draft_act (vault, "vault.migrated", DECANT_WRITER_VAULT, actor, NULL, open, error);
  return draft != NULL && (receipt = decant_vault_append_draft (vault, draft, error)) != NULL;
}

/* --- the new folder ----------------------------------------------------------------------------------------- */

static gboolean
add_first_epoch (Migration *self, GError **error)
{
  g_autofree char *key = decant_vault_dup_verifier_key (self->sealed);
  const DecantLogEpoch epoch = { .key = key, .started = self->sealed->identity->created };

  return decant_log_add_epoch (self->sealed->log, &epoch, error);
}

/* All in one transaction: it is there whole or not at all. An empty vault has nothing that an epoch could begin with
 * but the entry that says that it was sealed. */
static gboolean
write_log (Migration *self, GError **error)
{
  DecantLog *log = self->sealed->log;

  decant_merkle_edge_init (&self->edge);
  if (!decant_log_begin (log, error))
    return FALSE;
  if (decant_log_read_entries (self->old->log, 0, G_MAXINT64, migrate_row, self, error) && add_last_entry (self, error)
      && add_first_epoch (self, error))
    return decant_log_commit (log, error);
  decant_log_rollback (log);
  return FALSE;
}

static gboolean
make_folders (DecantVault *vault, GError **error)
{
  if (mkdirat (vault->fd, "artifacts", 0700) == 0 && mkdirat (vault->fd, "staging", 0700) == 0
      && decant_folder_write_file (vault->fd, DECANT_VAULT_DATABASE, "", 0))
    return TRUE;
  return decant_vault_set_error_from_errno (error, errno, "make the folder of the sealed vault");
}

static gboolean
fill_folder (Migration *self, DecantKeys *keys, DecantVaultFill fill, gpointer user_data, GError **error)
{
  DecantVault *vault = self->sealed;
  g_autofree char *database = g_build_filename (self->path, DECANT_VAULT_DATABASE, NULL);

  if (!make_folders (vault, error) || !decant_log_create (database, error)
      || (vault->identity = decant_identity_create_sealed (vault->fd, self->old->identity, keys, error)) == NULL
      || (vault->log = decant_log_open (database, 2, TRUE, error)) == NULL || !write_log (self, error)
      || (fill != NULL && !fill (vault->fd, vault->identity->id, user_data, error)))
    return FALSE;
  return fsync (vault->fd) == 0 || decant_vault_set_error_from_errno (error, errno, "put the sealed vault on the disk");
}

static gboolean
make_beside (Migration *self, DecantKeys *keys, DecantVaultFill fill, gpointer user_data, GError **error)
{
  self->path = g_build_filename (self->parent, BESIDE "XXXXXX", NULL);
  if (g_mkdtemp_full (self->path, 0700) == NULL)
    return decant_vault_set_error_from_errno (error, errno, "make the folder of the sealed vault");
  if ((self->sealed = decant_vault_new (self->path, TRUE, error)) == NULL)
    return FALSE;
  self->sealed->fd = open (self->path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (self->sealed->fd < 0)
    return decant_vault_set_error_from_errno (error, errno, "open the folder of the sealed vault");
  return fill_folder (self, keys, fill, user_data, error);
}

/* What was made must verify as a stranger would, with the keys too, before it takes the place of anything. */
static gboolean
check_made (Migration *self, DecantKeys *keys, GError **error)
{
  g_autoptr (DecantVerification) report = NULL;

  g_clear_pointer (&self->sealed, decant_vault_close); /* SQLite must let go of the file before it moves */
  report = decant_verifier_run (self->path, keys, NULL, NULL, NULL, NULL, error);
  if (report == NULL)
    return FALSE;
  return report->clean || broken (error, "The sealed vault did not verify. The old vault is as it was; try again.");
}

/* --- the old folder ----------------------------------------------------------------------------------------- */

/* The write lock, so that nothing is added while it is copied. Hosts wait 5 s, then say that the vault is busy. */
static gboolean
lock_old (Migration *self, const char *folder, GError **error)
{
  g_autofree char *database = g_build_filename (folder, DECANT_VAULT_DATABASE, NULL);

  if (sqlite3_open_v2 (database, &self->lock, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW, NULL) != SQLITE_OK)
    return broken (error, "The old vault's database could not be opened for writing. Nothing was changed.");
  sqlite3_busy_timeout (self->lock, 5000);
  return execute (self->lock, "PRAGMA foreign_keys = OFF; PRAGMA secure_delete = ON; BEGIN IMMEDIATE",
                  "lock the old vault", error);
}

/* A host that has it open still finds no tables and cannot add: nothing is acknowledged that nobody would find. */
static gboolean
empty_old (Migration *self, GError **error)
{
  return execute (
      self->lock,
      "DROP TABLE artifacts; DROP TABLE captures; DROP TABLE checkpoints; DROP TABLE entries; DROP TABLE nodes; "
      "DROP TABLE leaves; COMMIT; PRAGMA wal_checkpoint (TRUNCATE)",
      "empty the old vault", error);
}

static gboolean
remove_item (int folder, const char *name, gpointer unused)
{
  g_auto (DecantFd) inside = decant_folder_open_inside (folder, name);

  if (inside >= 0)
    decant_folder_visit (inside, remove_item, NULL);
  return unlinkat (folder, name, inside >= 0 ? AT_REMOVEDIR : 0) == 0;
}

static gboolean
remove_folder (const char *path)
{
  g_auto (DecantFd) fd = open (path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

  if (fd >= 0)
    decant_folder_visit (fd, remove_item, NULL);
  return rmdir (path) == 0;
}

/* Old and new change places: at each moment one of them is there. */
static gboolean
exchange (Migration *self, GError **error)
{
  g_auto (DecantFd) parent = open (self->parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (parent < 0 || renameat2 (AT_FDCWD, self->path, AT_FDCWD, self->folder, RENAME_EXCHANGE) != 0
      || fsync (parent) != 0)
    return decant_vault_set_error_from_errno (error, errno, "put the sealed vault in the place of the old one");
  return TRUE;
}

static gboolean
check_old (Migration *self, GError **error)
{
  g_autoptr (DecantVerification) report = NULL;

  if (decant_vault_is_sealed (self->old))
    return broken (error, "Expected a vault of an older Decant, saw one that is sealed. Nothing was changed.");
  report = decant_verifier_run (self->folder, NULL, NULL, NULL, NULL, NULL, error);
  if (report == NULL)
    return FALSE;
  return report->clean
         || broken (error,
                    "The old vault does not verify, so it is not sealed: nothing is signed on top of a damaged log. "
                    "See “decantctl verify”, keep its folder under another name, and make a new vault.");
}

/* --- the whole ---------------------------------------------------------------------------------------------- */

static void
migration_clear (Migration *self)
{
  decant_vault_close (self->old);
  decant_vault_close (self->sealed);
  sqlite3_close (self->lock);
  g_free (self->parent);
  g_free (self->path);
}

static gboolean
run (Migration *self, DecantKeys *keys, DecantVaultFill fill, gpointer user_data, GError **error)
{
  gboolean ok;

  if ((self->old = decant_vault_open (self->folder, DECANT_VAULT_READ, error)) == NULL || !check_old (self, error)
      || !lock_old (self, self->folder, error)
      || !decant_identity_load_secret (self->old->identity, self->old->fd, "host.key", self->old->identity->key, error))
    return FALSE;
  ok = make_beside (self, keys, fill, user_data, error) && check_made (self, keys, error) && exchange (self, error);
  g_clear_pointer (&self->sealed, decant_vault_close);
  if (!ok)
    {
      if (self->path != NULL)
        remove_folder (self->path);
      return FALSE;
    }
  /* The vault is sealed. What follows only clears up, and is done again by the next sweep. */
  g_clear_pointer (&self->old, decant_vault_close);
  if (empty_old (self, NULL))
    remove_folder (self->path);
  return TRUE;
}

gboolean
decant_migration_run (const char *folder, DecantKeys *keys, DecantVaultFill fill, gpointer user_data, GError **error)
{
  g_autofree char *absolute = g_canonicalize_filename (folder, NULL);
  Migration self = { .folder = absolute, .parent = g_path_get_dirname (absolute) };
  gboolean ok = run (&self, keys, fill, user_data, error);

  migration_clear (&self);
  return ok;
}

gboolean
decant_migration_is_needed (const char *folder)
{
  g_autoptr (DecantVault) vault = decant_vault_open (folder, DECANT_VAULT_READ, NULL);

  return vault != NULL && !decant_vault_is_sealed (vault);
}

/* --- what is left over -------------------------------------------------------------------------------------- */

typedef struct
{
  const char *parent;
  DecantVault *vault; /* in its place */
  gboolean kept;      /* something that must not go */
} Sweep;

/* An old vault that a host added to between the exchange and the emptying must be kept. */
static gboolean
may_go (Sweep *self, const char *path, const DecantIdentity *identity)
{
  g_autoptr (DecantVault) left = identity->format == 1 ? decant_vault_open (path, DECANT_VAULT_READ, NULL) : NULL;
  gint64 size = left == NULL ? 0 : decant_vault_get_size (left, NULL);

  if (identity->format != 1)
    return !decant_vault_is_sealed (self->vault); /* a sealed one that never took its place */
  return decant_vault_is_sealed (self->vault) && size < decant_vault_get_size (self->vault, NULL);
}

static gboolean
sweep_one (int parent, const char *name, gpointer user_data)
{
  Sweep *self = user_data;
  g_auto (DecantFd) fd = g_str_has_prefix (name, BESIDE) ? decant_folder_open_inside (parent, name) : -1;
  g_autoptr (DecantIdentity) identity = fd < 0 ? NULL : decant_identity_load (fd, NULL);
  g_autofree char *path = g_build_filename (self->parent, name, NULL);

  if (identity == NULL || !g_str_equal (identity->id, decant_vault_get_id (self->vault)))
    return TRUE;
  if (may_go (self, path, identity))
    remove_folder (path);
  else
    self->kept = TRUE;
  return TRUE;
}

gboolean
decant_migration_sweep (const char *folder, GError **error)
{
  g_autofree char *absolute = g_canonicalize_filename (folder, NULL);
  g_autofree char *parent = g_path_get_dirname (absolute);
  g_autoptr (DecantVault) vault = decant_vault_open (folder, DECANT_VAULT_READ, error);
  g_auto (DecantFd) fd = open (parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  Sweep sweep = { parent, vault, FALSE };

  if (vault == NULL)
    return FALSE;
  if (fd >= 0)
    decant_folder_visit (fd, sweep_one, &sweep);
  return !sweep.kept
         || broken (error, "Beside the vault lies an older copy of it (" BESIDE
                           "…) with entries that it does not have. Keep it, "
                           "and verify it with “decantctl verify --vault”.");
}
