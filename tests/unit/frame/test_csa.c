/* Channel switch announcements.
 *
 * SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#include "frame/csa.h"
#include "hostile.h"

static enum d11_csa_result from(struct d11_csa *csa, const uint8_t *octets,
                                size_t len)
{
    struct d11_index index;

    d11_index_build(&index, octets, len);
    return d11_csa_from_index(csa, &index);
}

static void both_forms_are_read(void **state)
{
    static const uint8_t shorter[] = {37, 3, 1, 11, 5};
    static const uint8_t longer[] = {60, 4, 0, 81, 11, 5};
    struct d11_csa csa;

    (void)state;
    assert_int_equal(from(&csa, shorter, sizeof(shorter)), D11_CSA_VALID);
    assert_int_equal(csa.mode, 1);
    assert_int_equal(csa.channel, 11);
    assert_int_equal(csa.count, 5);
    assert_int_equal(csa.operating_class, 0);
    assert_int_equal(from(&csa, longer, sizeof(longer)), D11_CSA_VALID);
    assert_int_equal(csa.mode, 0);
    assert_int_equal(csa.operating_class, 81);
    assert_int_equal(csa.channel, 11);
    assert_int_equal(csa.count, 5);
    assert_int_equal(from(&csa, NULL, 0), D11_CSA_NONE);
}

/* SEC-BCN-03: the two forms agree or there is no switch. */
static void forms_that_disagree_are_invalid(void **state)
{
    static const uint8_t both[] = {37, 3, 1, 11, 5, 60, 4, 1, 81, 11, 5};
    uint8_t octets[sizeof(both)];
    struct d11_csa csa;
    size_t at;

    (void)state;
    assert_int_equal(from(&csa, both, sizeof(both)), D11_CSA_VALID);
    assert_int_equal(csa.operating_class, 81);
    for (at = 2; at < 5; at++) {
        memcpy(octets, both, sizeof(both));
        octets[at] ^= 1;
        assert_int_equal(from(&csa, octets, sizeof(octets)), D11_CSA_INVALID);
    }
}

/* SEC-BCN-03, A33, A56: every length from 0 on, exact ones only. */
static void a_wrong_length_is_invalid(void **state)
{
    static const uint8_t zero[10] = {0};
    size_t len;

    (void)state;
    for (len = 0; len < 8; len++) {
        uint8_t octets[10] = {0};
        struct d11_csa csa;

        octets[1] = (uint8_t)len;
        octets[0] = 37;
        assert_int_equal(from(&csa, octets, len + 2),
                         len == 3 ? D11_CSA_VALID : D11_CSA_INVALID);
        octets[0] = 60;
        assert_int_equal(from(&csa, octets, len + 2),
                         len == 4 ? D11_CSA_VALID : D11_CSA_INVALID);
        assert_int_equal(d11_csa_decode(&csa, zero, len), len == 3);
        assert_int_equal(d11_ecsa_decode(&csa, zero, len), len == 4);
    }
}

static void a_reserved_mode_is_invalid(void **state)
{
    static const uint8_t shorter[] = {37, 3, 2, 11, 5};
    static const uint8_t longer[] = {60, 4, 2, 81, 11, 5};
    struct d11_csa csa;

    (void)state;
    assert_int_equal(from(&csa, shorter, sizeof(shorter)), D11_CSA_INVALID);
    assert_int_equal(from(&csa, longer, sizeof(longer)), D11_CSA_INVALID);
}

static void decode_one(const uint8_t *octets, size_t len, void *arg)
{
    struct d11_csa csa;

    (void)arg;
    (void)from(&csa, octets, len);
    (void)d11_csa_decode(&csa, octets, len);
    (void)d11_ecsa_decode(&csa, octets, len);
}

static void every_prefix_is_decoded_in_bounds(void **state)
{
    static const uint8_t both[] = {37, 3, 1, 11, 5, 60, 4, 1, 81, 11, 5};

    (void)state;
    hostile_all(both, sizeof(both), decode_one, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_forms_are_read),
        cmocka_unit_test(forms_that_disagree_are_invalid),
        cmocka_unit_test(a_wrong_length_is_invalid),
        cmocka_unit_test(a_reserved_mode_is_invalid),
        cmocka_unit_test(every_prefix_is_decoded_in_bounds),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
