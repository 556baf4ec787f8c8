/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "identifier-rows.h"

static const IdentifierRow rows[] = {
  { "t.me/Example_Shop", NULL, "telegram example_shop" },
  { "see https://t.me/s/example_shop/12?x=1 now", NULL, "telegram example_shop" },
  { "https://www.telegram.me/example_shop", NULL, "telegram example_shop" },
  { "t.me/share/url?x", NULL, "" },
  { "t.me/+AbCdEf012345", NULL, "invite t.me/+AbCdEf012345" },
  { "t.me/joinchat/AbCdEf012345", NULL, "invite t.me/+AbCdEf012345" },
  { "DISCORD.GG/AbCd12", NULL, "invite discord.gg/AbCd12" },
  { "https://discord.com/invite/AbCd12", NULL, "invite discord.gg/AbCd12" },
  { "https://chat.whatsapp.com/AbCdEfGh", NULL, "invite chat.whatsapp.com/AbCdEfGh" },
  { "https://wa.me/447700900123", NULL, "whatsapp +447700900123" },
  { "https://www.Shop.Example/Menu/?ref=1#top", NULL, "link shop.example/menu" },
  { "http://localhost", NULL, "" },
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
  g_test_add_func ("/links/rows", test_rows);
  return g_test_run ();
}
