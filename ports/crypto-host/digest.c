/* Hashes, MACs and key wrap of the host provider. */
#include "host.h"

#include <string.h>

#include <openssl/core_names.h>
#include <sodium.h>

#include "../crypto-common/rfc3394.h"

static enum dot11_err by_evp(struct dot11_crypto_host *host, const EVP_MD *md,
                             const struct dot11_octets *parts, size_t n,
                             uint8_t *out)
{
    size_t i;
    int ok;

    ok = EVP_DigestInit_ex2(host->md_ctx, md, NULL);
    for (i = 0; ok && i < n; i++)
        ok = EVP_DigestUpdate(host->md_ctx, parts[i].data, parts[i].len);
    ok = ok && EVP_DigestFinal_ex(host->md_ctx, out, NULL);
    return ok ? D11_OK : D11_ERR_CRYPTO;
}

static enum dot11_err sha256(const struct dot11_octets *parts, size_t n,
                             uint8_t *out)
{
    crypto_hash_sha256_state state;
    size_t i;

    crypto_hash_sha256_init(&state);
    for (i = 0; i < n; i++)
        crypto_hash_sha256_update(&state, parts[i].data, parts[i].len);
    crypto_hash_sha256_final(&state, out);
    sodium_memzero(&state, sizeof(state));
    return D11_OK;
}

static enum dot11_err sha512(const struct dot11_octets *parts, size_t n,
                             uint8_t *out)
{
    crypto_hash_sha512_state state;
    size_t i;

    crypto_hash_sha512_init(&state);
    for (i = 0; i < n; i++)
        crypto_hash_sha512_update(&state, parts[i].data, parts[i].len);
    crypto_hash_sha512_final(&state, out);
    sodium_memzero(&state, sizeof(state));
    return D11_OK;
}

enum dot11_err crypto_host_hash(void *crypto, enum dot11_hash hash,
                                const struct dot11_octets *parts, size_t n,
                                uint8_t *out)
{
    struct dot11_crypto_host *host = crypto;

    switch (hash) {
    case D11_HASH_SHA1: return by_evp(host, host->sha1, parts, n, out);
    case D11_HASH_SHA256: return sha256(parts, n, out);
    case D11_HASH_SHA384: return by_evp(host, host->sha384, parts, n, out);
    case D11_HASH_SHA512: return sha512(parts, n, out);
    case D11_HASH_COUNT: break;
    }
    return D11_ERR_UNSUPPORTED;
}

/* The context stays, but not the key in it. */
static enum dot11_err by_mac(EVP_MAC_CTX *ctx, const uint8_t *key,
                             size_t key_len, const OSSL_PARAM *params,
                             const struct dot11_octets *parts, size_t n,
                             uint8_t *out, size_t out_len)
{
    static const uint8_t no_key[32];
    size_t len;
    size_t i;
    int ok;

    /* A NULL key would mean the one before. */
    ok = EVP_MAC_init(ctx, key_len != 0 ? key : no_key, key_len, params);
    for (i = 0; ok && i < n; i++)
        ok = EVP_MAC_update(ctx, parts[i].data, parts[i].len);
    ok = ok && EVP_MAC_final(ctx, out, &len, out_len);
    ok = EVP_MAC_init(ctx, no_key, params != NULL ? key_len : sizeof(no_key),
                      NULL) &&
         ok;
    return ok ? D11_OK : D11_ERR_CRYPTO;
}

static enum dot11_err hmac256(const uint8_t *key, size_t key_len,
                              const struct dot11_octets *parts, size_t n,
                              uint8_t *out)
{
    crypto_auth_hmacsha256_state state;
    size_t i;

    crypto_auth_hmacsha256_init(&state, key, key_len);
    for (i = 0; i < n; i++)
        crypto_auth_hmacsha256_update(&state, parts[i].data, parts[i].len);
    crypto_auth_hmacsha256_final(&state, out);
    sodium_memzero(&state, sizeof(state));
    return D11_OK;
}

static enum dot11_err hmac512(const uint8_t *key, size_t key_len,
                              const struct dot11_octets *parts, size_t n,
                              uint8_t *out)
{
    crypto_auth_hmacsha512_state state;
    size_t i;

    crypto_auth_hmacsha512_init(&state, key, key_len);
    for (i = 0; i < n; i++)
        crypto_auth_hmacsha512_update(&state, parts[i].data, parts[i].len);
    crypto_auth_hmacsha512_final(&state, out);
    sodium_memzero(&state, sizeof(state));
    return D11_OK;
}

enum dot11_err crypto_host_hmac(void *crypto, enum dot11_hash hash,
                                const uint8_t *key, size_t key_len,
                                const struct dot11_octets *parts, size_t n,
                                uint8_t *out)
{
    struct dot11_crypto_host *host = crypto;

    switch (hash) {
    case D11_HASH_SHA1:
        return by_mac(host->hmac_ctx[hash], key, key_len, NULL, parts, n, out,
                      20);
    case D11_HASH_SHA256: return hmac256(key, key_len, parts, n, out);
    case D11_HASH_SHA384:
        return by_mac(host->hmac_ctx[hash], key, key_len, NULL, parts, n, out,
                      48);
    case D11_HASH_SHA512: return hmac512(key, key_len, parts, n, out);
    case D11_HASH_COUNT: break;
    }
    return D11_ERR_UNSUPPORTED;
}

enum dot11_err crypto_host_cmac(void *crypto, const uint8_t *key,
                                size_t key_len,
                                const struct dot11_octets *parts, size_t n,
                                uint8_t out[16])
{
    struct dot11_crypto_host *host = crypto;
    char cbc[] = "AES-128-CBC";
    const OSSL_PARAM params[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_CIPHER, cbc, 0),
        OSSL_PARAM_construct_end(),
    };

    if (key_len != 16 && key_len != 24 && key_len != 32)
        return D11_ERR_CRYPTO;
    if (key_len != 16)
        memcpy(cbc, key_len == 24 ? "AES-192-CBC" : "AES-256-CBC",
               sizeof(cbc));
    return by_mac(host->cmac_ctx, key, key_len, params, parts, n, out, 16);
}

static int block(void *ctx, uint8_t octets[16])
{
    int len;

    return EVP_CipherUpdate(ctx, octets, &len, octets, 16) != 1;
}

/* Key wrap in either direction; gives whether it went well. OpenSSL's own has
 * no use for the processor's AES instructions, its ECB does. The context
 * stays, but not the KEK in it. */
static int wrap(struct dot11_crypto_host *host, const uint8_t *kek,
                size_t kek_len, const uint8_t *in, size_t len, uint8_t *out,
                int seal)
{
    static const uint8_t no_key[32];
    EVP_CIPHER_CTX *ctx = host->wrap_ctx[kek_len == 32][seal];
    uint8_t work[16];
    int ok;

    /* A new key brings the padding back. */
    ok = EVP_CipherInit_ex2(ctx, NULL, kek, NULL, seal, NULL) &&
         EVP_CIPHER_CTX_set_padding(ctx, 0) &&
         (seal ? rfc3394_wrap(block, ctx, work, in, len, out)
               : rfc3394_unwrap(block, ctx, work, in, len, out)) == 0;
    sodium_memzero(work, sizeof(work));
    return EVP_CipherInit_ex2(ctx, NULL, no_key, NULL, seal, NULL) && ok;
}

static int fits(size_t kek_len, size_t len, size_t least)
{
    return (kek_len == 16 || kek_len == 32) && len >= least && len % 8 == 0;
}

enum dot11_err crypto_host_key_wrap(void *crypto, const uint8_t *kek,
                                    size_t kek_len, const uint8_t *in,
                                    size_t len, uint8_t *out)
{
    if (!fits(kek_len, len, 16) || !wrap(crypto, kek, kek_len, in, len, out, 1))
        return D11_ERR_CRYPTO;
    return D11_OK;
}

enum dot11_err crypto_host_key_unwrap(void *crypto, const uint8_t *kek,
                                      size_t kek_len, const uint8_t *in,
                                      size_t len, uint8_t *out)
{
    if (!fits(kek_len, len, 24))
        return D11_ERR_VERIFY;
    if (wrap(crypto, kek, kek_len, in, len, out, 0))
        return D11_OK;
    sodium_memzero(out, len - 8);
    return D11_ERR_VERIFY;
}
