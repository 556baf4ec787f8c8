/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checkpoints, the keys that the host had, and what owner, second persons and time stamps cover. */
#include "evidence/verifier-private.h"

#include <string.h>

#include "evidence/timestamp.h"

/* --- checkpoints -------------------------------------------------------------------------------------------- */

static gboolean
is_looked_at (DecantVerifier *self, guint64 size)
{
  return self->only < 0 || size == (guint64) self->only + 1 || (gint64) size == decant_log_get_size (self->log, NULL);
}

static void
check_signature (DecantVerifier *self, const DecantCheckpoint *checkpoint, guint64 size)
{
  if (!g_str_equal (checkpoint->origin, self->identity->origin))
    decant_verifier_fail (self, "checkpoint", DECANT_ATTACK_FOREIGN, size - 1,
                          "Expected a checkpoint of this vault, saw one of another (%s).", checkpoint->origin);
  if (is_looked_at (self, size) && !decant_checkpoint_is_signed_by (checkpoint, self->signer))
    decant_verifier_fail (self, "signature", DECANT_ATTACK_FORGED, size - 1,
                          "The checkpoint of %" G_GUINT64_FORMAT
                          " entries is not signed by the key in force: it was changed, or made by somebody else.",
                          size);
}

void
decant_verifier_check_checkpoint (DecantVerifier *self, const char *text, gsize length)
{
  g_autoptr (DecantCheckpoint) checkpoint = text == NULL ? NULL : decant_checkpoint_parse (text, length, NULL);
  DecantDigest root = decant_merkle_edge_root (&self->edge);
  guint64 size = self->edge.size;

  if (checkpoint == NULL)
    {
      decant_verifier_fail (self, "checkpoint", text == NULL ? DECANT_ATTACK_INSERTED : DECANT_ATTACK_DAMAGE, size - 1,
                            "Expected a checkpoint of %" G_GUINT64_FORMAT " entries, saw %s.", size,
                            text == NULL ? "none" : "text that is no checkpoint");
      return;
    }
  self->report->checkpoints++;
  if (checkpoint->size != size)
    decant_verifier_fail (self, "checkpoint", DECANT_ATTACK_REORDERED, size - 1,
                          "Expected a checkpoint of %" G_GUINT64_FORMAT " entries, saw one of %" G_GUINT64_FORMAT ".",
                          size, checkpoint->size);
  else if (!decant_digest_equal (&checkpoint->root, &root))
    decant_verifier_fail (
        self, "tree", DECANT_ATTACK_EDITED, size - 1,
        "The first %" G_GUINT64_FORMAT
        " entries do not give the root that their checkpoint states: entries were changed after it was signed.",
        size);
  if (self->identity != NULL)
    check_signature (self, checkpoint, size);
}

/* --- epochs ------------------------------------------------------------------------------------------------- */

static void
remember_epoch (DecantVerifier *self, guint64 entry)
{
  DecantLogEpoch *epoch = g_new0 (DecantLogEpoch, 1);

  epoch->number = self->epochs->number;
  epoch->key = decant_verifier_key_to_text (self->epochs->key);
  epoch->entry = entry;
  g_ptr_array_add (self->began, epoch);
}

/* An entry may begin a new epoch of the host's key; who has to sign its checkpoint then follows from it. */
void
decant_verifier_follow_epoch (DecantVerifier *self, const DecantEntry *entry)
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
    {
      decant_verifier_fail (self, "signature", DECANT_ATTACK_FORGED, entry->number, "%s", error->message);
      return;
    }
  self->signer = signer;
  remember_epoch (self, entry->number);
}

static gboolean
is_row_of (sqlite3_stmt *row, guint64 number, const char *key, guint64 entry)
{
  return (guint64) sqlite3_column_int64 (row, 0) == number
         && g_strcmp0 ((const char *) sqlite3_column_text (row, 1), key) == 0
         && (guint64) sqlite3_column_int64 (row, 2) == entry;
}

/* The table of epochs says what the log says: writers go by it. */
void
decant_verifier_check_epochs (DecantVerifier *self)
{
  sqlite3_stmt *statement = NULL;
  guint n = 0;
  int code = SQLITE_DONE;
  g_autofree char *first = NULL;

  if (self->epochs == NULL || decant_log_get_version (self->log) == 1)
    return;
  first = decant_verifier_key_to_text (self->identity->key);
  code = sqlite3_prepare_v2 (decant_log_get_database (self->log),
                             "SELECT number, key, entry FROM epochs ORDER BY number", -1, &statement, NULL);
  for (; code == SQLITE_OK && (code = sqlite3_step (statement)) == SQLITE_ROW; n++, code = SQLITE_OK)
    {
      const DecantLogEpoch *epoch = n > 0 && n <= self->began->len ? self->began->pdata[n - 1] : NULL;

      if (n == 0 ? !is_row_of (statement, 0, first, 0)
                 : epoch == NULL || !is_row_of (statement, epoch->number, epoch->key, epoch->entry))
        decant_verifier_fail (
            self, "signature", DECANT_ATTACK_EXCHANGED_KEYS, -1,
            "Expected row %u of the table of epochs to name the key that the log gives to the host, saw another.", n);
    }
  sqlite3_finalize (statement);
  if (n != self->began->len + 1)
    decant_verifier_fail (self, "signature", DECANT_ATTACK_EDITED_INDEX, -1,
                          "Expected %u rows in the table of epochs, as the log has them, saw %u.", self->began->len + 1,
                          n);
}

/* --- others who signed -------------------------------------------------------------------------------------- */

/* The checkpoint that an entry states with a signature: of this log, from before the entry, and signed by @key. */
static guint64
stated_size (DecantVerifier *self, guint64 number, JsonObject *value, const DecantVerifierKey *key)
{
  g_autofree char *text = g_strdup_printf ("%s\n%s\n", decant_verifier_text (value, "checkpoint"),
                                           decant_verifier_text (value, "signature"));
  g_autoptr (DecantCheckpoint) stated = decant_checkpoint_parse (text, strlen (text), NULL), ours = NULL;
  g_autofree char *note = NULL;

  if (key == NULL || stated == NULL || stated->size > number || !decant_checkpoint_is_signed_by (stated, key))
    return 0;
  note = decant_log_read_checkpoint (self->log, stated->size, NULL);
  ours = note == NULL ? NULL : decant_checkpoint_parse (note, strlen (note), NULL);
  return ours != NULL && g_str_equal (ours->text, stated->text) ? stated->size : 0;
}

/* Whose key a second person's is, the reader must know. */
static void
check_statement (DecantVerifier *self,
                 const DecantEntry *entry,
                 const char *field,
                 const DecantVerifierKey *key,
                 const char *who,
                 guint64 *covered)
{
  JsonObject *value = decant_verifier_object (entry, field);
  guint64 size;

  if (!json_object_has_member (entry->fields, field))
    return;
  size = value == NULL ? 0 : stated_size (self, entry->number, value, key);
  if (size == 0)
    decant_verifier_fail (
        self, "signature", DECANT_ATTACK_FALSE_STATEMENT, entry->number,
        "Entry %" G_GUINT64_FORMAT
        " says that %s signed a checkpoint, which is not so: somebody who could use the host's key wrote it.",
        entry->number, who);
  *covered = MAX (*covered, size);
}

static gboolean
stamp_holds (DecantVerifier *self, guint64 number, JsonObject *value, guint64 *size)
{
  gsize length = 0;
  g_autofree guchar *bytes = g_base64_decode (decant_verifier_text (value, "token"), &length);
  g_autoptr (GBytes) token = g_bytes_new (bytes, length);
  g_autoptr (DecantCheckpoint) checkpoint = NULL;
  g_autoptr (DecantTimestamp) stamp = NULL;
  g_autofree char *note = NULL;

  *size = MAX (json_object_get_int_member_with_default (value, "size", 0), 0);
  note = *size == 0 || *size > number ? NULL : decant_log_read_checkpoint (self->log, *size, NULL);
  checkpoint = note == NULL ? NULL : decant_checkpoint_parse (note, strlen (note), NULL);
  stamp = checkpoint == NULL ? NULL : decant_timestamp_read_token (token, checkpoint->text, NULL);
  if (stamp != NULL)
    decant_verifier_note (self, "cover", number,
                          "A time stamp (%s, serial %s) says that the first %" G_GUINT64_FORMAT
                          " entries existed on %s. Whether its authority is one, check with its certificate.",
                          stamp->authority == NULL ? "unnamed authority" : stamp->authority, stamp->serial, *size,
                          stamp->time);
  return stamp != NULL;
}

static void
check_stamp (DecantVerifier *self, const DecantEntry *entry)
{
  JsonObject *value = decant_verifier_object (entry, "vault_timestamp");
  guint64 size = 0;

  if (!json_object_has_member (entry->fields, "vault_timestamp"))
    return;
  if (value == NULL || !stamp_holds (self, entry->number, value, &size))
    decant_verifier_fail (
        self, "signature", DECANT_ATTACK_FALSE_STATEMENT, entry->number,
        "Entry %" G_GUINT64_FORMAT " states a time stamp that is not one of a checkpoint of this log.", entry->number);
  else
    self->report->stamped = MAX (self->report->stamped, size);
}

void
decant_verifier_check_statements (DecantVerifier *self, const DecantEntry *entry)
{
  JsonObject *cosigned = decant_verifier_object (entry, "vault_cosigned");
  g_autoptr (DecantVerifierKey) person
      = cosigned == NULL ? NULL : decant_verifier_key_parse (decant_verifier_text (cosigned, "key"), NULL);

  if (self->identity == NULL)
    return;
  check_statement (self, entry, "vault_countersigned", self->identity->owner, "the owner", &self->report->owner_signed);
  check_statement (self, entry, "vault_cosigned", person, "a second person", &self->report->cosigned);
  check_stamp (self, entry);
}

/* Who but the host vouches for how much. */
void
decant_verifier_conclude_cover (DecantVerifier *self)
{
  DecantVerification *report = self->report;
  guint64 covered = MAX (MAX (report->owner_signed, report->cosigned), MAX (report->stamped, report->held));

  if (decant_log_get_version (self->log) == 1 || report->entries == 0)
    return;
  decant_verifier_note (self, "cover", -1,
                        "Of %" G_GUINT64_FORMAT " entries, the owner signed the first %" G_GUINT64_FORMAT
                        ", a second person the first %" G_GUINT64_FORMAT
                        ", a time stamp covers the first %" G_GUINT64_FORMAT
                        ", the held checkpoint the first %" G_GUINT64_FORMAT ". The last %" G_GUINT64_FORMAT
                        " rest on the host's key alone.",
                        report->entries, report->owner_signed, report->cosigned, report->stamped, report->held,
                        report->entries - MIN (covered, report->entries));
}
