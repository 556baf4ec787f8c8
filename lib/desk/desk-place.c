/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk/desk-place.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "protocol/wire-error.h"

#define LOCK "desk.lock"
#define BACKLOG 16

static int G_GNUC_PRINTF (2, 3) refuse (GError **error, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_propagate_error (error, g_error_new_valist (DECANT_WIRE_ERROR, DECANT_WIRE_ERROR_VAULT_LOCKED, format, arguments));
  va_end (arguments);
  return -1;
}

/* Ours, a folder, and closed to everybody else. */
static int
check_folder (int folder, const char *path, GError **error)
{
  struct stat status;

  if (fstat (folder, &status) == 0 && status.st_uid == geteuid () && (status.st_mode & 077) == 0)
    return folder;
  close (folder);
  return refuse (error, "Expected %s to belong to you and to nobody else (mode 0700). Remove it; Decant makes it anew.",
                 path);
}

int
decant_desk_place_open (gboolean make, GError **error)
{
  const char *runtime = g_getenv ("XDG_RUNTIME_DIR");
  g_autofree char *path = NULL;
  int folder;

  if (runtime == NULL || !g_path_is_absolute (runtime))
    return refuse (error,
                   "Expected XDG_RUNTIME_DIR to name a folder of this session, saw none. Log in by a desktop session.");
  path = g_build_filename (runtime, "decant", NULL);
  if (make && mkdir (path, 0700) != 0 && errno != EEXIST)
    return refuse (error, "%s cannot be made: %s.", path, g_strerror (errno));
  folder = open (path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (folder >= 0)
    return check_folder (folder, path, error);
  if (errno == ENOENT)
    return refuse (
        error,
        "Expected Decant to be open and its vault unlocked, saw nobody who answers. Open Decant and unlock the vault.");
  return refuse (error, "%s cannot be opened: %s.", path, g_strerror (errno));
}

void
decant_desk_place_get_address (int folder, struct sockaddr_un *address)
{
  *address = (struct sockaddr_un){ .sun_family = AF_UNIX };
  g_snprintf (address->sun_path, sizeof address->sun_path, "/proc/self/fd/%d/" DECANT_DESK_SOCKET, folder);
}

static gboolean
remove_stale (int folder, GError **error)
{
  struct stat status;

  if (fstatat (folder, DECANT_DESK_SOCKET, &status, AT_SYMLINK_NOFOLLOW) != 0)
    return errno == ENOENT
           || refuse (error, "The place of Decant's socket cannot be looked at: %s.", g_strerror (errno)) == 0;
  if (!S_ISSOCK (status.st_mode))
    return refuse (error, "Expected a socket at $XDG_RUNTIME_DIR/decant/" DECANT_DESK_SOCKET
                          ", saw something else. Remove it.")
           == 0;
  return unlinkat (folder, DECANT_DESK_SOCKET, 0) == 0
         || refuse (error, "An old socket cannot be removed: %s.", g_strerror (errno)) == 0;
}

static int
bind_here (int folder, GError **error)
{
  int fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  struct sockaddr_un address;

  decant_desk_place_get_address (folder, &address);
  if (fd >= 0 && bind (fd, (struct sockaddr *) &address, sizeof address) == 0
      && fchmodat (folder, DECANT_DESK_SOCKET, 0600, 0) == 0 && listen (fd, BACKLOG) == 0)
    return fd;
  refuse (error, "Decant cannot listen for browsers: %s.", g_strerror (errno));
  if (fd >= 0)
    close (fd);
  return -1;
}

int
decant_desk_place_listen (int folder, int *lock, GError **error)
{
  int fd = -1;

  *lock = openat (folder, LOCK, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (*lock < 0)
    return refuse (error, "Decant's lock cannot be opened: %s.", g_strerror (errno));
  if (flock (*lock, LOCK_EX | LOCK_NB) != 0)
    refuse (error, "Another Decant answers browsers already. Close it first.");
  else if (remove_stale (folder, error))
    fd = bind_here (folder, error);
  if (fd < 0)
    {
      close (*lock);
      *lock = -1;
    }
  return fd;
}
