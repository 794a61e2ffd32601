/* The bounded reader never leaves its octets.
 *
 * SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/rd.h"

static const uint8_t octets[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};

static void values_come_in_the_order_their_name_says(void **state)
{
    struct d11_rd rd = d11_rd_over(octets, sizeof(octets));

    (void)state;
    assert_int_equal(d11_rd_u8(&rd), 1);
    assert_int_equal(d11_rd_le16(&rd), 0x0302);
    assert_int_equal(d11_rd_be16(&rd), 0x0405);
    rd = d11_rd_over(octets, sizeof(octets));
    assert_int_equal(d11_rd_le32(&rd), 0x04030201);
    assert_int_equal(d11_rd_be32(&rd), 0x05060708);
    assert_int_equal(d11_rd_left(&rd), 4);
    rd = d11_rd_over(octets, sizeof(octets));
    assert_true(d11_rd_le64(&rd) == UINT64_C(0x0807060504030201));
    rd = d11_rd_over(octets, sizeof(octets));
    assert_true(d11_rd_be64(&rd) == UINT64_C(0x0102030405060708));
    assert_false(rd.truncated);
}

static void a_read_past_the_end_gives_zero_for_good(void **state)
{
    uint8_t *block = malloc(3);
    struct d11_rd rd;

    (void)state;
    assert_non_null(block);
    memset(block, 0xff, 3);
    rd = d11_rd_over(block, 3);
    assert_int_equal(d11_rd_be32(&rd), 0);
    assert_true(rd.truncated);
    /* What was left is gone too: nothing after a gap can be trusted. */
    assert_int_equal(d11_rd_left(&rd), 0);
    assert_int_equal(d11_rd_u8(&rd), 0);
    assert_int_equal(d11_rd_le16(&rd), 0);
    assert_int_equal(d11_rd_be16(&rd), 0);
    assert_int_equal(d11_rd_le32(&rd), 0);
    assert_true(d11_rd_le64(&rd) == 0);
    assert_true(d11_rd_be64(&rd) == 0);
    free(block);
}

static void taking_returns_the_place_or_null(void **state)
{
    struct d11_rd rd = d11_rd_over(octets, sizeof(octets));

    (void)state;
    assert_ptr_equal(d11_rd_take(&rd, 4), octets);
    d11_rd_skip(&rd, 2);
    assert_ptr_equal(d11_rd_take(&rd, 6), octets + 6);
    assert_ptr_equal(d11_rd_take(&rd, 0), octets + 12);
    assert_false(rd.truncated);
    assert_null(d11_rd_take(&rd, 1));
    assert_true(rd.truncated);
}

static void a_length_near_the_address_space_does_not_wrap(void **state)
{
    struct d11_rd rd = d11_rd_over(octets, sizeof(octets));

    (void)state;
    assert_null(d11_rd_take(&rd, SIZE_MAX));
    assert_true(rd.truncated);
}

static void an_empty_reader_over_null_is_an_end(void **state)
{
    struct d11_rd rd = d11_rd_over(NULL, 0);

    (void)state;
    assert_int_equal(d11_rd_left(&rd), 0);
    assert_false(rd.truncated);
    d11_rd_skip(&rd, 0);
    assert_false(rd.truncated);
    assert_int_equal(d11_rd_u8(&rd), 0);
    assert_true(rd.truncated);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_come_in_the_order_their_name_says),
        cmocka_unit_test(a_read_past_the_end_gives_zero_for_good),
        cmocka_unit_test(taking_returns_the_place_or_null),
        cmocka_unit_test(a_length_near_the_address_space_does_not_wrap),
        cmocka_unit_test(an_empty_reader_over_null_is_an_end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
