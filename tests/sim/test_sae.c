/* Whole stations in WPA3-Personal networks: good air, bad air, a wrong
 * password, secrets.
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
#include "sta/radio.h"

#define PASSWORD "an SAE password"

static const struct dot11_ext_ops *const exts[] = {&dot11_rsn_methods};
static const struct dot11_part *const parts[] = {&dot11_sae};

static void sae_options(struct rig_options *options)
{
    rig_options(options, true);
    options->station.core.exts = exts;
    options->station.core.parts = parts;
    options->station.core.part_count = sizeof parts / sizeof parts[0];
    options->ap.sae_password = PASSWORD;
}

static struct rig *new_rig(bool looping)
{
    struct rig_options options;

    sae_options(&options);
    options.ap.sae_looping = looping;
    return rig_new(&options);
}

static void ask_for(struct rig *rig, const char *password, uint16_t akms,
                    uint16_t group)
{
    struct dot11_connect_req req = {0};
    struct dot11_rsn_profile profile;

    dot11_rsn_profile_defaults(&profile);
    profile.akms = akms;
    profile.sae_groups[0] = group;
    profile.sae_password_len = (uint8_t)strlen(password);
    memcpy(profile.sae_password, password, strlen(password));
    req.ssid.len = sizeof RIG_SSID - 1;
    memcpy(req.ssid.octets, RIG_SSID, sizeof RIG_SSID - 1);
    req.ext = &dot11_rsn_methods;
    req.profile = &profile;
    req.profile_len = sizeof profile;
    assert_int_equal(dot11_sta_connect(rig->sta, &req, NULL, rig_now(rig)),
                     D11_OK);
}

static void ask(struct rig *rig, const char *password)
{
    ask_for(rig, password, D11_AKM_BIT_SAE, 0);
}

/* MIC, key encryption key and PMK of each length. */
static void data_flows_with_extended_keys_of_each_group(void **state)
{
    (void)state;
    for (uint16_t group = 19; group <= 21; group++) {
        struct rig_options options;
        struct rig *rig;

        sae_options(&options);
        options.ap.sae_ext_key = true;
        options.ap.sae_group = group;
        rig = rig_new(&options);
        rig_start(rig);
        ask_for(rig, PASSWORD, D11_AKM_BIT_SAE | D11_AKM_BIT_SAE_EXT_KEY,
                group);
        assert_true(rig_wait_open(rig, 10 * RIG_SECOND));
        assert_int_equal(rig_status(rig).akm, D11_AKM_SAE_EXT_KEY);
        dot11_sim_run_for(rig->sim, 10000);
        rig_ping(rig, 5);
        dot11_sim_ap_rekey(rig->aps[0]);
        dot11_sim_run_for(rig->sim, RIG_SECOND);
        rig_ping(rig, 3);
        rig_end(rig);
    }
}

static void data_flows_after_both_ways_to_the_element(void **state)
{
    (void)state;
    for (int looping = 0; looping < 2; looping++) {
        struct rig *rig = new_rig(looping);

        rig_start(rig);
        ask(rig, PASSWORD);
        assert_true(rig_wait_open(rig, 10 * RIG_SECOND));
        assert_int_equal(rig_status(rig).akm, D11_AKM_SAE);
        dot11_sim_run_for(rig->sim, 10000);
        rig_ping(rig, 5);
        rig_end(rig);
    }
}

/* The station comes back with new keys after each way of losing the AP. */
static void it_comes_back_after_a_power_cut(void **state)
{
    struct rig *rig = new_rig(false);

    (void)state;
    rig_start(rig);
    ask(rig, PASSWORD);
    assert_true(rig_wait_open(rig, 10 * RIG_SECOND));
    dot11_sim_ap_restart(rig->aps[0]);
    assert_non_null(
        dot11_sim_station_wait(rig->station, D11_EV_DISASSOC, 20 * RIG_SECOND));
    assert_true(rig_wait_open(rig, 20 * RIG_SECOND));
    dot11_sim_run_for(rig->sim, 10000);
    rig_ping(rig, 3);
    rig_end(rig);
}

/* SEC-SAE-10: lost answers cost time and nothing else. */
static void lost_answers_are_asked_for_again(void **state)
{
    (void)state;
    for (uint32_t lost = 1; lost <= 3; lost++) {
        struct rig *rig = new_rig(false);

        rig_start(rig);
        dot11_sim_ap_mute(rig->aps[0], DOT11_SIM_AUTH, lost);
        ask(rig, PASSWORD);
        assert_true(rig_wait_open(rig, 20 * RIG_SECOND));
        rig_end(rig);
    }
}

static void a_wrong_password_is_told_as_one(void **state)
{
    struct rig *rig = new_rig(false);
    const struct dot11_event *event;

    (void)state;
    rig_start(rig);
    ask(rig, "another password");
    event = dot11_sim_station_wait(rig->station, D11_EV_CONNECT_DONE,
                                   20 * RIG_SECOND);
    assert_non_null(event);
    assert_int_equal(event->u.done.err, D11_ERR_BAD_KEY);
    rig_end(rig);
}

/* INV-13, SEC-RND-04 */
static void a_disconnect_leaves_neither_password_nor_pmk(void **state)
{
    struct rig *rig = new_rig(false);
    const uint8_t *core = (const uint8_t *)rig->core;
    unsigned found = 0;

    (void)state;
    rig_start(rig);
    ask(rig, PASSWORD);
    assert_true(rig_wait_open(rig, 10 * RIG_SECOND));
    for (int left = 0; left < 2; left++) {
        for (size_t i = 0; i + sizeof PASSWORD <= rig->core->mem_len; i++)
            found += memcmp(core + i, PASSWORD, sizeof PASSWORD - 1) == 0;
        assert_int_equal(found != 0, left == 0);
        found = 0;
        if (left == 0) {
            assert_int_equal(dot11_sta_disconnect(rig->sta, NULL, rig_now(rig)),
                             D11_OK);
            dot11_sim_run_for(rig->sim, RIG_SECOND);
        }
    }
    rig_end(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RIG_TEST(data_flows_after_both_ways_to_the_element),
        RIG_TEST(data_flows_with_extended_keys_of_each_group),
        RIG_TEST(it_comes_back_after_a_power_cut),
        RIG_TEST(lost_answers_are_asked_for_again),
        RIG_TEST(a_wrong_password_is_told_as_one),
        RIG_TEST(a_disconnect_leaves_neither_password_nor_pmk),
    };

    return cmocka_run_group_tests_name("sae", tests, NULL, NULL);
}
