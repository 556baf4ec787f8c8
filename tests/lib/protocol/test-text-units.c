/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/text-units.h"

#include <string.h>

#define FAMILY "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7" /* woman ZWJ woman ZWJ girl */

static const struct {
  const char *name, *text;
  gsize units;
  gsize byte, unit; /* one pair to look at by itself */
} rows[] = {
  { "empty", "", 0, 0, 0 },
  { "ascii", "coke 20", 7, 5, 5 },
  { "two bytes", "Köln", 4, 3, 2 },
  { "three bytes", "価格x", 3, 6, 2 },
  { "emoji", "a😀b", 4, 5, 3 },
  { "emoji at the end", "😀", 2, 4, 2 },
  { "joined family", FAMILY "!", 9, 18, 8 },
  { "flag", "🇩🇪x", 5, 8, 4 },
  { "skin tone", "👍🏽x", 5, 8, 4 },
  { "variation selector", "❄️x", 3, 6, 2 },
  { "replacement character", "a\xef\xbf\xbd""b", 3, 4, 2 },
  { "combining", "e\xcc\x81x", 3, 3, 2 },
  { "keycap", "1️⃣x", 4, 7, 3 },
  { "last of the plane", "\xef\xbf\xbf\xf0\x90\x80\x80", 3, 3, 1 },
  { "last of all", "\xf4\x8f\xbf\xbf", 2, 4, 2 },
};

static void
test_rows (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gsize length = strlen (rows[i].text);
      g_autoptr (DecantTextUnits) units = decant_text_units_new (rows[i].text, length);
      g_test_message ("%s", rows[i].name);
      g_assert_cmpuint (decant_text_units_count (rows[i].text, length), ==, rows[i].units);
      g_assert_cmpuint (decant_text_units_get_length (units), ==, rows[i].units);
      g_assert_cmpuint (decant_text_units_from_byte (units, length), ==, rows[i].units);
      g_assert_cmpuint (decant_text_units_to_byte (units, rows[i].units), ==, length);
      g_assert_cmpuint (decant_text_units_from_byte (units, rows[i].byte), ==, rows[i].unit);
      g_assert_cmpuint (decant_text_units_to_byte (units, rows[i].unit), ==, rows[i].byte);
    }
}

static void
test_inside_a_character (void)
{
  g_autoptr (DecantTextUnits) units = decant_text_units_new ("a😀é", 7);

  g_assert_cmpuint (decant_text_units_from_byte (units, 3), ==, 3); /* up to the end of the emoji */
  g_assert_cmpuint (decant_text_units_to_byte (units, 2), ==, 1);   /* second half of the pair: its start */
}

static void
test_nul_is_text (void)
{
  g_autoptr (DecantTextUnits) units = decant_text_units_new ("a\0é", 4);

  g_assert_cmpuint (decant_text_units_get_length (units), ==, 3);
}

/* Against GLib's own conversion, at every character, over texts longer than several blocks of the table. */
static void
test_like_glib (void)
{
  static const char *const pieces[] = { "a", "é", "価", "😀", FAMILY, " ", "\xef\xbf\xbd", "e\xcc\x81" };
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (guint round = 0; round < 40; round++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (DecantTextUnits) units = NULL;
      for (guint n = g_rand_int_range (rand, 0, 400); n > 0; n--)
        g_string_append (text, pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);
      units = decant_text_units_new (text->str, text->len);
      for (const char *at = text->str;; at = g_utf8_next_char (at))
        {
          glong expected;
          g_autofree gunichar2 *wide = g_utf8_to_utf16 (text->str, at - text->str, NULL, &expected, NULL);
          g_assert_nonnull (wide);
          g_assert_cmpuint (decant_text_units_from_byte (units, at - text->str), ==, expected);
          g_assert_cmpuint (decant_text_units_to_byte (units, expected), ==, at - text->str);
          if (*at == '\0')
            break;
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text-units/rows", test_rows);
  g_test_add_func ("/text-units/inside", test_inside_a_character);
  g_test_add_func ("/text-units/nul", test_nul_is_text);
  g_test_add_func ("/text-units/like-glib", test_like_glib);
  return g_test_run ();
}
