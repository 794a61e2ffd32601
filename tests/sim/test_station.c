/* Whole stations: scan, connect, data, loss, farewell, halt.
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

static struct dot11_sim_ap_stats ap_stats(const struct rig *rig, unsigned i)
{
    struct dot11_sim_ap_stats stats;

    dot11_sim_ap_stats(rig->aps[i], &stats);
    return stats;
}

static const struct dot11_event *
wait_for(struct rig *rig, enum dot11_event_type type, uint64_t us)
{
    const struct dot11_event *event =
        dot11_sim_station_wait(rig->station, type, us);

    if (event == NULL)
        fail_msg("no %s came", dot11_event_name(type));
    return event;
}

static void disconnect(struct rig *rig)
{
    assert_int_equal(dot11_sta_disconnect(rig->sta, NULL, rig_now(rig)),
                     D11_OK);
    (void)wait_for(rig, D11_EV_DISCONNECT_DONE, RIG_SECOND);
}

static void a_station_starts_and_halts(void **state)
{
    struct rig_options options;
    struct rig *rig;

    (void)state;
    rig_options(&options, false);
    rig = rig_new(&options);
    rig_start(rig);
    assert_int_equal(rig_status(rig).state, D11_STA_INIT);
    rig_end(rig);
}

static void a_halted_station_may_start_again(void **state)
{
    struct rig_options options;
    struct rig *rig;

    (void)state;
    rig_options(&options, true);
    rig = rig_new(&options);
    for (unsigned i = 0; i < 3; i++) {
        rig_connect(rig);
        rig_ping(rig, 1);
        assert_int_equal(dot11_sta_halt(rig->sta, rig_now(rig)), D11_OK);
        (void)wait_for(rig, D11_EV_HALTED, 2 * RIG_SECOND);
    }
    assert_int_equal(ap_stats(rig, 0).disassocs_rx, 3);
    rig_end(rig);
}

static void a_scan_finds_every_ap(void **state)
{
    struct rig_options options;
    struct rig *rig;
    struct dot11_bss bss;
    const struct dot11_event *event;

    (void)state;
    rig_options(&options, true);
    rig = rig_new(&options);
    (void)rig_add_ap(rig, &options, 2412);
    (void)rig_add_ap(rig, &options, 5260); /* passive for radar */
    rig_start(rig);
    assert_int_equal(dot11_sta_scan(rig->sta, NULL, NULL, rig_now(rig)),
                     D11_OK);
    event = wait_for(rig, D11_EV_SCAN_DONE, 20 * RIG_SECOND);
    assert_int_equal(event->u.scan_done.err, D11_OK);
    assert_int_equal(event->u.scan_done.bss_count, 3);
    for (unsigned i = 0; i < 3; i++) {
        assert_int_equal(
            dot11_radio_bss_find(rig->core, rig->bssids[i], NULL, &bss),
            D11_OK);
        assert_true(bss.flags & D11_BSS_HAS_RSN);
        assert_int_equal(bss.akms, D11_AKM_BIT_PSK);
        assert_int_equal(bss.signal_dbm, -50);
    }
    rig_end(rig);
}

static void a_scan_can_be_given_up(void **state)
{
    struct rig_options options;
    struct rig *rig;
    const struct dot11_event *event;

    (void)state;
    rig_options(&options, false);
    rig = rig_new(&options);
    rig_start(rig);
    assert_int_equal(dot11_sta_scan(rig->sta, NULL, NULL, rig_now(rig)),
                     D11_OK);
    assert_int_equal(dot11_sta_scan(rig->sta, NULL, NULL, rig_now(rig)),
                     D11_ERR_BUSY);
    dot11_sim_run_for(rig->sim, 100000);
    assert_int_equal(dot11_sta_scan_abort(rig->sta, rig_now(rig)), D11_OK);
    event = dot11_sim_station_wait(rig->station, D11_EV_SCAN_DONE, RIG_SECOND);
    if (event == NULL) /* it was there already */
        event = dot11_sim_station_last(rig->station, D11_EV_SCAN_DONE, 0);
    assert_non_null(event);
    assert_int_equal(event->u.scan_done.err, D11_ERR_CANCELLED);
    rig_end(rig);
}

static void an_open_network_is_joined_and_carries_pings(void **state)
{
    struct rig_options options;
    struct rig *rig;

    (void)state;
    rig_options(&options, false);
    rig = rig_new(&options);
    rig_connect(rig);
    assert_int_equal(rig_status(rig).state, D11_STA_CONNECTED);
    assert_int_equal(rig_status(rig).akm, D11_AKM_NONE);
    rig_ping(rig, 10);
    disconnect(rig);
    assert_int_equal(rig_status(rig).state, D11_STA_INIT);
    rig_end(rig);
}

/* INV-07: both sides have the same key, and the AP has message 4. */
static void a_protected_network_is_joined_and_carries_pings(void **state)
{
    struct rig_options options;
    struct dot11_sim_ap_sta sta;
    struct rig *rig;

    (void)state;
    rig_options(&options, true);
    rig = rig_new(&options);
    rig_connect(rig);
    rig_ping(rig, 10);
    assert_true(dot11_sim_ap_sta(rig->aps[0], rig_sta_addr, &sta));
    assert_true(sta.authorized && sta.has_tk && sta.qos);
    assert_int_equal(rig_status(rig).akm, D11_AKM_PSK);
    assert_int_equal(rig_status(rig).pairwise_cipher, D11_CIPHER_CCMP_128);
    assert_int_equal(ap_stats(rig, 0).mic_errors, 0);
    assert_int_equal(ap_stats(rig, 0).replays, 0);
    assert_int_equal(ap_stats(rig, 0).echo_replies, 10);
    disconnect(rig);
    dot11_sim_run_for(rig->sim, 10000);
    assert_false(dot11_sim_ap_sta(rig->aps[0], rig_sta_addr, &sta) &&
                 sta.associated);
    rig_end(rig);
}

static void an_ap_without_qos_is_joined(void **state)
{
    struct rig_options options;
    struct rig *rig;

    (void)state;
    rig_options(&options, true);
    options.ap.no_qos = true;
    rig = rig_new(&options);
    rig_connect(rig);
    assert_false(rig_status(rig).qos);
    rig_ping(rig, 3);
    rig_end(rig);
}

static void an_ap_on_5_ghz_is_joined(void **state)
{
    struct rig_options options;
    struct rig *rig;

    (void)state;
    rig_options(&options, true);
    options.ap.freq_mhz = 5180;
    rig = rig_new(&options);
    rig_connect(rig);
    assert_int_equal(rig_status(rig).freq_mhz, 5180);
    rig_ping(rig, 3);
    rig_end(rig);
}

static void a_hidden_network_is_found_by_name(void **state)
{
    struct rig_options options;
    struct rig *rig;

    (void)state;
    rig_options(&options, true);
    options.ap.hidden = true;
    rig = rig_new(&options);
    rig_connect(rig);
    assert_true(rig->directed > 0);
    rig_ping(rig, 3);
    rig_end(rig);
}

static void a_network_that_is_not_there_is_not_joined(void **state)
{
    struct rig_options options;
    struct rig *rig;
    const struct dot11_event *event;

    (void)state;
    rig_options(&options, true);
    rig = rig_new(&options);
    rig_start(rig);
    rig_ask(rig, "another", RIG_PASSPHRASE);
    event = wait_for(rig, D11_EV_CONNECT_DONE, 60 * RIG_SECOND);
    assert_int_not_equal(event->u.done.err, D11_OK);
    assert_int_equal(event->u.done.outcome, D11_OUTCOME_NO_CANDIDATE);
    assert_int_equal(rig_status(rig).state, D11_STA_INIT);
    rig_end(rig);
}

static void a_wrong_passphrase_is_told_as_such(void **state)
{
    struct rig_options options;
    struct rig *rig;
    const struct dot11_event *event;
    uint32_t told = 0;

    (void)state;
    rig_options(&options, true);
    rig = rig_new(&options);
    rig_start(rig);
    rig_ask(rig, RIG_SSID, "another passphrase");
    (void)wait_for(rig, D11_EV_CONNECT_DONE, 20 * RIG_SECOND);
    dot11_sim_run_for(rig->sim, 10 * RIG_SECOND);
    for (uint32_t i = 0;
         (event = dot11_sim_station_event(rig->station, i)) != NULL; i++)
        told += event->type == D11_EV_PORT &&
                event->u.port.change == D11_PORT_UNAUTHORIZED &&
                event->u.port.err == D11_ERR_BAD_KEY;
    assert_true(told > 0);
    assert_false(rig_is_open(rig));
    assert_true(ap_stats(rig, 0).psk_mismatches > 0);
    assert_int_equal(ap_stats(rig, 0).messages_tx[3], 0);
    rig_end(rig);
}

static void an_open_network_of_the_same_name_is_no_substitute(void **state)
{
    struct rig_options options;
    struct rig *rig;
    const struct dot11_event *event;

    (void)state;
    rig_options(&options, false);
    rig = rig_new(&options);
    rig_start(rig);
    rig_ask(rig, RIG_SSID, RIG_PASSPHRASE);
    event = wait_for(rig, D11_EV_CONNECT_DONE, 60 * RIG_SECOND);
    assert_int_not_equal(event->u.done.err, D11_OK);
    assert_int_equal(ap_stats(rig, 0).auths, 0);
    rig_end(rig);
}

static void a_refusal_ends_the_attempt_with_its_status(void **state)
{
    struct rig_options options;
    struct rig *rig;
    const struct dot11_event *event;

    (void)state;
    rig_options(&options, true);
    rig = rig_new(&options);
    rig_start(rig);
    dot11_sim_ap_refuse(rig->aps[0], 0, D11_STATUS_NO_MORE_STAS);
    rig_ask(rig, RIG_SSID, RIG_PASSPHRASE);
    event = wait_for(rig, D11_EV_ASSOC_DONE, 20 * RIG_SECOND);
    assert_int_equal(event->u.assoc_done.outcome, D11_OUTCOME_PEER_REFUSED);
    assert_int_equal(event->u.assoc_done.code, D11_STATUS_NO_MORE_STAS);
    if (dot11_sim_station_count(rig->station, D11_EV_CONNECT_DONE) == 0)
        (void)wait_for(rig, D11_EV_CONNECT_DONE, 20 * RIG_SECOND);
    event = dot11_sim_station_last(rig->station, D11_EV_CONNECT_DONE, 0);
    assert_int_not_equal(event->u.done.err, D11_OK);
    rig_end(rig);
}

static void a_silent_ap_is_given_up(void **state)
{
    struct rig_options options;
    struct rig *rig;
    const struct dot11_event *event;

    (void)state;
    rig_options(&options, true);
    rig = rig_new(&options);
    rig_start(rig);
    dot11_sim_ap_mute(rig->aps[0], DOT11_SIM_AUTH, UINT32_MAX);
    rig_ask(rig, RIG_SSID, RIG_PASSPHRASE);
    event = wait_for(rig, D11_EV_ASSOC_DONE, 20 * RIG_SECOND);
    assert_int_equal(event->u.assoc_done.outcome, D11_OUTCOME_UNREACHABLE);
    rig_end(rig);
}

static void lost_answers_are_asked_for_again(void **state)
{
    static const uint32_t messages[] = {
        DOT11_SIM_AUTH, DOT11_SIM_ASSOC, DOT11_SIM_M1, DOT11_SIM_M2,
        DOT11_SIM_M3,   DOT11_SIM_G1,    DOT11_SIM_G2};

    (void)state;
    for (unsigned i = 0; i < sizeof messages / sizeof messages[0]; i++) {
        struct rig_options options;
        struct rig *rig;

        rig_options(&options, true);
        rig = rig_new(&options);
        dot11_sim_ap_mute(rig->aps[0], messages[i], 1);
        rig_connect(rig);
        dot11_sim_ap_rekey(rig->aps[0]);
        dot11_sim_run_for(rig->sim, 3 * RIG_SECOND);
        assert_int_equal(ap_stats(rig, 0).group_done, 1);
        rig_ping(rig, 3);
        rig_end(rig);
    }
}

static void a_new_group_key_is_taken(void **state)
{
    struct rig_options options;
    struct rig *rig;
    uint8_t eth[60] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2,
                       0,    0,    0,    0,    0xfe, 0x88, 0xb5};
    struct dot11_sim_host_stats before, after;

    (void)state;
    rig_options(&options, true);
    options.ap.rekey_us = 5 * RIG_SECOND;
    rig = rig_new(&options);
    rig_connect(rig);
    for (unsigned i = 0; i < 6; i++) {
        dot11_sim_run_for(rig->sim, 5 * RIG_SECOND);
        dot11_sim_host_stats(dot11_sim_station_host(rig->station), &before);
        assert_int_equal(dot11_sim_ap_send(rig->aps[0], eth, sizeof eth, 0),
                         D11_OK);
        dot11_sim_run_for(rig->sim, 500000);
        dot11_sim_host_stats(dot11_sim_station_host(rig->station), &after);
        assert_int_equal(after.msdus, before.msdus + 1);
    }
    assert_true(ap_stats(rig, 0).rekeys >= 5);
    assert_int_equal(ap_stats(rig, 0).group_done, ap_stats(rig, 0).rekeys);
    rig_ping(rig, 3);
    rig_end(rig);
}

static void a_new_pairwise_key_is_taken(void **state)
{
    struct rig_options options;
    struct rig *rig;

    (void)state;
    rig_options(&options, true);
    rig = rig_new(&options);
    rig_connect(rig);
    for (unsigned i = 0; i < 3; i++) {
        dot11_sim_ap_rekey_pairwise(rig->aps[0], rig_sta_addr);
        dot11_sim_run_for(rig->sim, RIG_SECOND);
        rig_ping(rig, 3);
    }
    assert_int_equal(ap_stats(rig, 0).handshakes, 4);
    rig_end(rig);
}

static void a_deauthenticated_station_comes_back(void **state)
{
    struct rig_options options;
    struct rig *rig;
    const struct dot11_event *event;

    (void)state;
    rig_options(&options, true);
    rig = rig_new(&options);
    rig_connect(rig);
    dot11_sim_ap_deauth(rig->aps[0], rig_sta_addr, D11_REASON_INACTIVITY);
    event = wait_for(rig, D11_EV_DISASSOC, RIG_SECOND);
    assert_int_equal(event->u.disassoc.outcome, D11_OUTCOME_PEER_DEAUTH);
    assert_int_equal(event->u.disassoc.code, D11_REASON_INACTIVITY);
    assert_true(rig_wait_open(rig, 10 * RIG_SECOND));
    rig_ping(rig, 3);
    dot11_sim_ap_disassoc(rig->aps[0], NULL, D11_REASON_NO_MORE_STAS);
    event = wait_for(rig, D11_EV_DISASSOC, RIG_SECOND);
    assert_int_equal(event->u.disassoc.outcome, D11_OUTCOME_PEER_DISASSOC);
    assert_true(rig_wait_open(rig, 10 * RIG_SECOND));
    rig_ping(rig, 3);
    rig_end(rig);
}

static void a_vanished_ap_is_noticed_and_rejoined(void **state)
{
    struct rig_options options;
    struct rig *rig;
    const struct dot11_event *event;

    (void)state;
    rig_options(&options, true);
    rig = rig_new(&options);
    rig_connect(rig);
    rig_ping(rig, 1);
    dot11_sim_ap_stop(rig->aps[0]);
    event = wait_for(rig, D11_EV_DISASSOC, 10 * RIG_SECOND);
    assert_int_equal(event->u.disassoc.outcome, D11_OUTCOME_UNREACHABLE);
    assert_false(rig_is_open(rig));
    dot11_sim_run_for(rig->sim, 30 * RIG_SECOND);
    assert_false(rig_is_open(rig));
    dot11_sim_ap_restart(rig->aps[0]);
    assert_true(rig_wait_open(rig, 60 * RIG_SECOND));
    rig_ping(rig, 3);
    rig_end(rig);
}

static void a_restarted_ap_is_rejoined(void **state)
{
    struct rig_options options;
    struct rig *rig;

    (void)state;
    rig_options(&options, true);
    rig = rig_new(&options);
    rig_connect(rig);
    dot11_sim_ap_restart(rig->aps[0]);
    /* Its next frame is answered with "who are you". */
    (void)dot11_sim_station_ping(rig->station, rig_host_ip, 1, 56);
    assert_true(rig_wait_open(rig, 10 * RIG_SECOND));
    rig_ping(rig, 3);
    rig_end(rig);
}

static void the_other_ap_takes_over(void **state)
{
    struct rig_options options;
    struct rig *rig;
    unsigned here;

    (void)state;
    rig_options(&options, true);
    rig = rig_new(&options);
    (void)rig_add_ap(rig, &options, 2462);
    rig_connect(rig);
    here = rig_status(rig).freq_mhz == 2462;
    dot11_sim_ap_stop(rig->aps[here]);
    (void)wait_for(rig, D11_EV_DISASSOC, 10 * RIG_SECOND);
    assert_true(rig_wait_open(rig, 20 * RIG_SECOND));
    assert_memory_equal(rig_status(rig).bssid, rig->bssids[1 - here], 6);
    rig_ping(rig, 3);
    rig_end(rig);
}

static void a_roam_changes_the_ap(void **state)
{
    struct rig_options options;
    struct rig *rig;
    const struct dot11_event *event;
    unsigned here;

    (void)state;
    rig_options(&options, true);
    rig = rig_new(&options);
    (void)rig_add_ap(rig, &options, 2462);
    rig_connect(rig);
    here = rig_status(rig).freq_mhz == 2462;
    dot11_sim_set_path(dot11_sim_radio_node(rig->radio),
                       dot11_sim_ap_node(rig->aps[here]), -85);
    assert_int_equal(dot11_sta_roam(rig->sta, NULL, NULL, rig_now(rig)),
                     D11_OK);
    event = wait_for(rig, D11_EV_ROAM_DONE, 30 * RIG_SECOND);
    assert_int_equal(event->u.done.err, D11_OK);
    assert_memory_equal(event->u.done.bssid, rig->bssids[1 - here], 6);
    assert_true(rig_wait_open(rig, 5 * RIG_SECOND));
    rig_ping(rig, 3);
    rig_end(rig);
}

static void data_survives_a_scan(void **state)
{
    struct rig_options options;
    struct rig *rig;
    uint32_t scans;

    (void)state;
    rig_options(&options, true);
    rig = rig_new(&options);
    rig_connect(rig);
    scans = dot11_sim_station_count(rig->station, D11_EV_SCAN_DONE);
    assert_int_equal(dot11_sta_scan(rig->sta, NULL, NULL, rig_now(rig)),
                     D11_OK);
    rig_ping(rig, 5);
    for (unsigned i = 0; i < 60 && dot11_sim_station_count(
                                       rig->station, D11_EV_SCAN_DONE) == scans;
         i++)
        dot11_sim_run_for(rig->sim, RIG_SECOND);
    assert_int_equal(dot11_sim_station_count(rig->station, D11_EV_SCAN_DONE),
                     scans + 1);
    /* The AP was told each time, and each time the station came back. */
    assert_true(rig->nulls[1] > 0);
    assert_true(rig->nulls[0] >= rig->nulls[1]);
    assert_int_equal(rig_status(rig).state, D11_STA_CONNECTED);
    rig_ping(rig, 3);
    rig_end(rig);
}

static void nothing_is_sent_before_the_port_opens(void **state)
{
    struct rig_options options;
    struct rig *rig;
    uint8_t eth[60] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2,
                       0,    0,    0,    1,    1,    0x88, 0xb5};

    (void)state;
    rig_options(&options, true);
    rig = rig_new(&options);
    dot11_sim_ap_mute(rig->aps[0], DOT11_SIM_M3, 2);
    rig_start(rig);
    assert_int_equal(dot11_sim_station_send(rig->station, eth, sizeof eth),
                     D11_ERR_STATE);
    rig_ask(rig, RIG_SSID, RIG_PASSPHRASE);
    (void)wait_for(rig, D11_EV_CONNECT_DONE, 20 * RIG_SECOND);
    assert_false(rig_is_open(rig));
    assert_int_equal(dot11_sim_station_send(rig->station, eth, sizeof eth),
                     D11_ERR_STATE);
    assert_true(rig_wait_open(rig, 5 * RIG_SECOND));
    assert_int_equal(dot11_sim_station_send(rig->station, eth, sizeof eth),
                     D11_OK);
    dot11_sim_run_for(rig->sim, 100000);
    assert_int_equal(ap_stats(rig, 0).data_rx, 1);
    rig_end(rig);
}

/* N80211-HALT: at any moment of a connection. */
static void a_halt_at_any_time_leaves_nothing(void **state)
{
    (void)state;
    for (uint64_t us = 0; us < 2500000; us += 41000) {
        struct rig_options options;
        struct rig *rig;

        rig_options(&options, true);
        rig = rig_new(&options);
        rig_start(rig);
        rig_ask(rig, RIG_SSID, RIG_PASSPHRASE);
        dot11_sim_run_for(rig->sim, us);
        rig_end(rig);
    }
}

static void a_disconnect_at_any_time_is_clean(void **state)
{
    (void)state;
    for (uint64_t us = 0; us < 2500000; us += 97000) {
        struct rig_options options;
        struct rig *rig;
        uint32_t connects;

        rig_options(&options, true);
        rig = rig_new(&options);
        rig_start(rig);
        rig_ask(rig, RIG_SSID, RIG_PASSPHRASE);
        dot11_sim_run_for(rig->sim, us);
        disconnect(rig);
        assert_int_equal(
            dot11_sim_station_count(rig->station, D11_EV_CONNECT_DONE), 1);
        assert_int_equal(rig_status(rig).state, D11_STA_INIT);
        /* It was no accident. */
        connects = ap_stats(rig, 0).assocs;
        dot11_sim_run_for(rig->sim, 5 * RIG_SECOND);
        assert_int_equal(ap_stats(rig, 0).assocs, connects);
        rig_ask(rig, RIG_SSID, RIG_PASSPHRASE);
        assert_true(rig_wait_open(rig, 20 * RIG_SECOND));
        rig_end(rig);
    }
}

static void a_reset_forgets_everything(void **state)
{
    struct rig_options options;
    struct rig *rig;

    (void)state;
    rig_options(&options, true);
    rig = rig_new(&options);
    rig_connect(rig);
    assert_int_equal(dot11_sta_reset(rig->sta, rig_now(rig)), D11_OK);
    assert_int_equal(rig_status(rig).state, D11_STA_INIT);
    assert_int_equal(dot11_radio_bss_count(rig->core), 0);
    dot11_sim_run_for(rig->sim, 5 * RIG_SECOND);
    assert_int_equal(ap_stats(rig, 0).assocs, 1);
    rig_ask(rig, RIG_SSID, RIG_PASSPHRASE);
    assert_true(rig_wait_open(rig, 20 * RIG_SECOND));
    rig_ping(rig, 3);
    rig_end(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RIG_TEST(a_station_starts_and_halts),
        RIG_TEST(a_scan_finds_every_ap),
        RIG_TEST(a_scan_can_be_given_up),
        RIG_TEST(an_open_network_is_joined_and_carries_pings),
        RIG_TEST(a_protected_network_is_joined_and_carries_pings),
        RIG_TEST(a_halted_station_may_start_again),
        RIG_TEST(an_ap_without_qos_is_joined),
        RIG_TEST(an_ap_on_5_ghz_is_joined),
        RIG_TEST(a_hidden_network_is_found_by_name),
        RIG_TEST(a_network_that_is_not_there_is_not_joined),
        RIG_TEST(a_wrong_passphrase_is_told_as_such),
        RIG_TEST(an_open_network_of_the_same_name_is_no_substitute),
        RIG_TEST(a_refusal_ends_the_attempt_with_its_status),
        RIG_TEST(a_silent_ap_is_given_up),
        RIG_TEST(lost_answers_are_asked_for_again),
        RIG_TEST(a_new_group_key_is_taken),
        RIG_TEST(a_new_pairwise_key_is_taken),
        RIG_TEST(a_deauthenticated_station_comes_back),
        RIG_TEST(a_vanished_ap_is_noticed_and_rejoined),
        RIG_TEST(a_restarted_ap_is_rejoined),
        RIG_TEST(the_other_ap_takes_over),
        RIG_TEST(a_roam_changes_the_ap),
        RIG_TEST(data_survives_a_scan),
        RIG_TEST(nothing_is_sent_before_the_port_opens),
        RIG_TEST(a_halt_at_any_time_leaves_nothing),
        RIG_TEST(a_disconnect_at_any_time_is_clean),
        RIG_TEST(a_reset_forgets_everything),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
