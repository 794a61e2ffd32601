/*
 * RC4 with a CRC-32 behind the data: what WEP and TKIP share.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.3.2.3 and 12.3.2.5. Neither is any protection
 * against somebody who wants in; networks that still have it are served by
 * parts that a host must list.
 */
#ifndef D11_CRYPTO_ICV_H
#define D11_CRYPTO_ICV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <dot11/crypto.h>

/* Octets of the ICV. */
#define D11_ICV_LEN 4u
/* Longest RC4 key: IV or seed, and the rest. */
#define D11_RC4_KEY_MAX 16u

/* CRC-32 of IEEE Std 802.3 over `len` octets. */
uint32_t d11_crc32(const uint8_t *data, size_t len);

/* Can the provider do RC4, here and now? */
bool d11_rc4_works(const struct dot11_crypto_ops *ops, void *crypto);

/* Write the ICV behind the `len` octets at `data` and encrypt both.
 * @return false when the provider failed; nothing may be sent then */
bool d11_icv_seal(const uint8_t *key, size_t key_len, uint8_t *data, size_t len,
                  const struct dot11_crypto_ops *ops, void *crypto);

/* Decrypt `len` octets at `data` and the ICV behind them.
 * @return false when the ICV is wrong; all of it is wiped then */
bool d11_icv_open(const uint8_t *key, size_t key_len, uint8_t *data, size_t len,
                  const struct dot11_crypto_ops *ops, void *crypto);

#endif
