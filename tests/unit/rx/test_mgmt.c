/* Tests of src/rx/mgmt.c: what all management frames must satisfy.
 *
 * SPDX-License-Identifier: MIT */
#include "setup.h"

static const unsigned from_ap[] = {D11_MGMT_ASSOC_RESP, D11_MGMT_REASSOC_RESP,
                                   D11_MGMT_PROBE_RESP, D11_MGMT_DISASSOC,
                                   D11_MGMT_AUTH,       D11_MGMT_DEAUTH,
                                   D11_MGMT_ACTION,     D11_MGMT_ACTION_NO_ACK};
#define FROM_AP_COUNT (sizeof(from_ap) / sizeof(from_ap[0]))

static void what_an_ap_sends_reaches_the_station(void **state)
{
    (void)state;
    for (size_t i = 0; i < FROM_AP_COUNT; i++) {
        (void)rig_add_mgmt(from_ap[i], rig_own[i % 2]);
        rig_receive();
        assert_int_equal(rig.mgmt_count, i + 1);
        assert_int_equal(rig.mgmt_subtype, from_ap[i]);
        assert_ptr_equal(rig.mgmt_vif, &rig.vifs[i % 2]);
    }
    assert_int_equal(rig.env.stats.rx_mgmt, FROM_AP_COUNT);
    assert_int_equal(rig.env.stats.rx_beacons, 1);
    assert_int_equal(rig.peers[0].rx_us, 1000);
    assert_int_equal(rig.in_use, 0);
}

static void frames_to_a_group_are_for_no_station_alone(void **state)
{
    struct dot11_rx *rx;
    (void)state;

    rig.mgmt_vif = &rig.vifs[0];
    (void)rig_add_mgmt(D11_MGMT_DEAUTH, rig_broadcast);
    rig_receive();
    assert_null(rig.mgmt_vif);
    /* Beacons of any BSS pass. */
    rx = rig_add_mgmt(D11_MGMT_BEACON, rig_broadcast);
    memcpy(rx->frame->data + 10, rig_other, 6);
    memcpy(rx->frame->data + 16, rig_other, 6);
    rig_receive();
    assert_int_equal(rig.mgmt_count, 2);
    assert_int_equal(rig.env.stats.rx_beacons, 1);
}

/* SEC-FRM-03 */
static void what_no_ap_sends_is_dropped(void **state)
{
    static const unsigned subtypes[] = {D11_MGMT_ASSOC_REQ,
                                        D11_MGMT_REASSOC_REQ,
                                        D11_MGMT_PROBE_REQ,
                                        D11_MGMT_TIMING_ADV,
                                        D11_MGMT_ATIM,
                                        7,
                                        15};
    (void)state;

    for (size_t i = 0; i < sizeof(subtypes) / sizeof(subtypes[0]); i++)
        (void)rig_add_mgmt(subtypes[i], rig_own[0]);
    rig_receive();
    assert_int_equal(rig_dropped(D11_DROP_TYPE), 7);
    assert_int_equal(rig.mgmt_count, 0);
}

/* SEC-FRM-06 */
static void addresses_are_checked(void **state)
{
    static const uint8_t zero[6] = {0};
    struct dot11_rx *rx;
    (void)state;

    rx = rig_add_mgmt(D11_MGMT_DEAUTH, rig_own[0]);
    memcpy(rx->frame->data + 10, rig_broadcast, 6);
    rx = rig_add_mgmt(D11_MGMT_DEAUTH, rig_own[0]);
    memcpy(rx->frame->data + 10, zero, 6);
    rig_receive();
    assert_int_equal(rig_dropped(D11_DROP_ADDRESS), 2);
    rx = rig_add_mgmt(D11_MGMT_DEAUTH, rig_own[0]);
    memcpy(rx->frame->data + 10, rig_own[1], 6);
    rig_receive();
    assert_int_equal(rig_dropped(D11_DROP_OWN), 1);
    (void)rig_add_mgmt(D11_MGMT_DEAUTH, rig_other);
    rig_receive();
    assert_int_equal(rig_dropped(D11_DROP_NOT_FOR_US), 1);
    rx = rig_add_mgmt(D11_MGMT_DEAUTH, rig_own[0]);
    rx->frame->data[1] = D11_FC1_FROM_DS;
    rig_receive();
    assert_int_equal(rig_dropped(D11_DROP_DIRECTION), 1);
    assert_int_equal(rig.mgmt_count, 0);
}

/* SEC-FRM-06: an AP speaks for itself; an action may name any BSS. */
static void the_bssid_is_the_transmitter(void **state)
{
    (void)state;
    for (size_t i = 0; i < FROM_AP_COUNT; i++) {
        struct dot11_rx *rx = rig_add_mgmt(from_ap[i], rig_own[0]);

        memcpy(rx->frame->data + 16, rig_broadcast, 6);
    }
    rig_receive();
    assert_int_equal(rig_dropped(D11_DROP_ADDRESS), FROM_AP_COUNT - 2);
    assert_int_equal(rig.mgmt_count, 2);
}

/* SEC-FRM-07 */
static void protected_management_frames_are_dropped_without_keys(void **state)
{
    unsigned robust = 0;
    (void)state;

    for (size_t i = 0; i < FROM_AP_COUNT; i++) {
        struct dot11_rx *rx = rig_add_mgmt(from_ap[i], rig_own[0]);

        rx->frame->data[1] = D11_FC1_PROTECTED;
        if (from_ap[i] == D11_MGMT_DEAUTH || from_ap[i] == D11_MGMT_ACTION ||
            from_ap[i] == D11_MGMT_DISASSOC)
            robust++;
    }
    rig_receive();
    assert_int_equal(rig_dropped(D11_DROP_NO_KEY), robust);
    assert_int_equal(rig_dropped(D11_DROP_PROTECTED_TYPE),
                     FROM_AP_COUNT - robust);
    assert_int_equal(rig.mgmt_count, 0);
}

/* SEC-FRM-08, A36 */
static void beacons_to_one_address_are_dropped(void **state)
{
    static const uint8_t group[6] = {0x01, 0, 0x5e, 0, 0, 1};
    struct dot11_rx *rx;
    (void)state;

    (void)rig_add_mgmt(D11_MGMT_BEACON, rig_own[0]);
    (void)rig_add_mgmt(D11_MGMT_BEACON, group);
    rx = rig_add_mgmt(D11_MGMT_BEACON, rig_own[0]);
    rx->frame->data[1] = D11_FC1_PROTECTED;
    rig_receive();
    assert_int_equal(rig_dropped(D11_DROP_BEACON_ADDRESS), 3);
    assert_int_equal(rig.mgmt_count, 0);
}

static void fragments_of_management_frames_are_dropped(void **state)
{
    struct dot11_rx *rx;
    (void)state;

    rx = rig_add_mgmt(D11_MGMT_ACTION, rig_own[0]);
    rx->frame->data[22] = 1;
    rx = rig_add_mgmt(D11_MGMT_ACTION, rig_own[0]);
    rx->frame->data[1] = D11_FC1_MORE_FRAG;
    rig_receive();
    assert_int_equal(rig_dropped(D11_DROP_FRAGMENT), 2);
}

/* SEC-RPL-08 */
static void the_radio_decrypts_no_frame_without_the_protected_bit(void **state)
{
    struct dot11_rx *rx = rig_add_mgmt(D11_MGMT_DEAUTH, rig_own[0]);
    (void)state;

    rx->flags = D11_RX_DECRYPTED | D11_RX_IV_STRIPPED | D11_RX_MIC_STRIPPED;
    rig_receive();
    assert_int_equal(rig_dropped(D11_DROP_DESCRIPTOR), 1);
    assert_int_equal(rig.mgmt_count, 0);
}

static void what_is_refused_above_is_counted_under_its_reason(void **state)
{
    (void)state;
    rig.verdict = D11_DROP_UNEXPECTED;
    (void)rig_add_mgmt(D11_MGMT_AUTH, rig_own[0]);
    rig_receive();
    assert_int_equal(rig_dropped(D11_DROP_UNEXPECTED), 1);
    assert_int_equal(rig.env.stats.rx_mgmt, 0);
    assert_int_equal(rig.peers[0].rx_us, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OPEN_TEST(what_an_ap_sends_reaches_the_station),
        OPEN_TEST(frames_to_a_group_are_for_no_station_alone),
        OPEN_TEST(what_no_ap_sends_is_dropped),
        OPEN_TEST(addresses_are_checked),
        OPEN_TEST(the_bssid_is_the_transmitter),
        SECURE_TEST(protected_management_frames_are_dropped_without_keys),
        OPEN_TEST(beacons_to_one_address_are_dropped),
        OPEN_TEST(fragments_of_management_frames_are_dropped),
        OPEN_TEST(the_radio_decrypts_no_frame_without_the_protected_bit),
        OPEN_TEST(what_is_refused_above_is_counted_under_its_reason),
    };

    return cmocka_run_group_tests_name("rx/mgmt", tests, NULL, NULL);
}
