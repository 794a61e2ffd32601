/*
 * Key derivation: PRF, KDF and the PTK.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.7.1.2, 12.7.1.6.2, 12.7.1.3.
 */
#include "crypto/prf.h"

#include <string.h>

#include "base/wipe.h"

#define SHA1_LEN 20u
#define ADDR_LEN 6u
#define NONCE_LEN 32u

size_t d11_hash_len(enum dot11_hash hash)
{
    static const uint8_t len[D11_HASH_COUNT] = {SHA1_LEN, 32, 48, 64};

    return len[hash];
}

/* The longest label of clause 12.7 is "Pairwise key expansion". */
#define LABEL_MAX 32u

/* Bounded, also because compilers make a call of strlen() out of a loop
 * without a bound, and the core calls no such function. */
static size_t text_len(const char *text)
{
    size_t len = 0;

    while (len < LABEL_MAX && text[len] != '\0')
        len++;
    return len;
}

/* A derivation: the same HMAC over and over, with a counter among its parts.
 * PRF has the counter last, KDF first. */
struct derivation {
    const struct dot11_crypto_ops *ops;
    void *crypto;
    enum dot11_hash hash;
    const uint8_t *key;
    size_t key_len;
    struct dot11_octets part[D11_PRF_PARTS_MAX + 3];
    size_t parts;
    uint8_t counter[2];
};

static enum dot11_err run(struct derivation *d, uint8_t *out, size_t out_len)
{
    const size_t step = d11_hash_len(d->hash);
    uint8_t block[D11_HASH_MAX];
    enum dot11_err err = D11_OK;
    size_t done;
    size_t now;

    for (done = 0; done < out_len && err == D11_OK; done += now) {
        now = out_len - done < step ? out_len - done : step;
        err = d->ops->hmac(d->crypto, d->hash, d->key, d->key_len, d->part,
                           d->parts, block);
        memcpy(out + done, block, now);
        d->counter[0]++;
    }
    d11_wipe(block, sizeof(block));
    if (err != D11_OK) {
        d11_wipe(out, out_len);
        return D11_ERR_CRYPTO;
    }
    return D11_OK;
}

enum dot11_err d11_prf(const struct dot11_crypto_ops *ops, void *crypto,
                       const uint8_t *key, size_t key_len, const char *label,
                       const struct dot11_octets *context, size_t parts,
                       uint8_t *out, size_t out_len)
{
    struct derivation d = {ops,         crypto, D11_HASH_SHA1, key, key_len,
                           {{NULL, 0}}, 0,      {0, 0}};

    if (parts > D11_PRF_PARTS_MAX || out_len > D11_PRF_OUT_MAX)
        return D11_ERR_ARG;
    /* Label, an octet of zero (the end of the label's text), context,
     * counter from 0. */
    d.part[0].data = (const uint8_t *)label;
    d.part[0].len = text_len(label) + 1;
    memcpy(&d.part[1], context, parts * sizeof(*context));
    d.part[parts + 1].data = d.counter;
    d.part[parts + 1].len = 1;
    d.parts = parts + 2;
    return run(&d, out, out_len);
}

enum dot11_err d11_kdf(const struct dot11_crypto_ops *ops, void *crypto,
                       enum dot11_hash hash, const uint8_t *key, size_t key_len,
                       const char *label, const struct dot11_octets *context,
                       size_t parts, uint8_t *out, size_t out_len)
{
    struct derivation d = {ops,     crypto,      hash, key,
                           key_len, {{NULL, 0}}, 0,    {1, 0}};
    uint8_t bits[2];

    if (parts > D11_PRF_PARTS_MAX || out_len > D11_PRF_OUT_MAX)
        return D11_ERR_ARG;
    /* Counter from 1, label, context, length in bits; both numbers have two
     * octets, low octet first. */
    bits[0] = (uint8_t)(out_len * 8u);
    bits[1] = (uint8_t)(out_len * 8u >> 8);
    d.part[0].data = d.counter;
    d.part[0].len = 2;
    d.part[1].data = (const uint8_t *)label;
    d.part[1].len = text_len(label);
    memcpy(&d.part[2], context, parts * sizeof(*context));
    d.part[parts + 2].data = bits;
    d.part[parts + 2].len = 2;
    d.parts = parts + 3;
    return run(&d, out, out_len);
}

/* Two parts of the same length, the smaller one first. */
static void in_order(struct dot11_octets out[2], const uint8_t *a,
                     const uint8_t *b, size_t len)
{
    const bool a_first = memcmp(a, b, len) < 0;

    out[0].data = a_first ? a : b;
    out[1].data = a_first ? b : a;
    out[0].len = len;
    out[1].len = len;
}

static enum dot11_err expand(uint8_t *out, size_t len,
                             const struct d11_akm *akm,
                             const struct d11_ptk_params *params,
                             const struct dot11_crypto_ops *ops, void *crypto)
{
    static const char label[] = "Pairwise key expansion";
    struct dot11_octets context[4];

    in_order(&context[0], params->aa, params->spa, ADDR_LEN);
    in_order(&context[2], params->anonce, params->snonce, NONCE_LEN);
    if (akm->hash == D11_HASH_SHA1)
        return d11_prf(ops, crypto, params->pmk, params->pmk_len, label,
                       context, 4, out, len);
    return d11_kdf(ops, crypto, akm->hash, params->pmk, params->pmk_len, label,
                   context, 4, out, len);
}

void d11_ptk_split(struct d11_ptk *ptk, const struct d11_akm *akm,
                   const struct d11_cipher *cipher, const uint8_t *octets)
{
    ptk->kck_len = akm->kck_len;
    ptk->kek_len = akm->kek_len;
    ptk->tk_len = cipher->key_len;
    memcpy(ptk->kck, octets, ptk->kck_len);
    memcpy(ptk->kek, octets + ptk->kck_len, ptk->kek_len);
    memcpy(ptk->tk, octets + ptk->kck_len + ptk->kek_len, ptk->tk_len);
}

enum dot11_err d11_ptk_derive(struct d11_ptk *ptk,
                              const struct d11_ptk_params *params,
                              const struct dot11_crypto_ops *ops, void *crypto)
{
    const struct d11_akm *akm = d11_akm_find(params->akm, params->pmk_len);
    const struct d11_cipher *cipher = d11_cipher_find(params->cipher);
    uint8_t octets[D11_KCK_MAX + D11_KEK_MAX + D11_KEY_LEN_MAX];
    enum dot11_err err;
    size_t len;

    memset(ptk, 0, sizeof(*ptk));
    if (akm == NULL || akm->ft || cipher == NULL || cipher->mgmt_group ||
        ops->hmac == NULL)
        return D11_ERR_UNSUPPORTED;
    if (d11_is_zero_const_time(params->pmk, params->pmk_len) ||
        d11_is_zero_const_time(params->anonce, NONCE_LEN) ||
        d11_is_zero_const_time(params->snonce, NONCE_LEN))
        return D11_ERR_ARG;

    len = (size_t)akm->kck_len + akm->kek_len + cipher->key_len;
    err = expand(octets, len, akm, params, ops, crypto);
    if (err == D11_OK)
        d11_ptk_split(ptk, akm, cipher, octets);
    d11_wipe(octets, sizeof(octets));
    return err;
}
