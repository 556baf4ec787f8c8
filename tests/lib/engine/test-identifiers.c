/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "identifier-rows.h"

static const IdentifierRow rows[] = {
  { "nothing here", NULL, "" },
  { "pay 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa please", NULL, "bitcoin 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa" },
  { "pay 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb please", NULL, "" },
  { "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", NULL, "bitcoin bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4" },
  { "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", NULL, "ethereum 0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed" },
  { "http://pg6mmjiyjmcrsslvykfwnntlaru7p5svn6y2ymmju6nubxndf4pscryd.onion/x", NULL,
    "onion pg6mmjiyjmcrsslvykfwnntlaru7p5svn6y2ymmju6nubxndf4pscryd" },
  { "session 05aabbccddeeff00112233445566778899aabbccddeeff00112233445566778899", NULL,
    "session 05aabbccddeeff00112233445566778899aabbccddeeff00112233445566778899" },
  { "session 06aabbccddeeff00112233445566778899aabbccddeeff00112233445566778899", NULL, "" },
  { "EQDKbjIcfM6ezt8KjKJJLshZJJSqX7XOA4ff-W72r5gqPrHF", NULL,
    "ton 0:ca6e321c7cce9ecedf0a8ca2492ec8592494aa5fb5ce0387dff96ef6af982a3e" },
  { "bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a", NULL,
    "bitcoin-cash qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a" },
  { "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122230202", NULL,
    "tox 000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F202122230202" },
  { "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122230203", NULL, "" },
  /* Nothing of these is an identifier. */
  { "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", NULL, "" },
  { "550e8400-e29b-41d4-a716-446655440000", NULL, "" },
  { "a { margin: 0 0 10px; color: #ff00aa }", NULL, "" },
  { "version 1.22.333-rc4, 2026-12-31 at 10:30", NULL, "" },
  { "DE89 3704 0044 0532 0130 00, ISBN 978-3-16-148410-0", NULL, "" },
  { "12.99€, 3 for 30, order 1234567890", NULL, "" },
};

static void
test_rows (void)
{
  check_identifier_rows (rows, G_N_ELEMENTS (rows));
}

static void
test_spans_are_of_the_source (void)
{
  g_autoptr (DecantArena) arena = decant_arena_new ();
  const char *text = "Ｔｅｌｅｇｒａｍ： ＠ｅｘａｍｐｌｅ＿ｏｎｅ!";
  const DecantIdentifier *found;
  DecantFolded folded;
  DecantShape shape;

  decant_fold (arena, text, strlen (text), &folded);
  decant_shape_read (&folded, &shape);
  g_assert_cmpuint (decant_identifiers_find (arena, &folded, &shape, NULL, NULL, 0, &found), ==, 1);
  g_assert_cmpuint (found[0].span.start, ==, strstr (text, "ｅｘａｍｐｌｅ") - text);
  g_assert_cmpuint (found[0].span.end, ==, strlen (text) - 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/identifiers/rows", test_rows);
  g_test_add_func ("/identifiers/spans", test_spans_are_of_the_source);
  return g_test_run ();
}
