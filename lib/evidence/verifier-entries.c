/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One entry: its leaf and fields, what it says of time, captures, acts and erasure. */
#include "evidence/verifier-private.h"

#include <string.h>

#include "evidence/acts.h"

/* --- what a broken entry looks like ------------------------------------------------------------------------- */

/* Does any leaf say that it is entry @number? */
static gboolean
is_somewhere (DecantVerifier *self, guint64 number)
{
  g_autofree char *sql
      = g_strdup_printf ("SELECT 1 FROM entries WHERE instr(leaf, '\"number\":%" G_GUINT64_FORMAT ",') > 0", number);

  return decant_verifier_query (self, sql) == 1;
}

static DecantAttack
classify_leaf (DecantVerifier *self, const DecantLogEntry *row, const DecantLeaf *leaf)
{
  if (self->identity != NULL && !g_str_equal (leaf->vault, self->identity->id))
    return DECANT_ATTACK_FOREIGN;
  if (leaf->number > row->number)
    return is_somewhere (self, row->number) ? DECANT_ATTACK_REORDERED : DECANT_ATTACK_DELETED;
  if (leaf->number < row->number)
    return decant_verifier_count_failures (self, "tree") > 0 ? DECANT_ATTACK_INSERTED : DECANT_ATTACK_REORDERED;
  return DECANT_ATTACK_EDITED;
}

static DecantAttack
classify (DecantVerifier *self, const DecantLogEntry *row)
{
  g_autoptr (DecantLeaf) leaf = decant_leaf_parse (row->leaf, row->leaf_length, NULL);
  gboolean sealed = decant_log_get_version (self->log) != 1;

  if (leaf == NULL)
    return DECANT_ATTACK_DAMAGE;
  if (leaf->number == row->number && sealed && row->erased_by >= 0 && row->has_sealed)
    return DECANT_ATTACK_UNDONE_ERASURE;
  if (leaf->number == row->number && sealed && row->erased_by < 0 && !row->has_sealed)
    return DECANT_ATTACK_HIDDEN_ERASURE;
  return classify_leaf (self, row, leaf);
}

/* --- what an entry says ------------------------------------------------------------------------------------- */

static void
check_capture (DecantVerifier *self, const DecantEntry *entry)
{
  JsonNode *capture = json_object_get_member (entry->fields, "capture");

  if (capture == NULL || json_node_get_value_type (capture) != G_TYPE_STRING)
    return;
  self->captures++;
  if (decant_log_find_capture (self->log, json_node_get_string (capture), NULL) != (gint64) entry->number)
    decant_verifier_fail (self, "capture", DECANT_ATTACK_EDITED_INDEX, entry->number,
                          "Expected the table of captures to name this entry for its capture, saw another or none: a "
                          "capture sent again would be logged twice.");
}

/* Approvals come before what they approve. Of one entry alone they are not seen. */
static void
check_pairing (DecantVerifier *self, const DecantEntry *entry)
{
  DecantSigned worth;

  if (self->only >= 0 || self->identity == NULL || self->identity->owner == NULL)
    return;
  decant_pairings_take (self->pairings, self->identity->id, self->identity->owner->key, entry->number, entry->fields);
  if (entry->open_only || g_strcmp0 (entry->kind, "capture") != 0)
    return;
  worth = decant_pairings_check (self->pairings, self->identity->id, entry);
  self->n_signed[worth]++;
  if (worth == DECANT_SIGNED_FALSE)
    decant_verifier_fail (self, "pairing", DECANT_ATTACK_FALSE_STATEMENT, entry->number,
                          "Entry %" G_GUINT64_FORMAT " says that a paired browser signed it, which is not so.",
                          entry->number);
}

/* Statements of the machine, but they should agree with the order. */
static void
check_time (DecantVerifier *self, const DecantEntry *entry)
{
  JsonObject *clock = decant_verifier_object (entry, "clock");

  if (clock == NULL || !json_object_get_boolean_member_with_default (clock, "synchronised", FALSE))
    self->unsynchronised++;
  if (self->only < 0 && self->last_time != NULL && strcmp (entry->time, self->last_time) < 0
      && self->steps_back++ < DECANT_VERIFIER_FAILURES)
    decant_verifier_note (self, "clock", entry->number,
                          "The clock went back before entry %" G_GUINT64_FORMAT ": %s after %s.", entry->number,
                          entry->time, self->last_time);
  g_free (self->last_time);
  self->last_time = g_strdup (entry->time);
}

/* The fields that the caller gave, in the two parts in which acts.h takes them. */
static void
split_fields (const DecantEntry *entry, JsonObject *fields, JsonObject *open)
{
  static const char *const own[] = { "kind", "time", "clock", "actor", "vault_sealed", "vault_artifacts", NULL };
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  json_object_iter_init (&iter, entry->fields);
  while (json_object_iter_next (&iter, &name, &value))
    if (!g_strv_contains (own, name))
      json_object_set_member (decant_field_is_open (name) ? open : fields, name, json_node_ref (value));
}

/* A kind or field that this program does not know is no sign of fraud: a newer one, or one from before the table, may
 * have written it. So it is told, and no failure. */
static void
check_act (DecantVerifier *self, const DecantEntry *entry)
{
  const DecantAct *act = decant_act_find (entry->kind);
  g_autoptr (JsonObject) fields = NULL;
  g_autoptr (JsonObject) open = NULL;
  g_autoptr (GError) error = NULL;

  if (decant_log_get_version (self->log) == 1 || (act != NULL && act->fields == NULL))
    return;
  fields = json_object_new ();
  open = json_object_new ();
  split_fields (entry, fields, open);
  if (!decant_act_check (entry->kind, DECANT_WRITER_HOST | DECANT_WRITER_APP | DECANT_WRITER_VAULT, fields, open,
                         &error))
    decant_verifier_note (self, "act", entry->number,
                          "Entry %" G_GUINT64_FORMAT " is not as this version of Decant writes it: %s", entry->number,
                          error->message);
}

/* An entry that names the owner's keys must name those of vault.json: else whoever could use host.key has put in
 * others, to which new entries would be sealed. */
static void
check_owner (DecantVerifier *self, const DecantEntry *entry)
{
  JsonObject *named = decant_verifier_object (entry, "vault_keys");
  g_autofree char *owner = NULL;
  g_autofree char *seal = NULL;

  if (!json_object_has_member (entry->fields, "vault_keys") || self->identity == NULL || self->identity->format != 2)
    return;
  owner = decant_verifier_key_to_text (self->identity->owner);
  seal = decant_base64_encode (self->identity->seal, sizeof self->identity->seal);
  if (!g_str_equal (decant_verifier_text (named, "owner"), owner)
      || !g_str_equal (decant_verifier_text (named, "seal"), seal))
    decant_verifier_fail (self, "vault", DECANT_ATTACK_EXCHANGED_KEYS, entry->number,
                          "Expected vault.json to name the owner's keys that entry %" G_GUINT64_FORMAT
                          " names, saw others: they were exchanged.",
                          entry->number);
}

/* --- erasure ------------------------------------------------------------------------------------------------ */

static void
note_erased (DecantVerifier *self, const DecantEntry *entry)
{
  gint64 *number = g_new (gint64, 1), *by = g_new (gint64, 1);

  *number = entry->number;
  *by = entry->erased_by;
  self->n_erased++;
  g_hash_table_insert (self->erased, number, by);
}

/* What an entry says that it erased must be gone, by a tombstone that names this entry. */
static void
check_erasure (DecantVerifier *self, const DecantEntry *entry)
{
  JsonNode *node = json_object_get_member (entry->fields, "vault_erased");
  JsonArray *numbers = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; numbers != NULL && i < json_array_get_length (numbers); i++)
    {
      gint64 number = json_array_get_int_element (numbers, i);
      const gint64 *by = g_hash_table_lookup (self->erased, &number);

      if (self->only >= 0 && number != self->only)
        continue;
      if (by == NULL || *by != (gint64) entry->number)
        decant_verifier_fail (self, "leaf", DECANT_ATTACK_UNDONE_ERASURE, MAX (number, 0),
                              "Entry %" G_GUINT64_FORMAT " says that it erased entry %" G_GINT64_FORMAT
                              ", which is not so.",
                              entry->number, number);
      else
        g_hash_table_remove (self->erased, &number);
    }
}

/* A tombstone that no entry vouches for was put there by hand. */
void
decant_verifier_check_tombstones (DecantVerifier *self)
{
  GHashTableIter iter;
  gpointer number, by;

  g_hash_table_iter_init (&iter, self->erased);
  while (g_hash_table_iter_next (&iter, &number, &by))
    decant_verifier_fail (self, "leaf", DECANT_ATTACK_HIDDEN_ERASURE, *(gint64 *) number,
                          "Entry %" G_GINT64_FORMAT " was taken away: its tombstone names entry %" G_GINT64_FORMAT
                          ", which does not say that it erased it.",
                          *(gint64 *) number, *(gint64 *) by);
}

/* --- the whole ---------------------------------------------------------------------------------------------- */

static void
check_fields (DecantVerifier *self, const DecantEntry *entry, const DecantLogEntry *row, const GPtrArray *keys)
{
  if (entry->erased_by >= 0)
    note_erased (self, entry);
  if (!entry->open_only)
    {
      check_time (self, entry);
      check_capture (self, entry);
      check_act (self, entry);
    }
  check_owner (self, entry);
  check_pairing (self, entry);
  decant_verifier_follow_epoch (self, entry);
  decant_verifier_check_statements (self, entry);
  check_erasure (self, entry);
  decant_verifier_check_migrated (self, entry, row);
  decant_verifier_check_migration (self, entry);
  decant_verifier_check_artifacts (self, entry, keys);
}

void
decant_verifier_check_entry (DecantVerifier *self, const DecantLogEntry *row)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantEntry) entry = NULL;
  g_autoptr (GPtrArray) keys = NULL;

  if (row->leaf == NULL)
    {
      decant_verifier_fail (self, "leaf", DECANT_ATTACK_DELETED, row->number,
                            "Entry %" G_GUINT64_FORMAT " was deleted: its leaf is in the tree, its text is gone.",
                            row->number);
      return;
    }
  entry = decant_entry_read (row, self->identity == NULL ? NULL : self->identity->id, self->keys, &keys, &error);
  if (entry == NULL)
    decant_verifier_fail (self, "leaf", classify (self, row), row->number, "%s", error->message);
  else
    check_fields (self, entry, row, keys);
}
