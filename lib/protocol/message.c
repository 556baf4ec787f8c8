/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/message.h"
#include "protocol/members.h"
#include "protocol/strict-json.h"
#include "protocol/text-units.h"

#include <string.h>

#define FAIL(error, code, ...) (g_set_error ((error), DECANT_WIRE_ERROR, DECANT_WIRE_ERROR_##code, __VA_ARGS__), FALSE)

#define DECANT_MAX_BASE64 ((DECANT_MAX_CHUNK + 2) / 3 * 4)

/* --- hello, explain --------------------------------------------------------------------------------------- */

static gboolean
parse_hello (DecantRequest *self, JsonObject *object, GError **error)
{
  JsonObject *client, *protocol;

  return decant_member_object (object, "client", &client, error)
         && decant_member_string (client, "name", 1, 64, &self->hello.client, error)
         && decant_member_string (client, "version", 1, 64, &self->hello.client_version, error)
         && decant_member_string (client, "browser", 0, 128, &self->hello.browser, error)
         && decant_member_object (object, "protocol", &protocol, error)
         && decant_member_int (protocol, "min", 1, G_MAXINT32, &self->hello.min, error)
         && decant_member_int (protocol, "max", self->hello.min, G_MAXINT32, &self->hello.max, error);
}

static gboolean
parse_explain (DecantRequest *self, JsonObject *object, GError **error)
{
  self->explain.language = "";
  return decant_member_string (object, "term", 1, 200, &self->explain.term, error)
         && (!json_object_has_member (object, "lang") || decant_member_language (object, "lang", &self->explain.language, error));
}

/* --- scan ------------------------------------------------------------------------------------------------- */

static gboolean
parse_segment (JsonObject *object, DecantSegment *segment, GError **error)
{
  gsize units;

  segment->language = "";
  if (!decant_member_id (object, "id", &segment->id, error)
      || !decant_member_string (object, "text", 0, G_MAXUINT, &segment->text, error)
      || (json_object_has_member (object, "lang") && !decant_member_language (object, "lang", &segment->language, error)))
    return FALSE;
  segment->length = strlen (segment->text);
  units = decant_text_units_count (segment->text, segment->length);
  return units <= DECANT_MAX_UNITS
         || FAIL (error, BAD_MESSAGE, "\"text\": expected at most %d UTF-16 units, saw %" G_GSIZE_FORMAT ".", DECANT_MAX_UNITS, units);
}

static gboolean
parse_scan (DecantRequest *self, JsonObject *object, GError **error)
{
  JsonArray *segments;
  guint n;

  if (!decant_member_array (object, "segments", DECANT_MAX_SEGMENTS, &segments, error))
    return FALSE;
  n = json_array_get_length (segments);
  self->scan.segments = g_new0 (DecantSegment, n);
  self->scan.n_segments = n;
  for (guint i = 0; i < n; i++)
    {
      JsonObject *segment;
      if (!decant_element_object (segments, "segments", i, &segment, error)
          || !parse_segment (segment, &self->scan.segments[i], error))
        {
          g_prefix_error (error, "segment %u: ", i);
          return FALSE;
        }
    }
  return TRUE;
}

/* --- captures --------------------------------------------------------------------------------------------- */

static gboolean
parse_offer (JsonObject *object, DecantOffer *offer, GError **error)
{
  gint64 size;

  if (!decant_member_id (object, "id", &offer->id, error) || !decant_member_id (object, "role", &offer->role, error)
      || !decant_member_string (object, "media_type", 3, 100, &offer->media_type, error)
      || !decant_member_int (object, "size", 0, DECANT_MAX_ARTIFACT, &size, error)
      || !decant_member_digest (object, "sha256", &offer->sha256, error))
    return FALSE;
  offer->size = size;
  return TRUE;
}

static gboolean
offer_is_new (const DecantOffer *offers, guint i, GError **error)
{
  for (guint j = 0; j < i; j++)
    if (strcmp (offers[j].id, offers[i].id) == 0)
      return FAIL (error, BAD_MESSAGE, "\"id\": expected another id for each artifact, saw one twice.");
  return TRUE;
}

static gboolean
parse_offers (DecantRequest *self, JsonArray *array, GError **error)
{
  guint n = json_array_get_length (array);

  self->begin.offers = g_new0 (DecantOffer, n);
  self->begin.n_offers = n;
  for (guint i = 0; i < n; i++)
    {
      JsonObject *offer;
      if (!decant_element_object (array, "artifacts", i, &offer, error)
          || !parse_offer (offer, &self->begin.offers[i], error) || !offer_is_new (self->begin.offers, i, error))
        {
          g_prefix_error (error, "artifact %u: ", i);
          return FALSE;
        }
    }
  return TRUE;
}

static guint
measure_depth (JsonNode *node)
{
  g_autoptr (GList) children = NULL;
  guint deepest = 0;

  if (JSON_NODE_HOLDS_OBJECT (node))
    children = json_object_get_values (json_node_get_object (node));
  else if (JSON_NODE_HOLDS_ARRAY (node))
    children = json_array_get_elements (json_node_get_array (node));
  else
    return 0;
  for (GList *child = children; child != NULL; child = child->next)
    deepest = MAX (deepest, measure_depth (child->data));
  return deepest + 1;
}

static gboolean
check_record (JsonObject *object, GError **error)
{
  JsonNode *node = json_object_get_member (object, "record");
  guint depth = measure_depth (node);
  g_autofree char *json = NULL;

  if (json_object_has_member (json_node_get_object (node), "pairing"))
    return FAIL (error, BAD_MESSAGE, "\"record\": \"pairing\" is the host's to write.");
  if (depth > DECANT_MAX_RECORD_DEPTH)
    return FAIL (error, BAD_MESSAGE, "\"record\": expected at most %d levels, saw %u.", DECANT_MAX_RECORD_DEPTH, depth);
  json = json_to_string (node, FALSE);
  return strlen (json) <= DECANT_MAX_RECORD
         || FAIL (error, BAD_MESSAGE, "\"record\": expected at most %u bytes, saw %" G_GSIZE_FORMAT ".", DECANT_MAX_RECORD, strlen (json));
}

/* g_base64_decode() skips what is not base64; a strict client never sends any. */
static gboolean
is_base64 (const char *text, gsize length)
{
  gsize body = length;

  while (body > 0 && length - body < 2 && text[body - 1] == '=')
    body--;
  for (gsize i = 0; i < body; i++)
    if (!g_ascii_isalnum (text[i]) && text[i] != '+' && text[i] != '/')
      return FALSE;
  return length % 4 == 0;
}

/* Base64 of @n bytes, in its one writing. */
static gboolean
parse_bytes (JsonObject *object, const char *name, guint8 *bytes, gsize n, GError **error)
{
  const char *text;
  g_autofree guint8 *decoded = NULL;
  g_autofree char *again = NULL;
  gsize length = 0;

  if (!decant_member_string (object, name, 0, (n + 2) / 3 * 4, &text, error))
    return FALSE;
  if (is_base64 (text, strlen (text)))
    {
      decoded = g_base64_decode (text, &length);
      again = g_base64_encode (decoded, length);
    }
  if (length != n || strcmp (again, text) != 0)
    return FAIL (error, BAD_MESSAGE, "\"%s\": expected base64 of %" G_GSIZE_FORMAT " bytes, saw something else.", name, n);
  memcpy (bytes, decoded, n);
  return TRUE;
}

static gboolean
parse_signature (DecantRequest *self, JsonObject *object, GError **error)
{
  JsonObject *signature;

  self->begin.pairing = "";
  if (!json_object_has_member (object, "signature"))
    return TRUE;
  return decant_member_object (object, "signature", &signature, error)
         && decant_member_id (signature, "pairing", &self->begin.pairing, error)
         && parse_bytes (signature, "value", self->begin.signature, sizeof self->begin.signature, error);
}

static gboolean
parse_begin (DecantRequest *self, JsonObject *object, GError **error)
{
  JsonArray *artifacts;

  self->begin.case_id = "";
  return decant_member_id (object, "capture", &self->begin.capture, error)
         && decant_member_object (object, "record", &self->begin.record, error) && check_record (object, error)
         && decant_member_array (object, "artifacts", DECANT_MAX_ARTIFACTS, &artifacts, error)
         && parse_offers (self, artifacts, error)
         && (!decant_member_is_set (object, "case") || decant_member_id (object, "case", &self->begin.case_id, error))
         && parse_signature (self, object, error);
}

static gboolean
parse_chunk (DecantRequest *self, JsonObject *object, GError **error)
{
  const char *data;
  gint64 offset;
  gsize length;

  if (!decant_member_id (object, "capture", &self->chunk.capture, error)
      || !decant_member_id (object, "artifact", &self->chunk.artifact, error)
      || !decant_member_int (object, "offset", 0, DECANT_MAX_ARTIFACT, &offset, error)
      || !decant_member_string (object, "data", 0, G_MAXUINT, &data, error))
    return FALSE;
  length = strlen (data);
  if (length > DECANT_MAX_BASE64)
    return FAIL (error, TOO_MANY, "\"data\": expected at most %u bytes before base64, saw more.", DECANT_MAX_CHUNK);
  if (!is_base64 (data, length))
    return FAIL (error, BAD_MESSAGE, "\"data\": expected base64 with padding and without spaces.");
  self->chunk.offset = offset;
  self->chunk.data = g_base64_decode (data, &self->chunk.length);
  return self->chunk.length <= DECANT_MAX_CHUNK
         || FAIL (error, TOO_MANY, "\"data\": expected at most %u bytes before base64, saw %" G_GSIZE_FORMAT ".", DECANT_MAX_CHUNK,
                  self->chunk.length);
}

static gboolean
parse_commit (DecantRequest *self, JsonObject *object, GError **error)
{
  return decant_member_id (object, "capture", &self->commit.capture, error);
}

static gboolean
parse_abort (DecantRequest *self, JsonObject *object, GError **error)
{
  return decant_member_id (object, "capture", &self->abort.capture, error);
}

/* --- what the unlocked application answers ---------------------------------------------------------------- */

static gboolean
parse_sightings (DecantRequest *self, JsonObject *object, GError **error)
{
  JsonArray *contacts;
  guint n;

  if (!decant_member_array (object, "identifiers", DECANT_MAX_IDENTIFIERS, &contacts, error))
    return FALSE;
  n = json_array_get_length (contacts);
  self->sightings.contacts = g_new0 (DecantContact, n);
  self->sightings.n_contacts = n;
  for (guint i = 0; i < n; i++)
    {
      JsonObject *contact;
      if (!decant_element_object (contacts, "identifiers", i, &contact, error)
          || !decant_member_id (contact, "kind", &self->sightings.contacts[i].kind, error)
          || !decant_member_string (contact, "value", 1, DECANT_MAX_VALUE, &self->sightings.contacts[i].value, error))
        {
          g_prefix_error (error, "identifier %u: ", i);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
parse_verdicts (DecantRequest *self, JsonObject *object, GError **error)
{
  gboolean address = decant_member_is_set (object, "address"), digest = decant_member_is_set (object, "digest");

  self->verdicts.address = self->verdicts.digest = "";
  if (!address && !digest)
    return FAIL (error, BAD_MESSAGE, "Expected \"address\" or \"digest\", saw neither.");
  return (!address || decant_member_string (object, "address", 1, DECANT_MAX_ADDRESS, &self->verdicts.address, error))
         && (!digest || decant_member_digest (object, "digest", &self->verdicts.digest, error));
}

static gboolean
parse_pair (DecantRequest *self, JsonObject *object, GError **error)
{
  if (!parse_bytes (object, "key", self->pair.key, sizeof self->pair.key, error)
      || !decant_member_string (object, "name", 1, DECANT_MAX_NAME, &self->pair.name, error))
    return FALSE;
  for (const char *at = self->pair.name; *at != '\0'; at++)
    if ((guchar) *at < ' ' || *at == 127)
      return FAIL (error, BAD_MESSAGE, "\"name\": expected one line, saw control characters.");
  return TRUE;
}

static gboolean
parse_nothing (DecantRequest *self, JsonObject *object, GError **error)
{
  return TRUE;
}

/* --- the envelope ----------------------------------------------------------------------------------------- */

static const struct {
  const char *name;
  gboolean (*parse) (DecantRequest *self, JsonObject *object, GError **error);
} types[DECANT_N_REQUESTS] = {
  [DECANT_REQUEST_HELLO] = { "hello", parse_hello },
  [DECANT_REQUEST_SCAN] = { "scan", parse_scan },
  [DECANT_REQUEST_EXPLAIN] = { "explain", parse_explain },
  [DECANT_REQUEST_CAPTURE_BEGIN] = { "capture.begin", parse_begin },
  [DECANT_REQUEST_CAPTURE_CHUNK] = { "capture.chunk", parse_chunk },
  [DECANT_REQUEST_CAPTURE_COMMIT] = { "capture.commit", parse_commit },
  [DECANT_REQUEST_CAPTURE_ABORT] = { "capture.abort", parse_abort },
  [DECANT_REQUEST_STATUS] = { "status", parse_nothing },
  [DECANT_REQUEST_CASES] = { "cases", parse_nothing },
  [DECANT_REQUEST_SIGHTINGS] = { "sightings", parse_sightings },
  [DECANT_REQUEST_VERDICTS] = { "verdicts", parse_verdicts },
  [DECANT_REQUEST_PAIR] = { "pair", parse_pair },
};

const char *
decant_request_type_to_string (DecantRequestType type)
{
  g_assert ((guint) type < DECANT_N_REQUESTS);
  return types[type].name;
}

static gboolean
find_type (const char *name, DecantRequestType *type)
{
  for (guint i = 0; i < DECANT_N_REQUESTS; i++)
    if (strcmp (types[i].name, name) == 0)
      {
        *type = i;
        return TRUE;
      }
  return FALSE;
}

static gboolean
parse_envelope (DecantRequest *self, JsonObject *object, gint64 *id, GError **error)
{
  const char *type;
  gint64 version;

  if (!decant_member_int (object, "id", 1, G_GINT64_CONSTANT (1) << 53, &self->id, error))
    return FALSE;
  *id = self->id;
  if (!decant_member_int (object, "v", 0, G_MAXINT32, &version, error))
    return FALSE;
  if (version != DECANT_PROTOCOL_VERSION)
    return FAIL (error, BAD_VERSION, "Expected protocol version %d, the only one that this host speaks; saw %" G_GINT64_FORMAT
                 ". Update the older of extension and host.", DECANT_PROTOCOL_VERSION, version);
  if (!decant_member_string (object, "type", 1, 64, &type, error))
    return FALSE;
  return find_type (type, &self->type)
         || FAIL (error, UNKNOWN_TYPE, "Expected a message type that this host knows, saw another. Update the host.");
}

static JsonNode *
parse_json (const char *body, gsize length, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GError) cause = NULL;

  if (json_parser_load_from_data (parser, body, length, &cause))
    return json_parser_steal_root (parser);
  g_set_error_literal (error, DECANT_WIRE_ERROR, DECANT_WIRE_ERROR_INTERNAL,
                       "The JSON passed the strict check, yet the parser refused it: a defect of this host.");
  return NULL;
}

DecantRequest *
decant_request_parse (const char *body, gsize length, gint64 *id, GError **error)
{
  g_autoptr (DecantRequest) self = g_new0 (DecantRequest, 1);
  JsonObject *object;

  *id = 0;
  self->type = DECANT_N_REQUESTS;
  if (!decant_strict_json_check (body, length, NULL, error) || (self->root = parse_json (body, length, error)) == NULL)
    return NULL;
  object = json_node_get_object (self->root);
  if (!parse_envelope (self, object, id, error) || !types[self->type].parse (self, object, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
decant_request_free (DecantRequest *self)
{
  if (self == NULL)
    return;
  if (self->type == DECANT_REQUEST_SCAN)
    g_free (self->scan.segments);
  else if (self->type == DECANT_REQUEST_CAPTURE_BEGIN)
    g_free (self->begin.offers);
  else if (self->type == DECANT_REQUEST_CAPTURE_CHUNK)
    g_free (self->chunk.data);
  else if (self->type == DECANT_REQUEST_SIGHTINGS)
    g_free (self->sightings.contacts);
  g_clear_pointer (&self->root, json_node_unref);
  g_free (self);
}

gboolean
decant_is_wire_id (const char *text)
{
  gsize length = strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:-");

  return length >= 1 && length <= DECANT_MAX_ID && text[length] == '\0';
}
