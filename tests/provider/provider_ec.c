/* The provider test: curves, numbers, and functions that run as jobs.
 *
 * SPDX-License-Identifier: MIT
 * Curves: FIPS 186-4, D.1.2. */
#include "provider_tools.h"

#include <string.h>

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

static const struct curve {
    uint16_t group;
    uint8_t len;
    const char *p;
    const char *r;
    const char *g;
} curves[] = {
    {19, 32, "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff",
     "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
     "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
     "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"},
    {20, 48,
     "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe"
     "ffffffff0000000000000000ffffffff",
     "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf"
     "581a0db248b0a77aecec196accc52973",
     "aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a38"
     "5502f25dbf55296c3a545e3872760ab73617de4a96262c6f5d9e98bf9292dc29"
     "f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5f"},
    {21, 66,
     "01ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
     "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
     "ffff",
     "01ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
     "fffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e9138"
     "6409",
     "00c6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d"
     "3dbaa14b5e77efe75928fe1dc127a2ffa8de3348b3c1856a429bf97e7e31c2e5"
     "bd66011839296a789a3bc0045c8a5fb42c7d1bd998f54449579b446817afbd17"
     "273e662c97ee72995ef42640c550b9013fad0761353c7086a272c24088be9476"
     "9fd16650"},
};

struct numbers {
    uint8_t p[D11_EC_NUMBER_MAX];
    uint8_t r[D11_EC_NUMBER_MAX];
    uint8_t g[D11_EC_POINT_MAX];
    uint8_t a[D11_EC_NUMBER_MAX];
    uint8_t b[D11_EC_NUMBER_MAX];
    uint8_t c[D11_EC_NUMBER_MAX];
    uint8_t points[4][D11_EC_POINT_MAX];
};

static struct numbers n;

static void small(uint8_t *out, size_t len, uint8_t value)
{
    memset(out, 0, len);
    out[len - 1] = value;
}

/* A number below any of the moduli. */
static void any(uint8_t *out, size_t len, uint32_t seed)
{
    provider_fill(out, len, seed);
    out[0] = 0;
}

static void arithmetic(struct provider_test *test, const struct curve *curve,
                       size_t where)
{
    const struct dot11_ec_ops *ec = test->ops->ec;
    const size_t len = curve->len;
    uint8_t wide[2 * D11_EC_NUMBER_MAX] = {0};

    any(n.a, len, 1);
    any(n.b, len, 2);
    /* (a + b) - b = a */
    provider_check(test,
                   ec->arith(test->crypto, D11_EC_ADD, n.p, len, n.a, n.b,
                             n.c) == D11_OK &&
                       ec->arith(test->crypto, D11_EC_SUB, n.p, len, n.c, n.b,
                                 n.c) == D11_OK &&
                       provider_equal(n.a, n.c, len),
                   "a sum less one part is the other", where);
    /* 0 - a + a = 0, across the modulus */
    small(n.c, len, 0);
    provider_check(test,
                   ec->arith(test->crypto, D11_EC_SUB, n.p, len, n.c, n.a,
                             n.b) == D11_OK &&
                       ec->arith(test->crypto, D11_EC_ADD, n.p, len, n.a, n.b,
                                 n.b) == D11_OK &&
                       provider_equal(n.b, n.c, len),
                   "differences go around the modulus", where);
    /* a^(p - 1) = 1, in place */
    memcpy(n.b, n.p, len);
    n.b[len - 1] -= 1;
    memcpy(n.c, n.a, len);
    provider_check(
        test,
        ec->arith(test->crypto, D11_EC_EXP, n.p, len, n.c, n.b, n.c) == D11_OK,
        "a power is taken", where);
    small(n.b, len, 1);
    provider_check(test, provider_equal(n.b, n.c, len),
                   "Fermat's little theorem holds", where);
    /* 5 * 7 = 35; (2^(8 len) * 0 + p + 9) mod p = 9 */
    small(n.a, len, 5);
    small(n.b, len, 7);
    small(n.c, len, 35);
    provider_check(test,
                   ec->arith(test->crypto, D11_EC_MUL, n.p, len, n.a, n.b,
                             n.a) == D11_OK &&
                       provider_equal(n.a, n.c, len),
                   "a product is one", where);
    memcpy(wide + len, n.r, len);
    provider_check(
        test, ec->reduce(test->crypto, n.r, len, wide, 2 * len, n.a) == D11_OK,
        "a long number is reduced", where);
    small(n.b, len, 0);
    provider_check(test, provider_equal(n.a, n.b, len),
                   "the modulus is reduced to nothing", where);
}

static void points(struct provider_test *test, const struct curve *curve,
                   size_t where)
{
    const struct dot11_ec_ops *ec = test->ops->ec;
    void *const crypto = test->crypto;
    const uint16_t group = curve->group;
    const size_t len = curve->len;

    small(n.a, len, 1);
    provider_check(test,
                   ec->mul(crypto, group, n.a, NULL, n.points[0]) == D11_OK &&
                       provider_equal(n.points[0], n.g, 2 * len),
                   "once the generator is the generator", where);
    /* (k + l) G = k G + l G = one sum of products */
    any(n.a, len, 3);
    any(n.b, len, 4);
    provider_check(
        test,
        ec->arith(crypto, D11_EC_ADD, n.r, len, n.a, n.b, n.c) == D11_OK &&
            ec->mul(crypto, group, n.c, n.g, n.points[0]) == D11_OK &&
            ec->mul(crypto, group, n.a, n.g, n.points[1]) == D11_OK &&
            ec->mul(crypto, group, n.b, NULL, n.points[2]) == D11_OK &&
            ec->add(crypto, group, n.points[1], n.points[2], n.points[3]) ==
                D11_OK &&
            provider_equal(n.points[0], n.points[3], 2 * len),
        "multiplication is distributive", where);
    provider_check(test,
                   ec->mul2(crypto, group, n.a, n.g, n.b, n.g, n.points[3]) ==
                           D11_OK &&
                       provider_equal(n.points[0], n.points[3], 2 * len),
                   "two products are added", where);
    /* 2 P, by both ways; in place */
    small(n.a, len, 2);
    provider_check(
        test,
        ec->mul(crypto, group, n.a, n.points[1], n.points[3]) == D11_OK &&
            ec->add(crypto, group, n.points[1], n.points[1], n.points[1]) ==
                D11_OK &&
            provider_equal(n.points[1], n.points[3], 2 * len),
        "a point is added to itself", where);
}

static void not_points(struct provider_test *test, const struct curve *curve,
                       size_t where)
{
    const struct dot11_ec_ops *ec = test->ops->ec;
    void *const crypto = test->crypto;
    const uint16_t group = curve->group;
    const size_t len = curve->len;

    /* r G, and G + (r - 1) G: nowhere. */
    provider_check(
        test,
        ec->mul(crypto, group, n.r, n.g, n.points[0]) == D11_ERR_VERIFY ||
            ec->mul(crypto, group, n.r, n.g, n.points[0]) == D11_ERR_CRYPTO,
        "the order times a point is no point", where);
    memcpy(n.a, n.r, len);
    n.a[len - 1] -= 1;
    provider_check(test,
                   ec->mul(crypto, group, n.a, n.g, n.points[0]) == D11_OK &&
                       ec->add(crypto, group, n.g, n.points[0], n.points[1]) ==
                           D11_ERR_VERIFY,
                   "a point and its inverse are no point", where);
    small(n.a, len, 2);
    memcpy(n.points[0], n.g, 2 * len);
    n.points[0][2 * len - 1] ^= 1;
    provider_check(test,
                   ec->mul(crypto, group, n.a, n.points[0], n.points[1]) ==
                       D11_ERR_VERIFY,
                   "what is not on the curve is refused", where);
    provider_check(test,
                   ec->add(crypto, group, n.g, n.points[0], n.points[1]) ==
                           D11_ERR_VERIFY &&
                       ec->mul2(crypto, group, n.a, n.g, n.a, n.points[0],
                                n.points[1]) == D11_ERR_VERIFY,
                   "what is not on the curve is refused in sums", where);
    memset(n.points[0], 0xff, 2 * len);
    provider_check(test,
                   ec->mul(crypto, group, n.a, n.points[0], n.points[1]) ==
                       D11_ERR_VERIFY,
                   "coordinates are below the prime", where);
    memset(n.points[0], 0, 2 * len);
    provider_check(test,
                   ec->mul(crypto, group, n.a, n.points[0], n.points[1]) ==
                       D11_ERR_VERIFY,
                   "no point has coordinates of zero", where);
}

static void agreement(struct provider_test *test, const struct curve *curve,
                      size_t where)
{
    const struct dot11_ec_ops *ec = test->ops->ec;
    const struct dot11_ec_ops *other = test->other->ec;

    for (uint32_t seed = 10; seed < 14; seed++) {
        any(n.a, curve->len, seed);
        any(n.b, curve->len, seed + 100);
        provider_check(
            test,
            ec->mul(test->crypto, curve->group, n.a, n.g, n.points[0]) ==
                    D11_OK &&
                other->mul(test->other_crypto, curve->group, n.a, n.g,
                           n.points[1]) == D11_OK &&
                provider_equal(n.points[0], n.points[1], 2u * curve->len),
            "two providers agree on a product", where);
        provider_check(test,
                       ec->arith(test->crypto, D11_EC_MUL, n.p, curve->len, n.a,
                                 n.b, n.c) == D11_OK &&
                           other->arith(test->other_crypto, D11_EC_MUL, n.p,
                                        curve->len, n.a, n.b, n.a) == D11_OK &&
                           provider_equal(n.a, n.c, curve->len),
                       "two providers agree on numbers", where);
    }
}

bool provider_test_curves(struct provider_test *test)
{
    const struct dot11_ec_ops *ec = test->ops->ec;
    const unsigned long before = test->failures;

    if (ec == NULL) {
        test->skipped++;
        return true;
    }
    provider_check(test, !ec->has_group(test->crypto, 1),
                   "a group that it lacks is lacking", 1);
    for (size_t i = 0; i < COUNT_OF(curves); i++) {
        if (!ec->has_group(test->crypto, curves[i].group)) {
            test->skipped++;
            continue;
        }
        provider_octets(n.p, curves[i].p);
        provider_octets(n.r, curves[i].r);
        provider_octets(n.g, curves[i].g);
        arithmetic(test, &curves[i], curves[i].group);
        points(test, &curves[i], curves[i].group);
        not_points(test, &curves[i], curves[i].group);
        if (test->other != NULL && test->other->ec != NULL)
            agreement(test, &curves[i], curves[i].group);
    }
    return test->failures == before;
}

/* A function of the core: its memory begins with the job. */
struct errand {
    struct dot11_crypto_job job;
    uint8_t in[32];
    uint8_t out[32];
};

static enum dot11_err hash_it(struct dot11_crypto_job *job,
                              const struct dot11_crypto_ops *ops, void *crypto)
{
    struct errand *errand = (struct errand *)(void *)job;
    const struct dot11_octets part = {errand->in, sizeof(errand->in)};

    return ops->hash(crypto, D11_HASH_SHA256, &part, 1, errand->out);
}

bool provider_test_errands(struct provider_test *test)
{
    const unsigned long before = test->failures;
    struct errand errand;
    uint8_t want[32];
    const struct dot11_octets part = {errand.in, sizeof(errand.in)};
    enum dot11_err err;

    /* Who has no curves need not run functions. */
    if (test->ops->ec == NULL || test->ops->job_start == NULL) {
        test->skipped++;
        return true;
    }
    for (uint32_t i = 0; i < 3; i++) {
        memset(&errand, 0, sizeof(errand));
        errand.job.kind = D11_JOB_RUN;
        errand.job.in.run.run = hash_it;
        errand.job.in.run.size = sizeof(errand);
        errand.job.out_len = 1;
        provider_fill(errand.in, sizeof(errand.in), i);
        err = test->ops->job_start(test->crypto, &errand.job);
        if (err == D11_ERR_PENDING && test->finish != NULL)
            err = test->finish(test->arg, &errand.job);
        provider_check(test,
                       err == D11_OK &&
                           test->ops->hash(test->crypto, D11_HASH_SHA256, &part,
                                           1, want) == D11_OK &&
                           provider_equal(errand.out, want, sizeof(want)),
                       "a function runs on its memory", i);
    }
    return test->failures == before;
}
