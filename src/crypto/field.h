/* Numbers modulo the prime of a curve.
 *
 * SPDX-License-Identifier: MIT
 * For what the provider's table of curves (dot11/ec.h) does not do in one step.
 * Slow, for jobs; takes the same time whatever the numbers are. */
#ifndef D11_CRYPTO_FIELD_H
#define D11_CRYPTO_FIELD_H

#include <dot11/crypto.h>

#include "crypto/curve.h"

/* A calculation; its numbers are as long as the prime. */
struct d11_field {
    const struct dot11_crypto_ops *ops;
    void *crypto;
    const struct d11_curve *curve;
    enum dot11_err err; /* the first that there was */
};

/* out = a `what` b; zeroes after an error. */
void d11_field_arith(struct d11_field *field, enum dot11_ec_arith what,
                     const uint8_t *a, const uint8_t *b, uint8_t *out);

/* out = value */
void d11_field_small(const struct d11_field *field, uint8_t value,
                     uint8_t *out);

/* out = x^3 - 3x + b, the square of y on the curve. */
void d11_field_right_side(struct d11_field *field, const uint8_t *x,
                          uint8_t *out);

/* A square root of `value`, if it has one. @return 0xff when it has, else 0 */
uint8_t d11_field_root(struct d11_field *field, const uint8_t *value,
                       uint8_t *root);

#endif
