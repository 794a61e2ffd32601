/* Somebody who sees everything and believes nothing: the invariants of data
 * and keys, from what is on the air, what the access points sent and what the
 * host was given.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TEST_SIM_OBSERVER_H
#define TEST_SIM_OBSERVER_H

#include <dot11_sim.h>

#include "crypto/cipher.h"

#define OBSERVER_KEYS 512u
#define OBSERVER_SENT 16384u

struct observer {
    struct dot11_sim *sim;
    struct dot11_sim_ap *const *aps;
    const unsigned *ap_count;
    struct dot11_sim_node *sta;
    const struct dot11_crypto_ops *ops;
    void *crypto;
    uint8_t addr[6];
    bool secured;

    struct {
        const struct d11_cipher *cipher;
        uint8_t tk[32];
        uint8_t addr[6]; /* of the station that has it */
        uint64_t pn;     /* last one that the station used */
    } keys[OBSERVER_KEYS];
    unsigned key_count;
    uint64_t sent[OBSERVER_SENT]; /* hashes of what the APs sent; 0: taken */
    unsigned sent_count;
    uint64_t hash; /* of the air: times and octets (SEC-SIM-01) */

    uint32_t protected_frames;
    uint32_t delivered;
    /* Violations. */
    uint32_t plaintext;   /* INV-14: an MSDU in the clear */
    uint32_t reused_pn;   /* INV-01 */
    uint32_t unknown_key; /* INV-07: under no key that an AP agreed on */
    uint32_t not_sent;    /* INV-02: delivered, and never sent or twice */
    uint32_t port_closed; /* INV-03: delivered through a closed port */
};

/* For dot11_sim_add_tap(), dot11_sim_ap_set_sent() and the host's hook. */
void observer_air(void *ctx, const struct dot11_sim_frame *frame);
void observer_sent(void *ctx, const uint8_t *eth, size_t len);
void observer_msdu(void *ctx, struct dot11_sta *sta,
                   const struct dot11_msdu *msdu);
/* Nothing was wrong; fails the test otherwise. */
void observer_check(const struct observer *observer);

#endif
