/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* SHA-256 values and the three ways in which they are written: 64 lower-case hexadecimal digits, base64url without
 * padding (RFC 4648 section 5) in leaves, base64 with padding (section 4) in checkpoints. Decoders are strict: one
 * text for one value. */

G_BEGIN_DECLS

#define DECANT_DIGEST_SIZE 32

typedef struct {
  guint8 bytes[DECANT_DIGEST_SIZE];
} DecantDigest;

DecantDigest decant_digest_of (gconstpointer data, gsize length);
gboolean decant_digest_equal (const DecantDigest *a, const DecantDigest *b);

char *decant_digest_to_hex (const DecantDigest *self);
/* Either case is read. FALSE unless exactly 64 digits. */
gboolean decant_digest_from_hex (const char *text, DecantDigest *digest);

char *decant_hex_encode (const guint8 *bytes, gsize length);
char *decant_base64url_encode (const guint8 *bytes, gsize length);
char *decant_base64_encode (const guint8 *bytes, gsize length);
/* transfer full, or NULL if @text is not the one encoding of some bytes. @length: (out). */
guint8 *decant_base64url_decode (const char *text, gsize text_length, gsize *length);
guint8 *decant_base64_decode (const char *text, gsize text_length, gsize *length);

/* SHA-256 of a stream, by libcrypto, which is about twice as fast as GLib's: for whole artifacts. */
typedef struct _DecantHasher DecantHasher;

DecantHasher *decant_hasher_new (void);
void decant_hasher_update (DecantHasher *self, const void *data, gsize length);
char *decant_hasher_finish (DecantHasher *self); /* 64 hexadecimal digits; nothing is added after it. transfer full */
void decant_hasher_free (DecantHasher *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantHasher, decant_hasher_free)

G_END_DECLS
