/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "evidence/backup-format.h"
#include "evidence/identity.h"
#include "evidence/key-file.h"
#include "evidence/vault.h"

/*
 * Backups of a vault (docs/VAULT.md, "Backups"): a folder decant-backup-<vault id> in a place that the user names, on
 * another drive as a rule:
 *
 *   manifest.json         what belongs to the backup (backup-format.h), replaced at once, last
 *   vault.json            copy: who the vault is
 *   keys-<16 digits>.json copy of keys.json, named by the beginning of its SHA-256
 *   segments/<SHA-256>    the log, enciphered
 *   artifacts/ab/<SHA-256> files of the vault, enciphered as they are there
 *
 * host.key never leaves the machine. Whatever interrupts a backup, the manifest before and all that it names stay.
 * Errors: DECANT_VAULT_ERROR, and G_IO_ERROR_CANCELLED.
 */

G_BEGIN_DECLS

/* Steps done: segments and artifacts. */
typedef void (*DecantBackupProgress) (guint64 done, guint64 total, gpointer user_data);

/* --- making ------------------------------------------------------------------------------------------------- */

typedef struct
{
  char *folder;                /* of the backup */
  char *manifest;              /* SHA-256 of manifest.json */
  guint64 entries;             /* that it holds now; the entry that tells of it is not among them */
  guint64 segments, artifacts; /* written in this run; the others were there */
  guint64 removed;             /* files that belong to it no longer: erased, or rewritten */
  DecantReceipt *receipt;      /* of the entry "backup" */
} DecantBackupResult;

void decant_backup_result_free (DecantBackupResult *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantBackupResult, decant_backup_result_free)

/* Makes or continues the backup of @vault, unlocked and open for writing, in the folder @place, which must exist.
 * Others may append meanwhile: it is the vault of one moment. Only what is new is written; what was erased since goes.
 * LOCKED; INVALID if @place is none; FULL; BUSY if another program writes the same backup; ROLLED_BACK if the
 * backup is of a longer or another history than the vault: nothing there is touched then; BROKEN if the vault or the
 * backup there is damaged. After an error the earlier backup stands, and may be continued. */
DecantBackupResult *decant_backup_create (DecantVault *vault,
                                          const char *place,
                                          DecantBackupProgress progress,
                                          gpointer user_data,
                                          GCancellable *cancellable,
                                          GError **error);

/* --- reading ------------------------------------------------------------------------------------------------ */

typedef struct
{
  char *path;
  int fd;
  DecantIdentity *identity;
  DecantManifest *manifest;
  char *manifest_sha256;
  DecantKeyFile *key_file; /* to be unlocked with passphrase, recovery words, … */
  char *keys_text;         /* the same as a file */
} DecantBackup;

/* @path: the folder of a backup, or one that holds a single one. ABSENT, BROKEN (the message names the file), IO. */
DecantBackup *decant_backup_open (const char *path, GError **error);
void decant_backup_close (DecantBackup *self); /* NULL allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantBackup, decant_backup_close)

/* LOCKED unless @keys are those of its vault. */
gboolean decant_backup_check_keys (const DecantBackup *self, DecantKeys *keys, GError **error);
/* Plain of a segment, checked against its name; in order, and for each of its rows @visit. BROKEN names the file. */
gboolean decant_backup_read_segment (const DecantBackup *self,
                                     const DecantSegment *segment,
                                     DecantKeys *keys,
                                     DecantRowVisit visit,
                                     gpointer user_data,
                                     GError **error);
/* An artifact's file; -1 with @error. */
int decant_backup_open_artifact (const DecantBackup *self, const char *name, GError **error);
char *decant_backup_dup_keys_name (const char *sha256); /* "keys-….json" */

/* --- checking ----------------------------------------------------------------------------------------------- */

typedef struct
{
  guint64 entries, segments, artifacts;
  char *created;       /* when it was finished; NULL if the manifest cannot be read */
  char *checkpoint;    /* signed note, or NULL */
  GPtrArray *problems; /* element-type char*: what does not hold, each with the file's name; at most 100 and a number */
  GPtrArray *notes;    /* element-type char*: true and worth knowing */
  gboolean clean;      /* no problem */
} DecantBackupReport;

void decant_backup_report_free (DecantBackupReport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantBackupReport, decant_backup_report_free)

/* Reads all of a backup, restores nothing. Without @keys the signature of the manifest and the digest of every file;
 * with them also rows and tree, and that each artifact that an entry names is there. NULL with @error only if there is
 * nothing to read, @keys are others, or it was cancelled. */
DecantBackupReport *decant_backup_verify (const char *path,
                                          DecantKeys *keys,
                                          DecantBackupProgress progress,
                                          gpointer user_data,
                                          GCancellable *cancellable,
                                          GError **error);

G_END_DECLS
