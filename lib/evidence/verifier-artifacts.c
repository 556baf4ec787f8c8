/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files of artifacts: as they lie there, and for who has the keys, what is inside. */
#include "evidence/verifier-private.h"

#include <sodium.h>

#include "evidence/artifact-cipher.h"
#include "evidence/artifact-store.h"
#include "evidence/folder.h"

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
check_plain (DecantVerifier *self, guint64 entry, const NamedFile *file, int fd)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantArtifactReader) reader = decant_artifact_reader_new (fd, self->identity->id, file->key, &error);
  g_autoptr (DecantHasher) sum = decant_hasher_new ();
  g_autofree char *seen = NULL;
  guint8 block[4096];
  gssize n = -1;

  while (reader != NULL && !decant_verifier_is_cancelled (self)
         && (n = decant_artifact_reader_read (reader, block, sizeof block, &error)) > 0)
    decant_hasher_update (sum, block, n);
  sodium_memzero (block, sizeof block);
  seen = decant_hasher_finish (sum);
  if (n < 0)
    decant_verifier_fail (self, "artifact", DECANT_ATTACK_SWAPPED_ARTIFACT, entry,
                          "The artifact %s cannot be deciphered: %s", file->id, error->message);
  else if (n == 0
           && (decant_artifact_reader_get_size (reader) != file->plain->size
               || !g_str_equal (seen, file->plain->sha256)))
    decant_verifier_fail (self, "artifact", DECANT_ATTACK_SWAPPED_ARTIFACT, entry,
                          "The artifact %s (%s) was changed: expected %" G_GUINT64_FORMAT
                          " bytes with SHA-256 %s, saw %" G_GUINT64_FORMAT " with %s.",
                          file->id, file->plain->role, file->plain->size, file->plain->sha256,
                          decant_artifact_reader_get_size (reader), seen);
}

/* A whole file of another artifact was put there on purpose; anything else may be a bad sector. */
static DecantAttack
classify (DecantVerifier *self, const char *seen)
{
  return decant_log_has_artifact (self->log, seen, NULL) == 1 ? DECANT_ATTACK_SWAPPED_ARTIFACT : DECANT_ATTACK_DAMAGE;
}

static void
check_file (DecantVerifier *self, guint64 entry, const NamedFile *file)
{
  guint64 size = 0;
  g_autoptr (GError) error = NULL;
  g_auto (DecantFd) fd = decant_artifact_store_open (self->folder, file->name, &size, &error);
  g_autofree char *seen = fd < 0 ? NULL : decant_artifact_store_hash (fd, self->cancellable, &error);

  if (decant_verifier_is_cancelled (self))
    return;
  if (fd < 0 && g_error_matches (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_NOT_FOUND))
    decant_verifier_fail (self, "artifact", DECANT_ATTACK_LOST_ARTIFACT, entry,
                          "The artifact %s was deleted: expected the file artifacts/%.2s/%s.", file->id, file->name,
                          file->name);
  else if (seen == NULL)
    decant_verifier_fail (self, "artifact", DECANT_ATTACK_DAMAGE, entry, "The artifact %s cannot be read: %s", file->id,
                          error->message);
  else if (size != file->size || !g_str_equal (seen, file->name))
    decant_verifier_fail (self, "artifact", classify (self, seen), entry,
                          "The artifact %s was changed: expected a file of %" G_GUINT64_FORMAT
                          " bytes with SHA-256 %s, saw %" G_GUINT64_FORMAT " with %s.",
                          file->id, file->size, file->name, size, seen);
  else if (file->key != NULL && file->plain != NULL)
    check_plain (self, entry, file, fd);
}

/* The file of an erased entry should be gone. If it is not, nothing that was logged is in doubt. */
static void
check_gone (DecantVerifier *self, const DecantEntry *entry, const NamedFile *file)
{
  g_auto (DecantFd) fd = decant_artifact_store_open (self->folder, file->name, NULL, NULL);

  if (fd >= 0)
    decant_verifier_note (self, "artifact", entry->number,
                          "Entry %" G_GUINT64_FORMAT " was erased, but its file artifacts/%.2s/%s is still there, "
                          "without its key: the next program that writes removes it.",
                          entry->number, file->name, file->name);
}

static void
check_artifact (DecantVerifier *self, const DecantEntry *entry, const NamedFile *file)
{
  DecantDigest digest;

  self->artifact_rows++;
  if (!decant_digest_from_hex (file->name, &digest))
    {
      decant_verifier_fail (self, "artifact", DECANT_ATTACK_FORGED, entry->number,
                            "Expected a SHA-256 for artifact %s, saw something else.", file->id);
      return;
    }
  if (decant_log_has_artifact (self->log, file->name, NULL) != 1)
    decant_verifier_fail (self, "artifact", DECANT_ATTACK_EDITED_INDEX, entry->number,
                          "The artifact %s is missing from the table of artifacts.", file->id);
  if (entry->erased_by >= 0)
    check_gone (self, entry, file);
  else if (!g_hash_table_contains (self->artifacts, file->name))
    check_file (self, entry->number, file);
  g_hash_table_add (self->artifacts, g_strdup (file->name));
  decant_verifier_advance (self);
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

/* The table must lead to the same file: readers go by it. */
static void
check_table (DecantVerifier *self, const DecantEntry *entry, const NamedFile *file)
{
  g_autofree char *name = decant_log_find_artifact (self->log, entry->number, file->id, NULL);

  if (g_strcmp0 (name, file->name) != 0)
    decant_verifier_fail (self, "artifact", DECANT_ATTACK_EDITED_INDEX, entry->number,
                          "Expected the table of artifacts to name the file of the artifact %s, saw another or none.",
                          file->id);
}

static void
check_sealed_file (DecantVerifier *self, const DecantEntry *entry, const GPtrArray *keys, JsonNode *item)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (item) ? json_node_get_object (item) : NULL;
  NamedFile file = { .id = decant_verifier_text (object, "id"), .name = decant_verifier_text (object, "name") };

  file.size = object == NULL ? 0 : json_object_get_int_member_with_default (object, "size", 0);
  file.plain = find_info (entry, file.id);
  file.key = find_key (keys, file.id);
  if (!entry->open_only && (file.plain == NULL || file.key == NULL))
    decant_verifier_fail (self, "artifact", DECANT_ATTACK_FORGED, entry->number,
                          "Expected the sealed part to know the artifact %s and its key, saw none.", file.id);
  check_table (self, entry, &file);
  check_artifact (self, entry, &file);
}

/* The files of a sealed entry, as vault_artifacts names them; with keys each must have its plain artifact. */
static void
check_sealed_files (DecantVerifier *self, const DecantEntry *entry, const GPtrArray *keys)
{
  gboolean stated = json_object_has_member (entry->fields, "vault_sealed");
  g_autoptr (JsonNode) migrated = stated ? NULL : decant_verifier_find_migrated_files (self, entry->number);
  JsonNode *node = stated ? json_object_get_member (entry->fields, "vault_artifacts") : migrated;
  JsonArray *files = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  guint n = files == NULL ? 0 : json_array_get_length (files);

  for (guint i = 0; i < n && !decant_verifier_is_cancelled (self); i++)
    check_sealed_file (self, entry, keys, json_array_get_element (files, i));
  if (!entry->open_only && entry->artifacts->len != n)
    decant_verifier_fail (self, "artifact", DECANT_ATTACK_FORGED, entry->number,
                          "Expected %u files for its artifacts, saw %u.", entry->artifacts->len, n);
}

void
decant_verifier_check_artifacts (DecantVerifier *self, const DecantEntry *entry, const GPtrArray *keys)
{
  if (decant_log_get_version (self->log) != 1)
    {
      check_sealed_files (self, entry, keys);
      return;
    }
  for (guint i = 0; i < entry->artifacts->len && !decant_verifier_is_cancelled (self); i++)
    {
      const DecantArtifactInfo *info = entry->artifacts->pdata[i];
      const NamedFile file = { .id = info->id, .name = info->sha256, .size = info->size };

      check_artifact (self, entry, &file);
    }
}
