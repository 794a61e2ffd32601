/* Whole stations with Extended Key ID: new pairwise keys beside those in use.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.7.6.4, 12.5.3.3.7. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#include <dot11/codes.h>

#include "rig.h"
#include "sta/radio.h"

static const struct dot11_ext_ops *const exts[] = {&dot11_rsn_methods};
static const struct dot11_part *const parts[] = {&dot11_extended_key_id};

/* How the radio has its part in it. */
struct variant {
    bool listed;   /* the station's part */
    bool by_ap;    /* the AP can */
    bool hw;       /* keys in the radio */
    bool two_keys; /* which can have two */
    bool iv_by_hw;
    bool late; /* which answers late */
    uint32_t cipher;
};

static struct rig *new_rig(const struct variant *variant)
{
    struct rig_options options;

    rig_options(&options, true);
    options.by_psk = true;
    options.station.core.exts = exts;
    options.ap.ext_key_id = variant->by_ap;
    options.ap.pairwise_cipher = variant->cipher;
    if (variant->listed) {
        options.station.core.parts = parts;
        options.station.core.part_count = sizeof parts / sizeof parts[0];
    }
    options.station.radio.hw_ccmp = variant->hw;
    options.station.radio.hw_cipher = variant->cipher;
    options.station.radio.iv_by_hw = variant->iv_by_hw;
    if (variant->two_keys)
        options.station.radio.flags |= D11_HW_TWO_KEYS;
    if (variant->late)
        options.station.radio.pending = DOT11_SIM_OP_SET_KEY;
    return rig_new(&options);
}

static struct rig *connected(const struct variant *variant)
{
    struct dot11_connect_req req = {0};
    struct dot11_rsn_profile profile;
    struct rig *rig = new_rig(variant);

    rig_start(rig);
    rig_profile(rig, &profile);
    if (variant->cipher != 0)
        profile.pairwise_ciphers = (uint16_t)D11_CIPHER_BIT(variant->cipher);
    req.ssid.len = sizeof RIG_SSID - 1;
    memcpy(req.ssid.octets, RIG_SSID, sizeof RIG_SSID - 1);
    req.ext = &dot11_rsn_methods;
    req.profile = &profile;
    req.profile_len = sizeof profile;
    assert_int_equal(dot11_sta_connect(rig->sta, &req, NULL, rig_now(rig)),
                     D11_OK);
    assert_true(rig_wait_open(rig, 10 * RIG_SECOND));
    dot11_sim_run_for(rig->sim, 10000);
    return rig;
}

static struct dot11_sim_ap_sta seen_by_ap(const struct rig *rig)
{
    struct dot11_sim_ap_sta sta;

    assert_true(dot11_sim_ap_sta(rig->aps[0], rig_sta_addr, &sta));
    return sta;
}

static const struct d11_peer *peer_of(const struct rig *rig)
{
    return &rig->sta->vif.peers[0];
}

static void rekey(struct rig *rig)
{
    const uint32_t before = seen_by_ap(rig).handshakes;

    dot11_sim_ap_rekey_pairwise(rig->aps[0], rig_sta_addr);
    dot11_sim_run_for(rig->sim, RIG_SECOND);
    assert_int_equal(seen_by_ap(rig).handshakes, before + 1);
}

/* SEC-KEY-07: both ids open, and only the new one seals. */
static void each_rekey_takes_the_other_id(void **state)
{
    static const struct variant variants[] = {
        {.listed = true, .by_ap = true},
        {.listed = true, .by_ap = true, .cipher = D11_CIPHER_GCMP_256},
        {.listed = true, .by_ap = true, .cipher = D11_CIPHER_CCMP_256},
        {.listed = true, .by_ap = true, .hw = true, .two_keys = true},
        {.listed = true,
         .by_ap = true,
         .hw = true,
         .two_keys = true,
         .iv_by_hw = true,
         .cipher = D11_CIPHER_GCMP_128},
        {.listed = true,
         .by_ap = true,
         .hw = true,
         .two_keys = true,
         .late = true},
    };

    (void)state;
    for (size_t i = 0; i < sizeof variants / sizeof variants[0]; i++) {
        struct rig *rig = connected(&variants[i]);
        uint8_t id;

        assert_int_equal(peer_of(rig)->tx_key, 0);
        for (id = 1; id < 6; id++) {
            rekey(rig);
            assert_int_equal(seen_by_ap(rig).key_id, id & 1);
            assert_int_equal(peer_of(rig)->tx_key, id & 1);
            assert_non_null(peer_of(rig)->keys[0].cipher);
            assert_non_null(peer_of(rig)->keys[1].cipher);
            rig_ping(rig, 2);
        }
        rig_end(rig);
    }
}

/* SEC-KEY-07: whatever is on its way while keys change arrives, both ways. */
static void nothing_is_lost_while_keys_change(void **state)
{
    (void)state;
    for (unsigned bits = 0; bits < 4; bits++) {
        const struct variant variant = {.listed = true,
                                        .by_ap = true,
                                        .hw = (bits & 1) != 0,
                                        .two_keys = true,
                                        .late = (bits & 2) != 0};
        struct rig *rig = connected(&variant);

        /* In the middle of the pings, which follow each other closely. */
        for (unsigned i = 0; i < 20; i++) {
            dot11_sim_ap_rekey_pairwise(rig->aps[0], rig_sta_addr);
            rig_ping(rig, 5);
        }
        dot11_sim_run_for(rig->sim, RIG_SECOND);
        assert_true(seen_by_ap(rig).handshakes >= 20);
        rig_end(rig);
    }
}

/* Lost messages cost time: the old key is good as long as it takes. */
static void lost_messages_are_repeated(void **state)
{
    static const uint32_t lost[] = {DOT11_SIM_M1, DOT11_SIM_M2, DOT11_SIM_M3,
                                    DOT11_SIM_M4};
    static const struct variant variant = {.listed = true, .by_ap = true};

    (void)state;
    for (size_t i = 0; i < sizeof lost / sizeof lost[0]; i++) {
        struct rig *rig = connected(&variant);

        for (unsigned n = 0; n < 2; n++) {
            const uint32_t before = seen_by_ap(rig).handshakes;

            dot11_sim_ap_mute(rig->aps[0], lost[i], 1);
            dot11_sim_ap_rekey_pairwise(rig->aps[0], rig_sta_addr);
            rig_ping(rig, 3);
            dot11_sim_run_for(rig->sim, 3 * RIG_SECOND);
            assert_int_equal(seen_by_ap(rig).handshakes, before + 1);
            rig_ping(rig, 3);
        }
        rig_end(rig);
    }
}

/* Both sides must have it, and a radio with keys must be able to. */
static void without_agreement_there_is_one_key(void **state)
{
    static const struct variant variants[] = {
        {.listed = false, .by_ap = true},
        {.listed = true, .by_ap = false},
        {.listed = true, .by_ap = true, .hw = true},
    };

    (void)state;
    for (size_t i = 0; i < sizeof variants / sizeof variants[0]; i++) {
        struct rig *rig = connected(&variants[i]);

        for (unsigned n = 0; n < 3; n++) {
            rekey(rig);
            assert_int_equal(seen_by_ap(rig).key_id, 0);
            assert_int_equal(peer_of(rig)->tx_key, 0);
            assert_null(peer_of(rig)->keys[1].cipher);
            rig_ping(rig, 2);
        }
        rig_end(rig);
    }
}

/* INV-06: the end of an association ends both keys. */
static void a_new_association_begins_with_the_first_id(void **state)
{
    static const struct variant variant = {
        .listed = true, .by_ap = true, .hw = true, .two_keys = true};
    struct rig *rig = connected(&variant);

    (void)state;
    rekey(rig);
    assert_int_equal(peer_of(rig)->tx_key, 1);
    dot11_sim_ap_restart(rig->aps[0]);
    /* Its next frame is answered with "who are you". */
    (void)dot11_sim_station_ping(rig->station, rig_host_ip, 1, 56);
    assert_true(rig_wait_open(rig, 20 * RIG_SECOND));
    dot11_sim_run_for(rig->sim, 10000);
    assert_int_equal(peer_of(rig)->tx_key, 0);
    assert_null(peer_of(rig)->keys[1].cipher);
    rig_ping(rig, 3);
    rekey(rig);
    assert_int_equal(peer_of(rig)->tx_key, 1);
    rig_ping(rig, 3);
    rig_end(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RIG_TEST(each_rekey_takes_the_other_id),
        RIG_TEST(nothing_is_lost_while_keys_change),
        RIG_TEST(lost_messages_are_repeated),
        RIG_TEST(without_agreement_there_is_one_key),
        RIG_TEST(a_new_association_begins_with_the_first_id),
    };

    return cmocka_run_group_tests_name("key_ids", tests, NULL, NULL);
}
