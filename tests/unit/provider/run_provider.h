/* The provider test as cmocka tests.
 *
 * SPDX-License-Identifier: MIT */
#ifndef RUN_PROVIDER_H
#define RUN_PROVIDER_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <provider_test.h>

/* Print what does not hold. */
void run_provider_fail(void *arg, const char *claim, size_t where);

/* Each takes a struct provider_test as its state. */
void its_table_is_sound(void **state);
void its_hashes_are_as_published(void **state);
void its_key_wrap_is_as_published(void **state);
void its_counter_mode_is_as_published(void **state);
void its_slow_work_is_as_published(void **state);
void its_curves_are_as_published(void **state);
void its_errands_are_run(void **state);
void its_frames_are_as_published(void **state);
void its_bursts_equal_single_frames(void **state);
void its_forged_frames_are_refused_one_by_one(void **state);
void its_frames_may_have_any_length(void **state);

#define PROVIDER_TESTS                                                         \
    cmocka_unit_test(its_table_is_sound),                                      \
        cmocka_unit_test(its_hashes_are_as_published),                         \
        cmocka_unit_test(its_key_wrap_is_as_published),                        \
        cmocka_unit_test(its_counter_mode_is_as_published),                    \
        cmocka_unit_test(its_slow_work_is_as_published),                       \
        cmocka_unit_test(its_curves_are_as_published),                         \
        cmocka_unit_test(its_errands_are_run),                                 \
        cmocka_unit_test(its_frames_are_as_published),                         \
        cmocka_unit_test(its_bursts_equal_single_frames),                      \
        cmocka_unit_test(its_forged_frames_are_refused_one_by_one),            \
        cmocka_unit_test(its_frames_may_have_any_length)

/* The state of all tests of a program. */
extern struct provider_test run_provider;

#endif
