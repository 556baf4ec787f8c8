/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/phones.h"

#include "identifier-rows.h"

static void
test_normal_forms (void)
{
  static const struct
  {
    const char *digits, *expected; /* NULL: no number of a country */
  } table[] = {
    { "447700900123", "447700900123" },
    { "4407700900123", "447700900123" }, /* trunk zero */
    { "12025550123", "12025550123" },
    { "33639980123", "33639980123" },
    { "4915550000000", "4915550000000" },
    { "49015550000000", "4915550000000" },
    { "390612345678", "390612345678" }, /* Italy's zero belongs to the number */
    { "2250712345678", "2250712345678" },
    { "79161234567", "79161234567" },
    { "8613812345678", "8613812345678" },
    { "298123456", "298123456" },
    { "4477009001", NULL },
    { "4477009001234", NULL },
    { "1202555012", NULL },
    { "999123456789", NULL },
    { "44000000000", NULL },
    { "447700", NULL },
    { "0447700900123", NULL },
    { "2101234567", NULL }, /* code not assigned */
    { "8501234567890", "8501234567890" },
  };
  char out[DECANT_PHONE_MAX + 1];

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      gboolean is = decant_phone_normalize (table[i].digits, strlen (table[i].digits), out);
      if (g_strcmp0 (is ? out : NULL, table[i].expected) != 0)
        g_error ("%s: expected %s, saw %s", table[i].digits, table[i].expected, is ? out : "none");
    }
}

static void
test_national (void)
{
  static const struct
  {
    const char *language, *digits, *expected; /* NULL: stays as it stands */
  } table[] = {
    { "de", "015550000000", "4915550000000" },
    { "de-AT", "06641234567", NULL },
    { "fr", "0639980123", "33639980123" },
    { "fr", "0790123456", NULL },
    { "pl", "512345678", "48512345678" },
    { "ru", "89161234567", "79161234567" },
    { "zh", "13812345678", "8613812345678" },
    { "ja", "09012345678", "819012345678" },
    { "ko", "01012345678", "821012345678" },
    { "it", "3123456789", "393123456789" },
    { "hu", "06201234567", "36201234567" },
    { "en", "07700900123", NULL },
    { "es", "612345678", NULL },
    { "", "512345678", NULL },
    { NULL, "512345678", NULL },
    { "p", "512345678", NULL },
  };
  char out[DECANT_PHONE_MAX + 1];

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      gboolean is = decant_phone_from_national (table[i].language, table[i].digits, strlen (table[i].digits), out);
      if (g_strcmp0 (is ? out : NULL, table[i].expected) != 0)
        g_error ("%s (%s): expected %s, saw %s", table[i].digits, table[i].language, table[i].expected,
                 is ? out : "none");
      if (is) /* what the table says is a number of its country */
        {
          char again[DECANT_PHONE_MAX + 1];
          g_assert_true (decant_phone_normalize (out, strlen (out), again));
          g_assert_cmpstr (out, ==, again);
        }
    }
}

static const IdentifierRow rows[] = {
  { "call +44 7700 900123 now", NULL, "phone +447700900123" },
  { "+44 7700 900123 10g", NULL, "phone +447700900123" },
  { "+44 7700", NULL, "" },
  { "0044 7700 900123", "", "" },
  { "text me 07700 900123", "text me", "phone 07700900123" },
  { "text me 0044 7700 900123", "text me", "phone +447700900123" },
  { "order number 07700 900123", NULL, "" },
  { "+44 (0)7700 900123", NULL, "phone +447700900123" },
  { "+44 07700-900.123", NULL, "phone +447700900123" },
  { "＋４４ ７７００ ９００１２３", NULL, "phone +447700900123" },
  { "+4️⃣4️⃣7️⃣7️⃣0️⃣0️⃣9️⃣0️⃣0️⃣1️⃣2️⃣3️⃣", NULL,
    "phone +447700900123" },
  { "+44–7700–900–123", NULL, "phone +447700900123" },
  { "+49 1555 0000000 50€ 10g", NULL, "phone +4915550000000" },
  { "plus four four seven seven", NULL, "" },
  { "text me 1 (202) 555-0123", "text me", "phone +12025550123" },
  { "text me 1-202-555-0123", "text me", "phone +12025550123" },
  { "text me (202) 555-0123", "text me", "phone 2025550123" },
  { "text me 202.555.0123", "text me", "phone 2025550123" },
  { "text me 07700 900123 or 07700 900456", "text me", "phone 07700900123; phone 07700900456" },
  { "text me 24/7 07700 900123", "text me", "phone 07700900123" },
  { "text me 31.12.2026 14:30", "text me", "" },
  { "text me 2026-12-31 10:30:55", "text me", "" },
  { "text me 10 20 30 40 100 prices", "text me", "" },
  { "text me 1000 2000 3000", "text me", "" },
  { "text me isbn 0-306-40615-2", "text me", "" },
  { "text me isbn 978-3-16-148410-0", "text me", "" },
  { "text me iban DE89 3704 0044 0532 0130 00", "text me", "" },
  { "text me GB29 NWBK 6016 1331 9268 19", "text me", "" },
  { "text me order 1234567890", "text me", "" },
  { "text me order #1234567890", "text me", "" },
  { "text me 550e8400-e29b-41d4-a716-446655440000", "text me", "" },
  { "text me 192.168.1.100", "text me", "" },
  { "text me v1.22.333.4444", "text me", "" },
  { "text me d41d8cd98f00b204e9800998ecf8427e", "text me", "" },
  { "1+1=2, 100+200", NULL, "" },
  { "margin:+10px; top: +1234567890px", NULL, "" },
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
  g_test_add_func ("/phones/normal-forms", test_normal_forms);
  g_test_add_func ("/phones/national", test_national);
  g_test_add_func ("/phones/rows", test_rows);
  return g_test_run ();
}
