/* What all layers of one radio share: its tables, its time, its counters.
 *
 * SPDX-License-Identifier: MIT
 * Here and in other structs that live as long as a radio or a station, flags
 * and counters come before pointers, and those before what is long: the first
 * octets of a struct are reached with shorter instructions. */
#ifndef D11_HW_ENV_H
#define D11_HW_ENV_H

#include <stdbool.h>
#include <stdint.h>

#include <dot11/config.h>
#include <dot11/sta.h>

#include "base/assert.h"
#include "hw/part.h"

struct d11_env {
    const struct dot11_hw_caps *caps;
    bool in_op;      /* an op runs: calls into the core are refused */
    bool monitors;   /* a station is a network monitor: nothing is sent */
    bool dozes;      /* the radio was told that it may sleep */
    bool away;       /* the radio is off, hangs or sleeps: it takes no frame */
    uint16_t tx_out; /* frames in the radio's hands */
    const struct dot11_part **parts; /* by enum d11_part_kind, each NULL when
                                        it is not listed; NULL: none is */
    uint64_t now_us; /* of the call into the core that runs */
    /* Copies; members that the caller's table did not have are NULL. */
    struct dot11_config config;
    struct dot11_hw_ops hw_ops;
    struct dot11_host_ops host_ops;
    struct dot11_crypto_ops crypto_ops; /* .size 0: no provider */
    struct dot11_stats stats;
};

/* Begin a call into the core: time never goes back. False when an op is
 * running, and then nothing may be changed. */
static inline bool d11_env_enter(struct d11_env *env, uint64_t now_us)
{
    if (env->in_op)
        return false;
    if (now_us > env->now_us)
        env->now_us = now_us;
    return true;
}

/* Is an optional part listed? */
static inline bool d11_env_has_part(const struct d11_env *env,
                                    enum d11_part_kind kind)
{
    return env->parts != NULL && env->parts[kind] != NULL;
}

/* The table of an optional part, or NULL when it is not listed. */
static inline const void *d11_env_part(const struct d11_env *env,
                                       enum d11_part_kind kind)
{
    return d11_env_has_part(env, kind) ? env->parts[kind]->ops : NULL;
}

/* The same of a part that is listed for certain: who asks runs only then. */
static inline const void *d11_env_listed(const struct d11_env *env,
                                         enum d11_part_kind kind)
{
    d11_assert(d11_env_has_part(env, kind));
    return env->parts[kind]->ops;
}

/* Count a received frame that had no effect. */
static inline void d11_env_drop(struct d11_env *env, enum dot11_drop drop)
{
    env->stats.drops[drop]++;
}

#endif
