/*
 * The interface by which a benchmark compares implementations: a shared object
 * with one symbol, `bp_peer`, whose parts are NULL where there is nothing to
 * measure. Only the layout is fixed; the names of types are ours.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef BENCH_PEER_ABI_H
#define BENCH_PEER_ABI_H

#include <stddef.h>
#include <stdint.h>

/* Frame ciphers, in the order of enum dot11_cipher_alg. */
enum bench_cipher {
    BENCH_CCMP_128,
    BENCH_CCMP_256,
    BENCH_GCMP_128,
    BENCH_GCMP_256,
    BENCH_BIP_CMAC_128,
    BENCH_BIP_CMAC_256,
    BENCH_BIP_GMAC_128,
    BENCH_BIP_GMAC_256,
    BENCH_CIPHERS
};

/* One frame, ciphered in place. */
struct bench_job {
    uint8_t *data;
    size_t len;
    const uint8_t *nonce;
    const uint8_t *aad;
    size_t aad_len;
    uint8_t *mic; /* written when sealed, compared when opened */
};

/* Frame protection. All but `open` and `close` return 0 for success. */
struct bench_crypto {
    unsigned ciphers; /* a bit each */
    void *(*open)(int cipher, const uint8_t *key);
    int (*seal)(void *state, struct bench_job *job);
    int (*unseal)(void *state, struct bench_job *job);
    int (*seal_burst)(void *state, struct bench_job *jobs, int count);
    int (*unseal_burst)(void *state, struct bench_job *jobs, int count);
    void (*close)(void *state);
};

/* The work of joining a network; 0 for success. */
struct bench_join {
    int (*pbkdf2)(const char *passphrase, const uint8_t *ssid, size_t ssid_len,
                  uint8_t psk[32]);
    int (*p256_multiply)(const uint8_t scalar[32], const uint8_t point[64],
                         uint8_t product[64]);
    int (*sae_prepare)(const char *password, const uint8_t *ssid,
                       size_t ssid_len);
    int (*sae_both)(const char *password, const uint8_t *ssid, size_t ssid_len);
    int (*four_way)(void); /* PTK, three MICs, one unwrapping */
};

/* A beacon or probe response without FCS; 0 or more when it is accepted. */
struct bench_parse {
    int (*beacon)(const uint8_t *frame, size_t len);
};

/* An association to carry data over. */
struct bench_path_config {
    uint8_t bssid[6];
    uint8_t own[6];
    int cipher; /* -1: the radio ciphers, packet numbers are to be checked */
    uint8_t key[32];
    int block_ack; /* frames of the window, 0: no agreement */
};

/* What comes out: Ethernet frames received, MPDUs to be sent. */
typedef void bench_sink(void *arg, const uint8_t *frame, size_t len);

struct bench_path {
    void *(*open)(const struct bench_path_config *config, bench_sink *sink,
                  void *arg);
    /* Frames with 64 octets to write to before and behind each. */
    int (*rx)(void *state, uint8_t **mpdus, size_t *lens, int count);
    int (*tx)(void *state, uint8_t **frames, size_t *lens, int count);
    void (*close)(void *state);
};

struct bench_peer {
    const char *name;
    const char *version;
    const struct bench_crypto *crypto;
    const struct bench_join *join;
    const struct bench_parse *parse;
    const struct bench_path *path;
};

extern const struct bench_peer bp_peer;

#endif
