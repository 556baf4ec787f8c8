/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Entries that were logged before their vault was sealed: their leaves say nothing of ciphertext, so the entry
 * "vault.migrated" says it of all of them, by the digest of two tables. */
#include "evidence/verifier-private.h"

#include "evidence/migration.h"

/* Text of the first column, or NULL. */
static char *
query_text (DecantVerifier *self, const char *sql, guint64 number, const char *id)
{
  sqlite3_stmt *statement = NULL;
  char *text = NULL;

  if (sqlite3_prepare_v2 (decant_log_get_database (self->log), sql, -1, &statement, NULL) == SQLITE_OK)
    {
      sqlite3_bind_int64 (statement, 1, number);
      if (id != NULL)
        sqlite3_bind_text (statement, 2, id, -1, SQLITE_STATIC);
      if (sqlite3_step (statement) == SQLITE_ROW)
        text = g_strdup ((const char *) sqlite3_column_text (statement, 0));
    }
  sqlite3_finalize (statement);
  return text;
}

/* What is stored of an entry whose leaf does not say it. */
void
decant_verifier_check_migrated (DecantVerifier *self, const DecantEntry *entry, const DecantLogEntry *row)
{
  DecantDigest digest;
  g_autofree char *expected = NULL;
  g_autofree char *seen = NULL;

  if (decant_log_get_version (self->log) == 1 || json_object_has_member (entry->fields, "vault_sealed"))
    return;
  self->n_migrated++;
  expected = query_text (self, "SELECT sha256 || ' ' || size FROM migrated WHERE number = ?1", entry->number, NULL);
  if (row->has_sealed)
    {
      g_autofree char *sha256 = NULL;

      digest = decant_sealed_digest (row->key, row->key_length, row->ciphertext, row->ciphertext_length);
      sha256 = decant_digest_to_hex (&digest);
      seen = g_strdup_printf ("%s %" G_GSIZE_FORMAT, sha256, row->key_length + row->ciphertext_length);
    }
  if (expected == NULL || (seen != NULL && !g_str_equal (seen, expected)))
    decant_verifier_fail (self, "leaf", DECANT_ATTACK_EDITED, entry->number,
                          "Entry %" G_GUINT64_FORMAT
                          " was damaged or changed: its sealed part is another than when the vault was sealed.",
                          entry->number);
}

/* {"entries", "digest"}: of all entries before this one. */
void
decant_verifier_check_migration (DecantVerifier *self, const DecantEntry *entry)
{
  JsonObject *stated = decant_verifier_object (entry, "vault_migrated");
  g_autofree char *digest = NULL;

  if (stated == NULL)
    return;
  digest = decant_migration_digest (decant_log_get_database (self->log));
  if (!g_str_equal (decant_verifier_text (stated, "digest"), digest == NULL ? "" : digest)
      || json_object_get_int_member_with_default (stated, "entries", -1) != (gint64) entry->number)
    decant_verifier_fail (
        self, "leaf", DECANT_ATTACK_EDITED_INDEX, entry->number,
        "Expected the tables of what was sealed when the vault was migrated to have the digest that entry "
        "%" G_GUINT64_FORMAT " states, saw another: they were changed.",
        entry->number);
  else
    self->migrated = entry->number;
}

/* The file of an artifact of such an entry, {"id", "name", "size"} each, as vault_artifacts has them; NULL if there
 * are none. */
JsonNode *
decant_verifier_find_migrated_files (DecantVerifier *self, guint64 number)
{
  g_autofree char *json = query_text (
      self,
      "SELECT json_group_array (json_object ('id', id, 'name', name, 'size', size)) FROM migrated_artifacts "
      "WHERE entry = ?1",
      number, NULL);

  return json == NULL ? NULL : json_from_string (json, NULL);
}

/* Such entries are vouched for only if the entry that does so was seen. */
void
decant_verifier_conclude_migration (DecantVerifier *self)
{
  if (self->only < 0 && self->n_migrated > 0 && (self->migrated < 0 || (guint64) self->migrated != self->n_migrated))
    decant_verifier_fail (self, "leaf", DECANT_ATTACK_FORGED, -1,
                          "Expected an entry “vault.migrated” that vouches for the %" G_GUINT64_FORMAT
                          " entries whose leaves state no sealed part, saw none, or one for other entries.",
                          self->n_migrated);
}
