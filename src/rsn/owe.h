/* OWE as a method of the RSN.
 *
 * SPDX-License-Identifier: MIT
 * RFC 8110. */
#ifndef D11_RSN_OWE_H
#define D11_RSN_OWE_H

#include <stdbool.h>
#include <stdint.h>

#include <dot11/rsn.h>

#include "base/moves.h"
#include "rsn/method.h"
#include "rsn/owe_exchange.h"

/* Groups of a profile. */
#define D11_OWE_GROUPS_MAX 3u

enum d11_owe_task {
    D11_OWE_MAKE,  /* our key pair */
    D11_OWE_DERIVE /* the keys */
};

/* What jobs work on: the memory of one D11_JOB_RUN. Nobody else touches it
 * while the job is pending. */
struct d11_owe_work {
    struct dot11_crypto_job job;
    uint8_t task;    /* enum d11_owe_task */
    uint8_t verdict; /* enum dot11_err: what became of it */
    uint16_t group;  /* of this attempt */
    uint8_t random[D11_OWE_RANDOM_LEN];
    uint8_t secret[D11_EC_NUMBER_MAX];
    uint8_t own[D11_EC_NUMBER_MAX];
    uint8_t peer[D11_EC_NUMBER_MAX];
    struct d11_owe_keys keys;
};

/* Where an attempt is. */
enum d11_owe_state {
    D11_OWE_NOTHING,
    D11_OWE_MAKING,   /* our key pair is being made */
    D11_OWE_MADE,     /* it may be sent, again and again */
    D11_OWE_DERIVING, /* associated; the keys are being made */
    D11_OWE_KEYED     /* the PMK is there */
};

struct d11_owe {
    uint8_t state; /* enum d11_owe_state */
    uint8_t group_count;
    uint8_t group_now; /* index of the one in use */
    uint8_t rejected;  /* groups that this AP does not take, as bits */
    bool pending;      /* the job runs */
    bool answered;     /* the AP has authenticated us and waits for the pair */
    uint16_t groups[D11_OWE_GROUPS_MAX];
    uint8_t bssid[D11_ADDR_LEN]; /* whom `rejected` is of */
    struct d11_pmk pmk;
    struct d11_owe_work work;
};

extern const uint16_t d11_owe_moves[];

/* The one way to change the state of an attempt. */
static inline void d11_owe_enter(struct d11_owe *owe, enum d11_owe_state state)
{
    d11_assert(d11_may_move(d11_owe_moves, owe->state, state));
    owe->state = (uint8_t)state;
}

#endif
