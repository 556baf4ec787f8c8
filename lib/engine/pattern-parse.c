/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/pattern-program.h"

#include "engine/unicode.h"

#include <string.h>

#define DEEPEST 16
#define MAX_REPEAT 100
#define MAX_SPELLED 2048 /* strings of a list that is spelled out */
#define MAX_MEMBERS 16   /* of a set that is spelled out */

/* --- sets -----------------------------------------------------------------------------------------------------------
 */

gboolean
decant_pattern_is_word (gunichar c)
{
  if (c < 0x80)
    return g_ascii_isalnum ((char) c) || c == '_';
  switch (decant_unicode_class (c))
    {
    case DECANT_CLASS_DIGIT:
    case DECANT_CLASS_LATIN:
    case DECANT_CLASS_GREEK:
    case DECANT_CLASS_CYRILLIC:
    case DECANT_CLASS_LETTER:
    case DECANT_CLASS_UNSPACED:
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
is_space (gunichar c)
{
  return decant_unicode_class (c) == DECANT_CLASS_SPACE;
}

static gboolean
has_flagged (DecantSetFlags flags, gunichar c)
{
  return flags != 0
         && ((flags & DECANT_SET_ANY) != 0 || ((flags & DECANT_SET_WORD) != 0 && decant_pattern_is_word (c))
             || ((flags & DECANT_SET_NOT_WORD) != 0 && !decant_pattern_is_word (c))
             || ((flags & DECANT_SET_SPACE) != 0 && is_space (c))
             || ((flags & DECANT_SET_NOT_SPACE) != 0 && !is_space (c)));
}

gboolean
decant_char_set_has_wide (const DecantCharSet *self, gunichar c)
{
  guint i = 0;

  while (i < self->n_ranges && self->ranges[i].last < c)
    i++;
  return ((i < self->n_ranges && self->ranges[i].first <= c) || has_flagged (self->flags, c)) != self->negative;
}

static int
compare_ranges (gconstpointer a, gconstpointer b)
{
  const DecantRange *x = a, *y = b;

  return x->first < y->first ? -1 : x->first > y->first;
}

/* FALSE when the set is full. */
static gboolean
add_range (DecantCharSet *self, gunichar first, gunichar last)
{
  for (; first <= last && first < 0x80; first++)
    self->ascii[first / 64] |= G_GUINT64_CONSTANT (1) << first % 64;
  if (first > last)
    return TRUE;
  if (self->n_ranges == DECANT_MAX_RANGES)
    return FALSE;
  self->ranges[self->n_ranges++] = (DecantRange){ first, last };
  qsort (self->ranges, self->n_ranges, sizeof *self->ranges, compare_ranges);
  return TRUE;
}

/* \d, \w, \s and their opposites; FALSE for any other letter. */
static gboolean
add_class (DecantCharSet *self, char letter)
{
  static const char letters[] = "dwsDWS";
  static const DecantSetFlags flags[]
      = { 0, DECANT_SET_WORD, DECANT_SET_SPACE, DECANT_SET_ANY, DECANT_SET_NOT_WORD, DECANT_SET_NOT_SPACE };
  const char *found = letter != '\0' ? strchr (letters, letter) : NULL;

  if (found == NULL)
    return FALSE;
  self->flags |= flags[found - letters];
  for (char c = 0; (guint8) c < 0x80; c++)
    {
      guint i = (guint) (found - letters);
      gboolean in = i % 3 == 0   ? g_ascii_isdigit (c)
                    : i % 3 == 1 ? decant_pattern_is_word ((gunichar) c)
                                 : (c >= '\t' && c <= '\r') || c == ' ';
      if (in == (i < 3) && !add_range (self, (gunichar) c, (gunichar) c))
        return FALSE;
    }
  return TRUE;
}

/* --- parsing --------------------------------------------------------------------------------------------------------
 */

typedef struct
{
  DecantArena *arena;
  const char *text, *p;
  const char *wrong;
  guint depth;
} Parser;

static gpointer
fail (Parser *self, const char *expected)
{
  if (self->wrong == NULL)
    self->wrong = expected;
  return NULL;
}

static gboolean
skip (Parser *self, const char *what)
{
  if (!g_str_has_prefix (self->p, what))
    return FALSE;
  self->p += strlen (what);
  return TRUE;
}

static DecantNode *
new_node (Parser *self, DecantNodeKind kind)
{
  DecantNode *node = decant_arena_new_array (self->arena, DecantNode, 1);

  *node = (DecantNode){ .kind = kind };
  return node;
}

static DecantNode *
new_set (Parser *self)
{
  DecantNode *node = new_node (self, DECANT_NODE_SET);

  node->set = decant_arena_new_array (self->arena, DecantCharSet, 1);
  memset (node->set, 0, sizeof *node->set);
  return node;
}

static gunichar
read_hexadecimal (Parser *self)
{
  gunichar c = 0;
  guint digits = 0;

  for (; g_ascii_isxdigit (*self->p) && digits < 6; self->p++, digits++)
    c = c * 16 + (gunichar) g_ascii_xdigit_value (*self->p);
  if (digits == 0 || c <= DECANT_EDGE_MARK || !g_unichar_validate (c) || !skip (self, "}"))
    fail (self, "\\x{…} with the number of a character");
  return c;
}

/* A character that is written as itself or with "\", which has been read when @escaped. 0 on errors. */
static gunichar
read_character (Parser *self, gboolean escaped)
{
  gunichar c = g_utf8_get_char (self->p);

  if (escaped && skip (self, "n"))
    return '\n';
  if (escaped && skip (self, "t"))
    return '\t';
  if (escaped && skip (self, "x{"))
    return read_hexadecimal (self);
  if (c <= DECANT_EDGE_MARK || (escaped && (c >= 0x80 || !g_ascii_ispunct ((char) c))))
    {
      fail (self, c == 0 ? "more behind this" : "another escape: a sign, n, t, x{…}, d, w, s, D, W, S, b, B, A or Z");
      return 0;
    }
  self->p = g_utf8_next_char (self->p);
  return c;
}

static gboolean
read_member (Parser *self, DecantCharSet *set)
{
  gboolean escaped = skip (self, "\\");
  gunichar first, last;

  if (escaped && add_class (set, *self->p))
    {
      self->p++;
      return TRUE;
    }
  first = last = read_character (self, escaped);
  if (self->wrong == NULL && self->p[0] == '-' && self->p[1] != ']' && self->p[1] != '\0')
    {
      self->p++;
      last = read_character (self, skip (self, "\\"));
    }
  if (self->wrong == NULL && first > last)
    fail (self, "a range that ascends");
  if (self->wrong == NULL && !add_range (set, first, last))
    fail (self, "at most 64 characters beyond ASCII in a class");
  return self->wrong == NULL;
}

static DecantNode *
read_set (Parser *self)
{
  DecantNode *node = new_set (self);

  node->set->negative = skip (self, "^");
  do
    if (*self->p == '\0' || (*self->p == '[' && strchr (":.=", self->p[1]) != NULL && self->p[1] != '\0'))
      return fail (self, "\"]\"");
    else if (!read_member (self, node->set))
      return NULL;
  while (*self->p != ']');
  self->p++;
  if (node->set->negative)
    for (guint i = 0; i < 2; i++)
      node->set->ascii[i] = ~node->set->ascii[i];
  return node;
}

static DecantNode *
read_escape (Parser *self)
{
  static const struct
  {
    char letter;
    DecantNodeKind kind;
    gboolean negative;
  } places[] = {
    { 'b', DECANT_NODE_EDGE, FALSE },
    { 'B', DECANT_NODE_EDGE, TRUE },
    { 'A', DECANT_NODE_BEGIN, FALSE },
    { 'Z', DECANT_NODE_END, FALSE },
  };
  DecantNode *node;

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    if (*self->p == places[i].letter)
      {
        self->p++;
        node = new_node (self, places[i].kind);
        node->negative = places[i].negative;
        return node;
      }
  node = new_set (self);
  if (add_class (node->set, *self->p))
    {
      self->p++;
      return node;
    }
  node->kind = DECANT_NODE_CHARACTER;
  node->c = read_character (self, TRUE);
  return node;
}

static DecantNode *read_choice (Parser *self);

static DecantNode *
read_group (Parser *self)
{
  static const struct
  {
    const char *start;
    DecantNodeKind kind;
    gboolean negative;
  } groups[] = {
    { "?:", DECANT_NODE_ROW, FALSE },     { "?=", DECANT_NODE_AHEAD, FALSE },  { "?!", DECANT_NODE_AHEAD, TRUE },
    { "?<=", DECANT_NODE_BEHIND, FALSE }, { "?<!", DECANT_NODE_BEHIND, TRUE },
  };
  guint i = 0;
  DecantNode *inner, *node;

  while (i < G_N_ELEMENTS (groups) && !skip (self, groups[i].start))
    i++;
  if (i == G_N_ELEMENTS (groups) || self->depth == DEEPEST)
    return fail (self, "(?:, (?=, (?!, (?<= or (?<!, at most 16 deep");
  self->depth++;
  inner = read_choice (self);
  self->depth--;
  if (inner == NULL || !skip (self, ")"))
    return fail (self, "\")\"");
  if (groups[i].kind == DECANT_NODE_BEHIND
      && (inner->child == NULL || inner->child->next != NULL || inner->child->kind > DECANT_NODE_SET))
    return fail (self, "one character to look behind at");
  node = new_node (self, groups[i].kind);
  node->negative = groups[i].negative;
  node->child = groups[i].kind == DECANT_NODE_BEHIND ? inner->child : inner;
  return node;
}

static DecantNode *
read_any (Parser *self)
{
  DecantNode *node = new_set (self);

  node->set->negative = TRUE;
  node->set->ascii[0] = ~(G_GUINT64_CONSTANT (1) << '\n');
  node->set->ascii[1] = ~G_GUINT64_CONSTANT (0);
  return node;
}

static DecantNode *
read_atom (Parser *self)
{
  DecantNode *node;

  if (skip (self, "\\"))
    return read_escape (self);
  if (skip (self, "["))
    return read_set (self);
  if (skip (self, "("))
    return read_group (self);
  if (skip (self, "."))
    return read_any (self);
  if (strchr ("^$*+?{", *self->p) != NULL)
    return fail (self, strchr ("*+", *self->p) != NULL ? "bounded quantifiers such as {0,8}"
                                                       : "a character, a class or a group");
  node = new_node (self, DECANT_NODE_CHARACTER);
  node->c = read_character (self, FALSE);
  return node;
}

static guint
read_number (Parser *self)
{
  guint n = 0;

  for (; g_ascii_isdigit (*self->p) && n <= MAX_REPEAT; self->p++)
    n = n * 10 + (guint) g_ascii_digit_value (*self->p);
  return n;
}

static gboolean
read_bounds (Parser *self, DecantNode *repeat)
{
  const char *start = self->p;

  repeat->max = 1;
  if (skip (self, "?"))
    return TRUE;
  self->p++;
  repeat->min = repeat->max = read_number (self);
  if (self->p > start + 1 && skip (self, ","))
    repeat->max = read_number (self);
  if (skip (self, "}") && repeat->max > 0 && repeat->max <= MAX_REPEAT && repeat->min <= repeat->max)
    return TRUE;
  self->p = start;
  fail (self, "bounded quantifiers such as {0,8}, at most 100");
  return FALSE;
}

static DecantNode *
read_piece (Parser *self)
{
  DecantNode *atom = read_atom (self), *repeat;

  if (atom == NULL || self->wrong != NULL)
    return NULL;
  if (*self->p == '*' || *self->p == '+')
    return fail (self, "bounded quantifiers such as {0,8}");
  if (*self->p != '?' && *self->p != '{')
    return atom;
  repeat = new_node (self, DECANT_NODE_REPEAT);
  repeat->child = atom;
  if (!read_bounds (self, repeat))
    return NULL;
  if (*self->p != '\0' && strchr ("?*+{", *self->p) != NULL)
    return fail (self, "one quantifier, neither lazy nor possessive");
  return repeat;
}

static DecantNode *
read_row (Parser *self)
{
  DecantNode *row = new_node (self, DECANT_NODE_ROW), **last = &row->child;

  while (*self->p != '\0' && *self->p != '|' && *self->p != ')')
    {
      *last = read_piece (self);
      if (*last == NULL)
        return NULL;
      last = &(*last)->next;
    }
  return row;
}

/* A row where there is no choice. */
static DecantNode *
read_choice (Parser *self)
{
  DecantNode *choice = new_node (self, DECANT_NODE_CHOICE), **last = &choice->child;

  do
    {
      *last = read_row (self);
      if (*last == NULL)
        return NULL;
      last = &(*last)->next;
    }
  while (skip (self, "|"));
  return choice->child->next != NULL ? choice : choice->child;
}

DecantNode *
decant_pattern_parse (DecantArena *arena, const char *text, const char **wrong, gsize *offset)
{
  Parser self = { arena, text, text, NULL, 0 };
  DecantNode *node = read_choice (&self);

  if (node != NULL && *self.p != '\0')
    node = fail (&self, "no \")\" without its \"(\"");
  *wrong = self.wrong;
  *offset = (gsize) (self.p - text);
  return node;
}

/* --- spelling out ---------------------------------------------------------------------------------------------------
 */

static GPtrArray *
join (DecantArena *arena, GPtrArray *left, GPtrArray *right)
{
  g_autoptr (GPtrArray) out = g_ptr_array_new ();

  if (right == NULL || left->len * right->len > MAX_SPELLED)
    return NULL;
  for (guint i = 0; i < left->len; i++)
    for (guint k = 0; k < right->len; k++)
      {
        const char *a = left->pdata[i], *b = right->pdata[k];
        gsize n = strlen (a), m = strlen (b);
        char *both;
        if (n > 0 && a[n - 1] == DECANT_EDGE_MARK && m > 0)
          return NULL;
        both = decant_arena_alloc (arena, n + m + 1);
        memcpy (both, a, n);
        memcpy (both + n, b, m + 1);
        g_ptr_array_add (out, both);
      }
  return g_steal_pointer (&out);
}

static void
add_string (DecantArena *arena, GPtrArray *out, gunichar c)
{
  char utf8[6];

  g_ptr_array_add (out, decant_arena_strndup (arena, utf8, (gsize) g_unichar_to_utf8 (c, utf8)));
}

static GPtrArray *
spell_set (DecantArena *arena, const DecantCharSet *set)
{
  g_autoptr (GPtrArray) out = g_ptr_array_new ();

  if (set->negative || set->flags != 0)
    return NULL;
  for (gunichar c = DECANT_EDGE_MARK + 1; c < 0x80; c++)
    if (decant_char_set_has (set, c))
      add_string (arena, out, c);
  for (guint i = 0; i < set->n_ranges; i++)
    for (gunichar c = set->ranges[i].first; c <= set->ranges[i].last && out->len <= MAX_MEMBERS; c++)
      add_string (arena, out, c);
  return out->len <= MAX_MEMBERS ? g_steal_pointer (&out) : NULL;
}

static GPtrArray *
spell_row (DecantArena *arena, const DecantNode *node)
{
  GPtrArray *out = g_ptr_array_new ();

  g_ptr_array_add (out, (gpointer) "");
  for (const DecantNode *child = node->child; child != NULL && out != NULL; child = child->next)
    {
      g_autoptr (GPtrArray) left = out;
      g_autoptr (GPtrArray) right = decant_pattern_spell_out (arena, child);
      out = join (arena, left, right);
    }
  return out;
}

static GPtrArray *
spell_choice (DecantArena *arena, const DecantNode *node)
{
  g_autoptr (GPtrArray) out = g_ptr_array_new ();

  for (const DecantNode *child = node->child; child != NULL; child = child->next)
    {
      g_autoptr (GPtrArray) one = decant_pattern_spell_out (arena, child);
      if (one == NULL || out->len + one->len > MAX_SPELLED)
        return NULL;
      g_ptr_array_extend (out, one, NULL, NULL);
    }
  return g_steal_pointer (&out);
}

static GPtrArray *
spell_optional (DecantArena *arena, const DecantNode *node)
{
  GPtrArray *out = node->min == 0 && node->max == 1 ? decant_pattern_spell_out (arena, node->child) : NULL;

  if (out != NULL)
    g_ptr_array_add (out, (gpointer) "");
  return out;
}

GPtrArray *
decant_pattern_spell_out (DecantArena *arena, const DecantNode *node)
{
  GPtrArray *out;

  switch (node->kind)
    {
    case DECANT_NODE_CHARACTER:
      out = g_ptr_array_new ();
      add_string (arena, out, node->c);
      return out;
    case DECANT_NODE_EDGE:
      out = g_ptr_array_new ();
      if (node->negative)
        g_clear_pointer (&out, g_ptr_array_unref);
      else
        add_string (arena, out, DECANT_EDGE_MARK);
      return out;
    case DECANT_NODE_SET:
      return spell_set (arena, node->set);
    case DECANT_NODE_ROW:
      return spell_row (arena, node);
    case DECANT_NODE_CHOICE:
      return spell_choice (arena, node);
    case DECANT_NODE_REPEAT:
      return spell_optional (arena, node);
    default:
      return NULL;
    }
}
