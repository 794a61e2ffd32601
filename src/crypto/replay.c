/*
 * Packet numbers that a receive key has seen.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.5.3.4.4.
 */
#include "crypto/replay.h"

#include "base/assert.h"
#include "base/octets.h"

void d11_replay_init(struct d11_replay *replay, uint64_t pn)
{
    unsigned i;

    for (i = 0; i < D11_REPLAY_COUNT; i++) {
        replay->low[i] = (uint32_t)pn;
        replay->high[i] = (uint16_t)(pn >> 32);
    }
}

uint64_t d11_replay_highest(const struct d11_replay *replay, unsigned counter)
{
    d11_assert(counter < D11_REPLAY_COUNT);
    return (uint64_t)replay->high[counter] << 32 | replay->low[counter];
}

bool d11_replay_is_new(const struct d11_replay *replay, unsigned counter,
                       uint64_t pn)
{
    return pn > d11_replay_highest(replay, counter) && pn <= D11_PN_MAX;
}

bool d11_replay_commit(struct d11_replay *replay, unsigned counter, uint64_t pn)
{
    if (!d11_replay_is_new(replay, counter, pn))
        return false;
    replay->low[counter] = (uint32_t)pn;
    replay->high[counter] = (uint16_t)(pn >> 32);
    return true;
}

bool d11_replay_rsc(const uint8_t rsc[8], uint64_t *pn)
{
    if (d11_load_le16(rsc + 6) != 0)
        return false;
    *pn = d11_load_le64(rsc);
    return true;
}
