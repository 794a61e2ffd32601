/* libdot11: PMKIDs that a host has cached, and the access points that it may
 * pre-authenticate with.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.6.8.3 and 12.6.10.2; rules N80211-PMKID-*. An
 * optional part: list &dot11_pmkids in dot11_config.parts to have it; without
 * it everything here answers D11_ERR_UNSUPPORTED.
 *
 * A host with a supplicant of its own, or an extension with a cache of PMKs,
 * sets the list; the RSN element of an association request carries the PMKID
 * of its AP. D11_EV_PMKID_CANDIDATES names the APs that the station may roam
 * to: the host answers by a new list, after pre-authentication maybe. Packets
 * of that (D11_ETHERTYPE_PREAUTH) are MSDUs like others: sent with
 * dot11_sta_tx(), to the BSSID of a candidate that takes them, any other comes
 * back with D11_ERR_SECURITY; what is received is delivered, or given to the
 * extension that registered the EtherType. */
#ifndef DOT11_PMKID_H
#define DOT11_PMKID_H

#include <dot11/config.h>
#include <dot11/err.h>
#include <dot11/types.h>

#ifdef __cplusplus
extern "C" {
#endif

struct dot11_sta;

/** The part; list its address in dot11_config.parts. */
extern const struct dot11_part dot11_pmkids;

/** Entries of the list, and of the list of candidates. */
#define D11_PMKIDS_MAX 16u

/** A PMK security association that is known by its name (12.7.1.3). */
struct dot11_pmkid {
    uint8_t bssid[D11_ADDR_LEN];  /**< the AP */
    uint8_t pmkid[D11_PMKID_LEN]; /**< its name */
};

/** An AP that the station may roam to. */
struct dot11_pmkid_candidate {
    uint8_t bssid[D11_ADDR_LEN]; /**< the AP */
    bool preauth;                /**< it takes pre-authentication; else only
                                      an earlier PMK may be used */
};

/**
 * Replace the list. Entries of APs outside the desired BSSIDs are left out.
 * @param list   borrowed; NULL with 0
 * @param count  0 clears it
 * @return D11_ERR_FULL above D11_PMKIDS_MAX; D11_ERR_UNSUPPORTED when no RSN
 *         is possible; D11_ERR_SECURITY when none is enabled; D11_ERR_ARG for
 *         an address of a group, or when no AP of the list is desired;
 *         D11_ERR_STATE: not started. Then the list is what it was
 */
enum dot11_err dot11_sta_set_pmkids(struct dot11_sta *sta,
                                    const struct dot11_pmkid *list,
                                    size_t count, uint64_t now_us);

/** Copy the first `max` entries. @return how many there are */
size_t dot11_sta_pmkids(const struct dot11_sta *sta, struct dot11_pmkid *list,
                        size_t max);

#ifdef __cplusplus
}
#endif

#endif
