/* libdot11: attributes: what a station is told to want, and what can be asked
 * of it, each with a type and limits of its own.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020 is cited by clause; rules N80211-CFG-*, PHY-*, REG-*,
 * QOS-*, STREAM-*, SAFE-*. An optional part: list &dot11_attrs in
 * dot11_config.parts to have it; without it everything here answers
 * D11_ERR_UNSUPPORTED. One table describes all attributes, so that a command
 * line or an OID interface needs no code for each (dot11_attr_info()).
 *
 * The desired lists say what dot11_sta_connect() joins when its request names
 * no SSID. A request that names one keeps to the excluded addresses and to the
 * operational rates alone. */
#ifndef DOT11_ATTR_H
#define DOT11_ATTR_H

#include <dot11/bss.h>
#include <dot11/config.h>
#include <dot11/err.h>
#include <dot11/sta.h>
#include <dot11/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The part; list its address in dot11_config.parts. */
extern const struct dot11_part dot11_attrs;

/** Names of attributes. The values are stable: new ones come before
 * D11_ATTR_COUNT. */
enum dot11_attr {
    /* Settings that are one number. */
    D11_ATTR_DESIRED_BSS_TYPE,    /**< enum dot11_bss_type */
    D11_ATTR_USE_GROUP,           /**< the "use group" suite may be joined */
    D11_ATTR_HIDDEN_NETWORK,      /**< roaming probes carry the SSID */
    D11_ATTR_EXCLUDE_UNENCRYPTED, /**< drop what came unprotected */
    D11_ATTR_MEDIA_STREAMING,     /**< nothing that hurts the association */
    D11_ATTR_SAFE_MODE,           /**< the host does the cryptography */
    D11_ATTR_SAFE_MODE_HT,        /**< the same with HT */
    D11_ATTR_QOS_PROTOCOLS,       /**< bits: 1 WMM */
    D11_ATTR_UNREACHABLE_MS,      /**< silence after which a peer is lost */
    D11_ATTR_POWER_LEVEL,         /**< 0 none, 8 fast, 16 max, 24 maximum */
    D11_ATTR_POWER_AUTO,          /**< the station chooses the power mode */
    D11_ATTR_AUTO_CONFIG,         /**< bits: 1 PHY, 2 MAC */
    D11_ATTR_IBSS_JOIN_ONLY,      /**< join an IBSS, never start one */
    D11_ATTR_ATIM_WINDOW,         /**< TU; of an IBSS that is started */
    D11_ATTR_BEACON_PERIOD,       /**< TU; of an IBSS that is started */
    D11_ATTR_MULTI_DOMAIN,        /**< the domain is that of the network */
    D11_ATTR_CURRENT_PHY,         /**< PHY that PHY attributes are of */
    D11_ATTR_RTS_THRESHOLD,       /**< octets of an MPDU */
    D11_ATTR_FRAGMENTATION_THRESHOLD, /**< octets of an MPDU */
    D11_ATTR_SHORT_RETRY_LIMIT,   /**< attempts */
    D11_ATTR_LONG_RETRY_LIMIT,    /**< attempts */
    D11_ATTR_TX_LIFETIME,         /**< TU; of an MSDU to send */
    D11_ATTR_RX_LIFETIME,         /**< TU; of fragments received */
    D11_ATTR_TX_POWER_LEVEL,      /**< entry of SUPPORTED_POWER_LEVELS, from 1
                                       on */

    /* Settings that are lists, octets or of the radio. */
    D11_ATTR_DESIRED_SSIDS,       /**< empty: nothing; one empty SSID: any */
    D11_ATTR_DESIRED_BSSIDS,      /**< empty: nothing; ff:ff:ff:ff:ff:ff: any */
    D11_ATTR_DESIRED_PHYS,        /**< PHY ids; 0xffffffff: any */
    D11_ATTR_EXCLUDED_MACS,       /**< never these; ff:ff:ff:ff:ff:ff: none */
    D11_ATTR_AUTH_ALGORITHMS,     /**< enum dot11_auth, preferred first */
    D11_ATTR_UNICAST_CIPHERS,     /**< enum dot11_cipher, preferred first */
    D11_ATTR_MULTICAST_CIPHERS,   /**< enum dot11_cipher, preferred first */
    D11_ATTR_PRIVACY_EXEMPTIONS,  /**< struct dot11_exemption */
    D11_ATTR_OPERATIONAL_RATES,   /**< in 500 kb/s */
    D11_ATTR_DESIRED_COUNTRY,     /**< 3 octets; zero: none */
    D11_ATTR_ASSOC_ELEMENTS,      /**< a BSSID or ff:ff:ff:ff:ff:ff, then
                                       elements for association requests */
    D11_ATTR_PROBE_ELEMENTS,      /**< elements for probe requests of the
                                       station's own */
    D11_ATTR_IBSS_ELEMENTS,       /**< elements for beacons of an IBSS */
    D11_ATTR_RADIO_ON,            /**< software setting of the radio; a host
                                       keeps it in storage (INIT-2) */
    D11_ATTR_CHANNEL,             /**< number; of the current PHY */
    D11_ATTR_FREQUENCY,           /**< number of an OFDM channel, 0..200 */

    /* What the station is. */
    D11_ATTR_MAC_ADDRESS,         /**< in use */
    D11_ATTR_PERMANENT_ADDRESS,   /**< of the radio */
    D11_ATTR_SUPPORTED_PHYS,      /**< enum dot11_phy; the index is the id */
    D11_ATTR_ACTIVE_PHYS,         /**< PHY ids of the connection */
    D11_ATTR_HARDWARE_ON,         /**< the switch */
    D11_ATTR_UNICAST_PAIRS,       /**< struct dot11_attr_pair that work */
    D11_ATTR_MULTICAST_PAIRS,     /**< struct dot11_attr_pair that work */
    D11_ATTR_SUPPORTED_RATES,     /**< in 500 kb/s; of the current PHY */
    D11_ATTR_RATE_MAP,            /**< struct dot11_rate_map */
    D11_ATTR_MPDU_MAX_LENGTH,     /**< octets; of the current PHY */
    D11_ATTR_POWER_LEVELS,        /**< mW; of the current PHY */
    D11_ATTR_DSSS_CHANNELS,       /**< numbers, 2.4 GHz */
    D11_ATTR_OFDM_CHANNELS,       /**< numbers, 5 GHz */
    D11_ATTR_FREQUENCY_BANDS,     /**< bits of 5 GHz bands (17.3.8.4.2) */
    D11_ATTR_SHORT_PREAMBLE,      /**< implemented */
    D11_ATTR_SHORT_SLOT,          /**< implemented */
    D11_ATTR_SHORT_SLOT_ENABLED,  /**< in use */
    D11_ATTR_PBCC,                /**< obsolete: FALSE */
    D11_ATTR_ERP_PBCC,            /**< obsolete: FALSE */
    D11_ATTR_ERP_PBCC_ENABLED,    /**< obsolete: FALSE */
    D11_ATTR_CHANNEL_AGILITY,     /**< obsolete: FALSE */
    D11_ATTR_CHANNEL_AGILITY_ENABLED, /**< obsolete: FALSE */
    D11_ATTR_DSSS_OFDM,           /**< obsolete: FALSE */
    D11_ATTR_DSSS_OFDM_ENABLED,   /**< obsolete: FALSE */
    D11_ATTR_CF_POLLABLE,         /**< obsolete: FALSE */
    D11_ATTR_OPTIONAL_CAPABILITY, /**< three booleans: PCF, PCF delivery,
                                       strictly ordered; all obsolete */
    D11_ATTR_DTIM_PERIOD,         /**< beacons; of the connection */
    D11_ATTR_COUNTRY,             /**< 3 octets of the connection */
    D11_ATTR_REG_DOMAIN,          /**< number of the current domain */
    D11_ATTR_REG_DOMAINS,         /**< numbers */
    D11_ATTR_MULTI_DOMAIN_IMPLEMENTED, /**< TRUE */
    D11_ATTR_SUBBANDS,            /**< first channel, channels and dBm of each
                                       range of the radio */
    D11_ATTR_COUNTRIES,           /**< those of the radio, 3 octets each */
    D11_ATTR_LIST_SIZES,          /**< capacities in the order of enum
                                       dot11_list_size */
    D11_ATTR_MODE_CAPABILITY,     /**< major, minor, TX and RX buffers, modes */
    D11_ATTR_POWER_MODE,          /**< 1 active, 2 power save; level; 0, or 5
                                       when it is not what was asked for */

    /* Of other parts; D11_ERR_UNSUPPORTED when they are not listed. */
    D11_ATTR_OPERATION_MODE,      /**< 4 station, 0x80000000 monitor */
    D11_ATTR_PMKIDS,              /**< list of the PMKID part */
    D11_ATTR_DEFAULT_KEY_ID,      /**< 0..3 */
    D11_ATTR_STATISTICS,          /**< 64-bit counters of the statistics part */
    D11_ATTR_COUNT                /**< how many there are */
};

/** What an attribute's value looks like in a buffer. Numbers are in the
 * order of the host's octets, without padding or alignment. */
enum dot11_attr_type {
    D11_VALUE_BOOL,      /**< one octet, 0 or 1 */
    D11_VALUE_U32,       /**< uint32_t */
    D11_VALUE_U32_LIST,  /**< uint32_t one after the other */
    D11_VALUE_U64_LIST,  /**< uint64_t one after the other */
    D11_VALUE_ADDR,      /**< 6 octets */
    D11_VALUE_ADDR_LIST, /**< 6 octets each */
    D11_VALUE_SSID_LIST, /**< struct dot11_ssid one after the other */
    D11_VALUE_CODE_LIST, /**< country strings, 3 octets each */
    D11_VALUE_ELEMENTS,  /**< whole elements (9.4.2) */
    D11_VALUE_BOUND,     /**< an address, then whole elements */
    D11_VALUE_PAIRS,     /**< struct dot11_attr_pair one after the other */
    D11_VALUE_RATES,     /**< struct dot11_rate_map one after the other */
    D11_VALUE_EXEMPTIONS,/**< struct dot11_exemption one after the other */
    D11_VALUE_OPAQUE     /**< as the part that owns it says */
};

/** What may be done with an attribute, and when. */
enum dot11_attr_flag {
    D11_ATTR_CAN_GET = 1u << 0,  /**< in every state (GEN-11) */
    D11_ATTR_SET_INIT = 1u << 1, /**< while no network is wanted */
    D11_ATTR_SET_OP = 1u << 2,   /**< connected or on the way */
    D11_ATTR_SET_OFF = 1u << 3,  /**< while the station is halted */
    D11_ATTR_IS_MASK = 1u << 4,  /**< max is the set of bits known */
    D11_ATTR_LASTS = 1u << 5     /**< a reset with defaults keeps it */
};

/** Describes an attribute. */
struct dot11_attr_info {
    const char *name;          /**< lower case, such as "rts-threshold" */
    const char *help;          /**< one short line */
    uint32_t oid;              /**< number in the operation model; 0: none */
    uint8_t type;              /**< enum dot11_attr_type */
    uint8_t flags;             /**< enum dot11_attr_flag bits */
    uint8_t item_len;          /**< octets of an entry, or of the value */
    uint8_t max_count;         /**< entries of a list that can be set */
    uint32_t min;              /**< of a number that can be set */
    uint32_t max;              /**< of a number that can be set */
    uint32_t initial;          /**< default of a number */
};

/** Kind of network (N80211 section 1.5). */
enum dot11_bss_type {
    D11_BSS_TYPE_INFRA = 1, /**< with an access point */
    D11_BSS_TYPE_IBSS = 2,  /**< ad hoc */
    D11_BSS_TYPE_ANY = 3    /**< for scans; no desired type */
};

/** Authentication algorithms by their numbers in the model; vendors' own are
 * 0x80000000 and above. */
enum dot11_auth {
    D11_AUTHENTICATION_OPEN = 1,       /**< no key management */
    D11_AUTHENTICATION_SHARED = 2,     /**< WEP Shared Key */
    D11_AUTHENTICATION_WPA = 3,        /**< WPA, 802.1X */
    D11_AUTHENTICATION_WPA_PSK = 4,    /**< WPA, PSK */
    D11_AUTHENTICATION_RSNA = 6,       /**< 802.1X */
    D11_AUTHENTICATION_RSNA_PSK = 7,   /**< PSK */
    D11_AUTHENTICATION_WPA3_192 = 8,   /**< Suite B, 192 bits */
    D11_AUTHENTICATION_SAE = 9,        /**< SAE */
    D11_AUTHENTICATION_OWE = 10,       /**< OWE */
    D11_AUTHENTICATION_WPA3 = 11       /**< 802.1X, WPA3 */
};

/** Ciphers by their numbers in the model; those that are not in this list are
 * the suite types of 00-0F-AC (Table 9-149). */
enum dot11_cipher {
    D11_CIPHER_ID_NONE = 0,         /**< no protection */
    D11_CIPHER_ID_WEP40 = 1,        /**< WEP, 40 bits */
    D11_CIPHER_ID_TKIP = 2,         /**< TKIP */
    D11_CIPHER_ID_CCMP = 4,         /**< CCMP-128 */
    D11_CIPHER_ID_WEP104 = 5,       /**< WEP, 104 bits */
    D11_CIPHER_ID_USE_GROUP = 0x100,/**< the group cipher for everything */
    D11_CIPHER_ID_WEP = 0x101       /**< WEP, any length */
};

/** PHY types by their numbers in the model. */
enum dot11_phy {
    D11_PHY_HRDSSS = 5, /**< 2.4 GHz, up to 11 Mb/s (clause 16) */
    D11_PHY_OFDM = 4,   /**< 5 GHz and 6 GHz, up to 54 Mb/s (clause 17) */
    D11_PHY_ERP = 6,    /**< 2.4 GHz, up to 54 Mb/s (clause 18) */
    D11_PHY_HT = 7,     /**< 802.11n (clause 19) */
    D11_PHY_VHT = 8,    /**< 802.11ac (clause 21) */
    D11_PHY_HE = 10,    /**< 802.11ax (clause 27) */
    D11_PHY_EHT = 11    /**< 802.11be */
};

/** The PHY id that means any. */
#define D11_PHY_ANY 0xffffffffu

/** An authentication algorithm and a cipher that go together. */
struct dot11_attr_pair {
    uint32_t auth;   /**< enum dot11_auth */
    uint32_t cipher; /**< enum dot11_cipher */
};

/** An entry of the data rate mapping table (CFG-27). */
struct dot11_rate_map {
    uint8_t index;        /**< 2..127 */
    uint8_t flags;        /**< 1: not a rate of the standard */
    uint16_t rate_500kbps;/**< the rate */
};

/** A privacy exemption: what to do with packets of an EtherType. */
struct dot11_exemption {
    uint16_t ethertype; /**< D11_ETHERTYPE_* */
    uint8_t action;     /**< enum dot11_exempt_action */
    uint8_t packets;    /**< 1 unicast, 2 groups, 3 both */
};

/** Values of dot11_exemption.action. */
enum dot11_exempt_action {
    D11_EXEMPT_ALWAYS = 1,     /**< never needs protection */
    D11_EXEMPT_UNLESS_KEY = 2  /**< not while there is no key-mapping key */
};

/** Entries of D11_ATTR_LIST_SIZES. */
enum dot11_list_size {
    D11_LIST_SCAN_SSIDS,       /**< SSIDs of a scan */
    D11_LIST_DESIRED_BSSIDS,   /**< D11_ATTR_DESIRED_BSSIDS */
    D11_LIST_DESIRED_SSIDS,    /**< D11_ATTR_DESIRED_SSIDS */
    D11_LIST_EXCLUDED_MACS,    /**< D11_ATTR_EXCLUDED_MACS */
    D11_LIST_EXEMPTIONS,       /**< D11_ATTR_PRIVACY_EXEMPTIONS */
    D11_LIST_MAPPING_KEYS,     /**< key-mapping keys: one for each peer */
    D11_LIST_DEFAULT_KEYS,     /**< default keys */
    D11_LIST_WEP_KEY_LEN,      /**< octets of the longest WEP key; 0: none */
    D11_LIST_PMKIDS,           /**< PMKID cache; 0: none */
    D11_LIST_STA_KEYS,         /**< per-station default key tables */
    D11_LIST_COUNT             /**< how many there are */
};

/** Most entries of the lists that can be set. */
#define D11_ATTR_SSIDS_MAX 4u
#define D11_ATTR_BSSIDS_MAX 4u
#define D11_ATTR_PHYS_MAX 16u
#define D11_ATTR_EXCLUDED_MAX 8u
#define D11_ATTR_AUTHS_MAX 8u
#define D11_ATTR_CIPHERS_MAX 8u
#define D11_ATTR_EXEMPTIONS_MAX 8u
#define D11_ATTR_RATES_MAX 12u
/** Entries of a PMKID cache, where there is one. */
#define D11_ATTR_PMKIDS_MAX 16u
/** Most octets of elements that can be set. */
#define D11_ATTR_ELEMENTS_MAX 128u

/** Describe an attribute; NULL when there is none with that number. */
const struct dot11_attr_info *dot11_attr_info(enum dot11_attr attr);

/** The attribute with this number in the operation model. Objects that this
 * library does not have, such as those of the FHSS PHY, have no attribute.
 * @return D11_ERR_UNSUPPORTED when there is none */
enum dot11_err dot11_attr_by_oid(uint32_t oid, enum dot11_attr *attr);

/**
 * Read an attribute.
 * @param buf  where to; may be NULL with `cap` 0, to ask for the length
 * @param cap  octets there
 * @param len  set to the octets of the value, also when they do not fit
 * @return D11_ERR_FULL when the value does not fit, and then nothing was
 *         written; D11_ERR_STATE where the attribute is of a connection and
 *         there is none; D11_ERR_UNSUPPORTED when the radio, the listed parts
 *         or this library has no such thing; D11_ERR_ARG when the current PHY
 *         has none
 */
enum dot11_err dot11_sta_get(const struct dot11_sta *sta, enum dot11_attr attr,
                             void *buf, size_t cap, size_t *len);

/**
 * Write an attribute, whole lists at once. A value that is refused changes
 * nothing.
 * @param buf  borrowed
 * @return D11_ERR_STATE in a state in which it cannot be set; D11_ERR_ARG for
 *         a value out of its limits; D11_ERR_FULL for too many entries;
 *         D11_ERR_SSID; D11_ERR_UNSUPPORTED for what is not there or cannot be
 *         set; D11_ERR_RADIO_OFF, D11_ERR_BUSY (channel: off, scanning)
 */
enum dot11_err dot11_sta_set(struct dot11_sta *sta, enum dot11_attr attr,
                             const void *buf, size_t len, uint64_t now_us);

/**
 * Is a BSS in the regulatory domain of a country string (REG-8)? Yes when the
 * string is all zero, or the BSS says no country, or the same one, and a
 * channel that it allows.
 */
bool dot11_bss_in_domain(const struct dot11_bss *bss,
                         const uint8_t country[3]);

#ifdef __cplusplus
}
#endif

#endif
