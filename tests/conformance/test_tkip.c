/* TKIP: data, MIC failures and countermeasures, over WPA version 1.
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <dot11/attr.h>
#include <dot11/codes.h>
#include <dot11/ext_services.h>
#include <dot11/monitor.h>

#include "primitives.h"
#include "rig.h"

static const struct dot11_part *const parts[] = {
    &dot11_tkip, &dot11_attrs, &dot11_ext_services, &dot11_monitor};
static const struct dot11_ext_ops *const exts[] = {&dot11_wpa_network,
                                                   &dot11_rsn};

/* The last protected data frame from the AP to the station. */
static uint8_t caught[2048];
static size_t caught_len;

static void make(struct rig_options *options)
{
    rig_options(options, false);
    options->station.core.parts = parts;
    options->station.core.part_count = 4;
    options->station.core.exts = exts;
    options->station.core.ext_count = 2;
    options->ap.tkip = true;
    options->ap.passphrase = RIG_PASSPHRASE;
    caught_len = 0;
}

static enum dot11_err ask(struct rig *rig, const char *passphrase)
{
    struct dot11_wpa_profile profile;
    struct dot11_connect_req req = {0};

    dot11_wpa_profile_defaults(&profile);
    profile.passphrase_len = (uint8_t)strlen(passphrase);
    memcpy(profile.passphrase, passphrase, profile.passphrase_len);
    req.ssid.len = sizeof RIG_SSID - 1;
    memcpy(req.ssid.octets, RIG_SSID, req.ssid.len);
    req.ext = &dot11_wpa_network;
    req.profile = &profile;
    req.profile_len = sizeof profile;
    return dot11_sta_connect(rig->sta, &req, NULL, rig_now(rig));
}

static void catch_frame(void *ctx, const struct dot11_sim_frame *frame)
{
    const uint8_t *mpdu = frame->octets;

    (void)ctx;
    if (frame->len > sizeof caught || frame->len < 26 ||
        (mpdu[0] & 0x0c) != 0x08 || (mpdu[1] & 0x43) != 0x42 ||
        memcmp(mpdu + 4, rig_sta_addr, 6) != 0)
        return;
    memcpy(caught, mpdu, frame->len);
    caught_len = frame->len;
}

static void run(struct rig *rig, uint64_t us)
{
    dot11_sim_run_for(rig->sim, us);
}

static struct rig *join(struct rig_options *options)
{
    struct rig *rig = rig_new(options);

    assert_int_equal(dot11_sim_add_tap(rig->sim, catch_frame, NULL), D11_OK);
    rig_start(rig);
    assert_int_equal(ask(rig, RIG_PASSPHRASE), D11_OK);
    assert_true(rig_wait_open(rig, 10 * RIG_SECOND));
    /* The AP gets the last message of the handshake. */
    run(rig, RIG_SECOND / 10);
    return rig;
}

static struct dot11_sim_ap_stats ap_stats(const struct rig *rig, unsigned ap)
{
    struct dot11_sim_ap_stats stats;

    dot11_sim_ap_stats(rig->aps[ap], &stats);
    return stats;
}

static uint32_t drops(const struct rig *rig, enum dot11_drop drop)
{
    struct dot11_stats stats;

    dot11_radio_stats(rig->core, &stats);
    return stats.drops[drop];
}

static uint32_t count(const struct rig *rig, enum dot11_event_type type)
{
    return dot11_sim_station_count(rig->station, type);
}

static const struct dot11_event *last(const struct rig *rig,
                                      enum dot11_event_type type)
{
    return dot11_sim_station_last(rig->station, type, 0);
}

/* A frame from the wire behind the AP, to one or to all, with a wrong MIC. */
static void send_spoilt(struct rig *rig, const uint8_t *da)
{
    uint8_t eth[60] = {0};

    memcpy(eth, da, 6);
    eth[6] = 2;
    eth[11] = 0xfe;
    eth[12] = 0x88;
    eth[13] = 0xb5;
    dot11_sim_ap_spoil_mic(rig->aps[0], 1);
    assert_int_equal(dot11_sim_ap_send(rig->aps[0], eth, sizeof eth, 0),
                     D11_OK);
    run(rig, RIG_SECOND);
}

/* Hand the caught frame up again. */
static void hear_again(struct rig *rig)
{
    struct dot11_sim_host *host = dot11_sim_station_host(rig->station);
    struct dot11_rx rx = {0};

    rx.frame = dot11_sim_host_ops()->frame_alloc(host, 0, caught_len);
    assert_non_null(rx.frame);
    memcpy(rx.frame->data, caught, caught_len);
    rx.frame->len = (uint32_t)caught_len;
    rx.freq_mhz = 2437;
    dot11_hw_rx(rig->core, &rx, 1, rig_now(rig));
    dot11_sim_station_settle(rig->station);
}

/* N80211-AUTH-6, N80211-CIPH-13, N80211-CIPH-15, N80211-CIPH-16,
 * N80211-CIPH-24 */
static void data_flows_both_ways_under_tkip(void **state)
{
    struct rig_options options;
    struct rig *rig;

    (void)state;
    make(&options);
    rig = join(&options);
    assert_int_equal(rig_status(rig).pairwise_cipher, D11_CIPHER_TKIP);
    assert_int_equal(rig_status(rig).group_cipher, D11_CIPHER_TKIP);
    assert_int_equal(rig_status(rig).akm, D11_AKM_WPA_PSK);
    rig_ping(rig, 5);
    assert_int_equal(ap_stats(rig, 0).michael_errors, 0);
    assert_int_equal(ap_stats(rig, 0).mic_errors, 0);
    /* TSC1, the seed that keeps weak keys away, TSC0, ExtIV and key id 0. */
    assert_true(caught_len > 34);
    assert_int_equal(caught[27], (caught[26] | 0x20) & 0x7f);
    assert_int_equal(caught[29], 0x20);
    rig_end(rig);
}

/* N80211-CIPH-16: without QoS the priority in the MIC is 0. */
static void data_flows_without_qos_too(void **state)
{
    struct rig_options options;
    struct rig *rig;

    (void)state;
    make(&options);
    options.ap.no_qos = true;
    rig = join(&options);
    rig_ping(rig, 3);
    assert_int_equal(drops(rig, D11_DROP_TKIP_MIC), 0);
    rig_end(rig);
}

/* N80211-CIPH-11, N80211-CIPH-16: keys change while data flows. */
static void keys_are_renewed_under_way(void **state)
{
    static const uint8_t all[6] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
    struct rig_options options;
    struct rig *rig;

    (void)state;
    make(&options);
    rig = join(&options);
    for (unsigned i = 0; i < 3; i++) {
        dot11_sim_ap_rekey(rig->aps[0]);
        run(rig, RIG_SECOND);
        rig_ping(rig, 1);
        dot11_sim_ap_rekey_pairwise(rig->aps[0], rig_sta_addr);
        run(rig, RIG_SECOND);
        rig_ping(rig, 1);
    }
    assert_int_equal(ap_stats(rig, 0).handshakes, 4);
    assert_int_equal(ap_stats(rig, 0).group_done, 7);
    assert_int_equal(drops(rig, D11_DROP_TKIP_MIC), 0);
    /* A group frame is opened with the newest key. */
    send_spoilt(rig, all);
    assert_int_equal(drops(rig, D11_DROP_TKIP_MIC), 1);
    rig_end(rig);
}

/* Did a port close for this reason? */
static bool was_closed(const struct rig *rig, enum dot11_err err)
{
    const uint32_t n = dot11_sim_station_event_count(rig->station);

    for (uint32_t i = 0; i < n; i++) {
        const struct dot11_event *event =
            dot11_sim_station_event(rig->station, i);

        if (event->type == D11_EV_PORT &&
            event->u.port.change == D11_PORT_UNAUTHORIZED &&
            event->u.port.err == err)
            return true;
    }
    return false;
}

static void a_wrong_passphrase_is_told(void **state)
{
    struct rig_options options;
    struct rig *rig;

    (void)state;
    make(&options);
    rig = rig_new(&options);
    rig_start(rig);
    assert_int_equal(ask(rig, "another one"), D11_OK);
    assert_false(rig_wait_open(rig, 8 * RIG_SECOND));
    assert_true(ap_stats(rig, 0).psk_mismatches >= 3);
    assert_true(was_closed(rig, D11_ERR_BAD_KEY));
    rig_end(rig);
}

/* Frames of the handshake are lost and said again; no key goes in twice. */
static void lost_messages_are_said_again(void **state)
{
    static const uint32_t lost[] = {DOT11_SIM_M1, DOT11_SIM_M3, DOT11_SIM_G1,
                                    DOT11_SIM_M2, DOT11_SIM_M4, DOT11_SIM_G2};
    struct rig_options options;

    (void)state;
    for (unsigned i = 0; i < 6; i++) {
        struct rig *rig;

        make(&options);
        rig = rig_new(&options);
        rig_start(rig);
        dot11_sim_ap_mute(rig->aps[0], lost[i], 1);
        assert_int_equal(ask(rig, RIG_PASSPHRASE), D11_OK);
        assert_true(rig_wait_open(rig, 10 * RIG_SECOND));
        run(rig, 3 * RIG_SECOND);
        rig_ping(rig, 1);
        rig_end(rig);
    }
}

/* N80211-TKIP-1, N80211-TKIP-3, N80211-RX-8, N80211-GEN-7: each failure is an
 * event, the frame is discarded and counted as just that, and the station does
 * nothing more by itself. */
static void each_mic_failure_is_told(void **state)
{
    static const uint8_t all[6] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
    const struct dot11_ev_tkip_mic_failure *failure;
    struct rig_options options;
    struct rig *rig;
    uint64_t msdus;

    (void)state;
    make(&options);
    rig = join(&options);
    rig_ping(rig, 1);
    msdus = rig_status(rig).rx_msdus;
    send_spoilt(rig, rig_sta_addr);
    assert_int_equal(count(rig, D11_EV_TKIP_MIC_FAILURE), 1);
    failure = &last(rig, D11_EV_TKIP_MIC_FAILURE)->u.tkip_mic_failure;
    assert_false(failure->default_key);
    assert_int_equal(failure->key_id, 0);
    assert_memory_equal(failure->peer, rig->bssids[0], 6);

    send_spoilt(rig, all);
    assert_int_equal(count(rig, D11_EV_TKIP_MIC_FAILURE), 2);
    failure = &last(rig, D11_EV_TKIP_MIC_FAILURE)->u.tkip_mic_failure;
    assert_true(failure->default_key);
    assert_int_equal(failure->key_id, 1);
    assert_memory_equal(failure->peer, rig->bssids[0], 6);

    assert_int_equal(rig_status(rig).rx_msdus, msdus);
    assert_int_equal(drops(rig, D11_DROP_TKIP_MIC), 2);
    assert_int_equal(drops(rig, D11_DROP_MIC), 0);
    /* Two of them, and nothing happened. */
    assert_true(rig_is_open(rig));
    assert_int_equal(count(rig, D11_EV_DISASSOC), 0);
    assert_int_equal(ap_stats(rig, 0).mic_reports, 0);
    rig_ping(rig, 1);
    rig_end(rig);
}

/* N80211-CIPH-20, N80211-TKIP-1: a frame that is repeated, or whose ICV is
 * wrong, is no MIC failure; one with a wrong MIC moves no counter. */
static void replays_and_noise_are_no_mic_failures(void **state)
{
    struct rig_options options;
    struct rig *rig;
    uint32_t before;

    (void)state;
    make(&options);
    rig = join(&options);
    rig_ping(rig, 1);
    before = drops(rig, D11_DROP_REPLAY);
    hear_again(rig);
    assert_int_equal(drops(rig, D11_DROP_REPLAY), before + 1);
    for (size_t at = 34; at < caught_len; at += 7) {
        before = drops(rig, D11_DROP_MIC);
        caught[at] ^= 0x10;
        hear_again(rig);
        caught[at] ^= 0x10;
        assert_int_equal(drops(rig, D11_DROP_MIC), before + 1);
    }
    assert_int_equal(count(rig, D11_EV_TKIP_MIC_FAILURE), 0);

    /* The same frame with a wrong MIC fails as often as it comes. */
    send_spoilt(rig, rig_sta_addr);
    hear_again(rig);
    hear_again(rig);
    assert_int_equal(count(rig, D11_EV_TKIP_MIC_FAILURE), 3);
    rig_ping(rig, 1);
    rig_end(rig);
}

static bool deaf;

static bool hears(void *ctx, const struct dot11_sim_frame *frame)
{
    return !deaf || frame->to != ctx;
}

/* SEC-RPL-07: a late frame of one TID is not old because one of another TID
 * came first; but it is good only once. */
static void each_tid_counts_for_itself(void **state)
{
    static uint8_t late[sizeof caught];
    uint8_t eth[60] = {0};
    struct rig_options options;
    struct rig *rig;
    uint64_t msdus;
    size_t late_len;

    (void)state;
    make(&options);
    rig = join(&options);
    memcpy(eth, rig_sta_addr, 6);
    eth[6] = 2;
    eth[11] = 0xfe;
    eth[12] = 0x88;
    eth[13] = 0xb5;
    dot11_sim_set_filter(rig->sim, hears, dot11_sim_radio_node(rig->radio));
    msdus = rig_status(rig).rx_msdus;
    /* The station does not hear the first one. */
    deaf = true;
    assert_int_equal(dot11_sim_ap_send(rig->aps[0], eth, sizeof eth, 0),
                     D11_OK);
    run(rig, RIG_SECOND / 20);
    deaf = false;
    late_len = caught_len;
    memcpy(late, caught, caught_len);
    assert_int_equal(dot11_sim_ap_send(rig->aps[0], eth, sizeof eth, 5),
                     D11_OK);
    run(rig, RIG_SECOND / 20);
    assert_int_equal(rig_status(rig).rx_msdus, msdus + 1);
    memcpy(caught, late, late_len);
    caught_len = late_len;
    hear_again(rig);
    assert_int_equal(rig_status(rig).rx_msdus, msdus + 2);
    hear_again(rig);
    assert_int_equal(rig_status(rig).rx_msdus, msdus + 2);
    assert_int_equal(count(rig, D11_EV_TKIP_MIC_FAILURE), 0);
    rig_end(rig);
}

/* SEC-FRM-02: every length of a protected frame. */
static void cut_frames_are_dropped(void **state)
{
    struct rig_options options;
    struct rig *rig;
    size_t whole;

    (void)state;
    make(&options);
    rig = join(&options);
    rig_ping(rig, 1);
    whole = caught_len;
    for (caught_len = 0; caught_len < whole; caught_len++)
        hear_again(rig);
    assert_int_equal(count(rig, D11_EV_TKIP_MIC_FAILURE), 0);
    rig_ping(rig, 1);
    rig_end(rig);
}

/* N80211-TKIP-2: neither a frame for another station nor one that a monitor
 * hears. */
static void frames_for_others_are_no_failures(void **state)
{
    struct rig_options options;
    struct rig *rig;

    (void)state;
    make(&options);
    rig = join(&options);
    send_spoilt(rig, rig_sta_addr);
    assert_int_equal(count(rig, D11_EV_TKIP_MIC_FAILURE), 1);
    caught[9] ^= 0x20;
    hear_again(rig);
    caught[9] ^= 0x20;
    assert_int_equal(dot11_sta_disconnect(rig->sta, NULL, rig_now(rig)),
                     D11_OK);
    assert_int_equal(
        dot11_sta_set_mode(rig->sta, D11_MODE_MONITOR, rig_now(rig)), D11_OK);
    assert_int_equal(
        dot11_sta_set_packet_filter(rig->sta, D11_PACKET_ALL, rig_now(rig)),
        D11_OK);
    hear_again(rig);
    assert_int_equal(count(rig, D11_EV_TKIP_MIC_FAILURE), 1);
    rig_end(rig);
}

/* The host passes each failure on to the extension. */
static void pass_on(struct rig *rig)
{
    const struct dot11_event *event = last(rig, D11_EV_TKIP_MIC_FAILURE);

    assert_int_equal(dot11_sta_ext_indicate(
                         rig->sta, &dot11_wpa_network, D11_EXT_IND_MIC_FAILURE,
                         (const uint8_t *)&event->u.tkip_mic_failure,
                         sizeof event->u.tkip_mic_failure, rig_now(rig)),
                     D11_OK);
    dot11_sim_station_settle(rig->station);
    run(rig, RIG_SECOND / 2);
}

/* N80211-TKIP-6, A64: the extension tells the AP of each failure; with the second
 * within a minute it leaves, and comes back after another. */
static void the_extension_runs_countermeasures(void **state)
{
    struct rig_options options;
    struct rig *rig;

    (void)state;
    make(&options);
    rig = join(&options);
    send_spoilt(rig, rig_sta_addr);
    pass_on(rig);
    assert_int_equal(ap_stats(rig, 0).mic_reports, 1);
    assert_true(rig_is_open(rig));
    send_spoilt(rig, rig_sta_addr);
    pass_on(rig);
    assert_int_equal(ap_stats(rig, 0).mic_reports, 2);
    assert_false(rig_is_open(rig));
    assert_int_equal(count(rig, D11_EV_DISASSOC), 1);
    /* A minute without this AP. */
    run(rig, 58 * RIG_SECOND);
    assert_false(rig_status(rig).associated);
    assert_int_equal(ap_stats(rig, 0).assocs, 1);
    assert_true(rig_wait_open(rig, 60 * RIG_SECOND));
    rig_ping(rig, 1);
    rig_end(rig);
}

/* N80211-TKIP-6: a new connect request does not end them. */
static void countermeasures_outlast_the_connection(void **state)
{
    struct rig_options options;
    struct rig *rig;

    (void)state;
    make(&options);
    rig = join(&options);
    for (unsigned i = 0; i < 2; i++) {
        send_spoilt(rig, rig_sta_addr);
        pass_on(rig);
    }
    assert_int_equal(dot11_sta_disconnect(rig->sta, NULL, rig_now(rig)),
                     D11_OK);
    assert_int_equal(ask(rig, RIG_PASSPHRASE), D11_OK);
    assert_false(rig_wait_open(rig, 10 * RIG_SECOND));
    run(rig, 60 * RIG_SECOND);
    assert_int_equal(ask(rig, RIG_PASSPHRASE), D11_OK);
    assert_true(rig_wait_open(rig, 10 * RIG_SECOND));
    rig_end(rig);
}

/* N80211-TKIP-4, N80211-TKIP-5, N80211-TKIP-7, N80211-ROAM-15: figure 3.19.
 * The host excludes the AP after the second failure; the station leaves it for
 * another and does not come back before the host takes it off the list. */
static void the_host_excludes_the_ap(void **state)
{
    struct dot11_tkip_watch watch = {0};
    struct rig_options options;
    struct rig *rig;
    uint32_t since;

    (void)state;
    make(&options);
    rig = rig_new(&options);
    rig_start(rig);
    assert_int_equal(ask(rig, RIG_PASSPHRASE), D11_OK);
    assert_true(rig_wait_open(rig, 10 * RIG_SECOND));
    (void)rig_add_ap(rig, &options, 2462);
    run(rig, RIG_SECOND);
    since = dot11_sim_station_event_count(rig->station);
    for (unsigned i = 0; i < 2; i++) {
        send_spoilt(rig, rig_sta_addr);
        assert_int_equal(
            dot11_tkip_watch_failure(
                &watch, &last(rig, D11_EV_TKIP_MIC_FAILURE)->u.tkip_mic_failure,
                rig_now(rig)),
            i == 1);
    }
    assert_memory_equal(watch.excluded, rig->bssids[0], 6);
    assert_int_equal(dot11_tkip_watch_deadline(&watch) - rig_now(rig),
                     60 * RIG_SECOND);
    assert_int_equal(dot11_sta_set(rig->sta, D11_ATTR_EXCLUDED_MACS,
                                   watch.excluded, 6, rig_now(rig)),
                     D11_OK);
    dot11_sim_station_settle(rig->station);
    /* S->H TKIPMIC_FAILURE x2, DISASSOCIATION {AP1}. */
    for (unsigned i = 0; i < 2; i++)
        assert_int_equal(dot11_sim_station_event(rig->station, since + i)->type,
                         D11_EV_TKIP_MIC_FAILURE);
    assert_int_equal(dot11_sim_station_event(rig->station, since + 2)->type,
                     D11_EV_DISASSOC);
    assert_memory_equal(
        dot11_sim_station_event(rig->station, since + 2)->u.disassoc.bssid,
        rig->bssids[0], 6);
    assert_true(rig_wait_open(rig, 20 * RIG_SECOND));
    assert_memory_equal(rig_status(rig).bssid, rig->bssids[1], 6);
    run(rig, 59 * RIG_SECOND);
    assert_int_equal(ap_stats(rig, 0).assocs, 1);
    rig_ping(rig, 1);
    /* And back, when the host says so. */
    assert_int_equal(
        dot11_sta_set(rig->sta, D11_ATTR_EXCLUDED_MACS, NULL, 0, rig_now(rig)),
        D11_OK);
    dot11_sim_ap_stop(rig->aps[1]);
    run(rig, 5 * RIG_SECOND);
    assert_true(rig_wait_open(rig, 20 * RIG_SECOND));
    assert_memory_equal(rig_status(rig).bssid, rig->bssids[0], 6);
    rig_end(rig);
}

/* N80211-TKIP-4, N80211-TKIP-7: two failures count when less than a minute is
 * between them, and the exclusion lasts for one. */
static void failures_a_minute_apart_do_not_add_up(void **state)
{
    const struct dot11_ev_tkip_mic_failure failure = {
        {2, 0, 0, 0, 0, 1}, 0, false};
    struct dot11_tkip_watch watch = {0};

    (void)state;
    assert_int_equal(dot11_tkip_watch_deadline(&watch), D11_NEVER);
    assert_false(dot11_tkip_watch_failure(&watch, &failure, 1000));
    assert_false(
        dot11_tkip_watch_failure(&watch, &failure, 1000 + D11_TKIP_WATCH_US));
    assert_false(dot11_tkip_watch_excludes(&watch, failure.peer,
                                           1000 + D11_TKIP_WATCH_US));
    assert_true(dot11_tkip_watch_failure(&watch, &failure,
                                         999 + 2 * D11_TKIP_WATCH_US));
    assert_int_equal(dot11_tkip_watch_deadline(&watch),
                     999 + 3 * D11_TKIP_WATCH_US);
    assert_true(dot11_tkip_watch_excludes(&watch, failure.peer,
                                          998 + 3 * D11_TKIP_WATCH_US));
    assert_false(dot11_tkip_watch_excludes(&watch, failure.peer,
                                           999 + 3 * D11_TKIP_WATCH_US));
    /* The two have had their effect: it takes two more. */
    assert_false(dot11_tkip_watch_failure(&watch, &failure,
                                          1000 + 2 * D11_TKIP_WATCH_US));
}

/* Nobody but this extension takes such a network, and it takes no other; what
 * the provider lacks is no cipher. */
static void wpa_is_joined_on_request_only(void **state)
{
    struct dot11_crypto_ops poor = *PRIMITIVES_OPS;
    struct rig_options options;
    struct rig *rig;
    void *crypto;

    (void)state;
    make(&options);
    rig = rig_new(&options);
    rig_start(rig);
    rig_ask(rig, RIG_SSID, RIG_PASSPHRASE);
    assert_false(rig_wait_open(rig, 5 * RIG_SECOND));
    rig_end(rig);

    make(&options);
    options.ap.tkip = false;
    rig = rig_new(&options);
    rig_start(rig);
    assert_int_equal(ask(rig, RIG_PASSPHRASE), D11_OK);
    assert_false(rig_wait_open(rig, 5 * RIG_SECOND));
    assert_int_equal(last(rig, D11_EV_CONNECT_DONE)->u.done.outcome,
                     D11_OUTCOME_NO_CANDIDATE);
    rig_end(rig);

    assert_int_equal(primitives_new(&crypto), D11_OK);
    options.station.crypto = crypto;
    poor.hmac_md5 = NULL;
    options.station.crypto_ops = &poor;
    rig = rig_new(&options);
    rig_start(rig);
    assert_int_equal(ask(rig, RIG_PASSPHRASE), D11_ERR_UNSUPPORTED);
    rig_end(rig);
    primitives_free(crypto);
}

/* Without the part there is no TKIP: the handshake cannot end well. */
static void without_the_part_the_key_is_refused(void **state)
{
    struct rig_options options;
    struct rig *rig;

    (void)state;
    make(&options);
    options.station.core.parts = NULL;
    options.station.core.part_count = 0;
    rig = rig_new(&options);
    rig_start(rig);
    assert_int_equal(ask(rig, RIG_PASSPHRASE), D11_OK);
    assert_false(rig_wait_open(rig, 5 * RIG_SECOND));
    assert_true(was_closed(rig, D11_ERR_UNSUPPORTED));
    rig_end(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RIG_TEST(data_flows_both_ways_under_tkip),
        RIG_TEST(data_flows_without_qos_too),
        RIG_TEST(keys_are_renewed_under_way),
        RIG_TEST(a_wrong_passphrase_is_told),
        RIG_TEST(lost_messages_are_said_again),
        RIG_TEST(each_mic_failure_is_told),
        RIG_TEST(replays_and_noise_are_no_mic_failures),
        RIG_TEST(each_tid_counts_for_itself),
        RIG_TEST(cut_frames_are_dropped),
        RIG_TEST(frames_for_others_are_no_failures),
        RIG_TEST(the_extension_runs_countermeasures),
        RIG_TEST(countermeasures_outlast_the_connection),
        RIG_TEST(the_host_excludes_the_ap),
        RIG_TEST(failures_a_minute_apart_do_not_add_up),
        RIG_TEST(wpa_is_joined_on_request_only),
        RIG_TEST(without_the_part_the_key_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
