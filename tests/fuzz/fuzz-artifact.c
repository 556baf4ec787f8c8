/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The file of an artifact, and the plain of an entry. An even first byte: the rest is the file. An odd one: the rest is
 * the stream inside, sealed as by one who knows the key, so that what comes after the cipher is reached too. What is
 * read has the one size. */
#include <sodium.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "evidence/artifact-cipher.h"
#include "evidence/seal.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

#define VAULT "000102030405060708090a0b0c0d0e0f"
#define PIECE DECANT_ARTIFACT_PIECE

static const guint8 key[32] = { 1 };

static void
write_sealed (int fd, const guint8 *data, gsize size, gboolean final)
{
  static guint8 chunk[PIECE + 17];
  crypto_secretstream_xchacha20poly1305_state state;
  guint8 front[32] = "DCNTART1", id[16];

  for (guint i = 0; i < sizeof id; i++)
    id[i] = i;
  crypto_secretstream_xchacha20poly1305_init_push (&state, front + 8, key);
  g_assert_cmpint (write (fd, front, sizeof front), ==, sizeof front);
  for (gsize at = 0; at < size; at += PIECE)
    {
      gsize n = MIN (PIECE, size - at);

      crypto_secretstream_xchacha20poly1305_push (&state, chunk, NULL, data + at, n, at == 0 ? id : NULL,
                                                  at == 0 ? sizeof id : 0, at + n == size && final ? 3 : 0);
      g_assert_cmpint (write (fd, chunk, n + 17), ==, n + 17);
    }
}

static void
read_plain (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) plain = g_bytes_new_static (data, size);
  g_autoptr (GBytes) disclosures = NULL;
  g_autoptr (GPtrArray) keys = NULL;
  g_autoptr (GBytes) again = NULL;

  if (!decant_seal_plain_read (plain, &disclosures, &keys, NULL))
    return;
  again = decant_seal_plain_write (g_bytes_get_data (disclosures, NULL), g_bytes_get_size (disclosures), keys, NULL);
  g_assert_true (g_bytes_equal (plain, again));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  int fd = memfd_create ("artifact", MFD_CLOEXEC);
  g_autoptr (DecantArtifactReader) reader = NULL;
  g_autoptr (GBytes) bytes = NULL;

  g_assert_cmpint (fd, >=, 0);
  read_plain (data, size);
  if (size > 1 && data[0] % 2 == 0)
    g_assert_cmpint (write (fd, data + 1, size - 1), ==, size - 1);
  else if (size > 1)
    write_sealed (fd, data + 1, size - 1, data[0] != 255);
  reader = decant_artifact_reader_new (fd, VAULT, key, NULL);
  if (reader != NULL)
    bytes = decant_artifact_reader_read_all (reader, 1 << 20, NULL);
  if (bytes != NULL)
    {
      g_assert_cmpuint (decant_padme (8 + g_bytes_get_size (bytes)), ==, size - 1);
      g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), data + 9, g_bytes_get_size (bytes));
    }
  close (fd);
  return 0;
}
