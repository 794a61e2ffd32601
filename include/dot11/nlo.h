/* libdot11: network list offload: the station looks for networks of a list by
 * itself, and says when one comes into range. An optional part.
 *
 * SPDX-License-Identifier: MIT
 * Rules N80211-NLO-*. */
#ifndef DOT11_NLO_H
#define DOT11_NLO_H

#include <dot11/bss.h>
#include <dot11/config.h>
#include <dot11/err.h>
#include <dot11/types.h>

#ifdef __cplusplus
extern "C" {
#endif

struct dot11_sta;

/** The part, for dot11_config.parts. */
extern const struct dot11_part dot11_nlo;

/** Networks of a list at most. */
#define D11_NLO_NETWORKS 16u
/** Channels that may be named for each. */
#define D11_NLO_HINTS 4u

/** A network to look for. */
struct dot11_nlo_network {
    struct dot11_ssid ssid;            /**< not empty */
    uint16_t akms;                     /**< one of these (enum
                                            dot11_akm_bit); 0: open */
    uint16_t pairwise_ciphers;         /**< one of these (D11_CIPHER_BIT());
                                            0: any */
    uint16_t freqs_mhz[D11_NLO_HINTS]; /**< where it was seen; 0: none */
};

/** When a list is looked for. */
enum dot11_nlo_flag {
    D11_NLO_NOW = 1u << 0,      /**< at once, not after the first period */
    D11_NLO_AT_RESUME = 1u << 1 /**< only once after each sleep, when the
                                     station is connected again or has tried */
};

/** A list, and how often to look. */
struct dot11_nlo_req {
    const struct dot11_nlo_network *networks; /**< count of them */
    uint8_t count;       /**< 0: stop, and forget the list */
    uint8_t flags;       /**< enum dot11_nlo_flag bits */
    uint16_t fast_count; /**< looks at the fast period */
    uint32_t fast_s;     /**< seconds between the first looks (60) */
    uint32_t slow_s;     /**< and between those that follow (1800) */
};

/**
 * Take the place of the list that there was. D11_EV_NETWORK_FOUND says once
 * for each network that it came into range; nothing says that it left. Looks
 * give way to scans of the host, and wait while the radio is off, an
 * operation runs, or media streaming is on. They probe with the wildcard
 * alone. A dot11 reset forgets the list.
 *
 * @param req  borrowed
 * @return D11_ERR_ARG; D11_ERR_SSID; D11_ERR_CHANNEL: a hint is no channel of
 *         the radio; D11_ERR_STATE: not started; D11_ERR_UNSUPPORTED: the part
 *         is not listed; the list that there was stays then
 */
enum dot11_err dot11_sta_nlo(struct dot11_sta *sta,
                             const struct dot11_nlo_req *req, uint64_t now_us);

#ifdef __cplusplus
}
#endif

#endif
