/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* A throw-away time stamp authority, made and run by the openssl program: somebody else's software on the other side.
 */

typedef struct
{
  char *folder;       /* removed at the end */
  char *certificates; /* the root, PEM: what a user would trust */
  char *stranger;     /* another root, which signed nothing */
} Authority;

/* FALSE, with the test skipped, where there is no openssl. */
gboolean authority_set_up (Authority *self);
void authority_tear_down (Authority *self);

/* A file in its folder. transfer full */
char *authority_path (const Authority *self, const char *name);
/* The same with these bytes in it. */
char *authority_write (const Authority *self, const char *name, GBytes *bytes);
GBytes *authority_read (const Authority *self, const char *name);
/* Runs a command there; the exit status must be @status. What it printed, errors too: transfer full. */
char *authority_run (const Authority *self, int status, const char *command);
/* What the authority answers; the reply, or a refusal, of RFC 3161. */
GBytes *authority_reply (const Authority *self, GBytes *request);
