/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/tokens.h"

#include "engine/unicode.h"

#include <string.h>

static const guint8 shapes[] = {
  [DECANT_CLASS_DIGIT] = DECANT_SHAPE_DIGIT,   [DECANT_CLASS_LATIN] = DECANT_SHAPE_LATIN,
  [DECANT_CLASS_GREEK] = DECANT_SHAPE_GREEK,   [DECANT_CLASS_CYRILLIC] = DECANT_SHAPE_CYRILLIC,
  [DECANT_CLASS_LETTER] = DECANT_SHAPE_LETTER, [DECANT_CLASS_MARK] = 0,
};

typedef struct {
  DecantArena *arena;
  DecantToken *items;
  guint n, capacity;
} List;

static DecantToken *
add (List *list)
{
  if (G_UNLIKELY (list->n == list->capacity))
    {
      DecantToken *items = decant_arena_new_array (list->arena, DecantToken, list->capacity * 2);
      memcpy (items, list->items, list->n * sizeof *items);
      list->items = items;
      list->capacity *= 2;
    }
  return &list->items[list->n++];
}

static inline gboolean
is_word (DecantClass class)
{
  return class >= DECANT_CLASS_DIGIT && class <= DECANT_CLASS_MARK;
}

static const char *
read_word (const char *text, const char *at, const char *end, DecantToken *token)
{
  const char *first = at;
  gboolean hangul = decant_unicode_is_hangul (decant_utf8_next (&first));
  gunichar last = 0;
  guint run = 1, characters = 0, shape = hangul ? DECANT_SHAPE_HANGUL : 0;

  while (at < end)
    {
      const char *next = at;
      gunichar c = decant_utf8_next (&next);
      DecantClass class = decant_unicode_class (c);
      if (!is_word (class) || (decant_unicode_is_hangul (c) != hangul && class != DECANT_CLASS_MARK))
        break;
      shape |= shapes[class];
      run = c == last ? run + 1 : 1;
      if (run == 3)
        shape |= DECANT_SHAPE_STRETCHED;
      last = c;
      characters++;
      at = next;
    }
  token->end = at - text;
  token->shape = shape;
  token->characters = MIN (characters, 255);
  return at;
}

static const char *
skip_marks (const char *at, const char *end)
{
  while (at < end && (guint8) *at >= 0x80)
    {
      const char *next = at;
      if (decant_unicode_class (decant_utf8_next (&next)) != DECANT_CLASS_MARK)
        break;
      at = next;
    }
  return at;
}

guint
decant_tokens_split (DecantArena *arena, const char *text, gsize length, DecantToken **tokens)
{
  List list = { arena, NULL, 0, length / 5 + 16 };
  const char *at = text, *end = text + length;

  list.items = decant_arena_new_array (arena, DecantToken, list.capacity);
  while (at < end)
    {
      const char *next = at;
      DecantClass class = decant_unicode_class (decant_utf8_next (&next));
      DecantToken *token;

      if (class <= DECANT_CLASS_SPACE || class == DECANT_CLASS_MARK)
        {
          at = next;
          continue;
        }
      token = add (&list);
      *token = (DecantToken){ .start = at - text, .characters = 1 };
      if (is_word (class))
        {
          at = read_word (text, at, end, token);
          continue;
        }
      token->kind = class == DECANT_CLASS_EMOJI ? DECANT_TOKEN_EMOJI : DECANT_TOKEN_UNSPACED;
      at = class == DECANT_CLASS_EMOJI ? next : skip_marks (next, end);
      token->end = at - text;
    }
  *tokens = list.items;
  return list.n;
}
