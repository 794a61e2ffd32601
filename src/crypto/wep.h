/*
 * WEP-40 and WEP-104.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.3.2. The key of a frame is its IV and the shared
 * key; nothing is counted, so any frame may be repeated by anybody.
 *
 *     | MAC header | IV, 3; key id octet | payload | ICV, 4 |
 */
#ifndef D11_CRYPTO_WEP_H
#define D11_CRYPTO_WEP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crypto/cipher.h"
#include "crypto/icv.h"

/* Octets of IV and key id octet, and of the IV alone. */
#define D11_WEP_HEADER_LEN 4u
#define D11_WEP_IV_LEN 3u
/* Octets of the two keys. */
#define D11_WEP40_LEN 5u
#define D11_WEP104_LEN 13u

/* Both ciphers, for the part that brings them. */
#define D11_WEP_CIPHERS 2u
extern const struct d11_cipher d11_wep_ciphers[D11_WEP_CIPHERS];

/* Protect `len` octets behind the header at `octets`, whose first
 * D11_WEP_HEADER_LEN octets are written here; the ICV goes behind them. */
bool d11_wep_seal(const uint8_t *key, size_t key_len, uint32_t iv,
                  uint8_t key_id, uint8_t *octets, size_t len,
                  const struct dot11_crypto_ops *ops, void *crypto);

/* Open what d11_wep_seal() made: `len` octets without header and ICV. */
bool d11_wep_open(const uint8_t *key, size_t key_len, uint8_t *octets,
                  size_t len, const struct dot11_crypto_ops *ops, void *crypto);

#endif
