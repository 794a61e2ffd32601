/* The insides of the host provider, shared by its files. */
#ifndef CRYPTO_HOST_HOST_H
#define CRYPTO_HOST_HOST_H

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/evp.h>

#include "dot11_crypto_host.h"

struct crypto_host_legacy;
struct worker;

/* What OpenSSL looks up by name is looked up once. */
struct dot11_crypto_host {
    EVP_CIPHER *aead[D11_ALG_COUNT]; /* CCM or GCM; GCM for GMAC too */
    EVP_CIPHER *wrap[2];             /* AES-128, AES-256, for key wrap */
    EVP_CIPHER_CTX *wrap_ctx[2][2];  /* of each, [0] unwraps, [1] wraps */
    EVP_MD *sha1;
    EVP_MD *sha384;
    EVP_MD_CTX *md_ctx;
    EVP_MAC *cmac;
    EVP_MAC_CTX *cmac_ctx;
    EVP_MAC *hmac;
    EVP_MAC_CTX *hmac_ctx[D11_HASH_COUNT]; /* SHA-1, SHA-384 */
    BN_CTX *bn;                        /* NULL: no curve was asked for yet */
    EC_GROUP *groups[3];               /* P-256, P-384, P-521; NULL: the same */
    struct worker *worker;             /* NULL: work is done at once */
    struct crypto_host_legacy *legacy; /* NULL: nobody asked for RC4 yet */
};

/* frames.c: the frame ciphers. */
size_t crypto_host_key_size(void *crypto, enum dot11_cipher_alg alg);
enum dot11_err crypto_host_key_init(void *crypto, void *key,
                                    enum dot11_cipher_alg alg,
                                    const uint8_t *octets, size_t len);
void crypto_host_key_fini(void *crypto, void *key, enum dot11_cipher_alg alg);
size_t crypto_host_seal(void *crypto, enum dot11_cipher_alg alg,
                        struct dot11_cipher_job *jobs, size_t n);
size_t crypto_host_open(void *crypto, enum dot11_cipher_alg alg,
                        struct dot11_cipher_job *jobs, size_t n);

/* digest.c: hashes, MACs and key wrap. */
enum dot11_err crypto_host_hash(void *crypto, enum dot11_hash hash,
                                const struct dot11_octets *parts, size_t n,
                                uint8_t *out);
enum dot11_err crypto_host_hmac(void *crypto, enum dot11_hash hash,
                                const uint8_t *key, size_t key_len,
                                const struct dot11_octets *parts, size_t n,
                                uint8_t *out);
enum dot11_err crypto_host_cmac(void *crypto, const uint8_t *key,
                                size_t key_len,
                                const struct dot11_octets *parts, size_t n,
                                uint8_t out[16]);
/* ctr.c */
enum dot11_err crypto_host_aes_ctr(void *crypto, const uint8_t *key,
                                   size_t key_len, const uint8_t counter[16],
                                   const uint8_t *in, size_t len, uint8_t *out);
enum dot11_err crypto_host_key_wrap(void *crypto, const uint8_t *kek,
                                    size_t kek_len, const uint8_t *in,
                                    size_t len, uint8_t *out);
enum dot11_err crypto_host_key_unwrap(void *crypto, const uint8_t *kek,
                                      size_t kek_len, const uint8_t *in,
                                      size_t len, uint8_t *out);

/* legacy.c: RC4 and MD5, where OpenSSL has them still. */
enum dot11_err crypto_host_rc4(void *crypto, const uint8_t *key, size_t key_len,
                               size_t skip, uint8_t *data, size_t len);
enum dot11_err crypto_host_hmac_md5(void *crypto, const uint8_t *key,
                                    size_t key_len,
                                    const struct dot11_octets *parts, size_t n,
                                    uint8_t out[16]);
void crypto_host_legacy_free(struct crypto_host_legacy *legacy);

/* ec.c: curves and numbers. */
extern const struct dot11_ec_ops crypto_host_ec;
void crypto_host_ec_free(struct dot11_crypto_host *host);

/* worker.c: slow work. */
struct worker *crypto_host_worker_new(void);
void crypto_host_worker_free(struct worker *worker);
int crypto_host_worker_fd(const struct worker *worker);
struct dot11_crypto_job *crypto_host_worker_next(struct worker *worker,
                                                 enum dot11_err *err);
enum dot11_err crypto_host_job_start(void *crypto,
                                     struct dot11_crypto_job *job);
void crypto_host_job_cancel(void *crypto, struct dot11_crypto_job *job);

#endif
