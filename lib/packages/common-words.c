/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "packages/common-words.h"

#include "engine/fold.h"
#include "packages/package.h"

#include <string.h>

typedef struct {
  char *language;
  char **words;
} List;

struct _DecantCommonWords
{
  GArray *lists;         /* of List */
  GHashTable *languages; /* folded word → "de, nl" */
  GPtrArray *unspaced;   /* folded words of languages without spaces, most frequent first */
};

static void
clear_list (gpointer data)
{
  List *list = data;

  g_free (list->language);
  g_strfreev (list->words);
}

static char *
fold (const char *word)
{
  g_autoptr (DecantArena) arena = decant_arena_new ();
  DecantFolded folded;

  decant_fold (arena, word, strlen (word), &folded);
  return g_strdup (folded.text);
}

static gboolean
is_unspaced (const char *language)
{
  return g_str_equal (language, "ja") || g_str_equal (language, "ko") || g_str_equal (language, "zh");
}

/* Whether the last language of @languages ("de, nl") is @language: two words of one language may fold alike. */
static gboolean
ends_with (const char *languages, const char *language)
{
  const char *last = strrchr (languages, ' ');

  return g_str_equal (last != NULL ? last + 1 : languages, language);
}

static void
add_word (DecantCommonWords *self, const char *word, const char *language)
{
  g_autofree char *folded = fold (word);
  const char *known = g_hash_table_lookup (self->languages, folded);

  if (known != NULL && ends_with (known, language))
    return;
  if (known == NULL && is_unspaced (language))
    g_ptr_array_add (self->unspaced, g_strdup (folded));
  g_hash_table_insert (self->languages, g_steal_pointer (&folded),
                       known == NULL ? g_strdup (language) : g_strconcat (known, ", ", language, NULL));
}

static gboolean
add_line (DecantCommonWords *self, const char *line, guint number, GError **error)
{
  const char *tab = strchr (line, '\t');
  List list;

  if (*line == '\0' || *line == '#')
    return TRUE;
  if (tab == NULL || tab == line || tab[1] == '\0' || !g_utf8_validate (line, -1, NULL))
    {
      g_set_error (error, DECANT_PACKAGE_ERROR, DECANT_PACKAGE_ERROR_SYNTAX,
                   "line %u: expected a language, a tab and words in UTF-8", number);
      return FALSE;
    }
  list.language = g_strndup (line, (gsize) (tab - line));
  list.words = g_strsplit (tab + 1, " ", -1);
  for (char **word = list.words; *word != NULL; word++)
    add_word (self, *word, list.language);
  g_array_append_val (self->lists, list);
  return TRUE;
}

DecantCommonWords *
decant_common_words_new (GBytes *text, GError **error)
{
  g_autoptr (DecantCommonWords) self = g_new0 (DecantCommonWords, 1);
  gsize length;
  const char *bytes = g_bytes_get_data (text, &length);
  g_autofree char *copy = g_strndup (bytes != NULL ? bytes : "", length);
  g_auto (GStrv) lines = g_strsplit (copy, "\n", -1);

  self->lists = g_array_new (FALSE, FALSE, sizeof (List));
  g_array_set_clear_func (self->lists, clear_list);
  self->languages = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->unspaced = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; lines[i] != NULL; i++)
    if (!add_line (self, lines[i], i + 1, error))
      return NULL;
  return g_steal_pointer (&self);
}

void
decant_common_words_free (DecantCommonWords *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->lists);
  g_hash_table_unref (self->languages);
  g_ptr_array_unref (self->unspaced);
  g_free (self);
}

const char *
decant_common_words_find (const DecantCommonWords *self, const char *folded)
{
  return g_hash_table_lookup (self->languages, folded);
}

gboolean
decant_common_words_has (const DecantCommonWords *self, const char *folded, const char *language)
{
  const char *languages = decant_common_words_find (self, folded);
  g_auto (GStrv) all = languages != NULL ? g_strsplit (languages, ", ", -1) : NULL;

  return all != NULL && g_strv_contains ((const char *const *) all, language);
}

const char *
decant_common_words_find_around (const DecantCommonWords *self, const char *folded)
{
  for (guint i = 0; i < self->unspaced->len; i++)
    {
      const char *word = g_ptr_array_index (self->unspaced, i);
      if (strstr (word, folded) != NULL && !g_str_equal (word, folded))
        return word;
    }
  return NULL;
}

guint
decant_common_words_get_n_languages (const DecantCommonWords *self)
{
  return self->lists->len;
}

const char *
decant_common_words_get_language (const DecantCommonWords *self, guint position)
{
  return g_array_index (self->lists, List, position).language;
}

const char *const *
decant_common_words_get_words (const DecantCommonWords *self, guint position)
{
  return (const char *const *) g_array_index (self->lists, List, position).words;
}
