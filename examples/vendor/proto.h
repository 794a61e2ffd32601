/* An invented vendor's protocol: its packets and keys, as both sides know
 * them. README.md tells the story.
 *
 * SPDX-License-Identifier: MIT */
#ifndef VENDOR_PROTO_H
#define VENDOR_PROTO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <dot11/crypto.h>

/** IEEE Std 802, Local Experimental EtherType 1. */
#define VENDOR_ETHERTYPE 0x88b5u
/** A vendor's own suite: a locally administered OUI, then a number. */
#define VENDOR_AKM 0x0211d101u

/** What an AP of this vendor says in its beacons, and its stations in their
 * requests: a vendor specific element (9.4.2.25). */
#define VENDOR_ELEMENT_LEN 7u
extern const uint8_t vendor_element[VENDOR_ELEMENT_LEN];

#define VENDOR_NONCE_LEN 16u
#define VENDOR_MIC_LEN 16u
#define VENDOR_KEY_LEN 16u
/** A group key under RFC 3394. */
#define VENDOR_WRAPPED_LEN 24u
#define VENDOR_SECRET_MIN 8u
#define VENDOR_SECRET_MAX 32u

/** Packets: version, type, body, and a MIC of all of that but in HELLO. */
#define VENDOR_VERSION 1u
enum vendor_type {
    VENDOR_HELLO = 1,     /**< station: SNonce */
    VENDOR_CHALLENGE = 2, /**< AP: ANonce */
    VENDOR_PROOF = 3,     /**< station: ANonce, again */
    VENDOR_KEYS = 4,      /**< AP: id of the group key, that key wrapped */
    VENDOR_REKEY = 5      /**< AP: begin again */
};
#define VENDOR_HEADER_LEN 2u
#define VENDOR_PACKET_MAX                                                      \
    (VENDOR_HEADER_LEN + 1u + VENDOR_WRAPPED_LEN + VENDOR_MIC_LEN)

/** What follows from secret, nonces and addresses. */
struct vendor_keys {
    uint8_t auth[32];            /**< of the MICs */
    uint8_t kek[VENDOR_KEY_LEN]; /**< wraps the group key */
    uint8_t tk[VENDOR_KEY_LEN];  /**< CCMP */
};

/** Who takes part. */
struct vendor_party {
    const struct dot11_crypto_ops *ops;
    void *crypto;
    uint8_t ap[D11_ADDR_LEN];
    uint8_t sta[D11_ADDR_LEN];
    uint8_t secret_len;
    uint8_t secret[VENDOR_SECRET_MAX];
    uint8_t anonce[VENDOR_NONCE_LEN];
    uint8_t snonce[VENDOR_NONCE_LEN];
};

/** Derive the keys. */
bool vendor_derive(const struct vendor_party *party, struct vendor_keys *keys);

/** Write header, body and MIC (unless `keys` is NULL) of a packet.
 * @return its length, or 0 when the provider failed */
size_t vendor_write(const struct vendor_party *party,
                    const struct vendor_keys *keys, enum vendor_type type,
                    const uint8_t *body, size_t len,
                    uint8_t packet[VENDOR_PACKET_MAX]);

/** The type of a packet; 0 when its length is not that of its type. */
unsigned vendor_type_of(const uint8_t *packet, size_t len);

/** Is the MIC right? The packet has the length of its type. */
bool vendor_verify(const struct vendor_party *party,
                   const struct vendor_keys *keys, const uint8_t *packet,
                   size_t len);

/** Overwrite a secret so that no compiler leaves it out. */
void vendor_wipe(void *octets, size_t len);

#endif
