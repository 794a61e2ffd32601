/* libdot11: WEP, TKIP, Shared Key authentication and WPA version 1.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020 is cited by clause.
 *
 * Nothing in here protects anybody: WEP keys are found in minutes, TKIP lets
 * frames be forged, and the standard has withdrawn both. Some machines will
 * never do better, so a host may serve them; but only one that lists the parts
 * and the extension of this header, and names that extension in the connect
 * request. Nothing else in the library ever chooses what is in here, and what
 * is not listed is not linked. The provider must have RC4, and HMAC-MD5 for
 * WPA with TKIP (crypto.h). */
#ifndef DOT11_LEGACY_H
#define DOT11_LEGACY_H

#include <dot11/config.h>
#include <dot11/event.h>
#include <dot11/ext.h>

#ifdef __cplusplus
extern "C" {
#endif

/** WEP-40 and WEP-104 (12.3.2). */
extern const struct dot11_part dot11_wep;

/** TKIP with its MIC and D11_EV_TKIP_MIC_FAILURE (12.5.2). */
extern const struct dot11_part dot11_tkip;

/** Shared Key authentication (12.3.3.3), for extensions that ask for it. */
extern const struct dot11_part dot11_shared_key;

/** Keys of a WEP network. */
#define D11_WEP_KEYS 4u
/** Octets of the longest WEP key. */
#define D11_WEP_KEY_MAX 13u

/** What a network with WEP needs, besides its keys: these are static default
 * keys of the host's (key.h), so the part dot11_keys is listed, too. Copied by
 * the connect request, wiped with the connection. */
struct dot11_wep_profile {
    size_t size;     /**< sizeof(struct dot11_wep_profile) */
    uint8_t key_len; /**< 5 or 13 */
    bool shared_key; /**< Shared Key authentication, which gives whoever
                          listens a piece of key stream; false: open system */
    uint8_t key_id;  /**< 0..3: of the key below */
    uint8_t key[D11_WEP_KEY_MAX]; /**< with shared_key: answers the
                          challenge; the default key of that id */
};

/** Fill `profile` with `size` and zeroes. */
void dot11_wep_profile_defaults(struct dot11_wep_profile *profile);

/** Networks with WEP: the host lists it in dot11_config.exts, and the part
 * dot11_wep, and dot11_shared_key for that kind of authentication. */
extern const struct dot11_ext_ops dot11_wep_network;

/** What a WPA network needs: a pre-shared key. */
struct dot11_wpa_profile {
    size_t size;            /**< sizeof(struct dot11_wpa_profile) */
    uint8_t passphrase_len; /**< 8..63, or 0: `psk` counts */
    bool has_psk;           /**< psk is set */
    uint8_t passphrase[D11_PASSPHRASE_MAX]; /**< printable ASCII (J.4.1) */
    uint8_t psk[32];                        /**< 256-bit PSK */
};

/** Fill `profile` with `size`, no secret. */
void dot11_wpa_profile_defaults(struct dot11_wpa_profile *profile);

/**
 * WPA version 1 with TKIP: what APs offered before RSN, by an element of the
 * vendor kind. The host lists it in dot11_config.exts, and the part
 * dot11_tkip. It runs the countermeasures of 12.5.2.4 itself
 * (N80211-TKIP-6), as long as the host passes each D11_EV_TKIP_MIC_FAILURE on
 * by dot11_sta_ext_indicate().
 */
extern const struct dot11_ext_ops dot11_wpa_network;

/** MIC failures of one network, for who runs the countermeasures. */
struct dot11_tkip_watch {
    bool has_failed;                /**< first_us counts */
    bool active;                    /**< excluded counts */
    uint8_t excluded[D11_ADDR_LEN]; /**< the AP to keep away from */
    uint64_t first_us;              /**< the failure that may be the first of
                                         two */
    uint64_t until_us;              /**< end of the exclusion */
};

/** Two failures within so long begin countermeasures, which last as long
 * (12.5.2.4.1). */
#define D11_TKIP_WATCH_US UINT64_C(60000000)

/**
 * Note a failure.
 * @param watch  zeroed at first; one for each network
 * @return true: put its `peer` on the list of excluded addresses now, until
 *         dot11_tkip_watch_deadline() (N80211-TKIP-4, TKIP-7)
 */
bool dot11_tkip_watch_failure(struct dot11_tkip_watch *watch,
                              const struct dot11_ev_tkip_mic_failure *failure,
                              uint64_t now_us);

/** When the exclusion ends; D11_NEVER: none runs. */
uint64_t dot11_tkip_watch_deadline(const struct dot11_tkip_watch *watch);

/** Is this address to be kept away from? */
bool dot11_tkip_watch_excludes(const struct dot11_tkip_watch *watch,
                               const uint8_t addr[D11_ADDR_LEN],
                               uint64_t now_us);

#ifdef __cplusplus
}
#endif

#endif
