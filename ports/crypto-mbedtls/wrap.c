/* AES key wrap of the Mbed TLS provider, and its table.
 *
 * The library's own NIST_KW is off in its default configuration, so the rounds
 * are ours, over its AES. */
#include "mbed.h"

#include <mbedtls/aes.h>
#include <mbedtls/platform_util.h>

#include "../crypto-common/rfc3394.h"

static int encrypt(void *aes, uint8_t block[16])
{
    return mbedtls_aes_crypt_ecb(aes, MBEDTLS_AES_ENCRYPT, block, block);
}

static int decrypt(void *aes, uint8_t block[16])
{
    return mbedtls_aes_crypt_ecb(aes, MBEDTLS_AES_DECRYPT, block, block);
}

enum dot11_err mbed_key_wrap(void *crypto, const uint8_t *kek, size_t kek_len,
                             const uint8_t *in, size_t len, uint8_t *out)
{
    mbedtls_aes_context aes;
    uint8_t block[16];
    int err;

    (void)crypto;
    if ((kek_len != 16 && kek_len != 32) || len < 16 || len % 8 != 0)
        return D11_ERR_CRYPTO;
    mbedtls_aes_init(&aes);
    err = mbedtls_aes_setkey_enc(&aes, kek, (unsigned)kek_len * 8u);
    if (err == 0)
        err = rfc3394_wrap(encrypt, &aes, block, in, len, out);
    mbedtls_aes_free(&aes);
    mbedtls_platform_zeroize(block, sizeof(block));
    return err == 0 ? D11_OK : D11_ERR_CRYPTO;
}

enum dot11_err mbed_key_unwrap(void *crypto, const uint8_t *kek, size_t kek_len,
                               const uint8_t *in, size_t len, uint8_t *out)
{
    mbedtls_aes_context aes;
    uint8_t block[16];
    int err;

    (void)crypto;
    if ((kek_len != 16 && kek_len != 32) || len < 24 || len % 8 != 0)
        return D11_ERR_VERIFY;
    mbedtls_aes_init(&aes);
    err = mbedtls_aes_setkey_dec(&aes, kek, (unsigned)kek_len * 8u);
    if (err == 0)
        err = rfc3394_unwrap(decrypt, &aes, block, in, len, out);
    mbedtls_aes_free(&aes);
    mbedtls_platform_zeroize(block, sizeof(block));
    if (err == 0)
        return D11_OK;
    mbedtls_platform_zeroize(out, len - 8);
    return D11_ERR_VERIFY;
}

const struct dot11_crypto_ops *dot11_crypto_mbedtls_ops(void)
{
    static const struct dot11_crypto_ops ops = {
        MBED_OPS,
        .job_start = mbed_job_start,
    };

    return &ops;
}
