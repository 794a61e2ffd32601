/* Two stations on one radio: the same AP, two APs on one channel, two APs on
 * two channels.
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "two.h"

#define HERE 2437u
#define THERE 5180u

/* Both connected and pinging for a while; the counts begin anew then. */
static void both_up(struct two *two, bool secured, bool turns, unsigned aps,
                    uint16_t second_mhz)
{
    struct rig_options options;

    two_options(&options, secured, turns);
    two_begin(two, &options);
    if (aps == 2)
        (void)rig_add_ap(two->rig, &options, second_mhz);
    two->freqs_mhz[0] = HERE;
    two->freqs_mhz[1] = second_mhz;
    assert_true(two_connect(two, 0, 0));
    assert_true(two_connect(two, 1, aps - 1));
    two->traffic = true;
    two_run(two, 2 * RIG_SECOND);
    for (unsigned i = 0; i < TWO; i++) {
        assert_true(two->of[i].ping.resolved);
        two->of[i].ping.sent = 0;
        two->of[i].ping.received = 0;
        memset(two->of[i].nulls, 0, sizeof two->of[i].nulls);
    }
    two->on_us[0] = two->on_us[1] = 0;
}

/* At least this many of a hundred echo requests were answered. */
static void expect_replies(const struct two *two, unsigned which,
                           uint32_t percent)
{
    const struct dot11_sim_ping *ping = &two->of[which].ping;

    assert_true(ping->sent > 50);
    if (ping->received * 100 < ping->sent * percent)
        fail_msg("station %u: %u of %u", which, ping->received, ping->sent);
}

static void quiet(struct two *two)
{
    two->traffic = false;
    two_run(two, RIG_SECOND);
}

/* N80211-VIF-1 */
static void two_stations_share_an_ap(void **state)
{
    struct two two;

    (void)state;
    both_up(&two, true, false, 1, HERE);
    two_run(&two, 5 * RIG_SECOND);
    quiet(&two);
    expect_replies(&two, 0, 100);
    expect_replies(&two, 1, 100);
    assert_int_not_equal(two_status(&two, 0).aid, two_status(&two, 1).aid);
    two_end(&two);
}

/* N80211-VIF-1 */
static void two_stations_share_a_channel(void **state)
{
    struct two two;

    (void)state;
    both_up(&two, true, true, 2, HERE);
    two_run(&two, 5 * RIG_SECOND);
    quiet(&two);
    expect_replies(&two, 0, 100);
    expect_replies(&two, 1, 100);
    /* Nobody goes anywhere, so nobody is told. */
    assert_int_equal(two.of[0].nulls[1] + two.of[1].nulls[1], 0);
    two_end(&two);
}

/* N80211-VIF-1, N80211-VIF-2 */
static void two_channels_take_turns(void **state)
{
    struct dot11_vifs_time time[2];
    uint64_t before_us[2];
    struct two two;

    (void)state;
    both_up(&two, true, true, 2, THERE);
    for (unsigned i = 0; i < 2; i++) {
        assert_int_equal(dot11_vifs_time(two.of[i].sta, &time[i]), D11_OK);
        before_us[i] = time[i].home_us;
    }
    two_run(&two, 10 * RIG_SECOND);
    /* The radio's own account, and the station's. */
    for (unsigned i = 0; i < 2; i++) {
        assert_in_range(two.on_us[i], 42 * RIG_SECOND / 10,
                        58 * RIG_SECOND / 10);
        assert_int_equal(dot11_vifs_time(two.of[i].sta, &time[i]), D11_OK);
        assert_in_range(time[i].home_us - before_us[i], 42 * RIG_SECOND / 10,
                        58 * RIG_SECOND / 10);
        assert_true(time[i].turns > 25);
        /* Told when it goes, and when it is back. */
        assert_true(two.of[i].nulls[1] > 25);
        assert_true(two.of[i].nulls[0] > 25);
    }
    assert_true(time[0].home != time[1].home);
    quiet(&two);
    expect_replies(&two, 0, 97);
    expect_replies(&two, 1, 97);
    assert_int_equal(two.of[0].counts[D11_EV_DISASSOC], 0);
    assert_int_equal(two.of[1].counts[D11_EV_DISASSOC], 0);
    two_end(&two);
}

/* N80211-VIF-2 */
static void turns_are_as_long_as_they_are_set(void **state)
{
    struct two two;

    (void)state;
    both_up(&two, false, true, 2, THERE);
    assert_int_equal(dot11_vifs_set_slice(two.of[0].sta, 19999), D11_ERR_ARG);
    assert_int_equal(dot11_vifs_set_slice(two.of[0].sta, 1000001), D11_ERR_ARG);
    assert_int_equal(dot11_vifs_set_slice(two.of[0].sta, 300000), D11_OK);
    assert_int_equal(dot11_vifs_set_slice(two.of[1].sta, 100000), D11_OK);
    two_run(&two, RIG_SECOND);
    two.on_us[0] = two.on_us[1] = 0;
    two_run(&two, 10 * RIG_SECOND);
    /* Three to one. */
    assert_in_range(two.on_us[0], 68 * RIG_SECOND / 10, 80 * RIG_SECOND / 10);
    assert_in_range(two.on_us[1], 20 * RIG_SECOND / 10, 32 * RIG_SECOND / 10);
    two_end(&two);
}

/* N80211-VIF-2 */
static void who_has_no_network_has_no_turn(void **state)
{
    struct dot11_vifs_time time;
    struct two two;

    (void)state;
    both_up(&two, true, true, 2, THERE);
    assert_int_equal(
        dot11_sta_disconnect(two.of[1].sta, NULL, rig_now(two.rig)), D11_OK);
    assert_true(two_wait(&two, 1, D11_EV_DISCONNECT_DONE, RIG_SECOND));
    two_run(&two, 100000);
    two.on_us[0] = two.on_us[1] = 0;
    two.of[0].nulls[1] = 0;
    two.of[0].ping.sent = two.of[0].ping.received = 0;
    two_run(&two, 5 * RIG_SECOND);
    assert_int_equal(two.on_us[1], 0);
    assert_int_equal(two.of[0].nulls[1], 0);
    assert_int_equal(dot11_vifs_time(two.of[1].sta, &time), D11_OK);
    assert_false(time.home);
    quiet(&two);
    expect_replies(&two, 0, 100);
    two_end(&two);
}

static struct dot11_sim_ap_stats ap_stats(const struct two *two, unsigned i)
{
    struct dot11_sim_ap_stats stats;

    dot11_sim_ap_stats(two->rig->aps[i], &stats);
    return stats;
}

/* N80211-VIF-1: what one does is nothing to the other. */
static void one_leaves_and_the_other_stays(void **state)
{
    struct two two;

    (void)state;
    both_up(&two, true, true, 2, THERE);
    assert_int_equal(dot11_sta_halt(two.of[1].sta, rig_now(two.rig)), D11_OK);
    assert_true(two_wait(&two, 1, D11_EV_HALTED, RIG_SECOND));
    assert_int_equal(two.of[1].last[D11_EV_HALTED].u.halted.err, D11_OK);
    /* Its AP was told. */
    assert_int_equal(ap_stats(&two, 1).disassocs_rx, 1);
    assert_int_equal(ap_stats(&two, 0).disassocs_rx, 0);
    two.of[0].ping.sent = two.of[0].ping.received = 0;
    two_run(&two, 3 * RIG_SECOND);
    assert_true(two_is_open(&two, 0));
    quiet(&two);
    expect_replies(&two, 0, 99);
    /* And back again. */
    assert_int_equal(dot11_sta_start(two.of[1].sta, rig_now(two.rig)), D11_OK);
    assert_true(two_wait(&two, 1, D11_EV_STARTED, RIG_SECOND));
    assert_true(two_connect(&two, 1, 1));
    two_end(&two);
}

/* N80211-VIF-1 */
static void one_is_reset_and_the_other_stays(void **state)
{
    struct two two;

    (void)state;
    both_up(&two, true, true, 2, THERE);
    assert_int_equal(dot11_sta_reset(two.of[0].sta, rig_now(two.rig)), D11_OK);
    two_run(&two, 100000);
    assert_int_equal(two_status(&two, 0).state, D11_STA_INIT);
    assert_int_equal(two.of[1].counts[D11_EV_DISASSOC], 0);
    two.of[1].ping.sent = two.of[1].ping.received = 0;
    two_run(&two, 3 * RIG_SECOND);
    quiet(&two);
    expect_replies(&two, 1, 99);
    two_end(&two);
}

/* A join goes before the turns of others; their APs keep what is for them. */
static void a_join_goes_first(void **state)
{
    struct two two;
    uint64_t began_us;

    (void)state;
    both_up(&two, true, true, 2, THERE);
    assert_int_equal(
        dot11_sta_disconnect(two.of[1].sta, NULL, rig_now(two.rig)), D11_OK);
    assert_true(two_wait(&two, 1, D11_EV_DISCONNECT_DONE, RIG_SECOND));
    two_run(&two, 100000);
    two.of[0].ping.sent = two.of[0].ping.received = 0;
    two.of[0].nulls[1] = 0;
    began_us = rig_now(two.rig);
    assert_true(two_connect(&two, 1, 1));
    /* It is no matter of turns. */
    assert_true(rig_now(two.rig) - began_us < D11_VIFS_SLICE_US);
    assert_true(two.of[0].nulls[1] >= 1);
    two_run(&two, 2 * RIG_SECOND);
    quiet(&two);
    expect_replies(&two, 0, 97);
    two_end(&two);
}

/* Two joins on two channels: one after the other. */
static void both_join_at_once(void **state)
{
    struct rig_options options;
    struct two two;

    (void)state;
    two_options(&options, true, true);
    two_begin(&two, &options);
    (void)rig_add_ap(two.rig, &options, THERE);
    two_ask(&two, 0, 0);
    two_ask(&two, 1, 1);
    two_run(&two, 10 * RIG_SECOND);
    assert_true(two_is_open(&two, 0));
    assert_true(two_is_open(&two, 1));
    two.traffic = true;
    two_run(&two, 3 * RIG_SECOND);
    quiet(&two);
    expect_replies(&two, 0, 95);
    expect_replies(&two, 1, 95);
    two_end(&two);
}

/* Lost frames, channels that take a while, another order of things each time:
 * nobody starves, and nobody loses the network. */
static void bad_air_starves_nobody(void **state)
{
    const struct dot11_sim_air air = {.loss = 50};

    (void)state;
    for (uint64_t seed = 1; seed <= 8; seed++) {
        struct rig_options options;
        struct two two;

        two_options(&options, true, true);
        options.seed = seed;
        options.station.radio.pending = DOT11_SIM_OP_CHANNEL;
        options.station.radio.op_us = 2000;
        two_begin(&two, &options);
        (void)rig_add_ap(two.rig, &options, THERE);
        two.freqs_mhz[0] = HERE;
        two.freqs_mhz[1] = THERE;
        assert_true(two_connect(&two, 0, 0));
        assert_true(two_connect(&two, 1, 1));
        dot11_sim_set_air(two.rig->sim, &air);
        two.traffic = true;
        two.on_us[0] = two.on_us[1] = 0;
        two_run(&two, 10 * RIG_SECOND);
        quiet(&two);
        for (unsigned i = 0; i < 2; i++) {
            expect_replies(&two, i, 80);
            assert_true(two.on_us[i] > 4 * RIG_SECOND);
            assert_int_equal(two.of[i].counts[D11_EV_DISASSOC], 0);
        }
        two_end(&two);
    }
}

/* N80211-VIF-2: a scan finds time, and what it finds is known to both. */
static void a_scan_fits_between_turns(void **state)
{
    struct dot11_bss bss;
    struct two two;

    (void)state;
    both_up(&two, true, true, 2, THERE);
    dot11_radio_bss_flush(two.rig->core);
    assert_int_equal(
        dot11_sta_scan(two.of[0].sta, NULL, NULL, rig_now(two.rig)), D11_OK);
    assert_true(two_wait(&two, 0, D11_EV_SCAN_DONE, 60 * RIG_SECOND));
    assert_int_equal(two.of[0].last[D11_EV_SCAN_DONE].u.scan_done.err, D11_OK);
    for (unsigned i = 0; i < 2; i++)
        assert_int_equal(
            dot11_radio_bss_find(two.rig->core, two.rig->bssids[i], NULL, &bss),
            D11_OK);
    assert_int_equal(two.of[0].counts[D11_EV_DISASSOC], 0);
    assert_int_equal(two.of[1].counts[D11_EV_DISASSOC], 0);
    two_run(&two, 2 * RIG_SECOND);
    quiet(&two);
    /* Away for slices of the scan; the APs kept what they could. */
    expect_replies(&two, 0, 85);
    expect_replies(&two, 1, 85);
    two_end(&two);
}

/* N80211-VIF-2: the other need not look for what one has found. */
static void scans_are_shared(void **state)
{
    struct rig_options options;
    struct two two;
    uint32_t probes;

    (void)state;
    two_options(&options, true, true);
    two_begin(&two, &options);
    assert_int_equal(
        dot11_sta_scan(two.of[0].sta, NULL, NULL, rig_now(two.rig)), D11_OK);
    assert_true(two_wait(&two, 0, D11_EV_SCAN_DONE, 60 * RIG_SECOND));
    probes = two.rig->probes;
    assert_true(two_connect(&two, 1, 0));
    assert_int_equal(two.rig->probes, probes);
    two_end(&two);
}

/* N80211-VIF-3 */
static void the_radio_is_everybodys(void **state)
{
    struct two two;

    (void)state;
    both_up(&two, true, true, 2, THERE);
    dot11_sim_radio_switch(two.rig->radio, false);
    two_run(&two, 100000);
    for (unsigned i = 0; i < 2; i++) {
        assert_int_equal(two.of[i].counts[D11_EV_PHY_STATE], 1);
        assert_false(two.of[i].last[D11_EV_PHY_STATE].u.phy_state.hardware_on);
        assert_false(two_is_open(&two, i));
    }
    dot11_sim_radio_switch(two.rig->radio, true);
    two_run(&two, 100000);
    for (unsigned i = 0; i < 2; i++) {
        assert_int_equal(two.of[i].counts[D11_EV_PHY_STATE], 2);
        assert_true(two.of[i].last[D11_EV_PHY_STATE].u.phy_state.hardware_on);
    }
    two_end(&two);
}

static void a_radio_that_hangs_comes_back_to_both(void **state)
{
    struct two two;

    (void)state;
    both_up(&two, true, true, 2, THERE);
    dot11_sim_radio_crash(two.rig->radio);
    two_run(&two, 20 * RIG_SECOND);
    for (unsigned i = 0; i < 2; i++) {
        if (!two_is_open(&two, i) && two_status(&two, i).state == D11_STA_INIT)
            assert_true(two_connect(&two, i, i));
        assert_true(two_is_open(&two, i));
    }
    for (unsigned i = 0; i < 2; i++)
        two.of[i].ping.sent = two.of[i].ping.received = 0;
    two_run(&two, 3 * RIG_SECOND);
    quiet(&two);
    expect_replies(&two, 0, 97);
    expect_replies(&two, 1, 97);
    two_end(&two);
}

/* A channel that takes long to reach, and an AP that vanishes meanwhile. */
static void an_ap_that_vanishes_costs_the_other_nothing(void **state)
{
    struct two two;

    (void)state;
    both_up(&two, true, true, 2, THERE);
    dot11_sim_radio_pending(two.rig->radio, DOT11_SIM_OP_CHANNEL, 3000);
    dot11_sim_ap_stop(two.rig->aps[1]);
    assert_true(two_wait(&two, 1, D11_EV_DISASSOC, 20 * RIG_SECOND));
    assert_int_equal(two.of[0].counts[D11_EV_DISASSOC], 0);
    two_run(&two, 2 * RIG_SECOND);
    assert_true(two_is_open(&two, 0));
    dot11_sim_ap_start(two.rig->aps[1]);
    for (unsigned i = 0; i < 100 && !two_is_open(&two, 1); i++)
        two_run(&two, RIG_SECOND);
    assert_true(two_is_open(&two, 1));
    two_end(&two);
}

/* The part is what makes the difference: without it there is one channel. */
static void without_turns_there_is_one_channel(void **state)
{
    struct dot11_vifs_time time;
    struct rig_options options;
    struct two two;

    (void)state;
    two_options(&options, true, false);
    two_begin(&two, &options);
    (void)rig_add_ap(two.rig, &options, THERE);
    assert_true(two_connect(&two, 0, 0));
    assert_false(two_connect(&two, 1, 1));
    assert_true(two_is_open(&two, 0));
    assert_int_equal(dot11_vifs_time(two.of[0].sta, &time),
                     D11_ERR_UNSUPPORTED);
    assert_int_equal(dot11_vifs_set_slice(two.of[0].sta, D11_VIFS_SLICE_US),
                     D11_ERR_UNSUPPORTED);
    two_end(&two);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RIG_TEST(two_stations_share_an_ap),
        RIG_TEST(two_stations_share_a_channel),
        RIG_TEST(two_channels_take_turns),
        RIG_TEST(turns_are_as_long_as_they_are_set),
        RIG_TEST(who_has_no_network_has_no_turn),
        RIG_TEST(one_leaves_and_the_other_stays),
        RIG_TEST(one_is_reset_and_the_other_stays),
        RIG_TEST(a_join_goes_first),
        RIG_TEST(both_join_at_once),
        RIG_TEST(bad_air_starves_nobody),
        RIG_TEST(a_scan_fits_between_turns),
        RIG_TEST(scans_are_shared),
        RIG_TEST(the_radio_is_everybodys),
        RIG_TEST(a_radio_that_hangs_comes_back_to_both),
        RIG_TEST(an_ap_that_vanishes_costs_the_other_nothing),
        RIG_TEST(without_turns_there_is_one_channel),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
