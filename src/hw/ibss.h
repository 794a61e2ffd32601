/* What the core asks of the IBSS part, by layer.
 *
 * SPDX-License-Identifier: MIT
 * Only stations in an IBSS, or on their way into one, come here: those whose
 * link says `ibss`, or whose connection machine is in the phase of that name.
 * The part is listed then, so the table is there. */
#ifndef D11_HW_IBSS_H
#define D11_HW_IBSS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <dot11/event.h>
#include <dot11/ext.h>
#include <dot11/sta.h>

#include "hw/env.h"
#include "hw/vif.h"

struct d11_header;
struct d11_sme;
struct d11_tx_path;

struct d11_ibss_ops {
    /* tx: MSDUs to several peers; as d11_tx_msdus(), and what waits. */
    size_t (*msdus)(struct d11_tx_path *path, struct d11_vif *vif,
                    struct dot11_frame *const *frames, size_t n);
    void (*run)(struct d11_tx_path *path, struct d11_vif *vif);
    /* rx: data came from somebody who is no peer, in the BSS `bssid`. */
    void (*stranger)(struct d11_env *env, struct d11_vif *const *vifs,
                     unsigned count, const uint8_t *addr, const uint8_t *bssid);
    /* sme: in place of its own, in phase D11_SME_IBSS. */
    void (*cancel_open)(struct d11_sme *sme);
    void (*end)(struct d11_sme *sme, enum dot11_outcome outcome, bool say);
    void (*verdict)(struct d11_sme *sme,
                    const struct dot11_ext_verdict *verdict);
    void (*pre_done)(struct d11_sme *sme, enum dot11_err err);
    void (*poke)(struct d11_sme *sme);
    /* sme: whose slots a key belongs in; a group key to send with is our own
     * and not that of the peer. */
    struct d11_peer *(*key_owner)(struct d11_vif *vif, struct d11_peer *peer,
                                  const struct dot11_ext_key *key);
    /* sta: a management frame; false when it is none of ours. */
    bool (*mgmt)(struct dot11_radio *radio, struct d11_vif *vif,
                 const struct d11_header *header, const struct dot11_rx *rx,
                 enum dot11_drop *drop);
    /* sta: events that are owed, and what the status says. */
    unsigned (*owed)(const struct d11_vif *vif);
    void (*status)(const struct d11_vif *vif, struct dot11_sta_status *status);
};

/* NULL when the part is not listed. */
static inline const struct d11_ibss_ops *d11_ibss_ops(const struct d11_env *env)
{
    return d11_env_part(env, D11_PART_IBSS);
}

/* For who knows of an IBSS, which only the part brings. */
static inline const struct d11_ibss_ops *
d11_ibss_listed(const struct d11_env *env)
{
    return d11_env_listed(env, D11_PART_IBSS);
}

#endif
