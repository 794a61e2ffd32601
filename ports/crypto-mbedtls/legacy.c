/* RC4 and HMAC-MD5 of the Mbed TLS provider, where the library has them: for
 * WEP and TKIP. */
#include "mbed.h"

#include <string.h>

#include <mbedtls/platform_util.h>

#if MBED_HAS_ARC4
#include <mbedtls/arc4.h>

enum dot11_err mbed_rc4(void *crypto, const uint8_t *key, size_t key_len,
                        size_t skip, uint8_t *data, size_t len)
{
    mbedtls_arc4_context arc4;
    uint8_t octet = 0;
    int err = 0;

    (void)crypto;
    if (key_len < 5 || key_len > 32)
        return D11_ERR_CRYPTO;
    mbedtls_arc4_init(&arc4);
    mbedtls_arc4_setup(&arc4, key, (unsigned)key_len);
    while (err == 0 && skip-- > 0)
        err = mbedtls_arc4_crypt(&arc4, 1, &octet, &octet);
    if (err == 0)
        err = mbedtls_arc4_crypt(&arc4, len, data, data);
    mbedtls_arc4_free(&arc4);
    return err == 0 ? D11_OK : D11_ERR_CRYPTO;
}
#endif

#if MBED_HAS_MD5
#include <mbedtls/md5.h>

#if MBEDTLS_VERSION_MAJOR < 3
#define mbedtls_md5_starts mbedtls_md5_starts_ret
#define mbedtls_md5_update mbedtls_md5_update_ret
#define mbedtls_md5_finish mbedtls_md5_finish_ret
#endif

#define BLOCK 64u
#define MD5_LEN 16u

/* One of the two hashes of HMAC: over the padded key, then the parts. */
static int pass(const uint8_t key[BLOCK], uint8_t pad,
                const struct dot11_octets *parts, size_t n, uint8_t out[16])
{
    mbedtls_md5_context md5;
    uint8_t block[BLOCK];
    size_t i;
    int err;

    for (i = 0; i < BLOCK; i++)
        block[i] = key[i] ^ pad;
    mbedtls_md5_init(&md5);
    err = mbedtls_md5_starts(&md5);
    if (err == 0)
        err = mbedtls_md5_update(&md5, block, BLOCK);
    for (i = 0; err == 0 && i < n; i++) {
        if (parts[i].len != 0)
            err = mbedtls_md5_update(&md5, parts[i].data, parts[i].len);
    }
    if (err == 0)
        err = mbedtls_md5_finish(&md5, out);
    mbedtls_md5_free(&md5);
    mbedtls_platform_zeroize(block, sizeof(block));
    return err;
}

enum dot11_err mbed_hmac_md5(void *crypto, const uint8_t *key, size_t key_len,
                             const struct dot11_octets *parts, size_t n,
                             uint8_t out[16])
{
    const struct dot11_octets inner = {out, MD5_LEN};
    uint8_t block[BLOCK] = {0};
    int err;

    (void)crypto;
    /* Keys of the handshakes have 16 or 32 octets. */
    if (key_len > BLOCK)
        return D11_ERR_CRYPTO;
    if (key_len != 0)
        memcpy(block, key, key_len);
    err = pass(block, 0x36, parts, n, out);
    if (err == 0)
        err = pass(block, 0x5c, &inner, 1, out);
    mbedtls_platform_zeroize(block, sizeof(block));
    return err == 0 ? D11_OK : D11_ERR_CRYPTO;
}
#endif
