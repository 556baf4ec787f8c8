/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Format 1, as Decant wrote it before vaults were sealed: every disclosure in the clear. It is read, never written. */
#include "evidence/log-format.h"

static const char *const schema[] = {
  "CREATE TABLE leaves (idx INTEGER PRIMARY KEY, hash BLOB NOT NULL CHECK (length(hash) = 32)) STRICT",
  "CREATE TABLE nodes (level INTEGER NOT NULL, idx INTEGER NOT NULL, hash BLOB NOT NULL CHECK (length(hash) = 32), "
  "PRIMARY KEY (level, idx)) STRICT, WITHOUT ROWID",
  "CREATE TABLE entries (number INTEGER PRIMARY KEY REFERENCES leaves (idx), leaf TEXT NOT NULL, disclosures TEXT NOT "
  "NULL) STRICT",
  "CREATE TABLE checkpoints (size INTEGER PRIMARY KEY, note TEXT NOT NULL) STRICT",
  "CREATE TABLE captures (capture TEXT PRIMARY KEY, entry INTEGER NOT NULL REFERENCES entries (number)) STRICT, "
  "WITHOUT ROWID",
  "CREATE TABLE artifacts (sha256 TEXT NOT NULL, entry INTEGER NOT NULL REFERENCES entries (number), id TEXT NOT NULL, "
  "PRIMARY KEY (sha256, entry, id)) STRICT, WITHOUT ROWID",
  "CREATE TRIGGER leaves_in_order BEFORE INSERT ON leaves WHEN NEW.idx IS NOT (SELECT coalesce(max(idx) + 1, 0) FROM "
  "leaves) "
  "BEGIN SELECT RAISE(ABORT, 'leaves: the next number is the only one'); END",
  DECANT_LOG_APPEND_ONLY ("leaves"),
  DECANT_LOG_APPEND_ONLY ("nodes"),
  DECANT_LOG_APPEND_ONLY ("entries"),
  DECANT_LOG_APPEND_ONLY ("checkpoints"),
  DECANT_LOG_APPEND_ONLY ("captures"),
  DECANT_LOG_APPEND_ONLY ("artifacts"),
  NULL,
};

const DecantLogFormat decant_log_format_1 = {
  .version = 1,
  .schema = schema,
  .statements = {
    [DECANT_LOG_SIZE] = "SELECT coalesce(max(idx) + 1, 0) FROM leaves",
    [DECANT_LOG_READ_LEAF] = "SELECT hash FROM leaves WHERE idx = ?1",
    [DECANT_LOG_READ_NODE] = "SELECT hash FROM nodes WHERE level = ?1 AND idx = ?2",
    [DECANT_LOG_READ_ENTRIES] = "SELECT number, hash, leaf, disclosures, NULL, NULL, NULL FROM entries JOIN leaves ON idx = number "
                                "WHERE number >= ?1 ORDER BY number LIMIT ?2",
    [DECANT_LOG_READ_CHECKPOINT] = "SELECT note FROM checkpoints WHERE size = ?1",
    [DECANT_LOG_FIND_CAPTURE] = "SELECT entry FROM captures WHERE capture = ?1",
    [DECANT_LOG_FIND_ARTIFACT] = "SELECT sha256 FROM artifacts WHERE entry = ?1 AND id = ?2",
    [DECANT_LOG_HAS_ARTIFACT] = "SELECT EXISTS (SELECT 1 FROM artifacts WHERE sha256 = ?1)",
  },
};
