/* SPDX-License-Identifier: GPL-3.0-or-later */
/* decant-host: started by browsers over native messaging (docs/PROTOCOL.md). */
#include "native-host/host.h"
#include "config.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char help[] =
  "decant-host " DECANT_VERSION " is started by a browser, for the Decant extension; it is not run by hand.\n"
  "\n"
  "A browser finds it through a small manifest file. To write or check these files:\n"
  "  decantctl browsers install    tell every browser on this machine\n"
  "  decantctl browsers doctor     see which browser knows the host, and what stands in the way\n"
  "To read a text without a browser:\n"
  "  decantctl scan\n"
  "\n"
  "It speaks frames on standard input and output (docs/PROTOCOL.md), sends nothing to the network, and ends with\n"
  "its input: status 0, or 3 when the input is not made of frames.\n";

/* Keeps stdout for frames alone: fd 1 becomes stderr, so that a stray print of a library cannot break the stream. */
static int
take_stdout (void)
{
  int out = fcntl (STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);

  if (out < 0 || dup2 (STDERR_FILENO, STDOUT_FILENO) < 0)
    return -1;
  return out;
}

int
main (int argc, char **argv)
{
  g_autoptr (Host) host = NULL;
  int out;

  if (argc > 1 && (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "--version") == 0))
    {
      g_print ("%s", strcmp (argv[1], "--help") == 0 ? help : "decant-host " DECANT_VERSION "\n");
      return 0;
    }
  if (isatty (STDIN_FILENO))
    {
      g_printerr ("%s", help);
      return 2;
    }
  umask (077);
  signal (SIGPIPE, SIG_IGN); /* a browser that has gone shows at the next write */
  signal (SIGXFSZ, SIG_IGN); /* a file size limit is a full disk, not a reason to die */
  out = take_stdout ();
  if (out < 0)
    {
      g_printerr ("decant-host: expected stdin, stdout and stderr to be open.\n");
      return 2;
    }
  host = host_new (out);
  if (host->library == NULL)
    g_printerr ("decant-host: %s\n", host->problem);
  return host_run (host, STDIN_FILENO);
}
