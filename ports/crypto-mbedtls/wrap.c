/* AES key wrap (RFC 3394) of the Mbed TLS provider, and its table.
 *
 * The library's own NIST_KW is off in its default configuration, so the six
 * rounds are here, over its AES. */
#include "mbed.h"

#include <string.h>

#include <mbedtls/aes.h>
#include <mbedtls/platform_util.h>

#define ROUNDS 6u
#define HALF 8u /* octets of half a block, the unit of key wrap */

/* Octets of the initial value (RFC 3394, 2.2.3.1). */
#define INITIAL 0xa6u

/* A ^= t, a count of 64 bits with its high octet first. */
static void count(uint8_t *a, size_t t)
{
    a[4] ^= (uint8_t)(t >> 24);
    a[5] ^= (uint8_t)(t >> 16);
    a[6] ^= (uint8_t)(t >> 8);
    a[7] ^= (uint8_t)t;
}

/* 2.2.1, index based: `r` holds `n` halves and is worked on in place, `a` is
 * the integrity value, first half of `block`. */
static int wrap(mbedtls_aes_context *aes, uint8_t block[2 * HALF], uint8_t *r,
                size_t n)
{
    size_t i;
    size_t j;
    int err;

    for (j = 0; j < ROUNDS; j++) {
        for (i = 0; i < n; i++) {
            memcpy(block + HALF, r + i * HALF, HALF);
            err = mbedtls_aes_crypt_ecb(aes, MBEDTLS_AES_ENCRYPT, block, block);
            if (err != 0)
                return err;
            count(block, n * j + i + 1);
            memcpy(r + i * HALF, block + HALF, HALF);
        }
    }
    return 0;
}

/* 2.2.2, index based: the same, backwards. */
static int unwrap(mbedtls_aes_context *aes, uint8_t block[2 * HALF], uint8_t *r,
                  size_t n)
{
    size_t i;
    size_t j;
    int err;

    for (j = ROUNDS; j-- > 0;) {
        for (i = n; i-- > 0;) {
            count(block, n * j + i + 1);
            memcpy(block + HALF, r + i * HALF, HALF);
            err = mbedtls_aes_crypt_ecb(aes, MBEDTLS_AES_DECRYPT, block, block);
            if (err != 0)
                return err;
            memcpy(r + i * HALF, block + HALF, HALF);
        }
    }
    return 0;
}

enum dot11_err mbed_key_wrap(void *crypto, const uint8_t *kek, size_t kek_len,
                             const uint8_t *in, size_t len, uint8_t *out)
{
    mbedtls_aes_context aes;
    uint8_t block[2 * HALF];
    int err;

    (void)crypto;
    if ((kek_len != 16 && kek_len != 32) || len < 2 * HALF || len % HALF != 0)
        return D11_ERR_CRYPTO;
    mbedtls_aes_init(&aes);
    err = mbedtls_aes_setkey_enc(&aes, kek, (unsigned)kek_len * 8u);
    if (err == 0) {
        memmove(out + HALF, in, len);
        memset(block, INITIAL, HALF);
        err = wrap(&aes, block, out + HALF, len / HALF);
        memcpy(out, block, HALF);
    }
    mbedtls_aes_free(&aes);
    mbedtls_platform_zeroize(block, sizeof(block));
    return err == 0 ? D11_OK : D11_ERR_CRYPTO;
}

enum dot11_err mbed_key_unwrap(void *crypto, const uint8_t *kek, size_t kek_len,
                               const uint8_t *in, size_t len, uint8_t *out)
{
    mbedtls_aes_context aes;
    uint8_t block[2 * HALF];
    uint8_t differs = 0;
    size_t i;
    int err;

    (void)crypto;
    if ((kek_len != 16 && kek_len != 32) || len < 3 * HALF || len % HALF != 0)
        return D11_ERR_VERIFY;
    mbedtls_aes_init(&aes);
    err = mbedtls_aes_setkey_dec(&aes, kek, (unsigned)kek_len * 8u);
    if (err == 0) {
        memcpy(block, in, HALF);
        memmove(out, in + HALF, len - HALF);
        err = unwrap(&aes, block, out, len / HALF - 1);
        for (i = 0; i < HALF; i++)
            differs |= (uint8_t)(block[i] ^ INITIAL);
    }
    mbedtls_aes_free(&aes);
    mbedtls_platform_zeroize(block, sizeof(block));
    if (err == 0 && differs == 0)
        return D11_OK;
    mbedtls_platform_zeroize(out, len - HALF);
    return D11_ERR_VERIFY;
}

const struct dot11_crypto_ops *dot11_crypto_mbedtls_ops(void)
{
    static const struct dot11_crypto_ops ops = {
        .size = sizeof(struct dot11_crypto_ops),
        .key_size = mbed_key_size,
        .key_init = mbed_key_init,
        .key_fini = mbed_key_fini,
        .seal = mbed_seal,
        .open = mbed_open,
        .hash = mbed_hash,
        .hmac = mbed_hmac,
        .cmac = mbed_cmac,
        .key_wrap = mbed_key_wrap,
        .key_unwrap = mbed_key_unwrap,
        .job_start = mbed_job_start,
        .job_cancel = mbed_job_cancel,
    };

    return &ops;
}
