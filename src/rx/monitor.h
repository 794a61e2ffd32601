/* What a network monitor hears.
 *
 * SPDX-License-Identifier: MIT
 * Rules N80211-RAW-*, MODE-10. */
#ifndef D11_RX_MONITOR_H
#define D11_RX_MONITOR_H

#include <dot11/monitor.h>

#include "hw/channel.h"
#include "hw/vif.h"
#include "rx/rx.h"

/* MSDUs whose fragments are waited for at once, and fragments of one. */
#define D11_MONITOR_HELD 4u
#define D11_MONITOR_FRAGMENTS 16u

/* Fragments that go to the host together. */
struct d11_monitor_held {
    uint8_t count; /* 0: free */
    uint8_t tid;
    uint16_t seq;
    uint8_t addrs[2u * D11_ADDR_LEN]; /* A1 and A2 */
    uint64_t first_us;
    struct dot11_rx rx[D11_MONITOR_FRAGMENTS];
};

/* The part's state of a station. */
struct d11_monitor {
    bool on;
    uint8_t group_count;
    uint32_t filter; /* as it was set, raw and promiscuous bits too */
    uint8_t groups[D11_MULTICAST_MAX][D11_ADDR_LEN];
    struct d11_channel_request request;
    struct d11_monitor_held held[D11_MONITOR_HELD];
};

/* As struct d11_rx_monitor says. */
void d11_rx_monitor_burst(struct d11_rx_path *path, struct dot11_rx *rx,
                          size_t n);

void d11_rx_monitor_pass(struct d11_vif *vif, const struct dot11_rx *rx);

/* Hand up what waits for more fragments and has waited long enough; with
 * `all`, free all of it unseen. */
void d11_monitor_expire(struct d11_vif *vif, struct d11_monitor *monitor);
void d11_monitor_drop(struct d11_vif *vif, struct d11_monitor *monitor);
uint64_t d11_monitor_deadline(const struct d11_monitor *monitor);

#endif
