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
  { "TG @example_one", NULL, "telegram example_one" },
  { "тг: @example_one", NULL, "telegram example_one" },
  { "телега @example_one", NULL, "telegram example_one" },
  { "텔레 아이디 example_one", NULL, "telegram example_one" },
  { "호텔 example_one1", NULL, "" },
  { "テレグラム：example_one", NULL, "telegram example_one" },
  { "飞机：example_one", NULL, "telegram example_one" },
  { "纸飞机 @example_one", NULL, "telegram example_one" },
  { "تيليجرام @example_one", NULL, "telegram example_one" },
  { "@Example_One on Telegram", NULL, "telegram example_one" },
  { "@example_one (telegram)", NULL, "telegram example_one" },
  { "thanks @example_one, telegram is down", NULL, "" },
  { "sig: example.42", NULL, "signal example.42" },
  { "sgnl +447700900123", NULL, "signal +447700900123" },
  { "WickrMe: example_one", NULL, "wickr example_one" },
  { "threema: *ABCD123", NULL, "threema *ABCD123" },
  { "واتساب +447700900123", NULL, "whatsapp +447700900123" },
  { "снап: example_one", NULL, "snapchat example_one" },
  { "discord: Example#1234", NULL, "discord example#1234" },
  { "kik: example_one", NULL, "kik example_one" },
  { "a kik in the balls", NULL, "" },
  { "viber +447700900123", NULL, "viber +447700900123" },
  { "微信：example-01", NULL, "wechat example-01" },
  { "加微信example01", NULL, "wechat example01" },
  { "vx example01", NULL, "wechat example01" },
  { "薇信号 13812345678", NULL, "wechat +8613812345678" },
  { "QQ：123456789", NULL, "qq 123456789" },
  { "qq群 123456789", NULL, "qq 123456789" },
  { "QQ 012345", NULL, "" },
  { "LINE ID: example_one", NULL, "line example_one" },
  { "line: @example_one", NULL, "line example_one" },
  { "ไลน์ example01", NULL, "line example01" },
  { "แอดไลน์ @example01", NULL, "line example01" },
  { "라인 example01", NULL, "line example01" },
  { "온라인 example01", NULL, "" },
  { "bottom line: everything", NULL, "" },
  { "카톡 example01", NULL, "kakaotalk example01" },
  { "카카오톡 아이디: example_one", NULL, "kakaotalk example_one" },
  { "カカオ：70", NULL, "" },
  { "zalo 0912345678", NULL, "zalo +84912345678" },
  { "wire: @example_one", NULL, "wire example_one" },
  { "wire: transfer", NULL, "" },
  { "facebook: example.one1", NULL, "facebook example.one1" },
  { "tiktok @example.one", NULL, "tiktok example.one" },
  { "twitter: @Example_One", NULL, "x example_one" },
  { "ICQ: 123-456-789", NULL, "icq 123456789" },
  { "аська 123456789", NULL, "icq 123456789" },
  { "PGP: 0123 4567 89AB CDEF 0123  4567 89ab cdef 0123 4567", NULL, "pgp 0123456789ABCDEF0123456789ABCDEF01234567" },
  { "pgp fingerprint 0123456789abcdef0123456789abcdef01234567", NULL, "pgp 0123456789ABCDEF0123456789ABCDEF01234567" },
  { "commit 0123456789abcdef0123456789abcdef01234567", NULL, "" },
  { "tg/wickr: example_one", NULL, "wickr example_one" },
  { "instagram: follow us", NULL, "" },
  { "@example_one twitter is different", NULL, "" },
  { "#snapchat @ Exampletown", NULL, "" },
  { "south of twitter... there are tweets", NULL, "" },
  { "TIKTOK | example_one1", NULL, "tiktok example_one1" },
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
