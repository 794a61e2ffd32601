/* Management frame protection as the layers below it ask for it.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.2.7. The table of an optional part
 * (D11_PART_PMF). */
#ifndef D11_HW_PMF_H
#define D11_HW_PMF_H

#include <stdbool.h>
#include <stdint.h>

#include <dot11/err.h>

#include "hw/vif.h"

struct d11_ops;

/* Key ids of IGTK and BIGTK (9.4.2.54). */
#define D11_IGTK_FIRST 4u
#define D11_BIGTK_FIRST 6u
#define D11_MGMT_KEY_LAST 7u

struct d11_pmf_ops {
    /* Can an IGTK or BIGTK of this suite be had? */
    bool (*can)(const struct d11_env *env, uint32_t suite);
    /* The slot of an IGTK or BIGTK, by key id. */
    struct d11_key *(*slot)(const struct d11_vif *vif, uint8_t key_id);
};

static inline const struct d11_pmf_ops *d11_pmf_ops(const struct d11_env *env)
{
    return d11_env_part(env, D11_PART_PMF);
}

#endif
