/* The provider test as cmocka tests.
 *
 * SPDX-License-Identifier: MIT */
#include "run_provider.h"

struct provider_test run_provider = {.fail = run_provider_fail, .step = 1};

void run_provider_fail(void *arg, const char *claim, size_t where)
{
    (void)arg;
    print_error("does not hold: %s (at %lu)\n", claim, (unsigned long)where);
}

static void run(bool (*part)(struct provider_test *))
{
    const unsigned long checks = run_provider.checks;

    assert_true(part(&run_provider));
    /* Nothing that our providers bring may be left out unnoticed. */
    assert_true(run_provider.checks > checks);
    assert_int_equal(run_provider.skipped, 0);
}

/* SEC-RND-07: known answers for every primitive. */
void its_table_is_sound(void **state)
{
    (void)state;
    run(provider_test_table);
}

void its_hashes_are_as_published(void **state)
{
    (void)state;
    run(provider_test_hashes);
}

/* SEC-RND-03: unwrap has one answer, wherever it failed. */
void its_key_wrap_is_as_published(void **state)
{
    (void)state;
    run(provider_test_key_wrap);
}

void its_counter_mode_is_as_published(void **state)
{
    (void)state;
    run(provider_test_counter_mode);
}

void its_slow_work_is_as_published(void **state)
{
    (void)state;
    run(provider_test_slow_work);
}

/* SEC-SAE-02: what is no point of the curve is refused. */
void its_curves_are_as_published(void **state)
{
    (void)state;
    run(provider_test_curves);
}

void its_errands_are_run(void **state)
{
    (void)state;
    run(provider_test_errands);
}

void its_frames_are_as_published(void **state)
{
    (void)state;
    run(provider_test_frame_vectors);
}

void its_bursts_equal_single_frames(void **state)
{
    (void)state;
    run(provider_test_bursts);
}

void its_forged_frames_are_refused_one_by_one(void **state)
{
    (void)state;
    run(provider_test_forgeries);
}

void its_frames_may_have_any_length(void **state)
{
    (void)state;
    run(provider_test_lengths);
}
