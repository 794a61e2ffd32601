/* The frame ciphers of the Mbed TLS provider: CCM, GCM, GMAC and CMAC. */
#include "mbed.h"

#include <string.h>

#include <mbedtls/ccm.h>
#include <mbedtls/cmac.h>
#include <mbedtls/gcm.h>
#include <mbedtls/platform.h>
#include <mbedtls/platform_util.h>

/* The state of a key is the library's own context. */
union key_state {
    mbedtls_ccm_context ccm;
    mbedtls_gcm_context gcm; /* GMAC too */
    mbedtls_cipher_context_t cmac;
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

size_t mbed_key_size(void *crypto, enum dot11_cipher_alg alg)
{
    (void)crypto;
    return key_len(alg) != 0 ? sizeof(union key_state) : 0;
}

static int cmac_key(mbedtls_cipher_context_t *ctx, const uint8_t *octets,
                    size_t len)
{
    const mbedtls_cipher_info_t *info;
    int err;

    info =
        mbedtls_cipher_info_from_type(len == 16   ? MBEDTLS_CIPHER_AES_128_ECB
                                      : len == 24 ? MBEDTLS_CIPHER_AES_192_ECB
                                                  : MBEDTLS_CIPHER_AES_256_ECB);
    mbedtls_cipher_init(ctx);
    err = mbedtls_cipher_setup(ctx, info);
    if (err == 0)
        err = mbedtls_cipher_cmac_starts(ctx, octets, len * 8);
    return err;
}

enum dot11_err mbed_key_init(void *crypto, void *key, enum dot11_cipher_alg alg,
                             const uint8_t *octets, size_t len)
{
    union key_state *state = key;
    const unsigned bits = (unsigned)len * 8u;
    int err = 0;

    if (len == 0 || len != key_len(alg))
        return D11_ERR_CRYPTO;
    switch (alg) {
    case D11_ALG_CCM_128_8:
    case D11_ALG_CCM_256_16:
        mbedtls_ccm_init(&state->ccm);
        err = mbedtls_ccm_setkey(&state->ccm, MBEDTLS_CIPHER_ID_AES, octets,
                                 bits);
        break;
    case D11_ALG_GCM_128:
    case D11_ALG_GCM_256:
    case D11_ALG_GMAC_128:
    case D11_ALG_GMAC_256:
        mbedtls_gcm_init(&state->gcm);
        err = mbedtls_gcm_setkey(&state->gcm, MBEDTLS_CIPHER_ID_AES, octets,
                                 bits);
        break;
    case D11_ALG_CMAC_128:
    case D11_ALG_CMAC_256: err = cmac_key(&state->cmac, octets, len); break;
    case D11_ALG_COUNT: return D11_ERR_CRYPTO;
    }
    if (err != 0) {
        mbed_key_fini(crypto, key, alg);
        return D11_ERR_CRYPTO;
    }
    return D11_OK;
}

void mbed_key_fini(void *crypto, void *key, enum dot11_cipher_alg alg)
{
    union key_state *state = key;

    (void)crypto;
    switch (alg) {
    case D11_ALG_CCM_128_8:
    case D11_ALG_CCM_256_16: mbedtls_ccm_free(&state->ccm); break;
    case D11_ALG_GCM_128:
    case D11_ALG_GCM_256:
    case D11_ALG_GMAC_128:
    case D11_ALG_GMAC_256: mbedtls_gcm_free(&state->gcm); break;
    case D11_ALG_CMAC_128:
    case D11_ALG_CMAC_256: mbedtls_cipher_free(&state->cmac); break;
    case D11_ALG_COUNT: break;
    }
    mbedtls_platform_zeroize(state, sizeof(*state));
}

/* 0 when the MICs are equal; the time tells nothing else. */
static int mic_differs(const uint8_t *a, const uint8_t *b, size_t len)
{
    volatile uint8_t differs = 0;
    size_t i;

    for (i = 0; i < len; i++)
        differs |= (uint8_t)(a[i] ^ b[i]);
    return differs;
}

/* A MAC of 16 octets becomes the job's MIC, or is compared with it. */
static int settle(struct dot11_cipher_job *job, const uint8_t mac[16], int seal)
{
    if (job->mic_len > 16)
        return -1;
    if (!seal)
        return mic_differs(job->mic, mac, job->mic_len);
    memcpy(job->mic, mac, job->mic_len);
    return 0;
}

static int ccm(mbedtls_ccm_context *ctx, struct dot11_cipher_job *job, int seal)
{
    if (seal)
        return mbedtls_ccm_encrypt_and_tag(ctx, job->len, job->nonce, 13,
                                           job->aad, job->aad_len, job->data,
                                           job->data, job->mic, job->mic_len);
    return mbedtls_ccm_auth_decrypt(ctx, job->len, job->nonce, 13, job->aad,
                                    job->aad_len, job->data, job->data,
                                    job->mic, job->mic_len);
}

static int gcm(mbedtls_gcm_context *ctx, struct dot11_cipher_job *job, int seal)
{
    if (seal)
        return mbedtls_gcm_crypt_and_tag(
            ctx, MBEDTLS_GCM_ENCRYPT, job->len, job->nonce, 12, job->aad,
            job->aad_len, job->data, job->data, job->mic_len, job->mic);
    return mbedtls_gcm_auth_decrypt(ctx, job->len, job->nonce, 12, job->aad,
                                    job->aad_len, job->mic, job->mic_len,
                                    job->data, job->data);
}

/* Version 2 wants the additional data of GCM in one piece, so the message is
 * joined; group-addressed management frames are rare. */
static int gmac(mbedtls_gcm_context *ctx, struct dot11_cipher_job *job,
                int seal)
{
    const size_t len = job->aad_len + job->len;
    uint8_t *joined = mbedtls_calloc(1, len + 1);
    uint8_t mac[16];
    int err;

    if (joined == NULL)
        return -1;
    memcpy(joined, job->aad, job->aad_len);
    memcpy(joined + job->aad_len, job->data, job->len);
    err = mbedtls_gcm_crypt_and_tag(ctx, MBEDTLS_GCM_ENCRYPT, 0, job->nonce, 12,
                                    joined, len, NULL, NULL, sizeof(mac), mac);
    mbedtls_free(joined);
    if (err == 0)
        err = settle(job, mac, seal);
    mbedtls_platform_zeroize(mac, sizeof(mac));
    return err;
}

static int cmac(mbedtls_cipher_context_t *ctx, struct dot11_cipher_job *job,
                int seal)
{
    uint8_t mac[16];
    int err;

    err = mbedtls_cipher_cmac_reset(ctx);
    if (err == 0 && job->aad_len > 0)
        err = mbedtls_cipher_cmac_update(ctx, job->aad, job->aad_len);
    if (err == 0 && job->len > 0)
        err = mbedtls_cipher_cmac_update(ctx, job->data, job->len);
    if (err == 0)
        err = mbedtls_cipher_cmac_finish(ctx, mac);
    if (err == 0)
        err = settle(job, mac, seal);
    mbedtls_platform_zeroize(mac, sizeof(mac));
    return err;
}

static size_t burst(enum dot11_cipher_alg alg, struct dot11_cipher_job *jobs,
                    size_t n, int seal)
{
    union key_state *state;
    size_t good = 0;
    size_t i;
    int err = -1;

    for (i = 0; i < n; i++) {
        state = jobs[i].key;
        switch (alg) {
        case D11_ALG_CCM_128_8:
        case D11_ALG_CCM_256_16: err = ccm(&state->ccm, &jobs[i], seal); break;
        case D11_ALG_GCM_128:
        case D11_ALG_GCM_256: err = gcm(&state->gcm, &jobs[i], seal); break;
        case D11_ALG_GMAC_128:
        case D11_ALG_GMAC_256: err = gmac(&state->gcm, &jobs[i], seal); break;
        case D11_ALG_CMAC_128:
        case D11_ALG_CMAC_256: err = cmac(&state->cmac, &jobs[i], seal); break;
        case D11_ALG_COUNT: break;
        }
        jobs[i].ok = err == 0;
        good += jobs[i].ok;
    }
    return good;
}

size_t mbed_seal(void *crypto, enum dot11_cipher_alg alg,
                 struct dot11_cipher_job *jobs, size_t n)
{
    (void)crypto;
    return burst(alg, jobs, n, 1);
}

size_t mbed_open(void *crypto, enum dot11_cipher_alg alg,
                 struct dot11_cipher_job *jobs, size_t n)
{
    (void)crypto;
    return burst(alg, jobs, n, 0);
}

enum dot11_err mbed_cmac(void *crypto, const uint8_t *key, size_t len,
                         const struct dot11_octets *parts, size_t n,
                         uint8_t out[16])
{
    mbedtls_cipher_context_t ctx;
    size_t i;
    int err;

    (void)crypto;
    if (len != 16 && len != 24 && len != 32)
        return D11_ERR_CRYPTO;
    err = cmac_key(&ctx, key, len);
    for (i = 0; err == 0 && i < n; i++) {
        if (parts[i].len > 0)
            err = mbedtls_cipher_cmac_update(&ctx, parts[i].data, parts[i].len);
    }
    if (err == 0)
        err = mbedtls_cipher_cmac_finish(&ctx, out);
    mbedtls_cipher_free(&ctx);
    return err == 0 ? D11_OK : D11_ERR_CRYPTO;
}
