/*
 * The library behind the interface of peer_abi.h, over the host's provider.
 *
 * SPDX-License-Identifier: MIT
 */
#include "peer_abi.h"

#include <stdlib.h>
#include <string.h>

#include <dot11_crypto_host.h>

#include "frame/header.h"
#include "frame/summary.h"
#include "join.h"
#include "station.h"

#define BURST 64

/* Frame protection: what the core hands to the provider. */

struct cipher {
    struct dot11_crypto_host *host;
    const struct dot11_crypto_ops *ops;
    enum dot11_cipher_alg alg;
    uint8_t mic_len;
    void *key;
    struct dot11_cipher_job jobs[BURST];
};

static void cipher_close(void *state)
{
    struct cipher *cipher = state;

    if (cipher->key != NULL)
        cipher->ops->key_fini(cipher->host, cipher->key, cipher->alg);
    free(cipher->key);
    dot11_crypto_host_free(cipher->host);
    free(cipher);
}

static void *cipher_open(int which, const uint8_t *octets)
{
    static const enum dot11_cipher_alg algs[BENCH_CIPHERS] = {
        D11_ALG_CCM_128_8, D11_ALG_CCM_256_16, D11_ALG_GCM_128,
        D11_ALG_GCM_256,   D11_ALG_CMAC_128,   D11_ALG_CMAC_256,
        D11_ALG_GMAC_128,  D11_ALG_GMAC_256};
    const bool is_short =
        which == BENCH_CCMP_128 || which == BENCH_BIP_CMAC_128;
    struct cipher *cipher = calloc(1, sizeof(*cipher));

    if (cipher == NULL)
        return NULL;
    cipher->ops = dot11_crypto_host_ops();
    cipher->host = dot11_crypto_host_new(0);
    cipher->alg = algs[which];
    cipher->mic_len = is_short ? 8 : 16;
    if (cipher->host != NULL)
        cipher->key =
            calloc(1, cipher->ops->key_size(cipher->host, cipher->alg));
    if (cipher->key == NULL ||
        cipher->ops->key_init(cipher->host, cipher->key, cipher->alg, octets,
                              which % 2 == 0 ? 16 : 32) != D11_OK) {
        free(cipher->key);
        cipher->key = NULL;
        cipher_close(cipher);
        return NULL;
    }
    return cipher;
}

static size_t prepare(struct cipher *cipher, const struct bench_job *jobs,
                      int count)
{
    for (int i = 0; i < count; i++) {
        struct dot11_cipher_job *to = &cipher->jobs[i];

        to->data = jobs[i].data;
        to->len = jobs[i].len;
        to->nonce = jobs[i].nonce;
        to->aad = jobs[i].aad;
        to->aad_len = (uint8_t)jobs[i].aad_len;
        to->mic_len = cipher->mic_len;
        to->ok = 0;
        to->mic = jobs[i].mic;
        to->key = cipher->key;
    }
    return (size_t)count;
}

static int cipher_seal(void *state, struct bench_job *jobs, int count)
{
    struct cipher *cipher = state;
    size_t n = prepare(cipher, jobs, count);

    return cipher->ops->seal(cipher->host, cipher->alg, cipher->jobs, n) != n;
}

static int cipher_unseal(void *state, struct bench_job *jobs, int count)
{
    struct cipher *cipher = state;
    size_t n = prepare(cipher, jobs, count);

    return cipher->ops->open(cipher->host, cipher->alg, cipher->jobs, n) != n;
}

static int cipher_seal_one(void *state, struct bench_job *job)
{
    return cipher_seal(state, job, 1);
}

static int cipher_unseal_one(void *state, struct bench_job *job)
{
    return cipher_unseal(state, job, 1);
}

static const struct bench_crypto crypto = {
    .ciphers = (1u << BENCH_CIPHERS) - 1,
    .open = cipher_open,
    .seal = cipher_seal_one,
    .unseal = cipher_unseal_one,
    .seal_burst = cipher_seal,
    .unseal_burst = cipher_unseal,
    .close = cipher_close,
};

/* Joining. */

static int join_pbkdf2(const char *passphrase, const uint8_t *ssid,
                       size_t ssid_len, uint8_t psk[32])
{
    struct dot11_crypto_job job;
    const size_t len = strlen(passphrase);

    memset(&job, 0, sizeof(job));
    job.kind = D11_JOB_PBKDF2_SHA1;
    memcpy(job.in.pbkdf2.passphrase, passphrase, len);
    job.in.pbkdf2.passphrase_len = (uint8_t)len;
    memcpy(job.in.pbkdf2.ssid.octets, ssid, ssid_len);
    job.in.pbkdf2.ssid.len = (uint8_t)ssid_len;
    job.in.pbkdf2.iterations = 4096;
    job.out_len = 32;
    if (dot11_crypto_host_ops()->job_start(bench_join_host(), &job) != D11_OK)
        return 1;
    memcpy(psk, job.out, 32);
    return 0;
}

static int join_p256(const uint8_t scalar[32], const uint8_t point[64],
                     uint8_t product[64])
{
    return bench_join_ops()->ec->mul(bench_join_host(), D11_GROUP_P256,
                                     scalar, point, product) != D11_OK;
}

static int join_sae_prepare(const char *password, const uint8_t *ssid,
                            size_t ssid_len)
{
    bench_sae_password(password, ssid, ssid_len);
    return !bench_sae_pt();
}

static int join_sae_both(const char *password, const uint8_t *ssid,
                         size_t ssid_len)
{
    struct bench_sae_end a, b;

    (void)password;
    (void)ssid;
    (void)ssid_len;
    if (!bench_sae_begin(&a, 0) || !bench_sae_begin(&b, 1) ||
        !bench_sae_answer(&a, &b.own) || !bench_sae_answer(&b, &a.own) ||
        !bench_sae_verify(&a, &b.own) || !bench_sae_verify(&b, &a.own))
        return 1;
    return memcmp(&a.keys, &b.keys, sizeof(a.keys)) != 0;
}

static int join_four_way(void)
{
    return !bench_four_way();
}

static const struct bench_join join = {
    .pbkdf2 = join_pbkdf2,
    .p256_multiply = join_p256,
    .sae_prepare = join_sae_prepare,
    .sae_both = join_sae_both,
    .four_way = join_four_way,
};

/* Beacons. */

static int parse_beacon(const uint8_t *frame, size_t len)
{
    struct d11_bss_summary summary;
    struct d11_header header;
    struct d11_index index;

    if (d11_header_decode(&header, frame, len) != D11_DROP_NONE ||
        d11_bss_summarize(&summary, &index, frame + header.len,
                          len - header.len) != D11_DROP_NONE)
        return -1;
    return summary.bad == 0 ? 0 : -1;
}

static const struct bench_parse parse = {.beacon = parse_beacon};

/* The data path. */

static void *path_open(const struct bench_path_config *config, bench_sink *sink,
                       void *arg)
{
    /* Block-ack agreements are not made, so there is nothing to measure. */
    if (config->block_ack != 0 ||
        (config->cipher >= 0 && config->cipher != BENCH_CCMP_128))
        return NULL;
    return bench_station_new(config->bssid, config->own, config->key,
                             config->cipher >= 0, sink, arg);
}

static int path_rx(void *state, uint8_t **mpdus, size_t *lens, int count)
{
    bench_station_rx(state, mpdus, lens, (size_t)count);
    return 0;
}

static int path_tx(void *state, uint8_t **frames, size_t *lens, int count)
{
    bench_station_tx(state, frames, lens, (size_t)count);
    return 0;
}

static void path_close(void *state)
{
    bench_station_free(state);
}

static const struct bench_path path = {
    .open = path_open,
    .rx = path_rx,
    .tx = path_tx,
    .close = path_close,
};

const struct bench_peer bp_peer = {
    .name = "libdot11",
    .version = "with libsodium and OpenSSL",
    .crypto = &crypto,
    .join = &join,
    .parse = &parse,
    .path = &path,
};
