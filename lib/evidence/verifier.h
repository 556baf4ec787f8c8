/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "evidence/keys.h"

/*
 * The verifier: reads a vault as a stranger would and says what holds, what does not, and what cannot be known.
 * It opens the folder read-only and trusts nothing in it. Without keys it checks all that is stored: leaves, tree,
 * signatures, and sealed entries and artifacts by the digests of their ciphertext; with them also what was sealed.
 * Entries stream: memory grows with the number of artifacts alone. Of one check at most 100 failures are told one by
 * one, the rest as a number.
 */

G_BEGIN_DECLS

typedef enum
{
  DECANT_FINDING_OK,      /* checked and holds */
  DECANT_FINDING_NOTE,    /* true, and the reader should know it */
  DECANT_FINDING_FAILURE, /* does not hold */
} DecantFindingLevel;

typedef struct
{
  DecantFindingLevel level;
  char *check;   /* "vault", "database", "tree", "signature", "leaf", "artifact", "checkpoint", "capture", "held",
                    "clock",   "staging", "limits" (what no check of this vault can tell) */
  gint64 entry;  /* number of the entry, or -1 */
  char *message; /* what was expected, what was seen, what it may mean */
} DecantFinding;

typedef struct
{
  guint64 entries, artifacts, checkpoints; /* artifacts: different files that entries name */
  char *checkpoint;                        /* latest signed note, or NULL */
  GPtrArray *findings;                     /* element-type DecantFinding, in the order of checks */
  gboolean clean;                          /* no failure */
  gboolean locked;                         /* what was sealed was not looked at */
} DecantVerification;

void decant_verification_free (DecantVerification *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantVerification, decant_verification_free)

typedef void (*DecantVerifierProgress) (guint64 done, guint64 total, gpointer user_data);

/* @keys: (nullable): the owner's; others than this vault's are a failure. @held: (nullable): a signed note that
 * somebody else kept; the vault must be a continuation of it. Returns: (transfer full): a report even of a damaged
 * vault; NULL with @error only if nothing can be read (DECANT_VAULT_ERROR_ABSENT) or @cancellable was triggered. */
DecantVerification *decant_verifier_run (const char *folder,
                                         DecantKeys *keys,
                                         const char *held,
                                         DecantVerifierProgress progress,
                                         gpointer user_data,
                                         GCancellable *cancellable,
                                         GError **error);

G_END_DECLS
