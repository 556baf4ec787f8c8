/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "evidence/error.h"

int
decant_close (int fd)
{
  int saved = errno;

  close (fd);
  errno = saved;
  return -1;
}

static gboolean
check_owner (const struct stat *state, const char *path, const char *mode, GError **error)
{
  g_autofree char *quoted = NULL;

  if (state->st_uid == geteuid () && (state->st_mode & 077) == 0)
    return TRUE;
  quoted = g_shell_quote (path);
  if (state->st_uid != geteuid ())
    g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_BROKEN,
                 "Expected %s to belong to you (user %u), saw user %u. If it is yours: sudo chown %u %s", quoted, geteuid (),
                 state->st_uid, geteuid (), quoted);
  else
    g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_BROKEN,
                 "Expected %s to be closed to others, saw mode %04o. Others may have read or changed it. Close it: chmod %s %s",
                 quoted, state->st_mode & 07777, mode, quoted);
  return FALSE;
}

int
decant_folder_open (const char *path, gboolean foreign, GError **error)
{
  g_auto (DecantFd) fd = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  struct stat state;

  if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
    {
      g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_ABSENT, "There is no vault in %s. Open Decant and make one, or run “decantctl vault create”.", path);
      return -1;
    }
  if (fd < 0 || fstat (fd, &state) != 0)
    {
      decant_vault_set_error_from_errno (error, errno, "open the vault's folder");
      return -1;
    }
  if (!foreign && !check_owner (&state, path, "700", error))
    return -1;
  return g_steal_fd (&fd);
}

int
decant_folder_open_inside (int folder, const char *name)
{
  return openat (folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

int
decant_folder_ensure_inside (int folder, const char *name)
{
  /* Synced even if it is there: who made it may have died before. */
  if ((mkdirat (folder, name, 0700) != 0 && errno != EEXIST) || fsync (folder) != 0)
    return -1;
  return decant_folder_open_inside (folder, name);
}

gboolean
decant_folder_check_file (int folder, const char *path, const char *name, GError **error)
{
  struct stat state;
  g_autofree char *full = g_build_filename (path, name, NULL);

  if (fstatat (folder, name, &state, AT_SYMLINK_NOFOLLOW) != 0)
    return errno == ENOENT ? TRUE : decant_vault_set_error_from_errno (error, errno, "look at the vault's files");
  if (!S_ISREG (state.st_mode))
    {
      g_set_error (error, DECANT_VAULT_ERROR, DECANT_VAULT_ERROR_BROKEN, "Expected %s to be a file, saw a link or something else. Put the file itself there.", full);
      return FALSE;
    }
  return check_owner (&state, full, "600", error);
}

int
decant_folder_open_file (int folder, const char *name, guint64 *size)
{
  /* O_NONBLOCK: a named pipe must not hang us. */
  g_auto (DecantFd) fd = openat (folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
  struct stat state;

  if (fd < 0 || fstat (fd, &state) != 0)
    return -1;
  if (!S_ISREG (state.st_mode))
    {
      errno = EINVAL;
      return -1;
    }
  if (size != NULL)
    *size = state.st_size;
  return g_steal_fd (&fd);
}

char *
decant_folder_read_file (int folder, const char *name, gsize max, gsize *length)
{
  guint64 size = 0;
  g_auto (DecantFd) fd = decant_folder_open_file (folder, name, &size);
  g_autofree char *bytes = NULL;
  gsize have = 0;

  if (fd < 0)
    return NULL;
  if (size > max)
    {
      errno = EFBIG;
      return NULL;
    }
  bytes = g_malloc (size + 1);
  while (have < size)
    {
      ssize_t n = read (fd, bytes + have, size - have);

      if (n < 0 && errno != EINTR)
        return NULL;
      if (n == 0)
        break;
      have += MAX (n, 0);
    }
  bytes[have] = '\0';
  *length = have;
  return g_steal_pointer (&bytes);
}

gboolean
decant_write_all (int fd, const void *data, gsize length)
{
  const char *p = data;

  while (length > 0)
    {
      ssize_t n = write (fd, p, length);

      if (n < 0 && errno != EINTR)
        return FALSE;
      p += MAX (n, 0);
      length -= MAX (n, 0);
    }
  return TRUE;
}

gboolean
decant_folder_write_file (int folder, const char *name, const void *data, gsize length)
{
  g_auto (DecantFd) fd = openat (folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);

  return fd >= 0 && decant_write_all (fd, data, length) && fsync (fd) == 0;
}

gboolean
decant_folder_visit (int folder, DecantFolderVisit visit, gpointer user_data)
{
  int fd = openat (folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC); /* fdopendir takes it, and its position */
  DIR *stream = fd < 0 ? NULL : fdopendir (fd);
  const struct dirent *item;
  gboolean ok = TRUE;

  if (stream == NULL)
    {
      if (fd >= 0)
        decant_close (fd);
      return FALSE;
    }
  while (ok && (item = readdir (stream)) != NULL)
    if (strcmp (item->d_name, ".") != 0 && strcmp (item->d_name, "..") != 0)
      ok = visit (folder, item->d_name, user_data);
  closedir (stream);
  return ok;
}
