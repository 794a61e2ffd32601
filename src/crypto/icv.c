/*
 * RC4 with a CRC-32 behind the data: what WEP and TKIP share.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.3.2.3 and 12.3.2.5.
 */
#include "crypto/icv.h"

#include "base/octets.h"
#include "base/wipe.h"

#define POLYNOMIAL 0xedb88320u

/* Bit by bit: these ciphers are slow anyway, and a table has 1 KiB. */
uint32_t d11_crc32(const uint8_t *data, size_t len)
{
    uint32_t crc = 0xffffffffu;

    for (size_t i = 0; i < len; i++) {
        crc ^= data[i];
        for (unsigned bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ ((crc & 1u) != 0 ? POLYNOMIAL : 0);
    }
    return ~crc;
}

static bool rc4(const uint8_t *key, size_t key_len, uint8_t *data, size_t len,
                const struct dot11_crypto_ops *ops, void *crypto)
{
    return ops->rc4 != NULL &&
           ops->rc4(crypto, key, key_len, 0, data, len) == D11_OK;
}

bool d11_rc4_works(const struct dot11_crypto_ops *ops, void *crypto)
{
    static const uint8_t key[5] = {1, 2, 3, 4, 5};
    uint8_t octet = 0;

    /* The first octet of the key stream of this key (RFC 6229). */
    return rc4(key, sizeof(key), &octet, 1, ops, crypto) && octet == 0xb2;
}

bool d11_icv_seal(const uint8_t *key, size_t key_len, uint8_t *data, size_t len,
                  const struct dot11_crypto_ops *ops, void *crypto)
{
    d11_store_le32(data + len, d11_crc32(data, len));
    return rc4(key, key_len, data, len + D11_ICV_LEN, ops, crypto);
}

bool d11_icv_open(const uint8_t *key, size_t key_len, uint8_t *data, size_t len,
                  const struct dot11_crypto_ops *ops, void *crypto)
{
    if (rc4(key, key_len, data, len + D11_ICV_LEN, ops, crypto) &&
        d11_load_le32(data + len) == d11_crc32(data, len))
        return true;
    d11_wipe(data, len + D11_ICV_LEN);
    return false;
}
