/* The insides of the Mbed TLS provider, shared by its files. */
#ifndef CRYPTO_MBEDTLS_MBED_H
#define CRYPTO_MBEDTLS_MBED_H

#include <mbedtls/sha1.h>
#include <mbedtls/sha256.h>
#include <mbedtls/sha512.h>
#include <mbedtls/version.h>

#include "dot11_crypto_mbedtls.h"

#if MBEDTLS_VERSION_MAJOR < 3
/* Version 2 named the functions that return errors differently. */
#define mbedtls_sha1_starts mbedtls_sha1_starts_ret
#define mbedtls_sha1_update mbedtls_sha1_update_ret
#define mbedtls_sha1_finish mbedtls_sha1_finish_ret
#define mbedtls_sha256_starts mbedtls_sha256_starts_ret
#define mbedtls_sha256_update mbedtls_sha256_update_ret
#define mbedtls_sha256_finish mbedtls_sha256_finish_ret
#define mbedtls_sha512_starts mbedtls_sha512_starts_ret
#define mbedtls_sha512_update mbedtls_sha512_update_ret
#define mbedtls_sha512_finish mbedtls_sha512_finish_ret
#endif

/* Mbed TLS configurations without SHA-384 and SHA-512 are in use. */
#if defined(MBEDTLS_SHA512_C) ||                                               \
    (defined(MBEDTLS_SHA384_C) && MBEDTLS_VERSION_MAJOR >= 3)
#define MBED_HAS_SHA512 1
#else
#define MBED_HAS_SHA512 0
#endif

/* Version 3 has no RC4 any more, and small configurations have neither. */
#if defined(MBEDTLS_ARC4_C) && MBEDTLS_VERSION_MAJOR < 3
#define MBED_HAS_ARC4 1
#else
#define MBED_HAS_ARC4 0
#endif
#if defined(MBEDTLS_MD5_C)
#define MBED_HAS_MD5 1
#else
#define MBED_HAS_MD5 0
#endif

/* A running hash of any kind; D11_HASH_COUNT: nothing to give back. */
struct mbed_hash {
    enum dot11_hash kind;
    union {
        mbedtls_sha1_context sha1;
        mbedtls_sha256_context sha256;
#if MBED_HAS_SHA512
        mbedtls_sha512_context sha512;
#endif
    } u;
};

/* An HMAC key absorbed: both hashes have had their padded key. */
struct mbed_hmac {
    struct mbed_hash inner;
    struct mbed_hash outer;
};

/* hash.c: everything made of hashes. Functions give 0, or an error. */
int mbed_hmac_key(struct mbed_hmac *hmac, enum dot11_hash hash,
                  const uint8_t *key, size_t key_len);
int mbed_hmac_of(const struct mbed_hmac *hmac, const struct dot11_octets *parts,
                 size_t n, uint8_t *out);
void mbed_hmac_free(struct mbed_hmac *hmac);
enum dot11_err mbed_hash(void *crypto, enum dot11_hash hash,
                         const struct dot11_octets *parts, size_t n,
                         uint8_t *out);
enum dot11_err mbed_hmac(void *crypto, enum dot11_hash hash, const uint8_t *key,
                         size_t key_len, const struct dot11_octets *parts,
                         size_t n, uint8_t *out);

/* frames.c: the frame ciphers. */
size_t mbed_key_size(void *crypto, enum dot11_cipher_alg alg);
enum dot11_err mbed_key_init(void *crypto, void *key, enum dot11_cipher_alg alg,
                             const uint8_t *octets, size_t len);
void mbed_key_fini(void *crypto, void *key, enum dot11_cipher_alg alg);
size_t mbed_seal(void *crypto, enum dot11_cipher_alg alg,
                 struct dot11_cipher_job *jobs, size_t n);
size_t mbed_open(void *crypto, enum dot11_cipher_alg alg,
                 struct dot11_cipher_job *jobs, size_t n);
enum dot11_err mbed_cmac(void *crypto, const uint8_t *key, size_t key_len,
                         const struct dot11_octets *parts, size_t n,
                         uint8_t out[16]);

/* ctr.c: AES in counter mode. */
enum dot11_err mbed_aes_ctr(void *crypto, const uint8_t *key, size_t key_len,
                            const uint8_t counter[16], const uint8_t *in,
                            size_t len, uint8_t *out);

/* wrap.c: AES key wrap. */
enum dot11_err mbed_key_wrap(void *crypto, const uint8_t *kek, size_t kek_len,
                             const uint8_t *in, size_t len, uint8_t *out);
enum dot11_err mbed_key_unwrap(void *crypto, const uint8_t *kek, size_t kek_len,
                               const uint8_t *in, size_t len, uint8_t *out);

/* legacy.c: what networks of the last century need. */
enum dot11_err mbed_rc4(void *crypto, const uint8_t *key, size_t key_len,
                        size_t skip, uint8_t *data, size_t len);
enum dot11_err mbed_hmac_md5(void *crypto, const uint8_t *key, size_t key_len,
                             const struct dot11_octets *parts, size_t n,
                             uint8_t out[16]);

#if MBED_HAS_ARC4
#define MBED_RC4 mbed_rc4
#else
#define MBED_RC4 NULL
#endif
#if MBED_HAS_MD5
#define MBED_HMAC_MD5 mbed_hmac_md5
#else
#define MBED_HMAC_MD5 NULL
#endif

/* What both tables have. */
#define MBED_OPS                                                               \
    .size = sizeof(struct dot11_crypto_ops), .key_size = mbed_key_size,        \
    .key_init = mbed_key_init, .key_fini = mbed_key_fini, .seal = mbed_seal,   \
    .open = mbed_open, .hash = mbed_hash, .hmac = mbed_hmac,                   \
    .cmac = mbed_cmac, .key_wrap = mbed_key_wrap,                              \
    .key_unwrap = mbed_key_unwrap, .job_cancel = mbed_job_cancel,              \
    .rc4 = MBED_RC4, .hmac_md5 = MBED_HMAC_MD5

/* jobs.c: slow work. */
void mbed_job_append(struct dot11_crypto_mbedtls *context,
                     struct dot11_crypto_job *job);
void mbed_job_use(struct dot11_crypto_mbedtls *context,
                  const struct dot11_crypto_ops *ops);
enum dot11_err mbed_job_start(void *crypto, struct dot11_crypto_job *job);
void mbed_job_cancel(void *crypto, struct dot11_crypto_job *job);

#endif
