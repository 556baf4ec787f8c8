/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/wording.h"

#include <string.h>

#define LEAST_BITS 8
#define MAX_SCALE 100000
#define MAX_WEIGHT 100000
#define MAX_LANGUAGES 64

/* --- parsing ---------------------------------------------------------------------------------------------------- */

static gboolean
get_integer (JsonObject *object, const char *member, gint64 least, gint64 most, gint64 *value)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64)
    return FALSE;
  *value = json_node_get_int (node);
  return *value >= least && *value <= most;
}

static gboolean
get_weights (JsonObject *object, DecantWording *out)
{
  JsonNode *node = json_object_get_member (object, "weights");
  const char *text = node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
  gsize expected = (gsize) 1 << out->bits, length = 0;
  g_autofree guchar *bytes = NULL;

  if (text == NULL || strlen (text) != (expected + 2) / 3 * 4)
    return FALSE;
  bytes = g_base64_decode (text, &length);
  if (length != expected)
    return FALSE;
  out->weights = (gint8 *) g_steal_pointer (&bytes);
  return TRUE;
}

static gboolean
get_languages (JsonObject *object, DecantWording *out)
{
  JsonNode *node = json_object_get_member (object, "languages");
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  guint n = array != NULL ? json_array_get_length (array) : 0;

  if (n == 0 || n > MAX_LANGUAGES)
    return FALSE;
  out->languages = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++)
    {
      JsonNode *tag = json_array_get_element (array, i);
      if (!JSON_NODE_HOLDS_VALUE (tag) || json_node_get_value_type (tag) != G_TYPE_STRING)
        return FALSE;
      out->languages[i] = json_node_dup_string (tag);
    }
  return TRUE;
}

gboolean
decant_wording_parse (JsonObject *object, DecantWording *out, const char **member)
{
  gint64 bits = 0, scale = 0, least = 0, most = 0;

  *out = (DecantWording){ 0 };
  if (!get_integer (object, *member = "bits", LEAST_BITS, DECANT_NGRAM_MAX_BITS, &bits)
      || !get_integer (object, *member = "scale", 1, MAX_SCALE, &scale)
      || !get_integer (object, *member = "least", -MAX_WEIGHT, 0, &least)
      || !get_integer (object, *member = "most", 0, MAX_WEIGHT, &most))
    return FALSE;
  *out = (DecantWording){ NULL, (guint) bits, (gint32) scale, (gint32) least, (gint32) most, NULL };
  *member = "weights";
  if (!get_weights (object, out) || json_object_get_size (object) != 6)
    return FALSE;
  *member = "languages";
  return get_languages (object, out);
}

gboolean
decant_wording_reads (const DecantWording *self, const char *language)
{
  gsize length = language != NULL ? strcspn (language, "-_") : 0;

  if (length == 0 || g_str_equal (language, "mul") || g_str_equal (language, "und"))
    return TRUE;
  for (char **known = self->languages; *known != NULL; known++)
    if (strlen (*known) == length && g_ascii_strncasecmp (*known, language, length) == 0)
      return TRUE;
  return FALSE;
}

void
decant_wording_clear (DecantWording *self)
{
  g_clear_pointer (&self->languages, g_strfreev);
  g_clear_pointer (&self->weights, g_free);
}

/* --- weighing --------------------------------------------------------------------------------------------------- */

/* ⌊√n⌋, digit by digit in base two. */
static guint64
integer_root (guint64 n)
{
  guint64 root = 0, bit = G_GUINT64_CONSTANT (1) << 62;

  while (bit > n)
    bit >>= 2;
  for (; bit != 0; bit >>= 2)
    if (n >= root + bit)
      {
        n -= root + bit;
        root = (root >> 1) + bit;
      }
    else
      root >>= 1;
  return root;
}

typedef struct
{
  gint64 sum;
  DecantSpan span;
} Said;

/* Keeps the strongest at the front. */
static void
keep (Said *best, gint64 sum, DecantSpan span)
{
  for (guint i = 0; i < DECANT_WORDING_SPANS; i++)
    if (sum > best[i].sum)
      {
        memmove (best + i + 1, best + i, (DECANT_WORDING_SPANS - 1 - i) * sizeof *best);
        best[i] = (Said){ sum, span };
        return;
      }
}

void
decant_wording_weigh (const DecantWording *self, const DecantNgrams *ngrams, DecantWordingSays *out)
{
  Said best[2][DECANT_WORDING_SPANS] = { 0 }; /* against, for */
  gint64 total = 0, weight;
  guint side;

  *out = (DecantWordingSays){ 0 };
  for (guint i = 0; i < ngrams->n_words; i++)
    {
      const DecantNgramWord *word = &ngrams->words[i];
      gint64 sum = 0;
      for (guint k = word->first; k < word->next; k++)
        sum += self->weights[ngrams->buckets[k]];
      total += sum;
      keep (best[sum > 0], ABS (sum), (DecantSpan){ word->start, word->end });
    }
  if (total == 0)
    return;
  weight = total * self->scale * 1024 / (gint64) integer_root ((guint64) ngrams->n_buckets << 20);
  out->weight = (gint32) CLAMP (weight, self->least, self->most);
  side = total > 0;
  while (out->n_spans < DECANT_WORDING_SPANS && best[side][out->n_spans].sum > 0)
    {
      out->spans[out->n_spans] = best[side][out->n_spans].span;
      out->n_spans++;
    }
}
