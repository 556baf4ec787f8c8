/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "evidence/checkpoint.h"
#include "evidence/merkle.h"
#include "fixture.h"

#define CREATE (DECANT_VAULT_WRITE | DECANT_VAULT_CREATE)

static void
test_absent (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (decant_vault_open (fixture->folder, DECANT_VAULT_WRITE, &error));
  g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_ABSENT);
  g_clear_error (&error);
  g_mkdir (fixture->folder, 0700);
  g_assert_null (decant_vault_open (fixture->folder, DECANT_VAULT_READ, &error));
  g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_ABSENT);
}

static void
test_create (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (DecantVault) vault = fixture_open (fixture, CREATE);
  g_autoptr (DecantVault) again = fixture_open (fixture, CREATE);
  static const char *const names[] = { "", "vault.json", "host.key", "vault.db", "artifacts", "staging" };
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (decant_vault_get_size (vault, NULL), ==, 0);
  g_assert_cmpstr (decant_vault_get_id (vault), ==, decant_vault_get_id (again));
  g_assert_cmpuint (strlen (decant_vault_get_id (vault)), ==, 32);
  g_assert_null (decant_vault_read_checkpoint (vault, &error));
  g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_NOT_FOUND);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, names[i], NULL);
      struct stat state;

      g_assert_cmpint (stat (path, &state), ==, 0);
      g_assert_cmpint (state.st_mode & 07777, ==, S_ISDIR (state.st_mode) ? 0700 : 0600);
    }
}

static void
test_append (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (DecantVault) vault = fixture_open (fixture, CREATE);
  g_autofree char *vkey = decant_vault_dup_verifier_key (vault);
  g_autoptr (DecantVerifierKey) key = decant_verifier_key_parse (vkey, NULL);

  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *note = g_strdup_printf ("note %u", i);
      g_autoptr (DecantReceipt) receipt = fixture_append (vault, "note", note);
      g_autoptr (DecantCheckpoint) checkpoint = decant_checkpoint_parse (receipt->checkpoint, strlen (receipt->checkpoint), NULL);
      g_autoptr (DecantEntry) entry = decant_vault_read_entry (vault, i, NULL);
      g_autofree char *latest = decant_vault_read_checkpoint (vault, NULL);

      g_assert_cmpuint (receipt->entry, ==, i);
      g_assert_false (receipt->repeated);
      g_assert_cmpuint (checkpoint->size, ==, i + 1);
      g_assert_true (decant_checkpoint_is_signed_by (checkpoint, key));
      g_assert_cmpstr (checkpoint->origin, ==, decant_vault_get_origin (vault));
      g_assert_cmpstr (latest, ==, receipt->checkpoint);
      g_assert_cmpstr (entry->leaf, ==, receipt->leaf);
      g_assert_cmpstr (entry->kind, ==, "note");
      g_assert_cmpstr (json_object_get_string_member (entry->fields, "note"), ==, note);
      g_assert_cmpstr (json_object_get_string_member (entry->fields, "actor"), ==, "tester");
      g_assert_nonnull (json_object_get_object_member (entry->fields, "clock"));
    }
  g_assert_cmpint (decant_vault_get_size (vault, NULL), ==, 20);
}

static void
test_capture (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (DecantVault) vault = fixture_open (fixture, CREATE);
  g_autoptr (DecantVault) other = fixture_open (fixture, DECANT_VAULT_WRITE);
  g_autoptr (DecantVault) reader = fixture_open (fixture, DECANT_VAULT_READ);
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantReceipt) first = fixture_capture (vault, "c-1", "An invented post, call 555-0100", "not really a picture", &error);
  g_autoptr (DecantReceipt) second = fixture_capture (other, "c-1", "An invented post, call 555-0100", "not really a picture", &error);
  g_autoptr (DecantReceipt) found = decant_vault_find_capture (reader, "c-1", &error);
  g_autoptr (DecantEntry) entry = decant_vault_read_entry (reader, 0, &error);
  const DecantArtifactInfo *info = entry->artifacts->pdata[0];
  g_autoptr (GBytes) bytes = decant_vault_read_artifact (reader, info->sha256, &error);

  g_assert_no_error (error);
  g_assert_false (first->repeated);
  g_assert_true (second->repeated && found->repeated);
  g_assert_cmpuint (second->entry, ==, first->entry);
  g_assert_cmpstr (second->leaf, ==, first->leaf);
  g_assert_cmpstr (second->checkpoint, ==, first->checkpoint);
  g_assert_cmpstr (found->checkpoint, ==, first->checkpoint);
  g_assert_cmpint (decant_vault_get_size (reader, NULL), ==, 1);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "not really a picture", 20);
  g_assert_cmpstr (json_object_get_string_member (entry->fields, "text"), ==, "An invented post, call 555-0100");
  g_assert_cmpstr (json_object_get_string_member (entry->fields, "case"), ==, "");
  g_assert_null (decant_vault_find_capture (reader, "c-2", &error));
  g_assert_no_error (error);
  g_assert_null (decant_vault_append (reader, "note", "tester", NULL, &error));
  g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID);
}

#define ADD(name, function) g_test_add ("/vault/" name, Fixture, NULL, set_up, function, tear_down)

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  fixture_set_up (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  fixture_tear_down (fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("absent", test_absent);
  ADD ("create", test_create);
  ADD ("append", test_append);
  ADD ("capture", test_capture);
  return g_test_run ();
}
