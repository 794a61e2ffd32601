/* The fast BSS transition element.
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

#include "frame/fte.h"
#include "hostile.h"

#define MIC_LEN 16u

static const uint8_t r0kh[] = "first.example";
static const uint8_t r1kh[6] = {2, 0, 0, 0, 0x0a, 1};

/* One with everything in it; returns its length, id and length included. */
static size_t make(uint8_t octets[257])
{
    struct d11_wr wr = d11_wr_over(octets, 257);
    static const uint8_t gtk[] = {
        2, 35, 1, 0, 16, 1, 2, 3, 4, 5, 6, 0, 0, 0xa1, 0xa2, 0, 0, 0,   0,
        0, 0,  0, 0, 0,  0, 0, 0, 0, 0, 0, 0, 0, 0,    0,    0, 0, 0xa3};
    static const uint8_t igtk[] = {4, 33, 4, 0, 9, 8, 7, 0, 0, 0, 16,  0xb1,
                                   0, 0,  0, 0, 0, 0, 0, 0, 0, 0, 0,   0,
                                   0, 0,  0, 0, 0, 0, 0, 0, 0, 0, 0xb2};
    static const uint8_t oci[] = {5, 3, 81, 6, 0};
    struct d11_fte fte = {0};
    uint8_t snonce[32];
    size_t len;

    memset(snonce, 0x55, sizeof snonce);
    fte.rsnxe_used = true;
    fte.count = 3;
    fte.snonce = snonce;
    fte.r0kh.data = r0kh;
    fte.r0kh.len = sizeof r0kh - 1;
    fte.r1kh.data = r1kh;
    fte.r1kh.len = sizeof r1kh;
    assert_ptr_equal(d11_fte_write(&wr, &fte, MIC_LEN), octets + 4);
    d11_wr_octets(&wr, gtk, sizeof gtk);
    d11_wr_octets(&wr, igtk, sizeof igtk);
    d11_wr_octets(&wr, oci, sizeof oci);
    len = d11_wr_len(&wr);
    octets[1] = (uint8_t)(len - 2);
    return len;
}

static void every_field_is_read_where_it_is(void **state)
{
    uint8_t octets[257];
    struct dot11_octets body = {octets + 2, make(octets) - 2};
    struct d11_fte fte;

    (void)state;
    assert_true(d11_fte_decode(&fte, body, MIC_LEN));
    assert_true(fte.rsnxe_used);
    assert_int_equal(fte.count, 3);
    assert_ptr_equal(fte.mic, octets + 4);
    assert_ptr_equal(fte.anonce, octets + 20);
    assert_ptr_equal(fte.snonce, octets + 52);
    assert_int_equal(fte.snonce[31], 0x55);
    assert_int_equal(fte.r1kh.len, 6);
    assert_memory_equal(fte.r1kh.data, r1kh, 6);
    assert_int_equal(fte.r0kh.len, sizeof r0kh - 1);
    assert_int_equal(fte.gtk.info, 1);
    assert_int_equal(fte.gtk.len, 16);
    assert_int_equal(fte.gtk.pn[0], 1);
    assert_int_equal(fte.gtk.wrapped.len, 24);
    assert_int_equal(fte.gtk.wrapped.data[0], 0xa1);
    assert_int_equal(fte.gtk.wrapped.data[23], 0xa3);
    assert_int_equal(fte.igtk.info, 4);
    assert_int_equal(fte.igtk.pn[0], 9);
    assert_int_equal(fte.igtk.len, 16);
    assert_int_equal(fte.igtk.wrapped.len, 24);
    assert_int_equal(fte.igtk.wrapped.data[0], 0xb1);
    assert_null(fte.bigtk.wrapped.data);
    assert_int_equal(fte.oci.len, 3);
}

/* Whatever it is, everything that was read lies in it. */
static void stays_inside(const uint8_t *octets, size_t len, void *arg)
{
    struct dot11_octets body = {octets, len};
    struct d11_fte fte;

    (void)arg;
    if (!d11_fte_decode(&fte, body, MIC_LEN))
        return;
    assert_true(len >= D11_FTE_FIXED(MIC_LEN));
    assert_true(fte.r0kh.data == NULL ||
                fte.r0kh.data + fte.r0kh.len <= octets + len);
    assert_true(fte.gtk.wrapped.data == NULL ||
                fte.gtk.wrapped.data + fte.gtk.wrapped.len <= octets + len);
}

static void every_bad_one_is_read_in_bounds(void **state)
{
    uint8_t octets[257];
    size_t len = make(octets);

    (void)state;
    hostile_prefixes(octets + 2, len - 2, stays_inside, NULL);
    hostile_octets(octets + 2, len - 2, stays_inside, NULL);
}

/* SEC-FT-01 */
static void what_comes_twice_is_refused(void **state)
{
    static const uint8_t subs[][12] = {
        {1, 6, 2, 0, 0, 0, 10, 1}, {3, 1, 'a'}, {5, 3, 81, 6, 0}};
    struct d11_fte fte;

    (void)state;
    for (size_t i = 0; i < sizeof subs / sizeof subs[0]; i++) {
        uint8_t octets[D11_FTE_FIXED(MIC_LEN) + 24] = {0};
        size_t len = 2u + subs[i][1];
        struct dot11_octets body = {octets, D11_FTE_FIXED(MIC_LEN) + len};

        memcpy(octets + D11_FTE_FIXED(MIC_LEN), subs[i], len);
        assert_true(d11_fte_decode(&fte, body, MIC_LEN));
        memcpy(octets + body.len, subs[i], len);
        body.len += len;
        assert_false(d11_fte_decode(&fte, body, MIC_LEN));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_field_is_read_where_it_is),
        cmocka_unit_test(every_bad_one_is_read_in_bounds),
        cmocka_unit_test(what_comes_twice_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
