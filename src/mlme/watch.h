/* Watching the AP of an association: beacons, silence, signal.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 11.1; rules N80211-DISAS-4, N80211-LQ-*, SEC-BCN-08:
 * the local clock counts, and missing beacons are confirmed by asking. */
#ifndef D11_MLME_WATCH_H
#define D11_MLME_WATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "hw/env.h"

/* What the watch wants done. */
enum d11_watch_verdict {
    D11_WATCH_FINE,
    D11_WATCH_PROBE, /* ask the AP whether it is there */
    D11_WATCH_LOST   /* it is not */
};

struct d11_watch {
    uint64_t heard_us;      /* anything at all from the AP */
    uint64_t timer_us;
    uint32_t interval_us;   /* of its beacons */
    uint32_t unreachable_us; /* silence that counts as its absence */
    uint8_t tries;          /* probes without an answer */
    int16_t signal_8th_dbm; /* average in eighths of a dB */
    bool has_signal;
};

void d11_watch_start(struct d11_watch *watch, const struct d11_env *env,
                     uint16_t beacon_interval_tu);
void d11_watch_stop(struct d11_watch *watch);

/* Something of the AP was heard, or it acknowledged. */
void d11_watch_heard(struct d11_watch *watch, const struct d11_env *env);
void d11_watch_signal(struct d11_watch *watch, int8_t signal_dbm);
int8_t d11_watch_signal_dbm(const struct d11_watch *watch);
/* 0..100 (N80211-LQ-1). */
uint8_t d11_watch_quality(const struct d11_watch *watch);

/* Time to look. `data_us`: when data was last received; `away`: the radio is
 * elsewhere, so that silence says nothing. */
enum d11_watch_verdict d11_watch_tick(struct d11_watch *watch,
                                      const struct d11_env *env,
                                      uint64_t data_us, bool away);

#endif
