/* libdot11: keys that a host sets by itself, without a security extension.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.5 and 12.7.7; rules N80211-CIPH-*. An optional
 * part: list &dot11_keys in dot11_config.parts to have it; without it
 * everything here answers D11_ERR_UNSUPPORTED.
 *
 * There are four default keys and dot11_config.key_count keys of single peers.
 * What goes to a peer is protected by its key-mapping key, else by the default
 * key that the default key id names; what comes from it is opened by its
 * key-mapping key, else by the default key of the frame's key id. A key serves
 * an association that has its cipher, and no other; those of an extension go
 * before. WEP keys serve frames of both kinds. With any other cipher key id 0
 * is the pairwise key and the others are group keys, unless the network
 * protects everything with the group key.
 *
 * A static key stays until it is deleted or the station is reset, and serves
 * associations whose port needs no verdict; any other key ends with the
 * association, and at the moment that a new one is complete. */
#ifndef DOT11_KEY_H
#define DOT11_KEY_H

#include <dot11/config.h>
#include <dot11/err.h>
#include <dot11/types.h>

#ifdef __cplusplus
extern "C" {
#endif

struct dot11_sta;

/** The part; list its address in dot11_config.parts. */
extern const struct dot11_part dot11_keys;

/** Default keys; their ids are 0 to 3. */
#define D11_DEFAULT_KEYS 4u

/** Where a key is kept. */
enum dot11_key_table {
    D11_KEY_TABLE_DEFAULT, /**< default keys; in an IBSS, of a peer's own when
                                `peer` is one: for what it sends to groups */
    D11_KEY_TABLE_MAPPING  /**< all that goes to, or comes from, `peer` */
};

/** What a key-mapping key is for. */
enum dot11_key_direction {
    D11_KEY_INBOUND = 1,  /**< to open what the peer sent */
    D11_KEY_OUTBOUND = 2, /**< to protect what is sent to it */
    D11_KEY_BOTH_WAYS = 3 /**< both */
};

/** A key, or the name of one. Borrowed; wipe yours after the call. */
struct dot11_key {
    enum dot11_key_table table;         /**< where it is kept */
    enum dot11_key_direction direction; /**< of a key-mapping key */
    uint8_t key_id;             /**< 0..3 */
    uint8_t peer[D11_ADDR_LEN]; /**< of a key-mapping key. Of a default key
                                     the AP or zero, which makes no difference;
                                     in an IBSS see D11_KEY_TABLE_DEFAULT */
    bool is_static;             /**< stays over disconnects and roams */
    uint8_t len;                /**< octets: what the cipher takes */
    uint32_t cipher;            /**< D11_CIPHER_* */
    const uint8_t *octets;      /**< the key; with TKIP 16 octets of it, 8 of
                                     the MIC key to receive with, and 8 of that
                                     to send with */
    uint64_t rx_pn;             /**< receive counter to start from, 48 bits */
};

/**
 * Set a key; one with the same name is replaced. The radio gets it where it
 * has the cipher; MSDUs wait until it has.
 *
 * A key that the slot has is not set again, and that is D11_OK. One that it
 * had, or that another slot has, is refused, as its packet numbers would come
 * a second time (WEP has none).
 *
 * @return D11_ERR_UNSUPPORTED for a cipher that neither radio nor provider
 *         has, or for TKIP in an IBSS; D11_ERR_ARG for a key id, length,
 *         direction or address that cannot be, or an all-zero key;
 *         D11_ERR_FULL when all key_count places are taken; D11_ERR_SECURITY
 *         for a key that must not be used again; D11_ERR_STATE: not started.
 *         These changed nothing. D11_ERR_HW, D11_ERR_CRYPTO: radio or provider
 *         failed, and the key's place is empty
 */
enum dot11_err dot11_sta_set_key(struct dot11_sta *sta,
                                 const struct dot11_key *key, uint64_t now_us);

/**
 * Delete a key. Only its name counts: table, peer, direction, key id. Whether
 * it is there makes no difference.
 * @return D11_ERR_ARG for a name that no key can have; D11_ERR_STATE
 */
enum dot11_err dot11_sta_del_key(struct dot11_sta *sta,
                                 const struct dot11_key *key, uint64_t now_us);

/**
 * Is this key there? Its name counts.
 * @return D11_OK; D11_ERR_PENDING while the radio takes it;
 *         D11_ERR_NOT_FOUND; D11_ERR_ARG
 */
enum dot11_err dot11_sta_find_key(const struct dot11_sta *sta,
                                  const struct dot11_key *key);

/**
 * The default key that protects what is sent, from the next MPDU on. What the
 * radio did not take yet under the old one comes back with D11_ERR_STATE.
 * @return D11_ERR_ARG above 3; D11_ERR_STATE: not started
 */
enum dot11_err dot11_sta_set_default_key_id(struct dot11_sta *sta,
                                            uint8_t key_id, uint64_t now_us);

/** The default key id, 0 at first. */
uint8_t dot11_sta_default_key_id(const struct dot11_sta *sta);

#ifdef __cplusplus
}
#endif

#endif
