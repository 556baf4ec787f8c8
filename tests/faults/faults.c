/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The C library's own names are defined here, so its headers must not rename them. */
#undef _FILE_OFFSET_BITS
#undef _FORTIFY_SOURCE
#include "faults.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timex.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define EXPORT __attribute__ ((visibility ("default")))
#define MAX_FILES 1024
#define MAX_CALLS 65536

static struct
{
  char root[4096]; /* "" when nothing is watched */
  size_t root_length;
  FaultsLog *log;
  Fault fault;
  unsigned calls;
  bool fired;
  unsigned char call[MAX_CALLS];
  ino_t file[MAX_FILES]; /* by descriptor; 0: not watched */
  int64_t clock_shift;
  bool unsynchronised, clock_refused;
} state;

/* --- the record --------------------------------------------------------------------------------------------- */

FaultsLog *
faults_log_new (uint64_t capacity)
{
  FaultsLog *log = (void *) syscall (SYS_mmap, NULL, sizeof (FaultsLog) + capacity, PROT_READ | PROT_WRITE,
                                     MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

  if (log == MAP_FAILED)
    abort ();
  log->capacity = capacity;
  return log;
}

void
faults_log_free (FaultsLog *log)
{
  munmap (log, sizeof (FaultsLog) + log->capacity);
}

static size_t
record_size (const FaultsRecord *record)
{
  return sizeof *record + ((record->length + 7) & ~(size_t) 7);
}

const FaultsRecord *
faults_log_next (const FaultsLog *log, const FaultsRecord *record)
{
  const char *next = record == NULL ? log->bytes : (const char *) record + record_size (record);

  return next < log->bytes + log->used ? (const FaultsRecord *) next : NULL;
}

static void
record (const FaultsRecord *what, const void *data)
{
  char *place;

  if (state.log == NULL)
    return;
  if (state.log->used + record_size (what) > state.log->capacity)
    {
      fputs ("faults: the record is full\n", stderr);
      abort ();
    }
  place = state.log->bytes + state.log->used;
  memcpy (place, what, sizeof *what);
  if (what->length > 0)
    memcpy (place + sizeof *what, data, what->length);
  /* A killed process leaves whole records alone. */
  __atomic_store_n (&state.log->used, state.log->used + record_size (what), __ATOMIC_RELEASE);
}

void
faults_note (uint64_t what)
{
  FaultsRecord note = { .did = FAULTS_DID_NOTE, .offset = what };

  record (&note, NULL);
}

/* --- control ------------------------------------------------------------------------------------------------ */

void
faults_watch (const char *folder, FaultsLog *log)
{
  struct stat root;

  state.root[0] = '\0';
  state.log = log;
  state.calls = 0;
  state.fired = false;
  state.fault.kind = FAULTS_NONE;
  if (folder == NULL)
    return;
  if (strlen (folder) >= sizeof state.root || stat (folder, &root) != 0)
    abort ();
  strcpy (state.root, folder);
  state.root_length = strlen (folder);
  if (log != NULL)
    log->root = root.st_ino;
}

void
faults_arm (Fault fault)
{
  state.fault = fault;
}

unsigned
faults_get_calls (void)
{
  return state.calls;
}

FaultsCall
faults_get_call (unsigned call)
{
  return call <= MAX_CALLS ? state.call[call - 1] : FAULTS_N_CALLS;
}

bool
faults_has_fired (void)
{
  return state.fired;
}

const char *
faults_call_name (FaultsCall call)
{
  static const char *const names[FAULTS_N_CALLS] = { "open",   "mkdir",  "write", "truncate", "allocate", "sync",
                                                     "rename", "unlink", "map",   "lock",     "close",    "read" };

  return call < FAULTS_N_CALLS ? names[call] : "?";
}

/* What POSIX or the kernel lets each call answer. */
bool
faults_fits (FaultsKind kind, int number, FaultsCall call)
{
  if (kind == FAULTS_SHORT || kind == FAULTS_KILL_WITHIN)
    return call == FAULTS_CALL_WRITE;
  if (kind == FAULTS_KILL_BEFORE || kind == FAULTS_KILL_AFTER)
    return call != FAULTS_CALL_READ && call != FAULTS_CALL_CLOSE;
  switch (number)
    {
    case ENOSPC:
    case EDQUOT:
      return call != FAULTS_CALL_READ && call != FAULTS_CALL_LOCK && call != FAULTS_CALL_UNLINK
             && call != FAULTS_CALL_CLOSE;
    case EINTR:
      return call == FAULTS_CALL_OPEN || call == FAULTS_CALL_WRITE || call == FAULTS_CALL_TRUNCATE
             || call == FAULTS_CALL_CLOSE || call == FAULTS_CALL_READ || call == FAULTS_CALL_SYNC;
    default:
      return true;
    }
}

/* --- deciding ------------------------------------------------------------------------------------------------ */

static void
die (void)
{
  syscall (SYS_kill, (pid_t) syscall (SYS_getpid), SIGKILL);
}

/* Counts a call. FAULTS_NONE: go on; FAULTS_ERROR: errno is set. */
static FaultsKind
enter (FaultsCall call)
{
  const Fault *fault = &state.fault;
  unsigned n = ++state.calls;

  if (n <= MAX_CALLS)
    state.call[n - 1] = call;
  if (fault->kind == FAULTS_NONE || n < fault->call || (n > fault->call && !fault->onwards)
      || !faults_fits (fault->kind, fault->number, call))
    return FAULTS_NONE;
  if (fault->onwards && call == FAULTS_CALL_LOCK)
    return FAULTS_NONE; /* SQLite takes it for somebody else's lock and waits for seconds, each time */
  state.fired = true;
  if (fault->kind == FAULTS_KILL_BEFORE)
    die ();
  if (fault->kind == FAULTS_ERROR)
    errno = call == FAULTS_CALL_LOCK ? ENOLCK : call == FAULTS_CALL_MAP ? ENOMEM : fault->number;
  return fault->kind;
}

static void
leave (FaultsKind kind)
{
  if (kind == FAULTS_KILL_AFTER || kind == FAULTS_KILL_WITHIN)
    die ();
}

static bool
is_below (const char *path)
{
  return strncmp (path, state.root, state.root_length) == 0
         && (path[state.root_length] == '/' || path[state.root_length] == '\0');
}

/* Descriptors may have been closed and opened again where nobody saw it: the inode must still be the one. */
static bool
is_watched_file (int fd)
{
  struct stat now;

  if (state.root[0] == '\0' || fd < 0 || fd >= MAX_FILES || state.file[fd] == 0)
    return false;
  if (fstat (fd, &now) == 0 && now.st_ino == state.file[fd])
    return true;
  state.file[fd] = 0;
  return false;
}

static bool
is_watched (int folder, const char *path)
{
  if (state.root[0] == '\0')
    return false;
  return path[0] == '/' ? is_below (path) : is_watched_file (folder);
}

/* The inode of the folder that a path's last name is in, and that name. */
static uint64_t
parent_of (int folder, const char *path, char name[80])
{
  const char *slash = strrchr (path, '/');
  char parent[4096];
  struct stat it;

  snprintf (name, 80, "%s", slash == NULL ? path : slash + 1);
  snprintf (parent, sizeof parent, "%.*s", slash == NULL ? 1 : (int) (slash - path), slash == NULL ? "." : path);
  return fstatat (folder, parent, &it, 0) == 0 ? it.st_ino : 0;
}

static uint64_t
inode_at (int folder, const char *path)
{
  struct stat it;

  return fstatat (folder, path, &it, AT_SYMLINK_NOFOLLOW) == 0 ? it.st_ino : 0;
}

/* --- names --------------------------------------------------------------------------------------------------- */

static void
remember (int fd)
{
  struct stat it;

  if (fd >= 0 && fd < MAX_FILES)
    state.file[fd] = fstat (fd, &it) == 0 ? it.st_ino : 0;
}

static int
plain_open (int folder, const char *path, int flags, mode_t mode)
{
  int fd = syscall (SYS_openat, folder, path, flags, mode);

  if (fd >= 0 && fd < MAX_FILES)
    state.file[fd] = 0;
  return fd;
}

static void
record_open (int folder, const char *path, int flags, int fd, uint64_t before)
{
  FaultsRecord did = { .did = FAULTS_DID_CREATE, .file = state.file[fd] };

  if (before == 0)
    {
      did.folder = parent_of (folder, path, did.name);
      record (&did, NULL);
    }
  else if (flags & O_TRUNC)
    {
      did.did = FAULTS_DID_TRUNCATE;
      record (&did, NULL);
    }
}

static int
do_open (int folder, const char *path, int flags, mode_t mode)
{
  FaultsKind kind;
  uint64_t before;
  int fd;

  if (!is_watched (folder, path))
    return plain_open (folder, path, flags, mode);
  kind = enter (FAULTS_CALL_OPEN);
  if (kind == FAULTS_ERROR)
    return -1;
  before = inode_at (folder, path);
  fd = plain_open (folder, path, flags, mode);
  remember (fd);
  if (fd >= 0)
    record_open (folder, path, flags, fd, before);
  leave (kind);
  return fd;
}

#define MODE(flags)                                                                                                    \
  mode_t mode = 0;                                                                                                     \
  if ((flags) & (O_CREAT | O_TMPFILE))                                                                                 \
    {                                                                                                                  \
      va_list more;                                                                                                    \
      va_start (more, flags);                                                                                          \
      mode = va_arg (more, mode_t);                                                                                    \
      va_end (more);                                                                                                   \
    }

EXPORT int
open (const char *path, int flags, ...)
{
  MODE (flags) return do_open (AT_FDCWD, path, flags, mode);
}
EXPORT int
open64 (const char *path, int flags, ...)
{
  MODE (flags) return do_open (AT_FDCWD, path, flags, mode);
}
EXPORT int
openat (int folder, const char *path, int flags, ...)
{
  MODE (flags) return do_open (folder, path, flags, mode);
}
EXPORT int
openat64 (int folder, const char *path, int flags, ...)
{
  MODE (flags) return do_open (folder, path, flags, mode);
}
EXPORT int
creat (const char *path, mode_t mode)
{
  return do_open (AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode);
}
EXPORT int
creat64 (const char *path, mode_t mode)
{
  return do_open (AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode);
}
/* The names under _FORTIFY_SOURCE. */
int __open_2 (const char *path, int flags);
int __open64_2 (const char *path, int flags);
int __openat_2 (int folder, const char *path, int flags);
int __openat64_2 (int folder, const char *path, int flags);
EXPORT int
__open_2 (const char *path, int flags)
{
  return do_open (AT_FDCWD, path, flags, 0);
}
EXPORT int
__open64_2 (const char *path, int flags)
{
  return do_open (AT_FDCWD, path, flags, 0);
}
EXPORT int
__openat_2 (int folder, const char *path, int flags)
{
  return do_open (folder, path, flags, 0);
}
EXPORT int
__openat64_2 (int folder, const char *path, int flags)
{
  return do_open (folder, path, flags, 0);
}

EXPORT int
mkdirat (int folder, const char *path, mode_t mode)
{
  FaultsRecord did = { .did = FAULTS_DID_MKDIR };
  FaultsKind kind;
  int result;

  if (!is_watched (folder, path))
    return syscall (SYS_mkdirat, folder, path, mode);
  kind = enter (FAULTS_CALL_MKDIR);
  if (kind == FAULTS_ERROR)
    return -1;
  result = syscall (SYS_mkdirat, folder, path, mode);
  if (result == 0)
    {
      did.folder = parent_of (folder, path, did.name);
      did.file = inode_at (folder, path);
      record (&did, NULL);
    }
  leave (kind);
  return result;
}

EXPORT int
mkdir (const char *path, mode_t mode)
{
  return mkdirat (AT_FDCWD, path, mode);
}

EXPORT int
unlinkat (int folder, const char *path, int flags)
{
  FaultsRecord did = { .did = FAULTS_DID_UNLINK };
  FaultsKind kind;
  int result;

  if (!is_watched (folder, path))
    return syscall (SYS_unlinkat, folder, path, flags);
  kind = enter (FAULTS_CALL_UNLINK);
  if (kind == FAULTS_ERROR)
    return -1;
  did.folder = parent_of (folder, path, did.name);
  did.file = inode_at (folder, path);
  result = syscall (SYS_unlinkat, folder, path, flags);
  if (result == 0)
    record (&did, NULL);
  leave (kind);
  return result;
}

EXPORT int
unlink (const char *path)
{
  return unlinkat (AT_FDCWD, path, 0);
}
EXPORT int
rmdir (const char *path)
{
  return unlinkat (AT_FDCWD, path, AT_REMOVEDIR);
}

EXPORT int
remove (const char *path)
{
  int result = unlinkat (AT_FDCWD, path, 0);

  return result != 0 && errno == EISDIR ? unlinkat (AT_FDCWD, path, AT_REMOVEDIR) : result;
}

EXPORT int
renameat2 (int from, const char *old, int to, const char *new, unsigned flags)
{
  FaultsRecord did = { .did = flags & RENAME_EXCHANGE ? FAULTS_DID_EXCHANGE : FAULTS_DID_RENAME };
  FaultsKind kind;
  int result;

  if (!is_watched (from, old) && !is_watched (to, new))
    return syscall (SYS_renameat2, from, old, to, new, flags);
  kind = enter (FAULTS_CALL_RENAME);
  if (kind == FAULTS_ERROR)
    return -1;
  did.folder = parent_of (from, old, did.name);
  did.folder2 = parent_of (to, new, did.name2);
  did.file = inode_at (from, old);
  did.file2 = inode_at (to, new);
  result = syscall (SYS_renameat2, from, old, to, new, flags);
  if (result == 0)
    record (&did, NULL);
  leave (kind);
  return result;
}

EXPORT int
renameat (int from, const char *old, int to, const char *new)
{
  return renameat2 (from, old, to, new, 0);
}
EXPORT int
rename (const char *old, const char *new)
{
  return renameat2 (AT_FDCWD, old, AT_FDCWD, new, 0);
}

/* --- contents ------------------------------------------------------------------------------------------------ */

/* Where write() would write. */
static int64_t
position_of (int fd)
{
  struct stat it;

  if ((syscall (SYS_fcntl, fd, F_GETFL) & O_APPEND) && fstat (fd, &it) == 0)
    return it.st_size;
  return syscall (SYS_lseek, fd, 0, SEEK_CUR);
}

/* @offset −1: at the file's own position. */
static ssize_t
do_write (int fd, const void *data, size_t length, int64_t offset)
{
  FaultsRecord did = { .did = FAULTS_DID_WRITE };
  FaultsKind kind = FAULTS_NONE;
  bool watched = is_watched_file (fd);
  ssize_t n;

  if (watched && (kind = enter (FAULTS_CALL_WRITE)) == FAULTS_ERROR)
    return -1;
  if ((kind == FAULTS_SHORT || kind == FAULTS_KILL_WITHIN) && length > 1)
    length /= 2;
  if (watched)
    {
      did.file = state.file[fd];
      did.offset = offset < 0 ? position_of (fd) : offset;
    }
  n = offset < 0 ? syscall (SYS_write, fd, data, length) : syscall (SYS_pwrite64, fd, data, length, offset);
  if (watched && n > 0)
    {
      did.length = n;
      record (&did, data);
    }
  leave (kind);
  return n;
}

EXPORT ssize_t
write (int fd, const void *data, size_t length)
{
  return do_write (fd, data, length, -1);
}
EXPORT ssize_t
pwrite (int fd, const void *data, size_t length, off_t offset)
{
  return do_write (fd, data, length, offset);
}
EXPORT ssize_t
pwrite64 (int fd, const void *data, size_t length, off64_t offset)
{
  return do_write (fd, data, length, offset);
}

/* Gathered writes become one, as they are to the file. */
static ssize_t
do_writev (int fd, const struct iovec *parts, int n, int64_t offset)
{
  size_t length = 0, done = 0;
  char *whole;
  ssize_t result;

  if (!is_watched_file (fd))
    return offset < 0 ? syscall (SYS_writev, fd, parts, n) : syscall (SYS_pwritev, fd, parts, n, offset, 0);
  for (int i = 0; i < n; i++)
    length += parts[i].iov_len;
  whole = malloc (length + 1);
  for (int i = 0; i < n; done += parts[i].iov_len, i++)
    memcpy (whole + done, parts[i].iov_base, parts[i].iov_len);
  result = do_write (fd, whole, length, offset);
  free (whole);
  return result;
}

EXPORT ssize_t
writev (int fd, const struct iovec *parts, int n)
{
  return do_writev (fd, parts, n, -1);
}
EXPORT ssize_t
pwritev (int fd, const struct iovec *parts, int n, off_t offset)
{
  return do_writev (fd, parts, n, offset);
}
EXPORT ssize_t
pwritev64 (int fd, const struct iovec *parts, int n, off64_t offset)
{
  return do_writev (fd, parts, n, offset);
}

EXPORT int
ftruncate64 (int fd, off64_t size)
{
  FaultsRecord did = { .did = FAULTS_DID_TRUNCATE, .offset = size };
  FaultsKind kind;
  int result;

  if (!is_watched_file (fd))
    return syscall (SYS_ftruncate, fd, size);
  kind = enter (FAULTS_CALL_TRUNCATE);
  if (kind == FAULTS_ERROR)
    return -1;
  did.file = state.file[fd];
  result = syscall (SYS_ftruncate, fd, size);
  if (result == 0)
    record (&did, NULL);
  leave (kind);
  return result;
}

EXPORT int
ftruncate (int fd, off_t size)
{
  return ftruncate64 (fd, size);
}

/* Only its effect on the size is recorded. */
EXPORT int
fallocate64 (int fd, int mode, off64_t offset, off64_t length)
{
  FaultsRecord did = { .did = FAULTS_DID_TRUNCATE };
  FaultsKind kind;
  struct stat it;
  int result;

  if (!is_watched_file (fd))
    return syscall (SYS_fallocate, fd, mode, offset, length);
  kind = enter (FAULTS_CALL_ALLOCATE);
  if (kind == FAULTS_ERROR)
    return -1;
  result = syscall (SYS_fallocate, fd, mode, offset, length);
  if (result == 0 && fstat (fd, &it) == 0)
    {
      did.file = it.st_ino;
      did.offset = it.st_size;
      record (&did, NULL);
    }
  leave (kind);
  return result;
}

EXPORT int
fallocate (int fd, int mode, off_t offset, off_t length)
{
  return fallocate64 (fd, mode, offset, length);
}
EXPORT int
posix_fallocate64 (int fd, off64_t offset, off64_t length)
{
  return fallocate64 (fd, 0, offset, length) == 0 ? 0 : errno;
}
EXPORT int
posix_fallocate (int fd, off_t offset, off_t length)
{
  return posix_fallocate64 (fd, offset, length);
}

static int
do_sync (int fd, long call)
{
  FaultsRecord did = { .did = FAULTS_DID_SYNC };
  FaultsKind kind;
  int result = -1;

  if (!is_watched_file (fd))
    return syscall (call, fd);
  kind = enter (FAULTS_CALL_SYNC);
  if (kind != FAULTS_ERROR)
    result = syscall (call, fd);
  did.file = state.file[fd];
  if (result != 0)
    did.did = FAULTS_DID_NOT_SYNC;
  record (&did, NULL);
  leave (kind);
  return result;
}

EXPORT int
fsync (int fd)
{
  return do_sync (fd, SYS_fsync);
}
EXPORT int
fdatasync (int fd)
{
  return do_sync (fd, SYS_fdatasync);
}

/* It promises nothing after a power cut, so nothing is recorded. */
EXPORT int
sync_file_range (int fd, off64_t offset, off64_t length, unsigned flags)
{
  if (is_watched_file (fd) && enter (FAULTS_CALL_SYNC) == FAULTS_ERROR)
    return -1;
  return syscall (SYS_sync_file_range, fd, offset, length, flags);
}

static ssize_t
do_read (int fd, void *data, size_t length, int64_t offset)
{
  FaultsKind kind = is_watched_file (fd) ? enter (FAULTS_CALL_READ) : FAULTS_NONE;

  if (kind == FAULTS_ERROR)
    return -1;
  return offset < 0 ? syscall (SYS_read, fd, data, length) : syscall (SYS_pread64, fd, data, length, offset);
}

EXPORT ssize_t
read (int fd, void *data, size_t length)
{
  return do_read (fd, data, length, -1);
}
EXPORT ssize_t
pread (int fd, void *data, size_t length, off_t offset)
{
  return do_read (fd, data, length, offset);
}
EXPORT ssize_t
pread64 (int fd, void *data, size_t length, off64_t offset)
{
  return do_read (fd, data, length, offset);
}

/* --- the rest ------------------------------------------------------------------------------------------------ */

static void *
do_map (void *place, size_t length, int protection, int flags, int fd, int64_t offset)
{
  if (fd >= 0 && (flags & MAP_SHARED) && is_watched_file (fd))
    {
      FaultsKind kind = enter (FAULTS_CALL_MAP);

      if (kind == FAULTS_ERROR)
        return MAP_FAILED;
      leave (kind);
    }
  return (void *) syscall (SYS_mmap, place, length, protection, flags, fd, offset);
}

EXPORT void *
mmap (void *place, size_t length, int protection, int flags, int fd, off_t offset)
{
  return do_map (place, length, protection, flags, fd, offset);
}
EXPORT void *
mmap64 (void *place, size_t length, int protection, int flags, int fd, off64_t offset)
{
  return do_map (place, length, protection, flags, fd, offset);
}

static int
do_fcntl (int fd, int command, long argument)
{
  FaultsKind kind = FAULTS_NONE;
  int result;

  if ((command == F_SETLK || command == F_SETLKW || command == F_OFD_SETLK)
      && ((const struct flock *) argument)->l_type != F_UNLCK && is_watched_file (fd)
      && (kind = enter (FAULTS_CALL_LOCK)) == FAULTS_ERROR)
    return -1;
  result = syscall (SYS_fcntl, fd, command, argument);
  if ((command == F_DUPFD || command == F_DUPFD_CLOEXEC) && result >= 0 && result < MAX_FILES)
    state.file[result] = is_watched_file (fd) ? state.file[fd] : 0;
  leave (kind);
  return result;
}

#define ARGUMENT(after)                                                                                                \
  long argument;                                                                                                       \
  va_list more;                                                                                                        \
  va_start (more, after);                                                                                              \
  argument = va_arg (more, long);                                                                                      \
  va_end (more);

EXPORT int
fcntl (int fd, int command, ...)
{
  ARGUMENT (command) return do_fcntl (fd, command, argument);
}
EXPORT int
fcntl64 (int fd, int command, ...)
{
  ARGUMENT (command) return do_fcntl (fd, command, argument);
}

EXPORT int
dup (int fd)
{
  return do_fcntl (fd, F_DUPFD, 0);
}

EXPORT int
flock (int fd, int operation)
{
  FaultsKind kind = FAULTS_NONE;
  int result;

  if (is_watched_file (fd) && (kind = enter (FAULTS_CALL_LOCK)) == FAULTS_ERROR)
    return -1;
  result = syscall (SYS_flock, fd, operation);
  leave (kind);
  return result;
}

/* Linux closes the descriptor whatever it answers. */
EXPORT int
close (int fd)
{
  FaultsKind kind = is_watched_file (fd) ? enter (FAULTS_CALL_CLOSE) : FAULTS_NONE;
  int number = errno, result = syscall (SYS_close, fd);

  if (fd >= 0 && fd < MAX_FILES)
    state.file[fd] = 0;
  if (kind != FAULTS_ERROR)
    return result;
  errno = number;
  return -1;
}

/* --- the clock ----------------------------------------------------------------------------------------------- */

void
faults_set_clock (int64_t seconds, bool unsynchronised, bool refused)
{
  state.clock_shift = seconds;
  state.unsynchronised = unsynchronised;
  state.clock_refused = refused;
}

EXPORT int
clock_gettime (clockid_t clock, struct timespec *now)
{
  int result = syscall (SYS_clock_gettime, clock, now);

  if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
    now->tv_sec += state.clock_shift;
  return result;
}

EXPORT int
gettimeofday (struct timeval *now, void *zone)
{
  struct timespec fine;

  clock_gettime (CLOCK_REALTIME, &fine);
  now->tv_sec = fine.tv_sec;
  now->tv_usec = fine.tv_nsec / 1000;
  return 0;
}

EXPORT time_t
time (time_t *now)
{
  struct timespec fine;

  clock_gettime (CLOCK_REALTIME, &fine);
  if (now != NULL)
    *now = fine.tv_sec;
  return fine.tv_sec;
}

EXPORT int
adjtimex (struct timex *it)
{
  int result;

  if (state.clock_refused)
    {
      errno = EPERM;
      return -1;
    }
  result = syscall (SYS_adjtimex, it);
  if (result < 0 || !state.unsynchronised)
    return result;
  it->status |= STA_UNSYNC;
  return TIME_ERROR;
}
