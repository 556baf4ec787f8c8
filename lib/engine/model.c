/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/model.h"

#include <json-glib/json-glib.h>
#include <string.h>

#define FORMAT "decant-model-1"
#define MAX_WEIGHT 100000 /* a hundred units of log-odds: the sum of all findings stays far inside 32 bits */
#define MAX_LOGIT 1000000
#define MAX_POINTS 256
#define MILLION 1000000

G_DEFINE_QUARK (decant - model - error - quark, decant_model_error)

typedef struct
{
  gint64 logit, score; /* thousandths of log-odds; millionths */
} Point;

struct _DecantModel
{
  gatomicrefcount ref_count;
  gint32 weights[DECANT_N_FEATURES];
  DecantWording wording; /* weights NULL when the model has none */
  Point points[MAX_POINTS];
  guint n_points;
  gint32 cuts[DECANT_BAND_STRONG + 1]; /* the least logit of each band; of "none" unused */
  char *digest;
};

static gboolean
refuse (GError **error, const char *member, const char *expected)
{
  g_set_error (error, DECANT_MODEL_ERROR, DECANT_MODEL_ERROR_SYNTAX, "model, \"%s\": expected %s", member, expected);
  return FALSE;
}

static gboolean
get_integer (JsonNode *node, gint64 least, gint64 most, gint64 *value)
{
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64)
    return FALSE;
  *value = json_node_get_int (node);
  return *value >= least && *value <= most;
}

static JsonObject *
get_object (JsonObject *root, const char *member)
{
  JsonNode *node = json_object_get_member (root, member);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static gboolean
read_weights (DecantModel *self, JsonObject *root, GError **error)
{
  JsonObject *weights = get_object (root, "weights");
  g_autoptr (GList) names = weights != NULL ? json_object_get_members (weights) : NULL;

  if (weights == NULL || !json_object_has_member (weights, "bias"))
    return refuse (error, "weights", "an object with \"bias\" at least");
  for (GList *l = names; l != NULL; l = l->next)
    {
      DecantFeature feature = decant_feature_from_string (l->data);
      gint64 weight;
      if (feature == DECANT_N_FEATURES)
        return refuse (error, l->data, "the name of a feature (lib/engine/feature.h)");
      if (!get_integer (json_object_get_member (weights, l->data), -MAX_WEIGHT, MAX_WEIGHT, &weight))
        return refuse (error, l->data, "a whole number from -100000 to 100000");
      self->weights[feature] = (gint32) weight;
    }
  return TRUE;
}

static gboolean
read_wording (DecantModel *self, JsonObject *root, GError **error)
{
  JsonObject *wording = get_object (root, "wording");
  g_autofree char *path = NULL;
  const char *member;

  if (!json_object_has_member (root, "wording"))
    return TRUE;
  if (wording == NULL)
    return refuse (error, "wording", "an object");
  if (decant_wording_parse (wording, &self->wording, &member))
    return TRUE;
  path = g_strconcat ("wording.", member, NULL);
  return refuse (error, path, "what lib/engine/wording.h describes");
}

static gboolean
read_point (DecantModel *self, JsonNode *node)
{
  const Point *last = self->n_points > 0 ? &self->points[self->n_points - 1] : NULL;
  JsonArray *pair = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  Point point;

  if (pair == NULL || json_array_get_length (pair) != 2
      || !get_integer (json_array_get_element (pair, 0), -MAX_LOGIT, MAX_LOGIT, &point.logit)
      || !get_integer (json_array_get_element (pair, 1), 0, MILLION, &point.score))
    return FALSE;
  if (last != NULL && (point.logit <= last->logit || point.score < last->score))
    return FALSE;
  self->points[self->n_points++] = point;
  return TRUE;
}

static gboolean
read_calibration (DecantModel *self, JsonObject *root, GError **error)
{
  JsonNode *node = json_object_get_member (root, "calibration");
  JsonArray *points = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  guint n = points != NULL ? json_array_get_length (points) : 0;

  if (n < 2 || n > MAX_POINTS)
    return refuse (error, "calibration", "2 to 256 points");
  for (guint i = 0; i < n; i++)
    if (!read_point (self, json_array_get_element (points, i)))
      return refuse (error, "calibration", "pairs of a rising logit and a score in millionths that never falls");
  return TRUE;
}

static gboolean
read_bands (DecantModel *self, JsonObject *root, GError **error)
{
  JsonObject *bands = get_object (root, "bands");
  gint64 below = -MAX_LOGIT;

  for (DecantBand band = DECANT_BAND_NOTICE; band <= DECANT_BAND_STRONG; band++)
    {
      gint64 cut;
      if (bands == NULL
          || !get_integer (json_object_get_member (bands, decant_band_to_string (band)), below, MAX_LOGIT, &cut))
        return refuse (error, "bands", "the least logit of notice, suspect and strong, in rising order");
      self->cuts[band] = (gint32) cut;
      below = cut;
    }
  return TRUE;
}

static gboolean
read_root (DecantModel *self, JsonObject *root, GError **error)
{
  static const char *const allowed[]
      = { "format", "title", "notes", "weights", "wording", "calibration", "bands", NULL };
  g_autoptr (GList) members = json_object_get_members (root);
  JsonNode *format = json_object_get_member (root, "format");

  for (GList *l = members; l != NULL; l = l->next)
    if (!g_strv_contains (allowed, l->data))
      return refuse (error, l->data, "no such member");
  if (format == NULL || !JSON_NODE_HOLDS_VALUE (format) || g_strcmp0 (json_node_get_string (format), FORMAT) != 0)
    return refuse (error, "format", FORMAT);
  return read_weights (self, root, error) && read_wording (self, root, error) && read_calibration (self, root, error)
         && read_bands (self, root, error);
}

DecantModel *
decant_model_new (GBytes *json, GError **error)
{
  g_autoptr (DecantModel) self = g_new0 (DecantModel, 1);
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GError) syntax = NULL;
  gsize length;
  const char *text = g_bytes_get_data (json, &length);
  JsonNode *root;

  g_atomic_ref_count_init (&self->ref_count);
  if (length == 0 || !g_utf8_validate (text, (gssize) length, NULL)
      || !json_parser_load_from_data (parser, text, (gssize) length, &syntax)
      || (root = json_parser_get_root (parser)) == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    {
      refuse (error, "", syntax != NULL ? syntax->message : "a JSON object in UTF-8");
      return NULL;
    }
  if (!read_root (self, json_node_get_object (root), error))
    return NULL;
  self->digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, json);
  return g_steal_pointer (&self);
}

DecantModel *
decant_model_ref (DecantModel *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
decant_model_unref (DecantModel *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  decant_wording_clear (&self->wording);
  g_free (self->digest);
  g_free (self);
}

const char *
decant_model_get_digest (DecantModel *self)
{
  return self->digest;
}

gint32
decant_model_get_weight (DecantModel *self, DecantFeature feature)
{
  g_return_val_if_fail (feature < DECANT_N_FEATURES, 0);
  return self->weights[feature];
}

const DecantWording *
decant_model_get_wording (DecantModel *self)
{
  return self->wording.weights != NULL ? &self->wording : NULL;
}

double
decant_model_score (DecantModel *self, gint32 logit)
{
  const Point *low = self->points, *high = low + self->n_points - 1;

  if (logit <= low->logit)
    return (double) low->score / MILLION;
  if (logit >= high->logit)
    return (double) high->score / MILLION;
  while (low[1].logit < logit)
    low++;
  return (double) (low->score + (logit - low->logit) * (low[1].score - low->score) / (low[1].logit - low->logit))
         / MILLION;
}

DecantBand
decant_model_band (DecantModel *self, gint32 logit)
{
  DecantBand band = DECANT_BAND_STRONG;

  while (band > DECANT_BAND_NONE && logit < self->cuts[band])
    band--;
  return band;
}
