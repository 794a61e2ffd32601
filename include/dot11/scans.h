/* libdot11: scans of several stations of a radio, one after the other. An
 * optional part.
 *
 * SPDX-License-Identifier: MIT
 * Rule N80211-SCAN-7. */
#ifndef DOT11_SCANS_H
#define DOT11_SCANS_H

#include <dot11/config.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * The part, for dot11_config.parts of a host with several stations on a radio.
 * dot11_sta_scan() keeps a copy of a request that comes while another station
 * scans, and carries it out when its turn comes, in the order of the requests;
 * each ends in its own D11_EV_SCAN_DONE. Without the part it is answered
 * D11_ERR_BUSY, as a second one of the same station always is.
 */
extern const struct dot11_part dot11_scans;

#ifdef __cplusplus
}
#endif

#endif
