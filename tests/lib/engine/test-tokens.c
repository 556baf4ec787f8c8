/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/tokens.h"

#include <string.h>

#define DIGIT DECANT_SHAPE_DIGIT
#define LATIN DECANT_SHAPE_LATIN
#define CYRILLIC DECANT_SHAPE_CYRILLIC
#define STRETCHED DECANT_SHAPE_STRETCHED

typedef struct {
  const char *text, *tokens; /* joined by | */
  guint8 shape;              /* of the first */
  guint8 kind;
} Row;

static const Row rows[] = {
  { "", "", 0, 0 },
  { " .,!\n", "", 0, 0 },
  { "best coke", "best|coke", LATIN, DECANT_TOKEN_WORD },
  { "3mmc, 2c-b", "3mmc|2c|b", DIGIT | LATIN, DECANT_TOKEN_WORD },
  { "snake_case", "snake|case", LATIN, DECANT_TOKEN_WORD },
  { "#weed@shop", "weed|shop", LATIN, DECANT_TOKEN_WORD },
  { "weeeed", "weeeed", LATIN | STRETCHED, DECANT_TOKEN_WORD },
  { "weed", "weed", LATIN, DECANT_TOKEN_WORD },
  { "2000", "2000", DIGIT | STRETCHED, DECANT_TOKEN_WORD },
  { "кокс", "кокс", CYRILLIC, DECANT_TOKEN_WORD },
  { "cокс", "cокс", CYRILLIC | LATIN, DECANT_TOKEN_WORD },
  { "कोका", "कोका", DECANT_SHAPE_LETTER, DECANT_TOKEN_WORD },
  { "대마초를", "대마초를", DECANT_SHAPE_LETTER | DECANT_SHAPE_HANGUL, DECANT_TOKEN_WORD },
  { "mdma팝니다 1g만", "mdma|팝니다|1g|만", LATIN, DECANT_TOKEN_WORD },
  { "떨5g", "떨|5g", DECANT_SHAPE_LETTER | DECANT_SHAPE_HANGUL, DECANT_TOKEN_WORD },
  { "大麻k粉", "大|麻|k|粉", 0, DECANT_TOKEN_UNSPACED },
  { "ที่นี่", "ที่|นี่", 0, DECANT_TOKEN_UNSPACED },
  { "❄👃x", "❄|👃|x", 0, DECANT_TOKEN_EMOJI },
  { "a\uFFFD" "b", "a|b", LATIN, DECANT_TOKEN_WORD },
};

static guint
split (DecantArena *arena, const char *text, DecantFolded *folded, DecantToken **tokens)
{
  decant_fold (arena, text, strlen (text), folded);
  return decant_tokens_split (arena, folded, tokens);
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (DecantArena) arena = decant_arena_new ();
  g_autoptr (GString) seen = g_string_new (NULL);
  DecantFolded folded;
  DecantToken *tokens;
  guint n = split (arena, row->text, &folded, &tokens);

  for (guint i = 0; i < n; i++)
    {
      g_string_append (seen, i > 0 ? "|" : "");
      g_string_append_len (seen, folded.text + tokens[i].start, tokens[i].end - tokens[i].start);
    }
  g_assert_cmpstr (seen->str, ==, row->tokens);
  if (n > 0)
    {
      g_assert_cmpuint (tokens[0].shape, ==, row->shape);
      g_assert_cmpuint (tokens[0].kind, ==, row->kind);
    }
}

static void
test_counts_characters (void)
{
  g_autoptr (DecantArena) arena = decant_arena_new ();
  g_autofree char *longest = g_strnfill (1000, 'a');
  DecantFolded folded;
  DecantToken *tokens;

  g_assert_cmpuint (split (arena, "кокс", &folded, &tokens), ==, 1);
  g_assert_cmpuint (tokens[0].characters, ==, 4);
  g_assert_cmpuint (split (arena, longest, &folded, &tokens), ==, 1);
  g_assert_cmpuint (tokens[0].characters, ==, 255);
}

static void
test_has_room_for_many (void)
{
  g_autoptr (DecantArena) arena = decant_arena_new ();
  g_autoptr (GString) text = g_string_new (NULL);
  DecantFolded folded;
  DecantToken *tokens;

  for (guint i = 0; i < 1000; i++)
    g_string_append (text, "a ");
  g_assert_cmpuint (split (arena, text->str, &folded, &tokens), ==, 1000);
  g_assert_cmpuint (tokens[999].start, ==, 1998);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/tokens/row-%u", i);
      g_test_add_data_func (path, &rows[i], test_row);
    }
  g_test_add_func ("/tokens/characters", test_counts_characters);
  g_test_add_func ("/tokens/many", test_has_room_for_many);
  return g_test_run ();
}
