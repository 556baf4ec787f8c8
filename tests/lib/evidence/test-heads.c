/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The head that is kept outside the vault. */
#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>

#include "evidence/error.h"
#include "evidence/heads.h"
#include "fixture.h"

#define ORIGIN "log.example/vault"
#define VAULT "000102030405060708090a0b0c0d0e0f"

static guint8 secret[64];
static DecantVerifierKey *owner;

static void
sign (const void *text, gsize length, guint8 signature[64], gpointer unused)
{
  crypto_sign_detached (signature, NULL, text, length, secret);
}

static char *
make_note (const char *name)
{
  DecantDigest root = decant_digest_of ("", 0);
  g_autoptr (DecantVerifierKey) key = decant_verifier_key_new (name, owner->key);

  return decant_checkpoint_sign (ORIGIN, 12, &root, key, secret);
}

static char *
make_text (const char *name, guint n_erased)
{
  g_autoptr (GArray) erased = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_autofree char *note = make_note (name);
  g_autoptr (DecantHead) head = NULL;

  for (guint64 i = 0; i < n_erased; i++)
    g_array_append_vals (erased, (guint64[]){ i * 3 }, 1);
  head = decant_head_new (note, erased, NULL);
  return decant_head_to_text (head, sign, NULL);
}

static void
test_round (void)
{
  g_autofree char *text = make_text (ORIGIN "/owner", 3), *again = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantHead) head = decant_head_parse (text, strlen (text), owner, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (head->checkpoint->size, ==, 12);
  g_assert_cmpuint (head->erased->len, ==, 3);
  g_assert_cmpuint (g_array_index (head->erased, guint64, 2), ==, 6);
  again = decant_head_to_text (head, sign, NULL);
  g_assert_cmpstr (again, ==, text);
}

static void
test_refused (void)
{
  g_autofree char *text = make_text (ORIGIN "/owner", 3), *by_host = make_text (ORIGIN, 3);

  for (gsize i = 0; i < strlen (text); i++)
    {
      g_autofree char *bent = g_strdup (text);

      bent[i] ^= 1;
      g_assert_null (decant_head_parse (bent, strlen (text), owner, NULL));
      g_assert_null (decant_head_parse (text, i, owner, NULL));
    }
  g_assert_null (decant_head_parse (by_host, strlen (by_host), owner, NULL)); /* a note without the owner's line */
}

static void
test_file (void)
{
  g_autofree char *text = make_text (ORIGIN "/owner", 0), *more = make_text (ORIGIN "/owner", 2),
                  *folder = decant_head_dup_folder ();
  g_autofree char *path = g_build_filename (folder, VAULT, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantHead) first = decant_head_load (VAULT, owner, &error);
  g_autoptr (DecantHead) second = NULL;
  g_autoptr (GDir) dir = NULL;
  struct stat state;

  g_assert_null (first);
  g_assert_no_error (error);
  g_assert_true (decant_head_save (VAULT, text, &error));
  g_assert_true (decant_head_save (VAULT, more, &error));
  g_assert_no_error (error);
  second = decant_head_load (VAULT, owner, &error);
  g_assert_cmpuint (second->erased->len, ==, 2);
  g_assert_cmpint (stat (path, &state), ==, 0);
  g_assert_cmphex (state.st_mode & 0777, ==, 0600);
  g_assert_true (g_file_set_contents (path, "{}\n", -1, NULL));
  g_assert_null (decant_head_load (VAULT, owner, &error));
  g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_BROKEN);
  dir = g_dir_open (folder, 0, NULL);
  g_assert_cmpstr (g_dir_read_name (dir), ==, VAULT);
  g_assert_null (g_dir_read_name (dir)); /* no half-written file is left */
}

int
main (int argc, char **argv)
{
  g_autofree char *root = g_dir_make_tmp ("decant-test-XXXXXX", NULL);
  guint8 seed[32] = { 9 }, public[32];
  int status;

  g_setenv ("XDG_STATE_HOME", root, TRUE);
  g_test_init (&argc, &argv, NULL);
  if (sodium_init () < 0)
    return 1;
  crypto_sign_seed_keypair (public, secret, seed);
  owner = decant_verifier_key_new (ORIGIN "/owner", public);
  g_test_add_func ("/heads/round", test_round);
  g_test_add_func ("/heads/refused", test_refused);
  g_test_add_func ("/heads/file", test_file);
  status = g_test_run ();
  decant_verifier_key_free (owner);
  fixture_remove (root);
  return status;
}
