/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "native-host/secret-input.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <signal.h>
#include <sodium.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "evidence/folder.h"
#include "evidence/secret.h"

#define LEAST 8 /* characters of a new passphrase */

static volatile sig_atomic_t interrupted;

static void
on_signal (int number)
{
  interrupted = number;
}

/* Byte by byte: what follows the line belongs to somebody else (the next secret on the same descriptor). */
static char *
read_line (int fd, GError **error)
{
  g_autoptr (DecantSecret) line = decant_secret_alloc (SECRET_INPUT_MAX + 1);
  gsize length = 0;

  for (;;)
    {
      ssize_t n = read (fd, line + length, 1);

      if (n < 0 && errno == EINTR && interrupted == 0)
        continue;
      if (n < 0)
        {
          g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "could not read the passphrase: %s",
                       g_strerror (errno));
          return NULL;
        }
      if (n == 0 || line[length] == '\n')
        break;
      if (line[length] == '\0' || ++length > SECRET_INPUT_MAX - 1)
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                       "expected a line of text of at most %d bytes, saw more, or a zero byte", SECRET_INPUT_MAX - 1);
          return NULL;
        }
    }
  line[length] = '\0';
  return (char *) g_steal_pointer (&line);
}

/* With the echo off; it comes back whatever happens, a signal included. */
static char *
read_silently (int terminal, const char *prompt, GError **error)
{
  static const int signals[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };
  struct sigaction action = { .sa_handler = on_signal }, old_actions[G_N_ELEMENTS (signals)];
  struct termios old, silent;
  char *line = NULL;

  if (tcgetattr (terminal, &old) != 0)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "could not silence the terminal: %s",
                   g_strerror (errno));
      return NULL;
    }
  interrupted = 0;
  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    sigaction (signals[i], &action, &old_actions[i]);
  silent = old;
  silent.c_lflag &= ~(ECHO | ECHOE | ECHOK | ECHONL);
  if (decant_write_all (terminal, prompt, strlen (prompt)) && tcsetattr (terminal, TCSAFLUSH, &silent) == 0)
    line = read_line (terminal, error);
  else
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "could not silence the terminal: %s",
                 g_strerror (errno));
  tcsetattr (terminal, TCSAFLUSH, &old);
  decant_write_all (terminal, "\n", 1);
  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    sigaction (signals[i], &old_actions[i], NULL);
  if (interrupted != 0)
    raise (interrupted);
  return line;
}

char *
secret_input_read (int fd, const char *prompt, GError **error)
{
  g_auto (DecantFd) terminal = fd >= 0 ? -1 : open ("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);

  if (fd >= 0)
    return read_line (fd, error);
  if (terminal >= 0)
    return read_silently (terminal, prompt, error);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                       "there is no terminal to ask for it on. Give it by --passphrase-fd and its like (see --help)");
  return NULL;
}

char *
secret_input_read_new (int fd, GError **error)
{
  g_autoptr (DecantSecret) first = (DecantSecret *) secret_input_read (fd, "New passphrase: ", error);
  g_autoptr (DecantSecret) second = NULL;

  if (first == NULL)
    return NULL;
  if (!g_utf8_validate ((const char *) first, -1, NULL) || g_utf8_strlen ((const char *) first, -1) < LEAST)
    {
      g_set_error (
          error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
          "expected a passphrase of at least %d characters of UTF-8. Some unrelated words are easy to keep in mind",
          LEAST);
      return NULL;
    }
  if (fd < 0)
    {
      if ((second = (DecantSecret *) secret_input_read (-1, "The same again: ", error)) == NULL)
        return NULL;
      if (strlen ((const char *) first) != strlen ((const char *) second)
          || sodium_memcmp (first, second, strlen ((const char *) first)) != 0)
        {
          g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                               "the two passphrases differ. Nothing was changed");
          return NULL;
        }
    }
  return (char *) g_steal_pointer (&first);
}
