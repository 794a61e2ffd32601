/* ports/crypto-mbedtls: the provider over Mbed TLS alone.
 *
 * SPDX-License-Identifier: MIT */
#include "run_provider.h"

#include <string.h>

#include <dot11_crypto_mbedtls.h>

static max_align_t context_mem[64];

static int at_once(void **state)
{
    (void)state;
    run_provider.ops = dot11_crypto_mbedtls_ec_ops();
    run_provider.crypto = NULL;
    /* Every length would take minutes in an emulator; this still meets each
     * remainder of the block length. */
    run_provider.step = 5;
    return 0;
}

/* Slices until a job ends; the last one is reported just once. */
static enum dot11_err step_to_the_end(void *arg, struct dot11_crypto_job *job)
{
    struct dot11_crypto_job *ended = NULL;
    enum dot11_err err = D11_ERR_TIMEOUT;
    unsigned slices = 0;
    bool busy = true;

    (void)arg;
    while (ended == NULL && busy) {
        ended = dot11_crypto_mbedtls_step(run_provider.crypto, &busy, &err);
        slices++;
    }
    assert_ptr_equal(ended, job);
    assert_false(busy);
    assert_true(slices <= 8192 / 100 + 2);
    assert_null(dot11_crypto_mbedtls_step(run_provider.crypto, &busy, &err));
    return err;
}

static int in_slices(void **state)
{
    (void)state;
    assert_true(dot11_crypto_mbedtls_size() <= sizeof(context_mem));
    run_provider.ops = dot11_crypto_mbedtls_ec_ops();
    run_provider.crypto = dot11_crypto_mbedtls_init(context_mem, 100);
    run_provider.finish = step_to_the_end;
    return 0;
}

static void start(struct dot11_crypto_job *job, uint8_t len)
{
    memset(job, 0, sizeof(*job));
    job->kind = D11_JOB_PBKDF2_SHA1;
    memset(job->in.pbkdf2.passphrase, 'p', len);
    job->in.pbkdf2.passphrase_len = len;
    job->in.pbkdf2.ssid.len = 4;
    job->in.pbkdf2.iterations = 250;
    job->out_len = 32;
    assert_int_equal(run_provider.ops->job_start(run_provider.crypto, job),
                     D11_ERR_PENDING);
}

static struct dot11_crypto_job *next(void)
{
    struct dot11_crypto_job *job = NULL;
    enum dot11_err err = D11_OK;
    bool busy = true;

    while (job == NULL && busy)
        job = dot11_crypto_mbedtls_step(run_provider.crypto, &busy, &err);
    assert_int_equal(err, D11_OK);
    return job;
}

static void jobs_in_a_queue_end_in_order_and_alone(void **state)
{
    struct dot11_crypto_job jobs[3];
    struct dot11_crypto_job alone;
    size_t i;

    (void)state;
    for (i = 0; i < 3; i++)
        start(&jobs[i], (uint8_t)(10 + i));
    for (i = 0; i < 3; i++)
        assert_ptr_equal(next(), &jobs[i]);
    for (i = 0; i < 3; i++) {
        start(&alone, (uint8_t)(10 + i));
        assert_ptr_equal(next(), &alone);
        assert_memory_equal(alone.out, jobs[i].out, 32);
    }
}

static void any_job_of_a_queue_may_be_cancelled(void **state)
{
    struct dot11_crypto_job jobs[3];
    enum dot11_err err;
    size_t victim;
    size_t i;
    bool busy;

    (void)state;
    for (victim = 0; victim < 3; victim++) {
        for (i = 0; i < 3; i++)
            start(&jobs[i], (uint8_t)(10 + i));
        assert_null(
            dot11_crypto_mbedtls_step(run_provider.crypto, &busy, &err));
        run_provider.ops->job_cancel(run_provider.crypto, &jobs[victim]);
        for (i = 0; i < 3; i++) {
            if (i != victim)
                assert_ptr_equal(next(), &jobs[i]);
        }
        assert_null(next());
        run_provider.ops->job_cancel(run_provider.crypto, &jobs[victim]);
    }
}

static void an_impossible_job_is_refused(void **state)
{
    struct dot11_crypto_job job;

    (void)state;
    memset(&job, 0, sizeof(job));
    job.kind = D11_JOB_PBKDF2_SHA1;
    job.in.pbkdf2.iterations = 1;
    assert_int_equal(run_provider.ops->job_start(run_provider.crypto, &job),
                     D11_ERR_CRYPTO);
    job.out_len = 65;
    assert_int_equal(run_provider.ops->job_start(run_provider.crypto, &job),
                     D11_ERR_CRYPTO);
    job.out_len = 32;
    job.in.pbkdf2.iterations = 0;
    assert_int_equal(run_provider.ops->job_start(run_provider.crypto, &job),
                     D11_ERR_CRYPTO);
}

int main(void)
{
    const struct CMUnitTest plain[] = {
        PROVIDER_TESTS,
    };
    const struct CMUnitTest sliced[] = {
        cmocka_unit_test(its_slow_work_is_as_published),
        cmocka_unit_test(its_errands_are_run),
        cmocka_unit_test(jobs_in_a_queue_end_in_order_and_alone),
        cmocka_unit_test(any_job_of_a_queue_may_be_cancelled),
        cmocka_unit_test(an_impossible_job_is_refused),
    };

    return cmocka_run_group_tests_name("crypto-mbedtls", plain, at_once, NULL) +
           cmocka_run_group_tests_name("crypto-mbedtls in slices", sliced,
                                       in_slices, NULL);
}
