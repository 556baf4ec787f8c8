/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Secrets come from a terminal, without echo, or from a file descriptor: never from arguments or the environment, which
 * other programs can read. */

G_BEGIN_DECLS

#define SECRET_INPUT_MAX 4096 /* bytes */

/* One line, without its newline, in guarded memory (secret.h). @fd: −1 for the terminal, where @prompt is shown. */
char *secret_input_read (int fd, const char *prompt, GError **error);
/* A new passphrase of eight characters or more; asked twice on the terminal. */
char *secret_input_read_new (int fd, GError **error);

G_END_DECLS
