/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Four eyes across machines: a checkpoint goes out as text, a second person's line comes back under it. */
#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>

#include "evidence/cosigner.h"
#include "evidence/error.h"

#define NAME "reviewer-2"
#define PASSPHRASE "five invented words drawn by lot"
#define ORIGIN "log.example/vault"

static const DecantCosignerCost cheap = { crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN };

static char *
make_note (void)
{
  guint8 seed[32] = { 1 }, public[32], secret[64];
  DecantDigest root = decant_digest_of ("", 0);
  g_autoptr (DecantVerifierKey) key = NULL;

  crypto_sign_seed_keypair (public, secret, seed);
  key = decant_verifier_key_new (ORIGIN, public);
  return decant_checkpoint_sign (ORIGIN, 12, &root, key, secret);
}

static char *
make_file (void)
{
  g_autoptr (GError) error = NULL;
  char *file = decant_cosigner_create (NAME, PASSPHRASE, &cheap, &error);

  g_assert_no_error (error);
  return file;
}

static void
test_round (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *file = make_file (), *note = make_note (), *signed_note = NULL, *again = NULL, *line = NULL;
  g_autoptr (DecantVerifierKey) public = decant_cosigner_parse_key (file, strlen (file), &error);
  g_autoptr (DecantCosigner) cosigner = decant_cosigner_open (file, strlen (file), PASSPHRASE, &error);
  g_autoptr (DecantCheckpoint) before = decant_checkpoint_parse (note, strlen (note), NULL);
  g_autoptr (DecantCheckpoint) after = NULL;

  g_assert_no_error (error);
  signed_note = decant_cosigner_sign (cosigner, note, strlen (note), &error);
  g_assert_no_error (error);
  after = decant_checkpoint_parse (signed_note, strlen (signed_note), NULL);
  g_assert_cmpstr (after->text, ==, before->text);
  g_assert_cmpuint (after->signatures->len, ==, 2);
  g_assert_false (decant_checkpoint_is_signed_by (before, public));
  g_assert_true (decant_checkpoint_is_signed_by (after, public));
  line = decant_checkpoint_dup_line (after, public);
  g_assert_true (decant_signature_line_holds (line, before->text, public));
  g_assert_true (g_str_has_prefix (line, "\xe2\x80\x94 " NAME " "));
  /* Ed25519 is deterministic: to sign twice adds nothing. */
  again = decant_cosigner_sign (cosigner, signed_note, strlen (signed_note), &error);
  g_assert_cmpstr (again, ==, signed_note);
}

static void
test_refused (void)
{
  static const struct
  {
    const char *name, *passphrase;
  } wishes[] = {
    { "", PASSPHRASE },
    { "two words", PASSPHRASE },
    { "a+b", PASSPHRASE },
    { "caf\xc3\xa9", PASSPHRASE },
    { NAME, "" },
    { NAME, "1234567" },
    { NAME, "\xff\xff\xff\xff\xff\xff\xff\xff" },
  };
  static const char *const notes[] = { "", "x", ORIGIN "\n12\nAAAA\n\n\xe2\x80\x94 a AAAAAAA=\n" };
  g_autofree char *file = make_file ();
  g_autoptr (DecantCosigner) cosigner = decant_cosigner_open (file, strlen (file), PASSPHRASE, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (wishes); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (decant_cosigner_create (wishes[i].name, wishes[i].passphrase, &cheap, &error));
      g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID);
    }
  for (guint i = 0; i < G_N_ELEMENTS (notes); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (decant_cosigner_sign (cosigner, notes[i], strlen (notes[i]), &error));
      g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID);
    }
  {
    g_autoptr (GError) error = NULL;
    g_assert_null (decant_cosigner_open (file, strlen (file), PASSPHRASE " ", &error));
    g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID);
  }
}

/* No single changed byte leaves a file that opens: what is not the seed's box is bound to it. */
static void
test_flips (void)
{
  g_autofree char *file = make_file ();
  gsize length = strlen (file);

  for (gsize i = 0; i < length; i++)
    {
      g_autofree char *bent = g_strdup (file);
      g_autoptr (DecantCosigner) cosigner = NULL;

      bent[i] ^= 1;
      cosigner = decant_cosigner_open (bent, length, PASSPHRASE, NULL);
      g_assert_null (cosigner);
    }
  for (gsize i = 0; i < length; i++)
    g_assert_null (decant_cosigner_parse_key (file, i, NULL));
}

static void
test_costs (void)
{
  static const struct
  {
    const char *from, *to;
  } bends[] = {
    { "\"opslimit\":1,", "\"opslimit\":17," },
    { "\"opslimit\":1,", "\"opslimit\":0," },
    { "\"opslimit\":1,", "\"opslimit\":-1," },
    { "\"opslimit\":1,", "\"opslimit\":1.5," },
    { "\"memlimit\":8192,", "\"memlimit\":1073741825," },
    { "\"memlimit\":8192,", "\"memlimit\":8191," },
    { "\"format\":\"decant-cosigner/1\"", "\"format\":\"decant-cosigner/2\"" },
    { "\"box\":\"", "\"box\": \"" },
  };
  g_autofree char *file = make_file ();

  for (guint i = 0; i < G_N_ELEMENTS (bends); i++)
    {
      g_auto (GStrv) parts = g_strsplit (file, bends[i].from, 2);
      g_autofree char *bent = g_strjoinv (bends[i].to, parts);
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", bends[i].to);
      g_assert_cmpstr (bent, !=, file);
      g_assert_null (decant_cosigner_parse_key (bent, strlen (bent), &error));
      g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID);
    }
}

static void
test_save (void)
{
  g_autofree char *root = g_dir_make_tmp ("decant-test-XXXXXX", NULL);
  g_autofree char *folder = g_build_filename (root, "decant", NULL),
                  *path = g_build_filename (folder, "cosigner.json", NULL);
  g_autofree char *file = make_file (), *read = NULL;
  g_autoptr (GError) error = NULL;
  struct stat state;

  g_assert_true (decant_cosigner_save (path, file, &error));
  g_assert_no_error (error);
  g_assert_cmpint (stat (path, &state), ==, 0);
  g_assert_cmphex (state.st_mode & 0777, ==, 0600);
  g_assert_true (g_file_get_contents (path, &read, NULL, NULL));
  g_assert_cmpstr (read, ==, file);
  g_assert_false (decant_cosigner_save (path, file, &error)); /* a key is never written over */
  g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_IO);
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_assert_cmpint (g_rmdir (root), ==, 0);
}

static void
test_add_line (void)
{
  static const struct
  {
    const char *name, *line;
    gboolean good;
  } lines[] = {
    { "one", "\xe2\x80\x94 other.example AAAAAAAAAAA=", TRUE },
    { "two", "\xe2\x80\x94 other.example AAAAAAAAAAA=\n\xe2\x80\x94 third.example AAAAAAAAAAA=", FALSE },
    { "none", "", FALSE },
    { "newline", "\xe2\x80\x94 other.example AAAAAAAAAAA=\n", FALSE },
    { "no dash", "other.example AAAAAAAAAAA=", FALSE },
  };
  g_autofree char *note = make_note ();

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *whole = decant_checkpoint_add_line (note, lines[i].line, &error);
      g_autofree char *again = whole == NULL ? NULL : decant_checkpoint_add_line (whole, lines[i].line, NULL);

      g_test_message ("%s", lines[i].name);
      g_assert_true ((whole != NULL) == lines[i].good);
      g_assert_cmpstr (again, ==, whole);
      if (!lines[i].good)
        g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (sodium_init () < 0)
    return 1;
  g_test_add_func ("/cosigner/round", test_round);
  g_test_add_func ("/cosigner/refused", test_refused);
  g_test_add_func ("/cosigner/flips", test_flips);
  g_test_add_func ("/cosigner/costs", test_costs);
  g_test_add_func ("/cosigner/save", test_save);
  g_test_add_func ("/cosigner/add-line", test_add_line);
  return g_test_run ();
}
