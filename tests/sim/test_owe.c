/* Whole stations in Enhanced Open networks: good air, bad answers, groups.
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

static const struct dot11_ext_ops *const exts[] = {&dot11_rsn_methods};
static const struct dot11_part *const parts[] = {&dot11_owe};

static struct rig *new_rig(uint16_t group)
{
    struct rig_options options;

    rig_options(&options, true);
    options.ap.passphrase = NULL;
    options.ap.has_psk = false;
    options.station.core.exts = exts;
    options.station.core.parts = parts;
    options.station.core.part_count = sizeof parts / sizeof parts[0];
    options.ap.owe_groups[0] = group;
    return rig_new(&options);
}

static void ask(struct rig *rig)
{
    struct dot11_connect_req req = {0};
    struct dot11_rsn_profile profile;

    dot11_rsn_profile_defaults(&profile);
    profile.akms = D11_AKM_BIT_OWE;
    req.ssid.len = sizeof RIG_SSID - 1;
    memcpy(req.ssid.octets, RIG_SSID, sizeof RIG_SSID - 1);
    req.ext = &dot11_rsn_methods;
    req.profile = &profile;
    req.profile_len = sizeof profile;
    assert_int_equal(dot11_sta_connect(rig->sta, &req, NULL, rig_now(rig)),
                     D11_OK);
}

/* Status 77 brings the station to the group that the AP takes. */
static void data_flows_with_each_group(void **state)
{
    (void)state;
    for (uint16_t group = 19; group <= 21; group++) {
        struct rig *rig = new_rig(group);
        struct dot11_sim_ap_stats stats;

        rig_start(rig);
        ask(rig);
        assert_true(rig_wait_open(rig, 10 * RIG_SECOND));
        assert_int_equal(rig_status(rig).akm, D11_AKM_OWE);
        dot11_sim_ap_stats(rig->aps[0], &stats);
        assert_int_equal(stats.refused, group - 19);
        dot11_sim_run_for(rig->sim, 10000);
        rig_ping(rig, 5);
        dot11_sim_ap_rekey(rig->aps[0]);
        dot11_sim_run_for(rig->sim, RIG_SECOND);
        rig_ping(rig, 3);
        rig_end(rig);
    }
}

/* The station comes back with new keys after each way of losing the AP. */
static void it_comes_back_after_a_power_cut(void **state)
{
    struct rig *rig = new_rig(19);

    (void)state;
    rig_start(rig);
    ask(rig);
    assert_true(rig_wait_open(rig, 10 * RIG_SECOND));
    dot11_sim_ap_restart(rig->aps[0]);
    assert_non_null(
        dot11_sim_station_wait(rig->station, D11_EV_DISASSOC, 20 * RIG_SECOND));
    assert_true(rig_wait_open(rig, 20 * RIG_SECOND));
    dot11_sim_run_for(rig->sim, 10000);
    rig_ping(rig, 3);
    rig_end(rig);
}

/* Repeated requests carry the same key, whose answer is the AP's last. */
static void lost_frames_are_asked_for_again(void **state)
{
    static const uint32_t messages[] = {DOT11_SIM_AUTH, DOT11_SIM_ASSOC,
                                        DOT11_SIM_M1, DOT11_SIM_M3};

    (void)state;
    for (size_t i = 0; i < sizeof messages / sizeof messages[0]; i++) {
        struct rig *rig = new_rig(19);

        rig_start(rig);
        dot11_sim_ap_mute(rig->aps[0], messages[i], 1);
        ask(rig);
        assert_true(rig_wait_open(rig, 20 * RIG_SECOND));
        rig_end(rig);
    }
}

/* No group that both have: refused, after one try of each. */
static void groups_end(void **state)
{
    struct rig *rig = new_rig(18);
    struct dot11_sim_ap_stats stats;
    const struct dot11_event *event;

    (void)state;
    rig_start(rig);
    ask(rig);
    event = dot11_sim_station_wait(rig->station, D11_EV_CONNECT_DONE,
                                   20 * RIG_SECOND);
    assert_non_null(event);
    assert_int_equal(event->u.done.err, D11_ERR_REFUSED);
    dot11_sim_ap_stats(rig->aps[0], &stats);
    assert_int_equal(stats.refused, 3);
    rig_end(rig);
}

/* SEC-PMK-05: an answer without a good key ends in no port, whatever is wrong
 * with it, and the next try is a new one. */
static void bad_answers_open_nothing(void **state)
{
    static const uint8_t none[1];
    static const uint8_t group[] = {255, 35, 32, 20, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                                    0,   0,  0,  0,  0, 0, 0, 0, 0, 0, 0, 0, 0,
                                    0,   0,  0,  0,  0, 0, 0, 0, 0, 0, 1};
    static const uint8_t no_point[] = {
        255, 35, 32, 19, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0,   0,  0,  0,  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2};
    static const uint8_t brief[] = {255, 4, 32, 19, 0, 7};
    static const struct {
        const uint8_t *octets;
        size_t len;
    } bad[] = {
        {none, 0},
        {group, sizeof group},
        {no_point, sizeof no_point},
        {brief, sizeof brief},
    };

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct rig *rig = new_rig(19);

        rig_start(rig);
        dot11_sim_ap_set_owe_answer(rig->aps[0], bad[i].octets, bad[i].len);
        ask(rig);
        assert_non_null(dot11_sim_station_wait(rig->station, D11_EV_DISASSOC,
                                               20 * RIG_SECOND));
        assert_false(rig_is_open(rig));
        dot11_sim_ap_set_owe_answer(rig->aps[0], NULL, 0);
        assert_true(rig_wait_open(rig, 60 * RIG_SECOND));
        rig_end(rig);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RIG_TEST(data_flows_with_each_group),
        RIG_TEST(it_comes_back_after_a_power_cut),
        RIG_TEST(lost_frames_are_asked_for_again),
        RIG_TEST(groups_end),
        RIG_TEST(bad_answers_open_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
