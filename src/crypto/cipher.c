/*
 * What there is to know about a cipher suite.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, Table 12-4, 12.5.3 to 12.5.5.
 */
#include "crypto/cipher.h"

#include <stddef.h>

#include <dot11/codes.h>

// clang-format off
static const struct d11_cipher ciphers[] = {
    /* suite                    algorithm           key hdr mic nonce group */
    {D11_CIPHER_CCMP_128,     D11_ALG_CCM_128_8,  16, 8,  8, 13, false, NULL},
    {D11_CIPHER_CCMP_256,     D11_ALG_CCM_256_16, 32, 8, 16, 13, false, NULL},
    {D11_CIPHER_GCMP_128,     D11_ALG_GCM_128,    16, 8, 16, 12, false, NULL},
    {D11_CIPHER_GCMP_256,     D11_ALG_GCM_256,    32, 8, 16, 12, false, NULL},
    {D11_CIPHER_BIP_CMAC_128, D11_ALG_CMAC_128,   16, 0,  8,  0, true, NULL},
    {D11_CIPHER_BIP_CMAC_256, D11_ALG_CMAC_256,   32, 0, 16,  0, true, NULL},
    {D11_CIPHER_BIP_GMAC_128, D11_ALG_GMAC_128,   16, 0, 16, 12, true, NULL},
    {D11_CIPHER_BIP_GMAC_256, D11_ALG_GMAC_256,   32, 0, 16, 12, true, NULL},
};
// clang-format on

#define CIPHER_COUNT (sizeof(ciphers) / sizeof(ciphers[0]))

const struct d11_cipher *d11_cipher_in_list(const struct d11_cipher_list *list,
                                            uint32_t suite)
{
    for (size_t i = 0; list != NULL && i < list->count; i++) {
        if (list->ciphers[i].suite == suite)
            return &list->ciphers[i];
    }
    return NULL;
}

const struct d11_cipher *d11_cipher_find(uint32_t suite)
{
    static const struct d11_cipher_list list = {ciphers, CIPHER_COUNT};

    return d11_cipher_in_list(&list, suite);
}

size_t d11_cipher_key_size(const struct d11_cipher *cipher,
                           const struct dot11_crypto_ops *ops, void *crypto)
{
    if (cipher->soft != NULL)
        return cipher->soft->key_size(ops, crypto);
    return ops->key_size != NULL ? ops->key_size(crypto, cipher->alg) : 0;
}

/* Has the provider all that its own ciphers take? */
static bool is_complete(const struct dot11_crypto_ops *ops)
{
    return ops->key_init != NULL && ops->key_fini != NULL &&
           ops->seal != NULL && ops->open != NULL;
}

bool d11_cipher_works(const struct d11_cipher *cipher,
                      const struct dot11_crypto_ops *ops, void *crypto)
{
    return cipher != NULL && (cipher->soft != NULL || is_complete(ops)) &&
           d11_cipher_key_size(cipher, ops, crypto) != 0;
}

bool d11_cipher_supported(uint32_t suite, const struct dot11_crypto_ops *ops,
                          void *crypto)
{
    return d11_cipher_works(d11_cipher_find(suite), ops, crypto);
}

size_t d11_cipher_state_size(const struct dot11_crypto_ops *ops, void *crypto)
{
    const size_t align = _Alignof(max_align_t);
    size_t most = 0;

    for (size_t i = 0; i < CIPHER_COUNT; i++) {
        size_t size = d11_cipher_key_size(&ciphers[i], ops, crypto);

        if (size > most)
            most = size;
    }
    return (most + align - 1) & ~(align - 1);
}
