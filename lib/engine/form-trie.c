/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/form-trie.h"

#include <string.h>

/* The longest gap other than spaces that a form may hold, in bytes. */
#define LONGEST_GAP 8

typedef struct {
  guint32 node, gap, word, target; /* target 0: free */
} Edge;

typedef struct {
  guint32 entry; /* first entry, 0 for none */
  gboolean inner;
} Node;

struct _DecantFormTrie {
  GArray *nodes;   /* of Node; the first is unused */
  GArray *entries; /* of DecantFormEntry; the first is unused */
  GArray *starts;  /* of guint32: node by first word */
  Edge *edges;
  guint32 mask, n_edges;
  DecantWords *gaps;
};

DecantFormTrie *
decant_form_trie_new (void)
{
  DecantFormTrie *self = g_new0 (DecantFormTrie, 1);

  self->nodes = g_array_new (FALSE, TRUE, sizeof (Node));
  self->entries = g_array_new (FALSE, TRUE, sizeof (DecantFormEntry));
  self->starts = g_array_new (FALSE, TRUE, sizeof (guint32));
  self->mask = 255;
  self->edges = g_new0 (Edge, self->mask + 1);
  self->gaps = decant_words_new ();
  g_array_set_size (self->nodes, 1);
  g_array_set_size (self->entries, 1);
  return self;
}

void
decant_form_trie_free (DecantFormTrie *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->nodes);
  g_array_unref (self->entries);
  g_array_unref (self->starts);
  g_free (self->edges);
  decant_words_free (self->gaps);
  g_free (self);
}

static guint32
add_node (DecantFormTrie *self)
{
  g_array_set_size (self->nodes, self->nodes->len + 1);
  return self->nodes->len - 1;
}

guint32
decant_form_trie_start (DecantFormTrie *self, guint32 word)
{
  guint32 *node;

  if (word >= self->starts->len)
    g_array_set_size (self->starts, word + 1);
  node = &g_array_index (self->starts, guint32, word);
  if (*node == 0)
    *node = add_node (self);
  return *node;
}

guint32
decant_form_trie_first (const DecantFormTrie *self, guint32 word)
{
  return word < self->starts->len ? g_array_index (self->starts, guint32, word) : 0;
}

static Edge *
find_edge (const DecantFormTrie *self, guint32 node, guint32 gap, guint32 word)
{
  guint32 hash = (node * 0x9E3779B1u) ^ (word * 0x85EBCA77u) ^ (gap * 0xC2B2AE3Du);

  hash ^= hash >> 15;
  for (guint32 i = hash & self->mask;; i = (i + 1) & self->mask)
    {
      Edge *edge = &self->edges[i];
      if (edge->target == 0 || (edge->node == node && edge->gap == gap && edge->word == word))
        return edge;
    }
}

static void
double_edges (DecantFormTrie *self)
{
  guint32 old_size = self->mask + 1;
  g_autofree Edge *old = self->edges;

  self->mask = old_size * 2 - 1;
  self->edges = g_new0 (Edge, old_size * 2);
  for (guint32 i = 0; i < old_size; i++)
    if (old[i].target != 0)
      *find_edge (self, old[i].node, old[i].gap, old[i].word) = old[i];
}

guint32
decant_form_trie_extend (DecantFormTrie *self, guint32 node, guint32 gap, guint32 word)
{
  Edge *edge = find_edge (self, node, gap, word);
  guint32 target = edge->target;

  if (target != 0)
    return target;
  target = add_node (self);
  *edge = (Edge){ node, gap, word, target };
  g_array_index (self->nodes, Node, node).inner = TRUE;
  if (++self->n_edges * 2 > self->mask)
    double_edges (self);
  return target;
}

guint32
decant_form_trie_follow (const DecantFormTrie *self, guint32 node, guint32 gap, guint32 word)
{
  return find_edge (self, node, gap, word)->target;
}

void
decant_form_trie_add (DecantFormTrie *self, guint32 node, const DecantFormEntry *entry)
{
  guint32 *link = &g_array_index (self->nodes, Node, node).entry;
  DecantFormEntry copy = *entry;

  while (*link != 0)
    {
      DecantFormEntry *other = &g_array_index (self->entries, DecantFormEntry, *link);
      if (other->term == entry->term)
        {
          copy.next = other->next;
          if (entry->reading < other->reading)
            *other = copy;
          else if (entry->reading == other->reading)
            other->endings |= entry->endings;
          return;
        }
      link = &other->next;
    }
  *link = self->entries->len;
  copy.next = 0;
  g_array_append_val (self->entries, copy);
}

/* Spaces, hyphens and underscores, three at most, in any mixture. */
static gboolean
is_space_gap (const char *text, gsize length)
{
  return length <= 3 && strspn (text, " \t-_") >= length;
}

guint32
decant_form_trie_add_gap (DecantFormTrie *self, const char *text, gsize length)
{
  if (length == 0)
    return DECANT_GAP_NONE;
  if (is_space_gap (text, length))
    return DECANT_GAP_SPACE;
  return length <= LONGEST_GAP ? decant_words_add (self->gaps, text, length) + DECANT_GAP_NONE : DECANT_GAP_UNKNOWN;
}

guint32
decant_form_trie_find_gap (const DecantFormTrie *self, const char *text, gsize length)
{
  guint32 gap;

  if (length == 0)
    return DECANT_GAP_NONE;
  if (is_space_gap (text, length))
    return DECANT_GAP_SPACE;
  gap = length <= LONGEST_GAP ? decant_words_find (self->gaps, text, length) : 0;
  return gap != 0 ? gap + DECANT_GAP_NONE : DECANT_GAP_UNKNOWN;
}

gboolean
decant_form_trie_is_leaf (const DecantFormTrie *self, guint32 node)
{
  return !g_array_index (self->nodes, Node, node).inner;
}

const DecantFormEntry *
decant_form_trie_entries (const DecantFormTrie *self, guint32 node)
{
  guint32 entry = g_array_index (self->nodes, Node, node).entry;

  return entry != 0 ? &g_array_index (self->entries, DecantFormEntry, entry) : NULL;
}

const DecantFormEntry *
decant_form_trie_next (const DecantFormTrie *self, const DecantFormEntry *entry)
{
  return entry->next != 0 ? &g_array_index (self->entries, DecantFormEntry, entry->next) : NULL;
}
