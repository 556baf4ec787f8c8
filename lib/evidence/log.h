/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>

#include "evidence/digest.h"

/*
 * The log's store: vault.db (docs/VAULT.md section 5). It keeps what it is given and knows nothing of what it means.
 *
 * Writers: decant_log_begin() takes the one write lock (waiting up to 5 s, then BUSY), decant_log_commit() makes all
 * since then durable, decant_log_rollback() forgets it. Readers never block writers nor are blocked by them.
 * The tables refuse UPDATE and DELETE by trigger; `leaves` also refuses any number but the next.
 * The database file is never opened but by SQLite: closing another descriptor of it would drop our own POSIX locks
 * (https://sqlite.org/howtocorrupt.html section 2.2).
 */

G_BEGIN_DECLS

typedef struct _DecantLog DecantLog;

/* Fills an empty file. */
gboolean decant_log_create (const char *path, GError **error);
/* @path must hold no symbolic link. With @write the journal is opened for writing. */
DecantLog *decant_log_open (const char *path, gboolean write, GError **error);
void decant_log_close (DecantLog *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantLog, decant_log_close)

gboolean decant_log_begin (DecantLog *self, GError **error);
gboolean decant_log_begin_read (DecantLog *self, GError **error); /* one unchanging view until rollback */
gboolean decant_log_commit (DecantLog *self, GError **error);
void decant_log_rollback (DecantLog *self);

gint64 decant_log_get_size (DecantLog *self, GError **error); /* leaves; −1 with @error */

/* DecantMerkleRead and DecantMerkleWrite over a DecantLog. */
gboolean decant_log_read_node (guint level, guint64 index, DecantDigest *hash, gpointer log, GError **error);
gboolean decant_log_write_node (guint level, guint64 index, const DecantDigest *hash, gpointer log, GError **error);

/* @disclosures: joined by "~". */
gboolean decant_log_add_entry (DecantLog *self, guint64 number, const char *leaf, const char *disclosures, GError **error);
gboolean decant_log_add_checkpoint (DecantLog *self, guint64 size, const char *note, GError **error);
gboolean decant_log_add_capture (DecantLog *self, const char *capture, guint64 entry, GError **error);
gboolean decant_log_add_artifact (DecantLog *self, const char *sha256, guint64 entry, const char *id, GError **error);

typedef struct {
  guint64 number;
  DecantDigest hash; /* of the leaf, from `leaves` */
  const char *leaf;
  gsize leaf_length;
  const char *disclosures;
  gsize disclosures_length;
} DecantLogEntry;

/* Calls @visit for up to @limit entries from @from on, in order; what it gets lives for the call. FALSE from @visit
 * ends it without an error of its own. */
typedef gboolean (*DecantLogVisit) (const DecantLogEntry *entry, gpointer user_data, GError **error);
gboolean decant_log_read_entries (DecantLog *self, guint64 from, guint64 limit, DecantLogVisit visit, gpointer user_data, GError **error);

char *decant_log_read_checkpoint (DecantLog *self, guint64 size, GError **error); /* NOT_FOUND */
/* The entry of a capture: −1 if there is none; −2 with @error. */
gint64 decant_log_find_capture (DecantLog *self, const char *capture, GError **error);
/* Does an entry name this artifact? −1 with @error. */
int decant_log_has_artifact (DecantLog *self, const char *sha256, GError **error);

/* For the verifier, which looks at everything. */
sqlite3 *decant_log_get_database (DecantLog *self);
gboolean decant_log_check_schema (DecantLog *self, GError **error);
gboolean decant_log_set_error (DecantLog *self, int code, const char *doing, GError **error); /* always FALSE */

G_END_DECLS
