/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "evidence/vault.h"
#include "faults.h"

/*
 * What a program does with a vault, step by step, and what must hold afterwards whatever happened to it.
 * The ledger is the memory of somebody outside: it stands in shared memory and knows what was acknowledged.
 */

#define LEDGER_ROOM 4096

typedef struct
{
  char what[40]; /* capture id or the words of the note: unique */
  gboolean capture;
  guint64 entry;
  char leaf[65];
} Acknowledged;

typedef struct
{
  guint n;      /* acknowledged so far */
  guint failed; /* attempts that ended in an error */
  guint steps;  /* that came to their end */
  char complaint[512];
  char checkpoint[1024]; /* of the latest */
  Acknowledged all[LEDGER_ROOM];
} Ledger;

Ledger *ledger_new (void);
void ledger_free (Ledger *ledger);
/* The first @n acknowledgements of @from; forgets the checkpoint if there are fewer. */
void ledger_copy (Ledger *to, const Ledger *from, guint n);

/* One fault may cost one attempt; with PERSISTENT every step may fail. */
typedef enum
{
  WORKLOAD_PLAIN,
  WORKLOAD_SINGLE_FAULT,
  WORKLOAD_PERSISTENT_FAULT
} WorkloadMode;

/* Opens the vault in @folder, which it makes if there is none. */
DecantVault *workload_open (const char *folder, GError **error);
/* Reading, with all that it takes to read. */
DecantVault *workload_open_for_reading (const char *folder, GError **error);

/* All steps from the first on. Steps that are in the ledger already are done again, as by a client who never got the
 * answer: captures are then repeated, notes left out. */
void workload_run (const char *folder, Ledger *ledger, WorkloadMode mode);

/* Calls of a workload without a fault: how many, and what each is (transfer full). */
guint workload_rehearse (FaultsCall **calls);

/* A capture with artifacts of these sizes (−1 ends), the bytes made from its id; into the ledger when acknowledged. */
gboolean workload_capture (DecantVault *vault, Ledger *ledger, const char *capture, const int sizes[4], GError **error);
gboolean workload_note (DecantVault *vault, Ledger *ledger, const char *words, GError **error);

/* NULL if all holds, else what does not (transfer full): opens, nothing acknowledged is missing or doubled, at most
 * @in_flight entries more, artifacts whole, leftovers swept or named, the verifier agrees, a further entry is taken.
 * @thorough: verified once more after that entry. */
char *workload_examine (const char *folder, const Ledger *ledger, guint in_flight, gboolean thorough);
