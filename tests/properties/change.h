/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "history.h"

/* One random change to the files of a vault, by who has no key: to any file, to any row, back to an older copy.
 * Returns what it was, for people. */
char *change_something (const History *history, GRand *rand);
/* Runs SQL as an attacker would: no triggers, no constraints; the schema is put back. FALSE if it could not. */
gboolean change_by_sql (const char *folder, const char *sql);
