/* The bounded writer never leaves its octets.
 *
 * SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/wr.h"

static void values_go_in_the_order_their_name_says(void **state)
{
    static const uint8_t expected[] = {
        1, 0x03, 0x02, 0x04, 0x05, 9, 8, 7, 6, 6, 7, 8, 9,    8,    7, 6, 5,
        4, 3,    2,    1,    1,    2, 3, 4, 5, 6, 7, 8, 0xaa, 0xbb, 0, 0};
    uint8_t *block = malloc(sizeof(expected));
    struct d11_wr wr;

    (void)state;
    assert_non_null(block);
    memset(block, 0xee, sizeof(expected));
    wr = d11_wr_over(block, sizeof(expected));
    d11_wr_u8(&wr, 1);
    d11_wr_le16(&wr, 0x0203);
    d11_wr_be16(&wr, 0x0405);
    d11_wr_le32(&wr, 0x06070809);
    d11_wr_be32(&wr, 0x06070809);
    d11_wr_le64(&wr, UINT64_C(0x0102030405060708));
    d11_wr_be64(&wr, UINT64_C(0x0102030405060708));
    d11_wr_octets(&wr, "\xaa\xbb", 2);
    d11_wr_zero(&wr, 2);
    assert_false(wr.overflow);
    assert_int_equal(d11_wr_len(&wr), sizeof(expected));
    assert_int_equal(d11_wr_left(&wr), 0);
    assert_memory_equal(block, expected, sizeof(expected));
    free(block);
}

static void a_write_that_does_not_fit_writes_nothing(void **state)
{
    uint8_t *block = malloc(3);
    struct d11_wr wr;

    (void)state;
    assert_non_null(block);
    memset(block, 0xee, 3);
    wr = d11_wr_over(block, 3);
    d11_wr_le32(&wr, 1);
    assert_true(wr.overflow);
    assert_int_equal(block[0], 0xee);
    /* Not even what would fit: a gap would go out as a frame. */
    d11_wr_u8(&wr, 1);
    d11_wr_le16(&wr, 1);
    d11_wr_be16(&wr, 1);
    d11_wr_be32(&wr, 1);
    d11_wr_le64(&wr, 1);
    d11_wr_be64(&wr, 1);
    d11_wr_octets(&wr, "x", 1);
    d11_wr_zero(&wr, 1);
    assert_int_equal(d11_wr_len(&wr), 0);
    assert_int_equal(block[0], 0xee);
    assert_int_equal(block[2], 0xee);
    free(block);
}

static void nothing_can_be_written_anywhere(void **state)
{
    struct d11_wr wr = d11_wr_over(NULL, 0);

    (void)state;
    d11_wr_octets(&wr, NULL, 0);
    d11_wr_zero(&wr, 0);
    assert_false(wr.overflow);
    d11_wr_u8(&wr, 0);
    assert_true(wr.overflow);
}

static void giving_up_leaves_no_room(void **state)
{
    uint8_t octets[4];
    struct d11_wr wr = d11_wr_over(octets, sizeof(octets));

    (void)state;
    d11_wr_u8(&wr, 1);
    d11_wr_fail(&wr);
    assert_true(wr.overflow);
    assert_null(d11_wr_take(&wr, 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_go_in_the_order_their_name_says),
        cmocka_unit_test(a_write_that_does_not_fit_writes_nothing),
        cmocka_unit_test(nothing_can_be_written_anywhere),
        cmocka_unit_test(giving_up_leaves_no_room),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
