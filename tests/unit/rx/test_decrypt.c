/* Tests of src/rx/decrypt.c: keys, verdicts and packet numbers.
 *
 * SPDX-License-Identifier: MIT */
#include "setup.h"

#define AP (&rig.ap_pairwise[0])
#define GROUP (&rig.ap_group)
#define HW_FLAGS (D11_RX_DECRYPTED | D11_RX_IV_STRIPPED | D11_RX_MIC_STRIPPED)

static const struct d11_replay *counters(void)
{
    return &rig.peers[0].keys[0].rx;
}

static void protected_frames_are_opened(void **state)
{
    (void)state;
    rig_receive_data(&(struct rig_data){.key = AP, .tid = 5});
    rig_receive_data(
        &(struct rig_data){.key = GROUP, .a1 = rig_broadcast, .no_qos = true});
    assert_int_equal(rig.msdu_count, 3);
    for (size_t i = 0; i < 3; i++)
        assert_true(rig_is_pattern(&rig.msdus[i]));
    assert_int_equal(rig.msdus[0].len, 14 + 32);
    assert_int_equal(rig.msdus[0].tid, 5);
}

/* One verdict per frame, whatever is beside it: both stations, both kinds of
 * keys, forgeries in between. */
static void a_burst_has_a_verdict_for_each_frame(void **state)
{
    struct dot11_rx *rx;
    (void)state;

    for (uint16_t i = 0; i < 24; i++) {
        struct rig_data data = {.station = i % 2,
                                .seq = i,
                                .tid = (uint8_t)(i % 8),
                                .len = 20u + i,
                                .key = &rig.ap_pairwise[i % 2]};

        if (i % 6 == 0) {
            data.a1 = rig_broadcast;
            data.key = GROUP;
        }
        rx = rig_add(&data);
        if (i % 4 == 3)
            rx->frame->data[rx->frame->len - 10] ^= 1;
    }
    rig_receive();
    /* Frames 0, 6, 12 and 18 are for both stations. */
    assert_int_equal(rig_dropped(D11_DROP_MIC), 6);
    assert_int_equal(rig.msdu_count, 18 + 4);
    assert_int_equal(rig.env.stats.copies, 4);
    for (size_t i = 0; i < rig.msdu_count; i++)
        assert_true(rig_is_pattern(&rig.msdus[i]));
}

/* SEC-RPL-01 */
static void every_tid_has_a_counter_and_no_qos_has_that_of_tid_0(void **state)
{
    (void)state;
    for (uint8_t tid = 0; tid < 16; tid++)
        rig_receive_data(&(struct rig_data){.key = AP, .tid = tid, .pn = 10});
    assert_int_equal(rig.msdu_count, 16);
    rig_receive_data(&(struct rig_data){.key = AP, .no_qos = true, .pn = 10});
    assert_int_equal(rig_dropped(D11_DROP_REPLAY), 1);
    rig_receive_data(&(struct rig_data){.key = AP, .no_qos = true, .pn = 11});
    rig_receive_data(&(struct rig_data){.key = AP, .tid = 0, .pn = 11});
    assert_int_equal(rig_dropped(D11_DROP_REPLAY), 1);
    assert_int_equal(rig.msdu_count, 17);
    assert_int_equal(d11_replay_highest(counters(), D11_REPLAY_MGMT), 0);
}

/* SEC-RPL-02 */
static void packet_numbers_must_grow(void **state)
{
    (void)state;
    rig_receive_data(&(struct rig_data){.key = AP, .pn = 5});
    rig_receive_data(&(struct rig_data){.key = AP, .pn = 5, .seq = 1});
    rig_receive_data(&(struct rig_data){.key = AP, .pn = 4, .seq = 2});
    assert_int_equal(rig_dropped(D11_DROP_REPLAY), 2);
    rig_receive_data(&(struct rig_data){.key = AP, .pn = 6, .seq = 3});
    assert_int_equal(rig.msdu_count, 2);
}

/* SEC-RPL-02: also when the two are in one burst. */
static void a_replay_within_a_burst_is_found(void **state)
{
    (void)state;
    (void)rig_add(&(struct rig_data){.key = AP, .pn = 5});
    (void)rig_add(&(struct rig_data){.key = AP, .pn = 5, .seq = 1});
    (void)rig_add(&(struct rig_data){.key = AP, .pn = 7, .seq = 2});
    (void)rig_add(&(struct rig_data){.key = AP, .pn = 6, .seq = 3});
    rig_receive();
    assert_int_equal(rig_dropped(D11_DROP_REPLAY), 2);
    assert_int_equal(rig.msdu_count, 2);
}

/* SEC-RPL-02 */
static void a_forged_frame_moves_no_counter(void **state)
{
    struct dot11_rx *rx;
    (void)state;

    rig_receive_data(&(struct rig_data){.key = AP, .pn = 5});
    rx = rig_add(&(struct rig_data){.key = AP, .pn = 1000, .seq = 1});
    rx->frame->data[rx->frame->len - 1] ^= 0x80;
    rig_receive();
    assert_int_equal(rig_dropped(D11_DROP_MIC), 1);
    assert_int_equal(d11_replay_highest(counters(), 0), 5);
    rig_receive_data(&(struct rig_data){.key = AP, .pn = 6, .seq = 2});
    assert_int_equal(rig.msdu_count, 2);
}

/* SEC-RPL-02: what is refused after a good MIC keeps its packet number. */
static void content_refused_after_the_mic_moves_the_counter(void **state)
{
    struct rig_data data = {.key = AP, .pn = 9, .qos_high = D11_QOS_AMSDU};
    (void)state;

    rig_receive_data(&data);
    assert_int_equal(rig_dropped(D11_DROP_AMSDU), 1);
    assert_int_equal(d11_replay_highest(counters(), 0), 9);
}

/* SEC-RPL-03 */
static void a_changed_tid_fails_the_mic_and_touches_no_counter(void **state)
{
    struct dot11_rx *rx = rig_add(&(struct rig_data){.key = AP, .pn = 50});
    (void)state;

    rx->frame->data[24] ^= 3;
    rig_receive();
    assert_int_equal(rig_dropped(D11_DROP_MIC), 1);
    assert_int_equal(d11_replay_highest(counters(), 0), 0);
    assert_int_equal(d11_replay_highest(counters(), 3), 0);
}

/* SEC-RPL-04 */
static void counters_never_decrease(void **state)
{
    uint64_t highest = 0;
    (void)state;

    for (uint16_t i = 0; i < 60; i++) {
        uint64_t pn = 1 + (uint64_t)i * 37 % 53;

        rig_receive_data(&(struct rig_data){.key = AP, .pn = pn, .seq = i});
        assert_true(d11_replay_highest(counters(), 0) >= highest);
        highest = d11_replay_highest(counters(), 0);
    }
    assert_int_equal(highest, 53);
}

/* SEC-RPL-05 */
static void the_last_packet_number_is_good_once(void **state)
{
    (void)state;
    rig_receive_data(&(struct rig_data){.key = AP, .pn = D11_PN_MAX});
    rig_receive_data(&(struct rig_data){.key = AP, .pn = D11_PN_MAX, .seq = 1});
    rig_receive_data(&(struct rig_data){.key = AP, .pn = 1, .seq = 2});
    assert_int_equal(rig.msdu_count, 1);
    assert_int_equal(rig_dropped(D11_DROP_REPLAY), 2);
}

/* SEC-KEY-04: the authenticated RSC is where a group key begins. */
static void a_group_key_begins_at_its_rsc(void **state)
{
    (void)state;
    rig_install_group(2, 0x51, 100);
    rig_receive_data(&(struct rig_data){
        .key = GROUP, .a1 = rig_broadcast, .no_qos = true, .pn = 100});
    assert_int_equal(rig_dropped(D11_DROP_REPLAY), 2);
    rig_receive_data(&(struct rig_data){
        .key = GROUP, .a1 = rig_broadcast, .no_qos = true, .pn = 101});
    assert_int_equal(rig.msdu_count, 2);
}

/* SEC-FRM-07 */
static void protected_frames_without_a_key_are_dropped(void **state)
{
    struct dot11_rx *rx;
    (void)state;

    d11_key_wipe(&rig.peers[0].keys[0], &rig.env.crypto_ops,
                 rig.env.config.crypto);
    rig_receive_data(&(struct rig_data){.key = AP});
    assert_int_equal(rig_dropped(D11_DROP_NO_KEY), 1);
    /* A key id without a slot, and one with an empty slot. */
    rx = rig_add(&(struct rig_data){.station = 1, .key = &rig.ap_pairwise[1]});
    rx->frame->data[29] = 0x20 | 3 << 6;
    rx = rig_add(&(struct rig_data){.a1 = rig_broadcast, .key = GROUP});
    rx->frame->data[29] = 0x20 | 2 << 6;
    rig_receive();
    assert_int_equal(rig_dropped(D11_DROP_NO_KEY), 3);
    assert_int_equal(rig.msdu_count, 0);
}

/* SEC-FRM-07 */
static void protected_null_frames_are_dropped(void **state)
{
    struct dot11_rx *rx = rig_add(&(struct rig_data){.key = AP});
    (void)state;

    rx->frame->data[0] = 0xc8;
    rig_receive();
    assert_int_equal(rig_dropped(D11_DROP_PROTECTED_TYPE), 1);
}

static void cipher_headers_are_checked(void **state)
{
    struct dot11_rx *rx;
    (void)state;

    for (uint32_t len = 26; len < 26 + 8 + 8; len++) {
        rx = rig_add(&(struct rig_data){.key = AP});
        rx->frame->len = len;
    }
    rx = rig_add(&(struct rig_data){.key = AP});
    rx->frame->data[29] &= 0xdf; /* no ExtIV */
    rig_receive();
    assert_int_equal(rig_dropped(D11_DROP_CIPHER_HEADER), 17);
    assert_int_equal(d11_replay_highest(counters(), 0), 0);
}

/* SEC-PRT-07, A28 */
static void keys_of_the_other_kind_open_nothing(void **state)
{
    struct dot11_rx *rx;
    (void)state;

    /* Under the group key, to one station. */
    rig_receive_data(&(struct rig_data){.key = GROUP});
    /* Under a pairwise key, to a group. */
    rig_receive_data(&(struct rig_data){.key = AP, .a1 = rig_broadcast});
    assert_int_equal(rig_dropped(D11_DROP_KEY_ADDRESS), 3);
    /* The group key under the key id of the pairwise one. */
    rx = rig_add(&(struct rig_data){.key = GROUP});
    rx->frame->data[29] = 0x20;
    rig_receive();
    assert_int_equal(rig_dropped(D11_DROP_MIC), 1);
    assert_int_equal(rig.msdu_count, 0);
}

/* The frames of a test of hardware decryption: plaintext with the Protected
 * bit, without cipher header and MIC. */
static struct dot11_rx *add_decrypted(uint16_t seq, uint64_t pn)
{
    struct rig_data data = {.seq = seq, .fc1 = D11_FC1_PROTECTED};
    struct dot11_rx *rx = rig_add(&data);

    rx->flags = HW_FLAGS;
    rx->pn = pn;
    return rx;
}

/* SEC-RPL-08 */
static void the_radio_is_believed_about_keys_it_was_given(void **state)
{
    (void)state;
    rig.peers[0].keys[0].flags |= D11_KEY_HW;
    (void)add_decrypted(1, 10);
    rig_receive();
    assert_int_equal(rig.msdu_count, 1);
    assert_true(rig_is_pattern(&rig.msdus[0]));
    assert_true(rig.peers[0].verified);
    /* Packet numbers are still ours to check. */
    (void)add_decrypted(2, 10);
    rig_receive();
    assert_int_equal(rig_dropped(D11_DROP_REPLAY), 1);
    rig.peers[0].keys[0].flags |= D11_KEY_HW_PN_CHECK;
    (void)add_decrypted(3, 10);
    rig_receive();
    assert_int_equal(rig.msdu_count, 2);
}

/* SEC-RPL-08 */
static void the_radio_is_not_believed_about_anything_else(void **state)
{
    struct dot11_rx *rx;
    (void)state;

    /* The key was not given to it. */
    (void)add_decrypted(1, 10);
    rig_receive();
    assert_int_equal(rig_dropped(D11_DROP_DESCRIPTOR), 1);
    rig.peers[0].keys[0].flags |= D11_KEY_HW;
    /* No Protected bit. */
    rx = add_decrypted(2, 11);
    rx->frame->data[1] = D11_FC1_FROM_DS;
    rig_receive();
    assert_int_equal(rig_dropped(D11_DROP_DESCRIPTOR), 1);
    /* No such key. */
    rx = add_decrypted(3, 12);
    rx->key_id = 1;
    rig_receive();
    assert_int_equal(rig_dropped(D11_DROP_KEY_ADDRESS), 1);
    rx = add_decrypted(3, 12);
    rx->key_id = 3;
    rig_receive();
    assert_int_equal(rig_dropped(D11_DROP_NO_KEY), 1);
    assert_int_equal(rig.msdu_count, 0);
    assert_int_equal(d11_replay_highest(counters(), 0), 0);
}

/* SEC-RPL-08, A57: every combination of flags has an answer, and only those
 * that fit the frame let it through. */
static void
no_combination_of_flags_lets_a_frame_through_unverified(void **state)
{
    unsigned passed = 0;
    (void)state;

    rig.peers[0].keys[0].flags |= D11_KEY_HW;
    for (uint32_t flags = 0; flags < 512; flags++) {
        bool good = (flags & D11_RX_DECRYPTED) != 0 &&
                    (flags & (D11_RX_MIC_ERROR | D11_RX_FCS_ERROR)) == 0;
        struct dot11_rx *rx;

        if ((flags & D11_RX_8023) != 0)
            continue; /* another kind of frame: test_offload.c */
        rx = add_decrypted(1, 1000 + flags);
        rx->flags = flags;
        rig_receive();
        if (rig.msdu_count != 0) {
            assert_true(good);
            passed++;
        }
        rig_return();
        assert_int_equal(rig.in_use, 0);
    }
    /* Without cipher header; the MIC is gone or there; in an aggregate or not.
     * With one of the group it is no key for this address. */
    assert_int_equal(passed, 4);
}

/* SEC-RPL-08 */
static void what_the_radio_left_is_stripped(void **state)
{
    struct dot11_rx *rx;
    (void)state;

    rig.peers[0].keys[0].flags |= D11_KEY_HW;
    /* Cipher header and MIC are still there; the payload is open. */
    rx = rig_add(&(struct rig_data){.seq = 1, .fc1 = D11_FC1_PROTECTED});
    memmove(rx->frame->data + 34, rx->frame->data + 26, rx->frame->len - 26);
    d11_ccmp_header_write(rx->frame->data + 26, 77, 0);
    rx->frame->len += 16;
    rx->flags = D11_RX_DECRYPTED | D11_RX_MIC_OK;
    rig_receive();
    assert_int_equal(rig.msdu_count, 1);
    assert_int_equal(rig.msdus[0].len, 14 + 32);
    assert_true(rig_is_pattern(&rig.msdus[0]));
    assert_int_equal(d11_replay_highest(counters(), 0), 77);
    /* Too short for what it says is there. */
    rx = rig_add(&(struct rig_data){.seq = 2, .fc1 = D11_FC1_PROTECTED});
    d11_ccmp_header_write(rx->frame->data + 26, 78, 0);
    rx->frame->len = 26 + 8 + 7;
    rx->flags = D11_RX_DECRYPTED | D11_RX_MIC_OK;
    rig_receive();
    assert_int_equal(rig_dropped(D11_DROP_CIPHER_HEADER), 1);
}

/* SEC-PRT-07: for the radio's keys too. */
static void the_radio_must_say_which_kind_of_key_it_used(void **state)
{
    struct dot11_rx *rx;
    (void)state;

    rig.peers[0].keys[0].flags |= D11_KEY_HW;
    rig.vifs[0].links[0].gtk[1].flags |= D11_KEY_HW;
    rx = add_decrypted(1, 10);
    rx->flags |= D11_RX_GROUP_KEY;
    rig_receive();
    assert_int_equal(rig_dropped(D11_DROP_KEY_ADDRESS), 1);
    rx = add_decrypted(2, 10);
    memcpy(rx->frame->data + 4, rig_broadcast, 6);
    rx->key_id = 1;
    rig.vif_count = 1;
    rig_receive();
    assert_int_equal(rig_dropped(D11_DROP_KEY_ADDRESS), 1);
    rx = add_decrypted(2, 10);
    memcpy(rx->frame->data + 4, rig_broadcast, 6);
    rx->key_id = 1;
    rx->flags |= D11_RX_GROUP_KEY;
    rig_receive();
    rig.vif_count = RIG_STATIONS;
    assert_int_equal(rig.msdu_count, 1);
}

/* A radio that has the key leaves frames it could not decrypt to us. */
static void frames_the_radio_left_are_opened_in_software(void **state)
{
    (void)state;
    rig.peers[0].keys[0].flags |= D11_KEY_HW;
    rig_receive_data(&(struct rig_data){.key = AP});
    assert_int_equal(rig.msdu_count, 1);
    rig.peers[0].keys[0].software = false;
    rig_receive_data(&(struct rig_data){.key = AP, .seq = 1});
    assert_int_equal(rig_dropped(D11_DROP_NO_KEY), 1);
    rig.peers[0].keys[0].software = true;
}

/* SEC-HSK-09 */
static void the_first_verified_frame_ends_plaintext(void **state)
{
    struct dot11_rx *rx;
    (void)state;

    rig_receive_data(&(struct rig_data){.key = GROUP, .a1 = rig_broadcast});
    assert_false(rig.peers[0].verified);
    rx = rig_add(&(struct rig_data){.key = AP, .pn = 3});
    rx->frame->data[rx->frame->len - 1] ^= 1;
    rig_receive();
    assert_false(rig.peers[0].verified);
    rig_receive_data(&(struct rig_data){.key = AP, .pn = 3, .seq = 1});
    assert_true(rig.peers[0].verified);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SECURE_TEST(protected_frames_are_opened),
        SECURE_TEST(a_burst_has_a_verdict_for_each_frame),
        SECURE_TEST(every_tid_has_a_counter_and_no_qos_has_that_of_tid_0),
        SECURE_TEST(packet_numbers_must_grow),
        SECURE_TEST(a_replay_within_a_burst_is_found),
        SECURE_TEST(a_forged_frame_moves_no_counter),
        SECURE_TEST(content_refused_after_the_mic_moves_the_counter),
        SECURE_TEST(a_changed_tid_fails_the_mic_and_touches_no_counter),
        SECURE_TEST(counters_never_decrease),
        SECURE_TEST(the_last_packet_number_is_good_once),
        SECURE_TEST(a_group_key_begins_at_its_rsc),
        SECURE_TEST(protected_frames_without_a_key_are_dropped),
        SECURE_TEST(protected_null_frames_are_dropped),
        SECURE_TEST(cipher_headers_are_checked),
        SECURE_TEST(keys_of_the_other_kind_open_nothing),
        SECURE_TEST(the_radio_is_believed_about_keys_it_was_given),
        SECURE_TEST(the_radio_is_not_believed_about_anything_else),
        SECURE_TEST(no_combination_of_flags_lets_a_frame_through_unverified),
        SECURE_TEST(what_the_radio_left_is_stripped),
        SECURE_TEST(the_radio_must_say_which_kind_of_key_it_used),
        SECURE_TEST(frames_the_radio_left_are_opened_in_software),
        SECURE_TEST(the_first_verified_frame_ends_plaintext),
    };

    return cmocka_run_group_tests_name("rx/decrypt", tests, NULL, NULL);
}
