/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/artifact-store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "evidence/digest.h"
#include "evidence/error.h"
#include "evidence/folder.h"

#define STORE "artifacts"
#define BLOCK (256 * 1024)

/* The folder that holds @sha256, made if @make. −1 with errno. */
static int
open_shelf (int folder, const char *sha256, gboolean make)
{
  char shelf[3] = { sha256[0], sha256[1], '\0' };
  g_auto (DecantFd) store = make ? decant_folder_ensure_inside (folder, STORE) : decant_folder_open_inside (folder, STORE);

  if (store < 0)
    return -1;
  return make ? decant_folder_ensure_inside (store, shelf) : decant_folder_open_inside (store, shelf);
}

gboolean
decant_artifact_store_put (int folder, int from, const char *name, const char *sha256, GError **error)
{
  g_auto (DecantFd) shelf = open_shelf (folder, sha256, TRUE);

  /* A file of that name has the same bytes, or is damaged: either way this one may take its place. */
  if (shelf < 0 || renameat (from, name, shelf, sha256) != 0 || fsync (shelf) != 0)
    return decant_vault_set_error_from_errno (error, errno, "put the artifact into the vault");
  return TRUE;
}

gboolean
decant_artifact_store_take_back (int folder, int to, const char *name, const char *sha256)
{
  g_auto (DecantFd) shelf = open_shelf (folder, sha256, FALSE);

  return shelf >= 0 && renameat (shelf, sha256, to, name) == 0;
}

gboolean
decant_artifact_store_remove (int folder, const char *name)
{
  g_auto (DecantFd) shelf = open_shelf (folder, name, FALSE);

  if (shelf < 0 || unlinkat (shelf, name, 0) != 0)
    return errno == ENOENT;
  return fsync (shelf) == 0;
}

int
decant_artifact_store_open (int folder, const char *sha256, guint64 *size, GError **error)
{
  g_auto (DecantFd) shelf = open_shelf (folder, sha256, FALSE);
  g_auto (DecantFd) fd = shelf < 0 ? -1 : decant_folder_open_file (shelf, sha256, size);

  if (fd >= 0)
    return g_steal_fd (&fd);
  if (errno == ENOENT)
    g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_NOT_FOUND, "There is no artifact %s in this vault.", sha256);
  else
    decant_vault_set_error_from_errno (error, errno, "open the artifact");
  return -1;
}

char *
decant_artifact_store_hash (int fd, GCancellable *cancellable, GError **error)
{
  g_autoptr (DecantHasher) sum = decant_hasher_new ();
  g_autofree guint8 *block = g_malloc (BLOCK);
  ssize_t n;

  while ((n = read (fd, block, BLOCK)) != 0)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      if (n < 0 && errno != EINTR)
        {
          decant_vault_set_error_from_errno (error, errno, "read the artifact");
          return NULL;
        }
      decant_hasher_update (sum, block, MAX (n, 0));
    }
  return decant_hasher_finish (sum);
}

static gboolean
read_all (int fd, guint8 *bytes, guint64 size)
{
  for (guint64 have = 0; have < size;)
    {
      ssize_t n = read (fd, bytes + have, size - have);

      if (n == 0)
        errno = EIO; /* shorter than it was a moment ago */
      if (n == 0 || (n < 0 && errno != EINTR))
        return FALSE;
      have += MAX (n, 0);
    }
  return TRUE;
}

GBytes *
decant_artifact_store_read (int folder, const char *sha256, guint64 max, GError **error)
{
  guint64 size = 0;
  g_auto (DecantFd) fd = decant_artifact_store_open (folder, sha256, &size, error);
  g_autofree guint8 *bytes = NULL;
  g_autofree char *seen = NULL;

  if (fd < 0)
    return NULL;
  if (size <= max)
    {
      bytes = g_malloc (size + 1);
      if (!read_all (fd, bytes, size))
        {
          decant_vault_set_error_from_errno (error, errno, "read the artifact");
          return NULL;
        }
      seen = g_compute_checksum_for_data (G_CHECKSUM_SHA256, bytes, size);
    }
  if (seen == NULL || !g_str_equal (seen, sha256))
    {
      g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_DIGEST,
                   "The artifact %s does not have the bytes it had when it was logged. Keep the folder as it is and verify the vault.", sha256);
      return NULL;
    }
  return g_bytes_new_take (g_steal_pointer (&bytes), size);
}
