/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/phrases.h"

#include "engine/classes.h"
#include "engine/shape.h"

#include <string.h>

#define MAX_TOKENS 8
#define MAX_PHRASE 200
#define MAX_WORD 64 /* bytes of a word that are looked up; a longer one is no word of a phrase */
#define NONE G_MAXUINT32

/* What stands under the hash of a word or of its beginning. Nearly all words of a text are no phrase's first: a table that
 * is small enough to stay near says so before the phrases themselves are looked at. */
enum {
  MARK_LONGER = 1,   /* first words that may go on are longer */
  MARK_ANYWHERE = 2, /* a first word that may go on */
  MARK_WHOLE = 4,    /* a first word, which may be the whole phrase */
  MARK_PAIR = 8,     /* a first word behind which another stands */
};
#define MARKS_FOR_EACH 4 /* marks of half a byte for each slot, of which one in two to eight is taken */

/* Few phrases begin with a word that may go on. The first four bytes of those say which words are worth the walk from
 * beginning to beginning; where they have fewer, the first. */
#define OPENING_BITS 13

typedef struct {
  guint32 start; /* of its bytes in the table's text */
  guint8 length;
  guint8 prefix; /* longer words match too */
} Token;

/* Small, and apart from tokens and text: what is looked at again and again shall stay near. */
typedef struct {
  guint32 next; /* in the same slot, of a phrase that was added earlier */
  guint32 hash; /* under which it stands */
  guint32 value;
  guint32 tokens; /* the position of its first token */
  guint8 n_tokens;
  guint8 anywhere; /* compare the one token byte by byte, wherever its first character stands */
} Phrase;

struct _DecantPhrases {
  GArray *phrases; /* of Phrase */
  GArray *tokens;  /* of Token */
  GString *text;
  guint32 *slots; /* heads of chains */
  guint n_slots;  /* a power of two */
  guint8 *marks;  /* by hash, two in a byte; n_slots * MARKS_FOR_EACH */
  guint32 openings[(1 << OPENING_BITS) / 32], short_openings[256 / 32];
};

DecantPhrases *
decant_phrases_new (void)
{
  DecantPhrases *self = g_new0 (DecantPhrases, 1);

  self->phrases = g_array_new (FALSE, FALSE, sizeof (Phrase));
  self->tokens = g_array_new (FALSE, FALSE, sizeof (Token));
  self->text = g_string_new (NULL);
  self->n_slots = 64;
  self->slots = g_new (guint32, self->n_slots);
  memset (self->slots, 0xff, sizeof (guint32) * self->n_slots);
  self->marks = g_new0 (guint8, self->n_slots * MARKS_FOR_EACH / 2);
  return self;
}

void
decant_phrases_free (DecantPhrases *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->phrases);
  g_array_unref (self->tokens);
  g_string_free (self->text, TRUE);
  g_free (self->slots);
  g_free (self->marks);
  g_free (self);
}

/* FNV-1a, so that the hash of each longer beginning follows from the one before. */
#define FIRST_HASH 2166136261u

static guint32
hash_byte (guint32 hash, guchar byte)
{
  return (hash ^ byte) * 16777619u;
}

static guint32
hash_bytes (const char *text, gsize length)
{
  guint32 hash = FIRST_HASH;

  for (gsize i = 0; i < length; i++)
    hash = hash_byte (hash, (guchar) text[i]);
  return hash;
}

static guint
slot_of (const DecantPhrases *self, guint32 hash)
{
  return (hash ^ hash >> 15) & (self->n_slots - 1);
}

/* The hash under which phrases stand that go on with a word of two bytes or more, @second. Many phrases share their
 * first word ("in", "do"): with the next bytes hardly two stand together. */
static inline guint32
hash_pair (guint32 hash, const char *second)
{
  return hash_byte (hash_byte (hash ^ 0x9E3779B9u, (guchar) second[0]), (guchar) second[1]);
}

static inline guint32
mark_index (const DecantPhrases *self, guint32 hash)
{
  return (hash ^ hash >> 15) & (self->n_slots * MARKS_FOR_EACH - 1);
}

static inline guint8
get_marks (const DecantPhrases *self, guint32 hash)
{
  guint32 i = mark_index (self, hash);

  return self->marks[i / 2] >> i % 2 * 4 & 15;
}

static void
add_mark (DecantPhrases *self, guint32 hash, guint8 mark)
{
  guint32 i = mark_index (self, hash);

  self->marks[i / 2] |= (guint8) (mark << i % 2 * 4);
}

static inline const Token *
get_token (const DecantPhrases *self, const Phrase *phrase, guint i)
{
  return &g_array_index (self->tokens, Token, phrase->tokens + i);
}

static gboolean
is_pair (const DecantPhrases *self, const Phrase *phrase)
{
  return !get_token (self, phrase, 0)->prefix && phrase->n_tokens > 1 && get_token (self, phrase, 1)->length > 1;
}

static inline guint32
opening_bit (const char *text)
{
  guint32 bytes;

  memcpy (&bytes, text, sizeof bytes);
  return bytes * 0x9E3779B1u >> (32 - OPENING_BITS);
}

static inline gboolean
has_bit (const guint32 *bits, guint32 bit)
{
  return bits[bit / 32] >> bit % 32 & 1;
}

/* Whether a phrase may begin so whose first word may go on. */
static inline gboolean
may_open (const DecantPhrases *self, const char *word, gsize length)
{
  return has_bit (self->short_openings, (guchar) *word)
         || (length >= 4 && has_bit (self->openings, opening_bit (word)));
}

/* Marks a first word that may go on by how it begins. */
static void
mark_opening (DecantPhrases *self, const Phrase *phrase, const Token *token)
{
  const char *text = self->text->str + token->start, *end = text + token->length;
  gboolean four = token->length >= 4 && !phrase->anywhere; /* "dmください" goes on behind the word */
  guint32 bit = four ? opening_bit (text) : (guchar) *text;

  *(four ? &self->openings[bit / 32] : &self->short_openings[bit / 32]) |= 1u << bit % 32;
  for (const char *p = g_utf8_next_char (text); !phrase->anywhere && p < end; p = g_utf8_next_char (p))
    add_mark (self, hash_bytes (text, (gsize) (p - text)), MARK_LONGER);
}

static void
mark_phrase (DecantPhrases *self, const Phrase *phrase, guint32 hash)
{
  const Token *token = get_token (self, phrase, 0);

  add_mark (self, hash,
            phrase->anywhere || token->prefix ? MARK_ANYWHERE
            : is_pair (self, phrase)          ? MARK_PAIR
                                              : MARK_WHOLE);
  if (phrase->anywhere || token->prefix)
    mark_opening (self, phrase, token);
}

static void
link_phrase (DecantPhrases *self, guint32 position)
{
  Phrase *phrase = &g_array_index (self->phrases, Phrase, position);
  const Token *token = get_token (self, phrase, 0);
  const char *text = self->text->str + token->start;
  guint32 hash = hash_bytes (text, phrase->anywhere ? (gsize) (g_utf8_next_char (text) - text) : token->length);
  guint32 *slot;

  phrase->hash = is_pair (self, phrase) ? hash_pair (hash, self->text->str + token[1].start) : hash;
  slot = &self->slots[slot_of (self, phrase->hash)];
  phrase->next = *slot;
  *slot = position;
  mark_phrase (self, phrase, hash);
}

static void
grow (DecantPhrases *self)
{
  g_free (self->slots);
  g_free (self->marks);
  self->n_slots *= 4;
  self->slots = g_new (guint32, self->n_slots);
  self->marks = g_new0 (guint8, self->n_slots * MARKS_FOR_EACH / 2);
  memset (self->slots, 0xff, sizeof (guint32) * self->n_slots);
  for (guint32 i = 0; i < self->phrases->len; i++)
    link_phrase (self, i);
}

static gboolean
split_tokens (DecantPhrases *self, Phrase *phrase, const char *text)
{
  for (const char *p = text; *p != '\0';)
    {
      gsize length = strcspn (p, " ");
      gboolean prefix = length > 1 && p[length - 1] == '*';
      Token token = { (guint32) self->text->len, (guint8) (length - prefix), prefix };

      if (length > 0 && phrase->n_tokens++ == MAX_TOKENS)
        return FALSE;
      g_string_append_len (self->text, p, token.length);
      if (length > 0)
        g_array_append_val (self->tokens, token);
      p += length;
      p += *p == ' ';
    }
  return phrase->n_tokens > 0;
}

/* An emoji or anything with a letter of an unspaced script, "dmください" too, knows no word borders. */
static gboolean
is_anywhere (const char *text)
{
  if (!decant_char_is_word (g_utf8_get_char (text)))
    return TRUE;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (decant_char_is_unspaced (g_utf8_get_char (p)))
      return TRUE;
  return FALSE;
}

gboolean
decant_phrases_add (DecantPhrases *self, const char *source, guint value)
{
  g_autoptr (DecantArena) arena = decant_arena_new ();
  Phrase phrase = { .value = value, .tokens = self->tokens->len };
  DecantFolded folded;

  decant_fold (arena, source, strlen (source), &folded);
  if (folded.length == 0 || folded.length > MAX_PHRASE)
    return FALSE;
  phrase.anywhere = is_anywhere (folded.text);
  if (phrase.anywhere)
    {
      Token token = { (guint32) self->text->len, (guint8) folded.length, FALSE };
      g_string_append_len (self->text, folded.text, (gssize) folded.length);
      g_array_append_val (self->tokens, token);
      phrase.n_tokens = 1;
    }
  else if (!split_tokens (self, &phrase, folded.text))
    return FALSE;
  g_array_append_val (self->phrases, phrase);
  if (self->phrases->len * 2 > self->n_slots)
    grow (self);
  else
    link_phrase (self, self->phrases->len - 1);
  return TRUE;
}

typedef struct {
  const DecantPhrases *phrases;
  DecantArena *arena;
  const char *text, *end;
  const guint8 *classes; /* of each byte, and of none behind the last */
  DecantPhraseMatch *matches;
  guint n, allocated, limit, first_here; /* first_here: of those that begin at the word in hand */
} Search;

static inline guint8
class_at (const Search *self, const char *p)
{
  return self->classes[p - self->text];
}

static inline gboolean
is_word_at (const Search *self, const char *p)
{
  return decant_class_is_word (class_at (self, p));
}

static inline const char *
word_end (const Search *self, const char *p)
{
  while (is_word_at (self, p))
    p++;
  return p;
}

static inline const char *
next_character (const Search *self, const char *p)
{
  do
    p++;
  while (class_at (self, p) & DECANT_CLASS_INSIDE);
  return p;
}

/* Where the text after a separator goes on, or NULL when there is none or it is too wide. */
static const char *
skip_separator (const Search *self, const char *p)
{
  for (guint n = 0; n <= 3 && p < self->end; n++, p = next_character (self, p))
    {
      if (*p == '\n' || *p == '\r')
        return NULL;
      if (is_word_at (self, p))
        return n > 0 ? p : NULL;
    }
  return NULL;
}

static inline gboolean
stands_at (const Search *self, const Token *token, const char *p)
{
  const char *text = self->phrases->text->str + token->start;

  return (gsize) (self->end - p) >= token->length && memcmp (p, text, token->length) == 0;
}

/* Where @token ends when it stands at @p, or NULL. */
static const char *
match_token (const Search *self, const Token *token, const char *p)
{
  if (!stands_at (self, token, p))
    return NULL;
  p += token->length;
  if (!is_word_at (self, p))
    return p;
  return token->prefix ? word_end (self, p) : NULL;
}

static const char *
match_phrase (const Search *self, const Phrase *phrase, const char *p)
{
  const Token *tokens = get_token (self->phrases, phrase, 0);

  if (phrase->anywhere)
    return stands_at (self, tokens, p) ? p + tokens->length : NULL;
  for (guint i = 0; i < phrase->n_tokens && p != NULL; i++)
    {
      if (i > 0)
        p = skip_separator (self, p);
      if (p != NULL)
        p = match_token (self, &tokens[i], p);
    }
  return p;
}

static void
add_match (Search *self, const char *from, const char *to, guint value)
{
  guint32 start = (guint32) (from - self->text), end = (guint32) (to - self->text);

  for (guint i = self->first_here; i < self->n; i++)
    if (self->matches[i].value == value)
      {
        self->matches[i].end = MAX (self->matches[i].end, end);
        return;
      }
  if (self->n == self->limit)
    return;
  if (self->n == self->allocated)
    {
      guint size = MAX (16, self->allocated * 2);
      DecantPhraseMatch *bigger = decant_arena_new_array (self->arena, DecantPhraseMatch, size);
      if (self->n > 0)
        memcpy (bigger, self->matches, sizeof *bigger * self->n);
      self->matches = bigger;
      self->allocated = size;
    }
  self->matches[self->n++] = (DecantPhraseMatch){ start, end, value };
}

/* The next phrase that stands under @hash, from @position on; NONE behind the last. */
static inline guint32
find_phrase (const DecantPhrases *self, guint32 hash, guint32 position)
{
  const Phrase *all = (const Phrase *) (gconstpointer) self->phrases->data;

  while (position != NONE && all[position].hash != hash)
    position = all[position].next;
  return position;
}

static inline guint32
first_phrase (const DecantPhrases *self, guint32 hash)
{
  return find_phrase (self, hash, self->slots[slot_of (self, hash)]);
}

static inline guint32
next_phrase (const DecantPhrases *self, guint32 hash, guint32 position)
{
  return find_phrase (self, hash, g_array_index (self->phrases, Phrase, position).next);
}

/* Looks up what begins at @p with the bytes of @hash, which end at @q: phrases of that word, and of that word with the
 * next. Those that were added last come first. */
static void
look_up (Search *self, guint32 hash, const char *p, const char *q, guint8 marks)
{
  const DecantPhrases *phrases = self->phrases;
  const char *second = marks & MARK_PAIR ? skip_separator (self, q) : NULL;
  gboolean pair = second != NULL && self->end - second > 1;
  guint32 pair_hash = pair ? hash_pair (hash, second) : 0;
  guint32 one = marks & (MARK_ANYWHERE | MARK_WHOLE) ? first_phrase (phrases, hash) : NONE;
  guint32 two = pair ? first_phrase (phrases, pair_hash) : NONE;

  while (one != NONE || two != NONE)
    {
      gboolean first = two == NONE || (one != NONE && one > two);
      const Phrase *phrase = &g_array_index (phrases->phrases, Phrase, first ? one : two);
      const char *to = match_phrase (self, phrase, p);

      if (to != NULL)
        add_match (self, p, to, phrase->value);
      if (first)
        one = next_phrase (phrases, hash, one);
      else
        two = next_phrase (phrases, pair_hash, two);
    }
}

/* Looks up the beginnings of the word [p, end) that are first words which may go on. */
static void
look_up_beginnings (Search *self, const char *p, const char *end)
{
  guint32 hash = FIRST_HASH;
  guint8 marks = MARK_LONGER;

  for (const char *q = p; marks & MARK_LONGER;)
    {
      const char *next = next_character (self, q);
      if (next >= end || next - p > MAX_WORD)
        return;
      for (; q < next; q++)
        hash = hash_byte (hash, (guchar) *q);
      marks = get_marks (self->phrases, hash);
      if (marks & MARK_ANYWHERE)
        look_up (self, hash, p, q, MARK_ANYWHERE);
    }
}

/* Looks up the word at @p, its beginnings first. Returns the word's end. */
static const char *
look_up_word (Search *self, const char *p)
{
  guint32 hash = FIRST_HASH;
  const char *end = p;
  guint8 marks;

  for (; is_word_at (self, end); end++)
    hash = hash_byte (hash, (guchar) *end);
  if (may_open (self->phrases, p, (gsize) (end - p)))
    look_up_beginnings (self, p, end);
  marks = get_marks (self->phrases, hash) & ~MARK_LONGER;
  if (marks != 0 && end - p <= MAX_WORD)
    look_up (self, hash, p, end, marks);
  return end;
}

/* A character that is no word's: an emoji, or of a script without spaces. */
static const char *
look_up_character (Search *self, const char *p)
{
  const char *next = next_character (self, p);
  guint32 hash = hash_bytes (p, (gsize) (next - p));

  if (get_marks (self->phrases, hash) & MARK_ANYWHERE)
    look_up (self, hash, p, next, MARK_ANYWHERE);
  return next;
}

guint
decant_phrases_match (const DecantPhrases *self, DecantArena *arena, const DecantFolded *folded, guint limit,
                      const DecantPhraseMatch **matches)
{
  Search search = { .phrases = self,
                    .arena = arena,
                    .text = folded->text,
                    .end = folded->text + folded->length,
                    .classes = folded->classes,
                    .limit = limit };

  for (const char *p = folded->text; p < search.end && search.n < limit;)
    {
      search.first_here = search.n;
      if (is_word_at (&search, p))
        p = look_up_word (&search, p);
      else
        p = (guchar) *p <= ' ' ? p + 1 : look_up_character (&search, p);
    }
  *matches = search.matches;
  return search.n;
}
