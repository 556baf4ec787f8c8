/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Leet: digits and symbols in place of letters (c0c4ine, $hrooms). */
#include "engine/reading-search.h"

#include "engine/unicode.h"

#include <string.h>

#define LONGEST 32 /* characters of a disguised word */
#define TRIES 16   /* spellings of one word */

typedef struct
{
  const char *sign, *latin[2], *cyrillic[2], *greek;
} Substitute;

/* Longer signs before those that they begin with. */
static const Substitute substitutes[] = {
  { "0", { "o" }, { "о" }, "ο" },      { "1", { "i", "l" }, { "и", "і" }, "ι" },
  { "3", { "e" }, { "з", "е" }, "ε" }, { "4", { "a" }, { "а", "ч" }, "α" },
  { "5", { "s" }, { NULL }, "σ" },     { "6", { "b", "g" }, { "б" }, "δ" },
  { "7", { "t" }, { "т" }, "τ" },      { "8", { "b" }, { "в" }, "β" },
  { "9", { "g" }, { "д" }, "ρ" },      { "@", { "a" }, { "а" }, "α" },
  { "$", { "s" }, { "с" }, "σ" },      { "!", { "i", "l" }, { "и", "і" }, "ι" },
  { "|<", { "k" }, { "к" }, "κ" },     { "|)", { "d" }, { NULL }, NULL },
  { "|_|", { "u" }, { NULL }, NULL },  { "|", { "l", "i" }, { "і" }, "ι" },
  { "()", { "o" }, { "о" }, "ο" },     { "(", { "c" }, { "с" }, NULL },
  { "<", { "c" }, { "с" }, NULL },     { "[]", { "o" }, { "о" }, "ο" },
  { "+", { "t" }, { "т" }, "τ" },      { "€", { "e" }, { "е" }, "ε" },
  { "¢", { "c" }, { "с" }, NULL },     { "£", { "l", "e" }, { NULL }, NULL },
  { "¥", { "y" }, { "у" }, "υ" },      { "©", { "c" }, { "с" }, NULL },
  { "®", { "r" }, { "я" }, NULL },     { "¡", { "i" }, { "и" }, "ι" },
  { "×", { "x" }, { "х" }, "χ" },      { "§", { "s" }, { NULL }, "σ" },
  { "∂", { "d" }, { "д" }, "δ" },      { "∆", { "a" }, { "д" }, "δ" },
  { "√", { "v" }, { NULL }, NULL },    { "∑", { "e" }, { NULL }, "σ" },
  { "†", { "t" }, { "т" }, "τ" },      { "∅", { "o" }, { "о" }, "ο" },
  { "●", { "o" }, { "о" }, "ο" },      { "○", { "o" }, { "о" }, "ο" },
  { "★", { "a" }, { "а" }, "α" },      { "⭕", { "o" }, { "о" }, "ο" },
  { "❌", { "x" }, { "х" }, "χ" },      { "✖", { "x" }, { "х" }, "χ" },
  { "❎", { "x" }, { "х" }, "χ" },      { "✝", { "t" }, { "т" }, "τ" },
  { "➕", { "t" }, { "т" }, "τ" },      { "❗", { "i" }, { "и" }, "ι" },
  { "❕", { "i" }, { "и" }, "ι" },      { "💲", { "s" }, { "с" }, "σ" },
  { "💰", { "s" }, { "с" }, "σ" },      { "🔘", { "o" }, { "о" }, "ο" },
  { "⚪", { "o" }, { "о" }, "ο" },      { "⚫", { "o" }, { "о" }, "ο" },
  { "🔴", { "o" }, { "о" }, "ο" },      { "🔵", { "o" }, { "о" }, "ο" },
  { "🍩", { "o" }, { "о" }, "ο" },      { "🌕", { "o" }, { "о" }, "ο" },
  { "⚽", { "o" }, { "о" }, "ο" },      { "🏐", { "o" }, { "о" }, "ο" },
};

/* The first bytes of signs. */
static const guint8 begins_sign[256] = {
  ['0'] = 1, ['1'] = 1, ['3'] = 1, ['4'] = 1,  ['5'] = 1,  ['6'] = 1,  ['7'] = 1,
  ['8'] = 1, ['9'] = 1, ['@'] = 1, ['$'] = 1,  ['!'] = 1,  ['|'] = 1,  ['('] = 1,
  ['<'] = 1, ['['] = 1, ['+'] = 1, [0xC2] = 1, [0xC3] = 1, [0xE2] = 1, [0xF0] = 1,
};

/* The sign that stands at @at, or NULL. */
static const Substitute *
find_substitute (const char *at, const char *end)
{
  if (!begins_sign[(guint8) *at])
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (substitutes); i++)
    {
      gsize length;
      if (substitutes[i].sign[0] != *at)
        continue;
      length = strlen (substitutes[i].sign);
      if ((gsize) (end - at) >= length && memcmp (substitutes[i].sign, at, length) == 0)
        return &substitutes[i];
    }
  return NULL;
}

typedef struct
{
  guint letters, signs;
  guint last_letter, first_sign, first_letter; /* positions */
  gboolean cyrillic, greek, symbols;
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
      const Substitute *substitute = find_substitute (at, end);
      const char *start = at;
      DecantClass class;

      if (position >= LONGEST)
        return FALSE;
      if (substitute != NULL)
        {
          at += strlen (substitute->sign);
          census->signs++;
          census->symbols |= !g_ascii_isdigit (*start);
          census->first_sign = MIN (census->first_sign, position);
          continue;
        }
      class = decant_unicode_class (decant_utf8_next (&at));
      if (class < DECANT_CLASS_LATIN || class > DECANT_CLASS_MARK)
        return FALSE;
      census->cyrillic |= class == DECANT_CLASS_CYRILLIC;
      census->greek |= class == DECANT_CLASS_GREEK;
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

/* The letters, two at most, that a sign may stand for in the word's script. */
static void
letters_of (const Substitute *sign, const Census *census, const char *letters[2])
{
  letters[0] = census->cyrillic ? sign->cyrillic[0] : census->greek ? sign->greek : sign->latin[0];
  letters[1] = census->cyrillic ? sign->cyrillic[1] : census->greek ? NULL : sign->latin[1];
}

static guint32
try_spelling (const DecantSearch *s, const char *text, gsize length, const Census *census, guint try, gboolean *more)
{
  DecantSpelling spelling = { .length = 0 };
  guint choice = try;

  for (const char *at = text, *end = text + length; at < end;)
    {
      const Substitute *substitute = find_substitute (at, end);
      const char *start = at, *letters[2];

      if (substitute == NULL)
        {
          decant_utf8_next (&at);
          decant_spelling_append (&spelling, start, at - start);
          continue;
        }
      at += strlen (substitute->sign);
      letters_of (substitute, census, letters);
      if (letters[0] == NULL)
        return 0;
      if (letters[1] != NULL)
        {
          letters[0] = letters[choice & 1];
          choice >>= 1;
          *more = TRUE;
        }
      decant_spelling_append (&spelling, letters[0], strlen (letters[0]));
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
    word = try_spelling (self, text, length, &census, try, &more);
  return word;
}

/* Whether bytes [start, end) are signs for letters. */
static gboolean
is_made_of_signs (const DecantSearch *s, guint start, guint end)
{
  const char *at = s->folded->text + start, *stop = s->folded->text + end;

  while (at < stop)
    {
      const Substitute *substitute = find_substitute (at, stop);
      if (substitute == NULL)
        return FALSE;
      at += strlen (substitute->sign);
    }
  return TRUE;
}

/* The word behind token @i when nothing but signs for letters, some of them emoji, lies between; else @i. */
static guint
joined_to (const DecantSearch *s, guint i)
{
  guint next = i + 1;

  while (next < s->n_tokens && next - i <= 2 && s->tokens[next].kind == DECANT_TOKEN_EMOJI)
    next++;
  if (next >= s->n_tokens || s->tokens[next].kind != DECANT_TOKEN_WORD || s->tokens[next].start == s->tokens[i].end
      || s->tokens[next].start - s->tokens[i].end > 8)
    return i;
  return is_made_of_signs (s, s->tokens[i].end, s->tokens[next].start) ? next : i;
}

/* Whether a word before token @i is joined to it. */
static gboolean
is_joined_to_previous (const DecantSearch *s, guint i)
{
  guint before = i;

  while (before > 0 && i - before < 3)
    if (s->tokens[--before].kind == DECANT_TOKEN_WORD)
      return joined_to (s, before) == i;
  return FALSE;
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
  static const char *const signs[] = { "$", "€", "❌", "💲", "✖", "×" };

  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    if (strncmp (at, signs[i], strlen (signs[i])) == 0)
      return strlen (signs[i]);
  return 0;
}

/* Where a word begins when a sign for a letter stands before it, and a space before that ($hrooms, |<etamine); else
 * @start. */
static guint
opening_sign (const DecantSearch *s, guint start)
{
  const char *text = s->folded->text;
  guint before = start;

  for (guint characters = 0; characters < 3 && before > 0; characters++)
    {
      before = decant_utf8_previous (text, before);
      if (g_ascii_isalnum (text[before]) || g_ascii_isspace (text[before]))
        return start;
      if ((before == 0 || g_ascii_isspace (text[before - 1]) || text[before - 1] == '#')
          && is_made_of_signs (s, before, start))
        return before;
    }
  return start;
}

/* A parenthesis or a mark of attention before a word is a sign for a letter only where the word is clear. */
static guint32
find_opened (const DecantSearch *s, const char *text, guint start, guint end)
{
  guint32 word = decant_leet_find (s, text + start, end - start);

  return text[start] == '$' || (word != 0 && decant_words_get_traits (s->words, word) & DECANT_WORD_CLEAR) ? word : 0;
}

void
decant_reading_leet (DecantSearch *self, guint i)
{
  const char *text = self->folded->text;
  guint start = self->tokens[i].start, opened = opening_sign (self, start), end, last = i;
  guint32 word = 0;

  if (is_joined_to_previous (self, i))
    return;
  while (last - i < 12 && joined_to (self, last) != last)
    last = joined_to (self, last);
  if (is_in_code (self, i, last))
    return;
  end = self->tokens[last].end;
  for (guint closed = 0; closed < 2 && word == 0; closed++)
    {
      if (closed && closing_sign (text + end) == 0)
        break;
      end += closed ? closing_sign (text + end) : 0;
      word = opened != start ? find_opened (self, text, opened, end) : 0;
      if (word != 0)
        start = opened;
      else
        word = decant_leet_find (self, text + start, end - start);
    }
  decant_search_add (self, i, last + 1, start, end, word, DECANT_READING_LEET);
}
