/* Stands between a process and the C library, and minds what it does to the files of one folder.
 *
 * Loaded with LD_PRELOAD it does nothing until `torture_watch` names the folder. From then on every call that changes
 * something there has a number, and can be recorded (`torture_record`), can fail (`torture_fail`), or can be the one at
 * which the process is killed (`torture_kill`). Paths are absolute; one thread is let through at a time, so that the
 * record has the order in which things happened.
 *
 * A record is: length of all that follows (u32), kind (u8), descriptor (i32), two numbers (i64), length of the first path
 * (u32), then that path and the bytes (of the second path, of what was written, of a mark). Machine's byte order.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind { OPEN = 1, WRITE, TRUNCATE, SYNC, RENAME, LINK, UNLINK, MKDIR, RMDIR, CLOSE, MARK };
enum { BEFORE, AFTER, HALFWAY };
enum { MOST_DESCRIPTORS = 4096 };

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static char folder[PATH_MAX];
static size_t folder_length;
static char ours[MOST_DESCRIPTORS];
static int record_to = -1, is_last;
static long of_kind[MARK + 1], kill_at, kill_how, kill_kinds, kill_counted, fail_first, fail_last, fail_error, fail_kinds,
    fail_counted;

#define REAL(name) ((__typeof__(&name))real(#name))

static void *real(const char *name)
{
    void *found = dlsym(RTLD_NEXT, name);
    if (!found)
        abort();
    return found;
}

static int is_inside(const char *path)
{
    return folder_length && path && !strncmp(path, folder, folder_length) &&
           (path[folder_length] == '/' || !path[folder_length]);
}

static int is_ours(int fd)
{
    return folder_length && fd >= 0 && fd < MOST_DESCRIPTORS && ours[fd];
}

static void record(enum kind kind, int fd, int64_t a, int64_t b, const char *path, const void *bytes, size_t size)
{
    struct __attribute__((packed)) {
        uint32_t length;
        uint8_t kind;
        int32_t fd;
        int64_t a, b;
        uint32_t path_length;
    } head;
    int kept = errno;
    if (record_to < 0)
        return;
    head.path_length = path ? (uint32_t)strlen(path) : 0;
    head.length = (uint32_t)(sizeof head - sizeof head.length + head.path_length + size);
    head.kind = (uint8_t)kind;
    head.fd = fd;
    head.a = a;
    head.b = b;
    struct iovec parts[] = {{&head, sizeof head}, {(void *)path, head.path_length}, {(void *)bytes, size}};
    if (writev(record_to, parts, 3) != (ssize_t)(sizeof head + head.path_length + size))
        abort(); /* a record with a hole would prove nothing */
    errno = kept;
}

static void die(void)
{
    kill(getpid(), SIGKILL);
    for (;;)
        pause();
}

/* Gives this call its number. Whether it is to go through; else errno says why not. */
static int begin(enum kind kind)
{
    of_kind[kind]++;
    is_last = kill_kinds & (1L << kind) && ++kill_counted == kill_at;
    if (is_last && kill_how == BEFORE)
        die();
    if (!(fail_kinds & (1L << kind)) || ++fail_counted < fail_first || fail_counted > fail_last)
        return 1;
    errno = (int)fail_error;
    return 0;
}

static void end(void)
{
    if (is_last)
        die();
}

/* --- what the tests ask for ------------------------------------------------------------------------------------- */

void torture_watch(const char *path)
{
    strncpy(folder, path, sizeof folder - 1);
    folder_length = strlen(folder);
    memset(of_kind, 0, sizeof of_kind);
}

void torture_record(int fd)
{
    record_to = fd;
}

void torture_mark(const char *bytes, size_t size)
{
    pthread_mutex_lock(&turn);
    record(MARK, -1, 0, 0, NULL, bytes, size);
    pthread_mutex_unlock(&turn);
}

/* At the call of that number, where only calls of these kinds count. */
void torture_kill(long at, long how, long kinds)
{
    kill_counted = 0;
    kill_at = at;
    kill_how = how;
    kill_kinds = kinds;
}

/* From the first to the last call of these kinds. */
void torture_fail(long first, long last, long error, long kinds)
{
    fail_counted = 0;
    fail_first = first;
    fail_last = last;
    fail_error = error;
    fail_kinds = kinds;
}

/* How many calls failed on purpose. */
long torture_failed(void)
{
    return fail_counted < fail_first ? 0 : (fail_counted < fail_last ? fail_counted : fail_last) - fail_first + 1;
}

long torture_calls(long kinds)
{
    long found = 0;
    for (int kind = 0; kind <= MARK; kind++)
        found += kinds & (1L << kind) ? of_kind[kind] : 0;
    return found;
}

/* --- descriptors ------------------------------------------------------------------------------------------------- */

static int opened(int (*function)(const char *, int, ...), const char *path, int flags, mode_t mode)
{
    if (!is_inside(path))
        return function(path, flags, mode);
    pthread_mutex_lock(&turn);
    struct stat status;
    int is_new = (flags & O_CREAT) && stat(path, &status) != 0;
    int changes = is_new || (flags & O_TRUNC);
    int fd = -1;
    if (!changes || begin(OPEN)) {
        fd = function(path, flags, mode);
        if (fd >= MOST_DESCRIPTORS)
            abort();
        if (fd >= 0) {
            ours[fd] = 1;
            record(OPEN, fd, flags, is_new, path, NULL, 0);
        }
        if (changes)
            end();
    }
    pthread_mutex_unlock(&turn);
    return fd;
}

#define OPENING(name)                                                                                                  \
    int name(const char *path, int flags, ...)                                                                        \
    {                                                                                                                  \
        va_list rest;                                                                                                  \
        va_start(rest, flags);                                                                                         \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;                                        \
        va_end(rest);                                                                                                  \
        return opened(REAL(name), path, flags, mode);                                                                  \
    }
OPENING(open)
OPENING(open64)

/* The path of what is named relative to an open folder. */
static const char *resolved(int at, const char *path, char found[PATH_MAX])
{
    char link[64];
    if (at == AT_FDCWD || path[0] == '/')
        return path;
    snprintf(link, sizeof link, "/proc/self/fd/%d", at);
    ssize_t length = readlink(link, found, PATH_MAX - 1);
    if (length < 0 || (size_t)length + strlen(path) + 2 > PATH_MAX)
        return path;
    found[length] = '/';
    strcpy(found + length + 1, path);
    return found;
}

#define OPENING_AT(name, plain)                                                                                        \
    int name(int at, const char *path, int flags, ...)                                                                \
    {                                                                                                                  \
        char found[PATH_MAX];                                                                                          \
        va_list rest;                                                                                                  \
        va_start(rest, flags);                                                                                         \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;                                        \
        va_end(rest);                                                                                                  \
        const char *whole = folder_length ? resolved(at, path, found) : path;                                          \
        return is_inside(whole) ? opened(REAL(plain), whole, flags, mode) : REAL(name)(at, path, flags, mode);         \
    }
OPENING_AT(openat, open)
OPENING_AT(openat64, open64)

int close(int fd)
{
    if (!is_ours(fd))
        return REAL(close)(fd);
    pthread_mutex_lock(&turn);
    ours[fd] = 0;
    int result = REAL(close)(fd);
    record(CLOSE, fd, 0, 0, NULL, NULL, 0);
    pthread_mutex_unlock(&turn);
    return result;
}

static ssize_t written(int fd, const void *bytes, size_t size, off64_t at)
{
    pthread_mutex_lock(&turn);
    ssize_t done = -1;
    int is_plain = at < 0;
    if (begin(WRITE)) {
        if (is_last && kill_how == HALFWAY)
            size = (size + 1) / 2;
        if (is_plain) {
            struct stat64 status;
            at = fcntl(fd, F_GETFL) & O_APPEND && !fstat64(fd, &status) ? status.st_size : lseek64(fd, 0, SEEK_CUR);
        }
        done = is_plain ? REAL(write)(fd, bytes, size) : REAL(pwrite64)(fd, bytes, size, at);
        if (done > 0)
            record(WRITE, fd, at, done, NULL, bytes, (size_t)done);
        end();
    } else if (errno == ENOSPC && size > 1 && fail_counted == fail_first && fail_last > fail_first) {
        /* A disk fills in the middle of a write: what fitted is there, and only the next call fails */
        done = is_plain ? REAL(write)(fd, bytes, size / 2) : REAL(pwrite64)(fd, bytes, size / 2, at);
    }
    pthread_mutex_unlock(&turn);
    return done;
}

ssize_t write(int fd, const void *bytes, size_t size)
{
    return is_ours(fd) ? written(fd, bytes, size, -1) : REAL(write)(fd, bytes, size);
}

ssize_t pwrite(int fd, const void *bytes, size_t size, off_t at)
{
    return is_ours(fd) ? written(fd, bytes, size, at) : REAL(pwrite)(fd, bytes, size, at);
}

ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t at)
{
    return is_ours(fd) ? written(fd, bytes, size, at) : REAL(pwrite64)(fd, bytes, size, at);
}

/* Not offered for our files: whoever asks writes by himself then, and that is seen. */
ssize_t sendfile64(int to, int from, off64_t *at, size_t size)
{
    ssize_t (*function)(int, int, off64_t *, size_t) = real("sendfile64");
    if (!is_ours(to))
        return function(to, from, at, size);
    errno = EINVAL;
    return -1;
}

ssize_t sendfile(int to, int from, off_t *at, size_t size)
{
    ssize_t (*function)(int, int, off_t *, size_t) = real("sendfile");
    if (!is_ours(to))
        return function(to, from, at, size);
    errno = EINVAL;
    return -1;
}

ssize_t copy_file_range(int from, off64_t *from_at, int to, off64_t *to_at, size_t size, unsigned flags)
{
    if (!is_ours(to))
        return REAL(copy_file_range)(from, from_at, to, to_at, size, flags);
    errno = EXDEV;
    return -1;
}

static int changed(enum kind kind, int fd, int64_t size, int (*function)(int), int (*resize)(int, off64_t))
{
    pthread_mutex_lock(&turn);
    int result = -1;
    if (begin(kind)) {
        result = resize ? resize(fd, size) : function(fd);
        if (!result)
            record(kind, fd, size, 0, NULL, NULL, 0);
        end();
    }
    pthread_mutex_unlock(&turn);
    return result;
}

int ftruncate64(int fd, off64_t size)
{
    return is_ours(fd) ? changed(TRUNCATE, fd, size, NULL, REAL(ftruncate64)) : REAL(ftruncate64)(fd, size);
}

int ftruncate(int fd, off_t size)
{
    return is_ours(fd) ? changed(TRUNCATE, fd, size, NULL, REAL(ftruncate64)) : REAL(ftruncate)(fd, size);
}

int fsync(int fd)
{
    return is_ours(fd) ? changed(SYNC, fd, 0, REAL(fsync), NULL) : REAL(fsync)(fd);
}

int fdatasync(int fd)
{
    return is_ours(fd) ? changed(SYNC, fd, 0, REAL(fdatasync), NULL) : REAL(fdatasync)(fd);
}

/* --- names ------------------------------------------------------------------------------------------------------- */

static int named(enum kind kind, const char *path, const char *other, mode_t mode)
{
    pthread_mutex_lock(&turn);
    int result = -1;
    if (begin(kind)) {
        switch (kind) {
        case RENAME: result = REAL(rename)(path, other); break;
        case LINK: result = REAL(link)(path, other); break;
        case UNLINK: result = REAL(unlink)(path); break;
        case MKDIR: result = REAL(mkdir)(path, mode); break;
        default: result = REAL(rmdir)(path);
        }
        if (!result)
            record(kind, -1, 0, 0, path, other, other ? strlen(other) : 0);
        end();
    }
    pthread_mutex_unlock(&turn);
    return result;
}

int rename(const char *path, const char *other)
{
    return is_inside(path) || is_inside(other) ? named(RENAME, path, other, 0) : REAL(rename)(path, other);
}

int link(const char *path, const char *other)
{
    return is_inside(path) || is_inside(other) ? named(LINK, path, other, 0) : REAL(link)(path, other);
}

int unlink(const char *path)
{
    return is_inside(path) ? named(UNLINK, path, NULL, 0) : REAL(unlink)(path);
}

int unlinkat(int at, const char *path, int flags)
{
    char found[PATH_MAX];
    const char *whole = folder_length ? resolved(at, path, found) : path;
    if (!is_inside(whole))
        return REAL(unlinkat)(at, path, flags);
    return named(flags & AT_REMOVEDIR ? RMDIR : UNLINK, whole, NULL, 0);
}

int mkdir(const char *path, mode_t mode)
{
    return is_inside(path) ? named(MKDIR, path, NULL, mode) : REAL(mkdir)(path, mode);
}

int rmdir(const char *path)
{
    return is_inside(path) ? named(RMDIR, path, NULL, 0) : REAL(rmdir)(path);
}
