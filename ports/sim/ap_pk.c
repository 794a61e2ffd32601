#include "ap_pk.h"

#include <string.h>

#include "base/wr.h"

static const uint8_t hash_lens[] = {20, 32, 48, 64};

/* AES-SIV (RFC 5297) of the modifier. */
static bool seal_modifier(const struct d11_sae_prim *prim, const uint8_t *m,
                          struct d11_sae_pk_claim *claim)
{
    static const uint8_t zero[16];
    const size_t half = claim->kek_len / 2u;
    uint8_t *siv = claim->shown.modifier;
    uint8_t mixed[16], counter[16];
    struct dot11_octets part = {zero, 16};

    if (prim->ops->cmac(prim->crypto, claim->kek, half, &part, 1, mixed) !=
        D11_OK)
        return false;
    for (size_t i = 0; i < 16; i++)
        mixed[i] ^= m[i];
    part.data = mixed;
    if (prim->ops->cmac(prim->crypto, claim->kek, half, &part, 1, siv) !=
        D11_OK)
        return false;
    memcpy(counter, siv, 16);
    counter[8] &= 0x7f;
    counter[12] &= 0x7f;
    return prim->ops->aes_ctr(prim->crypto, claim->kek + half, half, counter, m,
                              16, siv + 16) == D11_OK;
}

/* SubjectPublicKeyInfo (RFC 5480) with a compressed point. */
static bool write_key(const struct d11_sae_prim *prim,
                      const struct d11_curve *curve, const uint8_t *secret,
                      struct d11_sae_pk_shown *shown)
{
    static const uint8_t ec_key[] = {6, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1};
    static const uint8_t oids[3][10] = {
        {6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7},
        {6, 5, 0x2b, 0x81, 4, 0, 34},
        {6, 5, 0x2b, 0x81, 4, 0, 35},
    };
    const uint8_t *oid = oids[curve->group - D11_GROUP_P256];
    const uint8_t oid_len = (uint8_t)(oid[1] + 2u);
    const uint8_t algorithm = (uint8_t)(sizeof ec_key + oid_len);
    struct d11_wr wr = d11_wr_over(shown->key, sizeof shown->key);
    uint8_t point[D11_EC_POINT_MAX];

    if (prim->ops->ec->mul(prim->crypto, curve->group, secret, NULL, point) !=
        D11_OK)
        return false;
    d11_wr_u8(&wr, 0x30);
    d11_wr_u8(&wr, (uint8_t)(2u + algorithm + 4u + curve->len));
    d11_wr_u8(&wr, 0x30);
    d11_wr_u8(&wr, algorithm);
    d11_wr_octets(&wr, ec_key, sizeof ec_key);
    d11_wr_octets(&wr, oid, oid_len);
    d11_wr_u8(&wr, 3);
    d11_wr_u8(&wr, (uint8_t)(2u + curve->len));
    d11_wr_u8(&wr, 0);
    d11_wr_u8(&wr, (uint8_t)(2u + (point[2u * curve->len - 1] & 1u)));
    d11_wr_octets(&wr, point, curve->len);
    shown->key_len = (uint8_t)d11_wr_len(&wr);
    return !wr.overflow;
}

static void write_number(struct d11_wr *wr, const uint8_t *number, size_t len)
{
    while (len > 1 && *number == 0) {
        number++;
        len--;
    }
    d11_wr_u8(wr, 2);
    d11_wr_u8(wr, (uint8_t)(len + (*number >> 7)));
    if ((*number & 0x80) != 0)
        d11_wr_u8(wr, 0);
    d11_wr_octets(wr, number, len);
}

/* ECDSA (FIPS 186-5, 6.4.1); its one-time number comes from the hash and the
 * secret, which is good enough for a simulation. */
static bool sign(const struct d11_sae_prim *prim, const struct d11_curve *curve,
                 const uint8_t *secret, const uint8_t *hash,
                 struct d11_sae_pk_shown *shown)
{
    const struct dot11_ec_ops *ec = prim->ops->ec;
    const size_t len = curve->len;
    const size_t hash_len = hash_lens[curve->hash];
    const struct dot11_octets part = {secret, len};
    uint8_t k[D11_EC_NUMBER_MAX], s[D11_EC_NUMBER_MAX], e[D11_EC_NUMBER_MAX];
    uint8_t r[D11_EC_POINT_MAX], once[D11_HASH_MAX];
    struct d11_wr numbers, wr;
    uint8_t octets[D11_SAE_PK_SIGNATURE_MAX];

    if (prim->ops->hmac(prim->crypto, curve->hash, hash, hash_len, &part, 1,
                        once) != D11_OK ||
        ec->reduce(prim->crypto, curve->r, len, once, hash_len, k) != D11_OK ||
        ec->mul(prim->crypto, curve->group, k, NULL, r) != D11_OK ||
        ec->reduce(prim->crypto, curve->r, len, r, len, r) != D11_OK ||
        ec->reduce(prim->crypto, curve->r, len, hash, hash_len, e) != D11_OK ||
        ec->arith(prim->crypto, D11_EC_MUL, curve->r, len, r, secret, s) !=
            D11_OK ||
        ec->arith(prim->crypto, D11_EC_ADD, curve->r, len, s, e, s) != D11_OK)
        return false;
    memcpy(e, curve->r, len);
    e[len - 1] = (uint8_t)(e[len - 1] - 2);
    if (ec->arith(prim->crypto, D11_EC_EXP, curve->r, len, k, e, k) != D11_OK ||
        ec->arith(prim->crypto, D11_EC_MUL, curve->r, len, s, k, s) != D11_OK)
        return false;
    numbers = d11_wr_over(octets, sizeof octets);
    write_number(&numbers, r, len);
    write_number(&numbers, s, len);
    wr = d11_wr_over(shown->signature, sizeof shown->signature);
    d11_wr_u8(&wr, 0x30);
    if (d11_wr_len(&numbers) >= 0x80)
        d11_wr_u8(&wr, 0x81);
    d11_wr_u8(&wr, (uint8_t)d11_wr_len(&numbers));
    d11_wr_octets(&wr, octets, d11_wr_len(&numbers));
    shown->signature_len = (uint8_t)d11_wr_len(&wr);
    return !numbers.overflow && !wr.overflow;
}

bool ap_pk_show(const struct d11_sae_prim *prim,
                const struct dot11_sim_sae_pk *pk,
                struct d11_sae_pk_claim *claim)
{
    const struct d11_curve *curve = d11_curve_of(pk->group);
    const size_t len = d11_curve_of(claim->group)->len;
    struct d11_sae_pk_shown *shown = &claim->shown;
    uint8_t hash[D11_HASH_MAX];

    memset(shown, 0, sizeof *shown);
    if (!write_key(prim, curve, pk->secret, shown) ||
        !seal_modifier(prim, pk->modifier, claim))
        return false;
    {
        const struct dot11_octets said[] = {
            {claim->ap.element, 2u * len},
            {claim->own.element, 2u * len},
            {claim->ap.scalar, len},
            {claim->own.scalar, len},
            {pk->modifier, 16},
            {shown->key, shown->key_len},
            {claim->bssid, D11_ADDR_LEN},
            {claim->own_addr, D11_ADDR_LEN},
        };

        return prim->ops->hash(prim->crypto, curve->hash, said, 8, hash) ==
                   D11_OK &&
               sign(prim, curve, pk->secret, hash, shown);
    }
}

size_t ap_pk_write(const struct d11_sae_pk_shown *shown, uint8_t *out)
{
    struct d11_wr wr = d11_wr_over(out, AP_PK_ELEMENTS_MAX);

    d11_wr_u8(&wr, 255);
    d11_wr_u8(&wr, (uint8_t)(2u + shown->key_len));
    d11_wr_u8(&wr, 12);
    d11_wr_u8(&wr, 2);
    d11_wr_octets(&wr, shown->key, shown->key_len);
    d11_wr_u8(&wr, 255);
    d11_wr_u8(&wr, (uint8_t)(1u + shown->signature_len));
    d11_wr_u8(&wr, 3);
    d11_wr_octets(&wr, shown->signature, shown->signature_len);
    d11_wr_u8(&wr, 221);
    d11_wr_u8(&wr, 4u + sizeof shown->modifier);
    d11_wr_be32(&wr, 0x506f9a1fu);
    d11_wr_octets(&wr, shown->modifier, sizeof shown->modifier);
    return d11_wr_len(&wr);
}
