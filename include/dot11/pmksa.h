/* libdot11: PMKs that the built-in RSN keeps for the next association.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.6.1.1.2, 12.6.10.3. An optional part of
 * dot11_rsn_methods (rsn.h): list &dot11_pmksa in dot11_config.parts, and who
 * comes back to an access point within the lifetime of its PMK neither runs SAE
 * again nor EAP. Without the part everything here answers
 * D11_ERR_UNSUPPORTED.
 *
 * A PMK is kept when its first 4-way handshake ended well. It is forgotten when
 * its time is over, when the AP does not know it, when a handshake with it
 * fails, when a profile of the network comes with other secrets, when the list
 * is full and it was not used for longest; on a reset and on a halt. A
 * disconnect keeps it. Hosts that change the credentials of their EAP engine
 * flush the network. */
#ifndef DOT11_PMKSA_H
#define DOT11_PMKSA_H

#include <dot11/config.h>
#include <dot11/err.h>
#include <dot11/types.h>

#ifdef __cplusplus
extern "C" {
#endif

struct dot11_sta;

/** The part; list its address in dot11_config.parts. */
extern const struct dot11_part dot11_pmksa;

/** PMKs that are kept for one station. */
#define D11_PMKSAS_MAX 16u

/** Octets of the longest PMK. */
#define D11_PMKSA_PMK_MAX 64u

/** A PMK that is kept, as anybody may know it. */
struct dot11_pmksa_info {
    struct dot11_ssid ssid;       /**< its network */
    uint8_t bssid[D11_ADDR_LEN];  /**< its AP */
    uint32_t akm;                 /**< D11_AKM_* */
    uint8_t pmkid[D11_PMKID_LEN]; /**< its name */
    uint32_t left_s;              /**< seconds until it is forgotten */
};

/** A PMK that a host brings: one it has stored, or made by
 * pre-authentication. Borrowed; wipe yours after the call. */
struct dot11_pmksa {
    size_t size;                  /**< sizeof(struct dot11_pmksa) */
    struct dot11_ssid ssid;       /**< its network */
    uint8_t bssid[D11_ADDR_LEN];  /**< its AP */
    uint32_t akm;                 /**< D11_AKM_* */
    uint32_t lifetime_s;          /**< at least 1 */
    bool has_pmkid;               /**< pmkid is set; else it is derived, which
                                       works for 802.1X with SHA-1 or
                                       SHA-256 */
    uint8_t pmkid[D11_PMKID_LEN]; /**< its name (12.7.1.3) */
    uint8_t pmk_len;              /**< 32, 48 or 64, as the AKM says */
    uint8_t pmk[D11_PMKSA_PMK_MAX]; /**< the key */
};

/** Copy what is known of the first `max`, without secrets.
 * @return how many there are; 0 without the part */
size_t dot11_sta_pmksas(const struct dot11_sta *sta,
                        struct dot11_pmksa_info *list, size_t max);

/**
 * Keep a PMK, in place of another one for the same network, AP and AKM.
 * @return D11_ERR_ARG: an AKM without a cache, a length that it has not, a key
 *         of zeroes, the address of a group; D11_ERR_SSID; D11_ERR_VERSION;
 *         D11_ERR_UNSUPPORTED; D11_ERR_STATE: not started
 */
enum dot11_err dot11_sta_add_pmksa(struct dot11_sta *sta,
                                   const struct dot11_pmksa *pmksa,
                                   uint64_t now_us);

/**
 * Forget PMKs. An association that one of them made goes on.
 * @param ssid   of this network; NULL: of all
 * @param bssid  of this AP; NULL: of all
 */
enum dot11_err dot11_sta_flush_pmksas(struct dot11_sta *sta,
                                      const struct dot11_ssid *ssid,
                                      const uint8_t *bssid, uint64_t now_us);

#ifdef __cplusplus
}
#endif

#endif
