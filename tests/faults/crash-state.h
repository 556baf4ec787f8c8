/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "faults.h"

/*
 * What a power cut may leave, from a record of what was done (faults.h). The model is that of ALICE (Pillai et al.,
 * OSDI 2014) with the weakest file system that POSIX allows:
 *  - a write or a new size is certain after a successful fsync of the file; a name after one of its folder. Before that
 * each may be there or not, in any combination; of a write also a prefix, any of its 512-byte sectors, or only zeros.
 *  - a rename may leave both names, never none. It replaces its target at once.
 *  - what was written before an fsync that FAILED is never certain again, until written anew (the kernel may have
 * dropped it). vault.db-shm is written through a mapping: it is left out, or zeros, or noise.
 */

typedef struct _CrashHistory CrashHistory;

typedef enum
{
  CRASH_NONE,    /* only what is certain */
  CRASH_ALL,     /* everything, as after SIGKILL */
  CRASH_WITHOUT, /* all but the @which-th uncertain change */
  CRASH_ONLY,    /* none but the @which-th */
  CRASH_FIRST,   /* those before the @which-th, … */
  CRASH_TORN,    /* … and a part of it */
  CRASH_RANDOM,  /* each by chance */
  CRASH_N_CHOICES,
} CrashChoice;

/* The log must outlive it. */
CrashHistory *crash_history_new (const FaultsLog *log);
void crash_history_free (CrashHistory *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrashHistory, crash_history_free)

guint crash_history_get_length (CrashHistory *self); /* records */
const FaultsRecord *crash_history_get_record (CrashHistory *self, guint index);

/* Sets the moment of the power cut: after the first @point records. Returns how many changes are uncertain then. */
guint crash_history_cut (CrashHistory *self, guint point);

/* Chooses one of the possible states; what it is, in a word (transfer full): SHA-256 of all names and bytes. */
char *crash_history_choose (CrashHistory *self, CrashChoice choice, guint which, guint32 seed);
/* Writes the chosen state into an empty folder, outside of what is watched. */
void crash_history_write (CrashHistory *self, const char *folder);
/* The same word for a folder on the disk. */
char *crash_state_of_folder (const char *folder);
