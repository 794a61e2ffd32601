/* One test for any crypto provider: its table, hashes, MACs, key wrap and
 * slow work. The frame ciphers are in provider_frames.c.
 *
 * SPDX-License-Identifier: MIT */
#include "provider_test.h"

#include <string.h>

#include "provider_tools.h"
#include "provider_vectors.h"

#define COUNT_OF(table) (sizeof(table) / sizeof((table)[0]))

bool provider_check(struct provider_test *test, bool holds, const char *claim,
                    size_t where)
{
    test->checks++;
    if (holds)
        return true;
    test->failures++;
    if (test->fail != NULL)
        test->fail(test->arg, claim, where);
    return false;
}

static uint8_t digit(char c)
{
    if (c >= 'a')
        return (uint8_t)(c - 'a' + 10);
    return (uint8_t)(c - '0');
}

size_t provider_octets(uint8_t *out, const char *hex)
{
    size_t n;

    for (n = 0; hex[2 * n] != '\0'; n++)
        out[n] = (uint8_t)(digit(hex[2 * n]) << 4 | digit(hex[2 * n + 1]));
    return n;
}

size_t provider_text_len(const char *text)
{
    size_t len = 0;

    while (text[len] != '\0')
        len++;
    return len;
}

bool provider_equal(const uint8_t *a, const uint8_t *b, size_t len)
{
    return len == 0 || memcmp(a, b, len) == 0;
}

uint32_t provider_random(uint32_t *state)
{
    uint32_t x = *state;

    x ^= x << 13;
    x ^= x >> 17;
    x ^= x << 5;
    *state = x;
    return x;
}

void provider_fill(uint8_t *out, size_t len, uint32_t seed)
{
    uint32_t state = seed * 2654435761u + 1u;
    size_t i;

    for (i = 0; i < len; i++)
        out[i] = (uint8_t)(provider_random(&state) >> 11);
}

bool provider_test_table(struct provider_test *test)
{
    const struct dot11_crypto_ops *ops = test->ops;
    const unsigned long before = test->failures;
    uint8_t octets[64];
    max_align_t mem[PROVIDER_KEY_MAX / sizeof(max_align_t)];
    size_t size;
    int alg;
    size_t len;

    provider_check(test, ops->size == sizeof(*ops),
                   "the table says the size of this header's table", 0);
    provider_check(test,
                   ops->key_size != NULL && ops->key_init != NULL &&
                       ops->key_fini != NULL && ops->seal != NULL &&
                       ops->open != NULL,
                   "the entries for frames come together", 0);
    provider_fill(octets, sizeof(octets), 1);
    for (alg = 0; alg < D11_ALG_COUNT; alg++) {
        size = ops->key_size(test->crypto, (enum dot11_cipher_alg)alg);
        provider_check(
            test,
            size == ops->key_size(test->crypto, (enum dot11_cipher_alg)alg),
            "the size of a key state is constant", (size_t)alg);
        provider_check(test, size <= PROVIDER_KEY_MAX,
                       "a key state fits the memory of this test", (size_t)alg);
        if (size == 0 || size > PROVIDER_KEY_MAX)
            continue;
        for (len = 0; len <= sizeof(octets); len++) {
            if (len == 16 || len == 32)
                continue;
            provider_check(test,
                           ops->key_init(test->crypto, mem,
                                         (enum dot11_cipher_alg)alg, octets,
                                         len) == D11_ERR_CRYPTO,
                           "a key of an impossible length is refused", len);
        }
    }
    return test->failures == before;
}

/* The same text in one piece, in two, and in octets must give the same. */
static void try_hash(struct provider_test *test, size_t at,
                     const struct digest_vector *vector, bool mac)
{
    const struct dot11_crypto_ops *ops = test->ops;
    uint8_t key[PROVIDER_OCTETS_MAX];
    uint8_t text[PROVIDER_OCTETS_MAX];
    uint8_t want[D11_HASH_MAX];
    uint8_t got[D11_HASH_MAX];
    struct dot11_octets parts[3];
    const size_t key_len = provider_octets(key, vector->key);
    const size_t text_len = provider_octets(text, vector->text);
    const size_t hash_len = provider_octets(want, vector->digest);
    enum dot11_err err;
    size_t cut;

    for (cut = 0; cut <= text_len; cut += test->step) {
        parts[0] = (struct dot11_octets){text, cut};
        parts[1] = (struct dot11_octets){NULL, 0};
        parts[2] = (struct dot11_octets){text + cut, text_len - cut};
        memset(got, 0, sizeof(got));
        err = mac ? ops->hmac(test->crypto, vector->hash, key, key_len, parts,
                              3, got)
                  : ops->hash(test->crypto, vector->hash, parts, 3, got);
        if (err == D11_ERR_UNSUPPORTED) {
            test->skipped++;
            return;
        }
        provider_check(test, err == D11_OK, "a hash is computed", at);
        if (!provider_check(
                test, provider_equal(got, want, hash_len),
                mac ? "an HMAC is as published" : "a hash is as published", at))
            return;
    }
}

bool provider_test_hashes(struct provider_test *test)
{
    const unsigned long before = test->failures;
    size_t i;

    for (i = 0; i < COUNT_OF(hash_vectors) && test->ops->hash != NULL; i++)
        try_hash(test, i, &hash_vectors[i], false);
    for (i = 0; i < COUNT_OF(hmac_vectors) && test->ops->hmac != NULL; i++)
        try_hash(test, i, &hmac_vectors[i], true);
    return test->failures == before;
}

static void try_wrap(struct provider_test *test, size_t at,
                     const struct wrap_vector *vector)
{
    const struct dot11_crypto_ops *ops = test->ops;
    uint8_t kek[32];
    uint8_t plain[48];
    uint8_t wrapped[48];
    uint8_t got[48];
    const size_t kek_len = provider_octets(kek, vector->kek);
    const size_t len = provider_octets(plain, vector->plain);
    size_t i;

    provider_octets(wrapped, vector->wrapped);
    if (ops->key_wrap != NULL) {
        provider_check(test,
                       ops->key_wrap(test->crypto, kek, kek_len, plain, len,
                                     got) == D11_OK &&
                           provider_equal(got, wrapped, len + 8),
                       "a key is wrapped as published", at);
        memcpy(got, plain, len);
        provider_check(test,
                       ops->key_wrap(test->crypto, kek, kek_len, got, len,
                                     got) == D11_OK &&
                           provider_equal(got, wrapped, len + 8),
                       "a key is wrapped in place", at);
    }
    provider_check(test,
                   ops->key_unwrap(test->crypto, kek, kek_len, wrapped, len + 8,
                                   got) == D11_OK &&
                       provider_equal(got, plain, len),
                   "a key is unwrapped as published", at);
    memcpy(got, wrapped, len + 8);
    provider_check(test,
                   ops->key_unwrap(test->crypto, kek, kek_len, got, len + 8,
                                   got) == D11_OK &&
                       provider_equal(got, plain, len),
                   "a key is unwrapped in place", at);
    for (i = 0; i < len + 8; i++) {
        wrapped[i] ^= (uint8_t)(1u << i % 8);
        provider_check(test,
                       ops->key_unwrap(test->crypto, kek, kek_len, wrapped,
                                       len + 8, got) == D11_ERR_VERIFY,
                       "a wrapped key with a flipped bit is refused", i);
        wrapped[i] ^= (uint8_t)(1u << i % 8);
    }
    kek[kek_len - 1] ^= 0x80;
    provider_check(test,
                   ops->key_unwrap(test->crypto, kek, kek_len, wrapped, len + 8,
                                   got) == D11_ERR_VERIFY,
                   "the wrong KEK is refused", at);
}

/* SP 800-38A, F.5; of the key of 192 bits also SP 800-38B, D.2. */
bool provider_test_counter_mode(struct provider_test *test)
{
    static const struct {
        const char *key;
        const char *sealed;
    } vectors[] = {
        {"2b7e151628aed2a6abf7158809cf4f3c",
         "874d6191b620e3261bef6864990db6ce9806f66b7970fdff8617187bb9fffdff"},
        {"8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b",
         "1abc932417521ca24f2b0459fe7e6e0b090339ec0aa6faefd5ccc2c6f4ce8e94"},
        {"603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4",
         "601ec313775789a5b7a7f504bbf3d228f443e3ca4d62b59aca84e990cacaf5c5"},
    };
    const struct dot11_crypto_ops *ops = test->ops;
    const unsigned long before = test->failures;
    uint8_t key[32], counter[16], plain[32], sealed[32], got[32];
    struct dot11_octets part = {plain, 16};
    size_t len, i;

    if (ops->aes_ctr == NULL) {
        test->skipped++;
        return true;
    }
    provider_octets(counter, "f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff");
    provider_octets(plain, "6bc1bee22e409f96e93d7e117393172a"
                           "ae2d8a571e03ac9c9eb76fac45af8e51");
    for (i = 0; i < COUNT_OF(vectors); i++) {
        len = provider_octets(key, vectors[i].key);
        provider_octets(sealed, vectors[i].sealed);
        for (size_t cut = 0; cut <= sizeof(plain); cut += test->step) {
            memcpy(got, plain, sizeof(plain));
            provider_check(
                test,
                ops->aes_ctr(test->crypto, key, len, counter, got, cut, got) ==
                        D11_OK &&
                    provider_equal(got, sealed, cut) &&
                    provider_equal(got + cut, plain + cut, sizeof(plain) - cut),
                "counter mode is as published", i);
        }
    }
    len = provider_octets(key, vectors[1].key);
    provider_octets(sealed, "9e99a7bf31e710900662f65e617c5184");
    if (ops->cmac != NULL)
        provider_check(test,
                       ops->cmac(test->crypto, key, len, &part, 1, got) ==
                               D11_OK &&
                           provider_equal(got, sealed, 16),
                       "a CMAC with 192 bits is as published", 0);
    for (len = 0; len <= sizeof(key); len++) {
        if (len != 16 && len != 24 && len != 32)
            provider_check(test,
                           ops->aes_ctr(test->crypto, key, len, counter, plain,
                                        1, got) == D11_ERR_CRYPTO,
                           "a key of an impossible length is refused", len);
    }
    return test->failures == before;
}

bool provider_test_key_wrap(struct provider_test *test)
{
    const struct dot11_crypto_ops *ops = test->ops;
    const unsigned long before = test->failures;
    uint8_t kek[16];
    uint8_t plain[256];
    uint8_t got[256 + 8];
    size_t i;

    if (ops->key_unwrap == NULL) {
        test->skipped++;
        return true;
    }
    for (i = 0; i < COUNT_OF(wrap_vectors); i++)
        try_wrap(test, i, &wrap_vectors[i]);

    provider_fill(kek, sizeof(kek), 2);
    provider_fill(plain, sizeof(plain), 3);
    for (i = 0; i < 24; i++)
        provider_check(test,
                       ops->key_unwrap(test->crypto, kek, sizeof(kek), plain, i,
                                       got) == D11_ERR_VERIFY,
                       "what is too short to be a wrapped key is refused", i);
    for (i = 25; i < 32; i++)
        provider_check(test,
                       ops->key_unwrap(test->crypto, kek, sizeof(kek), plain, i,
                                       got) == D11_ERR_VERIFY,
                       "a length that is no multiple of 8 is refused", i);
    for (i = 16; i <= sizeof(plain) && ops->key_wrap != NULL; i += 8)
        provider_check(test,
                       ops->key_wrap(test->crypto, kek, sizeof(kek), plain, i,
                                     got) == D11_OK &&
                           ops->key_unwrap(test->crypto, kek, sizeof(kek), got,
                                           i + 8, got) == D11_OK &&
                           provider_equal(got, plain, i),
                       "what was wrapped is unwrapped", i);
    return test->failures == before;
}

static void set_job(struct dot11_crypto_job *job,
                    const struct psk_vector *vector)
{
    const size_t pass = provider_text_len(vector->passphrase);
    const size_t ssid = provider_text_len(vector->ssid);

    memset(job, 0, sizeof(*job));
    job->kind = D11_JOB_PBKDF2_SHA1;
    memcpy(job->in.pbkdf2.passphrase, vector->passphrase, pass);
    job->in.pbkdf2.passphrase_len = (uint8_t)pass;
    memcpy(job->in.pbkdf2.ssid.octets, vector->ssid, ssid);
    job->in.pbkdf2.ssid.len = (uint8_t)ssid;
    job->in.pbkdf2.iterations = vector->iterations;
    job->out_len = (uint8_t)(provider_text_len(vector->out) / 2);
}

static enum dot11_err run_job(struct provider_test *test,
                              struct dot11_crypto_job *job)
{
    enum dot11_err err = test->ops->job_start(test->crypto, job);

    if (err == D11_ERR_PENDING && test->finish != NULL)
        err = test->finish(test->arg, job);
    return err;
}

bool provider_test_slow_work(struct provider_test *test)
{
    const struct dot11_crypto_ops *ops = test->ops;
    const unsigned long before = test->failures;
    struct dot11_crypto_job job;
    uint8_t want[64];
    size_t len;
    size_t i;

    if (ops->job_start == NULL) {
        test->skipped++;
        return true;
    }
    provider_check(test, ops->job_cancel != NULL,
                   "what can be started can be cancelled", 0);
    for (i = 0; i < COUNT_OF(psk_vectors); i++) {
        len = provider_octets(want, psk_vectors[i].out);
        set_job(&job, &psk_vectors[i]);
        provider_check(test, run_job(test, &job) == D11_OK,
                       "a passphrase is turned into a PSK", i);
        provider_check(test, provider_equal(job.out, want, len),
                       "the PSK is as published", i);

        /* A cancelled job may be started again at once. */
        set_job(&job, &psk_vectors[i]);
        if (ops->job_start(test->crypto, &job) == D11_ERR_PENDING)
            ops->job_cancel(test->crypto, &job);
        set_job(&job, &psk_vectors[i]);
        provider_check(test,
                       run_job(test, &job) == D11_OK &&
                           provider_equal(job.out, want, len),
                       "a cancelled job starts anew", i);
    }
    memset(&job, 0, sizeof(job));
    job.kind = D11_JOB_KIND_COUNT;
    provider_check(test,
                   ops->job_start(test->crypto, &job) == D11_ERR_UNSUPPORTED,
                   "work of an unknown kind is not supported", 0);
    return test->failures == before;
}

bool provider_test_all(struct provider_test *test)
{
    bool good = provider_test_table(test);

    good = provider_test_hashes(test) && good;
    good = provider_test_key_wrap(test) && good;
    good = provider_test_counter_mode(test) && good;
    good = provider_test_slow_work(test) && good;
    good = provider_test_curves(test) && good;
    good = provider_test_errands(test) && good;
    good = provider_test_frame_vectors(test) && good;
    good = provider_test_bursts(test) && good;
    good = provider_test_forgeries(test) && good;
    return provider_test_lengths(test) && good;
}
