/* A pairwise master key.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.7.1.3. */
#ifndef D11_RSN_PMK_H
#define D11_RSN_PMK_H

#include <stdbool.h>
#include <stdint.h>

#include <dot11/types.h>

/* Octets of the longest one: SAE and OWE with group 21. */
#define D11_PMK_MAX 64u

struct d11_pmk {
    bool ready;
    bool kept;      /* it is of the cache (rsn/pmksa.h) */
    bool has_pmkid; /* it has a name that is not derived from it */
    uint8_t err;    /* enum dot11_err, when it is not `ready`: D11_ERR_PENDING
                       while it is made after the association, else why it does
                       not come */
    uint8_t len;    /* octets, also of one that is still being made */
    uint32_t generation;          /* grows when another PMK comes */
    uint8_t octets[D11_PMK_MAX];  /* when `ready` */
    struct dot11_ssid ssid;       /* the network it belongs to */
    uint8_t pmkid[D11_PMKID_LEN]; /* with has_pmkid */
};

#endif
