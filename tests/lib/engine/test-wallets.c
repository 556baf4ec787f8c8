/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/wallets.h"

#include <string.h>

static const struct
{
  const char *text, *kind;
} wallets[] = {
  /* BIP 350, "Test vectors for v0-v16 native segregated witness addresses" */
  { "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", "bitcoin" },
  { "bc1pw508d6qejxtdg4y5r3zarvary0c5xw7kw508d6qejxtdg4y5r3zarvary0c5xw7kt5nd6y", "bitcoin" },
  { "BC1SW50QGDZ25J", "bitcoin" },
  { "bc1zw508d6qejxtdg4y5r3zarvaryvaxxpcs", "bitcoin" },
  { "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0", "bitcoin" },
  { "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd", NULL }, /* Bech32 instead of Bech32m */
  { "BC1S0XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQ54WELL", NULL },
  { "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kemeawh", NULL },                     /* Bech32m instead of Bech32 */
  { "bc1p38j9r5y49hruaue7wxjce0updqjuyyx0kh56v8s25huc6995vvpql3jow4", NULL }, /* foreign character */
  { "BC130XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQ7ZWS8R", NULL }, /* version 17 */
  { "bc1pw5dgrnzv", NULL },                                                   /* one byte */
  { "BC1QR508D6QEJXTDG4Y5R3ZARVARYV98GJ9P", NULL },                           /* version 0, 16 bytes */
  { "bc1zw508d6qejxtdg4y5r3zarvaryvqyzf3du", NULL },                          /* padding over 4 bits */
  { "BC1QW508d6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", NULL },                     /* two cases */
  /* Base58Check over made-up payloads; the first is the address of the first block, in every description of Bitcoin */
  { "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "bitcoin" },
  { "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", NULL },
  { "11A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", NULL },
  { "31nM1WuowNDzocNxPPW9NQWJEtwWpjfcLj", "bitcoin" },
  { "31nM1WuowNDzocNxPPW9NQWJEtwWpjfcLa", NULL },
  { "LKKHMBjCU89fyFNgSRprDoD8Jb25N8uWvd", "litecoin" },
  { "LKKHMBjCU89fyFNgSRprDoD8Jb25N8uWva", NULL },
  { "M7zVKQKmtV5Rc7erVGVVC3khZbXxsS5HEX", "litecoin" },
  { "M7zVKQKmtV5Rc7erVGVVC3khZbXxsS5HEa", NULL },
  { "TA4Y62o6YC2Zsck9rZVGTvqW1AQ7X9zTnj", "tron" },
  { "TA4Y62o6YC2Zsck9rZVGTvqW1AQ7X9zTna", NULL },
  { "ltc1qqqqsyqcyq5rqwzqfpg9scrgwpugpzysn3s44dy", "litecoin" },
  { "ltc1qqqqsyqcyq5rqwzqfpg9scrgwpugpzysn3s44dq", NULL },
  /* EIP-55, test cases */
  { "0x52908400098527886E0F7030069857D2E4169EE7", "ethereum" },
  { "0xde709f2102306220921060314715629080e2fb77", "ethereum" },
  { "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "ethereum" },
  { "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359", "ethereum" },
  { "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb", "ethereum" },
  { "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9adb", NULL }, /* one letter in the other case */
  { "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aD", NULL },
  /* https://docs.getmonero.org/public-address/standard-address/ and the project's donation sub-address */
  { "4AdUndXHHZ6cfufTMvppY6JwXNouMBzSkbLYfpAV5Usx3skxNgYeYTRj5UzqtReoS44qo9mtmXCqY45DJ852K5Jv2684Rge", "monero" },
  { "888tNkZrPN6JsEgekjMnABU4TBzc2Dt29EPAvkRxbANsAnjyPbb3iQ1YBRk1UXcdRsiKc9dhwMVgN5S9cQUiyoogDavup3H", "monero" },
  { "4AdUndXHHZ6cfufTMvppY6JwXNouMBzSkbLYfpAV5Usx3skxNgYeYTRj5UzqtReoS44qo9mtmXCqY45DJ852K5Jv2684Rgf", NULL },
  { "4BdUndXHHZ6cfufTMvppY6JwXNouMBzSkbLYfpAV5Usx3skxNgYeYTRj5UzqtReoS44qo9mtmXCqY45DJ852K5Jv2684Rge", NULL },
  { "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", NULL },
};

static void
test_wallets (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (wallets); i++)
    {
      const char *kind = decant_wallet_kind (wallets[i].text, strlen (wallets[i].text));
      if (g_strcmp0 (kind, wallets[i].kind) != 0)
        g_error ("%s: expected %s, saw %s", wallets[i].text, wallets[i].kind, kind);
    }
}

/* https://spec.torproject.org/rend-spec/encoding-onion-addresses.html */
static void
test_onions (void)
{
  static const char *const valid[] = {
    "pg6mmjiyjmcrsslvykfwnntlaru7p5svn6y2ymmju6nubxndf4pscryd",
    "sp3k262uwy4r2k3ycr5awluarykdpag6a7y33jxop4cs2lu5uz5sseqd",
    "xa4r2iadxm55fbnqgwwi5mymqdcofiu3w6rpbtqn7b2dyn7mgwj64jyd",
  };

  for (guint i = 0; i < G_N_ELEMENTS (valid); i++)
    for (guint at = 0; at < 56; at += 5)
      {
        g_autofree char *changed = g_strdup (valid[i]);
        g_assert_true (decant_onion_is_valid (changed, 56));
        changed[at] = changed[at] == 'a' ? 'b' : 'a';
        g_assert_false (decant_onion_is_valid (changed, 56));
      }
  g_assert_false (decant_onion_is_valid (valid[0], 55));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wallets/kinds", test_wallets);
  g_test_add_func ("/wallets/onions", test_onions);
  return g_test_run ();
}
