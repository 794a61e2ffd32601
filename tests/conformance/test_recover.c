/* A radio that is lost for a while: adapter reset, radio setting, sleep.
 *
 * SPDX-License-Identifier: MIT
 * Column "adapter reset" of table 1.3, and figure 3.19 of the operation
 * model. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#include "trail.h"

static const struct dot11_part *const parts[] = {&dot11_power};
static const uint8_t eth[60] = {2, 0, 0, 0, 0, 0xfe, 2,
                                0, 0, 0, 1, 1, 0x88, 0xb5};

static void options_of(struct rig_options *options, bool secured)
{
    rig_options(options, secured);
    options->by_psk = true;
    options->station.core.parts = parts;
    options->station.core.part_count = 1;
    options->station.radio.sta_count = 2;
}

static struct rig *build(bool secured)
{
    struct rig_options options;

    options_of(&options, secured);
    return rig_new(&options);
}

static struct dot11_sim_radio_stats radio_of(const struct rig *rig)
{
    struct dot11_sim_radio_stats stats;

    dot11_sim_radio_stats(rig->radio, &stats);
    return stats;
}

static struct dot11_sim_ap_stats ap_of(const struct rig *rig, unsigned i)
{
    struct dot11_sim_ap_stats stats;

    dot11_sim_ap_stats(rig->aps[i], &stats);
    return stats;
}

static void crash(struct rig *rig)
{
    dot11_sim_radio_crash(rig->radio);
    dot11_sim_run_for(rig->sim, 100);
}

/* Adapter reset. */

/* N80211-NRESET-1, N80211-NRESET-2, N80211-MODE-4: with the link alive there
 * is nothing to say, and all that the radio had it has again. */
static void a_hang_of_the_radio_goes_unnoticed(void **state)
{
    (void)state;
    for (unsigned bits = 0; bits < 16; bits++) {
        struct rig_options options;
        struct rig *rig;
        uint32_t mark, filter, keys;
        size_t count;

        options_of(&options, (bits & 1) != 0);
        options.station.radio.hw_ccmp = (bits & 2) != 0;
        options.station.radio.iv_by_hw = (bits & 4) != 0;
        options.station.radio.pending = (bits & 8) != 0 ? DOT11_SIM_OP_ALL : 0;
        rig = rig_new(&options);
        rig_connect(rig);
        rig_ping(rig, 3);
        count = dot11_radio_bss_count(rig->core);
        filter = radio_of(rig).filter;
        keys = radio_of(rig).keys;
        mark = trail_mark(rig);
        crash(rig);
        /* Frames of the host wait, or come back, but nothing is lost for
         * good (N80211-NRESET-4). */
        (void)dot11_sim_station_send(rig->station, eth, sizeof eth);
        dot11_sim_run_for(rig->sim, 2 * RIG_SECOND);
        assert_trail(rig, mark, "");
        rig_ping(rig, 3);
        assert_int_equal(radio_of(rig).keys, keys);
        dot11_sim_ap_rekey(rig->aps[0]);
        dot11_sim_run_for(rig->sim, RIG_SECOND);
        rig_ping(rig, 3);
        assert_trail(rig, mark, "");
        assert_int_equal(dot11_radio_bss_count(rig->core), count);
        assert_int_equal(radio_of(rig).filter, filter);
        assert_memory_equal(rig_status(rig).addr, rig_sta_addr, 6);
        assert_true(radio_of(rig).bss.associated);
        assert_true(radio_of(rig).bss.authorized);
        assert_int_equal(ap_of(rig, 0).replays, 0);
        assert_int_equal(ap_of(rig, 0).assocs, 1);
        rig_end(rig);
    }
}

/* N80211-NRESET-1: the host may find it hung as well as the port. */
static void the_host_can_ask_for_a_recovery(void **state)
{
    struct rig *rig = build(true);
    uint32_t mark;

    (void)state;
    assert_int_equal(dot11_radio_recover(rig->core, rig_now(rig)),
                     D11_ERR_RADIO_OFF);
    rig_connect(rig);
    dot11_sim_radio_pending(rig->radio, DOT11_SIM_OP_RESET, 50000);
    mark = trail_mark(rig);
    assert_int_equal(dot11_radio_recover(rig->core, rig_now(rig)), D11_OK);
    assert_int_equal(dot11_radio_recover(rig->core, rig_now(rig)),
                     D11_ERR_BUSY);
    assert_int_equal(dot11_sta_scan(rig->sta, NULL, NULL, rig_now(rig)),
                     D11_ERR_RADIO_OFF);
    dot11_sim_run_for(rig->sim, RIG_SECOND);
    assert_trail(rig, mark, "");
    rig_ping(rig, 1);
    rig_end(rig);
}

/* N80211-NRESET-1, N80211-SCAN-23 */
static void a_hang_cancels_scans(void **state)
{
    (void)state;
    for (unsigned hw = 0; hw < 2; hw++) {
        struct rig_options options;
        struct rig *rig;
        uint32_t mark;

        options_of(&options, true);
        if (hw != 0)
            options.station.radio.flags |= D11_HW_SCAN;
        rig = rig_new(&options);
        rig_connect(rig);
        mark = trail_mark(rig);
        assert_int_equal(dot11_sta_scan(rig->sta, NULL, NULL, rig_now(rig)),
                         D11_OK);
        dot11_sim_run_for(rig->sim, 50000);
        crash(rig);
        dot11_sim_run_for(rig->sim, 2 * RIG_SECOND);
        assert_trail(rig, mark, "scan_done!");
        assert_int_equal(
            trail_event(rig, mark, D11_EV_SCAN_DONE, 0)->u.scan_done.err,
            D11_ERR_CANCELLED);
        rig_ping(rig, 1);
        /* The next one is made. */
        assert_int_equal(dot11_sta_scan(rig->sta, NULL, NULL, rig_now(rig)),
                         D11_OK);
        assert_non_null(dot11_sim_station_wait(rig->station, D11_EV_SCAN_DONE,
                                               20 * RIG_SECOND));
        rig_end(rig);
    }
}

/* N80211-NRESET-3, figure 3.19 "link recovered": keys that must not go on are
 * made anew, with the events of a roam. */
static void keys_that_cannot_go_on_are_made_anew(void **state)
{
    struct rig_options options;
    struct rig *rig;
    uint32_t mark;

    (void)state;
    options_of(&options, true);
    options.station.radio.hw_ccmp = true;
    options.station.radio.iv_by_hw = true;
    /* Only the radio knew what was received. */
    options.station.radio.flags |= D11_HW_PN_CHECK;
    rig = rig_new(&options);
    rig_connect(rig);
    mark = trail_mark(rig);
    crash(rig);
    dot11_sim_run_for(rig->sim, 2 * RIG_SECOND);
    assert_trail(rig, mark,
                 "roam_start assoc_start port. assoc_done port- roam_done "
                 "port+");
    assert_int_equal(
        trail_event(rig, mark, D11_EV_ROAM_START, 0)->u.start.reason,
        D11_OUTCOME_LOST);
    assert_memory_equal(
        trail_event(rig, mark, D11_EV_ROAM_DONE, 0)->u.done.bssid,
        rig->bssids[0], 6);
    rig_ping(rig, 3);
    assert_int_equal(ap_of(rig, 0).replays, 0);
    rig_end(rig);
}

/* N80211-NRESET-3, figure 3.19 "link lost": DISASSOCIATION {by reset}, the
 * station stays in OP and roams when there is something to roam to (E-58). */
static void a_radio_that_is_gone_for_good_loses_the_link(void **state)
{
    struct rig *rig = build(true);
    uint32_t mark;

    (void)state;
    rig_connect(rig);
    mark = trail_mark(rig);
    /* Neither the reset helps nor turning it off and on. */
    dot11_sim_radio_fail(rig->radio, DOT11_SIM_OP_RESET | DOT11_SIM_OP_POWER,
                         UINT32_MAX);
    crash(rig);
    dot11_sim_run_for(rig->sim, 2 * RIG_SECOND);
    assert_trail(rig, mark, "disassoc port.");
    assert_int_equal(
        trail_event(rig, mark, D11_EV_DISASSOC, 0)->u.disassoc.outcome,
        D11_OUTCOME_BY_RESET);
    assert_int_equal(rig_status(rig).state, D11_STA_LOST);
    dot11_sim_radio_fail(rig->radio, 0, 0);
    assert_int_equal(dot11_radio_recover(rig->core, rig_now(rig)), D11_OK);
    assert_true(rig_wait_open(rig, 20 * RIG_SECOND));
    assert_trail(rig, mark,
                 "disassoc port. roam_start assoc_start assoc_done port- "
                 "roam_done port+");
    rig_ping(rig, 1);
    rig_end(rig);
}

/* N80211-NRESET-1: what a reset does not cure, power may. */
static void a_reset_that_fails_is_followed_by_off_and_on(void **state)
{
    struct rig *rig = build(true);
    uint32_t mark;

    (void)state;
    rig_connect(rig);
    mark = trail_mark(rig);
    dot11_sim_radio_fail(rig->radio, DOT11_SIM_OP_RESET, 1);
    crash(rig);
    dot11_sim_run_for(rig->sim, 2 * RIG_SECOND);
    assert_trail(rig, mark, "");
    rig_ping(rig, 1);
    /* One that never answers, too */
    dot11_sim_radio_pending(rig->radio, DOT11_SIM_OP_RESET, 500);
    dot11_sim_radio_forget(rig->radio, DOT11_SIM_OP_RESET, 1);
    crash(rig);
    dot11_sim_run_for(rig->sim, 5 * RIG_SECOND);
    rig_ping(rig, 1);
    assert_true(radio_of(rig).on);
    rig_end(rig);
}

/* N80211-NRESET-3: the AP forgot us meanwhile: as after any loss. */
static void an_ap_that_forgot_the_station_is_joined_again(void **state)
{
    struct rig *rig = build(true);
    uint32_t mark;

    (void)state;
    rig_connect(rig);
    mark = trail_mark(rig);
    dot11_sim_ap_restart(rig->aps[0]);
    crash(rig);
    assert_non_null(
        dot11_sim_station_wait(rig->station, D11_EV_ROAM_DONE, 5 * RIG_SECOND));
    assert_true(rig_wait_open(rig, RIG_SECOND));
    assert_trail(rig, mark,
                 "disassoc port. roam_start assoc_start assoc_done port- "
                 "roam_done port+");
    rig_end(rig);
}

/* Table 1.3: a connect that runs is not cancelled. */
static void a_connect_outlives_a_hang(void **state)
{
    (void)state;
    for (unsigned at_us = 1000; at_us < 400000; at_us += 13000) {
        struct rig *rig = build(true);

        rig_start(rig);
        rig_ask(rig, RIG_SSID, RIG_PASSPHRASE);
        dot11_sim_run_for(rig->sim, at_us);
        crash(rig);
        assert_true(rig_wait_open(rig, 20 * RIG_SECOND));
        assert_int_equal(
            dot11_sim_station_count(rig->station, D11_EV_CONNECT_DONE), 1);
        rig_ping(rig, 1);
        rig_end(rig);
    }
}

/* N80211-NRESET-4: reset and pause may overlap in any order. */
static void a_pause_and_a_recovery_overlap(void **state)
{
    struct rig *rig = build(true);

    (void)state;
    rig_connect(rig);
    dot11_sim_radio_pending(rig->radio, DOT11_SIM_OP_RESET, 50000);
    crash(rig);
    assert_int_equal(dot11_sta_pause(rig->sta, rig_now(rig)), D11_OK);
    dot11_sim_run_for(rig->sim, RIG_SECOND);
    assert_int_equal(dot11_sta_restart(rig->sta, rig_now(rig)), D11_OK);
    rig_ping(rig, 1);
    assert_int_equal(dot11_sta_pause(rig->sta, rig_now(rig)), D11_OK);
    crash(rig);
    assert_int_equal(dot11_sta_restart(rig->sta, rig_now(rig)), D11_OK);
    dot11_sim_run_for(rig->sim, RIG_SECOND);
    rig_ping(rig, 1);
    rig_end(rig);
}

/* N80211-RESET-5: a dot11 reset and a halt during a recovery end as ever. */
static void a_recovery_does_not_stop_a_reset_or_a_halt(void **state)
{
    struct dot11_reset_req req = {D11_RESET_PHY_AND_MAC, true, NULL};
    struct rig *rig = build(true);

    (void)state;
    rig_connect(rig);
    dot11_sim_radio_pending(rig->radio, DOT11_SIM_OP_ALL, 50000);
    crash(rig);
    assert_int_equal(dot11_sta_dot11_reset(rig->sta, &req, NULL, rig_now(rig)),
                     D11_OK);
    dot11_sim_run_for(rig->sim, 2 * RIG_SECOND);
    assert_int_equal(rig_status(rig).state, D11_STA_INIT);
    rig_ask(rig, RIG_SSID, RIG_PASSPHRASE);
    assert_true(rig_wait_open(rig, 20 * RIG_SECOND));
    crash(rig);
    rig_end(rig);
}

/* Without the part: the link is lost and made again. */
static void without_the_part_the_network_is_looked_for_again(void **state)
{
    struct rig_options options;
    struct rig *rig;

    (void)state;
    rig_options(&options, true);
    rig = rig_new(&options);
    rig_connect(rig);
    assert_int_equal(dot11_radio_set_on(rig->core, false, rig_now(rig)),
                     D11_ERR_UNSUPPORTED);
    assert_int_equal(dot11_radio_recover(rig->core, rig_now(rig)),
                     D11_ERR_UNSUPPORTED);
    assert_int_equal(dot11_radio_sleep(rig->core, rig_now(rig)),
                     D11_ERR_UNSUPPORTED);
    assert_int_equal(dot11_radio_resume(rig->core, rig_now(rig)),
                     D11_ERR_UNSUPPORTED);
    crash(rig);
    assert_false(rig_is_open(rig));
    assert_true(rig_wait_open(rig, 20 * RIG_SECOND));
    rig_ping(rig, 1);
    rig_end(rig);
}

/* The radio setting. */

/* N80211-PHY-4, N80211-PHY-6, N80211-PHY-7, N80211-PHY-8, N80211-SCAN-25 */
static void the_setting_turns_the_radio_off_and_on(void **state)
{
    struct rig *rig = build(true);
    const struct dot11_ev_phy_state *phy;
    uint32_t mark;

    (void)state;
    rig_connect(rig);
    mark = trail_mark(rig);
    assert_int_equal(dot11_sta_scan(rig->sta, NULL, NULL, rig_now(rig)),
                     D11_OK);
    assert_int_equal(dot11_radio_set_on(rig->core, false, rig_now(rig)),
                     D11_OK);
    assert_int_equal(dot11_radio_set_on(rig->core, false, rig_now(rig)),
                     D11_OK);
    dot11_sim_run_for(rig->sim, 60 * RIG_SECOND);
    assert_trail(rig, mark, "disassoc port. scan_done! phy_state");
    assert_int_equal(
        trail_event(rig, mark, D11_EV_DISASSOC, 0)->u.disassoc.outcome,
        D11_OUTCOME_RADIO_OFF);
    assert_int_equal(
        trail_event(rig, mark, D11_EV_SCAN_DONE, 0)->u.scan_done.err,
        D11_ERR_RADIO_OFF);
    phy = &trail_event(rig, mark, D11_EV_PHY_STATE, 0)->u.phy_state;
    assert_false(phy->software_on);
    assert_true(phy->hardware_on);
    assert_false(radio_of(rig).on);
    assert_int_equal(dot11_sta_roam(rig->sta, NULL, NULL, rig_now(rig)),
                     D11_ERR_RADIO_OFF);
    /* Its switch moves meanwhile, and that is told, too. */
    dot11_sim_radio_switch(rig->radio, false);
    dot11_sim_run_for(rig->sim, 1000);
    phy = &trail_event(rig, mark, D11_EV_PHY_STATE, 1)->u.phy_state;
    assert_false(phy->software_on);
    assert_false(phy->hardware_on);
    dot11_sim_radio_switch(rig->radio, true);
    dot11_sim_run_for(rig->sim, 1000);
    assert_false(radio_of(rig).on);
    mark = trail_mark(rig);
    assert_int_equal(dot11_radio_set_on(rig->core, true, rig_now(rig)), D11_OK);
    assert_true(rig_wait_open(rig, 20 * RIG_SECOND));
    assert_trail(rig, mark,
                 "phy_state roam_start assoc_start assoc_done port- roam_done "
                 "port+");
    phy = &trail_event(rig, mark, D11_EV_PHY_STATE, 0)->u.phy_state;
    assert_true(phy->software_on && phy->hardware_on);
    rig_ping(rig, 1);
    rig_end(rig);
}

/* N80211-PHY-8: what is on its way ends with "radio off". */
static void the_setting_ends_a_connect(void **state)
{
    struct rig *rig = build(true);
    uint32_t mark;

    (void)state;
    rig_start(rig);
    dot11_sim_ap_mute(rig->aps[0], DOT11_SIM_ASSOC, UINT32_MAX);
    mark = trail_mark(rig);
    rig_ask(rig, RIG_SSID, RIG_PASSPHRASE);
    assert_non_null(dot11_sim_station_wait(rig->station, D11_EV_ASSOC_START,
                                           20 * RIG_SECOND));
    dot11_sim_run_for(rig->sim, 10000);
    assert_int_equal(dot11_radio_set_on(rig->core, false, rig_now(rig)),
                     D11_OK);
    dot11_sim_run_for(rig->sim, RIG_SECOND);
    assert_trail(rig, mark,
                 "connect_start assoc_start assoc_done! connect_done! "
                 "phy_state");
    assert_int_equal(
        trail_event(rig, mark, D11_EV_CONNECT_DONE, 0)->u.done.outcome,
        D11_OUTCOME_RADIO_OFF);
    assert_int_equal(rig_status(rig).state, D11_STA_INIT);
    rig_end(rig);
}

/* Sleep. */

/* N80211-PM-1: none at first, the levels there are at any time, and none again
 * after a reset with defaults. */
static void the_power_save_level_is_kept_and_reset(void **state)
{
    static const struct dot11_part *const both[] = {&dot11_power, &dot11_attrs};
    static const uint32_t levels[] = {8, 16, 24, 0, 16};
    struct dot11_reset_req req = {D11_RESET_PHY_AND_MAC, false, NULL};
    struct rig_options options;
    struct rig *rig;
    uint32_t level = 99;
    size_t len = 0;

    (void)state;
    options_of(&options, true);
    options.station.core.parts = both;
    options.station.core.part_count = 2;
    rig = rig_new(&options);
    rig_start(rig);
    assert_int_equal(dot11_sta_get(rig->sta, D11_ATTR_POWER_LEVEL, &level,
                                   sizeof level, &len),
                     D11_OK);
    assert_int_equal(level, 0);
    for (unsigned i = 0; i < 5; i++) {
        if (i == 3) {
            rig_ask(rig, RIG_SSID, RIG_PASSPHRASE);
            assert_true(rig_wait_open(rig, 20 * RIG_SECOND));
        }
        assert_int_equal(dot11_sta_set(rig->sta, D11_ATTR_POWER_LEVEL,
                                       &levels[i], sizeof levels[i],
                                       rig_now(rig)),
                         D11_OK);
    }
    level = 7;
    assert_int_not_equal(dot11_sta_set(rig->sta, D11_ATTR_POWER_LEVEL, &level,
                                       sizeof level, rig_now(rig)),
                         D11_OK);
    for (unsigned i = 0; i < 2; i++) {
        req.default_mib = i == 1;
        assert_int_equal(
            dot11_sta_dot11_reset(rig->sta, &req, NULL, rig_now(rig)), D11_OK);
        assert_non_null(dot11_sim_station_wait(rig->station, D11_EV_RESET_DONE,
                                               RIG_SECOND));
        assert_int_equal(dot11_sta_get(rig->sta, D11_ATTR_POWER_LEVEL, &level,
                                       sizeof level, &len),
                         D11_OK);
        assert_int_equal(level, i == 0 ? 16 : 0);
    }
    rig_end(rig);
}

static void nap(struct rig *rig, uint64_t us)
{
    assert_int_equal(dot11_radio_sleep(rig->core, rig_now(rig)), D11_OK);
    dot11_sim_run_for(rig->sim, us);
    assert_false(radio_of(rig).on);
    assert_true(dot11_radio_is_asleep(rig->core));
    assert_int_equal(dot11_radio_resume(rig->core, rig_now(rig)), D11_OK);
}

/* N80211-PM-8, N80211-PM-9, N80211-PM-17, N80211-PHY-9: the association
 * survives without an event, keys in hardware or not, and the setting is as it
 * was. */
static void an_association_survives_sleep(void **state)
{
    (void)state;
    for (unsigned bits = 0; bits < 8; bits++) {
        struct rig_options options;
        struct rig *rig;
        struct dot11_sim_ap_sta seen;
        uint32_t mark;

        options_of(&options, true);
        options.station.radio.hw_ccmp = (bits & 1) != 0;
        options.station.radio.iv_by_hw = (bits & 2) != 0;
        options.station.radio.pending = (bits & 4) != 0 ? DOT11_SIM_OP_ALL : 0;
        rig = rig_new(&options);
        rig_connect(rig);
        mark = trail_mark(rig);
        assert_int_equal(dot11_radio_sleep(rig->core, rig_now(rig)), D11_OK);
        assert_int_equal(dot11_radio_sleep(rig->core, rig_now(rig)),
                         D11_ERR_STATE);
        dot11_sim_run_for(rig->sim, 30 * RIG_SECOND);
        assert_false(radio_of(rig).on);
        /* PM-3: the AP was told before, and keeps what comes. */
        assert_true(dot11_sim_ap_sta(rig->aps[0], rig_sta_addr, &seen));
        assert_true(seen.associated && seen.dozing);
        assert_true(dot11_radio_is_set_on(rig->core));
        assert_int_equal(dot11_sta_scan(rig->sta, NULL, NULL, rig_now(rig)),
                         D11_ERR_RADIO_OFF);
        assert_int_equal(dot11_radio_resume(rig->core, rig_now(rig)), D11_OK);
        assert_int_equal(dot11_radio_resume(rig->core, rig_now(rig)),
                         D11_ERR_STATE);
        dot11_sim_run_for(rig->sim, 5 * RIG_SECOND);
        assert_trail(rig, mark, "");
        assert_true(dot11_sim_ap_sta(rig->aps[0], rig_sta_addr, &seen));
        assert_true(seen.associated && !seen.dozing);
        rig_ping(rig, 3);
        assert_int_equal(ap_of(rig, 0).assocs, 1);
        assert_int_equal(ap_of(rig, 0).replays, 0);
        rig_end(rig);
    }
}

/* N80211-PM-8: a scan ends as cancelled, a connect as "radio off". */
static void sleep_ends_what_is_open(void **state)
{
    struct rig *rig = build(true);
    uint32_t mark;

    (void)state;
    rig_start(rig);
    dot11_sim_ap_mute(rig->aps[0], DOT11_SIM_ASSOC, UINT32_MAX);
    rig_ask(rig, RIG_SSID, RIG_PASSPHRASE);
    assert_non_null(dot11_sim_station_wait(rig->station, D11_EV_ASSOC_START,
                                           20 * RIG_SECOND));
    assert_int_equal(dot11_sta_scan(rig->sta, NULL, NULL, rig_now(rig)),
                     D11_OK);
    mark = trail_mark(rig);
    nap(rig, RIG_SECOND);
    assert_trail(rig, mark, "scan_done! assoc_done! connect_done!");
    dot11_sim_ap_mute(rig->aps[0], UINT32_MAX, 0);
    rig_ask(rig, RIG_SSID, RIG_PASSPHRASE);
    assert_true(rig_wait_open(rig, 20 * RIG_SECOND));
    rig_end(rig);
}

/* A change of mind before the radio went off */
static void a_sleep_that_has_hardly_begun_is_left(void **state)
{
    struct rig *rig = build(true);
    uint32_t mark;

    (void)state;
    rig_connect(rig);
    mark = trail_mark(rig);
    for (unsigned us = 0; us < 25000; us += 2500) {
        assert_int_equal(dot11_radio_sleep(rig->core, rig_now(rig)), D11_OK);
        dot11_sim_run_for(rig->sim, us);
        assert_int_equal(dot11_radio_resume(rig->core, rig_now(rig)), D11_OK);
        dot11_sim_run_for(rig->sim, 50000);
        rig_ping(rig, 1);
    }
    assert_trail(rig, mark, "");
    rig_end(rig);
}

/* N80211-PM-17: near the AP that forgot us: associated within a second. */
static void the_same_ap_is_joined_within_a_second(void **state)
{
    struct rig *rig = build(true);
    uint64_t woken_us;
    uint32_t mark;

    (void)state;
    rig_connect(rig);
    mark = trail_mark(rig);
    assert_int_equal(dot11_radio_sleep(rig->core, rig_now(rig)), D11_OK);
    dot11_sim_run_for(rig->sim, 600 * RIG_SECOND);
    dot11_sim_ap_restart(rig->aps[0]);
    dot11_sim_run_for(rig->sim, RIG_SECOND);
    woken_us = rig_now(rig);
    assert_int_equal(dot11_radio_resume(rig->core, rig_now(rig)), D11_OK);
    assert_non_null(
        dot11_sim_station_wait(rig->station, D11_EV_ROAM_DONE, RIG_SECOND));
    assert_true(rig_now(rig) - woken_us < RIG_SECOND);
    assert_trail(rig, mark,
                 "disassoc port. roam_start assoc_start assoc_done port- "
                 "roam_done");
    assert_true(rig_wait_open(rig, RIG_SECOND));
    rig_end(rig);
}

/* N80211-PM-15, N80211-PM-16, N80211-PM-18, N80211-PM-19: near another AP of
 * the network, on whatever channel: the loss is told, and associated within
 * four seconds. */
static void another_ap_is_joined_within_four_seconds(void **state)
{
    static const uint16_t freqs[] = {2412, 2472, 5180, 5825};

    (void)state;
    for (unsigned i = 0; i < sizeof freqs / sizeof freqs[0]; i++) {
        struct rig_options options;
        struct rig *rig;
        uint64_t woken_us;
        uint32_t mark;

        options_of(&options, true);
        rig = rig_new(&options);
        rig_connect(rig);
        mark = trail_mark(rig);
        assert_int_equal(dot11_radio_sleep(rig->core, rig_now(rig)), D11_OK);
        dot11_sim_run_for(rig->sim, RIG_SECOND);
        dot11_sim_ap_stop(rig->aps[0]);
        (void)rig_add_ap(rig, &options, freqs[i]);
        dot11_sim_run_for(rig->sim, 600 * RIG_SECOND);
        woken_us = rig_now(rig);
        assert_int_equal(dot11_radio_resume(rig->core, rig_now(rig)), D11_OK);
        assert_non_null(dot11_sim_station_wait(rig->station, D11_EV_ROAM_DONE,
                                               10 * RIG_SECOND));
        assert_true(rig_now(rig) - woken_us < 4 * RIG_SECOND);
        assert_trail(rig, mark,
                     "disassoc port. roam_start assoc_start assoc_done port- "
                     "roam_done");
        assert_int_equal(
            trail_event(rig, mark, D11_EV_DISASSOC, 0)->u.disassoc.outcome,
            D11_OUTCOME_UNREACHABLE);
        assert_memory_equal(
            trail_event(rig, mark, D11_EV_ROAM_DONE, 0)->u.done.bssid,
            rig->bssids[1], 6);
        rig_end(rig);
    }
}

/* N80211-PM-16, N80211-PM-20, N80211-BSS-17: nothing of ours is there, and the
 * table says what is. */
static void far_from_home_nothing_is_joined(void **state)
{
    struct rig_options options;
    struct rig *rig;
    struct dot11_sim_ap_config stranger;
    struct dot11_sim_ap *ap;
    struct dot11_bss bss;
    uint64_t woken_us;
    uint32_t mark;

    (void)state;
    options_of(&options, true);
    rig = rig_new(&options);
    rig_connect(rig);
    mark = trail_mark(rig);
    assert_int_equal(dot11_radio_sleep(rig->core, rig_now(rig)), D11_OK);
    dot11_sim_run_for(rig->sim, RIG_SECOND);
    dot11_sim_ap_stop(rig->aps[0]);
    stranger = options.ap;
    stranger.bssid[0] = 2;
    stranger.bssid[5] = 0x99;
    stranger.freq_mhz = 5200;
    stranger.ssid.octets[0] = 'x';
    stranger.passphrase = NULL;
    assert_int_equal(dot11_sim_ap_create(&ap, rig->sim, &stranger), D11_OK);
    dot11_sim_ap_start(ap);
    dot11_sim_run_for(rig->sim, 600 * RIG_SECOND);
    woken_us = rig_now(rig);
    assert_int_equal(dot11_radio_resume(rig->core, rig_now(rig)), D11_OK);
    dot11_sim_run_for(rig->sim, 10 * RIG_SECOND);
    assert_trail(rig, mark, "disassoc port.");
    assert_int_equal(rig_status(rig).state, D11_STA_LOST);
    assert_int_equal(
        dot11_radio_bss_find(rig->core, stranger.bssid, NULL, &bss), D11_OK);
    assert_true(bss.seen_us > woken_us);
    assert_int_equal(
        dot11_radio_bss_find(rig->core, rig->bssids[0], NULL, &bss),
        D11_ERR_NOT_FOUND);
    rig_end(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RIG_TEST(a_hang_of_the_radio_goes_unnoticed),
        RIG_TEST(the_host_can_ask_for_a_recovery),
        RIG_TEST(a_hang_cancels_scans),
        RIG_TEST(keys_that_cannot_go_on_are_made_anew),
        RIG_TEST(a_radio_that_is_gone_for_good_loses_the_link),
        RIG_TEST(a_reset_that_fails_is_followed_by_off_and_on),
        RIG_TEST(an_ap_that_forgot_the_station_is_joined_again),
        RIG_TEST(a_connect_outlives_a_hang),
        RIG_TEST(a_pause_and_a_recovery_overlap),
        RIG_TEST(a_recovery_does_not_stop_a_reset_or_a_halt),
        RIG_TEST(without_the_part_the_network_is_looked_for_again),
        RIG_TEST(the_setting_turns_the_radio_off_and_on),
        RIG_TEST(the_setting_ends_a_connect),
        RIG_TEST(the_power_save_level_is_kept_and_reset),
        RIG_TEST(an_association_survives_sleep),
        RIG_TEST(sleep_ends_what_is_open),
        RIG_TEST(a_sleep_that_has_hardly_begun_is_left),
        RIG_TEST(the_same_ap_is_joined_within_a_second),
        RIG_TEST(another_ap_is_joined_within_four_seconds),
        RIG_TEST(far_from_home_nothing_is_joined),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
