/* AES in counter mode, of the host provider. */
#include "host.h"

#include <limits.h>

enum dot11_err crypto_host_aes_ctr(void *crypto, const uint8_t *key,
                                   size_t key_len, const uint8_t counter[16],
                                   const uint8_t *in, size_t len, uint8_t *out)
{
    const EVP_CIPHER *cipher = key_len == 16   ? EVP_aes_128_ctr()
                               : key_len == 24 ? EVP_aes_192_ctr()
                               : key_len == 32 ? EVP_aes_256_ctr()
                                               : NULL;
    EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
    int written = 0;
    int ok;

    (void)crypto;
    ok = cipher != NULL && ctx != NULL && len <= INT_MAX &&
         EVP_EncryptInit_ex(ctx, cipher, NULL, key, counter) &&
         EVP_EncryptUpdate(ctx, out, &written, in, (int)len) &&
         (size_t)written == len;
    EVP_CIPHER_CTX_free(ctx);
    return ok ? D11_OK : D11_ERR_CRYPTO;
}
