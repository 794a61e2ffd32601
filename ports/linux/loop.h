/* libdot11 on Linux: one loop for file descriptors and one deadline.
 *
 * SPDX-License-Identifier: MIT
 *
 * The core has no timers: it names the next moment it wants to be called.
 * A host therefore needs to wait for two things only, a file descriptor that
 * has something, and that moment:
 *
 *     while (running) {
 *         dot11_loop_turn(loop, dot11_radio_deadline(radio));
 *         dot11_radio_tick(radio, dot11_loop_now_us());
 *     }
 */
#ifndef DOT11_LINUX_LOOP_H
#define DOT11_LINUX_LOOP_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct dot11_loop;

/** Most file descriptors that a loop watches. */
#define DOT11_LOOP_FDS 16

/** Called when `fd` can be read, or has an error that a read will show. */
typedef void dot11_loop_fn(void *context, int fd);

/** CLOCK_MONOTONIC in microseconds: the `now_us` of every call into the
 * core. */
uint64_t dot11_loop_now_us(void);

/** Make a loop; NULL with errno set when the system has no room. */
struct dot11_loop *dot11_loop_new(void);

/** Give a loop back; the file descriptors stay open. NULL is taken. */
void dot11_loop_free(struct dot11_loop *loop);

/**
 * Watch `fd`, which should not block.
 * @return 0 or a negative errno
 */
int dot11_loop_add(struct dot11_loop *loop, int fd, dot11_loop_fn *fn,
                   void *context);

/** Stop watching; to be called before `fd` is closed. */
void dot11_loop_remove(struct dot11_loop *loop, int fd);

/**
 * Wait until a file descriptor is ready or `deadline_us` has come, and call
 * what waits. A deadline in the past only looks.
 * @param deadline_us  by dot11_loop_now_us(); UINT64_MAX: no deadline
 * @return how many callbacks were called, or a negative errno
 */
int dot11_loop_turn(struct dot11_loop *loop, uint64_t deadline_us);

#ifdef __cplusplus
}
#endif

#endif
