/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "identifier-rows.h"

static const IdentifierRow rows[] = {
  { "write to Example.One+x@mail.example today", NULL, "email example.one+x@mail.example" },
  { "a@b", NULL, "" },
  { "example.one (at) mail (dot) example", NULL, "email example.one@mail.example" },
  { "example.one[at]mail[dot]example", NULL, "email example.one@mail.example" },
  { "example.one {at} mail.example", NULL, "email example.one@mail.example" },
  { "example.one(at)mail dot example today", NULL, "email example.one@mail.example" },
  { "example.one@mail[.]example", NULL, "email example.one@mail.example" },
  { "example_one (arobase) mail (point) example", NULL, "email example_one@mail.example" },
  { "meet me at home dot com", NULL, "" },
  { "we met (at) noon", NULL, "" },
  { "Example_One@ProtonMail.com", NULL, "email example_one@protonmail.com" },
  { "example_one@protonmail", NULL, "email example_one@protonmail.com" },
  { "example_one@tuta.example", NULL, "email example_one@tuta.example" },
  { "jabber: example_one@host.test/home", NULL, "xmpp example_one@host.test" },
  { "xmpp:example_one@host.test?otr", NULL, "xmpp example_one@host.test" },
  { "example_one@jabber.test", NULL, "xmpp example_one@jabber.test" },
  { "джаббер example_one@host.test", NULL, "xmpp example_one@host.test" },
  { "mail first@host.test, jabber second@host.test", NULL, "email first@host.test; xmpp second@host.test" },
  { "@Example:Host.test", NULL, "matrix @example:host.test" },
  { "matrix @example:host.test!", NULL, "matrix @example:host.test" },
  { "@example: hello", NULL, "" },
  { "npm i @scope/name@1.2.3", NULL, "" },
  { "git@1.2", NULL, "" },
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
  g_test_add_func ("/addresses/rows", test_rows);
  return g_test_run ();
}
