/* The provider test finds a provider that is wrong.
 *
 * SPDX-License-Identifier: MIT */
#include "run_provider.h"

#include <string.h>

#include <dot11_crypto_mbedtls.h>

static struct dot11_crypto_ops ops;
static const struct dot11_crypto_ops *good;

static int setup(void **state)
{
    (void)state;
    good = dot11_crypto_mbedtls_ops();
    ops = *good;
    memset(&run_provider, 0, sizeof(run_provider));
    run_provider.ops = &ops;
    run_provider.step = 97;
    return 0;
}

static size_t open_believes_everything(void *crypto, enum dot11_cipher_alg alg,
                                       struct dot11_cipher_job *jobs, size_t n)
{
    size_t i;

    (void)good->open(crypto, alg, jobs, n);
    for (i = 0; i < n; i++)
        jobs[i].ok = 1;
    return n;
}

static void a_provider_that_believes_everything_is_found(void **state)
{
    (void)state;
    ops.open = open_believes_everything;
    assert_false(provider_test_forgeries(&run_provider));
}

static size_t open_condemns_the_burst(void *crypto, enum dot11_cipher_alg alg,
                                      struct dot11_cipher_job *jobs, size_t n)
{
    const size_t done = good->open(crypto, alg, jobs, n);
    size_t i;

    for (i = 0; i < n && done < n; i++)
        jobs[i].ok = 0;
    return done < n ? 0 : n;
}

static void a_forgery_that_takes_its_neighbours_along_is_found(void **state)
{
    (void)state;
    ops.open = open_condemns_the_burst;
    assert_false(provider_test_forgeries(&run_provider));
    assert_true(provider_test_bursts(&run_provider));
}

static size_t seal_without_aad(void *crypto, enum dot11_cipher_alg alg,
                               struct dot11_cipher_job *jobs, size_t n)
{
    size_t i;

    for (i = 0; i < n; i++)
        jobs[i].aad_len = 0;
    return good->seal(crypto, alg, jobs, n);
}

static void a_mic_that_does_not_cover_the_header_is_found(void **state)
{
    (void)state;
    ops.seal = seal_without_aad;
    assert_false(provider_test_frame_vectors(&run_provider));
}

static size_t seal_with_the_first_key(void *crypto, enum dot11_cipher_alg alg,
                                      struct dot11_cipher_job *jobs, size_t n)
{
    struct dot11_cipher_job job;
    size_t i;

    for (i = 0; i < n; i++) {
        job = jobs[i];
        job.key = jobs[0].key;
        (void)good->seal(crypto, alg, &job, 1);
        jobs[i].ok = job.ok;
    }
    return n;
}

static void a_burst_under_one_key_for_all_is_found(void **state)
{
    (void)state;
    ops.seal = seal_with_the_first_key;
    assert_false(provider_test_bursts(&run_provider));
}

static size_t seal_too_far(void *crypto, enum dot11_cipher_alg alg,
                           struct dot11_cipher_job *jobs, size_t n)
{
    const size_t done = good->seal(crypto, alg, jobs, n);
    size_t i;

    for (i = 0; i < n; i++)
        jobs[i].mic[jobs[i].mic_len] = 0;
    return done;
}

static void a_provider_that_writes_behind_the_mic_is_found(void **state)
{
    (void)state;
    ops.seal = seal_too_far;
    assert_false(provider_test_bursts(&run_provider));
}

static enum dot11_err unwrap_anything(void *crypto, const uint8_t *kek,
                                      size_t kek_len, const uint8_t *in,
                                      size_t len, uint8_t *out)
{
    (void)good->key_unwrap(crypto, kek, kek_len, in, len, out);
    return D11_OK;
}

static void an_unwrap_without_a_check_is_found(void **state)
{
    (void)state;
    ops.key_unwrap = unwrap_anything;
    assert_false(provider_test_key_wrap(&run_provider));
}

static enum dot11_err hash_first_part(void *crypto, enum dot11_hash hash,
                                      const struct dot11_octets *parts,
                                      size_t n, uint8_t *out)
{
    return good->hash(crypto, hash, parts, n > 0, out);
}

static void a_hash_over_the_first_part_alone_is_found(void **state)
{
    (void)state;
    ops.hash = hash_first_part;
    assert_false(provider_test_hashes(&run_provider));
}

static enum dot11_err one_iteration_short(void *crypto,
                                          struct dot11_crypto_job *job)
{
    if (job->kind == D11_JOB_PBKDF2_SHA1 && job->in.pbkdf2.iterations > 1)
        job->in.pbkdf2.iterations--;
    return good->job_start(crypto, job);
}

static void an_iteration_too_few_is_found(void **state)
{
    (void)state;
    ops.job_start = one_iteration_short;
    assert_false(provider_test_slow_work(&run_provider));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_provider_that_believes_everything_is_found,
                               setup),
        cmocka_unit_test_setup(
            a_forgery_that_takes_its_neighbours_along_is_found, setup),
        cmocka_unit_test_setup(a_mic_that_does_not_cover_the_header_is_found,
                               setup),
        cmocka_unit_test_setup(a_burst_under_one_key_for_all_is_found, setup),
        cmocka_unit_test_setup(a_provider_that_writes_behind_the_mic_is_found,
                               setup),
        cmocka_unit_test_setup(an_unwrap_without_a_check_is_found, setup),
        cmocka_unit_test_setup(a_hash_over_the_first_part_alone_is_found,
                               setup),
        cmocka_unit_test_setup(an_iteration_too_few_is_found, setup),
    };

    return cmocka_run_group_tests_name("sabotage", tests, NULL, NULL);
}
