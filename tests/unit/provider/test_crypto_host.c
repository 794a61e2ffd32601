/* ports/crypto-host: the provider over libsodium and OpenSSL.
 *
 * SPDX-License-Identifier: MIT */
#include "run_provider.h"

#include <poll.h>
#include <string.h>

#include <dot11_crypto_host.h>

static int without_worker(void **state)
{
    (void)state;
    run_provider.ops = dot11_crypto_host_ops();
    run_provider.crypto = dot11_crypto_host_new(0);
    return run_provider.crypto == NULL;
}

static enum dot11_err wait_for(void *arg, struct dot11_crypto_job *job)
{
    enum dot11_err err = D11_ERR_TIMEOUT;
    struct pollfd fd = {
        .fd = dot11_crypto_host_fd(run_provider.crypto),
        .events = POLLIN,
    };

    (void)arg;
    assert_int_equal(poll(&fd, 1, 10000), 1);
    assert_ptr_equal(dot11_crypto_host_next(run_provider.crypto, &err), job);
    assert_null(dot11_crypto_host_next(run_provider.crypto, &err));
    assert_int_equal(poll(&fd, 1, 0), 0);
    return err;
}

static int with_worker(void **state)
{
    (void)state;
    run_provider.ops = dot11_crypto_host_ops();
    run_provider.crypto = dot11_crypto_host_new(DOT11_CRYPTO_HOST_WORKER);
    run_provider.finish = wait_for;
    return run_provider.crypto == NULL;
}

static int done(void **state)
{
    (void)state;
    dot11_crypto_host_free(run_provider.crypto);
    run_provider.crypto = NULL;
    run_provider.finish = NULL;
    return 0;
}

static void start(struct dot11_crypto_job *job, uint16_t iterations)
{
    memset(job, 0, sizeof(*job));
    job->kind = D11_JOB_PBKDF2_SHA1;
    memset(job->in.pbkdf2.passphrase, 'p', 8);
    job->in.pbkdf2.passphrase_len = 8;
    job->in.pbkdf2.ssid.len = 4;
    job->in.pbkdf2.iterations = iterations;
    job->out_len = 32;
    assert_int_equal(run_provider.ops->job_start(run_provider.crypto, job),
                     D11_ERR_PENDING);
}

static void jobs_end_in_the_order_of_their_start(void **state)
{
    struct dot11_crypto_job jobs[5];
    struct dot11_crypto_job *job;
    enum dot11_err err = D11_ERR_TIMEOUT;
    struct pollfd fd = {
        .fd = dot11_crypto_host_fd(run_provider.crypto),
        .events = POLLIN,
    };
    size_t i;

    (void)state;
    for (i = 0; i < 5; i++)
        start(&jobs[i], (uint16_t)(100 * (5 - i)));
    for (i = 0; i < 5; i++) {
        while ((job = dot11_crypto_host_next(run_provider.crypto, &err)) ==
               NULL)
            assert_int_equal(poll(&fd, 1, 10000), 1);
        assert_ptr_equal(job, &jobs[i]);
        assert_int_equal(err, D11_OK);
        assert_memory_not_equal(job->out, job->out + 16, 16);
    }
}

static void a_cancelled_job_is_forgotten_wherever_it_is(void **state)
{
    struct dot11_crypto_job jobs[3];
    struct pollfd fd = {
        .fd = dot11_crypto_host_fd(run_provider.crypto),
        .events = POLLIN,
    };
    enum dot11_err err = D11_ERR_TIMEOUT;
    size_t i;

    (void)state;
    /* One that probably runs, one that waits, one that is finished. */
    start(&jobs[2], 1);
    assert_int_equal(poll(&fd, 1, 10000), 1);
    start(&jobs[0], 65535);
    start(&jobs[1], 65535);
    for (i = 0; i < 3; i++) {
        run_provider.ops->job_cancel(run_provider.crypto, &jobs[i]);
        memset(&jobs[i], 0xee, sizeof(jobs[i]));
    }
    assert_null(dot11_crypto_host_next(run_provider.crypto, &err));
    assert_int_equal(poll(&fd, 1, 200), 0);
    for (i = 0; i < sizeof(jobs); i++)
        assert_int_equal(((const uint8_t *)jobs)[i], 0xee);
}

static void a_context_ends_while_its_worker_is_busy(void **state)
{
    struct dot11_crypto_job job;

    (void)state;
    start(&job, 65535);
    run_provider.ops->job_cancel(run_provider.crypto, &job);
}

/* SEC-RND-01: fresh octets, as many as were asked for. */
static void random_octets_differ(void **state)
{
    uint8_t a[33] = {0};
    uint8_t b[33] = {0};

    (void)state;
    assert_int_equal(dot11_crypto_host_random(a, 32), D11_OK);
    assert_int_equal(dot11_crypto_host_random(b, 32), D11_OK);
    assert_memory_not_equal(a, b, 32);
    assert_int_equal(a[32], 0);
    assert_int_equal(dot11_crypto_host_random(a, 0), D11_OK);
}

static void freeing_nothing_is_allowed(void **state)
{
    (void)state;
    dot11_crypto_host_free(NULL);
}

int main(void)
{
    const struct CMUnitTest plain[] = {
        PROVIDER_TESTS,
        cmocka_unit_test(random_octets_differ),
        cmocka_unit_test(freeing_nothing_is_allowed),
    };
    const struct CMUnitTest threaded[] = {
        cmocka_unit_test(its_slow_work_is_as_published),
        cmocka_unit_test(its_errands_are_run),
        cmocka_unit_test(jobs_end_in_the_order_of_their_start),
        cmocka_unit_test(a_cancelled_job_is_forgotten_wherever_it_is),
        cmocka_unit_test(a_context_ends_while_its_worker_is_busy),
    };

    return cmocka_run_group_tests_name("crypto-host", plain, without_worker,
                                       done) +
           cmocka_run_group_tests_name("crypto-host with a worker", threaded,
                                       with_worker, done);
}
