/* Tests of src/tx/security.c: packets of extensions.
 *
 * SPDX-License-Identifier: MIT */
#include "setup.h"

#define EAPOL D11_ETHERTYPE_EAPOL

static enum dot11_err send(bool plain, uint16_t cookie)
{
    struct dot11_frame *frame = rig_alloc(4 + D11_TX_SECURITY_ROOM);

    memset(frame->data, 0x5a, 99);
    frame->len = 99;
    return d11_tx_security(&rig.tx, &rig.vifs[0], &rig.peers[0], EAPOL, frame,
                           plain, cookie);
}

static const uint8_t *mpdu(size_t i)
{
    return rig.radio[i].frame->data;
}

static bool is_protected(size_t i)
{
    return (mpdu(i)[1] & D11_FC1_PROTECTED) != 0;
}

/* SEC-PRT-01, N80211-PORT-3 */
static void
before_keys_a_packet_goes_in_clear_through_the_closed_port(void **state)
{
    (void)state;
    rig_protect();
    assert_int_equal(send(false, 3), D11_OK);
    assert_int_equal(rig.radio_count, 1);
    assert_int_equal(rig.radio[0].frame->len, 26 + 8 + 99);
    assert_memory_equal(mpdu(0), "\x88\x01", 2);
    assert_memory_equal(mpdu(0) + 4, rig_ap, 6);
    assert_memory_equal(mpdu(0) + 10, rig_own[0], 6);
    assert_memory_equal(mpdu(0) + 16, rig_ap, 6);
    assert_int_equal(mpdu(0)[24], 7);
    assert_memory_equal(mpdu(0) + 26, "\xaa\xaa\x03\0\0\0\x88\x8e\x5a", 9);
    assert_int_equal(rig.radio[0].flags,
                     D11_TX_LOWEST_RATE | D11_TX_WANT_STATUS);
    assert_int_equal(rig.radio[0].ac, D11_AC_VO);
    assert_int_equal(rig.radio[0].tid, 7);
    assert_false(rig_send(rig_other, 0x88b5));
}

static void without_qos_it_is_plain_data(void **state)
{
    (void)state;
    rig_protect();
    rig.peers[0].qos = false;
    assert_int_equal(send(false, 0), D11_OK);
    assert_int_equal(rig.radio[0].frame->len, 24 + 8 + 99);
    assert_memory_equal(mpdu(0), "\x08\x01", 2);
    assert_int_equal(rig.radio[0].tid, 0);
    assert_int_equal(rig.radio[0].flags, D11_TX_LOWEST_RATE);
}

static void with_a_key_it_is_protected(void **state)
{
    (void)state;
    assert_int_equal(send(false, 1), D11_OK);
    assert_int_equal(rig.radio[0].frame->len, 26 + 8 + 8 + 99 + 8);
    assert_true(rig_ap_opens(0, 0));
    assert_memory_equal(mpdu(0) + 34, "\xaa\xaa\x03\0\0\0\x88\x8e\x5a", 9);
}

/* SEC-HSK-09 */
static void the_answer_to_a_plain_message_may_be_plain(void **state)
{
    (void)state;
    assert_int_equal(send(true, 1), D11_OK);
    assert_false(is_protected(0));
    assert_int_equal(rig.peers[0].keys[0].tx_pn, 0);
}

static void the_outcome_is_told(void **state)
{
    (void)state;
    assert_int_equal(send(false, 0x123), D11_OK);
    assert_int_equal(send(false, 0), D11_OK);
    assert_int_equal(send(false, 0xfff), D11_OK);
    rig_status(2, true, false);
    rig_status(1, true, true);
    assert_int_equal(rig.sent_count, 2);
    assert_int_equal(rig.sent[0].kind, D11_TX_KIND_SECURITY);
    assert_int_equal(rig.sent[0].cookie, 0x123);
    assert_true(rig.sent[0].acked);
    assert_int_equal(rig.sent[1].cookie, 0xfff);
    assert_false(rig.sent[1].acked);
    assert_int_equal(rig.in_use, 0);
}

/* It goes before MSDUs, and while a key is being installed. */
static void it_goes_before_msdus(void **state)
{
    (void)state;
    d11_tx_hold(&rig.tx, &rig.vifs[0], D11_HOLD_KEY, true);
    assert_true(rig_send(rig_other, 0x88b5));
    assert_int_equal(send(false, 1), D11_OK);
    assert_int_equal(rig.radio_count, 1);
    rig.radio_room = 0;
    assert_int_equal(send(false, 2), D11_OK);
    rig.radio_room = 9;
    d11_tx_hold(&rig.tx, &rig.vifs[0], D11_HOLD_KEY, false);
    assert_int_equal(rig.radio_count, 3);
    assert_int_equal(rig.radio[1].ac, D11_AC_VO);
    assert_int_equal(rig.radio[2].ac, D11_AC_BE);
}

static void away_from_the_peer_it_waits(void **state)
{
    (void)state;
    d11_tx_hold(&rig.tx, &rig.vifs[0], D11_HOLD_AWAY, true);
    assert_int_equal(send(false, 1), D11_OK);
    assert_int_equal(rig.radio_count, 0);
    d11_tx_hold(&rig.tx, &rig.vifs[0], D11_HOLD_AWAY, false);
    assert_int_equal(rig.radio_count, 1);
}

/* What it was made as it stays: message 4 in clear does not become protected
 * because its key came while it waited. */
static void keys_that_come_later_do_not_change_it(void **state)
{
    (void)state;
    rig_protect();
    rig.radio_room = 0;
    assert_int_equal(send(false, 1), D11_OK);
    rig_install_pairwise(0, 9);
    rig.radio_room = 9;
    d11_tx_ready(&rig.tx, 0xf);
    assert_int_equal(rig.radio_count, 1);
    assert_false(is_protected(0));
}

/* SEC-TXP-03 */
static void a_packet_under_an_old_key_is_not_sent(void **state)
{
    (void)state;
    rig.radio_room = 0;
    assert_int_equal(send(false, 1), D11_OK);
    rig_install_pairwise(0, 0x99);
    rig.radio_room = 9;
    d11_tx_ready(&rig.tx, 0xf);
    assert_int_equal(rig.radio_count, 0);
    assert_int_equal(rig.sent_count, 1);
    assert_false(rig.sent[0].acked);
    assert_int_equal(rig.in_use, 0);
}

/* SEC-KEY-07, SEC-TXP-01: message 4 that waits goes under the key before,
 * however alike the keys look. */
static void a_packet_under_the_key_before_is_sent_under_that(void **state)
{
    size_t at;

    (void)state;
    rig.vifs[0].links[0].is_protected = true;
    for (int hw = 0; hw < 2; hw++) {
        rig.peers[0].tx_key = 0;
        if (hw) {
            rig.peers[0].keys[0].flags |= D11_KEY_HW | D11_KEY_HW_MIC;
            rig.peers[0].keys[0].hw_slot = 30;
        }
        at = rig.radio_count;
        rig.radio_room = 0;
        assert_int_equal(send(false, 0), D11_OK);
        rig_use_second(0, (uint8_t)(0x99 + hw));
        rig.peers[0].keys[1].generation = rig.peers[0].keys[0].generation;
        rig.radio_room = 9;
        d11_tx_ready(&rig.tx, 0xf);
        assert_int_equal(rig.radio_count, at + 1);
        assert_int_equal(mpdu(at)[29], 0x20);
        if (hw)
            assert_int_equal(rig.radio[at].hw_slot, 30);
        else
            assert_true(rig_ap_opens(at, 0));
        assert_int_equal(send(false, 0), D11_OK);
        assert_int_equal(mpdu(at + 1)[29], 0x60);
        assert_int_equal(rig.radio[at + 1].flags, D11_TX_LOWEST_RATE);
    }
}

/* SEC-TXP-03 */
static void a_packet_to_a_peer_that_is_gone_is_not_sent(void **state)
{
    (void)state;
    rig_protect();
    rig.radio_room = 0;
    assert_int_equal(send(false, 1), D11_OK);
    rig.peers[0].associated = false;
    rig.radio_room = 9;
    d11_tx_ready(&rig.tx, 0xf);
    assert_int_equal(rig.radio_count, 0);
    assert_int_equal(rig.sent_count, 1);
    assert_int_equal(send(false, 2), D11_ERR_STATE);
    assert_int_equal(rig.in_use, 0);
}

static void a_radio_with_the_key_protects_it(void **state)
{
    (void)state;
    rig.vifs[0].links[0].is_protected = true;
    rig_install_hw(0, D11_KEY_HW_MIC);
    rig.radio_room = 0;
    assert_int_equal(send(false, 0), D11_OK);
    rig.radio_room = 9;
    d11_tx_ready(&rig.tx, 0xf);
    assert_int_equal(rig.radio[0].flags, D11_TX_LOWEST_RATE | D11_TX_PROTECT);
    assert_int_equal(rig.radio[0].hw_slot, 30);
    assert_int_equal(send(true, 0), D11_OK);
    assert_int_equal(rig.radio[1].flags, D11_TX_LOWEST_RATE);
}

/* SEC-TXP-02 */
static void without_packet_numbers_it_is_not_sent(void **state)
{
    (void)state;
    rig.peers[0].keys[0].tx_pn = D11_PN_MAX;
    assert_int_equal(send(false, 1), D11_ERR_CRYPTO);
    assert_int_equal(rig.radio_count, 0);
    assert_int_equal(rig.in_use, 0);
}

static void what_cannot_be_sent_comes_back(void **state)
{
    struct dot11_frame *frame = rig_alloc(4 + D11_TX_SECURITY_ROOM - 1);
    (void)state;

    frame->len = 10;
    assert_int_equal(d11_tx_security(&rig.tx, &rig.vifs[0], &rig.peers[0],
                                     EAPOL, frame, false, 0),
                     D11_ERR_ARG);
    frame = rig_alloc(64);
    frame->len = 2297;
    assert_int_equal(d11_tx_security(&rig.tx, &rig.vifs[0], &rig.peers[0],
                                     EAPOL, frame, false, 0),
                     D11_ERR_ARG);
    assert_int_equal(send(false, 0x1000), D11_ERR_ARG);
    rig.radio_room = 0;
    for (unsigned i = 0; i < 16; i++)
        assert_int_equal(send(false, 1), D11_OK);
    assert_int_equal(send(false, 1), D11_ERR_FULL);
    assert_int_equal(rig.in_use, 16);
    d11_tx_flush(&rig.tx, &rig.vifs[0], D11_ERR_CANCELLED);
    assert_int_equal(rig.sent_count, 16);
}

static void leave_and_wipe(void)
{
    rig.on_sent = NULL;
    rig.peers[0].authorized = false;
    d11_key_wipe(&rig.peers[0].keys[0], &rig.env.crypto_ops,
                 rig.env.config.crypto);
}

/* SEC-TXP-04: keys may go while what waits is looked through. */
static void who_hears_of_its_end_may_take_the_keys_away(void **state)
{
    (void)state;
    rig.radio_room = 0;
    assert_int_equal(send(false, 1), D11_OK);
    assert_true(rig_send(rig_other, 0x88b5));
    rig.peers[0].keys[0].generation++;
    rig.on_sent = leave_and_wipe;
    rig.radio_room = 9;
    d11_tx_ready(&rig.tx, 0xf);
    assert_int_equal(rig.radio_count, 0);
    assert_int_equal(rig.done_count, 1);
    assert_int_equal(rig.done[0].err, D11_ERR_STATE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OPEN_TEST(before_keys_a_packet_goes_in_clear_through_the_closed_port),
        OPEN_TEST(without_qos_it_is_plain_data),
        SECURE_TEST(with_a_key_it_is_protected),
        SECURE_TEST(the_answer_to_a_plain_message_may_be_plain),
        SECURE_TEST(the_outcome_is_told),
        OPEN_TEST(it_goes_before_msdus),
        SECURE_TEST(away_from_the_peer_it_waits),
        OPEN_TEST(keys_that_come_later_do_not_change_it),
        SECURE_TEST(a_packet_under_an_old_key_is_not_sent),
        SECURE_TEST(a_packet_under_the_key_before_is_sent_under_that),
        OPEN_TEST(a_packet_to_a_peer_that_is_gone_is_not_sent),
        OPEN_TEST(a_radio_with_the_key_protects_it),
        SECURE_TEST(without_packet_numbers_it_is_not_sent),
        SECURE_TEST(what_cannot_be_sent_comes_back),
        SECURE_TEST(who_hears_of_its_end_may_take_the_keys_away),
    };

    return cmocka_run_group_tests_name("tx/security", tests, NULL, NULL);
}
