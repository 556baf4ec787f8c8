/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Leet: digits and symbols in place of letters (c0c4ine, $hrooms). */
#include "engine/reading-search.h"

#include "engine/unicode.h"

#include <string.h>

#define LONGEST 32 /* characters of a disguised word */
#define TRIES 16   /* spellings of one word */

typedef struct {
  const char *sign, *latin[2], *cyrillic[2];
} Substitute;

static const Substitute substitutes[] = {
  { "0", { "o" }, { "о" } },       { "1", { "i", "l" }, { "и", "і" } }, { "3", { "e" }, { "з", "е" } },
  { "4", { "a" }, { "а", "ч" } },  { "5", { "s" }, { NULL } },          { "6", { "b", "g" }, { "б" } },
  { "7", { "t" }, { "т" } },       { "8", { "b" }, { "в" } },           { "9", { "g" }, { NULL } },
  { "@", { "a" }, { "а" } },       { "$", { "s" }, { "с" } },           { "!", { "i", "l" }, { "и" } },
  { "|", { "l", "i" }, { NULL } }, { "€", { "e" }, { "е" } },
};

static const Substitute *
find_substitute (const char *at, gsize length)
{
  for (guint i = 0; i < G_N_ELEMENTS (substitutes); i++)
    if (strlen (substitutes[i].sign) == length && memcmp (substitutes[i].sign, at, length) == 0)
      return &substitutes[i];
  return NULL;
}

typedef struct {
  guint letters, signs;
  guint last_letter, first_sign, first_letter; /* positions */
  gboolean cyrillic, symbols;
} Census;

/* Counts letters and signs; FALSE if the text holds anything else or is too long. */
static gboolean
take_census (const char *text, gsize length, Census *census)
{
  const char *at = text, *end = text + length;
  guint position = 0;

  *census = (Census){ .first_sign = LONGEST, .first_letter = LONGEST };
  for (; at < end; position++)
    {
      const char *start = at;
      gunichar c = decant_utf8_next (&at);
      DecantClass class = decant_unicode_class (c);

      if (position >= LONGEST)
        return FALSE;
      if (find_substitute (start, at - start) != NULL)
        {
          census->signs++;
          census->symbols |= !g_ascii_isdigit (*start);
          census->first_sign = MIN (census->first_sign, position);
          continue;
        }
      if (class < DECANT_CLASS_LATIN || class > DECANT_CLASS_MARK)
        return FALSE;
      census->cyrillic |= class == DECANT_CLASS_CYRILLIC;
      census->first_letter = MIN (census->first_letter, position);
      census->last_letter = position;
      census->letters++;
    }
  return TRUE;
}

/* Letters must carry the word: two fifths of it at least, and a digit stand before the last of them. A number with a
 * unit (10mg), or a name with a number (speed5), is what it says. */
static gboolean
looks_disguised (const Census *c)
{
  guint total = c->letters + c->signs;

  if (c->signs == 0 || total < 4 || c->letters < 2 || c->letters * 5 < total * 2)
    return FALSE;
  if (!c->symbols && c->first_sign > c->last_letter)
    return FALSE;
  return c->first_letter == 0 || c->letters > 2;
}

static guint32
try_spelling (const DecantSearch *s, const char *text, gsize length, gboolean cyrillic, guint try, gboolean *more)
{
  DecantSpelling spelling = { .length = 0 };
  guint choice = try;

  for (const char *at = text; at < text + length;)
    {
      const char *start = at, *letter;
      const Substitute *substitute;

      decant_utf8_next (&at);
      substitute = find_substitute (start, at - start);
      if (substitute == NULL)
        {
          decant_spelling_append (&spelling, start, at - start);
          continue;
        }
      letter = cyrillic ? substitute->cyrillic[0] : substitute->latin[0];
      if (letter == NULL)
        return 0;
      if ((cyrillic ? substitute->cyrillic[1] : substitute->latin[1]) != NULL)
        {
          letter = choice & 1 ? (cyrillic ? substitute->cyrillic[1] : substitute->latin[1]) : letter;
          choice >>= 1;
          *more = TRUE;
        }
      decant_spelling_append (&spelling, letter, strlen (letter));
    }
  return choice == 0 ? decant_search_find (s, &spelling) : 0;
}

guint32
decant_leet_find (const DecantSearch *self, const char *text, gsize length)
{
  gboolean more = FALSE;
  guint32 word = 0;
  Census census;

  if (!take_census (text, length, &census) || !looks_disguised (&census))
    return 0;
  for (guint try = 0; word == 0 && try < TRIES && (try == 0 || more); try++)
    word = try_spelling (self, text, length, census.cyrillic, try, &more);
  return word;
}

/* Whether the gap behind token @i is made of signs, so that the next token may be the same word. */
static gboolean
is_joined_to_next (const DecantSearch *s, guint i)
{
  const char *at = s->folded->text + s->tokens[i].end, *end;

  if (i + 1 >= s->n_tokens || s->tokens[i + 1].kind != DECANT_TOKEN_WORD)
    return FALSE;
  end = s->folded->text + s->tokens[i + 1].start;
  if (at == end || end - at > 6)
    return FALSE;
  while (at < end)
    {
      const char *start = at;
      decant_utf8_next (&at);
      if (find_substitute (start, at - start) == NULL)
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_code_joint (const DecantSearch *s, guint i)
{
  const DecantToken *t = &s->tokens[i];

  return i + 1 < s->n_tokens && t[1].start - t->end == 1 && memchr ("-/:._", s->folded->text[t->end], 5) != NULL;
}

/* A token with digits that hangs on another such, as in ac1d-100-x9, is part of a product code. */
static gboolean
is_in_code (const DecantSearch *s, guint first, guint last)
{
  return (first > 0 && is_code_joint (s, first - 1) && s->tokens[first - 1].shape & DECANT_SHAPE_DIGIT)
         || (is_code_joint (s, last) && s->tokens[last + 1].shape & DECANT_SHAPE_DIGIT);
}

/* The length of a sign for a letter that closes a word (drug$), or 0. */
static gsize
closing_sign (const char *at)
{
  return *at == '$' ? 1 : strncmp (at, "€", strlen ("€")) == 0 ? strlen ("€") : 0;
}

void
decant_reading_leet (DecantSearch *self, guint i)
{
  const char *text = self->folded->text;
  guint start = self->tokens[i].start, end, last = i;
  guint32 word;

  if (i > 0 && is_joined_to_next (self, i - 1))
    return;
  if (start > 0 && text[start - 1] == '$' && (start == 1 || g_ascii_isspace (text[start - 2])))
    start--;
  while (last - i < 8 && is_joined_to_next (self, last))
    last++;
  if (is_in_code (self, i, last))
    return;
  end = self->tokens[last].end;
  word = decant_leet_find (self, text + start, end - start);
  if (word == 0 && closing_sign (text + end) > 0)
    {
      end += closing_sign (text + end);
      word = decant_leet_find (self, text + start, end - start);
    }
  decant_search_add (self, i, last + 1, start, end, word, DECANT_READING_LEET);
}
