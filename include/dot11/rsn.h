/* libdot11: the built-in RSN, a security extension (ext.h).
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, clause 12. List &dot11_rsn in dot11_config.exts to
 * have it; a host that lists another extension does not link it. */
#ifndef DOT11_RSN_H
#define DOT11_RSN_H

#include <dot11/ext.h>

#ifdef __cplusplus
extern "C" {
#endif

/** WPA2-Personal: 4-way and group handshake, CCMP-128. */
extern const struct dot11_ext_ops dot11_rsn;

/** Octets of a pre-shared key. */
#define D11_PSK_LEN 32u

/**
 * What a network needs. Start from dot11_rsn_profile_defaults(). Copied by
 * the connect request, secrets wiped when they are no longer needed.
 */
struct dot11_rsn_profile {
    size_t size;             /**< sizeof(struct dot11_rsn_profile) */
    uint16_t akms;           /**< enum dot11_akm_bit bits allowed (PSK); PSK
                                  and PSK_SHA256 are known */
    uint16_t pairwise_ciphers; /**< D11_CIPHER_BIT()s allowed (CCMP-128) */
    uint16_t group_ciphers;  /**< D11_CIPHER_BIT()s allowed (CCMP-128) */
    uint8_t passphrase_len;  /**< 8..63, or 0: `psk` counts */
    bool has_psk;            /**< psk is set */
    bool refuse_rekey;       /**< a new pairwise key takes a new association:
                                  what is on its way while keys change is lost
                                  for sure else, and some APs never get through
                                  (SEC-KEY-07; false) */
    uint8_t passphrase[D11_PASSPHRASE_MAX]; /**< printable ASCII (J.4.1) */
    uint8_t psk[D11_PSK_LEN];/**< 256-bit PSK */
};

/** Fill `profile` with `size` and the values in brackets, no secret. */
void dot11_rsn_profile_defaults(struct dot11_rsn_profile *profile);

#ifdef __cplusplus
}
#endif

#endif
