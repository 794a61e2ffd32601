/* Tests of src/rx/deliver.c: MSDUs to the host and back.
 *
 * SPDX-License-Identifier: MIT */
#include "setup.h"

static void msdus_are_ethernet_frames_with_what_is_known_of_them(void **state)
{
    (void)state;
    rig_receive_data(
        &(struct rig_data){.tid = 6, .len = 100, .ethertype = 0x88b6});
    assert_int_equal(rig.msdu_count, 1);
    assert_int_equal(rig.msdus[0].len, 114);
    assert_memory_equal(rig.msdus[0].data, rig_own[0], 6);
    assert_memory_equal(rig.msdus[0].data + 6, rig_other, 6);
    assert_memory_equal(rig.msdus[0].data + 12, "\x88\xb6", 2);
    assert_true(rig_is_pattern(&rig.msdus[0]));
    assert_int_equal(rig.msdus[0].tid, 6);
    assert_int_equal(rig.msdus[0].session_id, 7);
    assert_int_equal(rig.msdus[0].signal_dbm, -40);
    assert_int_equal(rig.msdus[0].link_id, 0);
    assert_int_equal(rig.msdus[0].reserved, 0);
    assert_int_equal(rig.msdus[0].frame->refs, 1);
    rig_receive_data(&(struct rig_data){.no_qos = true});
    assert_int_equal(rig.msdus[1].tid, 0);
}

static void a_burst_is_delivered_in_bursts(void **state)
{
    (void)state;
    for (uint16_t i = 0; i < 20; i++)
        (void)rig_add(&(struct rig_data){.seq = i});
    rig_receive();
    assert_int_equal(rig.msdu_count, 20);
    assert_int_equal(rig.deliver_calls, 3); /* of at most RIG_BURST */
    for (uint16_t i = 0; i < 20; i++)
        assert_ptr_equal(rig.msdus[i].frame, rig.burst[i].frame);
}

/* Each delivery is of one station and one session. */
static void stations_do_not_share_a_delivery(void **state)
{
    (void)state;
    (void)rig_add(&(struct rig_data){.station = 0, .seq = 1});
    (void)rig_add(&(struct rig_data){.station = 0, .seq = 2});
    (void)rig_add(&(struct rig_data){.station = 1, .seq = 3});
    (void)rig_add(&(struct rig_data){.station = 0, .seq = 4});
    rig_receive();
    assert_int_equal(rig.msdu_count, 4);
    assert_int_equal(rig.deliver_calls, 3);
    assert_int_equal(rig.peers[0].rx_msdus, 3);
    assert_int_equal(rig.peers[1].rx_msdus, 1);
    assert_int_equal(rig.peers[0].rx_us, 1000);
}

static void frames_are_held_until_the_host_returns_them(void **state)
{
    (void)state;
    for (uint16_t i = 0; i < 5; i++)
        (void)rig_add(&(struct rig_data){.seq = i});
    rig_receive();
    assert_int_equal(rig.in_use, 5);
    assert_int_equal(rig.vifs[0].delivered, 5);
    d11_rx_return(&rig.vifs[0], rig.msdus, 2);
    assert_int_equal(rig.in_use, 3);
    assert_int_equal(rig.vifs[0].delivered, 3);
    d11_rx_return(&rig.vifs[0], rig.msdus + 2, 3);
    assert_int_equal(rig.in_use, 0);
    assert_int_equal(rig.vifs[0].delivered, 0);
    rig.msdu_count = 0;
}

static void many_returns_come_back_in_bursts(void **state)
{
    (void)state;
    for (uint16_t i = 0; i < 40; i++)
        (void)rig_add(&(struct rig_data){.seq = i});
    rig_receive();
    d11_rx_return(&rig.vifs[0], rig.msdus, 40);
    assert_int_equal(rig.in_use, 0);
    rig.msdu_count = 0;
}

/* Several MSDUs may lie in one frame; the last return gives it back. */
static void a_frame_goes_back_with_its_last_msdu(void **state)
{
    (void)state;
    rig_receive_data(&(struct rig_data){.seq = 1});
    rig.msdus[0].frame->refs = 2;
    rig.vifs[0].delivered = 2;
    d11_rx_return(&rig.vifs[0], rig.msdus, 1);
    assert_int_equal(rig.in_use, 1);
    d11_rx_return(&rig.vifs[0], rig.msdus, 1);
    assert_int_equal(rig.in_use, 0);
    /* One return too many changes nothing. */
    d11_rx_return(&rig.vifs[0], rig.msdus, 1);
    assert_int_equal(rig.vifs[0].delivered, 0);
    rig.msdu_count = 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OPEN_TEST(msdus_are_ethernet_frames_with_what_is_known_of_them),
        OPEN_TEST(a_burst_is_delivered_in_bursts),
        OPEN_TEST(stations_do_not_share_a_delivery),
        OPEN_TEST(frames_are_held_until_the_host_returns_them),
        OPEN_TEST(many_returns_come_back_in_bursts),
        OPEN_TEST(a_frame_goes_back_with_its_last_msdu),
    };

    return cmocka_run_group_tests_name("rx/deliver", tests, NULL, NULL);
}
