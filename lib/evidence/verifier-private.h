/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "evidence/entry.h"
#include "evidence/epochs.h"
#include "evidence/identity.h"
#include "evidence/log.h"
#include "evidence/merkle.h"
#include "evidence/pairing.h"
#include "evidence/verifier.h"

/*
 * What the files of the verifier share. verifier.c has the order of checks; each check is a file:
 *
 *   verifier-report.c      findings, attacks                 verifier-vault.c       folder, vault.json, host.key
 *   verifier-log.c         database, leaves, tree, counts    verifier-entries.c     one entry, acts, erasure
 *   verifier-artifacts.c   files                             verifier-signatures.c  checkpoints, epochs, who signed
 *   verifier-held.c        a checkpoint kept elsewhere       verifier-migration.c   entries older than their sealing
 */

G_BEGIN_DECLS

#define DECANT_VERIFIER_FAILURES 100 /* of one check */

typedef struct
{
  DecantVerification *report;
  DecantVerifierProgress progress;
  gpointer user_data;
  GCancellable *cancellable;
  const char *path;
  int folder;
  gint64 only;              /* number of the one entry that is asked for, or -1 */
  DecantIdentity *identity; /* NULL if vault.json is damaged */
  DecantKeys *keys;         /* NULL: locked */
  DecantLog *log;
  DecantCheckpoint *held;          /* NULL if there is none, or none that can be read */
  gboolean held_signed;            /* by the key in force at its size */
  gboolean held_met;               /* the tree had its root at its size */
  DecantEpochs *epochs;            /* NULL if vault.json is damaged */
  const DecantVerifierKey *signer; /* must have signed the checkpoint of `edge` */
  GPtrArray *began;                /* element-type DecantLogEpoch: the epochs as entries began them */
  DecantMerkleEdge edge;
  GHashTable *failures;  /* check → number of failures */
  GHashTable *artifacts; /* name of a file → itself: seen in an entry */
  GHashTable *erased;    /* number → entry that its tombstone names, until that entry was seen to say so */
  DecantPairings *pairings; /* as approved so far */
  guint64 n_signed[DECANT_SIGNED_FALSE + 1]; /* captures, by what their signature is worth */
  guint64 nodes, captures, artifact_rows, unsynchronised, steps_back, n_erased, n_strays;
  guint64 n_migrated; /* entries whose leaves state no sealed part */
  gint64 migrated;    /* the entry that vouches for them, or -1 */
  char *last_time;
  guint64 done, total;
} DecantVerifier;

/* --- verifier-report.c */
DecantVerification *decant_verification_new (void);
void decant_verifier_fail (DecantVerifier *self,
                           const char *check,
                           DecantAttack attack,
                           gint64 entry,
                           const char *format,
                           ...) G_GNUC_PRINTF (5, 6);
void decant_verifier_note (DecantVerifier *self, const char *check, gint64 entry, const char *format, ...)
    G_GNUC_PRINTF (4, 5);
/* The closing word on a check: that it holds, or how many failures were not told. */
void decant_verifier_conclude (DecantVerifier *self, const char *check, const char *format, ...) G_GNUC_PRINTF (3, 4);
guint decant_verifier_count_failures (DecantVerifier *self, const char *check);
void decant_verifier_advance (DecantVerifier *self);
gboolean decant_verifier_is_cancelled (DecantVerifier *self);
/* The text of a member; "" if it is anything else. */
const char *decant_verifier_text (JsonObject *object, const char *name);
/* A field that is an object; NULL if it is absent or anything else. */
JsonObject *decant_verifier_object (const DecantEntry *entry, const char *name);
gint64 decant_verifier_query (DecantVerifier *self, const char *sql); /* one number; −1 if there is none */

/* --- the checks, in the order in which they run */
void decant_verifier_check_folder (DecantVerifier *self);
void decant_verifier_check_identity (DecantVerifier *self, DecantKeys *keys);
void decant_verifier_read_held (DecantVerifier *self, const char *text);
gboolean decant_verifier_open_database (DecantVerifier *self);
void decant_verifier_check_log (DecantVerifier *self);
void decant_verifier_check_entry (DecantVerifier *self, const DecantLogEntry *row); /* of each row, … */
void decant_verifier_check_artifacts (DecantVerifier *self, const DecantEntry *entry, const GPtrArray *keys); /* … */
void decant_verifier_follow_epoch (DecantVerifier *self, const DecantEntry *entry);
void decant_verifier_check_statements (DecantVerifier *self, const DecantEntry *entry);
void decant_verifier_check_migrated (DecantVerifier *self, const DecantEntry *entry, const DecantLogEntry *row);
void decant_verifier_check_migration (DecantVerifier *self, const DecantEntry *entry);
JsonNode *decant_verifier_find_migrated_files (DecantVerifier *self, guint64 number); /* transfer full */
void decant_verifier_check_checkpoint (DecantVerifier *self, const char *text, gsize length);
void decant_verifier_meet_held (DecantVerifier *self); /* … once its hash is in the tree */
void decant_verifier_check_signing_key (DecantVerifier *self);
void decant_verifier_check_epochs (DecantVerifier *self);
void decant_verifier_conclude_migration (DecantVerifier *self);
void decant_verifier_check_tombstones (DecantVerifier *self);
void decant_verifier_check_counts (DecantVerifier *self);
void decant_verifier_check_files (DecantVerifier *self);
void decant_verifier_conclude_held (DecantVerifier *self);
void decant_verifier_conclude_cover (DecantVerifier *self);

G_END_DECLS
