/* Tests of src/rx/recall.c: frames that begin as the last one did, and frames
 * that only nearly do.
 *
 * SPDX-License-Identifier: MIT */
#include "setup.h"

#define AP (&rig.ap_pairwise[0])

static void expect(size_t msdus, enum dot11_drop drop, uint32_t count)
{
    rig_receive();
    assert_int_equal(rig.msdu_count, msdus);
    assert_int_equal(rig_dropped(drop), count);
}

static void bits_of_one_frame_alone_make_no_difference(void **state)
{
    static const uint8_t bits[] = {0, D11_FC1_RETRY, D11_FC1_PM,
                                   D11_FC1_MORE_DATA};
    (void)state;

    for (uint16_t i = 0; i < 4; i++)
        (void)rig_add(&(struct rig_data){
            .key = AP, .seq = i, .tid = (uint8_t)i, .fc1 = bits[i]});
    rig_receive();
    assert_int_equal(rig.msdu_count, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(rig.msdus[i].tid, i);
        assert_true(rig_is_pattern(&rig.msdus[i]));
    }
}

static void fragments_are_still_seen(void **state)
{
    (void)state;
    (void)rig_add(&(struct rig_data){.key = AP, .seq = 1});
    (void)rig_add(
        &(struct rig_data){.key = AP, .seq = 2, .fc1 = D11_FC1_MORE_FRAG});
    (void)rig_add(&(struct rig_data){.key = AP, .seq = 2, .frag = 1});
    expect(1, D11_DROP_FRAGMENT, 2);
}

static void aggregates_are_still_seen(void **state)
{
    (void)state;
    (void)rig_add(&(struct rig_data){.key = AP, .seq = 1});
    (void)rig_add(
        &(struct rig_data){.key = AP, .seq = 2, .qos_high = D11_QOS_AMSDU});
    expect(1, D11_DROP_AMSDU, 1);
}

/* SEC-PRT-02: the Protected bit is looked at in each frame. */
static void plaintext_behind_protected_frames_is_dropped(void **state)
{
    (void)state;
    (void)rig_add(&(struct rig_data){.key = AP, .seq = 1});
    (void)rig_add(&(struct rig_data){.seq = 2});
    (void)rig_add(&(struct rig_data){.key = AP, .seq = 3});
    expect(2, D11_DROP_PLAINTEXT, 1);
}

/* SEC-FRM-07: nothing is remembered of a frame without a key. */
static void frames_without_a_key_stay_without(void **state)
{
    (void)state;
    d11_key_wipe(&rig.peers[0].keys[0], &rig.env.crypto_ops,
                 rig.env.config.crypto);
    rig.vifs[0].links[0].is_protected = false;
    rig.vifs[0].ethertype_count = 0;
    for (uint16_t i = 0; i < 4; i++)
        (void)rig_add(&(struct rig_data){.key = AP, .seq = i});
    expect(0, D11_DROP_NO_KEY, 4);
}

/* Also when a good frame is waiting for its verdict. */
static void a_frame_without_a_key_behind_others_stays_without(void **state)
{
    struct dot11_rx *rx;
    (void)state;

    (void)rig_add(
        &(struct rig_data){.station = 1, .seq = 1, .key = &rig.ap_pairwise[1]});
    for (uint16_t i = 0; i < 3; i++) {
        rx = rig_add(&(struct rig_data){.key = AP, .seq = i});
        rx->frame->data[29] = 0x20 | 2 << 6;
    }
    expect(1, D11_DROP_NO_KEY, 3);
}

static void another_key_id_is_another_key(void **state)
{
    struct dot11_rx *rx;
    (void)state;

    (void)rig_add(&(struct rig_data){.key = AP, .seq = 1});
    rx = rig_add(&(struct rig_data){.key = AP, .seq = 2});
    rx->frame->data[29] = 0x20 | 3 << 6;
    expect(1, D11_DROP_NO_KEY, 1);
}

/* SEC-FRM-06: the addresses of each frame are looked at. */
static void other_addresses_are_looked_up(void **state)
{
    struct dot11_rx *rx;
    (void)state;

    (void)rig_add(&(struct rig_data){.seq = 1});
    (void)rig_add(&(struct rig_data){.seq = 2, .a2 = rig_other});
    rx = rig_add(&(struct rig_data){.seq = 3});
    rx->frame->data[15] ^= 1;
    expect(1, D11_DROP_BSS_OTHER, 2);
    (void)rig_add(&(struct rig_data){.seq = 4});
    rx = rig_add(&(struct rig_data){.seq = 5});
    rx->frame->data[9] ^= 0x40;
    expect(2, D11_DROP_NOT_FOR_US, 1);
}

/* SEC-FRM-05 */
static void other_directions_are_seen(void **state)
{
    struct dot11_rx *rx;
    (void)state;

    (void)rig_add(&(struct rig_data){.seq = 1});
    rx = rig_add(&(struct rig_data){.seq = 2});
    rx->frame->data[1] |= D11_FC1_TO_DS;
    rx = rig_add(&(struct rig_data){.seq = 3});
    rx->frame->data[1] = 0;
    expect(1, D11_DROP_DIRECTION, 2);
}

/* SEC-FRM-01: +HTC makes the header longer. */
static void ht_control_moves_the_body(void **state)
{
    struct dot11_rx *rx;
    (void)state;

    (void)rig_add(&(struct rig_data){.seq = 1});
    rx = rig_add(&(struct rig_data){.seq = 2});
    memmove(rx->frame->data + 30, rx->frame->data + 26, rx->frame->len - 26);
    rx->frame->data[1] |= D11_FC1_HTC;
    rx->frame->len += 4;
    (void)rig_add(&(struct rig_data){.seq = 3, .no_qos = true});
    rig_receive();
    assert_int_equal(rig.msdu_count, 3);
    for (size_t i = 0; i < 3; i++) {
        assert_true(rig_is_pattern(&rig.msdus[i]));
        assert_int_equal(rig.msdus[i].len, 14 + 32);
    }
}

/* SEC-FRM-01, SEC-FRM-09 */
static void short_frames_behind_long_ones_are_dropped(void **state)
{
    (void)state;
    (void)rig_add(&(struct rig_data){.key = AP, .seq = 1});
    for (uint32_t len = 0; len < 42; len++) {
        struct dot11_rx *rx = rig_add(&(struct rig_data){.key = AP, .seq = 2});

        rx->frame->len = len;
        rx->frame->end = rx->frame->data + len;
    }
    rig_receive();
    assert_int_equal(rig.msdu_count, 1);
    assert_int_equal(rig_dropped(D11_DROP_TOO_SHORT), 26);
    assert_int_equal(rig_dropped(D11_DROP_CIPHER_HEADER), 16);
}

static void descriptors_are_looked_at_again(void **state)
{
    struct dot11_rx *rx;
    (void)state;

    (void)rig_add(&(struct rig_data){.key = AP, .seq = 1});
    rx = rig_add(&(struct rig_data){.key = AP, .seq = 2});
    rx->flags = D11_RX_FCS_ERROR;
    rx = rig_add(&(struct rig_data){.key = AP, .seq = 3});
    rx->link_id = 1;
    rx = rig_add(&(struct rig_data){.key = AP, .seq = 4});
    rx->flags = D11_RX_DECRYPTED | D11_RX_MIC_OK;
    rx = rig_add(&(struct rig_data){.key = AP, .seq = 5});
    rx->frame->end = rx->frame->data - 1;
    expect(1, D11_DROP_DESCRIPTOR, 3);
    assert_int_equal(rig_dropped(D11_DROP_FCS), 1);
}

/* SEC-RPL-08: the packet number and key id of a stripped header. */
static void stripped_headers_are_read_from_each_descriptor(void **state)
{
    static const uint8_t ids[] = {0, 0, 3, 0};
    (void)state;

    rig.peers[0].keys[0].flags |= D11_KEY_HW;
    for (uint16_t i = 0; i < 4; i++) {
        struct dot11_rx *rx =
            rig_add(&(struct rig_data){.seq = i, .fc1 = D11_FC1_PROTECTED});

        rx->flags = D11_RX_DECRYPTED | D11_RX_IV_STRIPPED | D11_RX_MIC_STRIPPED;
        rx->pn = i < 3 ? 5u + i : D11_PN_MAX + 1;
        rx->key_id = ids[i];
    }
    rig_receive();
    assert_int_equal(rig.msdu_count, 2);
    assert_int_equal(rig_dropped(D11_DROP_NO_KEY), 1);
    assert_int_equal(rig_dropped(D11_DROP_DESCRIPTOR), 1);
    assert_int_equal(d11_replay_highest(&rig.peers[0].keys[0].rx, 0), 6);
}

static void take_keys_away(void)
{
    rig.on_sink = NULL;
    d11_key_wipe(&rig.peers[0].keys[0], &rig.env.crypto_ops,
                 rig.env.config.crypto);
}

/* Nothing is remembered across what those above do, nor across bursts. */
static void it_ends_when_somebody_above_acts(void **state)
{
    (void)state;
    rig.on_sink = take_keys_away;
    (void)rig_add(&(struct rig_data){.key = AP, .seq = 1});
    (void)rig_add_mgmt(D11_MGMT_ACTION, rig_own[0]);
    (void)rig_add(&(struct rig_data){.key = AP, .seq = 2});
    expect(1, D11_DROP_NO_KEY, 1);
    rig.peers[0].associated = false;
    (void)rig_add(&(struct rig_data){.key = AP, .seq = 3});
    expect(1, D11_DROP_BSS_OTHER, 1);
}

static void group_frames_of_one_station_are_remembered(void **state)
{
    (void)state;
    rig.vif_count = 1;
    for (unsigned i = 0; i < 4; i++)
        (void)rig_add(&(struct rig_data){
            .a1 = rig_broadcast, .key = &rig.ap_group, .no_qos = true});
    (void)rig_add(&(struct rig_data){.a1 = rig_broadcast, .no_qos = true});
    expect(4, D11_DROP_PLAINTEXT, 1);
    rig.vif_count = RIG_STATIONS;
}

/* SEC-PRT-01: the port is asked for each MSDU, and for each source. */
static void sources_are_looked_at_in_each_frame(void **state)
{
    static const uint8_t group[6] = {3, 0, 0, 0, 0, 1};

    (void)state;
    (void)rig_add(&(struct rig_data){.key = AP, .seq = 1});
    (void)rig_add(&(struct rig_data){.key = AP, .seq = 2, .sa = group});
    (void)rig_add(&(struct rig_data){.key = AP, .seq = 3, .sa = rig_own[0]});
    (void)rig_add(&(struct rig_data){.key = AP, .seq = 4});
    expect(2, D11_DROP_MSDU_ADDRESS, 2);
}

static void close_port(void)
{
    rig.peers[0].authorized = false;
}

/* SEC-PRT-06: what comes behind the packet that closed the port stays out. */
static void frames_behind_the_one_that_closed_the_port_are_dropped(void **state)
{
    (void)state;
    rig.vifs[0].ethertypes[0] = D11_ETHERTYPE_EAPOL;
    rig.vifs[0].ethertype_count = 1;
    rig.verdict = D11_DROP_NONE;
    rig.on_sink = close_port;
    (void)rig_add(&(struct rig_data){.key = AP, .seq = 1});
    (void)rig_add(&(struct rig_data){
        .key = AP, .seq = 2, .ethertype = D11_ETHERTYPE_EAPOL});
    (void)rig_add(&(struct rig_data){.key = AP, .seq = 3});
    expect(1, D11_DROP_PORT, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SECURE_TEST(bits_of_one_frame_alone_make_no_difference),
        SECURE_TEST(fragments_are_still_seen),
        SECURE_TEST(aggregates_are_still_seen),
        SECURE_TEST(plaintext_behind_protected_frames_is_dropped),
        SECURE_TEST(frames_without_a_key_stay_without),
        SECURE_TEST(a_frame_without_a_key_behind_others_stays_without),
        SECURE_TEST(another_key_id_is_another_key),
        OPEN_TEST(other_addresses_are_looked_up),
        OPEN_TEST(other_directions_are_seen),
        OPEN_TEST(ht_control_moves_the_body),
        SECURE_TEST(short_frames_behind_long_ones_are_dropped),
        SECURE_TEST(descriptors_are_looked_at_again),
        SECURE_TEST(stripped_headers_are_read_from_each_descriptor),
        SECURE_TEST(it_ends_when_somebody_above_acts),
        SECURE_TEST(group_frames_of_one_station_are_remembered),
        SECURE_TEST(sources_are_looked_at_in_each_frame),
        SECURE_TEST(frames_behind_the_one_that_closed_the_port_are_dropped),
    };

    return cmocka_run_group_tests_name("rx/recall", tests, NULL, NULL);
}
