/* libdot11: the primitives that a crypto provider brings.
 *
 * SPDX-License-Identifier: MIT
 *
 * The core has no hash and no cipher of its own. A provider (ports/crypto-*,
 * or yours) fills in struct dot11_crypto_ops over a library or an engine.
 * tests/provider runs any table through published vectors and forgeries. */
#ifndef DOT11_CRYPTO_H
#define DOT11_CRYPTO_H

#include <dot11/ec.h>
#include <dot11/err.h>
#include <dot11/types.h>

#ifdef __cplusplus
extern "C" {
#endif

struct dot11_radio;
struct dot11_crypto_ops;
struct dot11_crypto_job;

/** Frame ciphers; each is an AEAD or a MAC over whole frames. */
enum dot11_cipher_alg {
    D11_ALG_CCM_128_8,  /**< AES-128 CCM, M = 8, L = 2 (12.5.3): CCMP-128 */
    D11_ALG_CCM_256_16, /**< AES-256 CCM, M = 16, L = 2: CCMP-256 */
    D11_ALG_GCM_128,    /**< AES-128 GCM, 16 octets of tag (12.5.5) */
    D11_ALG_GCM_256,    /**< AES-256 GCM, 16 octets of tag */
    D11_ALG_CMAC_128,   /**< AES-128 CMAC, cut to the job's mic_len (BIP) */
    D11_ALG_CMAC_256,   /**< AES-256 CMAC */
    D11_ALG_GMAC_128,   /**< AES-128 GMAC */
    D11_ALG_GMAC_256,   /**< AES-256 GMAC */
    D11_ALG_COUNT
};

/** Hash functions. */
enum dot11_hash {
    D11_HASH_SHA1,   /**< 20 octets */
    D11_HASH_SHA256, /**< 32 octets */
    D11_HASH_SHA384, /**< 48 octets */
    D11_HASH_SHA512, /**< 64 octets */
    D11_HASH_COUNT
};

/** Octets of the longest hash. */
#define D11_HASH_MAX 64u

/**
 * One frame for seal or open. In place: `data` is plaintext before and
 * ciphertext after a seal. For the MAC algorithms the message is `aad`
 * followed by `data`, and both stay as they are.
 */
struct dot11_cipher_job {
    uint8_t *data;        /**< in place */
    size_t len;           /**< octets of data, without the MIC; 0 is legal */
    const uint8_t *nonce; /**< CCM 13, GCM and GMAC 12, CMAC unused */
    const uint8_t *aad;   /**< additional authenticated data */
    uint8_t aad_len;      /**< 0..64 */
    uint8_t mic_len;      /**< 8 or 16 */
    uint8_t ok;           /**< provider sets 1: done and, for open, verified */
    uint8_t *mic;         /**< seal writes it, open compares it in constant
                               time; may lie right behind data */
    void *key;            /**< key state from key_init; jobs of one burst may
                               name different keys of one algorithm */
};

/** Kinds of slow work. */
enum dot11_job_kind {
    D11_JOB_PBKDF2_SHA1, /**< passphrase to PSK, J.4 */
    D11_JOB_RUN,         /**< a function of the core, see dot11_job_run */
    D11_JOB_KIND_COUNT
};

/**
 * Slow work of the core's own: a function that works on the memory that
 * begins with `job`, in.run.size octets, and on nothing else, with the
 * primitives it is handed. A provider with a thread may run it on a copy of
 * that memory, with primitives of that thread.
 * @return D11_OK, or D11_ERR_CRYPTO when a primitive failed
 */
typedef enum dot11_err dot11_job_run(struct dot11_crypto_job *job,
                                     const struct dot11_crypto_ops *ops,
                                     void *crypto);

/** Octets of memory that a D11_JOB_RUN works on at most. */
#define D11_JOB_RUN_MAX 2048u

/** Longest passphrase in octets (J.4.1). */
#define D11_PASSPHRASE_MAX 63u

/**
 * Slow work. The job owns its inputs, so it may run on another thread; the
 * core does not touch it between a PENDING job_start and
 * dot11_crypto_job_done() or job_cancel.
 */
struct dot11_crypto_job {
    uint8_t kind;  /**< enum dot11_job_kind */
    uint8_t state; /**< the core's */
    uint16_t owner;/**< the core's: which station and extension wait for it */
    uint32_t token;/**< the core's: tells this use from an earlier one */
    void *provider;/**< the provider's while it runs */
    union {
        struct {
            uint8_t passphrase[D11_PASSPHRASE_MAX]; /**< octets */
            uint8_t passphrase_len;                 /**< 8..63 */
            struct dot11_ssid ssid;                 /**< salt */
            uint16_t iterations;                    /**< 4096 for a PSK */
        } pbkdf2;
        struct {
            dot11_job_run *run; /**< D11_JOB_RUN */
            uint16_t size;      /**< octets from the job on, at most
                                     D11_JOB_RUN_MAX */
        } run;
    } in;                         /**< wiped by the owner of the job */
    uint8_t out[64];              /**< result; wiped by the owner after use */
    uint8_t out_len;              /**< octets wanted; 32 for a PSK */
};

/**
 * What a provider does. `crypto` is the pointer given in dot11_config. Ops
 * are called from inside calls into the core and must not call back, block
 * or keep pointers to what they are given (key states and jobs excepted).
 * A NULL entry means unsupported, and what needs it is not offered.
 */
struct dot11_crypto_ops {
    size_t size; /**< sizeof(struct dot11_crypto_ops) */

    /**
     * Octets of key state for `alg`, aligned as max_align_t; 0 when the
     * algorithm is not supported. Called before init; must be constant.
     */
    size_t (*key_size)(void *crypto, enum dot11_cipher_alg alg);

    /**
     * Make a key state in `key` from the key's octets (16 or 32).
     * @return D11_OK or D11_ERR_CRYPTO; after an error `key` holds nothing
     */
    enum dot11_err (*key_init)(void *crypto, void *key,
                               enum dot11_cipher_alg alg,
                               const uint8_t *octets, size_t len);

    /** Wipe a key state and give back what it holds. */
    void (*key_fini)(void *crypto, void *key, enum dot11_cipher_alg alg);

    /**
     * Encrypt and authenticate a burst in place. Sets `ok` of each job.
     * @return how many are ok
     */
    size_t (*seal)(void *crypto, enum dot11_cipher_alg alg,
                   struct dot11_cipher_job *jobs, size_t n);

    /**
     * Verify and decrypt a burst in place. Each job gets its own verdict in
     * `ok`; the data of a job that failed is undefined afterwards.
     * @return how many are ok
     */
    size_t (*open)(void *crypto, enum dot11_cipher_alg alg,
                   struct dot11_cipher_job *jobs, size_t n);

    /** Hash `n` parts as if they were one string. */
    enum dot11_err (*hash)(void *crypto, enum dot11_hash hash,
                           const struct dot11_octets *parts, size_t n,
                           uint8_t *out);

    /** HMAC over `n` parts; `out` gets the whole hash length. */
    enum dot11_err (*hmac)(void *crypto, enum dot11_hash hash,
                           const uint8_t *key, size_t key_len,
                           const struct dot11_octets *parts, size_t n,
                           uint8_t *out);

    /** AES-CMAC (RFC 4493) over `n` parts; `key_len` 16, 24 or 32. */
    enum dot11_err (*cmac)(void *crypto, const uint8_t *key, size_t key_len,
                           const struct dot11_octets *parts, size_t n,
                           uint8_t out[16]);

    /**
     * AES key wrap (RFC 3394) with default initial value.
     * @param in   `len` octets, a multiple of 8, at least 16
     * @param out  len + 8 octets; may be `in`
     */
    enum dot11_err (*key_wrap)(void *crypto, const uint8_t *kek,
                               size_t kek_len, const uint8_t *in, size_t len,
                               uint8_t *out);

    /**
     * AES key unwrap (RFC 3394).
     * @param in   `len` octets, a multiple of 8, at least 24
     * @param out  len - 8 octets; may be `in`
     * @return D11_ERR_VERIFY for any failure, whatever its place
     */
    enum dot11_err (*key_unwrap)(void *crypto, const uint8_t *kek,
                                 size_t kek_len, const uint8_t *in,
                                 size_t len, uint8_t *out);

    /**
     * Start slow work.
     * @return D11_OK: done, `out` is set; D11_ERR_PENDING:
     *         dot11_crypto_job_done() follows, exactly once and not from
     *         inside this call; D11_ERR_UNSUPPORTED or D11_ERR_CRYPTO
     */
    enum dot11_err (*job_start)(void *crypto, struct dot11_crypto_job *job);

    /** End a pending job: after the return the provider knows no job. */
    void (*job_cancel)(void *crypto, struct dot11_crypto_job *job);

    /**
     * Optional, for networks of the last century: RC4 in place, after `skip`
     * octets of its key stream were thrown away.
     * @param key_len  octets of key, 5..32
     * @return D11_ERR_UNSUPPORTED when it is not there after all
     */
    enum dot11_err (*rc4)(void *crypto, const uint8_t *key, size_t key_len,
                          size_t skip, uint8_t *data, size_t len);

    /**
     * Optional, for the same networks: HMAC-MD5 over `n` parts.
     * @return D11_ERR_UNSUPPORTED when it is not there after all
     */
    enum dot11_err (*hmac_md5)(void *crypto, const uint8_t *key, size_t key_len,
                               const struct dot11_octets *parts, size_t n,
                               uint8_t out[16]);

    /** Optional: curves and numbers, for SAE and OWE. */
    const struct dot11_ec_ops *ec;

    /**
     * Optional, for SAE-PK: AES in counter mode (SP 800-38A, 6.5). The whole
     * counter block counts, and goes round.
     * @param key_len  16, 24 or 32
     * @param out      may be `in`
     */
    enum dot11_err (*aes_ctr)(void *crypto, const uint8_t *key, size_t key_len,
                              const uint8_t counter[16], const uint8_t *in,
                              size_t len, uint8_t *out);
};

/**
 * A pending job has ended. To be called in the radio's serialisation.
 * @param err  D11_OK, or D11_ERR_CRYPTO when it failed
 * @return D11_ERR_STATE for a job that is not pending (a doubled completion)
 */
enum dot11_err dot11_crypto_job_done(struct dot11_radio *radio,
                                     struct dot11_crypto_job *job,
                                     enum dot11_err err, uint64_t now_us);

#ifdef __cplusplus
}
#endif

#endif
