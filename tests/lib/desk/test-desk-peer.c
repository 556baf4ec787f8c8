/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is at the other end: a child of the test, as the program that is expected, as another, under another account, or
 * gone. */
#include "desk/desk-peer.h"

#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "protocol/wire-error.h"

typedef enum
{
  SAME,
  OTHER_USER,
  GONE,
} Peer;

typedef struct
{
  char *folder;
  struct sockaddr_un address;
  int listening;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("decant-peer-XXXXXX", NULL);
  fixture->address = (struct sockaddr_un){ .sun_family = AF_UNIX };
  g_snprintf (fixture->address.sun_path, sizeof fixture->address.sun_path, "%s/s", fixture->folder);
  fixture->listening = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  g_assert_cmpint (bind (fixture->listening, (struct sockaddr *) &fixture->address, sizeof fixture->address), ==, 0);
  g_assert_cmpint (listen (fixture->listening, 4), ==, 0);
  /* Another account must come as far as the check. */
  g_assert_cmpint (chmod (fixture->folder, 0755), ==, 0);
  g_assert_cmpint (chmod (fixture->address.sun_path, 0777), ==, 0);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  close (fixture->listening);
  unlink (fixture->address.sun_path);
  rmdir (fixture->folder);
  g_free (fixture->folder);
}

static pid_t
start (Fixture *fixture, Peer peer)
{
  pid_t child = fork ();
  int fd;

  g_assert_cmpint (child, >=, 0);
  if (child > 0)
    return child;
  if (peer == OTHER_USER && setuid (65534) != 0)
    _exit (2);
  fd = socket (AF_UNIX, SOCK_STREAM, 0);
  if (fd < 0 || connect (fd, (struct sockaddr *) &fixture->address, sizeof fixture->address) != 0)
    _exit (3);
  if (peer == GONE)
    _exit (0);
  pause (); /* until the test ends it */
  _exit (4);
}

static gboolean
check (Fixture *fixture, Peer peer, const char *const *programs, DecantDeskPeer *seen, GError **error)
{
  pid_t child = start (fixture, peer);
  int fd = accept (fixture->listening, NULL, NULL), status;
  gboolean ok;

  g_assert_cmpint (fd, >=, 0);
  if (peer == GONE)
    g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  ok = decant_desk_peer_check (fd, programs, seen, error);
  if (ok)
    g_assert_cmpint (seen->pid, ==, child);
  close (fd);
  if (peer != GONE)
    {
      kill (child, SIGKILL);
      g_assert_cmpint (waitpid (child, &status, 0), ==, child);
    }
  return ok;
}

static void
test_rows (Fixture *fixture, gconstpointer data)
{
  const char *ours[] = { "/nowhere/decant-host", "/proc/self/exe", NULL }, *another[] = { "/bin/sh", NULL },
             *none[] = { NULL };
  const struct
  {
    Peer peer;
    const char *const *programs;
    gboolean ok, seen;
  } rows[] = {
    { SAME, ours, TRUE, TRUE }, { SAME, NULL, TRUE, FALSE }, /* nobody asks for its program */
    { SAME, another, FALSE },   { SAME, none, FALSE },       { GONE, ours, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      DecantDeskPeer peer;
      gboolean ok = check (fixture, rows[i].peer, rows[i].programs, &peer, &error);

      g_test_message ("row %u: %s", i, error != NULL ? error->message : "ok");
      g_assert_cmpint (ok, ==, rows[i].ok);
      if (ok)
        g_assert_cmpint (peer.seen, ==, rows[i].seen);
      else
        g_assert_error (error, DECANT_WIRE_ERROR, DECANT_WIRE_ERROR_VAULT_LOCKED);
    }
}

static void
test_another_account (Fixture *fixture, gconstpointer data)
{
  const char *ours[] = { "/proc/self/exe", NULL };
  g_autoptr (GError) error = NULL;
  DecantDeskPeer peer;

  if (geteuid () != 0)
    {
      g_test_skip ("only root can be somebody else");
      return;
    }
  g_assert_false (check (fixture, OTHER_USER, ours, &peer, &error));
  g_assert_error (error, DECANT_WIRE_ERROR, DECANT_WIRE_ERROR_VAULT_LOCKED);
  g_assert_nonnull (strstr (error->message, "your own account"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/desk/peer/rows", Fixture, NULL, set_up, test_rows, tear_down);
  g_test_add ("/desk/peer/another-account", Fixture, NULL, set_up, test_another_account, tear_down);
  return g_test_run ();
}
