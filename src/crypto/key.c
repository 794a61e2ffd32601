/*
 * One key: installed once, counted for ever.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.5.3.3.2 (packet numbers), 12.7.6.4 and 12.7.7 (what
 * a repeated message must not do).
 */
#include "crypto/key.h"

#include <string.h>

#include "base/wipe.h"

void d11_key_init(struct d11_key *key, void *state, size_t state_size)
{
    memset(key, 0, sizeof(*key));
    key->state = state;
    key->state_size = state_size;
}

/* The key ids that each kind of key may have (12.7.2, 9.4.2.55). */
static bool id_fits(uint16_t flags, uint8_t key_id)
{
    switch (flags & D11_KEY_KIND_MASK) {
    case D11_KEY_PAIRWISE:
    case D11_KEY_GROUP: return key_id <= 3;
    case D11_KEY_IGTK: return key_id == 4 || key_id == 5;
    case D11_KEY_BIGTK: return key_id == 6 || key_id == 7;
    default: return false;
    }
}

static enum dot11_err check(const struct d11_cipher *cipher,
                            const struct d11_key *key,
                            const struct d11_key_params *params,
                            const struct dot11_crypto_ops *ops, void *crypto)
{
    const bool mgmt_group = (params->flags & (D11_KEY_IGTK | D11_KEY_BIGTK));

    if (cipher == NULL || ops->hash == NULL)
        return D11_ERR_UNSUPPORTED;
    if (!id_fits(params->flags, params->key_id) ||
        cipher->mgmt_group != mgmt_group || params->len != cipher->key_len ||
        params->rx_pn > D11_PN_MAX ||
        d11_is_zero_const_time(params->octets, params->len))
        return D11_ERR_ARG;
    if (params->software &&
        (!d11_cipher_works(cipher, ops, crypto) || key->state == NULL ||
         d11_cipher_key_size(cipher, ops, crypto) > key->state_size))
        return D11_ERR_UNSUPPORTED;
    return D11_OK;
}

/* What a slot remembers of a key: no octet of the key can be told from it. */
static enum dot11_err fingerprint(uint8_t print[D11_KEY_PRINT_LEN],
                                  const struct d11_key_params *params,
                                  const struct dot11_crypto_ops *ops,
                                  void *crypto)
{
    const struct dot11_octets parts[] = {
        {&params->key_id, 1},
        {params->octets, params->len},
    };
    uint8_t hash[D11_HASH_MAX];
    enum dot11_err err;

    err = ops->hash(crypto, D11_HASH_SHA256, parts, 2, hash);
    memcpy(print, hash, D11_KEY_PRINT_LEN);
    d11_wipe(hash, sizeof(hash));
    return err;
}

static bool was_here(const struct d11_key *key,
                     const uint8_t print[D11_KEY_PRINT_LEN])
{
    unsigned i;

    for (i = 0; i < D11_KEY_PAST; i++) {
        if (d11_equal_const_time(key->past[i], print, D11_KEY_PRINT_LEN))
            return true;
    }
    return false;
}

bool d11_key_knows(const struct d11_key *key,
                   const struct d11_key_params *params,
                   const struct dot11_crypto_ops *ops, void *crypto)
{
    uint8_t print[D11_KEY_PRINT_LEN];

    return fingerprint(print, params, ops, crypto) == D11_OK &&
           was_here(key, print);
}

static void remember(struct d11_key *key,
                     const uint8_t print[D11_KEY_PRINT_LEN])
{
    memcpy(key->past[key->past_next], print, D11_KEY_PRINT_LEN);
    key->past_next = (uint8_t)((key->past_next + 1u) % D11_KEY_PAST);
}

static enum dot11_err make_state(const struct d11_key *key,
                                 const struct d11_cipher *cipher,
                                 const struct d11_key_params *params,
                                 const struct dot11_crypto_ops *ops,
                                 void *crypto)
{
    if (cipher->soft != NULL)
        return cipher->soft->key_init(key->state, params->octets, params->len,
                                      ops, crypto);
    return ops->key_init(crypto, key->state, cipher->alg, params->octets,
                         params->len);
}

enum dot11_err d11_key_set(struct d11_key *key,
                           const struct d11_key_params *params,
                           const struct dot11_crypto_ops *ops, void *crypto,
                           bool *fresh)
{
    const struct d11_cipher *cipher = params->cipher;
    uint8_t print[D11_KEY_PRINT_LEN];
    enum dot11_err err;

    *fresh = false;
    if (cipher == NULL)
        cipher = d11_cipher_find(params->suite);
    err = check(cipher, key, params, ops, crypto);
    if (err != D11_OK)
        return err;
    if (fingerprint(print, params, ops, crypto) != D11_OK) {
        d11_key_clear(key, ops, crypto);
        return D11_ERR_CRYPTO;
    }
    if (was_here(key, print))
        return D11_OK;

    d11_key_clear(key, ops, crypto);
    if (params->software &&
        make_state(key, cipher, params, ops, crypto) != D11_OK)
        return D11_ERR_CRYPTO;
    remember(key, print);
    memcpy(key->octets, params->octets, params->len);
    key->cipher = cipher;
    key->software = params->software;
    key->flags = params->flags;
    if (cipher->soft != NULL && cipher->soft->no_replay)
        key->flags |= D11_KEY_NO_REPLAY;
    key->key_id = params->key_id;
    key->tx_pn = 0;
    d11_replay_init(&key->rx, params->rx_pn);
    *fresh = true;
    return D11_OK;
}

bool d11_key_equals(const struct d11_key *key, uint8_t key_id,
                    const uint8_t *octets, size_t len)
{
    return key->cipher != NULL && key->key_id == key_id &&
           key->cipher->key_len == len &&
           d11_equal_const_time(key->octets, octets, len);
}

void d11_key_clear(struct d11_key *key, const struct dot11_crypto_ops *ops,
                   void *crypto)
{
    if (key->software && key->cipher->soft != NULL)
        key->cipher->soft->key_fini(key->state, ops, crypto);
    else if (key->software)
        ops->key_fini(crypto, key->state, key->cipher->alg);
    d11_wipe(key->octets, sizeof(key->octets));
    key->cipher = NULL;
    key->software = false;
    key->flags = 0;
    key->generation++;
}

void d11_key_wipe(struct d11_key *key, const struct dot11_crypto_ops *ops,
                  void *crypto)
{
    void *state = key->state;
    size_t state_size = key->state_size;
    uint32_t generation;

    d11_key_clear(key, ops, crypto);
    generation = key->generation;
    d11_wipe(key, sizeof(*key));
    if (state_size != 0)
        d11_wipe(state, state_size);
    d11_key_init(key, state, state_size);
    key->generation = generation;
}

bool d11_key_take_pn(struct d11_key *key, uint32_t count, uint64_t *first)
{
    if (!d11_key_can_send(key) || (key->flags & D11_KEY_HW_PN_TX) != 0 ||
        count > D11_PN_MAX - key->tx_pn)
        return false;
    *first = key->tx_pn + 1;
    key->tx_pn += count;
    return true;
}

void d11_key_skip_pn(struct d11_key *key, uint32_t step)
{
    if (step > D11_PN_MAX - key->tx_pn)
        key->tx_pn = D11_PN_MAX;
    else
        key->tx_pn += step;
}

bool d11_key_spent(const struct d11_key *key)
{
    return key->tx_pn >= D11_PN_MAX;
}
