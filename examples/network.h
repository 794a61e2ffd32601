/* dot11-station: a network to connect to, as the words of a command say it.
 *
 * SPDX-License-Identifier: MIT */
#ifndef NETWORK_H
#define NETWORK_H

#include "call.h"

/** What connect was told. */
struct network {
    struct dot11_connect_req req; /**< points into this structure */
    struct dot11_rsn_profile profile;
    uint16_t freqs_mhz[CALL_CHANNELS_MAX];
    bool nowait;
};

/** Fill `network`: word 1 is the SSID, the others are of the table in
 * profile.c. False with `why`. */
bool network_take(struct call *call, struct network *network);

/** Say which words there are, a line each. */
void network_help(struct station *st);

#endif
