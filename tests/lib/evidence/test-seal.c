/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <sodium.h>
#include <string.h>

#include "evidence/error.h"
#include "evidence/seal.h"
#include "evidence/secret.h"

#define VAULT "000102030405060708090a0b0c0d0e0f"
#define OTHER "ff0102030405060708090a0b0c0d0e0f"
#define NUMBER G_GUINT64_CONSTANT (258)

static DecantKeys *
fixed_keys (void)
{
  guint8 root[32];

  for (guint i = 0; i < sizeof root; i++)
    root[i] = i;
  return decant_keys_from_root (root);
}

/* --- keys --------------------------------------------------------------------------------------------------- */

/* Computed with Python's hashlib.blake2b (salt: number as LE64 and zeros, person: "decantv2" and zeros) and libsodium.
 */
static void
test_derivation (void)
{
  g_autoptr (DecantKeys) keys = fixed_keys ();
  guint8 seal[32], owner[32], signature[64];
  const struct
  {
    const guint8 *bytes;
    const char *expected;
  } rows[] = {
    { seal, "fea4b10cb6fd8fe16e822b3731d10bf0a01f882a26f5c2c76c39b515f3a71e00" },
    { owner, "a66153d00ba9e21c7992ba6337833a88af90e9890405dce2e5cd2c802738bf20" },
    { decant_keys_get_cache_key (keys), "c8af54a8313b71461f530253cf91c0fb215fd4df3d0feb3573ba63b734ce06f4" },
    { decant_keys_get_backup_key (keys), "01363ae2d0880722f395be5343cfc78e0b982222db24f222f3ff52dae0a2e3ae" },
    { decant_keys_get_owner_secret (keys) + 32, "a66153d00ba9e21c7992ba6337833a88af90e9890405dce2e5cd2c802738bf20" },
  };

  decant_keys_get_seal_public (keys, seal);
  decant_keys_get_owner_public (keys, owner);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *hex = decant_hex_encode (rows[i].bytes, 32);
      g_assert_cmpstr (hex, ==, rows[i].expected);
    }
  decant_keys_owner_sign (keys, "text", 4, signature);
  g_assert_cmpint (crypto_sign_verify_detached (signature, (const guint8 *) "text", 4, owner), ==, 0);
}

static void
test_random_keys (void)
{
  g_autoptr (DecantKeys) a = decant_keys_new_random ();
  g_autoptr (DecantKeys) b = decant_keys_new_random ();
  g_autoptr (DecantKeys) again = decant_keys_from_root (decant_keys_get_root (a));
  guint8 x[32], y[32];

  decant_keys_get_seal_public (a, x);
  decant_keys_get_seal_public (again, y);
  g_assert_cmpmem (x, 32, y, 32);
  decant_keys_get_seal_public (b, y);
  g_assert_cmpint (memcmp (x, y, 32), !=, 0);
  decant_keys_unref (decant_keys_ref (a));
}

/* --- padding ------------------------------------------------------------------------------------------------ */

static void
test_padme (void)
{
  static const struct
  {
    guint64 length, expected;
  } rows[] = {
    { 0, 0 },
    { 1, 1 },
    { 2, 2 },
    { 3, 3 },
    { 8, 8 },
    { 9, 10 },
    { 17, 18 },
    { 100, 104 },
    { 1023, 1024 },
    { 1024, 1024 },
    { 1025, 1088 },
    { 65536, 65536 },
    { 65537, 67584 },
    { 1000000, 1015808 },
    { G_MAXUINT64, G_MAXUINT64 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpuint (decant_padme (rows[i].length), ==, rows[i].expected);
  for (guint64 n = 2; n < 200000; n = n * 9 / 8 + 1)
    {
      g_assert_cmpuint (decant_padme (n), >=, n);
      g_assert_cmpuint (decant_padme (n) * 100, <=, n * 112 + 100);
      g_assert_cmpuint (decant_padme (decant_padme (n)), ==, decant_padme (n));
    }
}

/* --- sealing ------------------------------------------------------------------------------------------------ */

static DecantSealed *
seal (const DecantKeys *keys, const void *data, gsize length)
{
  g_autoptr (GBytes) plain = g_bytes_new (data, length);
  g_autoptr (GError) error = NULL;
  guint8 public[32];
  DecantSealed *sealed;

  decant_keys_get_seal_public (keys, public);
  sealed = decant_seal (VAULT, NUMBER, public, plain, &error);
  g_assert_no_error (error);
  return sealed;
}

static GBytes *
unseal (const DecantKeys *keys, const char *vault, guint64 number, const DecantSealed *sealed, GError **error)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (sealed->ciphertext, &length);

  return decant_unseal (keys, vault, number, sealed->wrapped, sizeof sealed->wrapped, data, length, error);
}

static void
test_round (void)
{
  static const struct
  {
    gsize length, sealed;
  } rows[] = {
    { 0, 1024 },
    { 1, 1024 },
    { 1023, 1024 },
    { 1024, 1088 },
    { 5000, 5120 },
    { 1000000, 1015808 },
    { DECANT_SEAL_PLAIN_MAX, 18350080 },
  };
  g_autoptr (DecantKeys) keys = decant_keys_new_random ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree guint8 *data = g_malloc0 (rows[i].length + 1); /* zeros at the end are no padding */
      g_autoptr (DecantSealed) sealed = seal (keys, data, rows[i].length);
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) plain = unseal (keys, VAULT, NUMBER, sealed, &error);
      gsize length;
      const guint8 *seen;

      g_assert_no_error (error);
      seen = g_bytes_get_data (plain, &length);
      g_assert_cmpmem (seen, length, data, rows[i].length);
      g_assert_cmpuint (g_bytes_get_size (sealed->ciphertext), ==, 24 + rows[i].sealed + 16);
    }
}

static void
test_fresh (void)
{
  g_autoptr (DecantKeys) keys = decant_keys_new_random ();
  g_autoptr (DecantSealed) a = seal (keys, "same", 4);
  g_autoptr (DecantSealed) b = seal (keys, "same", 4);

  g_assert_false (g_bytes_equal (a->ciphertext, b->ciphertext));
  g_assert_cmpint (memcmp (a->wrapped, b->wrapped, sizeof a->wrapped), !=, 0);
}

static void
assert_broken (GBytes *plain, GError *error)
{
  g_assert_null (plain);
  g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_BROKEN);
}

static void
test_elsewhere (void)
{
  g_autoptr (DecantKeys) mine = decant_keys_new_random ();
  g_autoptr (DecantKeys) theirs = decant_keys_new_random ();
  g_autoptr (DecantSealed) sealed = seal (mine, "text", 4);
  const struct
  {
    const DecantKeys *keys;
    const char *vault;
    guint64 number;
  } rows[] = {
    { theirs, VAULT, NUMBER }, { mine, OTHER, NUMBER }, { mine, VAULT, NUMBER + 1 }, { mine, VAULT, NUMBER << 8 }
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) plain = unseal (rows[i].keys, rows[i].vault, rows[i].number, sealed, &error);

      assert_broken (plain, error);
    }
}

/* Every byte of both parts, and every length shorter than the whole. */
static void
test_damage (void)
{
  g_autoptr (DecantKeys) keys = decant_keys_new_random ();
  g_autoptr (DecantSealed) sealed = seal (keys, "text", 4);
  gsize length, all;
  const guint8 *data = g_bytes_get_data (sealed->ciphertext, &length);
  g_autofree guint8 *copy = g_malloc (sizeof sealed->wrapped + length);

  all = sizeof sealed->wrapped + length;
  for (gsize i = 0; i < all; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) plain = NULL;

      memcpy (copy, sealed->wrapped, sizeof sealed->wrapped);
      memcpy (copy + sizeof sealed->wrapped, data, length);
      copy[i] ^= 1 << (i % 8);
      plain = decant_unseal (keys, VAULT, NUMBER, copy, sizeof sealed->wrapped, copy + sizeof sealed->wrapped, length,
                             &error);
      assert_broken (plain, error);
    }
  for (gsize i = 0; i < length; i++)
    {
      g_autoptr (GBytes) plain
          = decant_unseal (keys, VAULT, NUMBER, sealed->wrapped, sizeof sealed->wrapped, data, i, NULL);
      g_assert_null (plain);
    }
  for (gsize i = 0; i < sizeof sealed->wrapped; i++)
    {
      g_autoptr (GBytes) plain = decant_unseal (keys, VAULT, NUMBER, sealed->wrapped, i, data, length, NULL);
      g_assert_null (plain);
    }
}

/* Who can seal may pad otherwise: it is refused, so that one plain has one form. */
static void
test_padding (void)
{
  static const struct
  {
    gsize length; /* padded */
    gssize mark;  /* where 0x80 stands; −1: nowhere */
    gboolean good;
  } rows[] = { { 1024, 4, TRUE },  { 1024, 1023, TRUE }, { 1024, -1, FALSE }, { 1023, 4, FALSE },
               { 1088, 4, FALSE }, { 2048, 4, FALSE },   { 0, -1, FALSE } };
  g_autoptr (DecantKeys) keys = decant_keys_new_random ();
  guint8 ad[38] = "decant entry 1", public[32], key[32] = { 7 }, nonce[24] = { 9 }, wrapped[80];

  for (guint i = 0; i < 16; i++)
    ad[14 + i] = i;
  ad[30] = NUMBER & 0xff;
  ad[31] = NUMBER >> 8;
  decant_keys_get_seal_public (keys, public);
  g_assert_cmpint (crypto_box_seal (wrapped, key, sizeof key, public), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree guint8 *padded = g_malloc0 (rows[i].length + 1);
      g_autofree guint8 *box = g_malloc0 (24 + rows[i].length + 16);
      g_autoptr (GBytes) plain = NULL;

      if (rows[i].mark >= 0)
        padded[rows[i].mark] = 0x80;
      memcpy (box, nonce, 24);
      crypto_aead_xchacha20poly1305_ietf_encrypt (box + 24, NULL, padded, rows[i].length, ad, sizeof ad, NULL, nonce,
                                                  key);
      plain = decant_unseal (keys, VAULT, NUMBER, wrapped, sizeof wrapped, box, 24 + rows[i].length + 16, NULL);
      g_assert_cmpint (plain != NULL, ==, rows[i].good);
      if (plain != NULL)
        g_assert_cmpuint (g_bytes_get_size (plain), ==, rows[i].mark);
    }
}

static void
test_refused (void)
{
  static const guint8 nothing[32];
  g_autoptr (GBytes) small = g_bytes_new_static ("x", 1);
  g_autofree guint8 *data = g_malloc0 (DECANT_SEAL_PLAIN_MAX + 1);
  g_autoptr (GBytes) large = g_bytes_new_static (data, DECANT_SEAL_PLAIN_MAX + 1);
  g_autoptr (DecantKeys) keys = decant_keys_new_random ();
  guint8 public[32];
  const struct
  {
    const char *vault;
    const guint8 *public;
    GBytes *plain;
  } rows[] = { { VAULT, nothing, small },
               { VAULT, public, large },
               { "00", public, small },
               { "0001020304050607-8090a0b0c0d0e0f", public, small } };

  decant_keys_get_seal_public (keys, public);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DecantSealed) sealed = decant_seal (rows[i].vault, 0, rows[i].public, rows[i].plain, &error);

      g_assert_null (sealed);
      g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID);
    }
}

static void
test_digest (void)
{
  DecantDigest digest = decant_sealed_digest ((const guint8 *) "a", 1, (const guint8 *) "bc", 2);
  g_autofree char *hex = decant_digest_to_hex (&digest);

  g_assert_cmpstr (hex, ==, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

/* --- what is inside ----------------------------------------------------------------------------------------- */

#define K0 "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
#define K1 "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="

static void
test_plain_write (void)
{
  static const guint8 zero[32], one[32] = { 1 };
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func ((GDestroyNotify) decant_artifact_key_free);
  g_autoptr (GBytes) with = NULL;
  g_autoptr (GBytes) without = decant_seal_plain_write ("abc~d-_", 7, NULL, NULL);
  g_autoptr (GBytes) twice = NULL;
  g_autoptr (GBytes) odd = decant_seal_plain_write ("ab\"c", 4, NULL, NULL);

  g_ptr_array_add (keys, decant_artifact_key_new ("b", one));
  g_ptr_array_add (keys, decant_artifact_key_new ("a.1", zero));
  with = decant_seal_plain_write ("", 0, keys, NULL);
  g_assert_cmpmem (g_bytes_get_data (with, NULL), g_bytes_get_size (with),
                   "{\"disclosures\":\"\",\"keys\":{\"a.1\":\"" K0 "\",\"b\":\"" K1 "\"}}",
                   strlen ("{\"disclosures\":\"\",\"keys\":{\"a.1\":\"" K0 "\",\"b\":\"" K1 "\"}}"));
  g_assert_cmpmem (g_bytes_get_data (without, NULL), g_bytes_get_size (without),
                   "{\"disclosures\":\"abc~d-_\",\"keys\":{}}", 35);
  g_ptr_array_add (keys, decant_artifact_key_new ("b", one));
  twice = decant_seal_plain_write ("", 0, keys, NULL);
  g_assert_null (twice);
  g_assert_null (odd);
}

static void
test_plain_read (void)
{
  static const struct
  {
    const char *text, *disclosures; /* NULL: refused */
    guint n_keys;
  } rows[] = {
    { "{\"disclosures\":\"\",\"keys\":{}}", "", 0 },
    { "{\"disclosures\":\"ab~cd\",\"keys\":{\"a\":\"" K0 "\"}}", "ab~cd", 1 },
    { "{\"disclosures\":\"x\",\"keys\":{\"a\":\"" K0 "\",\"b\":\"" K1 "\"}}", "x", 2 },
    { "", NULL, 0 },
    { "{}", NULL, 0 },
    { "{\"disclosures\":\"\",\"keys\":{}} ", NULL, 0 },
    { "{\"disclosures\":\"\",\"keys\":{}", NULL, 0 },
    { "{\"disclosures\": \"\",\"keys\":{}}", NULL, 0 },
    { "{\"disclosures\":\"a b\",\"keys\":{}}", NULL, 0 },
    { "{\"disclosures\":\"\\u0061\",\"keys\":{}}", NULL, 0 },
    { "{\"disclosures\":\"\",\"keys\":{},\"more\":1}", NULL, 0 },
    { "{\"disclosures\":\"\",\"keys\":{\"b\":\"" K0 "\",\"a\":\"" K1 "\"}}", NULL, 0 },
    { "{\"disclosures\":\"\",\"keys\":{\"a\":\"" K0 "\",\"a\":\"" K1 "\"}}", NULL, 0 },
    { "{\"disclosures\":\"\",\"keys\":{\"\":\"" K0 "\"}}", NULL, 0 },
    { "{\"disclosures\":\"\",\"keys\":{\"a/\":\"" K0 "\"}}", NULL, 0 },
    { "{\"disclosures\":\"\",\"keys\":{\"a\":\"" K0 "\",}}", NULL, 0 },
    { "{\"disclosures\":\"\",\"keys\":{\"a\":\"AAAA\"}}", NULL, 0 },
    { "{\"disclosures\":\"\",\"keys\":{\"a\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB=\"}}", NULL, 0 },
    { "{\"disclosures\":\"\",\"keys\":{\"a\":\"" K0 "x\"}}", NULL, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) plain = g_bytes_new_static (rows[i].text, strlen (rows[i].text));
      g_autoptr (GBytes) disclosures = NULL;
      g_autoptr (GPtrArray) keys = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) again = NULL;

      g_assert_cmpint (decant_seal_plain_read (plain, &disclosures, &keys, &error), ==, rows[i].disclosures != NULL);
      if (rows[i].disclosures == NULL)
        {
          g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_BROKEN);
          continue;
        }
      g_assert_cmpmem (g_bytes_get_data (disclosures, NULL), g_bytes_get_size (disclosures), rows[i].disclosures,
                       strlen (rows[i].disclosures));
      g_assert_cmpuint (keys->len, ==, rows[i].n_keys);
      again = decant_seal_plain_write (rows[i].disclosures, strlen (rows[i].disclosures), keys, NULL);
      g_assert_true (g_bytes_equal (again, plain));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/keys/derivation", test_derivation);
  g_test_add_func ("/keys/random", test_random_keys);
  g_test_add_func ("/seal/padme", test_padme);
  g_test_add_func ("/seal/round", test_round);
  g_test_add_func ("/seal/fresh", test_fresh);
  g_test_add_func ("/seal/elsewhere", test_elsewhere);
  g_test_add_func ("/seal/damage", test_damage);
  g_test_add_func ("/seal/padding", test_padding);
  g_test_add_func ("/seal/refused", test_refused);
  g_test_add_func ("/seal/digest", test_digest);
  g_test_add_func ("/seal/plain-write", test_plain_write);
  g_test_add_func ("/seal/plain-read", test_plain_read);
  return g_test_run ();
}
