/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/identifiers.h"

#include "engine/keccak.h"
#include "engine/phones.h"
#include "engine/wallets.h"

#include <string.h>

/* --- Keccak: https://keccak.team/files/ and https://csrc.nist.gov/projects/cryptographic-algorithm-validation-program --- */

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
  static const struct {
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
      decant_keccak_256 ((const guint8 *) rows[i].text, strlen (rows[i].text), digest);
      assert_digest (digest, rows[i].keccak);
      decant_sha3_256 ((const guint8 *) rows[i].text, strlen (rows[i].text), digest);
      assert_digest (digest, rows[i].sha3);
    }
  memset (long_text, 0xa3, sizeof long_text); /* over one block */
  decant_sha3_256 (long_text, sizeof long_text, digest);
  assert_digest (digest, "79f38adec5c20307a98ef76e8324afbfd46cfd81b22e3973c65fa1bd9de31787");
}

/* --- wallets ---------------------------------------------------------------------------------------------------- */

static const struct {
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
  { "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kemeawh", NULL }, /* Bech32m instead of Bech32 */
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

static void
test_phones (void)
{
  static const struct {
    const char *digits;
    gboolean plausible;
  } rows[] = {
    { "447700900123", TRUE }, { "12025550123", TRUE }, { "33639980123", TRUE },  { "4915550000000", TRUE },
    { "4477009001", FALSE },  { "4477009001234", FALSE }, { "1202555012", FALSE }, { "999123456789", FALSE },
    { "44000000000", FALSE }, { "447700", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (decant_phone_is_plausible (rows[i].digits, strlen (rows[i].digits)) != rows[i].plausible)
      g_error ("%s: expected %s", rows[i].digits, rows[i].plausible ? "plausible" : "not plausible");
}

/* --- the finder ------------------------------------------------------------------------------------------------- */

/* @expected: "kind value" of each, separated by "; ". @contact: a word that stands for a contact signal, or NULL. */
static const struct {
  const char *text, *contact, *expected;
} rows[] = {
  { "nothing here", NULL, "" },
  { "t.me/Example_Shop", NULL, "telegram example_shop" },
  { "see https://t.me/s/example_shop/12?x=1 now", NULL, "telegram example_shop" },
  { "https://www.telegram.me/example_shop", NULL, "telegram example_shop" },
  { "t.me/share/url?x", NULL, "" },
  { "t.me/+AbCdEf012345", NULL, "invite t.me/+AbCdEf012345" },
  { "t.me/joinchat/AbCdEf012345", NULL, "invite t.me/+AbCdEf012345" },
  { "DISCORD.GG/AbCd12", NULL, "invite discord.gg/AbCd12" },
  { "https://discord.com/invite/AbCd12", NULL, "invite discord.gg/AbCd12" },
  { "https://chat.whatsapp.com/AbCdEfGh", NULL, "invite chat.whatsapp.com/AbCdEfGh" },
  { "Telegram: @Example_Handle", NULL, "telegram example_handle" },
  { "telegram @example_handle, wickr me: example.one", NULL, "telegram example_handle; wickr example.one" },
  { "tg: example_handle", NULL, "telegram example_handle" },
  { "Ｔｅｌｅｇｒａｍ： ＠ｅｘａｍｐｌｅ＿ｈａｎｄｌｅ", NULL, "telegram example_handle" },
  { "tele\xe2\x80\x8bgram: example_han\xe2\x80\x8b" "dle", NULL, "telegram example_handle" },
  { "телеграм @example_handle", NULL, "telegram example_handle" },
  { "텔레그램 example01", NULL, "telegram example01" },
  { "join my telegram channel", NULL, "" },
  { "my telegram is down again", NULL, "" },
  { "Wickr ID.......example123", NULL, "wickr example123" },
  { "wickr... example_one", NULL, "wickr example_one" },
  { "wickr and roll", NULL, "" },
  { "signal: example.42", NULL, "signal example.42" },
  { "signal: strong today", NULL, "" },
  { "Signal +44 7700 900123", NULL, "signal +447700900123" },
  { "threema: abcd1234", NULL, "threema ABCD1234" },
  { "threema abcd", NULL, "" },
  { "WhatsApp +1 (202) 555-0123", NULL, "whatsapp +12025550123" },
  { "whatsapp.+12025550123", NULL, "whatsapp +12025550123" },
  { "https://wa.me/447700900123", NULL, "whatsapp +447700900123" },
  { "snap: example_one", NULL, "snapchat example_one" },
  { "oh snap that was close", NULL, "" },
  { "insta @example.one", NULL, "instagram example.one" },
  { "discord: example_one", NULL, "discord example_one" },
  { "write to Example.One+x@mail.example today", NULL, "email example.one+x@mail.example" },
  { "@example_one hello", NULL, "" },
  { "a@b", NULL, "" },
  { "call +44 7700 900123 now", NULL, "phone +447700900123" },
  { "+44 7700 900123 10g", NULL, "phone +447700900123" },
  { "+44 7700", NULL, "" },
  { "0044 7700 900123", "", "" },
  { "text me 07700 900123", "text me", "phone 07700900123" },
  { "text me 0044 7700 900123", "text me", "phone +447700900123" },
  { "order number 07700 900123", NULL, "" },
  { "https://www.Shop.Example/Menu/?ref=1#top", NULL, "link shop.example/menu" },
  { "http://localhost", NULL, "" },
  { "pay 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa please", NULL, "bitcoin 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa" },
  { "pay 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb please", NULL, "" },
  { "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", NULL, "bitcoin bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4" },
  { "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", NULL, "ethereum 0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed" },
  { "http://pg6mmjiyjmcrsslvykfwnntlaru7p5svn6y2ymmju6nubxndf4pscryd.onion/x", NULL,
    "onion pg6mmjiyjmcrsslvykfwnntlaru7p5svn6y2ymmju6nubxndf4pscryd" },
  { "session 05aabbccddeeff00112233445566778899aabbccddeeff00112233445566778899", NULL,
    "session 05aabbccddeeff00112233445566778899aabbccddeeff00112233445566778899" },
  { "session 06aabbccddeeff00112233445566778899aabbccddeeff00112233445566778899", NULL, "" },
};

static char *
find_all (const char *text, const char *contact)
{
  g_autoptr (DecantArena) arena = decant_arena_new ();
  g_autoptr (GString) out = g_string_new (NULL);
  const char *at = contact != NULL ? strstr (text, contact) : NULL;
  DecantSignal signal = { { 0, 0 }, "contact", "contact.test" };
  const DecantIdentifier *found;
  DecantFolded folded;
  guint n;

  if (at != NULL)
    signal.span = (DecantSpan){ (guint32) (at - text), (guint32) (at - text + strlen (contact)) };
  decant_fold (arena, text, strlen (text), &folded);
  n = decant_identifiers_find (arena, &folded, &signal, at != NULL && *contact != '\0', &found);
  for (guint i = 0; i < n; i++)
    g_string_append_printf (out, "%s%s %s", i > 0 ? "; " : "", found[i].kind, found[i].value);
  return g_strdup (out->str);
}

static void
test_finder (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *seen = find_all (rows[i].text, rows[i].contact);
      if (!g_str_equal (seen, rows[i].expected))
        g_error ("\"%s\": expected \"%s\", saw \"%s\"", rows[i].text, rows[i].expected, seen);
    }
}

static void
test_spans_are_of_the_source (void)
{
  g_autoptr (DecantArena) arena = decant_arena_new ();
  const char *text = "Ｔｅｌｅｇｒａｍ： ＠ｅｘａｍｐｌｅ＿ｏｎｅ!";
  const DecantIdentifier *found;
  DecantFolded folded;

  decant_fold (arena, text, strlen (text), &folded);
  g_assert_cmpuint (decant_identifiers_find (arena, &folded, NULL, 0, &found), ==, 1);
  g_assert_cmpuint (found[0].span.start, ==, strstr (text, "ｅｘａｍｐｌｅ") - text);
  g_assert_cmpuint (found[0].span.end, ==, strlen (text) - 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/identifiers/keccak", test_keccak);
  g_test_add_func ("/identifiers/wallets", test_wallets);
  g_test_add_func ("/identifiers/onions", test_onions);
  g_test_add_func ("/identifiers/phones", test_phones);
  g_test_add_func ("/identifiers/finder", test_finder);
  g_test_add_func ("/identifiers/spans", test_spans_are_of_the_source);
  return g_test_run ();
}
