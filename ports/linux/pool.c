/* libdot11 on Linux: a free list over one allocation.
 *
 * SPDX-License-Identifier: MIT */
#include "pool.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>

struct dot11_pool {
    struct dot11_frame *free; /* linked by `next` */
    struct dot11_frame *frames;
    uint8_t *octets;
    size_t frame_octets;
    size_t out;
};

struct dot11_pool *dot11_pool_new(size_t count, size_t octets)
{
    struct dot11_pool *pool = calloc(1, sizeof(*pool));

    if (pool == NULL)
        return NULL;
    pool->frame_octets = octets;
    pool->frames = calloc(count, sizeof(*pool->frames));
    pool->octets = calloc(count, octets);
    if (pool->frames == NULL || pool->octets == NULL) {
        dot11_pool_free(pool);
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        struct dot11_frame *frame = &pool->frames[i];

        frame->owner = pool;
        frame->head = pool->octets + i * octets;
        frame->next = pool->free;
        pool->free = frame;
    }
    return pool;
}

void dot11_pool_free(struct dot11_pool *pool)
{
    if (pool == NULL)
        return;
    assert(pool->out == 0);
    free(pool->frames);
    free(pool->octets);
    free(pool);
}

struct dot11_frame *dot11_pool_get(struct dot11_pool *pool, size_t headroom,
                                   size_t len)
{
    struct dot11_frame *frame = pool->free;

    if (frame == NULL || headroom > pool->frame_octets ||
        len > pool->frame_octets - headroom)
        return NULL;
    pool->free = frame->next;
    pool->out++;
    dot11_frame_init(frame, frame->head, pool->frame_octets, headroom);
    return frame;
}

void dot11_pool_put(struct dot11_frame *const *frames, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct dot11_frame *frame = frames[i];
        struct dot11_pool *pool = frame->owner;

        assert(pool->out > 0);
        frame->next = pool->free;
        pool->free = frame;
        pool->out--;
    }
}

size_t dot11_pool_out(const struct dot11_pool *pool)
{
    return pool->out;
}
