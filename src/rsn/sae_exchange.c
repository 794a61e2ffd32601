#include "rsn/sae_exchange.h"

#include <string.h>

#include "base/octets.h"
#include "base/wipe.h"
#include "crypto/prf.h"

static size_t hash_len(enum dot11_hash hash)
{
    static const uint8_t lens[] = {20, 32, 48, 64};

    return lens[hash];
}

/* 1 < value < the order? What is not secret is looked at openly. */
static bool is_scalar(const struct d11_curve *curve, const uint8_t *value)
{
    uint8_t above = 0;

    for (size_t i = 0; i + 1u < curve->len; i++)
        above |= value[i];
    return memcmp(value, curve->r, curve->len) < 0 &&
           (above != 0 || value[curve->len - 1] > 1);
}

/* A number above 1 and below the order less 1, without a look at it. Sixteen
 * octets more than needed: the rest is as good as even. */
static enum dot11_err secret_number(const struct d11_sae_prim *prim,
                                    const struct d11_curve *curve,
                                    const uint8_t *random, uint8_t *number)
{
    const struct dot11_ec_ops *ec = prim->ops->ec;
    uint8_t less[D11_EC_NUMBER_MAX], two[D11_EC_NUMBER_MAX] = {0};
    enum dot11_err err;

    /* None of the orders ends in less than 3. */
    memcpy(less, curve->r, curve->len);
    less[curve->len - 1] = (uint8_t)(less[curve->len - 1] - 3u);
    two[curve->len - 1] = 2;
    err = ec->reduce(prim->crypto, less, curve->len, random, curve->len + 16u,
                     number);
    if (err == D11_OK)
        err = ec->arith(prim->crypto, D11_EC_ADD, curve->r, curve->len, number,
                        two, number);
    return err;
}

enum dot11_err d11_sae_make_commit(const struct d11_sae_prim *prim,
                                   const struct d11_curve *curve,
                                   const uint8_t *pwe,
                                   const uint8_t random[D11_SAE_RANDOM_LEN],
                                   uint8_t *rand, struct d11_sae_commit *commit)
{
    const struct dot11_ec_ops *ec = prim->ops->ec;
    const uint8_t zero[D11_EC_NUMBER_MAX] = {0};
    uint8_t *y = commit->element + curve->len;
    uint8_t mask[D11_EC_NUMBER_MAX];
    enum dot11_err err;

    err = secret_number(prim, curve, random, rand);
    if (err == D11_OK)
        err = secret_number(prim, curve, random + curve->len + 16u, mask);
    if (err == D11_OK)
        err = ec->arith(prim->crypto, D11_EC_ADD, curve->r, curve->len, rand,
                        mask, commit->scalar);
    if (err == D11_OK && !is_scalar(curve, commit->scalar))
        err = D11_ERR_RANDOM;
    if (err == D11_OK)
        err = ec->mul(prim->crypto, curve->group, mask, pwe, commit->element);
    /* The inverse of a point has the other y. */
    if (err == D11_OK)
        err = ec->arith(prim->crypto, D11_EC_SUB, curve->p, curve->len, zero, y,
                        y);
    d11_wipe(mask, sizeof mask);
    return err;
}

/* k = x(rand * (peer-scalar * PWE + peer-element)) */
static enum dot11_err shared_secret(const struct d11_sae_prim *prim,
                                    const struct d11_curve *curve,
                                    const struct d11_sae_secret *from,
                                    uint8_t *point)
{
    const struct dot11_ec_ops *ec = prim->ops->ec;
    uint8_t product[D11_EC_NUMBER_MAX];
    enum dot11_err err;

    if (!is_scalar(curve, from->peer->scalar) ||
        memcmp(from->peer->scalar, from->own->scalar, curve->len) == 0 ||
        memcmp(from->peer->element, from->own->element, 2u * curve->len) == 0)
        return D11_ERR_VERIFY;
    err = ec->arith(prim->crypto, D11_EC_MUL, curve->r, curve->len, from->rand,
                    from->peer->scalar, product);
    if (err == D11_OK)
        err = ec->mul2(prim->crypto, curve->group, product, from->pwe,
                       from->rand, from->peer->element, point);
    d11_wipe(product, sizeof product);
    return err;
}

enum dot11_err d11_sae_derive(const struct d11_sae_prim *prim,
                              const struct d11_curve *curve,
                              const struct d11_sae_secret *from,
                              struct d11_sae_keys *keys)
{
    const enum dot11_hash hash = from->h2e ? curve->hash : D11_HASH_SHA256;
    const size_t len = hash_len(hash);
    const uint8_t zero[D11_HASH_MAX] = {0};
    uint8_t point[D11_EC_POINT_MAX];
    uint8_t sum[D11_EC_NUMBER_MAX];
    uint8_t seed[D11_HASH_MAX];
    uint8_t all[3 * D11_HASH_MAX];
    const struct dot11_octets k = {point, curve->len};
    const struct dot11_octets context = {sum, curve->len};
    bool salted = from->rejected.len != 0;
    enum dot11_err err;

    memset(keys, 0, sizeof *keys);
    keys->hash = hash;
    keys->kck_len = (uint8_t)len;
    keys->pmk_len = from->ext_key ? (uint8_t)len : 32;
    err = shared_secret(prim, curve, from, point);
    if (err == D11_OK)
        err =
            prim->ops->ec->arith(prim->crypto, D11_EC_ADD, curve->r, curve->len,
                                 from->own->scalar, from->peer->scalar, sum);
    if (err == D11_OK)
        err = prim->ops->hmac(prim->crypto, hash,
                              salted ? from->rejected.data : zero,
                              salted ? from->rejected.len : len, &k, 1, seed);
    if (err == D11_OK)
        err = d11_kdf(prim->ops, prim->crypto, hash, seed, len,
                      from->pk ? "SAE-PK keys" : "SAE KCK and PMK", &context, 1,
                      all, len + keys->pmk_len + (from->pk ? len : 0));
    if (err == D11_OK) {
        memcpy(keys->kck, all, len);
        memcpy(keys->pmk, all + len, keys->pmk_len);
        if (from->pk)
            memcpy(keys->kek, all + len + keys->pmk_len, len);
        memcpy(keys->pmkid, sum, D11_PMKID_LEN);
    }
    d11_wipe(point, sizeof point);
    d11_wipe(seed, sizeof seed);
    d11_wipe(all, sizeof all);
    return err;
}

enum dot11_err
d11_sae_confirm(const struct d11_sae_prim *prim, const struct d11_curve *curve,
                const struct d11_sae_keys *keys, uint16_t send_confirm,
                const struct d11_sae_commit *first,
                const struct d11_sae_commit *second, uint8_t *out)
{
    uint8_t counter[2];
    const struct dot11_octets parts[] = {
        {counter, 2},
        {first->scalar, curve->len},
        {first->element, 2u * curve->len},
        {second->scalar, curve->len},
        {second->element, 2u * curve->len},
    };

    d11_store_le16(counter, send_confirm);
    return prim->ops->hmac(prim->crypto, keys->hash, keys->kck, keys->kck_len,
                           parts, 5, out);
}
