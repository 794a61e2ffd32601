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
    {D11_CIPHER_CCMP_128,     D11_ALG_CCM_128_8,  16, 8,  8, 13, false},
    {D11_CIPHER_CCMP_256,     D11_ALG_CCM_256_16, 32, 8, 16, 13, false},
    {D11_CIPHER_GCMP_128,     D11_ALG_GCM_128,    16, 8, 16, 12, false},
    {D11_CIPHER_GCMP_256,     D11_ALG_GCM_256,    32, 8, 16, 12, false},
    {D11_CIPHER_BIP_CMAC_128, D11_ALG_CMAC_128,   16, 0,  8,  0, true},
    {D11_CIPHER_BIP_CMAC_256, D11_ALG_CMAC_256,   32, 0, 16,  0, true},
    {D11_CIPHER_BIP_GMAC_128, D11_ALG_GMAC_128,   16, 0, 16, 12, true},
    {D11_CIPHER_BIP_GMAC_256, D11_ALG_GMAC_256,   32, 0, 16, 12, true},
};
// clang-format on

#define CIPHER_COUNT (sizeof(ciphers) / sizeof(ciphers[0]))

const struct d11_cipher *d11_cipher_find(uint32_t suite)
{
    size_t i;

    for (i = 0; i < CIPHER_COUNT; i++) {
        if (ciphers[i].suite == suite)
            return &ciphers[i];
    }
    return NULL;
}

bool d11_cipher_supported(uint32_t suite, const struct dot11_crypto_ops *ops,
                          void *crypto)
{
    const struct d11_cipher *cipher = d11_cipher_find(suite);

    if (cipher == NULL || ops->key_size == NULL || ops->key_init == NULL ||
        ops->key_fini == NULL || ops->seal == NULL || ops->open == NULL)
        return false;
    return ops->key_size(crypto, cipher->alg) != 0;
}

size_t d11_cipher_state_size(const struct dot11_crypto_ops *ops, void *crypto)
{
    const size_t align = _Alignof(max_align_t);
    size_t most = 0;
    size_t size;
    size_t i;

    if (ops->key_size == NULL)
        return 0;
    for (i = 0; i < CIPHER_COUNT; i++) {
        size = ops->key_size(crypto, ciphers[i].alg);
        if (size > most)
            most = size;
    }
    return (most + align - 1) & ~(align - 1);
}
