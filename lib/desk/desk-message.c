/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk/desk-message.h"

#include <string.h>

#include "protocol/members.h"
#include "protocol/strict-json.h"

gboolean
decant_desk_is_asked (DecantRequestType type)
{
  return type == DECANT_REQUEST_CASES || type == DECANT_REQUEST_SIGHTINGS || type == DECANT_REQUEST_VERDICTS
         || type == DECANT_REQUEST_PAIR;
}

static gboolean
fits (gsize length, gsize cap, GError **error)
{
  if (length <= cap)
    return TRUE;
  g_set_error (error, DECANT_WIRE_ERROR, DECANT_WIRE_ERROR_FRAME_TOO_LARGE,
               "Expected at most %" G_GSIZE_FORMAT " bytes, saw more.", cap);
  return FALSE;
}

/* --- requests --------------------------------------------------------------------------------------------- */

DecantRequest *
decant_desk_request_parse (const char *body, gsize length, gint64 *id, GError **error)
{
  g_autoptr (DecantRequest) request = NULL;

  *id = 0;
  if (!fits (length, DECANT_DESK_MAX_REQUEST, error))
    return NULL;
  request = decant_request_parse (body, length, id, error);
  if (request == NULL || decant_desk_is_asked (request->type))
    return g_steal_pointer (&request);
  g_set_error_literal (error, DECANT_WIRE_ERROR, DECANT_WIRE_ERROR_UNKNOWN_TYPE,
                       "Expected a question to the application, saw one to the host.");
  return NULL;
}

static DecantJsonWriter
begin (GString *out, gint64 id, const char *type)
{
  DecantJsonWriter writer = DECANT_JSON_WRITER (out);

  decant_json_begin_object (&writer, NULL);
  decant_json_int (&writer, "v", DECANT_PROTOCOL_VERSION);
  decant_json_int (&writer, "id", id);
  decant_json_string (&writer, "type", type);
  return writer;
}

static void
write_contacts (DecantJsonWriter *writer, const DecantRequest *request)
{
  decant_json_begin_array (writer, "identifiers");
  for (guint i = 0; i < request->sightings.n_contacts; i++)
    {
      decant_json_begin_object (writer, NULL);
      decant_json_string (writer, "kind", request->sightings.contacts[i].kind);
      decant_json_string (writer, "value", request->sightings.contacts[i].value);
      decant_json_end_object (writer);
    }
  decant_json_end_array (writer);
}

GString *
decant_desk_request_write (const DecantRequest *request)
{
  GString *out = g_string_new (NULL);
  DecantJsonWriter writer = begin (out, request->id, decant_request_type_to_string (request->type));
  g_autofree char *key = NULL;

  g_assert (decant_desk_is_asked (request->type));
  if (request->type == DECANT_REQUEST_SIGHTINGS)
    write_contacts (&writer, request);
  else if (request->type == DECANT_REQUEST_VERDICTS)
    {
      decant_json_string (&writer, "address", request->verdicts.address);
      decant_json_string (&writer, "digest", request->verdicts.digest);
    }
  else if (request->type == DECANT_REQUEST_PAIR)
    {
      key = g_base64_encode (request->pair.key, sizeof request->pair.key);
      decant_json_string (&writer, "key", key);
      decant_json_string (&writer, "name", request->pair.name);
    }
  decant_json_end_object (&writer);
  return out;
}

/* --- replies ---------------------------------------------------------------------------------------------- */

GString *
decant_desk_reply_write (gint64 id, DecantRequestType type, const char *answer, gsize length)
{
  GString *out = g_string_sized_new (length + 64);
  DecantJsonWriter writer = begin (out, id, decant_request_type_to_string (type));

  decant_json_raw (&writer, "answer", answer, length);
  decant_json_end_object (&writer);
  return out;
}

GString *
decant_desk_error_write (gint64 id, const GError *error)
{
  GString *out = g_string_new (NULL);
  DecantJsonWriter writer = begin (out, id, "error");
  gboolean ours = error->domain == DECANT_WIRE_ERROR;
  g_autofree char *message
      = g_utf8_substring (error->message, 0, MIN (g_utf8_strlen (error->message, -1), DECANT_DESK_MAX_MESSAGE / 4));

  decant_json_string (&writer, "code", decant_wire_error_to_string (ours ? error->code : DECANT_WIRE_ERROR_INTERNAL));
  decant_json_string (&writer, "message", message);
  decant_json_end_object (&writer);
  return out;
}

static JsonNode *
parse_object (const char *body, gsize length, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();

  if (!fits (length, DECANT_DESK_MAX_REPLY, error) || !decant_strict_json_check (body, length, NULL, error)
      || !json_parser_load_from_data (parser, body, length, error))
    return NULL;
  return json_parser_steal_root (parser);
}

static gboolean
read_error (JsonObject *reply, GError **error)
{
  const char *code, *message;

  if (decant_member_string (reply, "code", 1, 64, &code, error)
      && decant_member_string (reply, "message", 1, DECANT_DESK_MAX_MESSAGE, &message, error))
    g_set_error_literal (error, DECANT_WIRE_ERROR, decant_wire_error_from_string (code), message);
  return FALSE;
}

/* @object: (out): the answer in the reply, which belongs to it. */
static gboolean
read_reply (JsonObject *reply, gint64 id, DecantRequestType type, JsonObject **object, GError **error)
{
  const char *name;
  gint64 version, seen;

  if (!decant_member_int (reply, "v", DECANT_PROTOCOL_VERSION, DECANT_PROTOCOL_VERSION, &version, error)
      || !decant_member_string (reply, "type", 1, 64, &name, error))
    return FALSE;
  if (strcmp (name, "error") == 0)
    return read_error (reply, error);
  if (!decant_member_int (reply, "id", id, id, &seen, error))
    return FALSE;
  if (strcmp (name, decant_request_type_to_string (type)) == 0)
    return decant_member_object (reply, "answer", object, error);
  g_set_error_literal (error, DECANT_WIRE_ERROR, DECANT_WIRE_ERROR_BAD_MESSAGE,
                       "\"type\": expected that of the question, saw another.");
  return FALSE;
}

JsonNode *
decant_desk_reply_parse (const char *body, gsize length, gint64 id, DecantRequestType type, GError **error)
{
  g_autoptr (JsonNode) root = parse_object (body, length, error);
  JsonObject *answer = NULL;

  if (root == NULL || !read_reply (json_node_get_object (root), id, type, &answer, error))
    return NULL;
  return json_node_init_object (json_node_alloc (), answer);
}
