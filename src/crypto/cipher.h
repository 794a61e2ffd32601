/*
 * What there is to know about a cipher suite.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, Table 12-4 (key lengths), 12.5.3 to 12.5.5.
 */
#ifndef D11_CRYPTO_CIPHER_H
#define D11_CRYPTO_CIPHER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <dot11/crypto.h>

/* Octets of the longest temporal key. */
#define D11_KEY_LEN_MAX 32u

struct d11_cipher {
    uint32_t suite;            /* D11_CIPHER_* */
    enum dot11_cipher_alg alg; /* what the provider computes */
    uint8_t key_len;           /* octets of the temporal key */
    uint8_t header_len;        /* octets between MAC header and payload */
    uint8_t mic_len;           /* octets behind the payload, or in the MME */
    uint8_t nonce_len;         /* octets of the nonce; 0 for CMAC */
    bool mgmt_group;           /* BIP: protects group management frames only */
};

/* The cipher of a suite selector; NULL for what is not known here (TKIP, WEP,
 * D11_CIPHER_NONE and anything from the air). */
const struct d11_cipher *d11_cipher_find(uint32_t suite);

/* Whether `ops` can compute the suite in software. */
bool d11_cipher_supported(uint32_t suite, const struct dot11_crypto_ops *ops,
                          void *crypto);

/* Octets of memory that hold the provider's state of any one key, a multiple
 * of the strictest alignment. Constant for a provider. */
size_t d11_cipher_state_size(const struct dot11_crypto_ops *ops, void *crypto);

#endif
