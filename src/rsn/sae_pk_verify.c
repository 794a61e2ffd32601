/* What an access point shows, against the password. All of it is sent in the
 * open but for the modifier, so time may tell. */
#include "rsn/sae_pk.h"

#include <string.h>

#include <dot11/codes.h>

#include "base/octets.h"
#include "base/rd.h"
#include "base/wipe.h"

#define EXT_FILS_KEY_CONFIRM 3u
#define EXT_FILS_PUBLIC_KEY 12u
#define KEY_TYPE_ECDSA 2u
#define AES_BLOCK 16u

/* --- Elements ------------------------------------------------------------- */

static bool take(const uint8_t *data, size_t len, uint8_t *out, uint8_t *taken,
                 size_t max)
{
    if (len == 0 || len > max || *taken != 0)
        return false;
    memcpy(out, data, len);
    *taken = (uint8_t)len;
    return true;
}

static bool read_extension(struct d11_rd *body, struct d11_sae_pk_shown *shown)
{
    const uint8_t id = d11_rd_u8(body);

    switch (id) {
    case EXT_FILS_PUBLIC_KEY:
        return d11_rd_u8(body) == KEY_TYPE_ECDSA &&
               take(body->pos, d11_rd_left(body), shown->key, &shown->key_len,
                    sizeof shown->key);
    case EXT_FILS_KEY_CONFIRM:
        return take(body->pos, d11_rd_left(body), shown->signature,
                    &shown->signature_len, sizeof shown->signature);
    default: return true;
    }
}

/* OUI and type of the SAE-PK element. */
static bool read_vendor(struct d11_rd *body, struct d11_sae_pk_shown *shown,
                        uint8_t *modifier_len)
{
    if (d11_rd_left(body) < 4 || d11_rd_be32(body) != 0x506f9a1fu)
        return true;
    return d11_rd_left(body) == sizeof shown->modifier &&
           take(body->pos, sizeof shown->modifier, shown->modifier,
                modifier_len, sizeof shown->modifier);
}

bool d11_sae_pk_read(const struct dot11_octets *elements,
                     struct d11_sae_pk_shown *shown)
{
    struct d11_rd rd = d11_rd_over(elements->data, elements->len);
    uint8_t modifier_len = 0;
    bool good = true;

    memset(shown, 0, sizeof *shown);
    while (good && d11_rd_left(&rd) != 0) {
        const uint8_t id = d11_rd_u8(&rd);
        const uint8_t len = d11_rd_u8(&rd);
        const uint8_t *octets = d11_rd_take(&rd, len);
        struct d11_rd body = d11_rd_over(octets, rd.truncated ? 0 : len);

        good = !rd.truncated;
        if (good && id == D11_EID_EXTENSION)
            good = read_extension(&body, shown);
        else if (good && id == D11_EID_VENDOR)
            good = read_vendor(&body, shown, &modifier_len);
    }
    return good && modifier_len != 0 && shown->key_len != 0 &&
           shown->signature_len != 0;
}

/* --- The modifier --------------------------------------------------------- */

/* AES-SIV (RFC 5297) over one string of one block, without other data. */
static enum dot11_err open_modifier(const struct d11_sae_prim *prim,
                                    const struct d11_sae_pk_claim *claim,
                                    uint8_t modifier[AES_BLOCK])
{
    static const uint8_t zero[AES_BLOCK];
    const struct dot11_crypto_ops *ops = prim->ops;
    const size_t half = claim->kek_len / 2u;
    const uint8_t *siv = claim->shown.modifier;
    struct dot11_octets part = {zero, AES_BLOCK};
    uint8_t counter[AES_BLOCK], mixed[AES_BLOCK], expected[AES_BLOCK];
    enum dot11_err err;

    memcpy(counter, siv, AES_BLOCK);
    counter[8] &= 0x7f;
    counter[12] &= 0x7f;
    err = ops->aes_ctr(prim->crypto, claim->kek + half, half, counter,
                       siv + AES_BLOCK, AES_BLOCK, modifier);
    if (err == D11_OK)
        err = ops->cmac(prim->crypto, claim->kek, half, &part, 1, mixed);
    for (size_t i = 0; i < AES_BLOCK && err == D11_OK; i++)
        mixed[i] ^= modifier[i];
    part.data = mixed;
    if (err == D11_OK)
        err = ops->cmac(prim->crypto, claim->kek, half, &part, 1, expected);
    if (err == D11_OK && !d11_equal_const_time(expected, siv, AES_BLOCK))
        err = D11_ERR_VERIFY;
    d11_wipe(mixed, sizeof mixed);
    return err;
}

/* --- The key and the signature, in DER ------------------------------------ */

/* A value with its tag; lengths below 256. */
static bool read_der(struct d11_rd *rd, uint8_t tag, struct d11_rd *value)
{
    const bool fits = d11_rd_u8(rd) == tag;
    uint8_t len = d11_rd_u8(rd);
    bool shortest = len < 0x80;
    const uint8_t *octets;

    if (len == 0x81) {
        len = d11_rd_u8(rd);
        shortest = len >= 0x80;
    }
    octets = d11_rd_take(rd, len);
    *value = d11_rd_over(octets, rd->truncated ? 0 : len);
    return fits && shortest && !rd->truncated;
}

static bool is(const struct d11_rd *value, const uint8_t *octets, size_t len)
{
    return d11_rd_left(value) == len && memcmp(value->pos, octets, len) == 0;
}

static const struct d11_curve *read_curve(const struct d11_rd *oid)
{
    static const uint8_t p256[] = {0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7};
    static const uint8_t p384[] = {0x2b, 0x81, 4, 0, 34};
    static const uint8_t p521[] = {0x2b, 0x81, 4, 0, 35};

    if (is(oid, p256, sizeof p256))
        return d11_curve_of(D11_GROUP_P256);
    if (is(oid, p384, sizeof p384))
        return d11_curve_of(D11_GROUP_P384);
    return is(oid, p521, sizeof p521) ? d11_curve_of(D11_GROUP_P521) : NULL;
}

/* The point of a BIT STRING, compressed or not (SEC 1, 2.3.4). */
static enum dot11_err read_point(const struct d11_sae_prim *prim,
                                 const struct d11_curve *curve,
                                 struct d11_rd *bits, uint8_t *point)
{
    const uint8_t unused = d11_rd_u8(bits);
    const uint8_t form = d11_rd_u8(bits);
    const size_t len = d11_rd_left(bits);

    if (unused != 0)
        return D11_ERR_VERIFY;
    if (form == 4 && len == 2u * curve->len) {
        memcpy(point, bits->pos, len);
        return D11_OK;
    }
    if ((form != 2 && form != 3) || len != curve->len)
        return D11_ERR_VERIFY;
    return d11_sae_point_of_x(prim, curve, bits->pos, form & 1u, point);
}

/* SubjectPublicKeyInfo (RFC 5480). */
static enum dot11_err read_key(const struct d11_sae_prim *prim,
                               const struct d11_sae_pk_shown *shown,
                               const struct d11_curve **curve, uint8_t *point)
{
    static const uint8_t ec_key[] = {0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1};
    struct d11_rd rd = d11_rd_over(shown->key, shown->key_len);
    struct d11_rd all, algorithm, oid, name, bits;

    if (!read_der(&rd, 0x30, &all) || d11_rd_left(&rd) != 0 ||
        !read_der(&all, 0x30, &algorithm) || !read_der(&all, 3, &bits) ||
        d11_rd_left(&all) != 0 || !read_der(&algorithm, 6, &oid) ||
        !is(&oid, ec_key, sizeof ec_key) || !read_der(&algorithm, 6, &name) ||
        d11_rd_left(&algorithm) != 0)
        return D11_ERR_VERIFY;
    *curve = read_curve(&name);
    if (*curve == NULL ||
        !prim->ops->ec->has_group(prim->crypto, (*curve)->group))
        return D11_ERR_VERIFY;
    return read_point(prim, *curve, &bits, point);
}

/* An INTEGER above zero and below the order, as long as that. */
static bool read_number(struct d11_rd *rd, const struct d11_curve *curve,
                        uint8_t *number)
{
    struct d11_rd value;
    size_t len;

    memset(number, 0, curve->len);
    if (!read_der(rd, 2, &value) || d11_rd_left(&value) == 0 ||
        (*value.pos & 0x80) != 0)
        return false;
    if (*value.pos == 0)
        d11_rd_skip(&value, 1);
    len = d11_rd_left(&value);
    if (len == 0 || len > curve->len)
        return false;
    memcpy(number + curve->len - len, value.pos, len);
    return !d11_is_zero_const_time(number, curve->len) &&
           memcmp(number, curve->r, curve->len) < 0;
}

/* ECDSA (FIPS 186-5, 6.4.2): (e / s) G + (r / s) Q has r as its abscissa. */
static enum dot11_err check_signature(const struct d11_sae_prim *prim,
                                      const struct d11_curve *curve,
                                      const uint8_t *key,
                                      const struct d11_sae_pk_shown *shown,
                                      const uint8_t *hash, size_t hash_len)
{
    const struct dot11_ec_ops *ec = prim->ops->ec;
    const size_t len = curve->len;
    struct d11_rd rd = d11_rd_over(shown->signature, shown->signature_len);
    struct d11_rd pair;
    uint8_t r[D11_EC_NUMBER_MAX], s[D11_EC_NUMBER_MAX], e[D11_EC_NUMBER_MAX];
    uint8_t p[D11_EC_POINT_MAX], q[D11_EC_POINT_MAX];
    enum dot11_err err;

    if (!read_der(&rd, 0x30, &pair) || d11_rd_left(&rd) != 0 ||
        !read_number(&pair, curve, r) || !read_number(&pair, curve, s) ||
        d11_rd_left(&pair) != 0)
        return D11_ERR_VERIFY;
    /* One over s, to the power of the order less 2, which no borrow takes. */
    memcpy(e, curve->r, len);
    e[len - 1] = (uint8_t)(e[len - 1] - 2);
    err = ec->arith(prim->crypto, D11_EC_EXP, curve->r, len, s, e, s);
    if (err == D11_OK)
        err = ec->reduce(prim->crypto, curve->r, len, hash, hash_len, e);
    if (err == D11_OK)
        err = ec->arith(prim->crypto, D11_EC_MUL, curve->r, len, e, s, e);
    if (err == D11_OK)
        err = ec->arith(prim->crypto, D11_EC_MUL, curve->r, len, r, s, s);
    if (err == D11_OK)
        err = ec->mul(prim->crypto, curve->group, e, NULL, p);
    if (err == D11_OK)
        err = ec->mul(prim->crypto, curve->group, s, key, q);
    if (err == D11_OK)
        err = ec->add(prim->crypto, curve->group, p, q, p);
    if (err == D11_OK)
        err = ec->reduce(prim->crypto, curve->r, len, p, len, p);
    if (err == D11_OK && memcmp(p, r, len) != 0)
        err = D11_ERR_VERIFY;
    return err;
}

/* --- Together ------------------------------------------------------------- */

static bool same_print(const struct d11_sae_pk_print *print,
                       const uint8_t *hash, size_t hash_len)
{
    const size_t whole = print->bits / 8u;
    const unsigned rest = print->bits % 8u;

    if (print->bits > 8u * hash_len)
        return false;
    if (!d11_equal_const_time(hash, print->octets, whole))
        return false;
    return rest == 0 ||
           (hash[whole] ^ print->octets[whole]) >> (8u - rest) == 0;
}

enum dot11_err d11_sae_pk_verify(const struct d11_sae_prim *prim,
                                 const struct d11_sae_pk_claim *claim)
{
    static const uint8_t hash_lens[] = {20, 32, 48, 64};
    const struct d11_sae_pk_shown *shown = &claim->shown;
    const size_t len = d11_curve_of(claim->group)->len;
    const struct d11_curve *curve = NULL;
    uint8_t modifier[AES_BLOCK], key[D11_EC_POINT_MAX], hash[D11_HASH_MAX];
    const struct dot11_octets named[] = {
        {claim->ssid.octets, claim->ssid.len},
        {modifier, sizeof modifier},
        {shown->key, shown->key_len},
    };
    const struct dot11_octets said[] = {
        {claim->ap.element, 2u * len}, {claim->own.element, 2u * len},
        {claim->ap.scalar, len},       {claim->own.scalar, len},
        {modifier, sizeof modifier},   {shown->key, shown->key_len},
        {claim->bssid, D11_ADDR_LEN},  {claim->own_addr, D11_ADDR_LEN},
    };
    enum dot11_err err = open_modifier(prim, claim, modifier);

    if (err == D11_OK)
        err = read_key(prim, shown, &curve, key);
    if (err == D11_OK)
        err = prim->ops->hash(prim->crypto, curve->hash, named, 3, hash);
    if (err == D11_OK &&
        !same_print(&claim->print, hash, hash_lens[curve->hash]))
        err = D11_ERR_VERIFY;
    if (err == D11_OK)
        err = prim->ops->hash(prim->crypto, curve->hash, said, 8, hash);
    if (err == D11_OK)
        err = check_signature(prim, curve, key, shown, hash,
                              hash_lens[curve->hash]);
    d11_wipe(modifier, sizeof modifier);
    return err;
}
