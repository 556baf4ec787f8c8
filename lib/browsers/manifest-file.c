/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "browsers/manifest-file.h"
#include "browsers/browsers.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static gboolean
fail (GError **error, const char *what, const char *path)
{
  int code = errno;

  g_set_error (error, DECANT_BROWSERS_ERROR, DECANT_BROWSERS_ERROR_IO, "Could not %s %s: %s.", what, path,
               code == ELOOP ? "it is a symbolic link, which is not followed" : g_strerror (code));
  return FALSE;
}

static int
open_folder (const char *folder, GError **error)
{
  int fd;

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      fail (error, "make the folder", folder);
      return -1;
    }
  fd = open (folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (fd < 0)
    {
      if (errno == ENOTDIR && g_file_test (folder, G_FILE_TEST_IS_SYMLINK))
        errno = ELOOP;
      fail (error, "open the folder", folder);
    }
  return fd;
}

static gboolean
write_all (int fd, const char *text, gsize length)
{
  while (length > 0)
    {
      gssize n = write (fd, text, length);
      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return FALSE;
      text += n;
      length -= n;
    }
  return fsync (fd) == 0;
}

static gboolean
write_at (int folder, const char *temporary, const char *name, const char *text)
{
  int fd = openat (folder, temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  gboolean written;

  if (fd < 0)
    return FALSE;
  written = write_all (fd, text, strlen (text));
  written = close (fd) == 0 && written;
  if (written && renameat (folder, temporary, folder, name) == 0)
    return fsync (folder) == 0;
  int code = errno;
  unlinkat (folder, temporary, 0);
  errno = code;
  return FALSE;
}

gboolean
decant_manifest_file_write (const char *path, const char *text, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *temporary = g_strdup_printf (".%s.%08x", name, g_random_int ());
  int fd = open_folder (folder, error);
  gboolean written;

  if (fd < 0)
    return FALSE;
  written = write_at (fd, temporary, name, text);
  if (!written)
    fail (error, "write", path);
  close (fd);
  return written;
}

gboolean
decant_manifest_file_remove (const char *path, GError **error)
{
  return g_unlink (path) == 0 || errno == ENOENT || errno == ENOTDIR || fail (error, "remove", path);
}
