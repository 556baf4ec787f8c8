/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/signals.h"

#include "engine/pattern-set.h"
#include "engine/phrases.h"

#include <json-glib/json-glib.h>
#include <string.h>

#define FORMAT "decant-signals-1"
#define MAX_RULES 4096
#define MAX_PER_RULE 16
#define MAX_PHRASE_MATCHES 1024

G_DEFINE_QUARK (decant-signals-error-quark, decant_signals_error)

typedef struct {
  guint digits, longest;
  DecantSymbols symbols; /* all of them */
  gboolean unspaced;     /* a letter of a script without spaces */
  char **atoms;          /* one of them, folded; NULL when none is needed */
} Needs;

typedef struct {
  const char *name;
  DecantSignalKind kind;
  Needs needs; /* of a rule with a pattern */
} Rule;

struct _DecantSignalSet {
  gatomicrefcount ref_count;
  GArray *rules; /* of Rule */
  GArray *with_pattern; /* of guint: the position of the rule, by number of the pattern */
  DecantPatternSet *patterns;
  GHashTable *names;
  DecantPhrases *phrases; /* value: position of the rule */
  char *digest;
};

static const char *const kind_names[DECANT_N_SIGNAL_KINDS] = {
  "price",   "ladder",  "quantity",    "contact", "payment", "delivery", "availability",   "quality", "offer",
  "request", "recruitment", "layout",  "news",    "medical", "recovery", "harm-reduction", "cooking", "weather",
  "music",   "games",   "sport",       "use",     "talk",    "retail",   "illicit",
};

const char *
decant_signal_kind_to_string (DecantSignalKind kind)
{
  g_return_val_if_fail (kind < DECANT_N_SIGNAL_KINDS, NULL);
  return kind_names[kind];
}

DecantSignalKind
decant_signal_kind_from_string (const char *kind)
{
  guint i = 0;

  while (i < DECANT_N_SIGNAL_KINDS && kind_names[i] != kind) /* a signal's own: nearly always */
    i++;
  for (guint k = 0; i == DECANT_N_SIGNAL_KINDS && k < DECANT_N_SIGNAL_KINDS; k++)
    if (g_str_equal (kind_names[k], kind))
      return (DecantSignalKind) k;
  return (DecantSignalKind) i;
}

/* --- loading ------------------------------------------------------------------------------------------------- */

static gboolean
refuse (GError **error, const char *rule, const char *expected)
{
  g_set_error (error, DECANT_SIGNALS_ERROR, DECANT_SIGNALS_ERROR_SYNTAX, "rule %s: expected %s", rule, expected);
  return FALSE;
}

static gboolean
check_members (JsonObject *object, const char *const *allowed, const char *rule, GError **error)
{
  g_autoptr (GList) members = json_object_get_members (object);

  for (GList *l = members; l != NULL; l = l->next)
    if (!g_strv_contains (allowed, l->data))
      {
        g_set_error (error, DECANT_SIGNALS_ERROR, DECANT_SIGNALS_ERROR_SYNTAX, "rule %s: unknown member \"%s\"", rule,
                     (const char *) l->data);
        return FALSE;
      }
  return TRUE;
}

/* A member that is an array of non-empty strings, transfer full; NULL when it is missing or anything else. */
static char **
get_strings (JsonObject *object, const char *member)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  JsonNode *node = json_object_get_member (object, member);
  JsonArray *array;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return NULL;
  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *item = json_array_get_element (array, i);
      const char *text = JSON_NODE_HOLDS_VALUE (item) ? json_node_get_string (item) : NULL;
      if (text == NULL || *text == '\0')
        return NULL;
      g_strv_builder_add (builder, text);
    }
  return json_array_get_length (array) > 0 ? g_strv_builder_end (builder) : NULL;
}

static const char *
get_string (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);
  const char *text = node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;

  return text != NULL && *text != '\0' ? text : NULL;
}

/* A missing member is 0; FALSE when it is there but no count from 1 to @most. */
static gboolean
get_count (JsonObject *object, const char *member, gint64 most, guint *count)
{
  JsonNode *node = json_object_get_member (object, member);

  *count = 0;
  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64 || json_node_get_int (node) < 1
      || json_node_get_int (node) > most)
    return FALSE;
  *count = (guint) json_node_get_int (node);
  return TRUE;
}

static gboolean
read_symbols (JsonObject *needs, DecantSymbols *symbols)
{
  g_auto (GStrv) names = get_strings (needs, "symbols");

  *symbols = 0;
  if (!json_object_has_member (needs, "symbols"))
    return TRUE;
  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    {
      DecantSymbols symbol = decant_symbol_from_string (names[i]);
      if (symbol == 0)
        return FALSE;
      *symbols |= symbol;
    }
  return names != NULL;
}

static gboolean
is_true (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_BOOLEAN
         && json_node_get_boolean (node);
}

static gboolean
read_needs (JsonObject *row, const char *rule, Needs *needs, GError **error)
{
  static const char *const allowed[] = { "digits", "longest", "symbols", "unspaced", "atoms", NULL };
  JsonNode *node = json_object_get_member (row, "needs");
  JsonObject *object;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return refuse (error, rule, "\"needs\": an object that says what a text must have before the pattern is tried");
  object = json_node_get_object (node);
  if (!check_members (object, allowed, rule, error))
    return FALSE;
  if (!get_count (object, "digits", 100, &needs->digits) || !get_count (object, "longest", 1000, &needs->longest))
    return refuse (error, rule, "\"digits\" from 1 to 100 and \"longest\" from 1 to 1000 in \"needs\"");
  if (!read_symbols (object, &needs->symbols))
    return refuse (error, rule, "\"symbols\": some of @ # . : / + % * ¤ in \"needs\"");
  if (json_object_has_member (object, "unspaced") && !(needs->unspaced = is_true (object, "unspaced")))
    return refuse (error, rule, "\"unspaced\": true in \"needs\"");
  if (json_object_has_member (object, "atoms") && (needs->atoms = get_strings (object, "atoms")) == NULL)
    return refuse (error, rule, "\"atoms\": an array of strings in \"needs\"");
  if (json_object_get_size (object) == 0)
    return refuse (error, rule, "at least one of digits, longest, symbols, unspaced, atoms in \"needs\"");
  return TRUE;
}

static gboolean
add_pattern (DecantSignalSet *self, const char *text, const char *rule, GError **error)
{
  const char *wrong;
  gsize offset;
  DecantPattern *pattern = decant_pattern_new (text, &wrong, &offset);

  if (pattern == NULL)
    {
      g_set_error (error, DECANT_SIGNALS_ERROR, DECANT_SIGNALS_ERROR_PATTERN,
                   "rule %s: expected %s at offset %" G_GSIZE_FORMAT " of the pattern", rule, wrong, offset);
      return FALSE;
    }
  if (!decant_pattern_set_add (self->patterns, pattern))
    {
      decant_pattern_free (pattern);
      return refuse (error, rule, "at most 64 patterns in all files");
    }
  g_array_append_val (self->with_pattern, self->rules->len);
  return TRUE;
}

static gboolean
add_words (DecantSignalSet *self, JsonObject *row, const char *rule, GError **error)
{
  g_auto (GStrv) words = get_strings (row, "words");

  if (words == NULL)
    return refuse (error, rule, "\"words\": an array of strings");
  for (guint i = 0; words[i] != NULL; i++)
    if (!decant_phrases_add (self->phrases, words[i], self->rules->len))
      {
        g_set_error (error, DECANT_SIGNALS_ERROR, DECANT_SIGNALS_ERROR_PATTERN,
                     "rule %s: expected 1 to 8 words in at most 200 bytes, saw \"%s\"", rule, words[i]);
        return FALSE;
      }
  return TRUE;
}

static void
clear_rule (gpointer data)
{
  Rule *rule = data;

  g_strfreev (rule->needs.atoms);
}

static gboolean
read_body (DecantSignalSet *self, JsonObject *row, Rule *rule, GError **error)
{
  const char *pattern = get_string (row, "pattern");

  if (json_object_has_member (row, "words") == (pattern != NULL))
    return refuse (error, rule->name, "either \"words\" or \"pattern\"");
  if (pattern == NULL)
    return json_object_has_member (row, "needs") ? refuse (error, rule->name, "no \"needs\" beside \"words\"")
                                                 : add_words (self, row, rule->name, error);
  return read_needs (row, rule->name, &rule->needs, error) && add_pattern (self, pattern, rule->name, error);
}

static gboolean
add_rule (DecantSignalSet *self, JsonObject *row, guint position, GError **error)
{
  static const char *const allowed[] = { "rule", "kind", "languages", "needs", "pattern", "words", "sources", NULL };
  g_autofree char *where = g_strdup_printf ("%u", position + 1);
  g_auto (GStrv) languages = get_strings (row, "languages");
  g_auto (GStrv) sources = get_strings (row, "sources");
  const char *name = get_string (row, "rule"), *kind = get_string (row, "kind");
  Rule rule = { 0 };

  if (name == NULL || strlen (name) > 64)
    return refuse (error, where, "\"rule\": a name of 1 to 64 bytes");
  if (!check_members (row, allowed, name, error))
    return FALSE;
  if (kind == NULL || (rule.kind = decant_signal_kind_from_string (kind)) == DECANT_N_SIGNAL_KINDS)
    return refuse (error, name, "\"kind\": one of the kinds in docs/PROTOCOL.md");
  if (languages == NULL || sources == NULL)
    return refuse (error, name, "\"languages\" and \"sources\": arrays of strings");
  rule.name = g_strdup (name);
  if (!g_hash_table_add (self->names, (gpointer) rule.name))
    return refuse (error, name, "a name that no other rule has");
  if (!read_body (self, row, &rule, error))
    {
      clear_rule (&rule);
      return FALSE;
    }
  g_array_append_val (self->rules, rule);
  return TRUE;
}

static gboolean
add_file (DecantSignalSet *self, GBytes *json, guint file, GError **error)
{
  static const char *const allowed[] = { "format", "rules", NULL };
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autofree char *where = g_strdup_printf ("(of file %u)", file + 1);
  g_autoptr (GError) syntax = NULL;
  gsize length;
  const char *text = g_bytes_get_data (json, &length);
  JsonNode *root, *rules;

  if (length == 0 || !g_utf8_validate (text, (gssize) length, NULL)
      || !json_parser_load_from_data (parser, text, (gssize) length, &syntax)
      || (root = json_parser_get_root (parser)) == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return refuse (error, where, syntax != NULL ? syntax->message : "a JSON object in UTF-8");
  if (!check_members (json_node_get_object (root), allowed, where, error))
    return FALSE;
  if (g_strcmp0 (get_string (json_node_get_object (root), "format"), FORMAT) != 0)
    return refuse (error, where, "\"format\": \"" FORMAT "\"");
  rules = json_object_get_member (json_node_get_object (root), "rules");
  if (rules == NULL || !JSON_NODE_HOLDS_ARRAY (rules) || json_array_get_length (json_node_get_array (rules)) > MAX_RULES)
    return refuse (error, where, "\"rules\": an array of at most 4096");
  for (guint i = 0; i < json_array_get_length (json_node_get_array (rules)); i++)
    {
      JsonNode *row = json_array_get_element (json_node_get_array (rules), i);
      if (!JSON_NODE_HOLDS_OBJECT (row))
        return refuse (error, where, "each of \"rules\" to be an object");
      if (!add_rule (self, json_node_get_object (row), i, error))
        return FALSE;
    }
  return TRUE;
}

static char *
digest_of (const GPtrArray *json)
{
  g_autoptr (GChecksum) all = g_checksum_new (G_CHECKSUM_SHA256);

  for (guint i = 0; i < json->len; i++)
    {
      g_autofree char *one = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, json->pdata[i]);
      g_checksum_update (all, (const guchar *) one, -1);
    }
  return g_strdup (g_checksum_get_string (all));
}

DecantSignalSet *
decant_signal_set_new (const GPtrArray *json, GError **error)
{
  g_autoptr (DecantSignalSet) self = g_new0 (DecantSignalSet, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->rules = g_array_new (FALSE, FALSE, sizeof (Rule));
  g_array_set_clear_func (self->rules, clear_rule);
  self->with_pattern = g_array_new (FALSE, FALSE, sizeof (guint));
  self->patterns = decant_pattern_set_new ();
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->phrases = decant_phrases_new ();
  for (guint i = 0; i < json->len; i++)
    if (!add_file (self, json->pdata[i], i, error))
      return NULL;
  self->digest = digest_of (json);
  return g_steal_pointer (&self);
}

DecantSignalSet *
decant_signal_set_ref (DecantSignalSet *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
decant_signal_set_unref (DecantSignalSet *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_array_unref (self->rules);
  g_array_unref (self->with_pattern);
  decant_pattern_set_free (self->patterns);
  g_hash_table_unref (self->names);
  decant_phrases_free (self->phrases);
  g_free (self->digest);
  g_free (self);
}

const char *
decant_signal_set_get_digest (DecantSignalSet *self)
{
  return self->digest;
}

/* --- matching ------------------------------------------------------------------------------------------------ */

typedef struct {
  DecantSignalSet *set;
  const DecantFolded *folded;
  GArray *found; /* of DecantSignal */
  guint8 count[DECANT_MAX_PATTERNS]; /* of what each pattern found */
} Search;

static const Rule *
rule_of (const DecantSignalSet *set, guint pattern)
{
  return &g_array_index (set->rules, Rule, g_array_index (set->with_pattern, guint, pattern));
}

/* Whether the text has what the pattern needs, as far as its shape tells. */
static gboolean
shape_fits (const Needs *needs, const DecantShape *shape)
{
  return shape->digits >= needs->digits && shape->longest >= needs->longest
         && (shape->symbols & needs->symbols) == needs->symbols && shape->unspaced >= (guint) needs->unspaced;
}

static gboolean
has_atom (const char *text, gsize length, char **atoms)
{
  for (; *atoms != NULL; atoms++)
    if (memmem (text, length, *atoms, strlen (*atoms)) != NULL)
      return TRUE;
  return FALSE;
}

static void
add_signal (Search *self, const Rule *rule, gsize start, gsize end)
{
  DecantSignal signal = { decant_folded_to_source (self->folded, start, end), kind_names[rule->kind], rule->name };

  g_array_append_val (self->found, signal);
}

/* Atoms are looked for only where the pattern has matched: that is seldom, and then they are often in the match. */
static gboolean
add_match (gpointer data, guint pattern, gsize start, gsize end)
{
  Search *self = data;
  const Rule *rule = rule_of (self->set, pattern);

  if (self->count[pattern] == 0 && rule->needs.atoms != NULL
      && !has_atom (self->folded->text + start, end - start, rule->needs.atoms)
      && !has_atom (self->folded->text, self->folded->length, rule->needs.atoms))
    return FALSE;
  add_signal (self, rule, start, end);
  return ++self->count[pattern] < MAX_PER_RULE;
}

static void
run_patterns (Search *self, const DecantShape *shape)
{
  guint64 wanted = 0;

  for (guint i = 0; i < self->set->with_pattern->len; i++)
    if (shape_fits (&rule_of (self->set, i)->needs, shape))
      wanted |= G_GUINT64_CONSTANT (1) << i;
  decant_pattern_set_search (self->set->patterns, self->folded, wanted, add_match, self);
}

static void
run_phrases (Search *self, DecantArena *arena)
{
  guint n_rules = self->set->rules->len;
  guint32 *last_end = decant_arena_new_array (arena, guint32, n_rules);
  guint8 *count = decant_arena_new_array (arena, guint8, n_rules);
  const DecantPhraseMatch *matches;
  guint n = decant_phrases_match (self->set->phrases, arena, self->folded, MAX_PHRASE_MATCHES, &matches);

  memset (last_end, 0, sizeof *last_end * n_rules);
  memset (count, 0, n_rules);
  for (guint i = 0; i < n; i++)
    {
      guint rule = matches[i].value;
      if (matches[i].start < last_end[rule] || count[rule] == MAX_PER_RULE)
        continue;
      last_end[rule] = matches[i].end;
      count[rule]++;
      add_signal (self, &g_array_index (self->set->rules, Rule, rule), matches[i].start, matches[i].end);
    }
}

static int
compare_signals (gconstpointer a, gconstpointer b)
{
  const DecantSignal *x = a, *y = b;

  if (x->span.start != y->span.start)
    return x->span.start < y->span.start ? -1 : 1;
  if (x->span.end != y->span.end)
    return x->span.end < y->span.end ? -1 : 1;
  if (x->kind != y->kind)
    return decant_signal_kind_from_string (x->kind) < decant_signal_kind_from_string (y->kind) ? -1 : 1;
  return strcmp (x->rule, y->rule);
}

/* A word that several languages share is one signal: of equal spans and kinds the first rule by name stays. */
static guint
drop_repeated (DecantSignal *signals, guint n)
{
  guint kept = 0;

  for (guint i = 0; i < n; i++)
    if (kept == 0 || signals[i].kind != signals[kept - 1].kind || signals[i].span.start != signals[kept - 1].span.start
        || signals[i].span.end != signals[kept - 1].span.end)
      signals[kept++] = signals[i];
  return kept;
}

guint
decant_signal_set_match (DecantSignalSet *self, DecantArena *arena, const DecantFolded *folded, const DecantShape *shape,
                         const DecantSignal **signals)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (DecantSignal));
  Search search = { .set = self, .folded = folded, .found = found };
  DecantSignal *copy;

  run_phrases (&search, arena);
  run_patterns (&search, shape);
  g_array_sort (found, compare_signals);
  copy = decant_arena_new_array (arena, DecantSignal, MAX (found->len, 1));
  if (found->len > 0) /* an empty GArray has no data at all */
    memcpy (copy, found->data, sizeof *copy * found->len);
  *signals = copy;
  return drop_repeated (copy, found->len);
}
