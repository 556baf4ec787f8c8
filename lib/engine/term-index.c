/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/term-index.h"

#include "engine/encoded.h"
#include "engine/form-adder.h"
#include "engine/form-rules.h"
#include "engine/other-words.h"
#include "engine/readings.h"
#include "engine/tokens.h"
#include "engine/unicode.h"
#include "engine/words.h"

#include <string.h>

/* Steps that one starting token may cost. Only texts made to be ambiguous come near. */
#define STEPS 256
/* Bytes of a form that is looked for inside a run of Hangul: twelve syllables. */
#define LONGEST_INSIDE 36

struct _DecantTermIndex
{
  DecantLexicon *lexicon;
  DecantWords *words;
  DecantFormTrie *trie;
  DecantReadings *readings;
};

/* What no hit is made of: words that only look like forms. */
static const char *const no_languages[] = { NULL };
static const DecantTerm other_words = {
  .id = (char *) "",
  .forms = (char **) decant_other_words,
  .languages = (char **) no_languages,
  .ambiguity = 3,
  .boundary = DECANT_BOUNDARY_UNSPACED,
};

DecantTermIndex *
decant_term_index_new (DecantLexicon *lexicon)
{
  DecantTermIndex *self = g_new0 (DecantTermIndex, 1);

  self->lexicon = decant_lexicon_ref (lexicon);
  self->words = decant_words_new ();
  self->trie = decant_form_trie_new ();
  for (guint i = 0; i < decant_lexicon_get_n_terms (lexicon); i++)
    {
      const DecantTerm *term = decant_lexicon_get_term (lexicon, i);
      for (guint form = 0; term->forms[form] != NULL; form++)
        decant_form_add (self->words, self->trie, term, form);
    }
  for (guint form = 0; decant_other_words[form] != NULL; form++)
    decant_form_add (self->words, self->trie, &other_words, form);
  self->readings = decant_readings_new (self->words);
  return self;
}

void
decant_term_index_free (DecantTermIndex *self)
{
  if (self == NULL)
    return;
  decant_readings_free (self->readings);
  decant_form_trie_free (self->trie);
  decant_words_free (self->words);
  decant_lexicon_unref (self->lexicon);
  g_free (self);
}

typedef DecantFormMatch Match;

typedef struct
{
  const DecantTermIndex *index;
  DecantArena *arena;
  const DecantFolded *folded;
  const char *language;
  const DecantToken *tokens;
  guint n_tokens;
  const DecantRespelling *respellings;
  guint n_respellings;
  guint32 from; /* byte: hits end before */
  guint steps;
  Match best; /* node 0: none yet */
  DecantHit *hits;
  guint n_hits, capacity;
} Matcher;

static inline gboolean
counts (const Matcher *m, const DecantFormEntry *entry, const Match *match)
{
  return decant_form_counts (entry, m->folded, match);
}

/* Leftmost, then longest, then least disguised. */
static gboolean
is_better (const Match *a, const Match *b)
{
  if (a->start != b->start)
    return a->start < b->start;
  return a->end != b->end ? a->end > b->end : a->reading < b->reading;
}

static void
consider (Matcher *m, const Match *match)
{
  if (match->start < m->from || (m->best.node != 0 && !is_better (match, &m->best)))
    return;
  for (const DecantFormEntry *entry = decant_form_trie_entries (m->index->trie, match->node); entry != NULL;
       entry = decant_form_trie_next (m->index->trie, entry))
    if (counts (m, entry, match))
      {
        m->best = *match;
        return;
      }
}

static void walk (Matcher *m, const Match *match);

static void
step (Matcher *m, const Match *match, guint32 gap, guint32 word, guint32 next, guint32 end, guint8 reading)
{
  Match longer = { 0, next, match->start, end, MAX (match->reading, reading), match->inside };

  longer.node = decant_form_trie_follow (m->index->trie, match->node, gap, word);
  if (longer.node != 0)
    walk (m, &longer);
}

static guint32
plain_word (const Matcher *m, guint32 token)
{
  return m->tokens[token].word;
}

static guint8
plain_reading (const DecantToken *token)
{
  return token->kind == DECANT_TOKEN_EMOJI ? DECANT_READING_EMOJI : DECANT_READING_PLAIN;
}

/* The first respelling that starts at @token or later. */
static guint
respellings_from (const Matcher *m, guint32 token)
{
  guint low = 0, high = m->n_respellings;

  while (low < high)
    {
      guint middle = (low + high) / 2;
      if (m->respellings[middle].first < token)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* Goes on with the beginning of a run of Hangul. */
static void
step_inside (Matcher *m, const Match *match, guint32 gap, guint32 token)
{
  const DecantToken *t = &m->tokens[token];
  const char *text = m->folded->text, *at = text + t->start;
  Match within = *match;

  within.inside = TRUE;
  for (decant_utf8_next (&at); at < text + MIN (t->end, t->start + LONGEST_INSIDE); decant_utf8_next (&at))
    {
      guint32 word = decant_words_find (m->index->words, text + t->start, at - (text + t->start));
      if (word != 0)
        step (m, &within, gap, word, token + 1, at - text, DECANT_READING_PLAIN);
    }
}

static void
walk (Matcher *m, const Match *match)
{
  guint32 gap, word, next = match->next;
  const char *text = m->folded->text;

  consider (m, match);
  if (next >= m->n_tokens || m->steps++ >= STEPS || decant_form_trie_is_leaf (m->index->trie, match->node))
    return;
  if (m->tokens[next].start < match->end)
    return;
  gap = decant_form_trie_find_gap (m->index->trie, text + match->end, m->tokens[next].start - match->end);
  word = plain_word (m, next);
  if (gap != DECANT_GAP_UNKNOWN && word != 0)
    step (m, match, gap, word, next + 1, m->tokens[next].end, plain_reading (&m->tokens[next]));
  if (gap != DECANT_GAP_UNKNOWN && m->tokens[next].shape & DECANT_SHAPE_HANGUL)
    step_inside (m, match, gap, next);
  for (guint i = respellings_from (m, next); i < m->n_respellings && m->respellings[i].first == next; i++)
    {
      const DecantRespelling *r = &m->respellings[i];
      if (r->start < match->end)
        continue;
      gap = decant_form_trie_find_gap (m->index->trie, text + match->end, r->start - match->end);
      if (gap != DECANT_GAP_UNKNOWN)
        step (m, match, gap, r->word, r->next, r->end, r->reading);
    }
}

static void
start_walk (Matcher *m, guint32 word, guint32 next, guint32 start, guint32 end, guint8 reading)
{
  Match match = { 0, next, start, end, reading, FALSE };

  match.node = decant_form_trie_first (m->index->trie, word);
  if (match.node != 0)
    walk (m, &match);
}

static gboolean
speaks (const DecantTerm *term, const char *language)
{
  gsize primary = language != NULL ? strcspn (language, "-_") : 0;

  for (char **l = term->languages; primary > 0 && *l != NULL; l++)
    if (g_ascii_strncasecmp (*l, language, primary) == 0 && ((*l)[primary] == '\0' || (*l)[primary] == '-'))
      return TRUE;
  return FALSE;
}

/* How the bytes came about matters when nothing else disguises them. */
static guint8
final_reading (const Matcher *m, const Match *match, guint8 reading)
{
  guint8 flags = 0;

  reading = MAX (reading, match->reading);
  if (m->folded->flags == NULL)
    return reading;
  for (guint32 i = match->start; i < match->end; i++)
    flags |= m->folded->flags[i] & (i > match->start ? 0xFF : ~DECANT_FOLD_IGNORABLE);
  if (flags & DECANT_FOLD_DECODED)
    return DECANT_READING_LINK;
  if (reading > DECANT_READING_INFLECTED)
    return reading;
  return flags & DECANT_FOLD_IGNORABLE       ? DECANT_READING_HIDDEN
         : flags & DECANT_FOLD_COMPATIBILITY ? DECANT_READING_COMPATIBILITY
                                             : reading;
}

static DecantHit *
append_hit (Matcher *m)
{
  if (m->n_hits == m->capacity)
    {
      DecantHit *hits = decant_arena_new_array (m->arena, DecantHit, MAX (16, m->capacity * 2));
      if (m->n_hits > 0)
        memcpy (hits, m->hits, m->n_hits * sizeof *hits);
      m->hits = hits;
      m->capacity = MAX (16, m->capacity * 2);
    }
  return &m->hits[m->n_hits++];
}

static void
add_hit (Matcher *m, const DecantFormEntry *entry, DecantSpan span, DecantReading reading)
{
  *append_hit (m) = (DecantHit){ span, entry->term, entry->form, reading, entry->endings };
}

/* The lowest reading of the entries that count: a form written plainly hides its inflected namesakes. */
static guint8
lowest_reading (const Matcher *m, const Match *match)
{
  guint8 lowest = G_MAXUINT8;

  for (const DecantFormEntry *e = decant_form_trie_entries (m->index->trie, match->node); e != NULL;
       e = decant_form_trie_next (m->index->trie, e))
    if (counts (m, e, match))
      lowest = MIN (lowest, e->reading);
  return lowest;
}

static void
report (Matcher *m, const Match *match)
{
  DecantSpan span = decant_folded_to_source (m->folded, match->start, match->end);
  guint8 lowest = lowest_reading (m, match), reading = final_reading (m, match, lowest);

  for (int spoken = 1; spoken >= 0; spoken--)
    for (const DecantFormEntry *e = decant_form_trie_entries (m->index->trie, match->node); e != NULL;
         e = decant_form_trie_next (m->index->trie, e))
      if (e->reading == lowest && e->term != &other_words && speaks (e->term, m->language) == spoken
          && counts (m, e, match))
        add_hit (m, e, span, reading);
}

/* Looks for a form anywhere in a run of Hangul. */
static void
walk_inside (Matcher *m, guint32 token)
{
  const DecantToken *t = &m->tokens[token];
  const char *text = m->folded->text, *end = text + t->end, *start = text + MAX (t->start, m->from);

  for (; start < end && (m->best.node == 0 || start <= text + m->best.start); decant_utf8_next (&start))
    for (const char *at = start; at < MIN (end, start + LONGEST_INSIDE);)
      {
        guint32 word;
        decant_utf8_next (&at);
        word = decant_words_find (m->index->words, start, at - start);
        if (word != 0 && (start > text + t->start || at < end))
          {
            Match match = { decant_form_trie_first (m->index->trie, word),
                            token + 1,
                            start - text,
                            at - text,
                            DECANT_READING_PLAIN,
                            TRUE };
            if (match.node != 0)
              walk (m, &match);
          }
      }
}

/* Looks for the best match that starts in @token, at byte m->from or later. */
static void
find_best (Matcher *m, guint32 token, guint respelling)
{
  const DecantToken *t = &m->tokens[token];
  guint32 word = plain_word (m, token);

  m->best = (Match){ 0 };
  m->steps = 0;
  if (word != 0)
    start_walk (m, word, token + 1, t->start, t->end, plain_reading (t));
  if (t->shape & DECANT_SHAPE_HANGUL)
    walk_inside (m, token);
  for (; respelling < m->n_respellings && m->respellings[respelling].first == token; respelling++)
    {
      const DecantRespelling *r = &m->respellings[respelling];
      start_walk (m, r->word, r->next, r->start, r->end, r->reading);
    }
}

/* Reports what starts in @token: one hit, or several in a hashtag. Returns the token to go on with. */
static guint32
match_at (Matcher *m, guint32 token, guint *respelling)
{
  while (*respelling < m->n_respellings && m->respellings[*respelling].first < token)
    ++*respelling;
  for (;;)
    {
      find_best (m, token, *respelling);
      if (m->best.node == 0)
        return token + 1;
      report (m, &m->best);
      m->from = m->best.end;
      if (m->best.next > token + 1)
        return m->best.next;
    }
}

static void
match_folded (Matcher *m, const DecantFolded *folded)
{
  guint respelling = 0;
  DecantToken *tokens;

  m->folded = folded;
  m->from = 0;
  m->n_tokens = decant_tokens_split (m->arena, folded, &tokens);
  for (guint i = 0; i < m->n_tokens; i++)
    tokens[i].word
        = decant_words_find (m->index->words, folded->text + tokens[i].start, tokens[i].end - tokens[i].start);
  m->tokens = tokens;
  m->n_respellings = decant_readings_find (m->index->readings, m->arena, folded, tokens, m->n_tokens, &m->respellings);
  for (guint32 token = 0; token < m->n_tokens;)
    token = match_at (m, token, &respelling);
}

/* What a run in code says takes the place of what its letters seemed to be. */
static void
match_encoded (Matcher *m, const DecantEncoded *runs, guint n)
{
  const DecantHit *plain = m->hits;
  guint n_plain = m->n_hits, next = 0;

  m->hits = NULL;
  m->n_hits = m->capacity = 0;
  for (guint run = 0; run <= n; run++)
    {
      for (; next < n_plain && (run == n || plain[next].span.start < runs[run].span.end); next++)
        if (run == n || plain[next].span.start < runs[run].span.start)
          *append_hit (m) = plain[next];
      if (run < n)
        match_folded (m, &runs[run].folded);
    }
}

guint
decant_term_index_match (DecantTermIndex *self,
                         DecantArena *arena,
                         const DecantFolded *folded,
                         const char *language,
                         const DecantHit **hits)
{
  Matcher m = { .index = self, .arena = arena, .language = language };
  const DecantEncoded *runs;
  guint n_runs = decant_encoded_find (arena, folded, &runs);

  match_folded (&m, folded);
  if (n_runs > 0)
    match_encoded (&m, runs, n_runs);
  *hits = m.hits;
  return m.n_hits;
}
