/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/fold.h"

#include "engine/classes.h"
#include "engine/unicode.h"

#include <string.h>

/* The longest run of marks kept on one base, and of characters that one new mark may rearrange: honest text has at
 * most four, and a bound keeps stacked marks from costing more than other text. */
#define MARKS 8
#define CLUSTER 16

typedef struct
{
  DecantArena *arena;
  const char *source;
  char *text;
  guint32 *map;
  guint8 *flags; /* NULL until the first flag */
  gsize length, capacity;
  gboolean ignored; /* an ignorable was dropped since the last character */
} Builder;

static gpointer
grow (DecantArena *arena, gconstpointer old, gsize old_bytes, gsize bytes)
{
  gpointer new = decant_arena_alloc (arena, bytes);

  memcpy (new, old, old_bytes);
  return new;
}

static void
make_room (Builder *b, gsize more)
{
  gsize capacity = MAX (b->capacity * 2, b->length + more + 64);

  b->text = grow (b->arena, b->text, b->length, capacity);
  b->map = grow (b->arena, b->map, b->length * sizeof *b->map, capacity * sizeof *b->map);
  if (b->flags != NULL)
    {
      b->flags = grow (b->arena, b->flags, b->length, capacity);
      memset (b->flags + b->length, 0, capacity - b->length);
    }
  b->capacity = capacity;
}

static inline void
reserve (Builder *b, gsize more)
{
  if (G_UNLIKELY (b->length + more >= b->capacity))
    make_room (b, more);
}

static void
set_flags (Builder *b, gsize start, guint8 flags)
{
  if (flags == 0)
    return;
  if (b->flags == NULL)
    {
      b->flags = decant_arena_alloc (b->arena, b->capacity);
      memset (b->flags, 0, b->capacity);
    }
  for (gsize i = start; i < b->length; i++)
    b->flags[i] |= flags;
}

static gboolean
is_alphabetic (gunichar c)
{
  DecantClass class = decant_unicode_class (c);

  return class >= DECANT_CLASS_DIGIT && class <= DECANT_CLASS_CYRILLIC;
}

static gunichar
last_character (const Builder *b)
{
  const char *last = b->text + decant_utf8_previous (b->text, b->length);

  return decant_utf8_next (&last);
}

static void
append (Builder *b, const char *bytes, gsize length, gsize from, guint8 flags)
{
  gsize start = b->length;

  reserve (b, length);
  if (G_UNLIKELY (b->ignored))
    {
      const char *first = bytes;
      if (start > 0 && is_alphabetic (last_character (b)) && is_alphabetic (decant_utf8_next (&first)))
        flags |= DECANT_FOLD_IGNORABLE;
      b->ignored = FALSE;
    }
  for (gsize i = 0; i < length; i++)
    {
      b->text[start + i] = bytes[i];
      b->map[start + i] = (guint32) from;
    }
  b->length += length;
  set_flags (b, start, flags);
}

static void
append_character (Builder *b, gunichar c, gsize from, guint8 flags)
{
  char utf8[6];

  append (b, utf8, g_unichar_to_utf8 (c, utf8), from, flags);
}

/* One base with its marks, taken back from the output so that a new mark can find its place. */
typedef struct
{
  gunichar codes[3 * CLUSTER];
  guint n, n_marks;
  guint32 from;
  guint8 flags;
} Cluster;

static void
cluster_prepend (Cluster *c, gunichar code)
{
  gunichar first, second;

  if (decant_unicode_decompose (code, &first, &second))
    {
      cluster_prepend (c, second);
      cluster_prepend (c, first);
      return;
    }
  memmove (c->codes + 1, c->codes, c->n * sizeof *c->codes);
  c->codes[0] = code;
  c->n++;
  c->n_marks += decant_unicode_combining_class (code) != 0;
}

static void
take_back (Builder *b, Cluster *c)
{
  for (guint taken = 0; b->length > 0 && taken < CLUSTER; taken++)
    {
      gsize start = decant_utf8_previous (b->text, b->length);
      gunichar code = last_character (b);
      c->from = b->map[start];
      if (b->flags != NULL)
        {
          c->flags |= b->flags[start];
          memset (b->flags + start, 0, b->length - start);
        }
      b->length = start;
      cluster_prepend (c, code);
      if (decant_unicode_fold_value (code) != DECANT_FOLD_COMBINING)
        break;
    }
}

/* Canonical order: marks are sorted by class, and nothing passes a class of 0. */
static void
cluster_insert (Cluster *c, gunichar mark)
{
  guint8 class = decant_unicode_combining_class (mark);
  guint at = c->n;

  if (class != 0 && c->n_marks >= MARKS)
    return;
  while (class != 0 && at > 0 && decant_unicode_combining_class (c->codes[at - 1]) > class)
    at--;
  memmove (c->codes + at + 1, c->codes + at, (c->n - at) * sizeof *c->codes);
  c->codes[at] = mark;
  c->n++;
}

/* Canonical composition (UAX #15) in place. */
static void
cluster_compose (Cluster *c)
{
  guint n = 0;
  int starter = -1;

  for (guint i = 0; i < c->n; i++)
    {
      guint8 class = decant_unicode_combining_class (c->codes[i]);
      gboolean blocked = starter != (int) n - 1 && decant_unicode_combining_class (c->codes[n - 1]) >= class;
      gunichar composed = starter >= 0 && !blocked ? decant_unicode_compose (c->codes[starter], c->codes[i]) : 0;

      if (composed != 0)
        {
          c->codes[starter] = composed;
          continue;
        }
      c->codes[n] = c->codes[i];
      if (class == 0)
        starter = (int) n;
      n++;
    }
  c->n = n;
}

static void
append_combining (Builder *b, gunichar mark, gsize from, guint8 flags)
{
  Cluster c = { .from = (guint32) from };
  gboolean ignored = b->ignored;

  b->ignored = FALSE;
  take_back (b, &c);
  cluster_insert (&c, mark);
  cluster_compose (&c);
  for (guint i = 0; i < c.n; i++)
    append_character (b, c.codes[i], c.from, c.flags | flags);
  b->ignored = ignored;
}

static void
append_sequence (Builder *b, const DecantFoldSequence *sequence, gsize from)
{
  const char *bytes = (const char *) decant_fold_pool + sequence->start;
  const char *end = bytes + sequence->length;
  guint8 flags = sequence->flags & DECANT_SEQUENCE_DECORATED ? DECANT_FOLD_COMPATIBILITY : 0;

  if (!(sequence->flags & DECANT_SEQUENCE_COMPLEX))
    {
      append (b, bytes, sequence->length, from, flags);
      return;
    }
  while (bytes < end)
    {
      gunichar c = decant_utf8_next (&bytes);
      if (decant_unicode_fold_value (c) == DECANT_FOLD_COMBINING)
        append_combining (b, c, from, flags);
      else
        append_character (b, c, from, flags);
    }
}

/* Honest hyphenation never leaves a single letter, so a soft hyphen behind two letters hides nothing. */
static gboolean
is_hyphenation (const Builder *b, gunichar c)
{
  gsize start;
  const char *before;

  if (c != 0xAD || b->length == 0)
    return c == 0xAD;
  start = decant_utf8_previous (b->text, b->length);
  before = b->text + (start > 0 ? decant_utf8_previous (b->text, start) : 0);
  return start > 0 && is_alphabetic (decant_utf8_next (&before))
         && (b->flags == NULL || !(b->flags[start] & DECANT_FOLD_IGNORABLE));
}

static void
append_folded (Builder *b, gunichar c, const char *bytes, gsize length)
{
  guint16 value = decant_unicode_fold_value (c);
  gsize from = bytes - b->source;

  switch (value)
    {
    case DECANT_FOLD_IDENTITY:
      append (b, bytes, length, from, 0);
      break;
    case DECANT_FOLD_IGNORED:
      b->ignored |= !is_hyphenation (b, c);
      break;
    case DECANT_FOLD_DROPPED:
      break;
    case DECANT_FOLD_COMBINING:
      append_combining (b, c, from, 0);
      break;
    default:
      append_sequence (b, &decant_fold_sequences[value - DECANT_FOLD_FIRST_SEQUENCE], from);
    }
}

/* Copies ASCII, eight bytes at a time, and returns where it ends. */
static const char *
append_ascii (Builder *b, const char *at, const char *end)
{
  gsize from = at - b->source;
  const char *stop = at;
  char *text;
  guint32 *map;

  while (end - stop >= 8)
    {
      guint64 word;
      memcpy (&word, stop, 8);
      if (word & G_GUINT64_CONSTANT (0x8080808080808080))
        break;
      stop += 8;
    }
  while (stop < end && (guint8) *stop < 0x80)
    stop++;
  reserve (b, stop - at);
  text = b->text + b->length;
  map = b->map + b->length;
  for (gsize i = 0, n = stop - at; i < n; i++)
    {
      guint8 c = (guint8) at[i];
      text[i] = (char) (c | ((guint8) (c - 'A') < 26 ? 0x20 : 0));
      map[i] = (guint32) (from + i);
    }
  b->length += stop - at;
  return stop;
}

/* Copies what is beyond ASCII and folds to itself, most of a text in another alphabet, and returns where it ends. */
static const char *
append_same (Builder *b, const char *at, const char *end)
{
  while (at < end && (guint8) *at >= 0x80)
    {
      const char *next = at;
      guint32 from = (guint32) (at - b->source);

      if (decant_unicode_fold_value (decant_utf8_next (&next)) != DECANT_FOLD_IDENTITY)
        break;
      reserve (b, 4);
      for (; at < next; at++, b->length++)
        {
          b->text[b->length] = *at;
          b->map[b->length] = from;
        }
    }
  return at;
}

void
decant_fold (DecantArena *arena, const char *source, gsize length, DecantFolded *out)
{
  Builder b = { .arena = arena, .source = source, .capacity = length + length / 8 + 16 };
  const char *at = source, *end = source + length;

  g_assert (length < G_MAXUINT32 / 8);
  b.text = decant_arena_alloc (arena, b.capacity);
  b.map = decant_arena_new_array (arena, guint32, b.capacity);
  while (at < end)
    if ((guint8) *at < 0x80 && !b.ignored)
      at = append_ascii (&b, at, end);
    else
      {
        const char *start = b.ignored ? at : append_same (&b, at, end);
        gunichar c;
        at = start;
        if (at == end || ((guint8) *at < 0x80 && !b.ignored))
          continue;
        c = decant_utf8_next (&at);
        if (c < 0x80)
          append_character (&b, (gunichar) g_ascii_tolower ((char) c), start - source, 0);
        else
          append_folded (&b, c, start, at - start);
      }
  reserve (&b, 1);
  b.text[b.length] = '\0';
  b.map[b.length] = (guint32) length;
  *out = (DecantFolded){
    b.text, b.length, b.map, b.flags, decant_classes_read (arena, b.text, b.length), source, length
  };
}

DecantSpan
decant_folded_to_source (const DecantFolded *self, gsize start, gsize end)
{
  guint32 last;

  g_assert (start < end && end <= self->length);
  last = self->map[end - 1];
  while (self->map[end] == last)
    end++;
  return (DecantSpan){ self->map[start], self->map[end] };
}
