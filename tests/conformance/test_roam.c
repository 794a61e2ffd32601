/* Roaming: what starts it, where to, and how it ends (N80211-ROAM-*). The
 * order of its events is in test_traces.c.
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
static const struct dot11_part *const parts[] = {&dot11_roam_policy};
static struct rig_options options;

static struct rig *begin_with(const struct dot11_part *const *listed,
                              uint8_t count)
{
    struct rig *rig;

    story_options(&options, true);
    options.station.core.parts = listed;
    options.station.core.part_count = count;
    rig = rig_new(&options);
    story_begin(&story, rig);
    story.mute_tx = true;
    return rig;
}

static struct rig *begin(void)
{
    return begin_with(parts, 1);
}

/* How loud AP number `n` (from 1) is. */
static void loud(struct rig *rig, unsigned n, int8_t dbm)
{
    dot11_sim_set_path(dot11_sim_radio_node(rig->radio),
                       dot11_sim_ap_node(rig->aps[n - 1]), dbm);
}

static void add(struct rig *rig, uint16_t freq_mhz, int8_t dbm)
{
    (void)rig_add_ap(rig, &options, freq_mhz);
    loud(rig, rig->ap_count, dbm);
}

static struct dot11_roam_rules rules_of(struct rig *rig)
{
    struct dot11_roam_rules rules;

    assert_int_equal(dot11_sta_roam_rules(rig->sta, &rules), D11_OK);
    return rules;
}

static void set_rules(struct rig *rig, const struct dot11_roam_rules *rules)
{
    assert_int_equal(dot11_sta_set_roam_rules(rig->sta, rules), D11_OK);
}

static unsigned here(const struct rig *rig)
{
    return story_ap(&story, rig_status(rig).bssid);
}

#define TO_2                                                                   \
    "roam_start assoc_start:2 port_gone:1 x_stop assoc_done:2 port:2 "         \
    "roam_done link_quality:2 x_post authorized:2"

/* A weak signal makes the station look around, on other channels too, and go
 * where the network is louder: N80211-ROAM-2, N80211-ROAM-8, N80211-ROAM-16,
 * N80211-ROAM-17 */
static void a_weak_ap_is_left_for_a_louder_one(void **state)
{
    struct rig *rig = begin();

    (void)state;
    story_connect(&story);
    add(rig, 2462, -60);
    dot11_sim_run_for(rig->sim, 30 * RIG_SECOND);
    /* As long as ours is loud nothing happens, not even a look. */
    assert_int_equal(here(rig), 1);
    assert_story(&story, "");
    assert_int_equal(rig->nulls[1], 0);
    loud(rig, 1, -80);
    dot11_sim_run_for(rig->sim, 30 * RIG_SECOND);
    assert_int_equal(here(rig), 2);
    assert_true(rig_is_open(rig));
    /* The quality fell before. */
    assert_non_null(strstr(story_words(&story), TO_2));
    assert_int_equal(story_status(&story, D11_EV_ROAM_START), 0xb);
    assert_int_equal(rig->reassocs, 1);
    assert_int_equal(rig->disassocs + rig->deauths, 0);
    assert_true(rig->nulls[1] > 0);
    rig_ping(rig, 2);
    story_end(&story);
}

/* The other one has to be louder by the hysteresis, and there is no roaming
 * back and forth. */
static void an_ap_that_is_hardly_louder_is_not_worth_it(void **state)
{
    struct rig *rig = begin();

    (void)state;
    story_connect(&story);
    add(rig, 2462, -73);
    loud(rig, 1, -80);
    dot11_sim_run_for(rig->sim, 60 * RIG_SECOND);
    assert_int_equal(here(rig), 1);
    assert_int_equal(rig->reassocs, 0);
    loud(rig, 2, -70);
    dot11_sim_run_for(rig->sim, 30 * RIG_SECOND);
    assert_int_equal(here(rig), 2);
    dot11_sim_run_for(rig->sim, 120 * RIG_SECOND);
    assert_int_equal(rig->reassocs, 1);
    story_end(&story);
}

/* N80211-SCAN-22: there is a pause between tries, and the link is of use. */
static void the_pause_between_looks_is_kept(void **state)
{
    struct rig *rig = begin();
    struct dot11_roam_rules rules = rules_of(rig);
    uint32_t nulls;

    (void)state;
    rules.interval_us = 60000000;
    set_rules(rig, &rules);
    story_connect(&story);
    loud(rig, 1, -80);
    dot11_sim_run_for(rig->sim, 55 * RIG_SECOND);
    assert_int_equal(rig->nulls[1], 0);
    dot11_sim_run_for(rig->sim, 25 * RIG_SECOND);
    nulls = rig->nulls[1];
    assert_true(nulls > 0);
    dot11_sim_run_for(rig->sim, 35 * RIG_SECOND);
    assert_int_equal(rig->nulls[1], nulls);
    dot11_sim_run_for(rig->sim, 8 * RIG_SECOND);
    assert_true(rig->nulls[1] > nulls);
    /* In the middle of a look. */
    assert_true(rig_status(rig).scanning);
    rig_ping(rig, 5);
    dot11_sim_run_for(rig->sim, 20 * RIG_SECOND);
    rules.scan = false;
    set_rules(rig, &rules);
    nulls = rig->nulls[1];
    dot11_sim_run_for(rig->sim, 120 * RIG_SECOND);
    assert_int_equal(rig->nulls[1], nulls);
    story_end(&story);
}

/* With media streaming nothing of the station's own disturbs the association:
 * N80211-ROAM-17 */
static void media_streaming_forbids_looks(void **state)
{
    static const struct dot11_part *const both[] = {&dot11_roam_policy,
                                                    &dot11_attrs};
    struct rig *rig = begin_with(both, 2);
    uint8_t on = 1;

    (void)state;
    story_connect(&story);
    assert_int_equal(dot11_sta_set(rig->sta, D11_ATTR_MEDIA_STREAMING, &on,
                                   sizeof on, rig_now(rig)),
                     D11_OK);
    loud(rig, 1, -80);
    dot11_sim_run_for(rig->sim, 60 * RIG_SECOND);
    assert_int_equal(rig->nulls[1], 0);
    on = 0;
    assert_int_equal(dot11_sta_set(rig->sta, D11_ATTR_MEDIA_STREAMING, &on,
                                   sizeof on, rig_now(rig)),
                     D11_OK);
    dot11_sim_run_for(rig->sim, 20 * RIG_SECOND);
    assert_true(rig->nulls[1] > 0);
    story_end(&story);
}

/* N80211-ROAM-2 */
static void a_better_ap_of_a_scan_is_taken_also_from_a_good_one(void **state)
{
    struct rig *rig = begin();
    struct dot11_roam_rules rules = rules_of(rig);

    (void)state;
    loud(rig, 1, -60);
    story_connect(&story);
    add(rig, 2412, -45);
    for (unsigned always = 0; always < 2; always++) {
        dot11_sim_run_for(rig->sim, 30 * RIG_SECOND);
        rules.always = always != 0;
        set_rules(rig, &rules);
        assert_int_equal(here(rig), 1);
        assert_int_equal(dot11_sta_scan(rig->sta, NULL, NULL, rig_now(rig)),
                         D11_OK);
        assert_true(story_wait(&story, D11_EV_SCAN_DONE, 20 * RIG_SECOND));
        if (always == 0)
            assert_story(&story, "scan_done");
    }
    assert_true(story_wait(&story, D11_EV_ROAM_DONE, 15 * RIG_SECOND));
    assert_true(rig_wait_open(rig, 5 * RIG_SECOND));
    assert_story(&story, "scan_done " TO_2);
    assert_int_equal(story_status(&story, D11_EV_ROAM_START), 0xb);
    story_end(&story);
}

/* 3.8 Abandoned roam: N80211-ROAM-13 */
static void a_roam_is_abandoned_for_a_better_candidate(void **state)
{
    struct rig *rig = begin();

    (void)state;
    story_connect(&story);
    loud(rig, 1, -65);
    dot11_sim_ap_mute(rig->aps[0], DOT11_SIM_AUTH, UINT32_MAX);
    dot11_sim_ap_deauth(rig->aps[0], rig_sta_addr, 5);
    assert_true(story_wait(&story, D11_EV_ROAM_START, 5 * RIG_SECOND));
    assert_story(&story, "disassoc:1 port_gone:1 x_stop roam_start "
                         "assoc_start:1");
    add(rig, 2437, -45);
    assert_true(story_wait(&story, D11_EV_ROAM_DONE, 5 * RIG_SECOND));
    assert_true(rig_wait_open(rig, 5 * RIG_SECOND));
    assert_story(&story, "assoc_done!:1 roam_done! roam_start assoc_start:2 "
                         "assoc_done:2 port:2 roam_done link_quality:2 x_post "
                         "authorized:2");
    assert_int_equal(story_status(&story, D11_EV_ROAM_START), 0xb);
    story_end(&story);
}

/* One AP may be wanted alone: then nothing is better. */
static void a_named_ap_is_kept_however_weak(void **state)
{
    struct dot11_connect_req req = {.ssid = {3, RIG_SSID}, .has_bssid = true};
    struct rig *rig;

    (void)state;
    story_options(&options, false);
    options.station.core.parts = parts;
    options.station.core.part_count = 1;
    rig = rig_new(&options);
    story_begin(&story, rig);
    story_start(&story);
    memcpy(req.bssid, rig->bssids[0], 6);
    assert_int_equal(dot11_sta_connect(rig->sta, &req, NULL, rig_now(rig)),
                     D11_OK);
    assert_true(rig_wait_open(rig, 10 * RIG_SECOND));
    add(rig, 2437, -40);
    loud(rig, 1, -85);
    dot11_sim_run_for(rig->sim, 60 * RIG_SECOND);
    assert_int_equal(here(rig), 1);
    assert_int_equal(rig->nulls[1], 0);
    story_end(&story);
}

static void rules_are_checked_and_kept(void **state)
{
    struct dot11_roam_rules rules, kept;
    struct rig *rig = begin();

    (void)state;
    kept = rules = rules_of(rig);
    assert_int_equal(kept.weak_dbm, -72);
    assert_int_equal(kept.hysteresis_db, 8);
    assert_int_equal(kept.interval_us, 10000000);
    assert_true(kept.scan && kept.abandon && !kept.always);
    rules.size--;
    assert_int_equal(dot11_sta_set_roam_rules(rig->sta, &rules),
                     D11_ERR_VERSION);
    rules = kept;
    rules.weak_dbm = 1;
    assert_int_equal(dot11_sta_set_roam_rules(rig->sta, &rules), D11_ERR_ARG);
    rules = kept;
    rules.interval_us = 99999;
    assert_int_equal(dot11_sta_set_roam_rules(rig->sta, &rules), D11_ERR_ARG);
    rules = rules_of(rig);
    assert_memory_equal(&rules, &kept, sizeof kept);
    rules.interval_us = 100000;
    rules.weak_dbm = -60;
    set_rules(rig, &rules);
    assert_int_equal(rules_of(rig).weak_dbm, -60);
    story_end(&story);
    rig = begin_with(NULL, 0);
    assert_int_equal(dot11_sta_set_roam_rules(rig->sta, &kept),
                     D11_ERR_UNSUPPORTED);
    assert_int_equal(dot11_sta_roam_rules(rig->sta, &kept),
                     D11_ERR_UNSUPPORTED);
    story_end(&story);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RIG_TEST(a_weak_ap_is_left_for_a_louder_one),
        RIG_TEST(an_ap_that_is_hardly_louder_is_not_worth_it),
        RIG_TEST(the_pause_between_looks_is_kept),
        RIG_TEST(media_streaming_forbids_looks),
        RIG_TEST(a_better_ap_of_a_scan_is_taken_also_from_a_good_one),
        RIG_TEST(a_roam_is_abandoned_for_a_better_candidate),
        RIG_TEST(a_named_ap_is_kept_however_weak),
        RIG_TEST(rules_are_checked_and_kept),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
