/* AES in counter mode, of the Mbed TLS provider, over its single blocks: the
 * library's own is off in small configurations. */
#include "mbed.h"

#include <string.h>

#include <mbedtls/aes.h>
#include <mbedtls/platform_util.h>

#define BLOCK 16u

static void count(uint8_t counter[BLOCK])
{
    for (size_t i = BLOCK; i-- > 0;) {
        if (++counter[i] != 0)
            break;
    }
}

enum dot11_err mbed_aes_ctr(void *crypto, const uint8_t *key, size_t key_len,
                            const uint8_t counter[16], const uint8_t *in,
                            size_t len, uint8_t *out)
{
    uint8_t next[BLOCK], stream[BLOCK];
    mbedtls_aes_context aes;
    int err;

    (void)crypto;
    if (key_len != 16 && key_len != 24 && key_len != 32)
        return D11_ERR_CRYPTO;
    memcpy(next, counter, BLOCK);
    mbedtls_aes_init(&aes);
    err = mbedtls_aes_setkey_enc(&aes, key, (unsigned)key_len * 8u);
    for (size_t at = 0; at < len && err == 0; at++) {
        if (at % BLOCK == 0) {
            err =
                mbedtls_aes_crypt_ecb(&aes, MBEDTLS_AES_ENCRYPT, next, stream);
            count(next);
        }
        out[at] = in[at] ^ stream[at % BLOCK];
    }
    mbedtls_aes_free(&aes);
    mbedtls_platform_zeroize(stream, sizeof(stream));
    return err == 0 ? D11_OK : D11_ERR_CRYPTO;
}
