/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/reply.h"
#include "protocol/message.h"
#include "protocol/wire-error.h"

void
decant_reply_begin (DecantJsonWriter *writer, gint64 id, const char *type, const DecantReplyStamp *stamp)
{
  decant_json_begin_object (writer, NULL);
  decant_json_int (writer, "v", DECANT_PROTOCOL_VERSION);
  decant_json_int (writer, "id", id);
  decant_json_string (writer, "type", type);
  decant_json_string (writer, "host", stamp->host);
  decant_json_string (writer, "lexicon", stamp->lexicon);
}

void
decant_reply_error (DecantJsonWriter *writer, const GError *error)
{
  gboolean ours = error->domain == DECANT_WIRE_ERROR;

  decant_json_string (writer, "code", decant_wire_error_to_string (ours ? error->code : DECANT_WIRE_ERROR_INTERNAL));
  decant_json_string (writer, "message", error->message);
}
