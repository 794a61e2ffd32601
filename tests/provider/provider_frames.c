/* One test for any crypto provider: the frame ciphers.
 *
 * SPDX-License-Identifier: MIT */
#include "provider_test.h"

#include <string.h>

#include "provider_tools.h"
#include "provider_vectors.h"

#define COUNT_OF(table) (sizeof(table) / sizeof((table)[0]))

#define KEYS 5u
#define JOBS 24u
#define LEN_MAX 4096u
#define SLOT 400u /* octets for one frame of a burst */
#define GUARD 8u
#define GUARD_OCTET 0xa5u

typedef max_align_t key_memory[PROVIDER_KEY_MAX / sizeof(max_align_t)];

/* Memory of one test at a time. */
static key_memory key_mem[KEYS];
static key_memory other_mem[KEYS];
static uint8_t frames[JOBS][SLOT];
static uint8_t image[JOBS][SLOT];
static uint8_t aads[JOBS][64];
static uint8_t nonces[JOBS][13];
static struct dot11_cipher_job jobs[JOBS];
static uint8_t long_frame[LEN_MAX + 16u + GUARD];
static uint8_t long_copy[LEN_MAX + 16u + GUARD];

static size_t key_len(enum dot11_cipher_alg alg)
{
    return alg == D11_ALG_CCM_128_8 || alg == D11_ALG_GCM_128 ||
                   alg == D11_ALG_CMAC_128 || alg == D11_ALG_GMAC_128
               ? 16
               : 32;
}

/* As 802.11 uses it. */
static uint8_t mic_len(enum dot11_cipher_alg alg)
{
    return alg == D11_ALG_CCM_128_8 || alg == D11_ALG_CMAC_128 ? 8 : 16;
}

static bool is_mac(enum dot11_cipher_alg alg)
{
    return alg >= D11_ALG_CMAC_128;
}

static bool supported(struct provider_test *test, enum dot11_cipher_alg alg)
{
    const size_t size = test->ops->key_size(test->crypto, alg);

    if (size == 0)
        test->skipped++;
    return size > 0 && size <= PROVIDER_KEY_MAX;
}

static bool make_key(struct provider_test *test, void *mem,
                     enum dot11_cipher_alg alg, uint32_t seed)
{
    uint8_t octets[32];

    provider_fill(octets, sizeof(octets), seed);
    return provider_check(test,
                          test->ops->key_init(test->crypto, mem, alg, octets,
                                              key_len(alg)) == D11_OK,
                          "a key is made", (size_t)alg);
}

static bool one_is(struct provider_test *test, enum dot11_cipher_alg alg,
                   struct dot11_cipher_job *job, bool seal, bool ok)
{
    const size_t done = seal ? test->ops->seal(test->crypto, alg, job, 1)
                             : test->ops->open(test->crypto, alg, job, 1);

    return job->ok == ok && done == ok;
}

static void try_cmac(struct provider_test *test, size_t at, const uint8_t *key,
                     size_t len, const struct dot11_cipher_job *job,
                     const uint8_t *mic)
{
    const struct dot11_octets parts[] = {
        {job->aad, job->aad_len},
        {job->data, job->len},
    };
    uint8_t got[16];

    provider_check(test,
                   test->ops->cmac(test->crypto, key, len, parts, 2, got) ==
                           D11_OK &&
                       provider_equal(got, mic, job->mic_len),
                   "a CMAC over parts is as published", at);
}

static void try_frame(struct provider_test *test, size_t at,
                      const struct frame_vector *vector)
{
    uint8_t key[32];
    uint8_t nonce[13];
    uint8_t aad[64];
    uint8_t plain[PROVIDER_OCTETS_MAX];
    uint8_t sealed[PROVIDER_OCTETS_MAX];
    uint8_t mic[16];
    uint8_t got[PROVIDER_OCTETS_MAX];
    uint8_t got_mic[16];
    struct dot11_cipher_job job = {0};
    const size_t len = provider_octets(key, vector->key);

    provider_octets(nonce, vector->nonce);
    job.aad_len = (uint8_t)provider_octets(aad, vector->aad);
    job.len = provider_octets(plain, vector->plain);
    job.mic_len = (uint8_t)provider_octets(mic, vector->mic);
    provider_octets(sealed, vector->sealed);
    job.nonce = nonce;
    job.aad = aad;
    job.data = got;
    job.mic = got_mic;
    job.key = key_mem[0];

    if (!provider_check(test,
                        test->ops->key_init(test->crypto, key_mem[0],
                                            vector->alg, key, len) == D11_OK,
                        "the key of a vector is made", at))
        return;
    memcpy(got, plain, job.len);
    provider_check(test, one_is(test, vector->alg, &job, true, true),
                   "a vector is sealed", at);
    provider_check(test, provider_equal(got, sealed, job.len),
                   "the ciphertext is as published", at);
    provider_check(test, provider_equal(got_mic, mic, job.mic_len),
                   "the MIC is as published", at);

    memcpy(got, sealed, job.len);
    memcpy(got_mic, mic, job.mic_len);
    provider_check(test,
                   one_is(test, vector->alg, &job, false, true) &&
                       provider_equal(got, plain, job.len),
                   "a vector is opened", at);
    if (vector->nonce[0] == '\0' && test->ops->cmac != NULL)
        try_cmac(test, at, key, len, &job, mic);
    test->ops->key_fini(test->crypto, key_mem[0], vector->alg);
}

bool provider_test_frame_vectors(struct provider_test *test)
{
    const unsigned long before = test->failures;
    size_t i;

    for (i = 0; i < COUNT_OF(frame_vectors); i++) {
        if (supported(test, frame_vectors[i].alg))
            try_frame(test, i, &frame_vectors[i]);
    }
    return test->failures == before;
}

/* Frame `i` of a burst: its content follows from its number, its MIC lies
 * right behind it, octets that nobody may write behind that. */
static void set_frame(size_t i, enum dot11_cipher_alg alg, size_t len,
                      void *key)
{
    struct dot11_cipher_job *job = &jobs[i];

    memset(frames[i], GUARD_OCTET, SLOT);
    provider_fill(frames[i], len, (uint32_t)i + 100);
    provider_fill(aads[i], sizeof(aads[i]), (uint32_t)i + 200);
    provider_fill(nonces[i], sizeof(nonces[i]), (uint32_t)i + 300);
    job->data = frames[i];
    job->len = len;
    job->nonce = nonces[i];
    job->aad = aads[i];
    job->aad_len = (uint8_t)(i % 3 == 0 ? 22 : i % 3 == 1 ? 24 : i * 2);
    job->mic_len = mic_len(alg);
    job->mic = frames[i] + len;
    job->key = key;
    job->ok = 2;
}

static bool plain_again(size_t i)
{
    uint8_t want[SLOT];

    provider_fill(want, jobs[i].len, (uint32_t)i + 100);
    return provider_equal(frames[i], want, jobs[i].len);
}

static bool guard_stands(size_t i)
{
    size_t at;

    for (at = jobs[i].len + jobs[i].mic_len; at < SLOT; at++) {
        if (frames[i][at] != GUARD_OCTET)
            return false;
    }
    return true;
}

/* Seal the plaintext of each frame on its own, with the other provider when
 * there is one, and compare with what came out of the burst. */
static void compare_one_by_one(struct provider_test *test,
                               enum dot11_cipher_alg alg)
{
    const struct dot11_crypto_ops *ops =
        test->other != NULL ? test->other : test->ops;
    void *crypto = test->other != NULL ? test->other_crypto : test->crypto;
    uint8_t octets[32];
    uint8_t alone[SLOT];
    struct dot11_cipher_job job;
    size_t key;
    size_t i;

    for (i = 0; i < JOBS; i++) {
        key = i % KEYS;
        provider_fill(octets, sizeof(octets), (uint32_t)key + 10);
        if (ops->key_size(crypto, alg) == 0 ||
            !provider_check(test,
                            ops->key_init(crypto, other_mem[0], alg, octets,
                                          key_len(alg)) == D11_OK,
                            "a key is made again", key))
            return;
        job = jobs[i];
        job.data = alone;
        job.mic = alone + job.len;
        job.key = other_mem[0];
        provider_fill(alone, job.len, (uint32_t)i + 100);
        provider_check(
            test,
            ops->seal(crypto, alg, &job, 1) == 1 &&
                provider_equal(alone, frames[i], job.len + job.mic_len),
            "a frame comes out of a burst as it does alone", i);
        ops->key_fini(crypto, other_mem[0], alg);
    }
}

static void try_burst(struct provider_test *test, enum dot11_cipher_alg alg)
{
    uint32_t state = 7;
    size_t i;

    for (i = 0; i < KEYS; i++) {
        if (!make_key(test, key_mem[i], alg, (uint32_t)i + 10))
            return;
    }
    for (i = 0; i < JOBS; i++)
        set_frame(i, alg,
                  i % 4 == 0 ? i * 4 : provider_random(&state) % (SLOT - 40),
                  key_mem[i % KEYS]);
    provider_check(test, test->ops->seal(test->crypto, alg, jobs, JOBS) == JOBS,
                   "all frames of a burst are sealed", (size_t)alg);
    for (i = 0; i < JOBS; i++) {
        provider_check(test, jobs[i].ok == 1, "each is told so", i);
        provider_check(test, guard_stands(i),
                       "nothing is written behind the MIC", i);
        provider_check(test, !is_mac(alg) || plain_again(i),
                       "a MAC leaves the message as it is", i);
    }
    compare_one_by_one(test, alg);
    provider_check(test, test->ops->open(test->crypto, alg, jobs, JOBS) == JOBS,
                   "all frames of a burst are opened", (size_t)alg);
    for (i = 0; i < JOBS; i++)
        provider_check(test, jobs[i].ok == 1 && plain_again(i),
                       "the plaintext is back", i);
    provider_check(test, test->ops->seal(test->crypto, alg, jobs, 0) == 0,
                   "an empty burst is nothing", (size_t)alg);
    for (i = 0; i < KEYS; i++)
        test->ops->key_fini(test->crypto, key_mem[i], alg);
}

bool provider_test_bursts(struct provider_test *test)
{
    const unsigned long before = test->failures;
    int alg;

    for (alg = 0; alg < D11_ALG_COUNT; alg++) {
        if (supported(test, (enum dot11_cipher_alg)alg))
            try_burst(test, (enum dot11_cipher_alg)alg);
    }
    return test->failures == before;
}

#define FORGED 6u /* frames of a burst with one forgery in it */

/* Open the burst in which one bit of `*octet` is wrong. */
static void try_forgery(struct provider_test *test, enum dot11_cipher_alg alg,
                        size_t victim, uint8_t *octet, size_t at,
                        const char *claim)
{
    size_t done;
    size_t i;
    bool good;

    memcpy(frames, image, FORGED * sizeof(frames[0]));
    *octet ^= (uint8_t)(1u << at % 8);
    done = test->ops->open(test->crypto, alg, jobs, FORGED);
    good = done == FORGED - 1;
    for (i = 0; i < FORGED; i++) {
        if (i == victim)
            good = good && jobs[i].ok == 0;
        else
            good = good && jobs[i].ok == 1 && plain_again(i);
    }
    *octet ^= (uint8_t)(1u << at % 8);
    provider_check(test, good, claim, at);
}

static void forge(struct provider_test *test, enum dot11_cipher_alg alg,
                  size_t victim)
{
    struct dot11_cipher_job *job = &jobs[victim];
    const bool has_nonce = alg != D11_ALG_CMAC_128 && alg != D11_ALG_CMAC_256;
    const size_t nonce_len =
        alg == D11_ALG_CCM_128_8 || alg == D11_ALG_CCM_256_16 ? 13 : 12;
    size_t i;

    for (i = 0; i < job->mic_len; i++)
        try_forgery(test, alg, victim, &job->mic[i], i,
                    "a flipped bit in the MIC is refused, in this frame alone");
    for (i = 0; i < job->len; i += test->step)
        try_forgery(test, alg, victim, &job->data[i], i,
                    "a flipped bit in the data is refused");
    for (i = 0; i < job->aad_len; i += test->step)
        try_forgery(test, alg, victim, &aads[victim][i], i,
                    "a flipped bit in the additional data is refused");
    for (i = 0; i < nonce_len && has_nonce; i += test->step)
        try_forgery(test, alg, victim, &nonces[victim][i], i,
                    "a flipped bit in the nonce is refused");
}

static void try_forgeries(struct provider_test *test, enum dot11_cipher_alg alg)
{
    static const uint8_t lens[FORGED] = {0, 1, 16, 31, 64, 100};
    size_t i;

    if (!make_key(test, key_mem[0], alg, 10) ||
        !make_key(test, key_mem[1], alg, 11))
        return;
    for (i = 0; i < FORGED; i++)
        set_frame(i, alg, lens[i], key_mem[0]);
    (void)test->ops->seal(test->crypto, alg, jobs, FORGED);
    memcpy(image, frames, FORGED * sizeof(frames[0]));
    for (i = 0; i < FORGED; i++)
        forge(test, alg, i);

    memcpy(frames, image, FORGED * sizeof(frames[0]));
    jobs[2].key = key_mem[1];
    provider_check(test,
                   test->ops->open(test->crypto, alg, jobs, FORGED) ==
                           FORGED - 1 &&
                       jobs[2].ok == 0,
                   "a frame under another key is refused", (size_t)alg);
    test->ops->key_fini(test->crypto, key_mem[0], alg);
    test->ops->key_fini(test->crypto, key_mem[1], alg);
}

bool provider_test_forgeries(struct provider_test *test)
{
    const unsigned long before = test->failures;
    int alg;

    for (alg = 0; alg < D11_ALG_COUNT; alg++) {
        if (supported(test, (enum dot11_cipher_alg)alg))
            try_forgeries(test, (enum dot11_cipher_alg)alg);
    }
    return test->failures == before;
}

static void try_length(struct provider_test *test, enum dot11_cipher_alg alg,
                       size_t len)
{
    struct dot11_cipher_job job = jobs[0];

    memcpy(long_frame, long_copy, len);
    memset(long_frame + len, GUARD_OCTET, 16 + GUARD);
    job.data = long_frame;
    job.len = len;
    job.mic = long_frame + len;
    job.key = key_mem[0];
    provider_check(test, one_is(test, alg, &job, true, true),
                   "a frame of any length is sealed", len);
    provider_check(test,
                   len < 16 || is_mac(alg) ||
                       !provider_equal(long_frame, long_copy, len),
                   "and is not readable", len);
    job.key = key_mem[1];
    provider_check(test,
                   one_is(test, alg, &job, false, true) &&
                       provider_equal(long_frame, long_copy, len) &&
                       long_frame[len + job.mic_len] == GUARD_OCTET,
                   "and opened by another state of the same key", len);
}

bool provider_test_lengths(struct provider_test *test)
{
    const unsigned long before = test->failures;
    enum dot11_cipher_alg alg;
    size_t len;
    int i;

    provider_fill(long_copy, sizeof(long_copy), 5);
    for (i = 0; i < D11_ALG_COUNT; i++) {
        alg = (enum dot11_cipher_alg)i;
        if (!supported(test, alg) || !make_key(test, key_mem[0], alg, 10) ||
            !make_key(test, key_mem[1], alg, 10))
            continue;
        set_frame(0, alg, 0, key_mem[0]);
        for (len = 0; len <= LEN_MAX; len += test->step)
            try_length(test, alg, len);
        test->ops->key_fini(test->crypto, key_mem[0], alg);
        test->ops->key_fini(test->crypto, key_mem[1], alg);
    }
    return test->failures == before;
}
