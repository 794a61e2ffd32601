/* How associations end, and what a disconnect does (N80211-DISAS-*, DISC-*).
 * The order of events is in test_traces.c.
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include <dot11/codes.h>

#include "story.h"

static struct story story;
static struct rig_options options;

static struct rig *begin(void)
{
    static const struct dot11_part *const parts[] = {&dot11_attrs,
                                                     &dot11_associations};
    struct rig *rig;

    story_options(&options, true);
    options.station.radio.hw_ccmp = true;
    options.station.core.parts = parts;
    options.station.core.part_count = 2;
    rig = rig_new(&options);
    story_begin(&story, rig);
    story.mute_tx = true;
    return rig;
}

static void disconnect(struct rig *rig)
{
    assert_int_equal(dot11_sta_disconnect(rig->sta, NULL, rig_now(rig)),
                     D11_OK);
    assert_int_equal(rig_status(rig).state, D11_STA_INIT);
}

static uint32_t keys(struct rig *rig)
{
    struct dot11_sim_radio_stats radio;

    dot11_sim_radio_stats(rig->radio, &radio);
    return radio.keys;
}

static size_t associations(const struct rig *rig)
{
    struct dot11_assoc_info info;
    size_t count;

    assert_int_equal(dot11_sta_associations(rig->sta, &info, 1, &count),
                     D11_OK);
    return count;
}

/* When the station heard the AP last, in a world where it beacons only. */
static uint64_t heard_us;

static void note_beacon(void *ctx, const struct dot11_sim_frame *frame)
{
    struct rig *rig = ctx;

    if (frame->from == dot11_sim_ap_node(rig->aps[0]))
        heard_us = frame->at_us;
}

/* N80211-DISAS-4: not before the threshold, and soon after it; it can be set
 * before and during a connection. */
static void silence_beyond_the_threshold_ends_an_association(void **state)
{
    static const struct {
        uint32_t before_ms, during_ms, wanted_ms;
    } rows[] = {{0, 0, 2000}, {5000, 0, 5000}, {0, 3500, 3500}};

    (void)state;
    for (unsigned i = 0; i < 3; i++) {
        struct rig *rig = begin();
        uint64_t silent_us;

        story_start(&story);
        if (rows[i].before_ms != 0)
            assert_int_equal(dot11_sta_set(rig->sta, D11_ATTR_UNREACHABLE_MS,
                                           &rows[i].before_ms, 4, rig_now(rig)),
                             D11_OK);
        story_ask(&story);
        assert_true(rig_wait_open(rig, 10 * RIG_SECOND));
        if (rows[i].during_ms != 0)
            assert_int_equal(dot11_sta_set(rig->sta, D11_ATTR_UNREACHABLE_MS,
                                           &rows[i].during_ms, 4, rig_now(rig)),
                             D11_OK);
        assert_int_equal(dot11_sim_add_tap(rig->sim, note_beacon, rig), D11_OK);
        dot11_sim_run_for(rig->sim, RIG_SECOND);
        dot11_sim_ap_stop(rig->aps[0]);
        (void)story_words(&story);
        assert_true(story_wait(&story, D11_EV_DISASSOC, 20 * RIG_SECOND));
        assert_int_equal(story_status(&story, D11_EV_DISASSOC), 0x2);
        silent_us = story.last[D11_EV_DISASSOC].at_us - heard_us;
        assert_in_range(silent_us, (uint64_t)rows[i].wanted_ms * 1000,
                        (uint64_t)rows[i].wanted_ms * 1000 + 300000);
        story_end(&story);
    }
}

/* N80211-DISAS-4: anything that is heard of it counts, not its beacons
 * alone. */
static void an_ap_without_beacons_that_answers_is_there(void **state)
{
    struct rig *rig = begin();

    (void)state;
    story_connect(&story);
    dot11_sim_ap_mute(rig->aps[0], DOT11_SIM_BEACON, UINT32_MAX);
    dot11_sim_run_for(rig->sim, 20 * RIG_SECOND);
    assert_null(strstr(story_words(&story), "disassoc"));
    assert_true(rig_is_open(rig));
    rig_ping(rig, 1);
    story_end(&story);
}

/* N80211-DISAS-1, N80211-ROAM-2, N80211-ROAM-15, N80211-DISAS-11: a peer that
 * becomes excluded is left for another, and not joined again. */
static void an_excluded_ap_is_left_for_another(void **state)
{
    struct rig *rig = begin();
    const char *words;

    (void)state;
    (void)rig_add_ap(rig, &options, 2412);
    dot11_sim_set_path(dot11_sim_radio_node(rig->radio),
                       dot11_sim_ap_node(rig->aps[1]), -75);
    story_connect(&story);
    assert_memory_equal(rig_status(rig).bssid, rig->bssids[0], 6);
    assert_int_equal(dot11_sta_set(rig->sta, D11_ATTR_EXCLUDED_MACS,
                                   rig->bssids[0], 6, rig_now(rig)),
                     D11_OK);
    /* Not "by the host": that would be the end (DISAS-11). */
    assert_int_equal(story.last[D11_EV_DISASSOC].u.disassoc.outcome,
                     D11_OUTCOME_EXCLUDED);
    assert_int_equal(rig_status(rig).state, D11_STA_LOST);
    assert_true(rig_wait_open(rig, 30 * RIG_SECOND));
    assert_memory_equal(rig_status(rig).bssid, rig->bssids[1], 6);
    words = story_words(&story);
    assert_memory_equal(words,
                        "disassoc:1 port_gone:1 x_stop roam_start "
                        "assoc_start:2",
                        53);
    /* Nor does a request of the host lead back to it. */
    dot11_sim_ap_stop(rig->aps[1]);
    dot11_sim_run_for(rig->sim, 60 * RIG_SECOND);
    assert_null(strstr(story_words(&story), "assoc_start:1"));
    assert_int_equal(rig->disassocs, 1);
    story_end(&story);
}

/* N80211-DISAS-5: nobody is left who was never joined. */
static void an_attempt_that_ends_is_no_disassociation(void **state)
{
    struct rig *rig = begin();

    (void)state;
    story_start(&story);
    dot11_sim_ap_mute(rig->aps[0], DOT11_SIM_ASSOC, UINT32_MAX);
    story_ask(&story);
    assert_true(story_wait(&story, D11_EV_ASSOC_START, 10 * RIG_SECOND));
    dot11_sim_run_for(rig->sim, 20000);
    dot11_sim_ap_deauth(rig->aps[0], rig_sta_addr, 9);
    assert_true(story_wait(&story, D11_EV_CONNECT_DONE, 30 * RIG_SECOND));
    assert_int_equal(story_status(&story, D11_EV_ASSOC_DONE), 0x10009);
    assert_int_equal(story.seen[D11_EV_DISASSOC], 0);
    story_end(&story);
}

/* N80211-DISAS-8, N80211-DISAS-9, N80211-DISAS-10: with a frame, and nothing
 * stays of the association. */
static void a_disconnect_and_a_reset_leave_the_ap(void **state)
{
    (void)state;
    for (unsigned reset = 0; reset < 2; reset++) {
        struct rig *rig = begin();
        struct dot11_sim_ap_stats stats;
        struct dot11_sim_ap_sta sta;
        struct dot11_port port;

        story_connect(&story);
        assert_int_equal(keys(rig), 2);
        assert_int_equal(associations(rig), 1);
        if (reset != 0)
            assert_int_equal(dot11_sta_reset(rig->sta, rig_now(rig)), D11_OK);
        else
            disconnect(rig);
        assert_int_equal(associations(rig), 0);
        assert_int_equal(dot11_sta_ports(rig->sta, &port, 1), 0);
        assert_int_equal(keys(rig), 0);
        assert_false(rig_status(rig).associated);
        assert_int_equal(story_status(&story, D11_EV_DISASSOC), 0x7);
        dot11_sim_run_for(rig->sim, 100000);
        dot11_sim_ap_stats(rig->aps[0], &stats);
        assert_int_equal(stats.disassocs_rx, 1);
        assert_false(dot11_sim_ap_sta(rig->aps[0], rig_sta_addr, &sta) &&
                     sta.associated);
        story_end(&story);
    }
}

/* N80211-DISAS-10, N80211-DISAS-12: an association that the AP ends leaves
 * nothing, either, and nothing is sent without a port. */
static void what_the_ap_ends_leaves_nothing(void **state)
{
    static const uint8_t eth[60] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2,
                                    0,    0,    0,    1,    1,    0x88, 0xb5};
    struct rig *rig = begin();
    struct dot11_port port;

    (void)state;
    story_connect(&story);
    dot11_sim_ap_refuse(rig->aps[0], D11_STATUS_FAILURE, 0);
    dot11_sim_ap_disassoc(rig->aps[0], rig_sta_addr, 4);
    assert_true(story_wait(&story, D11_EV_DISASSOC, RIG_SECOND));
    assert_int_equal(story_status(&story, D11_EV_DISASSOC), 0x20004);
    assert_int_equal(associations(rig), 0);
    assert_int_equal(keys(rig), 0);
    assert_int_equal(dot11_sta_ports(rig->sta, &port, 1), 0);
    assert_int_equal(dot11_sim_station_send(rig->station, eth, sizeof eth),
                     D11_ERR_STATE);
    story_end(&story);
}

/* N80211-DISC-1: anywhere but in INIT. */
static void a_disconnect_is_for_who_wants_a_network(void **state)
{
    struct rig *rig = begin();

    (void)state;
    story_start(&story);
    assert_int_equal(dot11_sta_disconnect(rig->sta, NULL, rig_now(rig)),
                     D11_ERR_STATE);
    assert_story(&story, "");
    for (unsigned where = 0; where < 4; where++) {
        story_ask(&story);
        if (where == 0)
            assert_int_equal(rig_status(rig).state, D11_STA_CONNECTING);
        if (where > 0)
            assert_true(rig_wait_open(rig, 30 * RIG_SECOND));
        if (where == 2)
            assert_int_equal(dot11_sta_roam(rig->sta, NULL, NULL, rig_now(rig)),
                             D11_OK);
        if (where == 3) {
            dot11_sim_ap_stop(rig->aps[0]);
            (void)story_words(&story);
            assert_true(story_wait(&story, D11_EV_DISASSOC, 5 * RIG_SECOND));
            assert_int_equal(rig_status(rig).state, D11_STA_LOST);
        }
        (void)story_words(&story);
        disconnect(rig);
        assert_int_equal(story.seen[D11_EV_DISCONNECT_DONE], 1);
        assert_int_equal(dot11_sta_disconnect(rig->sta, NULL, rig_now(rig)),
                         D11_ERR_STATE);
        assert_int_equal(story.seen[D11_EV_DISCONNECT_DONE], 1);
        dot11_sim_run_for(rig->sim, 100000);
    }
    story_end(&story);
}

/* N80211-DISC-4, N80211-DISC-5, N80211-ROAM-4, N80211-ROAM-12: no trigger of a
 * roam matters any more. */
static void after_a_disconnect_nothing_leads_back(void **state)
{
    struct rig *rig = begin();
    struct dot11_sim_ap_stats before, after;
    struct dot11_sim_radio_stats radio;

    (void)state;
    (void)rig_add_ap(rig, &options, 2437);
    story_connect(&story);
    dot11_sim_ap_deauth(rig->aps[0], NULL, 3);
    dot11_sim_ap_deauth(rig->aps[1], NULL, 3);
    assert_true(story_wait(&story, D11_EV_DISASSOC, RIG_SECOND));
    disconnect(rig);
    (void)story_words(&story);
    dot11_sim_ap_stats(rig->aps[0], &before);
    dot11_sim_ap_deauth(rig->aps[0], rig_sta_addr, 3);
    assert_int_equal(dot11_sta_scan(rig->sta, NULL, NULL, rig_now(rig)),
                     D11_OK);
    dot11_sim_run_for(rig->sim, 120 * RIG_SECOND);
    assert_story(&story, "scan_done");
    dot11_sim_ap_stats(rig->aps[0], &after);
    assert_int_equal(after.auths, before.auths);
    dot11_sim_radio_stats(rig->radio, &radio);
    assert_true(radio.on);
    story_end(&story);
}

/* N80211-DISC-8: what was heard, configured and set stays. */
static void a_disconnect_forgets_the_network_alone(void **state)
{
    struct rig *rig = begin();
    const uint32_t threshold_ms = 4000;
    uint32_t ms = 0;
    struct dot11_bss bss;
    size_t len;

    (void)state;
    story_start(&story);
    assert_int_equal(dot11_sta_set(rig->sta, D11_ATTR_UNREACHABLE_MS,
                                   &threshold_ms, 4, rig_now(rig)),
                     D11_OK);
    story_ask(&story);
    assert_true(rig_wait_open(rig, 10 * RIG_SECOND));
    disconnect(rig);
    assert_int_equal(
        dot11_radio_bss_find(rig->core, rig->bssids[0], NULL, &bss), D11_OK);
    assert_int_equal(
        dot11_sta_get(rig->sta, D11_ATTR_UNREACHABLE_MS, &ms, sizeof ms, &len),
        D11_OK);
    assert_int_equal(ms, threshold_ms);
    assert_int_equal(rig_status(rig).ssid.len, 0);
    /* It is tried at once: the AP is known still. */
    (void)story_words(&story);
    story_ask(&story);
    assert_story(&story, "x_pre connect_start assoc_start:1");
    assert_true(rig_wait_open(rig, 10 * RIG_SECOND));
    story_end(&story);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RIG_TEST(silence_beyond_the_threshold_ends_an_association),
        RIG_TEST(an_ap_without_beacons_that_answers_is_there),
        RIG_TEST(an_excluded_ap_is_left_for_another),
        RIG_TEST(an_attempt_that_ends_is_no_disassociation),
        RIG_TEST(a_disconnect_and_a_reset_leave_the_ap),
        RIG_TEST(what_the_ap_ends_leaves_nothing),
        RIG_TEST(a_disconnect_is_for_who_wants_a_network),
        RIG_TEST(after_a_disconnect_nothing_leads_back),
        RIG_TEST(a_disconnect_forgets_the_network_alone),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
