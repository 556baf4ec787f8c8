/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A pattern is a short program for a matcher that goes back where a choice was wrong. Three things make it fast: long
 * choices of words are trees of bytes, walked once; each step knows the bytes that may stand next, so that most wrong
 * ways are never taken; and those who search do not begin where no match can begin (pattern-set.h).
 */
#include "engine/pattern-program.h"

#include "engine/unicode.h"

#include <string.h>

#define MAX_STEPS 16384
#define MOST_STEPS_TAKEN 4096
#define STACK 512
#define MAX_ENDS 16 /* of words of a list that begin at one place */

/* --- from tree to program -------------------------------------------------------------------------------------------
 */

typedef struct
{
  DecantPattern *pattern;
  DecantArena *arena;
  GHashTable *lists; /* position + 1 of the list by first node of its choices: repetition is written out */
  GHashTable *sets;
} Compiler;

static guint
add_step (Compiler *self, DecantOp op, guint x)
{
  DecantStep step = { .op = (guint8) op, .x = (guint16) x };

  if (self->pattern->steps->len <= MAX_STEPS)
    g_array_append_val (self->pattern->steps, step);
  return self->pattern->steps->len - 1;
}

static DecantStep *
step_at (Compiler *self, guint at)
{
  return &g_array_index (self->pattern->steps, DecantStep, at);
}

static void
lead_here (Compiler *self, guint from)
{
  step_at (self, from)->x = (guint16) self->pattern->steps->len;
}

/* The set of a node that is a set or a character. */
static guint
add_set (Compiler *self, const DecantNode *node)
{
  guint known = GPOINTER_TO_UINT (g_hash_table_lookup (self->sets, node));
  DecantCharSet *set;

  if (known > 0)
    return known - 1;
  set = g_new0 (DecantCharSet, 1);
  if (node->kind == DECANT_NODE_SET)
    *set = *node->set;
  else if (node->c < 0x80)
    set->ascii[node->c / 64] = G_GUINT64_CONSTANT (1) << node->c % 64;
  else
    set->ranges[set->n_ranges++] = (DecantRange){ node->c, node->c };
  g_ptr_array_add (self->pattern->sets, set);
  g_hash_table_insert (self->sets, (gpointer) node, GUINT_TO_POINTER (self->pattern->sets->len));
  return self->pattern->sets->len - 1;
}

/* The position of @byte among those that follow @link's; made where it is missing. */
static guint16
walk_or_add (DecantWordList *self, guint16 parent, guint8 byte)
{
  DecantWordByte fresh = { .byte = byte };
  guint16 at = parent == 0 ? self->first[byte] : g_array_index (self->bytes, DecantWordByte, parent).child;

  while (at != 0 && g_array_index (self->bytes, DecantWordByte, at).byte != byte)
    at = g_array_index (self->bytes, DecantWordByte, at).next;
  if (at != 0 || self->bytes->len == G_MAXUINT16)
    return at;
  at = (guint16) self->bytes->len;
  if (parent == 0)
    self->first[byte] = at;
  else
    {
      DecantWordByte *above = &g_array_index (self->bytes, DecantWordByte, parent);
      fresh.next = above->child;
      above->child = at;
    }
  g_array_append_val (self->bytes, fresh);
  return at;
}

static void
add_word (DecantWordList *self, const char *word, guint16 rank)
{
  guint16 at = 0, *slot;

  for (; *word != '\0' && *word != DECANT_EDGE_MARK; word++)
    at = walk_or_add (self, at, (guint8) *word);
  slot = *word == '\0' ? &g_array_index (self->bytes, DecantWordByte, at).rank
                       : &g_array_index (self->bytes, DecantWordByte, at).rank_at_edge;
  if (*slot == 0)
    *slot = rank;
}

static DecantWordList *
word_list_new (const GPtrArray *words)
{
  DecantWordList *self = g_new0 (DecantWordList, 1);
  DecantWordByte unused = { 0 };

  self->bytes = g_array_new (FALSE, FALSE, sizeof (DecantWordByte));
  g_array_append_val (self->bytes, unused);
  for (guint i = 0; i < words->len; i++)
    add_word (self, words->pdata[i], (guint16) (i + 1));
  return self;
}

static void
word_list_free (gpointer data)
{
  DecantWordList *self = data;

  g_array_unref (self->bytes);
  g_free (self);
}

static gboolean
has_empty (const GPtrArray *words)
{
  for (guint i = 0; i < words->len; i++)
    if (*(const guint8 *) words->pdata[i] <= DECANT_EDGE_MARK)
      return TRUE;
  return FALSE;
}

/* The words of as many choices from @node on as can be spelled out; @behind: what follows them. NULL: there are none.
 */
static GPtrArray *
spell_choices (DecantArena *arena, const DecantNode *node, const DecantNode **behind)
{
  GPtrArray *all = g_ptr_array_new ();

  for (; node != NULL; node = node->next)
    {
      g_autoptr (GPtrArray) one = decant_pattern_spell_out (arena, node);
      if (one == NULL || one->len == 0 || has_empty (one))
        break;
      g_ptr_array_extend (all, one, NULL, NULL);
    }
  *behind = node;
  if (all->len < 2)
    g_clear_pointer (&all, g_ptr_array_unref);
  return all;
}

static void compile (Compiler *self, const DecantNode *node);

/* One or more choices from @node on. Returns what follows them. */
static const DecantNode *
compile_choices (Compiler *self, const DecantNode *node)
{
  const DecantNode *behind;
  g_autoptr (GPtrArray) words = spell_choices (self->arena, node, &behind);
  guint known = GPOINTER_TO_UINT (g_hash_table_lookup (self->lists, node));

  if (words == NULL)
    {
      compile (self, node);
      return node->next;
    }
  if (known == 0)
    {
      g_ptr_array_add (self->pattern->words, word_list_new (words));
      known = self->pattern->words->len;
      g_hash_table_insert (self->lists, (gpointer) node, GUINT_TO_POINTER (known));
    }
  add_step (self, DECANT_OP_WORDS, known - 1);
  return behind;
}

static const DecantNode *
behind_choices (Compiler *self, const DecantNode *node)
{
  const DecantNode *behind;
  g_autoptr (GPtrArray) words = spell_choices (self->arena, node, &behind);

  return words != NULL ? behind : node->next;
}

static void
compile_choice (Compiler *self, const DecantNode *node)
{
  g_autoptr (GArray) jumps = g_array_new (FALSE, FALSE, sizeof (guint));

  for (const DecantNode *child = node->child; child != NULL;)
    if (behind_choices (self, child) == NULL)
      child = compile_choices (self, child);
    else
      {
        guint split = add_step (self, DECANT_OP_SPLIT, 0), jump;
        child = compile_choices (self, child);
        jump = add_step (self, DECANT_OP_JUMP, 0);
        g_array_append_val (jumps, jump);
        lead_here (self, split);
      }
  for (guint i = 0; i < jumps->len; i++)
    lead_here (self, g_array_index (jumps, guint, i));
}

static void
compile_repeat (Compiler *self, const DecantNode *node)
{
  g_autoptr (GArray) splits = g_array_new (FALSE, FALSE, sizeof (guint));

  if (node->child->kind <= DECANT_NODE_SET)
    {
      DecantStep *step = step_at (self, add_step (self, DECANT_OP_REPEAT, add_set (self, node->child)));
      step->min = (guint16) node->min;
      step->max = (guint16) node->max;
      return;
    }
  for (guint i = 0; i < node->max && self->pattern->steps->len <= MAX_STEPS; i++)
    {
      guint split = i >= node->min ? add_step (self, DECANT_OP_SPLIT, 0) : 0;
      guint before = self->pattern->steps->len;
      if (i >= node->min)
        g_array_append_val (splits, split);
      compile (self, node->child);
      if (self->pattern->steps->len == before) /* of nothing there is no more */
        break;
    }
  for (guint i = 0; i < splits->len; i++)
    lead_here (self, g_array_index (splits, guint, i));
}

static void
compile_ahead (Compiler *self, const DecantNode *node)
{
  guint at = add_step (self, DECANT_OP_AHEAD, 0);

  step_at (self, at)->negative = node->negative;
  compile (self, node->child);
  add_step (self, DECANT_OP_MATCH, 0);
  lead_here (self, at);
}

static void
compile_character (Compiler *self, const DecantNode *node)
{
  char utf8[6];
  int n = g_unichar_to_utf8 (node->c, utf8);

  for (int i = 0; i < n; i++)
    add_step (self, DECANT_OP_BYTE, (guint8) utf8[i]);
}

static void
compile (Compiler *self, const DecantNode *node)
{
  switch (node->kind)
    {
    case DECANT_NODE_CHARACTER:
      compile_character (self, node);
      break;
    case DECANT_NODE_SET:
      add_step (self, DECANT_OP_SET, add_set (self, node));
      break;
    case DECANT_NODE_ROW:
      for (const DecantNode *child = node->child; child != NULL; child = child->next)
        compile (self, child);
      break;
    case DECANT_NODE_CHOICE:
      compile_choice (self, node);
      break;
    case DECANT_NODE_REPEAT:
      compile_repeat (self, node);
      break;
    case DECANT_NODE_AHEAD:
      compile_ahead (self, node);
      break;
    case DECANT_NODE_BEHIND:
      step_at (self, add_step (self, DECANT_OP_BEHIND, add_set (self, node->child)))->negative = node->negative;
      break;
    case DECANT_NODE_EDGE:
      step_at (self, add_step (self, DECANT_OP_EDGE, 0))->negative = node->negative;
      break;
    case DECANT_NODE_BEGIN:
      add_step (self, DECANT_OP_BEGIN, 0);
      break;
    case DECANT_NODE_END:
      add_step (self, DECANT_OP_END, 0);
      break;
    }
}

/* --- what may stand next --------------------------------------------------------------------------------------------
 */

static void
add_byte (DecantNextBytes *self, guint8 byte)
{
  self->bits[byte / 64] |= G_GUINT64_CONSTANT (1) << byte % 64;
}

static void
add_next (DecantNextBytes *self, const DecantNextBytes *other)
{
  for (guint i = 0; i < 4; i++)
    self->bits[i] |= other->bits[i];
}

static guint8
lead_byte (gunichar c)
{
  char utf8[6];

  g_unichar_to_utf8 (c, utf8);
  return (guint8) utf8[0];
}

static void
add_set_bytes (DecantNextBytes *self, const DecantCharSet *set)
{
  self->bits[0] |= set->ascii[0];
  self->bits[1] |= set->ascii[1];
  if (set->negative || set->flags != 0)
    self->bits[3] = G_MAXUINT64;
  for (guint i = 0; i < set->n_ranges; i++)
    for (guint byte = lead_byte (set->ranges[i].first); byte <= lead_byte (set->ranges[i].last); byte++)
      add_byte (self, (guint8) byte);
}

static gboolean
are_apart (const DecantNextBytes *self, const DecantNextBytes *other)
{
  for (guint i = 0; i < 4; i++)
    if ((self->bits[i] & other->bits[i]) != 0)
      return FALSE;
  return TRUE;
}

static void
read_next_bytes (DecantPattern *self, guint at)
{
  DecantStep *step = &g_array_index (self->steps, DecantStep, at);
  DecantNextBytes *next = self->next, *out = &next[at];

  switch ((DecantOp) step->op)
    {
    case DECANT_OP_BYTE:
      add_byte (out, (guint8) step->x);
      break;
    case DECANT_OP_SET:
    case DECANT_OP_REPEAT:
      add_set_bytes (out, self->sets->pdata[step->x]);
      step->firm = step->op == DECANT_OP_REPEAT && are_apart (out, &next[at + 1]);
      if (step->op == DECANT_OP_REPEAT && step->min == 0)
        add_next (out, &next[at + 1]);
      break;
    case DECANT_OP_WORDS:
      for (guint byte = 0; byte < 256; byte++)
        if (((DecantWordList *) self->words->pdata[step->x])->first[byte] != 0)
          add_byte (out, (guint8) byte);
      break;
    case DECANT_OP_SPLIT:
      add_next (out, &next[at + 1]);
      add_next (out, &next[step->x]);
      break;
    case DECANT_OP_JUMP:
    case DECANT_OP_AHEAD:
      add_next (out, &next[step->x]);
      break;
    case DECANT_OP_BEHIND:
    case DECANT_OP_EDGE:
    case DECANT_OP_BEGIN:
      add_next (out, &next[at + 1]);
      break;
    case DECANT_OP_END:
    case DECANT_OP_MATCH:
      memset (out, 0xff, sizeof *out);
      break;
    }
}

DecantPattern *
decant_pattern_new (const char *text, const char **wrong, gsize *offset)
{
  g_autoptr (DecantArena) arena = decant_arena_new ();
  g_autoptr (DecantPattern) self = NULL;
  g_autoptr (GHashTable) lists = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) sets = g_hash_table_new (NULL, NULL);
  Compiler compiler = { NULL, arena, lists, sets };
  DecantNode *tree = decant_pattern_parse (arena, text, wrong, offset);

  if (tree == NULL)
    return NULL;
  self = compiler.pattern = g_new0 (DecantPattern, 1);
  self->steps = g_array_new (FALSE, FALSE, sizeof (DecantStep));
  self->sets = g_ptr_array_new_with_free_func (g_free);
  self->words = g_ptr_array_new_with_free_func (word_list_free);
  compile (&compiler, tree);
  add_step (&compiler, DECANT_OP_MATCH, 0);
  if (self->steps->len > MAX_STEPS)
    {
      *wrong = "fewer repetitions: written out, this is too long";
      return NULL;
    }
  self->next = g_new0 (DecantNextBytes, self->steps->len);
  for (guint i = self->steps->len; i-- > 0;)
    read_next_bytes (self, i);
  return g_steal_pointer (&self);
}

void
decant_pattern_free (DecantPattern *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->steps);
  g_ptr_array_unref (self->sets);
  g_ptr_array_unref (self->words);
  g_free (self->next);
  g_free (self);
}

/* --- matching -------------------------------------------------------------------------------------------------------
 */

/* A way that was not taken: go on with @step at @at, and then at each character before, down to @low. */
typedef struct
{
  guint32 step, at, low;
} Way;

typedef struct
{
  const DecantStep *steps; /* of the pattern */
  const DecantNextBytes *next;
  const DecantCharSet *const *sets;
  const DecantWordList *const *words;
  const char *text;
  guint32 length;
  guint taken, n_ways;
  Way ways[STACK];
} Matcher;

static inline gunichar
character_at (const Matcher *self, guint32 at, guint32 *behind)
{
  const char *p = self->text + at;
  gunichar c = decant_utf8_next (&p);

  *behind = (guint32) (p - self->text);
  return c;
}

/* Whether a character of the set is at @at. @behind: (out): behind it. */
static inline gboolean
is_in_set (const Matcher *self, const DecantCharSet *set, guint32 at, guint32 *behind)
{
  if (at >= self->length)
    return FALSE;
  *behind = at + 1;
  if ((guint8) self->text[at] < 0x80)
    return set->ascii[(guint8) self->text[at] / 64] >> (guint8) self->text[at] % 64 & 1;
  return decant_char_set_has_wide (set, character_at (self, at, behind));
}

static gboolean
is_word_at (const Matcher *self, guint32 at)
{
  guint32 behind;

  if ((guint8) self->text[at] < 0x80) /* 0 stands behind the text */
    return g_ascii_isalnum (self->text[at]) || self->text[at] == '_';
  return decant_pattern_is_word (character_at (self, at, &behind));
}

static gboolean
is_edge (const Matcher *self, guint32 at)
{
  return (at > 0 && is_word_at (self, (guint32) decant_utf8_previous (self->text, at))) != is_word_at (self, at);
}

static inline gboolean
may_go_on (const Matcher *self, guint step, guint32 at)
{
  return decant_next_bytes_have (&self->next[step], (guint8) self->text[at]);
}

static void
push (Matcher *self, guint step, guint32 at, guint32 low)
{
  if (self->n_ways == STACK)
    self->taken = MOST_STEPS_TAKEN;
  else
    self->ways[self->n_ways++] = (Way){ step, at, low };
}

/* Takes the last way that was not taken. */
static gboolean
go_back (Matcher *self, guint bottom, guint *step, guint32 *at)
{
  while (self->n_ways > bottom)
    {
      Way *way = &self->ways[self->n_ways - 1];
      guint32 here = way->at;
      if (here > way->low)
        way->at = (guint32) decant_utf8_previous (self->text, here);
      else
        self->n_ways--;
      if (!may_go_on (self, way->step, here))
        continue;
      *step = way->step;
      *at = here;
      return TRUE;
    }
  return FALSE;
}

/* Moves *@at behind as many characters of the set as there are. */
static gboolean
repeat (Matcher *self, const DecantStep *step, guint pc, guint32 *at)
{
  const DecantCharSet *set = self->sets[step->x];
  guint32 low = *at, behind;
  guint n = 0;

  for (; n < step->max && is_in_set (self, set, *at, &behind); *at = behind)
    if (++n == step->min)
      low = behind;
  if (n < step->min)
    return FALSE;
  if (*at > low && !step->firm)
    push (self, pc + 1, (guint32) decant_utf8_previous (self->text, *at), low);
  return TRUE;
}

typedef struct
{
  guint32 end;
  guint16 rank;
} WordEnd;

/* Where words of the list that begin at @at end, if step @next may go on there. */
static guint
find_words (const Matcher *self, const DecantWordList *list, guint next, guint32 at, WordEnd *ends)
{
  const DecantWordByte *bytes = (const DecantWordByte *) list->bytes->data;
  guint n = 0;

  for (guint16 node = at < self->length ? list->first[(guint8) self->text[at]] : 0; node != 0;)
    {
      const DecantWordByte *here = &bytes[node];
      guint16 rank = here->rank;
      at++;
      if (here->rank_at_edge != 0 && (rank == 0 || here->rank_at_edge < rank) && is_edge (self, at))
        rank = here->rank_at_edge;
      if (rank != 0 && n < MAX_ENDS && may_go_on (self, next, at))
        ends[n++] = (WordEnd){ at, rank };
      for (node = here->child; node != 0 && bytes[node].byte != (guint8) self->text[at];)
        node = bytes[node].next;
    }
  return n;
}

/* Moves *@at behind the word that is first in the list; the others may be tried later. */
static gboolean
take_word (Matcher *self, const DecantStep *step, guint pc, guint32 *at)
{
  WordEnd ends[MAX_ENDS];
  guint n = find_words (self, self->words[step->x], pc + 1, *at, ends);

  for (guint i = 1; i < n; i++) /* last first: they are taken back in turn */
    for (guint k = i; k > 0 && ends[k - 1].rank < ends[k].rank; k--)
      {
        WordEnd swap = ends[k];
        ends[k] = ends[k - 1];
        ends[k - 1] = swap;
      }
  for (guint i = 0; i + 1 < n; i++)
    push (self, pc + 1, ends[i].end, ends[i].end);
  if (n > 0)
    *at = ends[n - 1].end;
  return n > 0;
}

static gboolean
is_behind (const Matcher *self, const DecantStep *step, guint32 at)
{
  guint32 behind;

  return (at > 0 && is_in_set (self, self->sets[step->x], (guint32) decant_utf8_previous (self->text, at), &behind))
         != step->negative;
}

static gboolean run (Matcher *self, guint pc, guint32 at, guint32 *end);

static gboolean
is_ahead (Matcher *self, const DecantStep *step, guint pc, guint32 at)
{
  guint bottom = self->n_ways;
  guint32 end;
  gboolean found = may_go_on (self, pc + 1, at) && run (self, pc + 1, at, &end);

  self->n_ways = bottom;
  return found != step->negative;
}

static gboolean
is_end (const Matcher *self, guint32 at)
{
  return at == self->length || (at + 1 == self->length && self->text[at] == '\n');
}

/* Does the step at *@pc and moves on; FALSE when it fails. */
static inline gboolean
take_step (Matcher *self, guint *pc, guint32 *at)
{
  const DecantStep *step = &self->steps[*pc];
  guint here = *pc;

  *pc = here + 1;
  switch ((DecantOp) step->op)
    {
    case DECANT_OP_BYTE:
      return *at < self->length && (guint8) self->text[(*at)++] == step->x;
    case DECANT_OP_SET:
      return is_in_set (self, self->sets[step->x], *at, at);
    case DECANT_OP_REPEAT:
      return repeat (self, step, here, at);
    case DECANT_OP_WORDS:
      return take_word (self, step, here, at);
    case DECANT_OP_SPLIT:
      if (!may_go_on (self, here + 1, *at))
        *pc = step->x;
      else if (may_go_on (self, step->x, *at))
        push (self, step->x, *at, *at);
      return TRUE;
    case DECANT_OP_JUMP:
      *pc = step->x;
      return TRUE;
    case DECANT_OP_BEHIND:
      return is_behind (self, step, *at);
    case DECANT_OP_AHEAD:
      *pc = step->x;
      return is_ahead (self, step, here, *at);
    case DECANT_OP_EDGE:
      return is_edge (self, *at) != step->negative;
    case DECANT_OP_BEGIN:
      return *at == 0;
    case DECANT_OP_END:
      return is_end (self, *at);
    case DECANT_OP_MATCH:
      break;
    }
  return FALSE;
}

/* From step @pc on to a MATCH. */
static gboolean
run (Matcher *self, guint pc, guint32 at, guint32 *end)
{
  guint bottom = self->n_ways;

  while (self->taken < MOST_STEPS_TAKEN)
    {
      if (self->steps[pc].op == DECANT_OP_MATCH)
        {
          *end = at;
          return TRUE;
        }
      self->taken++;
      if (!take_step (self, &pc, &at) && !go_back (self, bottom, &pc, &at))
        return FALSE;
    }
  return FALSE;
}

gboolean
decant_pattern_match_at (const DecantPattern *self, const DecantFolded *folded, gsize at, gsize *end)
{
  Matcher matcher;
  guint32 found;

  matcher.steps = (const DecantStep *) self->steps->data;
  matcher.next = self->next;
  matcher.sets = (const DecantCharSet *const *) self->sets->pdata;
  matcher.words = (const DecantWordList *const *) self->words->pdata;
  matcher.text = folded->text;
  matcher.length = (guint32) folded->length;
  matcher.taken = matcher.n_ways = 0;
  if (!may_go_on (&matcher, 0, (guint32) at) || !run (&matcher, 0, (guint32) at, &found))
    return FALSE;
  *end = found;
  return TRUE;
}
