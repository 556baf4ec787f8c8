/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "app/models/exchange.h"
#include "app/models/integrity.h"
#include "evidence/checkpoint.h"
#include "evidence/cosigner.h"
#include "fixture.h"

static void
on_state (guint *changes)
{
  (*changes)++;
}

static const DecantVerification *
check (DecantIntegrity *integrity, DecantKeys *keys, const char *held)
{
  decant_integrity_run (integrity, keys, held);
  g_assert_cmpint (decant_integrity_get_state (integrity), ==, DECANT_INTEGRITY_RUNNING);
  while (decant_integrity_get_state (integrity) == DECANT_INTEGRITY_RUNNING)
    g_main_context_iteration (NULL, TRUE);
  return decant_integrity_get_report (integrity);
}

static void
fill (Fixture *self)
{
  g_autoptr (DecantVault) vault = fixture_create (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantReceipt) receipt
      = fixture_capture (vault, "c-1", "an invented post", "some bytes of a picture", &error);

  g_assert_no_error (error);
}

/* Changes one byte of the only artifact. */
static void
flip (const char *folder)
{
  g_autofree char *artifacts = g_build_filename (folder, "artifacts", NULL);
  g_autoptr (GDir) outer = g_dir_open (artifacts, 0, NULL);
  g_autofree char *sub = g_build_filename (artifacts, g_dir_read_name (outer), NULL);
  g_autoptr (GDir) inner = g_dir_open (sub, 0, NULL);
  g_autofree char *path = g_build_filename (sub, g_dir_read_name (inner), NULL);
  g_autofree char *data = NULL;
  gsize length;

  g_chmod (path, 0600);
  g_assert_true (g_file_get_contents (path, &data, &length, NULL));
  data[length / 2] ^= 1;
  g_assert_true (g_file_set_contents (path, data, length, NULL));
}

static void
test_run (void)
{
  Fixture self;
  g_autoptr (DecantKeys) keys = test_keys_new ();
  g_autoptr (DecantIntegrity) integrity = NULL;
  guint changes = 0;

  fixture_set_up (&self);
  integrity = decant_integrity_new (self.folder);
  g_signal_connect_swapped (integrity, "notify::state", G_CALLBACK (on_state), &changes);
  g_assert_null (check (integrity, NULL, NULL));
  g_assert_cmpint (decant_integrity_get_state (integrity), ==, DECANT_INTEGRITY_FAILED);
  fill (&self);
  g_assert_true (check (integrity, NULL, NULL)->clean);
  g_assert_true (decant_integrity_get_report (integrity)->locked);
  g_assert_true (check (integrity, keys, NULL)->clean);
  g_assert_false (decant_integrity_get_report (integrity)->locked);
  flip (self.folder);
  g_assert_false (check (integrity, NULL, NULL)->clean);
  {
    g_autoptr (GPtrArray) groups = decant_integrity_group (decant_integrity_get_report (integrity));
    const DecantFindingGroup *first = groups->pdata[0], *last = groups->pdata[groups->len - 1];

    g_assert_cmpint (first->level, ==, DECANT_FINDING_FAILURE);
    g_assert_cmpstr (((DecantFinding *) first->findings->pdata[0])->check, ==, "artifact");
    g_assert_cmpstr (((DecantFinding *) last->findings->pdata[0])->check, ==, "limits");
  }
  g_assert_cmpuint (changes, ==, 8);
  fixture_tear_down (&self);
}

static void
test_cancel (void)
{
  Fixture self;
  g_autoptr (DecantIntegrity) integrity = NULL;

  fixture_set_up (&self);
  fill (&self);
  integrity = decant_integrity_new (self.folder);
  decant_integrity_run (integrity, NULL, NULL);
  decant_integrity_cancel (integrity);
  while (decant_integrity_get_state (integrity) == DECANT_INTEGRITY_RUNNING)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (decant_integrity_get_state (integrity), ==, DECANT_INTEGRITY_IDLE);
  g_assert_null (decant_integrity_get_report (integrity));
  fixture_tear_down (&self);
}

/* A checkpoint goes out, a second person signs it, and it comes back; then the vault must continue it. */
static void
test_exchange (void)
{
  static const DecantCosignerCost cheap = { 1, 8192 };
  Fixture self;
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantIntegrity) integrity = NULL;

  fixture_set_up (&self);
  fill (&self);
  integrity = decant_integrity_new (self.folder);
  {
    g_autofree char *out = g_build_filename (self.root, "checkpoint.txt", NULL), *note = NULL, *both = NULL,
                    *key = NULL;
    g_autofree char *file = decant_cosigner_create ("example-person", "an invented phrase", &cheap, &error);
    g_autoptr (DecantCosigner) person = decant_cosigner_open (file, strlen (file), "an invented phrase", &error);
    g_autofree char *held = NULL;

    g_assert_no_error (error);
    key = decant_verifier_key_to_text (decant_cosigner_get_key (person));
    g_assert_true (decant_exchange_save_checkpoint (self.folder, out, &error));
    held = decant_exchange_read_held (out, &error);
    g_assert_true (g_file_get_contents (out, &note, NULL, &error));
    g_assert_cmpstr (held, ==, note);
    g_assert_cmpint (decant_exchange_import_cosignature (self.folder, out, key, NULL), ==, -1); /* nobody signed */
    both = decant_cosigner_sign (person, note, strlen (note), &error);
    g_assert_true (g_file_set_contents (out, both, -1, &error));
    g_assert_cmpint (decant_exchange_import_cosignature (self.folder, out, key, &error), ==, 2);
    g_assert_no_error (error);
    g_assert_true (check (integrity, NULL, held)->clean);
    g_assert_true (g_file_set_contents (out, "no checkpoint", -1, NULL));
    g_assert_null (decant_exchange_read_held (out, NULL));
    g_assert_cmpint (decant_exchange_import_stamp (self.folder, out, &error), ==, -1);
    g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID);
  }
  fixture_tear_down (&self);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/integrity/run", test_run);
  g_test_add_func ("/app/integrity/cancel", test_cancel);
  g_test_add_func ("/app/integrity/exchange", test_exchange);
  return g_test_run ();
}
