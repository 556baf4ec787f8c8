/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>

#include "evidence/digest.h"
#include "evidence/seal.h"

/*
 * The log's store: vault.db (docs/VAULT.md section 5). It keeps what it is given and knows nothing of what it means.
 *
 * Writers: decant_log_begin() takes the one write lock (waiting up to 5 s, then BUSY), decant_log_commit() makes all
 * since then durable, decant_log_rollback() forgets it. Readers never block writers nor are blocked by them.
 * The tables refuse UPDATE and DELETE by trigger, except that a row of `sealed` goes once a tombstone names it;
 * `leaves` and `epochs` also refuse any number but the next. Format 2 is written; format 1, of older vaults, is read
 * (log-format.h). The database file is never opened but by SQLite: closing another descriptor of it would drop our own
 * POSIX locks (https://sqlite.org/howtocorrupt.html section 2.2).
 */

G_BEGIN_DECLS

typedef struct _DecantLog DecantLog;

/* Fills an empty file, in format 2. */
gboolean decant_log_create (const char *path, GError **error);
/* @path must hold no symbolic link. @version: 2, or 1 without @write; another one in the file is BROKEN. 0: as the file
 * says. */
DecantLog *decant_log_open (const char *path, int version, gboolean write, GError **error);
void decant_log_close (DecantLog *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantLog, decant_log_close)

gboolean decant_log_begin (DecantLog *self, GError **error);
gboolean decant_log_begin_read (DecantLog *self, GError **error); /* one unchanging view until rollback */
gboolean decant_log_commit (DecantLog *self, GError **error);
void decant_log_rollback (DecantLog *self);
/* Makes durable what another process committed and may have died over before it was synced. */
gboolean decant_log_sync (DecantLog *self, GError **error);

gint64 decant_log_get_size (DecantLog *self, GError **error); /* leaves; −1 with @error */

/* DecantMerkleRead and DecantMerkleWrite over a DecantLog. */
gboolean decant_log_read_node (guint level, guint64 index, DecantDigest *hash, gpointer log, GError **error);
gboolean decant_log_write_node (guint level, guint64 index, const DecantDigest *hash, gpointer log, GError **error);

/* @open: the disclosures that stay in the clear, joined by "~". */
gboolean decant_log_add_entry (DecantLog *self, guint64 number, const char *leaf, const char *open, GError **error);
gboolean decant_log_add_sealed (DecantLog *self, guint64 number, const DecantSealed *sealed, GError **error);
gboolean decant_log_add_checkpoint (DecantLog *self, guint64 size, const char *note, GError **error);
gboolean decant_log_add_capture (DecantLog *self, const char *capture, guint64 entry, GError **error);
gboolean decant_log_add_artifact (DecantLog *self, const char *name, guint64 entry, const char *id, GError **error);

/* A key of the host and since when it signs: after entry `entry`; number 0 from the first entry on. */
typedef struct
{
  guint64 number;
  char *key; /* verifier key, as text */
  guint64 entry;
  char *started; /* RFC 3339 */
} DecantLogEpoch;

void decant_log_epoch_clear (DecantLogEpoch *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DecantLogEpoch, decant_log_epoch_clear)
gboolean decant_log_add_epoch (DecantLog *self, const DecantLogEpoch *epoch, GError **error);
/* The one in force. @epoch: (out), to be cleared. BROKEN if there is none. */
gboolean decant_log_read_epoch (DecantLog *self, DecantLogEpoch *epoch, GError **error);

typedef struct
{
  guint64 number;
  DecantDigest hash; /* of the leaf, from `leaves` */
  const char *leaf;
  gsize leaf_length;
  const char *disclosures; /* format 1: all of them, and nothing of what follows; else NULL */
  gsize disclosures_length;
  const char *open;
  gsize open_length;
  gboolean has_sealed;
  const guint8 *key; /* wrapped */
  gsize key_length;
  const guint8 *ciphertext;
  gsize ciphertext_length;
  gint64 erased_by; /* the entry that erased this one, or -1 */
} DecantLogEntry;

/* Calls @visit for up to @limit entries from @from on, in order; what it gets lives for the call. FALSE from @visit
 * ends it without an error of its own. */
typedef gboolean (*DecantLogVisit) (const DecantLogEntry *entry, gpointer user_data, GError **error);
gboolean decant_log_read_entries (DecantLog *self,
                                  guint64 from,
                                  guint64 limit,
                                  DecantLogVisit visit,
                                  gpointer user_data,
                                  GError **error);

char *decant_log_read_checkpoint (DecantLog *self, guint64 size, GError **error); /* NOT_FOUND */
/* The entry of a capture: −1 if there is none; −2 with @error. */
gint64 decant_log_find_capture (DecantLog *self, const char *capture, GError **error);
/* The file of an artifact; NOT_FOUND. */
char *decant_log_find_artifact (DecantLog *self, guint64 entry, const char *id, GError **error);
/* Does an entry name this file? −1 with @error. */
int decant_log_has_artifact (DecantLog *self, const char *name, GError **error);

/* The last entry below @before whose leaf has this field; −1 if there is none, −2 with @error. Reads all leaves, if need be. */
gint64 decant_log_find_before (DecantLog *self, const char *field, guint64 before, GError **error);
/* (element-type guint64): the entries that were erased, ascending. Format 2. */
GArray *decant_log_read_erased (DecantLog *self, GError **error);

/* Writes the tombstone of @erased, of the deletion @entry, and deletes what was sealed of it. */
gboolean decant_log_erase (DecantLog *self, guint64 erased, guint64 entry, GError **error);
/* Outside a transaction: writes the database anew and empties the journal, so that no page keeps what was deleted. BUSY while
 * somebody still reads an older state. */
gboolean decant_log_scrub (DecantLog *self, GError **error);
/* The files of artifacts that only erased entries name. FALSE if @visit was for one of them; all are visited. */
typedef gboolean (*DecantLogVisitFile) (const char *name, gpointer user_data);
gboolean decant_log_visit_erased_files (DecantLog *self, DecantLogVisitFile visit, gpointer user_data, GError **error);

/* For the verifier, which looks at everything. */
int decant_log_get_version (DecantLog *self);
sqlite3 *decant_log_get_database (DecantLog *self);
gboolean decant_log_check_schema (DecantLog *self, GError **error);
gboolean decant_log_set_error (DecantLog *self, int code, const char *doing, GError **error); /* always FALSE */

G_END_DECLS
