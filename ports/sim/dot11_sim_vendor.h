/* libdot11 simulator: access points whose security is somebody else's.
 *
 * SPDX-License-Identifier: MIT
 * The AP does what is of the standard: authentication, association, CCMP under
 * the keys that it is given. Who proves what to whom, and when data may pass,
 * is decided by the other side of a vendor's protocol, which is told of
 * stations and of packets of the vendor's EtherType. */
#ifndef DOT11_SIM_VENDOR_H
#define DOT11_SIM_VENDOR_H

#include "dot11_sim_ap.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The vendor's side of an access point. */
struct dot11_sim_vendor {
    uint16_t ethertype; /**< its packets; 1536 and above */

    /** A station was associated; it has no keys, and no data passes. */
    void (*associated)(void *ctx, const uint8_t sta[D11_ADDR_LEN]);

    /** A packet of a station came in. May call all functions below.
     * @param data           behind the EtherType; borrowed
     * @param was_protected  it came under the station's key */
    void (*packet)(void *ctx, const uint8_t sta[D11_ADDR_LEN],
                   const uint8_t *data, size_t len, bool was_protected);
};

/**
 * Give an AP that has neither PSK nor passphrase such a side. Before it is
 * started.
 * @param vendor  kept by reference
 * @return D11_ERR_STATE, D11_ERR_ARG
 */
enum dot11_err dot11_sim_ap_set_vendor(struct dot11_sim_ap *ap,
                                       const struct dot11_sim_vendor *vendor,
                                       void *ctx);

/** The address of the AP, where all of these keys belong. */
void dot11_sim_ap_bssid(const struct dot11_sim_ap *ap,
                        uint8_t bssid[D11_ADDR_LEN]);

/**
 * Send a packet of the vendor's EtherType to a station: under its key, unless
 * it has none or `plain`.
 * @return D11_ERR_NOT_FOUND: it is not associated
 */
enum dot11_err dot11_sim_ap_vendor_send(struct dot11_sim_ap *ap,
                                        const uint8_t sta[D11_ADDR_LEN],
                                        const uint8_t *data, size_t len,
                                        bool plain);

/** The CCMP key of a station, in place of the one it had. */
enum dot11_err dot11_sim_ap_vendor_key(struct dot11_sim_ap *ap,
                                       const uint8_t sta[D11_ADDR_LEN],
                                       const uint8_t key[16]);

/** The CCMP key for groups, with key id 1 or 2; it is in use at once. */
enum dot11_err dot11_sim_ap_vendor_group_key(struct dot11_sim_ap *ap,
                                             const uint8_t key[16],
                                             uint8_t key_id);

/** May data of a station, and to it, pass? */
enum dot11_err dot11_sim_ap_vendor_authorize(struct dot11_sim_ap *ap,
                                             const uint8_t sta[D11_ADDR_LEN],
                                             bool authorized);

#ifdef __cplusplus
}
#endif

#endif
