/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/term-index.h"

#include "engine/encoded.h"
#include "engine/form-trie.h"
#include "engine/inflections.h"
#include "engine/other-words.h"
#include "engine/readings.h"
#include "engine/tokens.h"
#include "engine/unicode.h"
#include "engine/words.h"

#include <string.h>

/* A form of more words than this is left out; a word of a form holds at most 255 bytes. */
#define LONGEST_FORM 64
/* Steps that one starting token may cost. Only texts made to be ambiguous come near. */
#define STEPS 256
/* Shorter forms are neither inflected nor read in disguise: too many ordinary words would pass for them. */
#define SHORTEST_DISGUISED 4
/* Bytes from the sign of a hashtag to a part of it. */
#define LONGEST_HASHTAG 128
/* Several words written as one: only where the whole is long enough to be nothing else. */
#define SHORTEST_JOINED 6
/* Several words written as one and misspelt: shorter ones are near names (alien og, alieno). */
#define SHORTEST_JOINED_MISSPELT 10
/* Bytes of a form that is looked for inside a run of Hangul: twelve syllables. */
#define LONGEST_INSIDE 36

struct _DecantTermIndex {
  DecantLexicon *lexicon;
  DecantWords *words;
  DecantFormTrie *trie;
  DecantReadings *readings;
};

/* Building */

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
typedef struct {
  DecantTermIndex *index;
  const char *text; /* folded */
  const DecantToken *tokens;
  guint n;
  DecantFormEntry entry;
} Form;

static guint32
add_word (const Form *form, guint token)
{
  const DecantToken *t = &form->tokens[token];

  return decant_words_add (form->index->words, form->text + t->start, t->end - t->start);
}

/* The node of the form's first @n tokens. Nowhere if a gap is too long to be a form's. */
static guint32
add_path (const Form *form, guint n)
{
  DecantFormTrie *trie = form->index->trie;
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
    decant_words_mark (form->index->words, word,
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
  word = decant_words_add (form->index->words, text, length);
  entry.reading = reading;
  decant_form_trie_add (form->index->trie, decant_form_trie_start (form->index->trie, word), &entry);
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
          && decant_form_trie_find_gap (form->index->trie, form->text + t[-1].end, t->start - t[-1].end)
                 != DECANT_GAP_SPACE)
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
  gap = decant_form_trie_add_gap (form->index->trie, form->text + last[-1].end, last->start - last[-1].end);
  entry.reading = DECANT_READING_INFLECTED;
  if (length <= 255)
    decant_form_trie_add (
        form->index->trie,
        decant_form_trie_extend (form->index->trie, node, gap, decant_words_add (form->index->words, text, length)),
        &entry);
}

/* A syllable of Hangul is as good as two or three letters. */
static gboolean
is_short (const DecantToken *word)
{
  return word->characters < (word->shape & DECANT_SHAPE_HANGUL ? 2 : SHORTEST_DISGUISED);
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

static void
add_form (DecantTermIndex *self, const DecantTerm *term, guint position)
{
  g_autoptr (DecantArena) arena = decant_arena_new ();
  Form form = { .index = self, .entry = { .term = term, .form = position, .reading = DECANT_READING_PLAIN } };
  DecantFolded folded;
  DecantToken *tokens;
  guint32 node;

  decant_fold (arena, term->forms[position], strlen (term->forms[position]), &folded);
  form.n = decant_tokens_split (arena, folded.text, folded.length, &tokens);
  form.text = folded.text;
  form.tokens = tokens;
  if (!tokens_fit (tokens, form.n))
    return;
  form.entry.letters = count_letters (tokens, form.n);
  form.entry.numeric = is_numeric (tokens, form.n);
  node = add_path (&form, form.n);
  if (node == 0)
    return;
  decant_form_trie_add (self->trie, node, &form.entry);
  if (form.n == 1)
    mark_word (&form, add_word (&form, 0), DECANT_READING_PLAIN);
  add_joined (&form);
  inflect (&form);
}

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
        add_form (self, term, form);
    }
  for (guint form = 0; decant_other_words[form] != NULL; form++)
    add_form (self, &other_words, form);
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

/* Matching */

typedef struct {
  guint32 node;
  guint32 next;       /* the token after it */
  guint32 start, end; /* bytes of the folded text */
  guint8 reading;
  gboolean inside; /* begins or ends within a run of Hangul */
} Match;

typedef struct {
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

/* Whether byte @start is in a hashtag. The sign of a longer one is not looked for. */
static gboolean
is_hashtag_at (const Matcher *m, guint32 start)
{
  const char *text = m->folded->text;
  guint32 stop = start > LONGEST_HASHTAG ? start - LONGEST_HASHTAG : 0;

  while (start > stop
         && (text[start - 1] == '_' || g_ascii_isalnum (text[start - 1]) || (guint8) text[start - 1] >= 0x80))
    start--;
  return start > 0 && text[start - 1] == '#';
}

/* Whether a number is only a part of a longer one, a price or a date. */
static gboolean
is_within_number (const Matcher *m, guint32 start, guint32 end)
{
  const char *text = m->folded->text;
  static const char joints[] = ".,:/+-%$";

  if (start > 0 && strchr (joints, text[start - 1]) != NULL && text[start - 1] != '\0')
    return text[start - 1] == '$' || text[start - 1] == '+' || (start > 1 && g_ascii_isdigit (text[start - 2]));
  if (end < m->folded->length && text[end] != '\0' && strchr (joints, text[end]) != NULL)
    return text[end] == '$' || text[end] == '%' || (end + 1 < m->folded->length && g_ascii_isdigit (text[end + 1]));
  return FALSE;
}

/* Whether a reading took other letters for the form's own. */
static gboolean
is_respelt (guint8 reading)
{
  return (reading >= DECANT_READING_LEET && reading <= DECANT_READING_MASKED) || reading >= DECANT_READING_PHONETIC;
}

static gboolean
is_katakana (gunichar c)
{
  return (c >= 0x30a1 && c <= 0x30fa) || c == 0x30fc;
}

/* Whether katakana go on before or after a match that begins or ends with one: a foreign word is written in katakana
 * alone, so that its ends show (ice, but not Iceland). */
static gboolean
is_within_katakana (const Matcher *m, const Match *match)
{
  const char *text = m->folded->text, *at = text + match->start, *end = text + match->end;
  const char *before, *last = text + decant_utf8_previous (text, match->end);

  if (match->start > 0 && is_katakana (decant_utf8_next (&at)))
    {
      before = text + decant_utf8_previous (text, match->start);
      if (is_katakana (decant_utf8_next (&before)))
        return TRUE;
    }
  return match->end < m->folded->length && is_katakana (decant_utf8_next (&last))
         && is_katakana (decant_utf8_next (&end));
}

/* Whether an emoji that folds to a letter (🅿️) is only that letter. */
static gboolean
is_plain_letter (const Matcher *m, const DecantFormEntry *entry, const Match *match)
{
  return entry->term->boundary == DECANT_BOUNDARY_EMOJI && (guint8) m->folded->text[match->start] < 0x80
         && (m->folded->flags == NULL || !(m->folded->flags[match->start] & DECANT_FOLD_COMPATIBILITY));
}

/* Readings that look closely enough for clear forms of three letters. */
static gboolean
allows_short (guint8 reading)
{
  return reading == DECANT_READING_SEPARATED || reading == DECANT_READING_HASHTAG || reading == DECANT_READING_LINK;
}

static gboolean
entry_counts (const Matcher *m, const DecantFormEntry *entry, const Match *match)
{
  gboolean disguised = is_respelt (match->reading);

  if (match->inside && entry->term->boundary != DECANT_BOUNDARY_UNSPACED)
    return FALSE;
  if (entry->term->ambiguity > 1 && entry->term->boundary == DECANT_BOUNDARY_UNSPACED && is_within_katakana (m, match))
    return FALSE;
  if ((disguised && entry->term->boundary == DECANT_BOUNDARY_EXACT) || is_plain_letter (m, entry, match))
    return FALSE;
  if (disguised && entry->letters < SHORTEST_DISGUISED
      && (!allows_short (match->reading) || entry->term->ambiguity > 1))
    return FALSE;
  if (entry->term->boundary == DECANT_BOUNDARY_HASHTAG)
    return match->reading == DECANT_READING_HASHTAG || is_hashtag_at (m, match->start);
  return !entry->numeric || !is_within_number (m, match->start, match->end);
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
  const DecantFormEntry *entry = decant_form_trie_entries (m->index->trie, match->node);

  if (match->start < m->from || (m->best.node != 0 && !is_better (match, &m->best)))
    return;
  for (; entry != NULL; entry = decant_form_trie_next (m->index->trie, entry))
    if (entry_counts (m, entry, match))
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
    if (entry_counts (m, e, match))
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
      if (e->reading == lowest && e->term != &other_words && speaks (e->term, m->language) == spoken && entry_counts (m, e, match))
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
  m->n_tokens = decant_tokens_split (m->arena, folded->text, folded->length, &tokens);
  for (guint i = 0; i < m->n_tokens; i++)
    tokens[i].word
        = decant_words_find (m->index->words, folded->text + tokens[i].start, tokens[i].end - tokens[i].start);
  m->tokens = tokens;
  m->n_respellings
      = decant_readings_find (m->index->readings, m->arena, folded, tokens, m->n_tokens, &m->respellings);
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
