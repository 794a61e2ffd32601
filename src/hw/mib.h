/* What the statistics part is told of frames.
 *
 * SPDX-License-Identifier: MIT
 * The table of an optional part (D11_PART_STATS). Both paths look for it once
 * for each burst, so that a station without it pays nothing for a frame. */
#ifndef D11_HW_MIB_H
#define D11_HW_MIB_H

#include <stdbool.h>
#include <stdint.h>

#include <dot11/hw.h>
#include <dot11/mib.h>

#include "crypto/cipher.h"
#include "hw/vif.h"

/* What was found out about received frames; one, or several that had their
 * effect and are alike. */
struct d11_mib_rx {
    const struct dot11_rx *rx;       /* the first; dropped, its header is as it
                                        came */
    const struct d11_cipher *cipher; /* of its key; NULL: none was found */
    uint32_t count;
    bool is_ours;   /* it was for us, or for us among others */
    bool group;     /* the receiver address is a group */
    bool decrypted; /* its cipher was taken off */
};

struct d11_rx_flow;
struct d11_rx_path;

/* The first two are what the receive path calls (rx/count.c): they find out
 * whom a frame counts for, and call `rx` for each. */
struct d11_mib_ops {
    /* A frame was dropped; `flow` is NULL when it is not one for us. */
    void (*rx_dropped)(const struct d11_rx_path *path,
                       const struct d11_rx_flow *flow,
                       const struct dot11_rx *rx, enum dot11_drop drop);
    /* All that were taken and still have a flow had their effect. */
    void (*rx_accepted)(const struct d11_rx_path *path);
    /* Frames are over: they had their effect (D11_DROP_NONE), or one was
     * dropped. */
    void (*rx)(struct d11_vif *vif, const struct d11_mib_rx *rx,
               enum dot11_drop drop);
    /* The radio gave a frame back. */
    void (*tx)(struct d11_vif *vif, const struct dot11_tx_status *status);
    /* The counters of frames to and from one address. */
    const struct dot11_mib_mac *(*directed)(const struct d11_vif *vif);
};

static inline const struct d11_mib_ops *d11_mib_ops(const struct d11_env *env)
{
    return d11_env_part(env, D11_PART_STATS);
}

/* For who runs only where the part is listed. */
static inline const struct d11_mib_ops *
d11_mib_listed(const struct d11_env *env)
{
    return d11_env_listed(env, D11_PART_STATS);
}

#endif
