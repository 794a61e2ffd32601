/*
 * The key hierarchy of fast BSS transition.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.7.1.6.3 to 12.7.1.6.5.
 */
#include "crypto/ft.h"

#include <string.h>

#include "base/wipe.h"

#define ADDR_LEN 6u
#define NONCE_LEN 32u

/* A name is the beginning of a hash. */
static enum dot11_err make_name(uint8_t name[D11_PMKID_LEN],
                                const struct d11_akm *akm,
                                const struct dot11_octets *parts, size_t n,
                                const struct dot11_crypto_ops *ops,
                                void *crypto)
{
    uint8_t hash[D11_HASH_MAX];

    if (ops->hash(crypto, (enum dot11_hash)akm->hash, parts, n, hash) != D11_OK)
        return D11_ERR_CRYPTO;
    memcpy(name, hash, D11_PMKID_LEN);
    return D11_OK;
}

enum dot11_err d11_ft_r0(struct d11_ft_key *r0, const struct d11_akm *akm,
                         const uint8_t *xxkey, size_t xxkey_len,
                         const struct d11_ft_domain *domain,
                         const struct dot11_crypto_ops *ops, void *crypto)
{
    const uint8_t ssid_len = (uint8_t)domain->ssid.len;
    const uint8_t r0kh_len = (uint8_t)domain->r0kh.len;
    const struct dot11_octets context[] = {
        {&ssid_len, 1}, domain->ssid, {domain->mdid, D11_FT_MDID_LEN},
        {&r0kh_len, 1}, domain->r0kh, {domain->spa, ADDR_LEN},
    };
    /* The key and what its name is made with. */
    uint8_t data[D11_FT_KEY_MAX + D11_PMKID_LEN];
    const struct dot11_octets named[] = {
        {(const uint8_t *)"FT-R0N", 6},
        {data + akm->pmk_len, D11_PMKID_LEN},
    };
    enum dot11_err err;

    memset(r0, 0, sizeof(*r0));
    if (d11_is_zero_const_time(xxkey, xxkey_len))
        return D11_ERR_ARG;
    err = d11_kdf(ops, crypto, (enum dot11_hash)akm->hash, xxkey, xxkey_len,
                  "FT-R0", context, sizeof(context) / sizeof(context[0]), data,
                  (size_t)akm->pmk_len + D11_PMKID_LEN);
    if (err == D11_OK)
        err = make_name(r0->name, akm, named, 2, ops, crypto);
    if (err == D11_OK)
        memcpy(r0->octets, data, akm->pmk_len);
    d11_wipe(data, sizeof(data));
    return err;
}

enum dot11_err d11_ft_r1(struct d11_ft_key *r1, const struct d11_akm *akm,
                         const struct d11_ft_key *r0, const uint8_t *r1kh,
                         const uint8_t *spa, const struct dot11_crypto_ops *ops,
                         void *crypto)
{
    const struct dot11_octets context[] = {
        {r1kh, D11_FT_R1KH_LEN},
        {spa, ADDR_LEN},
    };
    const struct dot11_octets named[] = {
        {(const uint8_t *)"FT-R1N", 6},
        {r0->name, D11_PMKID_LEN},
        context[0],
        context[1],
    };
    enum dot11_err err;

    memset(r1, 0, sizeof(*r1));
    err = make_name(r1->name, akm, named, 4, ops, crypto);
    if (err == D11_OK)
        err = d11_kdf(ops, crypto, (enum dot11_hash)akm->hash, r0->octets,
                      akm->pmk_len, "FT-R1", context, 2, r1->octets,
                      akm->pmk_len);
    return err;
}

enum dot11_err d11_ft_ptk(struct d11_ptk *ptk,
                          const struct d11_ptk_params *params,
                          const struct dot11_crypto_ops *ops, void *crypto)
{
    const struct d11_akm *akm = d11_akm_find(params->akm, params->pmk_len);
    const struct d11_cipher *cipher = d11_cipher_find(params->cipher);
    const struct dot11_octets context[] = {
        {params->snonce, NONCE_LEN},
        {params->anonce, NONCE_LEN},
        {params->aa, ADDR_LEN},
        {params->spa, ADDR_LEN},
    };
    uint8_t octets[D11_KCK_MAX + D11_KEK_MAX + D11_KEY_LEN_MAX];
    enum dot11_err err;
    size_t len;

    memset(ptk, 0, sizeof(*ptk));
    if (akm == NULL || !akm->ft || cipher == NULL || cipher->mgmt_group)
        return D11_ERR_UNSUPPORTED;
    if (d11_is_zero_const_time(params->pmk, params->pmk_len) ||
        d11_is_zero_const_time(params->anonce, NONCE_LEN) ||
        d11_is_zero_const_time(params->snonce, NONCE_LEN))
        return D11_ERR_ARG;
    len = (size_t)akm->kck_len + akm->kek_len + cipher->key_len;
    err = d11_kdf(ops, crypto, (enum dot11_hash)akm->hash, params->pmk,
                  params->pmk_len, "FT-PTK", context, 4, octets, len);
    if (err == D11_OK)
        d11_ptk_split(ptk, akm, cipher, octets);
    d11_wipe(octets, sizeof(octets));
    return err;
}
