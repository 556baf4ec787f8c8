/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "history.h"

#include <glib/gstdio.h>
#include <sodium.h>
#include <sqlite3.h>
#include <string.h>

#include "evidence/countersign.h"

/* --- random bytes that can be had again --------------------------------------------------------------------- */

static guint64 drawn;
static guint8 seed_bytes[randombytes_SEEDBYTES];

static const char *
implementation_name (void)
{
  return "seeded";
}

static void
draw (void *const out, const size_t length)
{
  memcpy (seed_bytes, &drawn, sizeof drawn);
  drawn++;
  randombytes_buf_deterministic (out, length, seed_bytes);
}

static uint32_t
draw_number (void)
{
  uint32_t number;

  draw (&number, sizeof number);
  return number;
}

static randombytes_implementation seeded
    = { .implementation_name = implementation_name, .random = draw_number, .buf = draw };

void
history_seed (guint32 seed)
{
  memset (seed_bytes, 0, sizeof seed_bytes);
  memcpy (seed_bytes + 8, &seed, sizeof seed);
  drawn = 0;
  randombytes_set_implementation (&seeded);
  g_assert_cmpint (sodium_init (), >=, 0);
}

/* --- acts --------------------------------------------------------------------------------------------------- */

static void
add_capture (DecantVault *vault, GRand *rand, guint i)
{
  g_autofree char *id = g_strdup_printf ("c-%u", i),
                  *text
                  = g_strdup_printf ("Invented post %u, call 555-01%02u", g_rand_int_range (rand, 0, 1000), i % 100);
  g_autofree char *bytes = g_strnfill (g_rand_int_range (rand, 1, 3000), 'a' + i % 26);
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantReceipt) receipt
      = fixture_capture (vault, id, text, g_rand_int_range (rand, 0, 4) == 0 ? NULL : bytes, &error);

  g_assert_no_error (error);
}

static void
add_act (DecantVault *vault, GRand *rand, guint i)
{
  g_autofree char *text = g_strdup_printf ("Invented remark %u", i);
  g_autoptr (DecantReceipt) receipt = fixture_append (vault, g_rand_boolean (rand) ? "verdict" : "note", text);
}

static void
countersign (DecantVault *vault)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantSettlement) settlement = decant_vault_settle (vault, FALSE, &error);

  g_assert_no_error (error);
  g_assert_cmpint (settlement->state, <=, DECANT_SETTLED_CONTINUES);
}

static void
unlink_artifacts (const char *folder, DecantVault *vault, guint64 number)
{
  g_autoptr (JsonObject) open = decant_vault_read_open_fields (vault, number, NULL);
  JsonArray *files = json_object_has_member (open, "vault_artifacts")
                         ? json_object_get_array_member (open, "vault_artifacts")
                         : NULL;

  for (guint i = 0; files != NULL && i < json_array_get_length (files); i++)
    {
      const char *name = json_object_get_string_member (json_array_get_object_element (files, i), "name");
      g_autofree char *path = g_strdup_printf ("%s/artifacts/%.2s/%s", folder, name, name);

      g_assert_cmpint (g_unlink (path), ==, 0);
    }
}

static void
write_tombstone (const char *folder, guint64 number, guint64 by)
{
  g_autofree char *path = g_build_filename (folder, "vault.db", NULL);
  g_autofree char *sql
      = g_strdup_printf ("BEGIN; INSERT INTO tombstones VALUES (%" G_GUINT64_FORMAT ", %" G_GUINT64_FORMAT
                         "); DELETE FROM sealed WHERE number = %" G_GUINT64_FORMAT "; COMMIT",
                         number, by, number);
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}

void
history_erase (const char *folder, DecantVault *vault, guint64 number)
{
  g_autoptr (JsonObject) fields = json_object_new (), open = json_object_new ();
  g_autoptr (JsonArray) numbers = json_array_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantReceipt) receipt = NULL;

  json_array_add_int_element (numbers, number);
  json_object_set_array_member (open, "vault_erased", g_steal_pointer (&numbers));
  json_object_set_string_member (fields, "reason", "invented");
  json_object_set_string_member (fields, "legal_basis", "invented");
  json_object_set_string_member (fields, "decided_by", "tester");
  receipt = decant_vault_append_open (vault, "deletion", "tester", fields, open, &error);
  g_assert_no_error (error);
  write_tombstone (folder, number, receipt->entry);
  unlink_artifacts (folder, vault, number);
}

/* An entry that is neither the vault's own nor a deletion, if the first that is tried is one. */
static void
erase_one (const char *folder, DecantVault *vault, GRand *rand)
{
  guint64 number = g_rand_int_range (rand, 0, decant_vault_get_size (vault, NULL));
  g_autoptr (DecantEntry) entry = decant_vault_read_entry (vault, number, NULL);

  if (entry == NULL || entry->open_only || g_str_has_prefix (entry->kind, "vault.")
      || g_str_equal (entry->kind, "deletion"))
    return;
  history_erase (folder, vault, number);
}

static void
act (const char *folder, DecantVault *vault, GRand *rand, guint i)
{
  guint kind = g_rand_int_range (rand, 0, 100);

  if (kind < 40)
    add_act (vault, rand, i);
  else if (kind < 78)
    add_capture (vault, rand, i);
  else if (kind < 85)
    g_assert_true (decant_vault_rotate_host_key (vault, NULL));
  else if (kind < 92)
    countersign (vault);
  else
    erase_one (folder, vault, rand);
}

/* --- the whole ---------------------------------------------------------------------------------------------- */

static DecantVault *
make_vault (const char *folder, DecantKeys *keys)
{
  g_autoptr (GError) error = NULL;
  DecantVault *vault;

  decant_vault_create (folder, keys, NULL, NULL, &error);
  g_assert_no_error (error);
  vault = decant_vault_open (folder, DECANT_VAULT_WRITE, &error);
  g_assert_no_error (error);
  decant_vault_unlock (vault, keys, &error);
  g_assert_no_error (error);
  return vault;
}

static void
make_elsewhere (History *self, GRand *rand)
{
  g_autoptr (DecantVault) vault = make_vault (self->elsewhere, self->keys);

  for (guint i = 0; i < 3; i++)
    add_capture (vault, rand, i);
}

History *
history_new (const char *base, GRand *rand)
{
  History *self = g_new0 (History, 1);
  g_autofree char *work = NULL;
  g_autoptr (DecantVault) vault = NULL;
  guint n = g_rand_int_range (rand, 1, 12), old = g_rand_int_range (rand, 0, n);

  self->root = g_strdup (base);
  work = g_build_filename (base, "work", NULL);
  self->folder = g_build_filename (base, "vault", NULL);
  self->older = g_build_filename (base, "older", NULL);
  self->elsewhere = g_build_filename (base, "elsewhere", NULL);
  self->keys = test_keys_new ();
  if (g_rand_int_range (rand, 0, 8) == 0)
    make_elsewhere (self, rand);
  vault = make_vault (work, self->keys);
  for (guint i = 0; i < n; i++)
    {
      if (i == old)
        fixture_copy (work, self->older);
      act (work, vault, rand, i);
    }
  self->size = decant_vault_get_size (vault, NULL);
  self->held = decant_vault_read_checkpoint (vault, NULL);
  if (g_rand_boolean (rand)) /* else frames stay in the WAL */
    g_clear_pointer (&vault, decant_vault_close);
  fixture_copy (work, self->folder);
  return self;
}

void
history_free (History *self)
{
  fixture_remove (self->root);
  g_free (self->root);
  g_free (self->folder);
  g_free (self->older);
  g_free (self->elsewhere);
  g_free (self->held);
  decant_keys_unref (self->keys);
  g_free (self);
}

/* --- what a reader sees ------------------------------------------------------------------------------------- */

static void
read_proof (GString *out, DecantVault *vault, guint64 number)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantProof) proof = decant_vault_prove_entry (vault, number, 0, &error);
  g_autofree char *text = proof == NULL ? NULL : decant_proof_to_text (proof),
                  *disclosures = proof == NULL ? NULL : g_strjoinv ("~", proof->disclosures);

  g_string_append_printf (out, "%s\n%s\n%s\n", proof == NULL ? error->message : proof->leaf, disclosures, text);
}

char *
history_read (const char *folder, DecantKeys *keys)
{
  g_autofree char *all = fixture_read_all (folder);
  g_autoptr (GString) out = g_string_new (all);
  g_autoptr (DecantVault) vault = decant_vault_open (folder, DECANT_VAULT_READ, NULL);
  gint64 size = vault == NULL || !decant_vault_unlock (vault, keys, NULL) ? 0 : decant_vault_get_size (vault, NULL);

  for (gint64 i = 0; i < size; i++)
    read_proof (out, vault, i);
  return g_strdup (out->str);
}
