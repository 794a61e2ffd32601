/*
 * Packet numbers that a receive key has seen.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.5.3.4.4.
 */
#include "crypto/replay.h"

#include "base/octets.h"

void d11_replay_init(struct d11_replay *replay, uint64_t pn)
{
    unsigned i;

    for (i = 0; i < D11_REPLAY_COUNT; i++) {
        replay->low[i] = (uint32_t)pn;
        replay->high[i] = (uint16_t)(pn >> 32);
    }
}

bool d11_replay_rsc(const uint8_t rsc[8], uint64_t *pn)
{
    if (d11_load_le16(rsc + 6) != 0)
        return false;
    *pn = d11_load_le64(rsc);
    return true;
}
