/* WMM elements.
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

#include "frame/wmm.h"
#include "hostile.h"

/* The parameters that most access points send. */
static const uint8_t params[] = {0,    0x50, 0xf2, 2, 1,    1,    0x83, 0,
                                 0x03, 0xa4, 0,    0, 0x27, 0xa4, 0,    0,
                                 0x42, 0x43, 0x5e, 0, 0x72, 0x32, 0x2f, 0};
static const uint8_t info[] = {0, 0x50, 0xf2, 2, 0, 1, 0x05};

static void check_ac(const struct d11_wmm_ac *ac, unsigned aifsn,
                     unsigned ecw_min, unsigned ecw_max, unsigned txop,
                     bool acm)
{
    assert_int_equal(ac->aifsn, aifsn);
    assert_int_equal(ac->ecw_min, ecw_min);
    assert_int_equal(ac->ecw_max, ecw_max);
    assert_int_equal(ac->txop_32us, txop);
    assert_int_equal(ac->acm, acm);
}

static void records_go_to_their_access_category(void **state)
{
    struct d11_wmm wmm;

    (void)state;
    assert_true(d11_wmm_decode(&wmm, params, sizeof(params)));
    assert_true(wmm.has_params);
    assert_true(wmm.uapsd);
    assert_int_equal(wmm.params_count, 3);
    assert_int_equal(wmm.qos_info, 0x83);
    check_ac(&wmm.ac[D11_AC_BE], 3, 4, 10, 0, false);
    check_ac(&wmm.ac[D11_AC_BK], 7, 4, 10, 0, false);
    check_ac(&wmm.ac[D11_AC_VI], 2, 3, 4, 94, false);
    check_ac(&wmm.ac[D11_AC_VO], 2, 2, 3, 47, true);
}

static void an_information_element_has_no_parameters(void **state)
{
    struct d11_wmm wmm;

    (void)state;
    assert_true(d11_wmm_decode(&wmm, info, sizeof(info)));
    assert_false(wmm.has_params);
    assert_false(wmm.uapsd);
    assert_int_equal(wmm.params_count, 5);
}

static void other_kinds_and_versions_are_refused(void **state)
{
    struct d11_wmm wmm;
    size_t at;

    (void)state;
    for (at = 0; at < 6; at++) {
        uint8_t body[sizeof(params)];

        memcpy(body, params, sizeof(body));
        body[at]++;
        assert_false(d11_wmm_decode(&wmm, body, sizeof(body)));
    }
}

/* The records alone are those of the standard's own element. */
static void the_edca_element_has_the_same_records(void **state)
{
    struct d11_wmm wmm;

    (void)state;
    assert_true(d11_edca_decode(&wmm, params + 6, sizeof(params) - 6));
    assert_true(wmm.has_params);
    check_ac(&wmm.ac[D11_AC_VO], 2, 2, 3, 47, true);
    assert_false(d11_edca_decode(&wmm, params + 6, sizeof(params) - 7));
}

static void decode_one(const uint8_t *body, size_t len, void *arg)
{
    struct d11_wmm wmm;
    bool ok = d11_wmm_decode(&wmm, body, len);

    (void)arg;
    if (ok)
        assert_true(len >= (wmm.has_params ? 24u : 7u));
    (void)d11_edca_decode(&wmm, body, len);
}

/* SEC-ELM-03, SEC-ELM-11, A52. */
static void every_prefix_is_decoded_in_bounds(void **state)
{
    struct d11_wmm wmm;

    (void)state;
    hostile_all(params, sizeof(params), decode_one, NULL);
    hostile_all(info, sizeof(info), decode_one, NULL);
    assert_false(d11_wmm_decode(&wmm, params, sizeof(params) - 1));
    assert_false(wmm.has_params);
    assert_false(d11_wmm_decode(&wmm, info, sizeof(info) - 1));
}

static void what_is_written_is_read_again(void **state)
{
    uint8_t octets[64];
    struct d11_wr wr = d11_wr_over(octets, sizeof(octets));
    struct d11_wmm wmm;

    (void)state;
    d11_wmm_write_info(&wr, 0x05);
    assert_int_equal(d11_wr_len(&wr), 2 + sizeof(info));
    assert_int_equal(octets[0], D11_EID_VENDOR);
    assert_int_equal(octets[1], sizeof(info));
    assert_memory_equal(octets + 2, info, sizeof(info));

    assert_true(d11_wmm_decode(&wmm, params, sizeof(params)));
    wr = d11_wr_over(octets, sizeof(octets));
    d11_wmm_write_params(&wr, &wmm);
    assert_int_equal(d11_wr_len(&wr), 2 + sizeof(params));
    assert_memory_equal(octets + 2, params, sizeof(params));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_go_to_their_access_category),
        cmocka_unit_test(an_information_element_has_no_parameters),
        cmocka_unit_test(other_kinds_and_versions_are_refused),
        cmocka_unit_test(the_edca_element_has_the_same_records),
        cmocka_unit_test(every_prefix_is_decoded_in_bounds),
        cmocka_unit_test(what_is_written_is_read_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
