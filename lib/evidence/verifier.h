/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "evidence/keys.h"

/*
 * The verifier: reads a vault as a stranger would and says what holds, what does not, and what cannot be known.
 * It opens the folder read-only and trusts nothing in it. Without keys it checks all that is stored: leaves, tree,
 * signatures, and sealed entries and artifacts by the digests of their ciphertext; with them also what was sealed.
 * Entries stream: memory grows with the number of artifacts and erased entries alone. Of one check at most 100 failures
 * are told one by one, the rest as a number.
 */

G_BEGIN_DECLS

typedef enum
{
  DECANT_FINDING_OK,      /* checked and holds */
  DECANT_FINDING_NOTE,    /* true, and the reader should know it */
  DECANT_FINDING_FAILURE, /* does not hold */
} DecantFindingLevel;

/* What would look like a failure. A guess from what is stored, to say where to look first: a damaged disk can look like
 * any of them. */
typedef enum
{
  DECANT_ATTACK_NONE,
  DECANT_ATTACK_DAMAGE,           /* a damaged disk, or an edit by who does not know the format */
  DECANT_ATTACK_EDITED,           /* an entry changed after it was logged */
  DECANT_ATTACK_DELETED,          /* an entry taken out */
  DECANT_ATTACK_INSERTED,         /* an entry put in */
  DECANT_ATTACK_REORDERED,        /* entries moved to other places */
  DECANT_ATTACK_CUT_TAIL,         /* the last entries taken off */
  DECANT_ATTACK_REWRITTEN,        /* another history, signed with the host's key */
  DECANT_ATTACK_ROLLED_BACK,      /* an older copy put back */
  DECANT_ATTACK_FORGED,           /* signed without the key in force */
  DECANT_ATTACK_SWAPPED_ARTIFACT, /* another file in the place of an artifact */
  DECANT_ATTACK_LOST_ARTIFACT,    /* the file of an artifact taken away */
  DECANT_ATTACK_FOREIGN,          /* parts of another vault, or another vault altogether */
  DECANT_ATTACK_EXCHANGED_KEYS,   /* the keys that the vault names are not those that it was made with */
  DECANT_ATTACK_HIDDEN_ERASURE,   /* an entry erased without a deletion that says so */
  DECANT_ATTACK_UNDONE_ERASURE,   /* what was erased put back, or never erased */
  DECANT_ATTACK_EDITED_INDEX,     /* a table that helps to find things does not say what the log says */
  DECANT_ATTACK_FALSE_STATEMENT,  /* an entry claims a signature or time stamp that does not hold */
  DECANT_N_ATTACKS,
} DecantAttack;

/* "edited", "cut-tail", …: for programs. */
const char *decant_attack_get_id (DecantAttack self);
/* One sentence, English; "" for NONE. */
const char *decant_attack_describe (DecantAttack self);

typedef struct
{
  DecantFindingLevel level;
  char *check;         /* "vault", "database", "tree", "signature", "leaf", "artifact", "checkpoint", "capture", "held",
                          "pairing", "clock", "act", "staging", "cover" (who signed how much), "limits" (what no check of this vault can
                          tell) */
  gint64 entry;        /* number of the entry, or -1 */
  char *message;       /* what was expected, what was seen, what it may mean */
  DecantAttack attack; /* of a failure */
} DecantFinding;

typedef struct
{
  guint64 entries, artifacts, checkpoints; /* artifacts: different files that entries name */
  char *checkpoint;                        /* latest signed note, or NULL */
  GPtrArray *findings;                     /* element-type DecantFinding, in the order of checks */
  gboolean clean;                          /* no failure */
  gboolean locked;                         /* what was sealed was not looked at */
  guint64 owner_signed;                    /* so many first entries the owner countersigned … */
  guint64 cosigned;                        /* … a second person signed … */
  guint64 stamped;                         /* … a time stamp covers … */
  guint64 held;                            /* … the held checkpoint covers. Those after them rest on the host alone */
} DecantVerification;

void decant_verification_free (DecantVerification *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantVerification, decant_verification_free)

/* The failure at the lowest entry; one that is of no entry only if there is no other. NULL if it is clean. */
const DecantFinding *decant_verification_get_first_failure (const DecantVerification *self);

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

/* One entry, with its artifacts, and that it stands in the tree of the last checkpoint (and of the held one). Other
 * entries are looked at only as far as that needs: their hashes, and the keys that the host had. NOT_FOUND if there is
 * no such entry. */
DecantVerification *decant_verifier_run_one (const char *folder,
                                             DecantKeys *keys,
                                             guint64 number,
                                             const char *held,
                                             GCancellable *cancellable,
                                             GError **error);

G_END_DECLS
