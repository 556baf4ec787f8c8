/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which words are near a form? Reads words, one a line, and writes, folded, those that the engine would take for one of
 * the forms: one edit or one sound away (engine/sounds.h), or a Cyrillic or Greek word whose letters pass for those of
 * a Latin form. Forms of the packages themselves are left out. For derive.py alone.
 *
 * Usage: near-words FORMS < WORDS; a line of FORMS is a form, a tab, and the form's languages with spaces between; a
 * line that begins with + is a form of no package yet.
 */
#include "engine/inflections.h"
#include "engine/sounds.h"
#include "engine/tokens.h"
#include "engine/unicode.h"

#include <stdio.h>
#include <string.h>

#define OF_PACKAGE (1 << 7) /* a trait of this program's own */

static void
add_word (const char *text, gsize length, gpointer words)
{
  if (length < 256)
    decant_words_mark (words, decant_words_add (words, text, length), DECANT_WORD_FORM | DECANT_WORD_CLEAR | DECANT_WORD_SPELT);
}

static void
add_form (DecantWords *words, const char *line)
{
  guint8 traits = DECANT_WORD_FORM | DECANT_WORD_CLEAR | DECANT_WORD_SPELT | DECANT_WORD_BASE | (*line == '+' ? 0 : OF_PACKAGE);
  g_autoptr (DecantArena) arena = decant_arena_new ();
  g_auto (GStrv) fields = g_strsplit (line + (*line == '+'), "\t", 2);
  DecantFolded folded;
  DecantToken *tokens;

  if (g_strv_length (fields) < 2)
    return;
  decant_fold (arena, fields[0], strlen (fields[0]), &folded);
  if (decant_tokens_split (arena, &folded, &tokens) != 1 || folded.length >= 256)
    return;
  decant_words_mark (words, decant_words_add (words, folded.text, folded.length), traits);
  g_auto (GStrv) languages = g_strsplit (fields[1], " ", -1);
  for (char **language = languages; *language != NULL; language++)
    decant_inflect (folded.text, folded.length, *language, add_word, words);
}

/* Whether the Latin letters that the word's letters pass for are a form. */
static gboolean
looks_like_form (const DecantWords *words, const DecantFolded *folded)
{
  char latin[64];
  gsize length = 0;

  for (const char *at = folded->text; *at != '\0';)
    {
      char letter = decant_unicode_confusable (decant_utf8_next (&at));
      if (letter == 0 || length == sizeof latin)
        return FALSE;
      latin[length++] = letter;
    }
  return length >= 4 && decant_words_find (words, latin, length) != 0;
}

static void
check_word (const DecantWords *words, const DecantSounds *sounds, const char *word)
{
  g_autoptr (DecantArena) arena = decant_arena_new ();
  DecantFolded folded;
  DecantToken *tokens;
  gboolean near;
  guint32 form;

  if (!g_utf8_validate (word, -1, NULL))
    return;
  decant_fold (arena, word, strlen (word), &folded);
  if (decant_tokens_split (arena, &folded, &tokens) != 1 || tokens->characters < 4
      || tokens->end - tokens->start != folded.length || folded.length >= 256)
    return;
  near = decant_sounds_find_any (sounds, folded.text, folded.length, tokens->characters) != 0
         || looks_like_form (words, &folded);
  form = decant_words_find (words, folded.text, folded.length);
  if (near && (form == 0 || !(decant_words_get_traits (words, form) & OF_PACKAGE)))
    puts (folded.text);
}

int
main (int argc, char **argv)
{
  DecantWords *words = decant_words_new ();
  g_autoptr (DecantSounds) sounds = NULL;
  g_autofree char *forms = NULL;
  g_auto (GStrv) lines = NULL;
  char word[512];

  if (argc != 2 || !g_file_get_contents (argv[1], &forms, NULL, NULL))
    return 1;
  lines = g_strsplit (forms, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    add_form (words, *line);
  sounds = decant_sounds_new (words);
  while (fgets (word, sizeof word, stdin) != NULL)
    check_word (words, sounds, g_strchomp (word));
  g_clear_pointer (&sounds, decant_sounds_free);
  decant_words_free (words);
  return 0;
}
