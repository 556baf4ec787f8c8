/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>

#include "evidence/checkpoint.h"
#include "evidence/error.h"

#define ORIGIN "log.example/vault"
#define ROOT "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
#define SIGNATURE "AAAAAAAAAAA=" /* four bytes of id, four of no known kind of signature */
#define GOOD ORIGIN "\n12\n" ROOT "\n\n\xe2\x80\x94 " ORIGIN " " SIGNATURE "\n"

typedef struct {
  guint8 secret[64];
  DecantVerifierKey *key;
  char *note;
} Signed;

static void
sign (Signed *self)
{
  guint8 seed[32], public[32];
  DecantDigest root = decant_digest_of ("", 0);

  for (guint i = 0; i < 32; i++)
    seed[i] = i;
  crypto_sign_seed_keypair (public, self->secret, seed);
  self->key = decant_verifier_key_new (ORIGIN, public);
  self->note = decant_checkpoint_sign (ORIGIN, 12, &root, self->key, self->secret);
}

static void
signed_clear (Signed *self)
{
  decant_verifier_key_free (self->key);
  g_free (self->note);
}

/* --- parsing ------------------------------------------------------------------------------------------------ */

static const struct {
  const char *name, *note;
  gboolean good;
} notes[] = {
  { "plain", GOOD, TRUE },
  { "zero", ORIGIN "\n0\n" ROOT "\n\n\xe2\x80\x94 " ORIGIN " " SIGNATURE "\n", TRUE },
  { "extension line", ORIGIN "\n12\n" ROOT "\nmore\n\n\xe2\x80\x94 " ORIGIN " " SIGNATURE "\n", TRUE },
  { "two signatures", GOOD "\xe2\x80\x94 other.example " SIGNATURE "\n", TRUE },
  { "empty", "", FALSE },
  { "no signature", ORIGIN "\n12\n" ROOT "\n", FALSE },
  { "no signature line", ORIGIN "\n12\n" ROOT "\n\n", FALSE },
  { "no last newline", ORIGIN "\n12\n" ROOT "\n\n\xe2\x80\x94 " ORIGIN " " SIGNATURE, FALSE },
  { "carriage returns", ORIGIN "\r\n12\r\n" ROOT "\r\n\r\n\xe2\x80\x94 " ORIGIN " " SIGNATURE "\r\n", FALSE },
  { "tab", ORIGIN "\t\n12\n" ROOT "\n\n\xe2\x80\x94 " ORIGIN " " SIGNATURE "\n", FALSE },
  { "no origin", "\n12\n" ROOT "\n\n\xe2\x80\x94 " ORIGIN " " SIGNATURE "\n", FALSE },
  { "leading zero", ORIGIN "\n012\n" ROOT "\n\n\xe2\x80\x94 " ORIGIN " " SIGNATURE "\n", FALSE },
  { "negative", ORIGIN "\n-1\n" ROOT "\n\n\xe2\x80\x94 " ORIGIN " " SIGNATURE "\n", FALSE },
  { "plus", ORIGIN "\n+1\n" ROOT "\n\n\xe2\x80\x94 " ORIGIN " " SIGNATURE "\n", FALSE },
  { "too large", ORIGIN "\n9007199254740993\n" ROOT "\n\n\xe2\x80\x94 " ORIGIN " " SIGNATURE "\n", FALSE },
  { "far too large", ORIGIN "\n99999999999999999999999\n" ROOT "\n\n\xe2\x80\x94 " ORIGIN " " SIGNATURE "\n", FALSE },
  { "short root", ORIGIN "\n12\nAAAA\n\n\xe2\x80\x94 " ORIGIN " " SIGNATURE "\n", FALSE },
  { "root with loose bits", ORIGIN "\n12\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=\n\n\xe2\x80\x94 " ORIGIN " " SIGNATURE "\n", FALSE },
  { "root in base64url", ORIGIN "\n12\n47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU=\n\n\xe2\x80\x94 " ORIGIN " " SIGNATURE "\n", FALSE },
  { "hyphen for a dash", ORIGIN "\n12\n" ROOT "\n\n- " ORIGIN " " SIGNATURE "\n", FALSE },
  { "name with plus", ORIGIN "\n12\n" ROOT "\n\n\xe2\x80\x94 a+b " SIGNATURE "\n", FALSE },
  { "no name", ORIGIN "\n12\n" ROOT "\n\n\xe2\x80\x94  " SIGNATURE "\n", FALSE },
  { "id alone", ORIGIN "\n12\n" ROOT "\n\n\xe2\x80\x94 " ORIGIN " AAAAAA==\n", FALSE },
  { "text after", GOOD "and more\n", FALSE },
  { "blank line after", GOOD "\n", FALSE },
  { "invalid UTF-8", ORIGIN "\xff\n12\n" ROOT "\n\n\xe2\x80\x94 " ORIGIN " " SIGNATURE "\n", FALSE },
};

static void
test_parse (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (notes); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DecantCheckpoint) checkpoint = decant_checkpoint_parse (notes[i].note, strlen (notes[i].note), &error);

      g_test_message ("%s", notes[i].name);
      g_assert_true ((checkpoint != NULL) == notes[i].good);
      if (!notes[i].good)
        g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID);
      else
        g_assert_cmpstr (checkpoint->origin, ==, ORIGIN);
    }
  g_assert_null (decant_checkpoint_parse (GOOD "\0", sizeof GOOD, NULL));
}

static void
test_bounds (void)
{
  g_autoptr (GString) many = g_string_new (GOOD);
  g_autofree char *line = g_strnfill (DECANT_CHECKPOINT_MAX, 'x');
  g_autofree char *large = g_strconcat (ORIGIN "\n12\n" ROOT "\n", line, "\n\n\xe2\x80\x94 " ORIGIN " " SIGNATURE "\n", NULL);
  g_autoptr (DecantCheckpoint) at_limit = NULL;

  for (guint i = 1; i < DECANT_CHECKPOINT_SIGNATURES; i++)
    g_string_append (many, "\xe2\x80\x94 o.example " SIGNATURE "\n");
  at_limit = decant_checkpoint_parse (many->str, many->len, NULL);
  g_assert_nonnull (at_limit);
  g_string_append (many, "\xe2\x80\x94 o.example " SIGNATURE "\n");
  g_assert_null (decant_checkpoint_parse (many->str, many->len, NULL));
  g_assert_null (decant_checkpoint_parse (large, strlen (large), NULL));
}

/* --- signatures --------------------------------------------------------------------------------------------- */

static void
test_sign (void)
{
  Signed made;
  g_autoptr (DecantCheckpoint) checkpoint = NULL;
  g_autoptr (DecantCheckpoint) cosigned = NULL;
  g_autoptr (DecantVerifierKey) other = NULL;
  g_autofree char *two = NULL;

  sign (&made);
  checkpoint = decant_checkpoint_parse (made.note, strlen (made.note), NULL);
  other = decant_verifier_key_new ("other.example", made.key->key);
  two = g_strconcat (made.note, "\xe2\x80\x94 other.example " SIGNATURE "\n", NULL);
  cosigned = decant_checkpoint_parse (two, strlen (two), NULL);
  g_assert_cmpuint (checkpoint->size, ==, 12);
  g_assert_true (decant_checkpoint_is_signed_by (checkpoint, made.key));
  g_assert_false (decant_checkpoint_is_signed_by (checkpoint, other));
  g_assert_true (decant_checkpoint_is_signed_by (cosigned, made.key));
  g_assert_cmpuint (cosigned->signatures->len, ==, 2);
  signed_clear (&made);
}

/* No single changed byte leaves a note that is read as the same key's signature of something. */
static void
test_flips (void)
{
  Signed made;

  sign (&made);
  for (gsize i = 0; i < strlen (made.note); i++)
    for (guint bit = 0; bit < 8; bit++)
      {
        g_autofree char *bent = g_strdup (made.note);
        g_autoptr (DecantCheckpoint) checkpoint = NULL;

        bent[i] ^= 1 << bit;
        checkpoint = decant_checkpoint_parse (bent, strlen (made.note), NULL);
        g_assert_true (checkpoint == NULL || !decant_checkpoint_is_signed_by (checkpoint, made.key));
      }
  signed_clear (&made);
}

static void
test_verifier_key (void)
{
  Signed made;
  g_autofree char *text = NULL;
  g_autoptr (DecantVerifierKey) again = NULL;
  /* The example of https://c2sp.org/signed-note, read back and written. */
  static const char *const good[] = { "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW" };
  static const char *const bad[] = { "", "a", "a+b+c", "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                                     "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                                     "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW" };

  sign (&made);
  text = decant_verifier_key_to_text (made.key);
  again = decant_verifier_key_parse (text, NULL);
  g_assert_cmpstr (again->name, ==, ORIGIN);
  g_assert_cmpmem (again->key, 32, made.key->key, 32);
  g_assert_cmpmem (again->id, 4, made.key->id, 4);
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (DecantVerifierKey) key = decant_verifier_key_parse (good[i], NULL);
      g_autofree char *written = decant_verifier_key_to_text (key);

      g_assert_cmpstr (written, ==, good[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_null (decant_verifier_key_parse (bad[i], NULL));
  signed_clear (&made);
}

/* The note of the same page, signed by somebody else's program. */
static void
test_foreign_note (void)
{
  static const char note[] = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n"
                             "\xe2\x80\x94 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
  g_autoptr (DecantVerifierKey) key = decant_verifier_key_parse ("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", NULL);
  const char *blank = strstr (note, "\n\n"), *signature64 = strrchr (note, ' ') + 1;
  gsize length = 0;
  g_autofree guint8 *bytes = decant_base64_decode (signature64, strlen (signature64) - 1, &length);

  /* Two lines, so no checkpoint; the signature is checked over its text all the same. */
  g_assert_null (decant_checkpoint_parse (note, strlen (note), NULL));
  g_assert_cmpuint (length, ==, 4 + crypto_sign_BYTES);
  g_assert_cmpmem (bytes, 4, key->id, 4);
  g_assert_cmpint (crypto_sign_verify_detached (bytes + 4, (const guint8 *) note, blank + 1 - note, key->key), ==, 0);
}

/* --- by independent software -------------------------------------------------------------------------------- */

static char *
write_temporary (const char *folder, const char *name, gconstpointer data, gsize length)
{
  char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, data, length, NULL));
  return path;
}

static void
test_openssl (void)
{
  static const guint8 der_prefix[] = { 0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00 }; /* RFC 8410 */
  g_autofree char *openssl = g_find_program_in_path ("openssl");
  g_autofree char *folder = g_dir_make_tmp ("decant-test-XXXXXX", NULL);
  g_autofree char *key = NULL, *text = NULL, *signature = NULL, *out = NULL, *err = NULL;
  g_autoptr (DecantCheckpoint) checkpoint = NULL;
  guint8 der[sizeof der_prefix + 32];
  const DecantSignatureLine *line;
  Signed made;
  int status = -1;

  if (openssl == NULL)
    {
      g_rmdir (folder);
      g_test_skip ("openssl is not installed");
      return;
    }
  sign (&made);
  checkpoint = decant_checkpoint_parse (made.note, strlen (made.note), NULL);
  line = checkpoint->signatures->pdata[0];
  memcpy (der, der_prefix, sizeof der_prefix);
  memcpy (der + sizeof der_prefix, made.key->key, 32);
  key = write_temporary (folder, "key.der", der, sizeof der);
  text = write_temporary (folder, "text", checkpoint->text, strlen (checkpoint->text));
  signature = write_temporary (folder, "signature", line->bytes, line->length);
  g_assert_true (g_spawn_sync (NULL, (char *[]){ openssl, "pkeyutl", "-verify", "-pubin", "-inkey", key, "-keyform", "DER", "-rawin", "-in", text, "-sigfile", signature, NULL },
                               NULL, G_SPAWN_DEFAULT, NULL, NULL, &out, &err, &status, NULL));
  g_test_message ("%s%s", out, err);
  g_assert_cmpint (status, ==, 0);
  g_assert_nonnull (strstr (out, "Verified Successfully"));
  g_remove (key);
  g_remove (text);
  g_remove (signature);
  g_rmdir (folder);
  signed_clear (&made);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/checkpoint/parse", test_parse);
  g_test_add_func ("/checkpoint/bounds", test_bounds);
  g_test_add_func ("/checkpoint/sign", test_sign);
  g_test_add_func ("/checkpoint/flips", test_flips);
  g_test_add_func ("/checkpoint/verifier-key", test_verifier_key);
  g_test_add_func ("/checkpoint/foreign-note", test_foreign_note);
  g_test_add_func ("/checkpoint/openssl", test_openssl);
  return g_test_run ();
}
