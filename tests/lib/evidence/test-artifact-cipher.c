/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <sodium.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <signal.h>
#include <unistd.h>

#include "evidence/artifact-cipher.h"
#include "evidence/error.h"

#define VAULT "000102030405060708090a0b0c0d0e0f"
#define OTHER "ff0102030405060708090a0b0c0d0e0f"

typedef struct
{
  guint8 *file;
  gsize length;
  guint8 key[32];
} Made;

static void
made_clear (Made *self)
{
  g_free (self->file);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Made, made_clear)

static int
memory_file (const guint8 *data, gsize length)
{
  int fd = memfd_create ("artifact", MFD_CLOEXEC);

  g_assert_cmpint (fd, >=, 0);
  if (length > 0)
    g_assert_cmpint (write (fd, data, length), ==, length);
  return fd;
}

static guint8 *
pattern (gsize length)
{
  guint8 *data = g_malloc (length + 1);

  for (gsize i = 0; i < length; i++)
    data[i] = (i * 31 + (i >> 8)) & 0xff;
  return data;
}

static void
make (Made *made, const guint8 *data, gsize length, gsize step)
{
  int fd = memory_file (NULL, 0);
  g_autoptr (GError) error = NULL;
  g_autoptr (DecantArtifactWriter) writer = decant_artifact_writer_new (fd, VAULT, length, &error);
  g_autofree char *name = NULL;

  g_assert_no_error (error);
  for (gsize at = 0; at < length; at += step)
    {
      decant_artifact_writer_write (writer, data + at, MIN (step, length - at), &error);
      g_assert_no_error (error);
      g_assert_cmpuint (decant_artifact_writer_get_received (writer), ==, MIN (at + step, length));
    }
  decant_artifact_writer_finish (writer, &error);
  g_assert_no_error (error);
  made->length = lseek (fd, 0, SEEK_CUR);
  made->file = g_malloc (made->length);
  g_assert_cmpint (pread (fd, made->file, made->length, 0), ==, made->length);
  memcpy (made->key, decant_artifact_writer_get_key (writer), 32);
  g_assert_cmpuint (decant_artifact_writer_get_file_size (writer), ==, made->length);
  g_assert_cmpuint (decant_artifact_cipher_size (length), ==, made->length);
  name = g_compute_checksum_for_data (G_CHECKSUM_SHA256, made->file, made->length);
  g_assert_cmpstr (decant_artifact_writer_get_name (writer), ==, name);
  close (fd);
}

static GBytes *
read_whole (const guint8 *file, gsize length, const char *vault, const guint8 key[32], GError **error)
{
  int fd = memory_file (file, length);
  g_autoptr (DecantArtifactReader) reader = decant_artifact_reader_new (fd, vault, key, error);
  GBytes *bytes = reader == NULL ? NULL : decant_artifact_reader_read_all (reader, G_MAXUINT64, error);

  close (fd);
  return bytes;
}

static const struct
{
  gsize size, step, file;
} sizes[] = {
  { 0, 1, 8 + 24 + 8 + 17 },
  { 1, 1, 8 + 24 + 10 + 17 },
  { 1000, 7, 8 + 24 + 1024 + 17 },
  { 65528, 65528, 8 + 24 + 65536 + 17 },
  { 65529, 4096, 8 + 24 + 67584 + 2 * 17 },
  { 3 * 65536, 100000, 8 + 24 + 200704 + 4 * 17 },
  { 1000000, 999999, 8 + 24 + 1015808 + 16 * 17 },
};

static void
test_round (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree guint8 *data = pattern (sizes[i].size);
      g_auto (Made) made = { 0 };
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = NULL;

      make (&made, data, sizes[i].size, sizes[i].step);
      g_assert_cmpuint (made.length, ==, sizes[i].file);
      bytes = read_whole (made.file, made.length, VAULT, made.key, &error);
      g_assert_no_error (error);
      g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), data, sizes[i].size);
    }
}

/* In steps that cross the pieces; the end is said by 0, as often as one asks. */
static void
test_steps (void)
{
  gsize size = 3 * 65536;
  g_autofree guint8 *data = pattern (size);
  g_autofree guint8 *seen = g_malloc (size);
  g_auto (Made) made = { 0 };
  g_autoptr (DecantArtifactReader) reader = NULL;
  gsize have = 0;
  gssize n;
  int fd;

  make (&made, data, size, size);
  fd = memory_file (made.file, made.length);
  reader = decant_artifact_reader_new (fd, VAULT, made.key, NULL);
  g_assert_cmpuint (decant_artifact_reader_get_size (reader), ==, size);
  while ((n = decant_artifact_reader_read (reader, seen + have, MIN (1000, size - have), NULL)) > 0)
    have += n;
  g_assert_cmpint (n, ==, 0);
  g_assert_cmpint (decant_artifact_reader_read (reader, seen, 1, NULL), ==, 0);
  g_assert_cmpmem (seen, have, data, size);
  close (fd);
}

/* --- damage ------------------------------------------------------------------------------------------------- */

static void
assert_refused (const Made *made, const guint8 *file, gsize length, const char *vault, const guint8 *key)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = read_whole (file, length, vault, key != NULL ? key : made->key, &error);

  g_assert_null (bytes);
  g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_BROKEN);
}

static void
test_damage (void)
{
  static const guint8 key[32];
  gsize size = 2 * 65536;
  g_autofree guint8 *data = pattern (size);
  g_autofree guint8 *copy = NULL;
  g_auto (Made) made = { 0 };

  make (&made, data, size, size);
  copy = g_malloc0 (made.length + 65553);
  assert_refused (&made, made.file, made.length, OTHER, NULL);
  assert_refused (&made, made.file, made.length, VAULT, key);
  for (gsize at = 0; at < made.length;
       at += at < 160 || at + 160 >= made.length ? 1 : MIN (4099, made.length - 160 - at))
    {
      memcpy (copy, made.file, made.length);
      copy[at] ^= 1 << (at % 8);
      assert_refused (&made, copy, made.length, VAULT, NULL);
    }
  memcpy (copy, made.file, made.length);
  for (gsize length = 0; length < made.length; length = length < 120 ? length + 1 : length + 3001)
    assert_refused (&made, copy, length, VAULT, NULL);
  assert_refused (&made, copy, 32 + 65553, VAULT, NULL); /* cut between chunks */
  assert_refused (&made, copy, 32 + 2 * 65553, VAULT, NULL);
  assert_refused (&made, copy, made.length - 1, VAULT, NULL);
  assert_refused (&made, copy, made.length + 1, VAULT, NULL); /* zeros after it */
  assert_refused (&made, copy, made.length + 65553, VAULT, NULL);
  memcpy (copy + 32, made.file + 32 + 65553, 65553); /* chunks exchanged */
  memcpy (copy + 32 + 65553, made.file + 32, 65553);
  assert_refused (&made, copy, made.length, VAULT, NULL);
}

/* What one who knows the key could make: each is sealed well, and against the form. */
static const struct
{
  const char *what;
  guint64 size; /* as said inside */
  gsize length; /* of the one piece */
  int fill;     /* what stands after the size */
  guint8 tag;
  gboolean good, id, more; /* id: AD is the vault's; more: a byte after the end */
} odd[] = {
  { "as it should be", 100, 112, 0, 3, TRUE, TRUE, FALSE },
  { "size too large", 112, 112, 0, 3, FALSE, TRUE, FALSE },
  { "size too small", 90, 112, 0, 3, FALSE, TRUE, FALSE },
  { "size that overflows", G_MAXUINT64, 112, 0, 3, FALSE, TRUE, FALSE },
  { "size that overflows with its own length", G_MAXUINT64 - 7, 112, 0, 3, FALSE, TRUE, FALSE },
  { "padding is not zero", 100, 112, 1, 3, FALSE, TRUE, FALSE },
  { "last chunk is not final", 100, 112, 0, 0, FALSE, TRUE, FALSE },
  { "tag of another kind", 100, 112, 0, 2, FALSE, TRUE, FALSE },
  { "not bound to the vault", 100, 112, 0, 3, FALSE, FALSE, FALSE },
  { "bytes after the end", 100, 112, 0, 3, FALSE, TRUE, TRUE },
  { "no room for the size", 0, 7, 0, 3, FALSE, TRUE, FALSE },
};

static void
test_odd (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (odd); i++)
    {
      crypto_secretstream_xchacha20poly1305_state state;
      guint8 piece[256], file[512] = "DCNTART1", id[16];
      guint64 size = GUINT64_TO_LE (odd[i].size);
      Made made = { 0 };
      g_autoptr (GBytes) bytes = NULL;

      for (guint k = 0; k < 16; k++)
        id[k] = k;
      memset (piece, odd[i].fill, sizeof piece);
      memcpy (piece, &size, 8);
      crypto_secretstream_xchacha20poly1305_init_push (&state, file + 8, made.key);
      crypto_secretstream_xchacha20poly1305_push (&state, file + 32, NULL, piece, odd[i].length, odd[i].id ? id : NULL,
                                                  odd[i].id ? 16 : 0, odd[i].tag);
      bytes = read_whole (file, 32 + odd[i].length + 17 + odd[i].more, VAULT, made.key, NULL);
      if ((bytes != NULL) != odd[i].good)
        g_error ("%s: %s", odd[i].what, bytes != NULL ? "read" : "refused");
    }
}

/* --- the writer --------------------------------------------------------------------------------------------- */

static void
test_wrong_size (void)
{
  int fd = memory_file (NULL, 0);
  g_autoptr (GError) more = NULL;
  g_autoptr (GError) fewer = NULL;
  g_autoptr (GError) huge = NULL;
  g_autoptr (DecantArtifactWriter) writer = decant_artifact_writer_new (fd, VAULT, 4, NULL);
  g_autoptr (DecantArtifactWriter) none = decant_artifact_writer_new (fd, VAULT, DECANT_ARTIFACT_SIZE_MAX + 1, &huge);

  g_assert_null (none);
  g_assert_error (huge, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID);
  g_assert_false (decant_artifact_writer_write (writer, (const guint8 *) "12345", 5, &more));
  g_assert_error (more, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID);
  g_assert_true (decant_artifact_writer_write (writer, (const guint8 *) "123", 3, NULL));
  g_assert_false (decant_artifact_writer_finish (writer, &fewer));
  g_assert_error (fewer, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_ORDER);
  g_assert_true (decant_artifact_writer_write (writer, (const guint8 *) "4", 1, NULL));
  g_assert_true (decant_artifact_writer_finish (writer, NULL));
  g_assert_true (decant_artifact_writer_finish (writer, NULL));
  close (fd);
}

/* The disk is full in the middle of a chunk, then there is space again: the file is as if nothing had been. */
static void
test_full (void)
{
  gsize size = 200000, sent = 0;
  g_autofree guint8 *data = pattern (size);
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "decant-artifact-XXXXXX", NULL);
  int fd = g_mkstemp (path);
  g_autoptr (DecantArtifactWriter) writer = decant_artifact_writer_new (fd, VAULT, size, NULL);
  g_autoptr (DecantArtifactReader) reader = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  struct rlimit old, small;

  signal (SIGXFSZ, SIG_IGN);
  getrlimit (RLIMIT_FSIZE, &old);
  small = old;
  small.rlim_cur = 70001;
  setrlimit (RLIMIT_FSIZE, &small);
  g_assert_false (decant_artifact_writer_write (writer, data, size, &error));
  setrlimit (RLIMIT_FSIZE, &old);
  g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_FULL);
  sent = decant_artifact_writer_get_received (writer);
  g_assert_cmpuint (sent, <, size);
  g_assert_true (decant_artifact_writer_write (writer, data + sent, size - sent, NULL));
  g_assert_true (decant_artifact_writer_finish (writer, NULL));
  reader = decant_artifact_reader_new (fd, VAULT, decant_artifact_writer_get_key (writer), NULL);
  bytes = decant_artifact_reader_read_all (reader, size, NULL);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), data, size);
  close (fd);
  unlink (path);
}

/* The plain bytes never reach the file. */
static void
test_no_plain (void)
{
  static const char text[] = "an invented line that must not be found in the file";
  gsize size = 100 * sizeof text;
  g_autofree guint8 *data = g_malloc (size);
  g_auto (Made) made = { 0 };

  for (guint i = 0; i < 100; i++)
    memcpy (data + i * sizeof text, text, sizeof text);
  make (&made, data, size, 64);
  g_assert_null (memmem (made.file, made.length, text, 16));
}

static void
test_max (void)
{
  g_auto (Made) made = { 0 };
  g_autoptr (DecantArtifactReader) reader = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  int fd;

  make (&made, (const guint8 *) "12345", 5, 5);
  fd = memory_file (made.file, made.length);
  reader = decant_artifact_reader_new (fd, VAULT, made.key, NULL);
  bytes = decant_artifact_reader_read_all (reader, 4, &error);
  g_assert_null (bytes);
  g_assert_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_INVALID);
  close (fd);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/artifact-cipher/round", test_round);
  g_test_add_func ("/artifact-cipher/steps", test_steps);
  g_test_add_func ("/artifact-cipher/damage", test_damage);
  g_test_add_func ("/artifact-cipher/odd", test_odd);
  g_test_add_func ("/artifact-cipher/wrong-size", test_wrong_size);
  g_test_add_func ("/artifact-cipher/full", test_full);
  g_test_add_func ("/artifact-cipher/no-plain", test_no_plain);
  g_test_add_func ("/artifact-cipher/max", test_max);
  return g_test_run ();
}
