/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk/desk-peer.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "protocol/wire-error.h"

#ifndef SO_PEERPIDFD
#define SO_PEERPIDFD 77
#endif

typedef enum
{
  OURS,
  OTHER,
  HIDDEN,
} Program;

static gboolean
refuse (GError **error, const char *message)
{
  g_set_error_literal (error, DECANT_WIRE_ERROR, DECANT_WIRE_ERROR_VAULT_LOCKED, message);
  return FALSE;
}

/* The process of the other end, held: its number cannot be given to another while this is open and it is alive. */
static int
hold (int socket, pid_t pid)
{
  int pidfd = -1;
  socklen_t length = sizeof pidfd;

  if (getsockopt (socket, SOL_SOCKET, SO_PEERPIDFD, &pidfd, &length) == 0)
    return pidfd;
  return syscall (SYS_pidfd_open, pid, 0);
}

static gboolean
is_alive (int pidfd)
{
  struct pollfd ended = { .fd = pidfd, .events = POLLIN };

  return poll (&ended, 1, 0) == 0;
}

/* Seconds since boot at which a process began (proc_pid_stat(5), field 22); negative if it does not say. */
static double
read_start (pid_t pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/stat", pid), *text = NULL;
  const char *at = g_file_get_contents (path, &text, NULL, NULL) ? strrchr (text, ')') : NULL;

  for (guint field = 2; at != NULL && field < 22; field++)
    at = strchr (at + 1, ' ');
  return at == NULL ? -1 : (double) g_ascii_strtoull (at + 1, NULL, 10) / sysconf (_SC_CLK_TCK);
}

static double
read_now (void)
{
  struct timespec now;

  return clock_gettime (CLOCK_BOOTTIME, &now) == 0 ? now.tv_sec + now.tv_nsec / 1e9 : -1;
}

/* By device and inode: a path would be only a name. */
static Program
read_program (pid_t pid, const char *const *programs)
{
  g_autofree char *link = g_strdup_printf ("/proc/%d/exe", pid);
  struct stat running, known;

  if (stat (link, &running) != 0)
    return HIDDEN;
  for (; *programs != NULL; programs++)
    if (stat (*programs, &known) == 0 && known.st_dev == running.st_dev && known.st_ino == running.st_ino)
      return OURS;
  return OTHER;
}

static gboolean
check_program (int socket, pid_t pid, const char *const *programs, gboolean *seen, GError **error)
{
  double now = read_now ();
  int pidfd = hold (socket, pid);
  gboolean can_hold = pidfd >= 0 || errno != ENOSYS; /* Linux before 5.3 cannot */
  Program program = read_program (pid, programs);
  double start = read_start (pid);
  gboolean alive = pidfd >= 0 && is_alive (pidfd);

  if (pidfd >= 0)
    close (pidfd);
  if ((can_hold && !alive) || start > now)
    return refuse (error, "Expected the program that asks to be there still, saw it gone.");
  if (program == OTHER)
    return refuse (error, "Expected Decant's own host to ask, saw another program or an older one. Restart the browser "
                          "after an update of Decant.");
  *seen = program == OURS;
  return TRUE;
}

gboolean
decant_desk_peer_check (int socket, const char *const *programs, DecantDeskPeer *peer, GError **error)
{
  struct ucred credentials;
  socklen_t length = sizeof credentials;
  gboolean seen = FALSE;

  if (getsockopt (socket, SOL_SOCKET, SO_PEERCRED, &credentials, &length) != 0)
    return refuse (error, "The system does not say who is at the other end.");
  if (credentials.uid != geteuid ())
    return refuse (error, "Expected a program of your own account at the other end, saw one of another.");
  if (programs != NULL && credentials.pid > 0 && !check_program (socket, credentials.pid, programs, &seen, error))
    return FALSE;
  if (peer != NULL)
    *peer = (DecantDeskPeer){ credentials.pid, seen };
  return TRUE;
}
