/* Bodies of management frames.
 *
 * SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#include "frame/mgmt.h"
#include "hostile.h"

static const uint8_t octets[] = {1, 2,  3,  4,  5,  6,  7,  8,
                                 9, 10, 11, 12, 13, 14, 15, 16};

static void fields_are_read_in_order(void **state)
{
    struct d11_beacon beacon;
    struct d11_auth auth;
    struct d11_assoc_req req;
    struct d11_assoc_resp resp;
    struct d11_leave leave;

    (void)state;
    assert_true(d11_beacon_decode(&beacon, octets, sizeof(octets)));
    assert_true(beacon.tsf_us == UINT64_C(0x0807060504030201));
    assert_int_equal(beacon.interval_tu, 0x0a09);
    assert_int_equal(beacon.capability, 0x0c0b);
    assert_ptr_equal(beacon.elements.data, octets + 12);
    assert_int_equal(beacon.elements.len, 4);

    assert_true(d11_auth_decode(&auth, octets, sizeof(octets)));
    assert_int_equal(auth.algorithm, 0x0201);
    assert_int_equal(auth.transaction, 0x0403);
    assert_int_equal(auth.status, 0x0605);
    assert_ptr_equal(auth.rest.data, octets + 6);
    assert_int_equal(auth.rest.len, 10);

    assert_true(d11_assoc_req_decode(&req, false, octets, sizeof(octets)));
    assert_int_equal(req.capability, 0x0201);
    assert_int_equal(req.listen_interval, 0x0403);
    assert_null(req.current_ap);
    assert_ptr_equal(req.elements.data, octets + 4);
    assert_true(d11_assoc_req_decode(&req, true, octets, sizeof(octets)));
    assert_ptr_equal(req.current_ap, octets + 4);
    assert_ptr_equal(req.elements.data, octets + 10);
    assert_int_equal(req.elements.len, 6);

    assert_true(d11_assoc_resp_decode(&resp, octets, sizeof(octets)));
    assert_int_equal(resp.capability, 0x0201);
    assert_int_equal(resp.status, 0x0403);
    assert_int_equal(resp.aid, 0x0605);
    assert_int_equal(resp.elements.len, 10);

    assert_true(d11_leave_decode(&leave, octets, sizeof(octets)));
    assert_int_equal(leave.reason, 0x0201);
    assert_int_equal(leave.elements.len, 14);
}

static void the_two_top_bits_of_an_aid_do_not_count(void **state)
{
    static const uint8_t body[] = {0, 0, 0, 0, 0x01, 0xc0};
    struct d11_assoc_resp resp;

    (void)state;
    assert_true(d11_assoc_resp_decode(&resp, body, sizeof(body)));
    assert_int_equal(resp.aid, 1);
}

static void decode_all(const uint8_t *body, size_t len, void *arg)
{
    struct d11_beacon beacon = {0};
    struct d11_auth auth = {0};
    struct d11_assoc_req req = {0};
    struct d11_assoc_resp resp = {0};
    struct d11_leave leave = {0};

    (void)arg;
    assert_int_equal(d11_beacon_decode(&beacon, body, len), len >= 12);
    assert_int_equal(d11_auth_decode(&auth, body, len), len >= 6);
    assert_int_equal(d11_assoc_req_decode(&req, false, body, len), len >= 4);
    assert_int_equal(d11_assoc_req_decode(&req, true, body, len), len >= 10);
    assert_int_equal(d11_assoc_resp_decode(&resp, body, len), len >= 6);
    assert_int_equal(d11_leave_decode(&leave, body, len), len >= 2);
    if (len >= 12)
        assert_int_equal(beacon.elements.len, len - 12);
    else
        assert_true(beacon.tsf_us == 0 && beacon.elements.data == NULL);
    if (len < 2)
        assert_int_equal(leave.reason, 0);
}

/* SEC-FRM-04, A46, A48: every length around the fixed fields. */
static void a_body_shorter_than_its_fixed_fields_is_refused(void **state)
{
    (void)state;
    hostile_prefixes(octets, sizeof(octets), decode_all, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_are_read_in_order),
        cmocka_unit_test(the_two_top_bits_of_an_aid_do_not_count),
        cmocka_unit_test(a_body_shorter_than_its_fixed_fields_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
