/* Curves and numbers of the host provider, over OpenSSL. */

/* The sum of two products at once has no other name yet. */
#define OPENSSL_SUPPRESS_DEPRECATED

#include "host.h"

#include <openssl/obj_mac.h>

/* Where OpenSSL's P-256 multiplies in constant time, also several points at
 * once. Elsewhere, and on other curves, one at a time. */
#if defined(__x86_64__) || defined(__aarch64__)
#define TOGETHER 1
#else
#define TOGETHER 0
#endif

void crypto_host_ec_free(struct dot11_crypto_host *host)
{
    for (size_t i = 0; i < 3; i++)
        EC_GROUP_free(host->groups[i]);
    BN_CTX_free(host->bn);
}

static BN_CTX *numbers(struct dot11_crypto_host *host)
{
    if (host->bn == NULL)
        host->bn = BN_CTX_secure_new();
    return host->bn;
}

static const EC_GROUP *group_of(struct dot11_crypto_host *host, uint16_t group)
{
    static const int names[] = {NID_X9_62_prime256v1, NID_secp384r1,
                                NID_secp521r1};
    unsigned i = group - D11_GROUP_P256;

    if (i >= 3)
        return NULL;
    if (host->groups[i] == NULL)
        host->groups[i] = EC_GROUP_new_by_curve_name(names[i]);
    return host->groups[i];
}

static bool has_group(void *crypto, uint16_t group)
{
    return group_of(crypto, group) != NULL;
}

static enum dot11_err arith(void *crypto, enum dot11_ec_arith what,
                            const uint8_t *modulus, size_t len,
                            const uint8_t *a, const uint8_t *b, uint8_t *out)
{
    BN_CTX *ctx = numbers(crypto);
    BIGNUM *m, *x, *y, *r;
    int ok = 0;

    if (ctx == NULL)
        return D11_ERR_CRYPTO;
    BN_CTX_start(ctx);
    m = BN_CTX_get(ctx);
    x = BN_CTX_get(ctx);
    y = BN_CTX_get(ctx);
    r = BN_CTX_get(ctx);
    if (r != NULL && BN_bin2bn(modulus, (int)len, m) != NULL &&
        BN_bin2bn(a, (int)len, x) != NULL &&
        BN_bin2bn(b, (int)len, y) != NULL) {
        BN_set_flags(x, BN_FLG_CONSTTIME);
        BN_set_flags(y, BN_FLG_CONSTTIME);
        switch (what) {
        case D11_EC_ADD: ok = BN_mod_add_quick(r, x, y, m); break;
        case D11_EC_SUB: ok = BN_mod_sub_quick(r, x, y, m); break;
        case D11_EC_MUL: ok = BN_mod_mul(r, x, y, m, ctx); break;
        case D11_EC_EXP:
            ok = BN_mod_exp_mont_consttime(r, x, y, m, ctx, NULL);
            break;
        }
        ok = ok && BN_bn2binpad(r, out, (int)len) == (int)len;
        BN_clear(x);
        BN_clear(y);
        BN_clear(r);
    }
    BN_CTX_end(ctx);
    return ok ? D11_OK : D11_ERR_CRYPTO;
}

static enum dot11_err reduce(void *crypto, const uint8_t *modulus, size_t len,
                             const uint8_t *in, size_t in_len, uint8_t *out)
{
    BN_CTX *ctx = numbers(crypto);
    BIGNUM *m, *x, *r;
    int ok = 0;

    if (ctx == NULL)
        return D11_ERR_CRYPTO;
    BN_CTX_start(ctx);
    m = BN_CTX_get(ctx);
    x = BN_CTX_get(ctx);
    r = BN_CTX_get(ctx);
    if (r != NULL && BN_bin2bn(modulus, (int)len, m) != NULL &&
        BN_bin2bn(in, (int)in_len, x) != NULL) {
        BN_set_flags(x, BN_FLG_CONSTTIME);
        ok = BN_nnmod(r, x, m, ctx) &&
             BN_bn2binpad(r, out, (int)len) == (int)len;
        BN_clear(x);
        BN_clear(r);
    }
    BN_CTX_end(ctx);
    return ok ? D11_OK : D11_ERR_CRYPTO;
}

/* --- Points --------------------------------------------------------------- */

/* A point from its coordinates, or NULL when it is not on the curve. */
static EC_POINT *point_of(const EC_GROUP *group, const uint8_t *octets,
                          BN_CTX *ctx)
{
    size_t len = ((size_t)EC_GROUP_get_degree(group) + 7) / 8;
    EC_POINT *point = EC_POINT_new(group);
    uint8_t encoded[1 + D11_EC_POINT_MAX];

    encoded[0] = POINT_CONVERSION_UNCOMPRESSED;
    for (size_t i = 0; i < 2 * len; i++)
        encoded[1 + i] = octets[i];
    if (point != NULL &&
        !EC_POINT_oct2point(group, point, encoded, 1 + 2 * len, ctx)) {
        EC_POINT_free(point);
        return NULL;
    }
    return point;
}

static enum dot11_err put_point(const EC_GROUP *group, const EC_POINT *point,
                                uint8_t *out, BN_CTX *ctx)
{
    size_t len = ((size_t)EC_GROUP_get_degree(group) + 7) / 8;
    uint8_t encoded[1 + D11_EC_POINT_MAX];

    if (EC_POINT_is_at_infinity(group, point))
        return D11_ERR_VERIFY;
    if (EC_POINT_point2oct(group, point, POINT_CONVERSION_UNCOMPRESSED, encoded,
                           sizeof(encoded), ctx) != 1 + 2 * len)
        return D11_ERR_CRYPTO;
    for (size_t i = 0; i < 2 * len; i++)
        out[i] = encoded[1 + i];
    OPENSSL_cleanse(encoded, sizeof(encoded));
    return D11_OK;
}

static BIGNUM *scalar_of(const EC_GROUP *group, const uint8_t *octets)
{
    int len = (EC_GROUP_order_bits(group) + 7) / 8;
    BIGNUM *scalar = BN_secure_new();

    if (scalar == NULL || BN_bin2bn(octets, len, scalar) == NULL) {
        BN_clear_free(scalar);
        return NULL;
    }
    BN_set_flags(scalar, BN_FLG_CONSTTIME);
    return scalar;
}

static enum dot11_err mul(void *crypto, uint16_t number, const uint8_t *octets,
                          const uint8_t *point, uint8_t *out)
{
    const EC_GROUP *group = group_of(crypto, number);
    BN_CTX *ctx = numbers(crypto);
    enum dot11_err err = D11_ERR_CRYPTO;
    EC_POINT *p = NULL;
    EC_POINT *r;
    BIGNUM *scalar;

    if (group == NULL || ctx == NULL)
        return D11_ERR_UNSUPPORTED;
    r = EC_POINT_new(group);
    scalar = scalar_of(group, octets);
    if (r == NULL || scalar == NULL)
        goto end;
    if (point != NULL) {
        err = D11_ERR_VERIFY;
        p = point_of(group, point, ctx);
        if (p == NULL)
            goto end;
        err = D11_ERR_CRYPTO;
    }
    if (p != NULL ? EC_POINT_mul(group, r, NULL, p, scalar, ctx)
                  : EC_POINT_mul(group, r, scalar, NULL, NULL, ctx))
        err = put_point(group, r, out, ctx);
end:
    EC_POINT_clear_free(p);
    EC_POINT_clear_free(r);
    BN_clear_free(scalar);
    return err;
}

static enum dot11_err add(void *crypto, uint16_t number, const uint8_t *p,
                          const uint8_t *q, uint8_t *out)
{
    const EC_GROUP *group = group_of(crypto, number);
    BN_CTX *ctx = numbers(crypto);
    enum dot11_err err = D11_ERR_VERIFY;
    EC_POINT *a, *b, *r;

    if (group == NULL || ctx == NULL)
        return D11_ERR_UNSUPPORTED;
    a = point_of(group, p, ctx);
    b = point_of(group, q, ctx);
    r = EC_POINT_new(group);
    if (a != NULL && b != NULL && r != NULL)
        err = EC_POINT_add(group, r, a, b, ctx) ? put_point(group, r, out, ctx)
                                                : D11_ERR_CRYPTO;
    EC_POINT_clear_free(a);
    EC_POINT_clear_free(b);
    EC_POINT_clear_free(r);
    return err;
}

static enum dot11_err mul_together(const EC_GROUP *group, BN_CTX *ctx,
                                   const uint8_t *k, const uint8_t *p,
                                   const uint8_t *l, const uint8_t *q,
                                   uint8_t *out)
{
    enum dot11_err err = D11_ERR_VERIFY;
    EC_POINT *points[2] = {point_of(group, p, ctx), point_of(group, q, ctx)};
    BIGNUM *scalars[2] = {scalar_of(group, k), scalar_of(group, l)};
    const EC_POINT *const_points[2] = {points[0], points[1]};
    const BIGNUM *const_scalars[2] = {scalars[0], scalars[1]};
    EC_POINT *r = EC_POINT_new(group);

    if (points[0] != NULL && points[1] != NULL) {
        err = D11_ERR_CRYPTO;
        if (scalars[0] != NULL && scalars[1] != NULL && r != NULL &&
            EC_POINTs_mul(group, r, NULL, 2, const_points, const_scalars, ctx))
            err = put_point(group, r, out, ctx);
    }
    EC_POINT_clear_free(r);
    for (size_t i = 0; i < 2; i++) {
        EC_POINT_clear_free(points[i]);
        BN_clear_free(scalars[i]);
    }
    return err;
}

static enum dot11_err mul2(void *crypto, uint16_t number, const uint8_t *k,
                           const uint8_t *p, const uint8_t *l, const uint8_t *q,
                           uint8_t *out)
{
    const EC_GROUP *group = group_of(crypto, number);
    uint8_t first[D11_EC_POINT_MAX];
    uint8_t second[D11_EC_POINT_MAX];
    BN_CTX *ctx = numbers(crypto);
    enum dot11_err err;

    if (group == NULL || ctx == NULL)
        return D11_ERR_UNSUPPORTED;
    if (TOGETHER && number == D11_GROUP_P256)
        return mul_together(group, ctx, k, p, l, q, out);
    err = mul(crypto, number, k, p, first);
    if (err == D11_OK)
        err = mul(crypto, number, l, q, second);
    if (err == D11_OK)
        err = add(crypto, number, first, second, out);
    OPENSSL_cleanse(first, sizeof(first));
    OPENSSL_cleanse(second, sizeof(second));
    return err;
}

const struct dot11_ec_ops crypto_host_ec = {
    .size = sizeof(struct dot11_ec_ops),
    .has_group = has_group,
    .arith = arith,
    .reduce = reduce,
    .mul = mul,
    .mul2 = mul2,
    .add = add,
};
