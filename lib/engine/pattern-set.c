/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/pattern-set.h"

#include "engine/pattern-program.h"

#include <string.h>

#define PAIR_BITS 11

/* Each table holds patterns, a bit each. */
struct _DecantPatternSet
{
  GPtrArray *patterns;            /* of DecantPattern */
  guint64 after[256];             /* by the byte before: those that may begin there; a wide character may be any */
  guint64 first[256];             /* by the byte that they begin with */
  guint64 starts[1 << PAIR_BITS]; /* by the hash of the two bytes that they begin with */
  guint64 behind[1 << PAIR_BITS]; /* by the hash of two bytes that may stand behind their numbers */
};

static inline guint
hash_pair (guint8 first, guint8 second)
{
  return ((guint32) (first << 8 | second) * 0x9E3779B1u) >> (32 - PAIR_BITS);
}

/* What numbers are made of, and what stands between them and their units: ASCII but letters and controls. */
static inline gboolean
is_numeric (guint8 c)
{
  return c >= ' ' && c < 0x7f && !g_ascii_isalpha (c);
}

DecantPatternSet *
decant_pattern_set_new (void)
{
  DecantPatternSet *self = g_new0 (DecantPatternSet, 1);

  self->patterns = g_ptr_array_new_with_free_func ((GDestroyNotify) decant_pattern_free);
  return self;
}

void
decant_pattern_set_free (DecantPatternSet *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->patterns);
  g_free (self);
}

/* --- what a pattern may begin with ----------------------------------------------------------------------------------
 */

/* Walks the steps from the first on, and enters in @table the pairs of bytes that the pattern may read first; or, when
 * @through, those that it may read first behind numeric ones. */
typedef struct
{
  const DecantPattern *pattern;
  guint64 *table, bit;
  gboolean through;
  guint8 *seen; /* by step */
} Explorer;

static void explore (Explorer *self, guint at);

static void
add_pair (Explorer *self, guint8 first, guint8 second)
{
  if (!self->through || !is_numeric (first))
    self->table[hash_pair (first, second)] |= self->bit;
}

static void
add_pairs (Explorer *self, guint8 first, const DecantNextBytes *second)
{
  for (guint byte = 0; byte < 256; byte++)
    if (decant_next_bytes_have (second, (guint8) byte))
      add_pair (self, first, (guint8) byte);
}

static void
add_lead (Explorer *self, guint8 lead)
{
  for (guint byte = 0x80; byte < 0xc0; byte++)
    add_pair (self, lead, (guint8) byte);
}

static void
add_range (Explorer *self, const DecantRange *range)
{
  char first[6], last[6];

  g_unichar_to_utf8 (range->first, first);
  g_unichar_to_utf8 (range->last, last);
  if (first[0] == last[0])
    for (guint byte = (guint8) first[1]; byte <= (guint8) last[1]; byte++)
      add_pair (self, (guint8) first[0], (guint8) byte);
  else
    for (guint lead = (guint8) first[0]; lead <= (guint8) last[0]; lead++)
      add_lead (self, (guint8) lead);
}

/* The characters of the step's set; returns whether one of them is numeric. */
static gboolean
add_set (Explorer *self, guint at)
{
  const DecantStep *step = &g_array_index (self->pattern->steps, DecantStep, at);
  const DecantCharSet *set = self->pattern->sets->pdata[step->x];
  DecantNextBytes second = self->pattern->next[at + 1];
  gboolean numeric = FALSE;

  if (step->op == DECANT_OP_REPEAT && step->max > 1)
    for (guint i = 0; i < 4; i++)
      second.bits[i] |= self->pattern->next[at].bits[i];
  for (guint byte = 0; byte < 0x80; byte++)
    if (decant_char_set_has (set, byte))
      {
        numeric = numeric || is_numeric ((guint8) byte);
        add_pairs (self, (guint8) byte, &second);
      }
  for (guint i = 0; i < set->n_ranges; i++)
    add_range (self, &set->ranges[i]);
  if (set->negative || set->flags != 0)
    for (guint lead = 0xc0; lead < 0x100; lead++)
      add_lead (self, (guint8) lead);
  return numeric;
}

/* The word byte @node of the list of step @at, and those that follow it. */
static void
add_word_byte (Explorer *self, guint at, const DecantWordByte *bytes, guint16 node)
{
  const DecantWordByte *here = &bytes[node];
  gboolean ends = here->rank != 0 || here->rank_at_edge != 0, go_through = self->through && is_numeric (here->byte);

  if (ends)
    add_pairs (self, here->byte, &self->pattern->next[at + 1]);
  if (ends && go_through)
    explore (self, at + 1);
  for (guint16 child = here->child; child != 0; child = bytes[child].next)
    if (go_through)
      add_word_byte (self, at, bytes, child);
    else
      add_pair (self, here->byte, bytes[child].byte);
}

static void
add_words (Explorer *self, guint at)
{
  const DecantStep *step = &g_array_index (self->pattern->steps, DecantStep, at);
  const DecantWordList *list = self->pattern->words->pdata[step->x];

  for (guint byte = 0; byte < 256; byte++)
    if (list->first[byte] != 0)
      add_word_byte (self, at, (const DecantWordByte *) list->bytes->data, list->first[byte]);
}

static void
add_everything (Explorer *self)
{
  for (guint i = 0; i < 1 << PAIR_BITS; i++)
    self->table[i] |= self->bit;
}

static void
explore (Explorer *self, guint at)
{
  const DecantStep *step = &g_array_index (self->pattern->steps, DecantStep, at);

  if (self->seen[at])
    return;
  self->seen[at] = TRUE;
  switch ((DecantOp) step->op)
    {
    case DECANT_OP_BYTE:
      add_pairs (self, (guint8) step->x, &self->pattern->next[at + 1]);
      if (self->through && is_numeric ((guint8) step->x))
        explore (self, at + 1);
      break;
    case DECANT_OP_SET:
    case DECANT_OP_REPEAT:
      if ((add_set (self, at) && self->through) || (step->op == DECANT_OP_REPEAT && step->min == 0))
        explore (self, at + 1);
      break;
    case DECANT_OP_WORDS:
      add_words (self, at);
      break;
    case DECANT_OP_SPLIT:
      explore (self, at + 1);
      explore (self, step->x);
      break;
    case DECANT_OP_JUMP:
    case DECANT_OP_AHEAD:
      explore (self, step->x);
      break;
    case DECANT_OP_BEHIND:
    case DECANT_OP_EDGE:
    case DECANT_OP_BEGIN:
      explore (self, at + 1);
      break;
    case DECANT_OP_END:
    case DECANT_OP_MATCH:
      add_everything (self);
      break;
    }
}

static void
enter (const DecantPattern *pattern, guint64 *table, guint64 bit, gboolean through)
{
  g_autofree guint8 *seen = g_new0 (guint8, pattern->steps->len);
  Explorer self = { pattern, table, bit, through, seen };

  explore (&self, 0);
}

/* Whether a pattern that begins with @step may begin behind the byte @before. */
static gboolean
may_stand_after (const DecantPattern *pattern, const DecantStep *step, guint before)
{
  switch ((DecantOp) step->op)
    {
    case DECANT_OP_BEGIN:
      return FALSE;
    case DECANT_OP_BEHIND:
      return before >= 0x80 || decant_char_set_has (pattern->sets->pdata[step->x], before) != step->negative;
    default:
      return TRUE;
    }
}

gboolean
decant_pattern_set_add (DecantPatternSet *self, DecantPattern *pattern)
{
  guint64 bit = G_GUINT64_CONSTANT (1) << self->patterns->len % 64;

  if (self->patterns->len == DECANT_MAX_PATTERNS)
    return FALSE;
  for (guint byte = 0; byte < 256; byte++)
    {
      if (may_stand_after (pattern, &g_array_index (pattern->steps, DecantStep, 0), byte))
        self->after[byte] |= bit;
      if (decant_next_bytes_have (&pattern->next[0], (guint8) byte))
        self->first[byte] |= bit;
    }
  enter (pattern, self->starts, bit, FALSE);
  enter (pattern, self->behind, bit, TRUE);
  g_ptr_array_add (self->patterns, pattern);
  return TRUE;
}

/* --- searching ------------------------------------------------------------------------------------------------------
 */

typedef struct
{
  const DecantPatternSet *set;
  const DecantFolded *folded;
  guint64 wanted;
  DecantPatternFound found;
  gpointer data;
  gsize number_end; /* behind the numeric bytes that were looked at last */
  gsize from[DECANT_MAX_PATTERNS];
} Search;

/* The patterns that may go on behind the numeric bytes from @at on. */
static inline guint64
those_that_go_on (Search *self, gsize at)
{
  const guint8 *text = (const guint8 *) self->folded->text;
  gsize end = MAX (self->number_end, at);

  if (end == at)
    while (is_numeric (text[end]))
      end++;
  self->number_end = end;
  return self->set->behind[hash_pair (text[end], end < self->folded->length ? text[end + 1] : 0)];
}

static void
try (Search *self, guint64 patterns, gsize at)
{
  for (; patterns != 0; patterns &= patterns - 1)
    {
      guint i = (guint) __builtin_ctzll (patterns);
      gsize end;
      if (at < self->from[i] || !decant_pattern_match_at (self->set->patterns->pdata[i], self->folded, at, &end))
        continue;
      self->from[i] = end;
      if (end == at || !self->found (self->data, i, at, end))
        self->wanted &= ~(patterns & -patterns);
    }
}

/* The patterns that are worth trying at @at. */
static inline guint64
those_that_may_begin (Search *self, gsize at)
{
  const DecantPatternSet *set = self->set;
  const guint8 *text = (const guint8 *) self->folded->text;
  guint64 may = self->wanted & set->first[text[at]];

  if (may == 0 || (may &= set->starts[hash_pair (text[at], text[at + 1])]) == 0 || (text[at] & 0xc0) == 0x80)
    return 0;
  if (at > 0)
    may &= set->after[text[at - 1]];
  return is_numeric (text[at]) && may != 0 ? may & those_that_go_on (self, at) : may;
}

void
decant_pattern_set_search (const DecantPatternSet *self,
                           const DecantFolded *folded,
                           guint64 wanted,
                           DecantPatternFound found,
                           gpointer data)
{
  Search search = { .set = self, .folded = folded, .wanted = wanted, .found = found, .data = data };

  for (gsize at = 0; at < folded->length && search.wanted != 0; at++)
    {
      guint64 may = those_that_may_begin (&search, at);
      if (may != 0)
        try (&search, may, at);
    }
}
