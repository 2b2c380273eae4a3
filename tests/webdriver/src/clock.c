/* Moves the monotonic clock of a process, as a library for LD_PRELOAD. CORS_CLOCK names a file with the seconds by which
   the clock is ahead, as a native integer of 64 bits, which may change while the process runs.

   libfaketime is no help: Firefox does not start with it, and Chromium hangs after a jump of ten minutes. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

static const volatile int64_t *ahead;

/* Before the process enters a sandbox. */
__attribute__((constructor)) static void map_file(void) {
    const char *path = getenv("CORS_CLOCK");
    int file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    if (file < 0)
        return;
    void *mapped = mmap(NULL, sizeof *ahead, PROT_READ, MAP_SHARED, file, 0);
    if (mapped != MAP_FAILED)
        ahead = mapped;
    close(file);
}

static int is_moved(clockid_t clock) {
    return clock == CLOCK_MONOTONIC || clock == CLOCK_MONOTONIC_COARSE || clock == CLOCK_MONOTONIC_RAW ||
           clock == CLOCK_BOOTTIME;
}

int clock_gettime(clockid_t clock, struct timespec *time) {
    int result = (int)syscall(SYS_clock_gettime, clock, time);
    if (result == 0 && ahead && is_moved(clock))
        time->tv_sec += *ahead;
    return result;
}

/* The kernel does not know the moved clock, so a deadline on it has to be moved back. One on the clock of the calendar
   is larger than any uptime. */
static struct timespec moved_back(const struct timespec *deadline) {
    struct timespec time = *deadline;
    if (ahead && time.tv_sec < 1000000000)
        time.tv_sec = time.tv_sec > *ahead ? time.tv_sec - *ahead : 0;
    return time;
}

int pthread_cond_timedwait(pthread_cond_t *condition, pthread_mutex_t *mutex, const struct timespec *deadline) {
    static int (*next)(pthread_cond_t *, pthread_mutex_t *, const struct timespec *);
    if (!next)
        next = dlsym(RTLD_NEXT, "pthread_cond_timedwait");
    struct timespec time = moved_back(deadline);
    return next(condition, mutex, &time);
}

int pthread_cond_clockwait(pthread_cond_t *condition, pthread_mutex_t *mutex, clockid_t clock,
                           const struct timespec *deadline) {
    static int (*next)(pthread_cond_t *, pthread_mutex_t *, clockid_t, const struct timespec *);
    if (!next)
        next = dlsym(RTLD_NEXT, "pthread_cond_clockwait");
    struct timespec time = moved_back(deadline);
    return next(condition, mutex, clock, &time);
}

int timerfd_settime(int timer, int flags, const struct itimerspec *new, struct itimerspec *old) {
    struct itimerspec value = *new;
    /* Zero disarms the timer. */
    if ((flags & TFD_TIMER_ABSTIME) && (value.it_value.tv_sec || value.it_value.tv_nsec)) {
        value.it_value = moved_back(&value.it_value);
        if (!value.it_value.tv_sec && !value.it_value.tv_nsec)
            value.it_value.tv_nsec = 1;
    }
    return (int)syscall(SYS_timerfd_settime, timer, flags, &value, old);
}
