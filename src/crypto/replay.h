/*
 * Packet numbers that a receive key has seen.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.5.3.4.4 (CCMP) and 12.5.5.4.4 (GCMP): one replay
 * counter for each TID and one more for individually addressed robust
 * management frames. Two steps, because a counter may move only after the MIC
 * of that very frame was verified: check before, commit after.
 */
#ifndef D11_CRYPTO_REPLAY_H
#define D11_CRYPTO_REPLAY_H

#include <stdbool.h>
#include <stdint.h>

#include <dot11/types.h>

#include "base/assert.h"

/* The largest packet number; it is legal once and nothing follows it. */
#define D11_PN_MAX UINT64_C(0xffffffffffff)

/* The counter of management frames; data frames use 0..15, their TID, and
 * TID 0 without QoS. BIP has just one counter for each key: this one. */
#define D11_REPLAY_MGMT D11_TID_COUNT
#define D11_REPLAY_COUNT (D11_TID_COUNT + 1u)

/* The highest packet number accepted so far, for each counter; split in two
 * because a station has little memory. */
struct d11_replay {
    uint32_t low[D11_REPLAY_COUNT];
    uint16_t high[D11_REPLAY_COUNT];
};

/* All counters start at `pn`: 0 for a pairwise key, the authenticated RSC or
 * IPN for a group key. */
void d11_replay_init(struct d11_replay *replay, uint64_t pn);

/* The highest packet number accepted by one counter. */
static inline uint64_t d11_replay_highest(const struct d11_replay *replay,
                                          unsigned counter)
{
    d11_assert(counter < D11_REPLAY_COUNT);
    return (uint64_t)replay->high[counter] << 32 | replay->low[counter];
}

/* Is `pn` new for this counter? It must be strictly greater than the highest
 * accepted one. Changes nothing. */
static inline bool d11_replay_is_new(const struct d11_replay *replay,
                                     unsigned counter, uint64_t pn)
{
    return pn > d11_replay_highest(replay, counter) && pn <= D11_PN_MAX;
}

/* The frame with `pn` was verified. Checks again, as a frame of the same burst
 * may have moved the counter since, and then moves it.
 * @return false for a replay, which changes nothing */
static inline bool d11_replay_commit(struct d11_replay *replay,
                                     unsigned counter, uint64_t pn)
{
    if (!d11_replay_is_new(replay, counter, pn))
        return false;
    replay->low[counter] = (uint32_t)pn;
    replay->high[counter] = (uint16_t)(pn >> 32);
    return true;
}

/* The packet number in a Key RSC field (12.7.2): 6 octets, low octet first,
 * and the last two zero.
 * @return false when they are not */
bool d11_replay_rsc(const uint8_t rsc[8], uint64_t *pn);

#endif
