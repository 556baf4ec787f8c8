/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/artifact-cipher.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "evidence/digest.h"
#include "evidence/error.h"
#include "evidence/seal.h"
#include "evidence/secret.h"

#define MAGIC "DCNTART1"
#define MAGIC_SIZE 8
#define HEADER_SIZE crypto_secretstream_xchacha20poly1305_HEADERBYTES
#define FRONT_SIZE (MAGIC_SIZE + HEADER_SIZE)
#define SIZE_SIZE 8
#define OVERHEAD crypto_secretstream_xchacha20poly1305_ABYTES
#define PIECE DECANT_ARTIFACT_PIECE
#define CHUNK (PIECE + OVERHEAD)
#define ID_SIZE 16

G_STATIC_ASSERT (DECANT_ARTIFACT_KEY_SIZE == crypto_secretstream_xchacha20poly1305_KEYBYTES);

typedef struct
{
  guint8 key[DECANT_ARTIFACT_KEY_SIZE];
  crypto_secretstream_xchacha20poly1305_state state;
} Secrets;

static guint64
stream_length (guint64 size)
{
  return decant_padme (SIZE_SIZE + size);
}

guint64
decant_artifact_cipher_size (guint64 size)
{
  guint64 length = stream_length (size);

  return FRONT_SIZE + length + (length + PIECE - 1) / PIECE * OVERHEAD;
}

static gboolean
parse_id (const char *vault, guint8 id[ID_SIZE], GError **error)
{
  gsize written = 0;

  if (strlen (vault) == 2 * ID_SIZE && sodium_hex2bin (id, ID_SIZE, vault, 2 * ID_SIZE, NULL, &written, NULL) == 0
      && written == ID_SIZE)
    return TRUE;
  g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID,
               "Expected a vault id of 32 hexadecimal digits, saw something else.");
  return FALSE;
}

/* --- writing ------------------------------------------------------------------------------------------------ */

struct _DecantArtifactWriter
{
  int fd;
  guint8 id[ID_SIZE];
  guint64 size, received;
  guint64 left;    /* bytes of the stream that are not in a chunk yet */
  guint64 written; /* bytes of the file */
  Secrets *secrets;
  crypto_hash_sha256_state sum;
  gsize filled;                /* of piece */
  gsize pending, pending_from; /* of chunk: made, not written yet */
  gboolean first;
  char *name;
  guint8 piece[PIECE];
  guint8 chunk[CHUNK];
};

void
decant_artifact_writer_free (DecantArtifactWriter *self)
{
  if (self == NULL)
    return;
  decant_secret_free (self->secrets);
  g_free (self->name);
  sodium_memzero (self->piece, sizeof self->piece);
  g_free (self);
}

/* Writes what was made. What could not be written stays, so that a caller may try again once there is space. */
static gboolean
flush (DecantArtifactWriter *self, GError **error)
{
  while (self->pending > 0)
    {
      ssize_t n = write (self->fd, self->chunk + self->pending_from, self->pending);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return decant_vault_set_error_from_errno (error, n < 0 ? errno : EIO, "write the artifact");
      crypto_hash_sha256_update (&self->sum, self->chunk + self->pending_from, n);
      self->pending_from += n;
      self->pending -= n;
      self->written += n;
    }
  return TRUE;
}

DecantArtifactWriter *
decant_artifact_writer_new (int fd, const char *vault, guint64 size, GError **error)
{
  g_autoptr (DecantArtifactWriter) self = g_new0 (DecantArtifactWriter, 1);

  self->secrets = (Secrets *) decant_secret_alloc (sizeof *self->secrets);
  if (!parse_id (vault, self->id, error))
    return NULL;
  if (size > DECANT_ARTIFACT_SIZE_MAX)
    {
      g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID,
                   "Expected an artifact of at most 1 TiB, saw more.");
      return NULL;
    }
  self->fd = fd;
  self->size = size;
  self->left = stream_length (size);
  self->first = TRUE;
  crypto_hash_sha256_init (&self->sum);
  crypto_secretstream_xchacha20poly1305_keygen (self->secrets->key);
  memcpy (self->chunk, MAGIC, MAGIC_SIZE);
  crypto_secretstream_xchacha20poly1305_init_push (&self->secrets->state, self->chunk + MAGIC_SIZE, self->secrets->key);
  self->pending = FRONT_SIZE;
  size = GUINT64_TO_LE (size);
  memcpy (self->piece, &size, SIZE_SIZE);
  self->filled = SIZE_SIZE;
  return g_steal_pointer (&self);
}

/* Makes a chunk of the piece, which is full or the last, and writes it. */
static gboolean
push (DecantArtifactWriter *self, GError **error)
{
  gboolean last = self->filled == self->left;

  if (!flush (self, error))
    return FALSE;
  crypto_secretstream_xchacha20poly1305_push (&self->secrets->state, self->chunk, NULL, self->piece, self->filled,
                                              self->first ? self->id : NULL, self->first ? ID_SIZE : 0,
                                              last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : 0);
  self->pending_from = 0;
  self->pending = self->filled + OVERHEAD;
  self->left -= self->filled;
  self->filled = 0;
  self->first = FALSE;
  return flush (self, error);
}

static gsize
room (const DecantArtifactWriter *self)
{
  return MIN (PIECE, self->left) - self->filled;
}

gboolean
decant_artifact_writer_write (DecantArtifactWriter *self, const guint8 *data, gsize length, GError **error)
{
  if (length > self->size - self->received)
    {
      g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID,
                   "Expected an artifact of %" G_GUINT64_FORMAT " bytes, saw more.", self->size);
      return FALSE;
    }
  while (length > 0)
    {
      gsize n;

      if (room (self) == 0 && !push (self, error))
        return FALSE;
      n = MIN (length, room (self));
      memcpy (self->piece + self->filled, data, n);
      self->filled += n;
      self->received += n;
      data += n;
      length -= n;
    }
  return TRUE;
}

guint64
decant_artifact_writer_get_received (const DecantArtifactWriter *self)
{
  return self->received;
}

gboolean
decant_artifact_writer_finish (DecantArtifactWriter *self, GError **error)
{
  DecantDigest digest;

  if (self->name != NULL)
    return TRUE;
  if (self->received < self->size)
    {
      g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_ORDER,
                   "Expected all %" G_GUINT64_FORMAT " bytes of the artifact, saw %" G_GUINT64_FORMAT ".", self->size,
                   self->received);
      return FALSE;
    }
  while (self->left > 0)
    {
      memset (self->piece + self->filled, 0, room (self));
      self->filled += room (self);
      if (!push (self, error))
        return FALSE;
    }
  if (!flush (self, error))
    return FALSE;
  crypto_hash_sha256_final (&self->sum, digest.bytes);
  self->name = decant_digest_to_hex (&digest);
  return TRUE;
}

const char *
decant_artifact_writer_get_name (const DecantArtifactWriter *self)
{
  return self->name;
}

guint64
decant_artifact_writer_get_file_size (const DecantArtifactWriter *self)
{
  return self->written;
}

const guint8 *
decant_artifact_writer_get_key (const DecantArtifactWriter *self)
{
  return self->secrets->key;
}

/* --- reading ------------------------------------------------------------------------------------------------ */

struct _DecantArtifactReader
{
  int fd;
  guint8 id[ID_SIZE];
  guint64 size, given; /* of the artifact */
  guint64 at, end;     /* in the file */
  Secrets *secrets;
  gsize from, filled; /* of piece: what is not given yet */
  gboolean broken;
  guint8 piece[PIECE];
  guint8 chunk[CHUNK];
};

void
decant_artifact_reader_free (DecantArtifactReader *self)
{
  if (self == NULL)
    return;
  decant_secret_free (self->secrets);
  sodium_memzero (self->piece, sizeof self->piece);
  g_free (self);
}

/* Nothing comes after an error: who goes on reading must not take a later part for the beginning. */
static gboolean
broken (DecantArtifactReader *self, const char *what, GError **error)
{
  self->broken = TRUE;
  g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_BROKEN,
               "%s Keep the folder as it is and verify the vault.", what);
  return FALSE;
}

static gboolean
fetch (DecantArtifactReader *self, gsize length, GError **error)
{
  for (gsize have = 0; have < length;)
    {
      ssize_t n = pread (self->fd, self->chunk + have, length - have, self->at + have);

      if (n < 0 && errno == EINTR)
        continue;
      if (n == 0)
        return broken (self, "The file of an artifact became shorter while it was read.", error);
      if (n < 0)
        {
          self->broken = TRUE;
          return decant_vault_set_error_from_errno (error, errno, "read the artifact");
        }
      have += n;
    }
  self->at += length;
  return TRUE;
}

/* The next chunk into piece. */
static gboolean
pull (DecantArtifactReader *self, GError **error)
{
  gboolean first = self->at == FRONT_SIZE;
  gsize length = MIN (CHUNK, self->end - self->at);
  gboolean last = self->at + length == self->end;
  unsigned long long filled = 0;
  guint8 tag = 0xff;

  if (length < OVERHEAD + 1)
    return broken (self, "The file of an artifact was cut.", error);
  if (!fetch (self, length, error))
    return FALSE;
  if (crypto_secretstream_xchacha20poly1305_pull (&self->secrets->state, self->piece, &filled, &tag, self->chunk,
                                                  length, first ? self->id : NULL, first ? ID_SIZE : 0)
      != 0)
    return broken (self, "The file of an artifact was changed, or belongs to another entry or vault.", error);
  if (tag != (last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : 0))
    return broken (self, last ? "The file of an artifact was cut." : "The file of an artifact was lengthened.", error);
  self->from = 0;
  self->filled = filled;
  return TRUE;
}

static gboolean
read_front (DecantArtifactReader *self, GError **error)
{
  if (self->end < FRONT_SIZE + OVERHEAD + SIZE_SIZE)
    return broken (self, "The file of an artifact was cut.", error);
  if (!fetch (self, FRONT_SIZE, error))
    return FALSE;
  if (memcmp (self->chunk, MAGIC, MAGIC_SIZE) != 0
      || crypto_secretstream_xchacha20poly1305_init_pull (&self->secrets->state, self->chunk + MAGIC_SIZE,
                                                          self->secrets->key)
             != 0)
    return broken (self, "Expected the file of an artifact to begin with " MAGIC ", saw something else.", error);
  if (!pull (self, error))
    return FALSE;
  memcpy (&self->size, self->piece, SIZE_SIZE);
  self->size = GUINT64_FROM_LE (self->size);
  self->from = SIZE_SIZE;
  if (self->size > DECANT_ARTIFACT_SIZE_MAX || decant_artifact_cipher_size (self->size) != self->end)
    return broken (self, "The size inside the file of an artifact does not fit the file.", error);
  return TRUE;
}

DecantArtifactReader *
decant_artifact_reader_new (int fd, const char *vault, const guint8 key[DECANT_ARTIFACT_KEY_SIZE], GError **error)
{
  g_autoptr (DecantArtifactReader) self = g_new0 (DecantArtifactReader, 1);
  struct stat state;

  self->secrets = (Secrets *) decant_secret_alloc (sizeof *self->secrets);
  if (!parse_id (vault, self->id, error))
    return NULL;
  if (fstat (fd, &state) != 0)
    {
      decant_vault_set_error_from_errno (error, errno, "read the artifact");
      return NULL;
    }
  self->fd = fd;
  self->end = S_ISREG (state.st_mode) ? state.st_size : 0;
  memcpy (self->secrets->key, key, DECANT_ARTIFACT_KEY_SIZE);
  return read_front (self, error) ? g_steal_pointer (&self) : NULL;
}

guint64
decant_artifact_reader_get_size (const DecantArtifactReader *self)
{
  return self->size;
}

/* After the last byte: the rest is zeros to the end of the file, and nothing was added meanwhile. */
static gboolean
check_end (DecantArtifactReader *self, GError **error)
{
  guint8 beyond;

  for (;;)
    {
      if (!sodium_is_zero (self->piece + self->from, self->filled - self->from))
        return broken (self, "Expected zeros after an artifact, saw something else.", error);
      self->from = self->filled;
      if (self->at == self->end)
        break;
      if (!pull (self, error))
        return FALSE;
    }
  if (pread (self->fd, &beyond, 1, self->end) != 0)
    return broken (self, "The file of an artifact was lengthened.", error);
  return TRUE;
}

gssize
decant_artifact_reader_read (DecantArtifactReader *self, guint8 *out, gsize length, GError **error)
{
  gsize n;

  g_return_val_if_fail (length > 0 || self->given == self->size, -1);
  if (self->broken)
    {
      broken (self, "The file of an artifact could not be read further.", error);
      return -1;
    }
  if (self->given == self->size)
    return check_end (self, error) ? 0 : -1;
  if (self->from == self->filled && !pull (self, error))
    return -1;
  n = MIN (MIN (length, self->filled - self->from), self->size - self->given);
  memcpy (out, self->piece + self->from, n);
  self->from += n;
  self->given += n;
  return n;
}

GBytes *
decant_artifact_reader_read_all (DecantArtifactReader *self, guint64 max, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  guint8 *data;
  gssize n = 1;

  if (self->size > max)
    {
      g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID,
                   "Expected an artifact of at most %" G_GUINT64_FORMAT " bytes, saw %" G_GUINT64_FORMAT ".", max,
                   self->size);
      return NULL;
    }
  bytes = decant_wiped_bytes_new (self->size, &data);
  for (guint64 have = 0; n > 0; have += MAX (n, 0))
    n = decant_artifact_reader_read (self, data + have, self->size - have, error);
  return n == 0 ? g_steal_pointer (&bytes) : NULL;
}
