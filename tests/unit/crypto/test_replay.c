/* Packet numbers that a receive key has seen.
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "crypto/replay.h"

/* SEC-RPL-02 */
static void only_a_greater_packet_number_is_new(void **state)
{
    struct d11_replay replay;

    (void)state;
    d11_replay_init(&replay, 100);
    assert_false(d11_replay_is_new(&replay, 0, 0));
    assert_false(d11_replay_is_new(&replay, 0, 99));
    assert_false(d11_replay_is_new(&replay, 0, 100));
    assert_true(d11_replay_is_new(&replay, 0, 101));
    assert_true(d11_replay_is_new(&replay, 0, 5000));
}

/* SEC-RPL-02: the counter moves after the MIC, not with the question. */
static void asking_moves_nothing(void **state)
{
    struct d11_replay replay;

    (void)state;
    d11_replay_init(&replay, 0);
    assert_true(d11_replay_is_new(&replay, 3, 7));
    assert_true(d11_replay_is_new(&replay, 3, 7));
    assert_int_equal(d11_replay_highest(&replay, 3), 0);
}

/* SEC-RPL-04 */
static void a_counter_never_goes_back(void **state)
{
    struct d11_replay replay;

    (void)state;
    d11_replay_init(&replay, 0);
    assert_true(d11_replay_commit(&replay, 3, 7));
    assert_false(d11_replay_commit(&replay, 3, 7));
    assert_false(d11_replay_commit(&replay, 3, 6));
    assert_int_equal(d11_replay_highest(&replay, 3), 7);
    assert_true(d11_replay_commit(&replay, 3, 8));
}

/* SEC-RPL-01, SEC-RPL-03 */
static void each_tid_and_management_count_for_themselves(void **state)
{
    struct d11_replay replay;
    unsigned moved;
    unsigned i;

    (void)state;
    assert_int_equal(D11_REPLAY_COUNT, 17);
    for (moved = 0; moved < D11_REPLAY_COUNT; moved++) {
        d11_replay_init(&replay, 5);
        assert_true(d11_replay_commit(&replay, moved, 1000));
        for (i = 0; i < D11_REPLAY_COUNT; i++)
            assert_int_equal(d11_replay_highest(&replay, i),
                             i == moved ? 1000 : 5);
    }
}

/* SEC-RPL-05 */
static void the_last_packet_number_is_legal_once(void **state)
{
    struct d11_replay replay;

    (void)state;
    d11_replay_init(&replay, D11_PN_MAX - 1);
    assert_true(d11_replay_commit(&replay, 0, D11_PN_MAX));
    assert_false(d11_replay_commit(&replay, 0, D11_PN_MAX));
    assert_false(d11_replay_commit(&replay, 0, D11_PN_MAX + 1));
    assert_false(d11_replay_commit(&replay, 0, 0));
    assert_false(d11_replay_commit(&replay, 0, 1));
    assert_int_equal(d11_replay_highest(&replay, 0), D11_PN_MAX);
}

static void both_halves_of_a_packet_number_are_compared(void **state)
{
    const uint64_t border = UINT64_C(0x100000000);
    struct d11_replay replay;

    (void)state;
    d11_replay_init(&replay, border - 1);
    assert_true(d11_replay_commit(&replay, 0, border));
    assert_false(d11_replay_is_new(&replay, 0, border - 1));
    assert_true(d11_replay_commit(&replay, 0, 2 * border - 1));
    assert_false(d11_replay_is_new(&replay, 0, border + 5));
    assert_int_equal(d11_replay_highest(&replay, 0), 2 * border - 1);
}

/* SEC-KEY-04 */
static void an_rsc_has_six_octets_and_two_of_zero(void **state)
{
    uint8_t rsc[8] = {0x06, 0x05, 0x04, 0x03, 0x02, 0x01, 0, 0};
    uint64_t pn = 0;

    (void)state;
    assert_true(d11_replay_rsc(rsc, &pn));
    assert_int_equal(pn, UINT64_C(0x010203040506));
    rsc[6] = 1;
    assert_false(d11_replay_rsc(rsc, &pn));
    rsc[6] = 0;
    rsc[7] = 0x80;
    assert_false(d11_replay_rsc(rsc, &pn));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_a_greater_packet_number_is_new),
        cmocka_unit_test(asking_moves_nothing),
        cmocka_unit_test(a_counter_never_goes_back),
        cmocka_unit_test(each_tid_and_management_count_for_themselves),
        cmocka_unit_test(the_last_packet_number_is_legal_once),
        cmocka_unit_test(both_halves_of_a_packet_number_are_compared),
        cmocka_unit_test(an_rsc_has_six_octets_and_two_of_zero),
    };

    return cmocka_run_group_tests_name("replay", tests, NULL, NULL);
}
