/* The AP's side of an invented vendor's security, for the simulator.
 *
 * SPDX-License-Identifier: MIT */
#ifndef VENDOR_AUTHENTICATOR_H
#define VENDOR_AUTHENTICATOR_H

#include <dot11_sim.h>

#include "proto.h"

#define VENDOR_STATIONS 4u

/** One station. */
struct vendor_station {
    bool used;
    bool installed; /**< the AP has the keys of this run */
    struct vendor_party party;
    struct vendor_keys keys;
};

/** The side of one AP; zeroed, then vendor_authenticator_init(). */
struct vendor_authenticator {
    struct dot11_sim *sim;
    struct dot11_sim_ap *ap;
    const struct dot11_crypto_ops *ops;
    void *crypto;
    uint8_t secret_len;
    uint8_t secret[VENDOR_SECRET_MAX];
    uint8_t group_id;
    uint8_t group_key[VENDOR_KEY_LEN];
    struct vendor_station stations[VENDOR_STATIONS];
    uint32_t runs;    /**< handshakes that ended with keys */
    uint32_t refused; /**< proofs that were none */
};

/** Take over an AP that was not started; its config has vendor_element among
 * its elements. */
enum dot11_err
vendor_authenticator_init(struct vendor_authenticator *authenticator,
                          struct dot11_sim *sim, struct dot11_sim_ap *ap,
                          const struct dot11_crypto_ops *ops, void *crypto,
                          const char *secret);

/** A new group key, and new keys for every station. */
void vendor_authenticator_rekey(struct vendor_authenticator *authenticator);

#endif
