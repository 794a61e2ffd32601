/* Curves and numbers of the Mbed TLS provider; linked only by those who take
 * dot11_crypto_mbedtls_ec_ops(). */
#include "mbed.h"

#include <string.h>

#include <mbedtls/bignum.h>
#include <mbedtls/ecp.h>
#include <mbedtls/platform_util.h>

static mbedtls_ecp_group_id id_of(uint16_t group)
{
    switch (group) {
    case D11_GROUP_P256: return MBEDTLS_ECP_DP_SECP256R1;
    case D11_GROUP_P384: return MBEDTLS_ECP_DP_SECP384R1;
    case D11_GROUP_P521: return MBEDTLS_ECP_DP_SECP521R1;
    default: return MBEDTLS_ECP_DP_NONE;
    }
}

static bool has_group(void *crypto, uint16_t group)
{
    (void)crypto;
    return id_of(group) != MBEDTLS_ECP_DP_NONE &&
           mbedtls_ecp_curve_info_from_grp_id(id_of(group)) != NULL;
}

/* --- Numbers -------------------------------------------------------------- */

struct numbers {
    mbedtls_mpi m, x, y, r;
};

static void numbers_init(struct numbers *n)
{
    mbedtls_mpi_init(&n->m);
    mbedtls_mpi_init(&n->x);
    mbedtls_mpi_init(&n->y);
    mbedtls_mpi_init(&n->r);
}

static void numbers_free(struct numbers *n)
{
    mbedtls_mpi_free(&n->m);
    mbedtls_mpi_free(&n->x);
    mbedtls_mpi_free(&n->y);
    mbedtls_mpi_free(&n->r);
}

static int calculate(struct numbers *n, enum dot11_ec_arith what)
{
    int err = -1;

    switch (what) {
    case D11_EC_ADD: err = mbedtls_mpi_add_mpi(&n->r, &n->x, &n->y); break;
    case D11_EC_SUB: err = mbedtls_mpi_sub_mpi(&n->r, &n->x, &n->y); break;
    case D11_EC_MUL: err = mbedtls_mpi_mul_mpi(&n->r, &n->x, &n->y); break;
    case D11_EC_EXP:
        return mbedtls_mpi_exp_mod(&n->r, &n->x, &n->y, &n->m, NULL);
    }
    return err == 0 ? mbedtls_mpi_mod_mpi(&n->r, &n->r, &n->m) : err;
}

static enum dot11_err arith(void *crypto, enum dot11_ec_arith what,
                            const uint8_t *modulus, size_t len,
                            const uint8_t *a, const uint8_t *b, uint8_t *out)
{
    struct numbers n;
    int err;

    (void)crypto;
    numbers_init(&n);
    err = mbedtls_mpi_read_binary(&n.m, modulus, len);
    if (err == 0)
        err = mbedtls_mpi_read_binary(&n.x, a, len);
    if (err == 0)
        err = mbedtls_mpi_read_binary(&n.y, b, len);
    if (err == 0)
        err = calculate(&n, what);
    if (err == 0)
        err = mbedtls_mpi_write_binary(&n.r, out, len);
    numbers_free(&n);
    return err == 0 ? D11_OK : D11_ERR_CRYPTO;
}

static enum dot11_err reduce(void *crypto, const uint8_t *modulus, size_t len,
                             const uint8_t *in, size_t in_len, uint8_t *out)
{
    struct numbers n;
    int err;

    (void)crypto;
    numbers_init(&n);
    err = mbedtls_mpi_read_binary(&n.m, modulus, len);
    if (err == 0)
        err = mbedtls_mpi_read_binary(&n.x, in, in_len);
    if (err == 0)
        err = mbedtls_mpi_mod_mpi(&n.r, &n.x, &n.m);
    if (err == 0)
        err = mbedtls_mpi_write_binary(&n.r, out, len);
    numbers_free(&n);
    return err == 0 ? D11_OK : D11_ERR_CRYPTO;
}

/* --- Points --------------------------------------------------------------- */

/* What blinds a multiplication: octets that nobody knows who does not know
 * the scalar. */
struct blind {
    uint8_t scalar[D11_EC_NUMBER_MAX];
    uint32_t count;
};

static int blind_octets(void *arg, unsigned char *out, size_t len)
{
    struct blind *blind = arg;
    uint8_t hash[32];

    for (size_t at = 0; at < len; at += sizeof(hash)) {
        const struct dot11_octets parts[] = {
            {blind->scalar, sizeof(blind->scalar)},
            {(const uint8_t *)&blind->count, sizeof(blind->count)},
        };
        size_t left = len - at;

        blind->count++;
        if (mbed_hash(NULL, D11_HASH_SHA256, parts, 2, hash) != D11_OK)
            return MBEDTLS_ERR_ECP_RANDOM_FAILED;
        memcpy(out + at, hash, left < sizeof(hash) ? left : sizeof(hash));
    }
    mbedtls_platform_zeroize(hash, sizeof(hash));
    return 0;
}

struct points {
    mbedtls_ecp_group group;
    size_t len;
    mbedtls_ecp_point p, q, r;
    mbedtls_mpi scalar, one;
    struct blind blind;
};

static int points_init(struct points *points, uint16_t group)
{
    mbedtls_ecp_group_init(&points->group);
    mbedtls_ecp_point_init(&points->p);
    mbedtls_ecp_point_init(&points->q);
    mbedtls_ecp_point_init(&points->r);
    mbedtls_mpi_init(&points->scalar);
    mbedtls_mpi_init(&points->one);
    memset(&points->blind, 0, sizeof(points->blind));
    if (id_of(group) == MBEDTLS_ECP_DP_NONE ||
        mbedtls_ecp_group_load(&points->group, id_of(group)) != 0)
        return -1;
    points->len = (points->group.pbits + 7) / 8;
    return mbedtls_mpi_lset(&points->one, 1);
}

static void points_free(struct points *points)
{
    mbedtls_ecp_group_free(&points->group);
    mbedtls_ecp_point_free(&points->p);
    mbedtls_ecp_point_free(&points->q);
    mbedtls_ecp_point_free(&points->r);
    mbedtls_mpi_free(&points->scalar);
    mbedtls_mpi_free(&points->one);
    mbedtls_platform_zeroize(&points->blind, sizeof(points->blind));
}

static enum dot11_err read_point(struct points *points, const uint8_t *octets,
                                 mbedtls_ecp_point *out)
{
    uint8_t encoded[1 + D11_EC_POINT_MAX];

    encoded[0] = 4; /* both coordinates follow (SEC 1, 2.3.3) */
    memcpy(encoded + 1, octets, 2 * points->len);
    if (mbedtls_ecp_point_read_binary(&points->group, out, encoded,
                                      1 + 2 * points->len) != 0 ||
        mbedtls_ecp_check_pubkey(&points->group, out) != 0)
        return D11_ERR_VERIFY;
    return D11_OK;
}

static enum dot11_err write_point(struct points *points, uint8_t *out)
{
    uint8_t encoded[1 + D11_EC_POINT_MAX];
    size_t len;

    if (mbedtls_ecp_is_zero(&points->r))
        return D11_ERR_VERIFY;
    if (mbedtls_ecp_point_write_binary(&points->group, &points->r,
                                       MBEDTLS_ECP_PF_UNCOMPRESSED, &len,
                                       encoded, sizeof(encoded)) != 0 ||
        len != 1 + 2 * points->len)
        return D11_ERR_CRYPTO;
    memcpy(out, encoded + 1, 2 * points->len);
    mbedtls_platform_zeroize(encoded, sizeof(encoded));
    return D11_OK;
}

static enum dot11_err mul(void *crypto, uint16_t group, const uint8_t *scalar,
                          const uint8_t *point, uint8_t *out)
{
    struct points points;
    enum dot11_err err = D11_ERR_CRYPTO;

    (void)crypto;
    if (points_init(&points, group) != 0) {
        points_free(&points);
        return D11_ERR_UNSUPPORTED;
    }
    memcpy(points.blind.scalar, scalar, points.len);
    if (mbedtls_mpi_read_binary(&points.scalar, scalar, points.len) != 0)
        goto end;
    if (point != NULL) {
        err = read_point(&points, point, &points.p);
        if (err != D11_OK)
            goto end;
        err = D11_ERR_CRYPTO;
    }
    if (mbedtls_ecp_mul(&points.group, &points.r, &points.scalar,
                        point != NULL ? &points.p : &points.group.G,
                        blind_octets, &points.blind) == 0)
        err = write_point(&points, out);
end:
    points_free(&points);
    return err;
}

static enum dot11_err add(void *crypto, uint16_t group, const uint8_t *p,
                          const uint8_t *q, uint8_t *out)
{
    struct points points;
    enum dot11_err err;

    (void)crypto;
    if (points_init(&points, group) != 0) {
        points_free(&points);
        return D11_ERR_UNSUPPORTED;
    }
    err = read_point(&points, p, &points.p);
    if (err == D11_OK)
        err = read_point(&points, q, &points.q);
    if (err == D11_OK)
        err = mbedtls_ecp_muladd(&points.group, &points.r, &points.one,
                                 &points.p, &points.one, &points.q) == 0
                  ? write_point(&points, out)
                  : D11_ERR_CRYPTO;
    points_free(&points);
    return err;
}

/* The library's sum of two products is for what is public. */
static enum dot11_err mul2(void *crypto, uint16_t group, const uint8_t *k,
                           const uint8_t *p, const uint8_t *l, const uint8_t *q,
                           uint8_t *out)
{
    uint8_t first[D11_EC_POINT_MAX];
    uint8_t second[D11_EC_POINT_MAX];
    enum dot11_err err;

    err = mul(crypto, group, k, p, first);
    if (err == D11_OK)
        err = mul(crypto, group, l, q, second);
    if (err == D11_OK)
        err = add(crypto, group, first, second, out);
    mbedtls_platform_zeroize(first, sizeof(first));
    mbedtls_platform_zeroize(second, sizeof(second));
    return err;
}

static enum dot11_err job_start(void *crypto, struct dot11_crypto_job *job)
{
    if (job->kind != D11_JOB_RUN)
        return mbed_job_start(crypto, job);
    if (crypto == NULL)
        return job->in.run.run(job, dot11_crypto_mbedtls_ec_ops(), NULL);
    mbed_job_use(crypto, dot11_crypto_mbedtls_ec_ops());
    mbed_job_append(crypto, job);
    return D11_ERR_PENDING;
}

const struct dot11_crypto_ops *dot11_crypto_mbedtls_ec_ops(void)
{
    static const struct dot11_ec_ops ec = {
        .size = sizeof(struct dot11_ec_ops),
        .has_group = has_group,
        .arith = arith,
        .reduce = reduce,
        .mul = mul,
        .mul2 = mul2,
        .add = add,
    };
    static const struct dot11_crypto_ops ops = {
        MBED_OPS,
        .job_start = job_start,
        .ec = &ec,
        .aes_ctr = mbed_aes_ctr,
    };

    return &ops;
}
