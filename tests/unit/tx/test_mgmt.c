/* Tests of src/tx/mgmt.c: management and null frames.
 *
 * SPDX-License-Identifier: MIT */
#include "setup.h"

#include "base/octets.h"

static enum dot11_err send(const struct d11_tx_mgmt *how)
{
    struct dot11_frame *frame = rig_alloc(8);

    memset(frame->data, 0, 30);
    frame->data[0] = D11_MGMT_AUTH << 4;
    memcpy(frame->data + 4, rig_ap, 6);
    frame->len = 30;
    return d11_tx_mgmt(&rig.tx, &rig.vifs[0], frame, how);
}

static uint16_t sequence(size_t i)
{
    return d11_load_le16(rig.radio[i].frame->data + 22) >> 4;
}

static void a_frame_goes_out_as_was_asked(void **state)
{
    (void)state;
    assert_int_equal(send(&(struct d11_tx_mgmt){.freq_mhz = 2437}), D11_OK);
    assert_int_equal(rig.radio[0].flags,
                     D11_TX_LOWEST_RATE | D11_TX_OFF_CHANNEL);
    assert_int_equal(rig.radio[0].freq_mhz, 2437);
    assert_int_equal(rig.radio[0].ac, D11_AC_VO);
    assert_int_equal(send(&(struct d11_tx_mgmt){.cookie = 5, .no_ack = true}),
                     D11_OK);
    assert_int_equal(rig.radio[1].flags,
                     D11_TX_LOWEST_RATE | D11_TX_NO_ACK | D11_TX_WANT_STATUS);
    assert_int_equal(rig.radio[1].freq_mhz, 0);
}

static void the_outcome_is_told_to_who_asked(void **state)
{
    (void)state;
    assert_int_equal(send(&(struct d11_tx_mgmt){.cookie = 0}), D11_OK);
    assert_int_equal(send(&(struct d11_tx_mgmt){.cookie = 9}), D11_OK);
    assert_int_equal(send(&(struct d11_tx_mgmt){.cookie = 10}), D11_OK);
    rig_status(2, true, false);
    rig_status(1, false, false);
    assert_int_equal(rig.sent_count, 2);
    assert_int_equal(rig.sent[0].kind, D11_TX_KIND_MGMT);
    assert_int_equal(rig.sent[0].cookie, 9);
    assert_true(rig.sent[0].acked);
    assert_int_equal(rig.sent[1].cookie, 10);
    assert_false(rig.sent[1].acked);
    assert_int_equal(rig.in_use, 0);
}

/* 10.3.2.14.1 */
static void a_peer_has_one_counter_for_all_without_qos(void **state)
{
    struct d11_tx_mgmt how = {.peer = &rig.peers[0]};
    (void)state;

    rig.peers[0].qos = false;
    rig.peers[0].tx_seq[16] = 4094;
    assert_int_equal(send(&how), D11_OK);
    assert_true(rig_send(rig_other, 0x88b5));
    assert_int_equal(send(&how), D11_OK);
    assert_int_equal(sequence(0), 4094);
    assert_int_equal(sequence(1), 4095);
    assert_int_equal(sequence(2), 0);
    how.peer = NULL;
    assert_int_equal(send(&how), D11_OK);
    assert_int_equal(send(&how), D11_OK);
    assert_int_equal(sequence(4), sequence(3) + 1);
    rig.caps.flags |= D11_HW_SEQ;
    assert_int_equal(send(&how), D11_OK);
    assert_int_equal(sequence(5), 0);
}

static void a_frame_that_must_wait_keeps_its_channel(void **state)
{
    (void)state;
    rig.radio_room = 0;
    assert_int_equal(send(&(struct d11_tx_mgmt){
                         .freq_mhz = 5180, .cookie = 3, .no_ack = true}),
                     D11_OK);
    assert_int_equal(send(&(struct d11_tx_mgmt){.freq_mhz = 5200}), D11_OK);
    assert_int_equal(rig.vifs[0].tx.waiting, 2);
    rig.radio_room = 9;
    d11_tx_ready(&rig.tx, 0xf);
    assert_int_equal(rig.radio_count, 2);
    assert_int_equal(rig.radio[0].freq_mhz, 5180);
    assert_int_equal(rig.radio[0].flags & D11_TX_NO_ACK, D11_TX_NO_ACK);
    assert_int_equal(rig.radio[1].freq_mhz, 5200);
    assert_int_equal(rig.vifs[0].tx.waiting, 0);
}

static void few_frames_may_wait(void **state)
{
    (void)state;
    rig.radio_room = 0;
    for (unsigned i = 0; i < 16; i++)
        assert_int_equal(send(&(struct d11_tx_mgmt){.cookie = 1}), D11_OK);
    assert_int_equal(send(&(struct d11_tx_mgmt){.cookie = 1}), D11_ERR_FULL);
    assert_int_equal(rig.in_use, 16);
    d11_tx_flush(&rig.tx, &rig.vifs[0], D11_ERR_CANCELLED);
    assert_int_equal(rig.sent_count, 16);
    assert_false(rig.sent[0].acked);
    assert_int_equal(rig.in_use, 0);
}

static void they_go_before_msdus_and_while_those_are_held(void **state)
{
    (void)state;
    rig.radio_room = 0;
    assert_true(rig_send(rig_other, 0x88b5));
    assert_int_equal(send(&(struct d11_tx_mgmt){.cookie = 1}), D11_OK);
    rig.radio_room = 9;
    d11_tx_ready(&rig.tx, 0xf);
    assert_int_equal(rig.radio[0].frame->data[0], D11_MGMT_AUTH << 4);
    assert_int_equal(rig.radio_count, 2);
    d11_tx_hold(&rig.tx, &rig.vifs[0], D11_HOLD_AWAY, true);
    assert_int_equal(send(&(struct d11_tx_mgmt){.cookie = 1}), D11_OK);
    assert_int_equal(rig.radio_count, 3);
}

static void what_cannot_be_sent_comes_back(void **state)
{
    struct dot11_frame *frame = rig_alloc(8);
    (void)state;

    frame->len = 23;
    assert_int_equal(d11_tx_mgmt(&rig.tx, &rig.vifs[0], frame,
                                 &(struct d11_tx_mgmt){.cookie = 0}),
                     D11_ERR_ARG);
    assert_int_equal(
        send(&(struct d11_tx_mgmt){.cookie = D11_TX_COOKIE_MASK + 1}),
        D11_ERR_ARG);
    assert_int_equal(rig.in_use, 0);
}

static void send_again(void)
{
    if (rig.sent_count < 3)
        assert_int_equal(send(&(struct d11_tx_mgmt){.cookie = 8}), D11_OK);
}

/* Whoever is told may send the next one from inside. */
static void the_next_may_be_sent_from_inside(void **state)
{
    (void)state;
    rig.on_sent = send_again;
    assert_int_equal(send(&(struct d11_tx_mgmt){.cookie = 7}), D11_OK);
    rig_status(1, true, false);
    assert_int_equal(rig.radio_count, 1);
    rig_status(1, true, false);
    rig_status(1, true, false);
    assert_int_equal(rig.sent_count, 3);
    assert_int_equal(rig.in_use, 0);
    /* Also while everything is thrown away; what comes then may go. */
    rig.sent_count = 0;
    rig.radio_room = 0;
    assert_int_equal(send(&(struct d11_tx_mgmt){.cookie = 7}), D11_OK);
    d11_tx_flush(&rig.tx, &rig.vifs[0], D11_ERR_CANCELLED);
    assert_int_equal(rig.sent_count, 1);
    assert_int_equal(rig.vifs[0].tx.waiting, 1);
    rig.on_sent = NULL;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OPEN_TEST(a_frame_goes_out_as_was_asked),
        OPEN_TEST(the_outcome_is_told_to_who_asked),
        OPEN_TEST(a_peer_has_one_counter_for_all_without_qos),
        OPEN_TEST(a_frame_that_must_wait_keeps_its_channel),
        OPEN_TEST(few_frames_may_wait),
        OPEN_TEST(they_go_before_msdus_and_while_those_are_held),
        OPEN_TEST(what_cannot_be_sent_comes_back),
        OPEN_TEST(the_next_may_be_sent_from_inside),
    };

    return cmocka_run_group_tests_name("tx/mgmt", tests, NULL, NULL);
}
