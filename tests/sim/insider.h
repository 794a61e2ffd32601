/* Somebody inside the station, who looks after everything that happens: the
 * invariants of keys, counters and states (SEC-SIM-03).
 *
 * SPDX-License-Identifier: MIT */
#ifndef TEST_SIM_INSIDER_H
#define TEST_SIM_INSIDER_H

#include <dot11_sim.h>

#include "crypto/key.h"

/* Pairwise keys by id, group keys by slot. */
#define INSIDER_SLOTS 4u
#define INSIDER_PAST 64u

struct insider {
    struct dot11_sim *sim;
    struct dot11_sta *sta;
    bool secured;

    struct {
        uint32_t generation;
        struct d11_replay rx;
    } slots[INSIDER_SLOTS];
    /* Keys that were installed in this session. */
    struct {
        unsigned slot;
        uint8_t octets[D11_KEY_LEN_MAX];
    } past[INSIDER_PAST];
    unsigned past_count;
    uint32_t session_id;
    uint64_t now_us;
    uint32_t still;   /* things that happened at this very time */
    uint32_t looks;   /* how often it looked: it must not be never */
};

/* As dot11_sim_watch; fails the test when something is wrong. */
void insider_look(void *ctx);

#endif
