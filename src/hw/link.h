/* A link: what belongs to one channel and one BSS.
 *
 * SPDX-License-Identifier: MIT */
#ifndef D11_HW_LINK_H
#define D11_HW_LINK_H

#include <stdbool.h>
#include <stdint.h>

#include <dot11/types.h>

#include "crypto/key.h"

/* Group keys of one kind kept at once: the one in use and the one before, or
 * the next (12.7.7). Key id n lives in slot n % 2. */
#define D11_GROUP_KEYS 2u

struct d11_link {
    uint8_t id;                    /* 0 without 802.11be */
    bool joined;                   /* bssid counts */
    bool is_protected;             /* an RSN network: no plaintext data but
                                      what the port lets through */
    bool ibss;                     /* of an IBSS: frames go between peers */
    uint8_t addr[D11_ADDR_LEN];    /* ours on this link */
    uint8_t bssid[D11_ADDR_LEN];
    struct dot11_channel channel;
    uint16_t beacon_interval_tu;
    uint8_t dtim_period;
    struct d11_key gtk[D11_GROUP_KEYS];
};

#endif
