/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/*
 * The fault layer: a shared library that stands between a program (and all its libraries, SQLite among them) and the C
 * library, for files below one folder. It can let the N-th call fail, kill the process there, shift the clock, and
 * write down every change to the folder so that crash-state.h can say afterwards what a power cut would have left.
 *
 * Single-threaded programs only. What it does not see (io_uring, writes through a mapping, openers inside the C
 * library) test-faults.c would notice: the record played back must give the folder byte for byte.
 */

typedef enum
{
  FAULTS_CALL_OPEN,
  FAULTS_CALL_MKDIR,
  FAULTS_CALL_WRITE,
  FAULTS_CALL_TRUNCATE,
  FAULTS_CALL_ALLOCATE,
  FAULTS_CALL_SYNC,
  FAULTS_CALL_RENAME,
  FAULTS_CALL_UNLINK,
  FAULTS_CALL_MAP,  /* shared memory of a file: SQLite's index of the journal */
  FAULTS_CALL_LOCK, /* fcntl (F_SETLK), flock */
  FAULTS_CALL_CLOSE,
  FAULTS_CALL_READ,
  FAULTS_N_CALLS,
} FaultsCall;

typedef enum
{
  FAULTS_NONE,
  FAULTS_ERROR,       /* the call fails with @number and does nothing */
  FAULTS_SHORT,       /* a write takes half */
  FAULTS_KILL_BEFORE, /* SIGKILL to itself */
  FAULTS_KILL_AFTER,
  FAULTS_KILL_WITHIN, /* a write takes half, then SIGKILL */
} FaultsKind;

typedef struct
{
  FaultsKind kind;
  int number;    /* errno of FAULTS_ERROR */
  unsigned call; /* 1: the first call after faults_watch() */
  bool onwards;  /* every later call that the fault fits, too: a disk that stays full */
} Fault;

/* --- the record --------------------------------------------------------------------------------------------- */

typedef enum
{
  FAULTS_DID_CREATE,   /* @folder @name @file */
  FAULTS_DID_MKDIR,    /* @folder @name @file */
  FAULTS_DID_WRITE,    /* @file @offset, @length bytes follow */
  FAULTS_DID_TRUNCATE, /* @file @offset: the new size */
  FAULTS_DID_SYNC,     /* @file, or folder */
  FAULTS_DID_NOT_SYNC, /* @file: it failed, and the kernel may have thrown away what was to be written */
  FAULTS_DID_RENAME,   /* @folder @name → @folder2 @name2, @file */
  FAULTS_DID_EXCHANGE, /* the same, both ways; @file2 */
  FAULTS_DID_UNLINK,   /* @folder @name @file: folders too */
  FAULTS_DID_NOTE,     /* @offset: whatever faults_note() was told */
} FaultsDid;

/* Files are known by inode: names come and go. */
typedef struct
{
  uint32_t did, length;
  uint64_t file, file2, folder, folder2, offset;
  char name[80], name2[80];
} FaultsRecord; /* padded to 8 bytes with what follows */

typedef struct
{
  uint64_t capacity, used;
  uint64_t root; /* inode of the watched folder */
  _Alignas(8) char bytes[];
} FaultsLog;

/* Memory that survives a killed child: share it before fork(). */
FaultsLog *faults_log_new (uint64_t capacity);
void faults_log_free (FaultsLog *log);
/* The record after @record (NULL: the first); NULL at the end. */
const FaultsRecord *faults_log_next (const FaultsLog *log, const FaultsRecord *record);
static inline const char *
faults_record_data (const FaultsRecord *record)
{
  return (const char *) (record + 1);
}

/* --- control ------------------------------------------------------------------------------------------------- */

/* From now on calls below @folder (no links in its path) count from 1; NULL: none. @log may be NULL. */
void faults_watch (const char *folder, FaultsLog *log);
void faults_arm (Fault fault);
unsigned faults_get_calls (void);
/* What the N-th call was; only the first 65,536 are remembered. */
FaultsCall faults_get_call (unsigned call);
bool faults_has_fired (void);
void faults_note (uint64_t what);
const char *faults_call_name (FaultsCall call);
bool faults_fits (FaultsKind kind, int number, FaultsCall call);

/* Shifts CLOCK_REALTIME by @seconds; @unsynchronised: adjtimex says so; @refused: it fails with EPERM, as in a sandbox.
 */
void faults_set_clock (int64_t seconds, bool unsynchronised, bool refused);
