/* Tests of src/rx/classify.c: descriptors, addresses and directions.
 *
 * SPDX-License-Identifier: MIT */
#include "setup.h"

/* SEC-FRM-03 */
static void versions_control_frames_and_reserved_types_are_dropped(void **state)
{
    static const uint8_t version[] = {0x89, 0x02};
    static const uint8_t ack[10] = {0xd4, 0};
    static const uint8_t trigger[16] = {0x24, 0};
    static const uint8_t extension[24] = {0x0c, 0};
    static const uint8_t cf_poll[26] = {0x68, 0x02};
    (void)state;

    (void)rig_add_octets(version, sizeof(version));
    (void)rig_add_octets(ack, sizeof(ack));
    (void)rig_add_octets(trigger, sizeof(trigger));
    (void)rig_add_octets(extension, sizeof(extension));
    (void)rig_add_octets(cf_poll, sizeof(cf_poll));
    rig_receive();
    assert_int_equal(rig_dropped(D11_DROP_VERSION), 1);
    assert_int_equal(rig_dropped(D11_DROP_TYPE), 4);
    assert_int_equal(rig.in_use, 0);
}

/* SEC-FRM-05 */
static void data_goes_from_the_ap_to_a_station_and_no_other_way(void **state)
{
    static const uint8_t directions[] = {0x00, 0x01, 0x03};
    (void)state;

    for (size_t i = 0; i < sizeof(directions); i++) {
        struct rig_data data = {.seq = (uint16_t)i};
        struct dot11_rx *rx = rig_add(&data);

        rx->frame->data[1] = directions[i];
        rig_receive();
        assert_int_equal(rig_dropped(D11_DROP_DIRECTION), 1);
    }
    assert_int_equal(rig.msdu_count, 0);
    rig_receive_data(&(struct rig_data){.seq = 9});
    assert_int_equal(rig.msdu_count, 1);
}

/* SEC-FRM-06 */
static void transmitters_that_cannot_be_are_dropped(void **state)
{
    static const uint8_t zero[6] = {0};
    static const uint8_t group[6] = {0x03, 0, 0, 0, 0, 0xa0};
    (void)state;

    rig_receive_data(&(struct rig_data){.a2 = zero});
    rig_receive_data(&(struct rig_data){.a2 = group});
    assert_int_equal(rig_dropped(D11_DROP_ADDRESS), 2);
    rig_receive_data(&(struct rig_data){.a2 = rig_own[0]});
    rig_receive_data(&(struct rig_data){.a2 = rig_own[1]});
    assert_int_equal(rig_dropped(D11_DROP_OWN), 2);
    assert_int_equal(rig.msdu_count, 0);
    assert_int_equal(rig.peers[0].rx_us, 0);
}

/* SEC-FRM-06 */
static void data_of_another_bss_or_for_another_station_is_dropped(void **state)
{
    (void)state;
    rig_receive_data(&(struct rig_data){.a1 = rig_other});
    assert_int_equal(rig_dropped(D11_DROP_NOT_FOR_US), 1);
    rig_receive_data(&(struct rig_data){.a2 = rig_other});
    rig_receive_data(&(struct rig_data){.a1 = rig_broadcast, .a2 = rig_other});
    assert_int_equal(rig_dropped(D11_DROP_BSS_OTHER), 2);
    for (unsigned i = 0; i < RIG_STATIONS; i++) {
        rig.vifs[i].links[0].joined = false;
        rig.peers[i].associated = false;
    }
    rig_receive_data(&(struct rig_data){.seq = 1});
    rig_receive_data(&(struct rig_data){.a1 = rig_broadcast});
    assert_int_equal(rig_dropped(D11_DROP_NOT_ASSOCIATED), 2);
    assert_int_equal(rig.msdu_count, 0);
}

/* N80211-RX-3 */
static void each_station_gets_its_own_frames(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 6; i++)
        (void)rig_add(&(struct rig_data){.station = i % 2, .seq = (uint16_t)i});
    rig_receive();
    assert_int_equal(rig.msdu_count, 6);
    for (unsigned i = 0; i < 6; i++) {
        assert_ptr_equal(rig.msdu_sta[i], rig.vifs[i % 2].sta);
        assert_int_equal(rig.msdus[i].session_id, 7 + i % 2);
        assert_memory_equal(rig.msdus[i].data, rig_own[i % 2], 6);
    }
}

static void a_station_that_is_off_gets_nothing(void **state)
{
    (void)state;
    rig.vifs[0].active = false;
    rig_receive_data(&(struct rig_data){.seq = 1});
    assert_int_equal(rig_dropped(D11_DROP_RADIO_OFF), 1);
    rig_receive_data(&(struct rig_data){.station = 1, .seq = 1});
    assert_int_equal(rig.msdu_count, 1);
    rig.vifs[1].active = false;
    rig_receive_data(&(struct rig_data){.a1 = rig_broadcast});
    (void)rig_add_mgmt(D11_MGMT_BEACON, rig_broadcast);
    rig_receive();
    assert_int_equal(rig_dropped(D11_DROP_RADIO_OFF), 2);
    assert_int_equal(rig.mgmt_count, 0);
}

static void places_without_a_station_are_passed_over(void **state)
{
    (void)state;
    rig.vif_list[0] = NULL;
    rig_receive_data(&(struct rig_data){.station = 1, .seq = 1});
    rig_receive_data(&(struct rig_data){.a1 = rig_broadcast});
    assert_int_equal(rig.msdu_count, 2);
    assert_ptr_equal(rig.msdu_sta[1], rig.vifs[1].sta);
}

/* A57, SEC-FRM-02, SEC-FRM-09 */
static void descriptors_that_lie_about_memory_are_dropped(void **state)
{
    struct dot11_rx *rx;
    uint8_t *mem;
    (void)state;

    rx = rig_add(&(struct rig_data){.seq = 1});
    rx->frame->len = 0xffffffff;
    rx = rig_add(&(struct rig_data){.seq = 2});
    rx->frame->len = (uint32_t)(rx->frame->end - rx->frame->data) + 1;
    rx = rig_add(&(struct rig_data){.seq = 3});
    mem = rx->frame->head;
    rx->frame->head = rx->frame->data + 1;
    rx->frame->data = mem;
    rx = rig_add(&(struct rig_data){.seq = 4});
    rx->frame->end = rx->frame->data - 1;
    rx = rig_add(&(struct rig_data){.seq = 5});
    rx->frame->next = rx->frame;
    rx = rig_add(&(struct rig_data){.seq = 6});
    rx->link_id = D11_LINKS;
    rx = rig_add(&(struct rig_data){.seq = 7});
    rx->link_id = 255;
    rig_receive();
    assert_int_equal(rig_dropped(D11_DROP_DESCRIPTOR), 7);
    assert_int_equal(rig.in_use, 0);
}

/* A57, SEC-FRM-09 */
static void a_descriptor_without_a_frame_is_counted(void **state)
{
    (void)state;
    memset(&rig.burst[0], 0, sizeof(rig.burst[0]));
    rig.burst_count = 1;
    rig_receive();
    assert_int_equal(rig_dropped(D11_DROP_DESCRIPTOR), 1);
}

/* SEC-FRM-09: whatever else the descriptor says, only the flags count. */
static void hostile_metadata_changes_nothing(void **state)
{
    struct dot11_rx *rx = rig_add(&(struct rig_data){.seq = 1});
    (void)state;

    rx->signal_dbm = INT8_MIN;
    rx->freq_mhz = 0xffff;
    rx->tsf_us = UINT64_MAX;
    rx->rate_500kbps = 0xffff;
    rx->mcs = rx->nss = rx->mode = rx->width = 0xff;
    rx->key_id = 0xff;
    rx->tid = 0xff;
    rx->pn = UINT64_MAX;
    rig_receive();
    assert_int_equal(rig.msdu_count, 1);
    assert_int_equal(rig.msdus[0].tid, 0);
}

static void frames_with_errors_are_dropped_unread(void **state)
{
    struct dot11_rx *rx;
    (void)state;

    rx = rig_add(&(struct rig_data){.seq = 1});
    rx->flags = D11_RX_FCS_ERROR | D11_RX_MIC_ERROR;
    rx = rig_add(&(struct rig_data){.seq = 2});
    rx->flags = D11_RX_MIC_ERROR;
    rig_receive();
    assert_int_equal(rig_dropped(D11_DROP_FCS), 1);
    assert_int_equal(rig_dropped(D11_DROP_MIC), 1);
    assert_int_equal(rig.msdu_count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OPEN_TEST(versions_control_frames_and_reserved_types_are_dropped),
        OPEN_TEST(data_goes_from_the_ap_to_a_station_and_no_other_way),
        OPEN_TEST(transmitters_that_cannot_be_are_dropped),
        OPEN_TEST(data_of_another_bss_or_for_another_station_is_dropped),
        OPEN_TEST(each_station_gets_its_own_frames),
        OPEN_TEST(a_station_that_is_off_gets_nothing),
        OPEN_TEST(places_without_a_station_are_passed_over),
        OPEN_TEST(descriptors_that_lie_about_memory_are_dropped),
        OPEN_TEST(a_descriptor_without_a_frame_is_counted),
        OPEN_TEST(hostile_metadata_changes_nothing),
        OPEN_TEST(frames_with_errors_are_dropped_unread),
    };

    return cmocka_run_group_tests_name("rx/classify", tests, NULL, NULL);
}
