/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Format 2: sealed entries, tombstones, epochs of the host's key (docs/VAULT.md section 5). */
#include "evidence/log-format.h"

/* Tables, then indexes, then triggers: the order in which VACUUM leaves them. */
static const char *const schema[] = {
  "CREATE TABLE leaves (idx INTEGER PRIMARY KEY, hash BLOB NOT NULL CHECK (length(hash) = 32)) STRICT",
  "CREATE TABLE nodes (level INTEGER NOT NULL, idx INTEGER NOT NULL, hash BLOB NOT NULL CHECK (length(hash) = 32), "
  "PRIMARY KEY (level, idx)) STRICT, WITHOUT ROWID",
  "CREATE TABLE entries (number INTEGER PRIMARY KEY REFERENCES leaves (idx), leaf TEXT NOT NULL, open TEXT NOT NULL) "
  "STRICT",
  "CREATE TABLE sealed (number INTEGER PRIMARY KEY REFERENCES entries (number), key BLOB NOT NULL, ciphertext BLOB NOT "
  "NULL) STRICT",
  "CREATE TABLE tombstones (erased INTEGER PRIMARY KEY REFERENCES entries (number), "
  "entry INTEGER NOT NULL REFERENCES entries (number), CHECK (entry > erased)) STRICT",
  "CREATE TABLE checkpoints (size INTEGER PRIMARY KEY, note TEXT NOT NULL) STRICT",
  "CREATE TABLE captures (capture TEXT PRIMARY KEY, entry INTEGER NOT NULL REFERENCES entries (number)) STRICT, "
  "WITHOUT ROWID",
  "CREATE TABLE artifacts (name TEXT NOT NULL, entry INTEGER NOT NULL REFERENCES entries (number), id TEXT NOT NULL, "
  "PRIMARY KEY (name, entry, id)) STRICT, WITHOUT ROWID",
  "CREATE TABLE epochs (number INTEGER PRIMARY KEY, key TEXT NOT NULL, entry INTEGER NOT NULL REFERENCES entries "
  "(number), "
  "started TEXT NOT NULL) STRICT",
  "CREATE TABLE migrated (number INTEGER PRIMARY KEY REFERENCES entries (number), sha256 TEXT NOT NULL, size INTEGER "
  "NOT NULL) STRICT",
  "CREATE TABLE migrated_artifacts (entry INTEGER NOT NULL REFERENCES entries (number), id TEXT NOT NULL, name TEXT "
  "NOT NULL, "
  "size INTEGER NOT NULL, PRIMARY KEY (entry, id)) STRICT, WITHOUT ROWID",
  "CREATE INDEX artifacts_of_entry ON artifacts (entry, id)",
  "CREATE TRIGGER leaves_in_order BEFORE INSERT ON leaves WHEN NEW.idx IS NOT (SELECT coalesce(max(idx) + 1, 0) FROM "
  "leaves) "
  "BEGIN SELECT RAISE(ABORT, 'leaves: the next number is the only one'); END",
  "CREATE TRIGGER epochs_in_order BEFORE INSERT ON epochs WHEN NEW.number IS NOT (SELECT coalesce(max(number) + 1, 0) "
  "FROM epochs) "
  "BEGIN SELECT RAISE(ABORT, 'epochs: the next number is the only one'); END",
  DECANT_LOG_APPEND_ONLY ("leaves"),
  DECANT_LOG_APPEND_ONLY ("nodes"),
  DECANT_LOG_APPEND_ONLY ("entries"),
  DECANT_LOG_NO_UPDATE ("sealed"),
  "CREATE TRIGGER sealed_no_delete BEFORE DELETE ON sealed WHEN NOT EXISTS (SELECT 1 FROM tombstones WHERE erased = "
  "OLD.number) "
  "BEGIN SELECT RAISE(ABORT, 'sealed: only what a tombstone names is removed'); END",
  "CREATE TRIGGER sealed_no_return BEFORE INSERT ON sealed WHEN EXISTS (SELECT 1 FROM tombstones WHERE erased = "
  "NEW.number) "
  "BEGIN SELECT RAISE(ABORT, 'sealed: what was erased does not come back'); END",
  DECANT_LOG_APPEND_ONLY ("tombstones"),
  DECANT_LOG_APPEND_ONLY ("checkpoints"),
  DECANT_LOG_APPEND_ONLY ("captures"),
  DECANT_LOG_APPEND_ONLY ("artifacts"),
  DECANT_LOG_APPEND_ONLY ("epochs"),
  DECANT_LOG_APPEND_ONLY ("migrated"),
  DECANT_LOG_APPEND_ONLY ("migrated_artifacts"),
  NULL,
};

const DecantLogFormat decant_log_format_2 = {
  .version = 2,
  .schema = schema,
  .statements = {
    [DECANT_LOG_SIZE] = "SELECT coalesce(max(idx) + 1, 0) FROM leaves",
    [DECANT_LOG_READ_LEAF] = "SELECT hash FROM leaves WHERE idx = ?1",
    [DECANT_LOG_READ_NODE] = "SELECT hash FROM nodes WHERE level = ?1 AND idx = ?2",
    [DECANT_LOG_READ_ENTRIES] = "SELECT e.number, l.hash, e.leaf, e.open, s.key, s.ciphertext, t.entry FROM entries e "
                                "JOIN leaves l ON l.idx = e.number LEFT JOIN sealed s ON s.number = e.number "
                                "LEFT JOIN tombstones t ON t.erased = e.number WHERE e.number >= ?1 ORDER BY e.number LIMIT ?2",
    [DECANT_LOG_READ_CHECKPOINT] = "SELECT note FROM checkpoints WHERE size = ?1",
    [DECANT_LOG_READ_EPOCH] = "SELECT number, key, entry, started FROM epochs ORDER BY number DESC LIMIT 1",
    [DECANT_LOG_FIND_CAPTURE] = "SELECT entry FROM captures WHERE capture = ?1",
    [DECANT_LOG_FIND_ARTIFACT] = "SELECT name FROM artifacts WHERE entry = ?1 AND id = ?2",
    [DECANT_LOG_HAS_ARTIFACT] = "SELECT EXISTS (SELECT 1 FROM artifacts WHERE name = ?1)",
    [DECANT_LOG_ADD_LEAF] = "INSERT INTO leaves (idx, hash) VALUES (?1, ?2)",
    [DECANT_LOG_ADD_NODE] = "INSERT INTO nodes (level, idx, hash) VALUES (?1, ?2, ?3)",
    [DECANT_LOG_ADD_ENTRY] = "INSERT INTO entries (number, leaf, open) VALUES (?1, ?2, ?3)",
    [DECANT_LOG_ADD_SEALED] = "INSERT INTO sealed (number, key, ciphertext) VALUES (?1, ?2, ?3)",
    [DECANT_LOG_ADD_CHECKPOINT] = "INSERT INTO checkpoints (size, note) VALUES (?1, ?2)",
    [DECANT_LOG_ADD_CAPTURE] = "INSERT INTO captures (capture, entry) VALUES (?1, ?2)",
    [DECANT_LOG_ADD_ARTIFACT] = "INSERT INTO artifacts (name, entry, id) VALUES (?1, ?2, ?3)",
    [DECANT_LOG_ADD_EPOCH] = "INSERT INTO epochs (number, key, entry, started) VALUES (?1, ?2, ?3, ?4)",
  },
};
