/* The traffic indication map.
 *
 * SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#include <dot11/codes.h>

#include "frame/tim.h"
#include "hostile.h"

static void bits_are_those_of_the_full_bitmap(void **state)
{
    /* Offset 4: octets 4 and 5 of the bitmap, AIDs 32 to 47. */
    static const uint8_t body[] = {1, 3, 4 | 1, 0x01, 0x80};
    struct d11_tim tim;
    uint16_t aid;

    (void)state;
    assert_true(d11_tim_decode(&tim, body, sizeof(body)));
    assert_int_equal(tim.dtim_count, 1);
    assert_int_equal(tim.dtim_period, 3);
    assert_true(tim.group);
    for (aid = 0; aid < 4096; aid++)
        assert_int_equal(d11_tim_has_aid(&tim, aid), aid == 32 || aid == 47);
}

/* SEC-ELM-07: octet index, not offset alone. */
static void an_aid_outside_the_partial_bitmap_has_no_traffic(void **state)
{
    uint8_t *body = malloc(255);
    struct d11_tim tim;
    uint16_t aid;

    (void)state;
    assert_non_null(body);
    memset(body, 0xff, 255);
    body[0] = 0;
    body[1] = 1;
    body[2] = 0xfe;
    assert_true(d11_tim_decode(&tim, body, 254));
    assert_int_equal(tim.bitmap_len, 251);
    assert_false(d11_tim_decode(&tim, body, 255));
    assert_true(d11_tim_decode(&tim, body, 254));
    assert_false(d11_tim_has_aid(&tim, 0));
    for (aid = 1; aid <= D11_AID_MAX; aid++)
        assert_false(d11_tim_has_aid(&tim, aid));
    body[2] = 0;
    assert_true(d11_tim_decode(&tim, body, 254));
    for (aid = 1; aid <= D11_AID_MAX; aid++)
        assert_true(d11_tim_has_aid(&tim, aid));
    /* 14 bits of AID are more than there are stations. */
    assert_false(d11_tim_has_aid(&tim, D11_AID_MAX + 1));
    assert_false(d11_tim_has_aid(&tim, 0x3fff));
    free(body);
}

/* SEC-ELM-07: each pair of count and period. */
static void a_count_not_below_the_period_is_refused(void **state)
{
    unsigned count;
    unsigned period;

    (void)state;
    for (count = 0; count < 256; count++) {
        for (period = 0; period < 256; period++) {
            uint8_t body[] = {(uint8_t)count, (uint8_t)period, 0, 0};
            struct d11_tim tim;

            assert_int_equal(d11_tim_decode(&tim, body, sizeof(body)),
                             period != 0 && count < period);
        }
    }
}

static void decode_one(const uint8_t *body, size_t len, void *arg)
{
    struct d11_tim tim;
    uint16_t aid;

    (void)arg;
    if (!d11_tim_decode(&tim, body, len))
        return;
    assert_true(len >= 4);
    for (aid = 0; aid <= D11_AID_MAX; aid++)
        (void)d11_tim_has_aid(&tim, aid);
}

/* SEC-ELM-07: at least 4 octets, and none read beyond. */
static void every_prefix_is_decoded_in_bounds(void **state)
{
    static const uint8_t body[] = {0, 3, 2, 0xff, 0xff, 0xff};
    struct d11_tim tim;

    (void)state;
    hostile_all(body, sizeof(body), decode_one, NULL);
    assert_false(d11_tim_decode(&tim, body, 3));
    assert_true(d11_tim_decode(&tim, body, 4));
}

static void what_is_written_is_read_again(void **state)
{
    static const uint16_t aids[] = {0, 1, 7, 8, 15, 16, 17, 255, 2007};
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(aids) / sizeof(aids[0]); i++) {
        uint8_t octets[8];
        struct d11_wr wr = d11_wr_over(octets, sizeof(octets));
        struct d11_tim tim;
        uint16_t aid;

        d11_tim_write(&wr, 2, 3, i % 2 == 0, aids[i]);
        assert_false(wr.overflow);
        assert_int_equal(octets[0], D11_EID_TIM);
        assert_int_equal(octets[1], d11_wr_len(&wr) - 2);
        assert_true(d11_tim_decode(&tim, octets + 2, octets[1]));
        assert_int_equal(tim.dtim_count, 2);
        assert_int_equal(tim.dtim_period, 3);
        assert_int_equal(tim.group, i % 2 == 0);
        for (aid = 1; aid <= D11_AID_MAX; aid++)
            assert_int_equal(d11_tim_has_aid(&tim, aid), aid == aids[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bits_are_those_of_the_full_bitmap),
        cmocka_unit_test(an_aid_outside_the_partial_bitmap_has_no_traffic),
        cmocka_unit_test(a_count_not_below_the_period_is_refused),
        cmocka_unit_test(every_prefix_is_decoded_in_bounds),
        cmocka_unit_test(what_is_written_is_read_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
