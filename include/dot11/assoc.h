/* libdot11: the association information list. An optional part: without it
 * dot11_sta_associations() answers D11_ERR_UNSUPPORTED, and
 * dot11_sta_status() says what there is to say of an access point.
 *
 * SPDX-License-Identifier: MIT
 * Rules N80211-ASSOC-13, ASSOC-16, ASSOC-20, DISAS-10. */
#ifndef DOT11_ASSOC_H
#define DOT11_ASSOC_H

#include <dot11/config.h>
#include <dot11/err.h>
#include <dot11/types.h>

#ifdef __cplusplus
extern "C" {
#endif

struct dot11_sta;

/** The part, for dot11_config.parts. */
extern const struct dot11_part dot11_associations;

/** What a counter is that nobody counts. */
#define D11_ASSOC_UNKNOWN UINT64_MAX

/** Legacy rates that there are. */
#define D11_ASSOC_RATES_MAX 12u

/** How far a peer is (IEEE Std 802.11-2020, 11.3.2). */
enum dot11_assoc_state {
    D11_ASSOC_UNDEFINED,       /**< not known */
    D11_ASSOC_UNAUTHENTICATED, /**< neither */
    D11_ASSOC_AUTHENTICATED,   /**< not associated */
    D11_ASSOC_ASSOCIATED       /**< both */
};

/** What the distribution system behind a new AP is to that of the old one. */
enum dot11_ds_info {
    D11_DS_CHANGED,   /**< another one */
    D11_DS_UNCHANGED, /**< the same one */
    D11_DS_UNKNOWN    /**< the AP does not say */
};

/** An association. */
struct dot11_assoc_info {
    uint8_t peer[D11_ADDR_LEN];    /**< its address */
    uint8_t bssid[D11_ADDR_LEN];   /**< of the BSS */
    enum dot11_assoc_state state;  /**< how far it is */
    uint16_t freq_mhz;             /**< of the PHY in use */
    uint16_t capability;           /**< of the peer, 9.4.1.4 */
    uint16_t listen_interval;      /**< ours, in beacons; 0 in an IBSS */
    uint16_t aid;                  /**< 1..2007; 0 in an IBSS */
    bool power_save;               /**< the peer dozes; never an AP */
    bool qos;                      /**< WMM is in use */
    enum dot11_ds_info ds_info;    /**< of the last association */
    uint16_t auth_algorithm;       /**< D11_AUTH_* */
    uint32_t akm;                  /**< D11_AKM_* */
    uint32_t pairwise_cipher;      /**< D11_CIPHER_* */
    uint32_t group_cipher;         /**< D11_CIPHER_* */
    uint32_t group_mgmt_cipher;    /**< D11_CIPHER_* or D11_CIPHER_NONE */
    uint64_t associated_us;        /**< host clock; 0 in an IBSS */
    uint8_t rate_count;            /**< entries of rates_500k */
    uint8_t rates_500k[D11_ASSOC_RATES_MAX]; /**< that the peer supports, in
                                                  units of 500 kb/s */
    /* Frames since the association; D11_ASSOC_UNKNOWN unless &dot11_mib is
     * listed too. */
    uint64_t tx_success; /**< acknowledged */
    uint64_t tx_failure; /**< not */
    uint64_t rx_success; /**< that had their effect */
    uint64_t rx_failure; /**< dropped, undecryptable ones too */
};

/**
 * The associations there are: that with the AP, or with each peer of an IBSS.
 * @param infos  room for `max`
 * @param count  set to how many there are, also when that is more than `max`
 * @return D11_ERR_UNSUPPORTED: the part is not listed
 */
enum dot11_err dot11_sta_associations(const struct dot11_sta *sta,
                                      struct dot11_assoc_info *infos,
                                      size_t max, size_t *count);

#ifdef __cplusplus
}
#endif

#endif
