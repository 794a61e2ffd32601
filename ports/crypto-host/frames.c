/* The frame ciphers of the host provider: CCM, GCM, GMAC and CMAC by OpenSSL.
 *
 * A key state keeps one OpenSSL context for each direction, made when it is
 * first needed, so that a frame costs no set-up but that of its nonce. */
#include "host.h"

#include <string.h>

#include <openssl/core_names.h>
#include <sodium.h>

struct key_state {
    EVP_CIPHER_CTX *cipher[2]; /* [0] opens, [1] seals */
    EVP_MAC_CTX *cmac;         /* keyed; duplicated for each message */
    uint8_t octets[32];        /* for the direction not used so far */
    uint8_t len;
};

static size_t key_len(enum dot11_cipher_alg alg)
{
    switch (alg) {
    case D11_ALG_CCM_128_8:
    case D11_ALG_GCM_128:
    case D11_ALG_CMAC_128:
    case D11_ALG_GMAC_128: return 16;
    case D11_ALG_CCM_256_16:
    case D11_ALG_GCM_256:
    case D11_ALG_CMAC_256:
    case D11_ALG_GMAC_256: return 32;
    case D11_ALG_COUNT: break;
    }
    return 0;
}

static int is_ccm(enum dot11_cipher_alg alg)
{
    return alg == D11_ALG_CCM_128_8 || alg == D11_ALG_CCM_256_16;
}

static int is_cmac(enum dot11_cipher_alg alg)
{
    return alg == D11_ALG_CMAC_128 || alg == D11_ALG_CMAC_256;
}

static int is_gmac(enum dot11_cipher_alg alg)
{
    return alg == D11_ALG_GMAC_128 || alg == D11_ALG_GMAC_256;
}

size_t crypto_host_key_size(void *crypto, enum dot11_cipher_alg alg)
{
    (void)crypto;
    return key_len(alg) != 0 ? sizeof(struct key_state) : 0;
}

/* The context of one direction; the length of CCM's nonce and tag are part of
 * the key set-up. */
static EVP_CIPHER_CTX *direction(const struct dot11_crypto_host *host,
                                 struct key_state *state,
                                 enum dot11_cipher_alg alg, int seal)
{
    EVP_CIPHER_CTX *ctx = state->cipher[seal];

    if (ctx != NULL)
        return ctx;
    ctx = EVP_CIPHER_CTX_new();
    if (ctx == NULL)
        return NULL;
    if (!EVP_CipherInit_ex2(ctx, host->aead[alg], NULL, NULL, seal, NULL) ||
        (is_ccm(alg) &&
         (EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_SET_IVLEN, 13, NULL) <= 0 ||
          EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_SET_TAG,
                              alg == D11_ALG_CCM_128_8 ? 8 : 16, NULL) <= 0)) ||
        !EVP_CipherInit_ex2(ctx, NULL, state->octets, NULL, seal, NULL)) {
        EVP_CIPHER_CTX_free(ctx);
        return NULL;
    }
    state->cipher[seal] = ctx;
    return ctx;
}

enum dot11_err crypto_host_key_init(void *crypto, void *key,
                                    enum dot11_cipher_alg alg,
                                    const uint8_t *octets, size_t len)
{
    const struct dot11_crypto_host *host = crypto;
    struct key_state *state = key;
    char cbc[] = "AES-128-CBC";
    OSSL_PARAM params[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_CIPHER, cbc, 0),
        OSSL_PARAM_construct_end(),
    };

    if (len == 0 || len != key_len(alg))
        return D11_ERR_CRYPTO;
    memset(state, 0, sizeof(*state));
    memcpy(state->octets, octets, len);
    state->len = (uint8_t)len;
    if (!is_cmac(alg))
        return D11_OK;

    if (len == 32)
        memcpy(cbc, "AES-256-CBC", sizeof(cbc));
    state->cmac = EVP_MAC_CTX_new(host->cmac);
    if (state->cmac == NULL ||
        !EVP_MAC_init(state->cmac, octets, len, params)) {
        crypto_host_key_fini(crypto, key, alg);
        return D11_ERR_CRYPTO;
    }
    return D11_OK;
}

void crypto_host_key_fini(void *crypto, void *key, enum dot11_cipher_alg alg)
{
    struct key_state *state = key;

    (void)crypto;
    (void)alg;
    EVP_CIPHER_CTX_free(state->cipher[0]);
    EVP_CIPHER_CTX_free(state->cipher[1]);
    EVP_MAC_CTX_free(state->cmac);
    sodium_memzero(state, sizeof(*state));
}

static int set_tag(EVP_CIPHER_CTX *ctx, const struct dot11_cipher_job *job)
{
    OSSL_PARAM params[] = {
        OSSL_PARAM_construct_octet_string(OSSL_CIPHER_PARAM_AEAD_TAG, job->mic,
                                          job->mic_len),
        OSSL_PARAM_construct_end(),
    };

    return EVP_CIPHER_CTX_set_params(ctx, params);
}

static int get_tag(EVP_CIPHER_CTX *ctx, struct dot11_cipher_job *job)
{
    OSSL_PARAM params[] = {
        OSSL_PARAM_construct_octet_string(OSSL_CIPHER_PARAM_AEAD_TAG, job->mic,
                                          job->mic_len),
        OSSL_PARAM_construct_end(),
    };

    return EVP_CIPHER_CTX_get_params(ctx, params);
}

static int ccm(EVP_CIPHER_CTX *ctx, struct dot11_cipher_job *job, int seal)
{
    const int len = (int)job->len;
    uint8_t none[1] = {0};
    /* A NULL output would mean additional data. */
    uint8_t *data = job->len != 0 ? job->data : none;
    int out;

    return EVP_CipherInit_ex2(ctx, NULL, NULL, job->nonce, seal, NULL) &&
           (seal || set_tag(ctx, job)) &&
           EVP_CipherUpdate(ctx, NULL, &out, NULL, len) &&
           (job->aad_len == 0 ||
            EVP_CipherUpdate(ctx, NULL, &out, job->aad, job->aad_len)) &&
           EVP_CipherUpdate(ctx, data, &out, data, len) &&
           (!seal || get_tag(ctx, job));
}

static int gcm(EVP_CIPHER_CTX *ctx, struct dot11_cipher_job *job, int seal,
               int gmac)
{
    const int len = (int)job->len;
    uint8_t none[16];
    int out;

    return EVP_CipherInit_ex2(ctx, NULL, NULL, job->nonce, seal, NULL) &&
           (seal || set_tag(ctx, job)) &&
           (job->aad_len == 0 ||
            EVP_CipherUpdate(ctx, NULL, &out, job->aad, job->aad_len)) &&
           (len == 0 || EVP_CipherUpdate(ctx, gmac ? NULL : job->data, &out,
                                         job->data, len)) &&
           EVP_CipherFinal_ex(ctx, none, &out) && (!seal || get_tag(ctx, job));
}

static int cmac(const EVP_MAC_CTX *keyed, struct dot11_cipher_job *job,
                int seal)
{
    EVP_MAC_CTX *ctx = EVP_MAC_CTX_dup(keyed);
    uint8_t mac[16];
    size_t len;
    int ok;

    ok = ctx != NULL && EVP_MAC_update(ctx, job->aad, job->aad_len) &&
         EVP_MAC_update(ctx, job->data, job->len) &&
         EVP_MAC_final(ctx, mac, &len, sizeof(mac)) && len == sizeof(mac) &&
         job->mic_len <= sizeof(mac);
    EVP_MAC_CTX_free(ctx);
    if (ok && seal)
        memcpy(job->mic, mac, job->mic_len);
    else if (ok)
        ok = sodium_memcmp(job->mic, mac, job->mic_len) == 0;
    sodium_memzero(mac, sizeof(mac));
    return ok;
}

static int one(const struct dot11_crypto_host *host, enum dot11_cipher_alg alg,
               struct dot11_cipher_job *job, int seal)
{
    struct key_state *state = job->key;
    EVP_CIPHER_CTX *ctx;

    if (is_cmac(alg))
        return cmac(state->cmac, job, seal);
    ctx = direction(host, state, alg, seal);
    if (ctx == NULL)
        return 0;
    if (is_ccm(alg))
        return ccm(ctx, job, seal);
    return gcm(ctx, job, seal, is_gmac(alg));
}

static size_t burst(const struct dot11_crypto_host *host,
                    enum dot11_cipher_alg alg, struct dot11_cipher_job *jobs,
                    size_t n, int seal)
{
    size_t good = 0;
    size_t i;

    for (i = 0; i < n; i++) {
        jobs[i].ok = one(host, alg, &jobs[i], seal) > 0;
        good += jobs[i].ok;
    }
    return good;
}

size_t crypto_host_seal(void *crypto, enum dot11_cipher_alg alg,
                        struct dot11_cipher_job *jobs, size_t n)
{
    return burst(crypto, alg, jobs, n, 1);
}

size_t crypto_host_open(void *crypto, enum dot11_cipher_alg alg,
                        struct dot11_cipher_job *jobs, size_t n)
{
    return burst(crypto, alg, jobs, n, 0);
}
