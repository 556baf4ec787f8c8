/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/assessment.h"
#include "engine/words.h"

/*
 * The trie of forms: from the root along words and the gaps between them to the entries that end there. Nodes are
 * numbers, 0 is nowhere.
 */

G_BEGIN_DECLS

/* One way in which a form may be written. */
typedef struct {
  const DecantTerm *term;
  guint16 form;     /* position in term->forms */
  guint8 reading;   /* DECANT_READING_PLAIN or …_INFLECTED */
  guint8 letters;   /* characters of the form, gaps left out; 255 for more */
  guint8 numeric;   /* digits alone */
  guint8 ambiguity, boundary; /* the term's, near at hand */
  guint64 endings;  /* DECANT_READING_INFLECTED: bit i stands for an ending of term->languages[i] */
  guint32 next;     /* next entry of the same node, 0 at the end */
} DecantFormEntry;

/* What lies between two words of a form. Others are numbered as they come. */
enum {
  DECANT_GAP_SPACE = 1, /* spaces, hyphens, underscores */
  DECANT_GAP_NONE = 2,
  DECANT_GAP_UNKNOWN = 0,
};

typedef struct _DecantFormTrie DecantFormTrie;

DecantFormTrie *decant_form_trie_new (void);
void decant_form_trie_free (DecantFormTrie *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantFormTrie, decant_form_trie_free)

guint32 decant_form_trie_start (DecantFormTrie *self, guint32 word); /* makes the node where needed */
guint32 decant_form_trie_extend (DecantFormTrie *self, guint32 node, guint32 gap, guint32 word);
/* A term stands once at a node, with its lowest reading and the endings of all its languages. */
void decant_form_trie_add (DecantFormTrie *self, guint32 node, const DecantFormEntry *entry);
guint32 decant_form_trie_add_gap (DecantFormTrie *self, const char *text, gsize length);

guint32 decant_form_trie_first (const DecantFormTrie *self, guint32 word);
guint32 decant_form_trie_follow (const DecantFormTrie *self, guint32 node, guint32 gap, guint32 word);
guint32 decant_form_trie_find_gap (const DecantFormTrie *self, const char *text, gsize length);
gboolean decant_form_trie_is_leaf (const DecantFormTrie *self, guint32 node); /* no form goes on from here */
const DecantFormEntry *decant_form_trie_entries (const DecantFormTrie *self, guint32 node); /* nullable */
const DecantFormEntry *decant_form_trie_next (const DecantFormTrie *self, const DecantFormEntry *entry); /* nullable */

G_END_DECLS
