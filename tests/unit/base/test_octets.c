/* Loads, stores and addresses.
 *
 * SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/octets.h"

static void what_is_stored_is_loaded_at_any_alignment(void **state)
{
    uint8_t octets[16];
    size_t at;

    (void)state;
    for (at = 0; at < 8; at++) {
        d11_store_le16(octets + at, 0x1234);
        assert_int_equal(d11_load_le16(octets + at), 0x1234);
        assert_int_equal(d11_load_be16(octets + at), 0x3412);
        d11_store_be16(octets + at, 0x1234);
        assert_int_equal(d11_load_be16(octets + at), 0x1234);
        d11_store_le32(octets + at, 0x89abcdef);
        assert_int_equal(d11_load_le32(octets + at), 0x89abcdef);
        assert_int_equal(d11_load_be32(octets + at), 0xefcdab89);
        d11_store_be32(octets + at, 0x89abcdef);
        assert_int_equal(d11_load_be32(octets + at), 0x89abcdef);
        d11_store_le64(octets + at, UINT64_C(0x8123456789abcdef));
        assert_true(d11_load_le64(octets + at) == UINT64_C(0x8123456789abcdef));
        d11_store_be64(octets + at, UINT64_C(0x8123456789abcdef));
        assert_true(d11_load_be64(octets + at) == UINT64_C(0x8123456789abcdef));
        assert_int_equal(octets[at], 0x81);
    }
}

static void every_octet_of_an_address_counts(void **state)
{
    uint8_t a[6] = {2, 0, 0, 0, 1, 0};
    size_t i;

    (void)state;
    for (i = 0; i < 6; i++) {
        uint8_t b[6];

        d11_addr_copy(b, a);
        assert_true(d11_addr_equal(a, b));
        b[i] ^= 0x80;
        assert_false(d11_addr_equal(a, b));
    }
}

static void group_broadcast_and_zero_are_told_apart(void **state)
{
    uint8_t addr[6] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
    size_t i;

    (void)state;
    assert_true(d11_addr_is_group(addr));
    assert_true(d11_addr_is_broadcast(addr));
    assert_false(d11_addr_is_zero(addr));
    for (i = 0; i < 6; i++) {
        addr[i] = 0xfe;
        assert_false(d11_addr_is_broadcast(addr));
        addr[i] = 0xff;
    }
    memset(addr, 0, sizeof(addr));
    assert_true(d11_addr_is_zero(addr));
    assert_false(d11_addr_is_group(addr));
    for (i = 0; i < 6; i++) {
        addr[i] = 1;
        assert_false(d11_addr_is_zero(addr));
        assert_int_equal(d11_addr_is_group(addr), i == 0);
        addr[i] = 0;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_stored_is_loaded_at_any_alignment),
        cmocka_unit_test(every_octet_of_an_address_counts),
        cmocka_unit_test(group_broadcast_and_zero_are_told_apart),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
