/* From a password to a point. Nothing here takes another time for another
 * password: choices are masks, and loops run to their end (SEC-SAE-07). */
#include "rsn/sae_element.h"

#include <string.h>

#include "base/octets.h"
#include "base/wipe.h"
#include "crypto/field.h"

/* Tries of hunting and pecking (12.4.4.2.2: at least 40). */
#define HUNTS 40u
/* Longest output of HKDF here: a prime and a half. */
#define WIDE_MAX (D11_EC_NUMBER_MAX + D11_EC_NUMBER_MAX / 2)

static size_t hash_len(enum dot11_hash hash)
{
    static const uint8_t lens[] = {20, 32, 48, 64};

    return lens[hash];
}

static enum dot11_err hmac(const struct d11_sae_prim *prim,
                           enum dot11_hash hash, const uint8_t *key,
                           size_t key_len, const struct dot11_octets *parts,
                           size_t n, uint8_t *out)
{
    return prim->ops->hmac(prim->crypto, hash, key, key_len, parts, n, out);
}

/* --- Hash-to-element ------------------------------------------------------ */

/* One over `value`: to the power of p - 2; 0 gives 0. */
static void inverse(struct d11_field *field, const uint8_t *value, uint8_t *out)
{
    uint8_t exponent[D11_EC_NUMBER_MAX];

    memcpy(exponent, field->curve->p, field->curve->len);
    /* All three primes end in 0xff. */
    exponent[field->curve->len - 1] -= 2;
    d11_field_arith(field, D11_EC_EXP, value, exponent, out);
}

/* `a` where the mask is 0xff, `b` where it is 0. No number is longer than the
 * bound, which compilers cannot know. */
static void choose(uint8_t mask, const uint8_t *a, const uint8_t *b,
                   uint8_t *out, size_t len)
{
    for (size_t i = 0; i < len && i < D11_EC_NUMBER_MAX; i++)
        out[i] = (uint8_t)((a[i] & mask) | (b[i] & ~mask));
}

/* The root whose last bit is that of `like`. */
static void with_parity(struct d11_field *field, uint8_t like, uint8_t *y)
{
    uint8_t zero[D11_EC_NUMBER_MAX];
    uint8_t other[D11_EC_NUMBER_MAX];
    uint8_t differs = (uint8_t)(0u - ((y[field->curve->len - 1] ^ like) & 1u));

    d11_field_small(field, 0, zero);
    d11_field_arith(field, D11_EC_SUB, zero, y, other);
    choose(differs, other, y, y, field->curve->len);
}

/* The simplified SWU map (12.4.4.2.3). */
static void map_to_curve(struct d11_field *field, const uint8_t *u,
                         uint8_t *point)
{
    const size_t len = field->curve->len;
    uint8_t zero[D11_EC_NUMBER_MAX], one[D11_EC_NUMBER_MAX];
    uint8_t z[D11_EC_NUMBER_MAX], zu2[D11_EC_NUMBER_MAX];
    uint8_t m[D11_EC_NUMBER_MAX], t[D11_EC_NUMBER_MAX];
    uint8_t three[D11_EC_NUMBER_MAX], b_by_3[D11_EC_NUMBER_MAX];
    uint8_t x1[D11_EC_NUMBER_MAX], x2[D11_EC_NUMBER_MAX];
    uint8_t y1[D11_EC_NUMBER_MAX], y2[D11_EC_NUMBER_MAX];
    uint8_t is_zero, is_square;

    d11_field_small(field, 0, zero);
    d11_field_small(field, 1, one);
    d11_field_small(field, 3, three);
    d11_field_small(field, field->curve->minus_z, z);
    d11_field_arith(field, D11_EC_SUB, zero, z, z);

    d11_field_arith(field, D11_EC_MUL, u, u, zu2);
    d11_field_arith(field, D11_EC_MUL, zu2, z, zu2);
    d11_field_arith(field, D11_EC_MUL, zu2, zu2, m);
    d11_field_arith(field, D11_EC_ADD, m, zu2, m);
    is_zero = (uint8_t)(0u - d11_is_zero_const_time(m, len));
    inverse(field, m, t);

    /* a is -3: -b / a = b / 3. */
    inverse(field, three, b_by_3);
    d11_field_arith(field, D11_EC_MUL, b_by_3, field->curve->b, b_by_3);
    d11_field_arith(field, D11_EC_ADD, t, one, t);
    d11_field_arith(field, D11_EC_MUL, t, b_by_3, x1);
    /* b / (z a) = -(b / 3) / z */
    inverse(field, z, t);
    d11_field_arith(field, D11_EC_MUL, t, b_by_3, t);
    d11_field_arith(field, D11_EC_SUB, zero, t, t);
    choose(is_zero, t, x1, x1, len);

    d11_field_arith(field, D11_EC_MUL, zu2, x1, x2);
    d11_field_right_side(field, x1, t);
    is_square = d11_field_root(field, t, y1);
    d11_field_right_side(field, x2, t);
    d11_field_root(field, t, y2);
    choose(is_square, x1, x2, point, len);
    choose(is_square, y1, y2, point + len, len);
    with_parity(field, u[len - 1], point + len);
    d11_wipe(x1, sizeof x1);
    d11_wipe(x2, sizeof x2);
    d11_wipe(y1, sizeof y1);
    d11_wipe(y2, sizeof y2);
    d11_wipe(m, sizeof m);
    d11_wipe(t, sizeof t);
    d11_wipe(zu2, sizeof zu2);
}

/* HKDF-Expand (RFC 5869, 2.3). */
static enum dot11_err expand(const struct d11_sae_prim *prim,
                             enum dot11_hash hash, const uint8_t *prk,
                             const char *info, uint8_t *out, size_t len)
{
    const size_t each = hash_len(hash);
    uint8_t block[D11_HASH_MAX];
    uint8_t number = 1;
    enum dot11_err err = D11_OK;

    for (size_t at = 0; at < len && err == D11_OK; at += each, number++) {
        const struct dot11_octets parts[] = {
            {block, number == 1 ? 0 : each},
            {(const uint8_t *)info, 25},
            {&number, 1},
        };
        size_t left = len - at;

        err = hmac(prim, hash, prk, each, parts, 3, block);
        memcpy(out + at, block, left < each ? left : each);
    }
    d11_wipe(block, sizeof block);
    return err;
}

static enum dot11_err hash_to_point(const struct d11_sae_prim *prim,
                                    const struct d11_curve *curve,
                                    const uint8_t *seed, const char *info,
                                    uint8_t *point)
{
    const size_t wide = curve->len + curve->len / 2u;
    struct d11_field field = {prim->ops, prim->crypto, curve, D11_OK};
    uint8_t value[WIDE_MAX];
    uint8_t u[D11_EC_NUMBER_MAX];

    field.err = expand(prim, curve->hash, seed, info, value, wide);
    if (field.err == D11_OK)
        field.err = prim->ops->ec->reduce(prim->crypto, curve->p, curve->len,
                                          value, wide, u);
    if (field.err == D11_OK)
        map_to_curve(&field, u, point);
    d11_wipe(value, sizeof value);
    d11_wipe(u, sizeof u);
    return field.err;
}

enum dot11_err d11_sae_pt(const struct d11_sae_prim *prim,
                          const struct d11_curve *curve,
                          const struct d11_sae_password *from, uint8_t *pt)
{
    const struct dot11_octets parts[] = {from->password, from->id};
    uint8_t seed[D11_HASH_MAX];
    uint8_t second[D11_EC_POINT_MAX];
    enum dot11_err err;

    err = hmac(prim, curve->hash, from->ssid.data, from->ssid.len, parts, 2,
               seed);
    if (err == D11_OK)
        err = hash_to_point(prim, curve, seed, "SAE Hash to Element u1 P1", pt);
    if (err == D11_OK)
        err = hash_to_point(prim, curve, seed, "SAE Hash to Element u2 P2",
                            second);
    if (err == D11_OK)
        err = prim->ops->ec->add(prim->crypto, curve->group, pt, second, pt);
    d11_wipe(seed, sizeof seed);
    d11_wipe(second, sizeof second);
    return err;
}

/* The larger address first. */
static void in_order(const uint8_t *addr1, const uint8_t *addr2,
                     uint8_t out[2 * D11_ADDR_LEN])
{
    bool first = memcmp(addr1, addr2, D11_ADDR_LEN) > 0;

    d11_addr_copy(out, first ? addr1 : addr2);
    d11_addr_copy(out + D11_ADDR_LEN, first ? addr2 : addr1);
}

/* val = H(0, addresses) mod (r - 1) + 1; PWE = val * PT */
enum dot11_err d11_sae_pwe_of_pt(const struct d11_sae_prim *prim,
                                 const struct d11_curve *curve,
                                 const uint8_t *pt, const uint8_t *addr1,
                                 const uint8_t *addr2, uint8_t *pwe)
{
    const struct dot11_ec_ops *ec = prim->ops->ec;
    const uint8_t zero[D11_HASH_MAX] = {0};
    uint8_t both[2 * D11_ADDR_LEN];
    const struct dot11_octets part = {both, sizeof both};
    uint8_t hash[D11_HASH_MAX];
    uint8_t less[D11_EC_NUMBER_MAX];
    uint8_t val[D11_EC_NUMBER_MAX];
    uint8_t one[D11_EC_NUMBER_MAX] = {0};
    enum dot11_err err;

    in_order(addr1, addr2, both);
    /* All three orders are odd: no borrow. */
    memcpy(less, curve->r, curve->len);
    less[curve->len - 1] -= 1;
    one[curve->len - 1] = 1;
    err = hmac(prim, curve->hash, zero, hash_len(curve->hash), &part, 1, hash);
    if (err == D11_OK)
        err = ec->reduce(prim->crypto, less, curve->len, hash,
                         hash_len(curve->hash), val);
    if (err == D11_OK)
        err = ec->arith(prim->crypto, D11_EC_ADD, curve->r, curve->len, val,
                        one, val);
    if (err == D11_OK)
        err = ec->mul(prim->crypto, curve->group, val, pt, pwe);
    return err;
}

/* --- Hunting and pecking -------------------------------------------------- */

/* KDF-SHA256 to as many bits as the prime has (12.7.1.7.2), as a number. */
static enum dot11_err seed_to_value(const struct d11_sae_prim *prim,
                                    const struct d11_curve *curve,
                                    const uint8_t seed[32], uint8_t *value)
{
    uint8_t length[2], number[2];
    uint8_t block[32];
    enum dot11_err err = D11_OK;
    unsigned spare = 8u * curve->len - curve->bits;

    d11_store_le16(length, curve->bits);
    for (unsigned at = 0, i = 1; at < curve->len && err == D11_OK;
         at += 32, i++) {
        const struct dot11_octets parts[] = {
            {number, 2},
            {(const uint8_t *)"SAE Hunting and Pecking", 23},
            {curve->p, curve->len},
            {length, 2},
        };
        unsigned left = curve->len - at;

        d11_store_le16(number, (uint16_t)i);
        err = hmac(prim, D11_HASH_SHA256, seed, 32, parts, 4, block);
        memcpy(value + at, block, left < 32 ? left : 32);
    }
    /* Bits are taken from the front. */
    for (unsigned i = curve->len; spare != 0 && i-- > 0;)
        value[i] = (uint8_t)((i != 0 ? value[i - 1] << (8 - spare) : 0) |
                             value[i] >> spare);
    d11_wipe(block, sizeof block);
    return err;
}

/* 0xff when a < b, else 0. */
static uint8_t is_below(const uint8_t *a, const uint8_t *b, size_t len)
{
    unsigned borrow = 0;

    for (size_t i = len; i-- > 0;)
        borrow = ((unsigned)a[i] - b[i] - borrow) >> 8 & 1u;
    return (uint8_t)(0u - borrow);
}

struct hunt {
    uint8_t found; /* 0xff once there is one */
    uint8_t seed_end;
    uint8_t x[D11_EC_NUMBER_MAX];
    uint8_t y[D11_EC_NUMBER_MAX];
};

static enum dot11_err hunt(const struct d11_sae_prim *prim,
                           const struct d11_curve *curve,
                           const struct dot11_octets *password,
                           const uint8_t *addrs, uint8_t counter,
                           struct hunt *best)
{
    const struct dot11_octets parts[] = {*password, {&counter, 1}};
    struct d11_field field = {prim->ops, prim->crypto, curve, D11_OK};
    uint8_t seed[32];
    uint8_t x[D11_EC_NUMBER_MAX], y[D11_EC_NUMBER_MAX];
    uint8_t square[D11_EC_NUMBER_MAX];
    uint8_t good;
    enum dot11_err err;

    err = hmac(prim, D11_HASH_SHA256, addrs, 2 * D11_ADDR_LEN, parts, 2, seed);
    if (err == D11_OK)
        err = seed_to_value(prim, curve, seed, x);
    if (err != D11_OK)
        return err;
    good = is_below(x, curve->p, curve->len);
    /* What is no number of the field is not worked with. */
    choose(good, x, curve->b, x, curve->len);
    d11_field_right_side(&field, x, square);
    good &= d11_field_root(&field, square, y);
    good &= (uint8_t)~best->found;
    choose(good, x, best->x, best->x, curve->len);
    choose(good, y, best->y, best->y, curve->len);
    choose(good, &seed[31], &best->seed_end, &best->seed_end, 1);
    best->found |= good;
    d11_wipe(seed, sizeof seed);
    d11_wipe(x, sizeof x);
    d11_wipe(y, sizeof y);
    return field.err;
}

enum dot11_err d11_sae_pwe_by_hunting(const struct d11_sae_prim *prim,
                                      const struct d11_curve *curve,
                                      const struct d11_sae_password *from,
                                      const uint8_t *addr1,
                                      const uint8_t *addr2, uint8_t *pwe)
{
    struct d11_field field = {prim->ops, prim->crypto, curve, D11_OK};
    struct hunt best;
    uint8_t both[2 * D11_ADDR_LEN];
    enum dot11_err err = D11_OK;

    memset(&best, 0, sizeof best);
    in_order(addr1, addr2, both);
    for (uint8_t counter = 1; counter <= HUNTS && err == D11_OK; counter++)
        err = hunt(prim, curve, &from->password, both, counter, &best);
    if (err == D11_OK && best.found == 0)
        err = D11_ERR_VERIFY;
    if (err == D11_OK) {
        with_parity(&field, best.seed_end, best.y);
        err = field.err;
        memcpy(pwe, best.x, curve->len);
        memcpy(pwe + curve->len, best.y, curve->len);
    }
    d11_wipe(&best, sizeof best);
    return err;
}

/* --- Compressed points ---------------------------------------------------- */

enum dot11_err d11_sae_point_of_x(const struct d11_sae_prim *prim,
                                  const struct d11_curve *curve,
                                  const uint8_t *x, uint8_t odd, uint8_t *point)
{
    struct d11_field field = {prim->ops, prim->crypto, curve, D11_OK};
    uint8_t square[D11_EC_NUMBER_MAX];
    uint8_t good;

    if (is_below(x, curve->p, curve->len) == 0)
        return D11_ERR_VERIFY;
    memcpy(point, x, curve->len);
    d11_field_right_side(&field, x, square);
    good = d11_field_root(&field, square, point + curve->len);
    with_parity(&field, odd, point + curve->len);
    if (field.err != D11_OK)
        return field.err;
    return good != 0 ? D11_OK : D11_ERR_VERIFY;
}
