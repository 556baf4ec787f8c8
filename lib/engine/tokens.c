/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/tokens.h"

#include "engine/classes.h"

#include <string.h>

static const guint8 shapes[] = {
  [DECANT_CLASS_DIGIT] = DECANT_SHAPE_DIGIT,   [DECANT_CLASS_LATIN] = DECANT_SHAPE_LATIN,
  [DECANT_CLASS_GREEK] = DECANT_SHAPE_GREEK,   [DECANT_CLASS_CYRILLIC] = DECANT_SHAPE_CYRILLIC,
  [DECANT_CLASS_LETTER] = DECANT_SHAPE_LETTER, [DECANT_CLASS_MARK] = 0,
};

typedef struct
{
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

/* Whether the two characters before [start, end) are the same as this one. */
static inline gboolean
is_third (const char *text, guint32 word, guint32 start, guint32 end)
{
  guint32 length = end - start;

  if (start - word < 2 * length || text[end - 1] != text[start - 1])
    return FALSE;
  return memcmp (text + start, text + start - length, length) == 0
         && memcmp (text + start, text + start - 2 * length, length) == 0;
}

static inline guint32
character_end (const guint8 *classes, guint32 at)
{
  do
    at++;
  while (classes[at] & DECANT_CLASS_INSIDE);
  return at;
}

/* A word goes on with its own kind, Hangul or not, and with marks. */
static inline gboolean
goes_on (guint8 class, guint8 hangul)
{
  guint8 kind = class & DECANT_CLASS_MASK;

  return kind >= DECANT_CLASS_DIGIT && kind <= DECANT_CLASS_MARK
         && ((class & DECANT_CLASS_HANGUL) == hangul || kind == DECANT_CLASS_MARK);
}

static void
read_word (const DecantFolded *folded, DecantToken *token)
{
  const guint8 *classes = folded->classes;
  guint32 at = token->start;
  guint8 hangul = classes[at] & DECANT_CLASS_HANGUL;
  guint characters = 0, shape = hangul ? DECANT_SHAPE_HANGUL : 0;

  while (goes_on (classes[at], hangul))
    {
      guint32 next = character_end (classes, at);

      shape |= shapes[classes[at] & DECANT_CLASS_MASK];
      if (G_UNLIKELY (is_third (folded->text, token->start, at, next)))
        shape |= DECANT_SHAPE_STRETCHED;
      characters++;
      at = next;
    }
  token->end = at;
  token->shape = shape;
  token->characters = MIN (characters, 255);
}

guint
decant_tokens_split (DecantArena *arena, const DecantFolded *folded, DecantToken **tokens)
{
  const guint8 *classes = folded->classes;
  List list = { arena, NULL, 0, folded->length / 5 + 16 };

  list.items = decant_arena_new_array (arena, DecantToken, list.capacity);
  for (guint32 at = 0; at < folded->length;)
    {
      guint8 class = classes[at] & DECANT_CLASS_MASK;
      DecantToken *token;

      if (class <= DECANT_CLASS_SPACE || class == DECANT_CLASS_MARK)
        {
          at = character_end (classes, at);
          continue;
        }
      token = add (&list);
      *token = (DecantToken){ .start = at, .end = character_end (classes, at), .characters = 1 };
      if (class < DECANT_CLASS_MARK)
        read_word (folded, token);
      else
        token->kind = class == DECANT_CLASS_EMOJI ? DECANT_TOKEN_EMOJI : DECANT_TOKEN_UNSPACED;
      if (class == DECANT_CLASS_UNSPACED)
        while ((classes[token->end] & DECANT_CLASS_MASK) == DECANT_CLASS_MARK)
          token->end++;
      at = token->end;
    }
  *tokens = list.items;
  return list.n;
}
