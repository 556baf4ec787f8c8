/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/drive.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "evidence/error.h"
#include "evidence/folder.h"

#define BLOCK (256 * 1024)

gboolean
decant_drive_set_error (GError **error, int number, const char *doing)
{
  if (number != ENOSPC && number != EDQUOT && number != EFBIG)
    return decant_vault_set_error_from_errno (error, number, doing);
  g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_FULL,
               "Could not %s: %s. What was there before stands as it was: free some space, then begin again.", doing,
               g_strerror (number));
  return FALSE;
}

gboolean
decant_drive_sync (int folder)
{
  return fsync (folder) == 0 || errno == EINVAL || errno == ENOSYS || errno == ENOTSUP;
}

int
decant_drive_ensure_inside (int folder, const char *name)
{
  if (mkdirat (folder, name, 0700) != 0 ? errno != EEXIST : !decant_drive_sync (folder))
    return -1;
  return decant_folder_open_inside (folder, name);
}

int
decant_drive_open_shelf (int folder, const char *sha256, gboolean make)
{
  const char shelf[3] = { sha256[0], sha256[1], '\0' };
  g_auto (DecantFd) store
      = make ? decant_drive_ensure_inside (folder, "artifacts") : decant_folder_open_inside (folder, "artifacts");

  if (store < 0)
    return -1;
  return make ? decant_drive_ensure_inside (store, shelf) : decant_folder_open_inside (store, shelf);
}

int
decant_drive_make (int folder, char **name)
{
  int fd;

  *name = g_strdup_printf (DECANT_DRIVE_NEW "%08x%08x", randombytes_random (), randombytes_random ());
  fd = openat (folder, *name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (fd < 0)
    g_clear_pointer (name, g_free);
  return fd;
}

gboolean
decant_drive_keep (int folder, int fd, const char *made, const char *name)
{
  return fsync (fd) == 0 && renameat (folder, made, folder, name) == 0;
}

/* What was being made goes; errno stays. */
static void
drop (int folder, const char *made)
{
  int saved = errno;

  if (made != NULL)
    unlinkat (folder, made, 0);
  errno = saved;
}

gboolean
decant_drive_write (int folder, const char *name, const void *data, gsize length, GError **error)
{
  g_autofree char *made = NULL;
  g_auto (DecantFd) fd = decant_drive_make (folder, &made);

  if (fd >= 0 && decant_write_all (fd, data, length) && decant_drive_keep (folder, fd, made, name)
      && decant_drive_sync (folder))
    return TRUE;
  drop (folder, made);
  return decant_drive_set_error (error, errno, "write to the backup's folder");
}

/* The digest of what went by; NULL with @error. */
static char *
pour (int from, int to, GCancellable *cancellable, GError **error)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guint8 *block = g_malloc (BLOCK);
  ssize_t n;

  while ((n = read (from, block, BLOCK)) != 0)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          decant_vault_set_error_from_errno (error, errno, "read an artifact");
          return NULL;
        }
      g_checksum_update (sum, block, n);
      if (!decant_write_all (to, block, n))
        {
          decant_drive_set_error (error, errno, "copy an artifact");
          return NULL;
        }
    }
  return g_strdup (g_checksum_get_string (sum));
}

gboolean
decant_drive_copy (int from, int folder, const char *sha256, GCancellable *cancellable, GError **error)
{
  g_autofree char *made = NULL;
  g_auto (DecantFd) fd = decant_drive_make (folder, &made);
  g_autofree char *seen = NULL;

  if (fd < 0)
    return decant_drive_set_error (error, errno, "copy an artifact");
  seen = pour (from, fd, cancellable, error);
  if (seen != NULL && g_str_equal (seen, sha256))
    {
      if (decant_drive_keep (folder, fd, made, sha256))
        return TRUE;
      decant_drive_set_error (error, errno, "copy an artifact");
    }
  else if (seen != NULL)
    g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_DIGEST,
                 "The artifact %s does not have the bytes that its name stands for: it was changed or damaged.",
                 sha256);
  drop (folder, made);
  return FALSE;
}
