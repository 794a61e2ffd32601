#include "rsn/owe_exchange.h"

#include <string.h>

#include "base/octets.h"
#include "base/wipe.h"
#include "crypto/field.h"
#include "crypto/prf.h"

enum dot11_err d11_owe_make_pair(const struct d11_owe_prim *prim,
                                 const struct d11_curve *curve,
                                 const uint8_t random[D11_OWE_RANDOM_LEN],
                                 uint8_t *secret, uint8_t *own)
{
    const struct dot11_ec_ops *ec = prim->ops->ec;
    uint8_t point[D11_EC_POINT_MAX];
    enum dot11_err err;

    /* Sixteen octets more than needed: the rest is as good as even. */
    err = ec->reduce(prim->crypto, curve->r, curve->len, random,
                     curve->len + 16u, secret);
    if (err == D11_OK && d11_is_zero_const_time(secret, curve->len))
        err = D11_ERR_RANDOM;
    if (err == D11_OK)
        err = ec->mul(prim->crypto, curve->group, secret, NULL, point);
    if (err == D11_OK)
        memcpy(own, point, curve->len);
    return err;
}

/* A point with this x; of the two either will do, because nothing but the x
 * of its multiple is used. What comes from the air is looked at openly. */
static enum dot11_err point_of(const struct d11_owe_prim *prim,
                               const struct d11_curve *curve, const uint8_t *x,
                               uint8_t *point)
{
    struct d11_field field = {prim->ops, prim->crypto, curve, D11_OK};
    uint8_t square[D11_EC_NUMBER_MAX];
    uint8_t found;

    if (memcmp(x, curve->p, curve->len) >= 0)
        return D11_ERR_VERIFY;
    memcpy(point, x, curve->len);
    d11_field_right_side(&field, x, square);
    found = d11_field_root(&field, square, point + curve->len);
    if (field.err != D11_OK)
        return field.err;
    return found != 0 ? D11_OK : D11_ERR_VERIFY;
}

/* HKDF (RFC 5869) with one block of output, which is all there is. */
static enum dot11_err hkdf(const struct d11_owe_prim *prim,
                           const struct d11_curve *curve,
                           const struct d11_owe_secret *from,
                           const struct dot11_octets *shared, uint8_t *out)
{
    static const uint8_t label[] = "OWE Key Generation";
    static const uint8_t number = 1;
    const struct dot11_octets info[] = {{label, sizeof label - 1},
                                        {&number, 1}};
    uint8_t salt[2u * D11_EC_NUMBER_MAX + 2u];
    uint8_t prk[D11_HASH_MAX];
    enum dot11_err err;

    memcpy(salt, from->station, curve->len);
    memcpy(salt + curve->len, from->ap, curve->len);
    d11_store_le16(salt + 2u * curve->len, curve->group);
    err = prim->ops->hmac(prim->crypto, curve->hash, salt, 2u * curve->len + 2u,
                          shared, 1, prk);
    if (err == D11_OK)
        err = prim->ops->hmac(prim->crypto, curve->hash, prk,
                              d11_hash_len(curve->hash), info, 2, out);
    d11_wipe(prk, sizeof prk);
    return err;
}

enum dot11_err d11_owe_derive(const struct d11_owe_prim *prim,
                              const struct d11_curve *curve,
                              const struct d11_owe_secret *from,
                              struct d11_owe_keys *keys)
{
    const struct dot11_octets both[] = {{from->station, curve->len},
                                        {from->ap, curve->len}};
    uint8_t point[D11_EC_POINT_MAX];
    const struct dot11_octets x = {point, curve->len};
    uint8_t hash[D11_HASH_MAX];
    enum dot11_err err = D11_OK;

    memset(keys, 0, sizeof *keys);
    /* Our own one, coming back. */
    if (memcmp(from->station, from->ap, curve->len) == 0)
        err = D11_ERR_VERIFY;
    if (err == D11_OK)
        err = point_of(prim, curve, from->is_ap ? from->station : from->ap,
                       point);
    if (err == D11_OK)
        err = prim->ops->ec->mul(prim->crypto, curve->group, from->secret,
                                 point, point);
    if (err == D11_OK)
        err = hkdf(prim, curve, from, &x, keys->pmk);
    if (err == D11_OK)
        err = prim->ops->hash(prim->crypto, curve->hash, both, 2, hash);
    if (err == D11_OK)
        memcpy(keys->pmkid, hash, D11_PMKID_LEN);
    else
        d11_wipe(keys, sizeof *keys);
    d11_wipe(point, sizeof point);
    return err;
}
