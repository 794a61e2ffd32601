/* The traffic indication map: who has frames waiting at the AP.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 9.4.2.5. */
#ifndef D11_FRAME_TIM_H
#define D11_FRAME_TIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <dot11/types.h>

#include "base/wr.h"

struct d11_tim {
    const uint8_t *bitmap; /* partial virtual bitmap */
    uint8_t bitmap_len;    /* 1..251 */
    uint8_t bitmap_offset; /* octet of the full bitmap where it begins */
    uint8_t dtim_count;    /* beacons until the next DTIM, 0 now */
    uint8_t dtim_period;   /* 1..255 */
    bool group;            /* group frames follow this beacon */
};

/* Decode a TIM body. False, so the element has no effect, when it is shorter
 * than 4 octets, its period is 0 or its count not below it (SEC-ELM-07). */
bool d11_tim_decode(struct d11_tim *tim, const uint8_t *body, size_t len);

/* Does the map say that individual frames wait for `aid` (1..2007)? */
bool d11_tim_has_aid(const struct d11_tim *tim, uint16_t aid);

/* Write a TIM element in which at most one station, `aid` (0 for none), has
 * traffic. */
void d11_tim_write(struct d11_wr *wr, uint8_t dtim_count, uint8_t dtim_period,
                   bool group, uint16_t aid);

#endif
