/* The context of the host provider and its table. */
#include "host.h"

#include <stdlib.h>

#include <openssl/core_names.h>
#include <sodium.h>

static EVP_MAC_CTX *hmac_ctx(EVP_MAC *hmac, char *digest)
{
    OSSL_PARAM params[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
        OSSL_PARAM_construct_end(),
    };
    EVP_MAC_CTX *ctx = EVP_MAC_CTX_new(hmac);

    if (ctx != NULL && !EVP_MAC_CTX_set_params(ctx, params)) {
        EVP_MAC_CTX_free(ctx);
        return NULL;
    }
    return ctx;
}

static int make_wrap(struct dot11_crypto_host *host, int size, const char *name)
{
    EVP_CIPHER_CTX *ctx;
    int seal;

    host->wrap[size] = EVP_CIPHER_fetch(NULL, name, NULL);
    if (host->wrap[size] == NULL)
        return 0;
    for (seal = 0; seal < 2; seal++) {
        ctx = EVP_CIPHER_CTX_new();
        host->wrap_ctx[size][seal] = ctx;
        if (ctx == NULL)
            return 0;
        EVP_CIPHER_CTX_set_flags(ctx, EVP_CIPHER_CTX_FLAG_WRAP_ALLOW);
        if (!EVP_CipherInit_ex2(ctx, host->wrap[size], NULL, NULL, seal, NULL))
            return 0;
    }
    return 1;
}

static int fetch_ciphers(struct dot11_crypto_host *host)
{
    static const struct {
        enum dot11_cipher_alg alg;
        const char *name;
    } names[] = {
        {D11_ALG_CCM_128_8, "AES-128-CCM"}, {D11_ALG_CCM_256_16, "AES-256-CCM"},
        {D11_ALG_GCM_128, "AES-128-GCM"},   {D11_ALG_GCM_256, "AES-256-GCM"},
        {D11_ALG_GMAC_128, "AES-128-GCM"},  {D11_ALG_GMAC_256, "AES-256-GCM"},
    };
    size_t i;

    for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        host->aead[names[i].alg] = EVP_CIPHER_fetch(NULL, names[i].name, NULL);
        if (host->aead[names[i].alg] == NULL)
            return 0;
    }
    return make_wrap(host, 0, "AES-128-ECB") &&
           make_wrap(host, 1, "AES-256-ECB");
}

static int fetch_digests(struct dot11_crypto_host *host)
{
    char sha1[] = "SHA1";
    char sha384[] = "SHA384";

    host->sha1 = EVP_MD_fetch(NULL, sha1, NULL);
    host->sha384 = EVP_MD_fetch(NULL, sha384, NULL);
    host->md_ctx = EVP_MD_CTX_new();
    host->cmac = EVP_MAC_fetch(NULL, "CMAC", NULL);
    host->hmac = EVP_MAC_fetch(NULL, "HMAC", NULL);
    if (host->sha1 == NULL || host->sha384 == NULL || host->md_ctx == NULL ||
        host->cmac == NULL || host->hmac == NULL)
        return 0;

    host->cmac_ctx = EVP_MAC_CTX_new(host->cmac);
    host->hmac_ctx[D11_HASH_SHA1] = hmac_ctx(host->hmac, sha1);
    host->hmac_ctx[D11_HASH_SHA384] = hmac_ctx(host->hmac, sha384);
    return host->cmac_ctx != NULL && host->hmac_ctx[D11_HASH_SHA1] != NULL &&
           host->hmac_ctx[D11_HASH_SHA384] != NULL;
}

struct dot11_crypto_host *dot11_crypto_host_new(unsigned flags)
{
    struct dot11_crypto_host *host;

    if (sodium_init() < 0)
        return NULL;
    host = calloc(1, sizeof(*host));
    if (host == NULL)
        return NULL;
    if (!fetch_ciphers(host) || !fetch_digests(host))
        goto fail;
    if ((flags & DOT11_CRYPTO_HOST_WORKER) != 0) {
        host->worker = crypto_host_worker_new();
        if (host->worker == NULL)
            goto fail;
    }
    return host;

fail:
    dot11_crypto_host_free(host);
    return NULL;
}

void dot11_crypto_host_free(struct dot11_crypto_host *host)
{
    size_t i;

    if (host == NULL)
        return;
    crypto_host_worker_free(host->worker);
    crypto_host_legacy_free(host->legacy);
    crypto_host_ec_free(host);
    for (i = 0; i < D11_HASH_COUNT; i++)
        EVP_MAC_CTX_free(host->hmac_ctx[i]);
    EVP_MAC_free(host->hmac);
    EVP_MAC_CTX_free(host->cmac_ctx);
    EVP_MAC_free(host->cmac);
    EVP_MD_CTX_free(host->md_ctx);
    EVP_MD_free(host->sha384);
    EVP_MD_free(host->sha1);
    for (i = 0; i < 2; i++) {
        EVP_CIPHER_CTX_free(host->wrap_ctx[i][0]);
        EVP_CIPHER_CTX_free(host->wrap_ctx[i][1]);
        EVP_CIPHER_free(host->wrap[i]);
    }
    for (i = 0; i < D11_ALG_COUNT; i++)
        EVP_CIPHER_free(host->aead[i]);
    free(host);
}

const struct dot11_crypto_ops *dot11_crypto_host_ops(void)
{
    static const struct dot11_crypto_ops ops = {
        .size = sizeof(struct dot11_crypto_ops),
        .key_size = crypto_host_key_size,
        .key_init = crypto_host_key_init,
        .key_fini = crypto_host_key_fini,
        .seal = crypto_host_seal,
        .open = crypto_host_open,
        .hash = crypto_host_hash,
        .hmac = crypto_host_hmac,
        .cmac = crypto_host_cmac,
        .key_wrap = crypto_host_key_wrap,
        .key_unwrap = crypto_host_key_unwrap,
        .job_start = crypto_host_job_start,
        .job_cancel = crypto_host_job_cancel,
        .rc4 = crypto_host_rc4,
        .hmac_md5 = crypto_host_hmac_md5,
        .ec = &crypto_host_ec,
        .aes_ctr = crypto_host_aes_ctr,
    };

    return &ops;
}

enum dot11_err dot11_crypto_host_random(uint8_t *buf, size_t len)
{
    if (sodium_init() < 0)
        return D11_ERR_RANDOM;
    randombytes_buf(buf, len);
    return D11_OK;
}

int dot11_crypto_host_fd(const struct dot11_crypto_host *host)
{
    return host->worker == NULL ? -1 : crypto_host_worker_fd(host->worker);
}

struct dot11_crypto_job *dot11_crypto_host_next(struct dot11_crypto_host *host,
                                                enum dot11_err *err)
{
    return host->worker == NULL ? NULL
                                : crypto_host_worker_next(host->worker, err);
}
