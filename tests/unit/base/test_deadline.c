/* Points in time do not wrap.
 *
 * SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/deadline.h"

/* SEC-RES-08: a clock near its end neither wraps nor fires early. */
static void sums_stop_at_never(void **state)
{
    (void)state;
    assert_true(d11_time_after(5, 7) == 12);
    assert_true(d11_time_after(UINT64_MAX - 1, 1) == D11_NEVER);
    assert_true(d11_time_after(UINT64_MAX - 1, 2) == D11_NEVER);
    assert_true(d11_time_after(1, UINT64_MAX) == D11_NEVER);
    assert_true(d11_time_after(D11_NEVER, 0) == D11_NEVER);
    assert_true(d11_time_after_tu(0, 100) == 102400);
    assert_true(d11_time_after_tu(UINT64_MAX - 5, 1) == D11_NEVER);
    assert_true(d11_time_after_tu(0, UINT32_MAX) ==
                UINT64_C(4294967295) * 1024);
}

static void never_is_never_due(void **state)
{
    (void)state;
    assert_true(d11_deadline_due(5, 5));
    assert_true(d11_deadline_due(0, 5));
    assert_false(d11_deadline_due(6, 5));
    assert_false(d11_deadline_due(D11_NEVER, UINT64_MAX));
}

static void the_earlier_deadline_wins(void **state)
{
    (void)state;
    assert_true(d11_deadline_min(3, 4) == 3);
    assert_true(d11_deadline_min(4, 3) == 3);
    assert_true(d11_deadline_min(D11_NEVER, 3) == 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_stop_at_never),
        cmocka_unit_test(never_is_never_due),
        cmocka_unit_test(the_earlier_deadline_wins),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
