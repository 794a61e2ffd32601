/* The curves of SAE and OWE.
 *
 * SPDX-License-Identifier: MIT */
#ifndef D11_CRYPTO_CURVE_H
#define D11_CRYPTO_CURVE_H

#include <stddef.h>
#include <stdint.h>

#include <dot11/crypto.h>
#include <dot11/ec.h>

/* y^2 = x^3 - 3x + b over a prime that is 3 modulo 4; the order is a prime as
 * long as that, and the cofactor 1. */
struct d11_curve {
    uint16_t group;
    uint8_t len;          /* octets of the prime and of the order */
    uint16_t bits;        /* of the prime */
    uint8_t minus_z;      /* Z of the simplified SWU map is negative */
    enum dot11_hash hash; /* that goes with it (Table 12-1) */
    const uint8_t *p;     /* the prime */
    const uint8_t *b;
    const uint8_t *r; /* the order */
};

/* NULL for a group that is not known. */
const struct d11_curve *d11_curve_of(uint16_t group);

#endif
