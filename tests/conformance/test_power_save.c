/* Power save on the air.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 11.2.3. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/octets.h"
#include "air.h"
#include "trail.h"

#define FAST 8u
#define MAX 16u
#define MAXIMUM 24u
#define BEACON_US (UINT64_C(100) * D11_TU_US)

static const struct dot11_part *const parts[] = {&dot11_attrs, &dot11_power,
                                                 &dot11_powersave};
static const uint8_t eth[60] = {2, 0, 0, 0, 0, 0xfe, 2,
                                0, 0, 0, 1, 1, 0x88, 0xb5};
static const uint8_t to_sta[60] = {2, 0, 0, 0, 1,    1,    2,
                                   0, 0, 0, 0, 0xfe, 0x88, 0xb5};
static const uint8_t to_all[60] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2,
                                   0,    0,    0,    0,    0xfe, 0x88, 0xb5};

static void options_of(struct rig_options *options, bool secured)
{
    rig_options(options, secured);
    options->by_psk = true;
    options->station.core.parts = parts;
    options->station.core.part_count = 3;
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

/* The AP of the association. */
static struct dot11_sim_ap *ap_now(const struct rig *rig)
{
    struct dot11_sta_status status = rig_status(rig);

    return rig->aps[status.bssid[5] > 1 ? status.bssid[5] - 1 : 0];
}

static struct dot11_sim_ap_stats ap_of(const struct rig *rig)
{
    struct dot11_sim_ap_stats stats;

    dot11_sim_ap_stats(ap_now(rig), &stats);
    return stats;
}

static bool dozes(const struct rig *rig)
{
    struct dot11_sim_ap_sta sta;

    assert_true(dot11_sim_ap_sta(ap_now(rig), rig_sta_addr, &sta));
    return sta.dozing;
}

static void set(struct rig *rig, enum dot11_attr attr, uint32_t value)
{
    const uint8_t on = value != 0;
    const bool is_switch = attr == D11_ATTR_POWER_AUTO;

    assert_int_equal(
        dot11_sta_set(rig->sta, attr, is_switch ? (const void *)&on : &value,
                      is_switch ? sizeof on : sizeof value, rig_now(rig)),
        D11_OK);
    dot11_sim_station_settle(rig->station);
}

static void assert_mode(struct rig *rig, uint32_t mode, uint32_t level,
                        uint32_t reason)
{
    uint32_t is[3];
    size_t len = 0;

    assert_int_equal(
        dot11_sta_get(rig->sta, D11_ATTR_POWER_MODE, is, sizeof is, &len),
        D11_OK);
    assert_int_equal(len, sizeof is);
    assert_int_equal(is[0], mode);
    assert_int_equal(is[1], level);
    assert_int_equal(is[2], reason);
}

/* Per mille of the time that the radio listens. */
static unsigned awake_share(struct rig *rig, uint64_t us)
{
    uint64_t before = radio_of(rig).doze_us;

    dot11_sim_run_for(rig->sim, us);
    return (unsigned)(1000 - (radio_of(rig).doze_us - before) * 1000 / us);
}

/* N80211-PM-2: awake all the time without power save, less and less with the
 * levels, and the connection lasts at all of them. */
static void each_level_sleeps_longer_than_the_one_before(void **state)
{
    static const uint32_t levels[] = {0, FAST, MAX, MAXIMUM};
    static const unsigned most[] = {1000, 120, 80, 40};
    unsigned last = 1001;

    (void)state;
    for (unsigned i = 0; i < 4; i++) {
        struct rig *rig = build(true);
        unsigned share;
        uint32_t mark;

        rig_connect(rig);
        mark = trail_mark(rig);
        set(rig, D11_ATTR_POWER_LEVEL, levels[i]);
        dot11_sim_run_for(rig->sim, RIG_SECOND);
        assert_int_equal(dozes(rig), i != 0);
        assert_mode(rig, i != 0 ? 2 : 1, levels[i], 0);
        share = awake_share(rig, 10 * RIG_SECOND);
        assert_true(share <= most[i] && share < last);
        assert_true(i != 0 || share == 1000);
        last = share;
        rig_ping(rig, 3);
        assert_trail(rig, mark, "");
        assert_int_equal(rig_status(rig).state, D11_STA_CONNECTED);
        rig_end(rig);
    }
}

/* N80211-PM-2: the connection does what it did; what waits at the AP comes
 * within the listen interval. */
static void nothing_is_lost_at_any_level(void **state)
{
    (void)state;
    for (unsigned bits = 0; bits < 12; bits++) {
        struct rig_options options;
        struct rig *rig;
        uint64_t before;

        options_of(&options, (bits & 1) != 0);
        options.station.radio.hw_ccmp = (bits & 2) != 0;
        rig = rig_new(&options);
        rig_connect(rig);
        set(rig, D11_ATTR_POWER_LEVEL, FAST * (1 + bits / 4));
        dot11_sim_run_for(rig->sim, RIG_SECOND);
        rig_ping(rig, 20);
        before = rig_status(rig).rx_msdus;
        for (unsigned i = 0; i < 40; i++) {
            (void)dot11_sim_ap_send(rig->aps[0], to_sta, sizeof to_sta, 0);
            /* In bursts, and alone. */
            dot11_sim_run_for(rig->sim, i % 8 < 4 ? 100 : 170000 + i * 3711);
        }
        dot11_sim_run_for(rig->sim, 11 * BEACON_US);
        assert_int_equal(rig_status(rig).rx_msdus - before, 40);
        assert_int_equal(ap_of(rig).tx_failed, 0);
        assert_int_equal(ap_of(rig).ps_overflow, 0);
        assert_true(dozes(rig) && radio_of(rig).doze);
        rig_end(rig);
    }
}

/* N80211-PM-2: groups are heard after the DTIM, at the levels that wait for
 * it. */
static void frames_to_groups_are_heard_after_the_dtim(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 4; i++) {
        struct rig_options options;
        struct rig *rig;
        uint64_t before;

        options_of(&options, true);
        options.ap.dtim_period = (uint8_t)(1 + i);
        rig = rig_new(&options);
        rig_connect(rig);
        set(rig, D11_ATTR_POWER_LEVEL, i % 2 != 0 ? FAST : MAX);
        dot11_sim_run_for(rig->sim, RIG_SECOND);
        before = rig_status(rig).rx_msdus;
        for (unsigned k = 0; k < 12; k++) {
            (void)dot11_sim_ap_send(rig->aps[0], to_all, sizeof to_all, 0);
            (void)dot11_sim_ap_send(rig->aps[0], to_all, sizeof to_all, 0);
            dot11_sim_run_for(rig->sim, 137000);
        }
        dot11_sim_run_for(rig->sim, RIG_SECOND);
        assert_int_equal(rig_status(rig).rx_msdus - before, 24);
        assert_true(awake_share(rig, RIG_SECOND) < 200);
        rig_end(rig);
    }
}

/* N80211-PM-3: with nothing to send a null frame tells the AP, and another
 * one when it is over; the radio sleeps only when the AP has acknowledged. */
static void a_null_frame_announces_power_save(void **state)
{
    struct rig *rig = build(true);

    (void)state;
    rig_connect(rig);
    dot11_sim_run_for(rig->sim, RIG_SECOND);
    assert_int_equal(rig->nulls[1], 0);
    set(rig, D11_ATTR_POWER_LEVEL, MAX);
    dot11_sim_run_for(rig->sim, 50000);
    assert_int_equal(rig->nulls[1], 1);
    assert_true(dozes(rig));
    assert_mode(rig, 2, MAX, 0);
    set(rig, D11_ATTR_POWER_LEVEL, 0);
    dot11_sim_run_for(rig->sim, 50000);
    assert_int_equal(rig->nulls[0], 1);
    assert_int_equal(rig->nulls[1], 1);
    assert_false(dozes(rig));
    assert_false(radio_of(rig).doze);
    assert_mode(rig, 1, 0, 0);
    rig_end(rig);
}

/* N80211-PM-3: what waits carries the bit, before any null frame. */
static void a_queued_frame_announces_power_save(void **state)
{
    static struct air air;
    struct rig_options options;
    const struct air_frame *first = NULL;
    struct rig *rig;
    unsigned data = 0;

    (void)state;
    options_of(&options, true);
    options.station.radio.tx_ring = 2;
    rig = rig_new(&options);
    rig_connect(rig);
    for (unsigned i = 0; i < 20; i++)
        (void)dot11_sim_station_send(rig->station, eth, sizeof eth);
    air_listen(&air, rig);
    set(rig, D11_ATTR_POWER_LEVEL, MAX);
    dot11_sim_run_for(rig->sim, RIG_SECOND);
    for (unsigned i = 0; i < air.count; i++) {
        const struct air_frame *frame = &air.frames[i];

        if (!frame->ours || frame->header.type != D11_TYPE_DATA)
            continue;
        data += air_is_msdu(frame);
        if (first == NULL && (frame->header.flags & D11_FC1_PM) != 0)
            first = frame;
        /* Nothing goes back. */
        assert_true(first == NULL || (frame->header.flags & D11_FC1_PM) != 0);
    }
    assert_non_null(first);
    assert_true(air_is_msdu(first));
    assert_true(data >= 18);
    assert_true(dozes(rig));
    rig_end(rig);
}

/* N80211-PM-3: an AP that did not hear it is told again, and until then the
 * radio hears what it sends. */
static void the_radio_stays_awake_for_an_ap_that_was_not_told(void **state)
{
    struct rig_options options;
    struct rig *rig;

    (void)state;
    options_of(&options, true);
    options.station.radio.flags |= D11_HW_TX_STATUS;
    rig = rig_new(&options);
    rig_connect(rig);
    dot11_sim_ap_stop(rig->aps[0]);
    set(rig, D11_ATTR_POWER_LEVEL, MAX);
    dot11_sim_run_for(rig->sim, 400000);
    assert_int_equal(radio_of(rig).dozes, 0);
    assert_true(rig->nulls[1] >= 2);
    dot11_sim_ap_start(rig->aps[0]);
    dot11_sim_run_for(rig->sim, RIG_SECOND);
    assert_true(dozes(rig) && radio_of(rig).dozes != 0);
    rig_end(rig);
}

/* N80211-PM-2: traffic wakes the fast level for a while; at the others frames
 * say that we doze. */
static void traffic_wakes_the_fast_level_only(void **state)
{
    (void)state;
    for (unsigned level = FAST; level <= MAXIMUM; level += FAST) {
        struct rig *rig = build(true);
        unsigned awake = 0;

        rig_connect(rig);
        set(rig, D11_ATTR_POWER_LEVEL, level);
        dot11_sim_run_for(rig->sim, RIG_SECOND);
        assert_true(dozes(rig));
        for (unsigned i = 0; i < 20; i++) {
            (void)dot11_sim_station_send(rig->station, eth, sizeof eth);
            dot11_sim_run_for(rig->sim, 50000);
            awake += !dozes(rig) && !radio_of(rig).doze;
        }
        assert_int_equal(awake, level == FAST ? 20 : 0);
        dot11_sim_run_for(rig->sim, 300000);
        assert_true(dozes(rig));
        assert_int_equal(ap_of(rig).tx_failed, 0);
        rig_end(rig);
    }
}

/* N80211-PM-6: with Auto-PSM any association saves power, and the level is a
 * hint. */
static void auto_psm_saves_power_by_itself(void **state)
{
    struct rig *rig = build(true);

    (void)state;
    rig_start(rig);
    set(rig, D11_ATTR_POWER_AUTO, 1);
    assert_mode(rig, 1, 0, 0);
    rig_ask(rig, RIG_SSID, RIG_PASSPHRASE);
    assert_true(rig_wait_open(rig, 10 * RIG_SECOND));
    dot11_sim_run_for(rig->sim, RIG_SECOND);
    assert_true(dozes(rig));
    assert_mode(rig, 2, FAST, 5);
    assert_true(awake_share(rig, 5 * RIG_SECOND) < 120);
    set(rig, D11_ATTR_POWER_LEVEL, MAX);
    dot11_sim_run_for(rig->sim, RIG_SECOND);
    assert_mode(rig, 2, MAX, 0);
    set(rig, D11_ATTR_POWER_LEVEL, 0);
    set(rig, D11_ATTR_POWER_AUTO, 0);
    dot11_sim_run_for(rig->sim, RIG_SECOND);
    assert_mode(rig, 1, 0, 0);
    assert_false(dozes(rig));
    rig_end(rig);
}

/* N80211-PM-3: scans, roams, rekeys and reconnects find a radio that is awake,
 * and power save goes on after them. */
static void power_save_goes_on_after_everything_else(void **state)
{
    (void)state;
    for (unsigned level = FAST; level <= MAXIMUM; level += FAST) {
        struct rig_options options;
        struct rig *rig;
        uint32_t mark;

        options_of(&options, true);
        rig = rig_new(&options);
        (void)rig_add_ap(rig, &options, 2462);
        rig_connect(rig);
        set(rig, D11_ATTR_POWER_LEVEL, level);
        dot11_sim_run_for(rig->sim, RIG_SECOND);
        mark = trail_mark(rig);
        assert_int_equal(dot11_sta_scan(rig->sta, NULL, NULL, rig_now(rig)),
                         D11_OK);
        assert_non_null(dot11_sim_station_wait(rig->station, D11_EV_SCAN_DONE,
                                               20 * RIG_SECOND));
        assert_int_equal(dot11_radio_bss_count(rig->core), 2);
        dot11_sim_ap_rekey(rig->aps[0]);
        dot11_sim_ap_rekey(rig->aps[1]);
        dot11_sim_run_for(rig->sim, 2 * RIG_SECOND);
        assert_true(ap_of(rig).group_done >= 1);
        rig_ping(rig, 3);
        assert_trail(rig, mark, "scan_done");
        dot11_sim_run_for(rig->sim, RIG_SECOND);
        assert_true(dozes(rig));
        dot11_sim_ap_deauth(ap_now(rig), rig_sta_addr, 3);
        dot11_sim_run_for(rig->sim, 10 * RIG_SECOND);
        assert_true(rig_is_open(rig));
        assert_mode(rig, 2, level, 0);
        rig_ping(rig, 3);
        assert_true(awake_share(rig, 5 * RIG_SECOND) < 120);
        rig_end(rig);
    }
}

/* N80211-PM-3: a device that slept, and a radio that hung, save power as they
 * did, and the host hears of nothing. */
static void power_save_outlives_sleep_and_recovery(void **state)
{
    (void)state;
    for (unsigned bits = 0; bits < 4; bits++) {
        struct rig_options options;
        struct rig *rig;
        uint32_t mark;

        options_of(&options, true);
        options.station.radio.hw_ccmp = (bits & 1) != 0;
        rig = rig_new(&options);
        rig_connect(rig);
        set(rig, D11_ATTR_POWER_LEVEL, (bits & 2) != 0 ? MAX : FAST);
        dot11_sim_run_for(rig->sim, RIG_SECOND);
        mark = trail_mark(rig);
        assert_int_equal(dot11_radio_sleep(rig->core, rig_now(rig)), D11_OK);
        dot11_sim_run_for(rig->sim, 5 * RIG_SECOND);
        assert_false(radio_of(rig).on);
        assert_true(dozes(rig));
        assert_int_equal(dot11_radio_resume(rig->core, rig_now(rig)), D11_OK);
        dot11_sim_run_for(rig->sim, 2 * RIG_SECOND);
        rig_ping(rig, 3);
        dot11_sim_radio_crash(rig->radio);
        dot11_sim_run_for(rig->sim, 2 * RIG_SECOND);
        rig_ping(rig, 3);
        dot11_sim_run_for(rig->sim, RIG_SECOND);
        assert_true(dozes(rig) && awake_share(rig, 5 * RIG_SECOND) < 120);
        assert_trail(rig, mark, "");
        rig_end(rig);
    }
}

/* N80211-PM-3: a null frame that comes back too late is not followed by
 * another one: nothing is said to an AP that was left. */
static void an_ap_that_was_left_is_told_nothing(void **state)
{
    struct rig_options options;
    struct rig *rig;

    (void)state;
    options_of(&options, true);
    options.station.radio.flags |= D11_HW_TX_STATUS;
    rig = rig_new(&options);
    rig_connect(rig);
    dot11_sim_ap_stop(rig->aps[0]);
    set(rig, D11_ATTR_POWER_LEVEL, MAX);
    dot11_sim_run_for(rig->sim, 200);
    assert_int_equal(dot11_sta_disconnect(rig->sta, NULL, rig_now(rig)),
                     D11_OK);
    dot11_sim_run_for(rig->sim, RIG_SECOND);
    assert_int_equal(rig->nulls[1], 1);
    assert_int_equal(rig->nulls[0], 0);
    rig_end(rig);
}

/* Beacons that somebody else made. */

struct forger {
    struct rig *rig;
    struct dot11_sim_node *node;
    uint8_t beacon[512];
    size_t len;
    uint32_t beacons; /* of the AP and its own */
};

static void forger_hears(void *ctx, const uint8_t *octets, size_t len,
                         int8_t signal_dbm)
{
    struct forger *forger = ctx;

    (void)signal_dbm;
    if (octets[0] != 0x80)
        return;
    forger->beacons++;
    if (len <= sizeof forger->beacon) {
        memcpy(forger->beacon, octets, len);
        forger->len = len;
    }
}

static void forger_init(struct forger *forger, struct rig *rig)
{
    memset(forger, 0, sizeof *forger);
    forger->rig = rig;
    forger->node = dot11_sim_raw(rig->sim, NULL, 2437, forger_hears, forger);
    assert_non_null(forger->node);
    while (forger->len == 0)
        dot11_sim_run_for(rig->sim, BEACON_US);
}

/* The AP's beacon, in which all stations or none have frames. */
static void forge(struct forger *forger, uint8_t bitmap)
{
    size_t at = 24 + 12;

    while (forger->beacon[at] != D11_EID_TIM)
        at += 2u + forger->beacon[at + 1];
    for (size_t i = 5; i < 2u + forger->beacon[at + 1]; i++)
        forger->beacon[at + i] = bitmap;
    forger->beacons++;
    assert_int_equal(
        dot11_sim_inject(forger->node, forger->beacon, forger->len, 2), D11_OK);
}

/* SEC-BCN-07, A35 */
static void a_spoofed_tim_causes_one_frame_per_beacon_at_most(void **state)
{
    (void)state;
    for (unsigned level = FAST; level <= MAXIMUM; level += FAST) {
        struct rig *rig = build(true);
        struct forger forger;
        uint32_t frames;

        rig_connect(rig);
        set(rig, D11_ATTR_POWER_LEVEL, level);
        forger_init(&forger, rig);
        dot11_sim_run_for(rig->sim, RIG_SECOND);
        frames = radio_of(rig).tx_frames;
        forger.beacons = 0;
        for (unsigned i = 0; i < 400; i++) {
            dot11_sim_run_for(rig->sim, 5000);
            forge(&forger, 0xff);
        }
        frames = radio_of(rig).tx_frames - frames;
        assert_true(frames >= 2);
        /* And those that tell of power save, when it begins again. */
        assert_true(frames <= forger.beacons + 2 * RIG_SECOND / 100000);
        rig_ping(rig, 3);
        rig_end(rig);
    }
}

/* SEC-BCN-07: somebody's beacons say that nothing waits, and come before those
 * of the AP whenever the radio has just woken up for them. */
static void
a_tim_that_hides_frames_delays_them_by_a_listen_interval(void **state)
{
    (void)state;
    for (unsigned level = FAST; level <= MAXIMUM; level += FAST) {
        struct rig *rig = build(true);
        struct forger forger;
        unsigned forged = 0;
        uint64_t before;

        rig_connect(rig);
        set(rig, D11_ATTR_POWER_LEVEL, level);
        forger_init(&forger, rig);
        dot11_sim_run_for(rig->sim, RIG_SECOND);
        before = rig_status(rig).rx_msdus;
        for (unsigned i = 0; i < 5; i++) {
            bool slept = false;

            (void)dot11_sim_ap_send(rig->aps[0], to_sta, sizeof to_sta, 0);
            for (unsigned us = 0; us < 11 * BEACON_US; us += 100) {
                dot11_sim_run_for(rig->sim, 100);
                if (slept && !radio_of(rig).doze) {
                    forge(&forger, 0);
                    forged++;
                }
                slept = radio_of(rig).doze;
            }
            assert_int_equal(rig_status(rig).rx_msdus - before, i + 1);
        }
        assert_true(forged >= 5);
        rig_end(rig);
    }
}

/* Without a connection. */

/* N80211-PM-4 */
static void an_unconnected_radio_is_on_for_scans_only(void **state)
{
    (void)state;
    for (unsigned bits = 0; bits < 8; bits++) {
        struct rig_options options;
        struct rig *rig;
        uint32_t mark;

        options_of(&options, true);
        if ((bits & 1) != 0)
            options.station.radio.flags |= D11_HW_SCAN;
        if ((bits & 2) != 0)
            options.station.radio.pending = DOT11_SIM_OP_ALL;
        rig = rig_new(&options);
        rig_start(rig);
        mark = trail_mark(rig);
        set(rig, D11_ATTR_POWER_LEVEL, (bits & 4) != 0 ? MAX : 0);
        assert_true(radio_of(rig).on);
        dot11_sim_run_for(rig->sim, RIG_SECOND);
        assert_false(radio_of(rig).on);
        assert_true(dot11_radio_is_set_on(rig->core));
        assert_trail(rig, mark, "");
        for (unsigned i = 0; i < 2; i++) {
            dot11_radio_bss_flush(rig->core);
            assert_int_equal(dot11_sta_scan(rig->sta, NULL, NULL, rig_now(rig)),
                             D11_OK);
            dot11_sim_run_for(rig->sim, 100000);
            assert_true(radio_of(rig).on);
            dot11_sim_run_for(rig->sim, 20 * RIG_SECOND);
            assert_trail(rig, mark,
                         i == 0 ? "scan_done" : "scan_done scan_done");
            assert_int_equal(dot11_radio_bss_count(rig->core), 1);
            assert_false(radio_of(rig).on);
        }
        assert_true(dot11_radio_is_set_on(rig->core));
        rig_end(rig);
    }
}

/* N80211-PM-4: to connect is to need it, and to stay connected. */
static void a_connection_turns_the_radio_on(void **state)
{
    (void)state;
    for (unsigned pending = 0; pending < 2; pending++) {
        struct rig_options options;
        struct rig *rig;
        uint32_t mark;

        options_of(&options, true);
        if (pending != 0)
            options.station.radio.pending = DOT11_SIM_OP_ALL;
        rig = rig_new(&options);
        rig_start(rig);
        dot11_sim_run_for(rig->sim, 3 * RIG_SECOND);
        assert_false(radio_of(rig).on);
        rig_ask(rig, RIG_SSID, RIG_PASSPHRASE);
        assert_true(rig_wait_open(rig, 20 * RIG_SECOND));
        dot11_sim_run_for(rig->sim, 5 * RIG_SECOND);
        assert_true(radio_of(rig).on);
        rig_ping(rig, 3);
        /* Looked for now and then, with pauses. */
        dot11_sim_ap_stop(rig->aps[0]);
        dot11_sim_run_for(rig->sim, 120 * RIG_SECOND);
        assert_int_equal(rig_status(rig).state, D11_STA_LOST);
        dot11_sim_ap_start(rig->aps[0]);
        assert_true(rig_wait_open(rig, 120 * RIG_SECOND));
        rig_ping(rig, 1);
        mark = trail_mark(rig);
        assert_int_equal(dot11_sta_disconnect(rig->sta, NULL, rig_now(rig)),
                         D11_OK);
        dot11_sim_run_for(rig->sim, 3 * RIG_SECOND);
        assert_false(radio_of(rig).on);
        for (uint32_t i = mark; dot11_sim_station_event(rig->station, i); i++)
            assert_int_not_equal(dot11_sim_station_event(rig->station, i)->type,
                                 D11_EV_PHY_STATE);
        rig_end(rig);
    }
}

/* N80211-PM-4: the setting and the switch mean what they did. */
static void an_idle_radio_obeys_setting_switch_and_sleep(void **state)
{
    struct rig *rig = build(true);
    uint32_t mark;

    (void)state;
    rig_start(rig);
    dot11_sim_run_for(rig->sim, RIG_SECOND);
    mark = trail_mark(rig);
    assert_int_equal(dot11_radio_set_on(rig->core, false, rig_now(rig)),
                     D11_OK);
    dot11_sim_run_for(rig->sim, RIG_SECOND);
    assert_int_equal(dot11_sta_scan(rig->sta, NULL, NULL, rig_now(rig)),
                     D11_ERR_RADIO_OFF);
    assert_int_equal(dot11_radio_set_on(rig->core, true, rig_now(rig)), D11_OK);
    dot11_sim_run_for(rig->sim, RIG_SECOND);
    dot11_sim_radio_switch(rig->radio, false);
    dot11_sim_run_for(rig->sim, RIG_SECOND);
    dot11_sim_radio_switch(rig->radio, true);
    dot11_sim_run_for(rig->sim, RIG_SECOND);
    assert_trail(rig, mark, "phy_state phy_state phy_state phy_state");
    assert_int_equal(dot11_radio_sleep(rig->core, rig_now(rig)), D11_OK);
    dot11_sim_run_for(rig->sim, RIG_SECOND);
    assert_int_equal(dot11_radio_resume(rig->core, rig_now(rig)), D11_OK);
    dot11_sim_run_for(rig->sim, RIG_SECOND);
    assert_false(radio_of(rig).on);
    assert_int_equal(dot11_sta_scan(rig->sta, NULL, NULL, rig_now(rig)),
                     D11_OK);
    assert_non_null(dot11_sim_station_wait(rig->station, D11_EV_SCAN_DONE,
                                           20 * RIG_SECOND));
    assert_int_equal(dot11_radio_bss_count(rig->core), 1);
    rig_end(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RIG_TEST(each_level_sleeps_longer_than_the_one_before),
        RIG_TEST(nothing_is_lost_at_any_level),
        RIG_TEST(frames_to_groups_are_heard_after_the_dtim),
        RIG_TEST(a_null_frame_announces_power_save),
        RIG_TEST(a_queued_frame_announces_power_save),
        RIG_TEST(the_radio_stays_awake_for_an_ap_that_was_not_told),
        RIG_TEST(traffic_wakes_the_fast_level_only),
        RIG_TEST(auto_psm_saves_power_by_itself),
        RIG_TEST(power_save_goes_on_after_everything_else),
        RIG_TEST(power_save_outlives_sleep_and_recovery),
        RIG_TEST(an_ap_that_was_left_is_told_nothing),
        RIG_TEST(a_spoofed_tim_causes_one_frame_per_beacon_at_most),
        RIG_TEST(a_tim_that_hides_frames_delays_them_by_a_listen_interval),
        RIG_TEST(an_unconnected_radio_is_on_for_scans_only),
        RIG_TEST(a_connection_turns_the_radio_on),
        RIG_TEST(an_idle_radio_obeys_setting_switch_and_sleep),
    };

    return cmocka_run_group_tests_name("power_save", tests, NULL, NULL);
}
