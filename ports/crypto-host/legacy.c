/* RC4 and HMAC-MD5 of the host provider, for WEP and TKIP.
 *
 * OpenSSL keeps RC4 in its "legacy" provider, which a system may lack. It is
 * loaded when somebody asks for RC4 for the first time, into a library context
 * of its own: nothing else of the program gets ciphers that it should not
 * have. */
#include "host.h"

#include <stdlib.h>

#include <openssl/core_names.h>
#include <openssl/provider.h>
#include <sodium.h>

struct crypto_host_legacy {
    OSSL_LIB_CTX *library;
    OSSL_PROVIDER *provider;
    OSSL_PROVIDER *base; /* has MD5 */
    EVP_CIPHER *rc4;
    EVP_CIPHER_CTX *rc4_ctx;
    EVP_MAC *hmac;
    EVP_MAC_CTX *hmac_ctx;
};

static void load(struct crypto_host_legacy *legacy)
{
    char md5[] = "MD5";
    OSSL_PARAM params[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, md5, 0),
        OSSL_PARAM_construct_end(),
    };

    legacy->library = OSSL_LIB_CTX_new();
    if (legacy->library == NULL)
        return;
    legacy->provider = OSSL_PROVIDER_load(legacy->library, "legacy");
    if (legacy->provider != NULL)
        legacy->rc4 = EVP_CIPHER_fetch(legacy->library, "RC4", NULL);
    if (legacy->rc4 != NULL)
        legacy->rc4_ctx = EVP_CIPHER_CTX_new();
    legacy->base = OSSL_PROVIDER_load(legacy->library, "default");
    if (legacy->base != NULL)
        legacy->hmac = EVP_MAC_fetch(legacy->library, "HMAC", NULL);
    if (legacy->hmac != NULL)
        legacy->hmac_ctx = EVP_MAC_CTX_new(legacy->hmac);
    if (legacy->hmac_ctx != NULL &&
        !EVP_MAC_CTX_set_params(legacy->hmac_ctx, params)) {
        EVP_MAC_CTX_free(legacy->hmac_ctx);
        legacy->hmac_ctx = NULL;
    }
}

static struct crypto_host_legacy *legacy_of(struct dot11_crypto_host *host)
{
    if (host->legacy == NULL) {
        host->legacy = calloc(1, sizeof(*host->legacy));
        if (host->legacy != NULL)
            load(host->legacy);
    }
    return host->legacy;
}

void crypto_host_legacy_free(struct crypto_host_legacy *legacy)
{
    if (legacy == NULL)
        return;
    EVP_MAC_CTX_free(legacy->hmac_ctx);
    EVP_MAC_free(legacy->hmac);
    EVP_CIPHER_CTX_free(legacy->rc4_ctx);
    EVP_CIPHER_free(legacy->rc4);
    if (legacy->base != NULL)
        OSSL_PROVIDER_unload(legacy->base);
    if (legacy->provider != NULL)
        OSSL_PROVIDER_unload(legacy->provider);
    OSSL_LIB_CTX_free(legacy->library);
    free(legacy);
}

static int skip_octets(EVP_CIPHER_CTX *ctx, size_t skip)
{
    uint8_t octets[64] = {0};
    int ok = 1;
    int now;

    while (ok && skip > 0) {
        now = skip < sizeof(octets) ? (int)skip : (int)sizeof(octets);
        skip -= (size_t)now;
        ok = EVP_CipherUpdate(ctx, octets, &now, octets, now);
    }
    sodium_memzero(octets, sizeof(octets));
    return ok;
}

enum dot11_err crypto_host_rc4(void *crypto, const uint8_t *key, size_t key_len,
                               size_t skip, uint8_t *data, size_t len)
{
    struct crypto_host_legacy *legacy = legacy_of(crypto);
    EVP_CIPHER_CTX *ctx = legacy != NULL ? legacy->rc4_ctx : NULL;
    int out;
    int ok;

    if (ctx == NULL)
        return D11_ERR_UNSUPPORTED;
    if (key_len < 5 || key_len > 32 || len > INT32_MAX)
        return D11_ERR_CRYPTO;
    ok = EVP_CipherInit_ex2(ctx, legacy->rc4, NULL, NULL, 1, NULL) &&
         EVP_CIPHER_CTX_set_key_length(ctx, (int)key_len) &&
         EVP_CipherInit_ex2(ctx, NULL, key, NULL, 1, NULL) &&
         skip_octets(ctx, skip) &&
         EVP_CipherUpdate(ctx, data, &out, data, (int)len);
    /* The context stays, but not the key in it. */
    EVP_CIPHER_CTX_reset(ctx);
    return ok ? D11_OK : D11_ERR_CRYPTO;
}

enum dot11_err crypto_host_hmac_md5(void *crypto, const uint8_t *key,
                                    size_t key_len,
                                    const struct dot11_octets *parts, size_t n,
                                    uint8_t out[16])
{
    static const uint8_t no_key[16];
    struct crypto_host_legacy *legacy = legacy_of(crypto);
    EVP_MAC_CTX *ctx = legacy != NULL ? legacy->hmac_ctx : NULL;
    size_t len;
    size_t i;
    int ok;

    if (ctx == NULL)
        return D11_ERR_UNSUPPORTED;
    /* A NULL key would mean the one before. */
    ok = EVP_MAC_init(ctx, key_len != 0 ? key : no_key, key_len, NULL);
    for (i = 0; ok && i < n; i++)
        ok = EVP_MAC_update(ctx, parts[i].data, parts[i].len);
    ok = ok && EVP_MAC_final(ctx, out, &len, 16);
    ok = EVP_MAC_init(ctx, no_key, sizeof(no_key), NULL) && ok;
    return ok ? D11_OK : D11_ERR_CRYPTO;
}
