/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/phones.h"

#include "identifier-rows.h"

static void
test_phones (void)
{
  static const struct
  {
    const char *digits;
    gboolean plausible;
  } rows[] = {
    { "447700900123", TRUE }, { "12025550123", TRUE },    { "33639980123", TRUE }, { "4915550000000", TRUE },
    { "4477009001", FALSE },  { "4477009001234", FALSE }, { "1202555012", FALSE }, { "999123456789", FALSE },
    { "44000000000", FALSE }, { "447700", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (decant_phone_is_plausible (rows[i].digits, strlen (rows[i].digits)) != rows[i].plausible)
      g_error ("%s: expected %s", rows[i].digits, rows[i].plausible ? "plausible" : "not plausible");
}

static const IdentifierRow rows[] = {
  { "call +44 7700 900123 now", NULL, "phone +447700900123" },
  { "+44 7700 900123 10g", NULL, "phone +447700900123" },
  { "+44 7700", NULL, "" },
  { "0044 7700 900123", "", "" },
  { "text me 07700 900123", "text me", "phone 07700900123" },
  { "text me 0044 7700 900123", "text me", "phone +447700900123" },
  { "order number 07700 900123", NULL, "" },
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
  g_test_add_func ("/phones/plausible", test_phones);
  g_test_add_func ("/phones/rows", test_rows);
  return g_test_run ();
}
