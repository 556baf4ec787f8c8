/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "evidence/artifact-cipher.h"
#include "evidence/artifact-store.h"
#include "evidence/canonical-json.h"
#include "evidence/folder.h"
#include "evidence/rotate.h"
#include "evidence/vault-private.h"

#define STAGING "staging"

/* One artifact on its way in. */
typedef struct
{
  DecantArtifactInfo *info;
  char *name; /* of the file in this process's staging folder */
  int fd;
  DecantArtifactWriter *writer; /* enciphers what arrives: plain bytes never come to the disk */
  GChecksum *sum;               /* of the plain bytes */
  gboolean placed;              /* moved into the store */
} Incoming;

struct _DecantStaging
{
  DecantVault *vault;
  char *capture;
  char *case_id;
  JsonObject *record;
  GPtrArray *incoming; /* element-type Incoming */
};

/* --- the folder --------------------------------------------------------------------------------------------- */

static gboolean
remove_file (int folder, const char *name, gpointer unused)
{
  unlinkat (folder, name, 0);
  return TRUE;
}

/* The lock is on the folder itself, so that no moment exists in which it stands there without one to find. */
static int
open_locked (int staging, const char *name)
{
  g_auto (DecantFd) fd = decant_folder_open_inside (staging, name);
  struct stat state;

  if (fd < 0 || flock (fd, LOCK_EX | LOCK_NB) != 0 || fstat (fd, &state) != 0)
    return -1;
  if (state.st_nlink == 0) /* swept between mkdir and flock */
    {
      errno = EAGAIN;
      return -1;
    }
  return g_steal_fd (&fd);
}

gboolean
decant_staging_folder_open (DecantVault *self, GError **error)
{
  g_auto (DecantFd) staging = -1;

  if (self->staging_fd >= 0)
    return TRUE;
  staging = decant_folder_ensure_inside (self->fd, STAGING);
  for (int attempt = 0; staging >= 0 && self->staging_fd < 0 && attempt < 8; attempt++)
    {
      g_autofree char *name = g_strdup_printf ("%d-%08x", (int) getpid (), g_random_int ());

      if (mkdirat (staging, name, 0700) != 0)
        break;
      self->staging_fd = open_locked (staging, name);
      if (self->staging_fd >= 0)
        self->staging = g_steal_pointer (&name);
      else if (errno != EAGAIN && errno != ENOENT)
        break;
    }
  return self->staging_fd >= 0 || decant_vault_set_error_from_errno (error, errno, "make a staging folder");
}

static void
remove_folder (int staging, int folder, const char *name)
{
  decant_folder_visit (folder, remove_file, NULL);
  unlinkat (staging, name, AT_REMOVEDIR);
}

void
decant_staging_folder_close (DecantVault *self)
{
  g_auto (DecantFd) staging = -1;

  if (self->staging_fd < 0)
    return;
  staging = decant_folder_open_inside (self->fd, STAGING);
  if (staging >= 0)
    remove_folder (staging, self->staging_fd, self->staging);
  self->staging_fd = decant_close (self->staging_fd);
  g_clear_pointer (&self->staging, g_free);
}

static gboolean
sweep_one (int staging, const char *name, gpointer unused)
{
  g_auto (DecantFd) folder = open_locked (staging, name);

  if (folder >= 0)
    remove_folder (staging, folder, name);
  return TRUE;
}

void
decant_staging_folder_sweep (DecantVault *self)
{
  g_auto (DecantFd) staging = decant_folder_open_inside (self->fd, STAGING);

  if (staging >= 0)
    decant_folder_visit (staging, sweep_one, NULL);
}

/* --- receiving ---------------------------------------------------------------------------------------------- */

static gboolean G_GNUC_PRINTF (3, 4) refuse (GError **error, DecantVaultError code, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_propagate_error (error, g_error_new_valist (DECANT_VAULT_ERROR, code, format, arguments));
  va_end (arguments);
  return FALSE;
}

static void
incoming_free (Incoming *self)
{
  decant_artifact_writer_free (self->writer);
  if (self->fd >= 0)
    decant_close (self->fd);
  g_checksum_free (self->sum);
  decant_artifact_info_free (self->info);
  g_free (self->name);
  g_free (self);
}

/* (Re)starts the file, under a new key. */
static gboolean
restart (Incoming *self, DecantVault *vault, GError **error)
{
  g_clear_pointer (&self->writer, decant_artifact_writer_free);
  g_checksum_reset (self->sum);
  if (ftruncate (self->fd, 0) != 0 || lseek (self->fd, 0, SEEK_SET) < 0)
    return decant_vault_set_error_from_errno (error, errno, "keep what arrives");
  self->writer = decant_artifact_writer_new (self->fd, vault->identity->id, self->info->size, error);
  return self->writer != NULL;
}

static Incoming *
incoming_new (DecantVault *vault, const DecantArtifactInfo *info, GError **error)
{
  Incoming *self = g_new0 (Incoming, 1);

  self->info = decant_artifact_info_copy (info);
  self->name = g_strdup_printf ("%u", vault->n_staged++);
  self->sum = g_checksum_new (G_CHECKSUM_SHA256);
  self->fd = openat (vault->staging_fd, self->name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (self->fd < 0)
    decant_vault_set_error_from_errno (error, errno, "keep what arrives");
  else if (restart (self, vault, error))
    return self;
  incoming_free (self);
  return NULL;
}

static Incoming *
find_incoming (DecantStaging *self, const char *artifact)
{
  for (guint i = 0; i < self->incoming->len; i++)
    {
      Incoming *incoming = self->incoming->pdata[i];

      if (g_strcmp0 (incoming->info->id, artifact) == 0)
        return incoming;
    }
  return NULL;
}

static gboolean
check_ids (const char *capture, const char *case_id, GError **error)
{
  if (capture == NULL || !decant_id_is_valid (capture))
    return refuse (error, DECANT_VAULT_ERROR_INVALID, "Expected “capture” to be 1–64 of A–Z a–z 0–9 . _ : -");
  if (case_id == NULL || (*case_id != '\0' && !decant_id_is_valid (case_id)))
    return refuse (error, DECANT_VAULT_ERROR_INVALID, "Expected “case” to be empty or 1–64 of A–Z a–z 0–9 . _ : -");
  return TRUE;
}

DecantStaging *
decant_staging_begin (DecantVault *vault,
                      const char *capture,
                      JsonObject *record,
                      GPtrArray *artifacts,
                      const char *case_id,
                      GError **error)
{
  g_autoptr (DecantStaging) self = NULL;

  if (!decant_vault_check_writable (vault, error) || !check_ids (capture, case_id, error)
      || !decant_capture_check (record, artifacts, error) || !decant_staging_folder_open (vault, error))
    return NULL;
  self = g_new0 (DecantStaging, 1);
  self->vault = vault;
  self->capture = g_strdup (capture);
  self->case_id = g_strdup (case_id);
  self->record = json_object_ref (record);
  self->incoming = g_ptr_array_new_with_free_func ((GDestroyNotify) incoming_free);
  for (guint i = 0; artifacts != NULL && i < artifacts->len; i++)
    {
      Incoming *incoming = incoming_new (vault, artifacts->pdata[i], error);

      if (incoming == NULL)
        return NULL;
      g_ptr_array_add (self->incoming, incoming);
    }
  return g_steal_pointer (&self);
}

static guint64
received (const Incoming *self)
{
  return self->writer == NULL ? 0 : decant_artifact_writer_get_received (self->writer);
}

static gboolean
check_digest (Incoming *self, DecantVault *vault, GError **error)
{
  g_autoptr (GChecksum) sum = g_checksum_copy (self->sum);

  if (g_str_equal (g_checksum_get_string (sum), self->info->sha256))
    return TRUE;
  restart (self, vault, NULL); /* if the disk refuses even that, nothing more is accepted */
  return refuse (error, DECANT_VAULT_ERROR_DIGEST,
                 "The bytes of artifact %s do not have the SHA-256 that was stated for them. Send it again.",
                 self->info->id);
}

static gboolean
receive (Incoming *self, DecantVault *vault, guint64 offset, const guint8 *data, gsize length, GError **error)
{
  guint64 before = received (self);
  gboolean ok;

  if (self->writer == NULL || offset != before)
    return refuse (error, DECANT_VAULT_ERROR_ORDER,
                   "Expected bytes of artifact %s from %" G_GUINT64_FORMAT " on, saw %" G_GUINT64_FORMAT ".",
                   self->info->id, before, offset);
  if (length > self->info->size - before)
    return refuse (error, DECANT_VAULT_ERROR_INVALID, "Expected %" G_GUINT64_FORMAT " bytes for artifact %s, saw more.",
                   self->info->size, self->info->id);
  ok = decant_artifact_writer_write (self->writer, data, length, error);
  g_checksum_update (self->sum, data, received (self) - before); /* a full disk may have stopped it half-way */
  return ok && (received (self) < self->info->size || check_digest (self, vault, error));
}

gboolean
decant_staging_write (DecantStaging *self,
                      const char *artifact,
                      guint64 offset,
                      const guint8 *data,
                      gsize length,
                      guint64 *so_far,
                      GError **error)
{
  Incoming *incoming = find_incoming (self, artifact);
  gboolean ok;

  if (incoming == NULL)
    {
      if (so_far != NULL)
        *so_far = 0;
      return refuse (error, DECANT_VAULT_ERROR_NOT_FOUND, "There is no artifact of that id in this capture.");
    }
  ok = receive (incoming, self->vault, offset, data, length, error);
  if (so_far != NULL)
    *so_far = received (incoming);
  return ok;
}

guint64
decant_staging_get_received (DecantStaging *self, const char *artifact)
{
  Incoming *incoming = find_incoming (self, artifact);

  return incoming == NULL ? 0 : received (incoming);
}

/* --- committing --------------------------------------------------------------------------------------------- */

/* Needs no keys: leaf and checkpoint are in the clear. */
static DecantReceipt *
repeated_receipt (DecantVault *vault, gint64 number, GError **error)
{
  g_autoptr (DecantReceipt) receipt = g_new0 (DecantReceipt, 1);
  g_autoptr (JsonObject) sound = decant_vault_read_open_fields (vault, number, error);
  DecantDigest leaf;

  /* A receipt promises the disk, whoever wrote the entry. */
  if (sound == NULL || !decant_log_read_node (0, number, &leaf, vault->log, error)
      || (vault->writable && !decant_log_sync (vault->log, error)))
    return NULL;
  receipt->entry = number;
  receipt->leaf = decant_digest_to_hex (&leaf);
  receipt->checkpoint = decant_vault_read_checkpoint_at (vault, number + 1, error);
  receipt->repeated = TRUE;
  return receipt->checkpoint == NULL ? NULL : g_steal_pointer (&receipt);
}

DecantReceipt *
decant_vault_find_capture (DecantVault *self, const char *capture, GError **error)
{
  gint64 number = decant_log_find_capture (self->log, capture, error);

  return number < 0 ? NULL : repeated_receipt (self, number, error);
}

static JsonNode *
describe_artifacts (DecantStaging *self)
{
  g_autoptr (JsonArray) array = json_array_new ();

  for (guint i = 0; i < self->incoming->len; i++)
    {
      const DecantArtifactInfo *info = ((Incoming *) self->incoming->pdata[i])->info;
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "id", info->id);
      json_object_set_string_member (object, "media_type", info->media_type);
      json_object_set_string_member (object, "role", info->role);
      json_object_set_string_member (object, "sha256", info->sha256);
      json_object_set_int_member (object, "size", info->size);
      json_array_add_object_element (array, object);
    }
  return json_node_init_array (json_node_alloc (), array);
}

/* The field vault_artifacts: the files, as a reader without keys sees them. */
static JsonNode *
describe_files (DecantStaging *self)
{
  g_autoptr (JsonArray) array = json_array_new ();

  for (guint i = 0; i < self->incoming->len; i++)
    {
      const Incoming *incoming = self->incoming->pdata[i];
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "id", incoming->info->id);
      json_object_set_string_member (object, "name", decant_artifact_writer_get_name (incoming->writer));
      json_object_set_int_member (object, "size", decant_artifact_writer_get_file_size (incoming->writer));
      json_array_add_object_element (array, object);
    }
  return json_node_init_array (json_node_alloc (), array);
}

static gboolean
add_files (DecantStaging *self, DecantDraft *draft, GError **error)
{
  g_autoptr (JsonNode) files = NULL;

  if (self->incoming->len == 0)
    return TRUE;
  for (guint i = 0; i < self->incoming->len; i++)
    {
      const Incoming *incoming = self->incoming->pdata[i];

      g_ptr_array_add (draft->keys,
                       decant_artifact_key_new (incoming->info->id, decant_artifact_writer_get_key (incoming->writer)));
    }
  files = describe_files (self);
  return decant_draft_add (draft, "vault_artifacts", files, error);
}

static DecantDraft *
make_draft (DecantStaging *self, const char *actor, GError **error)
{
  g_autoptr (DecantDraft) draft = decant_draft_new (self->vault->identity->id);
  g_autoptr (JsonNode) artifacts = describe_artifacts (self);

  if (actor == NULL || !decant_id_is_valid (actor))
    {
      refuse (error, DECANT_VAULT_ERROR_INVALID, "Expected “actor” to be 1–64 of A–Z a–z 0–9 . _ : -");
      return NULL;
    }
  if (!decant_draft_add_string (draft, "kind", "capture", error)
      || !decant_draft_add_string (draft, "actor", actor, error)
      || !decant_draft_add_string (draft, "capture", self->capture, error)
      || !decant_draft_add_string (draft, "case", self->case_id, error)
      || !decant_draft_add (draft, "artifacts", artifacts, error)
      || !decant_draft_add_members (draft, self->record, error) || !add_files (self, draft, error))
    return NULL;
  return g_steal_pointer (&draft);
}

/* All bytes are there, are the right ones, and are on the disk. Outside the lock: this may take a while. */
static gboolean
complete (DecantStaging *self, GError **error)
{
  for (guint i = 0; i < self->incoming->len; i++)
    {
      Incoming *incoming = self->incoming->pdata[i];

      if (received (incoming) != incoming->info->size)
        return refuse (error, DECANT_VAULT_ERROR_ORDER,
                       "Expected all %" G_GUINT64_FORMAT
                       " bytes of artifact %s before the commit, saw %" G_GUINT64_FORMAT ".",
                       incoming->info->size, incoming->info->id, received (incoming));
      if (!check_digest (incoming, self->vault, error) || !decant_artifact_writer_finish (incoming->writer, error))
        return FALSE;
      if (fsync (incoming->fd) != 0)
        {
          decant_vault_set_error_from_errno (error, errno, "put the artifact on the disk");
          /* What the kernel could not write it may have dropped, and the next fsync would not tell: all must come
           * again. */
          if (!incoming->placed)
            restart (incoming, self->vault, NULL);
          return FALSE;
        }
    }
  return TRUE;
}

/* Under the lock: the files come into the store, … */
static gboolean
place (DecantStaging *self, GError **error)
{
  for (guint i = 0; i < self->incoming->len; i++)
    {
      Incoming *incoming = self->incoming->pdata[i];

      if (!incoming->placed
          && !decant_artifact_store_put (self->vault->fd, self->vault->staging_fd, incoming->name,
                                         decant_artifact_writer_get_name (incoming->writer), error))
        return FALSE;
      incoming->placed = TRUE;
    }
  return TRUE;
}

/* … and, under a lock again, back out of it unless an entry names them meanwhile. */
static void
take_back (DecantStaging *self)
{
  DecantVault *vault = self->vault;
  gboolean any = FALSE;

  for (guint i = 0; i < self->incoming->len; i++)
    any = any || ((Incoming *) self->incoming->pdata[i])->placed;
  if (!any || !decant_log_begin (vault->log, NULL))
    return; /* they stay as files that no entry names: harmless, and the verifier says so */
  for (guint i = 0; i < self->incoming->len; i++)
    {
      Incoming *incoming = self->incoming->pdata[i];

      if (incoming->placed
          && decant_log_has_artifact (vault->log, decant_artifact_writer_get_name (incoming->writer), NULL) == 0
          && decant_artifact_store_take_back (vault->fd, vault->staging_fd, incoming->name,
                                              decant_artifact_writer_get_name (incoming->writer)))
        incoming->placed = FALSE;
    }
  decant_log_rollback (vault->log);
}

static gboolean
add_rows (DecantStaging *self, guint64 entry, GError **error)
{
  if (!decant_log_add_capture (self->vault->log, self->capture, entry, error))
    return FALSE;
  for (guint i = 0; i < self->incoming->len; i++)
    {
      const Incoming *incoming = self->incoming->pdata[i];

      if (!decant_log_add_artifact (self->vault->log, decant_artifact_writer_get_name (incoming->writer), entry,
                                    incoming->info->id, error))
        return FALSE;
    }
  return TRUE;
}

/* Under the lock. Another process may have committed the same capture meanwhile: its receipt, then. */
static DecantReceipt *
commit_locked (DecantStaging *self, DecantDraft *draft, GError **error)
{
  g_autoptr (DecantReceipt) receipt = NULL;
  gint64 earlier = decant_log_find_capture (self->vault->log, self->capture, error);

  if (earlier >= 0)
    return repeated_receipt (self->vault, earlier, error);
  if (earlier < -1 || !place (self, error) || (receipt = decant_vault_append_draft (self->vault, draft, error)) == NULL
      || !add_rows (self, receipt->entry, error))
    return NULL;
  return g_steal_pointer (&receipt);
}

/* The whole transaction. Whatever fails, the lock is free again. */
static DecantReceipt *
commit_draft (DecantStaging *self, DecantDraft *draft, GError **error)
{
  g_autoptr (DecantReceipt) receipt = NULL;

  if (!decant_vault_begin (self->vault, error))
    return NULL;
  receipt = commit_locked (self, draft, error);
  if (receipt == NULL || receipt->repeated)
    decant_log_rollback (self->vault->log);
  else if (!decant_log_commit (self->vault->log, error))
    return NULL;
  return g_steal_pointer (&receipt);
}

DecantReceipt *
decant_staging_commit (DecantStaging *self, const char *actor, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (DecantReceipt) receipt = decant_vault_find_capture (self->vault, self->capture, &local);
  g_autoptr (DecantDraft) draft = NULL;

  if (receipt == NULL && local == NULL && complete (self, &local) && (draft = make_draft (self, actor, &local)) != NULL)
    receipt = commit_draft (self, draft, &local);
  if (receipt != NULL)
    return g_steal_pointer (&receipt);
  /* After an I/O error nobody can say what of the commit is on the disk: its files stay. */
  if (!g_error_matches (local, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_IO))
    take_back (self);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

void
decant_staging_free (DecantStaging *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->incoming->len; i++)
    unlinkat (self->vault->staging_fd, ((Incoming *) self->incoming->pdata[i])->name, 0);
  g_ptr_array_unref (self->incoming);
  json_object_unref (self->record);
  g_free (self->capture);
  g_free (self->case_id);
  g_free (self);
}
