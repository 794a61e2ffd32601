/* libdot11 on Linux: a pool of frame buffers.
 *
 * SPDX-License-Identifier: MIT
 *
 * All frames have one size and come from one allocation, made once. Taking
 * and giving back cost a pointer each. */
#ifndef DOT11_LINUX_POOL_H
#define DOT11_LINUX_POOL_H

#include <dot11/frame.h>

#ifdef __cplusplus
extern "C" {
#endif

struct dot11_pool;

/**
 * Make a pool.
 * @param count   frames in it
 * @param octets  of each frame, head- and tailroom included
 * @return NULL when there is no memory
 */
struct dot11_pool *dot11_pool_new(size_t count, size_t octets);

/** Give the pool's memory back; every frame must be in it. NULL is taken. */
void dot11_pool_free(struct dot11_pool *pool);

/**
 * Take an empty frame with `headroom` octets free in front and room for at
 * least `len` behind that.
 * @return NULL when the pool is empty, or its frames are too small
 */
struct dot11_frame *dot11_pool_get(struct dot11_pool *pool, size_t headroom,
                                   size_t len);

/** Give frames back, each to the pool it came from. */
void dot11_pool_put(struct dot11_frame *const *frames, size_t n);

/** How many frames are out. */
size_t dot11_pool_out(const struct dot11_pool *pool);

#ifdef __cplusplus
}
#endif

#endif
