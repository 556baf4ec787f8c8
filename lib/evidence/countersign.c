/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/countersign.h"

#include <string.h>

#include "evidence/heads.h"
#include "evidence/merkle.h"
#include "evidence/timestamp.h"
#include "evidence/vault-private.h"

#define KEPT_ELSEWHERE " What was changed before shows only against a checkpoint that somebody else holds."
#define DO_NOT                                                                                                         \
  "Nothing was signed. If you put a backup back yourself, say so and the break is put on record; if not, keep the "    \
  "folder as it is, and compare it with a checkpoint held elsewhere."

void
decant_settlement_free (DecantSettlement *self)
{
  if (self == NULL)
    return;
  g_free (self->message);
  decant_receipt_free (self->receipt);
  g_free (self);
}

/* --- comparing ---------------------------------------------------------------------------------------------- */

static DecantCheckpoint *
read_head (DecantVault *self, GError **error)
{
  g_autofree char *note = decant_vault_read_checkpoint (self, error);

  return note == NULL ? NULL : decant_checkpoint_parse (note, strlen (note), error);
}

/* Is the head the beginning of the log? By proof, and by the root that the log signed at that size. */
static gboolean
is_beginning (DecantVault *self, const DecantCheckpoint *head, const DecantCheckpoint *now)
{
  g_autofree char *note = decant_vault_read_checkpoint_at (self, head->size, NULL);
  g_autoptr (DecantCheckpoint) then = note == NULL ? NULL : decant_checkpoint_parse (note, strlen (note), NULL);
  g_autoptr (GArray) path = head->size == 0 ? NULL : decant_vault_prove_consistency (self, head->size, now->size, NULL);

  return then != NULL && path != NULL && g_str_equal (then->text, head->text)
         && decant_merkle_verify_consistency (head->size, now->size, &head->root, &now->root,
                                              (const DecantDigest *) path->data, path->len);
}

static const char *
text_member (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : "";
}

gint64
decant_vault_find_statement (DecantVault *self, const char *field, guint64 before, JsonObject **value, GError **error)
{
  gint64 number = decant_log_find_before (self->log, field, before, error);
  g_autoptr (JsonObject) open = number < 0 ? NULL : decant_vault_read_open_fields (self, number, error);
  JsonNode *node = open == NULL ? NULL : json_object_get_member (open, field);

  *value = NULL;
  if (number < 0)
    return number;
  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    *value = json_node_dup_object (node);
  else if (open != NULL)
    g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_BROKEN,
                 "Expected an object in %s of entry %" G_GINT64_FORMAT ", saw something else. Verify the vault.", field,
                 number);
  return *value == NULL ? -2 : number;
}

/* The owner's last word inside the vault: who can use host.key could have written it, but not signed it. */
static gboolean
last_word_holds (DecantVault *self, const DecantCheckpoint *now, guint64 *number)
{
  g_autoptr (JsonObject) value = NULL;
  gint64 found = decant_vault_find_statement (self, "vault_countersigned", G_MAXUINT64, &value, NULL);
  g_autofree char *note = NULL;
  g_autoptr (DecantCheckpoint) head = NULL;

  *number = MAX (found, 0);
  if (value == NULL)
    return found == -1; /* none yet */
  note = g_strdup_printf ("%s\n%s\n", text_member (value, "checkpoint"), text_member (value, "signature"));
  head = decant_checkpoint_parse (note, strlen (note), NULL);
  return head != NULL && head->size <= *number && decant_checkpoint_is_signed_by (head, self->identity->owner)
         && is_beginning (self, head, now);
}

static gboolean
has_returned (const DecantHead *kept, const GArray *erased)
{
  for (guint i = 0, j = 0; i < kept->erased->len; i++)
    {
      guint64 number = g_array_index (kept->erased, guint64, i);

      while (j < erased->len && g_array_index (erased, guint64, j) < number)
        j++;
      if (j == erased->len || g_array_index (erased, guint64, j) != number)
        return TRUE;
    }
  return FALSE;
}

static DecantSettledState
compare (DecantVault *self, const DecantHead *kept, const DecantCheckpoint *now, const GArray *erased, guint64 *number)
{
  gboolean last_word = last_word_holds (self, now, number);

  if (kept != NULL && kept->checkpoint->size > now->size)
    return DECANT_SETTLED_ROLLED_BACK;
  if (kept != NULL && !is_beginning (self, kept->checkpoint, now))
    return DECANT_SETTLED_FORKED;
  if (!last_word)
    return DECANT_SETTLED_FORGED;
  if (kept != NULL && has_returned (kept, erased))
    return DECANT_SETTLED_RETURNED;
  return kept == NULL ? DECANT_SETTLED_FIRST : DECANT_SETTLED_CONTINUES;
}

static char *
describe (DecantSettledState state, guint64 size, guint64 kept)
{
  switch (state)
    {
    case DECANT_SETTLED_FIRST:
      return g_strdup ("No head of this vault was kept on this machine yet. From now on an older copy put in its place "
                       "is seen here." KEPT_ELSEWHERE);
    case DECANT_SETTLED_CONTINUES:
      return g_strdup_printf (
          "The vault continues the head that you countersigned here last (entries: %" G_GUINT64_FORMAT ").", kept);
    case DECANT_SETTLED_ROLLED_BACK:
      return g_strdup_printf (
          "The head that you countersigned here last had more entries than the vault has (%" G_GUINT64_FORMAT
          ", not %" G_GUINT64_FORMAT "): an older copy was put in its place, or its end was cut off. " DO_NOT,
          kept, size);
    case DECANT_SETTLED_FORKED:
      return g_strdup_printf (
          "The vault does not begin with the entries that you countersigned here (%" G_GUINT64_FORMAT
          "): history was rewritten by who can use the host's key, or this is another copy that went its own "
          "way. " DO_NOT,
          kept);
    case DECANT_SETTLED_RETURNED:
      return g_strdup ("Entries that had been erased when you countersigned last are in the vault again. " DO_NOT);
    case DECANT_SETTLED_FORGED:
      return g_strdup ("An entry says that you countersigned, and the signature is not yours, or over another log: "
                       "somebody who can use the host's key wrote it. " DO_NOT);
    case DECANT_SETTLED_UNREADABLE:
    default:
      return g_strdup ("The head that was kept on this machine is damaged, or of another vault: whether this vault is "
                       "older than it cannot be told. " DO_NOT);
    }
}

/* --- countersigning ----------------------------------------------------------------------------------------- */

static void
sign_as_owner (const void *text, gsize length, guint8 signature[64], gpointer keys)
{
  decant_keys_owner_sign (keys, text, length, signature);
}

static char *
owner_line (DecantVault *self, const DecantCheckpoint *now)
{
  guint8 signature[DECANT_OWNER_SIGNATURE_SIZE];

  decant_keys_owner_sign (self->keys, now->text, strlen (now->text), signature);
  return decant_signature_line (self->identity->owner, signature);
}

static DecantReceipt *
append_statement (DecantVault *self, const char *kind, const char *field, JsonObject *value, GError **error)
{
  g_autoptr (JsonObject) open = json_object_new ();
  g_autofree char *actor = decant_vault_dup_actor (self);

  json_object_set_object_member (open, field, value);
  return decant_vault_append_open (self, kind, actor, NULL, open, error);
}

static DecantReceipt *
countersign (DecantVault *self,
             const DecantCheckpoint *now,
             const char *line,
             const DecantHead *replaced,
             GError **error)
{
  JsonObject *value = json_object_new ();

  json_object_set_string_member (value, "checkpoint", now->text);
  json_object_set_string_member (value, "signature", line);
  if (replaced != NULL)
    json_object_set_string_member (value, "replaces", replaced->checkpoint->text);
  return append_statement (self, "vault.countersigned", "vault_countersigned", value, error);
}

/* What is kept holds the entry that countersigns, too: that one cannot be cut off either. @note: a checkpoint of this
 * log. */
static gboolean
keep (DecantVault *self, const char *note, GArray *erased, GError **error)
{
  g_autoptr (DecantCheckpoint) head = decant_checkpoint_parse (note, strlen (note), error);
  g_autofree char *line = head == NULL ? NULL : owner_line (self, head);
  g_autofree char *both = line == NULL ? NULL : decant_checkpoint_add_line (note, line, error), *text = NULL;
  g_autoptr (DecantHead) kept = both == NULL ? NULL : decant_head_new (both, erased, error);

  if (kept == NULL)
    return FALSE;
  text = decant_head_to_text (kept, sign_as_owner, self->keys);
  return decant_head_save (self->identity->id, text, error);
}

static gboolean
is_sound (DecantSettledState state)
{
  return state == DECANT_SETTLED_FIRST || state == DECANT_SETTLED_CONTINUES;
}

/* A head that ends with the owner's own word needs no other: unlocking twice adds nothing. */
static gboolean
sign_and_keep (DecantVault *self,
               DecantSettlement *settlement,
               const DecantCheckpoint *now,
               const DecantHead *kept,
               guint64 last,
               GArray *erased,
               GError **error)
{
  g_autofree char *line = owner_line (self, now), *note = NULL;
  gboolean sound = is_sound (settlement->state), needed = !sound || last == 0 || last + 1 != now->size;

  if (needed && (settlement->receipt = countersign (self, now, line, sound ? NULL : kept, error)) == NULL)
    return FALSE;
  note = settlement->receipt != NULL ? g_strdup (settlement->receipt->checkpoint)
                                     : decant_vault_read_checkpoint_at (self, now->size, error);
  return note != NULL && keep (self, note, erased, error);
}

static DecantSettlement *
settle (DecantVault *self, gboolean accept, const DecantHead *kept, gboolean unreadable, GError **error)
{
  g_autoptr (DecantSettlement) settlement = g_new0 (DecantSettlement, 1);
  g_autoptr (DecantCheckpoint) now = read_head (self, error);
  g_autoptr (GArray) erased = now == NULL ? NULL : decant_log_read_erased (self->log, error);
  guint64 last = 0;

  if (erased == NULL)
    return NULL;
  settlement->size = now->size;
  settlement->kept = kept == NULL ? 0 : kept->checkpoint->size;
  settlement->state = compare (self, kept, now, erased, &last);
  if (unreadable && is_sound (settlement->state))
    settlement->state = DECANT_SETTLED_UNREADABLE;
  settlement->message = describe (settlement->state, settlement->size, settlement->kept);
  if ((accept || is_sound (settlement->state)) && !sign_and_keep (self, settlement, now, kept, last, erased, error))
    return NULL;
  return g_steal_pointer (&settlement);
}

DecantSettlement *
decant_vault_settle (DecantVault *self, gboolean accept, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (DecantHead) kept = NULL;

  if (!decant_vault_check_writable (self, error))
    return NULL;
  if (self->keys == NULL)
    {
      g_set_error_literal (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_LOCKED,
                           "Only its owner countersigns a vault: unlock it first.");
      return NULL;
    }
  kept = decant_head_load (self->identity->id, self->identity->owner, &local);
  if (local != NULL && !g_error_matches (local, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_BROKEN))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  return settle (self, accept, kept, local != NULL, error);
}

/* --- others ------------------------------------------------------------------------------------------------- */

static gboolean
refuse (GError **error, const char *message)
{
  g_set_error_literal (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID, message);
  return FALSE;
}

/* The checkpoint that the log itself signed at that size, word for word. */
static gboolean
is_ours (DecantVault *self, const DecantCheckpoint *head, GError **error)
{
  g_autofree char *note = decant_vault_read_checkpoint_at (self, head->size, NULL);
  g_autoptr (DecantCheckpoint) then = note == NULL ? NULL : decant_checkpoint_parse (note, strlen (note), NULL);

  if (then != NULL && g_str_equal (then->text, head->text))
    return TRUE;
  return refuse (error,
                 "Expected a checkpoint of this vault, saw one of another vault, or of another history of this one.");
}

DecantReceipt *
decant_vault_add_cosignature (DecantVault *self, const char *note, const DecantVerifierKey *person, GError **error)
{
  g_autoptr (DecantCheckpoint) head = decant_checkpoint_parse (note, strlen (note), error);
  g_autofree char *line = NULL, *key = decant_verifier_key_to_text (person);
  JsonObject *value;

  if (head == NULL || !is_ours (self, head, error))
    return NULL;
  line = decant_checkpoint_dup_line (head, person);
  if (line == NULL || !decant_checkpoint_is_signed_by (head, person)
      || g_str_has_prefix (person->name, self->identity->origin))
    {
      refuse (error, "Expected a line of the second person's key below the checkpoint, saw none that holds.");
      return NULL;
    }
  value = json_object_new ();
  json_object_set_string_member (value, "checkpoint", head->text);
  json_object_set_string_member (value, "key", key);
  json_object_set_string_member (value, "signature", line);
  return append_statement (self, "vault.cosigned", "vault_cosigned", value, error);
}

DecantReceipt *
decant_vault_add_timestamp (DecantVault *self, guint64 size, GBytes *request, GBytes *reply, GError **error)
{
  g_autofree char *note = decant_vault_read_checkpoint_at (self, size, error), *token = NULL;
  g_autoptr (DecantCheckpoint) head = note == NULL ? NULL : decant_checkpoint_parse (note, strlen (note), error);
  g_autoptr (DecantTimestamp) stamp
      = head == NULL ? NULL : decant_timestamp_read_reply (reply, request, head->text, error);
  JsonObject *value;

  if (stamp == NULL)
    return NULL;
  token = decant_base64_encode (g_bytes_get_data (stamp->token, NULL), g_bytes_get_size (stamp->token));
  value = json_object_new ();
  json_object_set_int_member (value, "size", size);
  json_object_set_string_member (value, "token", token);
  return append_statement (self, "vault.timestamped", "vault_timestamp", value, error);
}
