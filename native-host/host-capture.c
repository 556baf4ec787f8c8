/* SPDX-License-Identifier: GPL-3.0-or-later */
/* capture.begin, capture.chunk, capture.commit, capture.abort: from a client's bytes to a durable entry. */
#include "native-host/host.h"

#include <string.h>

/* A capture that is being received. */
typedef struct {
  DecantStaging *staging;
  JsonObject *record;
  GPtrArray *artifacts; /* of DecantArtifactInfo */
  char *case_id;
} HostCapture;

static void
capture_free (gpointer data)
{
  HostCapture *self = data;

  decant_staging_free (self->staging);
  json_object_unref (self->record);
  g_ptr_array_unref (self->artifacts);
  g_free (self->case_id);
  g_free (self);
}

GHashTable *
host_captures_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, capture_free);
}

/* The host has no keys: it opens the vault to append, and can read nothing that is sealed. It never makes one. */
static DecantVault *
open_vault (Host *self, GError **error)
{
  if (self->vault == NULL)
    self->vault = decant_vault_open (self->vault_folder, DECANT_VAULT_WRITE, error);
  return self->vault;
}

/* --- begin ------------------------------------------------------------------------------------------------ */

static GPtrArray *
copy_offers (const DecantRequest *request)
{
  GPtrArray *artifacts = g_ptr_array_new_with_free_func ((GDestroyNotify) decant_artifact_info_free);

  for (guint i = 0; i < request->begin.n_offers; i++)
    {
      const DecantOffer *offer = &request->begin.offers[i];
      g_ptr_array_add (artifacts, decant_artifact_info_new (offer->id, offer->role, offer->media_type, offer->size, offer->sha256));
    }
  return artifacts;
}

static gboolean
same_artifacts (const GPtrArray *a, const GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    {
      const DecantArtifactInfo *x = g_ptr_array_index (a, i), *y = g_ptr_array_index (b, i);
      if (x->size != y->size || strcmp (x->id, y->id) != 0 || strcmp (x->role, y->role) != 0
          || strcmp (x->media_type, y->media_type) != 0 || strcmp (x->sha256, y->sha256) != 0)
        return FALSE;
    }
  return TRUE;
}

/* The open capture that a client begins again; what was begun with another content under the same id is dropped. */
static HostCapture *
find_same (Host *self, const DecantRequest *request, const GPtrArray *artifacts)
{
  HostCapture *open = g_hash_table_lookup (self->captures, request->begin.capture);

  if (open != NULL && json_object_equal (open->record, request->begin.record) && same_artifacts (open->artifacts, artifacts)
      && strcmp (open->case_id, request->begin.case_id) == 0)
    return open;
  g_hash_table_remove (self->captures, request->begin.capture);
  return NULL;
}

/* The record as it becomes an entry: with the word on who signed it, which is the host's to say. */
static JsonObject *
add_pairing (Host *self, const DecantRequest *request, const GPtrArray *artifacts, GError **error)
{
  g_autofree char *text = NULL;
  JsonObject *record;
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  if (!decant_pairings_update (self->pairings, self->vault, error)
      || (text = decant_pairing_text (decant_vault_get_id (self->vault), request->begin.capture, request->begin.case_id, request->begin.record,
                                      artifacts, error)) == NULL)
    return NULL;
  record = json_object_new ();
  json_object_iter_init_ordered (&iter, request->begin.record);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    json_object_set_member (record, name, json_node_copy (value));
  json_object_set_object_member (record, "pairing", decant_pairings_judge (self->pairings, text, request->begin.pairing, request->begin.signature));
  return record;
}

static HostCapture *
begin_capture (Host *self, const DecantRequest *request, GPtrArray *artifacts, GError **error)
{
  HostCapture *capture;
  DecantStaging *staging;
  g_autoptr (JsonObject) record = NULL;

  if (g_hash_table_size (self->captures) >= HOST_MAX_CAPTURES)
    {
      g_set_error (error, DECANT_WIRE_ERROR, DECANT_WIRE_ERROR_TOO_MANY,
                   "Expected at most %d open captures, saw one more. Commit or abort one first.", HOST_MAX_CAPTURES);
      return NULL;
    }
  record = add_pairing (self, request, artifacts, error);
  if (record == NULL)
    return NULL;
  staging = decant_staging_begin (self->vault, request->begin.capture, record, artifacts, request->begin.case_id, error);
  if (staging == NULL)
    return NULL;
  capture = g_new0 (HostCapture, 1);
  capture->staging = staging;
  capture->record = json_object_ref (request->begin.record);
  capture->artifacts = g_ptr_array_ref (artifacts);
  capture->case_id = g_strdup (request->begin.case_id);
  g_hash_table_insert (self->captures, g_strdup (request->begin.capture), capture);
  return capture;
}

static void
write_received (DecantJsonWriter *writer, const HostCapture *capture)
{
  decant_json_begin_object (writer, "received");
  for (guint i = 0; i < capture->artifacts->len; i++)
    {
      const DecantArtifactInfo *info = g_ptr_array_index (capture->artifacts, i);
      decant_json_int (writer, info->id, decant_staging_get_received (capture->staging, info->id));
    }
  decant_json_end_object (writer);
}

static void
write_receipt (DecantJsonWriter *writer, const DecantReceipt *receipt, gboolean repeated)
{
  decant_json_int (writer, "entry", receipt->entry);
  decant_json_string (writer, "leaf", receipt->leaf);
  decant_json_string (writer, "checkpoint", receipt->checkpoint);
  decant_json_boolean (writer, "repeated", repeated);
}

static void
send_begun (Host *self, const DecantRequest *request, const HostCapture *open, const DecantReceipt *committed)
{
  DecantJsonWriter *writer = host_begin_reply (self, request);

  decant_json_string (writer, "capture", request->begin.capture);
  decant_json_string (writer, "state", committed != NULL ? "committed" : "open");
  if (committed != NULL)
    {
      decant_json_begin_object (writer, "committed");
      write_receipt (writer, committed, TRUE);
      decant_json_end_object (writer);
    }
  else
    write_received (writer, open);
  host_send_reply (self);
}

gboolean
host_capture_begin (Host *self, const DecantRequest *request, GError **error)
{
  g_autoptr (GPtrArray) artifacts = copy_offers (request);
  g_autoptr (DecantReceipt) committed = NULL;
  g_autoptr (GError) failure = NULL;
  HostCapture *open = NULL;

  if (open_vault (self, error) == NULL)
    return FALSE;
  committed = decant_vault_find_capture (self->vault, request->begin.capture, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (committed == NULL)
    {
      open = find_same (self, request, artifacts);
      if (open == NULL && (open = begin_capture (self, request, artifacts, error)) == NULL)
        return FALSE;
    }
  send_begun (self, request, open, committed);
  return TRUE;
}

/* --- chunk, commit, abort --------------------------------------------------------------------------------- */

static HostCapture *
find_open (Host *self, const char *id, GError **error)
{
  HostCapture *open = g_hash_table_lookup (self->captures, id);

  if (open == NULL)
    g_set_error_literal (error, DECANT_WIRE_ERROR, DECANT_WIRE_ERROR_NOT_FOUND,
                         "Expected an open capture, saw the id of none. Begin it again under the same id.");
  return open;
}

gboolean
host_capture_chunk (Host *self, const DecantRequest *request, GError **error)
{
  HostCapture *open = find_open (self, request->chunk.capture, error);
  guint64 received = 0;
  DecantJsonWriter *writer;

  if (open == NULL)
    return FALSE;
  if (!decant_staging_write (open->staging, request->chunk.artifact, request->chunk.offset, request->chunk.data, request->chunk.length, &received, error))
    {
      g_string_printf (self->error_members, "\"received\":%" G_GUINT64_FORMAT, received);
      return FALSE;
    }
  writer = host_begin_reply (self, request);
  decant_json_string (writer, "capture", request->chunk.capture);
  decant_json_string (writer, "artifact", request->chunk.artifact);
  decant_json_int (writer, "received", received);
  host_send_reply (self);
  return TRUE;
}

static DecantReceipt *
commit_open (Host *self, HostCapture *open, GError **error)
{
  g_autofree char *actor = decant_vault_dup_actor (self->vault);
  DecantReceipt *receipt = decant_staging_commit (open->staging, actor, error);

  if (receipt == NULL)
    {
      DecantJsonWriter writer = DECANT_JSON_WRITER (self->error_members);
      write_received (&writer, open);
    }
  return receipt;
}

/* A capture that is not open may have been committed by an earlier process, whose answer was lost. */
static DecantReceipt *
find_committed (Host *self, const char *id, GError **error)
{
  g_autoptr (GError) failure = NULL;
  DecantReceipt *receipt = NULL;

  if (open_vault (self, &failure) != NULL)
    receipt = decant_vault_find_capture (self->vault, id, &failure);
  if (receipt == NULL && (failure == NULL || g_error_matches (failure, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_ABSENT)))
    find_open (self, id, error); /* not there either: say so */
  else if (receipt == NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  return receipt;
}

gboolean
host_capture_commit (Host *self, const DecantRequest *request, GError **error)
{
  HostCapture *open = g_hash_table_lookup (self->captures, request->commit.capture);
  g_autoptr (DecantReceipt) receipt = open != NULL ? commit_open (self, open, error) : find_committed (self, request->commit.capture, error);
  DecantJsonWriter *writer;

  if (receipt == NULL)
    return FALSE;
  g_hash_table_remove (self->captures, request->commit.capture);
  if (open != NULL && !receipt->repeated)
    self->n_captures++;
  writer = host_begin_reply (self, request);
  decant_json_string (writer, "capture", request->commit.capture);
  write_receipt (writer, receipt, open == NULL || receipt->repeated);
  host_send_reply (self);
  return TRUE;
}

gboolean
host_capture_abort (Host *self, const DecantRequest *request, GError **error)
{
  DecantJsonWriter *writer;

  g_hash_table_remove (self->captures, request->abort.capture);
  writer = host_begin_reply (self, request);
  decant_json_string (writer, "capture", request->abort.capture);
  decant_json_string (writer, "state", "aborted");
  host_send_reply (self);
  return TRUE;
}
