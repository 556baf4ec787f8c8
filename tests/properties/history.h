/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fixture.h"

/* A random history of a small vault, made of one seed: the same seed, the same acts and the same random bytes. */

typedef struct
{
  char *root;      /* a folder for this history alone, removed at the end */
  char *folder;    /* of the vault as it is after the last act, … */
  char *older;     /* … as it was some acts before, … */
  char *elsewhere; /* … and of another vault of the same owner */
  char *held;      /* the last checkpoint, which somebody else keeps */
  gint64 size;
  DecantKeys *keys;
} History;

/* All bytes that the vault draws come from @seed from now on. */
void history_seed (guint32 seed);
/* @base: an empty folder. */
History *history_new (const char *base, GRand *rand);
void history_free (History *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (History, history_free)

/* Removes what was sealed of an entry and its files, after an entry that says so. */
void history_erase (const char *folder, DecantVault *vault, guint64 number);
/* All that a reader with the keys gets to see, proofs among it. */
char *history_read (const char *folder, DecantKeys *keys);
