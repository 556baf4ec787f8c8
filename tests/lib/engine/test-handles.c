/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "identifier-rows.h"

static const IdentifierRow rows[] = {
  { "Telegram: @Example_Handle", NULL, "telegram example_handle" },
  { "telegram @example_handle, wickr me: example.one", NULL, "telegram example_handle; wickr example.one" },
  { "tg: example_handle", NULL, "telegram example_handle" },
  { "Ｔｅｌｅｇｒａｍ： ＠ｅｘａｍｐｌｅ＿ｈａｎｄｌｅ", NULL, "telegram example_handle" },
  { "tele\xe2\x80\x8bgram: example_han\xe2\x80\x8b"
    "dle",
    NULL, "telegram example_handle" },
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
  { "snap: example_one", NULL, "snapchat example_one" },
  { "oh snap that was close", NULL, "" },
  { "insta @example.one", NULL, "instagram example.one" },
  { "discord: example_one", NULL, "discord example_one" },
  { "@example_one hello", NULL, "" },
};

static void
test_rows (void)
{
  check_identifier_rows (rows, G_N_ELEMENTS (rows));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/handles/rows", test_rows);
  return g_test_run ();
}
