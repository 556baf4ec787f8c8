/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "protocol/json-writer.h"
#include "protocol/message.h"

/*
 * What host and application say to each other: the requests of the wire that only the unlocked application can answer
 * (`cases`, `sightings`, `verdicts`, `pair`: docs/PROTOCOL.md sections 3 and 4), framed and parsed as there, with
 * smaller caps.
 *
 *   {"v":1,"id":1,"type":"sightings","identifiers":[…]}
 *   {"v":1,"id":1,"type":"sightings","answer":{…}}  or  {"v":1,"id":1,"type":"error","code":"…","message":"…"}
 */

G_BEGIN_DECLS

#define DECANT_DESK_MAX_REQUEST (64u * 1024) /* bytes of a frame's body */
#define DECANT_DESK_MAX_REPLY (256u * 1024)
#define DECANT_DESK_MAX_MESSAGE 1024 /* bytes of an error's text */

/* The types that are asked here. */
gboolean decant_desk_is_asked (DecantRequestType type);

/* As decant_request_parse(), for those types alone. */
DecantRequest *decant_desk_request_parse (const char *body, gsize length, gint64 *id, GError **error);
/* (transfer full): the body of a frame. What the sender's message had besides is not in it. */
GString *decant_desk_request_write (const DecantRequest *request);

/* (transfer full): the body of a reply; @answer: a JSON object. */
GString *decant_desk_reply_write (gint64 id, DecantRequestType type, const char *answer, gsize length);
GString *decant_desk_error_write (gint64 id, const GError *error);
/* The answer, (transfer full), or NULL with the error that was sent, or BAD_MESSAGE or BAD_JSON. */
JsonNode *decant_desk_reply_parse (const char *body, gsize length, gint64 id, DecantRequestType type, GError **error);

G_END_DECLS
