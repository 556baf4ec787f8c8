/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The attacker who has all files and the host's key: what they can do, and what then shows it, as docs/VAULT.md section
 * 8 and docs/THREAT-MODEL.md say. Each case is a row of the table below; the page names them.
 */
#include <glib/gstdio.h>
#include <sodium.h>
#include <sqlite3.h>
#include <string.h>

#include "change.h"
#include "evidence/countersign.h"

typedef struct
{
  Fixture fixture;
  char *older; /* a copy from before the last entries */
  char *held;  /* the last checkpoint */
  char *state; /* where the owner's heads are kept */
} World;

/* --- the world ---------------------------------------------------------------------------------------------- */

static void
log_some (DecantVault *vault, guint from, guint to)
{
  for (guint i = from; i < to; i++)
    {
      g_autofree char *id = g_strdup_printf ("c-%u", i), *text = g_strdup_printf ("Invented post %u", i),
                      *bytes = g_strdup_printf ("invented picture %u", i);
      g_autoptr (DecantReceipt) receipt = fixture_capture (vault, id, text, bytes, NULL);

      g_assert_nonnull (receipt);
    }
}

static DecantSettledState
settle (DecantVault *vault)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantSettlement) settlement = decant_vault_settle (vault, FALSE, &error);

  g_assert_no_error (error);
  return settlement->state;
}

static void
world_set_up (World *self, gconstpointer unused)
{
  g_autoptr (DecantVault) vault = NULL;

  fixture_set_up (&self->fixture);
  self->older = g_build_filename (self->fixture.root, "older", NULL);
  self->state = g_build_filename (self->fixture.root, "state", NULL);
  g_setenv ("XDG_STATE_HOME", self->state, TRUE);
  vault = fixture_create (&self->fixture);
  log_some (vault, 0, 4);
  g_assert_cmpint (settle (vault), ==, DECANT_SETTLED_FIRST);
  fixture_copy (self->fixture.folder, self->older);
  log_some (vault, 4, 8);
  g_assert_cmpint (settle (vault), ==, DECANT_SETTLED_CONTINUES);
  self->held = decant_vault_read_checkpoint (vault, NULL);
}

static void
world_tear_down (World *self, gconstpointer unused)
{
  fixture_tear_down (&self->fixture);
  g_free (self->older);
  g_free (self->held);
  g_free (self->state);
}

/* --- what the attacker does --------------------------------------------------------------------------------- */

/* The host's own program is the best pen: it signs what it is given. */
static DecantVault *
open_as_host (World *self)
{
  g_autoptr (GError) error = NULL;
  DecantVault *vault = decant_vault_open (self->fixture.folder, DECANT_VAULT_WRITE, &error);

  g_assert_no_error (error);
  return vault;
}

static void
put_back (World *self)
{
  fixture_remove (self->fixture.folder);
  fixture_copy (self->older, self->fixture.folder);
}

static void
append (World *self)
{
  g_autoptr (DecantVault) vault = open_as_host (self);

  log_some (vault, 20, 23);
}

static void
roll_back (World *self)
{
  put_back (self);
}

static void
rewrite (World *self)
{
  g_autoptr (DecantVault) vault = NULL;

  put_back (self);
  vault = open_as_host (self);
  log_some (vault, 30, 40);
}

/* With the database alone: the files of later artifacts stay. */
static void
cut_tail (World *self)
{
  static const char *const names[] = { "vault.db", "vault.db-wal", "vault.db-shm" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *from = g_build_filename (self->older, names[i], NULL),
                      *to = g_build_filename (self->fixture.folder, names[i], NULL), *bytes = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (from, &bytes, &length, NULL));
      g_assert_true (g_file_set_contents_full (to, bytes, length, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
    }
}

static void
replace_all (World *self)
{
  g_autoptr (DecantKeys) keys = decant_keys_new_random ();
  g_autoptr (DecantVault) vault = NULL;

  fixture_remove (self->fixture.folder);
  g_assert_true (decant_vault_create (self->fixture.folder, keys, NULL, NULL, NULL));
  vault = open_as_host (self);
  log_some (vault, 0, 12);
}

static void
claim_owner (World *self)
{
  g_autoptr (DecantVault) vault = open_as_host (self);
  g_autoptr (JsonObject) open = json_object_new (), value = json_object_new ();
  g_autoptr (DecantCheckpoint) head = decant_checkpoint_parse (self->held, strlen (self->held), NULL);
  g_autofree char *line = g_strdup_printf (
      "— %s/owner AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
      head->origin);
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantReceipt) receipt = NULL;

  json_object_set_string_member (value, "checkpoint", head->text);
  json_object_set_string_member (value, "signature", line);
  json_object_set_object_member (open, "vault_countersigned", g_steal_pointer (&value));
  receipt = decant_vault_append_open (vault, "vault.countersigned", "tester", NULL, open, &error);
  g_assert_no_error (error);
}

/* A key that was taken a day ago signs nothing that comes after its exchange. */
static void
sign_with_old_key (World *self)
{
  g_autofree char *path = g_build_filename (self->older, "host.key", NULL), *seed = NULL, *old_note = NULL,
                  *quoted = NULL, *sql = NULL, *note = NULL;
  g_autoptr (DecantVault) vault = open_as_host (self);
  g_autofree char *key_text = decant_vault_dup_verifier_key (vault);
  g_autoptr (DecantVerifierKey) key = decant_verifier_key_parse (key_text, NULL);
  g_autoptr (DecantCheckpoint) checkpoint = NULL;
  guint8 public[32], secret[64];
  gsize length;

  g_assert_true (g_file_get_contents (path, &seed, &length, NULL));
  g_assert_cmpint (crypto_sign_seed_keypair (public, secret, (guint8 *) seed), ==, 0);
  g_assert_true (decant_vault_rotate_host_key (vault, NULL));
  log_some (vault, 50, 51);
  old_note = decant_vault_read_checkpoint (vault, NULL);
  checkpoint = decant_checkpoint_parse (old_note, strlen (old_note), NULL);
  note = decant_checkpoint_sign (checkpoint->origin, checkpoint->size, &checkpoint->root, key, secret);
  sql = g_strdup_printf ("UPDATE checkpoints SET note = '%s' WHERE size = %" G_GUINT64_FORMAT, note, checkpoint->size);
  g_clear_pointer (&vault, decant_vault_close);
  g_assert_true (change_by_sql (self->fixture.folder, sql));
}

static void
hide_entry (World *self)
{
  g_assert_true (change_by_sql (self->fixture.folder,
                                "INSERT INTO tombstones VALUES (3, 4); DELETE FROM sealed WHERE number = 3"));
}

/* The row that seals an entry, as SQL. */
static char *
dump_sealed (const char *folder, guint64 number)
{
  g_autofree char *path = g_build_filename (folder, "vault.db", NULL);
  g_autofree char *sql
      = g_strdup_printf ("SELECT quote(key), quote(ciphertext) FROM sealed WHERE number = %" G_GUINT64_FORMAT, number);
  sqlite3 *db = NULL;
  sqlite3_stmt *statement = NULL;
  char *row;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  row = g_strdup_printf ("(%" G_GUINT64_FORMAT ", %s, %s)", number, sqlite3_column_text (statement, 0),
                         sqlite3_column_text (statement, 1));
  sqlite3_finalize (statement);
  sqlite3_close (db);
  return row;
}

static void
undo_erasure (World *self)
{
  g_autoptr (DecantVault) vault = fixture_open (&self->fixture, DECANT_VAULT_WRITE);
  g_autofree char *row = dump_sealed (self->older, 2);
  g_autofree char *sql = g_strconcat ("DELETE FROM tombstones; INSERT INTO sealed VALUES ", row, NULL);

  history_erase (self->fixture.folder, vault, 2);
  g_clear_pointer (&vault, decant_vault_close);
  g_assert_true (change_by_sql (self->fixture.folder, sql));
}

/* --- the table ---------------------------------------------------------------------------------------------- */

typedef struct
{
  const char *name;
  void (*attack) (World *self);
  DecantAttack alone, held; /* what the verifier says without and with the held checkpoint; NONE: clean */
  int settled;              /* what the owner is told at the next unlock; -1: not asked */
} Case;

static const Case cases[] = {
  { "append", append, DECANT_ATTACK_NONE, DECANT_ATTACK_NONE, DECANT_SETTLED_CONTINUES },
  { "roll-back", roll_back, DECANT_ATTACK_NONE, DECANT_ATTACK_ROLLED_BACK, DECANT_SETTLED_ROLLED_BACK },
  { "cut-tail", cut_tail, DECANT_ATTACK_NONE, DECANT_ATTACK_CUT_TAIL, DECANT_SETTLED_ROLLED_BACK },
  { "rewrite", rewrite, DECANT_ATTACK_NONE, DECANT_ATTACK_REWRITTEN, DECANT_SETTLED_FORKED },
  { "replace", replace_all, DECANT_ATTACK_FOREIGN, DECANT_ATTACK_FOREIGN, -1 },
  { "claim-owner", claim_owner, DECANT_ATTACK_FALSE_STATEMENT, DECANT_ATTACK_FALSE_STATEMENT, DECANT_SETTLED_FORGED },
  { "old-key", sign_with_old_key, DECANT_ATTACK_FORGED, DECANT_ATTACK_FORGED, -1 },
  { "hide-entry", hide_entry, DECANT_ATTACK_HIDDEN_ERASURE, DECANT_ATTACK_HIDDEN_ERASURE, -1 },
  { "undo-erasure", undo_erasure, DECANT_ATTACK_UNDONE_ERASURE, DECANT_ATTACK_UNDONE_ERASURE, -1 },
};

static DecantAttack
seen (const World *self, const char *held)
{
  g_autoptr (DecantVerification) report = fixture_verify (self->fixture.folder, held);
  const DecantFinding *first = decant_verification_get_first_failure (report);

  g_test_message ("%s: %s", held == NULL ? "alone" : "held", first == NULL ? "clean" : first->message);
  g_assert_true (report->clean == (first == NULL));
  return first == NULL ? DECANT_ATTACK_NONE : first->attack;
}

static void
test_attack (World *self, gconstpointer data)
{
  const Case *row = data;

  g_assert_cmpint (seen (self, self->held), ==, DECANT_ATTACK_NONE);
  row->attack (self);
  g_assert_cmpstr (decant_attack_get_id (seen (self, NULL)), ==, decant_attack_get_id (row->alone));
  g_assert_cmpstr (decant_attack_get_id (seen (self, self->held)), ==, decant_attack_get_id (row->held));
  if (row->settled >= 0)
    {
      g_autoptr (DecantVault) vault = fixture_open (&self->fixture, DECANT_VAULT_WRITE);

      g_assert_cmpint (settle (vault), ==, row->settled);
    }
}

/* What the host's key alone adds is never taken for more than that. */
static void
test_cover (World *self, gconstpointer unused)
{
  g_autoptr (DecantVerification) before = fixture_verify (self->fixture.folder, self->held), after = NULL;

  g_assert_cmpuint (before->owner_signed, ==, before->entries - 1); /* all but the countersignature itself */
  g_assert_cmpuint (before->held, ==, before->entries);
  append (self);
  after = fixture_verify (self->fixture.folder, self->held);
  g_assert_cmpuint (after->owner_signed, ==, before->owner_signed);
  g_assert_cmpuint (after->held, ==, before->held);
  g_assert_cmpuint (after->entries, ==, before->entries + 3);
}

/* One entry alone is judged like the whole. */
static void
test_one (World *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantKeys) keys = test_keys_new ();
  g_autoptr (DecantVerification) clean
      = decant_verifier_run_one (self->fixture.folder, keys, 3, self->held, NULL, &error),
      other = NULL, broken = NULL, absent = NULL;

  g_assert_no_error (error);
  g_assert_true (clean->clean);
  g_assert_true (
      change_by_sql (self->fixture.folder, "UPDATE sealed SET ciphertext = zeroblob(2000) WHERE number = 3"));
  broken = decant_verifier_run_one (self->fixture.folder, keys, 3, self->held, NULL, &error);
  other = decant_verifier_run_one (self->fixture.folder, keys, 4, self->held, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (broken->clean);
  g_assert_true (other->clean);
  absent = decant_verifier_run_one (self->fixture.folder, keys, 400, NULL, NULL, &error);
  g_assert_null (absent);
  g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_NOT_FOUND);
}

/* Each has a name and a sentence of its own. */
static void
test_names (void)
{
  g_autoptr (GHashTable) seen_before = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < DECANT_N_ATTACKS; i++)
    {
      g_assert_true (g_hash_table_add (seen_before, (gpointer) decant_attack_get_id (i)));
      g_assert_true (g_hash_table_add (seen_before, (gpointer) decant_attack_describe (i)));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/attacker/", cases[i].name, NULL);
      g_test_add (path, World, &cases[i], world_set_up, test_attack, world_tear_down);
    }
  g_test_add ("/attacker/cover", World, NULL, world_set_up, test_cover, world_tear_down);
  g_test_add ("/attacker/one-entry", World, NULL, world_set_up, test_one, world_tear_down);
  g_test_add_func ("/attacker/names", test_names);
  return g_test_run ();
}
