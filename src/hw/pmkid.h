/* PMKIDs as the layers below the part that keeps them ask for them.
 *
 * SPDX-License-Identifier: MIT */
#ifndef D11_HW_PMKID_H
#define D11_HW_PMKID_H

#include <stdbool.h>
#include <stdint.h>

#include "hw/vif.h"

/* The table of D11_PART_PMKID. */
struct d11_pmkid_ops {
    /* The PMKID for association requests to an AP. The answer for the AP that
     * the station is associated with is the one that its request had. */
    bool (*find)(struct d11_vif *vif, const uint8_t *bssid, uint8_t *pmkid);
    /* PMKID-8: may this Ethernet frame be sent? Pre-authentication goes to
     * APs that take it. */
    enum dot11_err (*check)(const struct d11_vif *vif, const uint8_t *eth);
};

static inline const struct d11_pmkid_ops *
d11_pmkid_ops(const struct d11_env *env)
{
    return d11_env_part(env, D11_PART_PMKID);
}

#endif
