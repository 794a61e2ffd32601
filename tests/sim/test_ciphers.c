/* Whole stations with each frame cipher: keys in software and in the radio,
 * new keys, forged and repeated frames.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.5.3, 12.5.5, 12.6.3. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#include <dot11/codes.h>

#include "rig.h"

#define COUNT_OF(a) (sizeof(a) / sizeof((a)[0]))
#define ALL_CIPHERS                                                            \
    (D11_CIPHER_BIT(D11_CIPHER_CCMP_128) |                                     \
     D11_CIPHER_BIT(D11_CIPHER_CCMP_256) |                                     \
     D11_CIPHER_BIT(D11_CIPHER_GCMP_128) |                                     \
     D11_CIPHER_BIT(D11_CIPHER_GCMP_256))

/* Pairwise and group cipher of networks. */
static const struct pair {
    uint32_t pairwise;
    uint32_t group;
} pairs[] = {
    {D11_CIPHER_GCMP_128, D11_CIPHER_GCMP_128},
    {D11_CIPHER_GCMP_256, D11_CIPHER_GCMP_256},
    {D11_CIPHER_CCMP_256, D11_CIPHER_CCMP_256},
    {D11_CIPHER_GCMP_256, D11_CIPHER_CCMP_128},
    {D11_CIPHER_CCMP_256, D11_CIPHER_GCMP_128},
};

/* What a radio that ciphers may do with cipher header and MIC. */
struct variant {
    bool hw;
    bool iv_by_hw;
    bool keep_mic;
    bool mic_room;
};

static void ask(struct rig *rig, uint16_t pairwise, uint16_t group)
{
    struct dot11_connect_req req = {0};
    struct dot11_rsn_profile profile;

    rig_profile(rig, &profile);
    profile.pairwise_ciphers = pairwise;
    profile.group_ciphers = group;
    req.ssid.len = sizeof RIG_SSID - 1;
    memcpy(req.ssid.octets, RIG_SSID, sizeof RIG_SSID - 1);
    req.ext = &dot11_rsn;
    req.profile = &profile;
    req.profile_len = sizeof profile;
    assert_int_equal(dot11_sta_connect(rig->sta, &req, NULL, rig_now(rig)),
                     D11_OK);
}

static struct rig *new_rig(const struct pair *pair,
                           const struct variant *variant)
{
    struct rig_options options;

    rig_options(&options, true);
    options.by_psk = true;
    options.ap.pairwise_cipher = pair->pairwise;
    options.ap.group_cipher = pair->group;
    if (variant != NULL) {
        options.station.radio.hw_ccmp = variant->hw;
        options.station.radio.hw_cipher = pair->pairwise;
        options.station.radio.iv_by_hw = variant->iv_by_hw;
        options.station.radio.keep_mic = variant->keep_mic;
        options.station.radio.mic_room = variant->mic_room;
    }
    return rig_new(&options);
}

static struct rig *connected(const struct pair *pair,
                             const struct variant *variant)
{
    struct rig *rig = new_rig(pair, variant);

    rig_start(rig);
    ask(rig, ALL_CIPHERS, ALL_CIPHERS);
    assert_true(rig_wait_open(rig, 10 * RIG_SECOND));
    dot11_sim_run_for(rig->sim, 10000);
    assert_int_equal(rig_status(rig).pairwise_cipher, pair->pairwise);
    assert_int_equal(rig_status(rig).group_cipher, pair->group);
    return rig;
}

static uint32_t drops_of(const struct rig *rig, enum dot11_drop reason)
{
    struct dot11_stats stats;

    dot11_radio_stats(rig->core, &stats);
    return stats.drops[reason];
}

/* One frame to the group that the station is to get. */
static uint32_t group_frames(struct rig *rig, unsigned count)
{
    const uint32_t before = rig->observer.delivered;
    uint8_t eth[60] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2,
                       0,    0,    0,    9,    9,    0x88, 0xb5};

    for (unsigned i = 0; i < count; i++) {
        eth[20] = (uint8_t)i;
        eth[21]++;
        assert_int_equal(dot11_sim_ap_send(rig->aps[0], eth, sizeof eth, 0),
                         D11_OK);
        dot11_sim_run_for(rig->sim, 300000);
    }
    return rig->observer.delivered - before;
}

static void data_flows_with_keys_in_software(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(pairs); i++) {
        struct rig *rig = connected(&pairs[i], NULL);

        rig_ping(rig, 5);
        assert_int_equal(group_frames(rig, 2), 2);
        rig_end(rig);
    }
}

/* SEC-RPL-08: whatever the radio strips and leaves. */
static void data_flows_with_keys_in_the_radio(void **state)
{
    struct dot11_sim_radio_stats stats;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(pairs); i++) {
        for (unsigned bits = 0; bits < 8; bits++) {
            const struct variant variant = {true, (bits & 1) != 0,
                                            (bits & 2) != 0, (bits & 4) != 0};
            struct rig *rig = connected(&pairs[i], &variant);

            dot11_sim_radio_stats(rig->radio, &stats);
            assert_int_equal(stats.keys,
                             pairs[i].pairwise == pairs[i].group ? 2 : 1);
            rig_ping(rig, 3);
            assert_int_equal(group_frames(rig, 1), 1);
            rig_end(rig);
        }
    }
}

static void new_keys_of_both_kinds_lose_nothing_that_waits(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(pairs); i++) {
        for (int hw = 0; hw < 2; hw++) {
            const struct variant variant = {.hw = hw != 0};
            struct rig *rig = connected(&pairs[i], &variant);
            struct dot11_sim_ap_sta sta;

            dot11_sim_ap_rekey(rig->aps[0]);
            dot11_sim_run_for(rig->sim, RIG_SECOND);
            assert_int_equal(group_frames(rig, 1), 1);
            dot11_sim_ap_rekey_pairwise(rig->aps[0], rig_sta_addr);
            dot11_sim_run_for(rig->sim, RIG_SECOND);
            assert_true(dot11_sim_ap_sta(rig->aps[0], rig_sta_addr, &sta));
            assert_int_equal(sta.handshakes, 2);
            rig_ping(rig, 3);
            rig_end(rig);
        }
    }
}

/* A frame of the AP to the station that is played again or changed. */
struct tape {
    struct rig *rig;
    struct dot11_sim_node *node; /* that plays it */
    uint8_t octets[512];
    size_t len;
    bool group;
};

static void record(void *ctx, const struct dot11_sim_frame *frame)
{
    struct tape *tape = ctx;

    if (frame->from != dot11_sim_ap_node(tape->rig->aps[0]) ||
        frame->len > sizeof tape->octets || frame->len < 60 ||
        (frame->octets[0] & 0x0c) != 0x08 || (frame->octets[1] & 0x40) == 0 ||
        ((frame->octets[4] & 1) != 0) != tape->group)
        return;
    memcpy(tape->octets, frame->octets, frame->len);
    tape->len = frame->len;
}

static void tape_init(struct tape *tape, struct rig *rig, bool group)
{
    memset(tape, 0, sizeof *tape);
    tape->rig = rig;
    tape->group = group;
    tape->node = dot11_sim_raw(rig->sim, NULL, 2437, NULL, NULL);
    assert_non_null(tape->node);
    assert_int_equal(dot11_sim_add_tap(rig->sim, record, tape), D11_OK);
}

static size_t header_len(const struct tape *tape)
{
    return (tape->octets[0] & 0x80) != 0 ? 26 : 24;
}

/* Play the first octets of it. Another sequence number each time, or it would
 * be a duplicate. */
static void play(struct tape *tape, size_t len)
{
    tape->octets[22] ^= 0xf0;
    tape->octets[23]++;
    assert_int_equal(dot11_sim_inject(tape->node, tape->octets, len, 108),
                     D11_OK);
    dot11_sim_run_for(tape->rig->sim, 10000);
}

/* SEC-RPL-02, SEC-RND-06, INV-02: with each cipher, by software and radio. */
static void repeated_and_forged_frames_are_dropped(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(pairs); i++) {
        for (unsigned how = 0; how < 4; how++) {
            const struct variant variant = {.hw = (how & 1) != 0};
            struct rig *rig = connected(&pairs[i], &variant);
            uint32_t drops, delivered;
            struct tape tape;

            tape_init(&tape, rig, (how & 2) != 0);
            if (tape.group)
                assert_int_equal(group_frames(rig, 1), 1);
            else
                rig_ping(rig, 1);
            assert_int_not_equal(tape.len, 0);
            delivered = rig->observer.delivered;
            drops = drops_of(rig, D11_DROP_REPLAY);
            play(&tape, tape.len);
            assert_int_equal(drops_of(rig, D11_DROP_REPLAY), drops + 1);
            /* A later packet number, and the MIC is that of another. */
            drops = drops_of(rig, D11_DROP_MIC);
            tape.octets[header_len(&tape) + 1] ^= 0x10;
            play(&tape, tape.len);
            assert_int_equal(drops_of(rig, D11_DROP_MIC), drops + 1);
            /* Too short for its MIC. */
            drops = drops_of(rig, D11_DROP_CIPHER_HEADER);
            play(&tape, header_len(&tape) + 8 + 7);
            assert_int_equal(drops_of(rig, D11_DROP_CIPHER_HEADER), drops + 1);
            assert_int_equal(rig->observer.delivered, delivered);
            rig_ping(rig, 2);
            rig_end(rig);
        }
    }
}

/* SEC-POL-01 */
static void
a_network_with_a_cipher_that_is_not_allowed_is_not_joined(void **state)
{
    static const struct pair network = {D11_CIPHER_CCMP_128,
                                        D11_CIPHER_CCMP_128};
    struct rig *rig = new_rig(&network, NULL);

    (void)state;
    rig_start(rig);
    ask(rig, D11_CIPHER_BIT(D11_CIPHER_GCMP_256), ALL_CIPHERS);
    assert_false(rig_wait_open(rig, 5 * RIG_SECOND));
    rig_end(rig);
}

/* 9.4.2.24.2: the group cipher says that nothing is sent to groups. */
static void a_network_without_group_traffic_brings_no_group_key(void **state)
{
    static const struct pair network = {D11_CIPHER_GCMP_128,
                                        D11_CIPHER_NO_GROUP};

    (void)state;
    for (int hw = 0; hw < 2; hw++) {
        const struct variant variant = {.hw = hw != 0};
        struct rig *rig = new_rig(&network, &variant);

        rig_start(rig);
        ask(rig, ALL_CIPHERS,
            ALL_CIPHERS | D11_CIPHER_BIT(D11_CIPHER_NO_GROUP));
        assert_true(rig_wait_open(rig, 10 * RIG_SECOND));
        assert_int_equal(rig_status(rig).group_cipher, D11_CIPHER_NO_GROUP);
        dot11_sim_run_for(rig->sim, 10000);
        rig_ping(rig, 3);
        assert_int_equal(group_frames(rig, 1), 0);
        rig_end(rig);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RIG_TEST(data_flows_with_keys_in_software),
        RIG_TEST(data_flows_with_keys_in_the_radio),
        RIG_TEST(new_keys_of_both_kinds_lose_nothing_that_waits),
        RIG_TEST(repeated_and_forged_frames_are_dropped),
        RIG_TEST(a_network_with_a_cipher_that_is_not_allowed_is_not_joined),
        RIG_TEST(a_network_without_group_traffic_brings_no_group_key),
    };

    return cmocka_run_group_tests_name("ciphers", tests, NULL, NULL);
}
