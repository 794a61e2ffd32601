/* libdot11: the built-in RSN, a security extension (ext.h).
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, clause 12. List &dot11_rsn in dot11_config.exts to
 * have it; a host that lists another extension does not link it. */
#ifndef DOT11_RSN_H
#define DOT11_RSN_H

#include <dot11/config.h>
#include <dot11/ext.h>

#ifdef __cplusplus
extern "C" {
#endif

/** WPA2-Personal: 4-way and group handshake, CCMP-128. */
extern const struct dot11_ext_ops dot11_rsn;

/** The same with every other way to a key that the host lists as a part of
 * dot11_config.parts: those below. */
extern const struct dot11_ext_ops dot11_rsn_methods;

/** A part: WPA3-Personal (SAE), where the provider has curves. It takes about
 * 2.5 KiB of memory for each station. */
extern const struct dot11_part dot11_sae;

/** A part: Enhanced Open (OWE, RFC 8110), where the provider has curves. It
 * takes about 1 KiB of memory for each station. */
extern const struct dot11_part dot11_owe;

/** A part for dot11_sae: SAE-PK, an access point that shows that it has the
 * private key which the password is a print of. The provider has AES-CTR. It
 * takes about 1 KiB of memory for each station. */
extern const struct dot11_part dot11_sae_pk;

/**
 * A part: Extended Key ID with access points that have it. A new
 * pairwise key comes beside the one in use, so that nothing is lost while keys
 * change (12.7.6.4).
 */
extern const struct dot11_part dot11_extended_key_id;

/** Octets of the longest SAE password, and of its identifier. */
#define D11_SAE_PASSWORD_MAX 128u
#define D11_SAE_ID_MAX 64u

/** Management frame protection (802.11w). */
enum dot11_pmf {
    D11_PMF_CAPABLE, /**< used with every AP that can; what WPA3 demands */
    D11_PMF_OFF,     /**< not used; APs and AKMs that demand it are refused */
    D11_PMF_REQUIRED /**< APs without it are refused */
};

/** How SAE gets its secret element. */
enum dot11_sae_pwe {
    D11_SAE_PWE_BOTH,    /**< hash-to-element where the AP can, else looping */
    D11_SAE_PWE_HUNTING, /**< looping ("hunting and pecking") only */
    D11_SAE_PWE_H2E      /**< hash-to-element only */
};

/** What a network is known to have, so that nothing weaker is taken for it;
 * bits. Those that an AP may send (Transition Disable) are where it has
 * them. */
enum dot11_pin {
    D11_PIN_SAE = 1u << 0,        /**< SAE: no pre-shared keys, no TKIP */
    D11_PIN_SAE_PK = 1u << 1,     /**< SAE-PK: D11_SAE_PK_ONLY */
    D11_PIN_ENTERPRISE = 1u << 2, /**< WPA3-Enterprise: 802.1X without TKIP */
    D11_PIN_OWE = 1u << 3,        /**< OWE: its open twin is another network */
    D11_PIN_H2E = 1u << 4,        /**< SAE with hash-to-element */
    D11_PIN_PMF = 1u << 5         /**< management frame protection */
};

/** Shall the access point show its private key (SAE-PK)? */
enum dot11_sae_pk_mode {
    D11_SAE_PK_ALLOWED, /**< where both can and the password has the form; as
                             OFF without the part dot11_sae_pk */
    D11_SAE_PK_ONLY,    /**< one that does not is not joined */
    D11_SAE_PK_OFF      /**< no */
};

/** Octets of a pre-shared key. */
#define D11_PSK_LEN 32u

/**
 * What a network needs. Start from dot11_rsn_profile_defaults(). Copied by
 * the connect request, secrets wiped when they are no longer needed.
 */
struct dot11_rsn_profile {
    size_t size;             /**< sizeof(struct dot11_rsn_profile) */
    uint16_t akms;           /**< enum dot11_akm_bit bits allowed (PSK); PSK
                                  and PSK_SHA256 are known, and those of
                                  the methods that are listed. Without
                                  these two neither passphrase nor PSK is
                                  needed */
    uint16_t pairwise_ciphers; /**< D11_CIPHER_BIT()s allowed (CCMP-128): those
                                  of CCMP and GCMP. Of those that an AP
                                  offers the first of GCMP-256, CCMP-256,
                                  GCMP-128 and CCMP-128 is used; what neither
                                  radio nor provider can do does not count */
    uint16_t group_ciphers;  /**< the same for frames to groups (CCMP-128);
                                  D11_CIPHER_NO_GROUP allows an AP that
                                  sends none */
    uint8_t passphrase_len;  /**< 8..63, or 0: `psk` counts */
    bool has_psk;            /**< psk is set */
    bool refuse_rekey;       /**< a new pairwise key takes a new association:
                                  what is on its way while keys change is lost
                                  for sure else, and some APs never get through
                                  (SEC-KEY-07; false). Not with Extended Key
                                  ID, where nothing is lost */
    uint8_t pmf;             /**< enum dot11_pmf (CAPABLE). Without the part
                                  of pmf.h in dot11_config.parts, or a provider
                                  or a radio that can, no AP has it, REQUIRED
                                  is refused, and SAE and OWE go without.
                                  Needs dot11_rsn_methods */
    bool beacon_protection;  /**< with management frame protection: protected
                                  beacons where the AP has them (true) */
    bool ocv;                /**< with management frame protection: operating
                                  channel validation where the AP has it
                                  (false) */
    uint16_t group_mgmt_ciphers; /**< D11_CIPHER_BIT()s allowed (the four of
                                  BIP) */
    bool ft;                 /**< with the part dot11_ft (ft.h): where an AP
                                  offers fast BSS transition, the AKM of it
                                  that goes with one of akms (true) */
    uint8_t passphrase[D11_PASSPHRASE_MAX]; /**< printable ASCII (J.4.1) */
    uint8_t psk[D11_PSK_LEN];/**< 256-bit PSK */
    uint8_t pins;            /**< enum dot11_pin bits that D11_EV_PINNED brought
                                  before: weaker options of this profile do not
                                  count. Needs dot11_rsn_methods (0) */
    bool pin;                /**< every association that is authenticated pins
                                  what it had; false: only what the AP says is
                                  pinned (SEC-POL-04; false) */
    uint32_t rekey_s;        /**< asks the AP for another pairwise key after so
                                  many seconds. Needs dot11_rsn_methods; 0:
                                  never (0) */
    uint8_t sae_pwe;         /**< enum dot11_sae_pwe (BOTH) */
    uint8_t sae_pk;          /**< enum dot11_sae_pk_mode (ALLOWED) */
    uint8_t sae_password_len; /**< 1..128 with D11_AKM_BIT_SAE or
                                   D11_AKM_BIT_SAE_EXT_KEY in akms; the
                                   second asks for hash-to-element */
    uint8_t sae_id_len;      /**< 0..64; 0: no password identifier */
    uint16_t sae_groups[3];  /**< in the order they are tried, 19, 20 or 21;
                                  all 0: 19 */
    uint16_t owe_groups[3];  /**< in the order they are tried, 19, 20 or 21;
                                  all 0: 19, 20, 21 */
    uint8_t sae_password[D11_SAE_PASSWORD_MAX]; /**< octets */
    uint8_t sae_id[D11_SAE_ID_MAX]; /**< octets; asks for hash-to-element */
    uint8_t pmk_len;         /**< 802.1X: 32, or 48 with Suite B; 0: by the
                                  host's EAP engine (eap.h) */
    bool has_pmkid;          /**< with pmk_len: pmkid is set */
    uint8_t pmk[48];         /**< with pmk_len: the first octets of the MSK */
    uint8_t pmkid[D11_PMKID_LEN]; /**< with has_pmkid: it is in the
                                  association request */
    bool opportunistic_keys; /**< try the PMK of one AP with the others of the
                                  network; 802.1X with pmksa.h (false) */
    uint32_t pmk_lifetime_s; /**< of a PMK that is kept; 0: 43200 */
};

/** Fill `profile` with `size` and the values in brackets, no secret. */
void dot11_rsn_profile_defaults(struct dot11_rsn_profile *profile);

/** Kinds of networks by the names that people know. */
enum dot11_rsn_level {
    D11_RSN_OWE,             /**< Enhanced Open */
    D11_RSN_WPA2_PERSONAL,   /**< PSK; management frame protection where the
                                  AP has it */
    D11_RSN_WPA3_TRANSITION, /**< SAE or PSK, of which the AP has the better */
    D11_RSN_WPA3_PERSONAL,   /**< SAE */
    D11_RSN_WPA2_ENTERPRISE, /**< 802.1X; management frame protection where
                                  the AP has it */
    D11_RSN_WPA3_ENTERPRISE, /**< 802.1X with management frame protection */
    D11_RSN_WPA3_192_BIT     /**< 802.1X with suites of 192 bits */
};

/**
 * Set AKMs, ciphers and management frame protection of a profile to what a
 * kind of network has; other members stay. What the host does not list as a
 * part is still not there: a level that is not left with anything is refused
 * by the connect.
 * @return D11_ERR_ARG: no such level
 */
enum dot11_err dot11_rsn_profile_level(struct dot11_rsn_profile *profile,
                                       enum dot11_rsn_level level);

#ifdef __cplusplus
}
#endif

#endif
