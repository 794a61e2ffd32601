/* Whole stations on radios that do more, less, later or wrong.
 *
 * SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#include "rig.h"

static struct dot11_sim_radio_stats radio_stats(const struct rig *rig)
{
    struct dot11_sim_radio_stats stats;

    dot11_sim_radio_stats(rig->radio, &stats);
    return stats;
}

static struct dot11_sim_ap_stats ap_stats(const struct rig *rig)
{
    struct dot11_sim_ap_stats stats;

    dot11_sim_ap_stats(rig->aps[0], &stats);
    return stats;
}

static uint32_t events(const struct rig *rig, enum dot11_event_type type)
{
    return dot11_sim_station_count(rig->station, type);
}

/* A life that uses everything a radio is asked for. */
static void live(struct rig *rig)
{
    uint8_t group[60] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2,
                         0,    0,    0,    0,    0xfe, 0x88, 0xb5};
    struct dot11_sim_host_stats before, after;
    struct dot11_stats stats;
    uint32_t scans;

    rig_connect(rig);
    rig_ping(rig, 5);
    dot11_sim_ap_rekey(rig->aps[0]);
    dot11_sim_run_for(rig->sim, RIG_SECOND);
    dot11_sim_host_stats(dot11_sim_station_host(rig->station), &before);
    assert_int_equal(dot11_sim_ap_send(rig->aps[0], group, sizeof group, 0),
                     D11_OK);
    dot11_sim_run_for(rig->sim, RIG_SECOND);
    dot11_sim_host_stats(dot11_sim_station_host(rig->station), &after);
    assert_int_equal(after.msdus, before.msdus + 1);
    dot11_sim_ap_rekey_pairwise(rig->aps[0], rig_sta_addr);
    dot11_sim_run_for(rig->sim, RIG_SECOND);
    rig_ping(rig, 5);
    scans = events(rig, D11_EV_SCAN_DONE);
    assert_int_equal(dot11_sta_scan(rig->sta, NULL, NULL, rig_now(rig)),
                     D11_OK);
    assert_non_null(dot11_sim_station_wait(rig->station, D11_EV_SCAN_DONE,
                                           60 * RIG_SECOND));
    assert_int_equal(events(rig, D11_EV_SCAN_DONE), scans + 1);
    rig_ping(rig, 5);
    dot11_sim_ap_deauth(rig->aps[0], rig_sta_addr, D11_REASON_UNSPECIFIED);
    assert_non_null(
        dot11_sim_station_wait(rig->station, D11_EV_DISASSOC, RIG_SECOND));
    assert_true(rig_wait_open(rig, 20 * RIG_SECOND));
    rig_ping(rig, 5);
    assert_int_equal(ap_stats(rig).mic_errors, 0);
    assert_int_equal(ap_stats(rig).replays, 0);
    dot11_radio_stats(rig->core, &stats);
    assert_int_equal(stats.drops[D11_DROP_MIC], 0);
    assert_int_equal(stats.drops[D11_DROP_REPLAY], 0);
}

struct variant {
    uint32_t flags;
    bool hw_ccmp, iv_by_hw, keep_mic, mic_room, no_flush;
    uint32_t pending;
    uint32_t op_us;
    uint16_t tx_ring;
    uint32_t rx_gather_us;
    uint16_t headroom;
};

static void live_on(const struct variant *variant, bool secured)
{
    struct rig_options options;
    struct rig *rig;

    rig_options(&options, secured);
    options.station.radio.flags = variant->flags;
    options.station.radio.hw_ccmp = variant->hw_ccmp;
    options.station.radio.iv_by_hw = variant->iv_by_hw;
    options.station.radio.keep_mic = variant->keep_mic;
    options.station.radio.mic_room = variant->mic_room;
    options.station.radio.no_flush = variant->no_flush;
    options.station.radio.pending = variant->pending;
    options.station.radio.op_us = variant->op_us;
    options.station.radio.tx_ring = variant->tx_ring;
    options.station.radio.rx_gather_us = variant->rx_gather_us;
    options.station.radio.tx_headroom = variant->headroom;
    options.station.radio.tx_tailroom = variant->headroom;
    rig = rig_new(&options);
    live(rig);
    if (variant->hw_ccmp && secured)
        assert_true(radio_stats(rig).keys_set >= 5);
    rig_end(rig);
}

static void a_station_lives_on_every_kind_of_hardware_cipher(void **state)
{
    (void)state;
    for (unsigned bits = 0; bits < 16; bits++) {
        const struct variant variant = {
            .flags = D11_HW_TX_STATUS,
            .hw_ccmp = true,
            .iv_by_hw = (bits & 1) != 0,
            .keep_mic = (bits & 2) != 0,
            .mic_room = (bits & 4) != 0,
            .pending = (bits & 8) != 0 ? DOT11_SIM_OP_ALL : 0,
        };

        live_on(&variant, true);
    }
}

static void a_station_lives_on_a_radio_that_answers_late(void **state)
{
    (void)state;
    for (uint32_t us = 10; us <= 100000; us *= 10) {
        const struct variant variant = {
            .flags = D11_HW_TX_STATUS,
            .pending = DOT11_SIM_OP_POWER | DOT11_SIM_OP_CHANNEL,
            .op_us = us > 10000 ? 20000 : us,
        };

        live_on(&variant, false);
        live_on(&variant, true);
    }
}

static void a_station_lives_on_a_radio_without_tx_status(void **state)
{
    const struct variant variant = {.flags = 0, .no_flush = true};

    (void)state;
    live_on(&variant, true);
}

static void a_station_lives_on_a_radio_that_counts_frames(void **state)
{
    const struct variant variant = {.flags = D11_HW_TX_STATUS | D11_HW_SEQ};

    (void)state;
    live_on(&variant, true);
}

static void a_station_lives_on_a_ring_of_one_frame(void **state)
{
    const struct variant variant = {
        .flags = D11_HW_TX_STATUS, .tx_ring = 1, .headroom = 64};

    (void)state;
    live_on(&variant, true);
}

static void a_station_lives_on_a_radio_that_gathers(void **state)
{
    const struct variant variant = {.flags = D11_HW_TX_STATUS,
                                    .rx_gather_us = 3000};

    (void)state;
    live_on(&variant, true);
}

static void a_station_lives_on_a_radio_that_scans(void **state)
{
    const struct variant variant = {.flags = D11_HW_TX_STATUS | D11_HW_SCAN};
    const struct variant ciphers = {.flags = D11_HW_TX_STATUS | D11_HW_SCAN |
                                             D11_HW_BEACON_LOSS,
                                    .hw_ccmp = true,
                                    .iv_by_hw = true,
                                    .pending = DOT11_SIM_OP_ALL};

    (void)state;
    live_on(&variant, true);
    live_on(&ciphers, true);
}

static void a_radio_that_scans_is_used(void **state)
{
    struct rig_options options;
    struct rig *rig;

    (void)state;
    rig_options(&options, true);
    options.ap.hidden = true;
    options.station.radio.flags |= D11_HW_SCAN;
    rig = rig_new(&options);
    rig_connect(rig);
    assert_true(radio_stats(rig).scans >= 1);
    assert_true(rig->directed > 0);
    rig_ping(rig, 3);
    rig_end(rig);
}

static void a_scan_in_hardware_can_be_given_up(void **state)
{
    struct rig_options options;
    struct rig *rig;

    (void)state;
    rig_options(&options, true);
    options.station.radio.flags |= D11_HW_SCAN;
    rig = rig_new(&options);
    rig_start(rig);
    assert_int_equal(dot11_sta_scan(rig->sta, NULL, NULL, rig_now(rig)),
                     D11_OK);
    dot11_sim_run_for(rig->sim, 100000);
    assert_int_equal(dot11_sta_scan_abort(rig->sta, rig_now(rig)), D11_OK);
    dot11_sim_run_for(rig->sim, RIG_SECOND);
    assert_int_equal(events(rig, D11_EV_SCAN_DONE), 1);
    assert_int_equal(dot11_sim_station_last(rig->station, D11_EV_SCAN_DONE, 0)
                         ->u.scan_done.err,
                     D11_ERR_CANCELLED);
    rig_end(rig);
}

static void a_vanished_ap_is_told_by_the_radio(void **state)
{
    struct rig_options options;
    struct rig *rig;

    (void)state;
    rig_options(&options, true);
    options.station.radio.flags |= D11_HW_BEACON_LOSS;
    rig = rig_new(&options);
    rig_connect(rig);
    dot11_sim_ap_stop(rig->aps[0]);
    assert_non_null(
        dot11_sim_station_wait(rig->station, D11_EV_DISASSOC, 10 * RIG_SECOND));
    rig_end(rig);
}

static void a_radio_that_does_not_start_is_told(void **state)
{
    (void)state;
    for (unsigned pending = 0; pending < 2; pending++) {
        struct rig_options options;
        struct rig *rig;
        const struct dot11_event *event;

        rig_options(&options, true);
        options.station.radio.pending = pending ? DOT11_SIM_OP_POWER : 0;
        rig = rig_new(&options);
        dot11_sim_radio_fail(rig->radio, DOT11_SIM_OP_POWER, 1);
        assert_int_equal(dot11_sta_start(rig->sta, rig_now(rig)), D11_OK);
        dot11_sim_run_for(rig->sim, RIG_SECOND);
        event = dot11_sim_station_last(rig->station, D11_EV_STARTED, 0);
        assert_non_null(event);
        assert_int_equal(event->u.started.err, D11_ERR_HW);
        if (rig_status(rig).state != D11_STA_HALTED) {
            assert_int_equal(dot11_sta_halt(rig->sta, rig_now(rig)), D11_OK);
            dot11_sim_run_for(rig->sim, RIG_SECOND);
        }
        /* The next time it does. */
        rig_connect(rig);
        rig_ping(rig, 1);
        rig_end(rig);
    }
}

static void a_radio_that_does_not_tune_ends_in_an_answer(void **state)
{
    (void)state;
    for (unsigned pending = 0; pending < 2; pending++) {
        struct rig_options options;
        struct rig *rig;

        rig_options(&options, true);
        options.station.radio.pending = pending ? DOT11_SIM_OP_CHANNEL : 0;
        rig = rig_new(&options);
        rig_start(rig);
        dot11_sim_radio_fail(rig->radio, DOT11_SIM_OP_CHANNEL, UINT32_MAX);
        rig_ask(rig, RIG_SSID, RIG_PASSPHRASE);
        dot11_sim_run_for(rig->sim, 60 * RIG_SECOND);
        assert_int_equal(events(rig, D11_EV_CONNECT_DONE), 1);
        assert_false(rig_is_open(rig));
        dot11_sim_radio_fail(rig->radio, 0, 0);
        rig_ask(rig, RIG_SSID, RIG_PASSPHRASE);
        assert_true(rig_wait_open(rig, 20 * RIG_SECOND));
        rig_end(rig);
    }
}

static void a_key_that_the_radio_refuses_opens_no_port(void **state)
{
    (void)state;
    for (unsigned pending = 0; pending < 2; pending++) {
        struct rig_options options;
        struct rig *rig;

        rig_options(&options, true);
        options.station.radio.hw_ccmp = true;
        options.station.radio.pending = pending ? DOT11_SIM_OP_SET_KEY : 0;
        rig = rig_new(&options);
        rig_start(rig);
        dot11_sim_radio_fail(rig->radio, DOT11_SIM_OP_SET_KEY, UINT32_MAX);
        rig_ask(rig, RIG_SSID, RIG_PASSPHRASE);
        dot11_sim_run_for(rig->sim, 20 * RIG_SECOND);
        assert_int_equal(events(rig, D11_EV_CONNECT_DONE), 1);
        assert_false(rig_is_open(rig));
        rig_end(rig);
    }
}

static void an_answer_that_never_comes_is_given_up(void **state)
{
    static const uint32_t ops[] = {DOT11_SIM_OP_CHANNEL, DOT11_SIM_OP_SET_KEY};

    (void)state;
    for (unsigned i = 0; i < sizeof ops / sizeof ops[0]; i++) {
        struct rig_options options;
        struct rig *rig;

        rig_options(&options, true);
        options.station.radio.hw_ccmp = true;
        options.station.radio.pending = ops[i];
        rig = rig_new(&options);
        rig_start(rig);
        dot11_sim_radio_forget(rig->radio, ops[i], 1);
        rig_ask(rig, RIG_SSID, RIG_PASSPHRASE);
        dot11_sim_run_for(rig->sim, 60 * RIG_SECOND);
        assert_int_equal(events(rig, D11_EV_CONNECT_DONE), 1);
        rig_end(rig);
    }
}

/* Every op that can be lost: whatever was asked ends, and the radio can be
 * used again afterwards. */
static void each_lost_answer_has_an_end(void **state)
{
    (void)state;
    for (unsigned op = 0; op < 6; op++) {
        struct rig_options options;
        struct rig *rig;

        rig_options(&options, true);
        options.by_psk = true;
        options.station.radio.hw_ccmp = true;
        options.station.radio.pending = DOT11_SIM_OP_ALL;
        if (op == 4)
            options.station.radio.flags |= D11_HW_SCAN;
        rig = rig_new(&options);
        rig_connect(rig);
        dot11_sim_radio_forget(rig->radio, 1u << op, 1);
        assert_int_equal(dot11_sta_scan(rig->sta, NULL, NULL, rig_now(rig)),
                         D11_OK);
        dot11_sim_run_for(rig->sim, 20 * RIG_SECOND);
        assert_int_equal(events(rig, D11_EV_SCAN_DONE), 1);
        dot11_sim_ap_rekey_pairwise(rig->aps[0], rig_sta_addr);
        dot11_sim_run_for(rig->sim, 10 * RIG_SECOND);
        dot11_sim_radio_crash(rig->radio);
        dot11_sim_run_for(rig->sim, 10 * RIG_SECOND);
        assert_int_equal(dot11_sta_halt(rig->sta, rig_now(rig)), D11_OK);
        dot11_sim_run_for(rig->sim, 10 * RIG_SECOND);
        assert_int_equal(events(rig, D11_EV_HALTED), 1);
        dot11_sim_radio_forget(rig->radio, 0, 0);
        rig_connect(rig);
        rig_ping(rig, 1);
        rig_end(rig);
    }
}

/* An answer that comes a second time, later than anybody waits, or to a
 * question that was never asked is refused, counted, and changes nothing. */
static void answers_that_nobody_waits_for_change_nothing(void **state)
{
    struct rig_options options;
    struct rig *rig;
    struct dot11_sta_status before, after;
    struct dot11_stats stats;
    uint32_t late, count;
    uint64_t deadline_us;

    (void)state;
    rig_options(&options, true);
    options.by_psk = true;
    options.station.radio.pending = DOT11_SIM_OP_ALL;
    rig = rig_new(&options);
    rig_connect(rig);
    dot11_radio_stats(rig->core, &stats);
    late = stats.hw_late;
    count = dot11_sim_station_event_count(rig->station);
    before = rig_status(rig);
    deadline_us = dot11_radio_deadline(rig->core);
    /* All that were ever used, and more. */
    for (uint32_t token = 0; token < 100; token++) {
        assert_int_equal(
            dot11_hw_op_done(rig->core, token, D11_OK, rig_now(rig)),
            D11_ERR_STATE);
        assert_int_equal(
            dot11_hw_op_done(rig->core, token, D11_ERR_HW, rig_now(rig)),
            D11_ERR_STATE);
    }
    after = rig_status(rig);
    dot11_radio_stats(rig->core, &stats);
    assert_int_equal(stats.hw_late, late + 200);
    assert_memory_equal(&before, &after, sizeof before);
    assert_int_equal(dot11_sim_station_event_count(rig->station), count);
    assert_true(dot11_radio_deadline(rig->core) == deadline_us);
    rig_ping(rig, 1);
    rig_end(rig);
}

/* A radio that answers all of its ops later than anybody waits. */
static void a_radio_that_is_always_too_late_is_told_so(void **state)
{
    struct rig_options options;
    struct rig *rig;
    struct dot11_stats stats;

    (void)state;
    rig_options(&options, true);
    options.by_psk = true;
    rig = rig_new(&options);
    rig_connect(rig);
    dot11_sim_radio_pending(rig->radio, DOT11_SIM_OP_ALL,
                            options.station.core.hw_timeout_us +
                                RIG_SECOND / 2);
    assert_int_equal(dot11_sta_scan(rig->sta, NULL, NULL, rig_now(rig)),
                     D11_OK);
    dot11_sim_run_for(rig->sim, 300 * RIG_SECOND);
    assert_int_equal(events(rig, D11_EV_SCAN_DONE), 1);
    dot11_radio_stats(rig->core, &stats);
    assert_true(stats.hw_late > 0 && stats.hw_errors > 0);
    dot11_sim_radio_pending(rig->radio, 0, 0);
    dot11_sim_run_for(rig->sim, 5 * RIG_SECOND);
    if (rig_status(rig).state == D11_STA_INIT)
        rig_ask(rig, RIG_SSID, RIG_PASSPHRASE);
    assert_true(rig_wait_open(rig, 120 * RIG_SECOND));
    rig_ping(rig, 1);
    rig_end(rig);
}

static void a_switched_off_radio_comes_back(void **state)
{
    struct rig_options options;
    struct rig *rig;

    (void)state;
    rig_options(&options, true);
    rig = rig_new(&options);
    rig_connect(rig);
    dot11_sim_radio_switch(rig->radio, false);
    dot11_sim_run_for(rig->sim, 5 * RIG_SECOND);
    assert_false(rig_is_open(rig));
    assert_true(events(rig, D11_EV_PHY_STATE) >= 1);
    dot11_sim_radio_switch(rig->radio, true);
    dot11_sim_run_for(rig->sim, 5 * RIG_SECOND);
    assert_true(events(rig, D11_EV_PHY_STATE) >= 2);
    if (!rig_is_open(rig) && rig_status(rig).state == D11_STA_INIT)
        rig_ask(rig, RIG_SSID, RIG_PASSPHRASE);
    assert_true(rig_wait_open(rig, 60 * RIG_SECOND));
    rig_ping(rig, 3);
    rig_end(rig);
}

static void frames_that_never_come_back_do_not_stop_a_halt(void **state)
{
    struct rig_options options;
    struct rig *rig;
    uint8_t eth[60] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2,
                       0,    0,    0,    1,    1,    0x88, 0xb5};
    const struct dot11_event *event;

    (void)state;
    rig_options(&options, true);
    rig = rig_new(&options);
    rig_connect(rig);
    dot11_sim_radio_swallow(rig->radio, 2);
    for (unsigned i = 0; i < 2; i++)
        assert_int_equal(dot11_sim_station_send(rig->station, eth, sizeof eth),
                         D11_OK);
    dot11_sim_run_for(rig->sim, 10000);
    assert_int_equal(radio_stats(rig).swallowed, 2);
    assert_int_equal(dot11_sta_halt(rig->sta, rig_now(rig)), D11_OK);
    event =
        dot11_sim_station_wait(rig->station, D11_EV_HALTED, 10 * RIG_SECOND);
    assert_non_null(event);
    assert_int_equal(event->u.halted.err, D11_ERR_TIMEOUT);
    rig_end(rig);
}

static void no_frame_and_no_random_octets_are_survived(void **state)
{
    struct rig_options options;
    struct rig *rig;
    struct dot11_sim_host *host;

    (void)state;
    rig_options(&options, true);
    rig = rig_new(&options);
    host = dot11_sim_station_host(rig->station);
    rig_start(rig);
    dot11_sim_host_fail_random(host, UINT32_MAX);
    rig_ask(rig, RIG_SSID, RIG_PASSPHRASE);
    dot11_sim_run_for(rig->sim, 20 * RIG_SECOND);
    assert_false(rig_is_open(rig));
    dot11_sim_host_fail_random(host, 0);
    if (rig_status(rig).state != D11_STA_INIT) {
        assert_int_equal(dot11_sta_disconnect(rig->sta, NULL, rig_now(rig)),
                         D11_OK);
        dot11_sim_run_for(rig->sim, RIG_SECOND);
    }
    dot11_sim_host_fail_frames(host, 20);
    rig_ask(rig, RIG_SSID, RIG_PASSPHRASE);
    dot11_sim_run_for(rig->sim, 20 * RIG_SECOND);
    if (!rig_is_open(rig) && rig_status(rig).state == D11_STA_INIT)
        rig_ask(rig, RIG_SSID, RIG_PASSPHRASE);
    assert_true(rig_wait_open(rig, 20 * RIG_SECOND));
    dot11_sim_host_fail_frames(host, 50);
    dot11_sim_run_for(rig->sim, 10 * RIG_SECOND);
    assert_true(rig_wait_open(rig, 60 * RIG_SECOND));
    rig_ping(rig, 3);
    rig_end(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RIG_TEST(a_station_lives_on_every_kind_of_hardware_cipher),
        RIG_TEST(a_station_lives_on_a_radio_that_answers_late),
        RIG_TEST(a_station_lives_on_a_radio_without_tx_status),
        RIG_TEST(a_station_lives_on_a_radio_that_counts_frames),
        RIG_TEST(a_station_lives_on_a_ring_of_one_frame),
        RIG_TEST(a_station_lives_on_a_radio_that_gathers),
        RIG_TEST(a_station_lives_on_a_radio_that_scans),
        RIG_TEST(a_radio_that_scans_is_used),
        RIG_TEST(a_scan_in_hardware_can_be_given_up),
        RIG_TEST(a_vanished_ap_is_told_by_the_radio),
        RIG_TEST(a_radio_that_does_not_start_is_told),
        RIG_TEST(a_radio_that_does_not_tune_ends_in_an_answer),
        RIG_TEST(a_key_that_the_radio_refuses_opens_no_port),
        RIG_TEST(an_answer_that_never_comes_is_given_up),
        RIG_TEST(each_lost_answer_has_an_end),
        RIG_TEST(answers_that_nobody_waits_for_change_nothing),
        RIG_TEST(a_radio_that_is_always_too_late_is_told_so),
        RIG_TEST(a_switched_off_radio_comes_back),
        RIG_TEST(frames_that_never_come_back_do_not_stop_a_halt),
        RIG_TEST(no_frame_and_no_random_octets_are_survived),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
