/* Action frames.
 *
 * SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#include "frame/action.h"
#include "hostile.h"

static void category_and_code_are_split_off(void **state)
{
    static const uint8_t body[] = {0x88, 1, 2, 3};
    struct d11_action action;

    (void)state;
    assert_true(d11_action_decode(&action, body, sizeof(body)));
    assert_int_equal(action.category, D11_CATEGORY_SA_QUERY);
    assert_true(action.error);
    assert_int_equal(action.code, 1);
    assert_ptr_equal(action.rest.data, body + 2);
    assert_int_equal(action.rest.len, 2);
}

static void what_is_written_is_read_again(void **state)
{
    static const struct d11_addba req = {
        D11_BA_ADDBA_REQ, 9, 5, true, true, 64, 100, 0, 4095, 0};
    static const struct d11_addba resp = {
        D11_BA_ADDBA_RESP, 9, 15, true, false, 1023, 0, 37, 0, 0};
    static const struct d11_delba delba = {true, 7, 39};
    static const struct d11_sa_query query = {D11_SA_QUERY_RESPONSE, 0xbeef};
    uint8_t octets[16];
    struct d11_wr wr = d11_wr_over(octets, sizeof(octets));
    struct d11_addba addba;
    struct d11_delba del;
    struct d11_sa_query q;

    (void)state;
    d11_addba_write(&wr, &req);
    assert_int_equal(d11_wr_len(&wr), 9);
    assert_true(d11_addba_decode(&addba, octets, 9));
    assert_int_equal(addba.code, req.code);
    assert_int_equal(addba.token, 9);
    assert_int_equal(addba.tid, 5);
    assert_true(addba.immediate);
    assert_true(addba.amsdu);
    assert_int_equal(addba.buffers, 64);
    assert_int_equal(addba.timeout_tu, 100);
    assert_int_equal(addba.ssn, 4095);
    assert_int_equal(addba.fragment, 0);

    wr = d11_wr_over(octets, sizeof(octets));
    d11_addba_write(&wr, &resp);
    assert_int_equal(d11_wr_len(&wr), 9);
    assert_true(d11_addba_decode(&addba, octets, 9));
    assert_int_equal(addba.status, 37);
    assert_int_equal(addba.tid, 15);
    assert_int_equal(addba.buffers, 1023);
    assert_false(addba.amsdu);

    wr = d11_wr_over(octets, sizeof(octets));
    d11_delba_write(&wr, &delba);
    assert_int_equal(d11_wr_len(&wr), 6);
    assert_true(d11_delba_decode(&del, octets, 6));
    assert_true(del.initiator);
    assert_int_equal(del.tid, 7);
    assert_int_equal(del.reason, 39);

    wr = d11_wr_over(octets, sizeof(octets));
    d11_sa_query_write(&wr, &query);
    assert_int_equal(d11_wr_len(&wr), 4);
    assert_true(d11_sa_query_decode(&q, octets, 4));
    assert_int_equal(q.code, D11_SA_QUERY_RESPONSE);
    assert_int_equal(q.transaction, 0xbeef);
}

static void bits_that_are_not_set_stay_so(void **state)
{
    static const struct d11_addba req = {0};
    static const struct d11_delba delba = {false, 0, 1};
    uint8_t octets[16];
    struct d11_wr wr = d11_wr_over(octets, sizeof(octets));
    struct d11_addba addba;
    struct d11_delba del;

    (void)state;
    d11_addba_write(&wr, &req);
    assert_true(d11_addba_decode(&addba, octets, d11_wr_len(&wr)));
    assert_false(addba.immediate);
    assert_false(addba.amsdu);
    assert_int_equal(addba.tid, 0);
    wr = d11_wr_over(octets, sizeof(octets));
    d11_delba_write(&wr, &delba);
    assert_true(d11_delba_decode(&del, octets, d11_wr_len(&wr)));
    assert_false(del.initiator);
    assert_int_equal(del.tid, 0);
}

/* Octets of a capture: dialog token 1, TID 0, 64 buffers, immediate. */
static void an_addba_request_off_the_air_is_read(void **state)
{
    static const uint8_t body[] = {3, 0, 1, 0x02, 0x10, 0, 0, 0x10, 0};
    struct d11_addba addba;

    (void)state;
    assert_true(d11_addba_decode(&addba, body, sizeof(body)));
    assert_int_equal(addba.token, 1);
    assert_int_equal(addba.tid, 0);
    assert_true(addba.immediate);
    assert_false(addba.amsdu);
    assert_int_equal(addba.buffers, 64);
    assert_int_equal(addba.ssn, 1);
}

static void another_category_or_code_is_refused(void **state)
{
    static const uint8_t ba[] = {3, 2, 0, 0, 0, 0, 0, 0, 0};
    static const uint8_t sa[] = {8, 2, 0, 0};
    static const uint8_t wrong[] = {4, 0, 0, 0, 0, 0, 0, 0, 0};
    struct d11_addba addba;
    struct d11_delba delba;
    struct d11_sa_query query;

    (void)state;
    assert_false(d11_addba_decode(&addba, ba, sizeof(ba)));
    assert_true(d11_delba_decode(&delba, ba, sizeof(ba)));
    assert_false(d11_sa_query_decode(&query, sa, sizeof(sa)));
    assert_false(d11_addba_decode(&addba, wrong, sizeof(wrong)));
    assert_false(d11_delba_decode(&delba, wrong, sizeof(wrong)));
    assert_false(d11_sa_query_decode(&query, wrong, sizeof(wrong)));
}

static void decode_one(const uint8_t *body, size_t len, void *arg)
{
    struct d11_action action;
    struct d11_addba addba;
    struct d11_delba delba;
    struct d11_sa_query query;

    (void)arg;
    assert_int_equal(d11_action_decode(&action, body, len), len >= 2);
    if (d11_addba_decode(&addba, body, len))
        assert_true(len >= 9);
    if (d11_delba_decode(&delba, body, len))
        assert_true(len >= 6);
    if (d11_sa_query_decode(&query, body, len))
        assert_true(len >= 4);
}

/* SEC-FRM-04, A54: Action below 2 and SA Query below 4 octets. */
static void every_prefix_is_decoded_in_bounds(void **state)
{
    static const uint8_t req[] = {3, 0, 1, 0x02, 0x10, 0, 0, 0x10, 0};
    static const uint8_t resp[] = {3, 1, 1, 0, 0, 0x02, 0x10, 0, 0};
    static const uint8_t del[] = {3, 2, 0, 0x70, 39, 0};
    static const uint8_t sa[] = {8, 0, 1, 2};

    (void)state;
    hostile_all(req, sizeof(req), decode_one, NULL);
    hostile_all(resp, sizeof(resp), decode_one, NULL);
    hostile_all(del, sizeof(del), decode_one, NULL);
    hostile_all(sa, sizeof(sa), decode_one, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(category_and_code_are_split_off),
        cmocka_unit_test(what_is_written_is_read_again),
        cmocka_unit_test(bits_that_are_not_set_stay_so),
        cmocka_unit_test(an_addba_request_off_the_air_is_read),
        cmocka_unit_test(another_category_or_code_is_refused),
        cmocka_unit_test(every_prefix_is_decoded_in_bounds),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
