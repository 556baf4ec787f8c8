/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "protocol/wire-error.h"

/*
 * Requests: from the bytes of a frame to typed values whose bounds hold (docs/PROTOCOL.md, sections 2 and 3).
 *
 * After decant_request_parse() no caller needs to check a length, a count or a character set again. All strings are
 * valid UTF-8 without NUL; those that the table does not name as nullable are never NULL. A request owns everything in it.
 */

G_BEGIN_DECLS

#define DECANT_PROTOCOL_VERSION 1
#define DECANT_MAX_SEGMENTS 256
#define DECANT_MAX_UNITS 100000 /* UTF-16 units of a segment's text */
#define DECANT_MAX_ID 64        /* characters of a segment, capture, artifact or case id */
#define DECANT_MAX_LANGUAGE 35
#define DECANT_MAX_CHUNK (512u * 1024)             /* bytes before base64 */
#define DECANT_MAX_ARTIFACT (256u * 1024 * 1024)   /* bytes */
#define DECANT_MAX_ARTIFACTS 64
#define DECANT_MAX_RECORD (1024u * 1024) /* bytes of a record's minified JSON */
#define DECANT_MAX_RECORD_DEPTH 12
#define DECANT_MAX_IDENTIFIERS 32 /* asked for at once */
#define DECANT_MAX_VALUE 1024     /* bytes of an identifier's normal form */
#define DECANT_MAX_ADDRESS 8192   /* bytes of a post's address */
#define DECANT_MAX_NAME 100       /* bytes of the name that a browser gives itself */
#define DECANT_PAIRING_KEY 65       /* bytes: a point of P-256, uncompressed */
#define DECANT_PAIRING_SIGNATURE 64 /* bytes: ECDSA's r and s */

typedef enum {
  DECANT_REQUEST_HELLO,
  DECANT_REQUEST_SCAN,
  DECANT_REQUEST_EXPLAIN,
  DECANT_REQUEST_CAPTURE_BEGIN,
  DECANT_REQUEST_CAPTURE_CHUNK,
  DECANT_REQUEST_CAPTURE_COMMIT,
  DECANT_REQUEST_CAPTURE_ABORT,
  DECANT_REQUEST_STATUS,
  DECANT_REQUEST_CASES,
  DECANT_REQUEST_SIGHTINGS,
  DECANT_REQUEST_VERDICTS,
  DECANT_REQUEST_PAIR,
  DECANT_N_REQUESTS
} DecantRequestType;

/* The name on the wire, e.g. "capture.begin"; also the type of the reply. Static. */
const char *decant_request_type_to_string (DecantRequestType type);

typedef struct {
  const char *id;
  const char *text;
  gsize length;         /* bytes of text */
  const char *language; /* "" if unknown */
} DecantSegment;

typedef struct {
  const char *id, *role, *media_type;
  guint64 size;
  const char *sha256; /* 64 lower-case hexadecimal digits */
} DecantOffer;        /* an artifact that a client is about to send */

typedef struct {
  const char *kind, *value;
} DecantContact; /* an identifier that a client asks for */

typedef struct {
  gint64 id; /* 1 … 2^53 */
  DecantRequestType type;
  union {
    struct {
      const char *client, *client_version, *browser;
      gint64 min, max; /* versions of the protocol that the client speaks */
    } hello;
    struct {
      DecantSegment *segments;
      guint n_segments;
    } scan;
    struct {
      const char *term, *language;
    } explain;
    struct {
      const char *capture, *case_id;
      JsonObject *record;
      DecantOffer *offers;
      guint n_offers;
      const char *pairing;                        /* whose key signed, "" without a signature */
      guint8 signature[DECANT_PAIRING_SIGNATURE]; /* valid with a pairing */
    } begin;
    struct {
      const char *capture, *artifact;
      guint64 offset;
      guint8 *data;
      gsize length;
    } chunk;
    struct {
      const char *capture;
    } commit, abort;
    struct {
      DecantContact *contacts;
      guint n_contacts;
    } sightings;
    struct {
      const char *address; /* permalink of a post, or "" */
      const char *digest;  /* SHA-256 of its text, or "": at least one of them is set */
    } verdicts;
    struct {
      guint8 key[DECANT_PAIRING_KEY];
      const char *name;
    } pair;
  };
  JsonNode *root; /* holds the strings */
} DecantRequest;

/* @body: @length bytes and a NUL behind them, as a frame reader gives them.
 * @id: (out): the request's id, or 0 if it cannot be read; set on failure too, for the error reply.
 * Returns: (transfer full) or NULL with @error (DECANT_WIRE_ERROR): its message names the member, what was expected and
 * what was seen, and quotes no value. */
DecantRequest *decant_request_parse (const char *body, gsize length, gint64 *id, GError **error);
void decant_request_free (DecantRequest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantRequest, decant_request_free)

/* 1–64 of A–Z a–z 0–9 . _ : - */
gboolean decant_is_wire_id (const char *text);

G_END_DECLS
