/* A station of libdot11 in static memory, and the main loop around it.
 *
 * SPDX-License-Identifier: MIT */
#ifndef FIRMWARE_STATION_H
#define FIRMWARE_STATION_H

#include <dot11/dot11.h>

#include "dot11_crypto_mbedtls.h"
#include "host.h"

/* What the station has told so far, for the rest of the firmware. */
struct news {
    struct dot11_event last[D11_EV_COUNT]; /* of each kind */
    unsigned count[D11_EV_COUNT];          /* how many of each kind */
};

struct station {
    struct dot11_radio *radio;
    struct dot11_sta *sta;
    struct dot11_crypto_mbedtls *crypto;
    struct host host;
    struct news news;
    size_t memory;  /* octets that the library asked for */
    bool computing; /* slow crypto work waits for the next turn */
};

/** Put radio, host, crypto and library together. The station is halted. */
enum dot11_err station_open(struct station *station);

/** Take it apart again. D11_ERR_BUSY when something has not come back. */
enum dot11_err station_close(struct station *station);

/*
 * The main loop is
 *
 *     for (;;) {
 *         station_work(&station);
 *         station_sleep(&station, D11_NEVER);
 *     }
 *
 * with whatever else the firmware does in between.
 */

/** Do what there is to do: time, slow crypto work, packets, events. */
void station_work(struct station *station);

/** Sleep until the radio does something or the library's deadline, at most
 * until `until_us`. The radio's frames reach the library from in here. */
void station_sleep(const struct station *station, uint64_t until_us);

#endif
