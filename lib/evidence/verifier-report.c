/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/verifier-private.h"

/* --- attacks ------------------------------------------------------------------------------------------------ */

static const struct
{
  const char *id, *sentence;
} attacks[DECANT_N_ATTACKS] = {
  [DECANT_ATTACK_NONE] = { "none", "" },
  [DECANT_ATTACK_DAMAGE]
  = { "damage", "A damaged disk looks like this, or a file that was edited without knowing its format." },
  [DECANT_ATTACK_EDITED] = { "edited", "Somebody who changes an entry after it was logged leaves this behind." },
  [DECANT_ATTACK_DELETED] = { "deleted", "Somebody who takes an entry out of the log leaves this behind." },
  [DECANT_ATTACK_INSERTED]
  = { "inserted", "Somebody who puts an entry into the log without the host's key leaves this behind." },
  [DECANT_ATTACK_REORDERED] = { "reordered", "Somebody who moves entries to other places leaves this behind." },
  [DECANT_ATTACK_CUT_TAIL] = { "cut-tail", "Somebody who cuts the last entries off leaves this behind." },
  [DECANT_ATTACK_REWRITTEN]
  = { "rewritten", "Somebody who writes another history and signs it with the host's key leaves this behind." },
  [DECANT_ATTACK_ROLLED_BACK] = { "rolled-back", "An older copy that was put in the place of the vault looks like "
                                                 "this, and so do last entries that were cut off cleanly." },
  [DECANT_ATTACK_FORGED] = { "forged", "Somebody who writes to the log without the key in force leaves this behind." },
  [DECANT_ATTACK_SWAPPED_ARTIFACT]
  = { "swapped-artifact", "Somebody who puts another file in the place of an artifact leaves this behind." },
  [DECANT_ATTACK_LOST_ARTIFACT]
  = { "lost-artifact",
      "Somebody who removes the file of an artifact leaves this behind, and so does a copy that was not finished." },
  [DECANT_ATTACK_FOREIGN] = { "foreign", "Parts of another vault, or another vault altogether, look like this." },
  [DECANT_ATTACK_EXCHANGED_KEYS]
  = { "exchanged-keys",
      "Somebody who wants new entries sealed or signed for themselves exchanges the keys and leaves this behind." },
  [DECANT_ATTACK_HIDDEN_ERASURE]
  = { "hidden-erasure", "Somebody who makes an entry unreadable and does not log the deletion leaves this behind." },
  [DECANT_ATTACK_UNDONE_ERASURE]
  = { "undone-erasure", "A copy from before a deletion that was put back looks like this." },
  [DECANT_ATTACK_EDITED_INDEX]
  = { "edited-index",
      "Somebody who edits the tables by which entries are found, and not the entries, leaves this behind." },
  [DECANT_ATTACK_FALSE_STATEMENT]
  = { "false-statement", "Somebody who can use the host's key and claims that others signed leaves this behind." },
};

const char *
decant_attack_get_id (DecantAttack self)
{
  return self < DECANT_N_ATTACKS ? attacks[self].id : "none";
}

const char *
decant_attack_describe (DecantAttack self)
{
  return self < DECANT_N_ATTACKS ? attacks[self].sentence : "";
}

/* --- findings ----------------------------------------------------------------------------------------------- */

static void
finding_free (DecantFinding *self)
{
  g_free (self->check);
  g_free (self->message);
  g_free (self);
}

DecantVerification *
decant_verification_new (void)
{
  DecantVerification *self = g_new0 (DecantVerification, 1);

  self->findings = g_ptr_array_new_with_free_func ((GDestroyNotify) finding_free);
  self->clean = TRUE;
  return self;
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

/* Lower entries first, those of no entry last; of one entry, a missing file says less than what the entry itself says.
 */
static gboolean
goes_before (const DecantFinding *a, const DecantFinding *b)
{
  if (a->entry != b->entry)
    return a->entry >= 0 && (b->entry < 0 || a->entry < b->entry);
  return g_str_equal (b->check, "artifact") && !g_str_equal (a->check, "artifact");
}

const DecantFinding *
decant_verification_get_first_failure (const DecantVerification *self)
{
  const DecantFinding *first = NULL;

  for (guint i = 0; i < self->findings->len; i++)
    {
      const DecantFinding *finding = self->findings->pdata[i];

      if (finding->level == DECANT_FINDING_FAILURE && (first == NULL || goes_before (finding, first)))
        first = finding;
    }
  return first;
}

static void
add (DecantVerifier *self,
     DecantFindingLevel level,
     const char *check,
     DecantAttack attack,
     gint64 entry,
     char *message)
{
  DecantFinding *finding = g_new0 (DecantFinding, 1);

  finding->level = level;
  finding->check = g_strdup (check);
  finding->attack = attack;
  finding->entry = entry;
  finding->message = message;
  g_ptr_array_add (self->report->findings, finding);
}

guint
decant_verifier_count_failures (DecantVerifier *self, const char *check)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->failures, check));
}

void
decant_verifier_fail (DecantVerifier *self,
                      const char *check,
                      DecantAttack attack,
                      gint64 entry,
                      const char *format,
                      ...)
{
  guint n = decant_verifier_count_failures (self, check) + 1;
  va_list arguments;

  g_hash_table_insert (self->failures, (gpointer) check, GUINT_TO_POINTER (n));
  self->report->clean = FALSE;
  if (n > DECANT_VERIFIER_FAILURES)
    return;
  va_start (arguments, format);
  add (self, DECANT_FINDING_FAILURE, check, attack, entry, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

void
decant_verifier_note (DecantVerifier *self, const char *check, gint64 entry, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  add (self, DECANT_FINDING_NOTE, check, DECANT_ATTACK_NONE, entry, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

void
decant_verifier_conclude (DecantVerifier *self, const char *check, const char *format, ...)
{
  guint n = decant_verifier_count_failures (self, check);
  va_list arguments;

  if (n > DECANT_VERIFIER_FAILURES)
    add (self, DECANT_FINDING_FAILURE, check, DECANT_ATTACK_NONE, -1,
         g_strdup_printf ("… and %u more of this kind.", n - DECANT_VERIFIER_FAILURES));
  if (n > 0)
    return;
  va_start (arguments, format);
  add (self, DECANT_FINDING_OK, check, DECANT_ATTACK_NONE, -1, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

/* --- small things that all checks need ---------------------------------------------------------------------- */

void
decant_verifier_advance (DecantVerifier *self)
{
  self->done++;
  if (self->progress != NULL)
    self->progress (MIN (self->done, self->total), self->total, self->user_data);
}

gboolean
decant_verifier_is_cancelled (DecantVerifier *self)
{
  return g_cancellable_is_cancelled (self->cancellable);
}

const char *
decant_verifier_text (JsonObject *object, const char *name)
{
  JsonNode *node = object == NULL ? NULL : json_object_get_member (object, name);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : "";
}

JsonObject *
decant_verifier_object (const DecantEntry *entry, const char *name)
{
  JsonNode *node = json_object_get_member (entry->fields, name);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

gint64
decant_verifier_query (DecantVerifier *self, const char *sql)
{
  sqlite3_stmt *statement = NULL;
  gint64 number = -1;

  if (sqlite3_prepare_v2 (decant_log_get_database (self->log), sql, -1, &statement, NULL) == SQLITE_OK
      && sqlite3_step (statement) == SQLITE_ROW)
    number = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  return number;
}
