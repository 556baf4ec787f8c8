/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/*
 * decantctl: what Decant does, without browser and window. One file a command.
 *
 * Exit status: 0 done, 1 done and something is wrong (said on stdout or stderr), 2 not done: a wrong argument, or something
 * that was needed could not be read.
 */

G_BEGIN_DECLS

enum { CTL_OK = 0, CTL_WRONG = 1, CTL_NOT_DONE = 2 };

/* Each takes the arguments from the command's name on. */
int ctl_scan (int argc, char **argv);
int ctl_explain (int argc, char **argv);
int ctl_verify (int argc, char **argv);
int ctl_checkpoint (int argc, char **argv);
int ctl_timestamp (int argc, char **argv);
int ctl_browsers (int argc, char **argv);
int ctl_status (int argc, char **argv);
int ctl_lexicon (int argc, char **argv);
int ctl_vault (int argc, char **argv);
int ctl_backup (int argc, char **argv);
int ctl_case (int argc, char **argv);
int ctl_erase (int argc, char **argv);

/* Reads options; --help prints and exits. @usage: e.g. "scan [FILE…]". @text: what the command does, for --help.
 * FALSE if an argument is wrong, which was said on stderr. */
gboolean ctl_parse (int *argc, char ***argv, const char *usage, const GOptionEntry *entries, const char *text);

/* "decantctl: MESSAGE" on stderr; returns CTL_NOT_DONE. */
int ctl_fail (const GError *error);

G_END_DECLS
