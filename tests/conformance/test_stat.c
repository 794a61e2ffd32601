/* Counters: N80211-STAT-*, RX-13.
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include <dot11/attr.h>
#include <dot11/mib.h>

#include "rig.h"

#define PHYS 2u

static const struct dot11_part *const parts[] = {&dot11_attrs, &dot11_mib};

struct all {
    struct dot11_mib_global global;
    struct dot11_mib_mac mac[2];
    struct dot11_mib_phy phys[PHYS];
};

static struct rig *new_rig(bool secured)
{
    struct rig_options options;

    rig_options(&options, secured);
    options.by_psk = secured;
    options.station.core.parts = parts;
    options.station.core.part_count = 2;
    return rig_new(&options);
}

static struct all all_of(const struct rig *rig)
{
    struct all all;

    assert_int_equal(dot11_mib_global(rig->sta, &all.global), D11_OK);
    for (unsigned i = 0; i < 2; i++)
        assert_int_equal(dot11_mib_mac(rig->sta, i != 0, &all.mac[i]), D11_OK);
    for (unsigned i = 0; i < PHYS; i++)
        assert_int_equal(dot11_mib_phy(rig->sta, i, &all.phys[i]), D11_OK);
    return all;
}

static struct dot11_stats stats_of(const struct rig *rig)
{
    struct dot11_stats stats;

    dot11_radio_stats(rig->core, &stats);
    return stats;
}

/* Every frame is in one place: since `before`, which is where counting began
 * anew. */
static void check_sums(const struct rig *rig, const struct dot11_stats *before)
{
    const struct all all = all_of(rig);
    const struct dot11_stats stats = stats_of(rig);
    uint64_t in = 0;
    uint64_t out = 0;
    uint64_t phy_out = 0;

    for (unsigned i = 0; i < 2; i++) {
        const struct dot11_mib_mac *mac = &all.mac[i];

        in += mac->received + mac->rx_failures;
        out += mac->transmitted + mac->tx_failures + mac->tx_flushed;
        phy_out += mac->transmitted + mac->tx_failures;
    }
    for (unsigned i = 0; i < PHYS; i++) {
        const struct dot11_mib_phy *phy = &all.phys[i];

        in += phy->duplicates + phy->fcs_errors + phy->rx_other;
        phy_out -= phy->transmitted + phy->failed + phy->tx_lifetime_exceeded;
        assert_int_equal(phy->received_fragments,
                         phy->received + phy->duplicates);
        assert_true(phy->multicast_received <= phy->received);
        assert_true(phy->multiply_retried <= phy->retried);
        assert_true(phy->retried <= phy->transmitted);
    }
    assert_int_equal(in, stats.rx_frames - before->rx_frames);
    assert_int_equal(out, stats.tx_acked + stats.tx_failed + stats.tx_flushed -
                              before->tx_acked - before->tx_failed -
                              before->tx_flushed);
    assert_int_equal(phy_out, 0);
}

static void send_group(struct rig *rig)
{
    uint8_t eth[60] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff};

    memcpy(eth + 6, rig_sta_addr, 6);
    eth[12] = 0x88;
    eth[13] = 0xb5;
    assert_int_equal(dot11_sim_station_send(rig->station, eth, sizeof eth),
                     D11_OK);
    dot11_sim_run_for(rig->sim, 20000);
}

/* N80211-STAT-1 */
static void counters_are_zero_after_a_start_and_after_each_reset(void **state)
{
    static const struct all zero;
    struct rig *rig = new_rig(true);
    struct all all;

    (void)state;
    for (unsigned round = 0; round < 3; round++) {
        if (round == 0)
            rig_start(rig);
        else
            assert_int_equal(dot11_sta_reset(rig->sta, rig_now(rig)), D11_OK);
        all = all_of(rig);
        for (unsigned i = 0; i < PHYS; i++) {
            assert_true(all.phys[i].rts_success == D11_MIB_UNKNOWN);
            all.phys[i].rts_success = all.phys[i].rts_failure = 0;
        }
        assert_memory_equal(all.mac, zero.mac, sizeof zero.mac);
        assert_memory_equal(all.phys, zero.phys, sizeof zero.phys);
        dot11_sim_run_for(rig->sim, RIG_SECOND);
        rig_ask(rig, RIG_SSID, RIG_PASSPHRASE);
        assert_true(rig_wait_open(rig, 10 * RIG_SECOND));
        dot11_sim_run_for(rig->sim, 10000);
        rig_ping(rig, 3);
        all = all_of(rig);
        assert_true(all.mac[0].transmitted > 3 && all.mac[0].received > 3);
    }
    /* A disconnect forgets nothing. */
    assert_int_equal(dot11_sta_disconnect(rig->sta, NULL, rig_now(rig)),
                     D11_OK);
    assert_true(all_of(rig).mac[0].received >= all.mac[0].received);
    rig_end(rig);
}

/* N80211-STAT-2, N80211-STAT-3 */
static void one_address_and_groups_are_counted_apart(void **state)
{
    struct rig *rig = new_rig(true);
    struct all before;
    struct all after;

    (void)state;
    rig_connect(rig);
    rig_ping(rig, 1);
    before = all_of(rig);
    send_group(rig);
    after = all_of(rig);
    /* To the AP, which repeats it for everybody: our own does not come in. */
    assert_int_equal(after.mac[1].transmitted, before.mac[1].transmitted + 1);
    assert_int_equal(after.mac[0].transmitted, before.mac[0].transmitted);
    assert_int_equal(after.phys[0].multicast_transmitted,
                     before.phys[0].multicast_transmitted + 1);
    before = after;
    rig_ping(rig, 4);
    after = all_of(rig);
    assert_int_equal(after.mac[0].transmitted, before.mac[0].transmitted + 4);
    /* One more each way for the address: asked of all, answered to us. */
    assert_int_equal(after.mac[0].received, before.mac[0].received + 5);
    assert_int_equal(after.mac[1].transmitted, before.mac[1].transmitted + 1);
    /* Beacons are to a group. */
    before = after;
    dot11_sim_run_for(rig->sim, RIG_SECOND);
    after = all_of(rig);
    assert_in_range(after.mac[1].received - before.mac[1].received, 9, 11);
    assert_int_equal(after.mac[0].received, before.mac[0].received);
    rig_end(rig);
}

/* N80211-STAT-2, N80211-STAT-6: in the order of the PHYs of the radio. */
static void each_phy_counts_its_own(void **state)
{
    struct rig *rig = new_rig(false);
    struct dot11_mib_phy phy;
    struct all all;
    uint32_t types[8];
    size_t len = 0;

    (void)state;
    rig_connect(rig);
    rig_ping(rig, 5);
    assert_int_equal(dot11_sta_get(rig->sta, D11_ATTR_SUPPORTED_PHYS, types,
                                   sizeof types, &len),
                     D11_OK);
    assert_int_equal(len / sizeof types[0], PHYS);
    assert_int_equal(types[0], D11_PHY_ERP);
    assert_int_equal(types[1], D11_PHY_OFDM);
    all = all_of(rig);
    /* The AP is on 2.4 GHz; on the other PHY there were probe requests. */
    assert_true(all.phys[0].received > 5);
    assert_int_equal(all.phys[1].received, 0);
    assert_true(all.phys[0].transmitted > 5);
    assert_int_equal(all.phys[0].transmitted_fragments,
                     all.phys[0].transmitted);
    assert_int_equal(dot11_mib_phy(rig->sta, PHYS, &phy), D11_ERR_NOT_FOUND);
    assert_int_equal(dot11_mib_phy(rig->sta, UINT32_MAX, &phy),
                     D11_ERR_NOT_FOUND);
    rig_end(rig);
}

/* N80211-STAT-6, N80211-TX-13: retries, and frames that never arrive. */
static void retries_and_failures_are_counted(void **state)
{
    const struct dot11_sim_air half = {.loss = 400};
    const struct dot11_sim_air all_lost = {.loss = 1000};
    struct rig *rig = new_rig(false);
    struct all before;
    struct all after;

    (void)state;
    rig_connect(rig);
    rig_ping(rig, 1);
    before = all_of(rig);
    dot11_sim_set_air(rig->sim, &half);
    (void)dot11_sim_station_ping(rig->station, rig_host_ip, 100, 32);
    after = all_of(rig);
    assert_true(after.phys[0].retried > before.phys[0].retried + 10);
    assert_true(after.phys[0].multiply_retried >
                before.phys[0].multiply_retried);
    assert_true(after.phys[0].ack_failure >
                before.phys[0].ack_failure + after.phys[0].retried);
    before = after;
    dot11_sim_set_air(rig->sim, &all_lost);
    (void)dot11_sim_station_ping(rig->station, rig_host_ip, 1, 32);
    after = all_of(rig);
    assert_true(after.phys[0].failed > before.phys[0].failed);
    assert_int_equal(after.phys[0].failed - before.phys[0].failed,
                     after.mac[0].tx_failures - before.mac[0].tx_failures +
                         after.mac[1].tx_failures - before.mac[1].tx_failures);
    dot11_sim_set_air(rig->sim, &(struct dot11_sim_air){0});
    rig_end(rig);
}

/* N80211-RX-13, N80211-STAT-4: whatever the air does, each frame is somewhere,
 * and only once. */
static void every_frame_is_counted_once(void **state)
{
    const struct dot11_sim_air bad = {.loss = 100,
                                      .ack_loss = 100,
                                      .duplicate = 50,
                                      .duplicate_us = 3000,
                                      .late = 50,
                                      .late_us = 3000,
                                      .corrupt = 50,
                                      .truncate = 20};

    (void)state;
    for (uint64_t seed = 1; seed <= 6; seed++) {
        struct dot11_stats before;
        struct rig_options options;
        struct rig *rig;

        rig_options(&options, seed % 2 == 0);
        options.by_psk = true;
        options.seed = seed;
        options.station.core.parts = parts;
        options.station.core.part_count = 2;
        rig = rig_new(&options);
        (void)rig_add_ap(rig, &options, 2412);
        before = stats_of(rig);
        rig_connect(rig);
        check_sums(rig, &before);
        dot11_sim_set_air(rig->sim, &bad);
        for (unsigned i = 0; i < 5; i++) {
            (void)dot11_sim_station_ping(rig->station, rig_host_ip, 40, 200);
            dot11_sim_run_for(rig->sim, RIG_SECOND);
        }
        dot11_sim_set_air(rig->sim, &(struct dot11_sim_air){0});
        dot11_sim_run_for(rig->sim, RIG_SECOND);
        check_sums(rig, &before);
        if (seed % 2 == 0) {
            const struct all all = all_of(rig);

            assert_true(all.phys[0].duplicates != 0);
            assert_true(all.mac[0].ccmp_decrypt_errors +
                            all.mac[1].ccmp_decrypt_errors !=
                        0);
            assert_true(all.mac[0].decrypt_success != 0);
        }
        rig_end(rig);
    }
}

/* N80211-STAT-7 */
static void failed_handshakes_are_counted(void **state)
{
    struct rig *rig = new_rig(true);

    (void)state;
    rig_start(rig);
    assert_int_equal(all_of(rig).global.fourway_failures, 0);
    assert_true(all_of(rig).global.countermeasures == D11_MIB_UNKNOWN);
    rig_ask(rig, RIG_SSID, "not the passphrase");
    dot11_sim_run_for(rig->sim, 15 * RIG_SECOND);
    assert_false(rig_is_open(rig));
    assert_true(all_of(rig).global.fourway_failures >= 1);
    rig_end(rig);
}

/* N80211-STAT-7: nobody there runs them. */
static void without_an_extension_handshakes_are_unknown(void **state)
{
    struct rig_options options;
    struct rig *rig;

    (void)state;
    rig_options(&options, false);
    options.station.core.ext_count = 0;
    options.station.core.parts = parts;
    options.station.core.part_count = 2;
    rig = rig_new(&options);
    rig_connect(rig);
    assert_true(all_of(rig).global.fourway_failures == D11_MIB_UNKNOWN);
    rig_end(rig);
}

/* N80211-STAT-2: all at once, in the order of the header. */
static void the_attribute_has_them_all(void **state)
{
    struct rig *rig = new_rig(true);
    struct all all;
    struct all got;
    size_t len = 0;

    (void)state;
    rig_connect(rig);
    all = all_of(rig);
    assert_int_equal(
        dot11_sta_get(rig->sta, D11_ATTR_STATISTICS, &got, sizeof got, &len),
        D11_OK);
    assert_int_equal(len, sizeof got);
    assert_memory_equal(&got, &all, sizeof got);
    assert_int_equal(dot11_sta_get(rig->sta, D11_ATTR_STATISTICS, &got,
                                   sizeof got - 1, &len),
                     D11_ERR_FULL);
    rig_end(rig);
}

/* Without the part there is nothing to ask. */
static void without_the_part_nothing_is_counted(void **state)
{
    struct dot11_mib_global global;
    struct dot11_mib_mac mac;
    struct dot11_mib_phy phy;
    struct rig_options options;
    struct rig *rig;

    (void)state;
    rig_options(&options, false);
    rig = rig_new(&options);
    rig_connect(rig);
    assert_int_equal(dot11_mib_mac(rig->sta, false, &mac), D11_ERR_UNSUPPORTED);
    assert_int_equal(dot11_mib_phy(rig->sta, 0, &phy), D11_ERR_UNSUPPORTED);
    assert_int_equal(dot11_mib_global(rig->sta, &global), D11_ERR_UNSUPPORTED);
    rig_end(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RIG_TEST(counters_are_zero_after_a_start_and_after_each_reset),
        RIG_TEST(one_address_and_groups_are_counted_apart),
        RIG_TEST(each_phy_counts_its_own),
        RIG_TEST(retries_and_failures_are_counted),
        RIG_TEST(every_frame_is_counted_once),
        RIG_TEST(failed_handshakes_are_counted),
        RIG_TEST(without_an_extension_handshakes_are_unknown),
        RIG_TEST(the_attribute_has_them_all),
        RIG_TEST(without_the_part_nothing_is_counted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
