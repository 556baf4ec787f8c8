/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/*
 * What a format of vault.db is: its schema to the byte, and the statements that serve it. log.c reads and writes
 * through this table alone. Format 2 is the one in use (log-format.c); format 1 is read, never written (log-v1.c).
 */

G_BEGIN_DECLS

typedef enum
{
  DECANT_LOG_SIZE,
  DECANT_LOG_READ_LEAF,
  DECANT_LOG_READ_NODE,
  DECANT_LOG_READ_ENTRIES, /* number, leaf hash, leaf, open, key, ciphertext, tombstone */
  DECANT_LOG_READ_CHECKPOINT,
  DECANT_LOG_READ_EPOCH, /* number, key, entry, started of the last one */
  DECANT_LOG_FIND_CAPTURE,
  DECANT_LOG_FIND_ARTIFACT,
  DECANT_LOG_HAS_ARTIFACT,
  DECANT_LOG_ADD_LEAF,
  DECANT_LOG_ADD_NODE,
  DECANT_LOG_ADD_ENTRY,
  DECANT_LOG_ADD_SEALED,
  DECANT_LOG_ADD_CHECKPOINT,
  DECANT_LOG_ADD_CAPTURE,
  DECANT_LOG_ADD_ARTIFACT,
  DECANT_LOG_ADD_EPOCH,
  DECANT_LOG_N_STATEMENTS,
} DecantLogStatement;

typedef struct
{
  int version;                                     /* PRAGMA user_version */
  const char *const *schema;                       /* in the order of sqlite_schema; NULL ends it */
  const char *statements[DECANT_LOG_N_STATEMENTS]; /* NULL: this format does not know it */
} DecantLogFormat;

extern const DecantLogFormat decant_log_format_1;
extern const DecantLogFormat decant_log_format_2;

/* For both schemas: rows come, and stay as they are. */
#define DECANT_LOG_NO_UPDATE(table)                                                                                    \
  "CREATE TRIGGER " table "_no_update BEFORE UPDATE ON " table " BEGIN SELECT RAISE(ABORT, '" table                    \
  ": entries never change'); END"
#define DECANT_LOG_NO_DELETE(table)                                                                                    \
  "CREATE TRIGGER " table "_no_delete BEFORE DELETE ON " table " BEGIN SELECT RAISE(ABORT, '" table                    \
  ": entries are never removed'); END"
#define DECANT_LOG_APPEND_ONLY(table) DECANT_LOG_NO_UPDATE (table), DECANT_LOG_NO_DELETE (table)

G_END_DECLS
