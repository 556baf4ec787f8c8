/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/*
 * The file of an artifact (docs/VAULT.md, "Sealing and keys"):
 *
 *   "DCNTART1" ‖ header (24) ‖ chunks
 *
 * The chunks are libsodium's secretstream (XChaCha20-Poly1305) under a key of this file alone, over
 *   size (LE64) ‖ the artifact ‖ zeros     of Padmé (8 + size) bytes in all
 * in pieces of 64 KiB; each chunk is 17 bytes longer than its piece. AD of the first chunk is the vault's id (16
 * bytes), of the others nothing; the last, and only it, has the tag FINAL. The file is named by its SHA-256.
 *
 * Vault ids are 32 lower-case hexadecimal digits. Errors: DECANT_VAULT_ERROR.
 */

G_BEGIN_DECLS

#define DECANT_ARTIFACT_KEY_SIZE 32
#define DECANT_ARTIFACT_PIECE (64 * 1024)
#define DECANT_ARTIFACT_SIZE_MAX (G_GUINT64_CONSTANT (1) << 40) /* bytes */

/* Size of the file of an artifact of @size bytes. */
guint64 decant_artifact_cipher_size (guint64 size);

/* --- writing ------------------------------------------------------------------------------------------------ */

typedef struct _DecantArtifactWriter DecantArtifactWriter;

/* For @size bytes, under a new random key. @fd: where to write from its position on; borrowed until the writer is
 * freed. Only ciphertext is ever written to it. INVALID if @size is too large. */
DecantArtifactWriter *decant_artifact_writer_new (int fd, const char *vault, guint64 size, GError **error);
/* Takes bytes, at most @size in all (INVALID). After FULL or IO get_received() says how many it has; call again from
 * there on to try again. */
gboolean decant_artifact_writer_write (DecantArtifactWriter *self, const guint8 *data, gsize length, GError **error);
guint64 decant_artifact_writer_get_received (const DecantArtifactWriter *self);
/* Writes the rest. ORDER if bytes are missing. After FULL or IO it may be tried again. Does not sync. */
gboolean decant_artifact_writer_finish (DecantArtifactWriter *self, GError **error);
/* After finish(): SHA-256 of the file, 64 hexadecimal digits, and its size. */
const char *decant_artifact_writer_get_name (const DecantArtifactWriter *self);
guint64 decant_artifact_writer_get_file_size (const DecantArtifactWriter *self);
/* The key, in guarded memory; owned by @self. It goes into the entry's sealed plain (seal.h) and nowhere else. */
const guint8 *decant_artifact_writer_get_key (const DecantArtifactWriter *self);
void decant_artifact_writer_free (DecantArtifactWriter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantArtifactWriter, decant_artifact_writer_free)

/* --- reading ------------------------------------------------------------------------------------------------ */

typedef struct _DecantArtifactReader DecantArtifactReader;

/* @fd: a regular file, read from its beginning; borrowed. Reads the first chunk. BROKEN: not such a file, another key
 * or vault, a size that does not fit the file. */
DecantArtifactReader *
decant_artifact_reader_new (int fd, const char *vault, const guint8 key[DECANT_ARTIFACT_KEY_SIZE], GError **error);
guint64 decant_artifact_reader_get_size (const DecantArtifactReader *self); /* bytes of the artifact */
/* Up to @length (> 0, except after the last byte) bytes into @out; −1 with @error (BROKEN: changed, cut or lengthened).
 * The bytes come authenticated, but only 0 says that the artifact is whole: its end, its padding and the end of the
 * file were checked. */
gssize decant_artifact_reader_read (DecantArtifactReader *self, guint8 *out, gsize length, GError **error);
/* All of it, in wiped memory; INVALID if it is larger than @max. Call it first, without read(). */
GBytes *decant_artifact_reader_read_all (DecantArtifactReader *self, guint64 max, GError **error);
void decant_artifact_reader_free (DecantArtifactReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantArtifactReader, decant_artifact_reader_free)

G_END_DECLS
