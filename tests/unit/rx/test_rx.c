/* Tests of src/rx/rx.c: bursts, their order and their account.
 *
 * SPDX-License-Identifier: MIT */
#include "setup.h"

#define AP (&rig.ap_pairwise[0])
#define EAPOL D11_ETHERTYPE_EAPOL

static void a_burst_may_have_any_length(void **state)
{
    (void)state;
    for (uint16_t n = 0; n <= 3 * RIG_BURST + 1; n++) {
        for (uint16_t i = 0; i < n; i++)
            (void)rig_add(&(struct rig_data){.key = AP, .seq = i});
        rig_receive();
        assert_int_equal(rig.msdu_count, n);
        rig_return();
        assert_int_equal(rig.in_use, 0);
    }
}

/* A mixture of all that can be on the air: frames in are those that had an
 * effect and those that were dropped, each once, and all come back. */
static void frames_in_are_frames_accepted_and_dropped(void **state)
{
    uint32_t seed = 7;
    (void)state;

    for (unsigned round = 0; round < 400; round++) {
        for (unsigned i = 0; i < 12; i++) {
            struct rig_data data = {.station = i % 2,
                                    .seq = (uint16_t)(round + i),
                                    .tid = (uint8_t)(i % 8)};
            struct dot11_rx *rx;

            seed = seed * 1664525u + 1013904223u;
            if ((seed >> 28) < 12)
                data.key = &rig.ap_pairwise[i % 2];
            if ((seed >> 24 & 7) == 0)
                data.a1 = rig_broadcast;
            if ((seed >> 20 & 15) == 0)
                data.ethertype = EAPOL;
            rx = (seed >> 16 & 15) == 0
                     ? rig_add_mgmt(seed >> 8 & 15, rig_own[0])
                     : rig_add(&data);
            if ((seed >> 12 & 3) == 0)
                rx->frame->data[seed % 60] ^= (uint8_t)(1u << (seed >> 9 & 7));
            if ((seed >> 10 & 7) == 0)
                rx->frame->len = seed >> 5 & 63;
            if ((seed >> 6 & 31) == 0)
                rx->flags = seed >> 4;
        }
        rig_receive(); /* checks the account */
        rig_return();
        assert_int_equal(rig.in_use, 0);
    }
    assert_true(rig.env.stats.rx_accepted > 1000);
    assert_true(rig.env.stats.rx_msdus > 1000);
}

/* SEC-FRM-09 */
static void every_length_is_handled(void **state)
{
    static uint8_t octets[2048];
    (void)state;

    for (unsigned fc0 = 0; fc0 < 256; fc0 += 4) {
        for (size_t len = 0; len < 64; len++) {
            struct dot11_rx *rx;

            octets[0] = (uint8_t)fc0;
            octets[1] = D11_FC1_FROM_DS | (len % 2 ? D11_FC1_PROTECTED : 0);
            memcpy(octets + 4, rig_own[0], 6);
            memcpy(octets + 10, rig_ap, 6);
            memcpy(octets + 16, rig_ap, 6);
            rx = rig_add_octets(octets, len);
            rx->frame->end = rx->frame->data + len;
        }
        rig_receive();
        rig_return();
    }
    assert_int_equal(rig.in_use, 0);
}

/* SEC-DFR-02, A11, A12, A16, A17, A18: what is not put together cannot be
 * mixed. */
static void fragments_are_never_delivered(void **state)
{
    (void)state;
    rig_receive_data(
        &(struct rig_data){.key = AP, .seq = 1, .fc1 = D11_FC1_MORE_FRAG});
    rig_receive_data(&(struct rig_data){.key = AP, .seq = 1, .frag = 1});
    rig_receive_data(&(struct rig_data){
        .key = AP, .seq = 2, .frag = 3, .fc1 = D11_FC1_MORE_FRAG});
    assert_int_equal(rig_dropped(D11_DROP_FRAGMENT), 3);
    assert_int_equal(rig.msdu_count, 0);
}

/* SEC-AMS-05, A10, A49: no aggregate is taken apart, whatever is in it. */
static void amsdus_are_refused_as_a_whole(void **state)
{
    (void)state;
    for (uint16_t i = 0; i < 3; i++)
        rig_receive_data(&(struct rig_data){.key = AP,
                                            .seq = i,
                                            .len = 1 + 600u * i,
                                            .qos_high = D11_QOS_AMSDU});
    assert_int_equal(rig_dropped(D11_DROP_AMSDU), 3);
    assert_int_equal(rig.msdu_count, 0);
}

/* SEC-AMS-01, A10: the bit is not authenticated, so a genuine frame with it,
 * whose first subframe then begins with its LLC/SNAP header, is refused. */
static void a_flipped_amsdu_bit_delivers_nothing(void **state)
{
    struct dot11_rx *rx = rig_add(&(struct rig_data){.key = AP, .seq = 1});
    (void)state;

    rx->frame->data[24] |= D11_QOS_AMSDU;
    rig_receive();
    assert_int_equal(rig_dropped(D11_DROP_AMSDU), 1);
    assert_int_equal(rig.msdu_count, 0);
}

/* SEC-AMS-04 */
static void amsdus_to_a_group_are_refused(void **state)
{
    struct rig_data data = {
        .a1 = rig_broadcast, .key = &rig.ap_group, .qos_high = D11_QOS_AMSDU};
    (void)state;

    rig_receive_data(&data);
    assert_int_equal(rig_dropped(D11_DROP_AMSDU), 2); /* two stations */
    assert_int_equal(rig.msdu_count, 0);
}

static void null_frames_say_that_the_peer_lives(void **state)
{
    static const uint8_t subtypes[] = {0x48, 0xc8};
    (void)state;

    for (size_t i = 0; i < sizeof(subtypes); i++) {
        struct dot11_rx *rx = rig_add(&(struct rig_data){.no_qos = i == 0});

        rx->frame->data[0] = subtypes[i];
        rx->frame->len = 26;
        rig_receive();
        assert_int_equal(rig_dropped(D11_DROP_NO_DATA), 1);
        assert_int_equal(rig.peers[0].rx_us, 1000);
        rig.peers[0].rx_us = 0;
    }
}

static void empty_frames_have_no_llc_header(void **state)
{
    struct dot11_rx *rx;
    (void)state;

    for (uint32_t len = 26; len < 29; len++) {
        rx = rig_add(&(struct rig_data){.seq = (uint16_t)len});
        rx->frame->len = len;
    }
    rig_receive();
    assert_int_equal(rig_dropped(D11_DROP_LLC), 3);
}

/* The order of causes: MSDUs that came before are with the host before
 * anybody above hears of what came behind them. */
static size_t msdus_at_sink;

static void note_msdus(void)
{
    msdus_at_sink = rig.msdu_count;
}

static void causes_keep_their_order(void **state)
{
    (void)state;
    rig.on_sink = note_msdus;
    (void)rig_add(&(struct rig_data){.key = AP, .seq = 1});
    (void)rig_add(&(struct rig_data){.key = AP, .seq = 2});
    (void)rig_add_mgmt(D11_MGMT_DEAUTH, rig_own[0]);
    (void)rig_add(&(struct rig_data){.key = AP, .seq = 3});
    rig_receive();
    assert_int_equal(msdus_at_sink, 2);
    assert_int_equal(rig.msdu_count, 3);
    (void)rig_add(&(struct rig_data){.key = AP, .seq = 4});
    (void)rig_add(&(struct rig_data){.key = AP, .seq = 5, .ethertype = EAPOL});
    rig_receive();
    assert_int_equal(msdus_at_sink, 4);
}

static void leave(void)
{
    rig.peers[0].authorized = false;
    rig.peers[0].associated = false;
    d11_key_wipe(&rig.peers[0].keys[0], &rig.env.crypto_ops,
                 rig.env.config.crypto);
}

/* SEC-PRT-06, N80211-PORT-15: in one burst with the frame that ends it. */
static void nothing_of_an_ended_association_is_delivered(void **state)
{
    (void)state;
    rig.on_sink = leave;
    (void)rig_add(&(struct rig_data){.key = AP, .seq = 1});
    (void)rig_add_mgmt(D11_MGMT_DEAUTH, rig_own[0]);
    (void)rig_add(&(struct rig_data){.key = AP, .seq = 2});
    (void)rig_add(&(struct rig_data){.seq = 3});
    rig_receive();
    assert_int_equal(rig.msdu_count, 1);
    assert_int_equal(rig_dropped(D11_DROP_BSS_OTHER), 2);
}

/* SEC-PRT-06: the frames behind a protected packet were opened with it. */
static void nothing_opened_before_the_end_is_delivered_after_it(void **state)
{
    (void)state;
    rig.on_sink = leave;
    (void)rig_add(&(struct rig_data){.key = AP, .seq = 1, .ethertype = EAPOL});
    (void)rig_add(&(struct rig_data){.key = AP, .seq = 2});
    (void)rig_add(
        &(struct rig_data){.station = 1, .seq = 3, .key = &rig.ap_pairwise[1]});
    rig_receive();
    assert_int_equal(rig_dropped(D11_DROP_NOT_ASSOCIATED), 1);
    assert_int_equal(rig.msdu_count, 1);
    assert_ptr_equal(rig.msdu_sta[0], rig.vifs[1].sta);
}

static void rekey(void)
{
    rig_install_pairwise(0, 0x99);
    rig.on_sink = NULL;
}

/* What was opened under the old key ends with it. */
static void nothing_under_an_old_key_is_delivered_after_a_new_one(void **state)
{
    (void)state;
    rig.on_sink = rekey;
    (void)rig_add(&(struct rig_data){.key = AP, .seq = 1, .ethertype = EAPOL});
    (void)rig_add(&(struct rig_data){.key = AP, .seq = 2});
    rig_receive();
    assert_int_equal(rig.msdu_count, 0);
    assert_int_equal(rig_dropped(D11_DROP_NOT_ASSOCIATED), 1);
    rig_receive_data(&(struct rig_data){.key = AP, .seq = 3});
    assert_int_equal(rig.msdu_count, 1);
}

static void open_port_with_keys(void)
{
    rig_install_pairwise(0, 0x77);
    rig.peers[0].authorized = true;
    rig.on_sink = NULL;
}

/* The last message of a handshake and what the peer sends next may come in
 * one burst. */
static void frames_behind_plain_eapol_see_what_it_did(void **state)
{
    uint8_t sealed[128];
    uint32_t len;
    struct dot11_rx *rx;
    (void)state;

    rig_protect();
    /* A frame under a key that the station does not have yet. */
    rig_install_pairwise(0, 0x77);
    rx = rig_add(&(struct rig_data){.key = AP, .seq = 2});
    len = rx->frame->len;
    memcpy(sealed, rx->frame->data, len);
    rx->frame->len = 0;
    rig_receive();
    d11_key_wipe(&rig.peers[0].keys[0], &rig.env.crypto_ops,
                 rig.env.config.crypto);
    d11_key_wipe(AP, &rig.env.crypto_ops, rig.env.config.crypto);

    rig.on_sink = open_port_with_keys;
    (void)rig_add(&(struct rig_data){.ethertype = EAPOL, .seq = 1});
    (void)rig_add_octets(sealed, len);
    rig_receive();
    assert_int_equal(rig.packet_count, 1);
    assert_int_equal(rig.msdu_count, 1);
    assert_true(rig_is_pattern(&rig.msdus[0]));
}

/* A copy for each further station; none when the host has no frame. */
static struct dot11_frame *no_frame(void *host, size_t headroom, size_t len)
{
    (void)host;
    (void)headroom;
    (void)len;
    return NULL;
}

static void group_frames_are_for_all_stations_of_the_bss(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 5; i++)
        (void)rig_add(
            &(struct rig_data){.a1 = rig_broadcast, .key = &rig.ap_group});
    (void)rig_add(&(struct rig_data){.key = AP, .seq = 9});
    rig_receive();
    assert_int_equal(rig.msdu_count, 11);
    assert_int_equal(rig.env.stats.copies, 5);
    for (size_t i = 0; i < 11; i++)
        assert_true(rig_is_pattern(&rig.msdus[i]));
    rig_return();
    rig.env.host_ops.frame_alloc = no_frame;
    rig_receive_data(
        &(struct rig_data){.a1 = rig_broadcast, .key = &rig.ap_group});
    assert_int_equal(rig.msdu_count, 1);
    assert_int_equal(rig.env.stats.no_frame, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SECURE_TEST(a_burst_may_have_any_length),
        SECURE_TEST(frames_in_are_frames_accepted_and_dropped),
        SECURE_TEST(every_length_is_handled),
        SECURE_TEST(fragments_are_never_delivered),
        SECURE_TEST(amsdus_are_refused_as_a_whole),
        SECURE_TEST(a_flipped_amsdu_bit_delivers_nothing),
        SECURE_TEST(amsdus_to_a_group_are_refused),
        OPEN_TEST(null_frames_say_that_the_peer_lives),
        OPEN_TEST(empty_frames_have_no_llc_header),
        SECURE_TEST(causes_keep_their_order),
        SECURE_TEST(nothing_of_an_ended_association_is_delivered),
        SECURE_TEST(nothing_opened_before_the_end_is_delivered_after_it),
        SECURE_TEST(nothing_under_an_old_key_is_delivered_after_a_new_one),
        OPEN_TEST(frames_behind_plain_eapol_see_what_it_did),
        SECURE_TEST(group_frames_are_for_all_stations_of_the_bss),
    };

    return cmocka_run_group_tests_name("rx/rx", tests, NULL, NULL);
}
