/* A station with an association and nothing above or below the data path.
 *
 * SPDX-License-Identifier: MIT */
#ifndef BENCH_STATION_H
#define BENCH_STATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "peer_abi.h"

/* Frames in one call at most. */
#define BENCH_STATION_BURST 64u

struct bench_station;

/* An association with QoS whose port is open; CCMP-128 by the radio (`soft`
 * false; it leaves cipher headers to us) or by the host's provider. NULL when
 * memory or the provider fails. */
struct bench_station *bench_station_new(const uint8_t bssid[6],
                                        const uint8_t own[6],
                                        const uint8_t key[16], bool soft,
                                        bench_sink *sink, void *arg);
void bench_station_free(struct bench_station *station);

/* Receive MPDUs in place; each Ethernet frame goes to the sink. */
void bench_station_rx(struct bench_station *station, uint8_t **mpdus,
                      const size_t *lens, size_t count);

/* Send Ethernet frames in place; each MPDU goes to the sink. */
void bench_station_tx(struct bench_station *station, uint8_t **frames,
                      const size_t *lens, size_t count);

#endif
