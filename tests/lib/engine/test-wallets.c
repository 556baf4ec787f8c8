/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/wallets.h"

#include "engine/onions.h"

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
  /* Integrated: https://docs.rs/monero, util::address */
  { "4Byr22j9M2878Mtyb3fEPcBNwBZf5EXqn1Yi6VzR46618SFBrYysab2Cs1474CVDbsh94AJq7vuV3Z2DRq4zLcY3LHzo1Nbv3d8J6VhvCV",
    "monero" },
  { "4Byr22j9M2878Mtyb3fEPcBNwBZf5EXqn1Yi6VzR46618SFBrYysab2Cs1474CVDbsh94AJq7vuV3Z2DRq4zLcY3LHzo1Nbv3d8J6VhvCU",
    NULL },
  /* CashAddr, "Examples of address translation" */
  { "bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a", "bitcoin-cash" },
  { "qr95sy3j9xwd2ap32xkykttr4cvcu7as4y0qverfuy", "bitcoin-cash" },
  { "QQQ3728YW0Y47SQN6L2NA30MCW6ZM78DZQRE909M2R", "bitcoin-cash" },
  { "bitcoincash:ppm2qsznhks23z7629mms6s4cwef74vcwvn0h829pq", "bitcoin-cash" },
  { "pr95sy3j9xwd2ap32xkykttr4cvcu7as4yc93ky28e", "bitcoin-cash" },
  { "pqq3728yw0y47sqn6l2na30mcw6zm78dzq5ucqzc37", "bitcoin-cash" },
  { "bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6q", NULL },
  { "bitcoincash:qvch8mmxy0rtfrlarg7ucrxxfzds5pamg73h7370aa87d80gyhqxq5nlegake", "bitcoin-cash" },
  { "bchtest:pr6m7j9njldwwzlg9v7v53unlr4jkmx6eyvwc0uz5t", NULL }, /* test network */
  /* Made-up payload 01 02 … 14 behind each version */
  { "D5ERdEN1gsouFSs7zsq7VYJxyWP6dP28H1", "dogecoin" },
  { "9rXbkMyi1S6thykRoXAZcY8fwUKYsy6cXE", "dogecoin" },
  { "D5ERdEN1gsouFSs7zsq7VYJxyWP6dP28H2", NULL },
  { "XanAvE5GMB8CsPH78B9moJq9viEVKvCS4f", "dash" },
  { "7SVyqiBykMKdoNuuf1AehnVxASmtdfqsFF", "dash" },
  { "XanAvE5GMB8CsPH78B9moJq9viEVKvCS4g", NULL },
  { "t1Hxw6JqWMnhDK5jRCieg5bFHM2qt7UtQvu", "zcash" },
  { "t3Jex1rKwuh1bQFRrKpKGWDcDVZ8bbQuNrB", "zcash" },
  { "t1Hxw6JqWMnhDK5jRCieg5bFHM2qt7UtQvv", NULL },
  { "tm9ogR9KukTCiTKvrsSxQwFv2x1vhZTydav", NULL }, /* test network */
  { "mfcHP2WMCVLsVZA8yrovmhMgxNFW9r98xw", NULL },  /* test network */
  { "raLnyR4PTuc5SgXGHqYA894a4eoKqoFwu", "xrp" },
  { "rrrrrrrrrrrrrrrrrrrrrhoLvTp", "xrp" }, /* https://xrpl.org/addresses.html, special addresses */
  { "rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh", "xrp" },
  { "rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTg", NULL },
  /* https://docs.ton.org/learn/overviews/addresses, one account in its forms */
  { "EQDKbjIcfM6ezt8KjKJJLshZJJSqX7XOA4ff-W72r5gqPrHF", "ton" },
  { "UQDKbjIcfM6ezt8KjKJJLshZJJSqX7XOA4ff-W72r5gqPuwA", "ton" },
  { "EQDKbjIcfM6ezt8KjKJJLshZJJSqX7XOA4ff+W72r5gqPrHF", "ton" },
  { "kQDKbjIcfM6ezt8KjKJJLshZJJSqX7XOA4ff-W72r5gqPgpP", NULL }, /* test network */
  { "EQDKbjIcfM6ezt8KjKJJLshZJJSqX7XOA4ff-W72r5gqPrHG", NULL },
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

/* No wallet with one character changed to another of the alphabets is one. */
static void
test_checksums (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (wallets); i++)
    for (gsize at = 0; wallets[i].kind != NULL && wallets[i].text[at] != '\0'; at++)
      {
        g_autofree char *changed = g_strdup (wallets[i].text);
        const char *kind;
        changed[at] = changed[at] == 'q' ? 'p' : changed[at] == 'Q' ? 'P' : g_ascii_isupper (changed[at]) ? 'Q' : 'q';
        kind = decant_wallet_kind (changed, strlen (changed));
        if (kind != NULL && g_ascii_strncasecmp (changed, "0x", 2) != 0)
          g_error ("%s: one character off, and still %s", changed, kind);
      }
}

static void
test_normal_forms (void)
{
  static const struct
  {
    const char *kind, *text, *expected;
  } rows[] = {
    { "ton", "UQDKbjIcfM6ezt8KjKJJLshZJJSqX7XOA4ff-W72r5gqPuwA",
      "0:ca6e321c7cce9ecedf0a8ca2492ec8592494aa5fb5ce0387dff96ef6af982a3e" },
    { "ton", "EQDKbjIcfM6ezt8KjKJJLshZJJSqX7XOA4ff-W72r5gqPrHF",
      "0:ca6e321c7cce9ecedf0a8ca2492ec8592494aa5fb5ce0387dff96ef6af982a3e" },
    { "bitcoin-cash", "BITCOINCASH:QPM2QSZNHKS23Z7629MMS6S4CWEF74VCWVY22GDX6A",
      "qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a" },
    { "bitcoin", "BC1SW50QGDZ25J", "bc1sw50qgdz25j" },
    { "bitcoin", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa" },
    { "ethereum", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *seen = decant_wallet_normalize (rows[i].kind, rows[i].text, strlen (rows[i].text));
      g_assert_cmpstr (seen, ==, rows[i].expected);
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
  g_test_add_func ("/wallets/checksums", test_checksums);
  g_test_add_func ("/wallets/normal-forms", test_normal_forms);
  g_test_add_func ("/wallets/onions", test_onions);
  return g_test_run ();
}
