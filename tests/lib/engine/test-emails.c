/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "identifier-rows.h"

static const IdentifierRow rows[] = {
  { "write to Example.One+x@mail.example today", NULL, "email example.one+x@mail.example" },
  { "a@b", NULL, "" },
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
  g_test_add_func ("/emails/rows", test_rows);
  return g_test_run ();
}
