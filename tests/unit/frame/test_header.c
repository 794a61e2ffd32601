/* The MAC header.
 *
 * SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#include "frame/header.h"
#include "hostile.h"

/* Header octets in which each one says where it is. */
static void fill(uint8_t *mpdu, size_t len, unsigned fc0, unsigned fc1)
{
    size_t i;

    for (i = 0; i < len; i++)
        mpdu[i] = (uint8_t)i;
    mpdu[0] = (uint8_t)fc0;
    mpdu[1] = (uint8_t)fc1;
}

static size_t expected_len(unsigned type, unsigned subtype, unsigned fc1)
{
    size_t len = 24;

    if (type == D11_TYPE_CTRL)
        return subtype == D11_CTRL_CTS || subtype == D11_CTRL_ACK ? 10 : 16;
    if (type == D11_TYPE_MGMT)
        return (fc1 & D11_FC1_HTC) != 0 ? 28 : 24;
    if ((fc1 & 3) == 3)
        len += 6;
    if ((subtype & 8) != 0)
        len += (fc1 & D11_FC1_HTC) != 0 ? 6 : 2;
    return len;
}

static int is_taken(unsigned type, unsigned subtype)
{
    switch (type) {
    case D11_TYPE_MGMT: return subtype != 7 && subtype != 15;
    case D11_TYPE_CTRL: return subtype == 2 || (subtype >= 8 && subtype != 15);
    case D11_TYPE_DATA: return subtype % 4 == 0;
    default: return 0;
    }
}

/* SEC-FRM-01, SEC-FRM-03: every Frame Control with every length. */
static void length_follows_from_frame_control_alone(void **state)
{
    unsigned fc;

    (void)state;
    for (fc = 0; fc <= 0xffff; fc++) {
        unsigned fc0 = fc & 0xff;
        unsigned fc1 = fc >> 8;
        unsigned type = (fc0 >> 2) & 3;
        unsigned subtype = fc0 >> 4;
        size_t needed = expected_len(type, subtype, fc1);
        uint8_t octets[40];
        struct d11_header h;

        fill(octets, sizeof(octets), fc0, fc1);
        if ((fc0 & 3) != 0) {
            assert_int_equal(d11_header_decode(&h, octets, 40),
                             D11_DROP_VERSION);
            continue;
        }
        if (!is_taken(type, subtype)) {
            assert_int_equal(d11_header_decode(&h, octets, 40), D11_DROP_TYPE);
            continue;
        }
        assert_int_equal(d11_header_decode(&h, octets, needed - 1),
                         D11_DROP_TOO_SHORT);
        assert_int_equal(d11_header_decode(&h, octets, needed), D11_DROP_NONE);
        assert_int_equal(h.len, needed);
        assert_int_equal(h.type, type);
        assert_int_equal(h.subtype, subtype);
        assert_int_equal(h.flags, fc1);
    }
}

static void fields_are_where_the_standard_puts_them(void **state)
{
    uint8_t octets[40];
    struct d11_header h;

    (void)state;
    /* QoS data, both DS bits, HT Control: everything there is. */
    fill(octets, sizeof(octets), 0x88, 0x83 | D11_FC1_RETRY);
    assert_int_equal(d11_header_decode(&h, octets, 40), D11_DROP_NONE);
    assert_int_equal(h.duration, 0x0302);
    assert_ptr_equal(h.a1, octets + 4);
    assert_ptr_equal(h.a2, octets + 10);
    assert_ptr_equal(h.a3, octets + 16);
    assert_ptr_equal(h.a4, octets + 24);
    assert_int_equal(h.seq, 0x171);
    assert_int_equal(h.frag, 6);
    assert_int_equal(h.qos, 0x1f1e);
    assert_int_equal(h.tid, 14);
    assert_int_equal(h.len, 36);
    assert_true(d11_header_to_ds(&h));
    assert_true(d11_header_from_ds(&h));
    assert_true(d11_header_retry(&h));
    assert_false(d11_header_protected(&h));
    assert_true(d11_header_has_qos(&h));
    assert_false(d11_header_is_mgmt(&h, D11_MGMT_BEACON));
}

static void a_frame_without_qos_has_no_tid(void **state)
{
    uint8_t octets[24];
    struct d11_header h;

    (void)state;
    fill(octets, sizeof(octets), 0x08, 0x42);
    assert_int_equal(d11_header_decode(&h, octets, 24), D11_DROP_NONE);
    assert_int_equal(h.tid, D11_TID_NONE);
    assert_int_equal(h.qos, 0);
    assert_false(d11_header_has_qos(&h));
    assert_null(h.a4);
    assert_true(d11_header_protected(&h));

    fill(octets, sizeof(octets), 0x80, 0x00);
    assert_int_equal(d11_header_decode(&h, octets, 24), D11_DROP_NONE);
    assert_true(d11_header_is_mgmt(&h, D11_MGMT_BEACON));
    assert_false(d11_header_is_mgmt(&h, D11_MGMT_AUTH));
    assert_int_equal(h.tid, D11_TID_NONE);
}

static void control_frames_have_no_address_3(void **state)
{
    uint8_t octets[16];
    struct d11_header h;

    (void)state;
    fill(octets, sizeof(octets), 0xa4, 0x10);
    assert_int_equal(d11_header_decode(&h, octets, 16), D11_DROP_NONE);
    assert_ptr_equal(h.a1, octets + 4);
    assert_ptr_equal(h.a2, octets + 10);
    assert_null(h.a3);
    assert_null(h.a4);
    assert_int_equal(h.duration, 0x0302);
    fill(octets, sizeof(octets), 0xd4, 0);
    assert_int_equal(d11_header_decode(&h, octets, 10), D11_DROP_NONE);
    assert_null(h.a2);
}

static void da_and_sa_follow_the_ds_bits(void **state)
{
    static const struct {
        unsigned fc1;
        size_t da;
        size_t sa;
    } rows[] = {{0, 4, 10}, {1, 16, 10}, {2, 4, 16}, {3, 16, 24}};
    uint8_t octets[40];
    struct d11_header h;
    size_t i;

    (void)state;
    for (i = 0; i < 4; i++) {
        fill(octets, sizeof(octets), 0x08, rows[i].fc1);
        assert_int_equal(d11_header_decode(&h, octets, 40), D11_DROP_NONE);
        assert_ptr_equal(d11_header_da(&h), octets + rows[i].da);
        assert_ptr_equal(d11_header_sa(&h), octets + rows[i].sa);
    }
}

/* SEC-FRM-09: no length is too odd. */
static void a_frame_longer_than_any_mpdu_is_refused(void **state)
{
    uint8_t *octets = calloc(1, D11_MPDU_MAX + 1);
    struct d11_header h;

    (void)state;
    assert_non_null(octets);
    octets[0] = 0x08;
    assert_int_equal(d11_header_decode(&h, octets, D11_MPDU_MAX),
                     D11_DROP_NONE);
    assert_int_equal(d11_header_decode(&h, octets, D11_MPDU_MAX + 1),
                     D11_DROP_TOO_LONG);
    free(octets);
}

static void decode_one(const uint8_t *octets, size_t len, void *arg)
{
    struct d11_header h;

    (void)arg;
    if (d11_header_decode(&h, octets, len) == D11_DROP_NONE) {
        assert_in_range(h.len, 10, len);
        assert_in_range(h.len, 10, D11_HEADER_MAX);
    }
}

/* SEC-FRM-02: the given length is the only authority. */
static void every_prefix_is_decoded_in_bounds(void **state)
{
    static const uint8_t fc0[] = {0x00, 0x80, 0x08, 0x88, 0xc8, 0xa4, 0xd4};
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(fc0); i++) {
        uint8_t octets[36];

        fill(octets, sizeof(octets), fc0[i], 0x83);
        hostile_all(octets, sizeof(octets), decode_one, NULL);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(length_follows_from_frame_control_alone),
        cmocka_unit_test(fields_are_where_the_standard_puts_them),
        cmocka_unit_test(a_frame_without_qos_has_no_tid),
        cmocka_unit_test(control_frames_have_no_address_3),
        cmocka_unit_test(da_and_sa_follow_the_ds_bits),
        cmocka_unit_test(a_frame_longer_than_any_mpdu_is_refused),
        cmocka_unit_test(every_prefix_is_decoded_in_bounds),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
