/* Connecting, and what all operations share (N80211-CONN-*, GEN-*). The order
 * of events is in test_traces.c.
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include <dot11/codes.h>

#include "fake_ap.h"
#include "story.h"

static struct story story;
static struct rig_options options;

static struct rig *begin(bool secured)
{
    struct rig *rig;

    story_options(&options, secured);
    rig = rig_new(&options);
    story_begin(&story, rig);
    story.mute_tx = true;
    return rig;
}

static enum dot11_err ask(struct rig *rig)
{
    struct dot11_connect_req req = {.ssid = {3, RIG_SSID}};

    return dot11_sta_connect(rig->sta, &req, NULL, rig_now(rig));
}

static void refused(struct rig *rig, enum dot11_sta_state state)
{
    (void)story_words(&story);
    assert_int_equal(rig_status(rig).state, state);
    assert_int_equal(ask(rig), D11_ERR_STATE);
    assert_story(&story, "");
    assert_int_equal(rig_status(rig).state, state);
}

/* N80211-CONN-1, N80211-CONN-3: everywhere but in INIT it is refused, and
 * nothing comes of it. */
static void a_connect_is_for_who_is_not_connected(void **state)
{
    struct rig *rig = begin(false);

    (void)state;
    story_start(&story);
    assert_int_equal(rig_status(rig).state, D11_STA_INIT);
    assert_int_equal(ask(rig), D11_OK);
    refused(rig, D11_STA_CONNECTING);
    assert_true(rig_wait_open(rig, 10 * RIG_SECOND));
    refused(rig, D11_STA_CONNECTED);
    assert_int_equal(dot11_sta_roam(rig->sta, NULL, NULL, rig_now(rig)),
                     D11_OK);
    refused(rig, D11_STA_ROAMING);
    assert_true(story_wait(&story, D11_EV_ROAM_DONE, 60 * RIG_SECOND));
    dot11_sim_ap_stop(rig->aps[0]);
    assert_true(story_wait(&story, D11_EV_DISASSOC, 5 * RIG_SECOND));
    refused(rig, D11_STA_LOST);
    assert_int_equal(dot11_sta_disconnect(rig->sta, NULL, rig_now(rig)),
                     D11_OK);
    dot11_sim_ap_start(rig->aps[0]);
    /* Back in INIT it is welcome again. */
    assert_int_equal(ask(rig), D11_OK);
    assert_true(rig_wait_open(rig, 10 * RIG_SECOND));
    story_end(&story);
}

/* N80211-CONN-2: off by the host's setting, and by the switch. */
static void a_connect_without_a_radio_is_refused(void **state)
{
    static const struct dot11_part *const parts[] = {&dot11_power};
    struct rig *rig;

    (void)state;
    story_options(&options, false);
    options.station.core.parts = parts;
    options.station.core.part_count = 1;
    rig = rig_new(&options);
    story_begin(&story, rig);
    story_start(&story);
    assert_int_equal(dot11_radio_set_on(rig->core, false, rig_now(rig)),
                     D11_OK);
    dot11_sim_run_for(rig->sim, 10000);
    (void)story_words(&story);
    assert_int_equal(ask(rig), D11_ERR_RADIO_OFF);
    assert_int_equal(dot11_radio_set_on(rig->core, true, rig_now(rig)), D11_OK);
    dot11_sim_run_for(rig->sim, 10000);
    dot11_sim_radio_switch(rig->radio, false);
    dot11_sim_run_for(rig->sim, 10000);
    assert_int_equal(ask(rig), D11_ERR_RADIO_OFF);
    assert_int_equal(rig_status(rig).state, D11_STA_INIT);
    dot11_sim_radio_switch(rig->radio, true);
    dot11_sim_run_for(rig->sim, 10000);
    assert_story(&story, "phy_state phy_state phy_state");
    assert_int_equal(ask(rig), D11_OK);
    assert_true(rig_wait_open(rig, 10 * RIG_SECOND));
    story_end(&story);
}

/* N80211-CONN-11, N80211-DISAS-1, N80211-DISAS-3, N80211-ROAM-4: whatever
 * happens to the association, the network stays wanted. */
static void only_a_disconnect_ends_what_was_connected(void **state)
{
    struct rig *rig = begin(true);

    (void)state;
    story_connect(&story);
    dot11_sim_radio_switch(rig->radio, false);
    dot11_sim_run_for(rig->sim, 20 * RIG_SECOND);
    assert_story(&story, "disassoc:1 port_gone:1 x_stop phy_state");
    assert_int_equal(story_status(&story, D11_EV_DISASSOC), 0x3);
    assert_int_equal(rig_status(rig).state, D11_STA_LOST);
    assert_int_equal(rig->disassocs + rig->deauths, 0);
    dot11_sim_radio_switch(rig->radio, true);
    assert_true(rig_wait_open(rig, 60 * RIG_SECOND));
    assert_story(&story, "phy_state roam_start assoc_start:1 assoc_done:1 "
                         "port:1 roam_done link_quality:1 x_post "
                         "authorized:1");
    dot11_sim_ap_stop(rig->aps[0]);
    dot11_sim_run_for(rig->sim, 300 * RIG_SECOND);
    assert_int_equal(rig_status(rig).state, D11_STA_LOST);
    dot11_sim_ap_start(rig->aps[0]);
    assert_true(rig_wait_open(rig, 90 * RIG_SECOND));
    story_end(&story);
}

/* N80211-CONN-14: however many APs fail, no roam is begun in a connect. */
static void no_roam_begins_in_a_connect(void **state)
{
    struct rig *rig = begin(false);
    const char *words;

    (void)state;
    for (unsigned i = 1; i < RIG_APS; i++)
        (void)rig_add_ap(rig, &options, 2437);
    for (unsigned i = 0; i < RIG_APS; i++)
        dot11_sim_ap_refuse(rig->aps[i], 0, D11_STATUS_DENIED);
    story_start(&story);
    assert_int_equal(ask(rig), D11_OK);
    assert_true(story_wait(&story, D11_EV_CONNECT_DONE, 60 * RIG_SECOND));
    assert_int_equal(story.seen[D11_EV_ASSOC_DONE], RIG_APS);
    words = story_words(&story);
    assert_null(strstr(words, "roam"));
    assert_null(strstr(words, "disassoc"));
    story_end(&story);
}

static unsigned sent_in_hook;

static void send_at_once(void *ctx, struct dot11_sim_station *station,
                         const struct dot11_event *event)
{
    static const uint8_t eth[60] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2,
                                    0,    0,    0,    1,    1,    0x88, 0xb5};

    (void)ctx;
    if (event->type != D11_EV_ASSOC_DONE)
        return;
    assert_int_equal(event->u.assoc_done.err, D11_OK);
    assert_int_equal(dot11_sim_station_send(station, eth, sizeof eth), D11_OK);
    sent_in_hook++;
}

/* N80211-CONN-15, N80211-ROAM-14, N80211-ASSOC-16: before the completion of
 * the connect or roam was even taken. */
static void data_flows_from_the_end_of_the_association_on(void **state)
{
    struct dot11_sim_ap_stats stats;
    struct rig *rig;

    (void)state;
    rig_options(&options, false);
    rig = rig_new(&options);
    (void)rig_add_ap(rig, &options, 2437);
    sent_in_hook = 0;
    dot11_sim_station_set_hook(rig->station, send_at_once, NULL);
    rig_connect(rig);
    dot11_sim_run_for(rig->sim, 100000);
    assert_int_equal(sent_in_hook, 1);
    assert_int_equal(dot11_sta_roam(rig->sta, NULL, NULL, rig_now(rig)),
                     D11_OK);
    dot11_sim_run_for(rig->sim, 5 * RIG_SECOND);
    assert_int_equal(sent_in_hook, 2);
    for (unsigned i = 0; i < 2; i++) {
        dot11_sim_ap_stats(rig->aps[i], &stats);
        assert_int_equal(stats.data_rx, 1);
        assert_int_equal(stats.class_errors, 0);
    }
    dot11_sim_station_set_hook(rig->station, NULL, NULL);
    rig_end(rig);
}

/* N80211-CONN-18: the loudest of the network that was asked for, not of
 * another one. */
static void the_best_ap_of_the_network_is_chosen(void **state)
{
    struct rig *rig = begin(false);

    (void)state;
    (void)rig_add_ap(rig, &options, 2462);
    options.ap.ssid.octets[0] = 'x';
    (void)rig_add_ap(rig, &options, 2412);
    dot11_sim_set_path(dot11_sim_radio_node(rig->radio),
                       dot11_sim_ap_node(rig->aps[0]), -80);
    dot11_sim_set_path(dot11_sim_radio_node(rig->radio),
                       dot11_sim_ap_node(rig->aps[1]), -60);
    dot11_sim_set_path(dot11_sim_radio_node(rig->radio),
                       dot11_sim_ap_node(rig->aps[2]), -30);
    story_connect(&story);
    assert_memory_equal(rig_status(rig).bssid, rig->bssids[1], 6);
    story_end(&story);
}

/* N80211-CONN-6: why there was no candidate is told apart from security that
 * is too weak. */
static void rates_that_we_lack_are_a_reason_of_their_own(void **state)
{
    struct fake_ap ap = fake_ap(0);
    struct dot11_connect_req req;
    const struct dot11_ev_done *done =
        &fake.last[0][D11_EV_CONNECT_DONE].u.done;

    (void)state;
    fake_begin();
    /* Without 1 Mb/s, which is basic there. */
    fake.caps.bands[0].rates_500kbps[0] = 108;
    fake.caps.bands[0].rates_500kbps[7] = 96;
    fake_build();
    fake_start(0);
    req = fake_req("net");
    fake_beacon(&ap);
    assert_int_equal(dot11_sta_connect(fake.stas[0], &req, NULL, fake.now_us),
                     D11_OK);
    fake_air((struct fake_ap *[]){&ap}, 1, 10 * RIG_SECOND);
    assert_events(0, "connect_start connect_done!");
    assert_int_equal(done->err, D11_ERR_UNSUPPORTED);
    assert_int_equal(done->outcome, D11_OUTCOME_NO_CANDIDATE);
    fake_end();
}

/* One connect to an AP that refuses, while the host takes no events. */
static enum dot11_err connect_in_vain(struct fake_ap *ap)
{
    struct dot11_connect_req req = fake_req("net");
    enum dot11_err err;

    fake_beacon(ap);
    err = dot11_sta_connect(fake.stas[0], &req, NULL, fake.now_us);
    for (unsigned i = 0; i < 200 && err == D11_OK; i++) {
        fake.now_us += 50000;
        fake_status();
        fake_auth(ap, 0, 0, 2, 1);
        dot11_radio_tick(fake.radio, fake.now_us);
    }
    return err;
}

static void begin_with_room(unsigned events)
{
    fake_begin();
    fake.config.event_count = (uint8_t)events;
    fake_build();
    fake_start(0);
}

/* N80211-GEN-1: nothing starts without the room for its end. */
static void nothing_starts_without_room_for_its_end(void **state)
{
    struct fake_ap ap = fake_ap(0);

    (void)state;
    begin_with_room(18);
    assert_int_equal(connect_in_vain(&ap), D11_OK);
    assert_int_equal(connect_in_vain(&ap), D11_ERR_FULL);
    assert_events(0, "connect_start assoc_start assoc_done! connect_done!");
    assert_int_equal(connect_in_vain(&ap), D11_OK);
    assert_events(0, "connect_start assoc_start assoc_done! connect_done!");
    fake_end();
    /* Room for one association, not for what comes after: it waits. */
    begin_with_room(20);
    assert_int_equal(connect_in_vain(&ap), D11_OK);
    assert_int_equal(connect_in_vain(&ap), D11_OK);
    assert_int_equal(dot11_sta_disconnect(fake.stas[0], NULL, fake.now_us),
                     D11_OK);
    assert_events(0, "connect_start assoc_start assoc_done! connect_done! "
                     "connect_start assoc_start assoc_done! connect_done! "
                     "disconnect_done");
    fake_end();
}

/* N80211-GEN-1, N80211-ROAM-1: a roam waits for room, too. */
static void a_roam_waits_until_the_host_has_taken_events(void **state)
{
    struct fake_ap ap = fake_ap(0);

    (void)state;
    begin_with_room(16);
    fake_join(&ap);
    fake_leave(&ap, 0, true, 3);
    for (unsigned i = 0; i < 40; i++) {
        fake.now_us += 100000;
        fake_status();
        fake_beacon(&ap);
        dot11_radio_tick(fake.radio, fake.now_us);
    }
    assert_events(0, "disassoc port_gone roam_start assoc_start");
    /* Not before. */
    assert_true(fake.last[0][D11_EV_ROAM_START].at_us == fake.now_us);
    assert_true(fake.last[0][D11_EV_DISASSOC].at_us + 3000000 < fake.now_us);
    fake_end();
}

/* N80211-GEN-5: what a host hears of a connection are these and no others. */
static void a_connection_has_events_of_its_own_only(void **state)
{
    const unsigned expected =
        1u << D11_EV_CONNECT_START | 1u << D11_EV_CONNECT_DONE |
        1u << D11_EV_ASSOC_START | 1u << D11_EV_ASSOC_DONE |
        1u << D11_EV_ROAM_START | 1u << D11_EV_ROAM_DONE |
        1u << D11_EV_DISASSOC | 1u << D11_EV_PORT |
        1u << D11_EV_DISCONNECT_DONE | 1u << D11_EV_LINK_QUALITY;
    unsigned seen = 0;
    struct rig *rig = begin(true);

    (void)state;
    story_start(&story);
    story_ask(&story);
    assert_true(rig_wait_open(rig, 10 * RIG_SECOND));
    dot11_sim_ap_deauth(rig->aps[0], rig_sta_addr, 3);
    dot11_sim_run_for(rig->sim, RIG_SECOND);
    assert_true(rig_wait_open(rig, 30 * RIG_SECOND));
    assert_int_equal(dot11_sta_disconnect(rig->sta, NULL, rig_now(rig)),
                     D11_OK);
    for (unsigned i = 0; i < D11_EV_COUNT; i++)
        seen |= (story.seen[i] != 0 ? 1u : 0) << i;
    assert_int_equal(seen, expected);
    story_end(&story);
}

/* N80211-GEN-7, N80211-GEN-8: in INIT there are scans and the radio, nothing
 * else; a scan ends in OP, too. */
static void in_init_only_scans_and_the_radio_are_told(void **state)
{
    struct rig *rig = begin(false);

    (void)state;
    story_start(&story);
    dot11_sim_run_for(rig->sim, 30 * RIG_SECOND);
    assert_story(&story, "");
    assert_int_equal(dot11_sta_scan(rig->sta, NULL, NULL, rig_now(rig)),
                     D11_OK);
    dot11_sim_ap_deauth(rig->aps[0], NULL, 3);
    dot11_sim_ap_deauth(rig->aps[0], rig_sta_addr, 3);
    dot11_sim_run_for(rig->sim, 30 * RIG_SECOND);
    dot11_sim_radio_switch(rig->radio, false);
    dot11_sim_run_for(rig->sim, RIG_SECOND);
    dot11_sim_radio_switch(rig->radio, true);
    dot11_sim_run_for(rig->sim, RIG_SECOND);
    assert_story(&story, "scan_done phy_state phy_state");
    story_ask(&story);
    assert_true(rig_wait_open(rig, 30 * RIG_SECOND));
    (void)story_words(&story);
    assert_int_equal(dot11_sta_scan(rig->sta, NULL, NULL, rig_now(rig)),
                     D11_OK);
    dot11_sim_run_for(rig->sim, 30 * RIG_SECOND);
    assert_story(&story, "scan_done");
    story_end(&story);
}

/* N80211-GEN-12, N80211-GEN-19: requests are accepted at once and completed
 * once, by their number; time never goes back in between. */
static void requests_are_completed_once_by_their_number(void **state)
{
    struct dot11_connect_req req = {.ssid = {3, RIG_SSID}};
    struct rig *rig;
    uint32_t ids[3];
    uint32_t ends[3] = {0};
    const struct dot11_event *event;
    uint64_t last_us = 0;

    (void)state;
    rig_options(&options, false);
    rig = rig_new(&options);
    rig_start(rig);
    assert_int_equal(dot11_sta_connect(rig->sta, &req, &ids[0], rig_now(rig)),
                     D11_OK);
    dot11_sim_run_for(rig->sim, 10 * RIG_SECOND);
    assert_int_equal(dot11_sta_roam(rig->sta, NULL, &ids[1], rig_now(rig)),
                     D11_OK);
    dot11_sim_run_for(rig->sim, 60 * RIG_SECOND);
    assert_int_equal(dot11_sta_disconnect(rig->sta, &ids[2], rig_now(rig)),
                     D11_OK);
    dot11_sim_run_for(rig->sim, RIG_SECOND);
    for (uint32_t i = 0;
         (event = dot11_sim_station_event(rig->station, i)) != NULL; i++) {
        assert_true(event->at_us >= last_us);
        last_us = event->at_us;
        ends[0] += event->type == D11_EV_CONNECT_DONE && event->id == ids[0];
        ends[1] += event->type == D11_EV_ROAM_DONE && event->id == ids[1];
        ends[2] += event->type == D11_EV_DISCONNECT_DONE && event->id == ids[2];
    }
    assert_true(ids[0] != ids[1] && ids[1] != ids[2] && ids[0] != ids[2]);
    for (unsigned i = 0; i < 3; i++)
        assert_int_equal(ends[i], 1);
    rig_end(rig);
}

/* What the host asks for while it handles an event, whichever it is. */
static struct rig *asked_of;
static unsigned turn;

static void ask_anything(void *ctx, struct dot11_sim_station *station,
                         const struct dot11_event *event)
{
    const uint64_t now_us = rig_now(asked_of);
    struct dot11_sta *sta = asked_of->sta;

    (void)ctx;
    (void)station;
    (void)event;
    switch (turn++ % 7) {
    case 0: (void)dot11_sta_roam(sta, NULL, NULL, now_us); break;
    case 1: (void)dot11_sta_scan(sta, NULL, NULL, now_us); break;
    case 2: (void)dot11_sta_disconnect(sta, NULL, now_us); break;
    case 3: (void)ask(asked_of); break;
    case 4: (void)dot11_sta_scan_abort(sta, now_us); break;
    case 5: (void)ask(asked_of); break;
    default: break;
    }
}

/* N80211-GEN-2, N80211-GEN-3: starts and ends pair up, nothing is open in
 * something else, whatever is asked for from inside the event loop. */
static void requests_from_the_event_loop_leave_all_in_pairs(void **state)
{
    (void)state;
    for (unsigned seed = 0; seed < 14; seed++) {
        const struct dot11_event *event;
        unsigned connect = 0, roam = 0, assoc = 0;
        struct rig *rig;

        rig_options(&options, false);
        options.seed = seed + 1;
        rig = rig_new(&options);
        (void)rig_add_ap(rig, &options, 2412);
        asked_of = rig;
        turn = seed;
        rig_start(rig);
        dot11_sim_station_set_hook(rig->station, ask_anything, NULL);
        (void)ask(rig);
        dot11_sim_run_for(rig->sim, 20 * RIG_SECOND);
        dot11_sim_station_set_hook(rig->station, NULL, NULL);
        if (rig_status(rig).state != D11_STA_INIT)
            (void)dot11_sta_disconnect(rig->sta, NULL, rig_now(rig));
        dot11_sim_run_for(rig->sim, RIG_SECOND);
        for (uint32_t i = 0;
             (event = dot11_sim_station_event(rig->station, i)) != NULL; i++) {
            connect += event->type == D11_EV_CONNECT_START;
            roam += event->type == D11_EV_ROAM_START;
            assoc += event->type == D11_EV_ASSOC_START;
            assert_true(connect + roam <= 1 && assoc <= 1);
            assert_true(assoc == 0 || connect + roam == 1);
            connect -= event->type == D11_EV_CONNECT_DONE;
            roam -= event->type == D11_EV_ROAM_DONE;
            assoc -= event->type == D11_EV_ASSOC_DONE;
            assert_true(connect <= 1 && roam <= 1 && assoc <= 1);
        }
        assert_int_equal(connect + roam + assoc, 0);
        rig_end(rig);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RIG_TEST(a_connect_is_for_who_is_not_connected),
        RIG_TEST(a_connect_without_a_radio_is_refused),
        RIG_TEST(only_a_disconnect_ends_what_was_connected),
        RIG_TEST(no_roam_begins_in_a_connect),
        RIG_TEST(data_flows_from_the_end_of_the_association_on),
        RIG_TEST(the_best_ap_of_the_network_is_chosen),
        cmocka_unit_test(rates_that_we_lack_are_a_reason_of_their_own),
        cmocka_unit_test(nothing_starts_without_room_for_its_end),
        cmocka_unit_test(a_roam_waits_until_the_host_has_taken_events),
        RIG_TEST(a_connection_has_events_of_its_own_only),
        RIG_TEST(in_init_only_scans_and_the_radio_are_told),
        RIG_TEST(requests_are_completed_once_by_their_number),
        RIG_TEST(requests_from_the_event_loop_leave_all_in_pairs),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
