/* The world's insides: memory, random numbers, timers.
 *
 * SPDX-License-Identifier: MIT */
#ifndef SIM_WORLD_H
#define SIM_WORLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dot11_sim_world.h"

#define SIM_TAPS 4u

/* A stream of random numbers. Each user has one of its own, so that one more
 * frame on the air does not change what an AP rolls. */
struct sim_rng {
    uint64_t state;
};

/* Something that will happen. Lies inside what it belongs to; all zero but
 * for `fire` and `owner` when made. */
struct sim_timer {
    uint64_t at_us;
    uint64_t order; /* of setting: the same time keeps the order */
    uint32_t place; /* in the heap, from 1; 0: not set */
    void (*fire)(void *owner);
    void *owner;
};

/* Somebody who wants to look after each thing that happened. */
struct sim_settler {
    struct sim_settler *next;
    void (*settle)(void *owner);
    void *owner;
};

struct sim_packet;
struct sim_tx;
struct sim_delivery;
struct sim_path;
struct sim_key;

struct dot11_sim {
    uint64_t now_us;
    uint64_t order;
    uint64_t seed;
    struct sim_rng air_rng;
    struct sim_rng test_rng;
    uint32_t streams; /* made so far */

    uint8_t *mem;
    uint8_t *mem_pos;
    uint8_t *mem_end;

    struct sim_timer **heap; /* heap[0] comes first */
    uint32_t heap_count;
    uint32_t heap_max;
    struct sim_settler *settlers;
    bool settling;

    struct dot11_sim_node **nodes;
    struct sim_path *paths; /* [from * node_max + to] */
    uint16_t node_count;
    uint16_t node_max;
    uint16_t packet_max;
    struct sim_packet *free_packets;
    struct sim_tx *free_txs;
    struct sim_delivery *free_deliveries;

    struct dot11_sim_air air;
    struct {
        dot11_sim_tap *tap;
        void *ctx;
    } taps[SIM_TAPS];
    uint8_t tap_count;
    dot11_sim_filter *filter;
    void *filter_ctx;
    dot11_sim_watch *watch;
    void *watch_ctx;
    struct dot11_sim_stats stats;

    const struct dot11_crypto_ops *crypto_ops;
    void *crypto;
    struct sim_key *keys;     /* all that a provider has a state for */
    struct dot11_sim_ap *aps; /* all of them, for the wire between them */
};

/* Zeroed memory that lasts as long as the world; NULL: the world is full,
 * which is counted. */
void *sim_alloc(struct dot11_sim *sim, size_t len);

/* A stream of its own. */
struct sim_rng sim_rng_fork(struct dot11_sim *sim);
uint64_t sim_rng_next(struct sim_rng *rng);
/* A number below `bound`, which is at most 2^31; 0 for 0. */
uint32_t sim_rng_below(struct sim_rng *rng, uint32_t bound);
/* True in `permille` of a thousand cases. Rolls only when it can be both. */
bool sim_rng_chance(struct sim_rng *rng, uint16_t permille);
void sim_rng_octets(struct sim_rng *rng, uint8_t *octets, size_t len);

/* (Re)set a timer to a time, which may be past: then it comes next. */
void sim_timer_set(struct dot11_sim *sim, struct sim_timer *timer,
                   uint64_t at_us);
void sim_timer_stop(struct dot11_sim *sim, struct sim_timer *timer);

static inline bool sim_timer_is_set(const struct sim_timer *timer)
{
    return timer->place != 0;
}

void sim_add_settler(struct dot11_sim *sim, struct sim_settler *settler);

#endif
