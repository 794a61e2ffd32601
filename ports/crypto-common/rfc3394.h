/* AES key wrap (RFC 3394) over a block cipher, for the providers whose library
 * has none, or a slow one.
 *
 * SPDX-License-Identifier: MIT */
#ifndef CRYPTO_COMMON_RFC3394_H
#define CRYPTO_COMMON_RFC3394_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define RFC3394_ROUNDS 6u
#define RFC3394_HALF 8u       /* octets of half a block, the unit of key wrap */
#define RFC3394_INITIAL 0xa6u /* each octet of the initial value (2.2.3.1) */

/* Encrypt or decrypt 16 octets in place; 0, or an error that ends the work. */
typedef int (*rfc3394_block)(void *cipher, uint8_t block[16]);

/* A ^= t, a count of 64 bits with its high octet first. */
static inline void rfc3394_count(uint8_t *a, size_t t)
{
    a[4] ^= (uint8_t)(t >> 24);
    a[5] ^= (uint8_t)(t >> 16);
    a[6] ^= (uint8_t)(t >> 8);
    a[7] ^= (uint8_t)t;
}

/* 2.2.1, index based. `len` octets of `in`, a multiple of 8, become len + 8 at
 * `out`, which may be `in`; `block` is working memory that the caller wipes. */
static inline int rfc3394_wrap(rfc3394_block encrypt, void *cipher,
                               uint8_t block[16], const uint8_t *in, size_t len,
                               uint8_t *out)
{
    const size_t n = len / RFC3394_HALF;
    uint8_t *r = out + RFC3394_HALF;
    size_t i;
    size_t j;
    int err;

    memmove(r, in, len);
    memset(block, RFC3394_INITIAL, RFC3394_HALF);
    for (j = 0; j < RFC3394_ROUNDS; j++) {
        for (i = 0; i < n; i++) {
            memcpy(block + RFC3394_HALF, r + i * RFC3394_HALF, RFC3394_HALF);
            err = encrypt(cipher, block);
            if (err != 0)
                return err;
            rfc3394_count(block, n * j + i + 1);
            memcpy(r + i * RFC3394_HALF, block + RFC3394_HALF, RFC3394_HALF);
        }
    }
    memcpy(out, block, RFC3394_HALF);
    return 0;
}

/* 2.2.2, index based: the same, backwards. 0 says that the initial value is
 * right; the time tells nothing of how wrong it is. */
static inline int rfc3394_unwrap(rfc3394_block decrypt, void *cipher,
                                 uint8_t block[16], const uint8_t *in,
                                 size_t len, uint8_t *out)
{
    const size_t n = len / RFC3394_HALF - 1;
    uint8_t differs = 0;
    size_t i;
    size_t j;
    int err;

    memcpy(block, in, RFC3394_HALF);
    memmove(out, in + RFC3394_HALF, n * RFC3394_HALF);
    for (j = RFC3394_ROUNDS; j-- > 0;) {
        for (i = n; i-- > 0;) {
            rfc3394_count(block, n * j + i + 1);
            memcpy(block + RFC3394_HALF, out + i * RFC3394_HALF, RFC3394_HALF);
            err = decrypt(cipher, block);
            if (err != 0)
                return err;
            memcpy(out + i * RFC3394_HALF, block + RFC3394_HALF, RFC3394_HALF);
        }
    }
    for (i = 0; i < RFC3394_HALF; i++)
        differs |= (uint8_t)(block[i] ^ RFC3394_INITIAL);
    return differs;
}

#endif
