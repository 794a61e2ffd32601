/* libdot11: what a crypto provider does with elliptic curves and numbers.
 *
 * SPDX-License-Identifier: MIT
 *
 * Optional: a provider that has it names the table in dot11_crypto_ops.ec.
 * SAE and OWE need it. Numbers are octets, most significant first, as long as
 * their modulus; a point is its two coordinates, each as long as the prime of
 * its curve. All of it is slow work: it is called from inside jobs
 * (D11_JOB_RUN), which may run on another thread, and whatever is secret must
 * not show in the time it takes. */
#ifndef DOT11_EC_H
#define DOT11_EC_H

#include <dot11/err.h>
#include <dot11/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Curves by their number in the IANA registry of IKE groups. */
#define D11_GROUP_P256 19u
#define D11_GROUP_P384 20u
#define D11_GROUP_P521 21u

/** Octets of the longest number, and of the longest point. */
#define D11_EC_NUMBER_MAX 66u
#define D11_EC_POINT_MAX (2u * D11_EC_NUMBER_MAX)

/** What is done with two numbers. */
enum dot11_ec_arith {
    D11_EC_ADD, /**< a + b */
    D11_EC_SUB, /**< a - b */
    D11_EC_MUL, /**< a * b */
    D11_EC_EXP  /**< a to the power of b; b is public */
};

/** The table. Every entry is required. */
struct dot11_ec_ops {
    size_t size; /**< sizeof(struct dot11_ec_ops) */

    /** Does the provider have this group? */
    bool (*has_group)(void *crypto, uint16_t group);

    /**
     * Arithmetic modulo an odd number.
     * @param modulus  `len` octets, and so are a, b and out; a and b are
     *                 below it, but for the exponent of D11_EC_EXP
     * @param out      may be a or b
     */
    enum dot11_err (*arith)(void *crypto, enum dot11_ec_arith what,
                            const uint8_t *modulus, size_t len,
                            const uint8_t *a, const uint8_t *b, uint8_t *out);

    /** The rest of `in_len` octets divided by the modulus. */
    enum dot11_err (*reduce)(void *crypto, const uint8_t *modulus, size_t len,
                             const uint8_t *in, size_t in_len, uint8_t *out);

    /**
     * Scalar times point.
     * @param scalar  as long as the order of the group; may be secret
     * @param point   NULL: the generator
     * @return D11_ERR_VERIFY when `point` is not on the curve, or when the
     *         result is the point at infinity
     */
    enum dot11_err (*mul)(void *crypto, uint16_t group, const uint8_t *scalar,
                          const uint8_t *point, uint8_t *out);

    /**
     * Two products, added: k * p + l * q.
     * @return as mul
     */
    enum dot11_err (*mul2)(void *crypto, uint16_t group, const uint8_t *k,
                           const uint8_t *p, const uint8_t *l, const uint8_t *q,
                           uint8_t *out);

    /**
     * Two points, added; they may be equal.
     * @return as mul
     */
    enum dot11_err (*add)(void *crypto, uint16_t group, const uint8_t *p,
                          const uint8_t *q, uint8_t *out);
};

#ifdef __cplusplus
}
#endif

#endif
