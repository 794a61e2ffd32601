/* libdot11 on Linux: epoll, and a timerfd because epoll_wait() counts in
 * milliseconds only.
 *
 * SPDX-License-Identifier: MIT */
#include "loop.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#define US_PER_S 1000000u
#define TIMER_SLOT DOT11_LOOP_FDS

struct watch {
    dot11_loop_fn *fn; /* NULL: the slot is free */
    void *context;
    int fd;
};

struct dot11_loop {
    int epoll_fd;
    int timer_fd;
    uint64_t armed_us; /* what the timer is set to */
    struct watch watches[DOT11_LOOP_FDS];
};

uint64_t dot11_loop_now_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * US_PER_S + (uint64_t)now.tv_nsec / 1000u;
}

static int watch_slot(struct dot11_loop *loop, int fd, uint32_t slot)
{
    struct epoll_event event = {.events = EPOLLIN};

    event.data.u32 = slot;
    return epoll_ctl(loop->epoll_fd, EPOLL_CTL_ADD, fd, &event) < 0 ? -errno
                                                                    : 0;
}

struct dot11_loop *dot11_loop_new(void)
{
    struct dot11_loop *loop = calloc(1, sizeof(*loop));
    int saved;

    if (loop == NULL)
        return NULL;
    loop->armed_us = UINT64_MAX;
    loop->timer_fd =
        timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    loop->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    if (loop->timer_fd >= 0 && loop->epoll_fd >= 0 &&
        watch_slot(loop, loop->timer_fd, TIMER_SLOT) == 0)
        return loop;

    saved = errno;
    dot11_loop_free(loop);
    errno = saved;
    return NULL;
}

void dot11_loop_free(struct dot11_loop *loop)
{
    if (loop == NULL)
        return;
    if (loop->epoll_fd >= 0)
        close(loop->epoll_fd);
    if (loop->timer_fd >= 0)
        close(loop->timer_fd);
    free(loop);
}

int dot11_loop_add(struct dot11_loop *loop, int fd, dot11_loop_fn *fn,
                   void *context)
{
    int status;

    for (uint32_t slot = 0; slot < DOT11_LOOP_FDS; slot++) {
        struct watch *watch = &loop->watches[slot];

        if (watch->fn != NULL)
            continue;
        status = watch_slot(loop, fd, slot);
        if (status == 0)
            *watch = (struct watch){.fn = fn, .context = context, .fd = fd};
        return status;
    }
    return -ENOSPC;
}

void dot11_loop_remove(struct dot11_loop *loop, int fd)
{
    for (uint32_t slot = 0; slot < DOT11_LOOP_FDS; slot++) {
        struct watch *watch = &loop->watches[slot];

        if (watch->fn == NULL || watch->fd != fd)
            continue;
        watch->fn = NULL;
        (void)epoll_ctl(loop->epoll_fd, EPOLL_CTL_DEL, fd, NULL);
    }
}

/* Sets the timer; left alone when it is set to that moment already, which
 * saves a system call in most turns. */
static int arm(struct dot11_loop *loop, uint64_t deadline_us)
{
    struct itimerspec at = {0};

    if (deadline_us == loop->armed_us)
        return 0;
    if (deadline_us != UINT64_MAX) {
        at.it_value.tv_sec = (time_t)(deadline_us / US_PER_S);
        at.it_value.tv_nsec = (long)(deadline_us % US_PER_S) * 1000;
    }
    if (timerfd_settime(loop->timer_fd, TFD_TIMER_ABSTIME, &at, NULL) < 0)
        return -errno;
    loop->armed_us = deadline_us;
    return 0;
}

/* A timer that went off has to be read, and set again to go off once more. */
static void timer_expired(struct dot11_loop *loop)
{
    uint64_t times;

    if (read(loop->timer_fd, &times, sizeof(times)) == sizeof(times))
        loop->armed_us = UINT64_MAX;
}

int dot11_loop_turn(struct dot11_loop *loop, uint64_t deadline_us)
{
    struct epoll_event ready[DOT11_LOOP_FDS + 1];
    bool only_look = deadline_us <= dot11_loop_now_us();
    int called = 0;
    int count;

    if (!only_look) {
        int status = arm(loop, deadline_us);

        if (status < 0)
            return status;
    }
    count = epoll_wait(loop->epoll_fd, ready, DOT11_LOOP_FDS + 1,
                       only_look ? 0 : -1);
    if (count < 0)
        return errno == EINTR ? 0 : -errno;

    for (int i = 0; i < count; i++) {
        uint32_t slot = ready[i].data.u32;

        if (slot == TIMER_SLOT) {
            timer_expired(loop);
            continue;
        }
        /* An earlier callback of this turn may have removed it. */
        if (loop->watches[slot].fn == NULL)
            continue;
        loop->watches[slot].fn(loop->watches[slot].context,
                               loop->watches[slot].fd);
        called++;
    }
    return called;
}
