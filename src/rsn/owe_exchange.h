/* The arithmetic of OWE.
 *
 * SPDX-License-Identifier: MIT
 * RFC 8110, 4.3 and 4.4. Slow; for jobs. Public keys are x coordinates. */
#ifndef D11_RSN_OWE_EXCHANGE_H
#define D11_RSN_OWE_EXCHANGE_H

#include <stdbool.h>

#include <dot11/types.h>

#include "crypto/curve.h"

/* Random octets that a key pair takes: enough for the longest order. */
#define D11_OWE_RANDOM_LEN (D11_EC_NUMBER_MAX + 16u)

/* Primitives of the thread that a job runs on. */
struct d11_owe_prim {
    const struct dot11_crypto_ops *ops;
    void *crypto;
};

/* What comes of an exchange; a PMK is as long as the hash of its group. */
struct d11_owe_keys {
    uint8_t pmk[D11_HASH_MAX];
    uint8_t pmkid[D11_PMKID_LEN];
};

/* Make a key pair of random octets. D11_ERR_RANDOM: they are no good. */
enum dot11_err d11_owe_make_pair(const struct d11_owe_prim *prim,
                                 const struct d11_curve *curve,
                                 const uint8_t random[D11_OWE_RANDOM_LEN],
                                 uint8_t *secret, uint8_t *own);

/* What keys are made of; borrowed. */
struct d11_owe_secret {
    const uint8_t *secret; /* of one of the two */
    const uint8_t *station;
    const uint8_t *ap;
    bool is_ap; /* it is the AP's */
};

/* The keys of a pair of public keys. D11_ERR_VERIFY: the other one's is no
 * point of the curve (SEC-PMK-05). */
enum dot11_err d11_owe_derive(const struct d11_owe_prim *prim,
                              const struct d11_curve *curve,
                              const struct d11_owe_secret *from,
                              struct d11_owe_keys *keys);

#endif
