/* Tests of src/tx/encap.c: Ethernet frames to MPDUs.
 *
 * SPDX-License-Identifier: MIT */
#include "setup.h"

#include "base/octets.h"

static const uint8_t *mpdu(size_t i)
{
    return rig.radio[i].frame->data;
}

static void a_frame_goes_to_the_ap_for_its_destination(void **state)
{
    (void)state;
    assert_true(rig_send(rig_other, 0x88b5));
    assert_int_equal(rig.radio_count, 1);
    assert_int_equal(rig.radio[0].frame->len, 26 + 8 + 64);
    assert_memory_equal(mpdu(0), "\x88\x01\0\0", 4);
    assert_memory_equal(mpdu(0) + 4, rig_ap, 6);
    assert_memory_equal(mpdu(0) + 10, rig_own[0], 6);
    assert_memory_equal(mpdu(0) + 16, rig_other, 6);
    assert_memory_equal(mpdu(0) + 22, "\0\0\0\0", 4);
    assert_memory_equal(mpdu(0) + 26, "\xaa\xaa\x03\0\0\0\x88\xb5", 8);
    assert_int_equal(mpdu(0)[34], 3);
    assert_int_equal(mpdu(0)[35], 10);
    assert_int_equal(rig.radio[0].ac, D11_AC_BE);
    assert_int_equal(rig.radio[0].freq_mhz, 2412);
    assert_int_equal(rig.radio[0].flags, 0);
    assert_ptr_equal(rig.radio[0].sta, rig.vifs[0].sta);
    assert_int_equal(rig.peers[0].tx_msdus, 1);
}

/* To the AP there are no groups: it sends on what is for one. */
static void a_group_is_a_destination_behind_the_ap(void **state)
{
    (void)state;
    assert_true(rig_send(rig_broadcast, D11_ETHERTYPE_ARP));
    assert_memory_equal(mpdu(0) + 4, rig_ap, 6);
    assert_memory_equal(mpdu(0) + 16, rig_broadcast, 6);
}

static void without_qos_there_is_no_qos_control(void **state)
{
    (void)state;
    rig.peers[0].qos = false;
    assert_true(rig_send(rig_other, D11_ETHERTYPE_IPV4));
    assert_int_equal(rig.radio[0].frame->len, 24 + 8 + 64);
    assert_int_equal(mpdu(0)[0], 0x08);
    assert_memory_equal(mpdu(0) + 24, "\xaa\xaa\x03\0\0\0\x08\0", 8);
    assert_int_equal(rig.radio[0].ac, D11_AC_BE);
}

static void a_frame_with_a_length_keeps_its_llc_header(void **state)
{
    (void)state;
    assert_true(rig_send(rig_other, 40));
    /* 24 octets behind the length are padding. */
    assert_int_equal(rig.radio[0].frame->len, 26 + 40);
    assert_int_equal(mpdu(0)[26], 3);
}

static uint16_t sequence(size_t i)
{
    return d11_load_le16(mpdu(i) + 22);
}

static void send_with_tos(uint8_t tos)
{
    struct dot11_frame *frame = rig_ethernet(rig_other, D11_ETHERTYPE_IPV4, 64);

    frame->data[15] = tos;
    assert_int_equal(d11_tx_msdus(&rig.tx, &rig.vifs[0], &frame, 1), 1);
}

/* 10.3.2.14.1 */
static void each_tid_counts_its_own_sequence_numbers(void **state)
{
    (void)state;
    send_with_tos(0);
    send_with_tos(46 << 2);
    send_with_tos(0);
    send_with_tos(46 << 2);
    assert_int_equal(sequence(0), 0);
    assert_int_equal(sequence(1), 0);
    assert_int_equal(sequence(2), 1 << 4);
    assert_int_equal(sequence(3), 1 << 4);
    assert_int_equal(mpdu(1)[24], 6);
    assert_int_equal(rig.radio[1].tid, 6);
    assert_int_equal(rig.radio[1].ac, D11_AC_VO);
    rig.peers[0].qos = false;
    send_with_tos(46 << 2);
    assert_int_equal(sequence(4), 0);
    assert_int_equal(rig.peers[0].tx_seq[16], 1);
}

static void sequence_numbers_begin_again_after_4095(void **state)
{
    (void)state;
    rig.peers[0].tx_seq[0] = 4095;
    send_with_tos(0);
    send_with_tos(0);
    assert_int_equal(sequence(0), 4095 << 4);
    assert_int_equal(sequence(1), 0);
}

static void a_radio_that_counts_is_left_to_do_it(void **state)
{
    (void)state;
    rig.caps.flags |= D11_HW_SEQ;
    rig.peers[0].tx_seq[0] = 77;
    send_with_tos(0);
    assert_int_equal(sequence(0), 0);
    assert_int_equal(rig.peers[0].tx_seq[0], 77);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OPEN_TEST(a_frame_goes_to_the_ap_for_its_destination),
        OPEN_TEST(a_group_is_a_destination_behind_the_ap),
        OPEN_TEST(without_qos_there_is_no_qos_control),
        OPEN_TEST(a_frame_with_a_length_keeps_its_llc_header),
        OPEN_TEST(each_tid_counts_its_own_sequence_numbers),
        OPEN_TEST(sequence_numbers_begin_again_after_4095),
        OPEN_TEST(a_radio_that_counts_is_left_to_do_it),
    };

    return cmocka_run_group_tests_name("tx/encap", tests, NULL, NULL);
}
