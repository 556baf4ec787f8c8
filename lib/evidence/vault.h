/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "evidence/capture.h"

/*
 * The vault: the log, its checkpoints and the artifacts, in one folder (docs/VAULT.md is the contract).
 *
 * What decant_vault_commit() or decant_vault_append() has returned is on the disk, synced. Many processes may hold
 * the same vault; each append is one transaction. A DecantVault is used by one thread at a time.
 * Digests are raw bytes of GBytes where a type says so, else 64 hexadecimal digits. Times are RFC 3339, UTC.
 */

G_BEGIN_DECLS

#define DECANT_VAULT_ERROR (decant_vault_error_quark ())
GQuark decant_vault_error_quark (void);
typedef enum {
  DECANT_VAULT_ERROR_ABSENT,    /* there is no vault in that folder */
  DECANT_VAULT_ERROR_BUSY,      /* another program held the lock for over 5 s */
  DECANT_VAULT_ERROR_FULL,      /* no space, or a quota: nothing was kept */
  DECANT_VAULT_ERROR_BROKEN,    /* damaged, of a newer format, or not ours to read: the message says which */
  DECANT_VAULT_ERROR_INVALID,   /* the caller's data is out of bounds: the message names the member */
  DECANT_VAULT_ERROR_NOT_FOUND, /* no such entry, capture or artifact */
  DECANT_VAULT_ERROR_ORDER,     /* a chunk out of order, or a commit before all bytes came */
  DECANT_VAULT_ERROR_DIGEST,    /* bytes do not have the digest stated for them */
  DECANT_VAULT_ERROR_IO,
} DecantVaultError;

typedef enum {
  DECANT_VAULT_READ = 0,        /* read only: never writes, not even a WAL frame */
  DECANT_VAULT_WRITE = 1 << 0,
  DECANT_VAULT_CREATE = 1 << 1, /* with WRITE: make it if absent */
} DecantVaultFlags;

typedef struct _DecantVault DecantVault;

/* The default folder: $DECANT_VAULT_DIR, else $XDG_DATA_HOME/decant/vault. transfer full */
char *decant_vault_dup_default_folder (void);

DecantVault *decant_vault_open (const char *folder, DecantVaultFlags flags, GError **error);
void decant_vault_close (DecantVault *self); /* NULL allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantVault, decant_vault_close)

const char *decant_vault_get_folder (DecantVault *self);
const char *decant_vault_get_id (DecantVault *self); /* random, 32 hexadecimal digits */
gint64 decant_vault_get_size (DecantVault *self, GError **error); /* entries; -1 with @error */

/* What a commit answers. */
typedef struct {
  guint64 entry;    /* number of the entry: 0 for the first */
  char *leaf;       /* 64 hexadecimal digits */
  char *checkpoint; /* signed note (C2SP) of the tree that first holds the entry */
  gboolean repeated;
} DecantReceipt;

void decant_receipt_free (DecantReceipt *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantReceipt, decant_receipt_free)

/* --- entries ---------------------------------------------------------------------------------------------- */

/* Appends one event. @kind: "verdict", "note", "view", …; @fields: named members, each one field.
 * @actor: pseudonymous id of who acts. Returns (transfer full) or NULL. */
DecantReceipt *decant_vault_append (DecantVault *self, const char *kind, const char *actor, JsonObject *fields, GError **error);

/* One entry as stored: all fields with their values, and where it stands in the tree. */
typedef struct {
  guint64 number;
  char *kind;
  char *time;
  char *leaf;           /* 64 hexadecimal digits */
  JsonObject *fields;   /* name → value; kind, time, actor, clock, artifacts … among them */
  GPtrArray *artifacts; /* element-type DecantArtifactInfo */
} DecantEntry;

void decant_entry_free (DecantEntry *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantEntry, decant_entry_free)

DecantEntry *decant_vault_read_entry (DecantVault *self, guint64 number, GError **error);

/* Latest checkpoint, a signed note. (transfer full) or NULL (no entry yet: error NOT_FOUND). */
char *decant_vault_read_checkpoint (DecantVault *self, GError **error);

/* Bytes of an artifact by the SHA-256 of its plaintext, checked against it on the way. */
GBytes *decant_vault_read_artifact (DecantVault *self, const char *sha256, GError **error);

/* --- captures --------------------------------------------------------------------------------------------- */

/* A capture being received: bytes go to a staging folder of this process, under a lock. */
typedef struct _DecantStaging DecantStaging;

/* The receipt of a capture committed earlier under the same id, by any process; NULL without error if none. */
DecantReceipt *decant_vault_find_capture (DecantVault *self, const char *capture, GError **error);

/* @record is referenced; @artifacts: (element-type DecantArtifactInfo) copied. @case_id: "" for the Inbox. */
DecantStaging *decant_staging_begin (DecantVault *vault, const char *capture, JsonObject *record, GPtrArray *artifacts, const char *case_id, GError **error);
/* Appends to one artifact; @offset must equal what it has. @received: (out): bytes it has afterwards, also on failure. */
gboolean decant_staging_write (DecantStaging *self, const char *artifact, guint64 offset, const guint8 *data, gsize length, guint64 *received, GError **error);
guint64 decant_staging_get_received (DecantStaging *self, const char *artifact);
/* Durable when it returns. The staging stays valid (and must be freed) either way; on failure it may be tried again. */
DecantReceipt *decant_staging_commit (DecantStaging *self, const char *actor, GError **error);
/* Frees; what was not committed is removed from the disk. */
void decant_staging_free (DecantStaging *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantStaging, decant_staging_free)

G_END_DECLS
