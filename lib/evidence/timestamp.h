/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/*
 * Time stamps of RFC 3161 for checkpoints, by file exchange: a request goes out as a file, the reply comes back as one.
 * Nothing here uses a network, reads a clock or knows an authority; who carries the files is the user.
 *
 * What is stamped is the SHA-256 of a checkpoint's text (its lines before the blank one, with the last newline). Parsed
 * is by libcrypto, at the border: at most DECANT_TIMESTAMP_MAX bytes, nothing after them.
 * Errors: DECANT_VAULT_ERROR, INVALID (what the file is not), DIGEST (a stamp of something else), IO.
 */

G_BEGIN_DECLS

#define DECANT_TIMESTAMP_MAX (64 * 1024) /* bytes of a reply or token */

/* DER of a TimeStampReq: version 1, SHA-256, a nonce of 64 random bits, certReq. @text: a checkpoint's text. */
GBytes *decant_timestamp_request (const char *text, GError **error);

typedef struct
{
  char *time;      /* "2026-11-24T08:00:00Z", with a fraction if the token has one */
  gint64 seconds;  /* the same since 1970, without the fraction */
  char *accuracy;  /* "1.500000 s", or NULL if the authority states none */
  char *serial;    /* of the token, hexadecimal */
  char *policy;    /* object identifier, dotted */
  char *authority; /* how the token names the authority, else the subject of its signer's certificate; NULL if neither.
                      Either is a claim until decant_timestamp_verify() holds against a certificate that the user
                      trusts. */
  GBytes *token;   /* DER of the TimeStampToken, as it stood in the reply */
} DecantTimestamp;

void decant_timestamp_free (DecantTimestamp *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantTimestamp, decant_timestamp_free)

/* A reply to @request over @text: granted, over this digest, with the request's nonce, signed by the certificate that
 * it carries. Whether that certificate is anybody's is left to decant_timestamp_verify(). */
DecantTimestamp *decant_timestamp_read_reply (GBytes *reply, GBytes *request, const char *text, GError **error);
/* A token kept earlier, over @text; checked in the same way but for the request. */
DecantTimestamp *decant_timestamp_read_token (GBytes *token, const char *text, GError **error);

/* Is the token signed by an authority whose chain ends in @certificates, a PEM file that the user trusts for this?
 * @at: when the chain is to be valid, seconds since 1970: a certificate that has expired since is judged at the time of
 * the token; that it was not revoked by then is for the user to ask the authority. */
gboolean decant_timestamp_verify (const DecantTimestamp *self,
                                  const char *text,
                                  const char *certificates,
                                  gint64 at,
                                  GError **error);

/* The commands that do the same without Decant, for files of these names (shell-quoted). transfer full */
char *decant_timestamp_request_commands (const char *request, const char *text);
char *decant_timestamp_verify_commands (const DecantTimestamp *self,
                                        const char *token,
                                        const char *text,
                                        const char *certificates);

G_END_DECLS
