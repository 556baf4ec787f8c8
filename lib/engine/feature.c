/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/feature.h"

#include <string.h>

#define MAX_CONCEPTS 16
#define MAX_MORE 3
#define NEAR_HITS 4
#define NEAR 28 /* bytes between a substance and a signal that belongs to it */
#define SHORT_LISTING_WORDS 16
#define TERSE_WORDS 5
#define BARE_WORDS 4
#define LONG_WORDS 60
#define MAX_OPENING 16 /* bytes of stars, brackets and emoji before the first word */
#define MAX_HEADING 120 /* bytes of a first line that heads others */
#define MAX_TITLE 200  /* bytes of which the words are looked at */

static const char *const question_marks[] = { "?", "？", "؟" };

static const char *const identifier_kinds[DECANT_N_IDENTIFIER_KINDS] = {
  "telegram", "signal", "session", "wickr", "threema", "whatsapp", "snapchat", "instagram", "discord", "kik",
  "viber", "wechat", "qq", "line", "kakaotalk", "zalo", "matrix", "xmpp", "wire", "briar", "simplex", "tox",
  "facebook", "tiktok", "x", "icq", "invite", "onion", "email", "phone", "pgp", "bitcoin", "bitcoin-cash",
  "ethereum", "monero", "litecoin", "dogecoin", "dash", "zcash", "tron", "xrp", "ton", "link",
};

/* --- names ------------------------------------------------------------------------------------------------------ */

static const char *const plain_names[DECANT_FEATURE_DISGUISE] = {
  "bias",
  "hit.substance.0", "hit.substance.1", "hit.substance.2", "hit.substance.3", "hit.substance.more",
  "hit.activity.0", "hit.activity.1", "hit.activity.2", "hit.activity.3", "hit.activity.more",
  "hit.foreign", "near.quantity", "near.price", "near.offer", "near-maybe.quantity", "near-maybe.price", "near-maybe.offer",
  "maybe.more", "sale.more", "damper.more", "identifier.beside", "identifier.maybe",
  "shape.short-listing", "shape.terse", "shape.long", "shape.many-substances", "shape.repeated", "shape.tags-only",
  "shape.bare", "shape.question", "shape.opens-with-amount", "shape.dosed", "shape.title", "shape.headed",
};

static char *
make_name (DecantFeature feature)
{
  if (feature < DECANT_FEATURE_DISGUISE)
    return g_strdup (plain_names[feature]);
  if (feature < DECANT_FEATURE_SIGNAL)
    return g_strconcat ("disguise.", decant_reading_to_string (feature - DECANT_FEATURE_DISGUISE), NULL);
  if (feature < DECANT_FEATURE_MAYBE)
    return g_strconcat ("signal.", decant_signal_kind_to_string (feature - DECANT_FEATURE_SIGNAL), NULL);
  if (feature < DECANT_FEATURE_SALE)
    return g_strconcat ("maybe.", decant_signal_kind_to_string (feature - DECANT_FEATURE_MAYBE), NULL);
  if (feature < DECANT_FEATURE_DAMPER)
    return g_strconcat ("sale.", decant_signal_kind_to_string (feature - DECANT_FEATURE_SALE), NULL);
  if (feature < DECANT_FEATURE_IDENTIFIER)
    {
      guint kind = feature - DECANT_FEATURE_DAMPER;
      gboolean more = kind >= DECANT_N_DAMPERS;
      return g_strconcat ("damper.", decant_signal_kind_to_string (DECANT_FIRST_DAMPER + kind % DECANT_N_DAMPERS),
                          more ? ".more" : NULL, NULL);
    }
  return g_strconcat ("identifier.", identifier_kinds[feature - DECANT_FEATURE_IDENTIFIER], NULL);
}

static gpointer
make_names (gpointer unused)
{
  char **names = g_new0 (char *, DECANT_N_FEATURES);

  for (guint i = 0; i < DECANT_N_FEATURES; i++)
    names[i] = make_name (i);
  return names;
}

static char **
all_names (void)
{
  static GOnce once = G_ONCE_INIT; /* constant: put together from the names of kinds and readings */

  return g_once (&once, make_names, NULL);
}

const char *
decant_feature_to_string (DecantFeature feature)
{
  g_return_val_if_fail (feature < DECANT_N_FEATURES, NULL);
  return all_names ()[feature];
}

DecantFeature
decant_feature_from_string (const char *feature)
{
  guint i = 0;

  while (i < DECANT_N_FEATURES && !g_str_equal (all_names ()[i], feature))
    i++;
  return i;
}

/* --- collecting ------------------------------------------------------------------------------------------------- */

/* The clearest hit of each concept of one sense. */
typedef struct {
  const DecantHit *hits[MAX_CONCEPTS];
  guint n, clearest;
  guint n_hits; /* of the sense, in all */
} Concepts;

typedef struct {
  const DecantFindings *in;
  DecantFinding *out;
  guint n;
  Concepts substances, activities;
  const DecantSignal *first[DECANT_N_SIGNAL_KINDS];
  guint count[DECANT_N_SIGNAL_KINDS];
  guint sale_kinds;
  gboolean has_identifier; /* other than a link */
  gboolean clear;          /* a substance of ambiguity 0 or 1 */
  gboolean counts;         /* a substance that counts */
} Collector;

static void
add (Collector *self, DecantFeature feature, const DecantSpan *span, const char *innocent)
{
  if (self->n == DECANT_MAX_FINDINGS)
    return;
  self->out[self->n++] = (DecantFinding){ feature, span != NULL, span != NULL ? *span : DECANT_NO_SPAN, innocent };
}

/* Whether @language is among the term's languages whose bits are set in @which. */
static gboolean
is_language_of (const DecantTerm *term, guint64 which, const char *language)
{
  for (guint i = 0; term->languages[i] != NULL; i++)
    if (which >> i & 1
        && (g_str_equal (term->languages[i], "mul")
            || strncmp (term->languages[i], language, strcspn (language, "-_")) == 0))
      return TRUE;
  return FALSE;
}

static gboolean
is_language (const DecantTerm *term, const char *language)
{
  return is_language_of (term, G_MAXUINT64, language);
}

/* A hit is clearer than another when its term is less ambiguous, then when it is of the text's language. */
static gboolean
is_clearer (const DecantHit *a, const DecantHit *b, const char *language)
{
  if (a->term->ambiguity != b->term->ambiguity)
    return a->term->ambiguity < b->term->ambiguity;
  return is_language (a->term, language) && !is_language (b->term, language);
}

static void
add_concept (Concepts *self, const DecantHit *hit, const char *language)
{
  guint i = 0;

  self->n_hits++;
  while (i < self->n && !g_str_equal (self->hits[i]->term->concept, hit->term->concept))
    i++;
  if (i == MAX_CONCEPTS)
    return;
  if (i == self->n)
    self->hits[self->n++] = hit;
  else if (is_clearer (hit, self->hits[i], language))
    self->hits[i] = hit;
  if (is_clearer (self->hits[i], self->hits[self->clearest], language))
    self->clearest = i;
}

/* An ending of another language than the text's is chance: English "here" is no case of a Czech noun. */
static gboolean
is_believable (const DecantHit *hit, const char *language)
{
  return hit->reading != DECANT_READING_INFLECTED || language[0] == '\0' 
         || is_language_of (hit->term, hit->endings, language);
}

static void
sort_out (Collector *self)
{
  const DecantFindings *in = self->in;

  for (guint i = 0; i < in->n_hits; i++)
    if (is_believable (&in->hits[i], in->language))
      add_concept (in->hits[i].term->sense == DECANT_SENSE_SUBSTANCE ? &self->substances : &self->activities,
                   &in->hits[i], in->language);
  for (guint i = 0; i < in->n_signals; i++)
    {
      DecantSignalKind kind = decant_signal_kind_from_string (in->signals[i].kind);
      if (self->count[kind]++ == 0)
        {
          self->first[kind] = &in->signals[i];
          self->sale_kinds += kind < DECANT_FIRST_DAMPER;
        }
    }
  for (guint i = 0; i < in->n_identifiers; i++)
    self->has_identifier |= !g_str_equal (in->identifiers[i].kind, "link");
  if (self->has_identifier && self->count[DECANT_SIGNAL_CONTACT] == 0)
    self->sale_kinds++;
  if (self->substances.n > 0)
    self->clear = self->substances.hits[self->substances.clearest]->term->ambiguity <= 1;
  self->counts = self->clear || (self->substances.n > 0 && self->sale_kinds >= 2);
}

static void
add_concepts (Collector *self, const Concepts *concepts, DecantFeature first, DecantFeature more)
{
  guint added = 0;

  for (guint i = 0; i < concepts->n; i++)
    {
      const DecantTerm *term = concepts->hits[i]->term;
      if (i == concepts->clearest)
        add (self, first + MIN (term->ambiguity, 3), &concepts->hits[i]->span, term->innocent[0]);
      else if (term->ambiguity <= 1 + self->counts && added++ < MAX_MORE)
        add (self, more, &concepts->hits[i]->span, term->innocent[0]);
    }
}

static void
add_disguises (Collector *self)
{
  guint32 seen = 0;

  for (guint i = 0; i < self->in->n_hits; i++)
    {
      const DecantHit *hit = &self->in->hits[i];
      if (hit->term->sense != DECANT_SENSE_SUBSTANCE || hit->reading == DECANT_READING_PLAIN
          || hit->reading == DECANT_READING_INFLECTED || (seen >> hit->reading & 1))
        continue;
      seen |= 1u << hit->reading;
      add (self, DECANT_FEATURE_DISGUISE + hit->reading, &hit->span, NULL);
    }
}

static void
add_sale_signals (Collector *self)
{
  DecantFeature base = self->clear    ? DECANT_FEATURE_SALE
                       : self->counts ? DECANT_FEATURE_MAYBE
                                      : DECANT_FEATURE_SIGNAL;
  guint kinds = 0;

  for (guint kind = 0; kind < DECANT_N_SALE_KINDS; kind++)
    if (self->first[kind] != NULL)
      {
        add (self, base + kind, &self->first[kind]->span, NULL);
        if (self->counts && ++kinds > 2)
          add (self, self->clear ? DECANT_FEATURE_SALE_MORE : DECANT_FEATURE_MAYBE_MORE, &self->first[kind]->span, NULL);
      }
}

/* A moral wrapped around a menu hides nothing: beside a ladder and a contact an innocent context says nothing. */
static gboolean
dampers_count (const Collector *self)
{
  gboolean contact = self->has_identifier || self->count[DECANT_SIGNAL_CONTACT] > 0;

  return !contact || self->count[DECANT_SIGNAL_LADDER] == 0;
}

static void
add_dampers (Collector *self)
{
  guint kinds = 0;

  if (!dampers_count (self))
    return;
  for (guint i = 0; i < DECANT_N_DAMPERS; i++)
    {
      guint kind = DECANT_FIRST_DAMPER + i;
      if (self->count[kind] > 0)
        add (self, DECANT_FEATURE_DAMPER + i, &self->first[kind]->span, NULL);
      if (self->count[kind] > 0 && ++kinds > 1)
        add (self, DECANT_FEATURE_DAMPERS_MORE, &self->first[kind]->span, NULL);
      if (self->count[kind] > 1)
        add (self, DECANT_FEATURE_DAMPER_MORE + i, &self->first[kind]->span, NULL);
    }
}

static void
add_identifiers (Collector *self)
{
  guint64 seen = 0, one = 1;

  for (guint i = 0; i < self->in->n_identifiers; i++)
    {
      const DecantIdentifier *identifier = &self->in->identifiers[i];
      guint kind = 0;
      while (!g_str_equal (identifier_kinds[kind], identifier->kind))
        kind++;
      if (seen >> kind & 1)
        continue;
      if (self->counts && (seen & ~(one << (DECANT_N_IDENTIFIER_KINDS - 1))) == 0 && kind < DECANT_N_IDENTIFIER_KINDS - 1)
        add (self, self->clear ? DECANT_FEATURE_IDENTIFIER_BESIDE : DECANT_FEATURE_IDENTIFIER_MAYBE, &identifier->span, NULL);
      seen |= one << kind;
      add (self, DECANT_FEATURE_IDENTIFIER + kind, &identifier->span, NULL);
    }
}

static gboolean
same_line (const char *source, guint32 from, guint32 to)
{
  return from >= to || memchr (source + from, '\n', to - from) == NULL;
}

static gboolean
is_near (const char *source, DecantSpan a, DecantSpan b)
{
  guint32 from = MIN (a.end, b.end), to = MAX (a.start, b.start);

  return (from >= to || to - from <= NEAR) && same_line (source, from, to);
}

static const DecantHit *
clearer (const DecantHit *a, const DecantHit *b)
{
  return a == NULL || b->term->ambiguity < a->term->ambiguity ? b : a;
}

/* The clearest substance with a signal of @kind near it. Hits and signals are both in the order of the text, so that a few
 * hits on each side of a signal are all that can be near it. */
static const DecantHit *
find_near (const Collector *self, DecantSignalKind kind)
{
  const DecantFindings *in = self->in;
  const DecantHit *found = NULL;
  guint next = 0;

  for (guint k = 0; k < in->n_signals; k++)
    {
      if (in->signals[k].kind != decant_signal_kind_to_string (kind))
        continue;
      while (next < in->n_hits && in->hits[next].span.start < in->signals[k].span.start)
        next++;
      for (guint i = next > NEAR_HITS ? next - NEAR_HITS : 0; i < MIN (in->n_hits, next + NEAR_HITS); i++)
        if (in->hits[i].term->sense == DECANT_SENSE_SUBSTANCE && is_near (in->source, in->hits[i].span, in->signals[k].span))
          found = clearer (found, &in->hits[i]);
    }
  return found;
}

static void
add_near (Collector *self, guint which, DecantSignalKind kind)
{
  const DecantHit *hit = self->count[kind] > 0 ? find_near (self, kind) : NULL;

  if (hit != NULL)
    add (self, (hit->term->ambiguity <= 1 ? DECANT_FEATURE_NEAR : DECANT_FEATURE_NEAR_MAYBE) + which, &hit->span, NULL);
}

static gboolean
in_hashtag (const char *source, DecantSpan span)
{
  guint32 at = span.start;

  while (at > 0 && span.start - at < 64 && source[at] != '#' && !g_ascii_isspace (source[at]))
    at--;
  return source[at] == '#';
}

static gboolean
tags_only (const Collector *self)
{
  for (guint i = 0; i < self->in->n_hits; i++)
    if (self->in->hits[i].term->sense == DECANT_SENSE_SUBSTANCE && !in_hashtag (self->in->source, self->in->hits[i].span))
      return FALSE;
  return TRUE;
}

static inline gboolean
is_alnum (gunichar c)
{
  return c < 0x80 ? g_ascii_isalnum ((char) c) : g_unichar_isalnum (c);
}

/* Whether at least four in five of the first words, and three, begin with a capital or a digit. */
static gboolean
is_title (const DecantFindings *in)
{
  guint words = 0, high = 0;
  gboolean inside = FALSE;

  for (const char *p = in->source, *end = p + MIN (in->length, MAX_TITLE); p < end; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      gboolean word = is_alnum (c) || c == '\'';
      if (word && !inside)
        {
          words++;
          high += g_unichar_isupper (c) || g_unichar_isdigit (c);
        }
      inside = word;
    }
  return words >= 3 && high * 5 >= words * 4;
}

static gboolean
ends_in_question (const DecantFindings *in)
{
  gsize end = in->length;

  while (end > 0 && (g_ascii_isspace (in->source[end - 1]) || in->source[end - 1] == '!'))
    end--;
  for (guint i = 0; i < G_N_ELEMENTS (question_marks); i++)
    {
      gsize length = strlen (question_marks[i]);
      if (end >= length && memcmp (in->source + end - length, question_marks[i], length) == 0)
        return TRUE;
    }
  return FALSE;
}

/* A report of an arrest, a recipe or a diary is short as well, so a listing has no sign of an innocent context. */
static gboolean
is_short_listing (const Collector *self)
{
  for (guint kind = DECANT_FIRST_DAMPER; kind < DECANT_N_SIGNAL_KINDS; kind++)
    if (self->count[kind] > 0 && dampers_count (self))
      return FALSE;
  return self->count[DECANT_SIGNAL_QUANTITY] > 0 && self->counts && self->in->shape->words <= SHORT_LISTING_WORDS;
}

static void
add_shape (Collector *self)
{
  guint words = self->in->shape->words;

  if (is_short_listing (self))
    add (self, DECANT_FEATURE_SHORT_LISTING, &self->first[DECANT_SIGNAL_QUANTITY]->span, NULL);
  if (words <= TERSE_WORDS)
    add (self, DECANT_FEATURE_TERSE, NULL, NULL);
  if (words > LONG_WORDS)
    add (self, DECANT_FEATURE_LONG, NULL, NULL);
  if (self->substances.n >= 3)
    add (self, DECANT_FEATURE_MANY, NULL, NULL);
  if (self->substances.n_hits >= 5)
    add (self, DECANT_FEATURE_REPEATED, NULL, NULL);
  if (tags_only (self))
    add (self, DECANT_FEATURE_TAGS_ONLY, NULL, NULL);
  if (self->sale_kinds == 0 && self->in->n_identifiers == 0 && words >= BARE_WORDS && !is_title (self->in))
    add (self, DECANT_FEATURE_BARE, NULL, NULL);
  if (ends_in_question (self->in) && !self->has_identifier)
    add (self, DECANT_FEATURE_QUESTION, NULL, NULL);
}

/* --- the shape of a listing ------------------------------------------------------------------------------------- */

static gboolean
opens_with (const DecantFindings *in, DecantSpan span)
{
  guint32 at = 0;

  while (at < span.start && at < MAX_OPENING && !g_ascii_isalnum (in->source[at]))
    at++;
  return at == span.start;
}

/* A quantity in milligrams or micrograms is a strength; any other is how much there is. */
static gboolean
is_strength (const char *source, DecantSpan span)
{
  guint32 end = span.end;

  if (end - span.start >= 3 && g_ascii_tolower (source[end - 1]) == 's')
    end--;
  return end - span.start >= 3 && g_ascii_tolower (source[end - 1]) == 'g'
         && memchr ("mMuUcC\xbc\xb5", source[end - 2], 8) != NULL; /* mg, ug, mcg, μg, µg */
}

static gboolean
is_dosed (const DecantFindings *in)
{
  gboolean strength = FALSE, other = FALSE;

  for (guint i = 0; i < in->n_signals; i++)
    if (in->signals[i].kind == decant_signal_kind_to_string (DECANT_SIGNAL_QUANTITY))
      {
        gboolean is = is_strength (in->source, in->signals[i].span);
        strength |= is;
        other |= !is;
      }
  return strength && other;
}

/* The sign of a sale in the first line, when that line is short, speaks of nothing innocent and others follow; NULL when there is none. */
static const DecantSignal *
find_heading (const Collector *self)
{
  const DecantFindings *in = self->in;
  const char *end = memchr (in->source, '\n', MIN (in->length, MAX_HEADING));
  static const DecantSignalKind kinds[] = { DECANT_SIGNAL_QUANTITY, DECANT_SIGNAL_PRICE, DECANT_SIGNAL_AVAILABILITY };

  if (end == NULL || in->shape->lines < 2)
    return NULL;
  for (guint kind = DECANT_FIRST_DAMPER; kind < DECANT_N_SIGNAL_KINDS; kind++)
    if (self->first[kind] != NULL && in->source + self->first[kind]->span.start < end)
      return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (self->first[kinds[i]] != NULL && in->source + self->first[kinds[i]]->span.end <= end)
      return self->first[kinds[i]];
  return NULL;
}

static void
add_listing (Collector *self)
{
  const DecantSignal *quantity = self->first[DECANT_SIGNAL_QUANTITY], *heading = find_heading (self);

  if (quantity != NULL && opens_with (self->in, quantity->span))
    add (self, DECANT_FEATURE_OPENS, &quantity->span, NULL);
  if (quantity != NULL && self->in->shape->words <= SHORT_LISTING_WORDS && is_dosed (self->in))
    add (self, DECANT_FEATURE_DOSED, &quantity->span, NULL);
  if ((quantity != NULL || self->first[DECANT_SIGNAL_PRICE] != NULL || self->substances.n > 0) && is_title (self->in))
    add (self, DECANT_FEATURE_TITLE, NULL, NULL);
  if (self->counts && heading != NULL)
    add (self, DECANT_FEATURE_HEADED, &heading->span, NULL);
}

static void
add_substance_features (Collector *self)
{
  const DecantHit *clearest = self->substances.hits[self->substances.clearest];

  add_concepts (self, &self->substances, DECANT_FEATURE_SUBSTANCE, DECANT_FEATURE_SUBSTANCE_MORE);
  if (self->in->language[0] != '\0' && !is_language (clearest->term, self->in->language))
    add (self, DECANT_FEATURE_FOREIGN, &clearest->span, clearest->term->innocent[0]);
  add_disguises (self);
  add_near (self, 0, DECANT_SIGNAL_QUANTITY);
  add_near (self, 1, DECANT_SIGNAL_PRICE);
  add_near (self, 2, DECANT_SIGNAL_OFFER);
  add_shape (self);
}

guint
decant_features_collect (const DecantFindings *findings, DecantFinding *out)
{
  Collector self = { .in = findings, .out = out };

  sort_out (&self);
  add (&self, DECANT_FEATURE_BIAS, NULL, NULL);
  if (self.substances.n > 0)
    add_substance_features (&self);
  add_concepts (&self, &self.activities, DECANT_FEATURE_ACTIVITY, DECANT_FEATURE_ACTIVITY_MORE);
  add_sale_signals (&self);
  add_listing (&self);
  add_identifiers (&self);
  add_dampers (&self);
  return self.n;
}
