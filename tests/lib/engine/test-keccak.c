/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/keccak.h"

#include <string.h>

/* Vectors: https://keccak.team/files/ and
 * https://csrc.nist.gov/projects/cryptographic-algorithm-validation-program */

static void
assert_digest (const guint8 digest[DECANT_KECCAK_BYTES], const char *expected)
{
  g_autoptr (GString) hex = g_string_new (NULL);

  for (guint i = 0; i < DECANT_KECCAK_BYTES; i++)
    g_string_append_printf (hex, "%02x", digest[i]);
  g_assert_cmpstr (hex->str, ==, expected);
}

static void
test_keccak (void)
{
  static const struct
  {
    const char *text, *keccak, *sha3;
  } rows[] = {
    { "", "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470",
      "a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a" },
    { "abc", "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45",
      "3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532" },
  };
  guint8 digest[DECANT_KECCAK_BYTES], long_text[200];

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      decant_keccak_256 ((const guint8 *)rows[i].text, strlen (rows[i].text), digest);
      assert_digest (digest, rows[i].keccak);
      decant_sha3_256 ((const guint8 *)rows[i].text, strlen (rows[i].text), digest);
      assert_digest (digest, rows[i].sha3);
    }
  memset (long_text, 0xa3, sizeof long_text); /* over one block */
  decant_sha3_256 (long_text, sizeof long_text, digest);
  assert_digest (digest, "79f38adec5c20307a98ef76e8324afbfd46cfd81b22e3973c65fa1bd9de31787");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/keccak/digests", test_keccak);
  return g_test_run ();
}
