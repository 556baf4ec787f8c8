/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/classes.h"

#include <string.h>

/* One letter for each byte: of its class, small inside of a character. */
static const char letters[] = "OSDLGCTMUE";

typedef struct
{
  const char *text, *classes;
  const char *hangul; /* + where a byte is of Hangul */
} Row;

static const Row rows[] = {
  { "", "", "" },        { "a1 .", "LDSO", "----" }, { "\n\t", "SS", "--" },
  { "é", "Ll", "--" },   { "я", "Cc", "--" },        { "π", "Gg", "--" },
  { "ع", "Tt", "--" },   { "麻a", "UuuL", "----" },  { "초1", "TttD", "+++-" },
  { "❄", "Eee", "---" }, { "👃", "Eeee", "----" },    { "€", "Ooo", "---" },
};

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (DecantArena) arena = decant_arena_new ();
  gsize length = strlen (row->text);
  const guint8 *classes = decant_classes_read (arena, row->text, length);

  g_assert_cmpuint (strlen (row->classes), ==, length);
  for (gsize i = 0; i < length; i++)
    {
      char letter = letters[classes[i] & DECANT_CLASS_MASK];
      gboolean inside = (classes[i] & DECANT_CLASS_INSIDE) != 0, hangul = (classes[i] & DECANT_CLASS_HANGUL) != 0;
      g_assert_cmpint (inside ? g_ascii_tolower (letter) : letter, ==, row->classes[i]);
      g_assert_cmpint (hangul ? '+' : '-', ==, row->hangul[i]);
    }
  g_assert_cmpuint (classes[length], ==, DECANT_CLASS_OTHER);
}

/* What walkers ask of a class. ASCII has no other letters and digits than these. */
static void
test_questions (void)
{
  g_autoptr (DecantArena) arena = decant_arena_new ();

  for (char c = 0; c >= 0 && c < 127; c++)
    g_assert_true (decant_class_is_word (*decant_classes_read (arena, &c, 1)) == g_ascii_isalnum (c));
  g_assert_true (decant_class_is_word (*decant_classes_read (arena, "я", 2)));
  g_assert_false (decant_class_is_unspaced (*decant_classes_read (arena, "я", 2)));
  g_assert_false (decant_class_is_word (*decant_classes_read (arena, "초", 3)));
  g_assert_true (decant_class_is_unspaced (*decant_classes_read (arena, "초", 3)));
  g_assert_true (decant_class_is_unspaced (*decant_classes_read (arena, "麻", 3)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/classes/%u", i);
      g_test_add_data_func (path, &rows[i], test_row);
    }
  g_test_add_func ("/classes/questions", test_questions);
  return g_test_run ();
}
