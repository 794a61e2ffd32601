/* TKIP countermeasures: when they begin and end.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.5.2.4.1; rules N80211-TKIP-4, TKIP-7. */
#include <dot11/legacy.h>

#include "base/deadline.h"
#include "base/octets.h"

static bool is_over(const struct dot11_tkip_watch *watch, uint64_t now_us)
{
    return d11_deadline_due(watch->until_us, now_us);
}

bool dot11_tkip_watch_failure(struct dot11_tkip_watch *watch,
                              const struct dot11_ev_tkip_mic_failure *failure,
                              uint64_t now_us)
{
    const bool second =
        watch->has_failed &&
        now_us < d11_time_after(watch->first_us, D11_TKIP_WATCH_US);

    watch->has_failed = !second;
    watch->first_us = now_us;
    if (!second)
        return false;
    watch->active = true;
    d11_addr_copy(watch->excluded, failure->peer);
    watch->until_us = d11_time_after(now_us, D11_TKIP_WATCH_US);
    return true;
}

uint64_t dot11_tkip_watch_deadline(const struct dot11_tkip_watch *watch)
{
    return watch->active ? watch->until_us : D11_NEVER;
}

bool dot11_tkip_watch_excludes(const struct dot11_tkip_watch *watch,
                               const uint8_t addr[D11_ADDR_LEN],
                               uint64_t now_us)
{
    return watch->active && !is_over(watch, now_us) &&
           d11_addr_equal(watch->excluded, addr);
}
