/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/form-adder.h"

#include "engine/inflections.h"
#include "engine/tokens.h"

#include <string.h>

/* A form of more words than this is left out; a word of a form holds at most 255 bytes. */
#define LONGEST_FORM 64
/* Shorter forms are not inflected: too many ordinary words would pass for them. */
#define SHORTEST_INFLECTED 4
/* Several words written as one: only where the whole is long enough to be nothing else. */
#define SHORTEST_JOINED 6
/* Several words written as one and misspelt: shorter ones are near names (alien og, alieno). */
#define SHORTEST_JOINED_MISSPELT 10

static gboolean
is_numeric (const DecantToken *tokens, guint n)
{
  for (guint i = 0; i < n; i++)
    if (tokens[i].kind != DECANT_TOKEN_WORD || tokens[i].shape & ~(DECANT_SHAPE_DIGIT | DECANT_SHAPE_STRETCHED))
      return FALSE;
  return TRUE;
}

static guint
count_letters (const DecantToken *tokens, guint n)
{
  guint letters = 0;

  for (guint i = 0; i < n; i++)
    letters += tokens[i].characters;
  return MIN (letters, 255);
}

static gboolean
tokens_fit (const DecantToken *tokens, guint n)
{
  for (guint i = 0; i < n; i++)
    if (tokens[i].end - tokens[i].start > 255)
      return FALSE;
  return n > 0 && n <= LONGEST_FORM;
}

/* A form on its way into the index. */
typedef struct
{
  DecantWords *words;
  DecantFormTrie *trie;
  const char *text; /* folded */
  const DecantToken *tokens;
  guint n;
  DecantFormEntry entry;
} Form;

static guint32
add_word (const Form *form, guint token)
{
  const DecantToken *t = &form->tokens[token];

  return decant_words_add (form->words, form->text + t->start, t->end - t->start);
}

/* The node of the form's first @n tokens. Nowhere if a gap is too long to be a form's. */
static guint32
add_path (const Form *form, guint n)
{
  DecantFormTrie *trie = form->trie;
  guint32 node = 0;

  for (guint i = 0; i < n; i++)
    if (i == 0)
      node = decant_form_trie_start (trie, add_word (form, 0));
    else
      {
        const DecantToken *t = &form->tokens[i];
        guint32 gap = decant_form_trie_add_gap (trie, form->text + t[-1].end, t->start - t[-1].end);
        if (gap == DECANT_GAP_UNKNOWN)
          return 0;
        node = decant_form_trie_extend (trie, node, gap, add_word (form, i));
      }
  return node;
}

/* What the readings may know of a word that is a form by itself. An exact form is never read in disguise. */
static void
mark_word (const Form *form, guint32 word, DecantReading reading)
{
  const DecantTerm *term = form->entry.term;

  if (term->boundary != DECANT_BOUNDARY_EXACT)
    decant_words_mark (form->words, word,
                       DECANT_WORD_FORM | (term->ambiguity <= 1 ? DECANT_WORD_CLEAR : 0)
                           | (term->ambiguity <= 2 ? DECANT_WORD_LIKELY : 0)
                           | (reading == DECANT_READING_PLAIN ? DECANT_WORD_BASE : 0)
                           | (form->n == 1 || form->entry.letters >= SHORTEST_JOINED_MISSPELT ? DECANT_WORD_SPELT : 0));
}

static void
add_single (const Form *form, const char *text, gsize length, DecantReading reading)
{
  DecantFormEntry entry = form->entry;
  guint32 word;

  if (length > 255)
    return;
  word = decant_words_add (form->words, text, length);
  entry.reading = reading;
  decant_form_trie_add (form->trie, decant_form_trie_start (form->trie, word), &entry);
  mark_word (form, word, reading);
}

/* White widow is also written whitewidow, and 2c-b 2cb. */
static void
add_joined (const Form *form)
{
  g_autoptr (GString) joined = g_string_new (NULL);
  gboolean hyphens = TRUE;

  for (guint i = 0; i < form->n; i++)
    {
      const DecantToken *t = &form->tokens[i];
      if (t->kind != DECANT_TOKEN_WORD)
        return;
      if (i > 0
          && decant_form_trie_find_gap (form->trie, form->text + t[-1].end, t->start - t[-1].end) != DECANT_GAP_SPACE)
        return;
      hyphens &= i == 0 || form->text[t[-1].end] == '-';
      g_string_append_len (joined, form->text + t->start, t->end - t->start);
    }
  if (form->n > 1 && (hyphens || form->entry.letters >= SHORTEST_JOINED))
    add_single (form, joined->str, joined->len, DECANT_READING_PLAIN);
}

/* Adds the form with its last word inflected. */
static void
add_inflected (const char *text, gsize length, gpointer data)
{
  const Form *form = data;
  DecantFormEntry entry = form->entry;
  const DecantToken *last = &form->tokens[form->n - 1];
  guint32 node, gap;

  if (form->n == 1)
    {
      add_single (form, text, length, DECANT_READING_INFLECTED);
      return;
    }
  node = add_path (form, form->n - 1);
  gap = decant_form_trie_add_gap (form->trie, form->text + last[-1].end, last->start - last[-1].end);
  entry.reading = DECANT_READING_INFLECTED;
  if (length <= 255)
    decant_form_trie_add (form->trie,
                          decant_form_trie_extend (form->trie, node, gap, decant_words_add (form->words, text, length)),
                          &entry);
}

/* A syllable of Hangul is as good as two or three letters. */
static gboolean
is_short (const DecantToken *word)
{
  return word->characters < (word->shape & DECANT_SHAPE_HANGUL ? 2 : SHORTEST_INFLECTED);
}

/* Everyday words and short ones are found as they are written: their endings make too many other words. */
static void
inflect (Form *form)
{
  const DecantTerm *term = form->entry.term;
  const DecantToken *last = &form->tokens[form->n - 1];

  if (term->boundary != DECANT_BOUNDARY_WORD || term->ambiguity > 2 || is_short (last))
    return;
  if (last->kind != DECANT_TOKEN_WORD || last->shape & DECANT_SHAPE_DIGIT)
    return;
  for (guint i = 0; term->languages[i] != NULL; i++)
    {
      form->entry.endings = (guint64) 1 << i;
      decant_inflect (form->text + last->start, last->end - last->start, term->languages[i], add_inflected, form);
    }
  form->entry.endings = 0;
}

void
decant_form_add (DecantWords *words, DecantFormTrie *trie, const DecantTerm *term, guint position)
{
  g_autoptr (DecantArena) arena = decant_arena_new ();
  Form form = {
    .words = words,
    .trie = trie,
    .entry = { .term = term,
               .form = position,
               .reading = DECANT_READING_PLAIN,
               .ambiguity = term->ambiguity,
               .boundary = (guint8) term->boundary },
  };
  DecantFolded folded;
  DecantToken *tokens;
  guint32 node;

  decant_fold (arena, term->forms[position], strlen (term->forms[position]), &folded);
  form.n = decant_tokens_split (arena, &folded, &tokens);
  form.text = folded.text;
  form.tokens = tokens;
  if (!tokens_fit (tokens, form.n))
    return;
  form.entry.letters = count_letters (tokens, form.n);
  form.entry.numeric = is_numeric (tokens, form.n);
  node = add_path (&form, form.n);
  if (node == 0)
    return;
  decant_form_trie_add (trie, node, &form.entry);
  if (form.n == 1)
    mark_word (&form, add_word (&form, 0), DECANT_READING_PLAIN);
  add_joined (&form);
  inflect (&form);
}
