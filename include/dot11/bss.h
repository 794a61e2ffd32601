/* libdot11: networks that were heard.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020 is cited by clause. */
#ifndef DOT11_BSS_H
#define DOT11_BSS_H

#include <dot11/err.h>
#include <dot11/types.h>

#ifdef __cplusplus
extern "C" {
#endif

struct dot11_radio;

/** Facts about a BSS. */
enum dot11_bss_flag {
    D11_BSS_IS_HIDDEN = 1u << 0,     /**< its SSID is not known */
    D11_BSS_HAS_RSN = 1u << 1,        /**< valid RSN element */
    D11_BSS_HAS_WPA = 1u << 2,        /**< WPA (version 1) vendor element */
    D11_BSS_HAS_WMM = 1u << 3,        /**< QoS */
    D11_BSS_HAS_HT = 1u << 4,         /**< 802.11n */
    D11_BSS_HAS_VHT = 1u << 5,        /**< 802.11ac */
    D11_BSS_HAS_HE = 1u << 6,         /**< 802.11ax */
    D11_BSS_HAS_EHT = 1u << 7,        /**< 802.11be */
    D11_BSS_HAS_RSNX = 1u << 8,       /**< RSN extension element */
    D11_BSS_IS_TRUNCATED = 1u << 9,  /**< only this summary was kept */
    D11_BSS_IS_MALFORMED = 1u << 10, /**< elements are broken: not joinable */
    D11_BSS_IS_JOINED = 1u << 11,    /**< a station of this radio is in it */
    D11_BSS_IS_IBSS = 1u << 12,      /**< ad hoc */
    D11_BSS_HEARD_BEACON = 1u << 13,    /**< a beacon was heard */
    D11_BSS_HEARD_PROBE = 1u << 14      /**< a probe response was heard */
};

/** Sets of suites, one bit each, for what an RSN element offers. */
enum dot11_akm_bit {
    D11_AKM_BIT_8021X = 1u << 0,         /**< 00-0F-AC:1 */
    D11_AKM_BIT_PSK = 1u << 1,           /**< 00-0F-AC:2 */
    D11_AKM_BIT_FT_8021X = 1u << 2,      /**< 00-0F-AC:3 */
    D11_AKM_BIT_FT_PSK = 1u << 3,        /**< 00-0F-AC:4 */
    D11_AKM_BIT_8021X_SHA256 = 1u << 4,  /**< 00-0F-AC:5 */
    D11_AKM_BIT_PSK_SHA256 = 1u << 5,    /**< 00-0F-AC:6 */
    D11_AKM_BIT_SAE = 1u << 6,           /**< 00-0F-AC:8 */
    D11_AKM_BIT_FT_SAE = 1u << 7,        /**< 00-0F-AC:9 */
    D11_AKM_BIT_SUITE_B_192 = 1u << 8,   /**< 00-0F-AC:12 */
    D11_AKM_BIT_OWE = 1u << 9,           /**< 00-0F-AC:18 */
    D11_AKM_BIT_SAE_EXT_KEY = 1u << 10,  /**< 00-0F-AC:24 */
    D11_AKM_BIT_FT_SAE_EXT_KEY = 1u << 11, /**< 00-0F-AC:25 */
    D11_AKM_BIT_FILS = 1u << 12,         /**< 00-0F-AC:14, 15 */
    D11_AKM_BIT_OTHER = 1u << 15         /**< one that we do not know */
};

/** Sets of ciphers, bit n for suite type n of 00-0F-AC. */
#define D11_CIPHER_BIT(suite) (1u << ((suite) & 0x1fu))

/** Why a BSS is no candidate of a connect or a roam. The values are stable:
 * new ones are added at the end. */
enum dot11_refusal {
    D11_REFUSAL_NONE,      /**< it is a candidate */
    D11_REFUSAL_SSID,      /**< another network */
    D11_REFUSAL_BSSID,     /**< another AP than the one that was asked for */
    D11_REFUSAL_TYPE,      /**< ad hoc, or not ad hoc, unlike what is wanted */
    D11_REFUSAL_MALFORMED, /**< its elements are broken */
    D11_REFUSAL_TRUNCATED, /**< its elements were not kept */
    D11_REFUSAL_OLD,       /**< not heard since it was looked for */
    D11_REFUSAL_CHANNEL,   /**< a channel that the radio or the request
                                excludes, or where the radio cannot stay */
    D11_REFUSAL_RATES,     /**< it demands rates that the radio lacks */
    D11_REFUSAL_TRIED,     /**< it failed in this operation */
    D11_REFUSAL_SECURITY,  /**< its security is not what is wanted */
    D11_REFUSAL_EXCLUDED,  /**< the host excluded it */
    D11_REFUSAL_PHY,       /**< heard on a PHY that is not wanted */
    D11_REFUSAL_DOMAIN,    /**< not allowed in the regulatory domain */
    D11_REFUSAL_NO_RSN,    /**< it has no RSNE: open, WEP or WPA version 1 */
    D11_REFUSAL_PROTECTED, /**< an open network is wanted */
    D11_REFUSAL_RSNE,      /**< its RSNE is broken, or there are two */
    D11_REFUSAL_AKM,       /**< no AKM that is wanted and known */
    D11_REFUSAL_PAIRWISE,  /**< no pairwise cipher that is wanted and known */
    D11_REFUSAL_GROUP,     /**< its group cipher is not wanted or not known */
    D11_REFUSAL_GROUP_MGMT, /**< the same of its group management cipher */
    D11_REFUSAL_PMF_DEMANDED, /**< it demands management frame protection,
                                which is not wanted or cannot be had */
    D11_REFUSAL_PMF_MISSING, /**< it lacks management frame protection, which
                                the host or the AKM demands */
    D11_REFUSAL_H2E,       /**< SAE: no way to the secret element that both
                                allow */
    D11_REFUSAL_SAE_PK,    /**< SAE: its public key is demanded and missing */
    D11_REFUSAL_FT,        /**< not in the mobility domain */
    D11_REFUSAL_WEAKER,    /**< weaker than what the network is known to
                                have: disabled by its AP, or pinned */
    D11_REFUSAL_COUNT      /**< how many there are */
};

/** A BSS as it was last heard. */
struct dot11_bss {
    uint8_t bssid[D11_ADDR_LEN]; /**< its address */
    uint16_t freq_mhz;           /**< primary channel */
    struct dot11_ssid ssid;      /**< empty while D11_BSS_IS_HIDDEN */
    uint32_t flags;              /**< enum dot11_bss_flag bits */
    int8_t signal_dbm;           /**< of the last frame */
    uint8_t dtim_period;         /**< beacons per DTIM; 0: no TIM heard */
    uint16_t capability;         /**< 9.4.1.4 */
    uint16_t beacon_interval_tu; /**< never 0 */
    uint16_t rsn_capability;     /**< 9.4.2.24.4 */
    uint16_t akms;               /**< enum dot11_akm_bit bits */
    uint16_t pairwise_ciphers;   /**< D11_CIPHER_BIT() of each */
    uint32_t group_cipher;       /**< D11_CIPHER_* or D11_CIPHER_NONE */
    uint32_t group_mgmt_cipher;  /**< D11_CIPHER_* or D11_CIPHER_NONE */
    uint64_t seen_us;            /**< host clock, when last heard */
    uint64_t tsf_us;             /**< its timestamp then */
    const uint8_t *elements;     /**< body after the fixed fields; borrowed
                                      until the next call into the core */
    uint16_t elements_len;       /**< 0 with D11_BSS_IS_TRUNCATED */
    uint16_t index;              /**< place in the table, for the walk */
};

/** How many entries the table has now. */
size_t dot11_radio_bss_count(const struct dot11_radio *radio);

/**
 * Entry number `i` in table order. Entries move when frames come in, not
 * between two calls that only query.
 * @return D11_ERR_NOT_FOUND when `i` is not below the count
 */
enum dot11_err dot11_radio_bss_get(const struct dot11_radio *radio, size_t i,
                                   struct dot11_bss *bss);

/** The entry of a BSSID (and SSID, unless NULL). */
enum dot11_err dot11_radio_bss_find(const struct dot11_radio *radio,
                                    const uint8_t bssid[D11_ADDR_LEN],
                                    const struct dot11_ssid *ssid,
                                    struct dot11_bss *bss);

/** Forget all entries but those in use. */
void dot11_radio_bss_flush(struct dot11_radio *radio);

#ifdef __cplusplus
}
#endif

#endif
