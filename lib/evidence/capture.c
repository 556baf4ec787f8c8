/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/capture.h"

#include <string.h>

#include "evidence/entry.h"

/* docs/PROTOCOL.md section 3, capture. */
#define RECORD_MAX (1024 * 1024)
#define RECORD_DEPTH 12
#define ARTIFACTS_MAX 64
#define ARTIFACT_MAX (256 * 1024 * 1024)
#define MEDIA_TYPE_MAX 127

/* --- artifact info ------------------------------------------------------------------------------------------ */

DecantArtifactInfo *
decant_artifact_info_new (const char *id, const char *role, const char *media_type, guint64 size, const char *sha256)
{
  DecantArtifactInfo *self = g_new0 (DecantArtifactInfo, 1);

  self->id = g_strdup (id);
  self->role = g_strdup (role);
  self->media_type = g_strdup (media_type);
  self->size = size;
  self->sha256 = sha256 == NULL ? NULL : g_ascii_strdown (sha256, -1);
  return self;
}

DecantArtifactInfo *
decant_artifact_info_copy (const DecantArtifactInfo *self)
{
  return decant_artifact_info_new (self->id, self->role, self->media_type, self->size, self->sha256);
}

void
decant_artifact_info_free (DecantArtifactInfo *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->role);
  g_free (self->media_type);
  g_free (self->sha256);
  g_free (self);
}

/* --- bounds ------------------------------------------------------------------------------------------------- */

static gboolean G_GNUC_PRINTF (2, 3)
refuse (GError **error, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_propagate_error (error, g_error_new_valist (DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID, format, arguments));
  va_end (arguments);
  return FALSE;
}

/* Size of the JSON, roughly: strings and names, a few bytes for the rest. FALSE beyond @depth levels. */
static gboolean
measure (JsonNode *value, int depth, gsize *size)
{
  *size += 8;
  if (depth < 0 || *size > RECORD_MAX)
    return FALSE;
  if (JSON_NODE_HOLDS_VALUE (value) && json_node_get_value_type (value) == G_TYPE_STRING)
    *size += strlen (json_node_get_string (value));
  else if (JSON_NODE_HOLDS_OBJECT (value))
    {
      JsonObjectIter iter;
      const char *name;
      JsonNode *child;

      json_object_iter_init (&iter, json_node_get_object (value));
      while (json_object_iter_next (&iter, &name, &child))
        {
          *size += strlen (name);
          if (!measure (child, depth - 1, size))
            return FALSE;
        }
    }
  else if (JSON_NODE_HOLDS_ARRAY (value))
    for (guint i = 0; i < json_array_get_length (json_node_get_array (value)); i++)
      if (!measure (json_array_get_element (json_node_get_array (value), i), depth - 1, size))
        return FALSE;
  return *size <= RECORD_MAX;
}

static gboolean
has_string (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING;
}

/* "2026-11-24T08:00:00.000Z": UTC alone. */
static gboolean
is_time (JsonObject *object, const char *name)
{
  g_autoptr (GDateTime) time = NULL;
  const char *text;

  if (!has_string (object, name))
    return FALSE;
  text = json_object_get_string_member (object, name);
  if (strnlen (text, 31) > 30 || !g_str_has_suffix (text, "Z"))
    return FALSE;
  time = g_date_time_new_from_iso8601 (text, NULL);
  return time != NULL;
}

static JsonObject *
member_object (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static gboolean
check_collected (JsonObject *collected, GError **error)
{
  JsonNode *offset = collected == NULL ? NULL : json_object_get_member (collected, "offset_minutes");

  if (collected == NULL || !is_time (collected, "start") || !is_time (collected, "end"))
    return refuse (error, "Expected “collected” to be {start, end, offset_minutes} with times in RFC 3339, UTC.");
  if (offset == NULL || json_node_get_value_type (offset) != G_TYPE_INT64 || ABS (json_node_get_int (offset)) > 24 * 60)
    return refuse (error, "Expected “collected.offset_minutes” to be whole minutes, at most a day.");
  return TRUE;
}

static gboolean
check_browser (JsonObject *browser, GError **error)
{
  static const char *const names[] = { "name", "version", "extension" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (browser == NULL || !has_string (browser, names[i]))
      return refuse (error, "Expected “browser.%s” to be a text.", names[i]);
  return TRUE;
}

static gboolean
check_record (JsonObject *record, GError **error)
{
  static const char *const texts[] = { "address", "document", "text", "trigger" };
  static const char *const triggers[] = { "panel", "menu", "shortcut", NULL };
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), record);
  g_autoptr (DecantDraft) draft = NULL;
  gsize size = 0;

  if (!measure (node, RECORD_DEPTH, &size))
    return refuse (error, "Expected “record” to be at most 1 MiB and 12 levels, saw more.");
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (!has_string (record, texts[i]))
      return refuse (error, "Expected “record.%s” to be a text.", texts[i]);
  if (!g_strv_contains (triggers, json_object_get_string_member (record, "trigger")))
    return refuse (error, "Expected “record.trigger” to be panel, menu or shortcut.");
  if (!check_collected (member_object (record, "collected"), error) || !check_browser (member_object (record, "browser"), error))
    return FALSE;
  draft = decant_draft_new (""); /* names and values of every member, as the entry will want them */
  return decant_draft_add_members (draft, record, error);
}

/* --- artifacts ---------------------------------------------------------------------------------------------- */

static gboolean
is_role (const char *text)
{
  gsize length = strnlen (text, 33);

  return length > 0 && length <= 32 && strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789-") == length;
}

/* type/subtype of RFC 6838 section 4.2, no parameters. */
static gboolean
is_media_type (const char *text)
{
  static const char set[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$&-^_.+";
  gsize type = strspn (text, set), subtype;

  if (type == 0 || text[type] != '/')
    return FALSE;
  subtype = strspn (text + type + 1, set);
  return subtype > 0 && text[type + 1 + subtype] == '\0' && type + 1 + subtype <= MEDIA_TYPE_MAX;
}

static gboolean
check_artifact (const DecantArtifactInfo *info, GError **error)
{
  DecantDigest digest;

  if (info->id == NULL || !decant_id_is_valid (info->id))
    return refuse (error, "Expected an artifact's “id” to be 1–64 of A–Z a–z 0–9 . _ : -");
  if (info->role == NULL || !is_role (info->role))
    return refuse (error, "Expected “role” of artifact %s to be picture, picture-visible, source or mhtml.", info->id);
  if (info->media_type == NULL || !is_media_type (info->media_type))
    return refuse (error, "Expected “media_type” of artifact %s to be like image/png.", info->id);
  if (info->size > ARTIFACT_MAX)
    return refuse (error, "Expected “size” of artifact %s to be at most 256 MiB.", info->id);
  if (info->sha256 == NULL || !decant_digest_from_hex (info->sha256, &digest))
    return refuse (error, "Expected “sha256” of artifact %s to be 64 hexadecimal digits.", info->id);
  return TRUE;
}

static gboolean
check_artifacts (const GPtrArray *artifacts, GError **error)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);

  if (artifacts == NULL)
    return TRUE;
  if (artifacts->len > ARTIFACTS_MAX)
    return refuse (error, "Expected at most %d artifacts, saw %u.", ARTIFACTS_MAX, artifacts->len);
  for (guint i = 0; i < artifacts->len; i++)
    {
      const DecantArtifactInfo *info = artifacts->pdata[i];

      if (!check_artifact (info, error))
        return FALSE;
      if (!g_hash_table_add (ids, info->id))
        return refuse (error, "Expected each artifact's “id” once, saw %s again.", info->id);
    }
  return TRUE;
}

gboolean
decant_capture_check (JsonObject *record, const GPtrArray *artifacts, GError **error)
{
  return check_record (record, error) && check_artifacts (artifacts, error);
}
