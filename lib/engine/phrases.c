/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/phrases.h"

#include "engine/shape.h"
#include "engine/unicode.h"

#include <string.h>

#define MAX_TOKENS 8
#define MAX_PHRASE 200
#define MAX_WORD 64 /* bytes of a word that are looked up; a longer one is no word of a phrase */
#define NONE G_MAXUINT32

/* What may begin with a prefix that has a hash. Most words of a text stop being the beginning of any phrase after a few
 * characters: a small table says so before the phrases themselves are looked at. */
enum {
  MARK_LONGER = 1,   /* first words of phrases are longer */
  MARK_ANYWHERE = 2, /* ends a first word that may go on */
  MARK_WHOLE = 4,    /* ends a first word */
};
#define MARKS_FOR_EACH 32 /* prefixes of a phrase, and room */

typedef struct {
  const char *text;
  guint16 length;
  gboolean prefix;
} Token;

/* What is looked at of each phrase that may begin at a word, apart from the phrases so that few of them leave the cache.
 */
typedef struct {
  guint32 next; /* in the same slot */
  guint32 hash;
  guint16 first;     /* bytes of the first word where it is whole and others follow; else 0 */
  guint8 second[2];  /* the first bytes of the word behind it */
} Head;

typedef struct {
  guint32 hash;
  guint value;
  gboolean anywhere; /* compare tokens[0] byte by byte, wherever its first character stands */
  guint n_tokens;
  Token tokens[MAX_TOKENS];
} Phrase;

struct _DecantPhrases {
  GArray *phrases; /* of Phrase */
  GArray *heads;   /* of Head, by position of the phrase */
  GStringChunk *strings;
  guint32 *slots; /* heads of chains */
  guint n_slots;  /* a power of two */
  guint8 *marks;  /* by hash; n_slots * MARKS_FOR_EACH */
};

DecantPhrases *
decant_phrases_new (void)
{
  DecantPhrases *self = g_new0 (DecantPhrases, 1);

  self->phrases = g_array_new (FALSE, FALSE, sizeof (Phrase));
  self->heads = g_array_new (FALSE, FALSE, sizeof (Head));
  self->strings = g_string_chunk_new (4096);
  self->n_slots = 64;
  self->slots = g_new (guint32, self->n_slots);
  memset (self->slots, 0xff, sizeof (guint32) * self->n_slots);
  self->marks = g_new0 (guint8, self->n_slots * MARKS_FOR_EACH);
  return self;
}

void
decant_phrases_free (DecantPhrases *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->phrases);
  g_array_unref (self->heads);
  g_string_chunk_free (self->strings);
  g_free (self->slots);
  g_free (self->marks);
  g_free (self);
}

/* FNV-1a, so that the hash of each longer prefix follows from the one before. */
static guint32
hash_byte (guint32 hash, guchar byte)
{
  return (hash ^ byte) * 16777619u;
}

static guint32
hash_bytes (const char *text, gsize length)
{
  guint32 hash = 2166136261u;

  for (gsize i = 0; i < length; i++)
    hash = hash_byte (hash, (guchar) text[i]);
  return hash;
}

static guint
slot_of (const DecantPhrases *self, guint32 hash)
{
  return (hash ^ hash >> 15) & (self->n_slots - 1);
}

static inline guint8 *
mark_of (const DecantPhrases *self, guint32 hash)
{
  return &self->marks[(hash ^ hash >> 15) & (self->n_slots * MARKS_FOR_EACH - 1)];
}

/* Marks the first word and each of its beginnings. */
static void
mark_phrase (DecantPhrases *self, const Phrase *phrase)
{
  const char *text = phrase->tokens[0].text, *end = text + phrase->tokens[0].length;

  *mark_of (self, phrase->hash) |= phrase->anywhere || phrase->tokens[0].prefix ? MARK_ANYWHERE : MARK_WHOLE;
  for (const char *p = g_utf8_next_char (text); !phrase->anywhere && p < end; p = g_utf8_next_char (p))
    *mark_of (self, hash_bytes (text, (gsize) (p - text))) |= MARK_LONGER;
}

static void
link_phrase (DecantPhrases *self, guint32 position)
{
  Phrase *phrase = &g_array_index (self->phrases, Phrase, position);
  Head *head = &g_array_index (self->heads, Head, position);
  guint slot = slot_of (self, phrase->hash);

  *head = (Head){ .next = self->slots[slot], .hash = phrase->hash };
  if (!phrase->anywhere && !phrase->tokens[0].prefix && phrase->n_tokens > 1 && phrase->tokens[1].length > 1)
    {
      head->first = phrase->tokens[0].length;
      memcpy (head->second, phrase->tokens[1].text, 2);
    }
  self->slots[slot] = position;
  mark_phrase (self, phrase);
}

static void
grow (DecantPhrases *self)
{
  g_free (self->slots);
  g_free (self->marks);
  self->n_slots *= 4;
  self->slots = g_new (guint32, self->n_slots);
  self->marks = g_new0 (guint8, self->n_slots * MARKS_FOR_EACH);
  memset (self->slots, 0xff, sizeof (guint32) * self->n_slots);
  for (guint32 i = 0; i < self->phrases->len; i++)
    link_phrase (self, i);
}

static gboolean
split_tokens (Phrase *phrase, const char *text)
{
  for (const char *p = text; *p != '\0';)
    {
      gsize length = strcspn (p, " ");
      gboolean prefix = length > 1 && p[length - 1] == '*';

      if (length > 0 && phrase->n_tokens == MAX_TOKENS)
        return FALSE;
      if (length > 0)
        phrase->tokens[phrase->n_tokens++] = (Token){ p, (guint16) (length - prefix), prefix };
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
  Phrase phrase = { .value = value };
  DecantFolded folded;
  const char *text;

  decant_fold (arena, source, strlen (source), &folded);
  if (folded.length == 0 || folded.length > MAX_PHRASE)
    return FALSE;
  text = g_string_chunk_insert_len (self->strings, folded.text, (gssize) folded.length);
  phrase.anywhere = is_anywhere (text);
  if (phrase.anywhere)
    {
      phrase.tokens[phrase.n_tokens++] = (Token){ text, (guint16) folded.length, FALSE };
      phrase.hash = hash_bytes (text, (gsize) (g_utf8_next_char (text) - text));
    }
  else if (split_tokens (&phrase, text))
    phrase.hash = hash_bytes (phrase.tokens[0].text, phrase.tokens[0].length);
  else
    return FALSE;
  g_array_append_val (self->phrases, phrase);
  g_array_set_size (self->heads, self->phrases->len);
  if (self->phrases->len * 2 > self->n_slots)
    grow (self);
  else
    link_phrase (self, self->phrases->len - 1);
  return TRUE;
}

static inline gboolean
is_word_at (const char *p, const char *end)
{
  if (p < end && (guchar) *p < 0x80)
    return g_ascii_isalnum (*p);
  return p < end && decant_char_is_word (decant_utf8_next (&p));
}

static const char *
word_end (const char *p, const char *end)
{
  while (is_word_at (p, end))
    p = g_utf8_next_char (p);
  return p;
}

/* Where the text after a separator goes on, or NULL when there is none or it is too wide. */
static const char *
skip_separator (const char *p, const char *end)
{
  for (guint n = 0; n <= 3 && p < end; n++, p = g_utf8_next_char (p))
    {
      if (*p == '\n' || *p == '\r')
        return NULL;
      if (is_word_at (p, end))
        return n > 0 ? p : NULL;
    }
  return NULL;
}

/* Where @token ends when it stands at @p, or NULL. */
static const char *
match_token (const Token *token, const char *p, const char *end)
{
  if ((gsize) (end - p) < token->length || memcmp (p, token->text, token->length) != 0)
    return NULL;
  p += token->length;
  if (!is_word_at (p, end))
    return p;
  return token->prefix ? word_end (p, end) : NULL;
}

static const char *
match_phrase (const Phrase *phrase, const char *p, const char *end)
{
  if (phrase->anywhere)
    {
      const Token *token = &phrase->tokens[0];
      gboolean same = (gsize) (end - p) >= token->length && memcmp (p, token->text, token->length) == 0;
      return same ? p + token->length : NULL;
    }
  for (guint i = 0; i < phrase->n_tokens && p != NULL; i++)
    {
      if (i > 0)
        p = skip_separator (p, end);
      if (p != NULL)
        p = match_token (&phrase->tokens[i], p, end);
    }
  return p;
}

typedef struct {
  const DecantPhrases *phrases;
  DecantArena *arena;
  const char *text, *end;
  DecantPhraseMatch *matches;
  guint n, allocated, limit, first_here; /* first_here: of those that begin at the word in hand */
} Search;

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

/* Whether the word behind the first may be the phrase's second. @second: where it begins, looked for once. */
static inline gboolean
may_go_on (const Search *self, const Head *head, const char *p, const char **second, guint16 *known)
{
  if (head->first == 0)
    return TRUE;
  if (*known != head->first)
    {
      *known = head->first;
      *second = (gsize) (self->end - p) > head->first ? skip_separator (p + head->first, self->end) : NULL;
    }
  return *second != NULL && self->end - *second > 1 && memcmp (*second, head->second, 2) == 0;
}

static void
look_up (Search *self, guint32 hash, const char *p)
{
  const Phrase *all = (const Phrase *) (gconstpointer) self->phrases->phrases->data;
  const Head *heads = (const Head *) (gconstpointer) self->phrases->heads->data;
  const char *second = NULL;
  guint16 known = 0;

  for (guint32 i = self->phrases->slots[slot_of (self->phrases, hash)]; i != NONE; i = heads[i].next)
    {
      const char *to = NULL;
      if (heads[i].hash == hash && may_go_on (self, &heads[i], p, &second, &known))
        to = match_phrase (&all[i], p, self->end);
      if (to != NULL)
        add_match (self, p, to, all[i].value);
    }
}

/* Looks up the prefixes of the word at @p that may be a phrase's first word, the whole word last. Returns the word's end.
 */
static const char *
look_up_word (Search *self, const char *p)
{
  guint32 hash = 2166136261u;
  guint8 mark = MARK_LONGER;
  const char *q = p;

  while (mark & MARK_LONGER && is_word_at (q, self->end))
    {
      const char *next = g_utf8_next_char (q);
      if (next - p > MAX_WORD)
        break;
      for (; q < next; q++)
        hash = hash_byte (hash, (guchar) *q);
      mark = *mark_of (self->phrases, hash);
      if (mark & MARK_ANYWHERE || (mark & MARK_WHOLE && !is_word_at (q, self->end)))
        look_up (self, hash, p);
    }
  return word_end (q, self->end);
}

/* A character that is no word's: an emoji, or of a script without spaces. */
static const char *
look_up_character (Search *self, const char *p)
{
  const char *next = g_utf8_next_char (p);
  guint32 hash = hash_bytes (p, (gsize) (next - p));

  if (*mark_of (self->phrases, hash) & MARK_ANYWHERE)
    look_up (self, hash, p);
  return next;
}

guint
decant_phrases_match (const DecantPhrases *self, DecantArena *arena, const DecantFolded *folded, guint limit,
                      const DecantPhraseMatch **matches)
{
  Search search = { .phrases = self, .arena = arena, .text = folded->text, .end = folded->text + folded->length,
                    .limit = limit };

  for (const char *p = folded->text; p < search.end && search.n < limit;)
    {
      search.first_here = search.n;
      if (is_word_at (p, search.end))
        p = look_up_word (&search, p);
      else
        p = (guchar) *p <= ' ' ? p + 1 : look_up_character (&search, p);
    }
  *matches = search.matches;
  return search.n;
}
