/* Secrets are erased and compared as a whole.
 *
 * SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/wipe.h"

static void exactly_the_range_is_erased(void **state)
{
    uint8_t octets[40];
    size_t at;
    size_t len;

    (void)state;
    for (at = 0; at < 8; at++) {
        for (len = 0; len <= 24; len++) {
            size_t i;

            memset(octets, 0xa5, sizeof(octets));
            d11_wipe(octets + at, len);
            for (i = 0; i < sizeof(octets); i++)
                assert_int_equal(octets[i], i >= at && i < at + len ? 0 : 0xa5);
        }
    }
}

static void a_difference_in_any_bit_is_seen(void **state)
{
    uint8_t a[16] = {0};
    uint8_t b[16] = {0};
    size_t bit;

    (void)state;
    assert_true(d11_equal_const_time(a, b, sizeof(a)));
    assert_true(d11_equal_const_time(a, b, 0));
    for (bit = 0; bit < 8 * sizeof(a); bit++) {
        b[bit / 8] = (uint8_t)(1u << (bit % 8));
        assert_false(d11_equal_const_time(a, b, sizeof(a)));
        b[bit / 8] = 0;
    }
}

static void a_single_bit_is_not_zero(void **state)
{
    uint8_t octets[16] = {0};
    size_t bit;

    (void)state;
    assert_true(d11_is_zero_const_time(octets, sizeof(octets)));
    for (bit = 0; bit < 8 * sizeof(octets); bit++) {
        octets[bit / 8] = (uint8_t)(1u << bit % 8);
        assert_false(d11_is_zero_const_time(octets, sizeof(octets)));
        assert_true(d11_is_zero_const_time(octets, bit / 8));
        octets[bit / 8] = 0;
    }
    assert_true(d11_is_zero_const_time(NULL, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exactly_the_range_is_erased),
        cmocka_unit_test(a_difference_in_any_bit_is_seen),
        cmocka_unit_test(a_single_bit_is_not_zero),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
