/* Tests of src/rx/dup.c: duplicates.
 *
 * SPDX-License-Identifier: MIT */
#include "setup.h"

#define AP (&rig.ap_pairwise[0])

static void receive(uint8_t tid, uint16_t seq, bool retry)
{
    rig_receive_data(&(struct rig_data){
        .tid = tid, .seq = seq, .fc1 = retry ? D11_FC1_RETRY : 0});
}

static void a_repeated_frame_is_taken_once(void **state)
{
    (void)state;
    receive(0, 5, false);
    receive(0, 5, true);
    receive(0, 5, true);
    assert_int_equal(rig.msdu_count, 1);
    assert_int_equal(rig_dropped(D11_DROP_DUPLICATE), 2);
    receive(0, 6, true); /* repeated, but the first that we hear of it */
    assert_int_equal(rig.msdu_count, 2);
}

static void without_the_retry_bit_nothing_is_a_duplicate(void **state)
{
    (void)state;
    receive(0, 5, false);
    receive(0, 5, false);
    assert_int_equal(rig.msdu_count, 2);
}

static void each_tid_has_its_own_cache(void **state)
{
    (void)state;
    for (uint8_t tid = 0; tid < 16; tid++)
        receive(tid, 5, true);
    rig_receive_data(
        &(struct rig_data){.no_qos = true, .seq = 5, .fc1 = D11_FC1_RETRY});
    assert_int_equal(rig.msdu_count, 17);
    for (uint8_t tid = 0; tid < 16; tid++)
        receive(tid, 5, true);
    assert_int_equal(rig_dropped(D11_DROP_DUPLICATE), 16);
}

static void each_station_has_its_own_cache(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 2; i++)
        rig_receive_data(
            &(struct rig_data){.station = i, .seq = 5, .fc1 = D11_FC1_RETRY});
    assert_int_equal(rig.msdu_count, 2);
}

static void the_first_frame_of_all_is_no_duplicate(void **state)
{
    (void)state;
    receive(0, 0, true);
    assert_int_equal(rig.msdu_count, 1);
}

/* SEC-RPL-06 */
static void a_forged_frame_makes_no_genuine_one_a_duplicate(void **state)
{
    struct dot11_rx *rx;
    (void)state;

    rx = rig_add(&(struct rig_data){.key = AP, .seq = 8, .pn = 1});
    rx->frame->data[rx->frame->len - 1] ^= 1;
    rig_receive();
    receive(0, 9, false); /* in clear */
    assert_int_equal(rig_dropped(D11_DROP_MIC), 1);
    assert_int_equal(rig_dropped(D11_DROP_PLAINTEXT), 1);
    for (uint16_t seq = 8; seq < 10; seq++)
        rig_receive_data(
            &(struct rig_data){.key = AP, .seq = seq, .fc1 = D11_FC1_RETRY});
    assert_int_equal(rig.msdu_count, 2);
}

/* A frame of the same burst counts as received before. */
static void a_duplicate_within_a_burst_is_found(void **state)
{
    (void)state;
    (void)rig_add(&(struct rig_data){.key = AP, .seq = 8, .pn = 1});
    (void)rig_add(
        &(struct rig_data){.key = AP, .seq = 8, .pn = 1, .fc1 = D11_FC1_RETRY});
    rig_receive();
    assert_int_equal(rig.msdu_count, 1);
    assert_int_equal(rig_dropped(D11_DROP_DUPLICATE), 1);
}

static void groups_have_no_duplicates(void **state)
{
    (void)state;
    rig.vif_count = 1;
    for (unsigned i = 0; i < 2; i++)
        rig_receive_data(&(struct rig_data){.a1 = rig_broadcast,
                                            .seq = 5,
                                            .no_qos = true,
                                            .fc1 = D11_FC1_RETRY});
    /* Nor do they fill the cache of other frames. */
    rig_receive_data(
        &(struct rig_data){.seq = 5, .no_qos = true, .fc1 = D11_FC1_RETRY});
    assert_int_equal(rig.msdu_count, 3);
    rig.vif_count = RIG_STATIONS;
}

static void a_radio_that_checks_is_left_to_do_it(void **state)
{
    (void)state;
    rig.caps.flags |= D11_HW_DUP_CHECK;
    receive(0, 5, false);
    receive(0, 5, true);
    assert_int_equal(rig.msdu_count, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OPEN_TEST(a_repeated_frame_is_taken_once),
        OPEN_TEST(without_the_retry_bit_nothing_is_a_duplicate),
        OPEN_TEST(each_tid_has_its_own_cache),
        OPEN_TEST(each_station_has_its_own_cache),
        OPEN_TEST(the_first_frame_of_all_is_no_duplicate),
        SECURE_TEST(a_forged_frame_makes_no_genuine_one_a_duplicate),
        SECURE_TEST(a_duplicate_within_a_burst_is_found),
        OPEN_TEST(groups_have_no_duplicates),
        OPEN_TEST(a_radio_that_checks_is_left_to_do_it),
    };

    return cmocka_run_group_tests_name("rx/dup", tests, NULL, NULL);
}
