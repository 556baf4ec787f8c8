/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "protocol/json-writer.h"

/*
 * Replies: the members that every reply has, and the form of an error on the wire.
 */

G_BEGIN_DECLS

/* What every reply names. Borrowed strings. */
typedef struct {
  const char *host;    /* version of the host */
  const char *lexicon; /* digest of the scanner, "" while there is none */
} DecantReplyStamp;

/* Opens the object and writes v, id, type, host, lexicon. The caller adds members and calls decant_json_end_object(). */
void decant_reply_begin (DecantJsonWriter *writer, gint64 id, const char *type, const DecantReplyStamp *stamp);

/* Members "code" and "message" of an error reply; an error of a domain that the wire does not know becomes "internal". */
void decant_reply_error (DecantJsonWriter *writer, const GError *error);

G_END_DECLS
